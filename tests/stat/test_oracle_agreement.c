/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine against the oracle, on every shipped scenario and on the small nasty ones of
 * tests/oracle/scenarios; and that the comparison has the power to notice when the two simulate slightly
 * different companies.
 *
 * Level: the whole program fails by chance less than once in 10⁴ choices of seeds (Bonferroni over
 * CHECKS_MOST checks); the seeds are fixed, so it is the same every time.
 */
#include "support/check.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "oracle/compare.h"
#include "oracle/forecast_of.h"

enum {
    ENGINE_TRIALS = 32768,
    ORACLE_TRIALS_MOST = 40000,
    CHECKS_MOST = 50000,
    FILES_MOST = 64,
    FILE_NAME = 512
};
/* Leads that the oracle walks per scenario, about 0.1 µs each. */
#define ORACLE_LEADS 1e7
#define LEVEL        (1e-4 / CHECKS_MOST)

static size_t checks_made;

static oracle_samples *run_oracle(const char *file)
{
    oracle *model = oracle_read(file, NULL, 0);
    double trials = ORACLE_LEADS / fmax(oracle_effort(model), 1);
    oracle_samples *samples =
        oracle_run(model, trials > ORACLE_TRIALS_MOST ? ORACLE_TRIALS_MOST : (size_t)trials, 20270101);
    oracle_free(model);
    return samples;
}

static comparison compare(const char *file, const char *path, const char *json)
{
    const char *slash = strrchr(file, '/');
    comparison result = {.title = slash == NULL ? file : slash + 1, .level = LEVEL, .quiet = path != NULL};
    bireme_forecast *forecast = forecast_of_file(file, path, json,
                                                 path == NULL ? ENGINE_TRIALS : ENGINE_TRIALS / 2, 7);
    oracle_samples *samples = run_oracle(file);
    compare_forecast(&result, forecast, samples);
    oracle_samples_free(samples);
    bireme_forecast_free(forecast);
    checks_made += result.checks;
    return result;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The scenarios of a folder of the source tree, sorted; their number. */
static size_t list_scenarios(const char *folder, char files[FILES_MOST][FILE_NAME])
{
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    size_t count = 0;
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        const char *ending = strrchr(entry->d_name, '.');
        if (ending == NULL || strcmp(ending, ".json") != 0 || strstr(entry->d_name, ".schema.json") != NULL)
            continue;
        assert_true(count < FILES_MOST);
        snprintf(files[count++], FILE_NAME, "%s/%s", folder, entry->d_name);
    }
    closedir(directory);
    qsort(files, count, FILE_NAME, by_name);
    return count;
}

static void check_folder(const char *folder, size_t least)
{
    static char files[FILES_MOST][FILE_NAME];
    size_t count = list_scenarios(folder, files), failures = 0;
    assert_true(count >= least);
    for (size_t i = 0; i < count; i++) {
        comparison result = compare(files[i], NULL, NULL);
        print_message("%s: %zu checks, worst |z| %.2f\n", result.title, result.checks, result.worst);
        failures += result.failures;
    }
    assert_int_equal(failures, 0);
}

static void shipped_scenarios_agree_with_the_item_by_item_oracle(void **state)
{
    (void)state;
    check_folder(BIREME_SOURCE_DIR "/scenarios", 1);
}

static void nasty_scenarios_agree_with_the_item_by_item_oracle(void **state)
{
    (void)state;
    check_folder(BIREME_SOURCE_DIR "/tests/oracle/scenarios", 11);
}

/* The engine gets a scenario with one number slightly changed; the comparison with the oracle must fail. */
static void a_slightly_different_scenario_is_noticed(void **state)
{
    (void)state;
    static const struct {
        const char *file, *path, *json;
    } changed[] = {
        {"erlang-clock.json", "channels.web.conversion.won", "0.4230769"}, /* odds × 1.1 */
        {"erlang-clock.json", "channels.web.cycle_days.won.mean", "38"},
        {"erlang-clock.json", "channels.web.deal_value.shape", "2.1"},
        {"erlang-clock.json", "economy.regimes.storm.cycle_time", "2.2"},
        {"erlang-clock.json", "economy.regimes.storm.conversion_odds.meeting", "0.9"},
        {"weeks.json", "channels.web.cycle_days.won.mean.max", "24"},
        {"weeks.json", "pace.3", "1.8"},
        {"markov.json", "economy.regimes.bust.deal_value.mean", "1"},
        {"markov.json", "economy.start", "{\"boom\": 0.5, \"normal\": 0.4, \"bust\": 0.1}"},
        {"quarters.json", "channels.bids.conversion.won.max", "0.55"},
        {"values.json", "channels.histogram.deal_value.weights", "[0.25, 0, 0.75]"},
        {"rates.json", "channels.a.conversion.mql.min", "0.15"},
        {"correlated.json", "correlations.0.rank", "0.5"},
        {"correlated.json", "correlations.2.rank", "-0.6"},
        {"deep.json", "channels.one.cycle_days.b", "14"},
    };
    size_t unnoticed = 0;
    for (size_t i = 0; i < sizeof changed / sizeof changed[0]; i++) {
        char file[FILE_NAME];
        snprintf(file, sizeof file, "%s/tests/oracle/scenarios/%s", BIREME_SOURCE_DIR, changed[i].file);
        comparison result = compare(file, changed[i].path, changed[i].json);
        print_message("%s: %s = %s: %zu of %zu checks fail, worst |z| %.2f\n", changed[i].file,
                      changed[i].path, changed[i].json, result.failures, result.checks, result.worst);
        unnoticed += result.failures == 0;
    }
    assert_int_equal(unnoticed, 0);
}

static void no_more_checks_are_made_than_the_level_allows_for(void **state)
{
    (void)state;
    print_message("%zu checks, level of one %.1g\n", checks_made, LEVEL);
    assert_true(checks_made > 0 && checks_made <= CHECKS_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_scenarios_agree_with_the_item_by_item_oracle),
        cmocka_unit_test(nasty_scenarios_agree_with_the_item_by_item_oracle),
        cmocka_unit_test(no_more_checks_are_made_than_the_level_allows_for),
        cmocka_unit_test(a_slightly_different_scenario_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
