/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the two legs of the funnel (funnel.c): what enters the worked stage, how much of it is taken up,
 * and from there to the wins.
 */
#include "engine/trial/passage.h"

/* E_s for the stages after the worked one, into the rows where their entries will go. */
void bireme_passage_split(const bireme_passage *p)
{
    const bireme_compiled *compiled = p->block->compiled;
    const bireme_compiled_group *group = &p->ready->groups[bireme_passage_worked_group(p)];
    size_t worked = compiled->model->sales.stage;
    bireme_lanes room;
    for (size_t s = worked + 1; s + 1 < p->model->stages; s++) {
        if (bireme_passage_varies(p, s)) {
            bireme_passage_flow(p, group, s, s + 1);
            continue;
        }
        for (size_t t = 0; t < p->model->periods; t++)
            bireme_lanes_product(bireme_passage_mean(p, s == worked + 1 ? worked : s, t),
                                 bireme_passage_conversion(p, s, t, room), bireme_passage_mean(p, s + 1, t));
    }
}

/* Turns E_s into those taken up, X_s; for those that get as far as stage S − 1, also finds what is lost, and
 * in `waiting` what still waits at the end. */
static void take_up(const bireme_passage *p, size_t s, double *waiting)
{
    bireme_block *block = p->block;
    const bireme_sales *sales = &p->model->sales;
    size_t entered = s == sales->stage ? s : s + 1, last = p->model->periods - 1;
    bool decides = s + 2 == p->model->stages;
    double patience = sales->waits ? sales->patience : 0;
    bireme_lanes left, lost, room;
    bireme_lanes_set(0, left);
    for (size_t t = 0; t <= last; t++) {
        bireme_lanes_set(0, lost);
        bireme_lanes_take_up(bireme_lane_array(block->worked_share, t), patience,
                             bireme_passage_mean(p, entered, t), left, bireme_passage_arriving(p, s, t),
                             lost);
        if (!decides || p->ready->value == NULL) continue;
        const double *effect = bireme_block_effect(block, p->index, BIREME_EFFECT_DEAL_VALUE, t);
        bireme_lanes_multiply(bireme_passage_conversion(p, s + 1, t, room), lost);
        if (p->ready->value_scale >= 0)
            bireme_lanes_multiply(bireme_block_quantity(block, p->ready->value_scale, t), lost);
        if (effect != NULL) bireme_lanes_multiply(effect, lost);
        bireme_lanes_add_scaled(lost, p->ready->value_mean, bireme_lane_array(block->turned_value, t));
    }
    if (decides) bireme_lanes_copy(left, waiting);
}

/* The leads of X_{S−1} that are not decided within the horizon go to `after`, by where they are: before the
 * worked stage, waiting at it, or taken up. Those not taken up yet will be with some probability. */
static void not_yet_decided(const bireme_passage *p, const double *waiting)
{
    bireme_block *block = p->block;
    size_t g = bireme_passage_worked_group(p);
    bireme_lanes taken, decided;
    if (p->model->sales.waits) bireme_lanes_copy(waiting, bireme_lane_array(p->here->after, g++));
    for (size_t k = 0; k < g; k++)
        bireme_lanes_multiply(block->worked_later, bireme_lane_array(p->here->after, k));
    bireme_passage_sum_arriving(p, p->model->stages - 2, taken);
    bireme_passage_sum_means(p, block->compiled->rows - 1, decided);
    bireme_passage_pending(p, g, p->ready->n_groups - 1, taken, decided);
}

void bireme_block_work(bireme_block *block, size_t index)
{
    bireme_passage p = bireme_passage_of(block, index);
    if (block->compiled->capacity == NULL) return;
    size_t worked = p.model->sales.stage, won = p.model->stages - 1, row = block->compiled->rows - 1;
    bireme_lanes waiting;
    for (size_t s = worked; s < won; s++) take_up(&p, s, waiting);
    for (size_t t = 0; t < p.model->periods; t++)
        bireme_lanes_copy(bireme_passage_arriving(&p, worked, t), bireme_passage_mean(&p, worked + 1, t));
    bireme_passage_enter(&p, worked + 2, row);
    not_yet_decided(&p, waiting);
    bireme_passage_decide(&p);
}
