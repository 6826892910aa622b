/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What drives a result, from options to answer; internal.h says which file does what.
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
static const uint64_t TRIALS_USUAL = UINT64_C(1) << 14; /* of each run; half of it if there are many inputs */
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
    status = bireme_settle_known(model, metric, error);
    if (status == BIREME_OK) status = bireme_settle_until(model, metric, options->until, &driven->by, error);
    if (status != BIREME_OK) return status;
    /* where revenue recurs, contracts outlive the horizon */
    const bireme_metric_kind judge = bireme_settle_outlives(model) ? BIREME_METRIC_NPV_LIFETIME
                                                                   : BIREME_METRIC_CONTRIBUTION;
    driven->worth = bireme_metrics_at(metrics, bireme_metric_all(judge));
    result->scenario = bireme_arena_text(&driven->result->arena, model->name);
    result->metric = bireme_arena_text(&driven->result->arena, metric->name);
    result->until = bireme_arena_text(&driven->result->arena,
                                      bireme_calendar_label(&model->calendar, driven->by, label));
    result->worth_metric = bireme_arena_text(&driven->result->arena, metrics->items[driven->worth].name);
    result->unit = metric->unit;
    result->worth_unit = metrics->items[driven->worth].unit;
    result->whole_horizon = driven->by + 1 == model->periods;
    return result->arena.failed ? bireme_fail_memory(error) : BIREME_OK;
}

static uint64_t count_uncertain(const bireme_model *model)
{
    uint64_t uncertain = 0;
    for (size_t q = 0; q < model->n_quantities; q++)
        uncertain += !bireme_dist_is_fixed(model->quantities[q].dist) &&
                     bireme_model_walk_of(model, (int)q) < 0;
    return uncertain + model->n_walks;
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

/* Whether at the depth of means something is still drawn: numbers of leads beyond their rates, open deals. */
static bool draws_at_means(const bireme_model *model)
{
    bool draws = model->n_open > 0;
    for (size_t c = 0; c < model->n_channels; c++) draws |= model->channels[c].dispersion > 0;
    return draws;
}

/* The approximate number of runs of all trials: both worlds, one for each input and for chance, another where
 * something is still drawn; for each quantity two shorter ones for the swing and two for its values; the
 * alternatives, and one more rep. */
static uint64_t expected_runs(const bireme_model *model)
{
    const uint64_t uncertain = count_uncertain(model), again = draws_at_means(model) ? uncertain : 0;
    return 6 + 7 * uncertain / 2 + again + model->economy.n_regimes +
           bireme_driven_count_alternatives(model) + bireme_driven_one_more_runs(model);
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
    bireme_arena *rooms = &driven->rooms;
    result->n_alternatives = n;
    result->alternatives = bireme_arena_alloc(&driven->result->arena, n, sizeof *result->alternatives);
    driven->numbers = bireme_arena_alloc(rooms, driven->model->n_quantities, sizeof *driven->numbers);
    driven->pinned = bireme_arena_alloc(rooms, driven->model->n_quantities, sizeof *driven->pinned);
    driven->path = bireme_arena_alloc(rooms, driven->model->periods, sizeof *driven->path);
    driven->swapped = bireme_arena_alloc(rooms, driven->model->n_quantities, sizeof *driven->swapped);
    driven->drawn = bireme_arena_alloc(rooms, trials, sizeof *driven->drawn);
    driven->chance = bireme_arena_alloc(rooms, trials, sizeof *driven->chance);
    driven->square = bireme_arena_alloc(rooms, trials, sizeof *driven->square);
    driven->a = bireme_arena_alloc(rooms, trials, sizeof *driven->a);
    driven->b = bireme_arena_alloc(rooms, trials, sizeof *driven->b);
    driven->ab = bireme_arena_alloc(rooms, trials, sizeof *driven->ab);
    driven->a_again = bireme_arena_alloc(rooms, trials, sizeof *driven->a_again);
    driven->ab_again = bireme_arena_alloc(rooms, trials, sizeof *driven->ab_again);
    driven->value = bireme_arena_alloc(rooms, trials, sizeof *driven->value);
    driven->work = bireme_arena_alloc(rooms, 2 * trials, sizeof *driven->work);
    driven->order = bireme_arena_alloc(rooms, trials, sizeof *driven->order);
    driven->alternative = bireme_arena_alloc(rooms, n, sizeof *driven->alternative);
    for (size_t k = 0; driven->alternative != NULL && k < n; k++)
        driven->alternative[k] = bireme_arena_alloc(rooms, trials, sizeof(double));
    return result->alternatives != NULL && !rooms->failed ? BIREME_OK : bireme_fail_memory(error);
}

static void free_driven(bireme_driven *driven)
{
    bireme_study_free(driven->study);
    bireme_arena_free(&driven->rooms);
}

/* The largest total index first; inputs without one last, equal ones in the order of the scenario. */
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
    if (status == BIREME_OK) status = bireme_driven_find_one_more(driven, error);
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
    bireme_sensitivity *result = bireme_calloc(1, sizeof *result);
    if (result == NULL) return bireme_fail_memory(error);
    bireme_driven driven = {.model = bireme_scenario_model(scenario), .result = result};
    status = find(&driven, &own, error);
    free_driven(&driven);
    if (status != BIREME_OK) {
        bireme_sensitivity_free(result);
        return status;
    }
    *out = result;
    return BIREME_OK;
}

void bireme_sensitivity_free(bireme_sensitivity *sensitivity)
{
    if (sensitivity == NULL) return;
    bireme_arena_free(&sensitivity->arena);
    bireme_free(sensitivity);
}

/* How many numbers of a correlated set are known to whoever decides. */
static size_t known_of_set(const bireme_model *model, const bireme_correlated *set, size_t increments)
{
    size_t n = 0;
    for (size_t i = 0; i < set->n; i++) {
        const int w = bireme_model_walk_of(model, set->quantity[i]);
        if (w < 0) n++;
        if (w >= 0 && model->walks[w].first == set->quantity[i]) n += increments;
    }
    return n;
}

/* The largest number of quantities in a correlated set or a walk, or of regimes, whose values are in memory
 * together. */
static size_t largest_set(const bireme_model *model)
{
    const size_t increments = model->periods < BIREME_DRIVEN_INCREMENTS ? model->periods
                                                                        : BIREME_DRIVEN_INCREMENTS;
    size_t most = model->economy.n_regimes > 1 ? model->economy.n_regimes - 1 : 1;
    for (size_t k = 0; k < model->n_correlated; k++) {
        const size_t n = known_of_set(model, &model->correlated[k], increments);
        if (n > most) most = n;
    }
    if (model->n_walks > 0 && increments > most) most = increments;
    return most > 1 ? most : 0;
}

/* The study, whose two worlds use the same blocks; the working space, the alternatives, and what is made for
 * one input. */
bireme_status bireme_sensitivity_need(const bireme_scenario *scenario,
                                      const bireme_sensitivity_options *options, bireme_need *out,
                                      bireme_error *error)
{
    enum { ROOMS = 12, ROOMS_TO_ORDER = 2 };
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
