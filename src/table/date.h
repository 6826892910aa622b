/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A cell read as a date: with the day first, with the month first, or with either.
 *
 *   2026-03-31, 2026/3/31, 2026.03.31      the year first, of four digits: one reading
 *   31/03/2026, 3/31/2026, 31.3.2026 …     `/`, `-` or `.`, the same twice, and a year of four digits
 *   03/04/2026                             ambiguous, unless day and month are the same number
 *   31.03.26                               no date: a year of two digits is not guessed at
 *   … 14:05, T14:05:06.5, 2:05 PM          a time of day after a blank or T, if wanted
 *   … Z, +02:00, -0500, UTC                and its offset, if wanted; without one the moment is taken as UTC
 *   1767225600                             seconds or milliseconds since 1970: only where that is told
 */
#ifndef BIREME_TABLE_DATE_H
#define BIREME_TABLE_DATE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct bireme_date {
    /* can be read so; a date with the year first can be read both ways */
    bool day_first, month_first;
    double with_day_first, with_month_first; /* seconds since 1970-01-01 00:00 UTC */
    bool has_time;
    bool short_year; /* not a date, because the year has only two digits */
} bireme_date;

/* Reads the text [n]; false: it is not a date either way. */
bool bireme_date_read(const char *text, size_t n, bireme_date *out);

/* Writes "2027-03-31". False: the seconds since 1970 are not the beginning of a day. */
enum { BIREME_DATE_TEXT_SIZE = 40 };
bool bireme_date_write(double seconds, char buffer[BIREME_DATE_TEXT_SIZE]);

static inline bool bireme_date_is_ambiguous(const bireme_date *date)
{
    return date->day_first && date->month_first && date->with_day_first != date->with_month_first;
}

#endif
