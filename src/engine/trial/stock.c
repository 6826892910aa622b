/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is open at the end of each period, given the trial's rates: of those that have entered a stage, all
 * that have neither gone on nor been lost yet. Entries and departures are sums over periods of arrival of a
 * Poisson mean times a share of a delay (funnel.c), so what is there is a Poisson mean too (a queue M/G/∞:
 * without changes over time λ ∫ P(it stays longer than x) dx, which is λ times the mean stay).
 *
 * At stage s there are the X_s[a] that get so far; X_{s+1}[a] go on after the delays up to stage s + 1, and
 * X_s[a] − X_{s+1}[a] are lost after the delays up to s and the days until lost. Where losing takes as long
 * as going on, all leave together: if the conversion p is the same in all periods, that is the entries to s +
 * 1 over p, and else X_s after the delay to s + 1. On the last step, whose conversion is that of the
 * decision, those that leave together are the decisions; with a time of its own for losing, those that will
 * be lost are found for each period of arrival.
 *
 * What waits for a team is at the stage at which the team works: of E[t] entries and what waited before,
 * those that are neither taken up nor give up. One leg of the channel's way (funnel.c) is done at a time.
 */
#include "engine/trial/passage.h"

#include "base/kernel.h"

typedef struct stock {
    bireme_passage p;
    size_t index;
    const bireme_compiled_leg *leg;
    double *entered, *left; /* lanes: so far */
    double *gone;           /* [periods] lane arrays: leaving in each period */
    double *losing;         /* [periods] arrivals that will be lost */
    double *alone;          /* [periods] arrivals of one period */
} stock;

BIREME_KERNEL static double least(const double *a)
{
    double low = a[0];
    for (int i = 1; i < BIREME_BLOCK; i++) low = a[i] < low ? a[i] : low;
    return low;
}

static size_t row_in(const stock *k, size_t s)
{
    return s == k->leg->from ? k->leg->begins : bireme_passage_row(&k->p, s);
}

/* The group that begins with the row; NULL: the row is reached at once from the one before. */
static const bireme_compiled_group *group_at(const stock *k, size_t row)
{
    for (size_t g = 0; g < k->p.ready->n_groups; g++)
        if (k->p.ready->groups[g].first == row) return &k->p.ready->groups[g];
    return NULL;
}

/* gone[t] = those of X_from that are through the delay in period t. from NULL: of stage s. */
static void flow(const stock *k, const bireme_compiled_group *group, double *from, size_t s)
{
    bireme_channel_block here = *k->p.here;
    bireme_passage through = k->p;
    here.means = k->gone;
    if (from != NULL) here.arriving = from;
    through.here = &here;
    bireme_passage_flow(&through, group, from != NULL ? 0 : s, 0);
}

/* Whether the conversion of the step to stage s is more than 0 in every period that counts. */
static bool is_positive(const stock *k, size_t s)
{
    bireme_lanes room;
    bool varies = s + 1 == k->p.model->stages && bireme_passage_varies(&k->p, s);
    for (size_t t = 0; t < (varies ? k->p.periods : 1); t++)
        if (!(least(bireme_passage_conversion(&k->p, s, t, room)) > 1e-9)) return false;
    return true;
}

/* gone[t] = those at stage s that go on or are lost in period t, both after the same delay. */
static void leave_together(const stock *k, size_t s)
{
    const size_t row = bireme_compiled_row(k->p.block->compiled, s + 1);
    const bool last = s + 2 == k->p.model->stages;
    bireme_lanes room;
    if ((!last && bireme_passage_varies(&k->p, s + 1)) || !is_positive(k, s + 1)) {
        flow(k, group_at(k, row), NULL, s);
        return;
    }
    for (size_t t = 0; t < k->p.periods; t++)
        bireme_lanes_ratio(bireme_passage_mean(&k->p, row, t),
                           bireme_passage_conversion(&k->p, s + 1, last ? t : 0, room),
                           bireme_lane_array(k->gone, t));
}

/* losing[a] = of the leads that arrive in period a and get to the last stage before the win, those that will
 * be lost: the conversion is that of the period in which each is decided, after the horizon that of the last.
 * One period of arrival at a time goes through the delay. */
static void lose_at_last(const stock *k, size_t s)
{
    const size_t row = k->p.block->compiled->rows - 1, periods = k->p.model->periods;
    const bireme_compiled_group *group = group_at(k, row);
    bireme_lanes room, undecided, won;
    for (size_t a = 0; a < k->p.spans; a++) {
        const double *here = bireme_passage_arriving(&k->p, s, a);
        for (size_t t = 0; t < k->p.spans; t++) bireme_lanes_set(0, bireme_lane_array(k->alone, t));
        bireme_lanes_copy(here, bireme_lane_array(k->alone, a));
        flow(k, group, k->alone, s);
        bireme_lanes_copy(here, undecided);
        bireme_lanes_set(0, won);
        for (size_t t = a; t < k->p.periods; t++) {
            const double *decided = bireme_lane_array(k->gone, t);
            bireme_lanes_add_product(decided, bireme_passage_conversion(&k->p, s + 1, t, room), won);
            bireme_lanes_add_scaled(decided, -1, undecided);
        }
        bireme_lanes_add_product(undecided, bireme_passage_conversion(&k->p, s + 1, periods - 1, room), won);
        bireme_lanes_subtract_positive(here, won, bireme_lane_array(k->losing, a));
    }
}

