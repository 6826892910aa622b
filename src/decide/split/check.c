/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checks a search against the objective as it is drawn. The smooth objective is not it: a few large deals are
 * not spread as a gamma distribution is, and a metric without a law given the rates is taken to be normal,
 * with a variance in proportion to its mean as measured on today's plan, though money that goes to larger
 * deals brings more of it.
 *
 * Therefore: corners of what is allowed, the starts, the frontier, and moves of a tenth, half and all of a
 * line to another, from the answer and from the best of those, are valued by drawn scores. If one is better
 * by more than two standard errors, a pattern search over moves goes on from it, on the drawn scores of the
 * same trials, comparing divisions on common random numbers; its steps are halved from a quarter to 1/500 of
 * the total. Its result is adopted if it is better on fresh trials too. It costs at most 5 × places + moves
 * + steps runs of at most 4,096 trials, all bounded by the number of lines.
 */
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "decide/split/internal.h"
#include "stats/sample.h"

/* A comparison of divisions with one of them. */
typedef struct look {
    bireme_splitting *s;
    bireme_study *study;
    uint64_t trials;
    const double *answer; /* [n] the one compared with */
    const double *base;   /* [trials] its drawn scores */
    double value, least;  /* its mean; least: a smaller difference is rounding, or nothing */
    double limit;         /* by how many standard errors a better one must be better */
    double *money;        /* [n] scratch */
    double *top;          /* [n] the best of the others, */
    double more, more_se; /* and how much better it is; −∞: there is none */
    double *best;         /* [n] the best that is distinguishably better, */
    double gain, gain_se; /* and by how much; 0: there is none */
    size_t looked;
} look;

double bireme_splitting_rounding(double a, double b)
{
    return 1e-9 * fmax(fabs(a), fabs(b));
}

static bireme_status look_at(look *l, const double *money, bireme_error *error)
{
    bireme_splitting *s = l->s;
    double se, apart = 0;
    for (size_t i = 0; i < s->n; i++) apart = fmax(apart, fabs(money[i] - l->answer[i]));
    if (apart <= 1e-6 * s->split->total) return BIREME_OK; /* it is the same division */
    bireme_status status = bireme_splitting_run(s, l->study, false, money, l->trials, s->score[1], error);
    if (status != BIREME_OK) return status;
    for (uint64_t i = 0; i < l->trials; i++) s->score[1][i] -= l->base[i];
    double more = bireme_sample_mean(s->score[1], l->trials, l->study->replicates, &se);
    l->looked++;
    if (more > l->more) {
        l->more = more;
        l->more_se = se;
        memcpy(l->top, money, s->n * sizeof *l->top);
    }
    if (more > l->gain && more > l->limit * se && more > l->least) {
        l->gain = more;
        l->gain_se = se;
        memcpy(l->best, money, s->n * sizeof *l->best);
    }
    return BIREME_OK;
}

/* Tries a tenth, half and all of what each move can move. */
static bireme_status look_around(look *l, const double *from, bireme_error *error)
{
    static const double shares[] = {0.1, 0.5, 1};
    bireme_status status = BIREME_OK;
    for (size_t m = 0; m < bireme_splitting_moves(l->s); m++)
        for (size_t k = 0; k < 3 && status == BIREME_OK; k++) {
            double amount = shares[k] * bireme_splitting_movable(l->s, m, from);
            if (bireme_splitting_move(l->s, m, amount, from, l->money)) status = look_at(l, l->money, error);
        }
    return status;
}

static bireme_status look_everywhere(look *l, const bireme_split_places *places, bireme_error *error)
{
    size_t n = l->s->n;
    double *from = bireme_calloc(n, sizeof *from);
    bireme_status status = from != NULL ? BIREME_OK : bireme_fail_memory(error);
    for (size_t k = 0; k < places->n && status == BIREME_OK; k++)
        status = look_at(l, places->money + k * n, error);
    bool other = status == BIREME_OK && l->more > -INFINITY;
    if (other) memcpy(from, l->top, n * sizeof *from);
    if (status == BIREME_OK) status = look_around(l, l->answer, error);
    if (other && status == BIREME_OK) status = look_around(l, from, error);
    bireme_free(from);
    return status;
}

