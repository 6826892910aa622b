/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scrambled Sobol points: u of (dimension, scramble, point) is a pure function of these three, so that any
 * thread can generate any part of any dimension. The points of one scramble are spread evenly; those of
 * different scrambles are independent, so that the spread of their results tells the error of one.
 *
 * Method: the Sobol sequence with the direction numbers of Joe and Kuo (2008), in their order (Gray code): of
 * 2^k consecutive points starting at a multiple of 2^k, one falls into each interval of length 2^-k in every
 * dimension. Owen's nested uniform scrambling: every bit of a point is flipped, or not, by a pseudo-random
 * bit that belongs to the bits above it. This is exact for the first 2^20 points. Beyond that, points that
 * share their first 20 bits also share the flips of the bits below: every point is still uniform and the
 * points still evenly spread, but their positions within such an interval, 1e-6 wide, are not independent. Of
 * u's 53 bits 32 come from the sequence, the last is ½ of a step, and the others are random: u is never 0 or
 * 1.
 *
 * Sources: A. B. Owen, Randomly permuted (t,m,s)-nets and (t,s)-sequences, 1995; B. Burley, Practical
 * hash-based Owen scrambling, JCGT 9 (2020), for the idea of hashing, not for the hash.
 */
#ifndef BIREME_RANDOM_SOBOL_H
#define BIREME_RANDOM_SOBOL_H

#include <stddef.h>
#include <stdint.h>
#include "base/error.h"
#include "random/stream.h"

enum { BIREME_SOBOL_DIMENSIONS_MOST = 4096 };

/* The tables of n_dimensions, 128 bytes for each. */
typedef struct bireme_sobol bireme_sobol;

/* 1 ≤ n_dimensions ≤ BIREME_SOBOL_DIMENSIONS_MOST. Errors: DOMAIN, MEMORY. Free with bireme_sobol_free. */
BIREME_MUST_USE bireme_status bireme_sobol_create(uint32_t n_dimensions, bireme_sobol **out,
                                                  bireme_error *error);
void bireme_sobol_free(bireme_sobol *sobol); /* NULL is fine */

/* The scrambles of one dimension in BIREME_SOBOL_REPLICATES replicates, with the replicate as last index, so
 * that a vector holds the same word of all of them: the flips of the first group, and two keys for the hash
 * of each later word. */
enum { BIREME_SOBOL_REPLICATES = 16, BIREME_SOBOL_GROUPS = 4 };
typedef struct bireme_sobol_scrambles {
    uint32_t top[BIREME_SOBOL_REPLICATES];
    uint32_t key[BIREME_SOBOL_GROUPS][2][BIREME_SOBOL_REPLICATES];
} bireme_sobol_scrambles;

/* Replicate r is scramble number `part` of bireme_stream_replicate(stream, r). */
void bireme_sobol_scrambles_init(bireme_sobol_scrambles *scrambles, const bireme_stream *stream,
                                 uint32_t part);

/* u[i * R + r] = point first + i of replicate r, i < n; first + n ≤ 2^32. Fastest where first and n are
 * multiples of 16. */
void bireme_sobol_fill_replicates(const bireme_sobol *sobol, uint32_t dimension,
                                  const bireme_sobol_scrambles *scrambles, uint64_t first, size_t n,
                                  double *u);

/* Point `index` of the unscrambled sequence, times 2^32; for tests against known values. */
uint32_t bireme_sobol_point(const bireme_sobol *sobol, uint32_t dimension, uint32_t index);

#endif
