/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the room share.
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

/* What became of a column. */
typedef struct bireme_table_outcome {
    bireme_table_kind kind;
    size_t values, missing, others; /* others: in a MIXED column, what is no number */
    bool comma, month_first;        /* as it was read */
    bool told;                      /* by an option */
    size_t decider;                 /* the row that decided, + 1; 0: none had to */
    size_t ambiguous;               /* cells that mean two things, and mean one because of it */
    bool percent;
    char currency[4]; /* of those that are not converted, the first */
    size_t n_kept;    /* how many such there are; more than one only where each row has its own */
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
