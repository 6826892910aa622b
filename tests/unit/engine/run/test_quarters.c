/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quarters of a forecast: added up in every trial, from facts and trials.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "engine/run/metric_of.h"
#include "support/scenario_of.h"

/* The start, how many periods, how long, and what follows the channels: all kinds of metrics are there. */
#define SCENARIO                                                                                             \
    "{'start': '%s', 'periods': %d, 'period': '%s', 'funnel': ['lead', 'talk', 'won'], 'channels': {'ads': " \
    "{'spend': 500, 'cost_per_lead': {'dist': 'uniform', 'min': 4, 'max': 6}, 'conversion': {'talk': 0.5, "  \
    "'won': {'dist': 'beta', 'mean': 0.2, 'sd': 0.05}}, 'cycle_days': {'won': {'dist': 'exponential', "      \
    "'mean': 30}}, 'deal_value': {'dist': 'lognormal', 'mean': 1000, 'cv': 0.6}}}, 'sales': {'reps': 3, "    \
    "'hires': {'%s': 2}, 'ramp_months': 2, 'opportunities_per_rep': 14, 'stage': 'talk', 'cost_per_rep': "   \
    "500}, 'revenue': {'model': 'recurring', 'opening': 90000, 'churn': 0.02, 'billing': 'yearly'}, "        \
    "'pipeline': [{'channel': 'ads', 'stage': 'talk', 'count': 9}]%s}"
#define FACTS                                                                                                \
    ", 'actuals': {'through': '2027-02', 'revenue': [7000, 7500], 'wins': [3, null], 'leads': [90, 110]}"

static bireme_run_options quarters_from(int month)
{
    return (bireme_run_options){
        .size = sizeof(bireme_run_options), .trials = 3000, .threads = 2, .fiscal_year_start = month};
}

static bireme_forecast *run_months(const char *start, int periods, const char *more, int year_start)
{
    const bireme_run_options options = quarters_from(year_start);
    return run_and_free(scenario_of(SCENARIO, start, periods, "month", "2027-03", more), &options);
}

static void assert_refused(const char *start, const char *period, const bireme_run_options *options,
                           const char *expected)
{
    bireme_scenario *scenario = scenario_of(SCENARIO, start, 4, period, "2027-09", "");
    bireme_forecast *f = NULL;
    bireme_error error = {0};
    assert_int_equal(bireme_forecast_run(scenario, options, &f, &error), BIREME_DOMAIN);
    assert_null(f);
    if (strstr(error.message, expected) == NULL) fail_msg("%s", error.message);
    bireme_scenario_free(scenario);
}

/* ------------------------ what a quarter has */

/* The mean of a sum is the sum of the means, and a stock is that of the last month. */
static void a_quarter_has_the_sum_of_its_months_or_the_last(void **state)
{
    (void)state;
    bireme_forecast *f = run_months("2027-02", 8, "", 1);
    assert_int_equal(bireme_forecast_quarter_count(f), 3);
    size_t sums = 0, stocks = 0;
    for (size_t m = 0; m < bireme_forecast_metric_count(f); m++)
        for (size_t q = 0; q < 3; q++) {
            const bireme_quarter *quarter = bireme_forecast_quarter_at(f, q);
            const bireme_summary *s = bireme_forecast_quarter(f, m, q);
            const bireme_metric_row *row = bireme_metric_row_of(bireme_forecast_metric_id(f, m).kind);
            assert_int_equal(s == NULL, row->total == BIREME_TOTAL_ALONE);
            if (s == NULL) continue;
            double sum = 0;
            for (size_t t = quarter->first; t < quarter->first + quarter->periods; t++)
                sum += bireme_forecast_period(f, m, t)->mean;
            const bireme_summary *last = bireme_forecast_period(f, m, quarter->first + quarter->periods - 1);
            if (row->total == BIREME_TOTAL_SUM) /* roundoff of sums of 3,000 */
                assert_close(s->mean, sum, 1e-10, 1e-7), sums++;
            if (row->total == BIREME_TOTAL_LAST) assert_memory_equal(s, last, sizeof *s), stocks++;
        }
    if (sums < 40 || stocks < 9) fail_msg("%zu sums, %zu stocks", sums, stocks);
    bireme_forecast_free(f);
}

