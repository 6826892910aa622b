/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quantiles from a sketch that needs no values: mergeable counts per bin (stats/bins.h). Magnitudes from 2⁻²⁰
 * to 2⁴⁴; smaller ones count as 0, larger ones as the largest bin (a query then answers with the largest
 * value seen). Definitions as in stats/quantile.h.
 */
#ifndef BIREME_STATS_SKETCH_H
#define BIREME_STATS_SKETCH_H

#include <stddef.h>
#include <stdint.h>
#include "base/error.h"
#include "stats/bins.h"

typedef struct bireme_sketch {
    uint32_t *count;           /* one a bin; untouched pages cost no memory */
    bireme_bin_extent *extent; /* one a bin */
    /* the values are whole numbers: of small ones, which have bins of their own, no extent is kept */
    int whole;
} bireme_sketch;

/* A quantile's relative distance from the exact one is at most this. Where one value only fell into its bin,
 * it is that value; the standard error holds what it may be off elsewhere. */
#define BIREME_SKETCH_ERROR 0x1p-10

/* n sketches in one piece of memory, which are freed together. */
BIREME_MUST_USE bireme_status bireme_sketch_create(size_t n, bireme_sketch *sketch, bireme_error *error);
void bireme_sketch_free(size_t n, bireme_sketch *sketch);
void bireme_sketch_add(bireme_sketch *sketch, size_t n, const double *value); /* NANs are passed over */

/* What is asked of parts of a sample, sketch [parts] (parts ≤ 1024) each. */
typedef struct bireme_sketch_query {
    const bireme_sketch *sketch;
    size_t parts;
    uint64_t n;      /* values in all of them, NANs not counted */
    double min, max; /* the sample's */
    int whole;       /* the values are whole numbers, so the answers are */
    /* With replicates > 1: the sample's first values [n_prefix], trial 0 first. How much closer or wider they
     * are than independent ones is measured there, and held to be so for the whole sample. The error of a
     * randomised point set falls faster than 1/√n, so that is more often too large than too small. */
    unsigned replicates;
    const float *prefix;
    size_t n_prefix;
} bireme_sketch_query;

/* quantile[k], se[k] of probability p[k] in (0, 1), ascending, k < n_p ≤ 16; all NAN if n = 0. The sketches
 * are only read. */
void bireme_sketch_quantiles(const bireme_sketch_query *query, size_t n_p, const double *p, double *quantile,
                             double *se);

#endif
