/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Metrics that are no sum of their periods: ratios of sums, shares, what comes after the horizon. A ratio
 * whose denominator is 0 is NAN.
 */
#include "engine/trial/block.h"

#include <assert.h>
#include <math.h>

/* Scratch arrays of this file; those below them are for bireme_block_metric(). */
enum { ABOVE = 4, BELOW, PART, OTHER, SUM };

static double *room(bireme_block *block, size_t i)
{
    return bireme_lane_array(block->scratch, i);
}

/* The sum of a metric's periods. */
static void total_of(bireme_block *block, bireme_metric_kind kind, int index, double *out)
{
    const bireme_metric metric = {.kind = kind, .index = index};
    double *value = room(block, SUM);
    bireme_lanes_set(0, out);
    for (size_t t = 0; t < bireme_block_metric_periods(block, &metric); t++) {
        bireme_block_metric(block, &metric, t, value);
        bireme_lanes_add(value, out);
    }
}

/* Revenue of what was sold: of all but the customers there at the start. */
static void new_revenue(bireme_block *block, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    size_t channels = compiled->model->n_channels + (compiled->pipeline != NULL);
    bireme_lanes_set(0, out);
    for (size_t c = 0; c < channels; c++)
        for (size_t t = 0; t < compiled->model->periods; t++)
            bireme_lanes_add(bireme_lane_array(block->channel[c].revenue, t), out);
}

static void all_cost(bireme_block *block, double *out)
{
    double *sales = room(block, OTHER);
    total_of(block, BIREME_METRIC_COST_MARKETING, -1, out);
    if (!block->compiled->model->sales.present) return;
    total_of(block, BIREME_METRIC_COST_SALES, -1, sales);
    bireme_lanes_add(sales, out);
}

static void romi(bireme_block *block, double *out)
{
    double *gain = room(block, ABOVE), *cost = room(block, BELOW);
    total_of(block, BIREME_METRIC_OWNER_REVENUE, BIREME_OWNER_MARKETING, gain);
    bireme_lanes_affine(block->compiled->model->revenue.gross_margin, 0, gain);
    total_of(block, BIREME_METRIC_COST_MARKETING, -1, cost);
    bireme_lanes_add_scaled(cost, -1, gain);
    bireme_lanes_ratio(gain, cost, out);
}

static void cac(bireme_block *block, double *out)
{
    double *cost = room(block, ABOVE), *wins = room(block, BELOW);
    all_cost(block, cost);
    total_of(block, BIREME_METRIC_WINS, -1, wins);
    bireme_lanes_ratio(cost, wins, out);
}

static void payback(bireme_block *block, double *out)
{
    double *cost = room(block, ABOVE), *margin = room(block, BELOW);
    all_cost(block, cost);
    bireme_lanes_affine(12, 0, cost);
    total_of(block, BIREME_METRIC_BOOKINGS, -1, margin);
    bireme_lanes_affine(block->compiled->model->revenue.gross_margin, 0, margin);
    bireme_lanes_ratio(cost, margin, out);
}

static void lifetime_revenue(bireme_block *block, double *out)
{
    double *lifetime = room(block, BELOW);
    bireme_block_lifetime(block, lifetime);
    total_of(block, BIREME_METRIC_BOOKINGS, -1, out);
    bireme_lanes_multiply(lifetime, out);
}

/* margin: what is counted of the revenue. */
static void lifetime_value(bireme_block *block, double margin, double *out)
{
    double *value = room(block, ABOVE), *wins = room(block, BELOW);
    lifetime_revenue(block, value);
    bireme_lanes_affine(margin, 0, value);
    total_of(block, BIREME_METRIC_WINS, -1, wins);
    bireme_lanes_ratio(value, wins, out);
}

/* The quotient of the two, and not value over cost: without a win there is neither. */
static void lifetime_value_over_cac(bireme_block *block, double *out)
{
    double *value = room(block, PART);
    lifetime_value(block, block->compiled->model->revenue.gross_margin, value);
    cac(block, out);
    bireme_lanes_ratio(value, out, out);
}

/* ------------------------ a channel's cost of acquisition */

static void entries_worked(bireme_block *block, size_t c, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    size_t periods = compiled->model->periods;
    size_t stage = bireme_model_worked_stage(compiled->model);
    for (size_t t = 0; t < periods; t++)
        bireme_lanes_add(bireme_lane_array(block->channel[c].entries, stage * periods + t), out);
}