/* Where the horizon is one quarter, it is the total: quantiles come from the sums of the trials, and ratios
 * are those of sums. */
static void a_horizon_of_one_quarter_is_the_total(void **state)
{
    (void)state;
    static const char *const more[] = {"", FACTS};
    for (size_t k = 0; k < 2; k++) {
        bireme_forecast *f = run_months("2027-01", 3, more[k], 4);
        size_t known = 0;
        assert_int_equal(bireme_forecast_quarter_count(f), 1);
        for (size_t m = 0; m < bireme_forecast_metric_count(f); m++) {
            const bireme_summary *s = bireme_forecast_quarter(f, m, 0), *total = bireme_forecast_total(f, m);
            const bireme_metric_id id = bireme_forecast_metric_id(f, m);
            if (s == NULL) continue;
            if (s->n == 0 && k == 1) continue; /* of what was not all is known */
            known++;
            assert_int_equal(s->n, total->n);
            assert_close(s->mean, total->mean, 1e-12, 0);
            for (int q = 0; q < BIREME_QUANTILE_COUNT; q++)
                assert_close(s->quantile[q], total->quantile[q], 1e-12, 1e-9);
            /* of months, quantiles do not add up */
            if (k == 1 || id.kind != BIREME_METRIC_BOOKINGS) continue;
            double sum = 0;
            for (size_t t = 0; t < 3; t++) sum += bireme_forecast_period(f, m, t)->quantile[BIREME_P10];
            assert_true(sum < 0.9 * s->quantile[BIREME_P10]);
        }
        if (known < (k == 0 ? 30 : 8)) fail_msg("%zu metrics", known);
        bireme_forecast_free(f);
    }
}

static void a_quarter_of_one_period_is_that_period(void **state)
{
    (void)state;
    const bireme_run_options options = quarters_from(11);
    bireme_forecast *f = run_and_free(scenario_of(SCENARIO, "2027-02", 4, "quarter", "2027-05", ""),
                                      &options);
    assert_int_equal(bireme_forecast_quarter_count(f), 4);
    for (size_t m = 0; m < bireme_forecast_metric_count(f); m++)
        for (size_t q = 0; q < 4 && bireme_forecast_period(f, m, q) != NULL; q++)
            assert_memory_equal(bireme_forecast_quarter(f, m, q), bireme_forecast_period(f, m, q),
                                sizeof(bireme_summary));
    assert_string_equal(bireme_forecast_quarter_at(f, 0)->label, "FY27 Q2");
    bireme_forecast_free(f);
}

/* ------------------------ years */

/* As of quarters: the mean of a sum is the sum of the means, and its range is narrower. */
static void a_year_has_the_sum_of_its_quarters_or_the_last(void **state)
{
    (void)state;
    bireme_forecast *f = run_months("2027-02", 20, "", 7);
    assert_int_equal(bireme_forecast_year_count(f), 3);
    assert_string_equal(bireme_forecast_year_at(f, 0)->label, "FY27, 5 of 12 months");
    assert_string_equal(bireme_forecast_year_at(f, 1)->label, "FY28");
    assert_string_equal(bireme_forecast_year_at(f, 2)->label, "FY29, 1 of 4 quarters");
    size_t sums = 0, stocks = 0, narrower = 0;
    for (size_t m = 0; m < bireme_forecast_metric_count(f); m++)
        for (size_t y = 0; y < 3; y++) {
            const bireme_fiscal_year *year = bireme_forecast_year_at(f, y);
            const bireme_summary *s = bireme_forecast_year(f, m, y);
            const bireme_metric_row *row = bireme_metric_row_of(bireme_forecast_metric_id(f, m).kind);
            assert_int_equal(s == NULL, row->total == BIREME_TOTAL_ALONE);
            if (s == NULL) continue;
            double sum = 0, low = 0;
            for (size_t q = year->first_quarter; q < year->first_quarter + year->quarters; q++) {
                sum += bireme_forecast_quarter(f, m, q)->mean;
                low += bireme_forecast_quarter(f, m, q)->quantile[BIREME_P10];
            }
            const bireme_summary *last = bireme_forecast_quarter(f, m,
                                                                 year->first_quarter + year->quarters - 1);
            if (row->total == BIREME_TOTAL_SUM) assert_close(s->mean, sum, 1e-10, 1e-7), sums++;
            if (row->total == BIREME_TOTAL_LAST) assert_memory_equal(s, last, sizeof *s), stocks++;
            narrower += bireme_forecast_metric_id(f, m).kind == BIREME_METRIC_BOOKINGS && y == 1 &&
                        s->quantile[BIREME_P10] > 1.02 * low;
        }
    if (sums < 40 || stocks < 9 || narrower != 1) fail_msg("%zu sums, %zu stocks", sums, stocks);
    bireme_forecast_free(f);
}

