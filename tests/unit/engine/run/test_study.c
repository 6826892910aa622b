/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One plan with other decisions, on the same random numbers.
 */
#include "support/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "engine/run/metric_of.h"
#include "engine/run/study.h"
#include "compile/variant.h"
#include "scenario/internal.h"
#include "support/scenario_of.h"
#include "support/varied.h"

enum { TRIALS = 1000, MOST = 8 };

static bireme_study *study_of(const bireme_scenario *scenario, bireme_sampler sampler,
                              const char *const *names, size_t n, size_t by)
{
    const bireme_model *model = bireme_scenario_model(scenario);
    bireme_metrics *metrics;
    bireme_wanted wanted[MOST];
    bireme_error error;
    bireme_study *study;
    assert_int_equal(bireme_metrics_create(model, &metrics, &error), BIREME_OK);
    for (size_t w = 0; w < n; w++) {
        wanted[w] = (bireme_wanted){bireme_metrics_find(metrics, names[w]), by, w == 0};
        assert_true(wanted[w].metric != SIZE_MAX);
    }
    bireme_metrics_free(metrics);
    const bireme_study_options options = {
        .trials = TRIALS, .seed = 7, .sampler = sampler, .threads = 2, .n_wanted = n, .wanted = wanted};
    if (bireme_study_create(model, &options, &study, &error) != BIREME_OK) fail_msg("%s", error.message);
    return study;
}

static bireme_compiled *variant_of(const bireme_study *study, bireme_moves moves)
{
    bireme_compiled *compiled;
    bireme_error error;
    if (bireme_variant_create(study->compiled, &moves, &compiled, &error) != BIREME_OK)
        fail_msg("%s", error.message);
    return compiled;
}

static void assert_run(bireme_study *study, const bireme_compiled *compiled, double *const *out)
{
    bireme_error error;
    if (bireme_study_run(study, compiled, NULL, TRIALS, out, &error) != BIREME_OK)
        fail_msg("%s", error.message);
}

static const char *const looked_at[] = {"revenue", "leads", "wins", "cost.marketing", "contribution"};
enum { LOOKED_AT = sizeof looked_at / sizeof *looked_at };

/* Writes into what a scenario says. */
static void decide(bireme_scenario *scenario, double factor, double more_reps)
{
    bireme_model *model = (bireme_model *)(uintptr_t)bireme_scenario_model(scenario);
    for (size_t c = 0; c < model->n_channels; c++)
        for (size_t t = 0; t < model->periods; t++)
            ((double *)(uintptr_t)model->channels[c].spend)[t] *= factor;
    if (model->n_teams > 0) model->teams[0].reps += more_reps;
}

/* Twice the spend and two reps more, as moves of the plan and as numbers of the scenario. */
static void moves_are_what_the_scenario_would_have_said(void **state)
{
    (void)state;
    static double got[LOOKED_AT][TRIALS];
    double *out[LOOKED_AT];
    for (size_t w = 0; w < LOOKED_AT; w++) out[w] = got[w];
    for (unsigned number = 0; number < VARIED_COUNT; number++) {
        bireme_scenario *before = varied_scenario(&(varied){.number = number, .spend_scale = 1}),
                        *after = varied_scenario(&(varied){.number = number, .spend_scale = 1});
        decide(after, 2, 2);
        const bireme_model *model = bireme_scenario_model(before);
        bireme_study *study = study_of(before, BIREME_SAMPLER_RANDOM, looked_at, LOOKED_AT,
                                       model->periods - 1);
        double spend[16];
        for (size_t c = 0; c < model->n_channels; c++) spend[c] = 2;
        double reps = model->n_teams > 0 ? bireme_scenario_model(after)->teams[0].reps : NAN;
        bireme_compiled *compiled = variant_of(study, (bireme_moves){.spend = spend, .reps = reps});
        assert_run(study, compiled, out);
        const bireme_run_options options = {.size = sizeof(bireme_run_options),
                                            .trials = TRIALS,
                                            .has_seed = true,
                                            .seed = 7,
                                            .sampler = BIREME_SAMPLER_RANDOM,
                                            .totals_only = true,
                                            .keep_samples = true};
        bireme_forecast *forecast = run_and_free(after, &options);
        for (size_t w = 0; w < LOOKED_AT; w++) {
            const double *samples =
                bireme_forecast_samples(forecast, bireme_forecast_metric_of(forecast, looked_at[w]));
            /* Values of deals come from tables that are made for as many as the plan expects: within their
             * bound. */
            for (size_t i = 0; i < TRIALS; i++) assert_close(got[w][i], samples[i], 1e-6, 1e-6);
        }
        bireme_forecast_free(forecast);
        bireme_variant_free(compiled);
        bireme_study_free(study);
        bireme_scenario_free(before);
    }
}

#define PAID(RESPONSE, REST)                                                                                 \
    "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'channels': {'ads': {'spend': [4000, "    \
    "6000, 5000, 5000], 'cost_per_lead': 20, " REST "'response': " RESPONSE                                  \
    ", 'organic_leads': 3, 'conversion': {'won': 0.2}, 'deal_value': 100}}}"

