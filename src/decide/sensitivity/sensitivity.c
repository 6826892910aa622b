/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What drives a result, from what is asked to the answer; internal.h says who does what.
 */
#include "bireme/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/options.h"
#include "engine/run/forecasts.h"
#include "decide/sensitivity/internal.h"
#include "decide/target/settle.h"
#include "model/calendar.h"
#include "scenario/internal.h"

static const uint64_t TRIALS_MOST = UINT64_C(1) << 20;
static const uint64_t TRIALS_USUAL = UINT64_C(1) << 14; /* of each run; half where there are many */
enum { MANY_INPUTS = 32 };

/* ------------------------ what is asked for */

static bireme_status settle_metric(bireme_driven *driven, const bireme_sensitivity_options *options,
                                   const bireme_metrics *metrics, bireme_error *error)
{
    const bireme_model *model = driven->model;
    bireme_sensitivity *result = driven->result;
    char label[BIREME_LABEL_SIZE];
    const char *name = options->metric != NULL ? options->metric : bireme_settle_metric_name(model);
    bireme_status status = bireme_settle_metric(model, metrics, name, &driven->metric, error);
    if (status != BIREME_OK) return status;
    const bireme_metric *metric = &metrics->items[driven->metric];
    status = bireme_settle_until(model, metric, options->until, &driven->by, error);
    if (status != BIREME_OK) return status;
    driven->worth = bireme_metrics_find(metrics, "contribution");
    result->scenario = bireme_driven_keep(driven, model->name);
    result->metric = bireme_driven_keep(driven, metric->name);
    result->until = bireme_driven_keep(driven, bireme_calendar_label(&model->calendar, driven->by, label));
    result->worth_metric = bireme_driven_keep(driven, metrics->items[driven->worth].name);
    result->unit = metric->unit;
    result->worth_unit = metrics->items[driven->worth].unit;
    result->whole_horizon = driven->by + 1 == model->periods;
    bool kept = result->scenario && result->metric && result->until && result->worth_metric;
    return kept ? BIREME_OK : bireme_fail_memory(error);
}

static uint64_t count_uncertain(const bireme_model *model)
{
    uint64_t uncertain = 0;
    for (size_t q = 0; q < model->n_quantities; q++)
        uncertain += !bireme_dist_is_fixed(model->quantities[q].dist);
    return uncertain;
}

static bireme_status settle_run(const bireme_model *model, const bireme_run_options *run,
                                bireme_run_options *out, bireme_error *error)
{
    bireme_run_options given;
    bireme_status status = bireme_run_options_take(run, &given, error);
    if (status != BIREME_OK) return status;
    uint64_t usual = count_uncertain(model) > MANY_INPUTS ? TRIALS_USUAL / 2 : TRIALS_USUAL;
    if (given.trials == 0 && bireme_model_trials(model, 0, 0) > usual) given.trials = usual;
    return bireme_settle_run(model, &given, TRIALS_MOST, out, error);
}

static bireme_status settle(bireme_driven *driven, const bireme_sensitivity_options *options,
                            bireme_error *error)
{
    bireme_metrics *metrics = NULL;
    bireme_status status = settle_run(driven->model, options->run, &driven->run, error);
    if (status == BIREME_OK) status = bireme_metrics_create(driven->model, &metrics, error);
    if (status == BIREME_OK) status = settle_metric(driven, options, metrics, error);
    bireme_metrics_free(metrics);
    driven->result->trials = driven->run.trials;
    driven->result->seed = driven->run.seed;
    driven->result->sampler = driven->run.sampler;
    return status;
}

/* ------------------------ the runs */

/* Runs of all trials, about: both worlds, one for each input and for chance; for each quantity two shorter
 * ones for the swing and two for its values; the alternatives. */
static uint64_t expected_runs(const bireme_model *model)
{
    return 6 + 7 * count_uncertain(model) / 2 + model->economy.n_regimes +
           bireme_driven_count_alternatives(model);
}

