/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `extends`, overrides, and where the reader may look for files.
 */
#define _DEFAULT_SOURCE /* mkdtemp, mkstemps */
#include "unit/scenario/reading.h"

#include <sys/stat.h>

static bireme_load_options with(const bireme_override *overrides, size_t n)
{
    return (bireme_load_options){
        .size = sizeof(bireme_load_options), .overrides = overrides, .n_overrides = n};
}

static void a_chain_of_files_is_merged_and_each_value_knows_its_file(void **state)
{
    (void)state;
    put_file("grandparent.json", SMALLEST("\"name\": \"old\", \"currency\": \"EUR\", ", ""));
    put_file("parent.json", "{\"extends\": \"grandparent.json\",\n\"name\": \"middle\"}");
    bireme_scenario *scenario = load_ok(
        "{\"extends\": \"parent.json\",\n \"channels\": {\"events\": {\"organic_leads\": 50}}}", NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_string_equal(bireme_scenario_name(scenario), "middle");
    assert_string_equal(model->currency, "EUR");
    const bireme_quantity *leads = quantity_of(scenario, "channels.events.organic_leads");
    assert_true(bireme_dist_mean(leads->dist) == 50);
    assert_contains(leads->origin, "scenario.json:2:");
    assert_contains(quantity_of(scenario, "channels.events.conversion.mql")->origin, "grandparent.json:1:");
    bireme_scenario_free(scenario);
}

static void null_in_an_extending_file_removes(void **state)
{
    (void)state;
    put_file("parent.json", SMALLEST("", "\"season\": [1, 2, 3], "));
    bireme_scenario *scenario =
        load_ok("{\"extends\": \"parent.json\", \"channels\": {\"events\": {\"season\": null}}}", NULL);
    assert_true(bireme_scenario_model(scenario)->channels[0].season[2] == 1);
    bireme_scenario_free(scenario);
}

static void a_file_outside_the_folder_is_refused_unless_allowed(void **state)
{
    (void)state;
    char outside[] = "/tmp/bireme-outside-XXXXXX.json", text[256], link[160];
    int file = mkstemps(outside, 5);
    assert_true(file >= 0);
    close(file);
    bireme_error error;
    assert_int_equal(bireme_file_write(outside, SMALLEST("", ""), strlen(SMALLEST("", "")), NULL, &error),
                     BIREME_OK);
    snprintf(text, sizeof text, "{\"extends\": \"..%s\"}", strrchr(outside, '/'));
    error = load_error(text, NULL);
    assert_int_equal(error.status, BIREME_SCENARIO);
    assert_contains(error.message, "outside the folder");
    assert_string_equal(error.pointer, "/extends");
    snprintf(link, sizeof link, "%s/link.json", folder); /* a symbolic link leads outside just as well */
    assert_int_equal(symlink(outside, link), 0);
    assert_contains(load_error("{\"extends\": \"link.json\"}", NULL).message, "outside the folder");
    const bireme_load_options allow = {.size = sizeof(bireme_load_options), .root = "/tmp"};
    bireme_scenario_free(load_ok(text, &allow));
    bireme_scenario_free(load_ok("{\"extends\": \"link.json\"}", &allow));
    unlink(outside);
}

static void a_folder_whose_name_only_begins_alike_is_outside(void **state)
{
    (void)state;
    char other[80], text[160], path[128];
    bireme_error error;
    snprintf(other, sizeof other, "%s-other", folder);
    assert_int_equal(mkdir(other, 0700), 0);
    snprintf(path, sizeof path, "%s/base.json", other);
    assert_int_equal(bireme_file_write(path, "{}", 2, NULL, &error), BIREME_OK);
    snprintf(text, sizeof text, "{\"extends\": \"..%s/base.json\"}", strrchr(other, '/'));
    assert_contains(load_error(text, NULL).message, "outside the folder");
    unlink(path);
    rmdir(other);
}

static void a_circle_is_an_error_that_shows_the_chain(void **state)
{
    (void)state;
    put_file("one.json", "{\"extends\": \"two.json\"}");
    put_file("two.json", "{\"extends\": \"one.json\"}");
    bireme_error error = load_error("{\"extends\": \"one.json\"}", NULL);
    assert_contains(error.message, "/one.json → ");
    assert_contains(error.message, "/two.json → ");
    assert_contains(error.file, "two.json");
}

static void a_missing_file_is_an_error_at_extends_or_of_the_file_itself(void **state)
{
    (void)state;
    bireme_error error = load_error("{\n \"extends\": \"gone.json\"}", NULL);
    assert_int_equal(error.status, BIREME_IO);
    assert_int_equal(error.line, 2);
    bireme_scenario *scenario = NULL;
    assert_int_equal(bireme_scenario_load("/tmp/there/is/no/such.json", NULL, NULL, &scenario, &error),
                     BIREME_IO);
    assert_string_equal(error.file, "/tmp/there/is/no/such.json");
    assert_int_equal(error.line, 0);
}

/* ------------------------ overrides */

static void overrides_set_replace_and_remove_in_order(void **state)
{
    (void)state;
    const bireme_override set[] = {
        {"channels.events.organic_leads", "70"},
        {"periods", "2"},
        {"periods", "4"},
        {"goal.metric", "\"wins\""},
        {"goal.at_least", "5"},
        {"pace", "[1, 1, 1, 2]"},
        {"pace.3", "1.5"},
        {"channels.events.conversion.won", "{\"dist\": \"beta\", \"alpha\": 2, \"beta\": 8}"},
        {"name", "null"}};
    bireme_load_options options = with(set, sizeof set / sizeof set[0]);
    bireme_scenario *scenario = load_ok(SMALLEST("\"name\": \"x\", ", ""), &options);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_int_equal(model->periods, 4);
    assert_true(model->pace[3] == 1.5 && model->pace[2] == 1);
    assert_string_equal(model->name, "scenario");    /* removed: the file's name */
    assert_string_equal(model->goal.metric, "wins"); /* the missing object was made */
    const bireme_quantity *leads = quantity_of(scenario, "channels.events.organic_leads");
    assert_true(bireme_dist_mean(leads->dist) == 70);
    assert_string_equal(leads->origin, "--set channels.events.organic_leads:1:1");
    assert_false(bireme_dist_is_fixed(quantity_of(scenario, "channels.events.conversion.won")->dist));
    bireme_scenario_free(scenario);
}

static void assert_override_refused(const char *path, const char *json, bireme_status status,
                                    const char *message)
{
    const bireme_override set[] = {{path, json}};
    bireme_load_options options = with(set, 1);
    char label[128];
    snprintf(label, sizeof label, "--set %s", path);
    bireme_error error = load_error(SMALLEST("", ""), &options);
    assert_int_equal(error.status, status);
    assert_contains(error.message, message);
    assert_string_equal(error.file, label);
    assert_int_equal(error.line, 1);
    assert_true(error.column >= 1);
}

static void overrides_that_lead_nowhere_are_refused_at_their_own_place(void **state)
{
    (void)state;
    assert_override_refused("channels.events.organic_leads.mean", "5", BIREME_SCENARIO,
                            "is a number, not an object");
    assert_override_refused("funnel.7", "\"x\"", BIREME_SCENARIO, "which has 3");
    assert_override_refused("funnel.last", "\"x\"", BIREME_SCENARIO, "no entry of the list");
    assert_override_refused("", "5", BIREME_SCENARIO, "names between dots");
    assert_override_refused("periods.", "5", BIREME_SCENARIO, "names between dots");
    assert_override_refused("a..b", "5", BIREME_SCENARIO, "names between dots");
    assert_override_refused("extends", "\"x.json\"", BIREME_SCENARIO, "cannot be set");
    assert_override_refused("goal.by", "null", BIREME_SCENARIO, "there is none");
    assert_override_refused("goal", "null", BIREME_SCENARIO, "there is none");
    assert_override_refused("currency", "EUR", BIREME_SYNTAX, "found `EUR`");
    assert_override_refused("periods", "", BIREME_SYNTAX, "empty");
    assert_override_refused("channels.events.spnd", "5", BIREME_SCENARIO, "did you mean `spend`?");
    assert_override_refused("channels.events.adstock", "0.5", BIREME_SCENARIO, "but no `spend`");
    assert_override_refused("channels.events.conversion.won", "2", BIREME_SCENARIO, "from 0 to 1");
}

static void a_path_of_many_segments_is_refused(void **state)
{
    (void)state;
    char path[300] = "a";
    for (int i = 0; i < 100; i++) strcat(path, ".a");
    const bireme_override set[] = {{path, "1"}};
    bireme_load_options options = with(set, 1);
    assert_contains(load_error(SMALLEST("", ""), &options).message, "names between dots");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain_of_files_is_merged_and_each_value_knows_its_file),
        cmocka_unit_test(null_in_an_extending_file_removes),
        cmocka_unit_test(a_file_outside_the_folder_is_refused_unless_allowed),
        cmocka_unit_test(a_folder_whose_name_only_begins_alike_is_outside),
        cmocka_unit_test(a_circle_is_an_error_that_shows_the_chain),
        cmocka_unit_test(a_missing_file_is_an_error_at_extends_or_of_the_file_itself),
        cmocka_unit_test(overrides_set_replace_and_remove_in_order),
        cmocka_unit_test(overrides_that_lead_nowhere_are_refused_at_their_own_place),
        cmocka_unit_test(a_path_of_many_segments_is_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
