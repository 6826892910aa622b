/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Losing takes time too, and open deals that say in how many days they close, against exact values: an old
 * deal's chance by Bayes' rule (test_closed_forms_dates.c has the dates). 65,536 trials and a
 * fixed seed each; the width of the checks is explained in oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include <gsl/gsl_cdf.h>
#include "oracle/forecast_of.h"
#include "support/closing.h"

enum { PERIODS = 6, DEALS = 40 };

static void check_binomial(const bireme_forecast *f, const char *metric, size_t period, double n, double p)
{
    check_moments(f, metric, period, n * p, n * p * (1 - p));
}

/* ---- what an age says */

/* With exponential delays of means w and l, the odds of an age y are those of p times exp(−(1/w − 1/l) y),
 * and what is left of the step does not depend on it. */
static void odds_of_an_old_deal_follow_from_both_delays(void **state)
{
    (void)state;
    static const double mean[][3] = {{40, 25, 30}, {25, 40, 30}, {60, 15, 90}, {30, 30, 50}, {50, 20, 0}};
    for (size_t i = 0; i < sizeof mean / sizeof *mean; i++) {
        const double w = mean[i][0], l = mean[i][1], y = mean[i][2];
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'channels': {'a': "
            "{'organic_leads': "
            "0, 'conversion': {'won': 0.3}, 'cycle_days': {'won': {'dist': 'exponential', 'mean': %g}}, "
            "'lost_days': {'won': {'dist': 'exponential', 'mean': %g}}}}, 'pipeline': [{'stage': 'lead', "
            "'count': 40, 'channel': 'a', 'age_days': %g}]}",
            w, l, y);
        const double p = with_odds(0.3, exp(-(1 / w - 1 / l) * y));
        closing_delay delay = {exponential_cdf, w, NULL, 0};
        for (size_t t = 0; t < PERIODS; t++)
            check_binomial(f, "wins", t, DEALS, p * share_decided_from_start(&delay, t));
        check_binomial(f, "carried_out", OVER_HORIZON, DEALS, p * exp(-PERIODS * MONTH_DAYS / w));
        bireme_forecast_free(f);
    }
}

/* Odds of the economy are a factor of the same odds: on an inner step those of the first period, on the last
 * those of the period of the decision. */
static void odds_of_the_economy_multiply_those_of_the_age(void **state)
{
    (void)state;
    const double speed[PERIODS] = {1, 1, 0.5, 0.5, 0.5, 0.5}, age = exp(-(1 / 45.0 - 1 / 20.0) * 20);
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'opp', 'won'], 'economy': {'regimes': {'up': "
        "{'conversion_odds': 1.5}, 'down': {'conversion_odds': {'opp': 0.1, 'won': 0.6}, 'cycle_time': 2}}, "
        "'path': ['up', 'up', 'down', 'down', 'down', 'down']}, 'defaults': {'conversion': {'opp': 0.5, "
        "'won': "
        "0.4}, 'cycle_days': {'won': {'dist': 'exponential', 'mean': 45}}, 'lost_days': {'won': {'dist': "
        "'exponential', 'mean': 20}}}, 'channels': {'a': {'organic_leads': 0}}, 'pipeline': [{'stage': "
        "'opp', "
        "'count': 40, 'channel': 'a', 'age_days': 20}]}");
    closing_delay delay = {exponential_cdf, 45, speed, 0};
    for (size_t t = 0; t < PERIODS; t++)
        check_binomial(f, "wins", t, DEALS,
                       with_odds(0.4, age * (t < 2 ? 1.5 : 0.6)) * share_decided_from_start(&delay, t));
    bireme_forecast_free(f);
    f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'opp', 'won'], 'economy': {'regimes': {'up': "
        "{'conversion_odds': 1.5}, 'down': {'conversion_odds': 0.1}}, 'path': ['up', 'up', 'down', 'down', "
        "'down', 'down']}, 'defaults': {'conversion': {'opp': 0.5, 'won': 1}, 'cycle_days': {'opp': {'dist': "
        "'exponential', 'mean': 45}}, 'lost_days': {'opp': {'dist': 'exponential', 'mean': 20}}}, "
        "'channels': "
        "{'a': {'organic_leads': 0}}, 'pipeline': [{'stage': 'lead', 'count': 40, 'age_days': 20}]}");
    closing_delay steady = {exponential_cdf, 45, NULL, 0};
    for (size_t t = 0; t < PERIODS; t++)
        check_binomial(f, "stage.opp", t, DEALS,
                       with_odds(0.5, age * 1.5) * share_decided_from_start(&steady, t));
    bireme_forecast_free(f);
}

