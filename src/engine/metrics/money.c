/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules for money: what a win costs and is worth, and to whom revenue is credited. A ratio whose denominator
 * is 0 is NAN.
 */
#include "engine/metrics/rules.h"

static size_t all_periods(const bireme_block *block)
{
    return block->compiled->model->periods;
}

/* ------------------------ what a win costs and is worth */

static void all_cost(bireme_block *block, double *out)
{
    bireme_lanes sales;
    bireme_rule_sum(block, bireme_rule_marketing_cost, -1, all_periods(block), out);
    if (!bireme_costs_sales(block)) return;
    bireme_rule_sum(block, bireme_rule_sales_cost, -1, all_periods(block), sales);
    bireme_lanes_add(sales, out);
}

static void all_of(bireme_block *block, bireme_metric_rule *rule, double *out)
{
    bireme_rule_sum(block, rule, -1, bireme_count_periods(block), out);
}

void bireme_rule_romi(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_lanes gain, cost;
    bireme_gross_profit(block, BIREME_OWNER_MARKETING, gain);
    bireme_rule_sum(block, bireme_rule_marketing_cost, -1, all_periods(block), cost);
    bireme_lanes_add_scaled(cost, -1, gain);
    bireme_lanes_ratio(gain, cost, out);
}

void bireme_rule_cac(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_lanes cost, wins;
    all_cost(block, cost);
    all_of(block, bireme_rule_wins, wins);
    bireme_lanes_ratio(cost, wins, out);
}

void bireme_rule_payback(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_lanes cost, margin;
    all_cost(block, cost);
    bireme_lanes_affine(12, 0, cost);
    bireme_margin_sum(block, bireme_rule_bookings, -1, margin);
    bireme_lanes_at_least(0, margin); /* what loses on every deal never pays back: no months */
    bireme_lanes_ratio(cost, margin, out);
}

void bireme_rule_nrr(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_block_nrr(block, out);
}

void bireme_rule_lifetime_revenue(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_lanes lifetime;
    bireme_block_lifetime(block, lifetime);
    all_of(block, bireme_rule_bookings, out);
    bireme_lanes_multiply(lifetime, out);
}

static void per_win(bireme_block *block, const double *value, double *out)
{
    bireme_lanes wins;
    all_of(block, bireme_rule_wins, wins);
    bireme_lanes_ratio(value, wins, out);
}

void bireme_rule_ltv(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_lanes value;
    bireme_rule_lifetime_revenue(block, NULL, 0, value);
    bireme_margin_lasting(block, value);
    per_win(block, value, out);
}

void bireme_rule_ltv_revenue(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_lanes value;
    bireme_rule_lifetime_revenue(block, NULL, 0, value);
    per_win(block, value, out);
}

/* The quotient of LTV and CAC, and not value over cost, because without a win neither exists. */
void bireme_rule_ltv_cac(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_lanes value;
    double (*past_of)(const bireme_block *, bireme_metric_rule *, int) = block->past_of;
    block->past_of = NULL; /* what a customer is worth does not depend on how many there were */
    bireme_rule_ltv(block, metric, t, value);
    block->past_of = past_of;
    bireme_rule_cac(block, metric, t, out);
    bireme_lanes_ratio(value, out, out);
}

/* ------------------------ credit for revenue */

/* Revenue from deals sold: all revenue except that of the customers there at the start. */
static void new_revenue(bireme_block *block, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    size_t channels = compiled->model->n_channels + (compiled->pipeline != NULL);
    bireme_lanes_set(block->past_of != NULL ? block->past_of(block, bireme_rule_revenue, -1) : 0, out);
    for (size_t c = 0; c < channels; c++)
        for (size_t t = 0; t < compiled->model->periods; t++)
            bireme_lanes_add(bireme_lane_array(block->channel[c].revenue, t), out);
}

static void share_of_new(bireme_block *block, const double *part, double *out)
{
    bireme_lanes all;
    new_revenue(block, all);
    bireme_lanes_ratio(part, all, out);
}

void bireme_rule_credit(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)t;
    bireme_block_credit(block, metric, out);
}

void bireme_rule_sourced(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)t;
    bireme_lanes part;
    bireme_rule_sum(block, bireme_rule_owner_revenue, metric->index, bireme_count_periods(block), part);
    share_of_new(block, part, out);
}

void bireme_rule_marketing_touched(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    const bireme_metric touched = {.kind = BIREME_METRIC_OWNER_TOUCHED, .index = BIREME_OWNER_MARKETING};
    bireme_lanes part;
    bireme_block_credit(block, &touched, part);
    share_of_new(block, part, out);
}
