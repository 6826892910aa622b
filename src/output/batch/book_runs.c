/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sheet Runs. Amounts have no sign, since runs may be in several currencies: each says its own.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include "base/memory.h"
#include "output/batch/book.h"
#include "output/book/pages.h"

/* A spreadsheet has 16,384 columns. Printed are those that fit a sheet of paper. */
enum { SETS_MOST = 1000, PRINTED_ROWS = 1000, HEAD_ROW = BIREME_BATCH_FIRST_ROW - 1 };
enum { COLUMN_RUN, COLUMN_SCENARIO, COLUMN_CURRENCY, COLUMN_SEED, COLUMN_TRIALS, COLUMN_SETS };

static const char *const statistics[] = {
    "mean", "standard error", "std. deviation", "P5", "P10", "P25", "P50", "P75", "P90", "P95"};
enum { STATISTICS = sizeof statistics / sizeof *statistics, QUANTILES_FROM = 3 };

typedef struct writer {
    bireme_book *book;
    const bireme_batch_table *t;
    lxw_worksheet *sheet;
    size_t n_sets;
    int goal, metrics, error;               /* the first column of each */
    double *values;                         /* [n_runs] */
    bireme_book_shape *set_shapes, *shapes; /* [n_sets], [n_metrics] */
} writer;

static double value_of(const bireme_summary *s, size_t statistic)
{
    const double moments[QUANTILES_FROM] = {s->mean, s->mean_se, s->sd};
    return statistic < QUANTILES_FROM ? moments[statistic] : s->quantile[statistic - QUANTILES_FROM];
}

static void head(writer *w, int column, bool right, const char *text)
{
    bireme_book_text(w->book, w->sheet, HEAD_ROW, column, right ? BIREME_BOOK_HEAD_RIGHT : BIREME_BOOK_HEAD,
                     text);
}

static void write_head(writer *w)
{
    static const char *const first[COLUMN_SETS] = {"run", "scenario", "currency", "seed", "trials"};
    static const char *const goal[] = {"goal", "chance of the goal", "its standard error"};
    const char *const *paths = bireme_manifest_paths(w->t->manifest);
    for (int c = 0; c < COLUMN_SETS; c++) head(w, c, c >= COLUMN_SEED, first[c]);
    for (size_t p = 0; p < w->n_sets; p++) {
        bireme_text name = {0};
        bireme_batch_append_path(w->t, paths[p], &name);
        head(w, COLUMN_SETS + (int)p, true, bireme_text_string(&name));
        bireme_book_release(w->book, &name);
    }
    for (int g = 0; g < 3; g++) head(w, w->goal + g, true, goal[g]);
    for (size_t k = 0; k < w->t->n_metrics; k++)
        for (size_t s = 0; s < STATISTICS; s++) {
            bireme_text name = {0};
            bireme_text_format(&name, "%s, %s", w->t->metrics[k].words, statistics[s]);
            head(w, w->metrics + (int)(k * STATISTICS + s), true, bireme_text_string(&name));
            bireme_book_release(w->book, &name);
        }
    head(w, w->error, false, "why there is no result");
}

static void write_sets(writer *w, int row, const bireme_batch_outcome *run)
{
    const char *const *paths = bireme_manifest_paths(w->t->manifest);
    for (size_t p = 0; p < w->n_sets; p++) {
        const char *json = bireme_batch_set_of(run->entry, paths[p]);
        if (json == NULL) continue;
        const double value = bireme_batch_number_of(json);
        const int column = COLUMN_SETS + (int)p;
        bireme_text text = {0};
        if (isfinite(value)) {
            bireme_book_shaped(w->book, w->sheet, row, column, BIREME_BOOK_BODY,
                               bireme_book_shape_for(w->set_shapes[p], value), value);
            continue;
        }
        bireme_batch_append_value(paths[p], json, run->currency, &text);
        bireme_book_text(w->book, w->sheet, row, column, BIREME_BOOK_RIGHT, bireme_text_string(&text));
        bireme_book_release(w->book, &text);
    }
}

