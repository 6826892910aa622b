/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/book/charts.h"

#include <math.h>
#include <string.h>
#include "output/forms/utf8.h"

/* Blue and orange of the Okabe-Ito palette, which colour-blind readers tell apart, and their kin. */
static const lxw_color_t blue = 0x0072B2, pale_blue = 0xBBD9EA, mid_blue = 0x6CAED2, orange = 0xE69F00,
                         vermilion = 0xD55E00, green = 0x009E73, grey = 0x6B7280, rule = 0xE1E5EA,
                         dark = 0x1F3A5F;
static const lxw_color_t line_colours[] = {0x0072B2, 0xD55E00, 0x009E73, 0xE69F00,
                                           0xCC79A7, 0x56B4E9, 0x000000, 0x999999};
enum {
    DATA_WIDTH = 16,
    LINE_COLOURS = sizeof line_colours / sizeof line_colours[0],
    DEFAULT_WIDTH = 480,
    DEFAULT_HEIGHT = 288
};

void bireme_charts_open(bireme_charts *charts, bireme_book *book)
{
    *charts = (bireme_charts){.book = book, .sheet = bireme_book_sheet(book, BIREME_CHART_DATA), .row = 2};
    bireme_book_width(book, charts->sheet, 0, 0, 44);
    bireme_book_width(book, charts->sheet, 1, 32, DATA_WIDTH);
    bireme_book_text(book, charts->sheet, 0, 0, BIREME_BOOK_HEADING, "The numbers behind the charts");
}

/* ------------------------ what all charts share */

/* Titles may hold the name of a metric, and that the name of a channel. */
static const char *cleaned(bireme_charts *charts, bireme_text *out, const char *text)
{
    bireme_utf8_append_clean(out, *text == '=' ? " " : "");
    bireme_utf8_append_clean(out, text);
    if (out->failed) charts->book->out_of_memory = true;
    return bireme_text_string(out);
}

/* Axes are written short: "$4.5M". `most`: the largest number on it. */
static void axis_format(bireme_book *book, lxw_chart_axis *axis, bireme_format format, double most)
{
    char pattern[BIREME_BOOK_PATTERN], number[BIREME_BOOK_PATTERN];
    bireme_book_pattern(pattern, format, book->currency);
    if (format == BIREME_FORMAT_MONEY || format == BIREME_FORMAT_COUNT) {
        /* the sign in quotes stands between the first two quotes of the pattern */
        const char *open = strchr(pattern, '"'), *close = open != NULL ? strchr(open + 1, '"') : NULL;
        int length = close != NULL && format == BIREME_FORMAT_MONEY ? (int)(close - open) + 1 : 0;
        const char *shape = most >= 2e9   ? "#,##0.0,,,\"B\""
                            : most >= 2e6 ? "#,##0.0,,\"M\""
                            : most >= 2e4 ? "#,##0,\"K\""
                                          : "#,##0";
        snprintf(number, sizeof number, "%.*s%s", length, length > 0 ? open : "", shape);
    } else {
        snprintf(number, sizeof number, "%s", format == BIREME_FORMAT_SHARE ? "0%" : pattern);
    }
    chart_axis_set_num_format(axis, number);
    bireme_book_kept(book, axis->num_format);
}

static lxw_chart *new_chart(bireme_charts *charts, uint8_t type, const char *title)
{
    lxw_chart_font title_font = {.size = 11, .bold = LXW_TRUE, .color = dark};
    lxw_chart_line none = {.none = LXW_TRUE}, rules = {.color = rule, .width = 0.75};
    lxw_chart *chart = charts->book->workbook != NULL && charts->sheet != NULL
                           ? workbook_add_chart(charts->book->workbook, type)
                           : NULL;
    if (chart == NULL) {
        charts->book->out_of_memory = true;
        return NULL;
    }
    bireme_text shown = {0};
    chart_title_set_name(chart, cleaned(charts, &shown, title));
    bireme_book_kept(charts->book, chart->title.name);
    bireme_text_free(&shown);
    chart_title_set_name_font(chart, &title_font);
    chart_chartarea_set_line(chart, &none);
    chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_TRUE);
    chart_axis_major_gridlines_set_line(chart->y_axis, &rules);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    return chart;
}

