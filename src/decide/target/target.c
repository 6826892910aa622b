/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inverse of a forecast, from options to result; internal.h says which file does what.
 */
#include "bireme/target.h"

#include <math.h>
#include <string.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/text.h"
#include "decide/target/settle.h"
#include "decide/target/internal.h"
#include "dist/dist.h"
#include "engine/run/forecasts.h"
#include "scenario/internal.h"

static const uint64_t TRIALS_MOST = UINT64_C(1) << 22; /* the metric of every trial is kept, for each run */
static const double DEFAULT_CONFIDENCE = 0.8;

/* ------------------------ what is asked for */

static bireme_status settle_target(const bireme_target_options *options, bool of_goal,
                                   const bireme_model *model, bireme_goal *goal, bireme_error *error)
{
    char number[BIREME_NUMBER_SIZE];
    *goal = (bireme_goal){.present = true, .at_least = options->at_least, .confidence = options->confidence};
    if (isnan(goal->at_least) && of_goal) goal->at_least = model->goal.at_least;
    if (isnan(goal->at_least))
        return bireme_fail(
            error, BIREME_DOMAIN,
            "there is no target: the scenario has no goal for the metric; say how much is to be "
            "reached");
    if (isinf(goal->at_least)) return bireme_fail(error, BIREME_DOMAIN, "the target is not finite");
    if (isnan(goal->confidence) && model->goal.present) goal->confidence = model->goal.confidence;
    if (isnan(goal->confidence)) goal->confidence = DEFAULT_CONFIDENCE;
    if (!(goal->confidence > 0 && goal->confidence < 1))
        return bireme_fail(error, BIREME_DOMAIN,
                           "a confidence of %s was asked for; it is a share, more than 0 and less than 1",
                           bireme_number_format(number, goal->confidence));
    return BIREME_OK;
}

/* By how much one more deal changes the metric: if values V differ, E[V²] / E[V], the value of the deal that
 * an average dollar belongs to. The scale of values and effects on them are ignored: they do not matter where
 * runs are close (search.c). */
static double jump_of(const bireme_model *model, const bireme_metric *metric)
{
    double mean = 0, squares = 0;
    bool sum = metric->kind == BIREME_METRIC_BOOKINGS ||
               (metric->kind == BIREME_METRIC_REVENUE && !model->revenue.recurring);
    if (metric->unit == BIREME_UNIT_COUNT) return 1;
    for (size_t c = 0; c < model->n_channels && sum; c++) {
        const bireme_dist *value = model->channels[c].deal_value.shape;
        if (value == NULL || model->channels[c].deal_value.scale >= 0) continue;
        double m = bireme_dist_mean(value);
        mean += m;
        squares += m * m + bireme_dist_variance(value);
    }
    return mean > 0 ? squares / mean : 0;
}

static bireme_status settle(bireme_target_search *search, const bireme_target_options *options,
                            const bireme_metrics *metrics, bireme_error *error)
{
    const bireme_model *model = search->model;
    bireme_target *target = search->target;
    const char *name = options->metric != NULL ? options->metric : bireme_settle_metric_name(model);
    if (options->by > BIREME_TARGET_BY_BUDGET)
        return bireme_fail(error, BIREME_DOMAIN, "a target is by leads (%d) or by budget (%d), found %d",
                           (int)BIREME_TARGET_BY_LEADS, (int)BIREME_TARGET_BY_BUDGET, (int)options->by);
    bireme_status status = bireme_settle_team(model, "plan", error);
    if (status == BIREME_OK) status = bireme_settle_metric(model, metrics, name, &search->metric, error);
    if (status != BIREME_OK) return status;
    const bireme_metric *metric = &metrics->items[search->metric];
    status = bireme_settle_known(model, metric, error);
    if (status != BIREME_OK) return status;
    bool of_goal = model->goal.present && strcmp(model->goal.metric, metric->name) == 0;
    status = settle_target(options, of_goal, model, &search->goal, error);
    search->goal.at_most = of_goal ? model->goal.at_most : bireme_metric_less_is_better(metric->kind);
    target->at_most = search->goal.at_most;
    size_t by = 0;
    if (status == BIREME_OK) status = bireme_settle_until(model, metric, options->until, &by, error);
    search->goal.by = (int)by;
    if (status != BIREME_OK) return status;
    search->goal.metric = bireme_arena_text(&target->arena, metric->name);
    if (search->goal.metric == NULL) return bireme_fail_memory(error);
    search->jump = jump_of(model, metric);
    target->metric = search->goal.metric;
    target->unit = metric->unit;
    target->at_least = search->goal.at_least;
    target->confidence = search->goal.confidence;
    target->by = options->by;
    target->whole_horizon = (size_t)search->goal.by + 1 == model->periods;
    return BIREME_OK;
}

