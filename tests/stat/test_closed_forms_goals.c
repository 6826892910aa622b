/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goals that values of deals can meet to the cent: P(count ≥ k) at a price p is P(revenue ≥ k p), whatever
 * the last bit of a sum of products is. 16,384 trials and a fixed seed each; a probability is within five
 * standard errors and a trial, which with Student's t of 15 degrees of freedom fails by chance less than once
 * in 5,000 checks; there are some 200.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include "engine/run/metric_of.h"
#include "support/scenario_of.h"

enum { TRIALS = 16384 };
static const bireme_run_options asked = {
    .size = sizeof(bireme_run_options), .trials = TRIALS, .has_seed = true, .seed = 5, .keep_samples = true};

/* The goal's probability against the exact one; and it is the share of the trials handed out that reach
 * it. */
static void assert_goal(bireme_forecast *forecast, double exact, bool decimal)
{
    bireme_goal_result goal = *bireme_forecast_goal(forecast);
    assert_true(goal.present);
    if (fabs(goal.probability - exact) > 5 * goal.probability_se + 1.0 / TRIALS)
        fail_msg("%s of at least %.17g: %.6f ± %.6f; exact is %.6f", goal.metric, goal.at_least,
                 goal.probability, goal.probability_se, exact);
    const double *sample = bireme_forecast_samples(forecast,
                                                   bireme_forecast_metric_of(forecast, goal.metric));
    size_t reached = 0;
    for (size_t i = 0; i < TRIALS; i++) reached += sample[i] >= goal.at_least;
    if (decimal) assert_close((double)reached / TRIALS, goal.probability, 0, 0);
    bireme_forecast_free(forecast);
}

#define HEAD "{'start': '2027-01', 'periods': 12, 'funnel': ['lead', 'won'], "

static void prices_times_counts_are_goals(void **state)
{
    (void)state;
    static const double price[] = {0.01, 0.1, 19.99, 33.33, 1e-3, 1e6 / 3, 5.01, 0.88 * 19.99, 1234567.89};
    static const double mean[] = {3, 102, 12000, 0.7};
    for (size_t p = 0; p < sizeof price / sizeof *price; p++)
        for (size_t m = 0; m < sizeof mean / sizeof *mean; m++)
            for (int totals = 0; totals < 2; totals++) {
                bool decimal = p != 5 && p != 7;
                char goal[40];
                double k = ceil(mean[m] - 0.3 * sqrt(mean[m]));
                snprintf(goal, sizeof goal, decimal ? "%.12g" : "%.17g",
                         k * price[p]); /* as people write it */
                bireme_run_options options = asked;
                options.totals_only = totals == 1;
                bireme_scenario *scenario = scenario_of(
                    HEAD "'goal': {'metric': 'revenue', 'at_least': %s}, 'channels': {'a': {'organic_leads': "
                         "%.17g, 'conversion': {'won': 0.5}, 'deal_value': %.17g}}}",
                    goal, mean[m] / 6, price[p]);
                assert_goal(run_and_free(scenario, &options), gsl_cdf_poisson_Q((unsigned)k - 1, mean[m]),
                            decimal);
            }
}

/* P(Σ cents[i] N_i ≥ goal), N_i Poisson; in cents. */
static double chance_of(size_t n, const double *mean, const long *cents, long goal)
{
    if (goal <= 0) return 1;
    if (n == 0) return 0;
    double sum = 0;
    for (unsigned k = 0; k < mean[0] + 12 * sqrt(mean[0]) + 20; k++)
        sum += gsl_ran_poisson_pdf(k, mean[0]) *
               chance_of(n - 1, mean + 1, cents + 1, goal - (long)k * cents[0]);
    return sum;
}

static void channels_with_prices_of_their_own_add_up(void **state)
{
    (void)state;
    static const double mean[] = {24, 60};
    static const long cents[] = {1999, 501},
                      goals[] = {24 * 1999 + 60 * 501, 20 * 1999 + 50 * 501, 10 * 1999};
    for (size_t g = 0; g < sizeof goals / sizeof *goals; g++) {
        bireme_scenario *scenario = scenario_of(
            HEAD
            "'goal': {'metric': 'revenue', 'at_least': %ld.%02ld}, 'channels': {'a': {'organic_leads': 4, "
            "'conversion': {'won': 0.5}, 'deal_value': 19.99}, 'b': {'organic_leads': 10, 'conversion': "
            "{'won': 0.5}, 'deal_value': 5.01}}}",
            goals[g] / 100, goals[g] % 100);
        assert_goal(run_and_free(scenario, &asked), chance_of(2, mean, cents, goals[g]), true);
    }
}

