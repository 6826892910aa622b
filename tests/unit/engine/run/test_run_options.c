/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The options of a run against what the scenario says: sampler, precision, trials.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "bireme/bireme.h"
#include "support/scenario_of.h"

#define SCENARIO(run)                                                                                        \
    "{\"start\": \"2027-01\", \"periods\": 2, \"funnel\": [\"lead\", \"won\"], \"channels\": {\"web\":"      \
    " {\"organic_leads\": 10, \"conversion\": {\"won\": 0.5}, \"deal_value\": 1}}, \"run\": {" run "}}"

static bireme_forecast *run(const char *text, bireme_run_options options)
{
    bireme_scenario *scenario = scenario_of("%s", text);
    bireme_forecast *forecast = NULL;
    options.threads = 1;
    assert_int_equal(bireme_forecast_run(scenario, &options, &forecast, NULL), BIREME_OK);
    bireme_scenario_free(scenario);
    return forecast;
}

static void assert_sampler(const char *text, bireme_sampler asked, const char *expected)
{
    bireme_forecast *forecast =
        run(text, (bireme_run_options){.size = sizeof(bireme_run_options), .trials = 10, .sampler = asked});
    assert_string_equal(bireme_forecast_sampler(forecast), expected);
    bireme_forecast_free(forecast);
}

static void the_sampler_is_the_one_asked_for_else_the_scenarios_else_sobol(void **state)
{
    (void)state;
    assert_sampler(SCENARIO(""), BIREME_SAMPLER_UNSET, "sobol");
    assert_sampler(SCENARIO("\"sampler\": \"lhs\""), BIREME_SAMPLER_UNSET, "lhs");
    assert_sampler(SCENARIO("\"sampler\": \"lhs\""), BIREME_SAMPLER_SOBOL, "sobol");
    assert_sampler(SCENARIO("\"sampler\": \"lhs\""), BIREME_SAMPLER_RANDOM, "random");
    assert_sampler(SCENARIO("\"sampler\": \"random\""), BIREME_SAMPLER_LHS, "lhs");
}

/* wanted: 0 for none. */
static void assert_precision(const char *text, double asked, double wanted)
{
    bireme_forecast *forecast =
        run(text, (bireme_run_options){.size = sizeof(bireme_run_options), .trials = 10, .precision = asked});
    bireme_precision_result precision = *bireme_forecast_precision(forecast);
    assert_int_equal(precision.asked, wanted > 0);
    if (wanted > 0) {
        assert_true(precision.wanted == wanted);
        assert_string_equal(precision.metric, "revenue");
        assert_true(!precision.met || precision.reached <= wanted);
    } else {
        assert_true(isnan(precision.wanted) && isnan(precision.reached) && !precision.met);
        assert_null(precision.metric);
        assert_null(precision.worst);
    }
    bireme_forecast_free(forecast);
}

static void the_precision_is_the_one_asked_for_else_the_scenarios_else_none(void **state)
{
    (void)state;
    assert_precision(SCENARIO(""), 0, 0);
    assert_precision(SCENARIO(""), 0.01, 0.01);
    assert_precision(SCENARIO("\"precision\": 0.02"), 0, 0.02);
    assert_precision(SCENARIO("\"precision\": 0.02"), 0.01, 0.01);
    assert_precision(SCENARIO("\"precision\": 0.02"), -1, 0);
}

static void without_a_precision_the_default_is_the_usual_number_of_trials(void **state)
{
    (void)state;
    bireme_forecast *forecast =
        run(SCENARIO("\"precision\": 0.02"),
            (bireme_run_options){.size = sizeof(bireme_run_options), .precision = -1});
    assert_int_equal(bireme_forecast_trials(forecast), 65536);
    bireme_forecast_free(forecast);
    forecast = run(SCENARIO("\"trials\": 300"), (bireme_run_options){.size = sizeof(bireme_run_options)});
    assert_int_equal(bireme_forecast_trials(forecast), 300);
    bireme_forecast_free(forecast);
}

static void assert_refused(bireme_run_options options, const char *message)
{
    bireme_scenario *scenario = scenario_of("%s", SCENARIO(""));
    bireme_forecast *forecast = NULL;
    bireme_error error = {0};
    assert_int_equal(bireme_forecast_run(scenario, &options, &forecast, &error), BIREME_DOMAIN);
    if (strstr(error.message, message) == NULL) print_error("%s\n", error.message);
    assert_non_null(strstr(error.message, message));
    assert_null(forecast);
    bireme_scenario_free(scenario);
}

static void samplers_that_do_not_exist_and_impossible_precisions_are_refused(void **state)
{
    (void)state;
    assert_refused((bireme_run_options){.size = sizeof(bireme_run_options), .sampler = (bireme_sampler)4},
                   "the sampler 4 was asked for");
    assert_refused((bireme_run_options){.size = sizeof(bireme_run_options), .sampler = (bireme_sampler)77},
                   "random (3)");
    assert_refused((bireme_run_options){.size = sizeof(bireme_run_options), .precision = 1},
                   "a precision of 1 was asked for; it is a share");
    assert_refused((bireme_run_options){.size = sizeof(bireme_run_options), .precision = 2.5},
                   "a precision of 2.5 was asked for");
    assert_refused((bireme_run_options){.size = sizeof(bireme_run_options), .precision = NAN},
                   "a precision of no finite number");
    assert_refused((bireme_run_options){.size = sizeof(bireme_run_options), .precision = -INFINITY},
                   "a precision of no finite number");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sampler_is_the_one_asked_for_else_the_scenarios_else_sobol),
        cmocka_unit_test(the_precision_is_the_one_asked_for_else_the_scenarios_else_none),
        cmocka_unit_test(without_a_precision_the_default_is_the_usual_number_of_trials),
        cmocka_unit_test(samplers_that_do_not_exist_and_impossible_precisions_are_refused),
    };
    return cmocka_run_group_tests_name("engine.run_options", tests, NULL, NULL);
}
