/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Latin hypercube: of N trials exactly one falls into each N-th of [0, 1]. Any thread can generate any part.
 *
 * Method: u(i) = (π(i) + v(i)) / N with v the uniform of the stream (McKay, Beckman, Conover 1979). π is a
 * keyed permutation of 0 … N − 1: eight rounds of a Feistel network over pairs of residues whose moduli have
 * a product just above N; a result of N or more is permuted again until it is below N (Black and Rogaway
 * 2002). It is a pseudo-random bijection for every N.
 */
#ifndef BIREME_RANDOM_LATIN_H
#define BIREME_RANDOM_LATIN_H

#include <stddef.h>
#include <stdint.h>
#include "random/stream.h"

/* Sixteen hypercubes of n_points each, side by side: u[i * R + r] = uniform of point first + i of replicate
 * r, i < n; first even, n ≤ 16, first + n ≤ 2^32. Points from n_points on get meaningless numbers. `part`
 * distinguishes hypercubes of one stream; the position inside a stratum comes from the stream's draw `part`
 * at trial first_trial + i * R + r. */
enum { BIREME_LATIN_REPLICATES = 16 };
void bireme_latin_fill_replicates(const bireme_stream *stream, uint32_t part, uint64_t n_points,
                                  uint64_t first, size_t n, uint64_t first_trial, double *u);

#endif
