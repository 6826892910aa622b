/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the files in src/table.
 */
#ifndef BIREME_TABLE_INTERNAL_H
#define BIREME_TABLE_INTERNAL_H

#include "table/records.h"
#include "table/table.h"

typedef struct bireme_table_slot {
    uint32_t text; /* where it begins in the table's text */
    uint32_t line, column;
} bireme_table_slot;

enum { BIREME_TABLE_CURRENCIES = 24 }; /* in one column, at most */

typedef struct bireme_table_amounts {
    char currency[4];
    size_t count;
    double rate;
} bireme_table_amounts;

/* How a column was read. */
typedef struct bireme_table_outcome {
    bireme_table_kind kind;
    size_t values, missing, others; /* others: in a MIXED column, cells that are not numbers */
    bool comma, month_first;        /* how it was read */
    bool told;                      /* an option decided */
    size_t decider;                 /* the row that decided, + 1; 0: none was needed */
    size_t ambiguous;               /* cells with two readings that this decided */
    bool percent;
    char currency[4]; /* the first of those not converted */
    size_t n_kept;    /* how many those are; more than one only if each row has its own */
    bireme_table_amounts converted[BIREME_TABLE_CURRENCIES];
    size_t n_converted;
} bireme_table_outcome;

struct bireme_table {
    const char *file;
    const bireme_table_options *options; /* NULL: the defaults */
    char *text;                          /* every cell zero-terminated in place */
    bireme_table_layout layout;
    bireme_table_slot *slots;       /* [(1 + rows) × columns], the titles first */
    bireme_table_outcome *outcomes; /* [columns] */
    bireme_table_into into;
};

#endif
