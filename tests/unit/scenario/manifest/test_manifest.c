/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Manifests of batches: what runs they mean, and what is wrong with them.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "unit/scenario/reading.h"

#include "bireme/batch.h"

static bireme_manifest *load(const char *name, const char *text)
{
    bireme_manifest *manifest = NULL;
    bireme_error error = {0};
    if (bireme_manifest_load(put_file(name, text), NULL, &manifest, &error) != BIREME_OK)
        fail_msg("%s:%d:%d: %s", error.file, error.line, error.column, error.message);
    return manifest;
}

static void assert_run(const bireme_manifest *m, size_t i, const char *name, const char *file, size_t n_set,
                       const char *last)
{
    const bireme_batch_entry *e = bireme_manifest_entry(m, i);
    assert_string_equal(e->name, name);
    assert_string_equal(strrchr(e->scenario, '/') + 1, file);
    assert_int_equal(e->n_set, n_set);
    if (n_set == 0) return;
    char text[256];
    snprintf(text, sizeof text, "%s=%s", e->set[n_set - 1].path, e->set[n_set - 1].json);
    assert_string_equal(text, last);
}

/* Two scenarios × (2 × 3) × 2 seeds, then the runs. */
static void a_grid_is_every_combination(void **state)
{
    (void)state;
    bireme_manifest *m = load(
        "m.json",
        plain("{'note': 'tonight', 'scenarios': ['a.json', 'b.json'], 'grid': {'x.y': [1, 2.50], 'z': ['a', "
              "null, {'dist': 'beta', 'mean': 0.5, 'sd': 0.1}]}, 'seeds': [7, 8],"
              " 'runs': [{'scenario': 'c.json', 'name': 'one', 'set': {'q': [1, 2], 'r': true}, 'seed': 3, "
              "'trials': 500}, {'scenario': 'c.json', 'name': 'two'}], 'metrics': ['wins', 'cac']}"));
    assert_int_equal(bireme_manifest_count(m), 24 + 1 + 2);
    assert_run(m, 0, "1", "a.json", 2, "z=\"a\"");
    assert_run(m, 2, "3", "a.json", 2, "z=null");
    assert_run(m, 4, "5", "a.json", 2, "z={\"dist\":\"beta\",\"mean\":0.5,\"sd\":0.1}");
    assert_run(m, 6, "7", "a.json", 2, "z=\"a\"");
    assert_string_equal(bireme_manifest_entry(m, 5)->set[0].json, "1");
    assert_string_equal(bireme_manifest_entry(m, 6)->set[0].json, "2.50");
    assert_null(bireme_manifest_entry(m, bireme_manifest_count(m)));
    assert_null(bireme_manifest_entry(m, SIZE_MAX / sizeof(bireme_batch_entry) + 1));
    assert_null(bireme_manifest_entry(m, SIZE_MAX));
    assert_run(m, 12, "13", "b.json", 2, "z=\"a\"");
    for (size_t i = 0; i < 24; i++) {
        assert_true(bireme_manifest_entry(m, i)->has_seed);
        assert_int_equal(bireme_manifest_entry(m, i)->seed, 7 + i % 2);
    }
    assert_run(m, 24, "one", "c.json", 2, "r=true");
    assert_int_equal(bireme_manifest_entry(m, 24)->seed, 3);
    assert_int_equal(bireme_manifest_entry(m, 24)->trials, 500);
    assert_run(m, 25, "two.1", "c.json", 0, "");
    assert_run(m, 26, "two.2", "c.json", 0, "");
    const char *const *paths = bireme_manifest_paths(m);
    static const char *const expected[] = {"x.y", "z", "q", "r"};
    for (size_t k = 0; k < 4; k++) assert_string_equal(paths[k], expected[k]);
    assert_null(paths[4]);
    assert_string_equal(bireme_manifest_metrics(m)[1], "cac");
    assert_null(bireme_manifest_metrics(m)[2]);
    assert_true(bireme_manifest_names_metrics(m));
    bireme_manifest_free(m);
}

