/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Metrics of a block, from what its channels did. docs/model, Money, says what each of them is.
 */
#include "engine/trial/block.h"

#include <assert.h>

static const double *array_at(const double *base, size_t i)
{
    return base + i * BIREME_BLOCK;
}

/* ------------------------ sums over channels */

static size_t all_channels(const bireme_block *block)
{
    return block->compiled->model->n_channels + (block->compiled->pipeline != NULL);
}

static bool has_owner(const bireme_model *model, size_t c, int owner)
{
    return (c < model->n_channels ? (int)model->channels[c].owner : BIREME_OWNER_COUNT) == owner;
}

typedef enum figure { LEADS, WINS, BOOKINGS, REVENUE } figure;

static const double *figure_of(const bireme_block *block, size_t c, figure what, size_t t)
{
    const bireme_channel_block *channel = &block->channel[c];
    size_t periods = block->compiled->model->periods;
    switch (what) {
    case LEADS:
        return array_at(channel->entries, t);
    case WINS:
        return array_at(channel->entries, (block->compiled->rows - 1) * periods + t);
    case BOOKINGS:
        return array_at(channel->bookings, t);
    case REVENUE:
    default:
        return array_at(channel->revenue, t);
    }
}

enum { EVERY_OWNER = -1 };

static void sum_owner(const bireme_block *block, int owner, figure what, size_t t, double *out)
{
    bireme_lanes_set(0, out);
    for (size_t c = 0; c < all_channels(block); c++)
        if (owner == EVERY_OWNER || has_owner(block->compiled->model, c, owner))
            bireme_lanes_add(figure_of(block, c, what, t), out);
}

static void sum_row(const bireme_block *block, size_t row, size_t t, double *out)
{
    bireme_lanes_set(0, out);
    for (size_t c = 0; c < all_channels(block); c++)
        bireme_lanes_add(array_at(block->channel[c].entries, row * block->compiled->model->periods + t), out);
}

void bireme_block_spend(const bireme_block *block, size_t c, size_t t, double *out)
{
    if (block->channel[c].cost != NULL)
        bireme_lanes_copy(array_at(block->channel[c].cost, t), out);
    else
        bireme_lanes_set(block->compiled->model->channels[c].spend[t], out);
}

/* ------------------------ per period */

static void revenue(const bireme_block *block, size_t t, double *out)
{
    sum_owner(block, EVERY_OWNER, REVENUE, t, out);
    if (block->opening != NULL) bireme_lanes_add(array_at(block->opening, t), out);
}

/* room: lanes. */
static void marketing_cost(const bireme_block *block, size_t t, double *room, double *out)
{
    const bireme_model *model = block->compiled->model;
    double fixed = 0;
    bireme_lanes_set(0, out);
    for (size_t c = 0; c < model->n_channels; c++) {
        if (block->channel[c].cost == NULL) {
            fixed += model->channels[c].spend[t];
            continue;
        }
        bireme_block_spend(block, c, t, room);
        bireme_lanes_add(room, out);
    }
    bireme_lanes_affine(1, fixed + block->compiled->initiative_cost[t], out);
}

static double reps_cost(const bireme_block *block, size_t t)
{
    return block->compiled->heads[t] * block->compiled->model->sales.cost_per_rep;
}

static void sales_cost(const bireme_block *block, size_t t, double *out)
{
    sum_owner(block, EVERY_OWNER, BOOKINGS, t, out);
    bireme_lanes_affine(block->compiled->model->sales.commission, reps_cost(block, t), out);
}

static void contribution(bireme_block *block, size_t t, double *out)
{
    double *cost = block->scratch;
    marketing_cost(block, t, block->scratch + BIREME_BLOCK, cost);
    revenue(block, t, out);
    bireme_lanes_affine(block->compiled->model->revenue.gross_margin, 0, out);
    bireme_lanes_add_scaled(cost, -1, out);
    if (!block->compiled->model->sales.present) return;
    sales_cost(block, t, cost);
    bireme_lanes_add_scaled(cost, -1, out);
}

