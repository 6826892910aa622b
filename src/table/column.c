/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A column is gone through once: each cell that reads in one way only is a vote, and the first of each side is kept for
 * the message. If the comma (or the month) won, what had two meanings is read again.
 */
#include "table/internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "base/utf8.h"
#include "table/date.h"
#include "table/number.h"

enum { PROBLEMS_MOST = 20, CURRENCIES_MOST = 6 };

typedef struct currency {
    char code[4];
    size_t count, row;
} currency;

/* A column being read. Rows are kept + 1; 0: none. */
typedef struct column {
    bireme_table *table;
    size_t index;
    bireme_table_kind kind;
    double *values;
    bireme_table_outcome outcome;
    size_t
        first_only[2]; /* reads with the point (the day first) only, with the comma (the month first) only */
    size_t first_double[2]; /* two of those that mean two things */
    currency currencies[CURRENCIES_MOST];
    size_t n_currencies;
    size_t percent_row, plain_row; /* with a percent sign; without one, and not 0 */
    bireme_problems *problems;
    bireme_error *error;
    bireme_status status;
    size_t n_problems;
} reading;

/* ------------------------ messages */

static void put(reading *c, bireme_table_cell at, bireme_error *error)
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

#define FAIL(c, at, ...)                                                                                     \
    do {                                                                                                     \
        bireme_error error_ = {0};                                                                           \
        bireme_fail(&error_, BIREME_SCENARIO, __VA_ARGS__);                                                  \
        put((c), (at), &error_);                                                                             \
    } while (0)

static bireme_table_cell at(const reading *c, size_t kept)
{
    return bireme_table_at(c->table, kept - 1, c->index);
}

static bool is_date(const reading *c)
{
    return c->kind == BIREME_TABLE_DATE;
}

/* ------------------------ one cell */

static void note_currency(reading *c, const char *code, size_t kept)
{
    size_t i = 0;
    if (code[0] == '\0') return;
    while (i < c->n_currencies && strcmp(c->currencies[i].code, code) != 0) i++;
    if (i == CURRENCIES_MOST) return;
    if (i == c->n_currencies) {
        c->currencies[i] = (currency){.row = kept};
        memcpy(c->currencies[i].code, code, sizeof c->currencies[i].code);
        c->n_currencies++;
    }
    c->currencies[i].count++;
}

static void vote(reading *c, bool first, bool second, bool same, size_t kept)
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

/* Is it a number but for where its groups stand? Dates are not, whatever their years. */
static bool has_odd_groups(const char *text)
{
    const size_t n = strlen(text);
    bireme_date date;
    return n > 1 && text[strspn(text, "0123456789.,' ")] == '\0' && strpbrk(text, "0123456789") != NULL &&
           !bireme_date_read(text, n, &date) && !date.short_year;
}

static const char *number_hint(const char *text)
{
    const size_t n = strlen(text);
    if (has_odd_groups(text)) return "; groups are of three digits each";
    if (n > 1 && strspn(text, "0123456789.,") == n - 1 && strchr("kKmM", text[n - 1]) != NULL)
        return "; it is written out in full, or as 1.5e6";
    return "";
}

static void read_number(reading *c, size_t row, bireme_table_cell cell)
{
    bireme_number number;
    char quoted[BIREME_QUOTE_SIZE];
    if (!bireme_number_read(cell.text, strlen(cell.text), &number)) {
        c->values[row] = NAN;
        c->outcome.others++;
        if (c->kind == BIREME_TABLE_NUMBER)
            FAIL(c, cell, "the column `%s` holds numbers, found `%s`%s",
                 bireme_table_title(c->table, c->index), bireme_quote(quoted, cell.text),
                 number_hint(cell.text));
        else if (has_odd_groups(cell.text))
            FAIL(c, cell, "the column `%s` has `%s`, which is no number: groups are of three digits each",
                 bireme_table_title(c->table, c->index), bireme_quote(quoted, cell.text));
        return;
    }
    c->outcome.values++;
    c->values[row] = number.point ? number.with_point : number.with_comma;
    vote(c, number.point, number.comma, number.with_point == number.with_comma, row + 1);
    note_currency(c, number.currency, row + 1);
    if (number.percent && c->percent_row == 0) c->percent_row = row + 1;
    if (!number.percent && c->values[row] != 0 && c->plain_row == 0) c->plain_row = row + 1;
}