/* ------------------------ the search with drawn scores */

static bireme_status drawn(bireme_splitting *s, const double *money, double *out, bireme_error *error)
{
    double se;
    bireme_status status = bireme_splitting_run(s, s->study, false, money, s->more, s->score[1], error);
    if (status == BIREME_OK) *out = bireme_sample_mean(s->score[1], s->more, s->study->replicates, &se);
    return status;
}

static bireme_status climb(bireme_splitting *s, double *best, bireme_error *error)
{
    size_t n = s->n, runs = 0, most = 100 + 40 * n;
    double total = s->split->total, value, *money = bireme_calloc(2 * n, sizeof *money), *top = money + n;
    if (money == NULL) return bireme_fail_memory(error);
    bireme_status status = drawn(s, best, &value, error);
    for (double step = total / 4; step > total / 500 && runs < most && status == BIREME_OK;) {
        double highest = value, here;
        for (size_t m = 0; m < bireme_splitting_moves(s) && status == BIREME_OK; m++) {
            if (!bireme_splitting_move(s, m, step, best, money)) continue;
            status = drawn(s, money, &here, error);
            runs++;
            if (status != BIREME_OK || !(here > highest + bireme_splitting_rounding(here, value))) continue;
            highest = here;
            memcpy(top, money, n * sizeof *top);
        }
        if (highest > value)
            memcpy(best, top, n * sizeof *best);
        else
            step /= 2;
        value = highest;
    }
    bireme_free(money);
    return status;
}

bireme_status bireme_splitting_take_better(bireme_splitting *s, const double *found, double *best,
                                           bireme_error *error)
{
    uint64_t trials = s->run.trials;
    double se;
    bireme_status status = bireme_splitting_run(s, s->fresh, false, best, trials, s->score[0], error);
    double value = status == BIREME_OK ? bireme_sample_mean(s->score[0], trials, s->fresh->replicates, &se)
                                       : 0;
    if (status == BIREME_OK)
        status = bireme_splitting_run(s, s->fresh, false, found, trials, s->score[1], error);
    if (status != BIREME_OK) return status;
    for (uint64_t i = 0; i < trials; i++) s->score[1][i] -= s->score[0][i];
    double more = bireme_sample_mean(s->score[1], trials, s->fresh->replicates, &se);
    s->split->searched_again = more > 2 * se && more > bireme_splitting_rounding(value, more);
    if (s->split->searched_again) memcpy(best, found, s->n * sizeof *best);
    return BIREME_OK;
}

/* ------------------------ both */

/* A smaller gain is no reason: the search is not more accurate than that. */
static double least_of(const bireme_splitting *s, double value)
{
    const double exact = 1e-4;
    return s->split->objective == BIREME_OBJECTIVE_P_GOAL ? exact : exact * fabs(value);
}

static bireme_status start_look(look *l, const double *answer, bireme_error *error)
{
    bireme_splitting *s = l->s;
    double se;
    l->more = -INFINITY;
    l->answer = answer;
    l->money = bireme_calloc(3 * s->n, sizeof *l->money);
    if (l->money == NULL) return bireme_fail_memory(error);
    l->top = l->money + s->n;
    l->best = l->top + s->n;
    bireme_status status = bireme_splitting_run(s, l->study, false, answer, l->trials, s->score[0], error);
    if (status != BIREME_OK) return status;
    l->base = s->score[0];
    l->value = bireme_sample_mean(l->base, l->trials, l->study->replicates, &se);
    l->least = least_of(s, l->value);
    return BIREME_OK;
}

bireme_status bireme_splitting_search_again(bireme_splitting *s, const double *frontier, const double *best,
                                            double *found, bool *again, bireme_error *error)
{
    bireme_split_places places = {0};
    look l = {.s = s, .study = s->study, .trials = s->more, .limit = s->exact ? 3 : 2};
    bireme_status status = bireme_splitting_find_places(s, frontier, &places, error);
    if (status == BIREME_OK) status = start_look(&l, best, error);
    if (status == BIREME_OK) status = look_everywhere(&l, &places, error);
    *again = status == BIREME_OK && l.gain > 0;
    if (*again) {
        memcpy(found, l.best, s->n * sizeof *found);
        status = climb(s, found, error);
    }
    bireme_free(places.money);
    bireme_free(l.money);
    return status;
}

