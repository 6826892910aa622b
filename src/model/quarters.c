/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Months are counted from January of the year 0, and quarters from the first that a fiscal year has after
 * that; the position of a quarter's first day among the periods (model/calendar.h) then says which periods
 * begin in it.
 */
#include "model/quarters.h"

#include <math.h>
#include <stdio.h>
#include "base/text.h"

bool bireme_quarters_fit(const bireme_calendar *calendar, int year_start)
{
    return calendar->period != BIREME_PERIOD_QUARTER || (calendar->month - year_start) % 3 == 0;
}

/* Which quarter, counted through all years, period t begins in; years are after 0. */
static long quarter_of(const bireme_calendar *calendar, size_t t, int year_start)
{
    int year, month, day;
    bireme_calendar_start(calendar, t, &year, &month, &day);
    return (12L * year + month - year_start) / 3;
}

/* The first period that begins in that quarter or later; may be negative, or after the horizon. */
static long first_in(const bireme_calendar *calendar, long quarter, int year_start)
{
    const long months = 3 * quarter + year_start - 1;
    return (long)ceil(bireme_calendar_position(calendar, (int)(months / 12), (int)(months % 12) + 1, 1));
}

size_t bireme_quarters_count(const bireme_calendar *calendar, size_t periods, int year_start)
{
    return (size_t)(quarter_of(calendar, periods - 1, year_start) - quarter_of(calendar, 0, year_start)) + 1;
}

bireme_quarter_of bireme_quarters_at(const bireme_calendar *calendar, size_t periods, int year_start,
                                     size_t q)
{
    const long quarter = quarter_of(calendar, 0, year_start) + (long)q,
               from = first_in(calendar, quarter, year_start),
               to = first_in(calendar, quarter + 1, year_start), first = from > 0 ? from : 0,
               end = to < (long)periods ? to : (long)periods;
    return (bireme_quarter_of){.year = (int)(quarter / 4) + (year_start > 1),
                               .number = (int)(quarter % 4) + 1,
                               .first = (size_t)first,
                               .periods = (size_t)(end - first),
                               .of = (size_t)(to - from)};
}

/* ------------------------ years */

size_t bireme_years_count(const bireme_calendar *calendar, size_t periods, int year_start)
{
    return (size_t)(quarter_of(calendar, periods - 1, year_start) / 4 -
                    quarter_of(calendar, 0, year_start) / 4) +
           1;
}

bireme_year_of bireme_years_at(const bireme_calendar *calendar, size_t periods, int year_start, size_t y)
{
    const long before = quarter_of(calendar, 0, year_start) % 4; /* quarters of the first year before it */
    const size_t all = bireme_quarters_count(calendar, periods, year_start),
                 first = y > 0 ? 4 * y - (size_t)before : 0, to = 4 * (y + 1) - (size_t)before,
                 end = to < all ? to : all;
    const long quarter = quarter_of(calendar, 0, year_start) - before + 4 * (long)y;
    bireme_year_of year = {.year = (int)(quarter / 4) + (year_start > 1),
                           .first_quarter = first,
                           .quarters = end - first,
                           .of = (size_t)(first_in(calendar, quarter + 4, year_start) -
                                          first_in(calendar, quarter, year_start))};
    for (size_t q = first; q < end; q++) {
        const bireme_quarter_of of = bireme_quarters_at(calendar, periods, year_start, q);
        if (q == first) year.first = of.first;
        year.periods += of.periods;
        year.cuts |= of.periods < of.of;
    }
    return year;
}

/* ------------------------ what they are called */

char *bireme_quarter_label(const bireme_calendar *calendar, const bireme_quarter_of *quarter, int year_start,
                           char *buffer)
{
    /* The remainders do not change the values; they prove to the compiler that the label fits. */
    const unsigned year = (unsigned)quarter->year % 1000000, number = (unsigned)quarter->number % 10;
    int length = year_start == 1
                     ? snprintf(buffer, BIREME_QUARTER_LABEL_SIZE, "Q%u %04u", number, year)
                     : snprintf(buffer, BIREME_QUARTER_LABEL_SIZE, "FY%02u Q%u", year % 100, number);
    if (quarter->periods < quarter->of)
        snprintf(buffer + length, BIREME_QUARTER_LABEL_SIZE - (size_t)length, ", %zu of %zu %s%s",
                 quarter->periods % 1000, quarter->of % 1000, bireme_period_name(calendar->period),
                 bireme_plural(quarter->of));
    return buffer;
}

char *bireme_year_label(const bireme_calendar *calendar, const bireme_year_of *year, int year_start,
                        char *buffer)
{
    const unsigned called = (unsigned)year->year % 1000000;
    int length = year_start == 1 ? snprintf(buffer, BIREME_QUARTER_LABEL_SIZE, "%04u", called)
                                 : snprintf(buffer, BIREME_QUARTER_LABEL_SIZE, "FY%02u", called % 100);
    char *part = buffer + length;
    const size_t room = BIREME_QUARTER_LABEL_SIZE - (size_t)length;
    if (year->cuts)
        snprintf(part, room, ", %zu of %zu %s%s", year->periods % 1000, year->of % 1000,
                 bireme_period_name(calendar->period), bireme_plural(year->of));
    else if (year->quarters < 4)
        snprintf(part, room, ", %zu of 4 quarters", year->quarters % 10);
    return buffer;
}