static bireme_status make_study(bireme_driven *driven, bireme_error *error)
{
    const bireme_run_options *run = &driven->run;
    const bireme_wanted wanted[BIREME_SENSITIVITY_WANTED] = {
        [BIREME_SENSITIVITY_METRIC] = {driven->metric, driven->by, false},
        [BIREME_SENSITIVITY_WORTH] = {driven->worth, driven->model->periods - 1, false}};
    const bireme_study_options options = {.trials = run->trials,
                                          .seed = run->seed,
                                          .sampler = run->sampler,
                                          .threads = run->threads,
                                          .two_worlds = true,
                                          .expected = expected_runs(driven->model) * run->trials,
                                          .progress = run->progress,
                                          .cancelled = run->cancelled,
                                          .context = run->context,
                                          .n_wanted = BIREME_SENSITIVITY_WANTED,
                                          .wanted = wanted};
    return bireme_study_create(driven->model, &options, &driven->study, error);
}

static bireme_status make_rooms(bireme_driven *driven, bireme_error *error)
{
    size_t trials = (size_t)driven->run.trials, n = bireme_driven_count_alternatives(driven->model);
    bireme_sensitivity *result = driven->result;
    result->n_alternatives = n;
    result->alternatives = bireme_driven_take(driven, n, sizeof *result->alternatives);
    driven->numbers = bireme_calloc(driven->model->n_quantities, sizeof *driven->numbers);
    driven->pinned = bireme_calloc(driven->model->n_quantities, sizeof *driven->pinned);
    driven->path = bireme_calloc(driven->model->periods, sizeof *driven->path);
    driven->swapped = bireme_calloc(driven->model->n_quantities, sizeof *driven->swapped);
    driven->drawn = bireme_calloc(trials, sizeof *driven->drawn);
    driven->chance = bireme_calloc(trials, sizeof *driven->chance);
    driven->square = bireme_calloc(trials, sizeof *driven->square);
    driven->a = bireme_calloc(trials, sizeof *driven->a);
    driven->b = bireme_calloc(trials, sizeof *driven->b);
    driven->ab = bireme_calloc(trials, sizeof *driven->ab);
    driven->value = bireme_calloc(trials, sizeof *driven->value);
    driven->work = bireme_calloc(2 * trials, sizeof *driven->work);
    driven->order = bireme_calloc(trials, sizeof *driven->order);
    driven->alternative = bireme_calloc(n, sizeof *driven->alternative);
    bool made = result->alternatives && driven->numbers && driven->pinned && driven->path &&
                driven->swapped && driven->drawn && driven->chance && driven->square && driven->a &&
                driven->b && driven->ab && driven->value && driven->work && driven->order &&
                driven->alternative;
    for (size_t k = 0; made && k < n; k++)
        made = (driven->alternative[k] = bireme_calloc(trials, sizeof(double))) != NULL;
    return made ? BIREME_OK : bireme_fail_memory(error);
}

static void free_driven(bireme_driven *driven)
{
    for (size_t k = 0; driven->alternative != NULL && k < driven->result->n_alternatives; k++)
        bireme_free(driven->alternative[k]);
    bireme_study_free(driven->study);
    bireme_free(driven->driver);
    bireme_free(driven->numbers);
    bireme_free(driven->pinned);
    bireme_free(driven->path);
    bireme_free(driven->swapped);
    bireme_free(driven->drawn);
    bireme_free(driven->chance);
    bireme_free(driven->square);
    bireme_free(driven->a);
    bireme_free(driven->b);
    bireme_free(driven->ab);
    bireme_free(driven->value);
    bireme_free(driven->work);
    bireme_free(driven->order);
    bireme_free(driven->alternative);
}

/* The largest total index first; what has none last, equal ones as in the scenario. */
static int compare(const void *a, const void *b)
{
    const bireme_input *x = a, *y = b;
    double tx = isnan(x->index.total) ? -1 : x->index.total, ty = isnan(y->index.total) ? -1 : y->index.total;
    if (tx != ty) return tx < ty ? 1 : -1;
    return strcmp(x->path, y->path);
}