/* At fixed prices the leads that the spend buys cost the spend. */
static void what_the_spend_buys_costs_the_spend(void **state)
{
    (void)state;
    const char *const scenarios[] = {
        PAID("{'curve': 'linear'}", ""),
        PAID("{'curve': 'power', 'elasticity': 0.6, 'reference_spend': 5000}", ""),
        PAID("{'curve': 'hill', 'half_saturation': 4000, 'shape': 1.4, 'reference_spend': 5000}", ""),
        PAID("{'curve': 'power', 'elasticity': 0.6, 'reference_spend': 5000}", "'adstock': 0.4, ")};
    const char *const names[] = {"wins", "cost.marketing"};
    for (size_t k = 0; k < sizeof scenarios / sizeof *scenarios; k++) {
        static double cost[TRIALS], wins[TRIALS];
        double *out[] = {wins, cost}, paid[4], other[4];
        bireme_error error;
        bireme_scenario *scenario = scenario_of("%s", scenarios[k]);
        bireme_study *study = study_of(scenario, BIREME_SAMPLER_SOBOL, names, 2, 3);
        assert_int_equal(bireme_study_arrivals(study, NULL, TRIALS, paid, other, &error), BIREME_OK);
        assert_close(other[2], 3, 1e-12, 0);
        if (k == 0) assert_close(paid[1], 300, 1e-12, 0);
        bireme_compiled *compiled = variant_of(study, (bireme_moves){.volume = paid, .reps = NAN});
        assert_run(study, compiled, out);
        /* rounding; with adstock by way of the ratio of the sums */
        for (size_t i = 0; i < TRIALS; i++) assert_close(cost[i], 20000, 1e-9, 0);
        bireme_variant_free(compiled);
        bireme_study_free(study);
        bireme_scenario_free(scenario);
    }
}

/* Hill: 1 / (1 + 0.8^1.4) of what could ever be bought is bought at 5,000. */
static void leads_beyond_saturation_cannot_be_bought(void **state)
{
    (void)state;
    const char *const names[] = {"wins", "cost.marketing"};
    static double cost[TRIALS], wins[TRIALS];
    double *out[] = {wins, cost};
    bireme_scenario *scenario = scenario_of(
        "%s", PAID("{'curve': 'hill', 'half_saturation': 4000, 'shape': 1.4, 'reference_spend': 5000}", ""));
    bireme_study *study = study_of(scenario, BIREME_SAMPLER_SOBOL, names, 2, 3);
    double most = 250 * (1 + pow(0.8, 1.4));
    for (int beyond = 0; beyond < 2; beyond++) {
        double volume[4] = {100, 100, most * (beyond ? 1.001 : 0.999), 100};
        bireme_compiled *compiled = variant_of(study, (bireme_moves){.volume = volume, .reps = NAN});
        assert_run(study, compiled, out);
        for (size_t i = 0; i < TRIALS; i++) {
            assert_true(isnan(cost[i]) == (beyond == 1));
            assert_true((wins[i] == -INFINITY) == (beyond == 1));
        }
        bireme_variant_free(compiled);
    }
    bireme_study_free(study);
    bireme_scenario_free(scenario);
}

static void a_shorter_run_is_the_beginning_of_a_longer_one_on_any_number_of_threads(void **state)
{
    (void)state;
    const char *const names[] = {"revenue"};
    static double all[TRIALS], some[TRIALS];
    double *out[] = {all}, *less[] = {some};
    bireme_scenario *scenario = varied_scenario(&(varied){.number = 3, .spend_scale = 1});
    bireme_study *study = study_of(scenario, BIREME_SAMPLER_SOBOL, names, 1, 0);
    bireme_error error;
    assert_run(study, NULL, out);
    study->options.threads = 1;
    assert_int_equal(bireme_study_run(study, NULL, NULL, 600, less, &error), BIREME_OK);
    assert_memory_equal(all, some, 600 * sizeof *all);
    assert_true(study->done == TRIALS + 600);
    bireme_study_free(study);
    bireme_scenario_free(scenario);
}

static bool stop(void *context)
{
    return --*(int *)context < 0;
}

static void a_study_can_be_cancelled(void **state)
{
    (void)state;
    const char *const names[] = {"revenue"};
    static double all[TRIALS];
    double *out[] = {all};
    int left = 1;
    bireme_error error;
    bireme_scenario *scenario = varied_scenario(&(varied){.number = 1, .spend_scale = 1});
    bireme_study *study = study_of(scenario, BIREME_SAMPLER_SOBOL, names, 1, 0);
    study->options.cancelled = stop;
    study->options.context = &left;
    assert_int_equal(bireme_study_run(study, NULL, NULL, TRIALS, out, &error), BIREME_CANCELLED);
    bireme_study_free(study);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves_are_what_the_scenario_would_have_said),
        cmocka_unit_test(what_the_spend_buys_costs_the_spend),
        cmocka_unit_test(leads_beyond_saturation_cannot_be_bought),
        cmocka_unit_test(a_shorter_run_is_the_beginning_of_a_longer_one_on_any_number_of_threads),
        cmocka_unit_test(a_study_can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
