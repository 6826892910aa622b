/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules for the sales team: its reps, how much they can work, and what is left undone. A ratio whose
 * denominator is 0 is NAN.
 */
#include "engine/metrics/rules.h"

/* out / below, with the same `below` in all trials. */
static void divide(double below, double *out)
{
    bireme_lanes divisor;
    bireme_lanes_set(below, divisor);
    bireme_lanes_ratio(out, divisor, out);
}

static void sum_lanes(const bireme_block *block, const double *values, double *out)
{
    bireme_lanes_set(0, out);
    for (size_t t = 0; t < block->compiled->model->periods; t++)
        bireme_lanes_add(values + t * BIREME_BLOCK, out);
}

/* ------------------------ reps */

void bireme_rule_reps(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    bireme_lanes_set(block->compiled->heads[t], out);
}

void bireme_rule_mean_reps(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_lanes_set(block->compiled->mean_heads, out);
}

void bireme_rule_revenue_per_rep(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_rule_revenue(block, metric, t, out);
    divide(block->compiled->heads[t], out);
}

void bireme_rule_revenue_per_mean_rep(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_rule_sum(block, bireme_rule_revenue, -1, bireme_count_periods(block), out);
    divide(block->compiled->mean_heads, out);
}

void bireme_rule_bookings_per_rep(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_rule_bookings(block, metric, t, out);
    divide(block->compiled->heads[t], out);
}

void bireme_rule_bookings_per_mean_rep(bireme_block *block, const bireme_metric *metric, size_t t,
                                       double *out)
{
    (void)metric;
    (void)t;
    bireme_rule_sum(block, bireme_rule_bookings, -1, bireme_count_periods(block), out);
    divide(block->compiled->mean_heads, out);
}

/* ------------------------ what they can work */

void bireme_rule_capacity(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    bireme_lanes_set(block->compiled->capacity[t], out);
}

void bireme_rule_utilisation(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    bireme_lanes_copy(block->worked_mean + t * BIREME_BLOCK, out);
    divide(block->compiled->capacity[t], out);
}

void bireme_rule_utilisation_of_all(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_lanes capacity;
    sum_lanes(block, block->worked_mean, out);
    bireme_rule_sum(block, bireme_rule_capacity, -1, block->compiled->model->periods, capacity);
    bireme_lanes_ratio(out, capacity, out);
}

/* ------------------------ what they cannot work */

void bireme_rule_backlog(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    bireme_lanes_copy(block->backlog + t * BIREME_BLOCK, out);
}

void bireme_rule_turned_away(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    bireme_lanes_copy(block->turned_away + t * BIREME_BLOCK, out);
}

void bireme_rule_turned_away_value(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    bireme_lanes_copy(block->turned_value + t * BIREME_BLOCK, out);
}

void bireme_rule_turned_away_share(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_lanes away;
    sum_lanes(block, block->turned_away, away);
    sum_lanes(block, block->demand, out);
    bireme_lanes_ratio(away, out, out);
}
