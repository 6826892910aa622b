/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a forecast says up to the end of each period: sums to date, and the goal's chance by then.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <gsl/gsl_cdf.h>
#include "engine/run/metric_of.h"
#include "support/scenario_of.h"

enum { PERIODS = 4 };

/* The goal, if any, and a comma; the rest is uncertain in every way that matters here. */
#define SCENARIO                                                                                             \
    "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], %s 'channels': {'ads': "                  \
    "{'spend': 500, 'cost_per_lead': {'dist': 'uniform', 'min': 4, 'max': 6}, 'conversion': {'won': "        \
    "{'dist': 'beta', 'mean': 0.1, 'sd': 0.03}}, 'cycle_days': {'won': {'dist': 'exponential', 'mean': "     \
    "30}}, 'deal_value': {'dist': 'lognormal', 'mean': 1000, 'cv': 0.6}}}, 'economy': {'regimes': {'ok': "   \
    "{}, 'bad': {'leads': 0.6}}, 'start': 'ok', 'transition': {'ok': {'ok': 0.8, 'bad': 0.2}, 'bad': "       \
    "{'bad': 1}}}}"

static bireme_run_options few(bireme_sampler sampler)
{
    return (bireme_run_options){
        .size = sizeof(bireme_run_options), .trials = 5000, .threads = 2, .sampler = sampler};
}

static bireme_forecast *with_goal(const char *goal, const bireme_run_options *options)
{
    return run_and_free(scenario_of(SCENARIO, goal), options);
}

/* ------------------------ the goal's chance */

static void assert_is_the_goal_of_each_period(const char *metric, const char *limit,
                                              const bireme_run_options *options)
{
    char goal[200];
    snprintf(goal, sizeof goal, "'goal': {'metric': '%s', %s},", metric, limit);
    bireme_forecast *whole = with_goal(goal, options);
    double least = 1, most = 0;
    for (size_t t = 0; t < PERIODS; t++) {
        const bireme_to_date *to_date = bireme_forecast_to_date(whole, t);
        snprintf(goal, sizeof goal, "'goal': {'metric': '%s', %s, 'by': '2027-%02zu'},", metric, limit,
                 t + 1);
        bireme_forecast *asked = with_goal(goal, options);
        assert_non_null(to_date);
        /* The same trials, the same counts. */
        assert_true(to_date->probability == bireme_forecast_goal(asked)->probability);
        assert_true(to_date->probability_se == bireme_forecast_goal(asked)->probability_se);
        /* Whatever period the goal asks for, the others' chances are there. */
        for (size_t other = 0; other < PERIODS; other++)
            assert_true(bireme_forecast_to_date(asked, other)->probability ==
                        bireme_forecast_to_date(whole, other)->probability);
        least = fmin(least, to_date->probability);
        most = fmax(most, to_date->probability);
        bireme_forecast_free(asked);
    }
    assert_true(least < most); /* else nothing was compared */
    bireme_forecast_free(whole);
}

static void the_chance_by_a_period_is_that_of_the_goal_that_asks_for_it(void **state)
{
    (void)state;
    static const bireme_sampler samplers[] = {BIREME_SAMPLER_SOBOL, BIREME_SAMPLER_LHS,
                                              BIREME_SAMPLER_RANDOM};
    const bireme_given given = {.regime = "bad", .by = "2027-03"};
    for (size_t k = 0; k < sizeof samplers / sizeof *samplers; k++) {
        bireme_run_options options = few(samplers[k]);
        assert_is_the_goal_of_each_period("revenue", "'at_least': 18000", &options);
        assert_is_the_goal_of_each_period("wins", "'at_most': 20", &options);
        assert_is_the_goal_of_each_period("contribution", "'at_least': 9000", &options);
        options.given = &given;
        options.n_given = 1;
        assert_is_the_goal_of_each_period("revenue", "'at_least': 18000", &options);
    }
}

/* ------------------------ the sums */

static void sums_are_those_of_the_periods(void **state)
{
    (void)state;
    const bireme_run_options options = few(BIREME_SAMPLER_SOBOL);
    bireme_forecast *f = with_goal("'goal': {'metric': 'revenue', 'at_least': 18000},", &options);
    const size_t revenue = bireme_forecast_metric_of(f, "revenue");
    double sum = 0;
    assert_int_equal(bireme_forecast_regime_metric(f), revenue);
    for (size_t t = 0; t < PERIODS; t++) {
        const bireme_summary *s = bireme_forecast_to_date(f, t)->value;
        sum += bireme_forecast_period(f, revenue, t)->mean;
        assert_close(s->mean, sum, 1e-12, 0); /* roundoff of sums of 5,000 */
        assert_int_equal(s->n, 5000);
    }
    /* nothing before the first period, nothing after the last */
    assert_memory_equal(bireme_forecast_to_date(f, 0)->value, bireme_forecast_period(f, revenue, 0),
                        sizeof(bireme_summary));
    assert_true(bireme_forecast_to_date(f, PERIODS - 1)->value == bireme_forecast_total(f, revenue));
    bireme_forecast_free(f);
}

