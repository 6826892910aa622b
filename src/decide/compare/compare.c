/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Comparing scenarios: forecasts on common random numbers (engine/run/forecasts.h) whose trials are kept, and
 * statistics of the pairs of trials. A difference has far less spread than the two forecasts as far as they
 * share random numbers, and its standard error comes from its own replicates.
 */
#include "decide/compare/internal.h"
#include "decide/target/settle.h"

#include <math.h>
#include <string.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/text.h"
#include "engine/run/forecasts.h"
#include "engine/run/metric_of.h"
#include "engine/run/parallel.h"
#include "engine/metrics/unseen.h"
#include "model/metric.h"
#include "model/past.h"
#include "model/quarters.h"
#include "scenario/internal.h"
#include "scenario/build/mix.h"
#include "stats/replicates.h"
#include "stats/sample.h"

/* ------------------------ what is asked for */

static bireme_status settle(const bireme_scenario *const *scenarios, size_t n,
                            const bireme_compare_options *options, bireme_run_options *run,
                            bireme_error *error)
{
    if (n < 2 || n > BIREME_COMPARE_MOST)
        return bireme_fail(error, BIREME_DOMAIN, "%zu scenarios were given; 2 to %d can be compared", n,
                           (int)BIREME_COMPARE_MOST);
    if (options->baseline >= n)
        return bireme_fail(error, BIREME_DOMAIN,
                           "the baseline is scenario %zu, counted from 0; there are %zu", options->baseline,
                           n);
    const bireme_model *first = bireme_scenario_model(scenarios[0]);
    bireme_status status = bireme_compare_currency(scenarios, n, error);
    if (status != BIREME_OK) return status;
    status = bireme_run_options_take(options->run, run, error);
    if (status != BIREME_OK) return status;
    if (run->precision == 0) run->precision = first->precision > 0 ? first->precision : -1;
    run->trials = bireme_model_trials(first, run->trials, run->precision > 0 ? run->precision : 0);
    if (!run->has_seed) run->seed = first->seed;
    run->has_seed = true;
    if (run->sampler == BIREME_SAMPLER_UNSET) run->sampler = first->sampler;
    if (run->threads >= 0 && run->threads <= BIREME_THREADS_MOST)
        run->threads = bireme_parallel_threads(run->threads);
    run->totals_only = run->fiscal_year_start == 0;
    run->keep_samples = true;
    return BIREME_OK;
}

/* With a precision: finds the trials that each scenario needs; then all run the largest number of them. */
static bireme_status find_trials(const bireme_scenario *const *scenarios, size_t n, bireme_run_options *run,
                                 bireme_comparison *c, bireme_error *error)
{
    for (size_t s = 0; s < n; s++) c->precision[s] = (bireme_precision_result){.wanted = NAN, .reached = NAN};
    if (!(run->precision > 0)) return BIREME_OK;
    bireme_run_options alone = *run;
    uint64_t most = 0;
    alone.keep_samples = false;
    bireme_status status = bireme_forecasts_run(scenarios, n, &alone, NULL, NULL, c->forecast, error);
    for (size_t s = 0; s < n; s++) {
        if (status == BIREME_OK) {
            uint64_t trials = bireme_forecast_trials(c->forecast[s]);
            if (trials > most) most = trials;
            c->precision[s] = *bireme_forecast_precision(c->forecast[s]);
        }
        bireme_forecast_free(c->forecast[s]);
        c->forecast[s] = NULL;
    }
    run->trials = most;
    run->precision = -1;
    return status;
}

/* The metric's name belonged to a forecast that has been freed. */
static void name_precision(bireme_comparison *c, size_t s)
{
    const bireme_forecast *forecast = c->forecast[s];
    if (c->precision[s].asked)
        c->precision[s].metric = bireme_forecast_metric_name(forecast,
                                                             bireme_forecast_regime_metric(forecast));
}

/* ------------------------ names and metrics */

static bireme_status name_all(bireme_comparison *c, const bireme_scenario *const *scenarios,
                              bireme_error *error)
{
    for (size_t s = 0; s < c->n; s++) {
        bireme_text name = {0};
        const char *own = bireme_scenario_name(scenarios[s]);
        bireme_text_append(&name, own);
        for (size_t number = 2, k = 0; k < s;) { /* "Base (2)", unless that is taken too */
            if (strcmp(c->name[k++], bireme_text_string(&name)) != 0) continue;
            name.length = 0;
            bireme_text_format(&name, "%s (%zu)", own, number++);
            k = 0;
        }
        c->name[s] = name.failed ? NULL : bireme_arena_text(&c->arena, bireme_text_string(&name));
        bireme_text_free(&name);
        if (c->name[s] == NULL) return bireme_fail_memory(error);
    }
    return BIREME_OK;
}

