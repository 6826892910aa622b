/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A column being read, and what its cells have shown so far. Internal to src/table.
 *
 *   cell.c      one cell, as what the column is read as
 *   dialect.c   what its ambiguous cells mean: who decides, and what is said if nobody does
 *   currency.c  amounts in several currencies: which are converted, and what is said of those that cannot be
 *   column.c    the whole column
 */
#ifndef BIREME_TABLE_COLUMN_H
#define BIREME_TABLE_COLUMN_H

#include "table/internal.h"

typedef struct bireme_column_currency {
    char code[4];
    size_t count, row;
} bireme_column_currency;

/* Rows are stored as row + 1; 0: none. */
typedef struct bireme_column_reading {
    bireme_table *table;
    size_t index;
    bireme_table_kind kind;
    double *values;
    bireme_table_outcome outcome;
    /* the first row that reads only with the point (the day first), and only with the comma (the month
     * first) */
    size_t first_only[2];
    size_t first_double[2]; /* the first two that have two readings */
    bireme_column_currency currencies[BIREME_TABLE_CURRENCIES];
    size_t n_currencies, n_more;   /* n_more: cells in further ones */
    size_t percent_row, plain_row; /* with a percent sign; without one, and not 0 */
    bireme_problems *problems;
    bireme_error *error;
    bireme_status status;
    size_t n_problems;
} bireme_column_reading;

/* Reports what is wrong with a cell. */
void bireme_column_put(bireme_column_reading *c, bireme_table_cell at, bireme_error *error);

#define BIREME_COLUMN_FAIL(c, at, ...)                                                                       \
    do {                                                                                                     \
        bireme_error error_ = {0};                                                                           \
        bireme_fail(&error_, BIREME_SCENARIO, __VA_ARGS__);                                                  \
        bireme_column_put((c), (at), &error_);                                                               \
    } while (0)

static inline bireme_table_cell bireme_column_at(const bireme_column_reading *c, size_t kept)
{
    return bireme_table_at(c->table, kept - 1, c->index);
}

static inline bool bireme_column_is_date(const bireme_column_reading *c)
{
    return bireme_table_kind_is_dates(c->kind);
}

/* Reads the cell of a row: its value, its vote, and what is wrong with it. */
void bireme_column_read_cell(bireme_column_reading *c, size_t row);
/* Once every cell has voted: applies the side that was chosen or that won, or reports the conflict. */
void bireme_column_decide(bireme_column_reading *c);
/* After that: converts currencies, or reports why not. */
void bireme_column_convert(bireme_column_reading *c);

#endif
