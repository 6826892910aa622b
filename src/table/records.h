/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From UTF-8 to cells: RFC 4180 with any of four separators, which is found from the whole text.
 */
#ifndef BIREME_TABLE_RECORDS_H
#define BIREME_TABLE_RECORDS_H

#include <stdbool.h>
#include <stdint.h>
#include "base/error.h"

enum { BIREME_TABLE_COLUMNS_MOST = 4096 };

/* The position of the next cell. Columns count characters. */
typedef struct bireme_table_scanner {
    char *text;
    size_t at, end;
    uint32_t line, column;
    char delimiter; /* '\0': none, each line is one cell */
} bireme_table_scanner;

typedef enum bireme_table_fault {
    BIREME_FAULT_NONE,
    BIREME_FAULT_OPEN,  /* the quote that opens the cell is never closed */
    BIREME_FAULT_AFTER, /* something follows the closing quote */
    BIREME_FAULT_STRAY, /* a quote within a cell that did not begin with one */
    BIREME_FAULT_LENGTH /* the row has another length than the header */
} bireme_table_fault;

typedef struct bireme_table_token {
    size_t start, end; /* of the content: without the quotes, or without the blanks around it */
    uint32_t line, column;
    bool quoted, doubled; /* doubled: quotes in it are written twice */
    bool last;            /* the last one of its row */
    bireme_table_fault fault;
    uint32_t fault_line, fault_column;
} bireme_table_token;

/* The next cell; requires scanner->at < scanner->end, or that the text ends with a delimiter. */
bireme_table_token bireme_table_scanner_next(bireme_table_scanner *scanner);

/* What the text was found to be. */
typedef struct bireme_table_layout {
    size_t start;  /* of the header */
    uint32_t line; /* of the header: 2 after a line `sep=;` */
    char delimiter;
    size_t columns, rows, empty_rows; /* rows: without header and empty ones */
} bireme_table_layout;

/* Errors: SCENARIO, with its line: nothing in the text; a fault; a title above the header; two separators
 * that fit. */
BIREME_MUST_USE bireme_status bireme_table_layout_find(char *text, size_t length, bireme_table_layout *out,
                                                       bireme_error *error);

#endif
