/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several scenarios on common random numbers.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "engine/run/forecasts.h"
#include "engine/run/metric_of.h"
#include "support/scenario_of.h"

enum { TRIALS = 4096 };

#define CHANNEL(NAME, LEADS)                                                                                 \
    "'" NAME "': {'organic_leads': " LEADS ", 'conversion': {'opp': {'dist': 'beta', 'alpha': 12, 'beta': "  \
    "28}, 'won': {'dist': 'beta', 'alpha': 5, 'beta': 20}}, 'cycle_days': {'won': {'dist': 'exponential', "  \
    "'mean': 40}}, 'deal_value': {'dist': 'lognormal', 'mean': {'dist': 'normal', 'mean': 900, 'sd': 70}, "  \
    "'cv': 0.8}}"
#define SCENARIO(REST, CHANNELS)                                                                             \
    "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'opp', 'won'], " REST "'channels': {" CHANNELS "}}"

#define A CHANNEL("a", "{'dist': 'gamma', 'mean': 90, 'sd': 20}")
#define B CHANNEL("b", "{'dist': 'gamma', 'mean': 400, 'sd': 150}")
#define TURN                                                                                                 \
    "'economy': {'regimes': {'good': {}, 'bad': {'deal_value': 0.5}}, 'start': 'good', 'transition': "       \
    "{'good': {'good': 0.5, 'bad': 0.5}, 'bad': {'good': 0, 'bad': 1}}}, "

static void run_pair(const char *first, const char *second, const bireme_run_options *options,
                     bireme_forecast **out)
{
    bireme_scenario *a = scenario_of("%s", first), *b = scenario_of("%s", second);
    const bireme_scenario *both[] = {a, b};
    bireme_error error;
    if (bireme_forecasts_run(both, 2, options, NULL, NULL, out, &error) != BIREME_OK)
        fail_msg("%s", error.message);
    bireme_scenario_free(a);
    bireme_scenario_free(b);
}

static const double *samples(const bireme_forecast *f, const char *metric)
{
    size_t m = bireme_forecast_metric_of(f, metric);
    assert_true(m != SIZE_MAX);
    return bireme_forecast_samples(f, m);
}

static void free_pair(bireme_forecast **pair)
{
    bireme_forecast_free(pair[0]);
    bireme_forecast_free(pair[1]);
}

/* A larger channel more takes the first dimensions and turns the direction, of both. */
static void what_one_scenario_has_more_does_not_disturb_what_both_have(void **state)
{
    (void)state;
    for (bireme_sampler sampler = BIREME_SAMPLER_SOBOL; sampler <= BIREME_SAMPLER_RANDOM; sampler++)
        for (int totals = 0; totals < 2; totals++) {
            const bireme_run_options options = {.size = sizeof(bireme_run_options),
                                                .trials = TRIALS,
                                                .sampler = sampler,
                                                .totals_only = totals,
                                                .keep_samples = true};
            bireme_forecast *pair[2];
            run_pair(SCENARIO("", A), SCENARIO("", B ", " A), &options, pair);
            const double *more = samples(pair[1], "channel.b.revenue"), *all = samples(pair[1], "revenue");
            const char *const same[] = {"leads", "wins", "revenue"};
            const char *const of[] = {"channel.a.leads", "channel.a.wins", "channel.a.revenue"};
            for (int k = 0; k < 3; k++)
                assert_memory_equal(samples(pair[0], same[k]), samples(pair[1], of[k]),
                                    TRIALS * sizeof(double));
            for (size_t i = 0; i < TRIALS; i++)
                assert_close(all[i] - more[i], samples(pair[0], "revenue")[i], 1e-12, 1e-9 * all[i]);
            free_pair(pair);
        }
}

/* Where the economy changes deal values periods are drawn one by one; then they are in both. */
static void where_one_may_not_take_periods_together_the_other_does_not_either(void **state)
{
    (void)state;
    const bireme_run_options options = {
        .size = sizeof(bireme_run_options), .trials = TRIALS, .totals_only = true, .keep_samples = true};
    bireme_forecast *pair[2];
    run_pair(SCENARIO("", A), SCENARIO(TURN, A), &options, pair);
    assert_memory_equal(samples(pair[0], "wins"), samples(pair[1], "wins"), TRIALS * sizeof(double));
    size_t below = 0;
    for (size_t i = 0; i < TRIALS; i++) {
        double steady = samples(pair[0], "revenue")[i], turned = samples(pair[1], "revenue")[i];
        assert_true(turned <= steady && turned >= 0.5 * steady * (1 - 1e-12));
        below += turned < steady;
    }
    assert_true(below > TRIALS / 2);
    free_pair(pair);
}

static void a_scenario_alone_is_what_it_is_by_itself(void **state)
{
    (void)state;
    const bireme_run_options options = {
        .size = sizeof(bireme_run_options), .trials = TRIALS, .keep_samples = true};
    bireme_scenario *scenario = scenario_of("%s", SCENARIO("", A));
    const bireme_scenario *list[] = {scenario};
    bireme_forecast *one, *alone;
    assert_int_equal(bireme_forecasts_run(list, 1, &options, NULL, NULL, &one, NULL), BIREME_OK);
    assert_int_equal(bireme_forecast_run(scenario, &options, &alone, NULL), BIREME_OK);
    assert_memory_equal(samples(one, "revenue"), samples(alone, "revenue"), TRIALS * sizeof(double));
    bireme_forecast_free(one);
    bireme_forecast_free(alone);
    bireme_scenario_free(scenario);
}

static bool at_once(void *context)
{
    (void)context;
    return true;
}

static void a_failure_leaves_nothing_or_what_was_made(void **state)
{
    (void)state;
    bireme_scenario *a = scenario_of("%s", SCENARIO("", A)), *b = scenario_of("%s", SCENARIO("", B));
    const bireme_scenario *both[] = {a, b};
    bireme_forecast *pair[2];
    bireme_error error;
    const bireme_run_options stopped = {
        .size = sizeof(bireme_run_options), .trials = TRIALS, .cancelled = at_once};
    assert_int_equal(bireme_forecasts_run(both, 2, &stopped, NULL, NULL, pair, &error), BIREME_CANCELLED);
    assert_null(pair[0]);
    assert_null(pair[1]);
    /* The second scenario has no economy. */
    const bireme_given given = {.regime = "bad"};
    const bireme_run_options asked = {
        .size = sizeof(bireme_run_options), .trials = TRIALS, .given = &given, .n_given = 1};
    assert_int_equal(bireme_forecasts_run(both, 2, &asked, NULL, NULL, pair, &error), BIREME_DOMAIN);
    assert_null(pair[0]);
    bireme_scenario_free(a);
    bireme_scenario_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_one_scenario_has_more_does_not_disturb_what_both_have),
        cmocka_unit_test(where_one_may_not_take_periods_together_the_other_does_not_either),
        cmocka_unit_test(a_scenario_alone_is_what_it_is_by_itself),
        cmocka_unit_test(a_failure_leaves_nothing_or_what_was_made),
    };
    return cmocka_run_group_tests_name("engine.forecasts", tests, NULL, NULL);
}
