/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules for money: costs and margins, what a win costs and is worth, and to whom revenue is credited. A ratio
 * whose denominator is 0 is NAN.
 */
#include "engine/metrics/rules.h"

static size_t all_periods(const bireme_block *block)
{
    return block->compiled->model->periods;
}

/* ------------------------ costs, and what they leave */

void bireme_rule_marketing_cost(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    const bireme_model *model = block->compiled->model;
    double fixed = 0;
    bireme_lanes_set(0, out);
    for (size_t c = 0; c < model->n_channels; c++) {
        if (block->channel[c].cost == NULL)
            fixed += model->channels[c].spend[t];
        else
            bireme_lanes_add(bireme_lane_array(block->channel[c].cost, t), out);
    }
    bireme_lanes_affine(1, fixed + block->compiled->initiative_cost[t], out);
}

static double reps_cost(const bireme_compiled *compiled, size_t t)
{
    return compiled->heads[t] * compiled->model->sales.cost_per_rep;
}

void bireme_rule_sales_cost(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_rule_bookings(block, metric, t, out);
    bireme_lanes_affine(block->compiled->model->sales.commission, reps_cost(block->compiled, t), out);
}

void bireme_rule_contribution(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_lanes cost;
    bireme_rule_revenue(block, metric, t, out);
    bireme_lanes_affine(block->compiled->model->revenue.gross_margin, 0, out);
    bireme_rule_marketing_cost(block, metric, t, cost);
    bireme_lanes_add_scaled(cost, -1, out);
    if (!block->compiled->model->sales.present) return;
    bireme_rule_sales_cost(block, metric, t, cost);
    bireme_lanes_add_scaled(cost, -1, out);
}

/* Near its goal g, contribution is margin · revenue − costs, whose terms add up to |g| plus twice the costs;
 * so a plan that breaks even to the cent meets its goal although revenue was rounded. ROMI is such a
 * difference divided by the cost: its terms add up to |g| + 2. (Only costs that are known at compilation are
 * counted; a commission, or leads whose price differs between trials, are of the same size, and
 * BIREME_SUM_ERROR leaves room for them.) */
static double known_costs(const bireme_compiled *compiled)
{
    const bireme_model *model = compiled->model;
    double sum = 0;
    for (size_t t = 0; t < model->periods; t++) {
        sum += compiled->initiative_cost[t] + compiled->heads[t] * model->sales.cost_per_rep;
        for (size_t c = 0; c < model->n_channels; c++) sum += model->channels[c].spend[t];
    }
    return sum;
}

double bireme_terms_contribution(const bireme_compiled *compiled)
{
    return 2 * known_costs(compiled);
}

double bireme_terms_romi(const bireme_compiled *compiled)
{
    (void)compiled;
    return 2;
}

/* ------------------------ what a win costs and is worth */

static void all_cost(bireme_block *block, double *out)
{
    bireme_lanes sales;
    bireme_rule_sum(block, bireme_rule_marketing_cost, -1, all_periods(block), out);
    if (!block->compiled->model->sales.present) return;
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
    bireme_rule_sum(block, bireme_rule_owner_revenue, BIREME_OWNER_MARKETING, bireme_count_periods(block),
                    gain);
    bireme_lanes_affine(block->compiled->model->revenue.gross_margin, 0, gain);
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
    all_of(block, bireme_rule_bookings, margin);
    bireme_lanes_affine(block->compiled->model->revenue.gross_margin, 0, margin);
    bireme_lanes_ratio(cost, margin, out);
}

void bireme_rule_nrr(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_block_nrr(block, out);
}

/* Y = Y q[t] + bookings[t] (trial/revenue.c), starting from the yearly value at the start. */
void bireme_rule_arr_end(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_lanes sold;
    bireme_lanes_set(block->compiled->model->revenue.opening, out);
    for (t = 0; t < all_periods(block); t++) {
        bireme_lanes_multiply(bireme_lane_array(block->growth, t), out);
        bireme_rule_bookings(block, metric, t, sold);
        bireme_lanes_add(sold, out);
    }
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

/* margin: the share of the revenue that counts. */
static void value_of_customer(bireme_block *block, double margin, double *out)
{
    bireme_lanes value, wins;
    bireme_rule_lifetime_revenue(block, NULL, 0, value);
    bireme_lanes_affine(margin, 0, value);
    all_of(block, bireme_rule_wins, wins);
    bireme_lanes_ratio(value, wins, out);
}

void bireme_rule_ltv(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    value_of_customer(block, block->compiled->model->revenue.gross_margin, out);
}

void bireme_rule_ltv_revenue(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    value_of_customer(block, 1, out);
}

/* The quotient of LTV and CAC, and not value over cost, because without a win neither exists. */
void bireme_rule_ltv_cac(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_lanes value;
    bireme_rule_ltv(block, metric, t, value);
    bireme_rule_cac(block, metric, t, out);
    bireme_lanes_ratio(value, out, out);
}

/* ------------------------ credit for revenue */

/* Revenue from deals sold: all revenue except that of the customers there at the start. */
static void new_revenue(bireme_block *block, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    size_t channels = compiled->model->n_channels + (compiled->pipeline != NULL);
    bireme_lanes_set(0, out);
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