/* Delays with ends: before 30 days nothing is known; between 30 and 60 whoever loses has gone, or the other
 * way round; beyond both the age says nothing again, and the deal is decided at once. */
static void an_age_beyond_one_of_the_delays_decides(void **state)
{
    (void)state;
    static const struct {
        double won, lost, age, p;
    } cases[] = {{30, 60, 20, 0.3}, {30, 60, 40, 0}, {30, 60, 70, 0.3}, {60, 30, 40, 1}, {60, 30, 80, 0.3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bireme_forecast *f = forecast_of("{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], "
                                         "'channels': {'a': {'organic_leads': "
                                         "0, 'conversion': {'won': 0.3}, 'cycle_days': {'won': %g}, "
                                         "'lost_days': {'won': %g}}}, 'pipeline': "
                                         "[{'stage': 'lead', 'count': 40, 'channel': 'a', 'age_days': %g}]}",
                                         cases[i].won, cases[i].lost, cases[i].age);
        if (cases[i].p > 0 && cases[i].p < 1)
            check_binomial(f, "wins", 0, DEALS, cases[i].p);
        else
            check_exact(f, "wins", 0, DEALS * cases[i].p);
        bireme_forecast_free(f);
    }
}

/* The scale of a delay is a rate of the trial: what an age says is averaged over its values. */
static void uncertain_scales_are_those_of_the_trial(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 60, 'funnel': ['lead', 'won'], 'channels': {'a': {'organic_leads': "
        "0, "
        "'conversion': {'won': 0.3}, 'cycle_days': {'won': {'dist': 'exponential', 'mean': {'dist': "
        "'discrete', "
        "'values': [30, 60], 'weights': [0.25, 0.75]}}}, 'lost_days': {'won': {'dist': 'exponential', "
        "'mean': "
        "{'dist': 'discrete', 'values': [20, 40], 'weights': [0.5, 0.5]}}}}}, 'pipeline': [{'stage': 'lead', "
        "'count': 40, 'channel': 'a', 'age_days': 50}]}");
    double mean = 0, square = 0;
    for (int i = 0; i < 4; i++) {
        const double w = i < 2 ? 30 : 60, l = i % 2 ? 20 : 40, weight = i < 2 ? 0.125 : 0.375;
        const double p = with_odds(0.3, exp(-(1 / w - 1 / l) * 50));
        mean += weight * DEALS * p;
        square += weight * (DEALS * p * (1 - p) + DEALS * p * DEALS * p);
    }
    check_moments(f, "wins", OVER_HORIZON, mean, square - mean * mean);
    bireme_forecast_free(f);
}

/* A chance that is stated is that of the deal as it is, and leads to come do not wait for those that lose. */
static void a_stated_chance_and_new_leads_are_as_before(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'channels': {'a': {'organic_leads': "
        "20, "
        "'conversion': {'won': 0.3}, 'cycle_days': {'won': 10}, 'lost_days': {'won': 3}}}, 'pipeline': "
        "[{'stage': 'lead', 'count': 40, 'channel': 'a', 'age_days': 5, 'win_probability': 0.35}]}");
    check_binomial(f, "pipeline.wins", 0, DEALS, 0.35);
    check_moments(f, "wins", 3, 6, 6);
    bireme_forecast_free(f);
}

/* ---- days of its own */

static void days_to_close_replace_all_delays(void **state)
{
    (void)state;
    closing_delay delay = {exponential_cdf, 50, NULL, 0};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'pace': [0.2, 3, 1, 1, 1, 1], 'funnel': ['lead', 'opp', 'won'], "
        "'defaults': {'conversion': {'opp': 0.5, 'won': 0.4}, 'cycle_days': {'opp': 40, 'won': 400}}, "
        "'channels': {'a': {'organic_leads': 0}}, 'pipeline': [{'stage': 'opp', 'count': 40, "
        "'closes_in_days': "
        "{'dist': 'exponential', 'mean': 50}}]}");
    for (size_t t = 0; t < PERIODS; t++)
        check_binomial(f, "wins", t, DEALS, 0.4 * share_decided_from_start(&delay, t));
    bireme_forecast_free(f);
}

/* Two places for 80 deals: those with a date take none of them, and none is turned away. */
static void a_date_takes_up_no_capacity(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'opp', 'won'], 'defaults': {'conversion': "
        "{'opp': "
        "0.5, 'won': 0.4}}, 'channels': {'a': {'organic_leads': 0}}, 'sales': {'reps': 1, 'stage': 'opp', "
        "'opportunities_per_rep': 2, 'overflow': 'lost'}, 'pipeline': [{'stage': 'lead', 'count': 40, "
        "'closes_in_days': 20}, {'stage': 'lead', 'count': 40}]}");
    check_exact(f, "utilisation", 0, 1);
    check_exact(f, "turned_away", 0, 18);
    check_mean(f, "worked", 0, 2);
    check_mean(f, "wins", 0, 40 * 0.2 + 40 * 0.2 * 0.1);
    bireme_forecast_free(f);
}

/* ---- what is open */

/* ∫₀ˣ P(an exponential stay of this mean is not over) */
static double exponential_stay(double x, double mean)
{
    return mean * -expm1(-x / mean);
}

/* The same of a stay at the stage after one with another mean: of those that came to the stage before x days
 * ago. */
static double second_stay(double x, double before, double mean)
{
    return mean / (mean - before) * (exponential_stay(x, mean) - exponential_stay(x, before));
}

/* Within 2e-6: the tables of delays, of which a sum of two is good to 1e-6. */
static void check_near(const bireme_forecast *f, const char *metric, size_t period, double exact)
{
    const bireme_summary *s = summary_of(f, metric, period);
    if (!(fabs(s->mean - exact) <= 2e-6 * fabs(exact) && s->sd <= 2e-6 * fabs(exact)))
        fail_msg("%s of period %zu: %.12g ± %.3g, exactly %.12g", metric, period, s->mean, s->sd, exact);
}

/* M/G/∞ from nothing: λ ∫₀ˣ P(the stay is longer than y) dy at time x, of those that go on and those that are
 * lost; their sum is the mean stay times λ after a long time (Little's law). With fixed rates nothing
 * varies. */
static void what_is_open_is_the_rate_times_the_stay(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 48, 'funnel': ['lead', 'opp', 'won'], 'channels': {'a': "
        "{'organic_leads': 100, 'deal_value': 50, 'conversion': {'opp': 0.4, 'won': 0.3}, 'cycle_days': "
        "{'opp': "
        "{'dist': 'exponential', 'mean': 20}, 'won': {'dist': 'exponential', 'mean': 90}}, 'lost_days': "
        "{'won': "
        "{'dist': 'exponential', 'mean': 35}}}}}");
    const double rate = 100 / MONTH_DAYS;
    for (size_t t = 0; t < 48; t++) {
        const double x = (double)(t + 1) * MONTH_DAYS;
        const double opp = 0.4 * rate * (0.3 * second_stay(x, 20, 90) + 0.7 * second_stay(x, 20, 35));
        check_near(f, "stage.lead.open", t, rate * exponential_stay(x, 20));
        check_near(f, "stage.opp.open", t, opp);
        check_near(f, "pipeline.open_value", t, 50 * opp);
    }
    check_near(f, "stage.opp.open", OVER_HORIZON, 0.4 * rate * (0.3 * 90 + 0.7 * 35));
    assert_false(has_metric(f, "stage.won.open"));
    assert_false(has_metric(f, "coverage"));
    bireme_forecast_free(f);
}

/* Without a time of its own, losing takes as long as going on; asked for by `stock`. The odds of the economy
 * change who goes on and not who stays, and a slow clock keeps all of them longer. */
static void without_lost_days_all_leave_together(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of("{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'opp', 'won'], "
                                     "'run': {'stock': true}, 'economy': "
                                     "{'regimes': {'up': {}, 'down': {'conversion_odds': 0.5, 'cycle_time': "
                                     "2}}, 'path': ['up', 'up', 'down', "
                                     "'down', 'down', 'up']}, 'channels': {'a': {'organic_leads': 60, "
                                     "'conversion': {'opp': 0.4, 'won': 0.3}, "
                                     "'cycle_days': {'opp': {'dist': 'exponential', 'mean': 40}}}}}");
    static const double speed[] = {1, 1, 0.5, 0.5, 0.5, 1};
    double there = 0;
    for (size_t t = 0; t < 6; t++) {
        const double days = MONTH_DAYS * speed[t];
        there = there * exp(-days / 40) + 60 / days * exponential_stay(days, 40);
        check_near(f, "stage.lead.open", t, there);
        check_exact(f, "stage.opp.open", t, 0);
    }
    bireme_forecast_free(f);
}

/* Open deals are expected to stay at their stage, or counted at the stages that they come to. */
static void open_deals_stay_until_they_are_decided(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'opp', 'won'], 'goal': {'metric': 'bookings', "
        "'at_least': 100000}, 'channels': {'a': {'organic_leads': 0, 'conversion': {'opp': 0.5, 'won': 0}, "
        "'cycle_days': {'opp': {'dist': 'exponential', 'mean': 30}, 'won': {'dist': 'exponential', 'mean': "
        "80}}, "
        "'lost_days': {'won': {'dist': 'exponential', 'mean': 50}}}}, 'pipeline': [{'stage': 'lead', "
        "'count': 40, "
        "'channel': 'a', 'value': 10}, {'stage': 'opp', 'count': 40, 'channel': 'a', 'age_days': 90, "
        "'value': "
        "100}, {'stage': 'opp', 'count': 40, 'channel': 'a', 'closes_in_days': {'dist': 'exponential', "
        "'mean': "
        "60}, 'value': 1000}]}");
    for (size_t t = 0; t < PERIODS; t++) {
        const double x = (double)(t + 1) * MONTH_DAYS, first = exp(-x / 30), lost = exp(-x / 50);
        const double later = 0.5 * 50 / (50 - 30.0) * (lost - first), dated = exp(-x / 60);
        check_near(f, "stage.lead.open", t, 40 * first);
        check_mean(f, "stage.opp.open", t, 40 * (lost + later + dated));
        check_mean(f, "pipeline.open_value", t, 40 * (100 * lost + 10 * later + 1000 * dated));
        check_mean(f, "coverage", t, 40 * (100 * lost + 10 * later + 1000 * dated) / 1e5);
    }
    bireme_forecast_free(f);
}

