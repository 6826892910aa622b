/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer, on random numbers that had no part in the search: the value of divisions, their paired
 * differences, and what more or less money in a line would change.
 */
#include <math.h>
#include <string.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "decide/judgement.h"
#include "decide/split/internal.h"
#include "model/metric.h"
#include "stats/sample.h"

static const double LAST = 1000, NEXT = 100000; /* amounts of the margins, if the total is large enough */
static const double AS_GOOD = 0.005, AS_GOOD_POINTS = 0.01;

static unsigned replicates(const bireme_splitting *s)
{
    return s->fresh->replicates;
}

/* ------------------------ divisions */

static const char *keep_text(bireme_splitting *s, bireme_text *text)
{
    char *copy = text->failed ? NULL : bireme_arena_text(&s->split->arena, bireme_text_string(text));
    bireme_text_free(text);
    return copy;
}

static bireme_status fill_part(bireme_splitting *s, size_t i, double money, bireme_split_part *part,
                               bireme_error *error)
{
    const bireme_split_line *line = &s->lines[i];
    int c = line->line->channel;
    double near = 1e-4 * s->split->total;
    char reps[BIREME_REPS_PATH_SIZE];
    bireme_text path = {0}, name = {0};
    if (c >= 0)
        bireme_text_format(&path, "channels.%s.spend", s->model->channels[c].name);
    else
        bireme_text_append(&path, bireme_model_reps_path(s->model, 0, reps));
    bireme_text_append(&name, c >= 0 ? s->model->channels[c].name : "reps");
    *part = (bireme_split_part){.path = keep_text(s, &path),
                                .name = keep_text(s, &name),
                                .owner = bireme_owner_name(line->owner),
                                .spend = fabs(money) < 1e-9 * s->split->total ? 0 : money,
                                .reps = c < 0 ? bireme_splitting_reps(s, money) : NAN};
    if (money <= line->low + near) part->bound = "min";
    if (money >= bireme_splitting_limit(s, i) - near) part->bound = "max";
    return part->path != NULL && part->name != NULL ? BIREME_OK : bireme_fail_memory(error);
}

/* Values a division by drawn scores, which are left in score. */
static bireme_status fill(bireme_splitting *s, const double *money, double *score, bireme_division *out,
                          bireme_error *error)
{
    uint64_t trials = s->run.trials;
    *out = (bireme_division){.total = bireme_splitting_sum(s, money),
                             .marketing = bireme_splitting_owned(s, money, BIREME_OWNER_MARKETING),
                             .sales = bireme_splitting_owned(s, money, BIREME_OWNER_SALES),
                             .partner = bireme_splitting_owned(s, money, BIREME_OWNER_PARTNER),
                             .n_lines = s->n,
                             .parts = bireme_arena_alloc(&s->split->arena, s->n, sizeof *out->parts)};
    if (out->parts == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < s->n; i++) {
        bireme_status status = fill_part(s, i, money[i], &out->parts[i], error);
        if (status != BIREME_OK) return status;
    }
    bireme_status status = bireme_splitting_run(s, s->fresh, false, money, trials, score, error);
    if (status != BIREME_OK) return status;
    out->value = bireme_sample_mean(score, trials, replicates(s), &out->value_se);
    out->mean = bireme_sample_mean(s->value, trials, replicates(s), &out->mean_se);
    return BIREME_OK;
}

/* The mean of a − b. room may be a or b. */
static double difference(const bireme_splitting *s, const double *a, const double *b, uint64_t trials,
                         double *room, double *se)
{
    for (uint64_t i = 0; i < trials; i++) room[i] = a[i] - b[i];
    return bireme_sample_mean(room, trials, replicates(s), se);
}

/* ------------------------ frontier */

static bool is_as_good(const bireme_splitting *s, double less, double se)
{
    return less <= s->split->as_good_within || less <= 2 * se;
}

/* From the best outwards, as long as points are as good. */
static void find_as_good(bireme_splitting *s, const bool *as_good)
{
    bireme_split *split = s->split;
    double share = split->best.marketing / split->total;
    split->as_good_from = split->as_good_to = share;
    for (size_t k = 0; k < split->n_frontier; k++) {
        double there = split->frontier[k].marketing / split->total;
        if (there >= share && !as_good[k]) break;
        if (there >= share) split->as_good_to = fmax(split->as_good_to, there);
    }
    for (size_t k = split->n_frontier; k-- > 0;) {
        double there = split->frontier[k].marketing / split->total;
        if (there <= share && !as_good[k]) break;
        if (there <= share) split->as_good_from = fmin(split->as_good_from, there);
    }
}

