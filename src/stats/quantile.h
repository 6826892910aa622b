/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quantiles of a sample and their standard errors: exact from the values, or from a sketch that needs no
 * values.
 *
 * The quantile of p is the order statistic of rank ⌈n p⌉: the smallest value v with a share of at least p at
 * or below it. Its standard error is (x(n p + d) − x(n p − d)) / 2 with d = √(n p (1 − p)), the order
 * statistics one standard deviation of the rank away on either side: no density has to be estimated, and ties
 * give 0 where they should.
 *
 * Bins: the sign, the exponent and the first ten bits of the mantissa of a double; a bin is 2⁻¹⁰ of its value
 * wide, and whole numbers below 2,048 have a bin each.
 */
#ifndef BIREME_STATS_QUANTILE_H
#define BIREME_STATS_QUANTILE_H

#include <stddef.h>
#include <stdint.h>
#include "base/error.h"

/* -------- exact */

/* Scratch for samples of at most `most` values; one per thread. */
typedef struct bireme_order bireme_order;
BIREME_MUST_USE bireme_status bireme_order_create(size_t most, bireme_order **out, bireme_error *error);
void bireme_order_free(bireme_order *order);

/* quantile[k], se[k] of probability p[k] in (0, 1), ascending, k < n_p ≤ 16; NANs in value [n] are passed
 * over; all NAN if nothing is left. */
void bireme_order_quantiles(bireme_order *order, size_t n, const double *value, size_t n_p, const double *p,
                            double *quantile, double *se);

/* -------- sketch: mergeable counts per bin. Magnitudes from 2⁻²⁰ to 2⁴⁴; smaller ones count as 0, larger
 * ones as the largest bin (query then answers with the largest value seen). */

typedef struct bireme_sketch {
    uint32_t *count; /* one a bin; untouched pages cost no memory */
} bireme_sketch;

#define BIREME_SKETCH_ERROR 0x1p-10 /* a quantile's relative distance from the exact one is at most this */

BIREME_MUST_USE bireme_status bireme_sketch_create(bireme_sketch *sketch, bireme_error *error);
void bireme_sketch_free(bireme_sketch *sketch);
void bireme_sketch_add(bireme_sketch *sketch, size_t n, const double *value); /* NANs are passed over */
void bireme_sketch_merge(bireme_sketch *into, const bireme_sketch *other);
/* min, max: the sample's. whole: the values are whole numbers, so the answers are. n_p as above. */
void bireme_sketch_quantiles(const bireme_sketch *sketch, double min, double max, int whole, size_t n_p,
                             const double *p, double *quantile, double *se);

#endif
