/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quarters of a year that begins in any month, made of the periods of a scenario. A period belongs to the
 * quarter in which it begins, so that a week across the border of two is counted whole in the earlier one. A
 * fiscal year is called by the calendar year in which it ends, and is made of its quarters.
 */
#ifndef BIREME_MODEL_QUARTERS_H
#define BIREME_MODEL_QUARTERS_H

#include <stdbool.h>
#include <stddef.h>
#include "model/calendar.h"

/* A quarter, as far as it lies within the horizon. */
typedef struct bireme_quarter_of {
    int year, number;      /* of the fiscal year, 1 to 4 */
    size_t first, periods; /* those of the horizon in it, from its period 0: the first, and how many (≥ 1) */
    size_t of;             /* how many periods it has, those outside the horizon too */
} bireme_quarter_of;

/* A year, as far as it lies within the horizon. */
typedef struct bireme_year_of {
    int year;
    size_t first_quarter, quarters; /* of those of the horizon: the first in it, and how many (1 to 4) */
    size_t first, periods, of;      /* as of a quarter */
    bool cuts;                      /* one of its quarters has periods outside the horizon */
} bireme_year_of;

enum { BIREME_QUARTER_LABEL_SIZE = 64 };

/* Whether quarters of a year that begins in this month (1 to 12) can be made of the periods: not if these are
 * quarters themselves that begin in other months. */
bool bireme_quarters_fit(const bireme_calendar *calendar, int year_start);
/* How many quarters have one of the periods [periods] of the horizon. */
size_t bireme_quarters_count(const bireme_calendar *calendar, size_t periods, int year_start);
/* The q-th of these. */
bireme_quarter_of bireme_quarters_at(const bireme_calendar *calendar, size_t periods, int year_start,
                                     size_t q);
/* The same of years. */
size_t bireme_years_count(const bireme_calendar *calendar, size_t periods, int year_start);
bireme_year_of bireme_years_at(const bireme_calendar *calendar, size_t periods, int year_start, size_t y);
/* "Q1 2027"; "FY27 Q1", if the year does not begin in January; "Q1 2027, 2 of 3 months", if part of it is
 * outside the horizon. buffer of BIREME_QUARTER_LABEL_SIZE; returned. */
char *bireme_quarter_label(const bireme_calendar *calendar, const bireme_quarter_of *quarter, int year_start,
                           char *buffer);
/* "2027", "FY27"; "FY27, 2 of 4 quarters", or, if one of its quarters is cut, "FY27, 5 of 12 months". */
char *bireme_year_label(const bireme_calendar *calendar, const bireme_year_of *year, int year_start,
                        char *buffer);

#endif
