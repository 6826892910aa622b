/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Metrics of a block, from what its channels did. One-time revenue is the bookings.
 */
#include "engine/block.h"

#include <assert.h>

/* Adds what the channel contributes to the metric in a period. */
static void add_channel(const bireme_block *block, size_t c, const bireme_metric *metric, size_t t,
                        double *out)
{
    const bireme_model *model = block->plan->model;
    const bireme_channel_block *channel = &block->channel[c];
    size_t periods = model->periods, won = model->stages - 1;
    bool mine = (size_t)metric->index == c, owned = metric->index == (int)model->channels[c].owner;
    const double *leads = bireme_lane_array(channel->entries, t);
    const double *wins = bireme_lane_array(channel->entries, won * periods + t);
    const double *bookings = bireme_lane_array(channel->bookings, t);
    switch (metric->kind) {
    case BIREME_METRIC_REVENUE:
    case BIREME_METRIC_BOOKINGS:
        bireme_lanes_add(bookings, out);
        break;
    case BIREME_METRIC_WINS:
        bireme_lanes_add(wins, out);
        break;
    case BIREME_METRIC_LEADS:
        bireme_lanes_add(leads, out);
        break;
    case BIREME_METRIC_STAGE:
        bireme_lanes_add(bireme_lane_array(channel->entries, (size_t)metric->index * periods + t), out);
        break;
    case BIREME_METRIC_OWNER_LEADS:
        if (owned) bireme_lanes_add(leads, out);
        break;
    case BIREME_METRIC_OWNER_WINS:
        if (owned) bireme_lanes_add(wins, out);
        break;
    case BIREME_METRIC_OWNER_REVENUE:
        if (owned) bireme_lanes_add(bookings, out);
        break;
    case BIREME_METRIC_CHANNEL_LEADS:
        if (mine) bireme_lanes_add(leads, out);
        break;
    case BIREME_METRIC_CHANNEL_WINS:
        if (mine) bireme_lanes_add(wins, out);
        break;
    case BIREME_METRIC_CHANNEL_REVENUE:
        if (mine) bireme_lanes_add(bookings, out);
        break;
    default:
        assert(!"a metric without periods");
        break;
    }
}

static double spend_of(const bireme_model *model, const bireme_metric *metric, size_t from, size_t to)
{
    double sum = 0;
    for (size_t c = 0; c < model->n_channels; c++) {
        if (metric->kind == BIREME_METRIC_CHANNEL_SPEND && (size_t)metric->index != c) continue;
        for (size_t t = from; t < to; t++) sum += model->channels[c].spend[t];
    }
    return sum;
}

static void sum_of_periods(const bireme_block *block, const bireme_metric *metric, size_t from, size_t to,
                           double *out)
{
    const bireme_model *model = block->plan->model;
    if (metric->kind == BIREME_METRIC_CHANNEL_SPEND || metric->kind == BIREME_METRIC_COST_MARKETING) {
        bireme_lanes_set(spend_of(model, metric, from, to), out);
        return;
    }
    bireme_lanes_set(0, out);
    for (size_t c = 0; c < model->n_channels; c++)
        for (size_t t = from; t < to; t++) add_channel(block, c, metric, t, out);
}

void bireme_block_metric(bireme_block *block, const bireme_metric *metric, size_t period, double *out)
{
    sum_of_periods(block, metric, period, period + 1, out);
}

static void total_of(bireme_block *block, bireme_metric_kind kind, int index, double *out)
{
    const bireme_metric metric = {.kind = kind, .index = index};
    sum_of_periods(block, &metric, 0, block->plan->model->periods, out);
}

void bireme_block_metric_whole(bireme_block *block, const bireme_metric *metric, double *out)
{
    const bireme_model *model = block->plan->model;
    double *above = block->scratch, *below = block->scratch + BIREME_BLOCK;
    switch (metric->kind) {
    case BIREME_METRIC_CAC:
        total_of(block, BIREME_METRIC_COST_MARKETING, -1, above);
        total_of(block, BIREME_METRIC_WINS, -1, below);
        bireme_lanes_ratio(above, below, out);
        break;
    case BIREME_METRIC_SHARE_MARKETING_SOURCED:
        total_of(block, BIREME_METRIC_OWNER_REVENUE, BIREME_OWNER_MARKETING, above);
        total_of(block, BIREME_METRIC_REVENUE, -1, below);
        bireme_lanes_ratio(above, below, out);
        break;
    case BIREME_METRIC_CARRIED_OUT:
        bireme_lanes_set(0, out);
        for (size_t c = 0; c < model->n_channels; c++) bireme_lanes_add(block->channel[c].carried, out);
        break;
    case BIREME_METRIC_CARRIED_OUT_VALUE:
        bireme_lanes_set(0, out);
        for (size_t c = 0; c < model->n_channels; c++) bireme_lanes_add(block->channel[c].carried_value, out);
        break;
    default:
        assert(!"a metric with periods");
        break;
    }
}
