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
 *
 * With capacity there are two legs. The first ends with the entries to the worked stage, E_s[t]: of the leads
 * that go on as far as stage s if they are taken up (conversions are those of the lead's arrival, so they must
 * be told apart here). The second begins with those taken up in t, spread evenly over the period: the same
 * formulas with them in the place of the leads, and with the delays after the worked stage.
 */
#include "engine/passage.h"

/* Where the sum over the horizon alone is wanted, periods with the same leads can be taken together. */
bireme_passage bireme_passage_of(bireme_block *block, size_t index)
{
    const bireme_plan *plan = block->plan;
    const bireme_plan_channel *planned = &plan->channels[index];
    bool together = block->horizon_only && plan->clock_uniform && planned->n_spans < plan->model->periods;
    return (bireme_passage){.block = block,
                            .model = plan->model,
                            .channel = &plan->model->channels[index],
                            .planned = planned,
                            .here = &block->channel[index],
                            .periods = block->horizon_only ? 1 : plan->model->periods,
                            .spans = together ? planned->n_spans : plan->model->periods,
                            .span = together ? planned->span : NULL};
}

const double *bireme_passage_conversion(const bireme_passage *p, size_t s, size_t t, double *room)
{
    const double *rate = p->block->quantity[p->channel->conversion[s]];
    const double *odds = bireme_block_effect(p->block, BIREME_EFFECT_ODDS + s, t);
    if (odds == NULL) return rate;
    bireme_lanes_odds(rate, odds, room);
    return room;
}

bool bireme_passage_varies(const bireme_passage *p, size_t s)
{
    const bireme_plan_effect *odds = &p->block->plan->effects[BIREME_EFFECT_ODDS + s];
    return odds->present && !odds->constant;
}

static const double *lanes_of(const bireme_passage *p, int quantity)
{
    return quantity >= 0 ? p->block->quantity[quantity] : NULL;
}

void bireme_passage_sum_arriving(const bireme_passage *p, size_t s, double *out)
{
    bireme_lanes_set(0, out);
    for (size_t t = 0; t < p->spans; t++) bireme_lanes_add(bireme_passage_arriving(p, s, t), out);
}

void bireme_passage_sum_means(const bireme_passage *p, size_t row, double *out)
{
    bireme_lanes_set(0, out);
    for (size_t t = 0; t < p->periods; t++) bireme_lanes_add(bireme_passage_mean(p, row, t), out);
}

/* X_0: leads by span of arrival. */
static void make_leads(const bireme_passage *p, size_t index)
{
    bireme_block *block = p->block;
    double *g = block->scratch;
    bireme_lanes_sources from = {.organic = lanes_of(p, p->channel->organic_leads),
                                 .per_rep = lanes_of(p, p->channel->leads_per_rep),
                                 .cost = lanes_of(p, p->channel->cost_per_lead),
                                 .dispersion = p->planned->dispersion != NULL && block->probed == NULL ? g
                                                                                                       : NULL,
                                 .paid = p->here->paid,
                                 .paid_marginal = p->here->paid_marginal};
    if (from.cost != NULL) {
        bireme_lanes_set(0, from.paid);
        bireme_lanes_set(0, from.paid_marginal);
    }
    if (p->planned->volume != NULL) from.cost = NULL; /* it is not the spend that buys them */
    for (size_t k = 0; k < p->spans; k++) {
        size_t t = bireme_passage_begin(p, k), length = bireme_passage_begin(p, k + 1) - t;
        from.season = p->channel->season[t] * (double)length;
        from.reps = block->plan->effective_reps[t];
        from.spend = p->planned->spend[t];
        from.marginal = p->planned->marginal[t];
        from.effect = bireme_block_effect(block, BIREME_EFFECT_LEADS, t);
        from.cost_factor = bireme_block_effect(block, BIREME_EFFECT_COST_PER_LEAD, t);
        if (from.dispersion != NULL) {
            bireme_block_uniforms(block, &block->sources->channel[index].dispersion, 0, (uint32_t)t, g);
            bireme_qtable_eval(p->planned->dispersion, BIREME_BLOCK, g, g);
        }
        bireme_lanes_leads(&from, bireme_passage_arriving(p, 0, k));
        if (p->planned->volume != NULL)
            bireme_passage_buy(p, k, from.dispersion, bireme_passage_arriving(p, 0, k));
    }
}

/* X_s for s = 1 … S − 1. */
static void thin_arrivals(const bireme_passage *p)
{
    double *room = p->block->scratch;
    for (size_t s = 1; s + 1 < p->model->stages; s++)
        for (size_t k = 0; k < p->spans; k++)
            bireme_lanes_product(bireme_passage_arriving(p, s - 1, k),
                                 bireme_passage_conversion(p, s, bireme_passage_begin(p, k), room),
                                 bireme_passage_arriving(p, s, k));
}

