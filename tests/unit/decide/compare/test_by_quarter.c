/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Differences quarter by quarter and year by year, from pairs of trials.
 */
#include "support/check.h"

#include <string.h>
#include "bireme/compare.h"
#include "support/scenario_of.h"

enum { TRIALS = 4096 };

#define SCENARIO(NAME, START, PERIODS, VALUE, REST)                                                          \
    "{'name': '" NAME "', 'start': '" START "', 'periods': " PERIODS ", 'funnel': ['lead', 'won'], "         \
    "'channels': {'web': {'organic_leads': 30, 'conversion': {'won': {'dist': 'beta', 'alpha': 20, "         \
    "'beta': 60}}, 'cycle_days': {'won': {'dist': 'exponential', 'mean': 40}}, 'deal_value': {'dist': "      \
    "'lognormal', 'mean': " VALUE ", 'cv': 0.5}}}" REST "}"

static bireme_comparison *compare(const char *const *text, size_t n, int year_start, const char *metric)
{
    bireme_scenario *own[3];
    const bireme_scenario *list[3];
    bireme_comparison *c;
    bireme_error error;
    const bireme_run_options run = {
        .size = sizeof run, .trials = TRIALS, .threads = 2, .fiscal_year_start = year_start};
    const bireme_compare_options options = {
        .size = sizeof options, .run = &run, .metric = metric, .bridge = true};
    for (size_t s = 0; s < n; s++) list[s] = own[s] = scenario_of("%s", text[s]);
    if (bireme_comparison_run(list, n, &options, &c, &error) != BIREME_OK) fail_msg("%s", error.message);
    for (size_t s = 0; s < n; s++) bireme_scenario_free(own[s]);
    return c;
}

/* A quarter more for every deal is a quarter more revenue in every trial of every quarter, as exactly as the
 * tables of sums of deals are. */
static void a_difference_is_taken_trial_by_trial(void **state)
{
    (void)state;
    const char *const text[] = {SCENARIO("plain", "2027-02", "14", "1000", ""),
                                SCENARIO("dearer", "2027-02", "14", "1250", "")};
    bireme_comparison *c = compare(text, 2, 7, NULL);
    const size_t quarters = bireme_comparison_quarter_count(c), years = bireme_comparison_year_count(c);
    assert_int_equal(quarters, 5);
    assert_int_equal(years, 2);
    for (size_t i = 0; i < quarters + years; i++) {
        const size_t y = i - quarters;
        const bireme_summary *plain = i < quarters ? bireme_comparison_quarter(c, 0, i)
                                                   : bireme_comparison_year(c, 0, y),
                             *dearer = i < quarters ? bireme_comparison_quarter(c, 1, i)
                                                    : bireme_comparison_year(c, 1, y);
        const bireme_difference *d = i < quarters ? bireme_comparison_quarter_difference(c, 1, i)
                                                  : bireme_comparison_year_difference(c, 1, y);
        assert_null(i < quarters ? bireme_comparison_quarter_difference(c, 0, i)
                                 : bireme_comparison_year_difference(c, 0, y));
        assert_int_equal(d->summary->n, TRIALS);
        assert_close(dearer->mean, 1.25 * plain->mean, 1e-8, 0);
        assert_close(d->summary->mean, plain->mean / 4, 1e-7, 0);
        assert_close(d->summary->sd, plain->sd / 4, 1e-7, 0);
        for (int q = 0; q < BIREME_QUANTILE_COUNT; q++)
            assert_close(d->summary->quantile[q], plain->quantile[q] / 4, 1e-7, 0);
    }
    /* years are quarters added up: their means are, their ranges are narrower */
    for (size_t y = 0; y < years; y++) {
        const bireme_fiscal_year *year = bireme_comparison_year_at(c, y);
        double mean = 0, low = 0;
        for (size_t q = year->first_quarter; q < year->first_quarter + year->quarters; q++) {
            const bireme_summary *s = bireme_comparison_quarter_difference(c, 1, q)->summary;
            mean += s->mean;
            low += s->quantile[BIREME_P10];
        }
        const bireme_summary *s = bireme_comparison_year_difference(c, 1, y)->summary;
        assert_close(s->mean, mean, 1e-9, 0);
        assert_true(s->quantile[BIREME_P10] > low);
    }
    assert_null(bireme_comparison_quarter_at(c, quarters));
    assert_null(bireme_comparison_year_at(c, years));
    assert_null(bireme_comparison_quarter(c, 2, 0));
    assert_null(bireme_comparison_year_difference(c, 1, years));
    bireme_comparison_free(c);
}

