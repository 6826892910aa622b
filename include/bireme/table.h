/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How tables (CSV and the like) are read: the caller's choices, where the table itself is ambiguous.
 */
#ifndef BIREME_TABLE_H
#define BIREME_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the decimal sign of numbers is. */
typedef enum bireme_decimal {
    BIREME_DECIMAL_INFERRED,
    BIREME_DECIMAL_POINT,
    BIREME_DECIMAL_COMMA
} bireme_decimal;
/* What comes first in a date that does not begin with the year: day or month. */
typedef enum bireme_dates { BIREME_DATES_INFERRED, BIREME_DATES_DMY, BIREME_DATES_MDY } bireme_dates;
/* UNICODE: UTF-8, or UTF-16 with a byte order mark. LATIN1: Windows-1252, a superset of Latin-1; a byte order
 * mark overrides it. */
typedef enum bireme_encoding { BIREME_ENCODING_UNICODE, BIREME_ENCODING_LATIN1 } bireme_encoding;

/* Choices for the column with this title, or (NULL) for every column that has none of its own. */
typedef struct bireme_table_choice {
    const char *column;
    bireme_decimal decimal;
    bireme_dates dates;
} bireme_table_choice;

/* The value of one unit of a currency in the currency wanted. currency: as read from the cells, an ISO 4217
 * code, or "$", "kr" or a yen sign, which several currencies share. */
typedef struct bireme_table_rate {
    char currency[4];
    double rate; /* more than 0, finite */
} bireme_table_rate;

/* How a column is used: it exists; the choice of decimals, or of dates, decides how it is read. */
typedef enum bireme_column_use {
    BIREME_COLUMN_THERE,
    BIREME_COLUMN_NUMBERS,
    BIREME_COLUMN_DATES
} bireme_column_use;

typedef struct bireme_table_options {
    size_t size; /* of this struct; bireme_table_options_init() sets it */
    bireme_encoding encoding;
    const bireme_table_choice *choices; /* [n_choices]; of two for the same column the later one applies */
    size_t n_choices;
    /* Called when a table has been read; may be NULL. inferred: the options that would have said explicitly
     * what was inferred, with the cell that decided; "" if nothing had to be inferred. explained: one line
     * per column, what was read as what. Both are valid only during the call. Not called by
     * bireme_batch_run(). */
    void (*told)(void *context, const char *file, const char *inferred, const char *explained);
    /* Called for every column with a title when its table is opened, and again when it is read as numbers or
     * as dates; may be NULL. title is valid until the table is closed. Not called by bireme_batch_run(). */
    void (*column)(void *context, const char *title, bireme_column_use use);
    void *context;
    /* Amounts are multiplied by the rate from their currency to the scenario's. A table that is not read for
     * a scenario is converted to the one currency of each column that has no rate. */
    const bireme_table_rate *rates; /* [n_rates], each currency once */
    size_t n_rates;
    /* Called, if there are rates, for every currency in a table when it is opened, and again when amounts in
     * it are converted (converted true); may be NULL. Not called by bireme_batch_run(). */
    void (*currency)(void *context, const char *currency, bool converted);
} bireme_table_options;

/* Sets every default: everything is inferred, and what cannot be inferred is an error. */
static inline void bireme_table_options_init(bireme_table_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

#ifdef __cplusplus
}
#endif

#endif
