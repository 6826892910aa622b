/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Targets whose chance is a sawtooth of the scale: wins are Poisson of mean 10 √x, each brings 300, and x
 * times 1,000 is spent.
 */
#include "support/check.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include "bireme/target.h"
#include "support/scenario_of.h"
#include "decide/target/result.h"

static bireme_target *solve(const char *metric, double target, double confidence)
{
    static const char text[] =
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'channels': {'a': {'spend': 1000, "
        "'cost_per_lead': 10, 'conversion': {'won': 0.1}, 'deal_value': 300, 'response': {'curve': 'power', "
        "'elasticity': 0.5, 'reference_spend': 1000}}}}";
    const bireme_run_options run = {.size = sizeof(bireme_run_options), .trials = 16384};
    const bireme_target_options options = {.size = sizeof(bireme_target_options),
                                           .run = &run,
                                           .metric = metric,
                                           .at_least = target,
                                           .confidence = confidence,
                                           .by = BIREME_TARGET_BY_BUDGET};
    bireme_scenario *scenario = scenario_of("%s", text);
    bireme_target *out = NULL;
    bireme_error error;
    if (bireme_target_run(scenario, &options, &out, &error) != BIREME_OK) fail_msg("%s", error.message);
    bireme_scenario_free(scenario);
    return out;
}

/* The scale from which on a count of at least k comes with that probability. */
static double scale_for(int k, double confidence)
{
    double mean = gsl_cdf_gamma_Pinv(confidence, k, 1);
    return mean * mean / 100;
}

/* 300 N − 1,000 x ≥ 1,500: up to x = 0.3 k − 1.5 with k wins. */
static void the_smallest_scale_of_a_contribution(void **state)
{
    (void)state;
    static const double confidences[] = {0.6, 0.5, 0.7, 0.77};
    for (int c = 0; c < 4; c++) {
        double exact = INFINITY, q = confidences[c];
        for (int k = 60; k >= 6; k--) {
            double from = fmax(0.3 * (k - 1) - 1.5, scale_for(k, q));
            if (from <= 0.3 * k - 1.5) exact = from;
        }
        bireme_target *target = solve("contribution", 1500, q);
        assert_true(target->reached && target->confirmed);
        assert_close(target->scale, exact, 0.01, 0);
        assert_true(target->runs < 40);
        bireme_target_free(target);
    }
}

/* 1,000 x / N ≤ 150: with k wins up to x = 0.15 k. */
static void the_largest_scale_of_a_cac(void **state)
{
    (void)state;
    static const double confidences[] = {0.8, 0.7, 0.5};
    for (int c = 0; c < 3; c++) {
        double exact = 0;
        for (int k = 1; k <= 100; k++)
            if (scale_for(k, confidences[c]) <= 0.15 * k) exact = 0.15 * k;
        bireme_target *target = solve("cac", 150, confidences[c]);
        assert_true(target->reached && target->confirmed);
        assert_close(target->scale, exact, 1e-4, 0);
        bireme_target_free(target);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_scale_of_a_contribution),
        cmocka_unit_test(the_largest_scale_of_a_cac),
    };
    return cmocka_run_group_tests_name("decide.target.sawtooth", tests, NULL, NULL);
}