static void write_goal(writer *w, int row, const bireme_goal_result *goal)
{
    if (!goal->present) return;
    const bireme_format format = w->t->goal.name != NULL ? w->t->goal.format : BIREME_FORMAT_PLAIN;
    bireme_book_number(w->book, w->sheet, row, w->goal, BIREME_BOOK_BODY, format, goal->at_least);
    bireme_book_number(w->book, w->sheet, row, w->goal + 1, BIREME_BOOK_BODY, BIREME_FORMAT_SHARE,
                       goal->probability);
    bireme_book_number(w->book, w->sheet, row, w->goal + 2, BIREME_BOOK_BODY, BIREME_FORMAT_SHARE,
                       goal->probability_se);
}

static void write_run(writer *w, int row, const bireme_batch_outcome *run)
{
    char text[32];
    bireme_book_text(w->book, w->sheet, row, COLUMN_RUN, BIREME_BOOK_BODY, run->entry->name);
    bireme_book_text(w->book, w->sheet, row, COLUMN_SCENARIO, BIREME_BOOK_BODY, run->scenario);
    write_sets(w, row, run);
    if (run->error != NULL) {
        bireme_book_text(w->book, w->sheet, row, w->error, BIREME_BOOK_BODY, run->error);
        return;
    }
    snprintf(text, sizeof text, "%" PRIu64, run->seed);
    bireme_book_text(w->book, w->sheet, row, COLUMN_CURRENCY, BIREME_BOOK_BODY, run->currency);
    bireme_book_text(w->book, w->sheet, row, COLUMN_SEED, BIREME_BOOK_RIGHT, text);
    bireme_book_number(w->book, w->sheet, row, COLUMN_TRIALS, BIREME_BOOK_BODY, BIREME_FORMAT_WHOLE,
                       (double)run->trials);
    write_goal(w, row, &run->goal);
    for (size_t k = 0; k < w->t->n_metrics; k++)
        for (size_t s = 0; s < STATISTICS && run->total[k].n > 0; s++) {
            const double value = value_of(&run->total[k], s);
            bireme_book_shape shape = bireme_book_shape_for(w->shapes[k], value);
            if (s >= QUANTILES_FROM && shape.format == BIREME_FORMAT_COUNT)
                shape.format = BIREME_FORMAT_WHOLE;
            if (isfinite(value))
                bireme_book_shaped(w->book, w->sheet, row, w->metrics + (int)(k * STATISTICS + s),
                                   BIREME_BOOK_BODY, shape, value);
        }
}

/* ------------------------ the sheet */

static void find_shapes(writer *w)
{
    const char *const *paths = bireme_manifest_paths(w->t->manifest);
    const size_t n = w->t->n_runs;
    for (size_t p = 0; p < w->n_sets; p++) {
        for (size_t i = 0; i < n; i++) {
            const char *json = bireme_batch_set_of(w->t->runs[i].entry, paths[p]);
            w->values[i] = json != NULL ? bireme_batch_number_of(json) : NAN;
        }
        w->set_shapes[p] = bireme_book_shape_of(bireme_batch_format_of(paths[p]), n, w->values);
    }
    for (size_t k = 0; k < w->t->n_metrics; k++) {
        for (size_t i = 0; i < n; i++)
            w->values[i] = w->t->runs[i].total[k].n > 0 ? w->t->runs[i].total[k].mean : NAN;
        w->shapes[k] = bireme_book_shape_of(w->t->metrics[k].format, n, w->values);
    }
}