static void rep_metric(bireme_block *block, bireme_metric_kind kind, size_t t, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    double *below = block->scratch;
    if (kind == BIREME_METRIC_REPS) {
        bireme_lanes_set(compiled->heads[t], out);
    } else if (kind == BIREME_METRIC_CAPACITY) {
        bireme_lanes_set(compiled->capacity[t], out);
    } else if (kind == BIREME_METRIC_REVENUE_PER_REP) {
        revenue(block, t, out);
        bireme_lanes_set(compiled->heads[t], below);
        bireme_lanes_ratio(out, below, out);
    } else if (kind == BIREME_METRIC_BOOKINGS_PER_REP) {
        sum_owner(block, EVERY_OWNER, BOOKINGS, t, out);
        bireme_lanes_set(compiled->heads[t], below);
        bireme_lanes_ratio(out, below, out);
    } else {
        bireme_lanes_set(compiled->capacity[t], below);
        bireme_lanes_ratio(array_at(block->worked_mean, t), below, out);
    }
}

size_t bireme_block_metric_periods(const bireme_block *block, const bireme_metric *metric)
{
    size_t periods = block->compiled->model->periods;
    if (!block->superposed || block->compiled->pipeline != NULL) return periods;
    switch (metric->kind) {
    case BIREME_METRIC_REVENUE:
    case BIREME_METRIC_BOOKINGS:
    case BIREME_METRIC_WINS:
    case BIREME_METRIC_LEADS:
    case BIREME_METRIC_STAGE:
    case BIREME_METRIC_WORKED:
    case BIREME_METRIC_OWNER_LEADS:
    case BIREME_METRIC_OWNER_WINS:
    case BIREME_METRIC_OWNER_REVENUE:
    case BIREME_METRIC_CHANNEL_LEADS:
    case BIREME_METRIC_CHANNEL_WINS:
    case BIREME_METRIC_CHANNEL_REVENUE:
        return 1;
    default:
        return periods;
    }
}

bool bireme_block_reaches(const bireme_metric *metric, bireme_depth depth)
{
    switch (metric->kind) {
    case BIREME_METRIC_REVENUE: /* linear in wins and bookings */
    case BIREME_METRIC_REVENUE_OPENING:
    case BIREME_METRIC_BOOKINGS:
    case BIREME_METRIC_WINS:
    case BIREME_METRIC_OWNER_WINS:
    case BIREME_METRIC_OWNER_REVENUE:
    case BIREME_METRIC_CHANNEL_WINS:
    case BIREME_METRIC_CHANNEL_REVENUE:
    case BIREME_METRIC_CHANNEL_SPEND:
    case BIREME_METRIC_PIPELINE_WINS:
    case BIREME_METRIC_PIPELINE_BOOKINGS:
    case BIREME_METRIC_COST_MARKETING:
    case BIREME_METRIC_COST_SALES:
    case BIREME_METRIC_CONTRIBUTION:
    case BIREME_METRIC_REVENUE_PER_REP:
    case BIREME_METRIC_BOOKINGS_PER_REP:
    case BIREME_METRIC_LIFETIME_REVENUE:
    case BIREME_METRIC_CHANNEL_PAID_LEADS: /* the rates decide */
    case BIREME_METRIC_REPS:
    case BIREME_METRIC_CAPACITY:
    case BIREME_METRIC_UTILISATION:
    case BIREME_METRIC_BACKLOG:
    case BIREME_METRIC_TURNED_AWAY:
    case BIREME_METRIC_TURNED_AWAY_VALUE:
    case BIREME_METRIC_CARRIED_OUT:
    case BIREME_METRIC_CARRIED_OUT_VALUE:
        return true;
    case BIREME_METRIC_LEADS:
    case BIREME_METRIC_STAGE:
    case BIREME_METRIC_WORKED:
    case BIREME_METRIC_OWNER_LEADS:
    case BIREME_METRIC_CHANNEL_LEADS:
        return depth != BIREME_DEPTH_WINS;
    case BIREME_METRIC_CAC: /* ratios of wins and bookings */
    case BIREME_METRIC_ROMI:
    case BIREME_METRIC_NRR:
    case BIREME_METRIC_LTV:
    case BIREME_METRIC_LTV_REVENUE:
    case BIREME_METRIC_LTV_CAC:
    case BIREME_METRIC_PAYBACK_MONTHS:
    case BIREME_METRIC_SHARE_SOURCED:
        return depth != BIREME_DEPTH_MEANS;
    default:
        return depth == BIREME_DEPTH_ALL;
    }
}

