/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The neutral document on a sheet: what people read as text, with numbers to calculate with. A column of
 * ranges becomes two columns; pictures made of characters are left out, because the charts show them.
 */
#include "output/book/pages.h"
#include "base/currency.h"

#include <math.h>
#include <string.h>

/* The columns of the sheet that a column of the document takes. */
typedef struct span {
    int at;
    bool two, skip;
} span;

static bool has_kind(const bireme_document_block *block, size_t column, bireme_cell_kind kind)
{
    for (size_t r = 0; r < block->n_rows; r++)
        if (block->rows[r].cell[column].kind == kind) return true;
    return false;
}

/* Whether a column is empty in every row, and so of no use on paper. */
static bool is_empty(const bireme_document_block *block, size_t column)
{
    for (size_t r = 0; r < block->n_rows; r++) {
        const bireme_cell *cell = &block->rows[r].cell[column];
        bool text = cell->kind == BIREME_CELL_TEXT;
        if (cell->kind != BIREME_CELL_EMPTY && !(text && (cell->text == NULL || *cell->text == '\0')))
            return false;
    }
    return true;
}

/* Pictures made of characters and empty columns are left out. */
static int place_columns(const bireme_document_block *block, span spans[BIREME_COLUMN_MOST])
{
    int at = 0;
    for (size_t c = 0; c < block->n_columns; c++) {
        spans[c] = (span){.at = at,
                          .two = has_kind(block, c, BIREME_CELL_RANGE),
                          .skip = has_kind(block, c, BIREME_CELL_SPREAD) || (c > 0 && is_empty(block, c))};
        at += spans[c].skip ? 0 : spans[c].two ? 2 : 1;
    }
    return at;
}

/* ------------------------ widths */

enum {
    NAME_LEAST = 24,
    NAME_MOST = 46,
    NUMBER_LEAST = 9,
    HEAD_MOST = 15,
    TEXT_COLUMN_MOST = 28,
    BREATH = 2,
    HEAD_BREATH = 3,
    TITLE_MOST = 80
};

static const char *title_of(const bireme_document_block *block, size_t c)
{
    return block->column[c].title != NULL ? block->column[c].title : "";
}

static bireme_book_style head_style(const bireme_document_block *block, size_t c)
{
    return block->column[c].right ? BIREME_BOOK_HEAD_RIGHT
           : c > 0                ? BIREME_BOOK_HEAD_BESIDE
                                  : BIREME_BOOK_HEAD;
}

static bool has_quantiles(const bireme_document_block *block, const span *s, size_t c)
{
    return s->two && strncmp(title_of(block, c), "P10", 3) == 0;
}

/* The width at which no line of the title touches its neighbours. */
static double head_width(const char *title, bireme_book_style style, double least)
{
    double longest, word = 0;
    for (const char *w = title; *w != '\0'; w += strcspn(w, " "), w += *w == ' ') {
        char piece[64];
        snprintf(piece, sizeof piece, "%.*s", (int)strcspn(w, " "), w);
        word = fmax(word, bireme_book_text_width(piece, style));
    }
    double width = fmax(least, word + HEAD_BREATH);
    for (; width < word + HEAD_MOST; width++) {
        bireme_book_text_lines(title, width, style, &longest);
        if (longest + HEAD_BREATH <= width) break;
    }
    return width;
}

/* What belongs to a column: its numbers are shown in one unit. */
static bireme_book_shape shape_of(const bireme_document_block *block, size_t c, bireme_format format)
{
    enum { ROWS_MOST = 512 };
    double values[2 * ROWS_MOST];
    size_t n = 0;
    for (size_t r = 0; r < block->n_rows && n + 2 <= 2 * ROWS_MOST; r++) {
        const bireme_cell *cell = &block->rows[r].cell[c];
        bool range = cell->kind == BIREME_CELL_RANGE;
        if ((cell->kind != BIREME_CELL_NUMBER && !range) || cell->format != format) continue;
        values[n++] = cell->value[0];
        if (range) values[n++] = cell->value[1];
    }
    return bireme_book_shape_of(format, n, values);
}

static double cell_width(const char *currency, const bireme_document_block *block, size_t r, size_t c)
{
    const bireme_cell *cell = &block->rows[r].cell[c];
    double wide = 0;
    if (cell->kind == BIREME_CELL_NUMBER || cell->kind == BIREME_CELL_RANGE) {
        bireme_book_shape shape = shape_of(block, c, cell->format);
        for (int k = 0; k < (cell->kind == BIREME_CELL_RANGE ? 2 : 1); k++)
            wide = fmax(wide, bireme_book_number_width(shape, currency, cell->value[k]));
        return block->rows[r].total ? 1.1 * wide + 1 : wide + 1; /* bold */
    }
    if (cell->kind != BIREME_CELL_TEXT || cell->text == NULL) return 0;
    wide = bireme_book_text_width(cell->text, block->rows[r].total ? BIREME_BOOK_TOTAL : BIREME_BOOK_BODY);
    return fmin(wide + BREATH, c == 0 ? NAME_MOST : TEXT_COLUMN_MOST);
}

