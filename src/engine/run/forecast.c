/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running a forecast: handing out blocks of trials to threads in order, and collecting their metrics.
 *
 * The numbers do not depend on the threads: a task consists of fixed blocks, each task's moments are kept
 * apart and merged in the order of the tasks, and everything else that is shared is a count. Tasks are handed
 * out in order under a lock. When a run is cancelled, each thread finishes the block it is working on: the
 * finished trials are then the beginning of the run except for the rest of the tasks in progress, as good an
 * answer as any run of that many trials.
 */
#include "engine/run/forecasts.h"

#include <math.h>
#include <stdlib.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/text.h"
#include "engine/run/parallel.h"
#include "engine/run/run.h"
#include "engine/run/tables.h"
#include "model/past.h"
#include "scenario/internal.h"

/* ------------------------ the trials */

/* The next task of the round, unless none is left or the run was cancelled. */
static size_t hand_out_task(void *context)
{
    bireme_run *r = context;
    bireme_run_options *o = &r->options;
    if (o->progress != NULL)
        o->progress(o->context, r->trials_before + bireme_run_trials_of(r, r->next), r->trials_in_all);
    if (!r->cancelled && o->cancelled != NULL && o->cancelled(o->context)) r->cancelled = true;
    if (r->cancelled || r->next == r->round_end) return BIREME_PARALLEL_END;
    return r->next++;
}

static void run_task(void *context, size_t thread, size_t task)
{
    bireme_run_task(context, thread, task);
}

static void end_round(void *context, size_t thread, size_t variable)
{
    bireme_run *r = context;
    (void)thread;
    bireme_collector_end_round(r->collector, r->next - r->round_first, variable);
}

void bireme_run_drain(bireme_run *r)
{
    bireme_parallel_drain(r->threads, hand_out_task, run_task, r);
}

