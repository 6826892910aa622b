/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Probabilities and delays of open deals.
 *
 * A deal goes on from its step with probability p, after W, or is lost in it after L. Of those that came at
 * the same time as one of age y, p P(W > y) are still there and will go on, (1 − p) P(L > y) are still there
 * and will be lost. So by Bayes' rule it goes on with p P(W > y) / (p P(W > y) + (1 − p) P(L > y)): the odds
 * of p times P(W > y) / P(L > y). Effects on the odds are a factor of the same odds: those of the first
 * period on an inner step; on the last step those of the period of the decision, given W > y. With L
 * distributed as W, p remains. Where neither can last as long as the age, it says nothing, and p remains as
 * well.
 *
 * A step that has taken `age` so far takes longer with probability left = P(D > age). Given that, its whole
 * duration is the quantile of 1 − left (1 − u). For ages far in the tail left is small: it is computed from
 * the upper tail (P(D > age) itself, not 1 − P(D ≤ age)), and quantile tables represent the upper tail to a
 * relative 1e-6. What remains is the rounding of 1 − left (1 − u), 1e-16 / left of the remaining
 * distribution: 1e-10 for left = 1e-6.
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

/* A probability adjusted by the odds of the step to stage s in period t. */
static const double *with_odds(const bireme_open *open, const double *chance, size_t s, size_t t,
                               double *room)
{
    const double *odds = bireme_block_effect(open->block, open->group->channel, BIREME_EFFECT_ODDS + s, t);
    if (odds == NULL) return chance;
    bireme_lanes_odds(chance, odds, room);
    return room;
}

BIREME_KERNEL static void weigh(const double *restrict ahead, const double *restrict behind,
                                const double *restrict chance, double *restrict out)
{
    for (int i = 0; i < BIREME_BLOCK; i++) {
        double on = chance[i] * ahead[i], all = on + (1 - chance[i]) * behind[i], given = on / all;
        double most = ahead[i] > behind[i] ? ahead[i] : behind[i];
        given = all > 0 ? given : chance[i];
        out[i] = most < BIREME_PIPELINE_LEFT_LEAST ? chance[i] : given;
    }
}

/* The conversion of step s in period t, in room or elsewhere; 0 for a step without one. */
static const double *conversion(const bireme_open *open, size_t s, size_t t, double *room)
{
    int quantity = open->group->open->conversion[s];
    bireme_lanes weighed;
    if (quantity < 0) {
        bireme_lanes_set(0, room);
        return room;
    }
    const double *chance = with_odds(open, bireme_block_quantity(open->block, quantity, t), s, t, room);
    if (!open->group->weighs_age || s != open->group->open->stage + 1) return chance;
    weigh(open->ahead, open->behind, chance, weighed);
    bireme_lanes_copy(weighed, room);
    return room;
}

BIREME_KERNEL static void at_least(const double *least, double *out)
{
    for (int i = 0; i < BIREME_BLOCK; i++) out[i] = out[i] < least[i] ? least[i] : out[i];
}

static bool win_varies(const bireme_open *open)
{
    size_t won = open->model->stages - 1;
    const bireme_open_group *group = open->group->open;
    bool redraws = isnan(group->win_probability) && bireme_block_redraws(open->block, group->conversion[won]);
    return redraws ||
           !bireme_compiled_is_steady(open->block->compiled, open->group->channel, BIREME_EFFECT_ODDS + won);
}

/* The probability of winning in period t; product: of the steps before the last. A stated probability
 * replaces the product; the odds of the last step are those of the period of the decision. */
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

/* The largest probability over all periods, for a group whose probability is stated. */
static void find_best(const bireme_open *open, double *out)
{
    bireme_lanes win;
    find_win(open, NULL, 0, out);
    for (size_t t = 1; win_varies(open) && t < open->model->periods; t++) {
        find_win(open, NULL, t, win);
        at_least(win, out);
    }
}

/* P(shape times its scale is longer than the age); known: where it is the same in every trial, else NAN. */
static void find_longer(const bireme_open *open, double known, const bireme_dist *shape,
                        const bireme_survival *survival, int scale, double *out)
{
    bireme_lanes age;
    if (!isnan(known)) {
        bireme_lanes_set(known, out);
        return;
    }
    for (int i = 0; i < BIREME_BLOCK; i++)
        age[i] = open->group->open->age_days / open->block->quantity[scale][i];
    if (survival != NULL) {
        bireme_survival_eval(survival, BIREME_BLOCK, age, out);
        return;
    }
    double fixed = bireme_dist_mean(shape);
    for (int i = 0; i < BIREME_BLOCK; i++) out[i] = fixed > age[i];
}

static void find_weights(bireme_open *open)
{
    const bireme_pipeline_group *group = open->group;
    const bireme_pipeline_step *step = &group->steps[group->open->stage + 1];
    if (!group->has_lost) return;
    find_longer(open, group->ahead, step->shape, step->survival, step->scale, open->ahead);
    find_longer(open, group->behind, step->lost_shape, step->lost_survival, step->lost_scale, open->behind);
}

/* A stated win probability covers every way of losing the deal, without saying at which step it is lost. So
 * the deal is decided at the worked stage: it always gets there, takes up the reps' time, and is won with the
 * stated probability once it has been taken up; without a capacity limit this is exactly the stated
 * probability. Of the deals that will be lost, a part is lost at each later step according to its conversion;
 * a deal that could be won in some period passes all of them. */
void bireme_open_reach(bireme_open *open, const bireme_pipeline_group *group)
{
    size_t won = open->model->stages - 1, worked = bireme_model_worked_stage(open->model);
    double *product = open->passes;
    bireme_lanes room, best;
    bool stated = !isnan(group->open->win_probability);
    open->group = group;
    find_weights(open);
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

/* Turns a uniform into that of the step's whole duration, given that it takes longer than the age. */
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

/* Turns the step's whole duration into what is left of it. */
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
