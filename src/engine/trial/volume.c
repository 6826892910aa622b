/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Leads that are bought whatever they cost: their number is decided, and the trial's prices determine the
 * cost. This inverts the formulas of compile/spend.c: from the leads of a period to the spend after adstock x
 * that buys them,
 *
 *   season · effect · f(x) / (cost · cost_factor) = volume,
 *
 * less what carries over from before the horizon. That is what the period's leads cost. With adstock it is
 * multiplied by the plan's own ratio of spend to spend after adstock (else 1), so that the planned leads at
 * the planned prices cost the planned spend. Leads that no spend buys, because the channel is saturated below
 * them, have no cost (NAN): the trial is one in which the plan cannot be carried out.
 */
#include "engine/trial/passage.h"

#include <math.h>
#include "compile/spend.h"

/* The cost of the leads of period t, lane by lane. */
static void find_cost(const bireme_passage *p, size_t t, double *out)
{
    bireme_block *block = p->block;
    const bireme_compiled_channel *ready = p->ready;
    const double *cost = bireme_block_quantity(block, p->channel->cost_per_lead, t);
    const double *effect = bireme_block_effect(block, p->index, BIREME_EFFECT_LEADS, t);
    const double *cost_factor = bireme_block_effect(block, p->index, BIREME_EFFECT_COST_PER_LEAD, t);
    double volume = ready->volume[t], season = p->channel->season[t];
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        double price = cost[i] * (cost_factor != NULL ? cost_factor[i] : 1);
        double yield = season * (effect != NULL ? effect[i] : 1);
        double x = volume > 0 ? bireme_spend_for(&p->channel->response, volume * price / yield) : 0;
        double own = x - ready->carried_in[t];
        out[i] = isfinite(own) ? (own > 0 ? own * ready->per_effective : 0) : NAN;
    }
}

void bireme_passage_buy(const bireme_passage *p, size_t span, const double *dispersion, double *leads)
{
    size_t first = bireme_passage_begin(p, span), end = bireme_passage_begin(p, span + 1);
    double volume = p->ready->volume[first] * (double)(end - first);
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        leads[i] += volume * (dispersion != NULL ? dispersion[i] : 1);
        p->here->paid[i] += volume;
    }
    for (size_t t = first; t < end; t++) {
        double *out = bireme_lane_array(p->here->cost, t);
        if (t == first)
            find_cost(p, t, out);
        else
            bireme_lanes_copy(bireme_lane_array(p->here->cost, first), out);
    }
}

void bireme_block_unbought(const bireme_block *block, double *out)
{
    const bireme_model *model = block->compiled->model;
    bireme_lanes_set(0, out);
    for (size_t c = 0; c < model->n_channels; c++)
        for (size_t t = 0; t < model->periods && block->channel[c].cost != NULL; t++)
            for (size_t i = 0; i < BIREME_BLOCK; i++)
                if (isnan(bireme_lane_array(block->channel[c].cost, t)[i])) out[i] = 1;
}

void bireme_block_arrivals(bireme_block *block, size_t c, size_t t, double *paid, double *other)
{
    const bireme_channel *channel = &block->compiled->model->channels[c];
    const bireme_compiled_channel *ready = &block->compiled->channels[c];
    bireme_lanes bought = {0}, marginal = {0}; /* not wanted */
    bireme_lanes own = {0}, spends, marginals;
    bireme_lanes_sources from = {.season = channel->season[t],
                                 .reps = bireme_compiled_reps(block->compiled, channel, t),
                                 .spend = ready->spend[t],
                                 .effect = bireme_block_effect(block, c, BIREME_EFFECT_LEADS, t),
                                 .cost_factor = bireme_block_effect(block, c, BIREME_EFFECT_COST_PER_LEAD, t),
                                 .paid = bought,
                                 .paid_marginal = marginal};
    bireme_lanes_set(ready->volume != NULL ? ready->volume[t] : 0, paid);
    if (ready->volume == NULL && channel->cost_per_lead >= 0) {
        from.cost = bireme_block_quantity(block, channel->cost_per_lead, t);
        for (size_t u = 0; ready->before != NULL && u <= t; u++) bireme_block_spend(block, c, u, own, spends);
        if (ready->before != NULL) {
            bireme_block_respond(block, c, t, own, spends, marginals);
            from.spends = spends;
            from.marginals = marginals;
        }
        bireme_lanes_leads(&from, paid);
    }
    from.cost = NULL;
    bireme_lanes organic, per_rep;
    from.organic = bireme_block_grown(block, c, channel->organic_leads, BIREME_EFFECT_ORGANIC_LEADS, t,
                                      organic);
    from.per_rep = bireme_block_grown(block, c, channel->leads_per_rep, BIREME_EFFECT_LEADS_PER_REP, t,
                                      per_rep);
    bireme_lanes_leads(&from, other);
}
