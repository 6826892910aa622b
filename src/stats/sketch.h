/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quantiles from a sketch, without keeping values: mergeable counts per bin (stats/bins.h). Magnitudes from
 * 2⁻²⁰ to 2⁴⁴; smaller ones count as 0, larger ones as the largest bin (a query then answers with the largest
 * value seen). Definitions as in stats/quantile.h.
 */
#ifndef BIREME_STATS_SKETCH_H
#define BIREME_STATS_SKETCH_H

#include <stddef.h>
#include <stdint.h>
#include "base/error.h"
#include "stats/bins.h"

typedef struct bireme_sketch {
    uint32_t *count;           /* one per bin; untouched pages cost no memory */
    bireme_bin_extent *extent; /* one per bin */
    /* the values are whole numbers: no extent is kept for small ones, which have bins of their own */
    int whole;
} bireme_sketch;

/* The largest relative distance of a quantile from the exact one. If only one value fell into its bin, it is
 * exactly that value; otherwise the standard error includes the possible distance. */
#define BIREME_SKETCH_ERROR 0x1p-10

/* Makes n sketches in one block of memory; they are freed together. */
BIREME_MUST_USE bireme_status bireme_sketch_create(size_t n, bireme_sketch *sketch, bireme_error *error);
void bireme_sketch_free(size_t n, bireme_sketch *sketch);
void bireme_sketch_add(bireme_sketch *sketch, size_t n, const double *value); /* NANs are skipped */

/* A query over the parts of a sample, each a sketch; parts ≤ 1024. */
typedef struct bireme_sketch_query {
    const bireme_sketch *sketch;
    size_t parts;
    uint64_t n;      /* values in all of them, without NANs */
    double min, max; /* the sample's */
    int whole;       /* the values, and so the answers, are whole numbers */
    /* With replicates > 1: the sample's first values [n_prefix], from trial 0. How much smaller or larger
     * their errors are than those of independent values is measured on them and assumed for the whole sample.
     * Because the error of a randomised point set falls faster than 1/√n, the result is more often too large
     * than too small. */
    unsigned replicates;
    const float *prefix;
    size_t n_prefix;
} bireme_sketch_query;

/* quantile[k] and se[k] for probability p[k] in (0, 1), ascending, k < n_p ≤ 16; all NAN if n = 0. The
 * sketches are only read. */
void bireme_sketch_quantiles(const bireme_sketch_query *query, size_t n_p, const double *p, double *quantile,
                             double *se);

#endif
