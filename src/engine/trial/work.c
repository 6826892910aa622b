/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between two legs of the funnel (funnel.c): what enters the stage at which the first ends, and how much of
 * it is taken up there.
 */
#include "engine/trial/passage.h"

void bireme_passage_split(const bireme_passage *p, const bireme_compiled_leg *leg)
{
    const bireme_compiled_group *group = bireme_passage_delay(p, leg, bireme_passage_row(p, leg->to));
    bireme_lanes room;
    for (size_t s = leg->to + 1; s + 1 < p->model->stages; s++) {
        size_t row = bireme_passage_row(p, s), before = bireme_passage_row(p, s - 1);
        if (bireme_passage_varies(p, s)) {
            bireme_passage_flow(p, group, s, row);
            continue;
        }
        for (size_t t = 0; t < p->model->periods; t++)
            bireme_lanes_product(bireme_passage_mean(p, before, t), bireme_passage_conversion(p, s, t, room),
                                 bireme_passage_mean(p, row, t));
    }
}

/* Turns E_s into those taken up, X_s; for those that get as far as stage S − 1, also finds what is lost
 * (worth what it would have brought if nobody else turned it away), and in `waiting` what still waits at the
 * end. */
static void take_up(const bireme_passage *p, int number, size_t s, double *waiting)
{
    bireme_block *block = p->block;
    const bireme_team *team = &p->model->teams[number];
    const bireme_team_block *work = &block->team[number];
    size_t entered = bireme_passage_row(p, s), last = p->model->periods - 1;
    bool decides = s + 2 == p->model->stages;
    double patience = team->waits ? team->patience : 0;
    bireme_lanes left, lost, room;
    bireme_lanes_set(0, left);
    for (size_t t = 0; t <= last; t++) {
        bireme_lanes_set(0, lost);
        bireme_lanes_take_up(bireme_lane_array(work->share, t), patience, bireme_passage_mean(p, entered, t),
                             left, bireme_passage_arriving(p, s, t), lost);
        if (!decides || p->ready->value == NULL) continue;
        const double *effect = bireme_block_effect(block, p->index, BIREME_EFFECT_DEAL_VALUE, t);
        bireme_lanes_multiply(bireme_passage_conversion(p, s + 1, t, room), lost);
        if (p->ready->value_scale >= 0)
            bireme_lanes_multiply(bireme_block_quantity(block, p->ready->value_scale, t), lost);
        if (effect != NULL) bireme_lanes_multiply(effect, lost);
        bireme_lanes_add_scaled(lost, p->ready->value_mean, bireme_lane_array(work->turned_value, t));
    }
    if (decides) bireme_lanes_copy(left, waiting);
}

/* The leads in `after` so far have not been taken up by this team, but will be with some probability. */
void bireme_passage_take_up(const bireme_passage *p, const bireme_compiled_leg *leg,
                            const bireme_compiled_leg *before)
{
    bireme_block *block = p->block;
    size_t g = bireme_passage_group(p, bireme_passage_row(p, leg->from));
    bireme_lanes waiting;
    for (size_t s = leg->from; s + 1 < p->model->stages; s++) take_up(p, before->team, s, waiting);
    for (size_t t = 0; t < p->model->periods; t++)
        bireme_lanes_copy(bireme_passage_arriving(p, leg->from, t), bireme_passage_mean(p, leg->begins, t));
    if (p->model->teams[before->team].waits)
        bireme_lanes_copy(waiting, bireme_lane_array(p->here->after, g++));
    for (size_t k = 0; k < g; k++)
        bireme_lanes_multiply(block->team[before->team].later, bireme_lane_array(p->here->after, k));
}