/* best: scores of the best division. */
static bireme_status value_frontier(bireme_splitting *s, const double *frontier, const double *best,
                                    bireme_error *error)
{
    bireme_split *split = s->split;
    bool *as_good = bireme_calloc(split->n_frontier, sizeof *as_good);
    split->frontier = bireme_arena_alloc(&s->split->arena, split->n_frontier, sizeof *split->frontier);
    bireme_status status = as_good && split->frontier ? BIREME_OK : bireme_fail_memory(error);
    size_t n = 0;
    for (size_t k = 0; k < split->n_frontier && status == BIREME_OK; k++) {
        const double *money = frontier + k * s->n;
        double se, marketing = bireme_splitting_owned(s, money, BIREME_OWNER_MARKETING);
        /* Whole reps may bring two steps to the same division. */
        if (n > 0 && fabs(marketing - split->frontier[n - 1].marketing) < 1e-6 * split->total) continue;
        status = fill(s, money, s->score[1], &split->frontier[n], error);
        if (status == BIREME_OK)
            as_good[n++] = is_as_good(s, difference(s, best, s->score[1], s->run.trials, s->score[1], &se),
                                      se);
    }
    split->n_frontier = n;
    if (status == BIREME_OK) find_as_good(s, as_good);
    bireme_free(as_good);
    return status;
}

/* ------------------------ margins */

/* Smooth objectives, or drawn ones if the search ended with those, at best with `step` more in line i, less
 * those of base. */
static bireme_status move(bireme_splitting *s, const double *best, size_t i, double step, const double *base,
                          double *money, double *out, double *se, bireme_error *error)
{
    memcpy(money, best, s->n * sizeof *money);
    money[i] += step;
    uint64_t trials = bireme_splitting_trials_of_margins(s);
    bireme_status status = bireme_splitting_run(s, s->fresh, !s->split->searched_again, money, trials,
                                                s->score[1], error);
    if (status != BIREME_OK) return status;
    for (uint64_t k = 0; k < trials; k++) s->score[1][k] -= base[k];
    *out = bireme_sample_mean(s->score[1], trials,
                              bireme_splitting_replicates(s, s->fresh, !s->split->searched_again), se);
    return BIREME_OK;
}

static bireme_status find_margin(bireme_splitting *s, const double *best, size_t i, const double *base,
                                 double *money, bireme_margin *out, bireme_error *error)
{
    bireme_split *split = s->split;
    double down = bireme_splitting_step(s, i, split->last_amount),
           up = bireme_splitting_step(s, i, split->next_amount),
           scale = up > split->next_amount ? split->next_amount / up : 1;
    bireme_status status = BIREME_OK;
    *out = (bireme_margin){NAN, NAN, NAN, NAN};
    if (best[i] - down >= s->lines[i].low - 1e-9 * split->total) {
        double less, se, share = split->last_amount / down;
        status = move(s, best, i, -down, base, money, &less, &se, error);
        if (status == BIREME_OK) out->last = -less * share, out->last_se = se * share;
    }
    if (status == BIREME_OK && up > 0 && best[i] + up <= bireme_splitting_limit(s, i) * (1 + 1e-12))
        status = move(s, best, i, up, base, money, &out->next, &out->next_se, error);
    out->next *= scale, out->next_se *= scale;
    return status;
}

static void compare_margins(bireme_splitting *s)
{
    bireme_split *split = s->split;
    double low = INFINITY, high = -INFINITY, sum = 0, n = 0;
    split->next_best = SIZE_MAX;
    for (size_t i = 0; i < s->n; i++) {
        const bireme_margin *m = &split->margins[i];
        if (!isnan(m->next) &&
            (split->next_best == SIZE_MAX || m->next > split->margins[split->next_best].next))
            split->next_best = i;
        bool inner = split->best.parts[i].bound == NULL && !isnan(m->last);
        if (!inner || (i == s->reps && s->lines[i].line->whole)) continue;
        low = fmin(low, m->last);
        high = fmax(high, m->last);
        sum += m->last;
        n++;
    }
    split->margin_spread = n > 1 && sum != 0 ? (high - low) / fabs(sum / n) : NAN;
}

/* Also finds the objective at the best, as the search sees it. */
static bireme_status find_margins(bireme_splitting *s, const double *best, bireme_error *error)
{
    bireme_split *split = s->split;
    uint64_t trials = bireme_splitting_trials_of_margins(s);
    double se, *money = bireme_calloc(s->n, sizeof *money),
               *base = bireme_calloc((size_t)trials, sizeof *base);
    split->margins = bireme_arena_alloc(&s->split->arena, s->n, sizeof *split->margins);
    bireme_status status = money && base && split->margins ? BIREME_OK : bireme_fail_memory(error);
    if (status == BIREME_OK)
        status = bireme_splitting_run(s, s->fresh, !split->searched_again, best, trials, base, error);
    if (status == BIREME_OK)
        split->retested = bireme_sample_mean(
            base, trials, bireme_splitting_replicates(s, s->fresh, !split->searched_again), &se);
    for (size_t i = 0; i < s->n && status == BIREME_OK; i++)
        status = find_margin(s, best, i, base, money, &split->margins[i], error);
    if (status == BIREME_OK) compare_margins(s);
    if (status == BIREME_OK) status = bireme_splitting_find_end(s, best, base, error);
    bireme_free(money);
    bireme_free(base);
    return status;
}

