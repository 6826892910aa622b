/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The charts of the workbook, on the summary.
 */
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "output/batch/book.h"
#include "output/book/answer.h"

enum { CHARTS_MOST = 8, LINES_MOST = 8, ROWS_MOST = 24 };

typedef struct drawing {
    bireme_charts *charts;
    const bireme_batch_table *t;
    lxw_worksheet *sheet;
    int row;
    size_t drawn;
} drawing;

static bireme_chart_place next_place(drawing *d)
{
    const size_t i = d->drawn++;
    return bireme_book_half(d->sheet, d->row + (int)(i / 2) * BIREME_CHART_ROWS, i % 2 == 1);
}

static bireme_chart_axes axes_of(const bireme_batch_axis *axis, const char *x_title, const char *y_title,
                                 bireme_format format)
{
    return (bireme_chart_axes){.x_title = x_title,
                               .y_title = y_title,
                               .x_format = bireme_batch_format_of(axis->path),
                               .y_format = format,
                               .x_low = axis->x[0],
                               .x_high = axis->x[axis->n - 1],
                               .y_low = format == BIREME_FORMAT_SHARE ? 0 : NAN,
                               .y_high = format == BIREME_FORMAT_SHARE ? 1 : NAN};
}

/* Lines along an axis of numbers. what: of the values. */
static void curves(drawing *d, const bireme_batch_axis *axis, const char *what, bireme_format format,
                   const char *currency, size_t n, const bireme_curve_line *lines)
{
    bireme_text title = {0}, x = {0};
    bireme_batch_append_path(d->t, axis->path, &x);
    bireme_text_format(&title, "%s by %s", what, bireme_text_string(&x));
    bireme_batch_capital(&title, 0);
    if (d->t->n_currencies > 1) bireme_text_format(&title, ", %s", currency);
    const bireme_chart_axes axes = axes_of(axis, bireme_text_string(&x), what, format);
    bireme_chart_curves(d->charts, next_place(d), bireme_text_string(&title), n, lines, &axes);
    bireme_book_release(d->charts->book, &title);
    bireme_book_release(d->charts->book, &x);
}

/* ------------------------ a grid of one */

static void draw_fan(drawing *d, const bireme_batch_grid *grid, const size_t *points, double *room)
{
    static const int quantiles[] = {BIREME_P10, BIREME_P50, BIREME_P90};
    static const char *const names[] = {"P10", "P50, the median", "P90"};
    const bireme_batch_axis *axis = &grid->axes[0];
    bireme_curve_line lines[3];
    size_t n = 0;
    for (int q = 0; q < 3; q++) {
        double *x = room + 2 * (size_t)q * axis->n, *y = x + axis->n;
        n = 0;
        for (size_t i = 0; i < axis->n; i++) {
            if (points[i] == SIZE_MAX || d->t->points[points[i]].total[0].n == 0) continue;
            x[n] = axis->x[i];
            y[n++] = d->t->points[points[i]].total[0].quantile[quantiles[q]];
        }
        lines[q] = (bireme_curve_line){names[q], n, x, y, false};
    }
    if (n > 1) curves(d, axis, d->t->metrics[0].words, d->t->metrics[0].format, grid->currency, 3, lines);
}

static void draw_chance(drawing *d, const bireme_batch_grid *grid, const size_t *points, double *room)
{
    const bireme_batch_axis *axis = &grid->axes[0];
    double *x = room, *y = room + axis->n;
    size_t n = 0;
    for (size_t i = 0; i < axis->n; i++) {
        if (points[i] == SIZE_MAX) continue;
        x[n] = axis->x[i];
        y[n++] = d->t->points[points[i]].goal.probability;
    }
    const bireme_curve_line line = {"chance", n, x, y, false};
    if (n > 1) curves(d, axis, "chance of the goal", BIREME_FORMAT_SHARE, grid->currency, 1, &line);
}

static void draw_lines(drawing *d, const bireme_batch_grid *grid)
{
    const size_t n = grid->axes[0].n;
    size_t *points = bireme_calloc(n, sizeof *points);
    double *room = bireme_calloc(n, 6 * sizeof *room);
    if (points == NULL || room == NULL) {
        d->charts->book->out_of_memory = true;
    } else {
        bireme_batch_along(d->t, grid, points);
        if (bireme_batch_goal_of(d->t, grid->currency) != NULL) draw_chance(d, grid, points, room);
        if (d->t->n_metrics > 0) draw_fan(d, grid, points, room);
    }
    bireme_free(points);
    bireme_free(room);
}

/* ------------------------ a grid of two */

