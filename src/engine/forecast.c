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
#include "engine/result.h"

#include <math.h>
#include <omp.h>
#include "base/error.h"
#include "base/memory.h"
#include "engine/block.h"
#include "scenario/internal.h"
#include "stats/collector.h"
#include "stats/moments.h"

/* Trials' values are kept, and quantiles exact, up to these sizes; above, quantiles come from sketches. */
static const uint64_t EXACT_TRIALS = UINT64_C(1) << 20;
static const uint64_t EXACT_PERIOD_BYTES = UINT64_C(256) << 20;
/* Tasks: at least TASKS_FEW where there are as many blocks, more as long as their moments take no more than
 * this. The shorter a task, the sooner a run that is cancelled ends. */
static const size_t TASKS_FEW = 1024, TASK_BYTES = (size_t)128 << 20;

/* A run under way. Metrics that are the same by definition share a slot. Variables of the collector: the
 * totals of all slots, then slot by slot the periods. */
typedef struct run {
    const bireme_plan *plan;
    bireme_run_options options;
    uint64_t trials, seed;
    int threads;
    size_t n_slots;
    size_t *slot;   /* [metrics] */
    bool *is_first; /* [metrics] the metric that its slot is collected from */
    size_t tasks, blocks_per_task, n_variables;
    bireme_streams streams;
    bireme_block **block; /* [threads] */
    double **lanes;       /* [threads × 3 lane arrays] */
    bireme_collector *collector;
    size_t goal_metric; /* SIZE_MAX: no goal */
    uint64_t *reached;  /* [tasks] trials that reached the goal */
    size_t next;        /* task to be handed out */
    bool cancelled;
} run;

/* ------------------------ setting up */

static bireme_status assign_slots(run *r, bireme_error *error)
{
    const bireme_metrics *metrics = r->plan->metrics;
    r->slot = bireme_calloc(metrics->count, sizeof *r->slot);
    r->is_first = bireme_calloc(metrics->count, sizeof *r->is_first);
    if (r->slot == NULL || r->is_first == NULL) return bireme_fail_memory(error);
    for (size_t m = 0; m < metrics->count; m++) {
        size_t same = bireme_metrics_same(metrics, r->plan->model, m);
        r->is_first[m] = same == m;
        r->slot[m] = same == m ? r->n_slots++ : r->slot[same];
    }
    return BIREME_OK;
}

static void decide_sizes(run *r)
{
    const bireme_plan *plan = r->plan;
    uint64_t blocks = (r->trials + BIREME_BLOCK - 1) / BIREME_BLOCK;
    r->n_variables = r->n_slots * (r->options.totals_only ? 1 : 1 + plan->model->periods);
    uint64_t tasks = TASK_BYTES / (r->n_variables * sizeof(bireme_moments));
    tasks = tasks > TASKS_FEW ? tasks : TASKS_FEW;
    r->blocks_per_task = (size_t)((blocks + tasks - 1) / tasks);
    r->tasks = (size_t)((blocks + r->blocks_per_task - 1) / r->blocks_per_task);
    if ((size_t)r->threads > r->tasks) r->threads = (int)r->tasks;
}

static size_t variable_of(const run *r, size_t metric, size_t period)
{
    return r->n_slots + r->slot[metric] * r->plan->model->periods + period;
}

static bireme_status create_collector(run *r, bireme_error *error)
{
    const bireme_metrics *metrics = r->plan->metrics;
    size_t periods = r->plan->model->periods;
    bool *flags = bireme_calloc(r->n_variables, 2 * sizeof *flags);
    if (flags == NULL) return bireme_fail_memory(error);
    bool *exact = flags, *whole = flags + r->n_variables;
    bool exact_periods = (double)r->trials * (double)(r->n_slots * periods) * 8 <= (double)EXACT_PERIOD_BYTES;
    for (size_t m = 0; m < metrics->count; m++) {
        if (!r->is_first[m]) continue;
        bool is_count = metrics->items[m].unit == BIREME_UNIT_COUNT;
        exact[r->slot[m]] = r->options.keep_samples || r->trials <= EXACT_TRIALS;
        whole[r->slot[m]] = is_count;
        for (size_t t = 0; t < periods && !r->options.totals_only; t++) {
            exact[variable_of(r, m, t)] = exact_periods && metrics->items[m].has_periods;
            whole[variable_of(r, m, t)] = is_count;
        }
    }
    bireme_collector_options options = {.trials = r->trials,
                                        .tasks = r->tasks,
                                        .parts = (size_t)r->threads,
                                        .n_variables = r->n_variables,
                                        .exact = exact,
                                        .whole = whole};
    bireme_status status = bireme_collector_create(&options, &r->collector, error);
    bireme_free(flags);
    return status;
}

