/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules of counts (leads, entries to stages, wins) and of the money that comes with them: sums over channels.
 * The last of the block's channels holds the open deals that have no channel.
 */
#include "engine/metrics/rules.h"
#include "model/past.h"

static const double *array_at(const double *base, size_t i)
{
    return base + i * BIREME_BLOCK;
}

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

size_t bireme_count_periods(const bireme_block *block)
{
    return block->superposed && block->compiled->pipeline == NULL ? 1 : block->compiled->model->periods;
}

void bireme_rule_sum(bireme_block *block, bireme_metric_rule *rule, int index, size_t periods, double *out)
{
    const bireme_metric metric = {.index = index};
    bireme_lanes value;
    bireme_lanes_set(block->past_of != NULL ? block->past_of(block, rule, index) : 0, out);
    for (size_t t = 0; t < periods; t++) {
        rule(block, &metric, t, value);
        bireme_lanes_add(value, out);
    }
}

/* ------------------------ totals */

void bireme_rule_revenue(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    sum_owner(block, EVERY_OWNER, REVENUE, t, out);
    if (block->opening != NULL) bireme_lanes_add(array_at(block->opening, t), out);
}

void bireme_rule_opening(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    bireme_lanes_copy(array_at(block->opening, t), out);
}

void bireme_rule_bookings(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    sum_owner(block, EVERY_OWNER, BOOKINGS, t, out);
}

void bireme_rule_wins(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    sum_owner(block, EVERY_OWNER, WINS, t, out);
}

void bireme_rule_leads(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    sum_owner(block, EVERY_OWNER, LEADS, t, out);
}

void bireme_rule_stage(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    sum_row(block, bireme_compiled_row(block->compiled, (size_t)metric->index), t, out);
}

/* ------------------------ of an owner, a channel, the open deals */

void bireme_rule_owner_leads(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    sum_owner(block, metric->index, LEADS, t, out);
}

void bireme_rule_owner_wins(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    sum_owner(block, metric->index, WINS, t, out);
}

void bireme_rule_owner_revenue(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    sum_owner(block, metric->index, REVENUE, t, out);
}

void bireme_rule_owner_bookings(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    sum_owner(block, metric->index, BOOKINGS, t, out);
}

void bireme_rule_channel_leads(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_lanes_copy(figure_of(block, (size_t)metric->index, LEADS, t), out);
}

void bireme_rule_channel_wins(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_lanes_copy(figure_of(block, (size_t)metric->index, WINS, t), out);
}

void bireme_rule_channel_revenue(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_lanes_copy(figure_of(block, (size_t)metric->index, REVENUE, t), out);
}

void bireme_rule_channel_bookings(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_lanes_copy(figure_of(block, (size_t)metric->index, BOOKINGS, t), out);
}

void bireme_rule_pipeline_wins(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    bireme_lanes_copy(array_at(block->pipeline_wins, t), out);
}

void bireme_rule_pipeline_bookings(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    bireme_lanes_copy(array_at(block->pipeline_bookings, t), out);
}

/* ------------------------ after the horizon */

void bireme_rule_carried_out(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_lanes_set(0, out);
    for (size_t c = 0; c < all_channels(block); c++) bireme_lanes_add(block->channel[c].carried, out);
}

void bireme_rule_carried_out_value(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_lanes_set(0, out);
    for (size_t c = 0; c < all_channels(block); c++) bireme_lanes_add(block->channel[c].carried_value, out);
}

/* ------------------------ what is open */

/* Where only the end of the horizon is of interest, it stands for all periods: only that of the last is
 * used. */
static size_t end_of(const bireme_block *block, size_t t)
{
    return block->horizon_only ? block->compiled->model->periods - 1 : t;
}

void bireme_rule_stage_open(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_lanes_copy(bireme_block_stock_at(block, (size_t)metric->index, end_of(block, t)), out);
}

void bireme_rule_open_value(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    bireme_lanes_copy(array_at(block->open_value, end_of(block, t)), out);
}

/* NAN where nothing is needed any more, or the goal's date has passed, or what was before is not known. */
void bireme_rule_coverage(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    const bireme_model *model = block->compiled->model;
    const bireme_metric_kind kind = bireme_model_covers(model);
    bireme_lanes needed;
    size_t periods = bireme_count_periods(block), end = t + 1 < periods ? t + 1 : periods;
    bireme_rule_sum(block, kind == BIREME_METRIC_REVENUE ? bireme_rule_revenue : bireme_rule_bookings, -1,
                    end, needed);
    bireme_lanes_affine(-1, model->goal.at_least - bireme_past_sum(model, bireme_metric_all(kind)), needed);
    bool passed = (int)t > model->goal.by;
    for (int i = 0; i < BIREME_BLOCK; i++) needed[i] = needed[i] > 0 && !passed ? needed[i] : 0;
    bireme_rule_open_value(block, metric, t, out);
    bireme_lanes_ratio(out, needed, out);
}
