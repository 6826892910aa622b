/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Native charts of a workbook. Each writes its numbers on the sheet "Chart data", one chart below the other,
 * and is placed on a sheet of the caller's. Texts are the program's own or are in cells: a text from outside
 * is never a title or a formula.
 */
#ifndef BIREME_OUTPUT_BOOK_CHARTS_H
#define BIREME_OUTPUT_BOOK_CHARTS_H

#include "output/book/book.h"

#define BIREME_CHART_DATA "Chart data"

typedef struct bireme_charts {
    bireme_book *book;
    lxw_worksheet *sheet; /* "Chart data" */
    int row;              /* the next free row */
} bireme_charts;

/* Where a chart goes: its upper left corner, in that cell, moved right by `right` pixels. */
typedef struct bireme_chart_place {
    lxw_worksheet *sheet;
    int row, column, right;
    int width, height; /* pixels */
} bireme_chart_place;

/* The number of rows that a picture of that height in pixels covers. */
int bireme_chart_rows(int height);

/* Adds the sheet "Chart data"; to be called after the other sheets. */
void bireme_charts_open(bireme_charts *charts, bireme_book *book);

/* Bands between P10, P25, P50, P75 and P90 [n][5] over n labels; nothing below 0. */
void bireme_chart_fan(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                      const char *const *labels, const double (*quantiles)[5], bireme_format format);

typedef struct bireme_curve_line {
    const char *name; /* any text */
    size_t n;
    const double *x, *y; /* [n] */
    bool points;         /* marks without a line */
} bireme_curve_line;

typedef struct bireme_chart_axes {
    const char *x_title, *y_title; /* the program's own words */
    bireme_format x_format, y_format;
    double x_low, x_high, y_low, y_high; /* NAN: chosen automatically */
} bireme_chart_axes;

/* Lines over x, at most 16. */
void bireme_chart_curves(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                         const bireme_curve_line *lines, const bireme_chart_axes *axes);

typedef struct bireme_chart_line {
    const char *name;    /* any text */
    const double *value; /* [n], NAN: none */
    enum { BIREME_LINE_THICK, BIREME_LINE_THIN, BIREME_LINE_DASHED } look;
} bireme_chart_line;

/* Lines over n labels, at most 8; from 0, if nothing is below it. y_title: the program's own words. */
void bireme_chart_lines(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                        const char *const *labels, size_t n_lines, const bireme_chart_line *lines,
                        const char *y_title, bireme_format format);

/* Bars without gaps over steps that begin at from [n]; share [n]: of the whole, 0 to 1. x_title: the
 * program's own words, but for the name of a metric. */
void bireme_chart_histogram(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                            const double *from, const double *share, const char *x_title,
                            bireme_format format);

/* From the first value by n − 2 changes to the last. value [n]: the first and the last are totals, the others
 * changes. */
void bireme_chart_waterfall(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                            const char *const *names, const double *value, bireme_format format);

/* Bars from 0 to low[i] and to high[i], the first on top. */
void bireme_chart_tornado(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                          const char *const *names, const double *low, const double *high,
                          bireme_format format);

/* Pairs of adjacent bars: today and best. */
void bireme_chart_bars(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                       const char *const *names, const char *const series[2], const double *first,
                       const double *second, bireme_format format);

#endif
