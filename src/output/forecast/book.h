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

/* The charts on Summary, from that row on; returns the next free row. */
int bireme_book_summary_charts(bireme_charts *charts, const bireme_forecast_view *view,
                               lxw_worksheet *summary, int row);
/* Whether there are more, and putting them on a sheet: what has come up to each period's end and the goal,
 * the chance by then, a histogram, what comes to sales and what they can take up. */
bool bireme_book_has_charts(const bireme_forecast_view *view);
void bireme_book_forecast_charts(bireme_charts *charts, const bireme_forecast_view *view,
                                 lxw_worksheet *sheet);

#endif