static void place_chart(bireme_charts *charts, bireme_chart_place place, lxw_chart *chart, const char *title)
{
    bireme_text description = {0};
    cleaned(charts, &description, title);
    bireme_text_format(&description, "; the numbers are on the sheet %s", BIREME_CHART_DATA);
    lxw_chart_options options = {.x_offset = place.right,
                                 .y_offset = 4,
                                 .x_scale = place.width / (double)DEFAULT_WIDTH,
                                 .y_scale = place.height / (double)DEFAULT_HEIGHT,
                                 .object_position = LXW_OBJECT_MOVE_DONT_SIZE,
                                 .description = description.data};
    if (description.failed) charts->book->out_of_memory = true;
    if (place.sheet != NULL)
        bireme_book_check(charts->book, worksheet_insert_chart_opt(place.sheet, (lxw_row_t)place.row,
                                                                   (lxw_col_t)place.column, chart, &options));
    bireme_text_free(&description);
}

/* The title over a block of numbers; the row of its column heads. */
static int open_block(bireme_charts *charts, const char *title)
{
    bireme_book_text(charts->book, charts->sheet, charts->row, 0, BIREME_BOOK_HEADING, title);
    return charts->row + 1;
}

static lxw_chart_series *add_series(bireme_charts *charts, lxw_chart *chart, int head, size_t n, int x_column,
                                    int column)
{
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    lxw_row_t first = (lxw_row_t)head + 1, last = (lxw_row_t)head + (lxw_row_t)n;
    bireme_book_kept(charts->book, series);
    if (series == NULL || series->categories == NULL || series->values == NULL) return NULL;
    chart_series_set_categories(series, BIREME_CHART_DATA, first, (lxw_col_t)x_column, last,
                                (lxw_col_t)x_column);
    chart_series_set_values(series, BIREME_CHART_DATA, first, (lxw_col_t)column, last, (lxw_col_t)column);
    chart_series_set_name_range(series, BIREME_CHART_DATA, (lxw_row_t)head, (lxw_col_t)column);
    bireme_book_kept(charts->book, series->categories->sheetname);
    bireme_book_kept(charts->book, series->values->sheetname);
    bireme_book_kept(charts->book, series->title.range != NULL ? series->title.range->sheetname : NULL);
    return series;
}

static void fill_with(lxw_chart_series *series, lxw_color_t colour)
{
    lxw_chart_fill fill = {.color = colour};
    lxw_chart_line none = {.none = LXW_TRUE};
    if (series == NULL) return;
    chart_series_set_fill(series, &fill);
    chart_series_set_line(series, &none);
}

static void hide(lxw_chart_series *series)
{
    lxw_chart_fill fill = {.none = LXW_TRUE};
    lxw_chart_line none = {.none = LXW_TRUE};
    if (series == NULL) return;
    chart_series_set_fill(series, &fill);
    chart_series_set_line(series, &none);
}

/* Labels in column 0 under the head. */
static void write_labels(bireme_charts *charts, int head, size_t n, const char *const *labels)
{
    for (size_t i = 0; i < n; i++)
        bireme_book_name_cell(charts->book, charts->sheet, head + 1 + (int)i, 0, 44, labels[i]);
}

static void write_column(bireme_charts *charts, int head, int column, const char *title, size_t n,
                         const double *value, size_t stride, bireme_format format)
{
    int lines = bireme_book_lines(title, DATA_WIDTH - 2);
    if (lines > charts->head_lines || head != charts->head) charts->head_lines = lines;
    charts->head = head;
    bireme_book_height(charts->book, charts->sheet, head, charts->head_lines);
    bireme_book_text(charts->book, charts->sheet, head, column, BIREME_BOOK_HEAD_RIGHT, title);
    for (size_t i = 0; i < n; i++)
        bireme_book_number(charts->book, charts->sheet, head + 1 + (int)i, column, BIREME_BOOK_BODY, format,
                           value[i * stride]);
}

/* Series k of a stack, whose first is the hidden base that the others stand on; without a word in the
 * legend. */
static void add_to_stack(bireme_charts *charts, lxw_chart *chart, int head, size_t n, int k,
                         lxw_color_t colour)
{
    int16_t base[] = {0, -1};
    lxw_chart_series *series = add_series(charts, chart, head, n, 0, k + 1);
    if (k > 0) {
        fill_with(series, colour);
        return;
    }
    hide(series);
    bireme_book_check(charts->book, chart_legend_delete_series(chart, base));
}

/* ------------------------ fan */

