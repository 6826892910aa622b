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

/* What became of a column. */
typedef struct bireme_table_outcome {
    bireme_table_kind kind;
    size_t values, missing, others; /* others: in a MIXED column, what is no number */
    bool comma, month_first;        /* as it was read */
    bool told;                      /* by an option */
    size_t decider;                 /* the row that decided, + 1; 0: none had to */
    size_t ambiguous;               /* cells that mean two things, and mean one because of it */
    bool percent;
    char currency[4];
    size_t currency_row; /* the first that says it */
} bireme_table_outcome;

struct bireme_table {
    const char *file;
    const bireme_table_options *options; /* NULL: the defaults */
    char *text;                          /* every cell zero-terminated in place */
    bireme_table_layout layout;
    bireme_table_slot *slots;       /* [(1 + rows) × columns], the titles first */
    bireme_table_outcome *outcomes; /* [columns] */
};

#endif
