/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the kinds of charts: creating one, its numbers on the sheet "Chart data", its place.
 */
#ifndef BIREME_OUTPUT_BOOK_CHART_PARTS_H
#define BIREME_OUTPUT_BOOK_CHART_PARTS_H

#include "output/book/charts.h"

enum {
    BIREME_CHART_LABEL_MOST = 30,     /* columns of a terminal: longer names are shortened in a chart */
    BIREME_CHART_LABELS_ABREAST = 66, /* total length of labels side by side under a chart of half a page */
    BIREME_CHART_PERIODS_ABREAST = 6, /* the most periods with a label under a chart */
    BIREME_CHART_PERIOD_MOST = 10     /* letters of a period's name */
};

/* Blue and orange of the Okabe-Ito palette, which colour-blind readers can tell apart, and shades of them. */
enum {
    BIREME_BLUE = 0x0072B2,
    BIREME_PALE_BLUE = 0xBBD9EA,
    BIREME_MID_BLUE = 0x6CAED2,
    BIREME_ORANGE = 0xE69F00,
    BIREME_VERMILION = 0xD55E00,
    BIREME_GREEN = 0x009E73,
    BIREME_GREY = 0x6B7280,
    BIREME_RULE = 0xE1E5EA,
    BIREME_DARK = 0x1F3A5F
};

/* The number format of an axis, written short: "$4.5M". `most`: the largest number on it; step: the distance
 * between ticks, NAN: automatic. */
void bireme_chart_axis_format(bireme_book *book, lxw_chart_axis *axis, bireme_format format, double most,
                              double step);

/* The title of an axis; names in it are made safe. */
void bireme_chart_axis_title(bireme_charts *charts, lxw_chart_axis *axis, const char *title);

/* Sets round ticks from below `low` to above `high`, a few of them, and returns the distance between them;
 * NAN if that is left to the program that opens the file. A range that is negligible compared with the
 * numbers is widened: an axis from 9,029 to 9,039 would make mountains out of nothing. */
double bireme_chart_axis_round(lxw_chart_axis *axis, double low, double high);

/* Creates a chart. NULL: out of memory, which the book remembers. type: LXW_CHART_… */
lxw_chart *bireme_chart_new(bireme_charts *charts, uint8_t type, const char *title);

/* Puts the chart in its place, with a description for readers who cannot see it; the next chart's numbers go
 * below its own, which are n rows under the head. */
void bireme_chart_insert(bireme_charts *charts, bireme_chart_place place, lxw_chart *chart, const char *title,
                         int head, size_t n);

/* Writes the title over a block of numbers; returns the row of its column heads, which are repeated on every
 * page. */
int bireme_chart_block(bireme_charts *charts, const char *title, size_t rows);

/* A series of n rows under the head: x (or labels) in one column, values in another. NULL: out of memory. */
lxw_chart_series *bireme_chart_series(bireme_charts *charts, lxw_chart *chart, int head, size_t n,
                                      int x_column, int column);

/* NULL is fine. */
void bireme_chart_fill(lxw_chart_series *series, lxw_color_t colour);

/* Writes the head of column 0, and labels under it. */
void bireme_chart_labels(bireme_charts *charts, int head, const char *title, size_t n,
                         const char *const *labels, int most);

/* Writes values [n] under their title, in one unit. */
void bireme_chart_column(bireme_charts *charts, int head, int column, const char *title, size_t n,
                         const double *value, bireme_format format);

/* The length of the longest name, in columns of a terminal. */
int bireme_chart_longest(size_t n, const char *const *names);

/* How long the names of n columns side by side may be. */
int bireme_chart_label_most(size_t n);

/* Series k of a stack, whose first is the invisible base under the others; it has no legend entry. */
void bireme_chart_stack(bireme_charts *charts, lxw_chart *chart, int head, size_t n, int k,
                        lxw_color_t colour);

/* With many periods only some get labels, which would otherwise be broken at the hyphen. */
void bireme_chart_thin_out(lxw_chart *chart, size_t n);

/* The largest magnitude among `most` and the finite values [n]. */
double bireme_chart_largest(double most, size_t n, const double *value);

#endif