/* Adds those of the forecast's metrics that are not in the list yet. */
static void add_metrics(bireme_comparison *c, const bireme_forecast *forecast)
{
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++) {
        const char *name = bireme_forecast_metric_name(forecast, m);
        if (bireme_comparison_metric_of(c, name) != SIZE_MAX) continue;
        c->metric_name[c->n_metrics] = name;
        c->unit[c->n_metrics++] = bireme_forecast_metric_unit(forecast, m);
    }
}

static bireme_status unite_metrics(bireme_comparison *c, bireme_error *error)
{
    size_t most = 0;
    for (size_t s = 0; s < c->n; s++) most += bireme_forecast_metric_count(c->forecast[s]);
    c->metric_name = bireme_arena_alloc(&c->arena, most, sizeof *c->metric_name);
    c->unit = bireme_arena_alloc(&c->arena, most, sizeof *c->unit);
    if (c->arena.failed) return bireme_fail_memory(error);
    add_metrics(c, c->forecast[c->baseline]);
    for (size_t s = 0; s < c->n; s++) add_metrics(c, c->forecast[s]);
    c->index = bireme_arena_alloc(&c->arena, c->n, bireme_times(c->n_metrics, sizeof *c->index));
    c->difference = bireme_arena_alloc(&c->arena, c->n, bireme_times(c->n_metrics, sizeof *c->difference));
    if (c->arena.failed) return bireme_fail_memory(error);
    for (size_t s = 0; s < c->n; s++)
        for (size_t m = 0; m < c->n_metrics; m++)
            c->index[s * c->n_metrics + m] = bireme_forecast_metric_of(c->forecast[s], c->metric_name[m]);
    return BIREME_OK;
}

bireme_status bireme_compare_metric(const bireme_scenario *const *scenarios, size_t n, const char *asked,
                                    char **name, bool *less_is_better, bireme_error *error)
{
    const bireme_model *first = bireme_scenario_model(scenarios[0]);
    const char *wanted = asked != NULL ? asked : bireme_settle_metric_name(first);
    for (size_t s = 0; s < n; s++) {
        bireme_metrics *metrics = NULL;
        const bireme_model *model = bireme_scenario_model(scenarios[s]);
        bireme_status status = bireme_metrics_create(model, &metrics, error);
        if (status != BIREME_OK) return status;
        size_t found;
        status = bireme_settle_metric(model, metrics, wanted, &found, error);
        if (status == BIREME_OK) status = bireme_settle_known(model, &metrics->items[found], error);
        if (status == BIREME_OK) *less_is_better = bireme_metric_less_is_better(metrics->items[found].kind);
        bireme_metrics_free(metrics);
        if (status != BIREME_OK) return status;
    }
    *name = bireme_strdup(wanted);
    return *name != NULL ? BIREME_OK : bireme_fail_memory(error);
}

/* ------------------------ pairs of trials */

static const double *samples_of(const bireme_comparison *c, size_t scenario, size_t metric)
{
    size_t index = c->index[scenario * c->n_metrics + metric];
    return index == SIZE_MAX ? NULL : bireme_forecast_samples(c->forecast[scenario], index);
}

/* Shared by the threads. */
typedef struct pairing {
    bireme_comparison *c;
    uint64_t trials;
    unsigned replicates;
    double **room;         /* [threads][trials] */
    bireme_status *status; /* [metrics] */
} pairing;

static bireme_status subtract(const pairing *p, double *room, size_t s, size_t m)
{
    bireme_comparison *c = p->c;
    const double *own = samples_of(c, s, m), *base = samples_of(c, c->baseline, m);
    if (s == c->baseline || own == NULL || base == NULL) return BIREME_OK;
    bireme_paired *paired = &c->difference[s * c->n_metrics + m];
    bireme_difference *d = &paired->difference;
    d->summary = &paired->summary;
    for (uint64_t i = 0; i < p->trials; i++) room[i] = bireme_sum_difference(own[i], base[i]);
    d->probability_above = bireme_sample_above(room, p->trials, p->replicates, 0, &d->probability_above_se,
                                               &d->probability_equal);
    bireme_status status = bireme_sample_summarise(room, p->trials, p->replicates, &paired->summary, NULL);
    if (status == BIREME_OK && c->tail_power > 0) bireme_unseen_add(c->tail_power, &paired->summary);
    return status;
}

static void subtract_metric(void *context, size_t thread, size_t m)
{
    pairing *p = context;
    for (size_t s = 0; s < p->c->n && p->status[m] == BIREME_OK; s++)
        p->status[m] = subtract(p, p->room[thread], s, m);
}

