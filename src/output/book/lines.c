/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines over periods, and histograms.
 */
#include <math.h>
#include "output/book/chart_parts.h"

static const lxw_color_t colours[] = {BIREME_BLUE, BIREME_VERMILION, BIREME_GREEN, BIREME_ORANGE};
enum { COLOURS = sizeof colours / sizeof colours[0] };

/* A thin line belongs to the thick one before it, and has its colour. */
static void dress(lxw_chart_series *series, const bireme_chart_line *line, size_t colour)
{
    lxw_chart_line drawn = {.color = colours[colour % COLOURS], .width = 2.25};
    if (line->look == BIREME_LINE_THIN) drawn.width = 1;
    if (line->look == BIREME_LINE_DASHED) {
        drawn = (lxw_chart_line){.color = BIREME_DARK, .width = 1.5, .dash_type = LXW_CHART_LINE_DASH_DASH};
    }
    if (series == NULL) return;
    chart_series_set_line(series, &drawn);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
}

void bireme_chart_lines(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                        const char *const *labels, size_t n_lines, const bireme_chart_line *lines,
                        const char *y_title, bireme_format format)
{
    double most = 0, least = 0;
    size_t colour = 0;
    int head = bireme_chart_block(charts, title, n);
    lxw_chart *chart = bireme_chart_new(charts, LXW_CHART_LINE, title);
    if (chart == NULL) return;
    bireme_chart_labels(charts, head, "period", n, labels, BIREME_CHART_LABEL_MOST);
    for (size_t i = 0; i < n_lines; i++) {
        bireme_chart_column(charts, head, (int)i + 1, lines[i].name, n, lines[i].value, format);
        if (i > 0 && lines[i].look == BIREME_LINE_THICK) colour++;
        dress(bireme_chart_series(charts, chart, head, n, 0, (int)i + 1), &lines[i], colour);
        for (size_t t = 0; t < n; t++) {
            if (!isfinite(lines[i].value[t])) continue;
            most = fmax(most, lines[i].value[t]);
            least = fmin(least, lines[i].value[t]);
        }
    }
    bireme_chart_axis_title(charts, chart->y_axis, y_title);
    bireme_chart_axis_format(charts->book, chart->y_axis, format, fmax(most, -least),
                             bireme_chart_axis_round(chart->y_axis, least, most));
    chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    bireme_chart_thin_out(chart, n);
    bireme_chart_insert(charts, place, chart, title, head, n);
}

void bireme_chart_histogram(bireme_charts *charts, bireme_chart_place place, const char *title, size_t n,
                            const double *from, const double *share, const char *x_title,
                            bireme_format format)
{
    int head = bireme_chart_block(charts, title, n);
    lxw_chart *chart = bireme_chart_new(charts, LXW_CHART_COLUMN, title);
    if (chart == NULL) return;
    bireme_chart_column(charts, head, 0, "from", n, from, format);
    bireme_chart_column(charts, head, 1, "share of the trials", n, share, BIREME_FORMAT_SHARE);
    bireme_chart_fill(bireme_chart_series(charts, chart, head, n, 0, 1), BIREME_MID_BLUE);
    chart_set_series_gap(chart, 6);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    bireme_chart_axis_title(charts, chart->x_axis, x_title);
    bireme_chart_axis_title(charts, chart->y_axis, "share of the trials");
    bireme_chart_axis_format(charts->book, chart->x_axis, format, bireme_chart_largest(0, n, from), NAN);
    const double most = bireme_chart_largest(0, n, share);
    bireme_chart_axis_format(charts->book, chart->y_axis, BIREME_FORMAT_SHARE, most,
                             bireme_chart_axis_round(chart->y_axis, 0, most));
    chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    bireme_chart_thin_out(chart, n);
    bireme_chart_insert(charts, place, chart, title, head, n);
}
