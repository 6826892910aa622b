/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Deal values that have a mean and no variance: x = 100 (u/v)^s, mean 100 π s / sin π s. Do the standard errors that a run
 * states hold the exact mean as often as they say? 2.13 of them are 95 % for sixteen replicates; without what is unseen
 * (engine/unseen.c) it is 93 and 75 % for s = 0.56 and 0.7. From s = 0.82 on a scenario is refused: too much of the
 * mean is rarer than any run finds.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include "bireme/bireme.h"
#include "support/scenario_of.h"
#include "support/tier.h"

enum { TRIALS = 4096, DEALS = 100 };

/* Runs of so many seeds whose mean revenue is within 2.13 standard errors of the exact one. */
static int count_held(double s, bireme_sampler sampler, uint64_t seeds)
{
    const double pi = 3.14159265358979323846, exact = DEALS * 100 * pi * s / sin(pi * s);
    char text[1024];
    int held = 0;
    snprintf(text, sizeof text,
             "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'channels': {'a': "
             "{'organic_leads': %d, "
             "'conversion': {'won': 1}, 'deal_value': {'dist': 'metalog', 'lower': 0, 'coefficients': "
             "[%.17g, %.17g]}}}}",
             DEALS, log(100), s);
    bireme_scenario *scenario = scenario_of(text);
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        bireme_run_options options = {
            .trials = TRIALS, .has_seed = true, .seed = seed, .sampler = sampler, .totals_only = true};
        bireme_forecast *forecast = NULL;
        bireme_error error;
        assert_int_equal(bireme_forecast_run(scenario, &options, &forecast, &error), BIREME_OK);
        const bireme_summary *revenue =
            bireme_forecast_total(forecast, bireme_forecast_metric_find(forecast, "revenue"));
        const bireme_summary *wins = bireme_forecast_total(forecast,
                                                           bireme_forecast_metric_find(forecast, "wins"));
        assert_true(isnan(revenue->sd_se) && revenue->mean_se > 0);
        assert_true(wins->mean_se < 0.2); /* sd 10 over √4096, and next to nothing unseen */
        held += fabs(revenue->mean - exact) < 2.13 * revenue->mean_se;
        bireme_forecast_free(forecast);
    }
    bireme_scenario_free(scenario);
    return held;
}

/* Without what is unseen the mean is held in 93, 75 and some 60 % of the runs: every day most are of the last. */
static void standard_errors_hold_the_mean(void **state)
{
    (void)state;
    static const double powers[] = {0.56, 0.7, 0.8};
    const uint64_t seeds[] = {of_tier(4, 30), of_tier(6, 30), 30};
    const double n = (double)(seeds[0] + seeds[1] + seeds[2]);
    int held = 0;
    for (size_t i = 0; i < 3; i++)
        held += count_held(powers[i], i == 1 ? BIREME_SAMPLER_RANDOM : BIREME_SAMPLER_SOBOL, seeds[i]);
    printf("%d of %.0f runs\n", held, n);
    /* 90 % less three standard deviations */
    assert_true(held >= 0.9 * n - 3 * sqrt(0.9 * 0.1 * n));
}

/* Spend over a cost that has density at 0: leads without a mean. The error is of the order of the mean, or more. */
static void leads_without_a_mean_are_not_known(void **state)
{
    (void)state;
    bireme_scenario *scenario = scenario_of(
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'channels': {'a': {'spend': 1000, "
        "'cost_per_lead': {'dist': 'uniform', 'min': 0, 'max': 20}, 'conversion': {'won': 0.1}}}}");
    bireme_run_options options = {.trials = TRIALS};
    bireme_forecast *forecast = NULL;
    bireme_error error;
    assert_int_equal(bireme_forecast_run(scenario, &options, &forecast, &error), BIREME_OK);
    const bireme_summary *leads = bireme_forecast_total(forecast,
                                                        bireme_forecast_metric_find(forecast, "leads"));
    assert_true(leads->mean_se > leads->mean);
    /* quantiles do not suffer: 1000 / (20 · 0.5) */
    assert_close(leads->quantile[3], 100, 0.05, 0);
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standard_errors_hold_the_mean),
        cmocka_unit_test(leads_without_a_mean_are_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
