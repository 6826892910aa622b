/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One cell of a column, read as what the column is read as.
 */
#include "table/column.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/utf8.h"
#include "table/date.h"
#include "table/number.h"

static void note_currency(bireme_column_reading *c, const char *code, size_t kept)
{
    size_t i = 0;
    if (code[0] == '\0') return;
    while (i < c->n_currencies && strcmp(c->currencies[i].code, code) != 0) i++;
    if (i == BIREME_TABLE_CURRENCIES) {
        c->n_more++;
        return;
    }
    if (i == c->n_currencies) {
        c->currencies[i] = (bireme_column_currency){.row = kept};
        memcpy(c->currencies[i].code, code, sizeof c->currencies[i].code);
        c->n_currencies++;
    }
    c->currencies[i].count++;
}

static void vote(bireme_column_reading *c, bool first, bool second, bool same, size_t kept)
{
    if (first != second) {
        size_t *only = &c->first_only[first ? 0 : 1];
        if (*only == 0) *only = kept;
    } else if (!same) {
        c->outcome.ambiguous++;
        if (c->first_double[0] == 0)
            c->first_double[0] = kept;
        else if (c->first_double[1] == 0)
            c->first_double[1] = kept;
    }
}

/* Why a cell that looks like a number is not one; dates are left out, whatever their years. */
static const char *why_no_number(char *buffer, const char *text)
{
    bireme_date date;
    buffer[0] = '\0';
    if (bireme_date_read(text, strlen(text), &date) || date.short_year) return buffer;
    return bireme_number_why(buffer, text);
}

/* Whether it has only digits and what may occur among digits: it was meant as a number, whatever else the
 * column may hold. */
static bool is_of_digits(const char *text)
{
    return text[0] != '\0' && text[1] != '\0' && text[strspn(text, "0123456789.,' ")] == '\0';
}

static void read_number(bireme_column_reading *c, size_t row, bireme_table_cell cell)
{
    bireme_number number;
    char quoted[BIREME_QUOTE_SIZE], why[BIREME_NUMBER_WHY_SIZE];
    if (!bireme_number_read(cell.text, strlen(cell.text), &number)) {
        c->values[row] = NAN;
        c->outcome.others++;
        if (c->kind == BIREME_TABLE_NUMBER)
            BIREME_COLUMN_FAIL(c, cell, "the column `%s` holds numbers, found `%s`%s",
                               bireme_table_title(c->table, c->index), bireme_quote(quoted, cell.text),
                               why_no_number(why, cell.text)[0] != '\0' ? why
                                                                        : "; a number is such as 1234.5");
        else if (is_of_digits(cell.text) && why_no_number(why, cell.text)[0] != '\0')
            BIREME_COLUMN_FAIL(c, cell, "the column `%s` has `%s`, which is no number%s",
                               bireme_table_title(c->table, c->index), bireme_quote(quoted, cell.text), why);
        return;
    }
    c->outcome.values++;
    c->values[row] = number.point ? number.with_point : number.with_comma;
    vote(c, number.point, number.comma, number.with_point == number.with_comma, row + 1);
    note_currency(c, number.currency, row + 1);
    if (number.percent && c->percent_row == 0) c->percent_row = row + 1;
    if (!number.percent && c->values[row] != 0 && c->plain_row == 0) c->plain_row = row + 1;
}

static void read_date(bireme_column_reading *c, size_t row, bireme_table_cell cell)
{
    bireme_date date;
    char quoted[BIREME_QUOTE_SIZE];
    if (!bireme_date_read(cell.text, strlen(cell.text), &date)) {
        c->values[row] = NAN;
        c->outcome.others++;
        if (c->kind == BIREME_TABLE_MIXED_DATES && !date.short_year) return;
        BIREME_COLUMN_FAIL(c, cell, "the column `%s` holds dates, found `%s`%s",
                           bireme_table_title(c->table, c->index), bireme_quote(quoted, cell.text),
                           date.short_year ? "; a year has four digits"
                                           : "; a date is such as 2026-03-31, 31/03/2026 or 3/31/2026");
        return;
    }
    c->outcome.values++;
    c->values[row] = date.day_first ? date.with_day_first : date.with_month_first;
    vote(c, date.day_first, date.month_first, date.with_day_first == date.with_month_first, row + 1);
}

