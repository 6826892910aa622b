/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page of a batch: what was run and which is best, pictures, then the runs one by one.
 */
#include "output/batch/document.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "output/batch/pictures.h"
#include "output/forecast/forecast.h"
#include "output/forms/number.h"

/* Up to SETS_MOST numbers have a column each; more are written in one. METRICS_EACH metrics share a table. */
enum { SETS_MOST = 4, METRICS_EACH = 4 };

/* ------------------------ a table of runs */

/* The columns that tell runs apart. */
typedef struct columns {
    const bireme_batch_table *t;
    const char *currency;
    bool scenarios, seeds, goals;
    size_t n_sets; /* more than SETS_MOST: together in one column */
    const char *set[SETS_MOST];
    const char *shown; /* the currency of the document: amounts in another are written out */
} columns;

static bool is_listed(const columns *c, size_t run)
{
    return c->t->runs[run].error == NULL && strcmp(c->t->runs[run].currency, c->currency) == 0;
}

static bool differ(const char *a, const char *b)
{
    return (a == NULL) != (b == NULL) || (a != NULL && strcmp(a, b) != 0);
}

static columns columns_of(const bireme_batch_table *t, const char *currency, const char *shown)
{
    columns c = {.t = t, .currency = currency, .shown = shown};
    const char *const *paths = bireme_manifest_paths(t->manifest);
    const bireme_batch_outcome *first = NULL;
    for (size_t i = 0; i < t->n_runs; i++) {
        if (!is_listed(&c, i)) continue;
        const bireme_batch_outcome *run = &t->runs[i];
        if (first == NULL) first = run;
        c.scenarios = c.scenarios || strcmp(run->entry->scenario, first->entry->scenario) != 0;
        c.seeds = c.seeds || run->seed != first->seed;
        c.goals = c.goals || run->goal.present;
    }
    for (size_t p = 0; first != NULL && paths[p] != NULL; p++) {
        bool varies = false;
        for (size_t i = 0; i < t->n_runs && !varies; i++)
            varies = is_listed(&c, i) && differ(bireme_batch_set_of(t->runs[i].entry, paths[p]),
                                                bireme_batch_set_of(first->entry, paths[p]));
        if (!varies) continue;
        if (c.n_sets < SETS_MOST) c.set[c.n_sets] = paths[p];
        c.n_sets++;
    }
    return c;
}

/* A number in the run's currency. */
static void put_number(const columns *c, bireme_cell *cell, char *buffer, bireme_format format, double value,
                       double se)
{
    if (!isfinite(value))
        *cell = bireme_cell_empty();
    else if (format != BIREME_FORMAT_MONEY || strcmp(c->currency, c->shown) == 0)
        *cell = bireme_cell_number(format, value, se);
    else
        *cell = bireme_cell_text(bireme_money_format(buffer, c->currency, value, se));
}

static void put_range(const columns *c, bireme_cell *cell, char *buffer, bireme_format format,
                      const bireme_summary *s)
{
    const double low = s->quantile[BIREME_P10], high = s->quantile[BIREME_P90],
                 low_se = bireme_summary_quantile_se(s, BIREME_P10),
                 high_se = bireme_summary_quantile_se(s, BIREME_P90);
    const bireme_format whole = format == BIREME_FORMAT_COUNT ? BIREME_FORMAT_WHOLE : format;
    char a[BIREME_PEOPLE_SIZE], b[BIREME_PEOPLE_SIZE];
    if (format != BIREME_FORMAT_MONEY || strcmp(c->currency, c->shown) == 0) {
        *cell = bireme_cell_range(whole, low, low_se, high, high_se);
        return;
    }
    snprintf(buffer, 2 * BIREME_PEOPLE_SIZE, "%s to %s", bireme_money_format(a, c->currency, low, low_se),
             bireme_money_format(b, c->currency, high, high_se));
    *cell = bireme_cell_text(buffer);
}

static size_t put_totals(const columns *c, const bireme_batch_outcome *run, size_t from, size_t to,
                         bireme_cell *cells, size_t n, char (*buffers)[2 * BIREME_PEOPLE_SIZE])
{
    for (size_t k = from; k < to; k++) {
        const bireme_summary *s = &run->total[k];
        const bireme_format format = c->t->metrics[k].format;
        cells[n] = cells[n + 1] = bireme_cell_empty();
        if (s->n > 0) {
            put_number(c, &cells[n], buffers[n], format, s->mean, s->mean_se);
            put_range(c, &cells[n + 1], buffers[n + 1], format, s);
        }
        n += 2;
    }
    return n;
}

