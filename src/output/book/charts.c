/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/book/chart_parts.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "output/book/pages.h"
#include "output/book/sheets.h"
#include "output/forms/utf8.h"

static const lxw_color_t line_colours[] = {0x0072B2, 0xD55E00, 0x009E73, 0xE69F00,
                                           0xCC79A7, 0x56B4E9, 0x000000, 0x999999};
enum {
    DATA_WIDTH = 18,
    TICKS_MOST = 5,
    LONG_BLOCK = 20,
    LINE_COLOURS = sizeof line_colours / sizeof line_colours[0],
    DEFAULT_WIDTH = 480,
    DEFAULT_HEIGHT = 288
};

void bireme_charts_open(bireme_charts *charts, bireme_book *book)
{
    *charts = (bireme_charts){.book = book, .sheet = bireme_book_sheet(book, BIREME_CHART_DATA), .row = 2};
    bireme_book_width(book, charts->sheet, 0, 0, BIREME_CHART_LABEL_MOST + 8);
    bireme_book_width(book, charts->sheet, 1, 32, DATA_WIDTH);
    bireme_book_text(book, charts->sheet, 0, 0, BIREME_BOOK_HEADING, "The numbers behind the charts");
}

/* ------------------------ what all charts share */

/* Titles may contain the name of a metric, and so the name of a channel. */
static const char *cleaned(bireme_charts *charts, bireme_text *out, const char *text)
{
    bireme_utf8_append_clean(out, *text == '=' ? " " : "");
    bireme_utf8_append_clean(out, text);
    if (out->failed) charts->book->out_of_memory = true;
    return bireme_text_string(out);
}

void bireme_chart_axis_title(bireme_charts *charts, lxw_chart_axis *axis, const char *title)
{
    lxw_chart_font small = {.size = 9, .color = BIREME_GREY};
    bireme_text shown = {0};
    chart_axis_set_name(axis, cleaned(charts, &shown, title));
    bireme_book_kept(charts->book, axis->title.name);
    bireme_text_free(&shown);
    chart_axis_set_name_font(axis, &small);
}

void bireme_chart_axis_format(bireme_book *book, lxw_chart_axis *axis, bireme_format format, double most,
                              double step)
{
    static const struct {
        double from, unit;
        const char *end;
    } units[] = {{2e12, 1e12, ",,,,\"T\""},
                 {2e9, 1e9, ",,,\"B\""},
                 {2e6, 1e6, ",,\"M\""},
                 {2e4, 1e3, ",\"K\""},
                 {0, 1, ""}};
    char unit[BIREME_BOOK_UNIT], number[BIREME_BOOK_PATTERN], sign[BIREME_BOOK_UNIT + 2] = "";
    size_t u = 0;
    bool whole = format == BIREME_FORMAT_MONEY || format == BIREME_FORMAT_COUNT ||
                 format == BIREME_FORMAT_WHOLE;
    while (whole && most < units[u].from) u++;
    if (!whole) u = sizeof units / sizeof units[0] - 1;
    double shown = format == BIREME_FORMAT_SHARE ? 100 : 1 / units[u].unit;
    int decimals = 0;
    for (double s = step * shown; isfinite(s) && decimals < 6 && fabs(s - floor(s + 0.5)) > 1e-6 * s; s *= 10)
        decimals++;
    if (!isfinite(step) && most * shown < 5 && most > 0)
        for (double s = most * shown; s < 50 && decimals < 8; s *= 10) decimals++;
    if (!isfinite(step) && u + 1 < sizeof units / sizeof units[0] && most * shown < 20) decimals = 1;
    if (format == BIREME_FORMAT_MONEY)
        snprintf(sign, sizeof sign, "\"%s\"", bireme_book_unit(unit, book->currency));
    snprintf(number, sizeof number, "%s#,##0%s%.*s%s%s", sign, decimals > 0 ? "." : "", decimals, "00000000",
             units[u].end,
             format == BIREME_FORMAT_SHARE   ? "%"
             : format == BIREME_FORMAT_RATIO ? "\"×\""
                                             : "");
    chart_axis_set_num_format(axis, number);
    bireme_book_kept(book, axis->num_format);
}

