/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules for costs and what they leave. What is the same in every trial is added up as plain numbers; what is
 * uncertain, trial by trial.
 */
#include "engine/metrics/rules.h"

static bool is_given(const bireme_compiled *compiled, int quantity)
{
    return quantity < 0 || compiled->quantities[quantity].table == NULL;
}

static double given(const bireme_compiled *compiled, int quantity, double otherwise)
{
    return quantity < 0 ? otherwise : compiled->quantities[quantity].fixed;
}

void bireme_rate_times(const bireme_block *block, int quantity, double otherwise, size_t t, double *out)
{
    if (is_given(block->compiled, quantity))
        bireme_lanes_affine(given(block->compiled, quantity, otherwise), 0, out);
    else
        bireme_lanes_multiply(bireme_block_quantity(block, quantity, t), out);
}

/* ------------------------ marketing */

static void add_initiatives(const bireme_block *block, size_t t, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    for (size_t i = 0; i < compiled->n_initiative_costs; i++) {
        const bireme_compiled_cost *cost = &compiled->initiative_costs[i];
        if (t >= cost->from && t < cost->end)
            bireme_lanes_add(bireme_block_quantity(block, cost->quantity, t), out);
    }
}

bool bireme_initiatives_cost(const bireme_block *block, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    double sum = 0;
    for (size_t t = 0; t < compiled->model->periods; t++) sum += compiled->initiative_cost[t];
    bireme_lanes_set(sum, out);
    for (size_t t = 0; t < compiled->model->periods; t++) add_initiatives(block, t, out);
    return sum > 0 || compiled->n_initiative_costs > 0;
}

/* Adds what the channels of sales (or all others) cost besides spend. */
static void add_own_costs(const bireme_block *block, bool of_sales, size_t t, double *out)
{
    const bireme_model *model = block->compiled->model;
    for (size_t c = 0; c < model->n_channels; c++)
        if (block->channel[c].own_cost != NULL &&
            (model->channels[c].owner == BIREME_OWNER_SALES) == of_sales)
            bireme_lanes_add(bireme_lane_array(block->channel[c].own_cost, t), out);
}

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
    add_initiatives(block, t, out);
    add_own_costs(block, false, t, out);
}

/* ------------------------ sales */

/* Heads, times what each costs more than at the start as far as that is the same in all trials. */
static double dearer_heads(const bireme_compiled_team *team, size_t t)
{
    return team->heads[t] * (team->raise != NULL && team->growth < 0 ? team->raise[t] : 1);
}

/* out + what the reps cost in a period, which is uncertain. */
static void add_uncertain_reps(const bireme_block *block, size_t number, size_t t, double *out)
{
    const bireme_compiled_team *team = &block->compiled->teams[number];
    const double *each = bireme_block_quantity(block, block->compiled->model->teams[number].cost_per_rep, t);
    bireme_lanes cost;
    if (team->growth >= 0) {
        bireme_lanes_copy(each, cost);
        bireme_block_grow(block, team->growth, t, cost);
        each = cost;
    }
    bireme_lanes_add_scaled(each, dearer_heads(team, t), out);
}

bool bireme_reps_cost(const bireme_block *block, size_t number, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_compiled_team *team = &compiled->teams[number];
    const int each = compiled->model->teams[number].cost_per_rep;
    double sum = 0;
    if (!is_given(compiled, each) || team->growth >= 0) {
        bireme_lanes_set(0, out);
        for (size_t t = 0; t < compiled->model->periods; t++) add_uncertain_reps(block, number, t, out);
        return true;
    }
    for (size_t t = 0; t < compiled->model->periods; t++)
        sum += dearer_heads(team, t) * given(compiled, each, 0);
    bireme_lanes_set(sum, out);
    return sum > 0;
}

/* Commission on what it works, and its reps. */
static void team_cost(const bireme_block *block, size_t number, size_t t, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_team *team = &compiled->model->teams[number];
    const bireme_compiled_team *ready = &compiled->teams[number];
    bireme_lanes_set(0, out);
    for (size_t c = 0; c < compiled->model->n_channels + (compiled->pipeline != NULL); c++)
        if (team->works[c]) bireme_lanes_add(bireme_lane_array(block->channel[c].bookings, t), out);
    bireme_rate_times(block, team->commission, 0, t, out);
    if (is_given(compiled, team->cost_per_rep) && ready->growth < 0)
        bireme_lanes_affine(1, dearer_heads(ready, t) * given(compiled, team->cost_per_rep, 0), out);
    else
        add_uncertain_reps(block, number, t, out);
}

void bireme_rule_sales_cost(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    bireme_lanes cost;
    bireme_lanes_set(0, out);
    for (size_t k = 0; k < block->compiled->model->n_teams; k++) {
        team_cost(block, k, t, cost);
        bireme_lanes_add(cost, out);
    }
    add_own_costs(block, true, t, out);
}

