/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules over several periods, for metrics that are neither the sum of their periods nor what the last one
 * has: averages, ratios of sums, and what was there at the beginning.
 */
#include "engine/metrics/rules.h"

/* The sum of a rule over the periods. */
static void sum_over(bireme_block *block, bireme_metric_rule *rule, const bireme_metric *metric, size_t first,
                     size_t n, double *out)
{
    bireme_lanes value;
    bireme_lanes_set(0, out);
    for (size_t t = first; t < first + n; t++) {
        rule(block, metric, t, value);
        bireme_lanes_add(value, out);
    }
}

void bireme_over_arr_opening(bireme_block *block, const bireme_metric *metric, size_t first, size_t n,
                             double *out)
{
    (void)n;
    bireme_rule_arr_opening(block, metric, first, out);
}

/* The mean of the periods; of a team, or of all (the metric's index is −1). */
void bireme_over_reps(bireme_block *block, const bireme_metric *metric, size_t first, size_t n, double *out)
{
    sum_over(block, bireme_rule_reps, metric, first, n, out);
    bireme_lanes_affine(1 / (double)n, 0, out);
}

static void per_rep(bireme_block *block, bireme_metric_rule *rule, const bireme_metric *metric, size_t first,
                    size_t n, double *out)
{
    bireme_lanes reps;
    bireme_over_reps(block, metric, first, n, reps);
    sum_over(block, rule, metric, first, n, out);
    bireme_lanes_ratio(out, reps, out);
}

void bireme_over_revenue_per_rep(bireme_block *block, const bireme_metric *metric, size_t first, size_t n,
                                 double *out)
{
    per_rep(block, bireme_rule_revenue, metric, first, n, out);
}

void bireme_over_bookings_per_rep(bireme_block *block, const bireme_metric *metric, size_t first, size_t n,
                                  double *out)
{
    per_rep(block, bireme_rule_bookings, metric, first, n, out);
}

void bireme_over_team_utilisation(bireme_block *block, const bireme_metric *metric, size_t first, size_t n,
                                  double *out)
{
    bireme_lanes capacity;
    sum_over(block, bireme_rule_team_capacity, metric, first, n, capacity);
    sum_over(block, bireme_rule_team_expected, metric, first, n, out);
    bireme_lanes_ratio(out, capacity, out);
}
