/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A target of which part has come already: what is asked for is what is still to come, in every figure. Leads
 * for k wins with confidence q at fixed rates: G⁻¹(q; k) / p with G the Gamma(k, 1) distribution function.
 */
#include "support/check.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>
#include "decide/target/result.h"
#include "support/scenario_of.h"

static const char *const company =
    "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'goal': {'metric': 'bookings', "
    "'at_least': "
    "17000, 'confidence': 0.8}, 'channels': {'a': {'spend': 1000, 'cost_per_lead': 20, 'organic_leads': 10, "
    "'conversion': {'won': 0.5}, 'deal_value': 100}}, 'actuals': {'through': '2027-02', 'bookings': [3000, "
    "3000], 'leads': [60, 60], 'spend': [900, 1100], 'channels': {'a': {'spend': [900, 1100]}}}}";

static void what_has_come_is_not_asked_for_again(void **state)
{
    (void)state;
    bireme_scenario *scenario = scenario_of("%s", company);
    bireme_target *target = NULL;
    bireme_error error;
    const bireme_target_options options = {
        .size = sizeof(bireme_target_options), .confidence = NAN, .at_least = NAN};
    if (bireme_target_run(scenario, &options, &target, &error) != BIREME_OK) fail_msg("%s", error.message);
    double exact = gsl_cdf_gamma_Pinv(0.8, 110, 1) / 0.5; /* 110 wins are left */
    assert_close(target->leads.mean, exact, 0.01, 0);
    assert_close(target->channels[0].leads, exact, 0.01, 0);
    assert_close(target->budget.mean, 20 * (target->channels[0].leads - 40), 1e-9, 0);
    for (size_t i = 0; i < target->n_curve; i++) {
        const bireme_target_point *point = &target->curve[i];
        if (!point->reached) continue;
        assert_close(point->leads, gsl_cdf_gamma_Pinv(point->confidence, 110, 1) / 0.5, 0.015, 0);
        assert_close(point->budget, 20 * (point->leads - 40), 0.005, 0);
    }
    bireme_target_free(target);
    bireme_scenario_free(scenario);
}

static void a_target_of_which_too_little_is_known_is_refused(void **state)
{
    (void)state;
    bireme_scenario *scenario = scenario_of("%s", company);
    bireme_target *target = NULL;
    bireme_error error;
    const bireme_target_options options = {
        .size = sizeof(bireme_target_options), .metric = "wins", .confidence = 0.8, .at_least = 50};
    assert_int_equal(bireme_target_run(scenario, &options, &target, &error), BIREME_DOMAIN);
    assert_non_null(strstr(error.message, "give `wins` in `actuals`"));
    assert_null(target);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_has_come_is_not_asked_for_again),
        cmocka_unit_test(a_target_of_which_too_little_is_known_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