/* A line for each value of the second number, along the first. */
static void draw_family(drawing *d, const bireme_batch_grid *grid, const bireme_batch_axis *along,
                        const bireme_batch_axis *each, double *room)
{
    const bireme_batch_measure m = bireme_batch_measure_of(d->t, grid->currency);
    const size_t n_lines = each->n < LINES_MOST ? each->n : LINES_MOST;
    bireme_curve_line lines[LINES_MOST];
    bireme_text names[LINES_MOST] = {{0}}, what = {0};
    for (size_t l = 0; l < n_lines; l++) {
        double *x = room + 2 * l * along->n, *y = x + along->n;
        for (size_t i = 0; i < along->n; i++) y[i] = NAN;
        for (size_t p = 0; p < grid->n_points; p++) {
            const bireme_batch_point *point = &d->t->points[grid->points[p]];
            if (bireme_batch_place_of(d->t, point, each) != l) continue;
            y[bireme_batch_place_of(d->t, point, along)] = bireme_batch_value_of(&m, point, NULL);
        }
        size_t n = 0;
        for (size_t i = 0; i < along->n; i++)
            if (isfinite(y[i])) x[n] = along->x[i], y[n++] = y[i];
        bireme_batch_append_path(d->t, each->path, &names[l]);
        bireme_text_append(&names[l], " ");
        bireme_batch_append_value(each->path, each->json[l], grid->currency, &names[l]);
        lines[l] = (bireme_curve_line){bireme_text_string(&names[l]), n, x, y, false};
    }
    bireme_batch_append_measure(d->t, &m, &what);
    curves(d, along, bireme_text_string(&what), m.format, grid->currency, n_lines, lines);
    for (size_t l = 0; l < n_lines; l++) bireme_book_release(d->charts->book, &names[l]);
    bireme_book_release(d->charts->book, &what);
}

static void draw_field(drawing *d, const bireme_batch_grid *grid)
{
    const bireme_batch_axis *along = &grid->axes[0], *each = &grid->axes[1];
    if (!along->numbers) along = &grid->axes[1], each = &grid->axes[0];
    if (!along->numbers || grid->n_axes != 2) return; /* the sheet Grids has it */
    double *room = bireme_calloc(along->n, 2 * LINES_MOST * sizeof *room);
    if (room == NULL)
        d->charts->book->out_of_memory = true;
    else
        draw_family(d, grid, along, each, room);
    bireme_free(room);
}

/* ------------------------ runs that lie on no grid */

static void draw_rows(drawing *d, const char *currency)
{
    static const char *const series[2] = {"P10", "P90"};
    double low[ROWS_MOST], high[ROWS_MOST];
    const char *labels[ROWS_MOST];
    bireme_text names[ROWS_MOST] = {{0}}, title = {0};
    size_t n = 0;
    for (size_t i = 0; i < d->t->n_runs && n < ROWS_MOST && d->t->n_metrics > 0; i++) {
        const bireme_batch_outcome *run = &d->t->runs[i];
        if (run->error != NULL || strcmp(run->currency, currency) != 0 || run->total[0].n == 0) continue;
        if (bireme_batch_shape_of(&d->t->grids[d->t->points[d->t->of_point[i]].grid]) != BIREME_BATCH_ROWS)
            continue;
        low[n] = run->total[0].quantile[BIREME_P10];
        high[n] = run->total[0].quantile[BIREME_P90];
        bireme_batch_append_run(d->t, run, &names[n]);
        labels[n] = bireme_text_string(&names[n]);
        n++;
    }
    if (n > (d->drawn > 0 ? 1 : 0)) { /* a single run beside grids needs none */
        bireme_text_format(&title, "%s, run by run", d->t->metrics[0].words);
        bireme_batch_capital(&title, 0);
        if (d->t->n_currencies > 1) bireme_text_format(&title, ", %s", currency);
        bireme_chart_bars(d->charts, next_place(d), bireme_text_string(&title), n, labels, series, low, high,
                          d->t->metrics[0].format);
    }
    for (size_t i = 0; i < n; i++) bireme_book_release(d->charts->book, &names[i]);
    bireme_book_release(d->charts->book, &title);
}

int bireme_batch_book_charts(bireme_charts *charts, const bireme_batch_table *t, lxw_worksheet *summary,
                             int row)
{
    drawing d = {.charts = charts, .t = t, .sheet = summary, .row = row};
    for (size_t g = 0; g < t->n_grids && d.drawn < CHARTS_MOST; g++) {
        const bireme_batch_shape shape = bireme_batch_shape_of(&t->grids[g]);
        if (shape == BIREME_BATCH_LINES) draw_lines(&d, &t->grids[g]);
        if (shape == BIREME_BATCH_FIELD) draw_field(&d, &t->grids[g]);
    }
    for (size_t c = 0; c < t->n_currencies && d.drawn < CHARTS_MOST; c++) draw_rows(&d, t->currencies[c]);
    return (int)((d.drawn + 1) / 2) * BIREME_CHART_ROWS;
}