/* With known rates wins are Poisson: up to the end of period t with mean 40 · 0.25 · t. */
static void wins_to_date_are_poisson(void **state)
{
    (void)state;
    static const char text[] =
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'goal': {'metric': 'wins', "
        "'at_least': "
        "21}, 'channels': {'web': {'organic_leads': 40, 'conversion': {'won': 0.25}, 'deal_value': 100}}}";
    bireme_run_options options = few(BIREME_SAMPLER_RANDOM);
    options.trials = 200000;
    bireme_forecast *f = run_and_free(scenario_of("%s", text), &options);
    for (size_t t = 0; t < 3; t++) {
        const bireme_to_date *to_date = bireme_forecast_to_date(f, t);
        const double mean = 10 * (double)(t + 1), chance = gsl_cdf_poisson_Q(20, mean);
        /* Five standard errors: once in two million times by chance, and the seed is fixed. */
        assert_close(to_date->value->mean, mean, 0, 5 * to_date->value->mean_se);
        assert_close(to_date->value->sd, sqrt(mean), 0, 5 * to_date->value->sd_se);
        assert_close(to_date->probability, chance, 0, 5 * sqrt(chance * (1 - chance) / 200000));
        assert_close(to_date->probability_se, sqrt(chance * (1 - chance) / 200000), 0.05, 1e-9);
    }
    bireme_forecast_free(f);
}

/* ------------------------ where there is none */

static void what_is_no_sum_is_as_it_is_then(void **state)
{
    (void)state;
    static const char text[] =
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'goal': {'metric': 'backlog', "
        "'at_most': 30}, 'channels': {'web': {'organic_leads': 40, 'conversion': {'won': 0.25}, "
        "'deal_value': "
        "100}}, 'sales': {'reps': 3, 'opportunities_per_rep': 10, 'stage': 'lead'}}";
    const bireme_run_options options = few(BIREME_SAMPLER_SOBOL);
    bireme_forecast *f = run_and_free(scenario_of("%s", text), &options);
    const size_t backlog = bireme_forecast_metric_of(f, "backlog");
    assert_true(backlog != SIZE_MAX);
    for (size_t t = 0; t < 3; t++)
        assert_memory_equal(bireme_forecast_to_date(f, t)->value, bireme_forecast_period(f, backlog, t),
                            sizeof(bireme_summary));
    bireme_forecast_free(f);
}

static void without_a_goal_there_is_revenue_and_no_chance(void **state)
{
    (void)state;
    const bireme_run_options options = few(BIREME_SAMPLER_SOBOL);
    bireme_forecast *f = with_goal("", &options);
    const size_t revenue = bireme_forecast_metric_of(f, "revenue");
    for (size_t t = 0; t < PERIODS; t++) {
        const bireme_to_date *to_date = bireme_forecast_to_date(f, t);
        assert_true(isnan(to_date->probability) && isnan(to_date->probability_se));
        assert_true(to_date->value->mean > 0);
    }
    assert_true(bireme_forecast_to_date(f, PERIODS - 1)->value == bireme_forecast_total(f, revenue));
    bireme_forecast_free(f);
}

static void ratios_and_totals_have_none(void **state)
{
    (void)state;
    bireme_run_options options = few(BIREME_SAMPLER_SOBOL);
    bireme_forecast *f = with_goal("'goal': {'metric': 'cac', 'at_most': 60},", &options);
    for (size_t t = 0; t < PERIODS; t++) assert_null(bireme_forecast_to_date(f, t));
    assert_true(bireme_forecast_goal(f)->present);
    bireme_forecast_free(f);
    options.totals_only = true;
    f = with_goal("'goal': {'metric': 'revenue', 'at_least': 18000},", &options);
    for (size_t t = 0; t < PERIODS; t++) assert_null(bireme_forecast_to_date(f, t));
    bireme_forecast_free(f);
    options.totals_only = false;
    f = with_goal("'goal': {'metric': 'revenue', 'at_least': 18000},", &options);
    assert_null(bireme_forecast_to_date(f, PERIODS));
    assert_null(bireme_forecast_to_date(f, SIZE_MAX / sizeof(bireme_to_date) + 1));
    assert_null(bireme_forecast_to_date(f, SIZE_MAX));
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_chance_by_a_period_is_that_of_the_goal_that_asks_for_it),
        cmocka_unit_test(sums_are_those_of_the_periods),
        cmocka_unit_test(wins_to_date_are_poisson),
        cmocka_unit_test(what_is_no_sum_is_as_it_is_then),
        cmocka_unit_test(without_a_goal_there_is_revenue_and_no_chance),
        cmocka_unit_test(ratios_and_totals_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
