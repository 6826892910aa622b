/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The points of a run: uniforms for trials and dimensions, spread more evenly than random ones. Trials belong
 * to BIREME_REPLICATES independent randomisations, interleaved: trial i is point i / R of randomisation i mod
 * R. Any beginning of a run is a beginning of each randomisation, so a run can be stopped or continued
 * anywhere; and the spread of the randomisations' results tells the error of their mean.
 *
 * Sobol: a randomisation is one scramble of the sequence (random/sobol.h). Latin hypercube: a randomisation
 * is one hypercube (random/latin.h) of as many points as it will have; if that is not known, one hypercube
 * for the first round of trials and one for each doubling after it.
 */
#ifndef BIREME_RANDOM_POINTS_H
#define BIREME_RANDOM_POINTS_H

#include <stdint.h>
#include "base/error.h"
#include "random/stream.h"

enum { BIREME_REPLICATES = 16, BIREME_POINTS_DIMENSIONS_MOST = 4096 };

typedef enum bireme_points_kind { BIREME_POINTS_SOBOL, BIREME_POINTS_LATIN } bireme_points_kind;

typedef struct bireme_points_options {
    bireme_points_kind kind;
    uint32_t n_dimensions; /* at most BIREME_POINTS_DIMENSIONS_MOST */
    uint64_t trials;       /* the most; ≤ 2^32 */
    uint64_t round;        /* length of the first round, a multiple of 16 R; 0: all trials are one round */
} bireme_points_options;

typedef struct bireme_points bireme_points; /* immutable once its dimensions are assigned */

/* Errors: DOMAIN, MEMORY. */
BIREME_MUST_USE bireme_status bireme_points_create(const bireme_points_options *options, bireme_points **out,
                                                   bireme_error *error);
void bireme_points_free(bireme_points *points); /* NULL is fine */

/* The dimension's randomisation is derived from this stream and part, and does not depend on the dimension's
 * number. */
void bireme_points_assign(bireme_points *points, uint32_t dimension, const bireme_stream *stream,
                          uint32_t part);

/* u[i] = uniform of trial first + i in an assigned dimension, i < n; first and n multiples of R. Trials
 * beyond options.trials get meaningless numbers. */
void bireme_points_fill(const bireme_points *points, uint32_t dimension, uint64_t first, size_t n, double *u);

#endif