/* ------------------------ all of it */

static void settle_amounts(bireme_splitting *s)
{
    bireme_split *split = s->split;
    split->last_amount = split->total >= 100 * LAST ? LAST : split->total / 100;
    split->next_amount = split->total >= 2 * NEXT ? NEXT : split->total / 10;
}

/* Whether the division, scaled to the total, is within the limits of lines and groups. */
static bool is_allowed(const bireme_splitting *s, const double *money)
{
    const bireme_decision *decision = &s->model->decision;
    double total = s->split->total, sum = bireme_splitting_sum(s, money), slack = 1e-9 * total;
    if (!(sum > 0)) return false;
    for (size_t i = 0; i < s->n; i++) {
        double x = money[i] / sum * total;
        if (i == s->reps) continue; /* their money is not proportional, and whole reps need not fit a total */
        if (x < s->lines[i].low - slack || x > s->lines[i].high + slack) return false;
    }
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) {
        double share = bireme_splitting_owned(s, money, (bireme_owner)o) / sum;
        if (share < decision->share_min[o] - 1e-9 || share > decision->share_max[o] + 1e-9) return false;
    }
    return true;
}

/* An answer that its own fresh trials contradict is not one. That nothing better than today's division was
 * found is an answer. */
void bireme_split_judge(bireme_split *split)
{
    double rounding = bireme_splitting_rounding(split->best.value, split->scaled.value);
    split->doubt = NULL;
    if (split->gain_scaled < -fmax(2 * split->gain_scaled_se, rounding))
        split->doubt = "on fresh random numbers what the search came to is worse than today's split";
    else if (split->beaten_by > 0)
        split->doubt = "on fresh random numbers another split that was looked at is better";
    else if (!split->converged)
        split->doubt =
            "the search has not come to its end: moving money from one line to another still gains";
    split->confirmed = split->doubt == NULL;
}

static bireme_status value_divisions(bireme_splitting *s, const double *best, const double *frontier,
                                     bireme_error *error)
{
    bireme_split *split = s->split;
    double *money = bireme_calloc(s->n, sizeof *money),
           *score = bireme_calloc((size_t)s->run.trials, sizeof *score);
    bireme_status status = money != NULL && score != NULL ? BIREME_OK : bireme_fail_memory(error);
    if (status == BIREME_OK) status = fill(s, best, score, &split->best, error);
    for (size_t i = 0; i < s->n && status == BIREME_OK; i++) money[i] = s->lines[i].today;
    if (status == BIREME_OK) status = fill(s, money, s->score[1], &split->today, error);
    if (status == BIREME_OK)
        split->gain = difference(s, score, s->score[1], s->run.trials, s->score[1], &split->gain_se);
    bool same = fabs(split->today.total - split->total) <= 1e-9 * split->total;
    split->today_allowed = status == BIREME_OK && is_allowed(s, money);
    split->scaled = split->today;
    split->gain_scaled = split->gain;
    split->gain_scaled_se = split->gain_se;
    if (status == BIREME_OK && !(same && split->today_allowed)) {
        bireme_splitting_fit_groups(s, split->total, money);
        status = fill(s, money, s->score[1], &split->scaled, error);
        if (status == BIREME_OK)
            split->gain_scaled = difference(s, score, s->score[1], s->run.trials, s->score[1],
                                            &split->gain_scaled_se);
    }
    if (status == BIREME_OK) {
        double rounding = bireme_splitting_rounding(split->best.value, split->scaled.value);
        split->told_from_zero = split->gain_scaled > fmax(2 * split->gain_scaled_se, rounding);
        split->as_good_within = split->objective == BIREME_OBJECTIVE_P_GOAL
                                    ? AS_GOOD_POINTS
                                    : AS_GOOD * fabs(split->best.value);
        status = value_frontier(s, frontier, score, error);
    }
    bireme_free(money);
    bireme_free(score);
    return status;
}

bireme_status bireme_splitting_answer(bireme_splitting *s, const double *best, double searched,
                                      const double *frontier, bireme_error *error)
{
    s->split->searched = searched;
    settle_amounts(s);
    bireme_status status = value_divisions(s, best, frontier, error);
    if (status == BIREME_OK) status = find_margins(s, best, error);
    if (status == BIREME_OK) status = bireme_splitting_look_beside(s, frontier, best, error);
    if (status == BIREME_OK) status = bireme_splitting_measure(s, best, error);
    if (status == BIREME_OK) bireme_split_judge(s->split);
    return status;
}