/* Where there is nothing to share by, nobody's part of the cost is known, and the ratio has no value. */
static void add_share(double cost, const double *mine, const double *all, double *out)
{
    for (int i = 0; i < BIREME_BLOCK; i++) out[i] += all[i] > 0 ? cost * mine[i] / all[i] : NAN;
}

/* Fully loaded: its own spend and commission, the reps by what enters the worked stage, initiatives by
 * wins. */
static void channel_cost(bireme_block *block, int index, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_model *model = compiled->model;
    size_t c = (size_t)index, channels = model->n_channels + (compiled->pipeline != NULL);
    double *cost = room(block, ABOVE), *wins = room(block, BELOW), *mine = room(block, PART),
           *all = room(block, OTHER);
    double spend = 0, reps = 0, initiatives = 0;
    for (size_t t = 0; t < model->periods; t++) {
        if (block->channel[c].cost == NULL) spend += model->channels[c].spend[t];
        reps += compiled->heads[t] * model->sales.cost_per_rep;
        initiatives += compiled->initiative_cost[t];
    }
    bireme_lanes_set(0, cost);
    for (size_t t = 0; t < model->periods; t++)
        bireme_lanes_add(bireme_lane_array(block->channel[c].bookings, t), cost);
    bireme_lanes_affine(model->sales.commission, spend, cost);
    for (size_t t = 0; t < model->periods && block->channel[c].cost != NULL; t++)
        bireme_lanes_add(bireme_lane_array(block->channel[c].cost, t), cost);
    if (reps > 0) {
        bireme_lanes_set(0, mine);
        entries_worked(block, c, mine);
        bireme_lanes_set(0, all);
        for (size_t k = 0; k < channels; k++) entries_worked(block, k, all);
        add_share(reps, mine, all, cost);
    }
    total_of(block, BIREME_METRIC_CHANNEL_WINS, index, wins);
    if (initiatives > 0) {
        total_of(block, BIREME_METRIC_WINS, -1, all);
        add_share(initiatives, wins, all, cost);
    }
    bireme_lanes_copy(cost, out);
}

static void channel_cac(bireme_block *block, int index, double *out)
{
    double *wins = room(block, BELOW);
    channel_cost(block, index, out);
    total_of(block, BIREME_METRIC_CHANNEL_WINS, index, wins);
    bireme_lanes_ratio(out, wins, out);
}

/* marginal: those that another 100 % of the spend would buy at the margin. */
static void paid_leads(const bireme_block *block, int index, bool marginal, double *out)
{
    const bireme_channel_block *channel = &block->channel[index];
    const double *leads = marginal ? channel->paid_marginal : channel->paid;
    bireme_lanes_set(0, out);
    if (leads != NULL) bireme_lanes_copy(leads, out);
}

static void cost_per_lead(bireme_block *block, const bireme_metric *metric, double *out)
{
    double *spend = room(block, ABOVE);
    total_of(block, BIREME_METRIC_CHANNEL_SPEND, metric->index, spend);
    paid_leads(block, metric->index, metric->kind == BIREME_METRIC_CHANNEL_MARGINAL_COST_PER_LEAD, out);
    bireme_lanes_ratio(spend, out, out);
}

/* ------------------------ shares */

static void share_of_new(bireme_block *block, double *part, double *out)
{
    double *all = room(block, BELOW);
    new_revenue(block, all);
    bireme_lanes_ratio(part, all, out);
}

static void marketing_touched(bireme_block *block, double *out)
{
    const bireme_metric touched = {.kind = BIREME_METRIC_OWNER_TOUCHED, .index = BIREME_OWNER_MARKETING};
    double *part = room(block, ABOVE);
    bireme_block_credit(block, &touched, part);
    share_of_new(block, part, out);
}

static void sourced(bireme_block *block, int owner, double *out)
{
    double *part = room(block, ABOVE);
    total_of(block, BIREME_METRIC_OWNER_REVENUE, owner, part);
    share_of_new(block, part, out);
}

/* ------------------------ sales */

static void sum_lanes(const bireme_block *block, const double *values, double *out)
{
    bireme_lanes_set(0, out);
    for (size_t t = 0; t < block->compiled->model->periods; t++)
        bireme_lanes_add(values + t * BIREME_BLOCK, out);
}