static void widen(double *width, double wanted)
{
    if (wanted > *width) *width = wanted;
}

static void measure(const char *currency, const bireme_document_block *block,
                    double widths[BIREME_BOOK_COLUMNS])
{
    span spans[BIREME_COLUMN_MOST];
    place_columns(block, spans);
    for (size_t c = 0; c < block->n_columns; c++) {
        if (spans[c].skip) continue;
        double wanted = has_quantiles(block, &spans[c], c)
                            ? NUMBER_LEAST
                            : head_width(title_of(block, c), head_style(block, c),
                                         c == 0 ? NAME_LEAST : NUMBER_LEAST);
        for (size_t r = 0; r < block->n_rows; r++) widen(&wanted, cell_width(currency, block, r, c));
        for (int k = 0; k < (spans[c].two ? 2 : 1) && spans[c].at + k < BIREME_BOOK_COLUMNS; k++)
            widen(&widths[spans[c].at + k], wanted);
    }
}

/* Takes what the columns exceed the page by from the widest ones, where texts can wrap. */
static void fit(double *widths, int columns)
{
    for (int guard = 0; guard < 500; guard++) {
        double sum = 0;
        int widest = 0;
        for (int c = 0; c < columns; c++) {
            sum += widths[c] + BIREME_PAGES_CELL;
            if (widths[c] - (c == 0 ? NAME_LEAST - HEAD_MOST : 0) >
                widths[widest] - (widest == 0 ? NAME_LEAST - HEAD_MOST : 0))
                widest = c;
        }
        if (sum <= BIREME_PAGES_WIDTH || widths[widest] <= HEAD_MOST + (widest == 0 ? HEAD_MOST : 0)) return;
        widths[widest] -= 1;
    }
}

int bireme_book_document_widths(const bireme_document *document, const char *currency, size_t first,
                                size_t n_blocks, double widths[BIREME_BOOK_COLUMNS])
{
    int columns = 1;
    widths[0] = NAME_LEAST;
    for (int c = 1; c < BIREME_BOOK_COLUMNS; c++) widths[c] = NUMBER_LEAST;
    for (size_t b = first; b < first + n_blocks && b < document->n_blocks; b++) {
        span spans[BIREME_COLUMN_MOST];
        if (document->blocks[b].kind != BIREME_BLOCK_TABLE) continue;
        int here = place_columns(&document->blocks[b], spans);
        columns = here > columns ? here : columns;
        measure(currency, &document->blocks[b], widths);
    }
    columns = columns < BIREME_BOOK_COLUMNS ? columns : BIREME_BOOK_COLUMNS;
    fit(widths, columns);
    return columns;
}

/* ------------------------ tables */

static void write_head(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document_block *block,
                       const span *spans)
{
    for (size_t c = 0; c < block->n_columns; c++) {
        bireme_book_style style = head_style(block, c);
        bool quantiles = has_quantiles(block, &spans[c], c);
        if (spans[c].skip) continue;
        bireme_text title = {0};
        bireme_book_shorten(&title, quantiles ? "P10" : title_of(block, c), TITLE_MOST);
        bireme_book_text(book, sheet, row, spans[c].at, style, bireme_text_string(&title));
        bireme_book_release(book, &title);
        if (spans[c].two)
            bireme_book_text(book, sheet, row, spans[c].at + 1, style, quantiles ? "P90" : "to");
    }
}

static void write_cell(bireme_book *book, lxw_worksheet *sheet, int row, const span *at, bool total,
                       bool right, const bireme_cell *cell, bireme_book_shape shape)
{
    bireme_book_style style = total ? BIREME_BOOK_TOTAL : BIREME_BOOK_BODY;
    int width = at->two ? 2 : 1;
    switch (cell->kind) {
    case BIREME_CELL_TEXT:
        if (!total) style = right ? BIREME_BOOK_RIGHT : at->at > 0 ? BIREME_BOOK_BESIDE : style;
        bireme_book_text(book, sheet, row, at->at, style, cell->text != NULL ? cell->text : "");
        break;
    case BIREME_CELL_NUMBER:
        bireme_book_shaped(book, sheet, row, at->at,
                           at->at == 0 && !right && !total ? BIREME_BOOK_LEFT : style, shape, cell->value[0]);
        break;
    case BIREME_CELL_RANGE:
        bireme_book_shaped(book, sheet, row, at->at, style, shape, cell->value[0]);
        bireme_book_shaped(book, sheet, row, at->at + 1, style, shape, cell->value[1]);
        return;
    case BIREME_CELL_EMPTY:
    case BIREME_CELL_SPREAD:
        width = 0;
        break;
    }
    for (int k = width > 0; k < (at->two ? 2 : 1) && total; k++)
        bireme_book_text(book, sheet, row, at->at + k, style, "");
}

