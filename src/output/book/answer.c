/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/book/answer.h"

#include <string.h>

bireme_chart_place bireme_book_half(lxw_worksheet *sheet, int row, bool right)
{
    return (bireme_chart_place){.sheet = sheet,
                                .row = row,
                                .right = right ? BIREME_CHART_WIDTH + 10 : 0,
                                .width = BIREME_CHART_WIDTH,
                                .height = BIREME_CHART_HEIGHT};
}

/* A page that is read at a glance has room for this many rows; more would be printed too small. */
enum { SUMMARY_ROWS = 10, SUMMARY_SPARE = 2 };

/* Rows of a group are indented. */
static bool belongs_to_the_row_before(const bireme_row *row)
{
    const char *name = row->cell[0].kind == BIREME_CELL_TEXT ? row->cell[0].text : NULL;
    return name != NULL && (*name == ' ' || strncmp(name, "- ", 2) == 0);
}

/* Writes the first rows of a long table, without splitting a group, and its total in the last one; says where
 * the rest is. */
static int beginning_of_table(bireme_book *book, lxw_worksheet *sheet, int row,
                              const bireme_document_block *block, const char *whole)
{
    if (block->n_rows <= SUMMARY_ROWS + SUMMARY_SPARE) return bireme_book_table(book, sheet, row, block);
    bireme_row rows[SUMMARY_ROWS + 1];
    char note[96];
    bireme_document_block shown = *block;
    shown.rows = rows;
    shown.n_rows = SUMMARY_ROWS;
    while (shown.n_rows > 1 && belongs_to_the_row_before(&block->rows[shown.n_rows])) shown.n_rows--;
    for (size_t r = 0; r < shown.n_rows; r++) rows[r] = block->rows[r];
    if (block->rows[block->n_rows - 1].total) rows[shown.n_rows++] = block->rows[block->n_rows - 1];
    row = bireme_book_table(book, sheet, row, &shown) - 1;
    snprintf(note, sizeof note, "%zu more rows: sheet %s", block->n_rows - shown.n_rows, whole);
    bireme_book_text(book, sheet, row, 0, BIREME_BOOK_SUBTITLE, note);
    return row + 2;
}

/* The index of the first table's block; n_blocks: there is none. */
static size_t first_table(const bireme_document *document)
{
    size_t b = 0;
    while (b < document->n_blocks && document->blocks[b].kind != BIREME_BLOCK_TABLE) b++;
    return b;
}

/* Writes the answer's first table and the heading above it. */
static int write_first(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document *document,
                       const char *whole)
{
    size_t table = first_table(document);
    if (table == document->n_blocks) return row;
    for (size_t b = table; b-- > 0;) {
        if (document->blocks[b].kind != BIREME_BLOCK_HEADING) continue;
        bireme_book_text(book, sheet, row++, 0, BIREME_BOOK_HEADING, document->blocks[b].text);
        break;
    }
    return beginning_of_table(book, sheet, row, &document->blocks[table], whole);
}

static bireme_status fill(bireme_book *book, const bireme_book_answer *a, const bireme_document *document,
                          const char *subtitle, bireme_error *error)
{
    static const char *const assumptions[] = {
        "every number that went in, with its source",
        "every number that went in, and what differs between the scenarios"};
    bireme_checks checks;
    bireme_charts charts;
    const char *texts[2] = {bireme_text_string(&a->answer[0]), bireme_text_string(&a->answer[1])};
    double widths[BIREME_BOOK_COLUMNS];
    int row,
        columns = bireme_book_document_widths(document, document->currency, first_table(document), 1, widths);
    lxw_worksheet *summary = bireme_book_summary(book, a->name, subtitle, texts, 2, widths, columns, &row);
    row = write_first(book, summary, row, document, a->sheet);
    bireme_book_document(book, bireme_book_sheet(book, a->sheet), 0, document);
    bireme_status status = bireme_book_assumptions(book, a->n, a->models, a->names, error);
    if (status != BIREME_OK) return status;
    bireme_checks_open(&checks, book, a->n, a->models, a->names, a->trials, a->seed, a->sampler);
    bireme_checks_heading(&checks, "Do the figures hold together?");
    a->checks(a->view, &checks);
    bireme_checks_warnings(&checks, a->n, a->models, bireme_text_string(&a->certainty));
    if (a->numbers != NULL) a->numbers(a->view, &checks);
    bireme_charts_open(&charts, book);
    row += a->charts(a->view, &charts, summary, row);
    row = bireme_book_passage(book, summary, row, "How sure is this", bireme_text_string(&a->certainty));
    const char *const names[] = {a->sheet, "Assumptions", "Checks", BIREME_CHART_DATA, NULL};
    const char *const words[] = {"the whole answer, table by table", assumptions[a->n > 1],
                                 "where this comes from, whether it holds together, how sure it is",
                                 "the numbers behind the charts"};
    bireme_book_contents(book, summary, row, names, words);
    return BIREME_OK;
}

static bireme_status write(const bireme_book_answer *answer, const bireme_document *document,
                           const char *subtitle, bireme_text *out, bireme_error *error)
{
    bireme_book book;
    bireme_status status = bireme_book_open(&book, answer->name, answer->kind, document->currency, error);
    if (status != BIREME_OK) return status;
    status = fill(&book, answer, document, subtitle, error);
    bireme_status closed = bireme_book_close(&book, status == BIREME_OK ? out : NULL,
                                             status == BIREME_OK ? error : NULL);
    return status != BIREME_OK ? status : closed;
}

bireme_status bireme_book_write(bireme_book_answer *answer, bireme_text *out, bireme_error *error)
{
    bireme_text subtitle = {0}, *const texts[] = {&subtitle, &answer->answer[0], &answer->answer[1],
                                                  &answer->certainty};
    bireme_document document;
    bireme_book_subtitle(&subtitle, answer->kind, answer->models[0]);
    bireme_document_init(&document, answer->models[0]->currency);
    answer->document(answer->view, &document);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) document.failed |= texts[i]->failed;
    bireme_status status = document.failed
                               ? bireme_fail_memory(error)
                               : write(answer, &document, bireme_text_string(&subtitle), out, error);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) bireme_text_free(texts[i]);
    bireme_document_free(&document);
    return status;
}
