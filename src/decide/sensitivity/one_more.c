/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one more rep of each team brings. Whoever passes a team's stage goes on to the next team, so that it
 * cannot be told from what a team turns away; the plan with one more rep is run on the random numbers of
 * today's plan, and the difference is the mean over pairs of trials.
 */
#include <math.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "compile/variant.h"
#include "decide/sensitivity/internal.h"
#include "decide/target/settle.h"
#include "model/metric.h"
#include "stats/sample.h"

enum { FIGURES = BIREME_MEASURES_MOST };

/* What it brings is measured by; returned: how many. */
static size_t figures_of(const bireme_model *model, bireme_metric_kind kind[BIREME_MEASURES_MOST])
{
    const size_t n = bireme_settle_measures(model, kind);
    if (n > 0) return n;
    kind[0] = BIREME_METRIC_WINS;
    return 1;
}

uint64_t bireme_driven_one_more_runs(const bireme_model *model)
{
    return model->has_named_teams ? model->n_teams + 1 : 0;
}

/* A study of those figures; what the others have done counts for its progress. */
static bireme_status begin(bireme_driven *driven, const bireme_metric_kind *kind, size_t n,
                           bireme_error *error)
{
    const bireme_run_options *run = &driven->run;
    const uint64_t done = driven->study->done, expected = driven->study->options.expected;
    bireme_wanted wanted[FIGURES];
    bireme_metrics *metrics = NULL;
    bireme_status status = bireme_metrics_create(driven->model, &metrics, error);
    if (status != BIREME_OK) return status;
    for (size_t i = 0; i < n; i++)
        wanted[i] = (bireme_wanted){.metric = bireme_metrics_at(metrics, bireme_metric_all(kind[i])),
                                    .by = driven->model->periods - 1};
    bireme_metrics_free(metrics);
    bireme_study_free(driven->study);
    driven->study = NULL;
    const bireme_study_options options = {.trials = run->trials,
                                          .seed = run->seed,
                                          .sampler = run->sampler,
                                          .threads = run->threads,
                                          .expected = expected,
                                          .progress = run->progress,
                                          .cancelled = run->cancelled,
                                          .context = run->context,
                                          .n_wanted = n,
                                          .wanted = wanted};
    status = bireme_study_create(driven->model, &options, &driven->study, error);
    if (status != BIREME_OK) return status;
    driven->study->done = done;
    driven->study->means = true;
    for (size_t i = 0; i < n; i++)
        driven->study->means = driven->study->means && bireme_study_has_means(driven->study, i);
    return BIREME_OK;
}

static bireme_status run_with(bireme_driven *driven, size_t team, double *reps, double *const *out,
                              bireme_error *error)
{
    bireme_compiled *compiled;
    for (size_t k = 0; k < driven->model->n_teams; k++)
        reps[k] = k == team ? driven->model->teams[k].reps + 1 : NAN;
    const bireme_moves moves = {.reps = NAN, .team_reps = reps};
    bireme_status status = bireme_variant_create(driven->study->compiled, &moves, &compiled, error);
    if (status != BIREME_OK) return status;
    status = bireme_study_run(driven->study, compiled, NULL, driven->run.trials, out, error);
    bireme_variant_free(compiled);
    return status;
}

static bireme_status add(bireme_driven *driven, size_t team, bireme_metric_kind kind, const double *today,
                         double *with, bireme_error *error)
{
    bireme_sensitivity *result = driven->result;
    const bireme_metric_row *row = bireme_metric_row_of(kind);
    const uint64_t trials = driven->run.trials;
    char path[BIREME_REPS_PATH_SIZE];
    bireme_one_more *more = &result->one_more[result->n_one_more++];
    *more = (bireme_one_more){
        .path = bireme_arena_text(&result->arena, bireme_model_reps_path(driven->model, team, path)),
        .metric = bireme_arena_text(&result->arena, row->name),
        .unit = row->unit};
    for (uint64_t i = 0; i < trials; i++) with[i] -= today[i];
    more->gain = bireme_sample_mean(with, trials, driven->study->replicates, &more->gain_se);
    return result->arena.failed ? bireme_fail_memory(error) : BIREME_OK;
}

/* The arrays of what was found before are of no use any more, and are used again. */
bireme_status bireme_driven_find_one_more(bireme_driven *driven, bireme_error *error)
{
    const bireme_model *model = driven->model;
    double *const today[FIGURES] = {driven->a, driven->b, driven->ab}, *const with[FIGURES] = {driven->chance,
                                                                                               driven->square,
                                                                                               driven->value};
    bireme_metric_kind kind[FIGURES];
    if (!model->has_named_teams) return BIREME_OK;
    const size_t n = figures_of(model, kind);
    double *reps = bireme_arena_alloc(&driven->rooms, model->n_teams, sizeof *reps);
    driven->result->one_more = bireme_arena_alloc(&driven->result->arena, model->n_teams,
                                                  n * sizeof *driven->result->one_more);
    if (reps == NULL || driven->result->one_more == NULL) return bireme_fail_memory(error);
    bireme_status status = begin(driven, kind, n, error);
    if (status == BIREME_OK)
        status = bireme_study_run(driven->study, NULL, NULL, driven->run.trials, today, error);
    for (size_t i = 0; i < model->n_teams && status == BIREME_OK; i++) {
        const size_t team = bireme_model_team_in_order(model, i);
        status = run_with(driven, team, reps, with, error);
        for (size_t k = 0; k < n && status == BIREME_OK; k++)
            status = add(driven, team, kind[k], today[k], with[k], error);
    }
    return status;
}
