/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who touched the deals that were won, and the credit for it (docs/model, Attribution). Revenue is summed by
 * class, the subset of channels that touched; every rule is then a weighted sum over the classes.
 */
#include "engine/trial/block.h"

/* ------------------------ drawing */

/* Draws the subset from one uniform: each answer leaves a uniform for the next question. */
static size_t class_of(const bireme_touches *touches, double u)
{
    size_t class = 0;
    for (size_t i = 0; i < touches->n; i++) {
        double p = touches->probability[i], within = u / p, beyond = (u - p) / (1 - p);
        bool touched = u < p;
        class |= (size_t)touched << i;
        u = touched ? within : beyond;
    }
    return class;
}

void bireme_block_touch(bireme_block *block, size_t channel, uint32_t draw, uint32_t slot, size_t n,
                        const uint16_t *lane, const double *revenue)
{
    const bireme_touches *touches = block->compiled->channels[channel].touches;
    double *touched = block->channel[channel].touched, u[BIREME_BLOCK], room[BIREME_BLOCK];
    bireme_block_some_uniforms(block, &block->sources->channel[channel].touches, draw, slot, n, lane, room,
                               u);
    for (size_t k = 0; k < n; k++) bireme_lane_array(touched, class_of(touches, u[k]))[lane[k]] += revenue[k];
}

/* ------------------------ credit */

/* Whether the metric concerns this channel. Number n_channels: deals without a channel. */
static bool asks_about(const bireme_model *model, const bireme_metric *metric, size_t channel)
{
    if (metric->kind == BIREME_METRIC_CHANNEL_CREDIT || metric->kind == BIREME_METRIC_CHANNEL_TOUCHED)
        return (size_t)metric->index == channel;
    return metric->index ==
           (channel < model->n_channels ? (int)model->channels[channel].owner : BIREME_OWNER_COUNT);
}

static bool is_credit(const bireme_metric *metric)
{
    return metric->kind == BIREME_METRIC_CHANNEL_CREDIT || metric->kind == BIREME_METRIC_OWNER_CREDIT;
}

/* The share of the revenue of a class of the source's deals that counts for the metric. */
static double share_of(const bireme_model *model, const bireme_metric *metric, const bireme_touches *touches,
                       size_t source, size_t class)
{
    const double *weight = touches->weight + (metric->rule * touches->n_classes + class) * (touches->n + 1);
    double sum = 0;
    bool any = false;
    for (size_t i = 0; i <= touches->n; i++) {
        size_t channel = i < touches->n ? (size_t)touches->channel[i] : source;
        bool touched = i == touches->n || (class >> i & 1);
        if (!touched || !asks_about(model, metric, channel)) continue;
        any = true;
        sum += weight[i];
    }
    return is_credit(metric) ? sum : any;
}

static void add_revenue(const bireme_block *block, size_t channel, double *out)
{
    for (size_t t = 0; t < block->compiled->model->periods; t++)
        bireme_lanes_add(bireme_lane_array(block->channel[channel].revenue, t), out);
}

void bireme_block_credit(bireme_block *block, const bireme_metric *metric, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_model *model = compiled->model;
    bireme_lanes_set(0, out);
    for (size_t c = 0; c < model->n_channels; c++) {
        const bireme_touches *touches = compiled->channels[c].touches;
        if (touches == NULL) {
            if (asks_about(model, metric, c)) add_revenue(block, c, out);
            continue;
        }
        for (size_t class = 0; class < touches->n_classes; class ++) {
            double share = share_of(model, metric, touches, c, class);
            if (share != 0)
                bireme_lanes_add_scaled(bireme_lane_array(block->channel[c].touched, class), share, out);
        }
    }
    if (compiled->pipeline != NULL && asks_about(model, metric, model->n_channels))
        add_revenue(block, model->n_channels, out);
}
