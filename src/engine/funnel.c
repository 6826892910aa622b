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
#include "engine/block.h"

/* A channel on its way through the block. */
typedef struct passage {
    bireme_block *block;
    const bireme_model *model;
    const bireme_channel *channel;
    const bireme_plan_channel *planned;
    bireme_channel_block *here;
    size_t periods; /* whose means are wanted: all, or (horizon_only) their sum as the first */
} passage;

static passage passage_of(bireme_block *block, size_t index)
{
    const bireme_plan *plan = block->plan;
    return (passage){block,
                     plan->model,
                     &plan->model->channels[index],
                     &plan->channels[index],
                     &block->channel[index],
                     block->horizon_only ? 1 : plan->model->periods};
}

static const double *conversion(const passage *p, size_t s, size_t t, double *room)
{
    const double *rate = p->block->quantity[p->channel->conversion[s]];
    const double *odds = bireme_block_effect(p->block, BIREME_EFFECT_ODDS + s, t);
    if (odds == NULL) return rate;
    bireme_lanes_odds(rate, odds, room);
    return room;
}

/* Does the conversion of step s differ between the periods of a trial? */
static bool conversion_varies(const passage *p, size_t s)
{
    const bireme_plan_effect *odds = &p->block->plan->effects[BIREME_EFFECT_ODDS + s];
    return odds->present && !odds->constant;
}

static double *arriving(const passage *p, size_t s, size_t t)
{
    return bireme_lane_array(p->here->arriving, s * p->model->periods + t);
}

static double *mean_of(const passage *p, size_t row, size_t t)
{
    return bireme_lane_array(p->here->means, row * p->model->periods + t);
}

static const double *lanes_of(const passage *p, int quantity)
{
    return quantity >= 0 ? p->block->quantity[quantity] : NULL;
}

/* X_0: leads by period of arrival. */
static void make_leads(const passage *p, size_t index)
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
    for (size_t t = 0; t < p->model->periods; t++) {
        from.season = p->channel->season[t];
        from.reps = block->plan->effective_reps[t];
        from.spend = p->planned->spend[t];
        from.marginal = p->planned->marginal[t];
        from.effect = bireme_block_effect(block, BIREME_EFFECT_LEADS, t);
        from.cost_factor = bireme_block_effect(block, BIREME_EFFECT_COST_PER_LEAD, t);
        if (from.dispersion != NULL) {
            bireme_block_uniforms(block, &block->sources->channel[index].dispersion, 0, (uint32_t)t, g);
            bireme_qtable_eval(p->planned->dispersion, BIREME_BLOCK, g, g);
        }
        bireme_lanes_leads(&from, arriving(p, 0, t));
    }
}

/* X_s for s = 1 … S − 1. */
static void thin_arrivals(const passage *p)
{
    double *room = p->block->scratch;
    for (size_t s = 1; s + 1 < p->model->stages; s++)
        for (size_t t = 0; t < p->model->periods; t++)
            bireme_lanes_product(arriving(p, s - 1, t), conversion(p, s, t, room), arriving(p, s, t));
}

/* Where the clock runs evenly the shares depend on b − a only: share[lag] of those who arrive in a have entered by
 * the end of the period a + lag. */
static void lag_shares(bireme_block *block, const bireme_delay *delay, double *share)
{
    const double *step = bireme_lane_array(block->clock, 1);
    double *elapsed = block->scratch, *value = block->scratch + BIREME_BLOCK,
           *before = block->scratch + 2 * BIREME_BLOCK;
    bireme_lanes_set(0, before);
    for (size_t lag = 0; lag < block->plan->model->periods; lag++) {
        bireme_lanes_scale(step, (double)(lag + 1), elapsed);
        bireme_delay_eval(delay, block->quantity, BIREME_BLOCK, elapsed, value);
        double *here = bireme_lane_array(share, lag);
        bireme_lanes_subtract_positive(value, before, here);
        bireme_lanes_ratio(here, step, here);
        bireme_lanes_copy(value, before);
    }
}

