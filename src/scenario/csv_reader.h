/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small reader of CSV (RFC 4180), cell by cell: cells in double quotes may hold separators, line breaks and
 * doubled quotes. Comma, semicolon or tab, whichever the first row has most of.
 */
#ifndef BIREME_SCENARIO_CSV_READER_H
#define BIREME_SCENARIO_CSV_READER_H

#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"
#include "scenario/report.h"

typedef struct bireme_csv_reader {
    char *data;       /* the whole file, decoded in place */
    char *at, *end;   /* what is still to be read */
    int line, column; /* of at, from 1, columns in characters */
    char delimiter;
    /* of the cell that was read last */
    int cell_line, cell_column;
    bool end_of_row; /* it was the last of its row */
    bool open_quote; /* its quote is not closed, or something follows the closing one */
} bireme_csv_reader;

/* Reads the file, past a byte order mark. Errors: IO, MEMORY. */
BIREME_MUST_USE bireme_status bireme_csv_reader_open(const char *path, bireme_csv_reader *out,
                                                     bireme_error *error);
/* The same, and checked; what is wrong, with an empty file too, is reported at `file`, which the report keeps. */
bool bireme_csv_reader_start(const char *file, bireme_csv_reader *out, bireme_report *report);
void bireme_csv_reader_close(bireme_csv_reader *csv); /* {0} is fine */

static inline bool bireme_csv_reader_is_at_end(const bireme_csv_reader *csv)
{
    return csv->at >= csv->end;
}
/* The next cell, zero-terminated, without the blanks around it; valid until the file is closed. */
char *bireme_csv_reader_next(bireme_csv_reader *csv);
/* Is what is left UTF-8 without zero bytes? Texts go into answers as they are. Reported at the file's lines if not. */
bool bireme_csv_reader_check(const bireme_csv_reader *csv, const char *file, bireme_report *report);
/* A number with a decimal point, whatever the locale; false: it is none. */
bool bireme_csv_reader_number(const char *cell, double *value);

#endif
