/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Amounts of a column in other currencies than the one wanted: converted if there is a rate, else refused. An
 * amount without a currency might be in any of them: next to converted ones it is refused.
 */
#include "table/column.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "base/utf8.h"
#include "table/currency_signs.h"
#include "table/number.h"

enum { LISTED_MOST = 6, LINES_MOST = 5 };

/* What the rows have shown so far. Rows are stored as row + 1; 0: none. */
typedef struct tally {
    size_t missing[BIREME_TABLE_CURRENCIES]; /* the first row in a currency without a rate */
    size_t own[BIREME_TABLE_CURRENCIES];     /* likewise, in the wanted currency with a rate other than 1 */
    size_t kept[BIREME_TABLE_CURRENCIES];    /* likewise, kept as it is because no currency is wanted */
    size_t plain[LINES_MOST], n_plain;       /* amounts without a currency */
    bool converted;
} tally;

void bireme_table_set_into(bireme_table *table, bireme_table_into into)
{
    table->into = into;
}

bool bireme_table_has_currency(const bireme_table *table, size_t column)
{
    return table->outcomes[column].currency[0] != '\0' || table->outcomes[column].n_converted > 0;
}

static const char *wanted(const bireme_column_reading *c, size_t row, bool *said)
{
    const bireme_table_into *into = &c->table->into;
    *said = true;
    return into->currency != NULL ? into->currency(into->context, row, said) : "";
}

static size_t n_rates(const bireme_column_reading *c)
{
    return c->table->options != NULL ? c->table->options->n_rates : 0;
}

/* 0: there is no rate. */
static double rate_of(const bireme_column_reading *c, const char *currency)
{
    for (size_t i = 0; i < n_rates(c); i++)
        if (strcmp(c->table->options->rates[i].currency, currency) == 0)
            return c->table->options->rates[i].rate;
    return 0;
}

/* ------------------------ messages */

/* "EUR (2 cells, first in line 2), …" */
static void list_currencies(const bireme_column_reading *c, char *list, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n_currencies && i < LISTED_MOST && n < size; i++)
        n += (size_t)snprintf(list + n, size - n, "%s%s (%zu cell%s, first in line %d)", i > 0 ? ", " : "",
                              c->currencies[i].code, c->currencies[i].count,
                              bireme_plural(c->currencies[i].count),
                              bireme_column_at(c, c->currencies[i].row).line);
    if (c->n_currencies > LISTED_MOST && n < size) snprintf(list + n, size - n, " and more");
}

static void fail_several(bireme_column_reading *c, size_t row)
{
    char list[400] = "";
    list_currencies(c, list, sizeof list);
    BIREME_COLUMN_FAIL(c, bireme_column_at(c, row),
                       "the column `%s` holds several currencies, which are not added up: %s; each but the "
                       "one that is wanted is "
                       "converted with a rate, --rate 'CURRENCY=NUMBER'",
                       bireme_table_title(c->table, c->index), list);
}

static void fail_missing(bireme_column_reading *c, size_t i, size_t row)
{
    bool said;
    char quoted[BIREME_QUOTE_SIZE];
    const char *currency = c->currencies[i].code, *code = wanted(c, row - 1, &said),
               *meanings = bireme_currency_meanings(currency);
    BIREME_COLUMN_FAIL(c, bireme_column_at(c, row),
                       "`%s` is in %s, and the scenario in %s%s; amounts are not converted without a rate: "
                       "--rate '%s=NUMBER', what one is worth in %s (%zu cell%s in %s)%s%s",
                       bireme_quote(quoted, bireme_column_at(c, row).text), currency, code,
                       said ? "" : ", which goes without saying", currency, code, c->currencies[i].count,
                       bireme_plural(c->currencies[i].count), currency,
                       meanings != NULL && n_rates(c) > 0 ? "; it may be " : "",
                       meanings != NULL && n_rates(c) > 0 ? meanings : "");
}

static void fail_own(bireme_column_reading *c, size_t i, size_t row)
{
    bool said;
    char quoted[BIREME_QUOTE_SIZE], number[BIREME_NUMBER_SIZE];
    const char *currency = c->currencies[i].code, *code = wanted(c, row - 1, &said);
    BIREME_COLUMN_FAIL(
        c, bireme_column_at(c, row),
        "--rate '%s=%s' was told, but `%s` is in the currency of the scenario, %s%s, whose rate is 1",
        currency, bireme_number_format(number, rate_of(c, currency)),
        bireme_quote(quoted, bireme_column_at(c, row).text), code,
        said ? "" : " (which goes without saying)");
}