/* The share of those who arrive in a that have entered by the end of b, a from b down to 0: one value of G each,
 * `later` being that of the a before. */
static void pair_share(bireme_block *block, const bireme_delay *delay, size_t a, size_t b, double *later,
                       double *share)
{
    double *elapsed = block->scratch, *value = block->scratch + BIREME_BLOCK,
           *width = block->scratch + 2 * BIREME_BLOCK;
    const double *from = bireme_lane_array(block->clock, a);
    bireme_lanes_subtract_positive(bireme_lane_array(block->clock, b + 1), from, elapsed);
    bireme_delay_eval(delay, block->quantity, BIREME_BLOCK, elapsed, value);
    bireme_lanes_subtract_positive(bireme_lane_array(block->clock, a + 1), from, width);
    bireme_lanes_subtract_positive(value, later, share);
    bireme_lanes_ratio(share, width, share);
    bireme_lanes_copy(value, later);
}

/* Number of the pair a ≤ b. */
static size_t pair(size_t a, size_t b)
{
    return b * (b + 1) / 2 + a;
}

/* The shares of a delay that several channels have, made once a block; NULL: it is not kept. */
static const double *kept_shares(bireme_block *block, const bireme_shared_delay *delay)
{
    double *share = block->shares[delay->number], *later = block->scratch + 3 * BIREME_BLOCK;
    if (share == NULL || block->shares_made[delay->number]) return share;
    block->shares_made[delay->number] = true;
    if (block->plan->clock_uniform) {
        lag_shares(block, delay->delay, share);
        return share;
    }
    size_t periods = block->plan->model->periods;
    for (size_t b = block->horizon_only ? periods - 1 : 0; b < periods; b++) {
        bireme_lanes_set(0, later);
        for (size_t a = b + 1; a-- > 0;)
            pair_share(block, delay->delay, a, b, later, bireme_lane_array(share, pair(a, b)));
    }
    return share;
}

/* The last period's F alone is the sum of all: where only that is wanted it takes the first place. */
static size_t first_end(const passage *p)
{
    return p->model->periods - p->periods;
}

/* Cumulative means F[b] of the leads X_from, into row `to`. */
static void flow_drawn(const passage *p, const bireme_shared_delay *delay, size_t from, size_t to)
{
    bireme_block *block = p->block;
    const double *kept = kept_shares(block, delay);
    bool uniform = block->plan->clock_uniform;
    double *later = block->scratch + 3 * BIREME_BLOCK, *share = block->scratch + 4 * BIREME_BLOCK;
    if (uniform && kept == NULL) {
        lag_shares(block, delay->delay, block->weights);
        kept = block->weights;
    }
    for (size_t b = first_end(p); b < p->model->periods; b++) {
        double *sum = mean_of(p, to, b - first_end(p));
        bireme_lanes_set(0, sum);
        bireme_lanes_set(0, later);
        for (size_t a = b + 1; a-- > 0;) {
            const double *weight = kept != NULL ? kept + (uniform ? b - a : pair(a, b)) * BIREME_BLOCK
                                                : share;
            if (kept == NULL) pair_share(block, delay->delay, a, b, later, share);
            bireme_lanes_add_product(arriving(p, from, a), weight, sum);
        }
    }
}

/* Where neither the clock nor the delay is uncertain: shares made when the scenario was compiled. */
static void flow_fixed(const passage *p, const double *share, size_t from, size_t to)
{
    size_t periods = p->model->periods;
    for (size_t b = first_end(p); b < periods; b++) {
        double *sum = mean_of(p, to, b - first_end(p));
        bireme_lanes_set(0, sum);
        for (size_t a = 0; a <= b; a++)
            bireme_lanes_add_scaled(arriving(p, from, a), share[b * periods + a], sum);
    }
}

