/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mean, central moments up to the fourth, smallest and largest value, and the sums of 16 interleaved lanes,
 * from which the sums of replicates are formed; mergeable. Merging in a fixed order gives the same bits,
 * whichever thread made the parts.
 */
#ifndef BIREME_STATS_MOMENTS_H
#define BIREME_STATS_MOMENTS_H

#include <stddef.h>
#include <stdint.h>
#include "stats/replicates.h"

enum { BIREME_MOMENTS_LANES = BIREME_REPLICATES_MOST };

/* Start with {0}. */
typedef struct bireme_moments {
    uint64_t n;              /* values that are not NAN */
    double mean, m2, m3, m4; /* mᵣ = Σ (x − mean)^r */
    double min, max;         /* only where n > 0 */
    /* Lane j: the values i with i % 16 = j. */
    double lane_sum[BIREME_MOMENTS_LANES];
    uint64_t lane_missing[BIREME_MOMENTS_LANES]; /* NANs */
} bireme_moments;

/* Adds a block of n values; NANs are skipped. Lanes are correct only if the number of values so far,
 * including NANs, is a multiple of 16; the same holds for merging. */
void bireme_moments_add(bireme_moments *moments, size_t n, const double *value);
void bireme_moments_merge(bireme_moments *into, const bireme_moments *other);

/* NAN if n is too small: the (unbiased) variance needs 2. */
double bireme_moments_variance(const bireme_moments *moments);
/* Standard errors of the mean: replicates = 1: of independent values, sd/√n, NAN if n < 2; else from the
 * replicates (stats/replicates.h), NAN if fewer than 2 have values. 0 if all values are equal. */
double bireme_moments_mean_se(const bireme_moments *moments, unsigned replicates);
/* Standard error of the standard deviation, √((m4/n − (m2/n)²)/n) / (2 sd): asymptotic, by the delta method,
 * for independent values; in practice an upper bound for replicates of a randomised point set. 0 if all
 * values are equal; NAN if n < 2. */
double bireme_moments_sd_se(const bireme_moments *moments);

#endif