double bireme_chart_axis_round(lxw_chart_axis *axis, double low, double high)
{
    const double least = 0.02 * fmax(fabs(low), fabs(high));
    if (!isfinite(low) || !isfinite(high) || high < low) return NAN;
    if (high - low < least) {
        double middle = low / 2 + high / 2;
        low = middle - least / 2;
        high = middle + least / 2;
    }
    if (!(high > low)) return NAN;
    double step = pow(10, floor(log10((high - low) / TICKS_MOST)));
    static const double times[] = {2, 2.5, 2};
    for (size_t k = 0; (high - low) / step > TICKS_MOST; k++) step *= times[k % 3];
    low = step * floor(low / step + 1e-9);
    high = step * ceil(high / step - 1e-9);
    chart_axis_set_min(axis, low);
    chart_axis_set_max(axis, high);
    chart_axis_set_major_unit(axis, step);
    return step;
}

lxw_chart *bireme_chart_new(bireme_charts *charts, uint8_t type, const char *title)
{
    lxw_chart_font title_font = {.size = 11, .bold = LXW_TRUE, .color = BIREME_DARK};
    lxw_chart_line none = {.none = LXW_TRUE}, rules = {.color = BIREME_RULE, .width = 0.75};
    lxw_chart *chart = charts->book->workbook != NULL && charts->sheet != NULL
                           ? workbook_add_chart(charts->book->workbook, type)
                           : NULL;
    if (chart == NULL) {
        charts->book->out_of_memory = true;
        return NULL;
    }
    bireme_text shown = {0};
    cleaned(charts, &shown, title);
    size_t first = strcspn(bireme_text_string(&shown), " ._");
    if (shown.length > 0 && shown.data[0] >= 'a' && shown.data[0] <= 'z' &&
        (shown.data[first] == ' ' || shown.data[first] == '\0'))
        shown.data[0] = (char)(shown.data[0] - 'a' + 'A');
    chart_title_set_name(chart, bireme_text_string(&shown));
    bireme_book_kept(charts->book, chart->title.name);
    bireme_text_free(&shown);
    chart_title_set_name_font(chart, &title_font);
    chart_chartarea_set_line(chart, &none);
    chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_TRUE);
    chart_axis_major_gridlines_set_line(chart->y_axis, &rules);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    return chart;
}

int bireme_chart_rows(int height)
{
    return (int)ceil((height + 4) * 0.75 / BIREME_PAGES_ROW) + 1;
}

/* The last column that the chart covers. */
static int last_under(const bireme_charts *charts, bireme_chart_place place)
{
    double left = place.right + place.width;
    int column = place.column;
    for (; left > 0 && column < BIREME_SUMMARY_COLUMNS; column++)
        left -= 7 * bireme_pages_room(charts->book, place.sheet, column, column) + 5;
    return column > place.column ? column - 1 : column;
}

void bireme_chart_insert(bireme_charts *charts, bireme_chart_place place, lxw_chart *chart, const char *title,
                         int head, size_t n)
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
    bireme_pages_picture(charts->book, place.sheet, place.row, bireme_chart_rows(place.height) - 1,
                         last_under(charts, place));
    if (place.sheet != NULL)
        bireme_book_check(charts->book, worksheet_insert_chart_opt(place.sheet, (lxw_row_t)place.row,
                                                                   (lxw_col_t)place.column, chart, &options));
    bireme_book_release(charts->book, &description);
    charts->row = head + (int)n + 3;
}

int bireme_chart_block(bireme_charts *charts, const char *title, size_t rows)
{
    bool is_long = rows > LONG_BLOCK;
    bireme_pages_titles(charts->book, charts->sheet, is_long ? charts->row + 1 : -1,
                        is_long ? charts->row + 1 : -1);
    bireme_book_text(charts->book, charts->sheet, charts->row, 0, BIREME_BOOK_HEADING, title);
    return charts->row + 1;
}

lxw_chart_series *bireme_chart_series(bireme_charts *charts, lxw_chart *chart, int head, size_t n,
                                      int x_column, int column)
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

void bireme_chart_fill(lxw_chart_series *series, lxw_color_t colour)
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

