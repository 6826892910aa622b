/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Wins after the horizon are about the leads that are counted within it. With fixed rates leads that end up
 * in one place are Poisson counts independent of those in another, so the covariance of two counts is the
 * mean number of leads that are in both: of leads and wins to come, all of these; of a stage and them, those
 * of them that have entered the stage by the horizon; of wins and them, nobody.
 */
#include "support/check.h"

#include <math.h>
#include <stdlib.h>
#include "oracle/forecast_of.h"
#include "oracle/two_samples.h"
#include "support/scenario_of.h"

static void check_covariance(const bireme_forecast *f, const char *a, const char *b, double exact)
{
    size_t n = (size_t)bireme_forecast_trials(f);
    const double *of[2] = {samples_of(f, a), samples_of(f, b)};
    double *x[2], se;
    for (int k = 0; k < 2; k++) {
        double mean = 0;
        for (size_t i = 0; i < n; i++) mean += of[k][i] / (double)n;
        x[k] = malloc(n * sizeof *x[k]);
        assert_non_null(x[k]);
        for (size_t i = 0; i < n; i++) x[k][i] = of[k][i] - mean;
    }
    double found = covariance(x[0], x[1], n, &se);
    check_z(a, found, se, exact);
    free(x[0]);
    free(x[1]);
}

/* No lead is counted twice. */
static void check_nested(const bireme_forecast *f)
{
    const double *leads = samples_of(f, "leads"), *wins = samples_of(f, "wins"),
                 *carried = samples_of(f, "carried_out");
    for (size_t i = 0; i < (size_t)bireme_forecast_trials(f); i++)
        if (!(wins[i] + carried[i] <= leads[i]))
            fail_msg("%g wins, %g to come, of %g leads in trial %zu", wins[i], carried[i], leads[i], i);
}

/* Leads a day at rate 1 for T days that have passed exponential delays of means a, then b (0: none), by T. */
static double passed(double T, double a, double b)
{
    double first = T + a * expm1(-T / a);
    if (b == 0) return first;
    return T + (a * a * expm1(-T / a) - b * b * expm1(-T / b)) / (a - b);
}

typedef enum how { RANDOM, SOBOL, TOTALS } how;

static bireme_forecast *run(bireme_scenario *scenario, how h)
{
    return run_and_free(
        scenario, &(bireme_run_options){.size = sizeof(bireme_run_options),
                                        .sampler = h == RANDOM ? BIREME_SAMPLER_RANDOM : BIREME_SAMPLER_SOBOL,
                                        .totals_only = h == TOTALS,
                                        .trials = FORECAST_TRIALS,
                                        .has_seed = true,
                                        .seed = 20270101,
                                        .keep_samples = true});
}

/* λ leads a day, p₁ p₂ of which win, after exponential delays of 30 and 50 days; deals of 100 or 300. */
static void wins_to_come_are_about_the_leads_of_the_horizon(void **state)
{
    (void)state;
    double T = 3 * 365.25 / 12, rate = 10 / (365.25 / 12), p1 = 0.6, p2 = 0.5;
    double entered = rate * p1 * passed(T, 30, 0), wins = rate * p1 * p2 * passed(T, 30, 50);
    double carried = 30 * p1 * p2 - wins;
    for (how h = RANDOM; h <= TOTALS; h++) {
        bireme_forecast *f =
            run(scenario_of(
                    "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'mql', 'opportunity', 'won'], "
                    "'channels': {'a': {'organic_leads': 10, 'conversion': {'mql': 0.6, 'opportunity': 1, "
                    "'won': 0.5}, 'cycle_days': {'opportunity': {'dist': 'exponential', 'mean': 30}, 'won': "
                    "{'dist': 'exponential', 'mean': 50}}, 'deal_value': {'dist': 'discrete', 'values': "
                    "[100, 300], 'weights': [0.5, 0.5]}}}}"),
                h);
        check_nested(f);
        if (h == RANDOM) check_moments(f, "carried_out", OVER_HORIZON, carried, carried);
        const bireme_summary *count = summary_of(f, "carried_out", OVER_HORIZON),
                             *value = summary_of(f, "carried_out_value", OVER_HORIZON);
        check_z("carried_out", count->mean, count->mean_se, carried);
        check_z("carried_out_value", value->mean, value->mean_se, 200 * carried);
        check_covariance(f, "leads", "carried_out", carried);
        check_covariance(f, "stage.mql", "carried_out", carried);
        check_covariance(f, "stage.opportunity", "carried_out", entered * p2 - wins);
        check_covariance(f, "wins", "carried_out", 0);
        check_covariance(f, "revenue", "carried_out", 0);
        check_covariance(f, "leads", "carried_out_value", 200 * carried);
        check_covariance(f, "carried_out", "carried_out_value", 200 * carried);
        bireme_forecast_free(f);
    }
}

