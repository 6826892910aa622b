/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Periods and dates.
 */
#include "support/check.h"

#include "model/metric.h"

static void dates_are_parsed_strictly(void **state)
{
    (void)state;
    int year, month, day;
    assert_true(bireme_date_parse("2027-04", &year, &month, &day));
    assert_int_equal(year, 2027);
    assert_int_equal(month, 4);
    assert_int_equal(day, 1);
    assert_true(bireme_date_parse("2028-02-29", &year, &month, &day));
    assert_int_equal(day, 29);
    assert_true(bireme_date_parse("2000-02-29", &year, &month, &day));
    const char *const wrong[] = {"",        "2027",       "2027-4",     "2027-13",     "2027-00",
                                 "27-04",   "2027-04-31", "2027-02-29", "1900-02-29",  "2027-04-00",
                                 "2027/04", "2027-04-1",  "2027-04 ",   "2027-04-015", "+027-04",
                                 "0000-01", "2027-1a",    "2027_04-01", "2027-04_01",  "not a date"};
    year = -5;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(bireme_date_parse(wrong[i], &year, &month, &day));
    assert_int_equal(year, -5); /* outputs are left alone */
}

/* "By the end of 2028-10" would be read as the end of October; the quarter ends in December. */
static void the_end_of_a_period_is_its_last_month_or_day(void **state)
{
    (void)state;
    char label[BIREME_LABEL_SIZE];
    const bireme_calendar months = {BIREME_PERIOD_MONTH, 2026, 11, 1},
                          quarters = {BIREME_PERIOD_QUARTER, 2027, 1, 1},
                          fiscal = {BIREME_PERIOD_QUARTER, 2027, 2, 1},
                          weeks = {BIREME_PERIOD_WEEK, 2027, 12, 27};
    assert_string_equal(bireme_calendar_end(&months, 1, label), "2026-12");
    assert_string_equal(bireme_calendar_end(&quarters, 0, label), "2027-03");
    assert_string_equal(bireme_calendar_end(&quarters, 7, label), "2028-12");
    assert_string_equal(bireme_calendar_end(&fiscal, 3, label), "2028-01");
    assert_string_equal(bireme_calendar_end(&weeks, 0, label), "2028-01-02");
}

static void periods_in_sentences_are_named_as_people_name_them(void **state)
{
    (void)state;
    char said[BIREME_SAID_SIZE];
    const bireme_calendar months = {BIREME_PERIOD_MONTH, 2026, 11, 1},
                          quarters = {BIREME_PERIOD_QUARTER, 2027, 1, 1},
                          fiscal = {BIREME_PERIOD_QUARTER, 2027, 2, 1},
                          weeks = {BIREME_PERIOD_WEEK, 2027, 12, 27};
    assert_string_equal(bireme_calendar_say(&months, 2, said), "January 2027");
    assert_string_equal(bireme_calendar_say(&quarters, 5, said), "Q2 2028");
    assert_string_equal(bireme_calendar_say(&fiscal, 1, said), "the quarter from May 2027");
    assert_string_equal(bireme_calendar_say(&weeks, 1, said), "the week of 3 January 2028");
    assert_string_equal(bireme_calendar_say_by(&months, 1, said), "by the end of December 2026");
    assert_string_equal(bireme_calendar_say_by(&quarters, 3, said), "by the end of Q4 2027");
    assert_string_equal(bireme_calendar_say_by(&fiscal, 3, said), "by the end of January 2028");
    assert_string_equal(bireme_calendar_say_by(&weeks, 0, said), "by 2 January 2028");
}

