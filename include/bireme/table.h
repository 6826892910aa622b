/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How tables (CSV and its kin) are read: what is told, where the table itself leaves it open.
 */
#ifndef BIREME_TABLE_H
#define BIREME_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the sign before the fraction of a number is. */
typedef enum bireme_decimal {
    BIREME_DECIMAL_INFERRED,
    BIREME_DECIMAL_POINT,
    BIREME_DECIMAL_COMMA
} bireme_decimal;
/* What comes first in a date that does not begin with the year: the day or the month. */
typedef enum bireme_dates { BIREME_DATES_INFERRED, BIREME_DATES_DMY, BIREME_DATES_MDY } bireme_dates;
/* UNICODE: UTF-8, or UTF-16 with a byte order mark. LATIN1: Windows-1252, of which Latin-1 is a part; a file
 * with a byte order mark is read as that says. */
typedef enum bireme_encoding { BIREME_ENCODING_UNICODE, BIREME_ENCODING_LATIN1 } bireme_encoding;

/* What is told of the column with that title, or (NULL) of every column of which nothing is told. */
typedef struct bireme_table_choice {
    const char *column;
    bireme_decimal decimal;
    bireme_dates dates;
} bireme_table_choice;

/* What one of a currency is worth in the currency that is wanted. currency: as cells have it when read, a
 * code of ISO 4217, or "$", "kr" or a yen's sign, which several currencies share. */
typedef struct bireme_table_rate {
    char currency[4];
    double rate; /* more than 0, finite */
} bireme_table_rate;

/* What becomes of a column: it is there; what is told of decimals, or of dates, decides how it is read. */
typedef enum bireme_column_use {
    BIREME_COLUMN_THERE,
    BIREME_COLUMN_NUMBERS,
    BIREME_COLUMN_DATES
} bireme_column_use;

typedef struct bireme_table_options {
    size_t size; /* of this struct; bireme_table_options_init() sets it */
    bireme_encoding encoding;
    const bireme_table_choice *choices; /* [n_choices]; of two for the same column the later one counts */
    size_t n_choices;
    /* Called when a table has been read; NULL: not told. inferred: the options that would have said outright
     * what was inferred, with the cell that decided; "" where there was nothing to infer. explained: a line a
     * column, what was read as what. Both end with the call. Not called from bireme_batch_run(). */
    void (*told)(void *context, const char *file, const char *inferred, const char *explained);
    /* Called for every column with a title when its table is opened, and again when it is read as numbers or
     * as dates; NULL: not told. title ends with the table. Not called from bireme_batch_run(). */
    void (*column)(void *context, const char *title, bireme_column_use use);
    void *context;
    /* Amounts are multiplied by the rate of their currency into that of the scenario. A table that is read
     * for none is converted into the one currency of each column without a rate. */
    const bireme_table_rate *rates; /* [n_rates], each currency once */
    size_t n_rates;
    /* Called where rates are told, for every currency in a table when it is opened, and again when amounts in
     * it are converted (converted); NULL: not told. Not called from bireme_batch_run(). */
    void (*currency)(void *context, const char *currency, bool converted);
} bireme_table_options;

/* Everything is inferred, and what cannot be is an error. */
static inline void bireme_table_options_init(bireme_table_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

#ifdef __cplusplus
}
#endif

#endif
