/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Periods and dates. All periods of a scenario are equally long: a month has 365.25/12 days, a quarter
 * 365.25/4, a week 7. Labels follow the real calendar: 2027-01, 2027-02, … for months, 2027-01, 2027-04, …
 * for quarters, 2027-01-04, 2027-01-11, … for weeks.
 */
#ifndef BIREME_MODEL_CALENDAR_H
#define BIREME_MODEL_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

/* The periods: as scenarios spell them; how many days long, and the same in words. */
#define BIREME_PERIOD_ROWS(ROW)                                                                              \
    ROW(WEEK, "week", 7, "7 days")                                                                           \
    ROW(MONTH, "month", 365.25 / 12, "365.25/12 days")                                                       \
    ROW(QUARTER, "quarter", 365.25 / 4, "365.25/4 days")

typedef enum bireme_period {
#define BIREME_PERIOD_KIND(kind, name, days, words) BIREME_PERIOD_##kind,
    BIREME_PERIOD_ROWS(BIREME_PERIOD_KIND) BIREME_PERIOD_COUNT
} bireme_period;

typedef struct bireme_calendar {
    bireme_period period;
    int year, month, day; /* first day of period 0; day is 1 unless periods are weeks */
} bireme_calendar;

#define BIREME_LABEL_SIZE 16

/* "month" */
const char *bireme_period_name(bireme_period period);
/* False: no period is called that. */
bool bireme_period_find(const char *name, bireme_period *out);
/* Length of a period in days. */
double bireme_calendar_days(const bireme_calendar *calendar);
/* Parses "2027-04" or "2027-04-15"; false: not a date. Without a day *day is 1. */
bool bireme_date_parse(const char *text, int *year, int *month, int *day);
/* The first day of period t. */
void bireme_calendar_start(const bireme_calendar *calendar, size_t t, int *year, int *month, int *day);
/* Label of period t (t may be the number of periods: the end). buffer of BIREME_LABEL_SIZE; returned. */
char *bireme_calendar_label(const bireme_calendar *calendar, size_t t, char *buffer);
/* The end of period t as a date: its last month, or for a week its last day (2028-12, of the quarter
 * 2028-10). buffer of BIREME_LABEL_SIZE; returned. */
char *bireme_calendar_end(const bireme_calendar *calendar, size_t t, char *buffer);

/* Periods in sentences, as people say them. Each function writes into a buffer of BIREME_SAID_SIZE and
 * returns it. Quarters that begin in January, April, July or October are called Q1 to Q4. */
#define BIREME_SAID_SIZE 80

/* Period t: "January 2027", "Q1 2027", "the week of 4 January 2027"; other quarters: "the quarter from
 * February 2027". */
char *bireme_calendar_say(const bireme_calendar *calendar, size_t t, char *buffer);
/* "by the end of December 2027", "by the end of Q4 2027"; of a week, whose last day it names: "by 10 January
 * 2027". */
char *bireme_calendar_say_by(const bireme_calendar *calendar, size_t t, char *buffer);
/* The same of the period that the date falls in; a text that is not a date, or one before the start, is
 * left as it is: "by the end of soon". */
char *bireme_calendar_say_by_date(const bireme_calendar *calendar, const char *date, char *buffer);
/* The first so many periods: "12 months from January 2027", "1 quarter from Q3 2027", "26 weeks from 4
 * January 2027". */
char *bireme_calendar_say_span(const bireme_calendar *calendar, size_t n, char *buffer);
/* The same after "in": "2027" for a calendar year, "the year from July 2026", "January 2027", "the 18 months
 * from January 2027". */
char *bireme_calendar_say_horizon(const bireme_calendar *calendar, size_t n, char *buffer);

/* The period that the date falls in: negative before the start; not limited to the horizon. */
long bireme_calendar_find(const bireme_calendar *calendar, int year, int month, int day);
/* The same as a number of periods since the start, with the fraction of the period counted in days of the
 * real calendar. */
double bireme_calendar_position(const bireme_calendar *calendar, int year, int month, int day);
/* Days of the real calendar from the first day of period 0 to the date; negative before the start. */
long bireme_calendar_days_to(const bireme_calendar *calendar, int year, int month, int day);
/* The same to the end of period t, which is where period t + 1 begins. */
long bireme_calendar_days_to_end(const bireme_calendar *calendar, size_t t);
/* Twelve values by calendar month (January first), averaged over period t in proportion to its days in each
 * month. */
double bireme_calendar_average(const bireme_calendar *calendar, const double month_value[12], size_t t);

#endif
