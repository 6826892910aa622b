/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Open deals at the end of each period. How many of a group are still at the stage where they were at the
 * start is an expectation: with g the chance to go on, g P(W > y + x)/P(W > y) + (1 − g) P(L > y + x)/P(L >
 * y), x the clock at the period's end, y the age. On the last step g is that of the decision period: those
 * that will win are then the sum over the periods after. A deal that has moved on since is counted in the
 * trials in which it is there: it is simulated anyway.
 */
#include "engine/open/internal.h"

#include <math.h>

/* What is left of a step, for those that go on or for those that are lost. */
typedef struct rest {
    const bireme_dist *shape;
    const bireme_survival *survival;
    double fixed;
    const double *scale, *longer; /* lanes; scale NULL: 1; longer: P(it takes longer than the age) */
} rest;

/* out = P(more than x is left). */
static void find_longer(const bireme_open *open, const rest *r, const double *x, double *out)
{
    const double age = open->group->open->age_days;
    bireme_lanes whole;
    if (r->shape == NULL || r->survival == NULL) {
        for (int i = 0; i < BIREME_BLOCK; i++)
            out[i] = r->shape != NULL && r->fixed * (r->scale != NULL ? r->scale[i] : 1) - age >= x[i];
        return;
    }
    for (int i = 0; i < BIREME_BLOCK; i++) whole[i] = (x[i] + age) / (r->scale != NULL ? r->scale[i] : 1);
    bireme_survival_eval(r->survival, BIREME_BLOCK, whole, out);
    for (int i = 0; i < BIREME_BLOCK && r->longer != NULL; i++) {
        double share = out[i] / r->longer[i];
        out[i] = r->longer[i] < BIREME_PIPELINE_LEFT_LEAST ? 0 : share < 1 ? share : 1;
    }
}

/* What one deal of the group is worth in the period, in the trial of the lane. */
static double worth(const bireme_open *open, size_t lane, size_t t)
{
    const bireme_open_group *group = open->group->open;
    const double *scale = group->value.scale >= 0 ? bireme_block_quantity(open->block, group->value.scale, t)
                                                  : NULL;
    const double *effect = group->value_is_known ? NULL
                                                 : bireme_block_effect(open->block, open->group->channel,
                                                                       BIREME_EFFECT_DEAL_VALUE, t);
    return open->group->value_mean * (scale != NULL ? scale[lane] : 1) * (effect != NULL ? effect[lane] : 1);
}

static bool is_at_work(const bireme_open *open, size_t stage)
{
    return stage >= bireme_model_worked_stage(open->model) && open->group->value_mean != 0;
}

static void add(const bireme_open *open, size_t t, const double *share)
{
    const size_t stage = open->group->open->stage;
    const double n = (double)open->group->open->count;
    double *stock = bireme_block_stock_at(open->block, stage, t),
           *value = bireme_lane_array(open->block->open_value, t);
    if (stock == NULL) return;
    bireme_lanes_add_scaled(share, n, stock);
    for (int i = 0; i < BIREME_BLOCK && is_at_work(open, stage); i++)
        value[i] += n * share[i] * worth(open, (size_t)i, t);
}

void bireme_open_stay(const bireme_open *open, size_t stage, size_t lane, size_t from, size_t to)
{
    for (size_t t = from; t < to && t < open->model->periods; t++) {
        double *stock = bireme_block_stock_at(open->block, stage, t);
        if (stock == NULL) continue;
        stock[lane] += 1;
        if (is_at_work(open, stage))
            bireme_lane_array(open->block->open_value, t)[lane] += worth(open, lane, t);
    }
}

/* ------------------------ all */

/* With `on` [periods] the shares of those that go on which are still there, and those that are lost after a
 * time of their own. */
static void add_both(const bireme_open *open, const double *on, const rest *lost)
{
    const size_t periods = open->model->periods, next = open->group->open->stage + 1;
    const bool last = next + 1 == open->model->stages;
    bireme_lanes winning, will, off, there;
    for (int i = 0; i < BIREME_BLOCK; i++) will[i] = on[(periods - 1) * BIREME_BLOCK + i];
    bireme_lanes_multiply(last ? bireme_open_win(open, periods - 1) : bireme_lane_array(open->reach, next),
                          will);
    bireme_lanes_copy(will, winning);
    for (size_t t = periods; t-- > 0;) /* all that will win */
        for (int i = 0; i < BIREME_BLOCK; i++) {
            const double before = t > 0 ? on[(t - 1) * BIREME_BLOCK + i] : 1;
            const double *chance = last ? bireme_open_win(open, t) : bireme_lane_array(open->reach, next);
            winning[i] += (before - on[t * BIREME_BLOCK + i]) * chance[i];
        }
    for (size_t t = periods; t-- > 0;) {
        const double *chance = last ? bireme_open_win(open, t) : bireme_lane_array(open->reach, next);
        find_longer(open, lost, bireme_lane_array(open->block->clock, t + 1), off);
        for (int i = 0; i < BIREME_BLOCK; i++) there[i] = will[i] + (1 - winning[i]) * off[i];
        add(open, t, there);
        for (int i = 0; i < BIREME_BLOCK; i++) {
            const double before = t > 0 ? on[(t - 1) * BIREME_BLOCK + i] : 1;
            will[i] += (before - on[t * BIREME_BLOCK + i]) * chance[i];
        }
    }
}

void bireme_open_stock(const bireme_open *open)
{
    const bireme_block *block = open->block;
    const bireme_pipeline_step *step = &open->group->steps[open->group->open->stage + 1];
    const rest goes = {step->shape, step->survival, step->fixed, bireme_open_scale(open, step->scale),
                       open->left};
    const rest lost = {step->lost_shape, step->lost_survival, step->lost_fixed,
                       bireme_open_scale(open, step->lost_scale), open->behind};
    for (size_t t = 0; t < open->model->periods; t++) {
        double *on = bireme_lane_array(block->stock_room, t);
        if (open->group->is_dated)
            bireme_open_not_before(open, t + 1, on);
        else
            find_longer(open, &goes, bireme_lane_array(block->clock, t + 1), on);
        if (open->group->is_dated || !open->group->has_lost) add(open, t, on);
    }
    if (!open->group->is_dated && open->group->has_lost) add_both(open, block->stock_room, &lost);
}