static void a_year_that_is_cut_to_a_quarter_is_that_quarter(void **state)
{
    (void)state;
    bireme_forecast *f = run_months("2027-01", 6, "", 4);
    assert_int_equal(bireme_forecast_year_count(f), 2);
    for (size_t m = 0; m < bireme_forecast_metric_count(f); m++)
        for (size_t y = 0; y < 2 && bireme_forecast_year(f, m, y) != NULL; y++)
            assert_memory_equal(bireme_forecast_year(f, m, y), bireme_forecast_quarter(f, m, y),
                                sizeof(bireme_summary));
    assert_null(bireme_forecast_year_at(f, 2));
    assert_null(bireme_forecast_year(f, 0, 2));
    bireme_forecast_free(f);
}

/* Trial by trial: a year is the sum of its quarters, of a stock the last one, and all years together are what
 * the horizon is. */
static void kept_trials_add_up(void **state)
{
    (void)state;
    static const struct {
        const char *metric, *more;
        bool sum;
    } cases[] = {{"revenue", "", true},
                 {"revenue", FACTS, true},
                 {"arr.end", "", false},
                 {"channel.ads.bookings", "", true}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bireme_run_options options = quarters_from(7);
        options.keep_samples = true;
        options.keep_quarters_of = cases[k].metric;
        bireme_forecast *f =
            run_and_free(scenario_of(SCENARIO, "2027-01", 20, "month", "2027-03", cases[k].more), &options);
        const double *total = bireme_forecast_samples(f, bireme_forecast_metric_of(f, cases[k].metric));
        assert_int_equal(bireme_forecast_year_count(f), 3);
        for (size_t i = 0; i < 3000; i++) {
            double all = 0;
            for (size_t y = 0; y < 3; y++) {
                const bireme_fiscal_year *year = bireme_forecast_year_at(f, y);
                const double *value = bireme_forecast_year_samples(f, y);
                double sum = 0;
                for (size_t q = year->first_quarter; q < year->first_quarter + year->quarters; q++) {
                    const double *quarter = bireme_forecast_quarter_samples(f, q);
                    sum = cases[k].sum ? sum + quarter[i] : quarter[i];
                }
                assert_close(value[i], sum, 1e-12, 1e-6);
                all = cases[k].sum ? all + value[i] : value[i];
            }
            assert_close(total[i], all, 1e-12, 1e-6);
        }
        assert_null(bireme_forecast_year_samples(f, 3));
        assert_null(bireme_forecast_quarter_samples(f, 99));
        bireme_forecast_free(f);
    }
}

/* Of what is over, and of a ratio of the whole horizon, there are none; nor of other metrics than the one. */
static void trials_are_kept_where_they_differ(void **state)
{
    (void)state;
    bireme_run_options options = quarters_from(3);
    options.keep_quarters_of = "revenue";
    bireme_forecast *f = run_and_free(scenario_of(SCENARIO, "2027-01", 6, "month", "2027-03", FACTS),
                                      &options);
    assert_null(bireme_forecast_quarter_samples(f, 1)); /* without keep_samples */
    bireme_forecast_free(f);
    options.keep_samples = true;
    f = run_and_free(scenario_of(SCENARIO, "2027-01", 6, "month", "2027-03", FACTS), &options);
    assert_null(bireme_forecast_quarter_samples(f, 0)); /* over */
    assert_non_null(bireme_forecast_quarter_samples(f, 1));
    bireme_forecast_free(f);
    options.keep_quarters_of = "cac";
    f = run_and_free(scenario_of(SCENARIO, "2027-01", 6, "month", "2027-03", ""), &options);
    assert_null(bireme_forecast_quarter_samples(f, 1));
    bireme_forecast_free(f);
    options.keep_quarters_of = "sales";
    assert_refused("2027-01", "month", &options, "no metric `sales`");
}