/* What tells the run apart, into cells from 1 on; returns the next one. */
static size_t put_keys(const columns *c, const bireme_batch_outcome *run, bireme_cell *cells,
                       bireme_text *texts, bireme_document *document)
{
    size_t n = 1;
    if (c->scenarios) cells[n++] = bireme_cell_text(run->scenario);
    for (size_t i = 0; i < c->n_sets && i < SETS_MOST; i++) {
        if (c->n_sets > SETS_MOST) {
            bireme_batch_append_sets(c->t, run, &texts[i]);
        } else {
            const char *json = bireme_batch_set_of(run->entry, c->set[i]);
            if (json != NULL) bireme_batch_append_value(c->set[i], json, c->currency, &texts[i]);
        }
        if (texts[i].failed) document->failed = true;
        cells[n++] = bireme_cell_text(bireme_text_string(&texts[i]));
        if (c->n_sets > SETS_MOST) break;
    }
    if (c->seeds) {
        bireme_text_format(&texts[SETS_MOST], "%" PRIu64, run->seed);
        if (texts[SETS_MOST].failed) document->failed = true;
        cells[n++] = bireme_cell_text(bireme_text_string(&texts[SETS_MOST]));
    }
    return n;
}

static void add_row(const columns *c, const bireme_batch_outcome *run, bool first, size_t from, size_t to,
                    bireme_document *document)
{
    bireme_cell cells[BIREME_COLUMN_MOST];
    char buffers[BIREME_COLUMN_MOST][2 * BIREME_PEOPLE_SIZE];
    bireme_text texts[SETS_MOST + 1] = {{0}};
    cells[0] = bireme_cell_text(run->entry->name);
    size_t n = first ? put_keys(c, run, cells, texts, document) : 1;
    if (first && c->goals)
        cells[n++] = run->goal.present ? bireme_cell_number(BIREME_FORMAT_SHARE, run->goal.probability,
                                                            run->goal.probability_se)
                                       : bireme_cell_empty();
    put_totals(c, run, from, to, cells, n, buffers);
    bireme_document_row(document, cells, false);
    for (size_t i = 0; i <= SETS_MOST; i++) bireme_text_free(&texts[i]);
}

static void add_head(const columns *c, bool first, size_t from, size_t to, bireme_document *document)
{
    bireme_column heads[BIREME_COLUMN_MOST] = {BIREME_TEXTS("run")};
    bireme_text texts[BIREME_COLUMN_MOST] = {{0}};
    size_t n = 1;
    if (first && c->scenarios) heads[n++] = (bireme_column)BIREME_TEXTS("scenario");
    for (size_t i = 0; first && i < c->n_sets && i < SETS_MOST; i++) {
        if (c->n_sets > SETS_MOST)
            bireme_text_append(&texts[n], "what was set");
        else
            bireme_batch_append_path(c->t, c->set[i], &texts[n]);
        heads[n].title = bireme_text_string(&texts[n]);
        heads[n].right = c->n_sets <= SETS_MOST;
        n++;
        if (c->n_sets > SETS_MOST) break;
    }
    if (first && c->seeds) heads[n++] = (bireme_column)BIREME_NUMBERS("seed");
    if (first && c->goals) heads[n++] = (bireme_column)BIREME_NUMBERS("chance of the goal");
    for (size_t k = from; k < to; k++) {
        bireme_text_format(&texts[n], "%s, mean", c->t->metrics[k].words);
        heads[n] = (bireme_column)BIREME_NUMBERS(bireme_text_string(&texts[n]));
        n++;
        heads[n++] = (bireme_column)BIREME_NUMBERS("P10–P90");
    }
    bireme_document_table(document, heads, n);
    for (size_t i = 0; i < BIREME_COLUMN_MOST; i++) bireme_document_release(document, &texts[i]);
}

static void add_table(const columns *c, bool first, size_t from, size_t to, bireme_document *document)
{
    size_t n = 0;
    add_head(c, first, from, to, document);
    for (size_t i = 0; i < c->t->n_runs; i++) {
        if (!is_listed(c, i)) continue;
        if (n++ < BIREME_BATCH_LISTED) add_row(c, &c->t->runs[i], first, from, to, document);
    }
    if (n > BIREME_BATCH_LISTED)
        bireme_document_detail_format(document,
                                      "The first %d of %zu runs; the workbook and the table in CSV "
                                      "have all.",
                                      BIREME_BATCH_LISTED, n);
}

