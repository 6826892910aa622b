/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For each choice for one column it is noted whether a table has the column or, if not, the nearest title so
 * far: tables may have any number of titles.
 */
#include "cli/options/told_tables.h"

#include <stdio.h>
#include <string.h>
#include "base/memory.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "cli/console.h"
#include "cli/options/option_values.h"

enum { TITLES_SHOWN = 12 };

struct bireme_told_column {
    bool there, numbers, dates;
    char *nearest; /* NULL: no title is close */
};

/* What was inferred is reported once per table, however many scenarios read it. */
static void tell_table(void *context, const char *file, const char *inferred, const char *explained)
{
    bireme_options *options = context;
    bireme_text line = {0};
    if (options->explain_tables)
        bireme_text_append(&line, explained);
    else if (inferred[0] != '\0' && !options->quiet)
        bireme_text_format(&line, "bireme: %s: read as with %s\n", file, inferred);
    if (line.length > 0 && strstr(bireme_text_string(&options->tables_told), line.data) == NULL) {
        bireme_text_append(&options->tables_told, line.data);
        fputs(line.data, stderr);
    }
    bireme_text_free(&line);
}

/* ------------------------ columns */

static void note_nearest(bireme_told_tables *t, size_t i, const char *name, const char *title)
{
    char **kept = &t->columns[i].nearest;
    const char *candidates[] = {title, *kept};
    const char *nearest = *kept == NULL ? bireme_nearest(name, candidates, 1) : NULL;
    if (*kept != NULL) { /* the first of equals is kept */
        candidates[0] = *kept;
        candidates[1] = title;
        nearest = bireme_nearest(name, candidates, 2);
    }
    if (nearest != title) return;
    bireme_free(*kept);
    *kept = bireme_strdup(title);
    t->failed |= *kept == NULL;
}

static void show_title(bireme_told_tables *t, const char *title)
{
    char quoted[BIREME_QUOTE_SIZE];
    bireme_text shown = {0};
    bireme_text_format(&shown, "`%s`", bireme_quote(quoted, title));
    if (!shown.failed && strstr(bireme_text_string(&t->titles), bireme_text_string(&shown)) == NULL) {
        if (t->n_titles++ < TITLES_SHOWN)
            bireme_text_format(&t->titles, "%s%s", t->titles.length > 0 ? ", " : "",
                               bireme_text_string(&shown));
    }
    t->failed |= shown.failed;
    bireme_text_free(&shown);
}

static void note_column(void *context, const char *title, bireme_column_use use)
{
    bireme_options *options = context;
    bireme_told_tables *t = &options->told;
    bool named = false;
    if (t->columns == NULL && options->tables.n_choices > 0 && !t->failed) {
        t->columns = bireme_calloc(options->tables.n_choices, sizeof *t->columns);
        t->failed = t->columns == NULL;
    }
    for (size_t i = 0; i < options->tables.n_choices && !t->failed; i++) {
        const char *name = options->tables.choices[i].column;
        if (name == NULL) continue;
        named = true;
        if (strcmp(name, title) != 0) {
            if (!t->columns[i].there) note_nearest(t, i, name, title);
            continue;
        }
        t->columns[i].there = true;
        t->columns[i].numbers |= use == BIREME_COLUMN_NUMBERS;
        t->columns[i].dates |= use == BIREME_COLUMN_DATES;
    }
    if (named || options->tables.n_rates > 0) show_title(t, title);
}

/* ------------------------ currencies */

enum { RATE_THERE = 1, RATE_USED = 2 };

static void note_currency(void *context, const char *currency, bool converted)
{
    bireme_options *options = context;
    bireme_told_tables *t = &options->told;
    if (t->rates == NULL && !t->failed) {
        t->rates = bireme_calloc(options->tables.n_rates, 1);
        t->failed = t->rates == NULL;
    }
    for (size_t i = 0; i < options->tables.n_rates && !t->failed; i++)
        if (strcmp(options->tables.rates[i].currency, currency) == 0)
            t->rates[i] |= converted ? RATE_THERE | RATE_USED : RATE_THERE;
    /* no currency code is part of another */
    if (strstr(bireme_text_string(&t->currencies), currency) == NULL)
        bireme_text_format(&t->currencies, "%s%s", t->currencies.length > 0 ? ", " : "", currency);
}

