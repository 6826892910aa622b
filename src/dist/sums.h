/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sums of n independent values of one distribution (the bookings of n deals) at a cost that does not grow
 * with n: quantile tables of sums of 2^k values, combined by the bits of n.
 *
 *   n = r + Σ_k b_k 2^k,  r < 2^first,  b_k in {0, 1}:
 *   the sum is r single draws plus one draw of each table k ≥ first whose bit is set.
 *
 * Tables come from the n-fold convolution on a grid (FFT), mass placed so that mean and variance are kept.
 * `first` is chosen per distribution: the smallest, from 1 to 4, for which the tables' error is within the
 * bound. `last` is at least 4 and at most 20.
 */
#ifndef BIREME_DIST_SUMS_H
#define BIREME_DIST_SUMS_H

#include "dist/qtable.h"

typedef struct bireme_sums bireme_sums;

/* most: the largest n that will be asked for; beyond 2^(last + 1) − 1 the largest table is to be drawn more
 * than once. Errors: MEMORY, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_sums_create(const bireme_dist *dist, double most, bireme_sums **out,
                                                 bireme_error *error);
void bireme_sums_free(bireme_sums *sums);

/* The single-value table and the table of sums of 2^k values, k = first … last. */
unsigned bireme_sums_first(const bireme_sums *sums);
unsigned bireme_sums_last(const bireme_sums *sums);
const bireme_qtable *bireme_sums_single(const bireme_sums *sums);
const bireme_qtable *bireme_sums_table(const bireme_sums *sums, unsigned k);
/* Stated bound of |F(table) − F(exact)| over the tables k ≥ first: an estimate from two grids, doubled. At
 * most 1e-5, but for values at a few separate points without a common step, where first is 4 whatever the
 * error; there F is compared after moving values by at most 1e-3 of the range of the sum. */
double bireme_sums_u_error(const bireme_sums *sums);

#endif