static void set_widths(writer *w)
{
    enum { NAME_LEAST = 10, NAME_MOST = 40, NUMBER = 16, NARROW = 11, ERROR = 80 };
    double name = NAME_LEAST, scenario = NAME_LEAST;
    for (size_t i = 0; i < w->t->n_runs; i++) {
        name = fmax(name, bireme_book_text_width(w->t->runs[i].entry->name, BIREME_BOOK_BODY) + 1);
        scenario = fmax(scenario, bireme_book_text_width(w->t->runs[i].scenario, BIREME_BOOK_BODY) + 1);
    }
    bireme_book_width(w->book, w->sheet, COLUMN_RUN, COLUMN_RUN, fmin(name, NAME_MOST));
    bireme_book_width(w->book, w->sheet, COLUMN_SCENARIO, COLUMN_SCENARIO, fmin(scenario, NAME_MOST));
    bireme_book_width(w->book, w->sheet, COLUMN_CURRENCY, COLUMN_TRIALS, NARROW);
    bireme_book_width(w->book, w->sheet, COLUMN_SETS, w->error - 1, NUMBER);
    bireme_book_width(w->book, w->sheet, w->error, w->error, ERROR);
}

/* The columns that fit a page. */
static int columns_on_paper(const writer *w)
{
    int n = 1;
    while (n < w->error && n < BIREME_BOOK_WIDTHS &&
           bireme_pages_room(w->book, w->sheet, 0, n) + BIREME_PAGES_CELL <= BIREME_PAGES_WIDTH)
        n++;
    return n;
}

static void say_left_out(writer *w, size_t paths)
{
    bireme_text text = {0};
    bireme_text_append(&text,
                       "Everything that a run sets, and what comes of it over the horizon; amounts are in "
                       "the currency of the run.");
    if (paths > w->n_sets)
        bireme_text_format(&text, " %zu more numbers that runs set are in the CSV table.", paths - w->n_sets);
    bireme_book_text(w->book, w->sheet, 1, 0, BIREME_BOOK_SUBTITLE, bireme_text_string(&text));
    bireme_book_release(w->book, &text);
}

static void write_sheet(writer *w, size_t paths)
{
    set_widths(w);
    bireme_book_text(w->book, w->sheet, 0, 0, BIREME_BOOK_HEADING, "All runs");
    say_left_out(w, paths);
    write_head(w);
    for (size_t i = 0; i < w->t->n_runs; i++) write_run(w, BIREME_BATCH_FIRST_ROW + (int)i, &w->t->runs[i]);
    if (w->sheet == NULL) return;
    worksheet_freeze_panes(w->sheet, BIREME_BATCH_FIRST_ROW, 1);
    bireme_pages_titles(w->book, w->sheet, HEAD_ROW, HEAD_ROW);
    bireme_pages_limit(w->book, w->sheet, PRINTED_ROWS, columns_on_paper(w));
    if (w->t->n_runs > 0)
        bireme_book_check(w->book,
                          worksheet_autofilter(w->sheet, HEAD_ROW, 0, (lxw_row_t)(HEAD_ROW + w->t->n_runs),
                                               (lxw_col_t)w->error));
}

void bireme_batch_book_runs(bireme_book *book, const bireme_batch_table *t)
{
    const char *const *paths = bireme_manifest_paths(t->manifest);
    size_t n = 0;
    while (paths[n] != NULL) n++;
    writer w = {.book = book,
                .t = t,
                .sheet = bireme_book_sheet(book, BIREME_BATCH_RUNS),
                .n_sets = n < SETS_MOST ? n : SETS_MOST,
                .values = bireme_calloc(t->n_runs, sizeof *w.values),
                .shapes = bireme_calloc(t->n_metrics, sizeof *w.shapes)};
    w.set_shapes = bireme_calloc(w.n_sets, sizeof *w.set_shapes);
    w.goal = COLUMN_SETS + (int)w.n_sets;
    w.metrics = w.goal + 3;
    w.error = w.metrics + (int)(t->n_metrics * STATISTICS);
    if (w.values == NULL || w.shapes == NULL || w.set_shapes == NULL) {
        book->out_of_memory = true;
    } else {
        book->bare = true;
        find_shapes(&w);
        write_sheet(&w, n);
        book->bare = false;
    }
    bireme_free(w.values);
    bireme_free(w.shapes);
    bireme_free(w.set_shapes);
}
