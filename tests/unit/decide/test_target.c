/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inverse of a forecast, against closed forms.
 */
#include "support/check.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>
#include "support/scenario_of.h"

#define SCENARIO(REST, CHANNEL)                                                                              \
    "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'], " REST                             \
    " 'channels': {'ads': {'spend': 5000, 'deal_value': 100, " CHANNEL "}}}"
#define FIXED "'cost_per_lead': 20, 'conversion': {'opp': 0.4, 'won': 0.25}"

static bireme_target *solve(const char *text, bireme_target_options options)
{
    bireme_scenario *scenario = scenario_of("%s", text);
    bireme_target *target = NULL;
    bireme_error error;
    if (bireme_target_run(scenario, &options, &target, &error) != BIREME_OK) fail_msg("%s", error.message);
    bireme_scenario_free(scenario);
    return target;
}

static bireme_target_options want(const char *metric, double at_least, double confidence, bireme_target_by by)
{
    return (bireme_target_options){
        .metric = metric, .at_least = at_least, .confidence = confidence, .by = by};
}

/* The answer within four of its standard errors and half a per cent of the exact one, the curve too. */
static void assert_leads(const bireme_target *target, double exact)
{
    assert_true(target->reached);
    assert_close(target->channels[0].leads, exact, 0.005, 0);
    assert_true(fabs(target->scale - exact / 1000) <= 4 * target->scale_se + 1e-9);
    assert_true(target->achieved >= target->confidence);
    assert_true(fabs(target->achieved - target->verified) <=
                4 * hypot(target->achieved_se, target->verified_se));
    assert_true(target->runs <= 15);
}

/* Λ* = G⁻¹(q; k) / p. */
static void fixed_rates_need_the_gamma_quantile(void **state)
{
    (void)state;
    static const struct {
        double wins, confidence;
    } cases[] = {{100, 0.8}, {12, 0.9}, {1, 0.95}, {400, 0.5}, {30, 0.99}, {25, 0.3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (bireme_target_by by = BIREME_TARGET_BY_LEADS; by <= BIREME_TARGET_BY_BUDGET; by++) {
            bireme_target *target = solve(SCENARIO("", FIXED),
                                          want("wins", cases[i].wins, cases[i].confidence, by));
            double exact = gsl_cdf_gamma_Pinv(cases[i].confidence, cases[i].wins, 1) / 0.1;
            assert_leads(target, exact);
            assert_close(target->budget.mean, 20 * exact, 0.005, 0);
            assert_close(target->budget_p80, 20 * exact, 0.005, 0);
            for (size_t k = 0; k < target->n_curve; k++) {
                const bireme_target_point *point = &target->curve[k];
                double there = gsl_cdf_gamma_Pinv(point->confidence, cases[i].wins, 1) / 0.1;
                assert_true(point->reached);
                assert_close(point->leads, there, 0.01, 0);
            }
            bireme_target_free(target);
        }
}

/* The root of Σ w Q(k, Λ p) = confidence, Q the chance of at least k wins. */
static double two_point_leads(double k, double confidence, double weight, double p1, double p2)
{
    double low = 0, high = 1e6;
    for (int i = 0; i < 200; i++) {
        double leads = (low + high) / 2;
        double chance = weight * gsl_cdf_gamma_P(leads * p1, k, 1) +
                        (1 - weight) * gsl_cdf_gamma_P(leads * p2, k, 1);
        *(chance < confidence ? &low : &high) = leads;
    }
    return high;
}

/* A win rate of 10 % or of 40 %: in between P is nearly flat at the weight. */
static void two_point_rates_need_the_root_of_the_mixture(void **state)
{
    (void)state;
    static const double confidence[] = {0.5, 0.62, 0.68, 0.8, 0.9};
    for (size_t i = 0; i < sizeof confidence / sizeof *confidence; i++) {
        bireme_target *target = solve(
            SCENARIO("",
                     "'cost_per_lead': 20, 'conversion': {'opp': 0.4, 'won': {'dist': 'discrete', 'values': "
                     "[0.1, 0.4], 'weights': [0.37, 0.63]}}"),
            want("wins", 60, confidence[i], BIREME_TARGET_BY_LEADS));
        assert_leads(target, two_point_leads(60, confidence[i], 0.37, 0.04, 0.16));
        for (size_t k = 0; k < target->n_curve; k++)
            assert_close(target->curve[k].leads,
                         two_point_leads(60, target->curve[k].confidence, 0.37, 0.04, 0.16), 0.02, 0);
        bireme_target_free(target);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_rates_need_the_gamma_quantile),
        cmocka_unit_test(two_point_rates_need_the_root_of_the_mixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
