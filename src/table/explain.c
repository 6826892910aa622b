/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was read as what, in words, and as the options that would have said it explicitly.
 */
#include "table/internal.h"

#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "base/utf8.h"

static bool has_dates(const bireme_table_outcome *o)
{
    return bireme_table_kind_is_dates(o->kind);
}

/* Whether something was inferred: a cell with two readings, or one with a decimal comma. */
static bool is_inferred(const bireme_table_outcome *o)
{
    return !o->told && o->decider != 0 && (o->ambiguous > 0 || o->comma);
}

static const char *option_of(const bireme_table_outcome *o)
{
    return has_dates(o) ? "--dates " : "--decimal ";
}

static const char *word_of(const bireme_table_outcome *o)
{
    return has_dates(o) ? (o->month_first ? "mdy" : "dmy") : o->comma ? "comma" : "point";
}

/* Whether all columns that this column's option would apply to were read alike. */
static bool is_general(const bireme_table *table, const bireme_table_outcome *like)
{
    for (size_t i = 0; i < table->layout.columns; i++) {
        const bireme_table_outcome *o = &table->outcomes[i];
        if (o->decider != 0 && has_dates(o) == has_dates(like) && strcmp(word_of(o), word_of(like)) != 0)
            return false;
    }
    return true;
}

static void add_inferred(const bireme_table *table, bireme_text *out)
{
    bool said[2] = {false, false};
    for (size_t i = 0; i < table->layout.columns; i++) {
        const bireme_table_outcome *o = &table->outcomes[i];
        const bool general = is_general(table, o);
        if (!is_inferred(o) || (general && said[has_dates(o)])) continue;
        const bireme_table_cell cell = bireme_table_at(table, o->decider - 1, i);
        char quoted[BIREME_QUOTE_SIZE], title[BIREME_QUOTE_SIZE];
        said[has_dates(o)] = general;
        bireme_text_append(out, out->length > 0 ? "; " : "");
        if (general)
            bireme_text_format(out, "%s%s", option_of(o), word_of(o));
        else
            bireme_text_format(out, "%s'%s=%s'", option_of(o),
                               bireme_quote(title, bireme_table_title(table, i)), word_of(o));
        bireme_text_format(out, " (from `%s`, line %d)", bireme_quote(quoted, cell.text), cell.line);
    }
}

static void add_dialect(const bireme_table *table, size_t column, bireme_text *out)
{
    const bireme_table_outcome *o = &table->outcomes[column];
    char quoted[BIREME_QUOTE_SIZE];
    if (o->decider == 0 && !o->told) {
        bireme_text_append(out, ", all of which read in one way");
        return;
    }
    bireme_text_format(out, has_dates(o) ? ", %s first" : ", decimal %s",
                       has_dates(o) ? (o->month_first ? "month" : "day") : word_of(o));
    if (o->told) {
        bireme_text_append(out, " as told");
        return;
    }
    const bireme_table_cell cell = bireme_table_at(table, o->decider - 1, column);
    bireme_text_format(out, " (`%s` in line %d decides%s)", bireme_quote(quoted, cell.text), cell.line,
                       o->ambiguous > 0 ? ", others mean two things" : "");
}

/* Adds the first two non-empty cells. */
static void add_examples(const bireme_table *table, size_t column, bireme_text *out)
{
    char quoted[BIREME_QUOTE_SIZE];
    int n = 0;
    for (size_t row = 0; row < table->layout.rows && n < 2; row++) {
        const bireme_table_cell cell = bireme_table_at(table, row, column);
        if (cell.text[0] == '\0') continue;
        bireme_text_format(out, "%s`%s`", n++ == 0 ? "; such as " : ", ", bireme_quote(quoted, cell.text));
    }
}

static void add_currencies(const bireme_table_outcome *o, bireme_text *out)
{
    for (size_t i = 0; i < o->n_converted; i++) {
        char rate[BIREME_NUMBER_SIZE];
        bireme_text_format(out, ", %zu amount%s in %s × %s", o->converted[i].count,
                           bireme_plural(o->converted[i].count), o->converted[i].currency,
                           bireme_number_format(rate, o->converted[i].rate));
    }
    if (o->currency[0] != '\0')
        bireme_text_format(out, ", %s %s", o->n_converted > 0 ? "the others in" : "in",
                           o->n_kept > 1 ? "the currencies of their scenarios" : o->currency);
}

static void add_column(const bireme_table *table, size_t column, bireme_text *out)
{
    static const char *const kinds[] = {"not read",
                                        "texts",
                                        "numbers",
                                        "numbers",
                                        "dates",
                                        "seconds since 1970",
                                        "milliseconds since 1970",
                                        "true or false",
                                        "numbers",
                                        "dates"};
    const bireme_table_outcome *o = &table->outcomes[column];
    char title[BIREME_QUOTE_SIZE];
    bireme_text_format(out, "  %s: ", bireme_quote(title, bireme_table_title(table, column)));
    if (o->kind == BIREME_TABLE_NOT_READ) {
        bireme_text_append(out, "not read");
    } else {
        if (bireme_table_kind_is_mixed(o->kind) && o->values == 0)
            bireme_text_format(out, "%zu other than %s", o->others, kinds[o->kind]);
        else
            bireme_text_format(out, "%zu %s", o->values, kinds[o->kind]);
        if ((bireme_table_kind_is_numbers(o->kind) || has_dates(o)) && o->values > 0)
            add_dialect(table, column, out);
        if (bireme_table_kind_is_mixed(o->kind) && o->values > 0 && o->others > 0)
            bireme_text_format(out, ", %zu other than %s", o->others, kinds[o->kind]);
        if (o->percent) bireme_text_append(out, ", with percent signs");
        add_currencies(o, out);
        bireme_text_format(out, ", %zu missing", o->missing);
    }
    add_examples(table, column, out);
    bireme_text_append(out, "\n");
}

bireme_status bireme_table_tell(const bireme_table *table, bireme_error *error)
{
    bireme_text inferred = {0}, explained = {0};
    const bireme_table_layout *l = &table->layout;
    if (table->options == NULL || table->options->told == NULL) return BIREME_OK;
    add_inferred(table, &inferred);
    bireme_text_format(&explained, "%s: %zu row%s, %zu column%s%s", table->file, l->rows,
                       bireme_plural(l->rows), l->columns, bireme_plural(l->columns),
                       l->delimiter == ','    ? " separated by commas"
                       : l->delimiter == ';'  ? " separated by semicolons"
                       : l->delimiter == '\t' ? " separated by tabs"
                       : l->delimiter == '|'  ? " separated by bars"
                                              : "");
    if (l->empty_rows > 0)
        bireme_text_format(&explained, "; %zu empty row%s", l->empty_rows, bireme_plural(l->empty_rows));
    bireme_text_append(&explained, "\n");
    for (size_t i = 0; i < l->columns; i++) add_column(table, i, &explained);
    if (inferred.length > 0)
        bireme_text_format(&explained, "  said outright: %s\n", bireme_text_string(&inferred));
    const bool failed = inferred.failed || explained.failed;
    if (!failed)
        table->options->told(table->options->context, table->file, bireme_text_string(&inferred),
                             bireme_text_string(&explained));
    bireme_text_free(&inferred);
    bireme_text_free(&explained);
    return failed ? bireme_fail_memory(error) : BIREME_OK;
}