static int by_place(const void *a, const void *b)
{
    const bireme_gap *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

/* Closes the gaps: what was done after a gap moves up to it. Threads without a gap have an empty one. */
static void close_gaps(bireme_run *r)
{
    size_t n = (size_t)r->threads, first = 0;
    qsort(r->gap, n, sizeof *r->gap, by_place);
    while (first < n && r->gap[first].to == 0) first++;
    for (size_t i = first; i < n; i++) r->missing += r->gap[i].to - r->gap[i].from;
    bireme_collector_close(r->collector, n - first, r->gap + first, bireme_run_trials_of(r, r->next));
}

/* Runs rounds until all trials are done or the precision is reached. A round is as long as all before it
 * together, so a run that stops has done at most twice as much as necessary, and where it stops depends only
 * on the numbers. */
static bireme_status run_trials(bireme_run *r, bireme_precision_result *precision, bireme_error *error)
{
    while (!r->cancelled && r->next < r->tasks && !precision->met) {
        bireme_status status = bireme_run_start_round(r, error);
        if (status != BIREME_OK) return status;
        bireme_run_drain(r);
        if (r->cancelled) close_gaps(r);
        bireme_parallel_each(r->threads, r->n_variables, end_round, r);
        if (r->precision > 0 && r->next > 0) bireme_run_check_precision(r, precision);
    }
    return BIREME_OK;
}

/* ------------------------ the result */

/* A run and the forecast that receives its results. */
typedef struct answering {
    bireme_run *r;
    bireme_forecast *forecast;
} answering;

/* The value of a sum less what it was in the periods that are over. */
static void take_away(double past, bireme_summary *summary)
{
    summary->mean -= past;
    summary->min -= past;
    summary->max -= past;
    for (size_t q = 0; q < BIREME_QUANTILE_COUNT; q++) summary->quantile[q] -= past;
}

/* What was, and what is to come; the total is left where it can be told. */
static void tell_apart(const bireme_run *r, bireme_forecast *forecast, size_t m)
{
    const bireme_model *model = r->compiled->model;
    const bireme_metric *metric = &r->compiled->metrics->items[m];
    bireme_metric_id id = forecast->id[m];
    bool known = bireme_past_suffices(model, id);
    for (size_t t = 0; t < forecast->past && forecast->has_period[m]; t++)
        bireme_run_state(r, bireme_past_value(model, id, t), &forecast->period[m * forecast->periods + t]);
    forecast->rest[m] = forecast->total[m];
    if (metric->total == BIREME_TOTAL_SUM)
        take_away(bireme_past_part(model, id), &forecast->rest[m]);
    else if (known && bireme_past_enters(id.kind)) /* only the ratio of all is computed */
        bireme_run_state(r, NAN, &forecast->rest[m]);
    if (!known) bireme_run_state(r, NAN, &forecast->total[m]);
}

static void summarise_metric(void *context, size_t part, size_t m)
{
    bireme_run *r = ((answering *)context)->r;
    bireme_forecast *forecast = ((answering *)context)->forecast;
    size_t past = forecast->past, periods = forecast->periods;
    if (!r->is_first[m]) return;
    bireme_run_summarise(r, part, m, r->slot[m], &forecast->total[m]);
    for (size_t t = past; t < periods && forecast->has_period[m]; t++)
        bireme_run_summarise(r, part, m, bireme_run_variable(r, m, t - past),
                             &forecast->period[m * periods + t]);
    for (size_t t = 0; m == r->split_metric && t + 1 < r->n_to_date; t++)
        bireme_run_summarise(r, part, m, r->first_to_date + t, &forecast->sum_to_date[past + t]);
    if (forecast->n_quarters > 0) bireme_run_summarise_quarters(r, part, m, forecast);
    if (past > 0) tell_apart(r, forecast, m);
    double terms = bireme_metric_terms(r->compiled, &r->compiled->metrics->items[m]);
    if (forecast->keeps_samples)
        bireme_collector_round_values(r->collector, r->slot[m], forecast->trials, terms);
}

static void summarise(bireme_run *r, bireme_forecast *forecast)
{
    size_t periods = forecast->periods;
    bireme_parallel_each(r->threads, forecast->n_metrics, summarise_metric, &(answering){r, forecast});
    for (size_t m = 0; m < forecast->n_metrics; m++) {
        size_t same = bireme_metrics_same(r->compiled->metrics, r->compiled->model, m);
        forecast->slot[m] = r->slot[m];
        if (same == m) continue;
        forecast->total[m] = forecast->total[same];
        if (forecast->rest != NULL) forecast->rest[m] = forecast->rest[same];
        for (size_t t = 0; t < periods && forecast->has_period[m]; t++)
            forecast->period[m * periods + t] = forecast->period[same * periods + t];
        for (size_t q = 0; q < forecast->n_quarters && forecast->has_period[m]; q++)
            forecast->in_quarter[m * forecast->n_quarters + q] =
                forecast->in_quarter[same * forecast->n_quarters + q];
        for (size_t y = 0; y < forecast->n_years && forecast->has_period[m]; y++)
            forecast->in_year[m * forecast->n_years + y] = forecast->in_year[same * forecast->n_years + y];
    }
}

void bireme_run_conclude(bireme_run *r, bireme_forecast *forecast)
{
    forecast->sampler = r->sampler;
    forecast->trials = bireme_run_done(r);
    summarise(r, forecast);
    bireme_run_answer(r, forecast);
    if (forecast->keeps_samples) {
        bireme_run_hand_over_quarters(r, forecast);
        forecast->collector = r->collector, r->collector = NULL;
    }
}

static bireme_status check_sampling(const bireme_model *model, bireme_run *r, bireme_error *error)
{
    double precision = r->options.precision;
    char number[BIREME_NUMBER_SIZE];
    switch (r->options.sampler) {
    case BIREME_SAMPLER_UNSET:
        r->sampler = model->sampler;
        break;
    case BIREME_SAMPLER_SOBOL:
    case BIREME_SAMPLER_LHS:
    case BIREME_SAMPLER_RANDOM:
        r->sampler = r->options.sampler;
        break;
    default:
        return bireme_fail(error, BIREME_DOMAIN,
                           "the sampler %d was asked for; possible are sobol (%d), lhs (%d) and random (%d)",
                           (int)r->options.sampler, BIREME_SAMPLER_SOBOL, BIREME_SAMPLER_LHS,
                           BIREME_SAMPLER_RANDOM);
    }
    if (!isfinite(precision) || precision >= 1)
        return bireme_fail(error, BIREME_DOMAIN,
                           "a precision of %s was asked for; it is a share, more than 0 and less than 1",
                           isfinite(precision) ? bireme_number_format(number, precision)
                                               : "no finite number");
    r->precision = precision > 0 ? precision : precision < 0 ? 0 : model->precision;
    return BIREME_OK;
}

bireme_status bireme_run_options_take(const bireme_run_options *given, bireme_run_options *out,
                                      bireme_error *error)
{
    bireme_run_options_init(out);
    return bireme_options_take(out, sizeof *out, given, "bireme_run_options", error);
}

static bireme_status check_options(const bireme_model *model, const bireme_run_options *given, bireme_run *r,
                                   bireme_error *error)
{
    bireme_status taken = bireme_run_options_take(given, &r->options, error);
    if (taken != BIREME_OK) return taken;
    bireme_status status = check_sampling(model, r, error);
    if (status != BIREME_OK) return status;
    r->trials = bireme_model_trials(model, r->options.trials, r->precision);
    r->seed = r->options.has_seed ? r->options.seed : model->seed;
    if (r->trials > BIREME_TRIALS_MOST)
        return bireme_fail(error, BIREME_DOMAIN, "%llu trials were asked for; at most %llu are possible",
                           (unsigned long long)r->trials, (unsigned long long)BIREME_TRIALS_MOST);
    if (r->options.threads < 0 || r->options.threads > BIREME_THREADS_MOST)
        return bireme_fail(error, BIREME_DOMAIN, "%d threads were asked for; 1 to %d are possible",
                           r->options.threads, (int)BIREME_THREADS_MOST);
    r->threads = bireme_parallel_threads(r->options.threads);
    return bireme_run_check_quarters(model, &r->options, error);
}

static void find_goal(bireme_run *r)
{
    const bireme_model *model = r->compiled->model;
    size_t metric = model->goal.present ? bireme_metrics_find(r->compiled->metrics, model->goal.metric)
                                        : SIZE_MAX;
    if (metric != SIZE_MAX) {
        r->goal_metric = bireme_metrics_same(r->compiled->metrics, model, metric);
        r->goal = bireme_metric_threshold(r->compiled, &r->compiled->metrics->items[r->goal_metric],
                                          model->goal.at_least, model->goal.at_most);
    }
    r->split_metric = r->goal_metric != SIZE_MAX ? r->goal_metric : 0; /* revenue is metric 0 */
}

static bireme_status read_given(bireme_run *r, const bireme_model *model, bireme_error *error)
{
    r->given = bireme_arena_alloc(&r->arena, r->options.n_given, sizeof *r->given);
    if (r->given == NULL) return bireme_fail_memory(error);
    return bireme_conditions_read(model, r->options.given, r->options.n_given, r->given, error);
}

/* ------------------------ one run, or several on the same random numbers */

bireme_status bireme_run_prepare(const bireme_model *model, const bireme_compiled *compiled,
                                 const bireme_run_options *options, bireme_run *r, bireme_error *error)
{
    *r = (bireme_run){.goal_metric = SIZE_MAX};
    bireme_status status = check_options(model, options, r, error);
    if (status == BIREME_OK) status = read_given(r, model, error);
    if (status == BIREME_OK && compiled == NULL)
        status = bireme_tables_compile(model, r->threads, &r->own_compiled, error);
    if (status != BIREME_OK) return status;
    r->compiled = compiled != NULL ? compiled : r->own_compiled;
    find_goal(r);
    return bireme_sources_create(model, r->seed, &r->sources, error);
}

/* Whether counts must stay in their periods although only totals are wanted. */
static bool needs_periods(const bireme_run *r)
{
    const bireme_metrics *metrics = r->compiled->metrics;
    bool needs = bireme_run_asks_earlier(r);
    for (size_t m = 0; m < metrics->count && !needs; m++) needs = bireme_block_is_timed(&metrics->items[m]);
    return needs;
}

bireme_status bireme_run_place(bireme_run *runs, size_t n, bireme_layout *layout, bireme_error *error)
{
    bool superposed = true;
    for (size_t i = 0; i < n; i++)
        superposed &= runs[i].options.totals_only &&
                      bireme_block_superposes(runs[i].compiled, needs_periods(&runs[i]));
    for (size_t i = 0; i < n; i++) runs[i].superposed = superposed;
    if (runs[0].sampler == BIREME_SAMPLER_RANDOM) return BIREME_OK;
    const bireme_sources_points options = {
        .kind = runs[0].sampler == BIREME_SAMPLER_LHS ? BIREME_POINTS_LATIN : BIREME_POINTS_SOBOL,
        .trials = runs[0].trials,
        .round = runs[0].precision > 0 ? BIREME_FIRST_ROUND : 0,
        .superposed = superposed};
    bireme_placed *placed = bireme_calloc(n, sizeof *placed);
    if (placed == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < n; i++) placed[i] = (bireme_placed){&runs[i].sources, runs[i].compiled};
    bireme_status status = bireme_sources_place(placed, n, &options, layout, error);
    bireme_free(placed);
    return status;
}

/* out: also set on CANCELLED, if any trials were finished. */
static bireme_status forecast_of(bireme_run *r, bireme_forecast **out, bireme_error *error)
{
    bireme_forecast *forecast = NULL;
    bireme_status status = bireme_run_set_up(r, error);
    if (status == BIREME_OK)
        status = bireme_forecast_create(r->compiled, &r->options, r->seed, &forecast, error);
    if (status != BIREME_OK) goto done;
    if (r->precision > 0) {
        forecast->precision.asked = true;
        forecast->precision.wanted = r->precision;
        forecast->precision.metric = forecast->name[r->split_metric];
    }
    status = run_trials(r, &forecast->precision, error);
    if (status != BIREME_OK) goto done;
    if (r->cancelled) status = bireme_fail(error, BIREME_CANCELLED, "the run was interrupted");
    if (r->next == 0) goto done;
    bireme_run_conclude(r, forecast);
    *out = forecast;
    forecast = NULL;
done:
    bireme_forecast_free(forecast);
    return status;
}

bireme_status bireme_forecasts_run(const bireme_scenario *const *scenarios, size_t n,
                                   const bireme_run_options *options, bireme_forecasts_take *take,
                                   void *context, bireme_forecast **out, bireme_error *error)
{
    bireme_status status = BIREME_OK;
    bireme_layout layout = {0};
    bireme_run *runs = bireme_calloc(n, sizeof *runs);
    if (runs == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < n; i++) out[i] = NULL;
    for (size_t i = 0; i < n && status == BIREME_OK; i++)
        status = bireme_run_prepare(bireme_scenario_model(scenarios[i]), NULL, options, &runs[i], error);
    if (status == BIREME_OK) status = bireme_run_place(runs, n, &layout, error);
    for (size_t i = 0; i < n && status == BIREME_OK; i++) {
        runs[i].trials_before = i * runs[i].trials;
        runs[i].trials_in_all = n * runs[i].trials;
        status = forecast_of(&runs[i], &out[i], error);
        bireme_run_tear_down(&runs[i]);
        if (status == BIREME_OK && take != NULL) status = take(context, i, &out[i], error);
    }
    for (size_t i = 0; i < n; i++) {
        bireme_run_tear_down(&runs[i]);
        bireme_sources_free(&runs[i].sources);
        bireme_compiled_free(runs[i].own_compiled);
    }
    bireme_layout_free(&layout);
    bireme_free(runs);
    return status;
}

bireme_status bireme_forecast_of_compiled(const bireme_compiled *compiled, const bireme_run_options *options,
                                          bireme_forecast **out, bireme_error *error)
{
    bireme_run run;
    bireme_layout layout = {0};
    bireme_status status = bireme_run_prepare(compiled->model, compiled, options, &run, error);
    if (status == BIREME_OK) status = bireme_run_place(&run, 1, &layout, error);
    run.trials_in_all = run.trials;
    if (status == BIREME_OK) status = forecast_of(&run, out, error);
    bireme_run_tear_down(&run);
    bireme_sources_free(&run.sources);
    bireme_layout_free(&layout);
    return status;
}

bireme_status bireme_forecast_run(const bireme_scenario *scenario, const bireme_run_options *options,
                                  bireme_forecast **out, bireme_error *error)
{
    bireme_forecast *forecast = NULL;
    bireme_status status = bireme_forecasts_run(&scenario, 1, options, NULL, NULL, &forecast, error);
    if (forecast != NULL) *out = forecast;
    return status;
}
