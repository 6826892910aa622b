/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Means of all counts of a channel, given the trial's rates (docs/model).
 *
 * Leads that arrive in period a and get as far as stage s: X_s[a] = λ[a] Π p_k(a) over the steps k ≤ s. Those
 * that enter a stage with delay D by the end of period b, with A the operational clock at the period
 * boundaries:
 *
 *   F[b] = Σ_{a ≤ b} X[a] · (G(A[b+1] − A[a]) − G(A[b+1] − A[a+1])) / (A[a+1] − A[a]),   mean of period b:
 * F[b] − F[b−1].
 *
 * The last step's conversion belongs to the period of the decision: the means of the wins are p_S(b) times
 * the means of the decisions, and what is left of X after the horizon is decided with the conversion of the
 * last period.
 */
#include "engine/block.h"

static const double *conversion(bireme_block *block, const bireme_channel *channel, size_t s, size_t t,
                                double *room)
{
    const double *p = block->quantity[channel->conversion[s]];
    const double *odds = block->odds[s * block->plan->model->periods + t];
    if (odds == NULL) return p;
    bireme_lanes_odds(p, odds, room);
    return room;
}

/* Does the conversion of step s differ between the periods of a trial? */
static bool conversion_varies(const bireme_plan *plan, size_t s)
{
    return plan->odds[s].present && !plan->odds[s].constant;
}

static double *arriving(bireme_block *block, size_t s, size_t t)
{
    return bireme_lane_array(block->arriving, s * block->plan->model->periods + t);
}

static double *mean_of(bireme_block *block, size_t s, size_t t)
{
    return bireme_lane_array(block->means, s * block->plan->model->periods + t);
}

/* X_s for s = 0 … S − 1. */
static void thin_arrivals(bireme_block *block, const bireme_channel *channel)
{
    const bireme_model *model = block->plan->model;
    double *room = block->scratch;
    const double *organic = channel->organic_leads >= 0 ? block->quantity[channel->organic_leads] : NULL;
    const double *cost = channel->cost_per_lead >= 0 ? block->quantity[channel->cost_per_lead] : NULL;
    for (size_t t = 0; t < model->periods; t++)
        bireme_lanes_leads(channel->season[t], organic, channel->spend[t], cost, block->cost_per_lead[t],
                           block->leads[t], arriving(block, 0, t));
    for (size_t s = 1; s + 1 < model->stages; s++)
        for (size_t t = 0; t < model->periods; t++)
            bireme_lanes_product(arriving(block, s - 1, t), conversion(block, channel, s, t, room),
                                 arriving(block, s, t));
}

/* Cumulative means F[b] of the leads X_from, into the means of stage `to`, where the clock runs evenly: the
 * shares depend on b − a only, so periods + 1 values of G serve. */
static void flow_uniform(bireme_block *block, const bireme_delay *delay, size_t from, size_t to)
{
    const bireme_model *model = block->plan->model;
    const double *step = bireme_lane_array(block->clock, 1);
    double *before = block->weights, *share = bireme_lane_array(block->weights, 1);
    double *elapsed = block->scratch, *value = block->scratch + BIREME_BLOCK;
    bireme_lanes_set(0, before);
    for (size_t lag = 0; lag < model->periods;
         lag++) { /* share[lag]: decided by the end of the period a + lag */
        bireme_lanes_scale(step, (double)(lag + 1), elapsed);
        bireme_delay_eval(delay, block->quantity, BIREME_BLOCK, elapsed, value);
        double *here = bireme_lane_array(share, lag);
        bireme_lanes_subtract_positive(value, before, here);
        bireme_lanes_ratio(here, step, here);
        bireme_lanes_copy(value, before);
    }
    for (size_t b = 0; b < model->periods; b++) {
        double *sum = mean_of(block, to, b);
        bireme_lanes_set(0, sum);
        for (size_t a = 0; a <= b; a++)
            bireme_lanes_add_product(arriving(block, from, a), bireme_lane_array(share, b - a), sum);
    }
}

