/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The best division. Variables are shares of the total; that they add up to 1, the shares of groups and a
 * given share of marketing are linear constraints. Response curves and capacity cause local optima, so many
 * starts are valued: today's division, equal parts, most of it in one line, random ones. The search starts,
 * with few trials, from today's and the most promising of them, and continues with more trials from the best
 * result.
 *
 * Whole reps: they are first treated as divisible; then fixed at the whole numbers next to the result, with
 * the rest divided again.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/error.h"
#include "base/memory.h"
#include "decide/split/internal.h"
#include "numeric/solve/optimum.h"
#include "numeric/special/special.h"
#include "random/stream.h"

/* ------------------------ one search */

enum { LINEAR_MOST = 2 + 2 * BIREME_OWNER_COUNT };

typedef struct problem {
    bireme_splitting *s;
    uint64_t trials;
    double *money;      /* [n] working space */
    double *low, *high; /* [n] shares */
    double *factor;     /* [LINEAR_MOST × n] */
    bireme_linear linear[LINEAR_MOST];
    size_t n_linear;
} problem;

static bireme_status value_of(void *context, const double *x, double *out, bireme_error *error)
{
    problem *p = context;
    for (size_t i = 0; i < p->s->n; i++) p->money[i] = x[i] * p->s->split->total;
    return bireme_splitting_value(p->s, p->money, p->trials, out, error);
}

/* owner −1: all lines. */
static void constrain(problem *p, int owner, double sign, double limit, bool equal)
{
    double *factor = p->factor + p->n_linear * p->s->n;
    for (size_t i = 0; i < p->s->n; i++)
        factor[i] = owner < 0 || (int)p->s->lines[i].owner == owner ? sign : 0;
    p->linear[p->n_linear++] = (bireme_linear){factor, limit, equal};
}

static void add_constraints(problem *p, double marketing)
{
    const bireme_decision *decision = &p->s->model->decision;
    constrain(p, -1, 1, 1, true);
    if (!isnan(marketing)) constrain(p, BIREME_OWNER_MARKETING, 1, marketing, true);
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) {
        if (o == BIREME_OWNER_MARKETING && !isnan(marketing)) continue;
        if (decision->share_min[o] > 0) constrain(p, o, -1, -decision->share_min[o], false);
        if (decision->share_max[o] < 1) constrain(p, o, 1, decision->share_max[o], false);
    }
}

static bireme_status make(problem *p, double marketing, bireme_error *error)
{
    size_t n = p->s->n;
    double total = p->s->split->total;
    p->money = bireme_calloc(n, sizeof *p->money);
    p->low = bireme_calloc(n, sizeof *p->low);
    p->high = bireme_calloc(n, sizeof *p->high);
    p->factor = bireme_calloc(LINEAR_MOST * n, sizeof *p->factor);
    if (!p->money || !p->low || !p->high || !p->factor) return bireme_fail_memory(error);
    for (size_t i = 0; i < n; i++)
        p->low[i] = p->s->lines[i].low / total, p->high[i] = p->s->lines[i].high / total;
    add_constraints(p, marketing);
    return BIREME_OK;
}

static void free_problem(problem *p)
{
    bireme_free(p->money);
    bireme_free(p->low);
    bireme_free(p->high);
    bireme_free(p->factor);
}

/* The number of free variables. */
static size_t freedom(const problem *p)
{
    size_t free = 0;
    for (size_t i = 0; i < p->s->n; i++) free += p->high[i] - p->low[i] > 1e-9;
    return free;
}

/* First with differences of a thousandth of the total, which do not take the steep beginning of a response
 * curve for all of it; then, to polish, with small ones, again and again with a fresh curvature as long as
 * that gains. */
static bireme_status optimise(problem *p, const bireme_split_task *task, double *x, double *value,
                              bireme_error *error)
{
    enum { ROUNDS = 6 };
    const double little = 1e-9;
    bireme_optimum optimum = {.n = p->s->n,
                              .low = p->low,
                              .high = p->high,
                              .n_linear = p->n_linear,
                              .linear = p->linear,
                              .value = value_of,
                              .context = p,
                              .step = 1e-3,
                              .central = p->s->exact,
                              .tolerance = task->tolerance,
                              .most = task->most};
    if (freedom(p) <= 1) return value_of(p, x, value, error);
    bireme_status status = BIREME_OK;
    double before = -INFINITY;
    if (!task->near) {
        status = bireme_optimum_find(&optimum, x, value, error);
        before = *value;
    }
    /* what is drawn has steps, and a law rounding, that a small difference would take for slopes */
    if (task->polish && !p->s->exact && (p->s->lawful || p->s->means)) optimum.relative = 1e-3;
    for (int k = 0; k < ROUNDS && status == BIREME_OK && task->polish; k++) {
        status = bireme_optimum_find(&optimum, x, value, error);
        if (*value - before <= little * fabs(*value)) break;
        before = *value;
    }
    return status;
}

