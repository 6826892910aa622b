/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The document as plain text. Paragraphs are wrapped at spaces; a table's columns are as wide as their widest
 * cell; a first cell that would make a line too wide is written on a separate line; a spread takes the
 * remaining room. A document is first written in UTF-8; if that cannot be shown, its few signs are replaced
 * as lines are written.
 */
#include "output/forms/document.h"

#include <math.h>
#include <string.h>
#include "base/currency.h"
#include "base/memory.h"
#include "output/forms/number.h"
#include "output/forms/utf8.h"

enum { INDENT = 2, GAP = 2, FIRST_MOST = 46, SPREAD_LEAST = 16, SPREAD_MOST = 44 };

/* Our own signs beyond ASCII, and their replacements; the user's names and notes stay as they are. */
static const char *const ascii_for[][2] = {
    {"–", "-"}, {"±", "+/-"}, {"×", "x"}, {"…", "..."},      {"─", "-"},
    {"▒", "="}, {"█", "|"},   {"−", "-"}, {"∞", "infinity"},
};

static bool is_sign(const char *sign, const char *text, size_t length)
{
    return strlen(sign) == length && memcmp(sign, text, length) == 0;
}

/* Appends the replacement in ASCII; false: it is not one of our signs. */
static bool append_plain(bireme_text *out, const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof ascii_for / sizeof *ascii_for; i++)
        if (is_sign(ascii_for[i][0], text, length)) {
            bireme_text_append(out, ascii_for[i][1]);
            return true;
        }
    for (const bireme_currency_of_sign *row = bireme_currency_signs; row->sign != NULL; row++)
        if (row->shown != NULL && is_sign(row->sign, text, length)) {
            bireme_text_format(out, "%s ", row->shown);
            return true;
        }
    return false;
}

static void append_shown(bireme_text *out, const bireme_text_style *style, const char *text)
{
    while (*text) {
        const char *start = text;
        bireme_utf8_next(&text);
        size_t length = (size_t)(text - start);
        if (style->unicode || length == 1 || !append_plain(out, start, length))
            bireme_text_append_n(out, start, length);
    }
}

/* Appends the text made safe, with only signs that can be shown. */
static void append_safe(bireme_text *out, const bireme_text_style *style, const char *text)
{
    bireme_text clean = {0};
    bireme_utf8_append_clean(&clean, text);
    append_shown(out, style, bireme_text_string(&clean));
    if (clean.failed) out->failed = true;
    bireme_text_free(&clean);
}

static void append_spaces(bireme_text *out, int n)
{
    for (int i = 0; i < n; i++) bireme_text_append(out, " ");
}

/* Up to the next space at which a line may end: "62 %" stays together. */
static size_t word_length(const char *text)
{
    size_t length = strcspn(text, " ");
    while (text[length] == ' ' && text[length + 1] == '%') length += 1 + strcspn(text + length + 1, " ");
    return length;
}

static void append_wrapped(bireme_text *out, const bireme_text_style *style, const char *text, int indent)
{
    bireme_text shown = {0};
    append_safe(&shown, style, text);
    if (shown.failed) out->failed = true;
    char *word = shown.data;
    int column = 0;
    while (word != NULL && *word) {
        size_t length = word_length(word);
        char after = word[length];
        word[length] = '\0';
        int width = bireme_utf8_width(word);
        if (column > indent && column + 1 + width > style->width) {
            bireme_text_append(out, "\n");
            column = 0;
        }
        if (column == 0) {
            append_spaces(out, indent);
            column = indent;
        } else if (length > 0) {
            bireme_text_append(out, " ");
            column++;
        }
        bireme_text_append(out, word);
        column += width;
        word += length;
        if (after == '\0') break;
        word++;
    }
    bireme_text_append(out, "\n");
    bireme_text_free(&shown);
}

/* A table laid out: every cell as shown, and the width of every column. */
typedef struct layout {
    const bireme_document *document;
    const bireme_document_block *block;
    const bireme_text_style *style;
    bireme_text *cells; /* [n_rows × n_columns] */
    bireme_text title[BIREME_COLUMN_MOST];
    int width[BIREME_COLUMN_MOST];
} layout;

static void widen(int *width, int candidate)
{
    if (candidate > *width) *width = candidate;
}

static void lay_out(layout *l)
{
    const bireme_document_block *block = l->block;
    for (size_t r = 0; r < block->n_rows; r++)
        for (size_t c = 0; c < block->n_columns; c++) {
            bireme_text raw = {0}, *shown = &l->cells[r * block->n_columns + c];
            bireme_document_append_cell(&raw, l->document, block, r, c);
            append_safe(shown, l->style, bireme_text_string(&raw));
            if (raw.failed) shown->failed = true;
            bireme_text_free(&raw);
            widen(&l->width[c], bireme_utf8_width(bireme_text_string(shown)));
        }
    for (size_t c = 0; c < block->n_columns; c++)
        if (block->column[c].title != NULL) {
            append_safe(&l->title[c], l->style, block->column[c].title);
            widen(&l->width[c], bireme_utf8_width(bireme_text_string(&l->title[c])));
        }
    if (l->width[0] > FIRST_MOST) l->width[0] = FIRST_MOST;
    int used = INDENT;
    for (size_t c = 0; c < block->n_columns; c++) used += l->width[c] + GAP;
    for (size_t c = 0; c < block->n_columns; c++) {
        if (!(block->column[c].high > block->column[c].low)) continue;
        int room = l->style->width - (used - l->width[c] - GAP);
        int most = room > SPREAD_MOST ? SPREAD_MOST : room;
        l->width[c] = most < SPREAD_LEAST ? SPREAD_LEAST : most;
    }
}