static void a_horizon_of_one_year_is_the_total(void **state)
{
    (void)state;
    static const char *const more[] = {"", FACTS};
    for (size_t k = 0; k < 2; k++) {
        bireme_forecast *f = run_months("2027-01", 12, more[k], 1);
        size_t known = 0;
        assert_int_equal(bireme_forecast_year_count(f), 1);
        assert_string_equal(bireme_forecast_year_at(f, 0)->label, "2027");
        assert_int_equal(bireme_forecast_year_at(f, 0)->past, 2 * k);
        for (size_t m = 0; m < bireme_forecast_metric_count(f); m++) {
            const bireme_summary *s = bireme_forecast_year(f, m, 0), *total = bireme_forecast_total(f, m);
            if (s == NULL || (s->n == 0 && k == 1)) continue;
            known++;
            assert_int_equal(s->n, total->n);
            assert_close(s->mean, total->mean, 1e-12, 0);
            for (int q = 0; q < BIREME_QUANTILE_COUNT; q++)
                assert_close(s->quantile[q], total->quantile[q], 1e-12, 1e-9);
        }
        if (known < (k == 0 ? 30 : 8)) fail_msg("%zu metrics", known);
        bireme_forecast_free(f);
    }
}

/* ------------------------ what is over */

static void facts_are_added_to_what_is_forecast(void **state)
{
    (void)state;
    bireme_forecast *f = run_months("2027-01", 6, FACTS, 1);
    const bireme_quarter *first = bireme_forecast_quarter_at(f, 0), *second = first + 1;
    assert_int_equal(first->past, 2);
    assert_int_equal(second->past, 0);
    const size_t revenue = bireme_forecast_metric_of(f, "revenue"),
                 wins = bireme_forecast_metric_of(f, "wins"), leads = bireme_forecast_metric_of(f, "leads"),
                 end = bireme_forecast_metric_of(f, "arr.end"), reps = bireme_forecast_metric_of(f, "reps"),
                 opening = bireme_forecast_metric_of(f, "arr.opening");
    const bireme_summary *march = bireme_forecast_period(f, revenue, 2),
                         *q1 = bireme_forecast_quarter(f, revenue, 0);
    assert_close(q1->mean, 14500 + march->mean, 1e-12, 0);
    assert_close(q1->quantile[BIREME_P90], 14500 + march->quantile[BIREME_P90], 1e-12, 0);
    assert_close(q1->sd, march->sd, 1e-9, 0);
    assert_int_equal(bireme_forecast_quarter(f, wins, 0)->n, 0); /* February is not known */
    assert_int_equal(bireme_forecast_quarter(f, wins, 1)->n, 3000);
    assert_close(bireme_forecast_quarter(f, leads, 0)->mean, 200 + bireme_forecast_period(f, leads, 2)->mean,
                 1e-12, 0);
    /* What is there at the end needs no fact; at the beginning, or on average, it does. */
    assert_memory_equal(bireme_forecast_quarter(f, end, 0), bireme_forecast_period(f, end, 2),
                        sizeof(bireme_summary));
    assert_int_equal(bireme_forecast_quarter(f, opening, 0)->n, 0);
    assert_int_equal(bireme_forecast_quarter(f, reps, 0)->n, 0);
    assert_int_equal(bireme_forecast_quarter(f, reps, 1)->n, 3000);
    const bireme_fiscal_year *year = bireme_forecast_year_at(f, 0);
    assert_true(year->past == 2 && year->periods == 6 && year->quarters == 2 && year->of == 12);
    assert_close(bireme_forecast_year(f, revenue, 0)->mean,
                 q1->mean + bireme_forecast_quarter(f, revenue, 1)->mean, 1e-12, 0);
    assert_memory_equal(bireme_forecast_year(f, end, 0), bireme_forecast_quarter(f, end, 1),
                        sizeof(bireme_summary));
    assert_int_equal(bireme_forecast_year(f, wins, 0)->n, 0);
    bireme_forecast_free(f);
}