/* Mean entries to row `to`, per period, of the leads X_from after the group's delay; NULL: at once. */
static void flow(const passage *p, const bireme_plan_group *group, size_t from, size_t to)
{
    size_t periods = p->periods;
    if (group == NULL || group->delay == NULL) {
        for (size_t t = 0; t < periods; t++) bireme_lanes_copy(arriving(p, from, t), mean_of(p, to, t));
        for (size_t t = periods; t < p->model->periods; t++)
            bireme_lanes_add(arriving(p, from, t), mean_of(p, to, 0));
        return;
    }
    if (group->delay->share != NULL)
        flow_fixed(p, group->delay->share, from, to);
    else
        flow_drawn(p, group->delay, from, to);
    for (size_t t = periods; t-- > 1;)
        bireme_lanes_subtract_positive(mean_of(p, to, t), mean_of(p, to, t - 1), mean_of(p, to, t));
}

/* Mean entries to stage s (decisions, if it is the win): after the group's delay if it is the first of the group's
 * rows that are reached so, else at the same moment as the row before. group NULL: no delay. */
static void enter(const passage *p, const bireme_plan_group *group, bool at_once, size_t s)
{
    size_t periods = p->periods, won = p->model->stages - 1;
    size_t row = bireme_plan_row(p->block->plan, s);
    double *room = p->block->scratch;
    if (!at_once) {
        flow(p, group, s == won ? won - 1 : s, row);
    } else if (s == won) { /* decisions; the conversion follows */
        for (size_t t = 0; t < periods; t++) bireme_lanes_copy(mean_of(p, row - 1, t), mean_of(p, row, t));
    } else if (group == NULL || group->delay == NULL ||
               conversion_varies(p, s)) { /* conversion of the arrival period */
        flow(p, group, s, row);
    } else {
        for (size_t t = 0; t < periods; t++)
            bireme_lanes_product(mean_of(p, row - 1, t), conversion(p, s, t, room), mean_of(p, row, t));
    }
}

/* Rows from … to of the channel. */
static void enter_rows(const passage *p, size_t from, size_t to)
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

static void sum_arriving(const passage *p, size_t s, double *out)
{
    bireme_lanes_set(0, out);
    for (size_t t = 0; t < p->model->periods; t++) bireme_lanes_add(arriving(p, s, t), out);
}

static void sum_means(const passage *p, size_t row, double *out)
{
    bireme_lanes_set(0, out);
    for (size_t t = 0; t < p->periods; t++) bireme_lanes_add(mean_of(p, row, t), out);
}

/* From the means of the decisions to those of the wins; what is decided after the horizon, those in `after`, is
 * decided with the conversion of the last period. */
static void decide(const passage *p)
{
    size_t won = p->model->stages - 1, row = p->block->plan->rows - 1, last = p->model->periods - 1;
    double *room = p->block->scratch;
    bireme_lanes_multiply(conversion(p, won, last, room), p->here->after);
    for (size_t t = 0; t <= last; t++) bireme_lanes_multiply(conversion(p, won, t, room), mean_of(p, row, t));
}

/* Those of X_{S−1} that are not decided within the horizon, into `after`. */
static void not_yet_decided(const passage *p)
{
    bireme_block *block = p->block;
    size_t won = p->model->stages - 1, row = block->plan->rows - 1;
    double *decided = block->scratch + BIREME_BLOCK;
    bool delayed = false;
    for (size_t g = 0; g < p->planned->n_groups; g++) delayed |= p->planned->groups[g].delay != NULL;
    bireme_lanes_set(0, p->here->after);
    if (!delayed) return;
    sum_arriving(p, won - 1, p->here->after);
    sum_means(p, row, decided);
    bireme_lanes_subtract_positive(p->here->after, decided, p->here->after);
}

/* ------------------------ capacity */

