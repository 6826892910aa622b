/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dates in the proleptic Gregorian calendar, as day numbers. Source: Howard Hinnant, chrono-compatible
 * low-level date algorithms (days_from_civil, civil_from_days): years begin in March, so that the leap day is
 * the last of its year; an era is 400 years = 146,097 days.
 */
#include "model/calendar.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"

static long floor_div(long a, long b)
{
    long q = a / b;
    return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q;
}

/* Days since 1970-01-01. */
static long day_number(int year, int month, int day)
{
    long y = month <= 2 ? year - 1L : year;
    long era = floor_div(y, 400);
    long year_of_era = y - era * 400;
    long day_of_year = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void date_of_day(long number, int *year, int *month, int *day)
{
    long z = number + 719468;
    long era = floor_div(z, 146097);
    long doe = z - era * 146097;
    long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    long mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2 ? 1 : 0));
}

static int days_in_month(int year, int month)
{
    return (int)(day_number(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) -
                 day_number(year, month, 1));
}

void bireme_calendar_start(const bireme_calendar *calendar, size_t t, int *year, int *month, int *day)
{
    if (calendar->period == BIREME_PERIOD_WEEK) {
        date_of_day(day_number(calendar->year, calendar->month, calendar->day) + 7 * (long)t, year, month,
                    day);
        return;
    }
    long months = (calendar->period == BIREME_PERIOD_QUARTER ? 3 : 1) * (long)t + calendar->month - 1;
    *year = calendar->year + (int)(months / 12);
    *month = (int)(months % 12) + 1;
    *day = 1;
}

static const struct {
    const char *name;
    double days;
} periods[BIREME_PERIOD_COUNT] = {
#define PERIOD_ROW(kind, called, length, words) {called, length},
    BIREME_PERIOD_ROWS(PERIOD_ROW)};

const char *bireme_period_name(bireme_period period)
{
    return periods[period].name;
}

bool bireme_period_find(const char *name, bireme_period *out)
{
    for (int p = 0; p < BIREME_PERIOD_COUNT; p++)
        if (strcmp(periods[p].name, name) == 0) {
            *out = (bireme_period)p;
            return true;
        }
    return false;
}

double bireme_calendar_days(const bireme_calendar *calendar)
{
    return periods[calendar->period].days;
}

/* Exactly n digits; the value, or −1. */
static int digits(const char *text, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (!isdigit((unsigned char)text[i])) return -1;
        value = 10 * value + (text[i] - '0');
    }
    return value;
}

bool bireme_date_parse(const char *text, int *year, int *month, int *day)
{
    size_t length = strlen(text);
    if ((length != 7 && length != 10) || text[4] != '-' || (length == 10 && text[7] != '-')) return false;
    int y = digits(text, 4), m = digits(text + 5, 2), d = length == 10 ? digits(text + 8, 2) : 1;
    if (y < 1 || m < 1 || m > 12 || d < 1 || d > days_in_month(y, m)) return false;
    *year = y;
    *month = m;
    *day = d;
    return true;
}

static char *write_label(const bireme_calendar *calendar, int year, int month, int day, char *buffer)
{
    /* The remainders do not change the values; they prove to the compiler that the label fits. */
    unsigned y = (unsigned)year % 1000000, m = (unsigned)month % 100, d = (unsigned)day % 100;
    if (calendar->period == BIREME_PERIOD_WEEK)
        snprintf(buffer, BIREME_LABEL_SIZE, "%04u-%02u-%02u", y, m, d);
    else
        snprintf(buffer, BIREME_LABEL_SIZE, "%04u-%02u", y, m);
    return buffer;
}

char *bireme_calendar_label(const bireme_calendar *calendar, size_t t, char *buffer)
{
    int year, month, day;
    bireme_calendar_start(calendar, t, &year, &month, &day);
    return write_label(calendar, year, month, day, buffer);
}

long bireme_calendar_find(const bireme_calendar *calendar, int year, int month, int day)
{
    if (calendar->period == BIREME_PERIOD_WEEK)
        return floor_div(
            day_number(year, month, day) - day_number(calendar->year, calendar->month, calendar->day), 7);
    long months = 12L * (year - calendar->year) + month - calendar->month;
    return calendar->period == BIREME_PERIOD_QUARTER ? floor_div(months, 3) : months;
}

char *bireme_calendar_end(const bireme_calendar *calendar, size_t t, char *buffer)
{
    int year, month, day;
    bireme_calendar_start(calendar, t, &year, &month, &day);
    if (calendar->period == BIREME_PERIOD_QUARTER) month += 2;
    if (month > 12) year++, month -= 12;
    if (calendar->period == BIREME_PERIOD_WEEK)
        date_of_day(day_number(year, month, day) + 6, &year, &month, &day);
    return write_label(calendar, year, month, day, buffer);
}

/* ------------------------ in sentences */

static const char *const month_name[12] = {"January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December"};

/* "January 2027", "Q1 2027", "4 January 2027": where period t begins. */
static char *say_start(const bireme_calendar *calendar, size_t t, char *buffer)
{
    int year, month, day;
    bireme_calendar_start(calendar, t, &year, &month, &day);
    if (calendar->period == BIREME_PERIOD_QUARTER && month % 3 == 1)
        snprintf(buffer, BIREME_SAID_SIZE, "Q%d %04d", month / 3 + 1, year);
    else if (calendar->period == BIREME_PERIOD_WEEK)
        snprintf(buffer, BIREME_SAID_SIZE, "%d %s %04d", day, month_name[month - 1], year);
    else
        snprintf(buffer, BIREME_SAID_SIZE, "%s %04d", month_name[month - 1], year);
    return buffer;
}