static bireme_status set_up(run *r, bireme_error *error)
{
    bireme_status status = assign_slots(r, error);
    if (status != BIREME_OK) return status;
    decide_sizes(r);
    status = bireme_streams_create(r->plan->model, r->seed, &r->streams, error);
    if (status == BIREME_OK) status = create_collector(r, error);
    if (status != BIREME_OK) return status;
    r->block = bireme_calloc((size_t)r->threads, sizeof *r->block);
    r->lanes = bireme_calloc((size_t)r->threads, sizeof *r->lanes);
    r->reached = bireme_calloc(r->tasks, sizeof *r->reached);
    if (!r->block || !r->lanes || !r->reached) return bireme_fail_memory(error);
    for (int i = 0; i < r->threads; i++) {
        status = bireme_block_create(r->plan, &r->streams, &r->block[i], error);
        if (status != BIREME_OK) return status;
        r->lanes[i] = bireme_calloc_aligned(3 * BIREME_BLOCK, sizeof(double));
        if (r->lanes[i] == NULL) return bireme_fail_memory(error);
    }
    return BIREME_OK;
}

static void tear_down(run *r)
{
    for (int i = 0; i < r->threads && r->block != NULL; i++) bireme_block_free(r->block[i]);
    for (int i = 0; i < r->threads && r->lanes != NULL; i++) bireme_free(r->lanes[i]);
    bireme_free(r->block);
    bireme_free(r->lanes);
    bireme_free(r->reached);
    bireme_free(r->slot);
    bireme_free(r->is_first);
    bireme_streams_free(&r->streams);
    bireme_collector_free(r->collector);
}

/* ------------------------ the trials */

static uint64_t count_reached(const double *value, size_t n, double at_least)
{
    uint64_t count = 0;
    for (size_t i = 0; i < n; i++) count += value[i] >= at_least;
    return count;
}

/* Collects a metric over n lanes: its periods and its total. */
static void collect_metric(run *r, size_t thread, size_t task, size_t m, size_t n)
{
    const bireme_metric *metric = &r->plan->metrics->items[m];
    const bireme_goal *goal = &r->plan->model->goal;
    bireme_block *block = r->block[thread];
    double *total = r->lanes[thread], *value = total + BIREME_BLOCK, *upto = value + BIREME_BLOCK;
    uint64_t first = block->first;
    if (!metric->has_periods) {
        bireme_block_metric_whole(block, metric, total);
        bireme_lanes_copy(total, upto);
    } else {
        bireme_lanes_set(0, total);
        for (size_t t = 0; t < r->plan->model->periods; t++) {
            bireme_block_metric(block, metric, t, value);
            bireme_lanes_add(value, total);
            if (!r->options.totals_only)
                bireme_collector_add(r->collector, thread, task, variable_of(r, m, t), first, n, value);
            if (m == r->goal_metric && (int)t == goal->by) bireme_lanes_copy(total, upto);
        }
    }
    bireme_collector_add(r->collector, thread, task, r->slot[m], first, n, total);
    if (m == r->goal_metric) r->reached[task] += count_reached(upto, n, goal->at_least);
}

static void run_task(run *r, size_t thread, size_t task)
{
    for (size_t b = 0; b < r->blocks_per_task; b++) {
        uint64_t first = ((uint64_t)task * r->blocks_per_task + b) * BIREME_BLOCK;
        if (first >= r->trials) return;
        size_t n = r->trials - first < BIREME_BLOCK ? (size_t)(r->trials - first) : BIREME_BLOCK;
        bireme_block_run(r->block[thread], first);
        for (size_t m = 0; m < r->plan->metrics->count; m++)
            if (r->is_first[m]) collect_metric(r, thread, task, m, n);
    }
}

static uint64_t trials_of_tasks(const run *r, size_t tasks)
{
    uint64_t trials = (uint64_t)tasks * r->blocks_per_task * BIREME_BLOCK;
    return trials < r->trials ? trials : r->trials;
}

