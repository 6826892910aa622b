/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running a forecast: blocks of trials handed out to threads in order, their metrics collected. The one file
 * with OpenMP.
 *
 * The numbers do not depend on the threads: a task is a fixed run of blocks, each task's moments are kept
 * apart and merged in the order of the tasks, and everything else that is shared is a count. Tasks are handed
 * out in order under a lock, and one that was handed out is finished; so what is finished when a run is
 * cancelled is its beginning, the same as a shorter run.
 */
#include "engine/run.h"

#include <math.h>
#include <omp.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "scenario/internal.h"

/* ------------------------ the plan */

/* The first error in the order of the tables, whoever finds it. */
static bireme_status make_tables(bireme_plan *plan, int threads, bireme_error *error)
{
    size_t n = bireme_shared_count(&plan->shared), failed = n;
    bireme_status status = BIREME_OK;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
    for (size_t i = 0; i < n; i++) {
        bireme_error found = {0};
        bireme_status made = bireme_shared_make(&plan->shared, i, &found);
        if (made == BIREME_OK) continue;
#pragma omp critical(bireme_failed)
        if (i < failed) {
            failed = i;
            status = made;
            if (error != NULL) *error = found;
        }
    }
    return status;
}

static bireme_status make_plan(bireme_run *r, const bireme_model *model, bireme_plan **out,
                               bireme_error *error)
{
    bireme_status status = bireme_plan_begin(model, out, error);
    if (status == BIREME_OK) status = make_tables(*out, r->threads, error);
    if (status == BIREME_OK) bireme_plan_end(*out);
    return status;
}

/* ------------------------ the trials */

/* The next task of the round, or r->tasks when there is none left or the run was cancelled. Called under the lock. */
static size_t hand_out_task(bireme_run *r)
{
    bireme_run_options *o = &r->options;
    if (o->progress != NULL) o->progress(o->context, bireme_run_trials_of(r, r->next), r->trials);
    if (!r->cancelled && o->cancelled != NULL && o->cancelled(o->context)) r->cancelled = true;
    if (r->cancelled || r->next == r->round_end) return r->tasks;
    return r->next++;
}

/* All tasks up to r->round_end. */
static void run_round(bireme_run *r)
{
#pragma omp parallel num_threads(r->threads)
    {
        size_t thread = (size_t)omp_get_thread_num();
        for (;;) {
            size_t task;
#pragma omp critical(bireme_hand_out)
            task = hand_out_task(r);
            if (task == r->tasks) break;
            bireme_run_task(r, thread, task);
        }
    }
}

static void end_round(bireme_run *r)
{
    size_t tasks = r->next - r->round_first;
#pragma omp parallel for num_threads(r->threads)
    for (size_t v = 0; v < r->n_variables; v++) bireme_collector_end_round(r->collector, tasks, v);
}

/* Rounds until all trials are done or the precision is reached. A round is as long as all before it together, so
 * a run that stops has done at most twice what it had to, and where it stops depends on nothing but the numbers. */
static bireme_status run_trials(bireme_run *r, bireme_precision_result *precision, bireme_error *error)
{
    while (!r->cancelled && r->next < r->tasks && !precision->met) {
        bireme_status status = bireme_run_start_round(r, error);
        if (status != BIREME_OK) return status;
        run_round(r);
        end_round(r);
        if (r->precision > 0 && r->next > 0) bireme_run_check_precision(r, precision);
    }
    return BIREME_OK;
}

/* ------------------------ the result */

static void summarise_metric(bireme_run *r, bireme_forecast *forecast, size_t part, size_t m)
{
    size_t periods = forecast->periods;
    bireme_run_summarise(r, part, m, r->slot[m], &forecast->total[m]);
    for (size_t t = 0; t < periods && forecast->has_period[m]; t++)
        bireme_run_summarise(r, part, m, bireme_run_variable(r, m, t), &forecast->period[m * periods + t]);
}