/* Conversions that change with the month of arrival: who arrives late wins more often, and is more often
 * still on the way. Whatever that makes of the means, leads and wins to come have the latter in common. */
static void wins_to_come_follow_the_leads_whose_conversions_change(void **state)
{
    (void)state;
    for (how h = RANDOM; h <= TOTALS; h++) {
        bireme_forecast *f = run(
            scenario_of(
                "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'mql', 'opportunity', 'won'], "
                "'initiatives': {'training': {'from': '2027-03', 'effect': {'conversion_odds': {'mql': 4, "
                "'opportunity': 3}}}}, 'channels': {'a': {'organic_leads': 9, 'conversion': {'mql': 0.3, "
                "'opportunity': 0.4, 'won': 0.5}, 'cycle_days': {'mql': 4, 'opportunity': {'dist': 'gamma', "
                "'mean': 40, 'cv': 0.5}, 'won': {'dist': 'exponential', 'mean': 50}}}}}"),
            h);
        check_nested(f);
        double carried = summary_of(f, "carried_out", OVER_HORIZON)->mean;
        check_covariance(f, "leads", "carried_out", carried);
        check_covariance(f, "wins", "carried_out", 0);
        bireme_forecast_free(f);
    }
}

/* 40 opportunities a month and hands for 20, of the others a share of 0.8 waits. Those taken up win with 0.5
 * after an exponential delay: of wins to come, the part that was taken up is what of these is not decided;
 * the others wait at the end, or are still on their way to the worked stage. */
static void wins_to_come_of_those_who_wait_are_about_the_same_leads(void **state)
{
    (void)state;
    for (int waits = 0; waits < 2; waits++)
        for (how h = RANDOM; h <= TOTALS; h++) {
            bireme_forecast *f =
                run(scenario_of(
                        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'opportunity', 'won'], "
                        "'channels': "
                        "{'a': {'organic_leads': 80, 'conversion': {'opportunity': 0.5, 'won': 0.5}, "
                        "'cycle_days': "
                        "{'opportunity': {'dist': 'exponential', 'mean': 15}, 'won': {'dist': 'exponential', "
                        "'mean': 40}}}}, 'sales': {'reps': 2, 'opportunities_per_rep': 10%s}}",
                        waits ? ", 'overflow': 'wait', 'patience': 0.8" : ""),
                    h);
            check_nested(f);
            double carried = summary_of(f, "carried_out", OVER_HORIZON)->mean,
                   worked = summary_of(f, "worked", OVER_HORIZON)->mean,
                   wins = summary_of(f, "wins", OVER_HORIZON)->mean;
            assert_true(worked * 0.5 - wins < carried - 1); /* some were not taken up */
            check_covariance(f, "leads", "carried_out", carried);
            check_covariance(f, "worked", "carried_out", worked * 0.5 - wins);
            check_covariance(f, "wins", "carried_out", 0);
            bireme_forecast_free(f);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wins_to_come_are_about_the_leads_of_the_horizon),
        cmocka_unit_test(wins_to_come_follow_the_leads_whose_conversions_change),
        cmocka_unit_test(wins_to_come_of_those_who_wait_are_about_the_same_leads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
