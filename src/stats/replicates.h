/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Standard errors from independent randomisations. A randomised point set (scrambled Sobol, say) is drawn R
 * times, independently: R replicates. Its points are not independent, so s/√n does not tell the error of
 * their mean; what the replicates' own means differ by does. Trials are interleaved: trial i is point i / R
 * of replicate i % R.
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

/* Standard error of the share Σ hits[r] / Σ n[r], from the replicates, at least 1 / (2 Σ n). Where all or
 * none are hits, or fewer than 2 replicates have values, or replicates = 1 (n[0] independent trials): the
 * posterior standard deviation under Jeffreys' prior. */
double bireme_replicates_share_se(unsigned replicates, const uint64_t *hits, const uint64_t *n);

/* How large the standard error of the share is against that of independent trials, √(share (1 − share) / n).
 * replicates = 1, all or none hits: 1; fewer than 2 replicates with values: NAN. */
double bireme_replicates_ratio(unsigned replicates, const uint64_t *hits, const uint64_t *n);

/* Adds to hits [16]: how many of value[i], i % 16 = lane, are at most `limit` (NANs are not). */
void bireme_replicates_at_most(size_t n, const double *value, double limit, uint64_t *hits);
/* From lanes, of which there are 16, to replicates: sums those that are equal modulo `replicates`. */
void bireme_replicates_fold(unsigned replicates, const uint64_t *lane, uint64_t *out);

#endif
