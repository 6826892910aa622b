/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quantiles of a sample and their standard errors, exact from the values. (Without values: stats/sketch.h.)
 *
 * The quantile of p is the order statistic of rank ⌈n p⌉: the smallest value v with a share of at least p at
 * or below it, a value that was there. Its standard error is (x(n p + d) − x(n p − d)) / 2, x(r) the order
 * statistic of rank ⌈r⌉ and d the standard error of the number of values at or below the quantile: no density
 * has to be estimated. For a quantity with few values (wins of a small book) the quantile of another sample
 * is the same value or the next one, and next to a gap (two distinct kinds of outcome) it may lie beyond the
 * gap. So if ranks share a value, or one of the four steps between np − 2d and np + 2d is out of proportion
 * to the others, the standard error is at least half the distance from the quantile to the farther of x(n p −
 * 2 d) and x(n p + 2 d), so that two standard errors reach what is likely; it is 0 if all of these are equal.
 * d = ρ √(n p (1 − p)), at least ½, where ρ = 1 for independent values; for replicates of a randomised point
 * set ρ is the standard error of the share at or below the quantile, from the replicates
 * (stats/replicates.h), over that of independent values: at most 2, because scrambled nets have at most e
 * times the variance of independent points, √e = 1.65 (A. B. Owen, Annals of Statistics 25, 1997).
 */
#ifndef BIREME_STATS_QUANTILE_H
#define BIREME_STATS_QUANTILE_H

#include <stddef.h>
#include <stdint.h>
#include "base/error.h"

/* Working space for samples of at most `most` < 2³¹ values; one per thread. Unused pages cost no memory: for
 * a continuous quantity only a few values in a hundred are held, for one with ties fewer. */
typedef struct bireme_order bireme_order;
BIREME_MUST_USE bireme_status bireme_order_create(size_t most, bireme_order **out, bireme_error *error);
void bireme_order_free(bireme_order *order);

typedef struct bireme_order_query {
    size_t n;
    const double *value; /* [n], NANs are skipped */
    /* 1, 2, 4, 8 or 16: value[i] belongs to replicate i % replicates; 1: independent values */
    unsigned replicates;
    int whole; /* the values are whole numbers */
} bireme_order_query;

/* quantile[k] and se[k] for probability p[k] in (0, 1), ascending, k < n_p ≤ 16. All NAN if there are no
 * values; se is NAN if a rank is beyond the end of the sample, which is then too small. */
void bireme_order_quantiles(bireme_order *order, const bireme_order_query *query, size_t n_p, const double *p,
                            double *quantile, double *se);

#endif
