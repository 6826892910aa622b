/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which periods belong to which quarter, for every month that a year can begin in.
 */
#include "support/check.h"

#include <stdio.h>
#include "model/quarters.h"

static const char *label(const bireme_calendar *calendar, size_t periods, int start, size_t q, char *buffer)
{
    const bireme_quarter_of quarter = bireme_quarters_at(calendar, periods, start, q);
    return bireme_quarter_label(calendar, &quarter, start, buffer);
}

static void assert_label(const bireme_calendar *calendar, size_t periods, int start, size_t q,
                         const char *expected)
{
    char buffer[BIREME_QUARTER_LABEL_SIZE];
    assert_string_equal(label(calendar, periods, start, q, buffer), expected);
}

/* Counted on fingers: month by month, a quarter begins in the year's first, fourth, seventh and tenth. */
static void months_are_in_the_quarters_of_every_year(void **state)
{
    (void)state;
    enum { PERIODS = 30 };
    for (int start = 1; start <= 12; start++)
        for (int from = 1; from <= 12; from++) {
            const bireme_calendar calendar = {BIREME_PERIOD_MONTH, 2026, from, 1};
            size_t q = 0, in = 0;
            for (size_t t = 0; t < PERIODS; t++) {
                const int year = 2026 + (from - 1 + (int)t) / 12, month = (from - 1 + (int)t) % 12 + 1,
                          nth = (month - start + 12) % 12; /* month of the fiscal year, from 0 */
                if (t > 0 && nth % 3 == 0) q++, in = 0;
                const bireme_quarter_of of = bireme_quarters_at(&calendar, PERIODS, start, q);
                assert_int_equal(of.number, nth / 3 + 1);
                assert_int_equal(of.year, start == 1 || month < start ? year : year + 1);
                assert_int_equal(of.of, 3);
                assert_int_equal(of.first + in, t);
                assert_true(in < of.periods);
                in++;
            }
            assert_int_equal(bireme_quarters_count(&calendar, PERIODS, start), q + 1);
            size_t sum = 0;
            for (size_t k = 0; k <= q; k++) sum += bireme_quarters_at(&calendar, PERIODS, start, k).periods;
            assert_int_equal(sum, PERIODS);
        }
}

static void a_fiscal_year_is_called_by_the_year_in_which_it_ends(void **state)
{
    (void)state;
    const bireme_calendar july = {BIREME_PERIOD_MONTH, 2026, 7, 1}, june = {BIREME_PERIOD_MONTH, 2027, 6, 1},
                          century = {BIREME_PERIOD_MONTH, 1999, 12, 1};
    assert_label(&july, 12, 7, 0, "FY27 Q1");
    assert_label(&july, 12, 7, 3, "FY27 Q4");
    assert_label(&july, 12, 1, 0, "Q3 2026");
    assert_label(&june, 12, 7, 0, "FY27 Q4, 1 of 3 months");
    assert_label(&june, 12, 7, 1, "FY28 Q1");
    assert_label(&june, 12, 7, 4, "FY28 Q4, 2 of 3 months");
    assert_label(&century, 1, 12, 0, "FY00 Q1, 1 of 3 months");
}

static void quarters_are_themselves_where_they_begin_in_the_same_months(void **state)
{
    (void)state;
    const bireme_calendar february = {BIREME_PERIOD_QUARTER, 2027, 2, 1};
    for (int start = 1; start <= 12; start++)
        assert_int_equal(bireme_quarters_fit(&february, start), start % 3 == 2);
    assert_int_equal(bireme_quarters_count(&february, 5, 8), 5);
    assert_label(&february, 5, 8, 0, "FY27 Q3");
    assert_label(&february, 5, 8, 2, "FY28 Q1");
    assert_label(&february, 5, 2, 0, "FY28 Q1");
}

/* 2027-01-04 is a Monday; the weeks that begin in a quarter are 13, of a leap year's one now and then 14. */
static void a_week_belongs_to_the_quarter_in_which_it_begins(void **state)
{
    (void)state;
    const bireme_calendar weeks = {BIREME_PERIOD_WEEK, 2027, 1, 4};
    assert_int_equal(bireme_quarters_count(&weeks, 52, 1), 4);
    assert_label(&weeks, 52, 1, 0, "Q1 2027");
    assert_label(&weeks, 12, 1, 0, "Q1 2027, 12 of 13 weeks");
    const bireme_quarter_of second = bireme_quarters_at(&weeks, 52, 1, 1);
    assert_int_equal(second.first, 13); /* the week of 5 April: that of 29 March is March's */
    assert_int_equal(second.periods, 13);
    size_t weeks_of_years = 0, most = 0;
    for (size_t q = 0; q < 112; q++) { /* 28 years, after which the weekdays come again */
        const bireme_quarter_of of = bireme_quarters_at(&weeks, 28 * 53, 1, q);
        weeks_of_years += of.of;
        most = of.of > most ? of.of : most;
    }
    assert_int_equal(weeks_of_years, (28 * 365 + 7) / 7);
    assert_int_equal(most, 14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_are_in_the_quarters_of_every_year),
        cmocka_unit_test(a_fiscal_year_is_called_by_the_year_in_which_it_ends),
        cmocka_unit_test(quarters_are_themselves_where_they_begin_in_the_same_months),
        cmocka_unit_test(a_week_belongs_to_the_quarter_in_which_it_begins)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
