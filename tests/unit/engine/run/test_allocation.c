/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory running out at every single allocation (every day at one of five), from reading a scenario to the
 * finished forecast: each time the answer is MEMORY, outputs are untouched, and nothing is lost (the
 * sanitizer build sees to that). See support/failing.h.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "bireme/bireme.h"
#include "support/failing.h"
#include "support/tier.h"

static const char text[] =
    "{\"start\": \"2027-01\", \"periods\": 2, \"funnel\": [\"lead\", \"opportunity\", \"won\"],"
    " \"goal\": {\"metric\": \"wins\", \"at_least\": 2}, \"pace\": [1, 1.2],"
    " \"defaults\": {\"deal_value\": 1000},"
    " \"channels\": {\"ads\": {\"spend\": 1000, \"cost_per_lead\": {\"dist\": \"uniform\", \"min\": 50, "
    "\"max\": 80},"
    "   \"conversion\": {\"opportunity\": 0.5, \"won\": {\"dist\": \"beta\", \"mean\": 0.25, \"sd\": 0.03}},"
    "   \"cycle_days\": {\"opportunity\": 3, \"won\": {\"dist\": \"exponential\", \"mean\": 10}}}},"
    " \"economy\": {\"regimes\": {\"a\": {\"leads\": 1.1}, \"b\": {}}, \"start\": {\"a\": 0.5, \"b\": 0.5},"
    "   \"transition\": {\"a\": {\"a\": 1}, \"b\": {\"b\": 1}}},"
    " \"correlations\": [{\"between\": [\"channels.ads.cost_per_lead\", \"channels.ads.conversion.won\"],"
    "   \"rank\": -0.3}]}";

static bireme_status whole_way(const char *path)
{
    bireme_scenario *scenario = NULL;
    bireme_forecast *forecast = NULL;
    bireme_error error = {0};
    bireme_run_options options = {
        .size = sizeof(bireme_run_options), .trials = 256, .threads = 1, .keep_samples = true};
    bireme_status status = bireme_scenario_load(path, NULL, NULL, &scenario, &error);
    if (status != BIREME_OK) assert_null(scenario);
    if (status == BIREME_OK) {
        status = bireme_forecast_run(scenario, &options, &forecast, &error);
        if (status != BIREME_OK) assert_null(forecast);
    }
    if (status != BIREME_OK && status != BIREME_MEMORY) print_error("%s: %s\n", error.pointer, error.message);
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
    return status;
}

/* The same with two scenarios that are compared, and the bridge between them. */
static bireme_status comparison(const char *path)
{
    static const bireme_override changes[] = {{"channels.ads.spend", "1200"},
                                              {"channels.ads.conversion.opportunity", "0.6"}};
    const bireme_load_options changed = {
        .size = sizeof(bireme_load_options), .overrides = changes, .n_overrides = 2};
    const bireme_run_options run = {.size = sizeof(bireme_run_options), .trials = 256, .threads = 1};
    const bireme_compare_options options = {
        .size = sizeof(bireme_compare_options), .run = &run, .bridge = true};
    bireme_scenario *a = NULL, *b = NULL;
    bireme_comparison *result = NULL;
    bireme_error error = {0};
    bireme_status status = bireme_scenario_load(path, NULL, NULL, &a, &error);
    if (status == BIREME_OK) status = bireme_scenario_load(path, &changed, NULL, &b, &error);
    if (status == BIREME_OK) {
        const bireme_scenario *list[] = {a, b};
        status = bireme_comparison_run(list, 2, &options, &result, &error);
        if (status != BIREME_OK) assert_null(result);
    }
    if (status == BIREME_OK) assert_int_equal(bireme_comparison_bridge_count(result, 1), 2);
    bireme_comparison_free(result);
    bireme_scenario_free(a);
    bireme_scenario_free(b);
    return status;
}