void bireme_chart_fan(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                      const char *const *labels, const double (*quantiles)[5], bireme_format format)
{
    static const char *const heads[] = {"P10", "P10 to P25", "P25 to P50", "P50 to P75", "P75 to P90"};
    const lxw_color_t colours[] = {0, pale_blue, blue, mid_blue, pale_blue};
    double most = 0;
    int head = open_block(charts, title);
    lxw_chart *chart = new_chart(charts, LXW_CHART_AREA_STACKED, title);
    if (chart == NULL) return;
    write_labels(charts, head, n, labels);
    for (int k = 0; k < 5; k++) {
        bireme_book_text(charts->book, charts->sheet, head, k + 1, BIREME_BOOK_HEAD_RIGHT, heads[k]);
        for (size_t t = 0; t < n; t++) {
            double width = quantiles[t][k] - (k > 0 ? quantiles[t][k - 1] : 0);
            bireme_book_number(charts->book, charts->sheet, head + 1 + (int)t, k + 1, BIREME_BOOK_BODY,
                               format, width);
            most = fmax(most, quantiles[t][k]);
        }
        add_to_stack(charts, chart, head, n, k, colours[k]);
    }
    axis_format(charts->book, chart->y_axis, format, most);
    place_chart(charts, place, chart, title);
    charts->row = head + (int)n + 3;
}

/* ------------------------ curves */

static void dress_line(lxw_chart_series *series, size_t i, bool points)
{
    lxw_chart_line line = {.color = line_colours[i % LINE_COLOURS], .width = 2.25}, none = {.none = LXW_TRUE};
    lxw_chart_fill fill = {.color = line_colours[i % LINE_COLOURS]};
    if (series == NULL) return;
    chart_series_set_line(series, points ? &none : &line);
    chart_series_set_marker_type(series, points ? LXW_CHART_MARKER_DIAMOND : LXW_CHART_MARKER_NONE);
    if (!points) return;
    chart_series_set_marker_size(series, 9);
    chart_series_set_marker_fill(series, &fill);
    chart_series_set_marker_line(series, &none);
}

static void set_ends(lxw_chart_axis *axis, double low, double high)
{
    if (isfinite(low)) chart_axis_set_min(axis, low);
    if (isfinite(high)) chart_axis_set_max(axis, high);
}

static double largest(double most, size_t n, const double *value)
{
    for (size_t i = 0; i < n; i++)
        if (isfinite(value[i])) most = fmax(most, fabs(value[i]));
    return most;
}

void bireme_chart_curves(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                         const bireme_curve_line *lines, const bireme_chart_axes *axes)
{
    lxw_chart_font small = {.size = 9, .color = grey};
    size_t longest = 0;
    double x_most = 0, y_most = 0;
    int head = open_block(charts, title);
    lxw_chart *chart = new_chart(charts, LXW_CHART_SCATTER_STRAIGHT, title);
    if (chart == NULL) return;
    for (size_t i = 0; i < n; i++) {
        int column = 1 + 2 * (int)i;
        write_column(charts, head, column, "x", lines[i].n, lines[i].x, 1, axes->x_format);
        write_column(charts, head, column + 1, lines[i].name, lines[i].n, lines[i].y, 1, axes->y_format);
        dress_line(add_series(charts, chart, head, lines[i].n, column, column + 1), i, lines[i].points);
        x_most = largest(x_most, lines[i].n, lines[i].x);
        y_most = largest(y_most, lines[i].n, lines[i].y);
        longest = lines[i].n > longest ? lines[i].n : longest;
    }
    bireme_text x_title = {0}, y_title = {0};
    chart_axis_set_name(chart->x_axis, cleaned(charts, &x_title, axes->x_title));
    chart_axis_set_name(chart->y_axis, cleaned(charts, &y_title, axes->y_title));
    bireme_book_kept(charts->book, chart->x_axis->title.name);
    bireme_book_kept(charts->book, chart->y_axis->title.name);
    bireme_text_free(&x_title);
    bireme_text_free(&y_title);
    chart_axis_set_name_font(chart->x_axis, &small);
    chart_axis_set_name_font(chart->y_axis, &small);
    axis_format(charts->book, chart->x_axis, axes->x_format, x_most);
    axis_format(charts->book, chart->y_axis, axes->y_format, y_most);
    set_ends(chart->x_axis, axes->x_low, axes->x_high);
    set_ends(chart->y_axis, axes->y_low, axes->y_high);
    chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_FALSE);
    if (n == 1) chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    place_chart(charts, place, chart, title);
    charts->row = head + (int)longest + 3;
}

