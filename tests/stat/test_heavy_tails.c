/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Deal values of which a sample shows too little: x = 100 (u/v)^s, mean 100 π s / sin π s, has no variance
 * for s ≥ ½, and at s = 0.984 (P10, P50 and P90 of 3,000, 18,000 and 150,000) half of its mean is in values
 * rarer than any uniform shows; a lognormal with a cv of 1,000 has a variance that no run finds. Do the
 * standard errors that a run states hold the exact mean as often as they say? 2.13 of them are 95 % for
 * sixteen replicates; without what is unseen (engine/unseen.c) it is 93 and 75 % for s = 0.56 and 0.7.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include "bireme/bireme.h"
#include "engine/run/metric_of.h"
#include "support/scenario_of.h"
#include "support/tier.h"

enum { TRIALS = 4096, DEALS = 100 };

/* Runs of so many seeds whose mean revenue is within 2.13 standard errors of the exact one; all are within
 * ten. */
static int count_held(const char *law, double mean, bireme_sampler sampler, uint64_t seeds)
{
    const double exact = DEALS * mean;
    char text[1024];
    int held = 0;
    snprintf(text, sizeof text,
             "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'channels': {'a': "
             "{'organic_leads': %d, 'conversion': {'won': 1}, 'deal_value': {%s}}}}",
             DEALS, law);
    bireme_scenario *scenario = scenario_of(text);
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        bireme_run_options options = {.size = sizeof(bireme_run_options),
                                      .trials = TRIALS,
                                      .has_seed = true,
                                      .seed = seed,
                                      .sampler = sampler,
                                      .totals_only = true};
        bireme_forecast *forecast = NULL;
        bireme_error error;
        assert_int_equal(bireme_forecast_run(scenario, &options, &forecast, &error), BIREME_OK);
        const bireme_summary *revenue = bireme_forecast_total(forecast,
                                                              bireme_forecast_metric_of(forecast, "revenue"));
        const bireme_summary *wins = bireme_forecast_total(forecast,
                                                           bireme_forecast_metric_of(forecast, "wins"));
        assert_true(isnan(revenue->sd_se) && revenue->mean_se > 0);
        assert_true(wins->mean_se < 5); /* sd 10 over √4096, and little unseen */
        double off = fabs(revenue->mean - exact) / revenue->mean_se;
        held += off < 2.13;
        if (!(off < 10)) fail_msg("%s, seed %d: %.1f standard errors off", law, (int)seed, off);
        bireme_forecast_free(forecast);
    }
    bireme_scenario_free(scenario);
    return held;
}

/* Every day a few seeds of each law. */
static void standard_errors_hold_the_mean(void **state)
{
    (void)state;
    const double pi = 3.14159265358979323846, powers[] = {0.56, 0.7, 0.85, 0.984};
    enum { POWERS = sizeof powers / sizeof *powers };
    const uint64_t seeds = of_tier(4, 30);
    const double n = (double)((POWERS + 3) * seeds);
    int held = 0;
    for (size_t i = 0; i < POWERS; i++) {
        char law[128];
        snprintf(law, sizeof law, "'dist': 'metalog', 'lower': 0, 'coefficients': [%.17g, %.17g]", log(100),
                 powers[i]);
        held += count_held(law, 100 * pi * powers[i] / sin(pi * powers[i]),
                           i == 1 ? BIREME_SAMPLER_RANDOM : BIREME_SAMPLER_SOBOL, seeds);
    }
    held += count_held("'dist': 'lognormal', 'mean': 1000, 'cv': 100", 1000, BIREME_SAMPLER_RANDOM, seeds);
    held += count_held("'dist': 'lognormal', 'mean': 1000, 'cv': 1000", 1000, BIREME_SAMPLER_SOBOL, seeds);
    held += count_held("'dist': 'weibull', 'scale': 1000, 'shape': 0.15", 1000 * tgamma(1 + 1 / 0.15),
                       BIREME_SAMPLER_SOBOL, seeds);
    printf("%d of %.0f runs\n", held, n);
    /* 90 % less three standard deviations */
    assert_true(held >= 0.9 * n - 3 * sqrt(0.9 * 0.1 * n));
}

/* Spend over a cost whose density rises from 0 on: leads without a variance, whose mean 1000 · E[1/c] is 1000
 * · 2/20. */
static void leads_without_a_variance_are_held(void **state)
{
    (void)state;
    bireme_scenario *scenario = scenario_of(
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'channels': {'a': {'spend': 1000, "
        "'cost_per_lead': {'dist': 'triangular', 'min': 0, 'mode': 20, 'max': 20}, 'conversion': {'won': "
        "0.1}}}}");
    bireme_run_options options = {.size = sizeof(bireme_run_options), .trials = TRIALS};
    bireme_forecast *forecast = NULL;
    bireme_error error;
    assert_int_equal(bireme_forecast_run(scenario, &options, &forecast, &error), BIREME_OK);
    const bireme_summary *leads = bireme_forecast_total(forecast,
                                                        bireme_forecast_metric_of(forecast, "leads"));
    assert_true(isnan(leads->sd_se) && leads->mean_se > 0 && leads->mean_se < 10);
    assert_true(fabs(leads->mean - 100) < 3 * leads->mean_se);
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standard_errors_hold_the_mean),
        cmocka_unit_test(leads_without_a_variance_are_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