/* What it takes to reach the goal. */
static bireme_status target(const char *path)
{
    const bireme_run_options run = {.size = sizeof(bireme_run_options), .trials = 256, .threads = 1};
    const bireme_target_options options = {
        .size = sizeof(bireme_target_options), .run = &run, .at_least = NAN, .confidence = NAN};
    bireme_scenario *scenario = NULL;
    bireme_target *result = NULL;
    bireme_error error = {0};
    bireme_status status = bireme_scenario_load(path, NULL, NULL, &scenario, &error);
    if (status == BIREME_OK) {
        status = bireme_target_run(scenario, &options, &result, &error);
        if (status != BIREME_OK) assert_null(result);
    }
    bireme_target_free(result);
    bireme_scenario_free(scenario);
    return status;
}

/* What drives the goal. */
static bireme_status sensitivity(const char *path)
{
    const bireme_run_options run = {.size = sizeof(bireme_run_options), .trials = 256, .threads = 1};
    const bireme_sensitivity_options options = {.size = sizeof(bireme_sensitivity_options), .run = &run};
    bireme_scenario *scenario = NULL;
    bireme_sensitivity *result = NULL;
    bireme_error error = {0};
    bireme_status status = bireme_scenario_load(path, NULL, NULL, &scenario, &error);
    if (status == BIREME_OK) {
        status = bireme_sensitivity_run(scenario, &options, &result, &error);
        if (status != BIREME_OK) assert_null(result);
    }
    bireme_sensitivity_free(result);
    bireme_scenario_free(scenario);
    return status;
}

/* How the spend is best divided. */
static bireme_status split(const char *path)
{
    const bireme_run_options run = {.size = sizeof(bireme_run_options), .trials = 256, .threads = 1};
    const bireme_split_options options = {.size = sizeof(bireme_split_options),
                                          .run = &run,
                                          .total = NAN,
                                          .worst = NAN,
                                          .at_least = NAN,
                                          .steps = 2};
    bireme_scenario *scenario = NULL;
    bireme_split *result = NULL;
    bireme_error error = {0};
    bireme_status status = bireme_scenario_load(path, NULL, NULL, &scenario, &error);
    if (status == BIREME_OK) {
        status = bireme_split_run(scenario, &options, &result, &error);
        if (status != BIREME_OK) assert_null(result);
    }
    bireme_split_free(result);
    bireme_scenario_free(scenario);
    return status;
}

static void walk(bireme_status (*way)(const char *path))
{
    char path[] = "/tmp/bireme-test-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    allocations = 0;
    assert_int_equal(way(path), BIREME_OK);
    long total = allocations;
    assert_true(total > 100);
    for (long k = 0; k < total; k += (long)of_tier(5, 1)) {
        allocations = 0;
        fail_at = k;
        bireme_status status = way(path);
        fail_at = -1;
        if (status != BIREME_MEMORY)
            print_error("allocation %ld of %ld: %s\n", k, total, bireme_status_text(status));
        assert_int_equal(status, BIREME_MEMORY);
    }
    print_message("%ld allocations walked\n", total / (long)of_tier(5, 1));
    unlink(path);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    walk(whole_way);
}

static void every_allocation_of_a_comparison_may_fail(void **state)
{
    (void)state;
    walk(comparison);
}

static void every_allocation_of_a_target_may_fail(void **state)
{
    (void)state;
    walk(target);
}

static void every_allocation_of_a_sensitivity_may_fail(void **state)
{
    (void)state;
    walk(sensitivity);
}

static void every_allocation_of_a_split_may_fail(void **state)
{
    (void)state;
    walk(split);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_may_fail),
                                       cmocka_unit_test(every_allocation_of_a_comparison_may_fail),
                                       cmocka_unit_test(every_allocation_of_a_target_may_fail),
                                       cmocka_unit_test(every_allocation_of_a_sensitivity_may_fail),
                                       cmocka_unit_test(every_allocation_of_a_split_may_fail)};
    return cmocka_run_group_tests_name("engine.allocation", tests, NULL, NULL);
}
