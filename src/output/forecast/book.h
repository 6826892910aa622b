/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files that make up the workbook of a forecast share.
 */
#ifndef BIREME_OUTPUT_FORECAST_BOOK_H
#define BIREME_OUTPUT_FORECAST_BOOK_H

#include "output/book/charts.h"
#include "output/book/sheets.h"
#include "output/forecast/forecast.h"

/* The sheet Periods: metric, period and statistics, a row each; nothing if there are none. *first: the row of
 * the first period of the subject. True: there is the sheet. */
bool bireme_book_periods(bireme_book *book, const bireme_forecast_view *view);

/* The sheet Trials: a column a metric, under names. */
typedef struct bireme_trials {
    size_t n;                       /* rows */
    size_t columns;                 /* metrics */
    size_t *metric;                 /* [columns] */
    double *mean;                   /* [columns] of the rows that are there */
    char subject[BIREME_BOOK_NAME]; /* the name of the subject's range; empty: it is not there */
} bireme_trials;
bool bireme_book_trials(bireme_book *book, const bireme_forecast_view *view, bireme_trials *trials);
void bireme_book_trials_free(bireme_trials *trials);

#endif