static void read_date(reading *c, size_t row, bireme_table_cell cell)
{
    bireme_date date;
    char quoted[BIREME_QUOTE_SIZE];
    if (!bireme_date_read(cell.text, strlen(cell.text), &date)) {
        c->values[row] = NAN;
        FAIL(c, cell, "the column `%s` holds dates, found `%s`%s", bireme_table_title(c->table, c->index),
             bireme_quote(quoted, cell.text),
             date.short_year ? "; a year has four digits"
                             : "; a date is such as 2026-03-31, 31/03/2026 or 3/31/2026");
        return;
    }
    c->outcome.values++;
    c->values[row] = date.day_first ? date.with_day_first : date.with_month_first;
    vote(c, date.day_first, date.month_first, date.with_day_first == date.with_month_first, row + 1);
}

static void read_epoch(reading *c, size_t row, bireme_table_cell cell)
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
    FAIL(c, cell, "the column `%s` holds %s since 1970, found `%s`", bireme_table_title(c->table, c->index),
         milliseconds ? "milliseconds" : "seconds", bireme_quote(quoted, cell.text));
}

/* 1, 0, or -1: neither. */
static int truth_of(const char *text)
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

static void read_boolean(reading *c, size_t row, bireme_table_cell cell)
{
    char quoted[BIREME_QUOTE_SIZE];
    const int truth = truth_of(cell.text);
    c->values[row] = truth < 0 ? NAN : truth;
    c->outcome.values += truth >= 0;
    if (truth < 0)
        FAIL(c, cell, "the column `%s` holds true or false (yes or no, wahr or falsch, 1 or 0), found `%s`",
             bireme_table_title(c->table, c->index), bireme_quote(quoted, cell.text));
}

/* In a column that may hold anything, null is one of the things (JSON). */
static bool is_missing(bireme_table_kind kind, const char *text)
{
    if (kind == BIREME_TABLE_TEXT || kind == BIREME_TABLE_NOT_READ) return text[0] == '\0';
    if (kind == BIREME_TABLE_MIXED && strcmp(text, "null") == 0) return false;
    return bireme_table_is_missing(text, strlen(text));
}

bool bireme_table_is_empty(const bireme_table *table, size_t row, size_t column)
{
    return is_missing(table->outcomes[column].kind, bireme_table_at(table, row, column).text);
}

static void read_cell(reading *c, size_t row)
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
        read_number(c, row, cell);
        break;
    case BIREME_TABLE_DATE:
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

/* ------------------------ the whole column */

/* 0: point, or the day first; 1: comma, or the month first; -1: nothing is told. */
static int told_of(const reading *c)
{
    const bireme_table_options *options = c->table->options;
    const char *title = bireme_table_title(c->table, c->index);
    int all = -1, own = -1;
    for (size_t i = 0; options != NULL && i < options->n_choices; i++) {
        const bireme_table_choice *choice = &options->choices[i];
        const int said = is_date(c) ? (int)choice->dates - (int)BIREME_DATES_DMY
                                    : (int)choice->decimal - (int)BIREME_DECIMAL_POINT;
        if (said < 0) continue;
        if (choice->column == NULL)
            all = said;
        else if (strcmp(choice->column, title) == 0)
            own = said;
    }
    return own >= 0 ? own : all;
}

static const char *name_of(const reading *c, int choice)
{
    static const char *const names[2][2] = {{"--decimal point", "--decimal comma"},
                                            {"--dates dmy", "--dates mdy"}};
    return names[is_date(c)][choice];
}

static const char *reading_of(const reading *c, int choice)
{
    static const char *const names[2][2] = {{"with a decimal point", "with a decimal comma"},
                                            {"with the day first", "with the month first"}};
    return names[is_date(c)][choice];
}