void bireme_chart_labels(bireme_charts *charts, int head, const char *title, size_t n,
                         const char *const *labels, int most)
{
    bireme_book_text(charts->book, charts->sheet, head, 0, BIREME_BOOK_HEAD, title);
    for (size_t i = 0; i < n; i++) {
        bireme_text label = {0};
        bireme_book_shorten(&label, labels[i], most);
        bireme_book_text(charts->book, charts->sheet, head + 1 + (int)i, 0, BIREME_BOOK_BODY,
                         bireme_text_string(&label));
        bireme_book_release(charts->book, &label);
    }
}

void bireme_chart_column(bireme_charts *charts, int head, int column, const char *title, size_t n,
                         const double *value, bireme_format format)
{
    bireme_book_shape shape = bireme_book_shape_of(format, n, value);
    bireme_text name = {0};
    bireme_book_shorten(&name, title, 2 * BIREME_CHART_LABEL_MOST);
    bireme_book_text(charts->book, charts->sheet, head, column, BIREME_BOOK_HEAD_RIGHT,
                     bireme_text_string(&name));
    bireme_book_release(charts->book, &name);
    for (size_t i = 0; i < n; i++)
        bireme_book_shaped(charts->book, charts->sheet, head + 1 + (int)i, column, BIREME_BOOK_BODY, shape,
                           value[i]);
}

int bireme_chart_label_most(size_t n)
{
    int most = n > 0 ? BIREME_CHART_LABELS_ABREAST / (int)n : BIREME_CHART_LABELS_ABREAST;
    return most < 7 ? 7 : most > BIREME_CHART_LABEL_MOST ? BIREME_CHART_LABEL_MOST : most;
}

int bireme_chart_longest(size_t n, const char *const *names)
{
    int most = 0;
    for (size_t i = 0; i < n; i++) {
        int wide = bireme_utf8_width(names[i]);
        most = wide > most ? wide : most;
    }
    return most;
}

void bireme_chart_stack(bireme_charts *charts, lxw_chart *chart, int head, size_t n, int k,
                        lxw_color_t colour)
{
    int16_t base[] = {0, -1};
    lxw_chart_series *series = bireme_chart_series(charts, chart, head, n, 0, k + 1);
    if (k > 0) {
        bireme_chart_fill(series, colour);
        return;
    }
    hide(series);
    bireme_book_check(charts->book, chart_legend_delete_series(chart, base));
}

void bireme_chart_thin_out(lxw_chart *chart, size_t n)
{
    lxw_chart_font small = {.size = 8};
    chart_axis_set_num_font(chart->x_axis, &small);
    if (n > BIREME_CHART_PERIODS_ABREAST)
        chart_axis_set_interval_unit(
            chart->x_axis, (uint16_t)((n + BIREME_CHART_PERIODS_ABREAST - 1) / BIREME_CHART_PERIODS_ABREAST));
}

/* ------------------------ fan */

/* The bands mirror around the median, which is an area without height: only its border is seen, a line. */
static void draw_median(bireme_charts *charts, lxw_chart *chart, int head, size_t n, int column)
{
    lxw_chart_line line = {.color = BIREME_BLUE, .width = 2.25};
    lxw_chart_series *series = bireme_chart_series(charts, chart, head, n, 0, column);
    bireme_chart_fill(series, BIREME_BLUE);
    if (series != NULL) chart_series_set_line(series, &line);
}