/* A date inside a period stands for the end of the period, which has a name of its own. */
static void a_date_in_a_sentence_is_the_end_of_its_period(void **state)
{
    (void)state;
    char said[BIREME_SAID_SIZE];
    const bireme_calendar months = {BIREME_PERIOD_MONTH, 2026, 11, 1},
                          quarters = {BIREME_PERIOD_QUARTER, 2027, 1, 1},
                          weeks = {BIREME_PERIOD_WEEK, 2027, 12, 27};
    assert_string_equal(bireme_calendar_say_by_date(&quarters, "2028-10", said), "by the end of Q4 2028");
    assert_string_equal(bireme_calendar_say_by_date(&quarters, "2027-12", said), "by the end of Q4 2027");
    assert_string_equal(bireme_calendar_say_by_date(&weeks, "2028-01", said), "by 2 January 2028");
    assert_string_equal(bireme_calendar_say_by_date(&months, "soon", said), "by the end of soon");
    assert_string_equal(bireme_calendar_say_by_date(&months, "2026-10", said), "by the end of 2026-10");
}

static void a_horizon_is_a_year_where_it_is_one(void **state)
{
    (void)state;
    char said[BIREME_SAID_SIZE];
    const bireme_calendar months = {BIREME_PERIOD_MONTH, 2027, 1, 1},
                          fiscal = {BIREME_PERIOD_MONTH, 2026, 7, 1},
                          quarters = {BIREME_PERIOD_QUARTER, 2027, 1, 1},
                          weeks = {BIREME_PERIOD_WEEK, 2027, 1, 4};
    assert_string_equal(bireme_calendar_say_span(&months, 12, said), "12 months from January 2027");
    assert_string_equal(bireme_calendar_say_span(&quarters, 1, said), "1 quarter from Q1 2027");
    assert_string_equal(bireme_calendar_say_horizon(&months, 12, said), "2027");
    assert_string_equal(bireme_calendar_say_horizon(&quarters, 4, said), "2027");
    assert_string_equal(bireme_calendar_say_horizon(&fiscal, 12, said), "the year from July 2026");
    assert_string_equal(bireme_calendar_say_horizon(&months, 18, said), "the 18 months from January 2027");
    assert_string_equal(bireme_calendar_say_horizon(&months, 1, said), "January 2027");
    assert_string_equal(bireme_calendar_say_horizon(&weeks, 1, said), "the week of 4 January 2027");
    assert_string_equal(bireme_calendar_say_horizon(&weeks, 26, said), "the 26 weeks from 4 January 2027");
}

static void labels_follow_the_calendar(void **state)
{
    (void)state;
    char label[BIREME_LABEL_SIZE];
    const bireme_calendar months = {BIREME_PERIOD_MONTH, 2026, 11, 1};
    assert_string_equal(bireme_calendar_label(&months, 0, label), "2026-11");
    assert_string_equal(bireme_calendar_label(&months, 2, label), "2027-01");
    assert_string_equal(bireme_calendar_label(&months, 26, label), "2029-01");
    const bireme_calendar quarters = {BIREME_PERIOD_QUARTER, 2027, 4, 1};
    assert_string_equal(bireme_calendar_label(&quarters, 1, label), "2027-07");
    assert_string_equal(bireme_calendar_label(&quarters, 3, label), "2028-01");
    const bireme_calendar weeks = {BIREME_PERIOD_WEEK, 2027, 12, 27};
    assert_string_equal(bireme_calendar_label(&weeks, 0, label), "2027-12-27");
    assert_string_equal(bireme_calendar_label(&weeks, 1, label), "2028-01-03");
    assert_string_equal(bireme_calendar_label(&weeks, 10, label), "2028-03-06"); /* over 29 February 2028 */
}

static void a_date_is_found_in_its_period(void **state)
{
    (void)state;
    const bireme_calendar months = {BIREME_PERIOD_MONTH, 2027, 3, 1};
    assert_int_equal(bireme_calendar_find(&months, 2027, 3, 31), 0);
    assert_int_equal(bireme_calendar_find(&months, 2028, 3, 1), 12);
    assert_int_equal(bireme_calendar_find(&months, 2027, 2, 28), -1);
    const bireme_calendar quarters = {BIREME_PERIOD_QUARTER, 2027, 2, 1};
    assert_int_equal(bireme_calendar_find(&quarters, 2027, 4, 30), 0);
    assert_int_equal(bireme_calendar_find(&quarters, 2027, 5, 1), 1);
    assert_int_equal(bireme_calendar_find(&quarters, 2027, 1, 31), -1);
    assert_int_equal(bireme_calendar_find(&quarters, 2026, 10, 1), -2);
    const bireme_calendar weeks = {BIREME_PERIOD_WEEK, 2027, 1, 4};
    assert_int_equal(bireme_calendar_find(&weeks, 2027, 1, 10), 0);
    assert_int_equal(bireme_calendar_find(&weeks, 2027, 1, 11), 1);
    assert_int_equal(bireme_calendar_find(&weeks, 2027, 1, 3), -1);
    assert_int_equal(bireme_calendar_find(&weeks, 2028, 1, 3), 52);
}

