/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A batch as a workbook: Summary, Runs, Grids, Assumptions, Checks, Chart data.
 */
#include "output/batch/book.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "output/batch/document.h"
#include "output/book/pages.h"
#include "output/book/sheets.h"

/* Scenarios whose numbers are listed, and currencies that have a sentence. */
enum { SCENARIOS_MOST = 8, SENTENCES_MOST = 8 };

/* ------------------------ summary */

static lxw_worksheet *write_summary(bireme_book *book, const bireme_batch_table *t, int *row)
{
    bireme_text title = {0}, line = {0}, words[SENTENCES_MOST + 1] = {{0}};
    const char *answer[SENTENCES_MOST + 1];
    size_t n = 0;
    bireme_batch_append_title(t, &title);
    bireme_text_format(&line, "Batch: %zu run%s, %zu failed", t->n_runs, t->n_runs == 1 ? "" : "s",
                       t->n_failed);
    bireme_batch_opening(t, &words[n++]);
    for (size_t c = 0; c < t->n_currencies && n <= SENTENCES_MOST; c++) {
        if (t->n_currencies > 1) bireme_text_format(&words[n], "In %s: ", t->currencies[c]);
        bireme_batch_verdict(t, t->currencies[c], &words[n++]);
    }
    for (size_t i = 0; i < n; i++) answer[i] = bireme_text_string(&words[i]);
    lxw_worksheet *sheet = bireme_book_summary(book, bireme_text_string(&title), bireme_text_string(&line),
                                               answer, n, NULL, 0, row);
    for (size_t i = 0; i < n; i++) bireme_book_release(book, &words[i]);
    bireme_book_release(book, &title);
    bireme_book_release(book, &line);
    return sheet;
}

/* ------------------------ checks */

static bool are_ordered(const bireme_batch_table *t)
{
    for (size_t i = 0; i < t->n_runs; i++)
        for (size_t k = 0; k < t->n_metrics; k++) {
            const bireme_summary *s = &t->runs[i].total[k];
            if (s->n == 0 || s->min > s->max) continue;
            const double room = 1e-9 * (fabs(s->min) + fabs(s->max));
            if (s->mean < s->min - room || s->mean > s->max + room) return false;
            for (int q = 1; q < BIREME_QUANTILE_COUNT; q++)
                if (s->quantile[q] < s->quantile[q - 1] - room) return false;
        }
    return true;
}

static void check_rows(bireme_checks *checks, const bireme_batch_table *t)
{
    bireme_text condition = {0};
    bireme_text_format(&condition, "COUNTIF(%s!A%d:A%zu,\"?*\")=%zu", BIREME_BATCH_RUNS,
                       BIREME_BATCH_FIRST_ROW + 1, BIREME_BATCH_FIRST_ROW + t->n_runs,
                       bireme_manifest_count(t->manifest));
    if (t->n_runs > 0)
        bireme_checks_formula(checks, "the sheet Runs has every run of the manifest",
                              bireme_text_string(&condition), true);
    bireme_book_release(checks->book, &condition);
}

static void write_checks(bireme_book *book, const bireme_batch_table *t, size_t n_models,
                         const char *const *names)
{
    bireme_checks checks;
    bireme_text certainty = {0};
    bireme_checks_open(&checks, book, n_models, t->models, names, 0, 0, NULL);
    bireme_checks_text(&checks, "hash of the manifest", bireme_manifest_hash(t->manifest));
    if (n_models > 0)
        bireme_checks_text(&checks, "the hash of what a scenario says, and the sheet Assumptions",
                           "are of its first run; what the other runs set is on the sheet Runs");
    bireme_checks_heading(&checks, "Do the figures hold together?");
    check_rows(&checks, t);
    bireme_checks_number(&checks, "runs that failed", BIREME_FORMAT_WHOLE, (double)t->n_failed);
    bireme_checks_fact(&checks, "means are between the least and the most, and quantiles in order",
                       are_ordered(t));
    bireme_batch_certainty(t, &certainty);
    bireme_checks_warnings(&checks, n_models, t->models, bireme_text_string(&certainty));
    bireme_book_release(book, &certainty);
}

/* ------------------------ the whole */

static void write_contents(bireme_book *book, lxw_worksheet *summary, int row, bool grids, bool assumptions)
{
    const char *names[8], *words[8];
    size_t n = 0;
    names[n] = BIREME_BATCH_RUNS, words[n++] = "every run, what it sets and what comes of it";
    if (grids) names[n] = BIREME_BATCH_GRIDS, words[n++] = "heat maps of two numbers";
    if (assumptions) names[n] = "Assumptions", words[n++] = "what went into the first run of each scenario";
    names[n] = "Checks", words[n++] = "where this comes from, whether it holds together, how sure it is";
    names[n] = BIREME_CHART_DATA, words[n++] = "the numbers behind the charts";
    names[n] = words[n] = NULL;
    bireme_book_contents(book, summary, row, names, words);
}

static bireme_status fill(bireme_book *book, const bireme_batch_table *t, bireme_error *error)
{
    const char *names[SCENARIOS_MOST];
    const size_t n_models = t->n_models < SCENARIOS_MOST ? t->n_models : SCENARIOS_MOST;
    bireme_charts charts;
    bireme_text certainty = {0};
    int row;
    for (size_t i = 0; i < n_models; i++) names[i] = t->models[i]->name;
    lxw_worksheet *summary = write_summary(book, t, &row);
    bireme_batch_book_runs(book, t);
    const bool grids = bireme_batch_book_grids(book, t);
    bireme_status status = n_models > 0 ? bireme_book_assumptions(book, n_models, t->models, names, error)
                                        : BIREME_OK;
    if (status != BIREME_OK) return status;
    write_checks(book, t, n_models, names);
    bireme_charts_open(&charts, book);
    row += bireme_batch_book_charts(&charts, t, summary, row);
    bireme_batch_certainty(t, &certainty);
    row = bireme_book_passage(book, summary, row, "How sure is this", bireme_text_string(&certainty));
    bireme_book_release(book, &certainty);
    write_contents(book, summary, row, grids, n_models > 0);
    return BIREME_OK;
}

bireme_status bireme_batch_book(const void *view, bireme_text *out, bireme_error *error)
{
    const bireme_batch_table *t = view;
    bireme_book book;
    /* Amounts in several currencies have no sign. */
    bireme_status status = bireme_book_open(&book, "Batch", "Batch",
                                            t->n_currencies == 1 ? t->currencies[0] : "", error);
    if (status != BIREME_OK) return status;
    status = fill(&book, t, error);
    bireme_status closed = bireme_book_close(&book, status == BIREME_OK ? out : NULL,
                                             status == BIREME_OK ? error : NULL);
    return status != BIREME_OK ? status : closed;
}
