/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forms/document.h"

#include <math.h>
#include <stdarg.h>
#include "base/memory.h"
#include "output/forms/number.h"
#include "output/forms/picture.h"

static char *copy_text(bireme_document *document, const char *text)
{
    char *copy = bireme_strdup(text);
    if (copy == NULL) document->failed = true;
    return copy;
}

void bireme_document_init(bireme_document *document, const char *currency)
{
    *document = (bireme_document){0};
    document->currency = copy_text(document, currency);
}

static void free_block(bireme_document_block *block)
{
    for (size_t r = 0; r < block->n_rows; r++) {
        bireme_row *row = &block->rows[r];
        for (size_t c = 0; c < block->n_columns; c++) bireme_free((void *)row->cell[c].text);
        for (size_t d = 0; d < row->n_details; d++) bireme_free(row->details[d]);
        bireme_free(row->details);
    }
    for (size_t c = 0; c < block->n_columns; c++) bireme_free((void *)block->column[c].title);
    bireme_free(block->rows);
    bireme_free(block->legend);
    bireme_free(block->text);
    bireme_free(block->id);
    bireme_picture_free(block->picture);
}

void bireme_document_free(bireme_document *document)
{
    for (size_t b = 0; b < document->n_blocks; b++) free_block(&document->blocks[b]);
    bireme_free(document->blocks);
    bireme_free(document->currency);
    bireme_free(document->picture_stem);
    *document = (bireme_document){0};
}

static bireme_document_block *add_block(bireme_document *document, bireme_block_kind kind)
{
    if (document->failed) return NULL;
    bireme_document_block *blocks = bireme_realloc(document->blocks, document->n_blocks + 1, sizeof *blocks);
    if (blocks == NULL) {
        document->failed = true;
        return NULL;
    }
    document->blocks = blocks;
    bireme_document_block *block = &blocks[document->n_blocks++];
    *block = (bireme_document_block){.kind = kind};
    return block;
}

static void add_text(bireme_document *document, bireme_block_kind kind, const char *id, const char *text)
{
    bireme_document_block *block = add_block(document, kind);
    if (block == NULL) return;
    block->text = copy_text(document, text);
    if (id != NULL) block->id = copy_text(document, id);
}

void bireme_document_title(bireme_document *document, const char *text)
{
    add_text(document, BIREME_BLOCK_TITLE, NULL, text);
}

void bireme_document_part(bireme_document *document, const char *id, const char *text)
{
    add_text(document, BIREME_BLOCK_PART, id, text);
}

void bireme_document_note(bireme_document *document, const char *text)
{
    add_text(document, BIREME_BLOCK_NOTE, NULL, text);
}

void bireme_document_tile(bireme_document *document, const char *number, const char *text)
{
    add_text(document, BIREME_BLOCK_TILE, number, text);
}

void bireme_document_picture(bireme_document *document, bireme_picture *picture)
{
    bireme_document_block *block = add_block(document, BIREME_BLOCK_PICTURE);
    if (picture == NULL || picture->failed) document->failed = true;
    if (block != NULL)
        block->picture = picture;
    else
        bireme_picture_free(picture);
}

void bireme_document_append(bireme_document *document, bireme_document *other)
{
    if (other->failed) document->failed = true;
    bireme_document_block *blocks =
        document->failed
            ? NULL
            : bireme_realloc(document->blocks, document->n_blocks + other->n_blocks + 1, sizeof *blocks);
    if (blocks == NULL) {
        document->failed = true;
        return;
    }
    document->blocks = blocks;
    for (size_t b = 0; b < other->n_blocks; b++) blocks[document->n_blocks++] = other->blocks[b];
    other->n_blocks = 0;
}

void bireme_document_heading(bireme_document *document, const char *text)
{
    add_text(document, BIREME_BLOCK_HEADING, NULL, text);
}

void bireme_document_release(bireme_document *document, bireme_text *text)
{
    if (text->failed) document->failed = true;
    bireme_text_free(text);
}

void bireme_document_heading_format(bireme_document *document, const char *format, ...)
{
    bireme_text text = {0};
    va_list arguments;
    va_start(arguments, format);
    bireme_text_format_list(&text, format, arguments);
    va_end(arguments);
    bireme_document_heading(document, bireme_text_string(&text));
    bireme_document_release(document, &text);
}

void bireme_document_paragraph(bireme_document *document, const char *text)
{
    add_text(document, BIREME_BLOCK_PARAGRAPH, NULL, text);
}

void bireme_document_paragraph_take(bireme_document *document, bireme_text *text)
{
    bireme_document_paragraph(document, bireme_text_string(text));
    bireme_document_release(document, text);
}

void bireme_document_table(bireme_document *document, const bireme_column *columns, size_t n_columns)
{
    bireme_document_block *block = add_block(document, BIREME_BLOCK_TABLE);
    if (block == NULL) return;
    block->n_columns = n_columns;
    for (size_t c = 0; c < n_columns; c++) {
        block->column[c] = columns[c];
        if (columns[c].title != NULL) block->column[c].title = copy_text(document, columns[c].title);
    }
}

static bireme_document_block *last_table(bireme_document *document)
{
    if (document->failed || document->n_blocks == 0) return NULL;
    bireme_document_block *block = &document->blocks[document->n_blocks - 1];
    return block->kind == BIREME_BLOCK_TABLE ? block : NULL;
}

