/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How often files are read and distributions built while a scenario is loaded: each once, whoever asks for
 * it. The functions that do it are replaced for the whole program by ones that count (--wrap).
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "unit/scenario/reading.h"

#include "dist/dist.h"

enum { FILES_MOST = 16 };

static char read_paths[FILES_MOST][160];
static size_t n_read, n_created;

bireme_status __real_bireme_file_read(const char *path, size_t limit, char **data, size_t *length,
                                      bireme_error *error);
bireme_status __wrap_bireme_file_read(const char *path, size_t limit, char **data, size_t *length,
                                      bireme_error *error);
bireme_status __real_bireme_dist_create(const bireme_dist_spec *spec, bireme_dist **out, bireme_error *error);
bireme_status __wrap_bireme_dist_create(const bireme_dist_spec *spec, bireme_dist **out, bireme_error *error);

bireme_status __wrap_bireme_file_read(const char *path, size_t limit, char **data, size_t *length,
                                      bireme_error *error)
{
    assert_true(n_read < FILES_MOST);
    snprintf(read_paths[n_read++], sizeof read_paths[0], "%s", path);
    return __real_bireme_file_read(path, limit, data, length, error);
}

bireme_status __wrap_bireme_dist_create(const bireme_dist_spec *spec, bireme_dist **out, bireme_error *error)
{
    n_created++;
    return __real_bireme_dist_create(spec, out, error);
}

static void assert_read_once(const char *name)
{
    size_t n = 0;
    for (size_t i = 0; i < n_read; i++) {
        const char *slash = strrchr(read_paths[i], '/');
        n += strcmp(slash != NULL ? slash + 1 : read_paths[i], name) == 0;
    }
    if (n != 1) fail_msg("%s was read %zu times", name, n);
}

/* Two columns of one table, the open deals of which are in the same one; two SIPs of one library. */
static const char all_kinds[] =
    "{'extends': 'base.json',"
    " 'pipeline': {'file': 'deals.csv'},"
    " 'channels': {"
    "  'web': {'deal_value': {'dist': 'empirical', 'file': 'deals.csv', 'column': 'value'},"
    "          'cycle_days': {'won': {'dist': 'empirical', 'file': 'deals.csv', 'column': 'age_days'}}},"
    "  'ads': {'organic_leads': {'dist': 'metalog', 'file': 'sips.json', 'sip': 'a'},"
    "          'deal_value': {'dist': 'metalog', 'file': 'sips.json', 'sip': 'b'}}}}";

static const char base[] =
    "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'mql', 'won'],"
    " 'defaults': {'conversion': {'mql': {'dist': 'beta', 'mean': 0.3, 'sd': 0.1}, 'won': 0.2},"
    "              'organic_leads': {'dist': 'gamma', 'mean': 100, 'cv': 0.3},"
    "              'deal_value': {'dist': 'lognormal', 'mean': {'dist': 'gamma', 'mean': 900, 'cv': 0.1},"
    "                             'cv': 0.5}},"
    " 'channels': {'web': {}, 'ads': {}, 'fairs': {}, 'mail': {}}}";

static void put_all(void)
{
    put_file("base.json", plain(base));
    put_file("deals.csv", "stage,value,age_days,channel\nmql,1000,5,web\nlead,2000,7,web\nmql,1500,9,ads\n");
    put_file("sips.json",
             plain("{'sips': [{'name': 'a', 'function': 'Metalog_1_0',"
                   " 'arguments': {'aCoefficients': [0, 1, 0.1], 'lowerBound': 0, 'upperBound': 300}},"
                   "{'name': 'b', 'function': 'Metalog_1_0',"
                   " 'arguments': {'aCoefficients': [0, 1, 0.1], 'lowerBound': 0, 'upperBound': 5000}}]}"));
    n_read = n_created = 0;
}

static void every_file_is_read_once(void **state)
{
    (void)state;
    put_all();
    char sheet[160];
    snprintf(sheet, sizeof sheet, "%s",
             put_file("sheet.csv", "path,value\nchannels.mail.organic_leads,70\n"));
    const char *assumptions[] = {sheet};
    const bireme_load_options options = {
        .size = sizeof options, .assumptions = assumptions, .n_assumptions = 1};
    bireme_scenario *scenario = load_ok(plain(all_kinds), &options);
    static const char *const names[] = {"scenario.json", "base.json", "deals.csv", "sips.json", "sheet.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) assert_read_once(names[i]);
    assert_int_equal(n_read, 5);
    assert_int_equal(bireme_scenario_model(scenario)->n_open, 3);
    bireme_scenario_free(scenario);
}

/* A file that cannot be used is not read again for the next who names it, who is told of it all the same. */
static void a_file_that_is_none_is_read_once(void **state)
{
    (void)state;
    put_all();
    put_file("sips.json", " \n");
    bireme_problems *problems = bireme_problems_create();
    bireme_scenario *scenario = NULL;
    bireme_error error;
    assert_int_equal(
        bireme_scenario_load(put_file("scenario.json", plain(all_kinds)), NULL, problems, &scenario, &error),
        BIREME_SCENARIO);
    assert_read_once("sips.json");
    assert_int_equal(bireme_problems_count(problems), 2);
    bireme_problems_free(problems);
}

/* What channels share is shared: eight are written, whatever the number of channels that take them. */
static void every_distribution_is_built_once(void **state)
{
    (void)state;
    put_all();
    bireme_scenario *scenario = load_ok(plain(all_kinds), NULL);
    assert_int_equal(n_created, 8);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_ptr_equal(model->channels[2].deal_value.shape, model->channels[3].deal_value.shape);
    assert_int_equal(model->channels[2].conversion[1], model->channels[3].conversion[1]);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_is_read_once),
        cmocka_unit_test(a_file_that_is_none_is_read_once),
        cmocka_unit_test(every_distribution_is_built_once),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
