/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sheet Grids: a table for each pair of numbers, with the spreadsheet's own scale of colours.
 */
#include <math.h>
#include "base/memory.h"
#include "output/batch/book.h"
#include "output/batch/field_picture.h"
#include "output/book/pages.h"

/* A table has this many columns at most, and as many rows as it needs. */
enum { GRIDS_MOST = 8, METRICS_MOST = 8, COLUMNS_MOST = 60, FIRST_WIDTH = 30, WIDTH = 13 };
static const lxw_color_t PALE = 0xF2F7FB, DARK = 0x8FC0E0;

typedef struct writer {
    bireme_book *book;
    const bireme_batch_table *t;
    lxw_worksheet *sheet;
    int row;
} writer;

static void put_value(writer *w, int row, int column, bireme_book_style style, const bireme_batch_grid *grid,
                      const bireme_batch_axis *axis, size_t i)
{
    bireme_text text = {0};
    bireme_batch_append_value(axis->path, axis->json[i], grid->currency, &text);
    bireme_book_text(w->book, w->sheet, row, column, style, bireme_text_string(&text));
    bireme_book_release(w->book, &text);
}

static void colour(writer *w, int first, int last, int columns)
{
    lxw_conditional_format format = {
        .type = LXW_CONDITIONAL_2_COLOR_SCALE, .min_color = PALE, .max_color = DARK};
    if (w->sheet == NULL) return;
    bireme_book_check(w->book,
                      worksheet_conditional_format_range(w->sheet, (lxw_row_t)first, 1, (lxw_row_t)last,
                                                         (lxw_col_t)columns, &format));
}

static void write_heading(writer *w, const bireme_batch_grid *grid, const bireme_batch_measure *m)
{
    bireme_text text = {0};
    bireme_pages_keep(w->book, w->sheet, w->row);
    bireme_batch_append_measure(w->t, m, &text);
    bireme_batch_capital(&text, 0);
    if (m->format == BIREME_FORMAT_MONEY) bireme_text_format(&text, " in %s", grid->currency);
    bireme_batch_append_which(w->t, grid, &text);
    bireme_book_text(w->book, w->sheet, w->row++, 0, BIREME_BOOK_HEADING, bireme_text_string(&text));
    bireme_book_release(w->book, &text);
    bireme_text_append(&text, "across: ");
    bireme_batch_append_path(w->t, grid->axes[0].path, &text);
    bireme_text_append(&text, "; down: ");
    bireme_batch_append_path(w->t, grid->axes[1].path, &text);
    if (grid->axes[0].n > COLUMNS_MOST)
        bireme_text_format(&text, "; the first %d of %zu values", COLUMNS_MOST, grid->axes[0].n);
    bireme_book_text(w->book, w->sheet, w->row++, 0, BIREME_BOOK_SUBTITLE, bireme_text_string(&text));
    bireme_book_release(w->book, &text);
}

/* values [down × across] */
static void write_map(writer *w, const bireme_batch_grid *grid, const bireme_batch_measure *m, double *values)
{
    const bireme_batch_axis *across = &grid->axes[0], *down = &grid->axes[1];
    const size_t columns = across->n < COLUMNS_MOST ? across->n : COLUMNS_MOST;
    for (size_t i = 0; i < across->n * down->n; i++) values[i] = NAN;
    for (size_t i = 0; i < grid->n_points; i++) {
        const bireme_batch_point *point = &w->t->points[grid->points[i]];
        values[bireme_batch_place_of(w->t, point, down) * across->n +
               bireme_batch_place_of(w->t, point, across)] = bireme_batch_value_of(m, point, NULL);
    }
    const bireme_book_shape shape = bireme_book_shape_of(m->format, across->n * down->n, values);
    write_heading(w, grid, m);
    for (size_t c = 0; c < columns; c++)
        put_value(w, w->row, 1 + (int)c, BIREME_BOOK_HEAD_RIGHT, grid, across, c);
    const int first = ++w->row;
    for (size_t r = 0; r < down->n; r++, w->row++) {
        put_value(w, w->row, 0, BIREME_BOOK_BODY, grid, down, r);
        for (size_t c = 0; c < columns; c++) {
            const double value = values[r * across->n + c];
            if (isfinite(value))
                bireme_book_shaped(w->book, w->sheet, w->row, 1 + (int)c, BIREME_BOOK_BODY,
                                   bireme_book_shape_for(shape, value), value);
        }
    }
    colour(w, first, w->row - 1, (int)columns);
    w->row++;
}

static void write_grid(writer *w, const bireme_batch_grid *grid)
{
    const bireme_batch_measure judged = bireme_batch_measure_of(w->t, grid->currency);
    double *values = bireme_calloc(grid->axes[0].n * grid->axes[1].n, sizeof *values);
    if (values == NULL) {
        w->book->out_of_memory = true;
        return;
    }
    if (judged.chance) write_map(w, grid, &judged, values);
    for (size_t k = 0; k < w->t->n_metrics && k < METRICS_MOST; k++) {
        const bireme_batch_measure m = {
            .metric = k, .format = w->t->metrics[k].format, .currency = grid->currency};
        write_map(w, grid, &m, values);
    }
    bireme_free(values);
}

static bool is_map(const bireme_batch_grid *grid)
{
    return bireme_batch_shape_of(grid) == BIREME_BATCH_FIELD && grid->n_axes == 2;
}

bool bireme_batch_book_grids(bireme_book *book, const bireme_batch_table *t)
{
    size_t n = 0, written = 0;
    for (size_t g = 0; g < t->n_grids; g++) n += is_map(&t->grids[g]);
    if (n == 0) return false;
    writer w = {.book = book, .t = t, .sheet = bireme_book_sheet(book, BIREME_BATCH_GRIDS)};
    bireme_book_width(book, w.sheet, 0, 0, FIRST_WIDTH);
    bireme_book_width(book, w.sheet, 1, COLUMNS_MOST, WIDTH);
    book->bare = true;
    for (size_t g = 0; g < t->n_grids; g++)
        if (is_map(&t->grids[g]) && written++ < GRIDS_MOST) write_grid(&w, &t->grids[g]);
    book->bare = false;
    if (n > GRIDS_MOST) {
        bireme_text text = {0};
        bireme_text_format(&text, "%zu more grids are not shown; the sheet Runs has all runs.",
                           n - GRIDS_MOST);
        bireme_book_text(book, w.sheet, w.row, 0, BIREME_BOOK_SUBTITLE, bireme_text_string(&text));
        bireme_book_release(book, &text);
    }
    return true;
}
