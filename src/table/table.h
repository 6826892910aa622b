/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one reader of tables: from a file to titles, rows and typed columns.
 *
 * Bytes are decoded (bytes.h), separator and rows found (records.h), then each column is read as the type
 * requested, which every row must fit. What a number or a date means is decided by the column: a cell with
 * only one reading decides for all; two that contradict each other are an error with both lines; if none
 * decides, a cell with two readings is an error that names the option for it (number.h, date.h). The caller's
 * choices (bireme/table.h) take precedence, and a cell that cannot be read accordingly is an error.
 *
 * Threads: a table must be used by one thread; different tables may be used by different threads.
 */
#ifndef BIREME_TABLE_TABLE_H
#define BIREME_TABLE_TABLE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/error.h"
#include "base/opened.h"
#include "bireme/table.h"

enum { BIREME_TABLE_SIZE_MOST = 64 << 20 };

typedef struct bireme_table bireme_table;

/* Reads a file into a table. file: kept by reference. options: NULL for the defaults; kept by reference.
 * opened: the file is added to this list; may be NULL. Errors: IO; SCENARIO, with file, line and column;
 * MEMORY. out: set only on success. */
BIREME_MUST_USE bireme_status bireme_table_open(const char *file, const bireme_table_options *options,
                                                bireme_opened *opened, bireme_table **out,
                                                bireme_error *error);
/* The same for bytes, which it copies. */
BIREME_MUST_USE bireme_status bireme_table_parse(const char *file, const char *bytes, size_t length,
                                                 const bireme_table_options *options, bireme_table **out,
                                                 bireme_error *error);
void bireme_table_free(bireme_table *table); /* NULL is fine */

/* The numbers of non-empty rows and columns; the header is not counted. */
size_t bireme_table_rows(const bireme_table *table);
size_t bireme_table_columns(const bireme_table *table);
const char *bireme_table_title(const bireme_table *table, size_t column); /* "" if it has none */

typedef struct bireme_table_cell {
    const char *text; /* zero-terminated, without surrounding blanks, unless they are inside quotes */
    int line, column; /* of its beginning, from 1; columns in characters */
} bireme_table_cell;

/* row < rows, column < columns; valid until the table is freed. */
bireme_table_cell bireme_table_at(const bireme_table *table, size_t row, size_t column);
bireme_table_cell bireme_table_title_at(const bireme_table *table, size_t column);

/* ------------------------ columns */

typedef enum bireme_table_kind {
    BIREME_TABLE_NOT_READ,
    BIREME_TABLE_TEXT, /* as it is; only an empty cell is missing */
    /* numbers in every cell; one currency at most unless converted; percent signs in all cells other than 0
     * or in none */
    BIREME_TABLE_NUMBER,
    BIREME_TABLE_MIXED, /* numbers, each row's of its own kind, and anything else */
    BIREME_TABLE_DATE,
    BIREME_TABLE_SECONDS,      /* since 1970 */
    BIREME_TABLE_MILLISECONDS, /* since 1970 */
    BIREME_TABLE_BOOLEAN,      /* true/false, yes/no, wahr/falsch, 1/0 */
    /* numbers of one kind, percent signs as in a NUMBER column, and anything else */
    BIREME_TABLE_MIXED_ALIKE,
    BIREME_TABLE_MIXED_DATES /* dates, and anything else */
} bireme_table_kind;

/* The currency that the amounts of a row are converted to. */
typedef struct bireme_table_into {
    /* Its code; "": whatever the column has. *said: false if the currency is only the default. NULL: "" for
     * all. */
    const char *(*currency)(void *context, size_t row, bool *said);
    /* For a MIXED column: whether the row is an amount of money. Next to converted amounts, one without a
     * currency is refused. NULL: no row is. */
    bool (*is_amount)(void *context, size_t row);
    void *context;
} bireme_table_into;

/* Columns read from now on are converted so. An amount in another currency is multiplied by its rate, and an
 * error if there is none; a rate other than 1 for the wanted currency itself is an error too. */
void bireme_table_set_into(bireme_table *table, bireme_table_into into);

/* Reads the column as that. values [rows]: the number; a date's seconds since 1970 UTC; 1 or 0; NAN if the
 * cell is missing, in a MIXED… column if it is not a number (not a date), and always in a TEXT column. Up to
 * twenty problems go to problems (may be NULL), the first to *error. Errors: SCENARIO, with file, line and
 * column; MEMORY. On failure values must not be used. */
BIREME_MUST_USE bireme_status bireme_table_read(bireme_table *table, size_t column, bireme_table_kind kind,
                                                double *values, bireme_problems *problems,
                                                bireme_error *error);
/* Resets the table as if no column had been read. */
void bireme_table_forget(bireme_table *table);
/* Calls options->told about what has been read. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_table_tell(const bireme_table *table, bireme_error *error);

/* 1 or 0 if the cell's text is a word, or number, of a BOOLEAN column; else -1. */
int bireme_table_truth(const char *text);

static inline bool bireme_table_kind_is_dates(bireme_table_kind kind)
{
    return kind == BIREME_TABLE_DATE || kind == BIREME_TABLE_MIXED_DATES;
}

static inline bool bireme_table_kind_is_numbers(bireme_table_kind kind)
{
    return kind == BIREME_TABLE_NUMBER || kind == BIREME_TABLE_MIXED || kind == BIREME_TABLE_MIXED_ALIKE;
}

/* Whether the column may hold anything, including null. */
static inline bool bireme_table_kind_is_mixed(bireme_table_kind kind)
{
    return kind == BIREME_TABLE_MIXED || kind == BIREME_TABLE_MIXED_ALIKE || kind == BIREME_TABLE_MIXED_DATES;
}

/* Whether the cell is missing, given how the column was read. */
bool bireme_table_is_empty(const bireme_table *table, size_t row, size_t column);

/* Whether the column, as it was read, has amounts with a currency. */
bool bireme_table_has_currency(const bireme_table *table, size_t column);

#endif
