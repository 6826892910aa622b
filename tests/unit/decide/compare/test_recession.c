/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which regime is the recession, and what it costs: exact where all rates are fixed and nothing takes time.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "decide/compare/recession.h"
#include "scenario/internal.h"
#include "support/scenario_of.h"

enum { NONE = -1 };

/* regimes, start, transition: JSON. */
static void check_found(const char *regimes, const char *start, const char *transition, int recession,
                        int otherwise)
{
    bireme_scenario *scenario = scenario_of(
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'economy': {'regimes': {%s}, 'start': "
        "%s, "
        "'transition': {%s}}, 'channels': {'a': {'organic_leads': 8, 'deal_value': 10, 'conversion': {'won': "
        "0.5}}}}",
        regimes, start, transition);
    size_t found = 99, without = 99;
    assert_int_equal(bireme_recession_find(bireme_scenario_model(scenario), &found, &without),
                     recession != NONE);
    assert_int_equal(found, recession != NONE ? recession : 99);
    assert_int_equal(without, recession != NONE ? otherwise : 99);
    bireme_scenario_free(scenario);
}

#define TWO(a, b) "'" a "': {'" a "': 0.8, '" b "': 0.2}, '" b "': {'" b "': 1}"
#define THREE(a, b, c)                                                                                       \
    "'" a "': {'" b "': 1}, '" b "': {'" a "': 0.3, '" b "': 0.3, '" c "': 0.4}, '" c "': {'" b "': 1}"

static void the_recession_has_the_name_or_is_worse_in_everything(void **state)
{
    (void)state;
    /* The name decides, whatever the regime does. */
    check_found("'calm': {}, 'recession': {'leads': 1.5}", "'calm'", TWO("calm", "recession"), 1, 0);
    check_found("'Mild Recession': {}, 'calm': {}", "'calm'", TWO("calm", "Mild Recession"), 0, 1);
    /* One has exactly the name; of two that only contain it nobody can tell, unless by what they do. */
    check_found("'up': {}, 'recession': {}, 'deep_recession': {}", "'up'",
                THREE("up", "recession", "deep_recession"), 1, 0);
    check_found("'up': {}, 'recession_a': {}, 'recession_b': {}", "'up'",
                THREE("up", "recession_a", "recession_b"), NONE, 0);
    check_found("'up': {}, 'recession_a': {'leads': 0.9}, 'recession_b': {'leads': 0.8}", "'up'",
                THREE("up", "recession_a", "recession_b"), 2, 0);
    /* By its effects; a cheaper lead does not speak for a regime. */
    check_found("'up': {'leads': 1.2}, 'flat': {}, 'down': {'leads': 0.7, 'cost_per_lead': 0.5}", "'flat'",
                THREE("up", "flat", "down"), 2, 1);
    check_found("'up': {'leads': 1.2}, 'flat': {}, 'down': {'leads': {'dist': 'uniform', 'min': 0.5, 'max': "
                "1.6}, 'deal_value': 1.1}",
                "'flat'", THREE("up", "flat", "down"), NONE, 0);
    check_found("'boom': {'leads': 1.2}, 'flat': {}", "'flat'", TWO("flat", "boom"), NONE, 0);
    check_found("'a': {}, 'b': {'cycle_time': 1.2}", "'a'", TWO("a", "b"), 1, 0);
    check_found("'a': {}, 'b': {'churn': 1.2, 'conversion_odds': {'won': 0.9}}", "'a'", TWO("a", "b"), 1, 0);
    check_found("'a': {}, 'b': {}", "'a'", TWO("a", "b"), NONE, 0);
    check_found("'a': {}", "'a'", "'a': {'a': 1}", NONE, 0);
}

static void without_it_is_the_likeliest_other_regime(void **state)
{
    (void)state;
    check_found("'up': {}, 'flat': {}, 'recession': {}", "{'up': 0.2, 'flat': 0.3, 'recession': 0.5}",
                THREE("up", "flat", "recession"), 2, 1);
    /* It has begun already: what comes after it. */
    check_found("'up': {}, 'recession': {}, 'flat': {}", "'recession'", THREE("up", "recession", "flat"), 1,
                2);
    /* It never ends. */
    check_found("'calm': {}, 'recession': {}", "'recession'", TWO("calm", "recession"), NONE, 0);
}

#define ECONOMY                                                                                              \
    "'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'economy': {'regimes': {'growth': "        \
    "{'leads': "                                                                                             \
    "1.3}, 'steady': {}, 'recession': {'leads': 0.6, 'deal_value': 0.8, 'conversion_odds': {'won': 0.5}}}, " \
    "'start': 'steady', 'transition': {'growth': {'steady': 1}, 'steady': {'steady': 0.8, 'growth': 0.1, "   \
    "'recession': 0.1}, 'recession': {'steady': 1}}}, 'channels': {'a': {'organic_leads': %s, "              \
    "'deal_value': "                                                                                         \
    "100, 'conversion': {'won': 0.5}}}"

/* 5.3 standard errors are passed by chance once in 10⁷ (oracle/forecast_of.h); the seed is fixed. */
static void check_z(const char *what, double estimate, double se, double exact)
{
    if (!(fabs(estimate - exact) <= 5.3 * se))
        fail_msg("%s: %g, standard error %g, instead of %g", what, estimate, se, exact);
}

static bireme_recession recession_of(bireme_scenario *scenario, const bireme_given *asked, uint64_t trials)
{
    bireme_run_options options = {
        .size = sizeof options, .trials = trials, .has_seed = true, .seed = 7, .threads = 1};
    bireme_forecast *forecast = NULL;
    bireme_recession r;
    bireme_error error;
    assert_int_equal(bireme_recession_forecast(scenario, &options, asked, &forecast, &r, &error), BIREME_OK);
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
    return r;
}

static const bireme_recession_figure *figure_of(const bireme_recession *r, bireme_metric_kind kind)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->figure[i].id.kind == kind) return &r->figure[i];
    fail_msg("no such figure");
    return NULL;
}