/* Of many that are equally good some are better by two standard errors by chance, so three are required. */
bireme_status bireme_splitting_look_beside(bireme_splitting *s, const double *frontier, const double *best,
                                           bireme_error *error)
{
    bireme_split_places places = {0};
    look l = {.s = s, .study = s->fresh, .trials = bireme_splitting_trials_of_margins(s), .limit = 2},
         all = {.s = s, .study = s->fresh, .trials = s->run.trials, .limit = 3};
    bireme_status status = bireme_splitting_find_places(s, frontier, &places, error);
    if (status == BIREME_OK) status = start_look(&l, best, error);
    if (status == BIREME_OK) status = look_everywhere(&l, &places, error);
    if (status == BIREME_OK && l.gain > 0) {
        status = start_look(&all, best, error);
        if (status == BIREME_OK) status = look_at(&all, l.best, error);
    }
    s->split->looked_at = l.looked;
    s->split->beaten_by = all.gain;
    s->split->beaten_by_se = all.gain_se;
    bireme_free(places.money);
    bireme_free(l.money);
    bireme_free(all.money);
    return status;
}

/* ------------------------ the end of the search */

/* Whether moving the last amount from one line to another brings more than a tenth of what it brings where it
 * is. At a kink (all that is won needs reps and leads) the last money of two lines differs by nature, and no
 * move gains. */
static bireme_status still_gains(bireme_splitting *s, size_t from, size_t to, const double *best,
                                 const double *base, double *money, bool *out, bireme_error *error)
{
    const double apart = 0.1;
    bireme_split *split = s->split;
    uint64_t trials = bireme_splitting_trials_of_margins(s);
    double amount = bireme_splitting_move_pair(s, from, to, split->last_amount, best, money), se;
    if (!(amount > 0.1 * split->last_amount)) return BIREME_OK;
    bireme_status status = bireme_splitting_run(s, s->fresh, !split->searched_again, money, trials,
                                                s->score[1], error);
    if (status != BIREME_OK) return status;
    for (uint64_t i = 0; i < trials; i++) s->score[1][i] -= base[i];
    double gain = bireme_sample_mean(s->score[1], trials,
                                     bireme_splitting_replicates(s, s->fresh, !split->searched_again), &se);
    double last = split->margins[from].last;
    if (isnan(last)) last = 0;
    double least = fmax(apart * fabs(last) * amount / split->last_amount,
                        1e-6 * fmax(fabs(split->retested), fabs(split->best.value)));
    *out |= gain - 3 * se > least;
    return BIREME_OK;
}

/* Whether the line is among the few whose last money brings most, or least. */
static bool is_extreme(const bireme_split *split, size_t i, bool most)
{
    enum { FEW = 3 };
    size_t before = 0;
    double last = split->margins[i].last;
    for (size_t k = 0; k < split->n_lines; k++) {
        double other = split->margins[k].last;
        before += k != i && !(most ? other <= last : other >= last);
    }
    return before < FEW;
}

bireme_status bireme_splitting_find_end(bireme_splitting *s, const double *best, const double *base,
                                        bireme_error *error)
{
    enum { ALL_UP_TO = 8 };
    bool gains = false;
    double *money = bireme_calloc(s->n, sizeof *money);
    bireme_status status = money != NULL ? BIREME_OK : bireme_fail_memory(error);
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < s->n && status == BIREME_OK; k++) {
            bool whole = s->reps != SIZE_MAX && (i == s->reps || k == s->reps) &&
                         s->lines[s->reps].line->whole;
            bool asked = s->n <= ALL_UP_TO || is_extreme(s->split, i, false) || is_extreme(s->split, k, true);
            if (i != k && !whole && asked && !gains)
                status = still_gains(s, i, k, best, base, money, &gains, error);
        }
    s->split->converged = !gains;
    bireme_free(money);
    return status;
}
