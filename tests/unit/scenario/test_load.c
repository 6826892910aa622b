/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A scenario from memory: the same as from a file, and called and looked around from as if it were one.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "unit/scenario/reading.h"

#include "bireme/compare.h"

/* The bytes of a text alone, without the zero after it, at the end of a piece of memory. */
static bireme_status load_bytes(const char *text, const char *name, const char *from,
                                const bireme_load_options *options, bireme_scenario **out,
                                bireme_error *error)
{
    size_t length = strlen(text);
    char *bytes = malloc(length > 0 ? length : 1);
    assert_non_null(bytes);
    memcpy(bytes, text, length);
    *error = (bireme_error){0};
    bireme_status status = bireme_scenario_load_memory(bytes, length, name, from, options, NULL, out, error);
    free(bytes);
    return status;
}

static bireme_scenario *loaded(const char *text, const bireme_load_options *options)
{
    bireme_scenario *scenario = NULL;
    bireme_error error;
    if (load_bytes(text, "plan.json", folder, options, &scenario, &error) != BIREME_OK)
        fail_msg("%s:%d:%d: %s", error.file, error.line, error.column, error.message);
    return scenario;
}

static double revenue_of(const bireme_scenario *scenario)
{
    bireme_forecast *f = NULL;
    bireme_error error;
    size_t revenue;
    const bireme_run_options options = {
        .size = sizeof(bireme_run_options), .trials = 500, .threads = 1, .totals_only = true};
    assert_int_equal(bireme_forecast_run(scenario, &options, &f, &error), BIREME_OK);
    assert_int_equal(bireme_forecast_metric_find(f, "revenue", &revenue, &error), BIREME_OK);
    double mean = bireme_forecast_total(f, revenue)->mean;
    bireme_forecast_free(f);
    return mean;
}

static void bytes_make_the_scenario_that_a_file_makes(void **state)
{
    (void)state;
    const char *text = SMALLEST("\"currency\": \"EUR\", ", "");
    bireme_scenario *file = load_ok(text, NULL), *memory = loaded(text, NULL);
    assert_string_equal(bireme_scenario_model(memory)->hash, bireme_scenario_model(file)->hash);
    assert_string_equal(bireme_scenario_model(memory)->currency, "EUR");
    assert_string_equal(bireme_scenario_name(memory), "plan"); /* as of a file without a name in it */
    assert_true(revenue_of(memory) == revenue_of(file));
    bireme_scenario_free(file);
    bireme_scenario_free(memory);
}

static void files_are_looked_for_from_the_folder(void **state)
{
    (void)state;
    put_file("parent.json", SMALLEST("", ""));
    put_file("value.csv", "value\n500\n700\n");
    bireme_scenario *scenario = loaded(
        plain(
            "{'extends': 'parent.json', 'channels': {'events': {'deal_value': {'dist': 'empirical', 'file': "
            "'value.csv', 'column': 'value'}}}}"),
        NULL);
    const bireme_override set = {"channels.events.deal_value",
                                 "{\"dist\": \"empirical\", \"file\": \"value.csv\", \"column\": \"value\"}"};
    bireme_scenario *by_override = loaded(
        "{\"extends\": \"parent.json\"}",
        &(bireme_load_options){.size = sizeof(bireme_load_options), .overrides = &set, .n_overrides = 1});
    assert_true(revenue_of(scenario) == revenue_of(by_override));
    bireme_scenario *slash = NULL;
    bireme_error error;
    char with_slash[80];
    snprintf(with_slash, sizeof with_slash, "%s/", folder);
    assert_int_equal(load_bytes("{\"extends\": \"parent.json\"}", "x.json", with_slash, NULL, &slash, &error),
                     BIREME_OK);
    bireme_scenario_free(slash);
    assert_int_equal(load_bytes("{\"extends\": \"parent.json\"}", "x.json", NULL, NULL, &slash, &error),
                     BIREME_IO);
    assert_string_equal(error.message, "the file `parent.json` does not exist");

    /* what compares them reads their files again */
    bireme_scenario *plain_one = loaded("{\"extends\": \"parent.json\"}", NULL);
    const bireme_scenario *both[] = {plain_one, scenario};
    bireme_comparison *c = NULL;
    const bireme_run_options run = {.size = sizeof(bireme_run_options), .trials = 500, .threads = 1};
    const bireme_compare_options options = {
        .size = sizeof(bireme_compare_options), .run = &run, .bridge = true};
    if (bireme_comparison_run(both, 2, &options, &c, &error) != BIREME_OK) fail_msg("%s", error.message);
    assert_int_equal(bireme_comparison_bridge_count(c, 1), 1);
    bireme_comparison_free(c);
    bireme_scenario_free(plain_one);
    bireme_scenario_free(scenario);
    bireme_scenario_free(by_override);
}