/* The next task, or r->tasks when there is none left or the run was cancelled. Called under the lock. */
static size_t hand_out_task(run *r)
{
    bireme_run_options *o = &r->options;
    if (o->progress != NULL) o->progress(o->context, trials_of_tasks(r, r->next), r->trials);
    if (!r->cancelled && o->cancelled != NULL && o->cancelled(o->context)) r->cancelled = true;
    if (r->cancelled || r->next == r->tasks) return r->tasks;
    return r->next++;
}

static void run_trials(run *r)
{
#pragma omp parallel num_threads(r->threads)
    {
        size_t thread = (size_t)omp_get_thread_num();
        for (;;) {
            size_t task;
#pragma omp critical(bireme_hand_out)
            task = hand_out_task(r);
            if (task == r->tasks) break;
            run_task(r, thread, task);
        }
    }
}

/* ------------------------ the result */

static void summarise_metric(run *r, bireme_forecast *forecast, size_t part, size_t m)
{
    size_t periods = forecast->periods;
    bireme_collector_summarise(r->collector, part, r->slot[m], forecast->trials, r->next,
                               &forecast->total[m]);
    for (size_t t = 0; t < periods && forecast->has_period[m]; t++)
        bireme_collector_summarise(r->collector, part, variable_of(r, m, t), forecast->trials, r->next,
                                   &forecast->period[m * periods + t]);
}

static void summarise(run *r, bireme_forecast *forecast)
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

/* The posterior standard deviation under Jeffreys' prior: √(p(1−p)/n) but for p near 0 or 1, where that would
 * say that nothing is uncertain. */
static double probability_se(uint64_t reached, uint64_t trials)
{
    double a = (double)reached + 0.5, b = (double)(trials - reached) + 0.5, n = a + b;
    return sqrt(a * b / (n * n * (n + 1)));
}

static void state_goal(const run *r, bireme_forecast *forecast)
{
    const bireme_goal *goal = &r->plan->model->goal;
    if (r->goal_metric == SIZE_MAX) return;
    uint64_t reached = 0;
    for (size_t t = 0; t < r->next; t++) reached += r->reached[t];
    bireme_calendar_label(&r->plan->model->calendar, (size_t)goal->by, forecast->goal_by);
    forecast->goal = (bireme_goal_result){.present = true,
                                          .metric = forecast->goal_metric,
                                          .at_least = goal->at_least,
                                          .confidence = goal->confidence,
                                          .by = forecast->goal_by,
                                          .probability = (double)reached / (double)forecast->trials,
                                          .probability_se = probability_se(reached, forecast->trials)};
}

static bireme_status check_options(const bireme_model *model, const bireme_run_options *given, run *r,
                                   bireme_error *error)
{
    if (given != NULL) r->options = *given;
    r->trials = r->options.trials > 0 ? r->options.trials : model->trials;
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

bireme_status bireme_forecast_run(const bireme_scenario *scenario, const bireme_run_options *options,
                                  bireme_forecast **out, bireme_error *error)
{
    const bireme_model *model = bireme_scenario_model(scenario);
    bireme_forecast *forecast = NULL;
    bireme_plan *plan = NULL;
    run r = {.goal_metric = SIZE_MAX};
    bireme_status status = check_options(model, options, &r, error);
    if (status == BIREME_OK) status = bireme_plan_create(model, &plan, error);
    r.plan = plan;
    if (status == BIREME_OK) status = set_up(&r, error);
    if (status == BIREME_OK) status = bireme_forecast_create(plan, &r.options, r.seed, &forecast, error);
    if (status != BIREME_OK) goto done;
    if (model->goal.present) {
        size_t metric = bireme_metrics_find(plan->metrics, model->goal.metric);
        r.goal_metric = metric == SIZE_MAX ? metric : bireme_metrics_same(plan->metrics, model, metric);
    }
    run_trials(&r);
    if (r.cancelled) status = bireme_fail(error, BIREME_CANCELLED, "the run was interrupted");
    if (r.next == 0) goto done;
    forecast->trials = trials_of_tasks(&r, r.next);
    summarise(&r, forecast);
    state_goal(&r, forecast);
    if (forecast->keeps_samples) forecast->collector = r.collector, r.collector = NULL;
    *out = forecast;
    forecast = NULL;
done:
    tear_down(&r);
    bireme_plan_free(plan);
    bireme_forecast_free(forecast);
    return status;
}