/* gone[t] = those at stage s that are lost in period t. Of what has been taken up, those that go on are
 * kept apart (work.c), as their conversion is that of the lead's arrival: what the leg began with must be
 * there. */
static void be_lost(const stock *k, size_t s)
{
    bireme_lanes room;
    const bool last = s + 2 == k->p.model->stages, moving = last && bireme_passage_varies(&k->p, s + 1);
    const bool apart = !last && k->leg->begins > 0;
    if (moving) lose_at_last(k, s);
    for (size_t a = 0; a < k->p.spans && !moving; a++) {
        const double *here = bireme_passage_arriving(&k->p, s, a);
        double *lost = bireme_lane_array(k->losing, a);
        if (apart) {
            bireme_lanes_subtract_positive(here, bireme_passage_arriving(&k->p, s + 1, a), lost);
            continue;
        }
        bireme_lanes_copy(bireme_passage_conversion(&k->p, s + 1, bireme_passage_begin(&k->p, a), room),
                          lost);
        bireme_lanes_affine(-1, 1, lost);
        bireme_lanes_multiply(here, lost);
    }
    flow(k, &k->p.ready->lost[s + 1].group, k->losing, s);
}

/* ------------------------ adding up */

/* Adds n, open at stage s at the end of period t. */
static void add(const stock *k, size_t s, size_t t, const double *n)
{
    bireme_block *block = k->p.block;
    const size_t at = block->horizon_only ? k->p.model->periods - 1 : t;
    bireme_lanes value;
    bireme_lanes_add(n, bireme_block_stock_at(block, s, at));
    if (s < bireme_model_worked_stage(k->p.model) || k->p.ready->value == NULL) return;
    const int scale = k->p.ready->value_scale;
    const double *effect = bireme_block_effect(block, k->index, BIREME_EFFECT_DEAL_VALUE, at);
    bireme_lanes_copy(n, value);
    if (scale >= 0) bireme_lanes_multiply(bireme_block_quantity(block, scale, at), value);
    if (effect != NULL) bireme_lanes_multiply(effect, value);
    bireme_lanes_add_scaled(value, k->p.ready->value_mean, bireme_lane_array(block->open_value, at));
}

static void add_stage(const stock *k, size_t s)
{
    const size_t out = bireme_compiled_row(k->p.block->compiled, s + 1);
    const bool own = k->p.ready->n_lost > 0 && k->p.ready->lost[s + 1].is_given;
    bireme_lanes there;
    if (!own && group_at(k, out) == NULL) return; /* nobody stays */
    if (own)
        be_lost(k, s);
    else
        leave_together(k, s);
    bireme_lanes_set(0, k->entered);
    bireme_lanes_set(0, k->left);
    for (size_t t = 0; t < k->p.periods; t++) {
        bireme_lanes_add(bireme_passage_mean(&k->p, row_in(k, s), t), k->entered);
        bireme_lanes_add(bireme_lane_array(k->gone, t), k->left);
        if (own) bireme_lanes_add(bireme_passage_mean(&k->p, out, t), k->left);
        bireme_lanes_subtract_positive(k->entered, k->left, there);
        add(k, s, t, there);
    }
}

/* What waits at the end of the leg before. */
static void add_waiting(const stock *k, const bireme_compiled_leg *before)
{
    const bireme_team *team = &k->p.model->teams[before->team];
    const double *share = k->p.block->team[before->team].share;
    const size_t row = bireme_passage_row(&k->p, before->to);
    bireme_lanes waiting, taken;
    bireme_lanes_set(0, waiting);
    for (size_t t = 0; t < k->p.periods && team->waits; t++) {
        bireme_lanes_take_up(bireme_lane_array((double *)share, t), team->patience,
                             bireme_passage_mean(&k->p, row, t), waiting, taken, NULL);
        add(k, before->to, t, waiting);
    }
}

void bireme_block_stock_begin(bireme_block *block)
{
    const bireme_model *model = block->compiled->model;
    for (size_t i = 0; block->stock != NULL && i < (model->stages - 1) * model->periods; i++)
        bireme_lanes_set(0, bireme_lane_array(block->stock, i));
    for (size_t t = 0; block->stock != NULL && t < model->periods; t++)
        bireme_lanes_set(0, bireme_lane_array(block->open_value, t));
}

void bireme_block_stock_leg(bireme_block *block, size_t channel, size_t number)
{
    bireme_lanes entered, left;
    if (block->stock == NULL) return;
    const size_t periods = block->compiled->model->periods;
    const bireme_compiled_leg *leg = &block->compiled->ways[channel].legs[number];
    const stock k = {.p = bireme_passage_of(block, channel),
                     .index = channel,
                     .leg = leg,
                     .entered = entered,
                     .left = left,
                     .gone = block->stock_room,
                     .losing = bireme_lane_array(block->stock_room, periods),
                     .alone = bireme_lane_array(block->stock_room, 2 * periods)};
    for (size_t s = leg->from; s < leg->to; s++) add_stage(&k, s);
    if (number > 0) add_waiting(&k, leg - 1);
}