/* What a spreadsheet writes means the same, and has the same hash. */
static void csv_and_json_mean_the_same(void **state)
{
    (void)state;
    bireme_manifest *json = load("m.json", plain("{'runs': [{'scenario': 'a.json', 'name': 'one', 'seed': 1, "
                                                 "'trials': 1000, 'set': {'sales.reps': "
                                                 "6, 'start': '2027-03', 'c.p': {'dist': 'beta', 'mean': "
                                                 "0.5, 'sd': 0.1}}}, {'scenario': 'b.json'}]}"));
    bireme_manifest *csv =
        load("m.csv",
             "\xEF\xBB\xBFname;scenario;seed;trials;sales.reps;start;c.p\r\n"
             "one;a.json;1;1000;6;2027-03;\"{\"\"dist\"\":\"\"beta\"\",\"\"mean\"\":0.5,\"\"sd\"\":0.1}\"\r\n"
             ";b.json;;;;;\r\n;;;;;;\r\n");
    assert_int_equal(bireme_manifest_count(csv), 2);
    assert_run(csv, 0, "one", "a.json", 3, "c.p={\"dist\":\"beta\",\"mean\":0.5,\"sd\":0.1}");
    assert_run(csv, 1, "2", "b.json", 0, "");
    assert_string_equal(bireme_manifest_entry(csv, 0)->set[1].json, "\"2027-03\"");
    assert_false(bireme_manifest_entry(csv, 1)->has_seed);
    assert_string_equal(bireme_manifest_hash(csv), bireme_manifest_hash(json));
    assert_false(bireme_manifest_names_metrics(csv));
    assert_string_equal(bireme_manifest_metrics(csv)[0], "revenue");
    bireme_manifest_free(json);
    bireme_manifest_free(csv);
}

static void the_hash_knows_what_makes_the_table(void **state)
{
    (void)state;
    static const char *const manifests[] = {"{'scenarios': ['a.json']}",
                                            "{'scenarios': ['b.json']}",
                                            "{'scenarios': ['a.json'], 'seeds': [1]}",
                                            "{'scenarios': ['a.json'], 'seeds': [2]}",
                                            "{'scenarios': ['a.json'], 'metrics': ['wins']}",
                                            "{'scenarios': ['a.json'], 'grid': {'x': [1]}}",
                                            "{'scenarios': ['a.json'], 'grid': {'x': [2]}}",
                                            "{'runs': [{'scenario': 'a.json', 'trials': 5}]}"};
    enum { N = sizeof manifests / sizeof *manifests };
    char hash[N][20];
    for (size_t i = 0; i < N; i++) {
        bireme_manifest *m = load("m.json", plain(manifests[i]));
        snprintf(hash[i], sizeof hash[i], "%s", bireme_manifest_hash(m));
        bireme_manifest_free(m);
    }
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < i; k++) assert_string_not_equal(hash[i], hash[k]);
}

static void assert_refused(const char *name, const char *text, int line, int column, const char *message)
{
    bireme_manifest *manifest = NULL;
    bireme_error error = {0};
    bireme_status status = bireme_manifest_load(put_file(name, text), NULL, &manifest, &error);
    assert_true(status == BIREME_SCENARIO || status == BIREME_SYNTAX);
    assert_null(manifest);
    assert_contains(error.message, message);
    if (line > 0) {
        assert_int_equal(error.line, line);
        assert_int_equal(error.column, column);
    }
}