static void read_epoch(bireme_column_reading *c, size_t row, bireme_table_cell cell)
{
    bireme_number number;
    char quoted[BIREME_QUOTE_SIZE];
    const bool milliseconds = c->kind == BIREME_TABLE_MILLISECONDS;
    const bool plain = cell.text[strspn(cell.text, "+-0123456789.eE")] == '\0' &&
                       bireme_number_read(cell.text, strlen(cell.text), &number) && number.point;
    c->values[row] = NAN;
    if (plain) {
        c->outcome.values++;
        c->values[row] = milliseconds ? number.with_point / 1000 : number.with_point;
        return;
    }
    BIREME_COLUMN_FAIL(c, cell, "the column `%s` holds %s since 1970, found `%s`",
                       bireme_table_title(c->table, c->index), milliseconds ? "milliseconds" : "seconds",
                       bireme_quote(quoted, cell.text));
}

int bireme_table_truth(const char *text)
{
    static const char *const words[2][4] = {{"false", "no", "falsch", "0"}, {"true", "yes", "wahr", "1"}};
    for (int value = 0; value < 2; value++)
        for (size_t i = 0; i < 4; i++) {
            size_t k = 0;
            while (text[k] != '\0' && ((text[k] | 32) == words[value][i][k] || text[k] == words[value][i][k]))
                k++;
            if (text[k] == '\0' && words[value][i][k] == '\0' && k > 0) return value;
        }
    return -1;
}

static void read_boolean(bireme_column_reading *c, size_t row, bireme_table_cell cell)
{
    char quoted[BIREME_QUOTE_SIZE];
    const int truth = bireme_table_truth(cell.text);
    c->values[row] = truth < 0 ? NAN : truth;
    c->outcome.values += truth >= 0;
    if (truth < 0)
        BIREME_COLUMN_FAIL(
            c, cell, "the column `%s` holds true or false (yes or no, wahr or falsch, 1 or 0), found `%s`",
            bireme_table_title(c->table, c->index), bireme_quote(quoted, cell.text));
}

/* In a column that may hold anything, null is a value (JSON). */
static bool is_missing(bireme_table_kind kind, const char *text)
{
    if (kind == BIREME_TABLE_TEXT || kind == BIREME_TABLE_NOT_READ) return text[0] == '\0';
    if (bireme_table_kind_is_mixed(kind) && strcmp(text, "null") == 0) return false;
    return bireme_table_is_missing(text, strlen(text));
}

bool bireme_table_is_empty(const bireme_table *table, size_t row, size_t column)
{
    return is_missing(table->outcomes[column].kind, bireme_table_at(table, row, column).text);
}

void bireme_column_read_cell(bireme_column_reading *c, size_t row)
{
    const bireme_table_cell cell = bireme_table_at(c->table, row, c->index);
    const bool missing = is_missing(c->kind, cell.text);
    if (missing) {
        c->values[row] = NAN;
        c->outcome.missing++;
        return;
    }
    switch (c->kind) {
    case BIREME_TABLE_NUMBER:
    case BIREME_TABLE_MIXED:
    case BIREME_TABLE_MIXED_ALIKE:
        read_number(c, row, cell);
        break;
    case BIREME_TABLE_DATE:
    case BIREME_TABLE_MIXED_DATES:
        read_date(c, row, cell);
        break;
    case BIREME_TABLE_SECONDS:
    case BIREME_TABLE_MILLISECONDS:
        read_epoch(c, row, cell);
        break;
    case BIREME_TABLE_BOOLEAN:
        read_boolean(c, row, cell);
        break;
    case BIREME_TABLE_TEXT:
    case BIREME_TABLE_NOT_READ:
        c->values[row] = NAN;
        c->outcome.values++;
        break;
    }
}

enum { PROBLEMS_MOST = 20 };

void bireme_column_put(bireme_column_reading *c, bireme_table_cell at, bireme_error *error)
{
    error->line = at.line;
    error->column = at.column;
    snprintf(error->file, sizeof error->file, "%s", c->table->file);
    if (c->n_problems++ < PROBLEMS_MOST &&
        bireme_problems_add(c->problems, BIREME_SEVERITY_ERROR, error) != BIREME_OK)
        c->status = bireme_fail_memory(c->error);
    if (c->status == BIREME_OK) {
        c->status = error->status;
        if (c->error != NULL) *c->error = *error;
    }
}