void bireme_block_metric(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    size_t c = (size_t)metric->index;
    switch (metric->kind) {
    case BIREME_METRIC_REVENUE:
        revenue(block, t, out);
        break;
    case BIREME_METRIC_REVENUE_OPENING:
        bireme_lanes_copy(array_at(block->opening, t), out);
        break;
    case BIREME_METRIC_BOOKINGS:
        sum_owner(block, EVERY_OWNER, BOOKINGS, t, out);
        break;
    case BIREME_METRIC_WINS:
        sum_owner(block, EVERY_OWNER, WINS, t, out);
        break;
    case BIREME_METRIC_LEADS:
        sum_owner(block, EVERY_OWNER, LEADS, t, out);
        break;
    case BIREME_METRIC_STAGE:
        sum_row(block, bireme_compiled_row(compiled, c), t, out);
        break;
    case BIREME_METRIC_WORKED:
        sum_row(block, bireme_compiled_worked_row(compiled), t, out);
        break;
    case BIREME_METRIC_OWNER_LEADS:
    case BIREME_METRIC_OWNER_WINS:
        sum_owner(block, metric->index, metric->kind == BIREME_METRIC_OWNER_LEADS ? LEADS : WINS, t, out);
        break;
    case BIREME_METRIC_OWNER_REVENUE:
        sum_owner(block, metric->index, REVENUE, t, out);
        break;
    case BIREME_METRIC_CHANNEL_LEADS:
        bireme_lanes_copy(figure_of(block, c, LEADS, t), out);
        break;
    case BIREME_METRIC_CHANNEL_WINS:
        bireme_lanes_copy(figure_of(block, c, WINS, t), out);
        break;
    case BIREME_METRIC_CHANNEL_REVENUE:
        bireme_lanes_copy(figure_of(block, c, REVENUE, t), out);
        break;
    case BIREME_METRIC_CHANNEL_SPEND:
        bireme_block_spend(block, c, t, out);
        break;
    case BIREME_METRIC_PIPELINE_WINS:
        bireme_lanes_copy(array_at(block->pipeline_wins, t), out);
        break;
    case BIREME_METRIC_PIPELINE_BOOKINGS:
        bireme_lanes_copy(array_at(block->pipeline_bookings, t), out);
        break;
    case BIREME_METRIC_COST_MARKETING:
        marketing_cost(block, t, block->scratch, out);
        break;
    case BIREME_METRIC_COST_SALES:
        sales_cost(block, t, out);
        break;
    case BIREME_METRIC_CONTRIBUTION:
        contribution(block, t, out);
        break;
    case BIREME_METRIC_REPS:
    case BIREME_METRIC_REVENUE_PER_REP:
    case BIREME_METRIC_BOOKINGS_PER_REP:
    case BIREME_METRIC_CAPACITY:
    case BIREME_METRIC_UTILISATION:
        rep_metric(block, metric->kind, t, out);
        break;
    case BIREME_METRIC_BACKLOG:
        bireme_lanes_copy(array_at(block->backlog, t), out);
        break;
    case BIREME_METRIC_TURNED_AWAY:
        bireme_lanes_copy(array_at(block->turned_away, t), out);
        break;
    case BIREME_METRIC_TURNED_AWAY_VALUE:
        bireme_lanes_copy(array_at(block->turned_value, t), out);
        break;
    default:
        assert(!"a metric without periods");
        break;
    }
}