void bireme_chart_fan(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                      const char *const *labels, const double (*quantiles)[5], bireme_format format)
{
    enum { COLUMNS = 6, MEDIAN = 3 };
    static const char *const heads[COLUMNS] = {"P10",         "P10 to P25", "P25 to P50",
                                               "P50, a line", "P50 to P75", "P75 to P90"};
    /* The quantiles that each column lies between: up to, and from. */
    static const int to[COLUMNS] = {0, 1, 2, 2, 3, 4}, from[COLUMNS] = {-1, 0, 1, 2, 2, 3};
    static const lxw_color_t colours[COLUMNS] = {0, BIREME_PALE_BLUE, BIREME_MID_BLUE,
                                                 0, BIREME_MID_BLUE,  BIREME_PALE_BLUE};
    double most = 0, *width = bireme_calloc(n, sizeof *width);
    int head = bireme_chart_block(charts, title, n);
    lxw_chart *chart = bireme_chart_new(charts, LXW_CHART_AREA_STACKED, title);
    if (width == NULL) charts->book->out_of_memory = true;
    if (chart == NULL || width == NULL) {
        bireme_free(width);
        return;
    }
    bireme_chart_labels(charts, head, "period", n, labels, BIREME_CHART_LABEL_MOST);
    for (int k = 0; k < COLUMNS; k++) {
        for (size_t t = 0; t < n; t++) {
            width[t] = quantiles[t][to[k]] - (from[k] >= 0 ? quantiles[t][from[k]] : 0);
            most = fmax(most, quantiles[t][to[k]]);
        }
        bireme_chart_column(charts, head, k + 1, heads[k], n, width, format);
        if (k == MEDIAN)
            draw_median(charts, chart, head, n, k + 1);
        else
            bireme_chart_stack(charts, chart, head, n, k, colours[k]);
    }
    bireme_free(width);
    bireme_chart_axis_format(charts->book, chart->y_axis, format, most, NAN);
    bireme_chart_thin_out(chart, n);
    bireme_chart_insert(charts, place, chart, title, head, n);
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

/* Sets the given ends, or round ones around the data; returns the distance between ticks. */
static double set_ends(lxw_chart_axis *axis, double low, double high, double least, double most)
{
    double step = bireme_chart_axis_round(axis, isfinite(low) ? low : least, isfinite(high) ? high : most);
    if (isfinite(low)) chart_axis_set_min(axis, low);
    if (isfinite(high)) chart_axis_set_max(axis, high);
    return step;
}

static void widen_ends(double ends[2], size_t n, const double *value)
{
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(value[i])) continue;
        ends[0] = fmin(ends[0], value[i]);
        ends[1] = fmax(ends[1], value[i]);
    }
}

double bireme_chart_largest(double most, size_t n, const double *value)
{
    for (size_t i = 0; i < n; i++)
        if (isfinite(value[i])) most = fmax(most, fabs(value[i]));
    return most;
}

void bireme_chart_curves(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                         const bireme_curve_line *lines, const bireme_chart_axes *axes)
{
    lxw_chart_font marks = {.size = 8};
    size_t longest = 0;
    double x_most = 0, y_most = 0, x_ends[2] = {INFINITY, -INFINITY}, y_ends[2] = {INFINITY, -INFINITY};
    for (size_t i = 0; i < n; i++) longest = lines[i].n > longest ? lines[i].n : longest;
    int head = bireme_chart_block(charts, title, longest);
    lxw_chart *chart = bireme_chart_new(charts, LXW_CHART_SCATTER_STRAIGHT, title);
    if (chart == NULL) return;
    for (size_t i = 0; i < n; i++) {
        int column = 2 * (int)i;
        bireme_chart_column(charts, head, column, axes->x_title, lines[i].n, lines[i].x, axes->x_format);
        bireme_chart_column(charts, head, column + 1, lines[i].name, lines[i].n, lines[i].y, axes->y_format);
        dress_line(bireme_chart_series(charts, chart, head, lines[i].n, column, column + 1), i,
                   lines[i].points);
        x_most = bireme_chart_largest(x_most, lines[i].n, lines[i].x);
        y_most = bireme_chart_largest(y_most, lines[i].n, lines[i].y);
        widen_ends(x_ends, lines[i].n, lines[i].x);
        widen_ends(y_ends, lines[i].n, lines[i].y);
    }
    bireme_chart_axis_title(charts, chart->x_axis, axes->x_title);
    bireme_chart_axis_title(charts, chart->y_axis, axes->y_title);
    chart_axis_set_num_font(chart->x_axis, &marks);
    bireme_chart_axis_format(charts->book, chart->x_axis, axes->x_format, x_most,
                             set_ends(chart->x_axis, axes->x_low, axes->x_high, x_ends[0], x_ends[1]));
    bireme_chart_axis_format(charts->book, chart->y_axis, axes->y_format, y_most,
                             set_ends(chart->y_axis, axes->y_low, axes->y_high, y_ends[0], y_ends[1]));
    chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_FALSE);
    if (n == 1) chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    bireme_chart_insert(charts, place, chart, title, head, longest);
}