static void what_is_wrong_has_its_place(void **state)
{
    (void)state;
    bireme_scenario *scenario = NULL;
    bireme_error error;
    char path[128];
    const char *wrong = SMALLEST("\n\"currency\": 5, ", "");
    assert_int_equal(load_bytes(wrong, "plan.json", folder, NULL, &scenario, &error), BIREME_SCENARIO);
    snprintf(path, sizeof path, "%s/plan.json", folder);
    assert_string_equal(error.file, path);
    assert_int_equal(error.line, 2);
    assert_int_equal(load_bytes(wrong, "plan.json", NULL, NULL, &scenario, &error), BIREME_SCENARIO);
    assert_string_equal(error.file, "plan.json");
    assert_int_equal(load_bytes("{\"start\": ", "plan.json", NULL, NULL, &scenario, &error), BIREME_SYNTAX);
    assert_int_equal(load_bytes("", "plan.json", NULL, NULL, &scenario, &error), BIREME_SYNTAX);
    assert_int_equal(load_bytes("[1]", "plan.json", NULL, NULL, &scenario, &error), BIREME_SCENARIO);
    assert_null(scenario);
}

static void it_may_extend_neither_itself_nor_what_is_outside(void **state)
{
    (void)state;
    bireme_scenario *scenario = NULL;
    bireme_error error;
    put_file("plan.json", "{\"extends\": \"parent.json\"}");
    put_file("parent.json", "{\"extends\": \"plan.json\"}");
    assert_int_equal(
        load_bytes("{\"extends\": \"parent.json\"}", "plan.json", folder, NULL, &scenario, &error),
        BIREME_SCENARIO);
    assert_contains(error.message, "circle");
    assert_int_equal(
        load_bytes("{\"extends\": \"/etc/hostname\"}", "plan.json", folder, NULL, &scenario, &error),
        BIREME_SCENARIO);
    assert_contains(error.message, "outside the folder");
}

static void what_is_no_text_or_no_name_is_refused(void **state)
{
    (void)state;
    bireme_scenario *scenario = NULL;
    bireme_error error;
    static const char *const names[] = {NULL, "", "a/b.json", "/"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        assert_int_equal(load_bytes("{}", names[k], folder, NULL, &scenario, &error), BIREME_DOMAIN);
        assert_contains(error.message, "a name");
    }
    assert_int_equal(bireme_scenario_load_memory(NULL, 0, "plan.json", NULL, NULL, NULL, &scenario, &error),
                     BIREME_DOMAIN);
    const size_t much = (16 << 20) + 1;
    char *bytes = calloc(much, 1);
    assert_non_null(bytes);
    assert_int_equal(
        bireme_scenario_load_memory(bytes, much, "plan.json", NULL, NULL, NULL, &scenario, &error),
        BIREME_IO);
    assert_string_equal(error.message, "a scenario has at most 16777216 bytes, found 16777217");
    assert_string_equal(error.file, "plan.json");
    free(bytes);
    assert_null(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(bytes_make_the_scenario_that_a_file_makes, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(files_are_looked_for_from_the_folder, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_is_wrong_has_its_place, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(it_may_extend_neither_itself_nor_what_is_outside, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(what_is_no_text_or_no_name_is_refused, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