static bool is_named(const bireme_calendar *calendar)
{
    return calendar->period == BIREME_PERIOD_MONTH ||
           (calendar->period == BIREME_PERIOD_QUARTER && calendar->month % 3 == 1);
}

char *bireme_calendar_say(const bireme_calendar *calendar, size_t t, char *buffer)
{
    char start[BIREME_SAID_SIZE];
    if (is_named(calendar)) return say_start(calendar, t, buffer);
    snprintf(buffer, BIREME_SAID_SIZE, "the %s %s %.40s", bireme_period_name(calendar->period),
             calendar->period == BIREME_PERIOD_WEEK ? "of" : "from", say_start(calendar, t, start));
    return buffer;
}

char *bireme_calendar_say_by(const bireme_calendar *calendar, size_t t, char *buffer)
{
    char end[BIREME_SAID_SIZE];
    int year, month, day;
    if (is_named(calendar)) {
        say_start(calendar, t, end);
    } else if (calendar->period == BIREME_PERIOD_QUARTER) { /* its last month */
        const bireme_calendar months = {BIREME_PERIOD_MONTH, calendar->year, calendar->month, 1};
        say_start(&months, 3 * t + 2, end);
    } else { /* its last day */
        date_of_day(day_number(calendar->year, calendar->month, calendar->day) + 7 * (long)t + 6, &year,
                    &month, &day);
        snprintf(end, sizeof end, "%d %s %04d", day, month_name[month - 1], year);
    }
    snprintf(buffer, BIREME_SAID_SIZE, "by %s%.40s",
             calendar->period == BIREME_PERIOD_WEEK ? "" : "the end of ", end);
    return buffer;
}

char *bireme_calendar_say_by_date(const bireme_calendar *calendar, const char *date, char *buffer)
{
    int year, month, day;
    bool good = bireme_date_parse(date, &year, &month, &day);
    long t = good ? bireme_calendar_find(calendar, year, month, day) : -1;
    if (t >= 0) return bireme_calendar_say_by(calendar, (size_t)t, buffer);
    snprintf(buffer, BIREME_SAID_SIZE, "by the end of %.*s", BIREME_LABEL_SIZE - 1, date);
    return buffer;
}

char *bireme_calendar_say_span(const bireme_calendar *calendar, size_t n, char *buffer)
{
    char start[BIREME_SAID_SIZE];
    snprintf(buffer, BIREME_SAID_SIZE, "%zu %s%s from %.40s", n, bireme_period_name(calendar->period),
             bireme_plural(n), say_start(calendar, 0, start));
    return buffer;
}

char *bireme_calendar_say_horizon(const bireme_calendar *calendar, size_t n, char *buffer)
{
    char said[BIREME_SAID_SIZE];
    const size_t in_a_year = calendar->period == BIREME_PERIOD_MONTH     ? 12
                             : calendar->period == BIREME_PERIOD_QUARTER ? 4
                                                                         : 0;
    if (n == 1) return bireme_calendar_say(calendar, 0, buffer);
    if (n != in_a_year)
        snprintf(buffer, BIREME_SAID_SIZE, "the %.70s", bireme_calendar_say_span(calendar, n, said));
    else if (calendar->month == 1)
        snprintf(buffer, BIREME_SAID_SIZE, "%04d", calendar->year);
    else
        snprintf(buffer, BIREME_SAID_SIZE, "the year from %.40s", say_start(calendar, 0, said));
    return buffer;
}

/* ------------------------ positions */

double bireme_calendar_position(const bireme_calendar *calendar, int year, int month, int day)
{
    if (calendar->period == BIREME_PERIOD_WEEK)
        return (double)(day_number(year, month, day) -
                        day_number(calendar->year, calendar->month, calendar->day)) /
               7;
    double months = 12.0 * (year - calendar->year) + month - calendar->month;
    months += (double)(day - 1) / days_in_month(year, month);
    return calendar->period == BIREME_PERIOD_QUARTER ? months / 3 : months;
}

long bireme_calendar_days_to(const bireme_calendar *calendar, int year, int month, int day)
{
    int first_year, first_month, first_day;
    bireme_calendar_start(calendar, 0, &first_year, &first_month, &first_day);
    return day_number(year, month, day) - day_number(first_year, first_month, first_day);
}

long bireme_calendar_days_to_end(const bireme_calendar *calendar, size_t t)
{
    int year, month, day;
    bireme_calendar_start(calendar, t + 1, &year, &month, &day);
    return bireme_calendar_days_to(calendar, year, month, day);
}

double bireme_calendar_average(const bireme_calendar *calendar, const double month_value[12], size_t t)
{
    int year, month, day, next_year, next_month, next_day;
    bireme_calendar_start(calendar, t, &year, &month, &day);
    bireme_calendar_start(calendar, t + 1, &next_year, &next_month, &next_day);
    double sum = 0;
    long total = 0;
    while (year != next_year || month != next_month || day != next_day) {
        bool last = year == next_year && month == next_month;
        int days = (last ? next_day : days_in_month(year, month) + 1) - day;
        sum += days * month_value[month - 1];
        total += days;
        if (last) break;
        day = 1;
        year += month == 12;
        month = month == 12 ? 1 : month + 1;
    }
    return sum / (double)total;
}
