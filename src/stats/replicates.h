/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Standard errors from independent randomisations. A randomised point set (scrambled Sobol, say) is drawn R
 * times, independently: R replicates. Its points are not independent, so s/√n is not the error of their mean;
 * the spread of the replicates' means tells it. Trials are interleaved: trial i is point i / R of replicate i
 * % R.
 */
#ifndef BIREME_STATS_REPLICATES_H
#define BIREME_STATS_REPLICATES_H

#include <stddef.h>
#include <stdint.h>

/* R is 1 (independent trials) or 2, 4, 8 or 16: a divisor of the lanes by which sums are interleaved. */
enum { BIREME_REPLICATES_MOST = 16 };

/* Standard error of the mean Σ sum[r] / Σ n[r] of all values; sum [replicates], n [replicates], replicates ≥
 * 2. NAN where fewer than 2 replicates have values. */
double bireme_replicates_mean_se(unsigned replicates, const double *sum, const uint64_t *n);

/* Standard error of the share Σ hits[r] / Σ n[r], from the replicates, at least 1 / (2 Σ n). If all or none
 * are hits, or fewer than 2 replicates have values, or replicates = 1 (n[0] independent trials): the
 * posterior standard deviation under Jeffreys' prior. */
double bireme_replicates_share_se(unsigned replicates, const uint64_t *hits, const uint64_t *n);

/* The ratio of the share's standard error to that of independent trials, √(share (1 − share) / n). 1 if
 * replicates = 1 or if all or none are hits; NAN if fewer than 2 replicates have values. */
double bireme_replicates_ratio(unsigned replicates, const uint64_t *hits, const uint64_t *n);

/* Adds to hits [16], for every lane, the number of values at most `limit` among the value[i] with i % 16 =
 * lane; NANs do not count. */
void bireme_replicates_at_most(size_t n, const double *value, double limit, uint64_t *hits);
/* From 16 lanes to replicates: sums the lanes that are equal modulo `replicates`. */
void bireme_replicates_fold(unsigned replicates, const uint64_t *lane, uint64_t *out);

#endif
