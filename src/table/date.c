/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/date.h"

#include <math.h>
#include <stdio.h>

typedef struct span {
    const char *at, *end;
} span;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_at(const span *s, char c)
{
    return s->at < s->end && *s->at == c;
}

static void skip_blanks(span *s)
{
    while (is_at(s, ' ') || is_at(s, '\t')) s->at++;
}

/* Takes at most `most` digits; returns their number, 0 if there are none or more. */
static int take_digits(span *s, int most, int *value)
{
    int n = 0;
    for (*value = 0; s->at < s->end && is_digit(*s->at); s->at++, n++)
        if (n <= most) *value = 10 * *value + (*s->at - '0');
    return n > most ? 0 : n;
}

/* ------------------------ days */

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool is_day(int year, int month, int day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || month < 1 || month > 12 || day < 1) return false;
    return day <= lengths[month - 1] + (month == 2 && is_leap(year));
}

/* Days since 1970-01-01 of the Gregorian calendar. Source: H. Hinnant, chrono-compatible low-level date
 * algorithms. */
static double days_of(int year, int month, int day)
{
    const int y = month <= 2 ? year - 1 : year, era = y / 400, of_era = y - 400 * era;
    const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return (double)era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* ------------------------ time of day */

static bool take_clock(span *s, double *seconds)
{
    int hour, minute, second = 0, n = take_digits(s, 2, &hour);
    double fraction = 0;
    if (n == 0 || !is_at(s, ':')) return false;
    s->at++;
    if (take_digits(s, 2, &minute) != 2) return false;
    if (is_at(s, ':')) {
        s->at++;
        if (take_digits(s, 2, &second) != 2) return false;
        if (is_at(s, '.') || is_at(s, ',')) {
            double unit = 0.1;
            for (s->at++; s->at < s->end && is_digit(*s->at); s->at++, unit /= 10)
                fraction += unit * (*s->at - '0');
        }
    }
    skip_blanks(s);
    const bool am = s->end - s->at >= 2 && (s->at[0] | 32) == 'a' && (s->at[1] | 32) == 'm',
               pm = s->end - s->at >= 2 && (s->at[0] | 32) == 'p' && (s->at[1] | 32) == 'm';
    if (am || pm) {
        if (hour < 1 || hour > 12) return false;
        hour = hour % 12 + (pm ? 12 : 0);
        s->at += 2;
    }
    if (hour > 23 || minute > 59 || second > 60) return false;
    *seconds = 3600.0 * hour + 60.0 * minute + second + fraction;
    return true;
}

/* A positive offset (east of Greenwich) makes the moment earlier. */
static bool take_offset(span *s, double *seconds)
{
    int hours, minutes = 0;
    skip_blanks(s);
    if (s->at == s->end) return true;
    if (is_at(s, 'Z') || is_at(s, 'z')) {
        s->at++;
        return true;
    }
    if (s->end - s->at == 3 && ((s->at[0] == 'U' && s->at[1] == 'T' && s->at[2] == 'C') ||
                                (s->at[0] == 'G' && s->at[1] == 'M' && s->at[2] == 'T'))) {
        s->at += 3;
        return true;
    }
    if (!is_at(s, '+') && !is_at(s, '-')) return false;
    const double sign = *s->at++ == '+' ? -1 : 1;
    const int n = take_digits(s, 4, &hours);
    if (n == 4) {
        minutes = hours % 100;
        hours /= 100;
    } else if (n == 2 && is_at(s, ':')) {
        s->at++;
        if (take_digits(s, 2, &minutes) != 2) return false;
    } else if (n != 2) {
        return false;
    }
    *seconds += sign * (3600.0 * hours + 60.0 * minutes);
    return hours <= 14 && minutes <= 59;
}

/* ------------------------ dates */

bool bireme_date_read(const char *text, size_t n, bireme_date *out)
{
    span s = {text, text + n};
    int part[3], digits[3];
    double seconds = 0;
    *out = (bireme_date){0};
    skip_blanks(&s);
    while (s.end > s.at && (s.end[-1] == ' ' || s.end[-1] == '\t')) s.end--;
    digits[0] = take_digits(&s, 4, &part[0]);
    const char mark = s.at < s.end ? *s.at : '\0';
    if (digits[0] == 0 || digits[0] == 3 || (mark != '-' && mark != '/' && mark != '.')) return false;
    s.at++;
    digits[1] = take_digits(&s, 2, &part[1]);
    if (digits[1] == 0 || !is_at(&s, mark)) return false;
    s.at++;
    digits[2] = take_digits(&s, digits[0] == 4 ? 2 : 4, &part[2]);
    if (digits[2] == 0 || digits[2] == 3 || (digits[0] < 4 && digits[2] == 1)) return false;
    if (s.at < s.end) {
        if (is_at(&s, 'T') || is_at(&s, 't'))
            s.at++;
        else if (!is_at(&s, ' '))
            return false;
        skip_blanks(&s);
        out->has_time = true;
        if (!take_clock(&s, &seconds) || !take_offset(&s, &seconds) || s.at < s.end) return false;
    }
    const bool year_first = digits[0] == 4;
    out->short_year = !year_first && digits[2] < 4;
    if (out->short_year) return false;
    const int year = year_first ? part[0] : part[2];
    if (year_first) {
        out->day_first = out->month_first = is_day(year, part[1], part[2]);
        if (out->day_first)
            out->with_day_first = out->with_month_first = 86400 * days_of(year, part[1], part[2]) + seconds;
        return out->day_first;
    }
    out->day_first = is_day(year, part[1], part[0]);
    out->month_first = is_day(year, part[0], part[1]);
    if (out->day_first) out->with_day_first = 86400 * days_of(year, part[1], part[0]) + seconds;
    if (out->month_first) out->with_month_first = 86400 * days_of(year, part[0], part[1]) + seconds;
    return out->day_first || out->month_first;
}

/* The inverse of days_of(), from the same source. */
bool bireme_date_write(double seconds, char buffer[BIREME_DATE_TEXT_SIZE])
{
    const double days = floor(seconds / 86400);
    if (days * 86400 != seconds || !(fabs(days) < 4e6)) return false;
    const int shifted = (int)days + 719468, era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const int of_era = shifted - era * 146097,
              of_era_year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int of_year = of_era - (365 * of_era_year + of_era_year / 4 - of_era_year / 100),
              month_shifted = (5 * of_year + 2) / 153;
    const int day = of_year - (153 * month_shifted + 2) / 5 + 1,
              month = month_shifted < 10 ? month_shifted + 3 : month_shifted - 9;
    const int year = of_era_year + era * 400 + (month <= 2);
    if (year < 0 || year > 9999) return false;
    snprintf(buffer, BIREME_DATE_TEXT_SIZE, "%04d-%02d-%02d", year % 10000, month % 100, day % 100);
    return true;
}