/* reps: their number; NAN: free. */
static bireme_status solve(bireme_splitting *s, const bireme_split_task *task, double marketing, double reps,
                           double *money, double *value, bireme_error *error)
{
    problem p = {.s = s, .trials = task->trials};
    double total = s->split->total, *x = bireme_calloc(s->n, sizeof *x);
    bireme_status status = x != NULL ? make(&p, marketing, error) : bireme_fail_memory(error);
    if (status == BIREME_OK && !isnan(reps))
        p.low[s->reps] = p.high[s->reps] = bireme_splitting_cost(s, reps) / total;
    for (size_t i = 0; i < s->n && status == BIREME_OK; i++)
        x[i] = fmin(fmax(money[i] / total, p.low[i]), p.high[i]);
    if (status == BIREME_OK) status = optimise(&p, task, x, value, error);
    for (size_t i = 0; i < s->n && status == BIREME_OK; i++) { /* near a limit counts as at the limit */
        bool at_low = x[i] * total - s->lines[i].low < 1e-8 * total;
        money[i] = at_low ? s->lines[i].low : x[i] * total;
    }
    free_problem(&p);
    bireme_free(x);
    return status;
}

/* ------------------------ whole reps */

static bool has_other_sales(const bireme_splitting *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (i != s->reps && s->lines[i].owner != BIREME_OWNER_MARKETING) return true;
    return false;
}

/* Whether the others can take what is left with that many reps. */
static bool is_possible(const bireme_splitting *s, double reps)
{
    double rest = s->split->total - bireme_splitting_cost(s, reps), low = 0, high = 0,
           slack = 1e-9 * s->split->total;
    const bireme_split_line *line = &s->lines[s->reps];
    for (size_t i = 0; i < s->n; i++)
        if (i != s->reps) low += s->lines[i].low, high += s->lines[i].high;
    double cost = bireme_splitting_cost(s, reps);
    return cost >= line->low - slack && cost <= line->high + slack && rest >= low - slack &&
           rest <= high + slack;
}

/* The division with that many reps, the others changed as little as possible. */
static void with_reps(const bireme_splitting *s, double reps, const double *from, double *money)
{
    double cost = bireme_splitting_cost(s, reps), rest = s->split->total - cost, others = 0;
    for (size_t i = 0; i < s->n; i++) others += i != s->reps ? from[i] : 0;
    for (size_t i = 0; i < s->n; i++)
        money[i] = i == s->reps ? cost : others > 0 ? from[i] * rest / others : rest / (double)(s->n - 1);
}

static bireme_status make_whole(bireme_splitting *s, const bireme_split_task *task, double *money,
                                double *value, bireme_error *error)
{
    double reps = bireme_splitting_reps(s, money[s->reps]);
    double marketing = has_other_sales(s) ? task->marketing : NAN, best = -INFINITY;
    double *trial = bireme_calloc(2 * s->n, sizeof *trial), *found = trial + s->n;
    bireme_status status = trial != NULL ? BIREME_OK : bireme_fail_memory(error);
    for (int k = 0; k < 2 && status == BIREME_OK; k++) {
        double whole = k == 0 ? floor(reps) : floor(reps) + 1, here;
        if (!is_possible(s, whole)) continue;
        with_reps(s, whole, money, trial);
        status = solve(s, task, marketing, whole, trial, &here, error);
        if (status != BIREME_OK || !(here > best)) continue;
        best = here;
        memcpy(found, trial, s->n * sizeof *found);
    }
    if (status == BIREME_OK && best == -INFINITY)
        status = bireme_fail(error, BIREME_DOMAIN,
                             "no whole number of reps leaves an amount that the other lines can take within "
                             "their limits");
    if (status == BIREME_OK) {
        memcpy(money, found, s->n * sizeof *money);
        *value = best;
    }
    bireme_free(trial);
    return status;
}

bireme_status bireme_splitting_maximise(bireme_splitting *s, const bireme_split_task *task, double *money,
                                        double *value, bireme_error *error)
{
    const bool whole = task->whole && s->reps != SIZE_MAX && s->lines[s->reps].line->whole;
    bireme_status status = BIREME_OK;
    if (!whole || !task->near) status = solve(s, task, task->marketing, NAN, money, value, error);
    return status == BIREME_OK && whole ? make_whole(s, task, money, value, error) : status;
}

/* ------------------------ several starts */

enum { RANDOM_CANDIDATES = 12 };

/* A possible start, and its value. */
typedef struct candidate {
    double value;
    size_t number;
} candidate;