static void add_runs(const bireme_batch_table *t, const char *currency, bireme_document *document)
{
    const columns c = columns_of(t, currency, document->currency);
    add_table(&c, true, 0, t->n_metrics > 0 ? 1 : 0, document);
    for (size_t k = 1; k < t->n_metrics; k += METRICS_EACH) {
        const size_t to = k + METRICS_EACH < t->n_metrics ? k + METRICS_EACH : t->n_metrics;
        if (k == 1) bireme_document_heading(document, "The other metrics");
        add_table(&c, false, k, to, document);
    }
}

/* ------------------------ runs that failed */

static void add_failed(const bireme_batch_table *t, bireme_document *document)
{
    static const bireme_column heads[] = {BIREME_TEXTS("run"), BIREME_TEXTS("what was run"),
                                          BIREME_TEXTS("why there is no result")};
    size_t n = 0;
    if (t->n_failed == 0) return;
    bireme_document_part(document, "failed", "Runs that failed");
    bireme_document_table(document, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < t->n_runs; i++) {
        const bireme_batch_outcome *run = &t->runs[i];
        bireme_text sets = {0};
        if (run->error == NULL || n++ >= BIREME_BATCH_LISTED) continue;
        bireme_batch_append_sets(t, run, &sets);
        if (sets.length == 0) bireme_text_append(&sets, run->scenario);
        const bireme_cell cells[] = {bireme_cell_text(run->entry->name),
                                     bireme_cell_text(bireme_text_string(&sets)),
                                     bireme_cell_text(run->error)};
        bireme_document_row(document, cells, false);
        bireme_document_release(document, &sets);
    }
    if (n > BIREME_BATCH_LISTED)
        bireme_document_detail_format(document, "The first %d of %zu.", BIREME_BATCH_LISTED, n);
}

/* ------------------------ the whole */

static void add_words(bireme_document *document, const bireme_batch_table *t,
                      void (*write)(const bireme_batch_table *, bireme_text *))
{
    bireme_text words = {0};
    write(t, &words);
    bireme_document_paragraph_take(document, &words);
}

static void add_note(const bireme_batch_table *t, bireme_document *document)
{
    bool seeds = false;
    for (size_t p = 0; p < t->n_points; p++) seeds = seeds || t->points[p].n_runs > 1;
    if (t->n_points > 1)
        bireme_document_note(document,
                             seeds ? "How to read this: every point is one plan, played through many "
                                     "times. Where a plan was run with several seeds, the picture "
                                     "shows the mean of its runs; the table has each."
                                   : "How to read this: every point is one plan, played through many "
                                     "times. In 8 of 10 futures the result lies between P10 and P90.");
}

static void add_currency(const bireme_batch_table *t, size_t which, bireme_document *document)
{
    const char *currency = t->currencies[which];
    char id[32];
    bireme_text words = {0};
    if (t->n_currencies > 1) {
        snprintf(id, sizeof id, "in-%c%c", (char)('a' + which / 26 % 26), (char)('a' + which % 26));
        bireme_text_format(&words, "In %s", currency);
        bireme_document_part(document, id, bireme_text_string(&words));
        bireme_document_release(document, &words);
    }
    bireme_batch_verdict(t, currency, &words);
    if (words.length > 0)
        bireme_document_paragraph_take(document, &words);
    else
        bireme_document_release(document, &words);
    bireme_batch_add_pictures(t, currency, document);
}

static void add_all_runs(const bireme_batch_table *t, bireme_document *document)
{
    if (t->n_currencies == 0) return;
    bireme_document_part(document, "runs", "All runs");
    for (size_t c = 0; c < t->n_currencies; c++) {
        if (t->n_currencies > 1) bireme_document_heading_format(document, "In %s", t->currencies[c]);
        add_runs(t, t->currencies[c], document);
    }
}

void bireme_batch_document(const void *view, bireme_document *document)
{
    const bireme_batch_table *t = view;
    bireme_text title = {0};
    bireme_batch_append_title(t, &title);
    bireme_document_title(document, bireme_text_string(&title));
    bireme_document_release(document, &title);
    add_words(document, t, bireme_batch_opening);
    for (size_t c = 0; c < t->n_currencies; c++) add_currency(t, c, document);
    add_note(t, document);
    add_all_runs(t, document);
    add_failed(t, document);
    bireme_document_part(document, "certainty", "How sure this is");
    add_words(document, t, bireme_batch_certainty);
}

const bireme_answer_kind bireme_batch_kind = {
    .name = "batch", .document = bireme_batch_document, .book = bireme_batch_book};