static void sales_metric(bireme_block *block, bireme_metric_kind kind, double *out)
{
    double *above = room(block, ABOVE), *below = room(block, BELOW);
    switch (kind) {
    case BIREME_METRIC_REPS:
        bireme_lanes_set(block->compiled->mean_heads, out);
        return;
    case BIREME_METRIC_REVENUE_PER_REP:
    case BIREME_METRIC_BOOKINGS_PER_REP:
        total_of(block,
                 kind == BIREME_METRIC_REVENUE_PER_REP ? BIREME_METRIC_REVENUE : BIREME_METRIC_BOOKINGS, -1,
                 above);
        bireme_lanes_set(block->compiled->mean_heads, below);
        break;
    case BIREME_METRIC_UTILISATION:
        sum_lanes(block, block->worked_mean, above);
        total_of(block, BIREME_METRIC_CAPACITY, -1, below);
        break;
    default:
        sum_lanes(block, block->turned_away, above);
        sum_lanes(block, block->demand, below);
        break;
    }
    bireme_lanes_ratio(above, below, out);
}

static void carried(const bireme_block *block, bool value, double *out)
{
    size_t channels = block->compiled->model->n_channels + (block->compiled->pipeline != NULL);
    bireme_lanes_set(0, out);
    for (size_t c = 0; c < channels; c++)
        bireme_lanes_add(value ? block->channel[c].carried_value : block->channel[c].carried, out);
}

void bireme_block_metric_whole(bireme_block *block, const bireme_metric *metric, double *out)
{
    switch (metric->kind) {
    case BIREME_METRIC_CHANNEL_COST_PER_LEAD:
    case BIREME_METRIC_CHANNEL_MARGINAL_COST_PER_LEAD:
        cost_per_lead(block, metric, out);
        break;
    case BIREME_METRIC_CHANNEL_PAID_LEADS:
        paid_leads(block, metric->index, false, out);
        break;
    case BIREME_METRIC_CHANNEL_COST:
        channel_cost(block, metric->index, out);
        break;
    case BIREME_METRIC_CHANNEL_CAC:
        channel_cac(block, metric->index, out);
        break;
    case BIREME_METRIC_CHANNEL_CREDIT:
    case BIREME_METRIC_CHANNEL_TOUCHED:
    case BIREME_METRIC_OWNER_CREDIT:
    case BIREME_METRIC_OWNER_TOUCHED:
        bireme_block_credit(block, metric, out);
        break;
    case BIREME_METRIC_CAC:
        cac(block, out);
        break;
    case BIREME_METRIC_ROMI:
        romi(block, out);
        break;
    case BIREME_METRIC_NRR:
        bireme_block_nrr(block, out);
        break;
    case BIREME_METRIC_LIFETIME_REVENUE:
        lifetime_revenue(block, out);
        break;
    case BIREME_METRIC_LTV:
        lifetime_value(block, block->compiled->model->revenue.gross_margin, out);
        break;
    case BIREME_METRIC_LTV_REVENUE:
        lifetime_value(block, 1, out);
        break;
    case BIREME_METRIC_LTV_CAC:
        lifetime_value_over_cac(block, out);
        break;
    case BIREME_METRIC_PAYBACK_MONTHS:
        payback(block, out);
        break;
    case BIREME_METRIC_SHARE_SOURCED:
        sourced(block, metric->index, out);
        break;
    case BIREME_METRIC_SHARE_MARKETING_TOUCHED:
        marketing_touched(block, out);
        break;
    case BIREME_METRIC_REPS:
    case BIREME_METRIC_REVENUE_PER_REP:
    case BIREME_METRIC_BOOKINGS_PER_REP:
    case BIREME_METRIC_UTILISATION:
    case BIREME_METRIC_TURNED_AWAY_SHARE:
        sales_metric(block, metric->kind, out);
        break;
    case BIREME_METRIC_CARRIED_OUT:
    case BIREME_METRIC_CARRIED_OUT_VALUE:
        carried(block, metric->kind == BIREME_METRIC_CARRIED_OUT_VALUE, out);
        break;
    default:
        assert(!"a metric that is the sum of its periods");
        break;
    }
}