/* From period `from` of 6 on, of 40 leads a period six in ten come, a third of them instead of half become
 * deals, of 80 instead of 100. */
static void check_exactly(const bireme_recession *r, size_t from)
{
    const double with = 20 * (double)from + 8 * (double)(6 - from), without = 120;
    const double paid = 100 * 20 * (double)from + 80 * 8 * (double)(6 - from);
    const bireme_recession_figure *wins = figure_of(r, BIREME_METRIC_WINS),
                                  *revenue = figure_of(r, BIREME_METRIC_REVENUE);
    assert_int_equal(r->regime, 2);
    assert_int_equal(r->otherwise, 1);
    assert_int_equal(r->from, from);
    check_z("wins without", wins->without.mean, wins->without.mean_se, without);
    check_z("wins with", wins->with.mean, wins->with.mean_se, with);
    check_z("difference of wins", wins->difference.mean, wins->difference.mean_se, with - without);
    check_z("difference of revenue", revenue->difference.mean, revenue->difference.mean_se,
            paid - 100 * without);
    /* The same draws: sums of the trials, rounded. */
    assert_close(wins->difference.mean, wins->with.mean - wins->without.mean, 1e-12, 0);
    assert_true(wins->difference.mean_se < wins->without.mean_se + wins->with.mean_se);
    assert_true(revenue->probability_below + revenue->probability_above <= 1);
}

static void the_difference_is_that_of_two_fixed_paths(void **state)
{
    (void)state;
    static const bireme_given asked = {.regime = "recession", .by = "2027-04"};
    bireme_recession r = recession_of(scenario_of("{" ECONOMY "}", "40"), NULL, 32768);
    assert_int_equal(r.trials, 2048);
    check_exactly(&r, 0);
    r = recession_of(scenario_of("{" ECONOMY "}", "40"), &asked, 32768);
    check_exactly(&r, 3);
}

/* With a rate for everything, the ratio is the same in every trial in which leads are many: here it is the
 * spread of the rate that makes the spread of the difference. */
static void the_spread_is_that_of_the_pairs(void **state)
{
    (void)state;
    bireme_recession r = recession_of(
        scenario_of("{" ECONOMY "}", "{'dist': 'uniform', 'min': 100000, 'max': 300000}"), NULL, 65536);
    const bireme_recession_figure *wins = figure_of(&r, BIREME_METRIC_WINS);
    /* −0.3 of six periods' leads; a Poisson count of 10⁵ strays by 1/300, P10 and P90 of 2,048 points by
     * less. */
    assert_close(wins->difference.quantile[BIREME_P10], -0.3 * 6 * 280000, 0.01, 0);
    assert_close(wins->difference.quantile[BIREME_P90], -0.3 * 6 * 120000, 0.01, 0);
    assert_true(wins->probability_below == 1 && wins->probability_above == 0);
}

static void each_figure_is_there_once_and_the_goals_is_the_first(void **state)
{
    (void)state;
    bireme_recession r = recession_of(
        scenario_of("{" ECONOMY ", 'goal': {'metric': 'leads', 'at_least': 30, 'confidence': 0.5}}", "40"),
        NULL, 4096);
    assert_int_equal(r.n, 3); /* bookings are revenue */
    assert_int_equal(r.figure[0].id.kind, BIREME_METRIC_LEADS);
    assert_int_equal(r.trials, 1024);
    r = recession_of(scenario_of("{" ECONOMY "}", "40"), NULL, 127);
    assert_int_equal(r.n, 0);
}

static void what_cannot_be_asked_is_refused(void **state)
{
    (void)state;
    static const struct {
        bireme_given asked;
        const char *economy, *message;
    } cases[] = {
        {{.regime = "slump"}, "'regimes': {'a': {}}", "there is no regime `slump`"},
        {{.regime = "a", .by = "2029-01"}, "'regimes': {'a': {}}", "outside the horizon"},
        {{.regime = "a"}, "'regimes': {'a': {}, 'b': {}}, 'path': 'a'", "gives the path"},
        {{.regime = "a"}, "'regimes': {'a': {}, 'b': {}}, 'start': 'a'", "never leaves"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bireme_scenario *scenario =
            scenario_of("{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'economy': {%s}, "
                        "'channels': {'a': "
                        "{'organic_leads': 8, 'deal_value': 10, 'conversion': {'won': 0.5}}}}",
                        cases[i].economy);
        bireme_forecast *forecast;
        bireme_recession r;
        bireme_error error;
        assert_int_equal(bireme_recession_forecast(scenario, NULL, &cases[i].asked, &forecast, &r, &error),
                         BIREME_DOMAIN);
        assert_non_null(strstr(error.message, cases[i].message));
        assert_null(forecast);
        bireme_scenario_free(scenario);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_recession_has_the_name_or_is_worse_in_everything),
        cmocka_unit_test(without_it_is_the_likeliest_other_regime),
        cmocka_unit_test(the_difference_is_that_of_two_fixed_paths),
        cmocka_unit_test(the_spread_is_that_of_the_pairs),
        cmocka_unit_test(each_figure_is_there_once_and_the_goals_is_the_first),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
