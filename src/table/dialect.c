/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the ambiguous cells of a column mean. Each cell with only one reading was a vote, and the first of
 * each side is kept for the message. If the comma (or the month) won, cells with two readings are read again.
 */
#include "table/column.h"

#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "base/utf8.h"
#include "table/date.h"
#include "table/number.h"

/* 0: point, or the day first; 1: comma, or the month first; -1: no choice was given. */
static int told_of(const bireme_column_reading *c)
{
    const bireme_table_options *options = c->table->options;
    const char *title = bireme_table_title(c->table, c->index);
    int all = -1, own = -1;
    for (size_t i = 0; options != NULL && i < options->n_choices; i++) {
        const bireme_table_choice *choice = &options->choices[i];
        const int said = bireme_column_is_date(c) ? (int)choice->dates - (int)BIREME_DATES_DMY
                                                  : (int)choice->decimal - (int)BIREME_DECIMAL_POINT;
        if (said < 0) continue;
        if (choice->column == NULL)
            all = said;
        else if (strcmp(choice->column, title) == 0)
            own = said;
    }
    return own >= 0 ? own : all;
}

static const char *name_of(const bireme_column_reading *c, int choice)
{
    static const char *const names[2][2] = {{"--decimal point", "--decimal comma"},
                                            {"--dates dmy", "--dates mdy"}};
    return names[bireme_column_is_date(c)][choice];
}

static const char *reading_of(const bireme_column_reading *c, int choice)
{
    static const char *const names[2][2] = {{"with a decimal point", "with a decimal comma"},
                                            {"with the day first", "with the month first"}};
    return names[bireme_column_is_date(c)][choice];
}

static void fail_told(bireme_column_reading *c, int told)
{
    const bireme_table_cell cell = bireme_column_at(c, c->first_only[1 - told]);
    const char *option = name_of(c, told);
    char quoted[BIREME_QUOTE_SIZE];
    BIREME_COLUMN_FAIL(
        c, cell, "%s was told, but `%s` reads %s only; of one column alone it is told as %.*s'%s=%s'", option,
        bireme_quote(quoted, cell.text), reading_of(c, 1 - told), bireme_column_is_date(c) ? 8 : 10, option,
        bireme_table_title(c->table, c->index), name_of(c, 1 - told) + (bireme_column_is_date(c) ? 8 : 10));
}

static void fail_contradiction(bireme_column_reading *c)
{
    const bool point_later = c->first_only[0] > c->first_only[1];
    const size_t later = c->first_only[point_later ? 0 : 1], earlier = c->first_only[point_later ? 1 : 0];
    char quoted[BIREME_QUOTE_SIZE], other[BIREME_QUOTE_SIZE];
    BIREME_COLUMN_FAIL(
        c, bireme_column_at(c, later),
        "`%s` reads %s only, but `%s` in line %d of the same column `%s` %s only",
        bireme_quote(quoted, bireme_column_at(c, later).text), reading_of(c, point_later ? 0 : 1),
        bireme_quote(other, bireme_column_at(c, earlier).text), bireme_column_at(c, earlier).line,
        bireme_table_title(c->table, c->index), reading_of(c, point_later ? 1 : 0));
}

static void number_text(char *buffer, size_t size, const bireme_column_reading *c, const char *cell,
                        int choice)
{
    bireme_number number;
    (void)c;
    bireme_number_read(cell, strlen(cell), &number);
    snprintf(buffer, size, "%.10g", choice == 0 ? number.with_point : number.with_comma);
    for (char *b = buffer; *b != '\0'; b++)
        if (*b == ',') *b = '.'; /* from the process's locale */
}

static void fail_ambiguous(bireme_column_reading *c)
{
    const bireme_table_cell cell = bireme_column_at(c, c->first_double[0]);
    char quoted[BIREME_QUOTE_SIZE], other[BIREME_QUOTE_SIZE], second[BIREME_QUOTE_SIZE + 40] = "";
    char first_value[32], second_value[32];
    if (c->first_double[1] != 0)
        snprintf(second, sizeof second, " (nor does `%s` in line %d)",
                 bireme_quote(other, bireme_column_at(c, c->first_double[1]).text),
                 bireme_column_at(c, c->first_double[1]).line);
    bireme_quote(quoted, cell.text);
    if (bireme_column_is_date(c)) {
        BIREME_COLUMN_FAIL(
            c, cell,
            "`%s` may have the day or the month first, and nothing in the column `%s` decides%s; say which "
            "with "
            "--dates dmy or --dates mdy",
            quoted, bireme_table_title(c->table, c->index), second);
        return;
    }
    number_text(first_value, sizeof first_value, c, cell.text, 0);
    number_text(second_value, sizeof second_value, c, cell.text, 1);
    BIREME_COLUMN_FAIL(
        c, cell,
        "`%s` may be %s (decimal point) or %s (decimal comma), and nothing in the column `%s` decides%s; "
        "say which with "
        "--decimal point or --decimal comma",
        quoted, first_value, second_value, bireme_table_title(c->table, c->index), second);
}

static void read_again(bireme_column_reading *c)
{
    const size_t rows = bireme_table_rows(c->table);
    for (size_t row = 0; row < rows; row++) {
        const char *text = bireme_table_at(c->table, row, c->index).text;
        bireme_number number;
        bireme_date date;
        if (!(c->values[row] - c->values[row] == 0)) continue; /* NAN */
        if (bireme_column_is_date(c) && bireme_date_read(text, strlen(text), &date))
            c->values[row] = date.with_month_first;
        else if (!bireme_column_is_date(c) && bireme_number_read(text, strlen(text), &number))
            c->values[row] = number.with_comma;
    }
}

void bireme_column_decide(bireme_column_reading *c)
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
    if (bireme_column_is_date(c))
        c->outcome.month_first = true;
    else
        c->outcome.comma = true;
    read_again(c);
}