static void a_date_has_a_position_in_periods_with_days_in_proportion(void **state)
{
    (void)state;
    const bireme_calendar months = {BIREME_PERIOD_MONTH, 2027, 3, 1};
    assert_true(bireme_calendar_position(&months, 2027, 3, 1) == 0);
    assert_true(bireme_calendar_position(&months, 2028, 3, 1) == 12);
    assert_true(bireme_calendar_position(&months, 2027, 1, 1) == -2);
    /* Tolerance: one rounding of the quotient. */
    assert_close(bireme_calendar_position(&months, 2027, 4, 16), 1.5, 1e-15, 0);
    assert_close(bireme_calendar_position(&months, 2028, 2, 15), 11 + 14 / 29.0, 1e-15, 0);
    assert_close(bireme_calendar_position(&months, 2027, 2, 8), -0.75, 1e-15, 0);
    const bireme_calendar quarters = {BIREME_PERIOD_QUARTER, 2027, 1, 1};
    assert_close(bireme_calendar_position(&quarters, 2027, 6, 16), 5.5 / 3, 1e-15, 0);
    const bireme_calendar weeks = {BIREME_PERIOD_WEEK, 2027, 1, 4};
    assert_close(bireme_calendar_position(&weeks, 2027, 1, 12), 8 / 7.0, 1e-15, 0);
    assert_close(bireme_calendar_position(&weeks, 2027, 1, 1), -3 / 7.0, 1e-15, 0);
}

static void days_are_those_of_the_real_calendar(void **state)
{
    (void)state;
    const bireme_calendar months = {BIREME_PERIOD_MONTH, 2028, 1, 1};
    const long end[] = {31, 60, 91, 121, 152, 182};
    for (size_t t = 0; t < 6; t++) assert_int_equal(bireme_calendar_days_to_end(&months, t), end[t]);
    assert_int_equal(bireme_calendar_days_to(&months, 2028, 1, 1), 0);
    assert_int_equal(bireme_calendar_days_to(&months, 2028, 2, 29), 59);
    assert_int_equal(bireme_calendar_days_to(&months, 2027, 12, 25), -7);
    const bireme_calendar quarters = {BIREME_PERIOD_QUARTER, 2027, 2, 1};
    assert_int_equal(bireme_calendar_days_to_end(&quarters, 0), 28 + 31 + 30);
    assert_int_equal(bireme_calendar_days_to_end(&quarters, 3), 365);
    const bireme_calendar weeks = {BIREME_PERIOD_WEEK, 2027, 1, 4};
    assert_int_equal(bireme_calendar_days_to_end(&weeks, 51), 364);
    assert_int_equal(bireme_calendar_days_to(&weeks, 2027, 1, 12), 8);
}

static void every_label_is_found_in_its_own_period(void **state)
{
    (void)state;
    const bireme_calendar calendars[] = {{BIREME_PERIOD_MONTH, 1999, 12, 1},
                                         {BIREME_PERIOD_QUARTER, 2027, 10, 1},
                                         {BIREME_PERIOD_WEEK, 2023, 12, 31}};
    for (size_t c = 0; c < 3; c++) {
        for (size_t t = 0; t < 520; t++) {
            char label[BIREME_LABEL_SIZE];
            int year, month, day;
            assert_true(
                bireme_date_parse(bireme_calendar_label(&calendars[c], t, label), &year, &month, &day));
            assert_int_equal(bireme_calendar_find(&calendars[c], year, month, day), (long)t);
        }
    }
}

