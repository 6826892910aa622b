/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text is kept, and cells are decoded in place: writing never overtakes reading.
 */
#include "table/internal.h"

#include <stdio.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "table/bytes.h"
#include "table/number.h"

/* ------------------------ cells */

/* Zero-terminates the cell in place; the byte after it has been read already. */
static void keep_cell(char *text, const bireme_table_token *token, bireme_table_slot *slot)
{
    *slot = (bireme_table_slot){(uint32_t)token->start, token->line, token->column};
    char *out = text + token->start;
    if (!token->doubled) {
        text[token->end] = '\0';
        return;
    }
    for (size_t i = token->start; i < token->end; i++) {
        *out++ = text[i];
        i += text[i] == '"'; /* skips the second of two quotes */
    }
    *out = '\0';
}

/* Puts a row into slots [columns]; false: it was empty. */
static bool keep_row(bireme_table *table, bireme_table_scanner *s, bireme_table_slot *slots)
{
    bool filled = false;
    size_t i = 0;
    bireme_table_token token;
    do {
        token = bireme_table_scanner_next(s);
        filled |= token.end > token.start;
        if (i < table->layout.columns) keep_cell(table->text, &token, &slots[i]);
        i++;
    } while (!token.last);
    return filled;
}

static bireme_status keep_rows(bireme_table *table, size_t length, bireme_error *error)
{
    const size_t columns = table->layout.columns;
    table->slots = bireme_calloc(bireme_times(table->layout.rows + 1, columns), sizeof *table->slots);
    table->outcomes = bireme_calloc(columns, sizeof *table->outcomes);
    bireme_table_slot *scratch = bireme_calloc(columns, sizeof *scratch);
    if (table->slots == NULL || table->outcomes == NULL || scratch == NULL) {
        bireme_free(scratch);
        return bireme_fail_memory(error);
    }
    bireme_table_scanner s = {.text = table->text,
                              .at = table->layout.start,
                              .end = length,
                              .line = table->layout.line,
                              .column = 1,
                              .delimiter = table->layout.delimiter};
    size_t n = 0;
    while (s.at < s.end)
        if (keep_row(table, &s, n <= table->layout.rows ? table->slots + n * columns : scratch)) n++;
    bireme_free(scratch);
    return BIREME_OK;
}

/* ------------------------ opening */

static void tell_titles(const bireme_table *table)
{
    const bireme_table_options *o = table->options;
    if (o == NULL || o->column == NULL) return;
    for (size_t i = 0; i < table->layout.columns; i++) {
        const char *title = bireme_table_title(table, i);
        if (title[0] != '\0') o->column(o->context, title, BIREME_COLUMN_THERE);
    }
}

/* Only if there are rates. */
static void tell_currencies(const bireme_table *table)
{
    const bireme_table_options *o = table->options;
    char seen[BIREME_TABLE_CURRENCIES][4];
    size_t n = 0;
    if (o == NULL || o->currency == NULL || o->n_rates == 0) return;
    for (size_t row = 0; row < bireme_table_rows(table); row++)
        for (size_t column = 0; column < bireme_table_columns(table); column++) {
            const char *text = bireme_table_at(table, row, column).text;
            bireme_number number;
            size_t i = 0;
            if (!bireme_number_read(text, strlen(text), &number) || number.currency[0] == '\0') continue;
            while (i < n && strcmp(seen[i], number.currency) != 0) i++;
            if (i < n) continue;
            o->currency(o->context, number.currency, false);
            if (n < BIREME_TABLE_CURRENCIES) memcpy(seen[n++], number.currency, sizeof seen[0]);
        }
}

/* Takes ownership of the bytes. */
static bireme_status make(const char *file, char *bytes, size_t length, const bireme_table_options *options,
                          bireme_table **out, bireme_error *error)
{
    const bireme_encoding encoding = options != NULL ? options->encoding : BIREME_ENCODING_UNICODE;
    bireme_table *table = bireme_calloc(1, sizeof *table);
    bireme_status status;
    if (table == NULL) {
        status = bireme_fail_memory(error);
        goto done;
    }
    *table = (bireme_table){.file = file, .options = options};
    status = bireme_table_decode(&bytes, &length, encoding, error);
    if (status == BIREME_OK) status = bireme_table_layout_find(bytes, length, &table->layout, error);
    if (status != BIREME_OK) goto done;
    table->text = bytes;
    bytes = NULL;
    status = keep_rows(table, length, error);
done:
    bireme_free(bytes);
    if (status == BIREME_OK) {
        *out = table;
        tell_titles(table);
        tell_currencies(table);
    } else {
        if (error != NULL) snprintf(error->file, sizeof error->file, "%s", file);
        bireme_table_free(table);
    }
    return status;
}

bireme_status bireme_table_open(const char *file, const bireme_table_options *options, bireme_opened *opened,
                                bireme_table **out, bireme_error *error)
{
    char *bytes = NULL;
    size_t length = 0;
    bireme_status status = bireme_file_read(file, BIREME_TABLE_SIZE_MOST, &bytes, &length, error);
    if (status == BIREME_OK && !bireme_opened_add(opened, file, bytes, length)) {
        bireme_free(bytes);
        status = bireme_fail_memory(error);
    }
    return status == BIREME_OK ? make(file, bytes, length, options, out, error) : status;
}

bireme_status bireme_table_parse(const char *file, const char *bytes, size_t length,
                                 const bireme_table_options *options, bireme_table **out, bireme_error *error)
{
    char *copy = length <= BIREME_TABLE_SIZE_MOST ? bireme_calloc(length + 1, 1) : NULL;
    if (copy == NULL) return bireme_fail_memory(error);
    if (length > 0) memcpy(copy, bytes, length);
    return make(file, copy, length, options, out, error);
}

void bireme_table_forget(bireme_table *table)
{
    memset(table->outcomes, 0, table->layout.columns * sizeof *table->outcomes);
    table->into = (bireme_table_into){0};
}

void bireme_table_free(bireme_table *table)
{
    if (table == NULL) return;
    bireme_free(table->text);
    bireme_free(table->slots);
    bireme_free(table->outcomes);
    bireme_free(table);
}

/* ------------------------ access */

size_t bireme_table_rows(const bireme_table *table)
{
    return table->layout.rows;
}

size_t bireme_table_columns(const bireme_table *table)
{
    return table->layout.columns;
}

static bireme_table_cell cell_of(const bireme_table *table, const bireme_table_slot *slot)
{
    return (bireme_table_cell){table->text + slot->text, (int)slot->line, (int)slot->column};
}

bireme_table_cell bireme_table_at(const bireme_table *table, size_t row, size_t column)
{
    return cell_of(table, &table->slots[(row + 1) * table->layout.columns + column]);
}

bireme_table_cell bireme_table_title_at(const bireme_table *table, size_t column)
{
    return cell_of(table, &table->slots[column]);
}

const char *bireme_table_title(const bireme_table *table, size_t column)
{
    return bireme_table_title_at(table, column).text;
}
