/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the metric moves with an input: Spearman's rank correlation over the trials, and the metric's mean with
 * the input held at its P10 and at its P90, everything else drawn as before (even correlated members of its
 * set: what they would be, given that value, is a different question). For the economy: in one regime from
 * the first period to the last. These means need fewer trials than shares of the variance.
 */
#include <math.h>
#include <string.h>
#include "dist/dist.h"
#include "decide/sensitivity/internal.h"
#include "numeric/rank.h"
#include "compile/variant.h"
#include "numeric/special/portable.h"
#include "stats/sample.h"

/* ------------------------ rank correlation */

/* Trials without a metric are left out. */
static double rank_correlation(bireme_driven *driven)
{
    size_t n = 0;
    for (uint64_t i = 0; i < driven->run.trials; i++) {
        if (isnan(driven->drawn[i])) continue;
        driven->value[n] = driven->value[i];
        driven->ab[n++] = driven->drawn[i];
    }
    return bireme_rank_correlation(n, driven->value, driven->ab, driven->work);
}

/* ------------------------ tornado */

static uint64_t trials_of_means(const bireme_driven *driven)
{
    const uint64_t enough = 4096;
    uint64_t trials = driven->run.trials, part = trials / 4;
    return trials < enough ? trials : part > enough ? part : enough;
}

static bireme_status mean_with(bireme_driven *driven, const bireme_moves *moves, double *mean, double *se,
                               bireme_error *error)
{
    bireme_study *study = driven->study;
    bireme_compiled *compiled;
    double *const out[BIREME_SENSITIVITY_WANTED] = {driven->ab, NULL};
    uint64_t trials = trials_of_means(driven);
    bireme_status status = bireme_variant_create(study->compiled, moves, &compiled, error);
    if (status != BIREME_OK) return status;
    status = bireme_study_run(study, compiled, NULL, trials, out, error);
    bireme_variant_free(compiled);
    if (status == BIREME_OK) *mean = bireme_sample_mean(driven->ab, trials, study->replicates, se);
    return status;
}

/* The quantile; of what is drawn anew in every period roughly that of its average over the horizon, which is
 * as many times nearer to the mean as the square root of the periods. */
static double end_of(const bireme_model *model, int quantity, double probability)
{
    const bireme_quantity *of = &model->quantities[quantity];
    const double end = bireme_dist_quantile(of->dist, probability), mean = bireme_dist_mean(of->dist);
    if (!of->redraws || !isfinite(mean)) return end;
    return mean + (end - mean) / sqrt((double)model->periods);
}

static bireme_status swing_quantity(bireme_driven *driven, int quantity, bireme_input *input,
                                    bireme_error *error)
{
    const bireme_moves moves = {.reps = NAN, .pinned = driven->pinned};
    for (size_t q = 0; q < driven->model->n_quantities; q++) driven->pinned[q] = NAN;
    input->low_at = end_of(driven->model, quantity, 0.1);
    input->high_at = end_of(driven->model, quantity, 0.9);
    driven->pinned[quantity] = input->low_at;
    bireme_status status = mean_with(driven, &moves, &input->low, &input->low_se, error);
    driven->pinned[quantity] = input->high_at;
    if (status == BIREME_OK) status = mean_with(driven, &moves, &input->high, &input->high_se, error);
    if (status == BIREME_OK)
        status = bireme_study_quantity(driven->study, quantity, driven->run.trials, driven->value, error);
    if (status == BIREME_OK) input->rank_correlation = rank_correlation(driven);
    return status;
}

/* The multiple at the end of a walk whose score there is z. */
static double end_of_walk(const bireme_compiled *compiled, const bireme_walk *walk, double z)
{
    double years = ((double)compiled->model->periods - 0.5) * compiled->days / 365.25;
    return bireme_exp(walk->sigma * sqrt(years) * z - walk->sigma * walk->sigma * years / 2);
}

/* Of a walk its end moves, with its first increment. */
static bireme_status swing_walk(bireme_driven *driven, int increment, bireme_input *input,
                                bireme_error *error)
{
    const bireme_walk *walk = &driven->model->walks[bireme_model_walk_of(driven->model, increment)];
    bireme_status status = swing_quantity(driven, increment, input, error);
    input->low_at = end_of_walk(driven->study->compiled, walk, input->low_at);
    input->high_at = end_of_walk(driven->study->compiled, walk, input->high_at);
    return status;
}

static bireme_status swing_economy(bireme_driven *driven, bireme_input *input, bireme_error *error)
{
    const bireme_economy *economy = &driven->model->economy;
    const bireme_moves moves = {.reps = NAN, .path = driven->path};
    size_t lowest = 0, highest = 0;
    for (size_t r = 0; r < economy->n_regimes; r++) {
        double mean, se;
        for (size_t t = 0; t < driven->model->periods; t++) driven->path[t] = (int)r;
        bireme_status status = mean_with(driven, &moves, &mean, &se, error);
        if (status != BIREME_OK) return status;
        if (!(mean >= input->low)) input->low = mean, input->low_se = se, lowest = r;
        if (!(mean <= input->high)) input->high = mean, input->high_se = se, highest = r;
    }
    input->low_regime = bireme_arena_text(&driven->result->arena, economy->regimes[lowest].name);
    input->high_regime = bireme_arena_text(&driven->result->arena, economy->regimes[highest].name);
    if (input->low_regime == NULL || input->high_regime == NULL) return bireme_fail_memory(error);
    return BIREME_OK;
}

bireme_status bireme_driven_find_swings(bireme_driven *driven, bireme_error *error)
{
    bireme_status status = BIREME_OK;
    driven->study->means = bireme_study_has_means(driven->study, BIREME_SENSITIVITY_METRIC);
    for (size_t i = 0; i < driven->result->n_inputs && status == BIREME_OK; i++) {
        bireme_input *input = &driven->result->inputs[i];
        const bireme_driver *driver = &driven->driver[i];
        if (input->kind == BIREME_INPUT_QUANTITY)
            status = swing_quantity(driven, driver->quantity[0], input, error);
        else if (input->kind == BIREME_INPUT_DRIFT)
            status = swing_walk(driven, driver->quantity[0], input, error);
        else if (input->kind == BIREME_INPUT_ECONOMY)
            status = swing_economy(driven, input, error);
        for (size_t k = 0; k < input->n_members && status == BIREME_OK; k++) {
            bireme_input *member = &input->members[k];
            status = member->kind == BIREME_INPUT_DRIFT
                         ? swing_walk(driven, driver->moved[k], member, error)
                         : swing_quantity(driven, driver->moved[k], member, error);
        }
    }
    return status;
}