static void what_is_wrong_is_said_with_its_place(void **state)
{
    (void)state;
    assert_refused("m.json", plain("[]"), 1, 1, "a manifest is an object");
    assert_refused("m.json", plain("{}"), 1, 1, "no run");
    assert_refused("m.json", plain("{'runs': []}"), 1, 10, "no run");
    assert_refused("m.csv", "scenario,seed\r\n", 1, 1, "no run");
    assert_refused("m.json", plain("{'scenario': ['a']}"), 1, 2, "did you mean `scenarios`?");
    assert_refused("m.json", plain("{'scenarios': 'a'}"), 1, 15, "must be a list");
    assert_refused("m.json", plain("{'scenarios': ['a', 3]}"), 1, 21, "found a number");
    assert_refused("m.json", plain("{'scenarios': ['a'], 'grid': {'x': []}}"), 1, 36, "at least one");
    assert_refused("m.json", plain("{'scenarios': ['a'], 'grid': [1, 2]}"), 1, 30,
                   "must be an object of lists, found a list");
    assert_refused("m.json", plain("{'scenarios': ['a'], 'grid': [[1], [2]]}"), 1, 30, "found a list");
    assert_refused("m.json", plain("{'scenarios': ['a'], 'grid': null}"), 1, 30, "found null");
    assert_refused("m.json", plain("{'scenarios': ['a'], 'grid': {'x': 3}}"), 1, 36, "at least one");
    assert_refused("m.json", plain("{'runs': [{'scenario': 'a'}], 'grid': {'x': [3]}}"), 1, 39,
                   "of which there are none");
    assert_refused("m.json", plain("{'runs': [{'set': {}}]}"), 1, 11, "needs `scenario`");
    assert_refused("m.json", plain("{'runs': [{'scenario': 'a', 'sed': 4}]}"), 1, 29, "did you mean `set`?");
    assert_refused("m.json", plain("{'runs': [{'scenario': 'a', 'seed': -4}]}"), 1, 37,
                   "whole number from 0");
    assert_refused("m.json", plain("{'runs': [{'scenario': 'a', 'trials': 0}]}"), 1, 39,
                   "whole number from 1");
    assert_refused("m.json", plain("{'scenarios': ['a'], 'seeds': [1.5]}"), 1, 32, "whole number");
    assert_refused("m.json", plain("{'scenarios': ['a'], 'seeds': []}"), 1, 31, "empty");
    assert_refused("m.json", plain("{'scenarios': ['a'], 'metrics': []}"), 1, 33, "empty");
    assert_refused("m.json",
                   plain("{'runs': [{'scenario': 'a', 'name': 'x'},\n {'scenario': 'b', 'name': 'x'}]}"), 2,
                   2, "two runs are called `x`; the first is in line 1");
    assert_refused("m.json", plain("{'runs': [{'scenario': 'a', 'name': '2'}, {'scenario': 'b'}]}"), 1, 11,
                   "two runs are called `2`: this one, and run 2 in line 1, which has no name");
    assert_refused("m.csv", "name,scenario\r\nx,a\r\ny,a\r\nx,a\r\n", 4, 1, "the first is in line 2");
    assert_refused("m.json", plain("{'scenarios': ['a'], 'seeds': [9007199254740993]}"), 1, 32,
                   "found 9007199254740993");
    assert_refused("m.json", plain("{'runs': [{'scenario': 'a', 'trials': 1.00000000000000000001}]}"), 1, 39,
                   "found 1.00000000000000000001");
    assert_refused("m.csv", "scenario,seed\r\na,9007199254740993\r\n", 2, 3, "found `9007199254740993`");
    assert_refused("m.csv", "scenario,seed\r\na,\"9,007,199,254,740,993\"\r\n", 2, 3, "whole number from 0");
    assert_refused("m.csv", "scenario,trials\r\na,1.00000000000000000001\r\n", 2, 3, "whole number from 1");
    assert_refused("m.json", plain("{'scenarios': ['a'], 'metrics': ['cac', 'cac']}"), 1, 41, "named twice");
    assert_refused("m.json", plain("{'scenarios': ['a'"), 1, 19, "");
    assert_refused("m.csv", "name,seed\r\nx,3\r\n", 1, 1, "needs a column `scenario`");
    assert_refused("m.csv", "name,scenarios\r\nx,a\r\n", 1, 6, "is it `scenarios` that is meant?");
    assert_refused("m.csv", "name,Scenario\r\nx,a\r\n", 1, 6, "did you mean `scenario`?");
    assert_refused("m.csv", "scenario,Seed\r\nx,3\r\n", 1, 10, "did you mean `seed`?");
    assert_refused("m.csv", "scenario,seed,seed\r\nx,3,4\r\n", 1, 15, "two columns are called `seed`");
    assert_refused("m.csv", "scenario,\r\nx,3\r\n", 2, 3, "no title");
    assert_refused("m.csv", "scenario,seed\r\nx,three\r\n", 2, 3, "whole number from 0");
    assert_refused("m.csv", "scenario,seed\r\n,3\r\n", 2, 1, "names no scenario");
    assert_refused("m.csv", "scenario,seed\r\nx,3,4\r\n", 2, 5,
                   "this row has 3 cells, and the header (line 1) has 2 columns");
    assert_refused("m.csv", "", 0, 0, "empty");
    assert_refused("m.csv", "scenario\r\n\"x\r\n", 0, 0, "quote");
    assert_refused("m.csv", "scenario\r\n\xff\r\n", 2, 1, "UTF-8");
}

/* A million of seeds × values. */
static void there_is_a_most(void **state)
{
    (void)state;
    bireme_text text = {0};
    bireme_text_append(&text, "{\"scenarios\": [\"a\"], \"grid\": {");
    for (int k = 0; k < 7; k++)
        bireme_text_format(&text, "%s\"x%d\": [1,2,3,4,5,6,7,8]", k > 0 ? "," : "", k);
    bireme_text_append(&text, "}}");
    assert_refused("m.json", bireme_text_string(&text), 0, 0, "more than 1000000 runs");
    bireme_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grid_is_every_combination),
        cmocka_unit_test(csv_and_json_mean_the_same),
        cmocka_unit_test(the_hash_knows_what_makes_the_table),
        cmocka_unit_test(what_is_wrong_is_said_with_its_place),
        cmocka_unit_test(there_is_a_most),
    };
    return cmocka_run_group_tests_name("scenario.manifest", tests, make_folder, remove_folder);
}