static int complain_rate(const bireme_options *options, size_t i, bool read)
{
    const bireme_told_tables *t = &options->told;
    const char *currency = options->tables.rates[i].currency;
    const unsigned char seen = t->rates != NULL ? t->rates[i] : 0;
    if ((seen & (read ? RATE_USED : RATE_THERE)) != 0) return 0;
    if (seen != 0)
        bireme_console_complain("--rate: no amount that is read is in %s, so that this says nothing",
                                currency);
    else if (t->currencies.length > 0)
        bireme_console_complain("--rate: no table that is read has amounts in %s; there are amounts in %s",
                                currency, bireme_text_string(&t->currencies));
    else if (t->n_titles > 0)
        bireme_console_complain(
            "--rate: no table that is read says a currency, and so none has amounts in %s", currency);
    else
        bireme_console_complain("--rate: no table is read, and so none with amounts in %s", currency);
    return BIREME_EXIT_USAGE;
}

/* ------------------------ held against them */

static int complain(const bireme_options *options, size_t i, bool read)
{
    const bireme_told_tables *t = &options->told;
    const bireme_table_choice *choice = &options->tables.choices[i];
    const bool dates = choice->dates != BIREME_DATES_INFERRED;
    const bool there = t->columns != NULL && t->columns[i].there;
    const char *option = dates ? "--dates" : "--decimal",
               *nearest = t->columns != NULL ? t->columns[i].nearest : NULL;
    char name[BIREME_QUOTE_SIZE], other[BIREME_QUOTE_SIZE];
    bireme_quote(name, choice->column);
    if (there && (!read || (dates ? t->columns[i].dates : t->columns[i].numbers))) return 0;
    if (there)
        bireme_console_complain("%s: the column `%s` is not read as %s, so that this says nothing of it",
                                option, name, dates ? "dates" : "numbers");
    else if (nearest != NULL)
        bireme_console_complain("%s: no table that is read has a column `%s`; did you mean `%s`?", option,
                                name, bireme_quote(other, nearest));
    else if (t->titles.length > 0)
        bireme_console_complain("%s: no table that is read has a column `%s`; there are %s%s", option, name,
                                bireme_text_string(&t->titles),
                                t->n_titles > TITLES_SHOWN ? " and more" : "");
    else
        bireme_console_complain("%s: no table is read, and so none with a column `%s`", option, name);
    return BIREME_EXIT_USAGE;
}

int bireme_told_tables_check(const bireme_options *options, bool read)
{
    int status = 0;
    if (options->load.tables != &options->tables && options->load.tables->column == NULL) return 0;
    if (options->told.failed || options->told.titles.failed || options->told.currencies.failed)
        return bireme_value_no_memory();
    for (size_t i = 0; i < options->tables.n_choices; i++) {
        if (options->tables.choices[i].column == NULL) continue;
        const int wrong = complain(options, i, read);
        if (status == 0) status = wrong;
    }
    for (size_t i = 0; i < options->tables.n_rates; i++) {
        const int wrong = complain_rate(options, i, read);
        if (status == 0) status = wrong;
    }
    return status;
}

void bireme_told_tables_listen(bireme_options *options)
{
    options->tables.told = tell_table;
    options->tables.column = note_column;
    options->tables.currency = note_currency;
    options->tables.context = options;
    options->load.tables = &options->tables;
}

void bireme_told_tables_free(bireme_options *options)
{
    for (size_t i = 0; options->told.columns != NULL && i < options->tables.n_choices; i++)
        bireme_free(options->told.columns[i].nearest);
    bireme_free(options->told.columns);
    bireme_free(options->told.rates);
    bireme_text_free(&options->told.currencies);
    bireme_text_free(&options->told.titles);
    bireme_text_free(&options->tables_told);
}