/* The best value of a trial; NAN if no scenario has one. */
static double best_of(const bireme_comparison *c, const double *const *value, uint64_t i)
{
    double best = NAN;
    for (size_t s = 0; s < c->n; s++) {
        double x = value[s][i];
        if (isnan(best) || (c->less_is_better ? x < best : x > best)) best = isnan(x) ? best : x;
    }
    return best;
}

/* The regret, and how often it is 0. */
static bireme_status choose(const pairing *p, bireme_error *error)
{
    bireme_comparison *c = p->c;
    const double *value[BIREME_COMPARE_MOST];
    for (size_t s = 0; s < c->n; s++) value[s] = samples_of(c, s, c->metric);
    for (size_t s = 0; s < c->n; s++) {
        bireme_choice *choice = &c->choice[s];
        choice->regret = &c->regret[s];
        double worse;
        for (uint64_t i = 0; i < p->trials; i++)
            p->room[0][i] = fabs(bireme_sum_difference(best_of(c, value, i), value[s][i]));
        worse = bireme_sample_above(p->room[0], p->trials, p->replicates, 0, &choice->probability_best_se,
                                    NULL);
        choice->probability_best = 1 - worse;
        bireme_status status = bireme_sample_summarise(p->room[0], p->trials, p->replicates, &c->regret[s],
                                                       error);
        if (status != BIREME_OK) return status;
        if (c->tail_power > 0) bireme_unseen_add(c->tail_power, &c->regret[s]);
    }
    return BIREME_OK;
}

static bireme_status pair_trials(bireme_comparison *c, const bireme_run_options *run, bireme_error *error)
{
    size_t threads = (size_t)run->threads;
    bireme_arena rooms = {0};
    pairing p = {.c = c,
                 .trials = bireme_forecast_trials(c->forecast[0]),
                 .replicates = run->sampler == BIREME_SAMPLER_RANDOM ? 1 : BIREME_REPLICATES_MOST,
                 .room = bireme_arena_alloc(&rooms, threads, sizeof *p.room),
                 .status = bireme_arena_alloc(&rooms, c->n_metrics, sizeof *p.status)};
    for (size_t t = 0; t < threads && !rooms.failed; t++)
        p.room[t] = bireme_arena_alloc(&rooms, p.trials, sizeof **p.room);
    bireme_status status = rooms.failed ? bireme_fail_memory(error) : BIREME_OK;
    if (status == BIREME_OK) {
        bireme_parallel_each(run->threads, c->n_metrics, subtract_metric, &p);
        for (size_t m = 0; m < c->n_metrics && status == BIREME_OK; m++)
            if (p.status[m] != BIREME_OK) status = bireme_fail_memory(error);
    }
    if (status == BIREME_OK) status = choose(&p, error);
    if (status == BIREME_OK) status = bireme_compare_quarters(c, p.replicates, p.room[0], error);
    bireme_arena_free(&rooms);
    return status;
}

/* ------------------------ all of it */

static bireme_status create(const bireme_scenario *const *scenarios, size_t n, size_t baseline,
                            bireme_comparison **out, bireme_error *error)
{
    bireme_comparison *c = bireme_calloc(1, sizeof *c);
    if (c == NULL) return bireme_fail_memory(error);
    c->n = n;
    c->baseline = baseline;
    for (size_t s = 0; s < n; s++)
        c->tail_power = fmax(c->tail_power, bireme_scenario_model(scenarios[s])->tail_power);
    c->name = bireme_arena_alloc(&c->arena, n, sizeof *c->name);
    c->forecast = bireme_arena_alloc(&c->arena, n, sizeof *c->forecast);
    c->choice = bireme_arena_alloc(&c->arena, n, sizeof *c->choice);
    c->regret = bireme_arena_alloc(&c->arena, n, sizeof *c->regret);
    c->bridge = bireme_arena_alloc(&c->arena, n, sizeof *c->bridge);
    c->precision = bireme_arena_alloc(&c->arena, n, sizeof *c->precision);
    *out = c;
    return c->arena.failed ? bireme_fail_memory(error) : BIREME_OK;
}

static bireme_status take(const bireme_compare_options *options, bireme_compare_options *out,
                          bireme_error *error)
{
    bireme_compare_options_init(out);
    return bireme_options_take(out, sizeof *out, options, "bireme_compare_options", error);
}