static void summarise(bireme_run *r, bireme_forecast *forecast)
{
    long metrics = (long)forecast->n_metrics;
    size_t periods = forecast->periods;
#pragma omp parallel for num_threads(r->threads) schedule(dynamic, 1)
    for (long m = 0; m < metrics; m++)
        if (r->is_first[m]) summarise_metric(r, forecast, (size_t)omp_get_thread_num(), (size_t)m);
    for (size_t m = 0; m < forecast->n_metrics; m++) {
        size_t same = bireme_metrics_same(r->plan->metrics, r->plan->model, m);
        forecast->slot[m] = r->slot[m];
        if (same == m) continue;
        forecast->total[m] = forecast->total[same];
        for (size_t t = 0; t < periods && forecast->has_period[m]; t++)
            forecast->period[m * periods + t] = forecast->period[same * periods + t];
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

static bireme_status check_options(const bireme_model *model, const bireme_run_options *given, bireme_run *r,
                                   bireme_error *error)
{
    if (given != NULL) r->options = *given;
    bireme_status status = check_sampling(model, r, error);
    if (status != BIREME_OK) return status;
    r->trials = bireme_model_trials(model, r->options.trials, r->precision);
    r->seed = r->options.has_seed ? r->options.seed : model->seed;
    r->threads = r->options.threads > 0 ? r->options.threads : omp_get_num_procs();
    if (r->trials > BIREME_TRIALS_MOST)
        return bireme_fail(error, BIREME_DOMAIN, "%llu trials were asked for; at most %llu are possible",
                           (unsigned long long)r->trials, (unsigned long long)BIREME_TRIALS_MOST);
    if (r->options.threads < 0 || r->threads > 1024)
        return bireme_fail(error, BIREME_DOMAIN, "%d threads were asked for; 1 to 1024 are possible",
                           r->options.threads);
    return BIREME_OK;
}

static void find_goal(bireme_run *r)
{
    const bireme_model *model = r->plan->model;
    size_t metric = model->goal.present ? bireme_metrics_find(r->plan->metrics, model->goal.metric)
                                        : SIZE_MAX;
    if (metric != SIZE_MAX) r->goal_metric = bireme_metrics_same(r->plan->metrics, model, metric);
    r->split_metric = r->goal_metric != SIZE_MAX ? r->goal_metric : 0; /* revenue is the first */
}

static bireme_status read_given(bireme_run *r, const bireme_model *model, bireme_error *error)
{
    r->given = bireme_calloc(r->options.n_given, sizeof *r->given);
    if (r->given == NULL) return bireme_fail_memory(error);
    return bireme_conditions_read(model, r->options.given, r->options.n_given, r->given, error);
}

bireme_status bireme_forecast_run(const bireme_scenario *scenario, const bireme_run_options *options,
                                  bireme_forecast **out, bireme_error *error)
{
    const bireme_model *model = bireme_scenario_model(scenario);
    bireme_forecast *forecast = NULL;
    bireme_plan *plan = NULL;
    bireme_run r = {.goal_metric = SIZE_MAX};
    bireme_status status = check_options(model, options, &r, error);
    if (status == BIREME_OK) status = read_given(&r, model, error);
    if (status == BIREME_OK) status = make_plan(&r, model, &plan, error);
    r.plan = plan;
    if (status == BIREME_OK) {
        find_goal(&r);
        status = bireme_run_set_up(&r, error);
    }
    if (status == BIREME_OK) status = bireme_forecast_create(plan, &r.options, r.seed, &forecast, error);
    if (status != BIREME_OK) goto done;
    forecast->sampler = r.sampler;
    if (r.precision > 0) {
        forecast->precision.asked = true;
        forecast->precision.wanted = r.precision;
        forecast->precision.metric = forecast->name[r.split_metric];
    }
    status = run_trials(&r, &forecast->precision, error);
    if (status != BIREME_OK) goto done;
    if (r.cancelled) status = bireme_fail(error, BIREME_CANCELLED, "the run was interrupted");
    if (r.next == 0) goto done;
    forecast->trials = bireme_run_trials_of(&r, r.next);
    summarise(&r, forecast);
    bireme_run_answer(&r, forecast);
    if (forecast->keeps_samples) forecast->collector = r.collector, r.collector = NULL;
    *out = forecast;
    forecast = NULL;
done:
    bireme_run_tear_down(&r);
    bireme_plan_free(plan);
    bireme_forecast_free(forecast);
    return status;
}
