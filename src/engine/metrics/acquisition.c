/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules for what a channel's leads and wins cost. A ratio whose denominator is 0 is NAN.
 */
#include "engine/metrics/rules.h"

#include <math.h>

static size_t all_periods(const bireme_block *block)
{
    return block->compiled->model->periods;
}

/* ------------------------ leads */

/* What a channel spends in a period; out: lanes, NAN where its planned volume cannot be bought. */
static void block_spend(const bireme_block *block, size_t c, size_t t, double *out)
{
    if (block->channel[c].cost != NULL)
        bireme_lanes_copy(bireme_lane_array(block->channel[c].cost, t), out);
    else
        bireme_lanes_set(block->compiled->model->channels[c].spend[t], out);
}

void bireme_rule_channel_spend(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    block_spend(block, (size_t)metric->index, t, out);
}

void bireme_rule_paid_leads(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)t;
    const double *leads = block->channel[metric->index].paid;
    bireme_lanes_set(0, out);
    if (leads != NULL) bireme_lanes_copy(leads, out);
}

/* Spend per lead; leads: those that the horizon's spend buys; NULL: none. */
static void spend_per(bireme_block *block, int channel, const double *leads, double *out)
{
    bireme_lanes spend, none;
    bireme_lanes_set(0, none);
    bireme_rule_sum(block, bireme_rule_channel_spend, channel, all_periods(block), spend);
    bireme_lanes_ratio(spend, leads != NULL ? leads : none, out);
}

void bireme_rule_cost_per_lead(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)t;
    spend_per(block, metric->index, block->channel[metric->index].paid, out);
}

/* Spend per lead, of the leads that another 100 % of the spend would buy at the margin. */
void bireme_rule_marginal_cost_per_lead(bireme_block *block, const bireme_metric *metric, size_t t,
                                        double *out)
{
    (void)t;
    spend_per(block, metric->index, block->channel[metric->index].paid_marginal, out);
}

void bireme_rule_lifted_leads(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)t;
    bireme_lanes_copy(block->channel[metric->index].lifted, out);
}

void bireme_rule_lifts_leads(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)t;
    bireme_lanes_copy(block->channel[metric->index].lifts, out);
}

/* ------------------------ wins */

/* Adds the channel's entries to the stage that the team works on. */
static void entries_worked(bireme_block *block, size_t team, size_t c, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    size_t periods = compiled->model->periods;
    size_t row = bireme_compiled_row(compiled, compiled->model->teams[team].stage);
    for (size_t t = 0; t < periods; t++)
        bireme_lanes_add(bireme_lane_array(block->channel[c].entries, row * periods + t), out);
}

/* Adds to out the channel's share of a cost. Without anything to share by, the share is unknown and the ratio
 * has no value. */
static void add_share(const double *cost, const double *mine, const double *all, double *out)
{
    for (int i = 0; i < BIREME_BLOCK; i++) out[i] += all[i] > 0 ? cost[i] * mine[i] / all[i] : NAN;
}

static void add_commission(const bireme_block *block, size_t c, int commission, double *out)
{
    const bool each = bireme_block_redraws(block, commission);
    bireme_lanes paid;
    bireme_lanes_set(0, paid);
    for (size_t t = 0; t < block->compiled->model->periods; t++) {
        const double *bookings = bireme_lane_array(block->channel[c].bookings, t);
        if (each)
            bireme_lanes_add_product(bookings, bireme_block_quantity(block, commission, t), paid);
        else
            bireme_lanes_add(bookings, paid);
    }
    if (!each) bireme_rate_times(block, commission, 0, 0, paid);
    bireme_lanes_add(paid, out);
}

/* The channel's spend and commission, and its other costs: first what is fixed, then what differs between
 * trials. */
static void own_cost(const bireme_block *block, size_t c, double *out)
{
    const bireme_model *model = block->compiled->model;
    const bireme_channel_block *channel = &block->channel[c];
    double spend = 0;
    for (size_t t = 0; t < model->periods && channel->cost == NULL; t++) spend += model->channels[c].spend[t];
    bireme_lanes_set(0, out);
    for (size_t k = 0; k < model->n_teams; k++)
        if (model->teams[k].works[c]) add_commission(block, c, model->teams[k].commission, out);
    bireme_lanes_affine(1, spend, out);
    for (size_t t = 0; t < model->periods && channel->cost != NULL; t++)
        bireme_lanes_add(bireme_lane_array(channel->cost, t), out);
    for (size_t t = 0; t < model->periods && channel->own_cost != NULL; t++)
        bireme_lanes_add(bireme_lane_array(channel->own_cost, t), out);
}

/* The channel's part of the cost of a team's reps, by entries to its stage. */
static void add_reps(bireme_block *block, size_t team, size_t c, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    const bool *works = compiled->model->teams[team].works;
    size_t channels = compiled->model->n_channels + (compiled->pipeline != NULL);
    bireme_lanes mine, all, reps;
    if (!works[c] || !bireme_reps_cost(block, team, reps)) return;
    bireme_lanes_set(0, mine);
    entries_worked(block, team, c, mine);
    bireme_lanes_set(0, all);
    for (size_t k = 0; k < channels; k++)
        if (works[k]) entries_worked(block, team, k, all);
    add_share(reps, mine, all, out);
}

/* The channel's part of the cost of initiatives, by wins. */
static void add_initiatives(bireme_block *block, int c, double *out)
{
    bireme_lanes mine, all, initiatives;
    if (!bireme_initiatives_cost(block, initiatives)) return;
    bireme_rule_sum(block, bireme_rule_channel_wins, c, bireme_count_periods(block), mine);
    bireme_rule_sum(block, bireme_rule_wins, -1, bireme_count_periods(block), all);
    add_share(initiatives, mine, all, out);
}

/* The fully loaded cost. */
void bireme_rule_channel_cost(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)t;
    own_cost(block, (size_t)metric->index, out);
    for (size_t k = 0; k < block->compiled->model->n_teams; k++)
        add_reps(block, k, (size_t)metric->index, out);
    add_initiatives(block, metric->index, out);
}

void bireme_rule_channel_cac(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_lanes wins;
    bireme_rule_channel_cost(block, metric, t, out);
    bireme_rule_sum(block, bireme_rule_channel_wins, metric->index, bireme_count_periods(block), wins);
    bireme_lanes_ratio(out, wins, out);
}
