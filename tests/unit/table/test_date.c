/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/date.h"

#include <stdio.h>
#include <math.h>
#include <string.h>
#include "support/check.h"

enum { DAY = 86400 };

static void assert_date(const char *text, double day_first, double month_first)
{
    bireme_date date;
    if (!bireme_date_read(text, strlen(text), &date)) fail_msg("`%s` is no date", text);
    if (date.day_first != (day_first >= 0) || date.month_first != (month_first >= 0) ||
        (date.day_first && date.with_day_first != day_first) ||
        (date.month_first && date.with_month_first != month_first))
        fail_msg("`%s`: %d %.3f, %d %.3f; expected %.3f, %.3f (-1: none)", text, date.day_first,
                 date.with_day_first, date.month_first, date.with_month_first, day_first, month_first);
}

/* 20,543 days from 1970-01-01 to 2026-03-31: 56 years of 365 days, 14 leap days, and 89. */
static const double end_of_march = 20543.0 * DAY;

static void the_year_first_is_one_date(void **state)
{
    (void)state;
    assert_date("1970-01-01", 0, 0);
    assert_date("2026-03-31", end_of_march, end_of_march);
    assert_date(" 2026/3/31 ", end_of_march, end_of_march);
    assert_date("2026.03.31", end_of_march, end_of_march);
    assert_date("2024-02-29", 19782.0 * DAY, 19782.0 * DAY);
}

static void day_and_month_are_told_apart_by_their_size(void **state)
{
    (void)state;
    assert_date("31/03/2026", end_of_march, -1);
    assert_date("31.3.2026", end_of_march, -1);
    assert_date("3/31/2026", -1, end_of_march);
    assert_date("03-31-2026", -1, end_of_march);
    assert_date("03/04/2026", end_of_march + 3 * DAY, end_of_march - 27 * DAY);
    assert_date("03/03/2026", end_of_march - 28 * DAY, end_of_march - 28 * DAY);
}

static void a_time_may_follow(void **state)
{
    (void)state;
    assert_date("2026-03-31T01:02:03Z", end_of_march + 3723, end_of_march + 3723);
    assert_date("2026-03-31 01:02", end_of_march + 3720, end_of_march + 3720);
    assert_date("2026-03-31T01:02:03.500+00:00", end_of_march + 3723.5, end_of_march + 3723.5);
    assert_date("2026-03-31T02:00:00+02:00", end_of_march, end_of_march);
    assert_date("2026-03-30T19:00:00-0500", end_of_march, end_of_march);
    assert_date("3/31/2026 12:05 AM", -1, end_of_march + 300);
    assert_date("31.03.2026 2:05 pm", end_of_march + 50700, -1);
    assert_date("2026-03-31 00:00:00 UTC", end_of_march, end_of_march);
}

static void what_is_no_date_is_none(void **state)
{
    (void)state;
    static const char *const none[] = {"",
                                       "2026",
                                       "2026-03",
                                       "31.03.26",
                                       "3/31/26",
                                       "2026-13-01",
                                       "2026-02-29",
                                       "31/31/2026",
                                       "2026-03-31x",
                                       "2026-03-31T",
                                       "2026/03-31",
                                       "2026-03-31 25:00",
                                       "2026-03-31 1:2",
                                       "2026-03-31 13:00 PM",
                                       "1.234,5",
                                       "0000-01-01",
                                       "2026-03-31 01:02 +99:00",
                                       "20260331",
                                       "1767225600",
                                       "1.2.3",
                                       "100/1/2026"};
    bireme_date date;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (bireme_date_read(none[i], strlen(none[i]), &date)) fail_msg("`%s` was read as a date", none[i]);
    assert_false(bireme_date_read("31.03.26", 8, &date));
    assert_true(date.short_year);
}

/* Every day of 400 years is one more than the day before, in all three orders. */
static void days_follow_one_another(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    double day = -1;
    for (int year = 1900; year < 2300; year++)
        for (int month = 1; month <= 12; month++) {
            const int n = lengths[month - 1] +
                          (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
            for (int d = 1; d <= n; d++) {
                char iso[32], dmy[32], mdy[32];
                bireme_date a, b, c;
                snprintf(iso, sizeof iso, "%04d-%02d-%02d", year, month, d);
                snprintf(dmy, sizeof dmy, "%02d.%02d.%04d", d, month, year);
                snprintf(mdy, sizeof mdy, "%d/%d/%04d", month, d, year);
                assert_true(bireme_date_read(iso, strlen(iso), &a) &&
                            bireme_date_read(dmy, strlen(dmy), &b) && bireme_date_read(mdy, strlen(mdy), &c));
                assert_true(b.day_first && c.month_first && a.with_day_first == b.with_day_first &&
                            a.with_day_first == c.with_month_first);
                if (day != -1) assert_true(a.with_day_first == day + DAY);
                day = a.with_day_first;
            }
        }
}

static void a_day_is_written_as_it_is_read(void **state)
{
    (void)state;
    static const char *const days[] = {"1970-01-01", "1969-12-31", "2000-02-29", "1900-03-01",
                                       "2027-12-31", "0001-01-01", "9999-12-31"};
    char written[BIREME_DATE_TEXT_SIZE];
    bireme_date date;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        assert_true(bireme_date_read(days[i], strlen(days[i]), &date));
        assert_true(bireme_date_write(date.with_day_first, written));
        assert_string_equal(written, days[i]);
        assert_false(bireme_date_write(date.with_day_first + 60, written));
    }
    for (int day = -200000; day < 200000; day += 13) {
        assert_true(bireme_date_write(86400.0 * day, written));
        assert_true(bireme_date_read(written, strlen(written), &date) &&
                    date.with_day_first == 86400.0 * day);
    }
    assert_false(bireme_date_write(NAN, written));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_year_first_is_one_date),
        cmocka_unit_test(day_and_month_are_told_apart_by_their_size),
        cmocka_unit_test(a_time_may_follow),
        cmocka_unit_test(what_is_no_date_is_none),
        cmocka_unit_test(days_follow_one_another),
        cmocka_unit_test(a_day_is_written_as_it_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
