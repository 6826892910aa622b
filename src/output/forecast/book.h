/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the files that make the workbook of a forecast.
 */
#ifndef BIREME_OUTPUT_FORECAST_BOOK_H
#define BIREME_OUTPUT_FORECAST_BOOK_H

#include "output/book/charts.h"
#include "output/book/sheets.h"
#include "output/forecast/forecast.h"

/* Writes the sheet Periods: a row for each metric and period, with its statistics; nothing if there are none.
 * *first: the row of the first period of the subject. True: the sheet exists. */
bool bireme_book_periods(bireme_book *book, const bireme_forecast_view *view);

/* The sheet Trials: one column per metric, as named ranges. */
typedef struct bireme_trials {
    size_t n;                       /* rows */
    size_t columns;                 /* metrics */
    size_t *metric;                 /* [columns] */
    double *mean;                   /* [columns] over the rows shown */
    char subject[BIREME_BOOK_NAME]; /* the name of the subject's range; empty: there is none */
} bireme_trials;
bool bireme_book_trials(bireme_book *book, const bireme_forecast_view *view, bireme_trials *trials);
void bireme_book_trials_free(bireme_trials *trials);

#endif