/* The same where the clock's speed changes: all pairs of boundaries. */
static void flow_general(bireme_block *block, const bireme_delay *delay, size_t from, size_t to)
{
    const bireme_model *model = block->plan->model;
    double *elapsed = block->scratch, *later = block->scratch + BIREME_BLOCK,
           *value = block->scratch + 2 * BIREME_BLOCK;
    double *width = block->scratch + 3 * BIREME_BLOCK, *share = block->scratch + 4 * BIREME_BLOCK;
    for (size_t b = 0; b < model->periods; b++) {
        const double *now = bireme_lane_array(block->clock, b + 1);
        double *sum = mean_of(block, to, b);
        bireme_lanes_set(0, sum);
        bireme_lanes_set(0, later); /* G(A[b+1] − A[a+1]) of the a before, from the right */
        for (size_t a = b + 1; a-- > 0;) {
            bireme_lanes_subtract_positive(now, bireme_lane_array(block->clock, a), elapsed);
            bireme_delay_eval(delay, block->quantity, BIREME_BLOCK, elapsed, value);
            bireme_lanes_subtract_positive(bireme_lane_array(block->clock, a + 1),
                                           bireme_lane_array(block->clock, a), width);
            bireme_lanes_subtract_positive(value, later, share);
            bireme_lanes_ratio(share, width, share);
            bireme_lanes_add_product(arriving(block, from, a), share, sum);
            bireme_lanes_copy(value, later);
        }
    }
}

/* Where neither the clock nor the delay is uncertain: shares made when the scenario was compiled. */
static void flow_fixed(bireme_block *block, const double *share, size_t from, size_t to)
{
    size_t periods = block->plan->model->periods;
    for (size_t b = 0; b < periods; b++) {
        double *sum = mean_of(block, to, b);
        bireme_lanes_set(0, sum);
        for (size_t a = 0; a <= b; a++)
            bireme_lanes_add_scaled(arriving(block, from, a), share[b * periods + a], sum);
    }
}

/* Mean entries to stage `to`, per period, of the leads X_from after the group's delay. */
static void flow(bireme_block *block, const bireme_plan_group *group, size_t from, size_t to)
{
    size_t periods = block->plan->model->periods;
    if (group->delay == NULL) {
        for (size_t t = 0; t < periods; t++)
            bireme_lanes_copy(arriving(block, from, t), mean_of(block, to, t));
        return;
    }
    if (group->share != NULL)
        flow_fixed(block, group->share, from, to);
    else if (block->plan->clock_uniform)
        flow_uniform(block, group->delay, from, to);
    else
        flow_general(block, group->delay, from, to);
    for (size_t t = periods; t-- > 1;)
        bireme_lanes_subtract_positive(mean_of(block, to, t), mean_of(block, to, t - 1),
                                       mean_of(block, to, t));
}

/* From the means of the decisions to those of the wins; what is not decided within the horizon is decided
 * with the conversion of the last period. */
static void decide(bireme_block *block, const bireme_channel *channel, bool delayed)
{
    const bireme_model *model = block->plan->model;
    size_t won = model->stages - 1;
    double *room = block->scratch, *decided = block->scratch + BIREME_BLOCK;
    bireme_lanes_set(0, block->after);
    if (delayed) {
        bireme_lanes_set(0, decided);
        for (size_t t = 0; t < model->periods; t++) {
            bireme_lanes_add(arriving(block, won - 1, t), block->after);
            bireme_lanes_add(mean_of(block, won, t), decided);
        }
        bireme_lanes_subtract_positive(block->after, decided, block->after);
        bireme_lanes_multiply(conversion(block, channel, won, model->periods - 1, room), block->after);
    }
    for (size_t t = 0; t < model->periods; t++)
        bireme_lanes_multiply(conversion(block, channel, won, t, room), mean_of(block, won, t));
}

/* Mean entries to a stage that is reached at the same moment as the one before. */
static void enter_at_once(bireme_block *block, const bireme_channel *channel, const bireme_plan_group *group,
                          size_t s)
{
    size_t periods = block->plan->model->periods, won = block->plan->model->stages - 1;
    double *room = block->scratch;
    if (s == won) { /* decisions; the conversion follows */
        for (size_t t = 0; t < periods; t++)
            bireme_lanes_copy(mean_of(block, s - 1, t), mean_of(block, s, t));
    } else if (group->delay == NULL ||
               conversion_varies(block->plan, s)) { /* conversion of the arrival period */
        flow(block, group, s, s);
    } else {
        for (size_t t = 0; t < periods; t++)
            bireme_lanes_product(mean_of(block, s - 1, t), conversion(block, channel, s, t, room),
                                 mean_of(block, s, t));
    }
}

void bireme_block_funnel(bireme_block *block, size_t index)
{
    const bireme_plan *plan = block->plan;
    const bireme_channel *channel = &plan->model->channels[index];
    const bireme_plan_channel *planned = &plan->channels[index];
    size_t won = plan->model->stages - 1;
    thin_arrivals(block, channel);
    for (size_t g = 0; g < planned->n_groups; g++) {
        const bireme_plan_group *group = &planned->groups[g];
        flow(block, group, group->first == won ? won - 1 : group->first, group->first);
        for (size_t s = group->first + 1; s <= group->last; s++) enter_at_once(block, channel, group, s);
    }
    decide(block, channel, planned->groups[planned->n_groups - 1].delay != NULL);
}
