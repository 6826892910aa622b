/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Means of all counts of a channel, given the trial's rates (docs/model).
 *
 * The leads that arrive in period a and get as far as stage s are X_s[a] = λ[a] Π p_k(a) over the steps k
 * ≤ s. With D the delay to the stage and A the operational clock at the period boundaries, those that have
 * entered it by the end of period b are
 *
 *   F[b] = Σ_{a ≤ b} X[a] · (G(A[b+1] − A[a]) − G(A[b+1] − A[a+1])) / (A[a+1] − A[a]),
 *
 * and the mean entries in period b are F[b] − F[b−1].
 *
 * The last step's conversion belongs to the period of the decision: the means of the wins are p_S(b) times
 * the means of the decisions, and what is undecided at the horizon is decided with the conversion of the last
 * period.
 *
 * Where teams have a capacity there are several legs. A leg ends with the entries to a stage w at which a
 * team takes up the channel's leads, E_s[t] for s ≥ w: of the leads that will go as far as stage s if they
 * are taken up (conversions are those of the lead's arrival, so they must be kept apart here). The next leg
 * begins with those taken up in t, spread evenly over the period: the same formulas with them in place of the
 * leads, and with the delays after w. The last leg ends with the win.
 */
#include "engine/trial/passage.h"

static const double *lanes_of(const bireme_passage *p, int quantity, size_t t)
{
    return quantity >= 0 ? bireme_block_quantity(p->block, quantity, t) : NULL;
}

/* What the channel costs besides what is spent on it, in the periods first ≤ t < end, in which its leads
 * are alike: its organic leads cost what is expected of them, as paid ones do. */
static void find_own_cost(const bireme_passage *p, const bireme_lanes_sources *from, size_t first, size_t end)
{
    const bireme_channel *channel = p->channel;
    const bireme_lanes_sources organic = {.season = channel->season[first],
                                          .effect = from->effect,
                                          .dispersion = from->dispersion,
                                          .organic = from->organic};
    bireme_lanes room;
    for (size_t t = first; t < end; t++) {
        double *out = bireme_lane_array(p->here->own_cost, t);
        bireme_lanes_set(0, out);
        if (channel->cost_per_organic_lead >= 0) {
            bireme_lanes_leads(&organic, out);
            bireme_lanes_multiply(lanes_of(p, channel->cost_per_organic_lead, t), out);
        }
        if (channel->fixed_cost >= 0)
            bireme_lanes_add(bireme_block_grown(p->block, p->index, channel->fixed_cost,
                                                BIREME_EFFECT_FIXED_COST, t, room),
                             out);
    }
}

/* X_0: leads by span of arrival. */
static void make_leads(const bireme_passage *p, size_t index)
{
    bireme_block *block = p->block;
    bireme_lanes g, organic, per_rep, own, spends, marginals;
    const bool has_factor = p->ready->before != NULL && p->ready->volume == NULL;
    bireme_lanes_sources from = {.cost = lanes_of(p, p->channel->cost_per_lead, 0),
                                 .spends = has_factor ? spends : NULL,
                                 .marginals = marginals,
                                 .dispersion = p->ready->dispersion != NULL && block->probed == NULL ? g
                                                                                                     : NULL,
                                 .paid = p->here->paid,
                                 .paid_marginal = p->here->paid_marginal};
    if (from.cost != NULL) {
        bireme_lanes_set(0, from.paid);
        bireme_lanes_set(0, from.paid_marginal);
    }
    bireme_lanes_set(0, own);
    for (size_t k = 0; k < p->spans; k++) {
        size_t t = bireme_passage_begin(p, k), length = bireme_passage_begin(p, k + 1) - t;
        from.organic = bireme_block_grown(block, index, p->channel->organic_leads,
                                          BIREME_EFFECT_ORGANIC_LEADS, t, organic);
        from.per_rep = bireme_block_grown(block, index, p->channel->leads_per_rep,
                                          BIREME_EFFECT_LEADS_PER_REP, t, per_rep);
        from.season = p->channel->season[t] * (double)length;
        from.cost = p->ready->volume == NULL ? lanes_of(p, p->channel->cost_per_lead, t) : NULL;
        for (size_t u = t; has_factor && u < t + length; u++)
            bireme_block_spend(block, index, u, own, bireme_lane_array(p->here->cost, u));
        if (has_factor) bireme_block_respond(block, index, t, own, spends, marginals);
        from.reps = bireme_compiled_reps(block->compiled, p->channel, t);
        from.spend = p->ready->spend[t];
        from.marginal = p->ready->marginal[t];
        from.effect = bireme_block_effect(block, index, BIREME_EFFECT_LEADS, t);
        from.cost_factor = bireme_block_effect(block, index, BIREME_EFFECT_COST_PER_LEAD, t);
        if (from.dispersion != NULL) {
            bireme_block_uniforms(block, &block->sources->channel[index].dispersion, 0, (uint32_t)t, g);
            bireme_qtable_eval(p->ready->dispersion, BIREME_BLOCK, g, g);
        }
        bireme_lanes_leads(&from, bireme_passage_arriving(p, 0, k));
        if (p->here->lifted != NULL) bireme_block_owe(block, index, t, bireme_passage_arriving(p, 0, k));
        if (p->ready->volume != NULL)
            bireme_passage_buy(p, k, from.dispersion, bireme_passage_arriving(p, 0, k));
        if (p->here->own_cost != NULL) find_own_cost(p, &from, t, t + length);
    }
}

/* X_s for s = 1 … S − 1. */
static void thin_arrivals(const bireme_passage *p)
{
    bireme_lanes room;
    for (size_t s = 1; s + 1 < p->model->stages; s++)
        for (size_t k = 0; k < p->spans; k++)
            bireme_lanes_product(bireme_passage_arriving(p, s - 1, k),
                                 bireme_passage_conversion(p, s, bireme_passage_begin(p, k), room),
                                 bireme_passage_arriving(p, s, k));
}

/* The leads of X_{S−1} that have not come to the end of the leg within the horizon, into `after`. `row` is
 * where those that have are counted. */
static void not_yet(const bireme_passage *p, const bireme_compiled_leg *leg, size_t row, size_t end)
{
    bireme_lanes begun, ended;
    bireme_passage_sum_arriving(p, p->model->stages - 2, begun);
    bireme_passage_sum_means(p, row, ended);
    bireme_passage_pending(p, bireme_passage_group(p, leg->begins), end, begun, ended);
}

static void approach(const bireme_passage *p, const bireme_compiled_leg *leg)
{
    double *demand = p->block->team[leg->team].demand;
    size_t row = bireme_passage_row(p, leg->to), decided = bireme_passage_row(p, p->model->stages - 2);
    bireme_passage_enter(p, leg);
    bireme_passage_split(p, leg);
    not_yet(p, leg, decided, bireme_passage_group(p, row));
    for (size_t t = 0; t < p->model->periods; t++)
        bireme_lanes_add(bireme_passage_mean(p, row, t), bireme_lane_array(demand, t));
}

void bireme_block_advance(bireme_block *block, size_t index, size_t number)
{
    const bireme_compiled_way *way = &block->compiled->ways[index];
    const bireme_compiled_leg *leg = &way->legs[number];
    bireme_passage p = bireme_passage_of(block, index);
    if (number == 0) {
        make_leads(&p, index);
        thin_arrivals(&p);
    } else {
        bireme_passage_take_up(&p, leg, leg - 1);
    }
    if (leg->team >= 0) {
        approach(&p, leg);
        return;
    }
    bireme_passage_enter(&p, leg);
    not_yet(&p, leg, block->compiled->rows - 1, p.ready->n_groups - 1);
    bireme_passage_decide(&p);
}