static void fail_told(reading *c, int told)
{
    const bireme_table_cell cell = at(c, c->first_only[1 - told]);
    const char *option = name_of(c, told);
    char quoted[BIREME_QUOTE_SIZE];
    FAIL(c, cell, "%s was told, but `%s` reads %s only; of one column alone it is told as %.*s'%s=%s'",
         option, bireme_quote(quoted, cell.text), reading_of(c, 1 - told), is_date(c) ? 8 : 10, option,
         bireme_table_title(c->table, c->index), name_of(c, 1 - told) + (is_date(c) ? 8 : 10));
}

static void fail_contradiction(reading *c)
{
    const bool point_later = c->first_only[0] > c->first_only[1];
    const size_t later = c->first_only[point_later ? 0 : 1], earlier = c->first_only[point_later ? 1 : 0];
    char quoted[BIREME_QUOTE_SIZE], other[BIREME_QUOTE_SIZE];
    FAIL(c, at(c, later), "`%s` reads %s only, but `%s` in line %d of the same column `%s` %s only",
         bireme_quote(quoted, at(c, later).text), reading_of(c, point_later ? 0 : 1),
         bireme_quote(other, at(c, earlier).text), at(c, earlier).line,
         bireme_table_title(c->table, c->index), reading_of(c, point_later ? 1 : 0));
}

static void number_text(char *buffer, size_t size, const reading *c, const char *cell, int choice)
{
    bireme_number number;
    (void)c;
    bireme_number_read(cell, strlen(cell), &number);
    snprintf(buffer, size, "%.10g", choice == 0 ? number.with_point : number.with_comma);
    for (char *b = buffer; *b != '\0'; b++)
        if (*b == ',') *b = '.'; /* of the process's locale */
}

static void fail_ambiguous(reading *c)
{
    const bireme_table_cell cell = at(c, c->first_double[0]);
    char quoted[BIREME_QUOTE_SIZE], other[BIREME_QUOTE_SIZE], second[BIREME_QUOTE_SIZE + 40] = "";
    char first_value[32], second_value[32];
    if (c->first_double[1] != 0)
        snprintf(second, sizeof second, " (nor does `%s` in line %d)",
                 bireme_quote(other, at(c, c->first_double[1]).text), at(c, c->first_double[1]).line);
    bireme_quote(quoted, cell.text);
    if (is_date(c)) {
        FAIL(c, cell,
             "`%s` may have the day or the month first, and nothing in the column `%s` decides%s; say which "
             "with "
             "--dates dmy or --dates mdy",
             quoted, bireme_table_title(c->table, c->index), second);
        return;
    }
    number_text(first_value, sizeof first_value, c, cell.text, 0);
    number_text(second_value, sizeof second_value, c, cell.text, 1);
    FAIL(c, cell,
         "`%s` may be %s (decimal point) or %s (decimal comma), and nothing in the column `%s` decides%s; "
         "say which with "
         "--decimal point or --decimal comma",
         quoted, first_value, second_value, bireme_table_title(c->table, c->index), second);
}

static void fail_currencies(reading *c)
{
    char list[200] = "";
    size_t n = 0;
    for (size_t i = 0; i < c->n_currencies && n < sizeof list; i++)
        n += (size_t)snprintf(list + n, sizeof list - n, "%s%s (%zu cell%s, first in line %d)",
                              i > 0 ? ", " : "", c->currencies[i].code, c->currencies[i].count,
                              c->currencies[i].count == 1 ? "" : "s", at(c, c->currencies[i].row).line);
    FAIL(c, at(c, c->currencies[1].row),
         "the column `%s` holds several currencies, which are not added up: %s",
         bireme_table_title(c->table, c->index), list);
}

static void fail_percent(reading *c)
{
    const size_t later = c->percent_row > c->plain_row ? c->percent_row : c->plain_row,
                 earlier = c->percent_row > c->plain_row ? c->plain_row : c->percent_row;
    char quoted[BIREME_QUOTE_SIZE], other[BIREME_QUOTE_SIZE];
    FAIL(c, at(c, later),
         "`%s` and `%s` in line %d of the same column `%s`: one has a percent sign, the other does not; "
         "write all of "
         "them with it or none",
         bireme_quote(quoted, at(c, later).text), bireme_quote(other, at(c, earlier).text),
         at(c, earlier).line, bireme_table_title(c->table, c->index));
}

