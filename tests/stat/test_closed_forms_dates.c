/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Open deals with an expected close, which slips, against exact values: a deal closes in the period in which
 * the date plus the slip lies by the calendar, so by the end of a period with probability F(days from the
 * date to that end), and not before the start. 65,536 trials and a fixed seed each; the width of the checks
 * is explained in oracle/forecast_of.h.
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

/* Forty deals that win, with the date and the slip; `frame`: start, period and what else is there. */
static bireme_forecast *forecast_of_date(const char *frame, const char *date, const char *slip)
{
    return forecast_of("{%s, 'periods': 6, 'funnel': ['lead', 'won'], 'channels': {'a': {'organic_leads': 0, "
                       "'conversion': {'won': 0.5}}}, 'pipeline': [{'stage': 'lead', 'channel': 'a', "
                       "'count': 40, 'win_probability': 1, 'expected_close': '%s', 'slip_days': %s}]}",
                       frame, date, slip);
}

/* The share closed by the end of each period, and what is still open then. */
static void check_closed(bireme_forecast *f, size_t first, size_t n, const double *by)
{
    for (size_t t = 0; t < n; t++) {
        const double share = by[t] - (t > 0 ? by[t - 1] : 0);
        if (share > 0 && share < 1)
            check_binomial(f, "wins", first + t, DEALS, share);
        else
            check_exact(f, "wins", first + t, DEALS * share);
        check_exact(f, "stage.lead.open", first + t, DEALS * (1 - by[t]));
    }
    bireme_forecast_free(f);
}

/* From 20 March on there are 12 days in March and 30 in April. */
static void a_month_has_its_own_number_of_days(void **state)
{
    (void)state;
    const double by[PERIODS] = {0, 0, 12 / 30.0, 1, 1, 1};
    check_closed(
        forecast_of_date("'start': '2027-01'", "2027-03-20", "{'dist': 'uniform', 'min': 0, 'max': 30}"), 0,
        PERIODS, by);
    const double leap[] = {0, 10 / 20.0, 1}, common[] = {0, 9 / 20.0, 1};
    check_closed(
        forecast_of_date("'start': '2028-01'", "2028-02-20", "{'dist': 'uniform', 'min': 0, 'max': 20}"), 0,
        3, leap);
    check_closed(
        forecast_of_date("'start': '2027-01'", "2027-02-20", "{'dist': 'uniform', 'min': 0, 'max': 20}"), 0,
        3, common);
    const double many[PERIODS] = {0, 12 / 140.0, 41 / 140.0, 72 / 140.0, 102 / 140.0, 133 / 140.0};
    check_closed(
        forecast_of_date("'start': '2027-12'", "2028-01-20", "{'dist': 'uniform', 'min': 0, 'max': 140}"), 0,
        PERIODS, many);
}