bool bireme_costs_sales(const bireme_block *block)
{
    return bireme_metric_exists(block->compiled->model, bireme_metric_all(BIREME_METRIC_COST_SALES));
}

/* ------------------------ goods, and what is left */

/* out less the unit cost of the wins of period t; owner −1: of all. */
static void subtract_units(bireme_block *block, int owner, size_t t, double *out)
{
    const int unit_cost = block->compiled->model->revenue.unit_cost;
    const bireme_metric metric = {.index = owner};
    bireme_lanes wins;
    if (unit_cost < 0) return;
    if (owner >= 0)
        bireme_rule_owner_wins(block, &metric, t, wins);
    else
        bireme_rule_wins(block, &metric, t, wins);
    bireme_rate_times(block, unit_cost, 0, t, wins);
    bireme_lanes_add_scaled(wins, -1, out);
}

void bireme_rule_gross_profit(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    if (metric->index >= 0)
        bireme_rule_owner_revenue(block, metric, t, out);
    else
        bireme_rule_revenue(block, metric, t, out);
    bireme_rate_times(block, block->compiled->model->revenue.gross_margin, 1, t, out);
    subtract_units(block, metric->index, t, out);
}

static void subtract_all_units(bireme_block *block, int owner, double *out)
{
    for (size_t t = 0; t < bireme_count_periods(block); t++) subtract_units(block, owner, t, out);
}

void bireme_margin_sum(bireme_block *block, bireme_metric_rule *rule, int owner, double *out)
{
    const int margin = block->compiled->model->revenue.gross_margin;
    const bool each = bireme_block_redraws(block, margin);
    const bireme_metric metric = {.index = owner};
    bireme_lanes value;
    if (!each) {
        bireme_rule_sum(block, rule, owner, bireme_count_periods(block), out);
        bireme_rate_times(block, margin, 1, 0, out);
    } else {
        bireme_lanes_set(0, out);
        for (size_t t = 0; t < bireme_count_periods(block); t++) {
            rule(block, &metric, t, value);
            bireme_rate_times(block, margin, 1, t, value);
            bireme_lanes_add(value, out);
        }
    }
    subtract_all_units(block, owner, out);
}

void bireme_margin_later(bireme_block *block, double *value)
{
    const int margin = block->compiled->model->revenue.gross_margin;
    const size_t periods = block->compiled->model->periods;
    bireme_lanes mean;
    if (bireme_block_redraws(block, margin)) {
        bireme_lanes_set(0, mean);
        for (size_t t = 0; t < periods; t++)
            bireme_lanes_add_scaled(bireme_block_quantity(block, margin, t), 1 / (double)periods, mean);
        bireme_lanes_multiply(mean, value);
    } else {
        bireme_rate_times(block, margin, 1, 0, value);
    }
}

void bireme_margin_lasting(bireme_block *block, double *value)
{
    bireme_margin_later(block, value);
    subtract_all_units(block, -1, value);
}

void bireme_gross_profit(bireme_block *block, int owner, double *out)
{
    bireme_margin_sum(block, owner >= 0 ? bireme_rule_owner_revenue : bireme_rule_revenue, owner, out);
}

static void contribution_in(bireme_block *block, size_t t, double *out)
{
    const bireme_metric all = {.index = -1};
    bireme_lanes cost;
    bireme_rule_gross_profit(block, &all, t, out);
    bireme_rule_marketing_cost(block, &all, t, cost);
    bireme_lanes_add_scaled(cost, -1, out);
    if (!bireme_costs_sales(block)) return;
    bireme_rule_sales_cost(block, &all, t, cost);
    bireme_lanes_add_scaled(cost, -1, out);
}

/* Several metrics are made of it. */
void bireme_rule_contribution(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    for (size_t k = 0; k < block->compiled->model->periods && !block->has_contribution; k++)
        contribution_in(block, k, bireme_lane_array(block->contribution, k));
    block->has_contribution = true;
    bireme_lanes_copy(bireme_lane_array(block->contribution, t), out);
}

/* Near its goal g, contribution is margin · revenue − costs, whose terms add up to |g| plus twice the costs;
 * so a plan that breaks even to the cent meets its goal although revenue was rounded. ROMI is such a
 * difference divided by the cost: its terms add up to |g| + 2. (Only costs that are known at compilation are
 * counted, those that are uncertain with their expectation; a commission, or leads whose price differs
 * between trials, are of the same size, and BIREME_SUM_ERROR leaves room for them.) */
static double known_costs(const bireme_compiled *compiled)
{
    const bireme_model *model = compiled->model;
    double sum = 0;
    for (size_t t = 0; t < model->periods; t++) {
        sum += compiled->initiative_cost[t];
        for (size_t k = 0; k < model->n_teams; k++)
            sum += bireme_compiled_cost_heads(compiled, k, t) *
                   bireme_model_mean(model, model->teams[k].cost_per_rep, 0);
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