static void read_again(reading *c)
{
    const size_t rows = bireme_table_rows(c->table);
    for (size_t row = 0; row < rows; row++) {
        const char *text = bireme_table_at(c->table, row, c->index).text;
        bireme_number number;
        bireme_date date;
        if (!(c->values[row] - c->values[row] == 0)) continue; /* NAN */
        if (is_date(c) && bireme_date_read(text, strlen(text), &date))
            c->values[row] = date.with_month_first;
        else if (!is_date(c) && bireme_number_read(text, strlen(text), &number))
            c->values[row] = number.with_comma;
    }
}

static void decide(reading *c)
{
    const int told = told_of(c);
    int choice = c->first_only[0] != 0 ? 0 : c->first_only[1] != 0 ? 1 : -1;
    if (told >= 0 && c->first_only[1 - told] != 0) {
        fail_told(c, told);
        return;
    }
    if (c->first_only[0] != 0 && c->first_only[1] != 0) {
        fail_contradiction(c);
        return;
    }
    if (told >= 0)
        choice = told;
    else if (choice >= 0)
        c->outcome.decider = c->first_only[choice];
    else if (c->outcome.ambiguous > 0)
        fail_ambiguous(c);
    c->outcome.told = told >= 0;
    if (choice != 1) return;
    if (is_date(c))
        c->outcome.month_first = true;
    else
        c->outcome.comma = true;
    read_again(c);
}

bireme_status bireme_table_read(bireme_table *table, size_t index, bireme_table_kind kind, double *values,
                                bireme_problems *problems, bireme_error *error)
{
    reading c = {.table = table,
                 .index = index,
                 .kind = kind,
                 .values = values,
                 .outcome = {.kind = kind},
                 .problems = problems,
                 .error = error};
    const size_t rows = bireme_table_rows(table);
    for (size_t row = 0; row < rows; row++) read_cell(&c, row);
    if (kind == BIREME_TABLE_NUMBER || kind == BIREME_TABLE_MIXED || kind == BIREME_TABLE_DATE) decide(&c);
    if (c.n_currencies > 1) fail_currencies(&c);
    if (c.n_currencies == 1) {
        memcpy(c.outcome.currency, c.currencies[0].code, sizeof c.outcome.currency);
        c.outcome.currency_row = c.currencies[0].row - 1;
    }
    if (kind == BIREME_TABLE_NUMBER && c.percent_row != 0 && c.plain_row != 0) fail_percent(&c);
    c.outcome.percent = c.percent_row != 0;
    table->outcomes[index] = c.outcome;
    return c.status;
}

const char *bireme_table_currency(const bireme_table *table, size_t column, bireme_table_cell *cell)
{
    const bireme_table_outcome *o = &table->outcomes[column];
    if (cell != NULL && o->currency[0] != '\0') *cell = bireme_table_at(table, o->currency_row, column);
    return o->currency;
}

/* ------------------------ guessing */

bireme_table_kind bireme_table_guess(const bireme_table *table, size_t column)
{
    bool number = true, date = true, truth = true;
    size_t n = 0, words = 0;
    for (size_t row = 0; row < bireme_table_rows(table); row++) {
        const char *text = bireme_table_at(table, row, column).text;
        const size_t length = strlen(text);
        bireme_number as_number;
        bireme_date as_date;
        if (bireme_table_is_missing(text, length)) continue;
        n++;
        number = number && bireme_number_read(text, length, &as_number);
        date = date && bireme_date_read(text, length, &as_date);
        truth = truth && truth_of(text) >= 0;
        words += length > 1;
        if (!number && !date && !truth) return BIREME_TABLE_TEXT;
    }
    if (n == 0) return BIREME_TABLE_TEXT;
    return truth && words > 0 ? BIREME_TABLE_BOOLEAN
           : number           ? BIREME_TABLE_NUMBER
           : date             ? BIREME_TABLE_DATE
                              : BIREME_TABLE_TEXT;
}
