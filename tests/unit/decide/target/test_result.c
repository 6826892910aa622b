/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a target answers: what it holds, and NULL beyond the last.
 */
#include "support/check.h"

#include <math.h>
#include "support/scenario_of.h"

#define TEXT                                                                                                 \
    "{'name': 'Small', 'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels': {'ads': "    \
    "{'spend': 1000, 'cost_per_lead': {'dist': 'uniform', 'min': 20, 'max': 30}, 'conversion': {'won': "     \
    "0.2}, 'deal_value': 100}}}"

static bireme_target *plan(double at_least)
{
    bireme_scenario *scenario = scenario_of(TEXT);
    bireme_run_options run;
    bireme_target_options options;
    bireme_target *target = NULL;
    bireme_error error;
    bireme_run_options_init(&run);
    run.trials = 512;
    run.threads = 1;
    bireme_target_options_init(&options);
    options.run = &run;
    options.metric = "wins";
    options.at_least = at_least;
    if (bireme_target_run(scenario, &options, &target, &error) != BIREME_OK) fail_msg("%s", error.message);
    bireme_scenario_free(scenario);
    return target;
}

static void it_answers_what_was_asked(void **state)
{
    (void)state;
    bireme_target *t = plan(10);
    assert_string_equal(bireme_target_scenario(t), "Small");
    assert_string_equal(bireme_target_metric(t), "wins");
    assert_string_equal(bireme_target_until(t), "2027-02");
    assert_true(bireme_target_whole_horizon(t) && !bireme_target_at_most(t));
    assert_int_equal(bireme_target_unit(t), BIREME_UNIT_COUNT);
    assert_int_equal(bireme_target_decided_by(t), BIREME_TARGET_BY_LEADS);
    assert_true(bireme_target_at_least(t) == 10 && bireme_target_confidence(t) == 0.8);
    assert_int_equal(bireme_target_trials(t), 512);
    assert_true(bireme_target_seed(t) != bireme_target_verified_seed(t));
    assert_int_equal(bireme_target_sampler(t), BIREME_SAMPLER_SOBOL);
    assert_true(bireme_target_reached(t) && bireme_target_scale(t) > 0 && bireme_target_runs(t) > 0);
    assert_close(bireme_target_achieved(t), 0.8, 0.1, 0);
    assert_true(bireme_target_leads(t)->mean > 0 && bireme_target_budget(t)->mean > 0);
    assert_true(isnan(bireme_target_reps(t)) && !bireme_target_has_capacity(t));
    const bireme_goal_result *goal = bireme_forecast_goal(bireme_target_forecast(t));
    assert_true(goal->present && goal->at_least == 10);
    bireme_target_free(t);
}

static void lists_end(void **state)
{
    (void)state;
    static const size_t beyond[] = {1000, SIZE_MAX / sizeof(bireme_target_channel) + 1, SIZE_MAX};
    bireme_target *t = plan(1e7);
    const size_t channels = bireme_target_channel_count(t), periods = bireme_target_period_count(t),
                 points = bireme_target_curve_count(t), limits = bireme_target_limit_count(t);
    assert_int_equal(channels, 1);
    assert_int_equal(periods, 2);
    assert_string_equal(bireme_target_channel_at(t, 0)->name, "ads");
    assert_string_equal(bireme_target_period_at(t, 1)->label, "2027-02");
    assert_true(bireme_target_period_at(t, 1)->opportunities->n == 512);
    for (size_t i = 0; i < points; i++) assert_non_null(bireme_target_curve_at(t, i));
    for (size_t i = 0; i < limits; i++) assert_non_null(bireme_target_limit_at(t, i));
    assert_null(bireme_target_channel_at(t, channels));
    assert_null(bireme_target_period_at(t, periods));
    assert_null(bireme_target_curve_at(t, points));
    assert_null(bireme_target_limit_at(t, limits));
    for (size_t k = 0; k < sizeof beyond / sizeof *beyond; k++) {
        assert_null(bireme_target_channel_at(t, beyond[k]));
        assert_null(bireme_target_period_at(t, beyond[k]));
        assert_null(bireme_target_curve_at(t, beyond[k]));
        assert_null(bireme_target_limit_at(t, beyond[k]));
    }
    bireme_target_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_answers_what_was_asked),
        cmocka_unit_test(lists_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