/* Deals of each price in a list are Poisson by themselves. */
static void price_lists_add_up(void **state)
{
    (void)state;
    static const double mean[] = {15, 9, 6};
    static const long cents[] = {1999, 501, 1000}, goals[] = {40489, 15 * 1999, 30000};
    for (size_t g = 0; g < sizeof goals / sizeof *goals; g++) {
        bireme_scenario *scenario = scenario_of(
            HEAD
            "'goal': {'metric': 'bookings', 'at_least': %ld.%02ld}, 'channels': {'a': {'organic_leads': 5, "
            "'conversion': {'won': 0.5}, 'deal_value': {'dist': 'discrete', 'values': [19.99, 5.01, 10], "
            "'weights': [0.5, 0.3, 0.2]}}}}",
            goals[g] / 100, goals[g] % 100);
        assert_goal(run_and_free(scenario, &asked), chance_of(3, mean, cents, goals[g]), true);
    }
}

/* Of `left` deals, each won with probability `win`: P(Σ cents ≥ goal), where a share of what is left goes to
 * each price. */
static double chance_of_deals(size_t n, const double *share, const long *cents, unsigned left, long goal)
{
    if (goal <= 0) return 1;
    if (n == 0 || left == 0) return 0;
    double sum = 0, rest = 1 - share[0], then[3];
    for (size_t i = 1; i < n; i++) then[i - 1] = share[i] / rest;
    for (unsigned k = 0; k <= left; k++)
        sum += gsl_ran_binomial_pdf(k, share[0], left) *
               chance_of_deals(n - 1, then, cents + 1, left - k, goal - (long)k * cents[0]);
    return sum;
}

/* Lists whose common step, a cent, goes into them so often that no grid holds their sums: goals are such
 * sums, with the most likely number of each price. New deals are Poisson, open ones binomial. */
static void price_lists_without_a_common_step_add_up(void **state)
{
    (void)state;
    static const long cents[][3] = {{999, 123456, 9876543}, {999, 1001, 33333333}, {4999, 19999, 12345678}};
    static const double share[][3] = {{0.7, 0.25, 0.05}, {0.5, 0.4, 0.1}, {0.6, 0.3, 0.1}};
    static const unsigned deals[] = {5, 16, 40, 200};
    for (size_t l = 0; l < 3; l++)
        for (size_t d = 0; d < 4; d++) {
            double mean[3], won[3];
            long goal = 0;
            for (int i = 0; i < 3; i++) {
                mean[i] = deals[d] * share[l][i];
                won[i] = 0.5 * share[l][i];
                goal += lround(mean[i]) * cents[l][i];
            }
            char values[256];
            snprintf(values, sizeof values,
                     "{'dist': 'discrete', 'values': [%.2f, %.2f, %.2f], 'weights': [%g, %g, %g]}",
                     (double)cents[l][0] / 100, (double)cents[l][1] / 100, (double)cents[l][2] / 100,
                     share[l][0], share[l][1], share[l][2]);
            bireme_scenario *scenario = scenario_of(
                "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'goal': {'metric': 'revenue', "
                "'at_least': %ld.%02ld}, 'channels': {'a': {'organic_leads': %u, 'conversion': {'won': 0.5}, "
                "'deal_value': %s}}}",
                goal / 100, goal % 100, 2 * deals[d], values);
            assert_goal(run_and_free(scenario, &asked), chance_of(3, mean, cents[l], goal), true);
            scenario = scenario_of(
                HEAD "'goal': {'metric': 'revenue', 'at_least': %ld.%02ld}, 'channels': {'a': "
                     "{'organic_leads': 0, "
                     "'conversion': {'won': 0.5}}}, 'pipeline': [{'stage': 'lead', 'count': %u, 'value': %s, "
                     "'channel': 'a'}]}",
                goal / 100, goal % 100, 2 * deals[d], values);
            assert_goal(run_and_free(scenario, &asked), chance_of_deals(3, won, cents[l], 2 * deals[d], goal),
                        true);
        }
}

