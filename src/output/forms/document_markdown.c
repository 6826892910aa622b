/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The document as GitHub-flavoured Markdown (https://github.github.com/gfm): headings, paragraphs of one
 * line, tables with numbers flush right. Lines under a row of a table follow the table, under the row's name;
 * lines under only its last row are about the table. A spread is a picture in a code span.
 *
 * Names and notes are text from outside. Whatever could be markup is escaped, and so are addresses, which
 * would become links automatically; line breaks and control characters never get through.
 */
#include "output/forms/document.h"

#include <string.h>
#include "output/forms/picture.h"
#include "output/forms/utf8.h"

enum { SPREAD_WIDTH = 24 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_plain(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether an address begins here that a reader would turn into a link: "https://", with `at` at its colon, or
 * "www.".
 */
static bool is_address(const char *text, const char *at)
{
    if (*at == ':') return at[1] == '/' && at[2] == '/';
    return *at == '.' && at - text >= 3 && (at[-1] | 32) == 'w' && (at[-2] | 32) == 'w' &&
           (at[-3] | 32) == 'w';
}

/* Whether the sign at `at` is markup, or could be. An underscore inside a word is not; a dollar begins a
 * formula, except before a digit: that is an amount, and can neither begin nor end one. */
static bool is_markup(const char *text, const char *at)
{
    if (*at == '_') return at == text || !is_plain(at[-1]) || !is_plain(at[1]);
    if (*at == '$') return !is_digit(at[1]);
    return strchr("\\`*[]<>|~&#", *at) != NULL || is_address(text, at);
}

/* What begins a list, or underlines a heading, at the beginning of a line: "-", "+", "=", "1." */
static const char *beginning_of_list(const char *text)
{
    const char *at = text;
    while (is_digit(*at)) at++;
    if (at > text) return *at == '.' || *at == ')' ? at : NULL;
    return *at != '\0' && strchr("-+=:", *at) != NULL ? at : NULL;
}

/* Appends the text on one line, made safe; begins_line: it might also begin a list. */
static void append_safe(bireme_text *out, const char *text, bool begins_line)
{
    bireme_text clean = {0};
    bireme_utf8_append_clean(&clean, text);
    const char *start = bireme_text_string(&clean), *end = start + clean.length;
    while (*start == ' ') start++;
    while (end > start && end[-1] == ' ') end--;
    const char *list = begins_line ? beginning_of_list(start) : NULL;
    for (const char *at = start; at < end; at++) {
        if (*at == '@') { /* an e-mail address or a user's name, even after a backslash */
            bireme_text_append(out, "`@`");
            continue;
        }
        if (at == list || is_markup(start, at)) bireme_text_append(out, "\\");
        bireme_text_append_n(out, at, 1);
    }
    if (clean.failed) out->failed = true;
    bireme_text_free(&clean);
}

/* ------------------------ tables */

/* Blanks at the beginning of a picture would be removed, so no-break spaces are used. */
static void append_picture(bireme_text *out, const bireme_column *column, const bireme_cell *cell)
{
    bireme_text picture = {0};
    bireme_document_append_spread(&picture, column, cell, SPREAD_WIDTH);
    bireme_text_append(out, "`");
    for (const char *at = bireme_text_string(&picture); *at != '\0'; at++)
        bireme_text_append_n(out, *at == ' ' ? "\xC2\xA0" : at, *at == ' ' ? 2 : 1);
    bireme_text_append(out, "`");
    if (picture.failed) out->failed = true;
    bireme_text_free(&picture);
}

static void append_cell(bireme_text *out, const bireme_document *document, const bireme_document_block *block,
                        size_t row, size_t column)
{
    const bireme_cell *cell = &block->rows[row].cell[column];
    bireme_text raw = {0}, safe = {0};
    if (cell->kind == BIREME_CELL_SPREAD) {
        append_picture(out, &block->column[column], cell);
        return;
    }
    bireme_document_append_cell(&raw, document, block, row, column);
    append_safe(&safe, bireme_text_string(&raw), false);
    const char *bold = block->rows[row].total && safe.length > 0 ? "**" : "";
    bireme_text_format(out, "%s%s%s", bold, bireme_text_string(&safe), bold);
    if (raw.failed || safe.failed) out->failed = true;
    bireme_text_free(&raw);
    bireme_text_free(&safe);
}

static void write_rows(const bireme_document *document, const bireme_document_block *block, bireme_text *out)
{
    for (size_t c = 0; c < block->n_columns; c++) {
        bireme_text_append(out, c == 0 ? "| " : " | ");
        if (block->column[c].title != NULL) append_safe(out, block->column[c].title, false);
    }
    bireme_text_append(out, " |\n");
    for (size_t c = 0; c < block->n_columns; c++)
        bireme_text_format(out, "%s%s", c == 0 ? "| " : " | ", block->column[c].right ? "---:" : "---");
    bireme_text_append(out, " |\n");
    for (size_t r = 0; r < block->n_rows; r++) {
        for (size_t c = 0; c < block->n_columns; c++) {
            bireme_text_append(out, c == 0 ? "| " : " | ");
            append_cell(out, document, block, r, c);
        }
        bireme_text_append(out, " |\n");
    }
}

/* Whether the lines are about rows, and not about the whole table. */
static bool are_of_rows(const bireme_document_block *block)
{
    for (size_t r = 0; r + 1 < block->n_rows; r++)
        if (block->rows[r].n_details > 0) return true;
    return false;
}

static void write_details(const bireme_document_block *block, bireme_text *out)
{
    const bool of_rows = are_of_rows(block);
    bool first = true;
    for (size_t r = 0; r < block->n_rows; r++)
        for (size_t d = 0; d < block->rows[r].n_details; d++) {
            const char *name = of_rows ? block->rows[r].cell[0].text : NULL;
            bireme_text_append(out, first ? "\n- " : "- ");
            if (name != NULL && *name != '\0') {
                bireme_text_append(out, "**");
                append_safe(out, name, false);
                bireme_text_append(out, "**: ");
            }
            append_safe(out, block->rows[r].details[d], true);
            bireme_text_append(out, "\n");
            first = false;
        }
}

static void write_table(const bireme_document *document, const bireme_document_block *block, bireme_text *out)
{
    write_rows(document, block, out);
    if (block->legend != NULL) {
        bireme_text_append(out, "\n");
        append_safe(out, block->legend, true);
        bireme_text_append(out, "\n");
    }
    write_details(block, out);
}

/* A picture in a separate file next to this one; which: its number, from 1. */
static void write_picture(const bireme_document *document, const bireme_picture *picture, size_t which,
                          bireme_text *out)
{
    const char *words = picture->message != NULL ? picture->message : picture->title;
    bireme_text_append(out, "![");
    append_safe(out, words, false);
    bireme_text_append(out, "](<");
    append_safe(out, document->picture_stem, false);
    bireme_text_format(out, "-%zu.svg>)\n", which);
}

static void write_words(const bireme_document_block *block, bool in_part, bireme_text *out)
{
    switch (block->kind) {
    case BIREME_BLOCK_TITLE:
    case BIREME_BLOCK_PART:
        bireme_text_append(out, block->kind == BIREME_BLOCK_TITLE ? "# " : "## ");
        append_safe(out, block->text, false);
        break;
    case BIREME_BLOCK_HEADING:
        bireme_text_append(out, in_part ? "### " : "## ");
        append_safe(out, block->text, false);
        break;
    case BIREME_BLOCK_NOTE:
        bireme_text_append(out, "> ");
        append_safe(out, block->text, true);
        break;
    case BIREME_BLOCK_TILE:
        bireme_text_append(out, "- **");
        append_safe(out, block->id, false);
        bireme_text_append(out, "** ");
        append_safe(out, block->text, false);
        break;
    case BIREME_BLOCK_PARAGRAPH:
    case BIREME_BLOCK_TABLE:
    case BIREME_BLOCK_PICTURE:
        append_safe(out, block->text, true);
        break;
    }
    bireme_text_append(out, "\n");
}

bireme_status bireme_document_write_markdown(const bireme_document *document, bireme_text *out,
                                             bireme_error *error)
{
    size_t pictures = 0;
    bool in_part = false;
    if (document->failed) return bireme_fail_memory(error);
    for (size_t b = 0; b < document->n_blocks; b++) {
        const bireme_document_block *block = &document->blocks[b];
        const bool tile = block->kind == BIREME_BLOCK_TILE && b > 0 &&
                          document->blocks[b - 1].kind == BIREME_BLOCK_TILE;
        if (block->kind == BIREME_BLOCK_PICTURE && document->picture_stem == NULL) continue;
        if (b > 0 && !tile) bireme_text_append(out, "\n");
        in_part = in_part || block->kind == BIREME_BLOCK_PART;
        if (block->kind == BIREME_BLOCK_TABLE)
            write_table(document, block, out);
        else if (block->kind == BIREME_BLOCK_PICTURE)
            write_picture(document, block->picture, ++pictures, out);
        else
            write_words(block, in_part, out);
    }
    return out->failed ? bireme_fail_memory(error) : BIREME_OK;
}
