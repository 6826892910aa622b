/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bar charts: a waterfall, a tornado, pairs of bars.
 */
#include <math.h>
#include "base/memory.h"
#include "output/book/chart_parts.h"

/* ------------------------ waterfall */

enum { BASE, WHOLE, MORE, LESS, STEP_PARTS };

/* What part k shows of a step from one level to the next. If levels are below 0, a stack cannot show steps:
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
    const lxw_color_t colours[] = {0, BIREME_BLUE, BIREME_GREEN, BIREME_VERMILION};
    lxw_chart_font small = {.size = 8};
    double level = 0, most = 0, least = INFINITY;
    for (size_t i = 0; i + 1 < n; i++) {
        level += value[i];
        least = fmin(least, level);
    }
    bool crosses = least < 0; /* a stack cannot show that */
    int head = bireme_chart_block(charts, title, n);
    lxw_chart *chart = bireme_chart_new(charts, LXW_CHART_COLUMN_STACKED, title);
    double *part = bireme_calloc(n, sizeof *part);
    if (part == NULL) charts->book->out_of_memory = true;
    if (chart == NULL || part == NULL) {
        bireme_free(part);
        return;
    }
    bireme_chart_labels(charts, head, "step", n, names, bireme_chart_label_most(n));
    for (int k = 0; k < STEP_PARTS; k++) {
        level = 0;
        for (size_t i = 0; i < n; i++) {
            bool whole = i == 0 || i + 1 == n;
            double from = whole ? 0 : level, to = whole ? value[i] : level + value[i];
            part[i] = part_of_step(k, whole, crosses, from, to);
            most = fmax(most, fmax(fabs(from), fabs(to)));
            level = to;
        }
        bireme_chart_column(charts, head, k + 1, heads[k], n, part, format);
        bireme_chart_stack(charts, chart, head, n, k, colours[k]);
    }
    bireme_free(part);
    chart_set_series_gap(chart, 40);
    chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    bireme_chart_axis_format(charts->book, chart->y_axis, format, most, NAN);
    chart_axis_set_num_font(chart->x_axis, &small);
    bireme_chart_insert(charts, place, chart, title, head, n);
}

/* ------------------------ bars */

/* A horizontal bar chart: its names are on the y axis, the first on top. */
static void lay_down(lxw_chart *chart)
{
    lxw_chart_font small = {.size = 8};
    lxw_chart_line rules = {.color = BIREME_RULE, .width = 0.75};
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_label_position(chart->y_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    chart_axis_set_num_font(chart->y_axis, &small);
    chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_FALSE);
    chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_TRUE);
    chart_axis_major_gridlines_set_line(chart->x_axis, &rules);
    chart_axis_set_num_font(chart->x_axis, &small);
}

void bireme_chart_tornado(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                          const char *const *names, const double *low, const double *high,
                          bireme_format format)
{
    int head = bireme_chart_block(charts, title, n);
    lxw_chart *chart = bireme_chart_new(charts, LXW_CHART_BAR, title);
    if (chart == NULL) return;
    bireme_chart_labels(charts, head, "input", n, names, BIREME_CHART_LABEL_MOST + 12);
    bireme_chart_column(charts, head, 1, "at its P10", n, low, format);
    bireme_chart_column(charts, head, 2, "at its P90", n, high, format);
    bireme_chart_fill(bireme_chart_series(charts, chart, head, n, 0, 1), BIREME_ORANGE);
    bireme_chart_fill(bireme_chart_series(charts, chart, head, n, 0, 2), BIREME_BLUE);
    chart_set_series_overlap(chart, 100);
    chart_set_series_gap(chart, 40);
    lay_down(chart);
    bireme_chart_axis_format(charts->book, chart->x_axis, format,
                             bireme_chart_largest(bireme_chart_largest(0, n, low), n, high), NAN);
    bireme_chart_insert(charts, place, chart, title, head, n);
}

void bireme_chart_bars(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                       const char *const *names, const char *const series[2], const double *first,
                       const double *second, bireme_format format)
{
    int head = bireme_chart_block(charts, title, n);
    bool upright = bireme_chart_longest(n, names) <=
                   (n > BIREME_CHART_PERIODS_ABREAST ? BIREME_CHART_PERIOD_MOST : bireme_chart_label_most(n));
    lxw_chart *chart = bireme_chart_new(charts, upright ? LXW_CHART_COLUMN : LXW_CHART_BAR, title);
    if (chart == NULL) return;
    bireme_chart_labels(charts, head, "line", n, names, BIREME_CHART_LABEL_MOST);
    bireme_chart_column(charts, head, 1, series[0], n, first, format);
    bireme_chart_column(charts, head, 2, series[1], n, second, format);
    bireme_chart_fill(bireme_chart_series(charts, chart, head, n, 0, 1), BIREME_MID_BLUE);
    bireme_chart_fill(bireme_chart_series(charts, chart, head, n, 0, 2), BIREME_BLUE);
    chart_set_series_gap(chart, 60);
    if (!upright) lay_down(chart);
    if (upright && bireme_chart_longest(n, names) * (int)n > BIREME_CHART_LABELS_ABREAST)
        bireme_chart_thin_out(chart, n);
    bireme_chart_axis_format(charts->book, upright ? chart->y_axis : chart->x_axis, format,
                             bireme_chart_largest(bireme_chart_largest(0, n, first), n, second), NAN);
    bireme_chart_insert(charts, place, chart, title, head, n);
}