bireme_status bireme_comparison_run(const bireme_scenario *const *scenarios, size_t n,
                                    const bireme_compare_options *options, bireme_comparison **out,
                                    bireme_error *error)
{
    bireme_compare_options own;
    bireme_run_options run = {.size = sizeof(bireme_run_options)};
    bireme_comparison *c = NULL;
    char *metric = NULL;
    bool less_is_better = false;
    bireme_status status = take(options, &own, error);
    if (status == BIREME_OK) status = settle(scenarios, n, &own, &run, error);
    if (status == BIREME_OK)
        status = bireme_compare_metric(scenarios, n, own.metric, &metric, &less_is_better, error);
    run.keep_quarters_of = run.fiscal_year_start != 0 ? metric : NULL;
    if (status == BIREME_OK) status = create(scenarios, n, own.baseline, &c, error);
    if (status == BIREME_OK) status = name_all(c, scenarios, error);
    if (status == BIREME_OK) status = find_trials(scenarios, n, &run, c, error);
    if (status == BIREME_OK) {
        c->less_is_better = less_is_better;
        status = bireme_compare_run(scenarios, c, metric, &run, own.bridge, error);
    }
    if (status == BIREME_OK) status = unite_metrics(c, error);
    for (size_t s = 0; status == BIREME_OK && s < n; s++) name_precision(c, s);
    if (status == BIREME_OK) {
        c->metric = bireme_comparison_metric_of(c, metric);
        status = pair_trials(c, &run, error);
    }
    bireme_free(metric);
    if (status != BIREME_OK) {
        bireme_comparison_free(c);
        return status;
    }
    *out = c;
    return BIREME_OK;
}

/* ------------------------ what it needs */

/* Counts the hybrids for the bridges (bridge.c): with k groups that differ, k − 1 forwards and as many
 * backwards. */
static bireme_status count_hybrids(const bireme_scenario *const *scenarios, size_t n, size_t baseline,
                                   size_t *count, bireme_error *error)
{
    char why[BIREME_MIX_WHY_SIZE];
    *count = 0;
    for (size_t s = 0; s < n; s++) {
        unsigned bits = 0;
        if (s == baseline || !bireme_scenario_mixes(scenarios[baseline], scenarios[s], why, sizeof why))
            continue;
        bireme_status status = bireme_scenario_parts(scenarios[baseline], scenarios[s], &bits, error);
        if (status != BIREME_OK) return status;
        size_t groups = (size_t)__builtin_popcount(bits);
        if (groups > 1) *count += 2 * (groups - 1);
    }
    return BIREME_OK;
}

/* The quarters and years whose trials are kept. */
static double spans_of(const bireme_scenario *scenario, const bireme_run_options *run)
{
    const bireme_model *model = bireme_scenario_model(scenario);
    const size_t periods = bireme_model_whole(model);
    return (double)bireme_quarters_count(&model->past.calendar, periods, run->fiscal_year_start) +
           (double)bireme_years_count(&model->past.calendar, periods, run->fiscal_year_start);
}

/* The compiled scenarios, the trials of the given ones, one hybrid at a time, of which one metric is kept,
 * and the working space. */
bireme_status bireme_comparison_need(const bireme_scenario *const *scenarios, size_t n,
                                     const bireme_compare_options *options, bireme_need *out,
                                     bireme_error *error)
{
    bireme_compare_options own;
    bireme_run_options run = {.size = sizeof(bireme_run_options)};
    bireme_need need = {.bytes = BIREME_PROGRAM_BYTES, .address = BIREME_PROGRAM_BYTES};
    double plans = 0, bytes = 0, address = 0, trials = 0, steps = 0;
    size_t hybrids = 0;
    bireme_status status = take(options, &own, error);
    if (status == BIREME_OK) status = settle(scenarios, n, &own, &run, error);
    if (status == BIREME_OK && own.bridge)
        status = count_hybrids(scenarios, n, own.baseline, &hybrids, error);
    for (size_t s = 0; s < n && status == BIREME_OK; s++) {
        bireme_need one;
        double compiled;
        status = bireme_forecasts_need(bireme_scenario_model(scenarios[s]), &run, &one, &compiled, error);
        if (status != BIREME_OK) return status;
        need.bytes += one.bytes + compiled - BIREME_PROGRAM_BYTES;
        need.address += one.address + compiled - BIREME_PROGRAM_BYTES;
        plans = fmax(plans, compiled - BIREME_PROGRAM_BYTES);
        bytes = fmax(bytes, one.bytes);
        address = fmax(address, one.address);
        trials += one.trials;
        steps += one.steps;
    }
    if (status != BIREME_OK) return status;
    double each = trials / (double)n * sizeof(double), extra = (double)hybrids * (plans + each);
    double rooms = each * (run.threads > 0 ? run.threads : 1);
    for (size_t s = 0; s < n && run.fiscal_year_start > 0; s++) extra += each * spans_of(scenarios[s], &run);
    need.bytes += extra + rooms + (hybrids > 0 ? bytes : 0);
    need.address += extra + rooms + (hybrids > 0 ? address : 0);
    need.trials = trials * (1 + (double)hybrids / (double)n);
    need.steps = steps * (1 + (double)hybrids / (double)n);
    *out = need;
    return BIREME_OK;
}