/* ------------------------ the search */

enum { RUNS = 11 }; /* typical number */

static bireme_status make_study(bireme_target_search *search, const bireme_metrics *metrics,
                                bireme_error *error)
{
    const bireme_run_options *run = &search->run;
    size_t last = search->model->periods - 1;
    const bireme_wanted wanted[] = {
        {search->metric, (size_t)search->goal.by, search->target->by == BIREME_TARGET_BY_LEADS},
        {bireme_metrics_at(metrics, bireme_metric_all(BIREME_METRIC_LEADS)), last, false},
        {bireme_metrics_at(metrics, bireme_metric_all(BIREME_METRIC_COST_MARKETING)), last, false},
        {bireme_metrics_at(metrics, bireme_metric_all(BIREME_METRIC_WINS)), last, false}};
    const bireme_study_options options = {.trials = run->trials,
                                          .seed = run->seed,
                                          .sampler = run->sampler,
                                          .threads = run->threads,
                                          .expected = RUNS * run->trials,
                                          .progress = run->progress,
                                          .cancelled = run->cancelled,
                                          .context = run->context,
                                          .whole = true,
                                          .n_wanted = 4,
                                          .wanted = wanted};
    return bireme_study_create(search->model, &options, &search->study, error);
}

static bireme_status make_rooms(bireme_target_search *search, bireme_error *error)
{
    enum { PILOT_LEAST = 512, PILOT_MOST = 4096 };
    size_t n = search->model->n_channels, periods = search->model->periods;
    uint64_t trials = search->run.trials, pilot = trials / BIREME_TARGET_PILOT_PART;
    pilot = pilot < PILOT_LEAST ? PILOT_LEAST : pilot > PILOT_MOST ? PILOT_MOST : pilot;
    search->pilot.trials = pilot < trials ? pilot : trials;
    search->full.trials = trials;
    bireme_arena *rooms = &search->rooms;
    search->paid = bireme_arena_alloc(rooms, n, bireme_times(periods, sizeof(double)));
    search->other = bireme_arena_alloc(rooms, n, bireme_times(periods, sizeof(double)));
    search->low = bireme_arena_alloc(rooms, n, sizeof(double));
    search->high = bireme_arena_alloc(rooms, n, sizeof(double));
    search->factor = bireme_arena_alloc(rooms, n, sizeof(double));
    search->share = bireme_arena_alloc(rooms, n, sizeof(double));
    search->volume = bireme_arena_alloc(rooms, n, bireme_times(periods, sizeof(double)));
    for (int i = 0; i < 3; i++) search->room[i] = bireme_arena_alloc(rooms, (size_t)trials, sizeof(double));
    search->crossing = bireme_arena_alloc(rooms, (size_t)trials, sizeof(double));
    return rooms->failed ? bireme_fail_memory(error) : BIREME_OK;
}

static void free_search(bireme_target_search *search)
{
    bireme_target_nodes_free(&search->pilot);
    bireme_target_nodes_free(&search->full);
    bireme_study_free(search->study);
    bireme_arena_free(&search->rooms);
    bireme_free(search);
}

