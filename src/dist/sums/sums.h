/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sums of n independent values of one distribution (the bookings of n deals) at a cost that does not grow
 * with n. In base sixteen
 *
 *   n = Σ_l d_l 16^l,  0 ≤ d_l ≤ 15,
 *
 * and the sum of the d_l 16^l values of a digit is one draw from a quantile table of its own: one uniform for
 * each level whose digit is not 0, by inversion, non-decreasing in each. All lanes of a block are drawn at
 * once: the tables of a level lie side by side, and a lane's digit selects one.
 *
 * The tables come from the n-fold convolution on a grid (FFT), with mass placed so that mean and variance are
 * kept. If a small digit has no table within the bound (values at points without a common step, gamma with a
 * shape of 0.1), level 0 takes several draws for it: pieces that have tables, at worst single values.
 *
 * There are 2 to 5 levels. The digit of the top one is all that is left of n and may be any whole number: it
 * is drawn in pieces of up to the largest digit that has a table.
 */
#ifndef BIREME_DIST_SUMS_SUMS_H
#define BIREME_DIST_SUMS_SUMS_H

#include <stdint.h>
#include "dist/table/qtable.h"

typedef struct bireme_sums bireme_sums;

/* most: the largest n that is likely to be needed; larger ones are just as exact but take more draws. Errors:
 * MEMORY, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_sums_create(const bireme_dist *dist, double most, bireme_sums **out,
                                                 bireme_error *error);
void bireme_sums_free(bireme_sums *sums);

unsigned bireme_sums_levels(const bireme_sums *sums);
/* Finds the lanes i < n, n < 65,536, whose count needs draw number `draw` (from 0) at a level: returns how
 * many; lane [n]: their indices. Counts: whole, 0 … 2^52 − 1. If no lane needs a draw, none needs a later one
 * of that level. */
size_t bireme_sums_lanes(const bireme_sums *sums, unsigned level, unsigned draw, size_t n,
                         const double *count, uint16_t *lane);
/* sum[i] += what draw number `draw` at a level yields for count[i]: exactly 0 if it needs none. u [n] in (0,
 * 1), count [n], sum [n]. */
void bireme_sums_eval(const bireme_sums *sums, unsigned level, unsigned draw, size_t n, const double *u,
                      const double *count, double *sum);

/* Counts above this would take more than BIREME_SUMS_DRAWS draws of the top level: bireme_sums_eval() must
 * not get them (sums of so many values are normal). */
enum { BIREME_SUMS_DRAWS = 4096 };
double bireme_sums_count_most(const bireme_sums *sums);

/* The single-value table. */
const bireme_qtable *bireme_sums_single(const bireme_sums *sums);

#endif