static void quarters_that_are_over_are_sums_of_facts(void **state)
{
    (void)state;
    bireme_forecast *f = run_months("2027-01", 6, FACTS, 3);
    assert_int_equal(bireme_forecast_quarter_count(f), 3);
    assert_string_equal(bireme_forecast_quarter_at(f, 0)->label, "FY27 Q4, 2 of 3 months");
    const bireme_summary *s = bireme_forecast_quarter(f, bireme_forecast_metric_of(f, "revenue"), 0);
    assert_true(s->mean == 14500 && s->min == 14500 && s->max == 14500 && s->sd == 0 && s->n == 3000);
    assert_memory_equal(bireme_forecast_year(f, bireme_forecast_metric_of(f, "revenue"), 0), s, sizeof *s);
    assert_int_equal(bireme_forecast_quarter(f, bireme_forecast_metric_of(f, "wins"), 0)->n, 0);
    assert_true(isnan(bireme_forecast_quarter(f, bireme_forecast_metric_of(f, "wins"), 0)->mean));
    bireme_forecast_free(f);
}

/* ------------------------ what can be asked */

static void other_months_are_refused(void **state)
{
    (void)state;
    bireme_run_options options = quarters_from(13);
    assert_refused("2027-01", "month", &options, "month 13 was asked for; possible are 1 (January) to 12");
    options.fiscal_year_start = -1;
    assert_refused("2027-01", "month", &options, "month -1");
    options.fiscal_year_start = 1;
    assert_refused("2027-06", "quarter", &options, "possible are 3, 6, 9 and 12");
    options.totals_only = true;
    assert_refused("2027-01", "month", &options, "totals only");
}

static void without_being_asked_for_there_are_none(void **state)
{
    (void)state;
    bireme_forecast *f = run_months("2027-01", 6, "", 0), *g = run_months("2027-01", 6, "", 2);
    assert_int_equal(bireme_forecast_quarter_count(f), 0);
    assert_int_equal(bireme_forecast_year_count(f), 0);
    assert_null(bireme_forecast_quarter_at(f, 0));
    assert_null(bireme_forecast_quarter(f, 0, 0));
    assert_int_equal(bireme_forecast_fiscal_year_start(f), 0);
    assert_int_equal(bireme_forecast_fiscal_year_start(g), 2);
    assert_null(bireme_forecast_quarter_at(g, bireme_forecast_quarter_count(g)));
    assert_null(bireme_forecast_quarter(g, bireme_forecast_metric_count(g), 0));
    /* and all else is the same with them */
    for (size_t m = 0; m < bireme_forecast_metric_count(f); m++) {
        assert_memory_equal(bireme_forecast_total(f, m), bireme_forecast_total(g, m), sizeof(bireme_summary));
        for (size_t t = 0; t < 6 && bireme_forecast_period(f, m, t) != NULL; t++)
            assert_memory_equal(bireme_forecast_period(f, m, t), bireme_forecast_period(g, m, t),
                                sizeof(bireme_summary));
    }
    bireme_forecast_free(f);
    bireme_forecast_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_quarter_has_the_sum_of_its_months_or_the_last),
                                       cmocka_unit_test(a_horizon_of_one_quarter_is_the_total),
                                       cmocka_unit_test(a_quarter_of_one_period_is_that_period),
                                       cmocka_unit_test(a_year_has_the_sum_of_its_quarters_or_the_last),
                                       cmocka_unit_test(a_year_that_is_cut_to_a_quarter_is_that_quarter),
                                       cmocka_unit_test(kept_trials_add_up),
                                       cmocka_unit_test(trials_are_kept_where_they_differ),
                                       cmocka_unit_test(a_horizon_of_one_year_is_the_total),
                                       cmocka_unit_test(facts_are_added_to_what_is_forecast),
                                       cmocka_unit_test(quarters_that_are_over_are_sums_of_facts),
                                       cmocka_unit_test(other_months_are_refused),
                                       cmocka_unit_test(without_being_asked_for_there_are_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