static void periods_have_the_length_of_the_model(void **state)
{
    (void)state;
    assert_true(bireme_calendar_days(&(bireme_calendar){BIREME_PERIOD_WEEK, 2027, 1, 1}) == 7);
    assert_true(bireme_calendar_days(&(bireme_calendar){BIREME_PERIOD_MONTH, 2027, 1, 1}) == 365.25 / 12);
    assert_true(bireme_calendar_days(&(bireme_calendar){BIREME_PERIOD_QUARTER, 2027, 1, 1}) == 365.25 / 4);
}

static void monthly_values_are_averaged_by_days(void **state)
{
    (void)state;
    const double value[12] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    const bireme_calendar months = {BIREME_PERIOD_MONTH, 2027, 11, 1};
    assert_true(bireme_calendar_average(&months, value, 0) == 11);
    assert_true(bireme_calendar_average(&months, value, 2) == 1);
    assert_true(bireme_calendar_average(&months, value, 14) == 1);
    /* Tolerance: one rounding of the quotient. */
    const bireme_calendar quarters = {BIREME_PERIOD_QUARTER, 2027, 12, 1};
    assert_close(bireme_calendar_average(&quarters, value, 0), (31 * 12 + 31 * 1 + 29 * 2) / 91.0, 1e-15, 0);
    const bireme_calendar weeks = {BIREME_PERIOD_WEEK, 2027, 1, 28};
    assert_close(bireme_calendar_average(&weeks, value, 0), (4 * 1 + 3 * 2) / 7.0, 1e-15, 0);
    assert_true(bireme_calendar_average(&weeks, value, 1) == 2);
    const bireme_calendar even = {BIREME_PERIOD_WEEK, 2027, 2, 22}; /* ends with its month */
    assert_true(bireme_calendar_average(&even, value, 0) == 2);
}

static void a_period_is_found_by_its_name(void **state)
{
    (void)state;
    static const char *const names[] = {"week", "month", "quarter"};
    bireme_period found;
    for (int p = 0; p < BIREME_PERIOD_COUNT; p++) {
        assert_string_equal(bireme_period_name((bireme_period)p), names[p]);
        assert_true(bireme_period_find(names[p], &found));
        assert_int_equal(found, p);
    }
    assert_false(bireme_period_find("year", &found));
    assert_false(bireme_period_find("", &found));
}

static void samplers_and_owners_have_their_names(void **state)
{
    (void)state;
    assert_int_equal(bireme_sampler_find("sobol"), BIREME_SAMPLER_SOBOL);
    assert_int_equal(bireme_sampler_find("lhs"), BIREME_SAMPLER_LHS);
    assert_int_equal(bireme_sampler_find("random"), BIREME_SAMPLER_RANDOM);
    assert_int_equal(bireme_sampler_find("none"), BIREME_SAMPLER_UNSET);
    assert_string_equal(bireme_sampler_words(BIREME_SAMPLER_LHS), "Latin hypercube sampling");
    assert_string_equal(bireme_owner_name(BIREME_OWNER_PARTNER), "partner");
    assert_string_equal(bireme_owner_name(BIREME_OWNER_UNASSIGNED), "unassigned");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_parsed_strictly),
        cmocka_unit_test(labels_follow_the_calendar),
        cmocka_unit_test(the_end_of_a_period_is_its_last_month_or_day),
        cmocka_unit_test(periods_in_sentences_are_named_as_people_name_them),
        cmocka_unit_test(a_date_in_a_sentence_is_the_end_of_its_period),
        cmocka_unit_test(a_horizon_is_a_year_where_it_is_one),
        cmocka_unit_test(a_date_is_found_in_its_period),
        cmocka_unit_test(a_date_has_a_position_in_periods_with_days_in_proportion),
        cmocka_unit_test(days_are_those_of_the_real_calendar),
        cmocka_unit_test(every_label_is_found_in_its_own_period),
        cmocka_unit_test(periods_have_the_length_of_the_model),
        cmocka_unit_test(monthly_values_are_averaged_by_days),
        cmocka_unit_test(a_period_is_found_by_its_name),
        cmocka_unit_test(samplers_and_owners_have_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
