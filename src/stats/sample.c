/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/sample.h"

#include <math.h>
#include "stats/collector.h"
#include "stats/replicates.h"

/* Trials per call of the collector, the most that one call accepts. */
enum { AT_ONCE = 256 };

bireme_status bireme_sample_summarise(const double *value, uint64_t n, unsigned replicates,
                                      bireme_summary *out, bireme_error *error)
{
    const bool exact = true, whole = false;
    const bireme_collector_options options = {.trials = n,
                                              .tasks = 1,
                                              .threads = 1,
                                              .n_variables = 1,
                                              .exact = &exact,
                                              .whole = &whole,
                                              .replicates = replicates};
    bireme_collector *collector;
    bireme_status status = bireme_collector_create(&options, &collector, error);
    if (status != BIREME_OK) return status;
    bireme_collector_begin(collector, 0);
    for (uint64_t first = 0; first < n; first += AT_ONCE)
        bireme_collector_add(collector, 0, 0, 0, first, n - first < AT_ONCE ? (size_t)(n - first) : AT_ONCE,
                             value + first);
    bireme_collector_end_round(collector, 1, 0);
    bireme_collector_summarise(collector, 0, 0, n, out);
    bireme_collector_free(collector);
    return BIREME_OK;
}

double bireme_sample_share(const double *value, uint64_t n, unsigned replicates, bireme_threshold threshold,
                           double *se)
{
    uint64_t hits[BIREME_REPLICATES_MOST] = {0}, count[BIREME_REPLICATES_MOST] = {0}, met = 0, all = 0;
    for (uint64_t i = 0; i < n; i++) {
        count[i % replicates] += !isnan(value[i]);
        hits[i % replicates] += bireme_threshold_met(threshold, value[i]);
    }
    for (unsigned r = 0; r < replicates; r++) met += hits[r], all += count[r];
    *se = all > 0 ? bireme_replicates_share_se(replicates, hits, count) : NAN;
    return all > 0 ? (double)met / (double)all : NAN;
}

double bireme_sample_above(const double *value, uint64_t n, unsigned replicates, double limit, double *se,
                           double *equal)
{
    uint64_t hits[BIREME_REPLICATES_MOST] = {0}, count[BIREME_REPLICATES_MOST] = {0}, same = 0, above = 0,
             all = 0;
    for (uint64_t i = 0; i < n; i++) {
        size_t r = i % replicates;
        if (isnan(value[i])) continue;
        count[r]++;
        hits[r] += value[i] > limit;
        same += value[i] == limit;
    }
    for (unsigned r = 0; r < replicates; r++) above += hits[r], all += count[r];
    if (equal != NULL) *equal = all > 0 ? (double)same / (double)all : NAN;
    *se = all > 0 ? bireme_replicates_share_se(replicates, hits, count) : NAN;
    return all > 0 ? (double)above / (double)all : NAN;
}

double bireme_sample_mean(const double *value, uint64_t n, unsigned replicates, double *se)
{
    double sum[BIREME_REPLICATES_MOST] = {0}, all = 0, count = 0, squares = 0;
    uint64_t number[BIREME_REPLICATES_MOST] = {0};
    for (uint64_t i = 0; i < n; i++) {
        if (isnan(value[i])) continue;
        sum[i % replicates] += value[i];
        number[i % replicates]++;
    }
    for (unsigned r = 0; r < replicates; r++) all += sum[r], count += (double)number[r];
    double mean = all / count;
    if (replicates > 1) {
        *se = bireme_replicates_mean_se(replicates, sum, number);
        return mean;
    }
    for (uint64_t i = 0; i < n; i++)
        if (!isnan(value[i])) squares += (value[i] - mean) * (value[i] - mean);
    *se = count > 1 ? sqrt(squares / (count - 1) / count) : NAN;
    return mean;
}