static void append_padded(bireme_text *out, const char *text, int width, bool right)
{
    int missing = width - bireme_utf8_width(text);
    if (right) append_spaces(out, missing);
    bireme_text_append(out, text);
    if (!right) append_spaces(out, missing);
}

/* Ends a line, removing spaces at its end. */
static void end_line(bireme_text *out)
{
    while (!out->failed && out->length > 0 && out->data[out->length - 1] == ' ')
        out->data[--out->length] = '\0';
    bireme_text_append(out, "\n");
}

static void write_titles(const layout *l, bireme_text *out)
{
    bool any = false;
    for (size_t c = 0; c < l->block->n_columns; c++) any = any || l->block->column[c].title != NULL;
    if (!any) return;
    append_spaces(out, INDENT);
    for (size_t c = 0; c < l->block->n_columns; c++) {
        append_padded(out, bireme_text_string(&l->title[c]), l->width[c], l->block->column[c].right);
        append_spaces(out, GAP);
    }
    end_line(out);
}

static void write_rule(const layout *l, bireme_text *out)
{
    append_spaces(out, INDENT);
    for (size_t c = 0; c < l->block->n_columns; c++) {
        for (int x = 0; x < l->width[c]; x++) append_shown(out, l->style, l->width[c] > 0 ? "─" : " ");
        append_spaces(out, GAP);
    }
    end_line(out);
}

static void write_row(const layout *l, size_t r, bireme_text *out)
{
    const bireme_document_block *block = l->block;
    if (block->rows[r].total) write_rule(l, out);
    append_spaces(out, INDENT);
    for (size_t c = 0; c < block->n_columns; c++) {
        const bireme_cell *cell = &block->rows[r].cell[c];
        const char *text = bireme_text_string(&l->cells[r * block->n_columns + c]);
        if (cell->kind == BIREME_CELL_SPREAD) {
            bireme_text picture = {0};
            bireme_document_append_spread(&picture, &block->column[c], cell, l->width[c]);
            append_shown(out, l->style, bireme_text_string(&picture));
            if (picture.failed) out->failed = true;
            bireme_text_free(&picture);
            continue;
        }
        append_padded(out, text, l->width[c], block->column[c].right);
        if (c == 0 && bireme_utf8_width(text) > l->width[c] && block->n_columns > 1) {
            end_line(out);
            append_spaces(out, INDENT + l->width[0]);
        }
        append_spaces(out, GAP);
    }
    end_line(out);
    for (size_t d = 0; d < block->rows[r].n_details; d++)
        append_wrapped(out, l->style, block->rows[r].details[d], 3 * INDENT);
}

static bireme_status write_table(const bireme_document *document, const bireme_document_block *block,
                                 const bireme_text_style *style, bireme_text *out, bireme_error *error)
{
    layout l = {.document = document, .block = block, .style = style};
    size_t n = block->n_rows * block->n_columns;
    l.cells = bireme_calloc(n, sizeof *l.cells);
    if (l.cells == NULL) return bireme_fail_memory(error);
    lay_out(&l);
    write_titles(&l, out);
    for (size_t r = 0; r < block->n_rows; r++) write_row(&l, r, out);
    if (block->legend != NULL) append_wrapped(out, style, block->legend, 3 * INDENT);
    for (size_t i = 0; i < n; i++) {
        if (l.cells[i].failed) out->failed = true;
        bireme_text_free(&l.cells[i]);
    }
    for (size_t c = 0; c < block->n_columns; c++) {
        if (l.title[c].failed) out->failed = true;
        bireme_text_free(&l.title[c]);
    }
    bireme_free(l.cells);
    return BIREME_OK;
}

bireme_status bireme_document_write_text(const bireme_document *document, const bireme_text_style *style,
                                         bireme_text *out, bireme_error *error)
{
    if (document->failed) return bireme_fail_memory(error);
    bool in_section = false; /* what follows a heading is indented */
    for (size_t b = 0; b < document->n_blocks; b++) {
        const bireme_document_block *block = &document->blocks[b];
        if (block->kind == BIREME_BLOCK_PICTURE) continue;
        bool bold = style->bold && (block->kind == BIREME_BLOCK_HEADING || b == 0);
        bool joined = b > 0 && document->blocks[b - 1].kind == BIREME_BLOCK_HEADING;
        if (b > 0 && !joined) bireme_text_append(out, "\n");
        if (block->kind == BIREME_BLOCK_TABLE) {
            bireme_status status = write_table(document, block, style, out, error);
            if (status != BIREME_OK) return status;
            continue;
        }
        if (bold) bireme_text_append(out, "\033[1m");
        if (block->kind == BIREME_BLOCK_HEADING) in_section = true;
        append_wrapped(out, style, block->text,
                       block->kind == BIREME_BLOCK_PARAGRAPH && in_section ? INDENT : 0);
        if (bold && out->length > 0) {
            out->data[--out->length] = '\0'; /* the line break must come after the end of bold */
            bireme_text_append(out, "\033[0m\n");
        }
    }
    return out->failed ? bireme_fail_memory(error) : BIREME_OK;
}
