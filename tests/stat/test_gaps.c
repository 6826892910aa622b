/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Futures of two kinds: 100 leads or 1,000, half of which are won. Beside the gap between them the median of
 * a run is on one side or the other. Revenue is a sum of N gammas of shape k, N Poisson, so that its
 * distribution is that of
 *
 *   P(R ≤ x) = Σ w Σ Poisson(n; leads/2) P(n k, x/scale)
 *
 * Does the standard error that a run states for the median hold the exact one?
 */
#include "support/check.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include "bireme/bireme.h"
#include "engine/run/metric_of.h"
#include "support/scenario_of.h"
#include "support/tier.h"

enum { P50 = 3 };
static const double SHAPE = 1 / 0.09; /* mean 100, cv 0.3 */

static double share_below(double mean, double x)
{
    double sum = gsl_ran_poisson_pdf(0, mean);
    unsigned from = (unsigned)(mean > 300 ? mean - 300 : 1);
    for (unsigned n = from > 0 ? from : 1; n < mean + 300; n++)
        sum += gsl_ran_poisson_pdf(n, mean) * gsl_cdf_gamma_P(x, n * SHAPE, 100 / SHAPE);
    return sum;
}

static double median_of(double few)
{
    double low = 0, high = 1e5;
    for (int i = 0; i < 50; i++) {
        double middle = (low + high) / 2;
        *(few * share_below(50, middle) + (1 - few) * share_below(500, middle) < 0.5 ? &low : &high) = middle;
    }
    return low;
}

/* Runs whose median is within 2.13 standard errors of the exact one. */
static int count_held(double few, bireme_sampler sampler, uint64_t trials, uint64_t seeds)
{
    double exact = median_of(few);
    int held = 0;
    bireme_scenario *scenario = scenario_of("{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], "
                                            "'channels': {'a': {'organic_leads': {'dist': "
                                            "'discrete', 'values': [100, 1000], 'weights': [%.5f, %.5f]}, "
                                            "'conversion': {'won': 0.5}, 'deal_value': "
                                            "{'dist': 'gamma', 'mean': 100, 'cv': 0.3}}}}",
                                            few, 1 - few);
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        bireme_run_options options = {.size = sizeof(bireme_run_options),
                                      .trials = trials,
                                      .has_seed = true,
                                      .seed = seed,
                                      .sampler = sampler,
                                      .totals_only = true};
        bireme_forecast *forecast = NULL;
        bireme_error error;
        assert_int_equal(bireme_forecast_run(scenario, &options, &forecast, &error), BIREME_OK);
        const bireme_summary *revenue = bireme_forecast_total(forecast,
                                                              bireme_forecast_metric_of(forecast, "revenue"));
        held += fabs(revenue->quantile[P50] - exact) <= 2.13 * revenue->quantile_se[P50];
        bireme_forecast_free(forecast);
    }
    bireme_scenario_free(scenario);
    printf("%g, sampler %d, %d trials: %d of %d\n", few, (int)sampler, (int)trials, held, (int)seeds);
    return held;
}

static void the_error_of_a_median_beside_a_gap_reaches_across_it(void **state)
{
    (void)state;
    const double few[] = {0.502, 0.51, 0.498};
    const bireme_sampler samplers[] = {BIREME_SAMPLER_RANDOM, BIREME_SAMPLER_SOBOL};
    for (size_t i = 0; i < 3; i++)
        for (size_t s = 0; s < 2; s++) {
            const uint64_t seeds = of_tier(i == 0 ? 30 : 10, 60);
            assert_true(count_held(few[i], samplers[s], 4096, seeds) >= 0.9 * (double)seeds);
        }
}

/* Read from bins, which hold a run of more than 2^20 trials. */
static void so_it_does_in_bins(void **state)
{
    (void)state;
    const uint64_t seeds = of_tier(2, 20);
    assert_true(count_held(0.5003, BIREME_SAMPLER_RANDOM, (1 << 20) + 4096, seeds) >= 0.8 * (double)seeds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_error_of_a_median_beside_a_gap_reaches_across_it),
        cmocka_unit_test(so_it_does_in_bins),
    };
    return cmocka_run_group_tests_name("stat.gaps", tests, NULL, NULL);
}