static void fail_plain(bireme_column_reading *c, const tally *t)
{
    char list[400] = "", lines[120] = "", quoted[BIREME_QUOTE_SIZE];
    size_t n = 0;
    list_currencies(c, list, sizeof list);
    for (size_t i = 0; i < t->n_plain && i < LINES_MOST && n < sizeof lines; i++)
        n += (size_t)snprintf(lines + n, sizeof lines - n, "%s%d", i > 0 ? ", " : "",
                              bireme_column_at(c, t->plain[i]).line);
    BIREME_COLUMN_FAIL(
        c, bireme_column_at(c, t->plain[0]),
        "`%s` says no currency, and other amounts of the column `%s` are converted: %s; without one "
        "%s %zu cell%s (line%s %s%s)",
        bireme_quote(quoted, bireme_column_at(c, t->plain[0]).text), bireme_table_title(c->table, c->index),
        list, t->n_plain == 1 ? "is" : "are", t->n_plain, bireme_plural(t->n_plain),
        bireme_plural(t->n_plain), lines, t->n_plain > LINES_MOST ? " and more" : "");
}

/* ------------------------ row by row */

static void note_plain(bireme_column_reading *c, tally *t, size_t row, const bireme_number *number)
{
    const bireme_table_into *into = &c->table->into;
    if (number->percent || c->values[row] == 0) return;
    if (c->kind == BIREME_TABLE_MIXED && (into->is_amount == NULL || !into->is_amount(into->context, row)))
        return;
    if (t->n_plain < LINES_MOST) t->plain[t->n_plain] = row + 1;
    t->n_plain++;
}

static void convert(bireme_column_reading *c, tally *t, size_t row, const char *currency, double rate)
{
    bireme_table_outcome *o = &c->outcome;
    const bireme_table_options *options = c->table->options;
    char quoted[BIREME_QUOTE_SIZE];
    size_t i = 0;
    while (i < o->n_converted && strcmp(o->converted[i].currency, currency) != 0) i++;
    if (i == o->n_converted) {
        o->converted[i] = (bireme_table_amounts){.rate = rate};
        memcpy(o->converted[i].currency, currency, sizeof o->converted[i].currency);
        o->n_converted++;
        if (options->currency != NULL) options->currency(options->context, currency, true);
    }
    o->converted[i].count++;
    t->converted = true;
    c->values[row] *= rate;
    if (!isfinite(c->values[row]))
        BIREME_COLUMN_FAIL(c, bireme_column_at(c, row + 1), "`%s` is too large when it is converted",
                           bireme_quote(quoted, bireme_column_at(c, row + 1).text));
}

static void first(size_t *kept, size_t row)
{
    if (*kept == 0) *kept = row + 1;
}

static void settle_row(bireme_column_reading *c, tally *t, size_t row)
{
    const char *text = bireme_column_at(c, row + 1).text;
    bireme_number number;
    bool said;
    size_t i = 0;
    if (isnan(c->values[row]) || !bireme_number_read(text, strlen(text), &number)) return;
    if (number.currency[0] == '\0') {
        note_plain(c, t, row, &number);
        return;
    }
    while (strcmp(c->currencies[i].code, number.currency) != 0) i++; /* all have been noted */
    const char *code = wanted(c, row, &said);
    const double rate = rate_of(c, number.currency);
    const bool own = bireme_currency_fits(number.currency, code) ||
                     bireme_currency_fits(code, number.currency);
    if (code[0] != '\0' && own && rate != 0 && rate != 1)
        first(&t->own[i], row);
    else if (rate > 0)
        convert(c, t, row, number.currency, rate);
    else if (code[0] == '\0' || own)
        first(&t->kept[i], row);
    else
        first(&t->missing[i], row);
}

/* Settles the currency that the amounts are in afterwards; several only if each row may have its own. */
static void settle(bireme_column_reading *c, const tally *t)
{
    size_t kept = 0, second = 0;
    for (size_t i = 0; i < c->n_currencies; i++) {
        if (t->missing[i] != 0) fail_missing(c, i, t->missing[i]);
        if (t->own[i] != 0) fail_own(c, i, t->own[i]);
        if (t->kept[i] == 0) continue;
        if (kept++ == 0) memcpy(c->outcome.currency, c->currencies[i].code, sizeof c->outcome.currency);
        if (kept == 2) second = t->kept[i];
    }
    c->outcome.n_kept = kept;
    if (kept > 1 && c->table->into.currency == NULL) fail_several(c, second);
    if (t->converted && t->n_plain > 0) fail_plain(c, t);
}

void bireme_column_convert(bireme_column_reading *c)
{
    tally t = {0};
    if (c->n_currencies == 0) return;
    if (c->n_more > 0 || (n_rates(c) == 0 && c->n_currencies > 1)) {
        fail_several(c, c->currencies[1].row);
        return;
    }
    for (size_t row = 0; row < bireme_table_rows(c->table); row++) settle_row(c, &t, row);
    settle(c, &t);
}
