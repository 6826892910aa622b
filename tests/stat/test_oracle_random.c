/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine against the oracle on scenarios made by chance, in which any feature may meet any other: a few
 * every day, forty in a long run. `BIREME_RANDOM_FIRST` and `BIREME_RANDOM_COUNT` in the environment choose
 * others.
 *
 * Level: the whole program fails by chance less than once in 10⁴ choices of seeds (Bonferroni over
 * CHECKS_MOST checks); the seeds are fixed, so it is the same every time.
 */
#define _DEFAULT_SOURCE /* mkstemps */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "oracle/compare.h"
#include "oracle/forecast_of.h"
#include "oracle/random_scenario.h"
#include "support/tier.h"

enum { CHECKS_MOST = 400000, EVERY_DAY = 6, IN_A_LONG_RUN = 40 };
#define LEVEL (1e-4 / CHECKS_MOST)

/* The oracle walks so many leads, about 0.1 µs each, in so many trials at most. */
static const double LEADS = 6e5, TRIALS_MOST = 8000;

static size_t number_of(const char *name, size_t otherwise)
{
    const char *given = getenv(name);
    return given != NULL ? (size_t)strtoul(given, NULL, 10) : otherwise;
}

/* The name of a file with the scenario, which the caller removes. */
static void write_scenario(size_t seed, char name[64])
{
    snprintf(name, 64, "/tmp/bireme-random-XXXXXX.json");
    int file = mkstemps(name, 5);
    FILE *out = file >= 0 ? fdopen(file, "w") : NULL;
    assert_non_null(out);
    random_scenario(seed, out);
    assert_int_equal(fclose(out), 0);
}

static comparison compare_one(size_t seed)
{
    char name[64], title[64];
    write_scenario(seed, name);
    snprintf(title, sizeof title, "random scenario %zu", seed);
    comparison result = {.title = title, .level = LEVEL};
    bireme_forecast *forecast = forecast_of_file(name, NULL, NULL, is_long() ? 32768 : 8192, 7);
    oracle *model = oracle_read(name, NULL, 0);
    double leads = LEADS * (is_long() ? 5 : 1);
    double trials = fmin(TRIALS_MOST, leads / fmax(oracle_effort(model), 1));
    oracle_samples *walked = oracle_run(model, (size_t)trials, 20270101 + seed);
    compare_forecast(&result, forecast, walked);
    fprintf(stderr, "%s: %zu checks, worst |z| %.2f\n", title, result.checks, result.worst);
    oracle_samples_free(walked);
    oracle_free(model);
    bireme_forecast_free(forecast);
    unlink(name);
    return result;
}

static void scenarios_made_by_chance_agree_with_the_item_by_item_oracle(void **state)
{
    (void)state;
    size_t first = number_of("BIREME_RANDOM_FIRST", 1),
           count = number_of("BIREME_RANDOM_COUNT", of_tier(EVERY_DAY, IN_A_LONG_RUN)), checks = 0,
           failures = 0;
    for (size_t seed = first; seed < first + count; seed++) {
        comparison result = compare_one(seed);
        assert_true(result.checks > 100);
        checks += result.checks;
        failures += result.failures;
    }
    fprintf(stderr, "%zu scenarios, %zu checks, level of one %.2g\n", count, checks, LEVEL);
    assert_true(checks <= CHECKS_MOST || getenv("BIREME_RANDOM_COUNT") != NULL);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenarios_made_by_chance_agree_with_the_item_by_item_oracle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