/* Today's division, equal parts, most of it in one line after another, random ones. */
void bireme_splitting_start(const bireme_splitting *s, size_t number, double *money)
{
    const double most = 0.9;
    double even = 1 / (double)s->n, total = s->split->total;
    bireme_stream stream = bireme_stream_create(s->run.seed, "split", "start");
    for (size_t i = 0; i < s->n; i++) {
        double u[2];
        bireme_stream_fill(&stream, 2 * i, (uint32_t)number, 0, 2, u);
        double share = number == 1         ? even
                       : number == 2 + i   ? most
                       : number < 2 + s->n ? (1 - most) * even
                                           : -log(u[0]); /* uniformly over the simplex */
        money[i] = number == 0 ? s->lines[i].today : share * total;
    }
    bireme_splitting_fit(s, total, money);
}

/* The highest value first; of equals the one valued earlier. */
static int by_value(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->value != y->value) return x->value < y->value ? 1 : -1;
    return (x->number > y->number) - (x->number < y->number);
}

/* The most promising candidates; today's division is always among them. */
static bireme_status choose_starts(bireme_splitting *s, double *money, candidate *all, bireme_error *error)
{
    size_t n = 2 + s->n + RANDOM_CANDIDATES;
    for (size_t k = 0; k < n; k++) {
        bireme_splitting_start(s, k, money);
        all[k].number = k;
        bireme_status status = bireme_splitting_value(s, money, BIREME_SPLIT_TRIALS, &all[k].value, error);
        if (status != BIREME_OK) return status;
    }
    qsort(all + 1, n - 1, sizeof *all, by_value);
    return BIREME_OK;
}

/* Searches from each start with few trials; best: the best division of all. */
static bireme_status search_from_all(bireme_splitting *s, const candidate *starts, double *money,
                                     double *best, bireme_error *error)
{
    const bireme_split_task task = {
        .trials = BIREME_SPLIT_TRIALS, .marketing = NAN, .tolerance = 1e-3, .most = 30};
    bireme_split *split = s->split;
    double highest = -INFINITY;
    for (size_t k = 0; k < BIREME_SPLIT_STARTS; k++) {
        double here;
        bireme_splitting_start(s, starts[k].number, money);
        bireme_status status = bireme_splitting_maximise(s, &task, money, &here, error);
        if (status != BIREME_OK) return status;
        bool of_probability = split->objective == BIREME_OBJECTIVE_P_GOAL;
        split->start_value[split->n_starts++] = of_probability ? bireme_normal_cdf(here) : here;
        if (!(here > highest)) continue;
        highest = here;
        memcpy(best, money, s->n * sizeof *best);
    }
    return BIREME_OK;
}

bireme_status bireme_splitting_search(bireme_splitting *s, double *best, double *value, bireme_error *error)
{
    const bireme_split_task first = {.trials = BIREME_SPLIT_TRIALS,
                                     .marketing = NAN,
                                     .polish = true,
                                     .tolerance = 1e-4,
                                     .most = 60},
                            last = {.trials = s->more,
                                    .marketing = NAN,
                                    .whole = true,
                                    .polish = true,
                                    .near = true,
                                    .tolerance = 1e-5,
                                    .most = 40};
    double *money = bireme_calloc(s->n, sizeof *money);
    candidate *starts = bireme_calloc(2 + s->n + RANDOM_CANDIDATES, sizeof *starts);
    s->split->start_value = bireme_arena_alloc(&s->split->arena, BIREME_SPLIT_STARTS,
                                               sizeof *s->split->start_value);
    bireme_status status = money && starts && s->split->start_value ? BIREME_OK : bireme_fail_memory(error);
    if (status == BIREME_OK) status = choose_starts(s, money, starts, error);
    if (status == BIREME_OK) status = search_from_all(s, starts, money, best, error);
    if (status == BIREME_OK) status = bireme_splitting_maximise(s, &first, best, value, error);
    if (status == BIREME_OK) status = bireme_splitting_maximise(s, &last, best, value, error);
    bireme_free(money);
    bireme_free(starts);
    return status;
}

bireme_status bireme_splitting_refine(bireme_splitting *s, double *best, double *value, bireme_error *error)
{
    const double near = 2e-4;
    const uint64_t trials = s->more < BIREME_SPLIT_TRIALS_OF_LAW ? s->more : BIREME_SPLIT_TRIALS_OF_LAW;
    const bireme_split_task task = {
        .trials = trials, .marketing = NAN, .whole = true, .polish = true, .tolerance = 1e-5, .most = 60};
    double by_moments, by_law;
    if (!s->lawful) return BIREME_OK;
    bireme_status status = bireme_splitting_mean(s, best, trials, &by_moments, error);
    s->exact = true;
    if (status == BIREME_OK) status = bireme_splitting_mean(s, best, trials, &by_law, error);
    if (status != BIREME_OK) return status;
    double scale = s->split->objective == BIREME_OBJECTIVE_P_GOAL ? 1 : fabs(by_law);
    s->exact = fabs(by_law - by_moments) > near * scale;
    return s->exact ? bireme_splitting_maximise(s, &task, best, value, error) : BIREME_OK;
}