static bireme_status find(bireme_driven *driven, const bireme_sensitivity_options *options,
                          bireme_error *error)
{
    bireme_sensitivity *result = driven->result;
    bireme_status status = settle(driven, options, error);
    if (status == BIREME_OK) status = make_rooms(driven, error);
    if (status == BIREME_OK) status = make_study(driven, error);
    if (status == BIREME_OK) status = bireme_driven_find_inputs(driven, error);
    if (status == BIREME_OK) status = bireme_driven_find_indices(driven, error);
    if (status == BIREME_OK) status = bireme_driven_find_alternatives(driven, error);
    if (status == BIREME_OK) status = bireme_driven_find_swings(driven, error);
    if (status == BIREME_OK) status = bireme_driven_find_worth(driven, error);
    if (status != BIREME_OK) return status;
    result->runs = (double)driven->study->done / (double)driven->run.trials;
    qsort(result->inputs, result->n_inputs, sizeof *result->inputs, compare);
    return BIREME_OK;
}

static bireme_status take(const bireme_sensitivity_options *options, bireme_sensitivity_options *out,
                          bireme_error *error)
{
    bireme_sensitivity_options_init(out);
    return bireme_options_take(out, sizeof *out, options, "bireme_sensitivity_options", error);
}

bireme_status bireme_sensitivity_run(const bireme_scenario *scenario,
                                     const bireme_sensitivity_options *options, bireme_sensitivity **out,
                                     bireme_error *error)
{
    bireme_sensitivity_options own;
    bireme_status status = take(options, &own, error);
    if (status != BIREME_OK) return status;
    bireme_sensitivity_held *held = bireme_calloc(1, sizeof *held);
    if (held == NULL) return bireme_fail_memory(error);
    bireme_driven driven = {.model = bireme_scenario_model(scenario), .result = &held->result};
    status = find(&driven, &own, error);
    free_driven(&driven);
    if (status != BIREME_OK) {
        bireme_sensitivity_free(&held->result);
        return status;
    }
    *out = &held->result;
    return BIREME_OK;
}

void bireme_sensitivity_free(bireme_sensitivity *sensitivity)
{
    bireme_sensitivity_held *held = (bireme_sensitivity_held *)(void *)sensitivity;
    if (held == NULL) return;
    bireme_arena_free(&held->arena);
    bireme_free(held);
}

/* Of the correlated sets, and the regimes, the one with the most numbers, whose values are there together. */
static size_t largest_set(const bireme_model *model)
{
    size_t most = model->economy.n_regimes > 1 ? model->economy.n_regimes - 1 : 1;
    for (size_t k = 0; k < model->n_correlated; k++)
        if (model->correlated[k].n > most) most = model->correlated[k].n;
    return most > 1 ? most : 0;
}

/* The study, both worlds of which are the same blocks; the rooms, the alternatives, and what is made for one
 * input. */
bireme_status bireme_sensitivity_need(const bireme_scenario *scenario,
                                      const bireme_sensitivity_options *options, bireme_need *out,
                                      bireme_error *error)
{
    enum { ROOMS = 10, ROOMS_TO_ORDER = 2 };
    const bireme_model *model = bireme_scenario_model(scenario);
    bireme_sensitivity_options own;
    bireme_run_options run;
    bireme_need study;
    bireme_status status = take(options, &own, error);
    if (status == BIREME_OK) status = settle_run(model, own.run, &run, error);
    if (status != BIREME_OK) return status;
    const bireme_study_options of_study = {.trials = run.trials, .threads = run.threads};
    status = bireme_study_measure(model, &of_study, &study, error);
    if (status != BIREME_OK) return status;
    double arrays = ROOMS + ROOMS_TO_ORDER + (double)bireme_driven_count_alternatives(model) +
                    (double)largest_set(model);
    out->bytes = out->address = study.bytes + arrays * (double)run.trials * sizeof(double);
    out->trials = (double)expected_runs(model) * study.trials;
    out->steps = (double)expected_runs(model) * study.steps;
    return BIREME_OK;
}