/* A slip of whole days ends where a day begins: on the first day of a period it is in that period. */
static void a_slip_of_whole_days_is_exact(void **state)
{
    (void)state;
    static const struct {
        const char *date, *slip;
        size_t period;
    } cases[] = {{"2027-03-20", "11", 2},  {"2027-03-20", "12", 3},  {"2027-03-20", "41", 3},
                 {"2027-03-20", "42", 4},  {"2027-03-20", "-19", 2}, {"2027-03-20", "-20", 1},
                 {"2027-03-20", "-47", 1}, {"2027-03-20", "-48", 0}, {"2027-03-20", "-400", 0},
                 {"2025-03-20", "652", 0}, {"2025-03-20", "683", 1}, {"2025-03-20", "682", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bireme_forecast *f = forecast_of_date("'start': '2027-01'", cases[i].date, cases[i].slip);
        for (size_t t = 0; t < PERIODS; t++) check_exact(f, "wins", t, t == cases[i].period ? DEALS : 0);
        bireme_forecast_free(f);
    }
}

static void weeks_have_seven_days_and_quarters_their_months(void **state)
{
    (void)state;
    const double even[] = {0, 5 / 10.0, 1}, atoms[] = {0, 0.5, 0.75, 1};
    check_closed(forecast_of_date("'start': '2027-01-04', 'period': 'week'", "2027-01-13",
                                  "{'dist': 'uniform', 'min': 0, 'max': 10}"),
                 0, 3, even);
    check_closed(forecast_of_date(
                     "'start': '2027-01-04', 'period': 'week'", "2027-01-13",
                     "{'dist': 'discrete', 'values': [0, 4, 5, 12], 'weights': [0.25, 0.25, 0.25, 0.25]}"),
                 0, 4, atoms);
    const double quarters[] = {31 / 130.0, 122 / 130.0, 1};
    check_closed(forecast_of_date("'start': '2027-01', 'period': 'quarter'", "2027-03",
                                  "{'dist': 'uniform', 'min': 0, 'max': 130}"),
                 0, 3, quarters);
}

/* Seven days before the start: what slips by less closes at the start. */
static void an_overdue_deal_closes_after_its_slip_or_at_the_start(void **state)
{
    (void)state;
    const double atoms[] = {0.3, 1, 1}, even[] = {38 / 60.0, 1, 1}, all[] = {1, 1, 1};
    check_closed(forecast_of_date("'start': '2027-01'", "2026-12-25",
                                  "{'dist': 'discrete', 'values': [0, 40], 'weights': [0.3, 0.7]}"),
                 0, 3, atoms);
    check_closed(
        forecast_of_date("'start': '2027-01'", "2026-12-25", "{'dist': 'uniform', 'min': 0, 'max': 60}"), 0,
        3, even);
    check_closed(forecast_of_date("'start': '2027-01'", "2026-12-25", "0"), 0, 3, all);
}

/* Two months are over: a date in them is overdue, and 18 February and 42 days are 1 April. */
static void after_facts_the_start_is_where_they_end(void **state)
{
    (void)state;
    const double by[] = {0.75, 1, 1, 1};
    check_closed(forecast_of_date(
                     "'start': '2027-01', 'actuals': {'through': '2027-02', 'wins': [1, 1]}", "2027-02-18",
                     "{'dist': 'discrete', 'values': [0, 11, 41, 42], 'weights': [0.25, 0.25, 0.25, 0.25]}"),
                 2, 4, by);
}

/* The mean of the slip is a rate of the trial: what is open is an expectation given it. */
static void a_slip_of_uncertain_length_is_that_of_the_trial(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of_date(
        "'start': '2027-01'", "2026-12-17",
        "{'dist': 'exponential', 'mean': {'dist': 'discrete', 'values': [20, 60], 'weights': [0.5, 0.5]}}");
    static const double days[PERIODS] = {46, 74, 105, 135, 166, 196}; /* from the date to the ends */
    double before = 0;
    for (size_t t = 0; t < PERIODS; t++) {
        const double left = (exp(-days[t] / 20) + exp(-days[t] / 60)) / 2, by = 1 - left;
        check_mean(f, "wins", t, DEALS * (by - before));
        check_mean(f, "stage.lead.open", t, DEALS * left);
        before = by;
    }
    bireme_forecast_free(f);
}

/* Slip normal about 12 days, whatever the pace: periods by the normal distribution, what falls before the
 * start in the first. */
static void a_date_slips_on_the_calendar(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'pace': [0.2, 3, 1, 1, 1, 1], 'funnel': ['lead', 'opp', 'won'], "
        "'economy': {'regimes': {'slow': {'cycle_time': 3}}, 'path': 'slow'}, 'defaults': {'conversion': "
        "{'opp': 0.5, 'won': 0.4}, 'cycle_days': {'opp': 40, 'won': 400}}, 'channels': {'a': "
        "{'organic_leads': 0}}, 'pipeline': {'slip_days': {'dist': 'normal', 'mean': 12, 'sd': 50}, 'deals': "
        "[{'stage': 'lead', 'count': 40, 'expected_close': '2027-03-11'}]}}");
    static const double days[PERIODS] = {-38, -10, 21, 51, 82, 112}; /* from the date to the ends */
    double before = 0;
    for (size_t t = 0; t < PERIODS; t++) {
        const double by = gsl_cdf_ugaussian_P((days[t] - 12) / 50);
        check_binomial(f, "wins", t, DEALS, 0.2 * (by - before));
        check_binomial(f, "stage.opp", t, DEALS, 0.5 * (by - before));
        before = by;
    }
    check_binomial(f, "carried_out", OVER_HORIZON, DEALS, 0.2 * (1 - before));
    bireme_forecast_free(f);
}

static void without_slip_it_closes_on_its_date(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'economy': {'regimes': {'up': {}, "
        "'down': {'conversion_odds': 0.5}}, 'path': ['up', 'up', 'down', 'up', 'up', 'down']}, 'defaults': "
        "{'conversion': {'won': 0.4}}, 'channels': {'a': {'organic_leads': 0}}, 'pipeline': [{'stage': "
        "'lead', "
        "'count': 40, 'expected_close': '2027-03'}, {'stage': 'lead', 'count': 40, 'expected_close': "
        "'2027-02-28', 'slip_days': -40}, {'stage': 'lead', 'count': 40, 'expected_close': '2027-07-01', "
        "'win_probability': 0.9}]}");
    check_binomial(f, "wins", 0, DEALS, 0.4);
    check_exact(f, "wins", 1, 0);
    check_binomial(f, "wins", 2, DEALS, with_odds(0.4, 0.5));
    check_binomial(f, "carried_out", OVER_HORIZON, DEALS, with_odds(0.9, 0.5));
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_month_has_its_own_number_of_days),
        cmocka_unit_test(a_slip_of_whole_days_is_exact),
        cmocka_unit_test(weeks_have_seven_days_and_quarters_their_months),
        cmocka_unit_test(an_overdue_deal_closes_after_its_slip_or_at_the_start),
        cmocka_unit_test(after_facts_the_start_is_where_they_end),
        cmocka_unit_test(a_slip_of_uncertain_length_is_that_of_the_trial),
        cmocka_unit_test(a_date_slips_on_the_calendar),
        cmocka_unit_test(without_slip_it_closes_on_its_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