/* 0.88 × 19.99 = 17.5912. */
static void effects_on_prices_keep_them_exact(void **state)
{
    (void)state;
    static const unsigned count[] = {1, 30, 97};
    for (size_t i = 0; i < sizeof count / sizeof *count; i++) {
        unsigned k = count[i];
        bireme_scenario *scenario = scenario_of(
            HEAD "'goal': {'metric': 'revenue', 'at_least': %u.%04u}, 'economy': {'regimes': {'dear': "
                 "{'deal_value': "
                 "0.88}}, 'path': 'dear'}, 'channels': {'a': {'organic_leads': %.17g, 'conversion': {'won': "
                 "0.5}, 'deal_value': 19.99}}}",
            175912 * k / 10000, 175912 * k % 10000, k / 6.0);
        assert_goal(run_and_free(scenario, &asked), gsl_cdf_poisson_Q(k - 1, k), true);
    }
}

/* Half a month of a year's value in the month of the close; and open deals, known to the cent. */
static void parts_of_a_year_and_open_deals_are_goals(void **state)
{
    (void)state;
    bireme_scenario *scenario = scenario_of("{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], "
                                            "'revenue': {'model': 'recurring'}, 'goal': "
                                            "{'metric': 'revenue', 'at_least': 1799.1}, 'channels': {'a': "
                                            "{'organic_leads': 180, 'conversion': {'won': "
                                            "0.5}, 'deal_value': 479.76}}}"); /* 90 × 19.99 */
    assert_goal(run_and_free(scenario, &asked), gsl_cdf_poisson_Q(89, 90), true);
    scenario = scenario_of(
        HEAD "'goal': {'metric': 'revenue', 'at_least': 419.79}, 'channels': {'a': {'organic_leads': 0, "
             "'conversion': "
             "{'won': 0.5}}}, 'pipeline': [{'stage': 'lead', 'count': 40, 'value': 19.99, 'channel': 'a'}]}");
    assert_goal(run_and_free(scenario, &asked), gsl_cdf_binomial_Q(20, 0.5, 40), true);
}

/* Costs that so many deals earn to the cent: 70 % of 100 × 19.99 is 1,399.30; and a surplus of ten deals'
 * margin. ROMI of 0 is the same. */
static void breaking_even_is_met(void **state)
{
    (void)state;
    static const struct {
        const char *metric, *goal;
        unsigned least;
    } cases[] = {{"contribution", "0", 100}, {"contribution", "139.93", 110}, {"romi", "0", 100}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bireme_scenario *scenario = scenario_of(
            "{'start': '2027-01', 'periods': 7, 'funnel': ['lead', 'won'], 'revenue': {'gross_margin': 0.7}, "
            "'goal': {'metric': '%s', 'at_least': %s}, 'channels': {'a': {'spend': 199.9, 'cost_per_lead': "
            "%.17g, 'conversion': {'won': 0.5}, 'deal_value': 19.99}}}",
            cases[i].metric, cases[i].goal, 199.9 * 7 / 208);
        assert_goal(run_and_free(scenario, &asked), gsl_cdf_poisson_Q(cases[i].least - 1, 104), true);
    }
}

/* By the end of an earlier period. */
static void goals_of_an_earlier_period_are_met(void **state)
{
    (void)state;
    bireme_scenario *scenario = scenario_of(HEAD "'goal': {'metric': 'revenue', 'at_least': 999.5, 'by': "
                                                 "'2027-06'}, 'channels': {'a': {'organic_leads': "
                                                 "17, 'conversion': {'won': 0.5}, 'deal_value': 19.99}}}");
    bireme_forecast *forecast = run_and_free(scenario, &asked);
    bireme_goal_result goal = *bireme_forecast_goal(forecast);
    assert_close(goal.probability, gsl_cdf_poisson_Q(49, 51), 0, 5 * goal.probability_se);
    bireme_forecast_free(forecast);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prices_times_counts_are_goals),
        cmocka_unit_test(channels_with_prices_of_their_own_add_up),
        cmocka_unit_test(price_lists_add_up),
        cmocka_unit_test(price_lists_without_a_common_step_add_up),
        cmocka_unit_test(effects_on_prices_keep_them_exact),
        cmocka_unit_test(parts_of_a_year_and_open_deals_are_goals),
        cmocka_unit_test(breaking_even_is_met),
        cmocka_unit_test(goals_of_an_earlier_period_are_met),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
