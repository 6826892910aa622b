/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mean, central moments to the fourth, smallest and largest value, mergeable. Merging in a fixed order gives
 * the same bits whoever made the parts.
 */
#ifndef BIREME_STATS_MOMENTS_H
#define BIREME_STATS_MOMENTS_H

#include <stddef.h>
#include <stdint.h>

typedef struct bireme_moments {
    uint64_t n;              /* values that are not NAN */
    double mean, m2, m3, m4; /* mᵣ = Σ (x − mean)^r */
    double min, max;         /* INFINITY, −INFINITY while n = 0 */
} bireme_moments;

void bireme_moments_init(bireme_moments *moments);
/* Adds a block of n values; NANs are passed over. */
void bireme_moments_add(bireme_moments *moments, size_t n, const double *value);
void bireme_moments_merge(bireme_moments *into, const bireme_moments *other);

/* NAN where n is too small: variance (unbiased) needs 2. */
double bireme_moments_variance(const bireme_moments *moments);
/* Standard errors of the mean, sd/√n, and of the standard deviation, √((m4/n − (m2/n)²)/n) / (2 sd):
 * asymptotic, by the delta method. 0 if all values are equal; NAN if n < 2. */
double bireme_moments_mean_se(const bireme_moments *moments);
double bireme_moments_sd_se(const bireme_moments *moments);

#endif
