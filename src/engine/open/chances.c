/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Chances and delays of open deals.
 *
 * A step that has taken `age` so far takes longer with probability left = P(D > age). What it takes in all,
 * given that, is the quantile of 1 − left (1 − u): for ages far in the tail, left is small and is got from
 * the upper tail (P(D > age) itself, not 1 − P(D ≤ age)), and quantile tables hold the upper tail to a
 * relative 1e-6. What is lost is the rounding of 1 − left (1 − u), 1e-16 / left of the distribution of the
 * rest: 1e-10 for left = 1e-6.
 */
#include "engine/open/internal.h"

#include <math.h>
#include "base/kernel.h"

bireme_open bireme_open_of(bireme_block *block)
{
    return (bireme_open){
        .block = block, .model = block->compiled->model, .reach = block->passing, .win = block->passed};
}

/* ------------------------ chances */

/* Odds of the step to stage s in period t times a chance. */
static const double *with_odds(const bireme_open *open, const double *chance, size_t s, size_t t,
                               double *room)
{
    const double *odds = bireme_block_effect(open->block, BIREME_EFFECT_ODDS + s, t);
    if (odds == NULL) return chance;
    bireme_lanes_odds(chance, odds, room);
    return room;
}

/* out = conversion of step s in period t; a step without one lets nothing pass. */
static const double *conversion(const bireme_open *open, size_t s, size_t t, double *room)
{
    int quantity = open->group->open->conversion[s];
    if (quantity >= 0) return with_odds(open, open->block->quantity[quantity], s, t, room);
    bireme_lanes_set(0, room);
    return room;
}

BIREME_KERNEL static void at_least(const double *least, double *out)
{
    for (int i = 0; i < BIREME_BLOCK; i++) out[i] = out[i] < least[i] ? least[i] : out[i];
}

static bool win_varies(const bireme_open *open)
{
    const bireme_compiled_effect *odds =
        &open->block->compiled->effects[BIREME_EFFECT_ODDS + open->model->stages - 1];
    return odds->present && !odds->constant;
}

/* The chance to win in period t, product: of the steps before the last. A stated chance replaces the product;
 * the last step's odds are those of the decision. */
static void find_win(const bireme_open *open, const double *product, size_t t, double *out)
{
    size_t won = open->model->stages - 1;
    double stated = open->group->open->win_probability;
    bireme_lanes room;
    if (isnan(stated)) {
        bireme_lanes_product(product, conversion(open, won, t, room), out);
        return;
    }
    bireme_lanes_set(stated, out);
    const double *chance = with_odds(open, out, won, t, room);
    if (chance != out) bireme_lanes_copy(chance, out);
}

/* The best chance of all periods, of a group whose chance is stated. */
static void find_best(const bireme_open *open, double *out)
{
    bireme_lanes win;
    find_win(open, NULL, 0, out);
    for (size_t t = 1; win_varies(open) && t < open->model->periods; t++) {
        find_win(open, NULL, t, win);
        at_least(win, out);
    }
}

/* A chance that is stated is one of all the ways to lose the deal as well, and nobody has said at which step
 * that is. So it is the worked stage that decides: the deal gets there whatever becomes of it, takes up the
 * reps' time, and is won with the stated chance once it was taken up; without a limit of capacity that is the
 * stated chance. Of those who will be lost a part is lost at each step beyond, as its conversion says;
 * whoever may win in some period gets through. */
void bireme_open_reach(bireme_open *open, const bireme_pipeline_group *group)
{
    size_t won = open->model->stages - 1, worked = bireme_model_worked_stage(open->model);
    double *product = open->passes;
    bireme_lanes room, best;
    bool stated = !isnan(group->open->win_probability);
    open->group = group;
    bireme_lanes_set(1, product);
    if (stated && worked + 1 < won) find_best(open, best);
    for (size_t s = group->open->stage + 1; s < won; s++) {
        double *reach = bireme_lane_array(open->reach, s);
        bool certain = stated && s <= worked;
        if (!certain) bireme_lanes_multiply(conversion(open, s, 0, room), product);
        bireme_lanes_copy(product, reach);
        if (stated && !certain) at_least(best, reach);
    }
}

void bireme_open_chances(bireme_open *open, const bireme_pipeline_group *group)
{
    bireme_open_reach(open, group);
    open->win_varies = win_varies(open);
    for (size_t t = 0; t < (open->win_varies ? open->model->periods : 1); t++)
        find_win(open, open->passes, t, bireme_lane_array(open->win, t));
}

/* ------------------------ delays */

static void age_of_shape(double age, const double *scale, double *out)
{
    for (int i = 0; i < BIREME_BLOCK; i++) out[i] = age / scale[i];
}

void bireme_open_left(bireme_open *open, const bireme_pipeline_group *group)
{
    const bireme_pipeline_step *step = &group->steps[group->open->stage + 1];
    double *left = open->left_of;
    bireme_lanes age;
    open->group = group;
    open->left = group->left == 1 ? NULL : left;
    if (open->left == NULL) return;
    if (!isnan(group->left)) {
        bireme_lanes_set(group->left, left);
        return;
    }
    age_of_shape(group->open->age_days, open->block->quantity[step->scale], age);
    bireme_survival_eval(step->survival, BIREME_BLOCK, age, left);
}

/* From a uniform to that of what the step takes in all, given that it takes longer than the age. */
BIREME_KERNEL static void given_age(const double *restrict left, size_t n, const uint16_t *restrict lane,
                                    double *restrict u)
{
    if (lane != NULL)
        for (size_t k = 0; k < n; k++) u[k] = 1 - left[lane[k]] * (1 - u[k]);
    else
        for (size_t k = 0; k < n; k++) u[k] = 1 - left[k] * (1 - u[k]);
}

BIREME_KERNEL static void times(const double *restrict scale, size_t n, const uint16_t *restrict lane,
                                double *restrict delay)
{
    if (lane != NULL)
        for (size_t k = 0; k < n; k++) delay[k] *= scale[lane[k]];
    else
        for (size_t k = 0; k < n; k++) delay[k] *= scale[k];
}

/* From what the step takes in all to what is left of it. */
BIREME_KERNEL static void less_age(double age, const double *restrict left, size_t n,
                                   const uint16_t *restrict lane, double *restrict delay)
{
    for (size_t k = 0; k < n; k++) delay[k] = delay[k] > age ? delay[k] - age : 0;
    if (left == NULL) return;
    if (lane != NULL)
        for (size_t k = 0; k < n; k++) delay[k] = left[lane[k]] < BIREME_PIPELINE_LEFT_LEAST ? 0 : delay[k];
    else
        for (size_t k = 0; k < n; k++) delay[k] = left[k] < BIREME_PIPELINE_LEFT_LEAST ? 0 : delay[k];
}

void bireme_open_delay(const bireme_open *open, size_t s, size_t n, const uint16_t *lane, double *u)
{
    const bireme_pipeline_step *step = &open->group->steps[s];
    const double *scale = bireme_open_scale(open, step->scale);
    bool current = s == open->group->open->stage + 1;
    if (step->table == NULL) {
        for (size_t k = 0; k < n; k++) u[k] = step->fixed;
    } else {
        if (current && open->left != NULL) given_age(open->left, n, lane, u);
        bireme_qtable_eval(step->table, n, u, u);
    }
    if (scale != NULL) times(scale, n, lane, u);
    if (current) less_age(open->group->open->age_days, open->left, n, lane, u);
}