void bireme_document_row(bireme_document *document, const bireme_cell *cells, bool total)
{
    bireme_document_block *block = last_table(document);
    if (block == NULL) return;
    bireme_row *rows = bireme_realloc(block->rows, block->n_rows + 1, sizeof *rows);
    if (rows == NULL) {
        document->failed = true;
        return;
    }
    block->rows = rows;
    bireme_row *row = &rows[block->n_rows++];
    *row = (bireme_row){.total = total};
    for (size_t c = 0; c < block->n_columns; c++) {
        row->cell[c] = cells[c];
        row->cell[c].text = cells[c].text ? copy_text(document, cells[c].text) : NULL;
    }
}

void bireme_document_legend(bireme_document *document, const char *text)
{
    bireme_document_block *block = last_table(document);
    if (block == NULL || block->legend != NULL) return;
    block->legend = copy_text(document, text);
}

void bireme_document_by_rows(bireme_document *document)
{
    bireme_document_block *block = last_table(document);
    if (block != NULL) block->by_rows = true;
}

static void widen_range(const bireme_cell *cell, double *least, double *most)
{
    int n = cell->kind == BIREME_CELL_NUMBER ? 1 : cell->kind == BIREME_CELL_RANGE ? 2 : 0;
    if (cell->format != BIREME_FORMAT_MONEY) return;
    for (int i = 0; i < n; i++) {
        double size = fabs(cell->value[i]);
        if (!isfinite(size) || size == 0) continue;
        *least = fmin(*least, size);
        *most = fmax(*most, size);
    }
}

int bireme_document_scale(const bireme_document_block *block, size_t row, size_t column)
{
    double least = INFINITY, most = 0;
    if (block->by_rows)
        for (size_t c = 0; c < block->n_columns; c++) widen_range(&block->rows[row].cell[c], &least, &most);
    else
        for (size_t r = 0; r < block->n_rows; r++) widen_range(&block->rows[r].cell[column], &least, &most);
    return bireme_money_scale(least, most);
}

int bireme_document_decimals(const bireme_document_block *block, size_t column)
{
    double most = 0;
    if (!block->column[column].even) return -1;
    for (size_t r = 0; r < block->n_rows; r++) {
        const bireme_cell *cell = &block->rows[r].cell[column];
        if (cell->kind == BIREME_CELL_NUMBER && isfinite(cell->value[0]))
            most = fmax(most, fabs(cell->value[0]));
    }
    return most == 0 || most >= 100 ? 0 : 1;
}

void bireme_document_detail(bireme_document *document, const char *text)
{
    bireme_document_block *block = last_table(document);
    if (block == NULL || block->n_rows == 0 || text == NULL || *text == '\0') return;
    bireme_row *row = &block->rows[block->n_rows - 1];
    char **details = bireme_realloc(row->details, row->n_details + 1, sizeof *details);
    if (details == NULL) {
        document->failed = true;
        return;
    }
    row->details = details;
    details[row->n_details] = copy_text(document, text);
    if (details[row->n_details] != NULL) row->n_details++;
}

void bireme_document_detail_take(bireme_document *document, bireme_text *text)
{
    bireme_document_detail(document, bireme_text_string(text));
    bireme_document_release(document, text);
}

void bireme_document_detail_format(bireme_document *document, const char *format, ...)
{
    bireme_text text = {0};
    va_list arguments;
    va_start(arguments, format);
    bireme_text_format_list(&text, format, arguments);
    va_end(arguments);
    bireme_document_detail_take(document, &text);
}

void bireme_document_drop(bireme_document *document, size_t n)
{
    if (n > document->n_blocks) n = document->n_blocks;
    for (size_t b = 0; b < n; b++) free_block(&document->blocks[b]);
    document->n_blocks -= n;
    for (size_t b = 0; b < document->n_blocks; b++) document->blocks[b] = document->blocks[b + n];
}

bireme_cell bireme_cell_empty(void)
{
    return (bireme_cell){.kind = BIREME_CELL_EMPTY};
}

bireme_cell bireme_cell_text(const char *text)
{
    return (bireme_cell){.kind = BIREME_CELL_TEXT, .text = text};
}

bireme_cell bireme_cell_number(bireme_format format, double value, double se)
{
    return (bireme_cell){.kind = BIREME_CELL_NUMBER, .format = format, .value = {value}, .se = {se}};
}

bireme_cell bireme_cell_range(bireme_format format, double low, double low_se, double high, double high_se)
{
    return (bireme_cell){
        .kind = BIREME_CELL_RANGE, .format = format, .value = {low, high}, .se = {low_se, high_se}};
}

char *bireme_format_number(char *buffer, bireme_format format, const char *currency, double value, double se)
{
    return bireme_format_number_in(buffer, format, currency, value, se, BIREME_MONEY_OWN);
}

char *bireme_format_number_in(char *buffer, bireme_format format, const char *currency, double value,
                              double se, int scale)
{
    switch (format) {
    case BIREME_FORMAT_MONEY:
        return bireme_money_format_in(buffer, currency, value, se, scale);
    case BIREME_FORMAT_COUNT:
        return bireme_count_format(buffer, value, se);
    case BIREME_FORMAT_WHOLE:
        return bireme_whole_format(buffer, value, se);
    case BIREME_FORMAT_SHARE:
        return bireme_share_format(buffer, value, se);
    case BIREME_FORMAT_POINTS:
        return bireme_points_format(buffer, value, se);
    case BIREME_FORMAT_RATIO:
        return bireme_ratio_format(buffer, value, se);
    case BIREME_FORMAT_MONTHS:
        return bireme_months_format(buffer, value, se);
    case BIREME_FORMAT_PLAIN:
        break;
    }
    return bireme_plain_format(buffer, value);
}
