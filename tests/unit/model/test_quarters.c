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

static const char *label_of_year(const bireme_calendar *calendar, size_t periods, int start, size_t y,
                                 char *buffer)
{
    const bireme_year_of year = bireme_years_at(calendar, periods, start, y);
    return bireme_year_label(calendar, &year, start, buffer);
}

/* Every quarter is in one year, in order; those of a year have its number, and it has their periods. */
static void years_are_made_of_their_quarters(void **state)
{
    (void)state;
    enum { PERIODS = 31 };
    for (int start = 1; start <= 12; start++)
        for (int month = 1; month <= 12; month++)
            for (size_t periods = 1; periods <= PERIODS; periods += 5) {
                const bireme_calendar calendar = {BIREME_PERIOD_MONTH, 2027, month, 1};
                const size_t years = bireme_years_count(&calendar, periods, start);
                size_t q = 0, t = 0;
                for (size_t y = 0; y < years; y++) {
                    const bireme_year_of of = bireme_years_at(&calendar, periods, start, y);
                    size_t in = 0, sum = 0;
                    bool cuts = false;
                    assert_true(of.first_quarter == q && of.first == t && of.of == 12);
                    for (; in < of.quarters; in++, q++) {
                        const bireme_quarter_of quarter = bireme_quarters_at(&calendar, periods, start, q);
                        assert_int_equal(quarter.year, of.year);
                        sum += quarter.periods;
                        cuts |= quarter.periods < quarter.of;
                    }
                    assert_true(of.periods == sum && of.cuts == cuts && of.quarters <= 4 && sum <= 12);
                    t += sum;
                }
                assert_int_equal(q, bireme_quarters_count(&calendar, periods, start));
                assert_int_equal(t, periods);
            }
}

static void a_year_says_how_much_of_it_is_there(void **state)
{
    (void)state;
    char buffer[BIREME_QUARTER_LABEL_SIZE];
    const bireme_calendar months = {BIREME_PERIOD_MONTH, 2027, 1, 1},
                          weeks = {BIREME_PERIOD_WEEK, 2027, 1, 4},
                          quarters = {BIREME_PERIOD_QUARTER, 2027, 2, 1};
    assert_string_equal(label_of_year(&months, 12, 1, 0, buffer), "2027");
    assert_string_equal(label_of_year(&months, 24, 7, 0, buffer), "FY27, 2 of 4 quarters");
    assert_string_equal(label_of_year(&months, 24, 7, 1, buffer), "FY28");
    assert_string_equal(label_of_year(&months, 11, 7, 1, buffer), "FY28, 5 of 12 months");
    assert_string_equal(label_of_year(&months, 4, 1, 0, buffer), "2027, 4 of 12 months");
    assert_string_equal(label_of_year(&weeks, 52, 1, 0, buffer), "2027");
    assert_string_equal(label_of_year(&weeks, 40, 1, 0, buffer), "2027, 40 of 52 weeks");
    assert_string_equal(label_of_year(&quarters, 3, 2, 0, buffer), "FY28, 3 of 4 quarters");
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
        cmocka_unit_test(years_are_made_of_their_quarters),
        cmocka_unit_test(a_year_says_how_much_of_it_is_there),
        cmocka_unit_test(a_fiscal_year_is_called_by_the_year_in_which_it_ends),
        cmocka_unit_test(quarters_are_themselves_where_they_begin_in_the_same_months),
        cmocka_unit_test(a_week_belongs_to_the_quarter_in_which_it_begins)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