/* The whole horizon in one year: it is the difference of the totals. */
static void a_horizon_of_one_year_differs_by_the_total(void **state)
{
    (void)state;
    const char *const text[] = {
        SCENARIO("plain", "2027-01", "12", "1000", ""),
        SCENARIO("dearer", "2027-01", "12", "1250", ", 'sales': {'reps': 1, 'opportunities_per_rep': 20}")};
    bireme_comparison *c = compare(text, 2, 1, NULL);
    const bireme_difference *year = bireme_comparison_year_difference(c, 1, 0),
                            *total = bireme_comparison_difference(c, 1, bireme_comparison_metric(c));
    assert_int_equal(bireme_comparison_year_count(c), 1);
    assert_close(year->summary->mean, total->summary->mean, 1e-12, 0);
    assert_close(year->probability_above, total->probability_above, 1e-12, 0);
    for (int q = 0; q < BIREME_QUANTILE_COUNT; q++)
        assert_close(year->summary->quantile[q], total->summary->quantile[q], 1e-9, 1e-6);
    assert_true(bireme_comparison_bridge_count(c, 1) > 0);
    bireme_comparison_free(c);
}

/* The second begins two months later and is shorter: what it has of a quarter is not the same part. */
static void only_the_same_parts_are_subtracted(void **state)
{
    (void)state;
    const char *const text[] = {SCENARIO("long", "2027-01", "12", "1000", ""),
                                SCENARIO("short", "2027-03", "7", "1000", "")};
    bireme_comparison *c = compare(text, 2, 1, NULL);
    assert_int_equal(bireme_comparison_quarter_count(c), 4);
    for (size_t q = 0; q < 4; q++) {
        const bool both = q == 1 || q == 2;
        assert_int_equal(bireme_comparison_quarter(c, 1, q) != NULL, both);
        assert_int_equal(bireme_comparison_quarter_difference(c, 1, q) != NULL, both);
        assert_non_null(bireme_comparison_quarter(c, 0, q));
    }
    assert_null(bireme_comparison_year(c, 1, 0));
    bireme_comparison_free(c);
}

/* A quarter that is over is the same in every trial, and may differ between the two. */
static void facts_are_compared_too(void **state)
{
    (void)state;
#define OVER(SUM) ", 'actuals': {'through': '2027-04', 'revenue': [1000, 2000, " SUM ", 500]}"
    const char *const text[] = {SCENARIO("told", "2027-01", "12", "1000", OVER("3000")),
                                SCENARIO("corrected", "2027-01", "12", "1000", OVER("3300"))};
    bireme_comparison *c = compare(text, 2, 1, "revenue");
    const bireme_difference *first = bireme_comparison_quarter_difference(c, 1, 0),
                            *second = bireme_comparison_quarter_difference(c, 1, 1),
                            *year = bireme_comparison_year_difference(c, 1, 0);
    assert_true(first->summary->min == 300 && first->summary->max == 300 && first->probability_above == 1);
    assert_true(second->probability_equal == 1);
    assert_close(year->summary->mean, 300, 1e-9, 0);
    assert_close(year->summary->sd, 0, 1e-9, 1e-6);
    bireme_comparison_free(c);
}

static void without_being_asked_for_there_are_none(void **state)
{
    (void)state;
    const char *const text[] = {SCENARIO("a", "2027-01", "6", "1000", ""),
                                SCENARIO("b", "2027-01", "6", "1250", "")};
    bireme_comparison *none = compare(text, 2, 0, NULL),
                      *ratio = compare(text, 2, 1, "share.marketing_sourced");
    assert_int_equal(bireme_comparison_quarter_count(none), 0);
    assert_int_equal(bireme_comparison_year_count(none), 0);
    assert_null(bireme_comparison_quarter_at(none, 0));
    assert_int_equal(bireme_comparison_year_count(ratio), 0);
    assert_null(bireme_comparison_year(ratio, 0, 0));
    bireme_comparison_free(none);
    bireme_comparison_free(ratio);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_difference_is_taken_trial_by_trial),
                                       cmocka_unit_test(a_horizon_of_one_year_differs_by_the_total),
                                       cmocka_unit_test(only_the_same_parts_are_subtracted),
                                       cmocka_unit_test(facts_are_compared_too),
                                       cmocka_unit_test(without_being_asked_for_there_are_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
