/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a split comes to and what more money brings, whatever it was divided for: revenue, the contribution
 * and, where revenue recurs and contracts outlive the horizon, npv.lifetime; over the horizon, on fresh
 * random numbers, as means given the rates where all of them have such. A line is given more from today's
 * division and from the best, all other lines as they are: what is revenue at the best may be a loss.
 */
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "compile/variant.h"
#include "decide/split/internal.h"
#include "decide/target/settle.h"
#include "model/metric.h"
#include "stats/sample.h"

enum { MEASURES = BIREME_MEASURES_MOST, AMOUNTS = 2, PLACES = 2 };

typedef struct measuring {
    bireme_splitting *s;
    bireme_study *study;
    uint64_t trials;
    size_t n;                                /* measures */
    double *base[MEASURES], *more[MEASURES]; /* [trials] */
    double *money;                           /* [lines] */
} measuring;

static bireme_status begin(measuring *m, const bireme_metric_kind *kind, bireme_error *error)
{
    bireme_splitting *s = m->s;
    bireme_wanted wanted[MEASURES];
    for (size_t k = 0; k < m->n; k++)
        wanted[k] = (bireme_wanted){
            .metric = bireme_metrics_at(s->study->compiled->metrics, bireme_metric_all(kind[k])),
            .by = s->model->periods - 1};
    const bireme_study_options options = {.trials = m->trials,
                                          .seed = s->split->fresh_seed,
                                          .sampler = s->run.sampler,
                                          .threads = s->run.threads,
                                          .cancelled = s->run.cancelled,
                                          .context = s->run.context,
                                          .n_wanted = m->n,
                                          .wanted = wanted};
    bireme_status status = bireme_study_create(s->model, &options, &m->study, error);
    if (status != BIREME_OK) return status;
    m->study->means = true;
    for (size_t k = 0; k < m->n; k++)
        m->study->means = m->study->means && bireme_study_has_means(m->study, k);
    return status;
}

static bireme_status make_rooms(measuring *m, const bireme_metric_kind *kind, bireme_error *error)
{
    bireme_split *split = m->s->split;
    for (size_t k = 0; k < m->n; k++) {
        m->base[k] = bireme_arena_alloc(&m->s->rooms, (size_t)m->trials, sizeof(double));
        m->more[k] = bireme_arena_alloc(&m->s->rooms, (size_t)m->trials, sizeof(double));
    }
    m->money = bireme_arena_alloc(&m->s->rooms, m->s->n, sizeof *m->money);
    split->measures = bireme_arena_alloc(&split->arena, m->n, sizeof *split->measures);
    split->more = bireme_arena_alloc(&split->arena, PLACES * AMOUNTS * m->s->n, m->n * sizeof *split->more);
    if (m->s->rooms.failed || split->arena.failed) return bireme_fail_memory(error);
    for (size_t k = 0; k < m->n; k++) {
        const bireme_metric_row *row = bireme_metric_row_of(kind[k]);
        split->measures[k] = (bireme_split_measure){.metric = bireme_arena_text(&split->arena, row->name),
                                                    .unit = row->unit};
    }
    split->n_measures = m->n;
    return split->arena.failed ? bireme_fail_memory(error) : BIREME_OK;
}

static bireme_status run(measuring *m, const double *money, double *const *out, bireme_error *error)
{
    bireme_compiled *compiled;
    bireme_status status = bireme_splitting_variant(m->s, m->study, money, &compiled, error);
    if (status != BIREME_OK) return status;
    status = bireme_study_run(m->study, compiled, NULL, m->trials, out, error);
    bireme_variant_free(compiled);
    return status;
}

/* The mean of value, less `base` if that is not NULL. */
static double mean_of(const measuring *m, double *value, const double *base, double *se)
{
    for (uint64_t i = 0; i < m->trials && base != NULL; i++) value[i] -= base[i];
    return bireme_sample_mean(value, m->trials, m->study->replicates, se);
}

/* ------------------------ today, and the best */

static bireme_status find_totals(measuring *m, const double *today, const double *best, bireme_error *error)
{
    bireme_status status = run(m, today, m->base, error);
    if (status == BIREME_OK) status = run(m, best, m->more, error);
    for (size_t k = 0; k < m->n && status == BIREME_OK; k++) {
        bireme_split_measure *of = &m->s->split->measures[k];
        of->today = mean_of(m, m->base[k], NULL, &of->today_se);
        of->best = mean_of(m, m->more[k], NULL, &of->best_se);
        of->gain = mean_of(m, m->more[k], m->base[k], &of->gain_se);
        const double rounding = bireme_splitting_rounding(m->s->split->best.mean, of->best);
        if (fabs(of->gain) <= rounding) of->gain = 0;
        if (fabs(of->best) <= rounding) of->best = 0;
    }
    return status;
}

/* ------------------------ more money */

static bireme_status find_more(measuring *m, const double *from, size_t i, double amount, bool at_best,
                               bireme_error *error)
{
    bireme_splitting *s = m->s;
    bireme_split *split = s->split;
    const double step = bireme_splitting_step(s, i, amount), share = step > amount ? amount / step : 1;
    const bool can = from[i] + step <= bireme_splitting_limit(s, i) * (1 + 1e-12);
    bireme_status status = BIREME_OK;
    memcpy(m->money, from, s->n * sizeof *m->money);
    m->money[i] += step;
    if (can) status = run(m, m->money, m->more, error);
    for (size_t k = 0; k < m->n && status == BIREME_OK; k++) {
        bireme_split_more *more = &split->more[split->n_more++];
        *more = (bireme_split_more){.path = split->best.parts[i].path,
                                    .metric = split->measures[k].metric,
                                    .at_best = at_best,
                                    .asked = amount,
                                    .amount = can ? step : NAN,
                                    .mean = NAN,
                                    .mean_se = NAN};
        if (can) more->mean = mean_of(m, m->more[k], m->base[k], &more->mean_se);
        more->mean *= share, more->mean_se *= share;
    }
    return status;
}

static bireme_status find_all_more(measuring *m, const double *from, bool at_best, bireme_error *error)
{
    const double amounts[AMOUNTS] = {m->s->split->last_amount, m->s->split->next_amount};
    bireme_status status = run(m, from, m->base, error);
    for (size_t i = 0; i < m->s->n; i++)
        for (size_t a = 0; a < AMOUNTS && status == BIREME_OK; a++)
            status = find_more(m, from, i, amounts[a], at_best, error);
    return status;
}

bireme_status bireme_splitting_measure(bireme_splitting *s, const double *best, bireme_error *error)
{
    measuring m = {.s = s, .trials = s->run.trials};
    bireme_metric_kind kind[MEASURES];
    m.n = bireme_settle_measures(s->model, kind);
    if (m.n == 0) return BIREME_OK;
    double *today = bireme_arena_alloc(&s->rooms, s->n, sizeof *today);
    bireme_status status = today != NULL ? make_rooms(&m, kind, error) : bireme_fail_memory(error);
    for (size_t i = 0; i < s->n && today != NULL; i++) today[i] = s->lines[i].today;
    if (status == BIREME_OK) status = begin(&m, kind, error);
    if (status == BIREME_OK) status = find_totals(&m, today, best, error);
    m.trials = bireme_splitting_trials_of_measures(s); /* differences need few */
    if (status == BIREME_OK) status = find_all_more(&m, today, false, error);
    if (status == BIREME_OK) status = find_all_more(&m, best, true, error);
    bireme_study_free(m.study);
    return status;
}