/* E_s for the stages after the worked one, into the rows that their entries will have. */
static void split_entries(const passage *p)
{
    const bireme_plan *plan = p->block->plan;
    const bireme_plan_group *group = NULL;
    size_t worked = plan->model->sales.stage;
    double *room = p->block->scratch;
    for (size_t g = 0; g < p->planned->n_groups; g++)
        if (p->planned->groups[g].first <= worked) group = &p->planned->groups[g];
    for (size_t s = worked + 1; s + 1 < p->model->stages; s++) {
        if (conversion_varies(p, s)) {
            flow(p, group, s, s + 1);
            continue;
        }
        for (size_t t = 0; t < p->model->periods; t++)
            bireme_lanes_product(mean_of(p, s == worked + 1 ? worked : s, t), conversion(p, s, t, room),
                                 mean_of(p, s + 1, t));
    }
}

/* From E_s to those taken up, into X_s. of: those who end up in stage S − 1 tell what is lost and what comes
 * later. */
static void take_up(const passage *p, size_t s)
{
    bireme_block *block = p->block;
    const bireme_sales *sales = &p->model->sales;
    size_t entered = s == sales->stage ? s : s + 1, last = p->model->periods - 1;
    bool decides = s + 2 == p->model->stages;
    double patience = sales->waits ? sales->patience : 0;
    double *left = block->scratch + BIREME_BLOCK, *lost = block->scratch + 2 * BIREME_BLOCK,
           *sum = block->scratch + 3 * BIREME_BLOCK, *room = block->scratch + 4 * BIREME_BLOCK;
    const double *scale = p->planned->value_scale >= 0 ? block->quantity[p->planned->value_scale] : NULL;
    if (decides) { /* those who enter after the horizon */
        sum_arriving(p, s, p->here->after);
        sum_means(p, entered, sum);
        bireme_lanes_subtract_positive(p->here->after, sum, p->here->after);
    }
    bireme_lanes_set(0, left);
    for (size_t t = 0; t <= last; t++) {
        bireme_lanes_set(0, lost);
        bireme_lanes_take_up(bireme_lane_array(block->worked_share, t), patience, mean_of(p, entered, t),
                             left, arriving(p, s, t), lost);
        if (!decides || p->planned->value == NULL) continue;
        const double *effect = bireme_block_effect(block, BIREME_EFFECT_DEAL_VALUE, t);
        bireme_lanes_multiply(conversion(p, s + 1, t, room), lost);
        if (scale != NULL) bireme_lanes_multiply(scale, lost);
        if (effect != NULL) bireme_lanes_multiply(effect, lost);
        bireme_lanes_add_scaled(lost, p->planned->value_mean, bireme_lane_array(block->turned_value, t));
    }
    if (!decides) return;
    bireme_lanes_add(left, p->here->after);
    bireme_lanes_multiply(block->worked_later, p->here->after);
}

void bireme_block_arrive(bireme_block *block, size_t index)
{
    passage p = passage_of(block, index);
    make_leads(&p, index);
    thin_arrivals(&p);
    if (block->plan->capacity == NULL) {
        enter_rows(&p, 0, p.model->stages - 1);
        not_yet_decided(&p);
        decide(&p);
        return;
    }
    size_t worked = p.model->sales.stage;
    enter_rows(&p, 0, worked);
    split_entries(&p);
    for (size_t t = 0; t < p.model->periods; t++)
        bireme_lanes_add(mean_of(&p, worked, t), bireme_lane_array(block->demand, t));
}

void bireme_block_work(bireme_block *block, size_t index)
{
    passage p = passage_of(block, index);
    if (block->plan->capacity == NULL) return;
    size_t worked = p.model->sales.stage, won = p.model->stages - 1, row = block->plan->rows - 1;
    double *taken = block->scratch + BIREME_BLOCK, *decided = block->scratch + 2 * BIREME_BLOCK;
    for (size_t s = worked; s < won; s++) take_up(&p, s);
    for (size_t t = 0; t < p.model->periods; t++)
        bireme_lanes_copy(arriving(&p, worked, t), mean_of(&p, worked + 1, t));
    enter_rows(&p, worked + 2, row);
    sum_arriving(&p, won - 1, taken);
    sum_means(&p, row, decided);
    bireme_lanes_subtract_positive(taken, decided, taken);
    bireme_lanes_add(taken, p.here->after);
    decide(&p);
}