/* Ten places for twenty a month, whose work takes fifteen days: what still waits is open,
 * and what is being worked. A
 * deal that closes at a date is open until then. */
static void what_waits_is_open_at_the_worked_stage(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'], 'sales': {'reps': 5, "
        "'opportunities_per_rep': 2, 'overflow': 'wait', 'patience': 0.5}, 'channels': {'a': "
        "{'organic_leads': 20, "
        "'conversion': {'opp': 1, 'won': 0.4}, 'deal_value': 7, 'cycle_days': {'won': 15}}}, 'pipeline': "
        "[{'stage': 'opp', 'count': 3, 'channel': 'a', 'expected_close': '2027-03', 'value': 100}]}");
    double waits = 0;
    for (size_t t = 0; t < 4; t++) {
        waits += 20 - 10;
        const double open = 0.5 * waits + 10 * 15 / MONTH_DAYS, dated = t < 2 ? 3 : 0;
        check_near(f, "backlog", t, waits);
        check_near(f, "stage.opp.open", t, open + dated);
        check_near(f, "pipeline.open_value", t, 7 * open + 100 * dated);
        check_exact(f, "stage.lead.open", t, 0);
        waits *= 0.5;
    }
    bireme_forecast_free(f);
}

/* Ten deals of 100 for sure on a date, a goal of 1500: before it 1000 are open and 1500 needed, then none is
 * open and 500 are needed; a goal of 800 needs nothing any more. */
