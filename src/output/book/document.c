/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The neutral document on a sheet: what people read as text, with numbers that can be calculated with. A
 * column of ranges becomes two columns; pictures made of characters are left out, the charts show them.
 */
#include "output/book/pages.h"

#include <string.h>

/* Where a column of the document stands on the sheet. */
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

/* Nothing in any row: no use on paper. */
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

static void write_head(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document_block *block,
                       const span *spans)
{
    bool any = false;
    for (size_t c = 0; c < block->n_columns; c++) any = any || block->column[c].title != NULL;
    int lines = 1;
    for (size_t c = 0; c < block->n_columns && any; c++) {
        const char *title = block->column[c].title != NULL ? block->column[c].title : "";
        bireme_book_style style = block->column[c].right ? BIREME_BOOK_HEAD_RIGHT
                                  : c > 0                ? BIREME_BOOK_HEAD_BESIDE
                                                         : BIREME_BOOK_HEAD;
        if (spans[c].skip) continue;
        /* bold letters are wider */
        int here = bireme_book_lines(title,
                                     c > 0 ? BIREME_BOOK_OTHER_WIDTH - 1 : BIREME_BOOK_FIRST_WIDTH - 4);
        bool quantiles = spans[c].two && strncmp(title, "P10", 3) == 0;
        lines = here > lines && !quantiles ? here : lines;
        if (!spans[c].two) {
            bireme_book_text(book, sheet, row, spans[c].at, style, title);
            continue;
        }
        bireme_book_text(book, sheet, row, spans[c].at, style, quantiles ? "P10" : title);
        bireme_book_text(book, sheet, row, spans[c].at + 1, style, quantiles ? "P90" : "to");
    }
    bireme_book_height(book, sheet, row, lines);
}

static void write_cell(bireme_book *book, lxw_worksheet *sheet, int row, const span *at, bool total,
                       bool right, const bireme_cell *cell)
{
    bireme_book_style style = total ? BIREME_BOOK_TOTAL : BIREME_BOOK_BODY;
    int width = at->two ? 2 : 1;
    switch (cell->kind) {
    case BIREME_CELL_TEXT:
        if (at->at == 0 && !right && !total && cell->text != NULL) {
            bireme_book_name_cell(book, sheet, row, 0, BIREME_BOOK_FIRST_WIDTH, cell->text);
            break;
        }
        if (!total) style = right ? BIREME_BOOK_RIGHT : at->at > 0 ? BIREME_BOOK_BESIDE : style;
        bireme_book_text(book, sheet, row, at->at, style, cell->text != NULL ? cell->text : "");
        break;
    case BIREME_CELL_NUMBER:
        bireme_book_number(book, sheet, row, at->at,
                           at->at == 0 && !right && !total ? BIREME_BOOK_LEFT : style, cell->format,
                           cell->value[0]);
        break;
    case BIREME_CELL_RANGE:
        bireme_book_number(book, sheet, row, at->at, style, cell->format, cell->value[0]);
        bireme_book_number(book, sheet, row, at->at + 1, style, cell->format, cell->value[1]);
        return;
    case BIREME_CELL_EMPTY:
    case BIREME_CELL_SPREAD:
        width = 0;
        break;
    }
    for (int k = width > 0; k < (at->two ? 2 : 1) && total; k++)
        bireme_book_text(book, sheet, row, at->at + k, style, "");
}

static double width_of(int columns)
{
    return BIREME_BOOK_FIRST_WIDTH + (double)(columns - 1) * BIREME_BOOK_OTHER_WIDTH;
}

int bireme_book_table(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document_block *block)
{
    span spans[BIREME_COLUMN_MOST];
    place_columns(block, spans);
    write_head(book, sheet, row++, block, spans);
    for (size_t r = 0; r < block->n_rows; r++) {
        const bireme_row *line = &block->rows[r];
        for (size_t c = 0; c < block->n_columns; c++)
            if (!spans[c].skip)
                write_cell(book, sheet, row, &spans[c], line->total, block->column[c].right, &line->cell[c]);
        row++;
        for (size_t d = 0; d < line->n_details; d++) {
            bireme_book_wrapped(book, sheet, row++, 0, BIREME_BOOK_COLUMNS - 1, width_of(BIREME_BOOK_COLUMNS),
                                BIREME_BOOK_DETAIL, line->details[d]);
        }
    }
    return row + 1;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

int bireme_book_document(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document *document)
{
    bireme_book_width(book, sheet, 0, 0, BIREME_BOOK_FIRST_WIDTH);
    bireme_book_width(book, sheet, 1, BIREME_COLUMN_MOST, BIREME_BOOK_OTHER_WIDTH);
    if (document->failed) book->out_of_memory = true;
    int columns = BIREME_BOOK_COLUMNS;
    bireme_pages_begin(book, sheet);
    bireme_pages_rows(book);
    for (size_t b = 0; b < document->n_blocks; b++) {
        const bireme_document_block *block = &document->blocks[b];
        span spans[BIREME_COLUMN_MOST];
        switch (block->kind) {
        case BIREME_BLOCK_HEADING:
            bireme_pages_heading(book, row);
            bireme_book_text(book, sheet, row++, 0, BIREME_BOOK_HEADING, block->text);
            break;
        case BIREME_BLOCK_PARAGRAPH:
            bireme_book_wrapped(book, sheet, row, 0, BIREME_BOOK_COLUMNS - 1, width_of(BIREME_BOOK_COLUMNS),
                                BIREME_BOOK_TEXT, block->text);
            row += 2;
            break;
        case BIREME_BLOCK_TABLE:
            row = bireme_book_table(book, sheet, row, block);
            columns = larger(columns, place_columns(block, spans));
            break;
        }
    }
    bireme_pages_end(book, row, width_of(columns), columns);
    return row;
}