/* Mean entries to stage s (decisions, if it is the win): after the group's delay if it is the first of the group's
 * rows that are reached so, else at the same moment as the row before. group NULL: no delay. */
static void enter(const bireme_passage *p, const bireme_plan_group *group, bool at_once, size_t s)
{
    size_t periods = p->periods, won = p->model->stages - 1;
    size_t row = bireme_plan_row(p->block->plan, s);
    double *room = p->block->scratch;
    if (!at_once) {
        bireme_passage_flow(p, group, s == won ? won - 1 : s, row);
    } else if (s == won) { /* decisions; the conversion follows */
        for (size_t t = 0; t < periods; t++)
            bireme_lanes_copy(bireme_passage_mean(p, row - 1, t), bireme_passage_mean(p, row, t));
    } else if (group == NULL || group->delay == NULL ||
               bireme_passage_varies(p, s)) { /* conversion of the arrival period */
        bireme_passage_flow(p, group, s, row);
    } else {
        for (size_t t = 0; t < periods; t++)
            bireme_lanes_product(bireme_passage_mean(p, row - 1, t), bireme_passage_conversion(p, s, t, room),
                                 bireme_passage_mean(p, row, t));
    }
}

void bireme_passage_enter(const bireme_passage *p, size_t from, size_t to)
{
    const bireme_plan *plan = p->block->plan;
    size_t worked = plan->capacity != NULL ? bireme_plan_worked_row(plan) : SIZE_MAX;
    for (size_t g = 0; g < p->planned->n_groups; g++) {
        const bireme_plan_group *group = &p->planned->groups[g];
        for (size_t row = group->first; row <= group->last; row++) {
            if (row < from || row > to || row == worked) continue;
            size_t s = row > worked ? row - 1 : row;
            bool taken_up_here = group->first <= worked &&
                                 row > worked; /* its delay is that of the first leg */
            enter(p, taken_up_here ? NULL : group, row > group->first, s);
        }
    }
}

/* ------------------------ the win */

void bireme_passage_decide(const bireme_passage *p)
{
    size_t won = p->model->stages - 1, row = p->block->plan->rows - 1, last = p->model->periods - 1;
    double *room = p->block->scratch;
    for (size_t g = 0; g + 1 < p->planned->n_groups; g++)
        bireme_lanes_multiply(bireme_passage_conversion(p, won, last, room),
                              bireme_lane_array(p->here->after, g));
    for (size_t t = 0; t < p->periods; t++)
        bireme_lanes_multiply(bireme_passage_conversion(p, won, t, room), bireme_passage_mean(p, row, t));
}

/* Those of X_{S−1} that are not decided within the horizon, into `after`. */
static void not_yet_decided(const bireme_passage *p)
{
    double *entered = p->block->scratch + 7 * BIREME_BLOCK, *decided = entered + BIREME_BLOCK;
    bireme_passage_sum_arriving(p, p->model->stages - 2, entered);
    bireme_passage_sum_means(p, p->block->plan->rows - 1, decided);
    bireme_passage_pending(p, 0, p->planned->n_groups - 1, entered, decided);
}

/* The same with capacity, as far as the worked stage: those of X_{S−1} that have yet to enter it. */
static void not_yet_entered(const bireme_passage *p)
{
    size_t worked = p->model->sales.stage;
    double *all = p->block->scratch + 7 * BIREME_BLOCK, *entered = all + BIREME_BLOCK;
    bireme_passage_sum_arriving(p, p->model->stages - 2, all);
    bireme_passage_sum_means(p, worked + 2 == p->model->stages ? worked : p->model->stages - 1, entered);
    bireme_passage_pending(p, 0, bireme_passage_worked_group(p), all, entered);
}

void bireme_block_arrive(bireme_block *block, size_t index)
{
    bireme_passage p = bireme_passage_of(block, index);
    make_leads(&p, index);
    thin_arrivals(&p);
    if (block->plan->capacity == NULL) {
        bireme_passage_enter(&p, 0, p.model->stages - 1);
        not_yet_decided(&p);
        bireme_passage_decide(&p);
        return;
    }
    size_t worked = p.model->sales.stage;
    bireme_passage_enter(&p, 0, worked);
    bireme_passage_split(&p);
    not_yet_entered(&p);
    for (size_t t = 0; t < p.model->periods; t++)
        bireme_lanes_add(bireme_passage_mean(&p, worked, t), bireme_lane_array(block->demand, t));
}