/* ------------------------ waterfall */

enum { BASE, WHOLE, MORE, LESS, STEP_PARTS };

/* What part k shows of a step from one level to the next. Where levels are below 0 a stack cannot show steps:
 * changes are then bars from 0. */
static double part_of_step(int k, bool whole, bool crosses, double from, double to)
{
    double change = to - from;
    if (k == WHOLE) return whole ? to : 0;
    if (whole) return 0;
    if (k == BASE) return crosses ? 0 : fmin(from, to);
    if (k == MORE) return fmax(change, 0);
    return crosses ? fmin(change, 0) : fmax(-change, 0);
}

void bireme_chart_waterfall(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                            const char *const *names, const double *value, bireme_format format)
{
    static const char *const heads[] = {"base", "whole", "more", "less"};
    const lxw_color_t colours[] = {0, blue, green, vermilion};
    double level = 0, most = 0, least = INFINITY;
    for (size_t i = 0; i + 1 < n; i++) {
        level += value[i];
        least = fmin(least, level);
    }
    bool crosses = least < 0; /* a stack cannot show that */
    int head = open_block(charts, title);
    lxw_chart *chart = new_chart(charts, LXW_CHART_COLUMN_STACKED, title);
    if (chart == NULL) return;
    write_labels(charts, head, n, names);
    for (int k = 0; k < STEP_PARTS; k++) {
        bireme_book_text(charts->book, charts->sheet, head, k + 1, BIREME_BOOK_HEAD_RIGHT, heads[k]);
        level = 0;
        for (size_t i = 0; i < n; i++) {
            bool whole = i == 0 || i + 1 == n;
            double from = whole ? 0 : level, to = whole ? value[i] : level + value[i];
            bireme_book_number(charts->book, charts->sheet, head + 1 + (int)i, k + 1, BIREME_BOOK_BODY,
                               format, part_of_step(k, whole, crosses, from, to));
            most = fmax(most, fmax(fabs(from), fabs(to)));
            level = to;
        }
        add_to_stack(charts, chart, head, n, k, colours[k]);
    }
    chart_set_series_gap(chart, 40);
    chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    axis_format(charts->book, chart->y_axis, format, most);
    place_chart(charts, place, chart, title);
    charts->row = head + (int)n + 3;
}

/* ------------------------ bars */

void bireme_chart_tornado(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                          const char *const *names, const double *low, const double *high,
                          bireme_format format)
{
    lxw_chart_font small = {.size = 8};
    int head = open_block(charts, title);
    lxw_chart *chart = new_chart(charts, LXW_CHART_BAR, title);
    if (chart == NULL) return;
    write_labels(charts, head, n, names);
    write_column(charts, head, 1, "at its P10", n, low, 1, format);
    write_column(charts, head, 2, "at its P90", n, high, 1, format);
    fill_with(add_series(charts, chart, head, n, 0, 1), orange);
    fill_with(add_series(charts, chart, head, n, 0, 2), blue);
    chart_set_series_overlap(chart, 100);
    chart_set_series_gap(chart, 40);
    /* a bar chart lies on its side: its names are on the y axis */
    lxw_chart_line rules = {.color = rule, .width = 0.75};
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_label_position(chart->y_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    chart_axis_set_num_font(chart->y_axis, &small);
    chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_FALSE);
    chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_TRUE);
    chart_axis_major_gridlines_set_line(chart->x_axis, &rules);
    axis_format(charts->book, chart->x_axis, format, largest(largest(0, n, low), n, high));
    place_chart(charts, place, chart, title);
    charts->row = head + (int)n + 3;
}

void bireme_chart_bars(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                       const char *const *names, const char *const series[2], const double *first,
                       const double *second, bireme_format format)
{
    int head = open_block(charts, title);
    lxw_chart *chart = new_chart(charts, LXW_CHART_COLUMN, title);
    if (chart == NULL) return;
    write_labels(charts, head, n, names);
    write_column(charts, head, 1, series[0], n, first, 1, format);
    write_column(charts, head, 2, series[1], n, second, 1, format);
    fill_with(add_series(charts, chart, head, n, 0, 1), mid_blue);
    fill_with(add_series(charts, chart, head, n, 0, 2), blue);
    chart_set_series_gap(chart, 60);
    axis_format(charts->book, chart->y_axis, format, largest(largest(0, n, first), n, second));
    place_chart(charts, place, chart, title);
    charts->row = head + (int)n + 3;
}