/* Returns the row after it. */
static int write_row(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document_block *block,
                     const span *spans, size_t r, int last)
{
    const bireme_row *line = &block->rows[r];
    for (size_t c = 0; c < block->n_columns; c++)
        if (!spans[c].skip)
            write_cell(book, sheet, row, &spans[c], line->total, block->column[c].right, &line->cell[c],
                       shape_of(block, c, line->cell[c].format));
    row++;
    for (size_t d = 0; d < line->n_details; d++)
        bireme_book_wrapped(book, sheet, row++, 0, last, BIREME_BOOK_DETAIL, line->details[d]);
    return row;
}

/* A table longer than a page has its head again on each part. */
static int write_table(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document_block *block,
                       int last)
{
    enum { LONG = 24, ROWS_LEFT = 3 };
    span spans[BIREME_COLUMN_MOST];
    place_columns(block, spans);
    write_head(book, sheet, row++, block, spans);
    for (size_t r = 0; r < block->n_rows; r++) {
        bool room = block->n_rows < LONG || r == 0 || r + 1 == block->n_rows ||
                    bireme_pages_left(book, sheet, row) >
                        ROWS_LEFT * BIREME_PAGES_ROW * (1 + (double)block->rows[r].n_details);
        if (!room) {
            bireme_pages_break(book, sheet, row);
            write_head(book, sheet, row++, block, spans);
        }
        row = write_row(book, sheet, row, block, spans, r, last);
    }
    return row + 1;
}

int bireme_book_table(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document_block *block)
{
    span spans[BIREME_COLUMN_MOST];
    return write_table(book, sheet, row, block, place_columns(block, spans) - 1);
}

static bool too_wide(const double *widths, int columns)
{
    double sum = 0;
    for (int c = 0; c < columns; c++) sum += widths[c] + BIREME_PAGES_CELL;
    return sum > BIREME_PAGES_WIDTH;
}

static int say_currency(bireme_book *book, lxw_worksheet *sheet, int row, const char *currency)
{
    bireme_text text = {0};
    bireme_text_format(&text, "Amounts in the tables are in %s.", currency);
    bireme_book_text(book, sheet, row, 0, BIREME_BOOK_SUBTITLE, bireme_text_string(&text));
    bireme_book_release(book, &text);
    return row + 2;
}

int bireme_book_document(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document *document)
{
    double widths[BIREME_BOOK_COLUMNS];
    int columns = bireme_book_document_widths(document, document->currency, 0, document->n_blocks, widths);
    if (too_wide(widths, columns) && bireme_currency_sign(document->currency) == NULL) {
        columns = bireme_book_document_widths(document, "", 0, document->n_blocks, widths);
        book->bare = true;
    }
    if (document->failed) book->out_of_memory = true;
    if (columns < 6) columns = 6; /* for sentences */
    for (int c = 0; c < columns; c++) bireme_book_width(book, sheet, c, c, widths[c]);
    if (book->bare) row = say_currency(book, sheet, row, document->currency);
    for (size_t b = 0; b < document->n_blocks; b++) {
        const bireme_document_block *block = &document->blocks[b];
        switch (block->kind) {
        case BIREME_BLOCK_HEADING:
            bireme_book_text(book, sheet, row++, 0, BIREME_BOOK_HEADING, block->text);
            break;
        case BIREME_BLOCK_PICTURE:
            break; /* workbooks have charts instead */
        case BIREME_BLOCK_TITLE:
        case BIREME_BLOCK_PART:
        case BIREME_BLOCK_NOTE:
        case BIREME_BLOCK_TILE:
        case BIREME_BLOCK_PARAGRAPH:
            bireme_book_wrapped(book, sheet, row, 0, columns - 1, BIREME_BOOK_TEXT, block->text);
            row += 2;
            break;
        case BIREME_BLOCK_TABLE:
            row = write_table(book, sheet, row, block, columns - 1);
            break;
        }
    }
    book->bare = false;
    return row;
}