static bireme_status find(bireme_target_search *search, const bireme_target_options *options,
                          bireme_error *error)
{
    bireme_metrics *metrics = NULL;
    bireme_status status = bireme_settle_run(search->model, options->run, TRIALS_MOST, &search->run, error);
    if (status == BIREME_OK) status = bireme_metrics_create(search->model, &metrics, error);
    if (status == BIREME_OK) status = settle(search, options, metrics, error);
    if (status == BIREME_OK) status = make_rooms(search, error);
    if (status == BIREME_OK) status = make_study(search, metrics, error);
    bireme_metrics_free(metrics);
    if (status == BIREME_OK)
        status = bireme_study_arrivals(search->study, NULL, search->run.trials, search->paid, search->other,
                                       error);
    if (status == BIREME_OK) status = bireme_target_find_lines(search, error);
    bool at_most = search->goal.at_most;
    if (status == BIREME_OK)
        status = at_most ? bireme_target_solve_ceiling(search, error) : bireme_target_solve(search, error);
    if (status == BIREME_OK && !search->target->reached && search->target->converged)
        status = bireme_target_find_limits(search, error);
    if (status == BIREME_OK) status = bireme_target_answer(search, error);
    return status;
}

static bireme_status take(const bireme_target_options *options, bireme_target_options *out,
                          bireme_error *error)
{
    bireme_target_options_init(out);
    return bireme_options_take(out, sizeof *out, options, "bireme_target_options", error);
}

bireme_status bireme_target_run(const bireme_scenario *scenario, const bireme_target_options *options,
                                bireme_target **out, bireme_error *error)
{
    bireme_target_options own;
    bireme_status status = take(options, &own, error);
    if (status != BIREME_OK) return status;
    bireme_target *target = bireme_calloc(1, sizeof *target);
    bireme_target_search *search = bireme_calloc(1, sizeof *search);
    if (target == NULL || search == NULL) {
        bireme_free(target);
        bireme_free(search);
        return bireme_fail_memory(error);
    }
    search->model = bireme_scenario_model(scenario);
    search->target = target;
    status = find(search, &own, error);
    free_search(search);
    if (status != BIREME_OK) {
        bireme_target_free(target);
        return status;
    }
    *out = target;
    return BIREME_OK;
}

void bireme_target_free(bireme_target *target)
{
    if (target == NULL) return;
    bireme_forecast_free(target->forecast);
    bireme_arena_free(&target->arena);
    bireme_free(target);
}

/* The study, the metric of each of its runs, the working space, and the forecast that verifies the result. */
bireme_status bireme_target_need(const bireme_scenario *scenario, const bireme_target_options *options,
                                 bireme_need *out, bireme_error *error)
{
    enum { ROOMS = 3 };
    const bireme_model *model = bireme_scenario_model(scenario);
    bireme_run_options run;
    bireme_need study, forecast;
    double compiled;
    bireme_target_options own;
    bireme_status status = take(options, &own, error);
    if (status == BIREME_OK) status = bireme_settle_run(model, own.run, TRIALS_MOST, &run, error);
    if (status != BIREME_OK) return status;
    const bireme_study_options of_study = {.trials = run.trials, .threads = run.threads};
    run.keep_samples = true;
    run.totals_only = false;
    status = bireme_study_measure(model, &of_study, &study, error);
    if (status == BIREME_OK) status = bireme_forecasts_need(model, &run, &forecast, &compiled, error);
    if (status != BIREME_OK) return status;
    double arrays = (ROOMS + RUNS) * study.trials * sizeof(double);
    out->bytes = study.bytes + forecast.bytes + arrays;
    out->address = study.address + forecast.address + arrays;
    out->trials = (RUNS + 1) * study.trials;
    out->steps = (RUNS + 1) * study.steps;
    return BIREME_OK;
}
