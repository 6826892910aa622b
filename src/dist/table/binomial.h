/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Binomial counts by inversion, one uniform per count, at a cost that does not grow with the number of
 * trials.
 */
#ifndef BIREME_DIST_TABLE_BINOMIAL_H
#define BIREME_DIST_TABLE_BINOMIAL_H

#include <stddef.h>
#include "dist/table/qtable.h"

enum { BIREME_BINOMIAL_BLOCK = 256 };

/* count[i] = the number k with P(K < k) ≤ u[i] < P(K ≤ k), K binomial of `of[i]` (whole, ≥ 0, < 2^52) with
 * probability p[i] in [0, 1]; as a double; n ≤ BIREME_BINOMIAL_BLOCK values. normal: the quantile table of
 * the standard normal. The count is the exact inverse except for uniforms within 1e-12 of a step (if the
 * expected number of either outcome is below 16), or within 1e-9 otherwise (the u-error of the table). count
 * may be u. */
void bireme_binomial_eval(const bireme_qtable *normal, size_t n, const double *u, const double *of,
                          const double *p, double *count);

#endif