static void coverage_is_of_what_the_goal_still_needs(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'goal': {'metric': 'revenue', "
            "'at_least': %d}, 'channels': {'a': {'organic_leads': 0, 'conversion': {'won': 0.5}}}, "
            "'pipeline': "
            "[{'stage': 'lead', 'count': 10, 'channel': 'a', 'win_probability': 1, 'value': 100, "
            "'expected_close': '2027-02-10'}, {'stage': 'lead', 'count': 4, 'channel': 'a', 'value': 50, "
            "'win_probability': 0, 'expected_close': '2027-06'}]}",
            i == 0 ? 1500 : 800);
        check_exact(f, "coverage", 0, 1200.0 / (i == 0 ? 1500 : 800));
        if (i == 0) check_exact(f, "coverage", 1, 200.0 / 500);
        if (i == 0) check_exact(f, "coverage", OVER_HORIZON, 200.0 / 500);
        if (i == 1) assert_int_equal(summary_of(f, "coverage", 1)->n, 0);
        bireme_forecast_free(f);
    }
}

/* Of 2000, 800 are booked by the end of February; 1000 come in March, 200 in May. */
static void what_has_come_already_needs_no_coverage(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'goal': {'metric': 'bookings', "
        "'at_least': 2100}, 'actuals': {'through': '2027-02', 'bookings': [300, 500]}, 'channels': {'a': "
        "{'organic_leads': 0, 'conversion': {'won': 0.5}}}, 'pipeline': [{'stage': 'lead', 'count': 10, "
        "'channel': 'a', 'value': 100, 'expected_close': '2027-03-10', 'win_probability': 1}, {'stage': "
        "'lead', "
        "'count': 2, 'channel': 'a', 'value': 100, 'expected_close': '2027-05', 'win_probability': 1}]}");
    check_exact(f, "stage.lead.open", 2, 2);
    check_exact(f, "coverage", 2, 200.0 / 300);
    check_exact(f, "coverage", 4, 0);
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odds_of_an_old_deal_follow_from_both_delays),
        cmocka_unit_test(odds_of_the_economy_multiply_those_of_the_age),
        cmocka_unit_test(an_age_beyond_one_of_the_delays_decides),
        cmocka_unit_test(uncertain_scales_are_those_of_the_trial),
        cmocka_unit_test(a_stated_chance_and_new_leads_are_as_before),
        cmocka_unit_test(days_to_close_replace_all_delays),
        cmocka_unit_test(a_date_takes_up_no_capacity),
        cmocka_unit_test(what_is_open_is_the_rate_times_the_stay),
        cmocka_unit_test(without_lost_days_all_leave_together),
        cmocka_unit_test(open_deals_stay_until_they_are_decided),
        cmocka_unit_test(what_waits_is_open_at_the_worked_stage),
        cmocka_unit_test(coverage_is_of_what_the_goal_still_needs),
        cmocka_unit_test(what_has_come_already_needs_no_coverage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
