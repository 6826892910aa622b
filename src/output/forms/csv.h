/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing CSV (RFC 4180): CRLF between rows, cells quoted where they must be; UTF-8. A text cell that a
 * spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage return) gets an
 * apostrophe in front; numbers, negative ones too, are written as they are, but never with exactly three
 * decimals after one to three digits: 12.3450, not 12.345, so that with a point or, in another style, with a
 * comma they can be read in one way only.
 */
#ifndef BIREME_OUTPUT_FORMS_CSV_H
#define BIREME_OUTPUT_FORMS_CSV_H

#include <stdint.h>
#include "base/text.h"

typedef enum bireme_csv_style {
    BIREME_CSV_PLAIN, /* commas between cells, points in numbers */
    BIREME_CSV_EXCEL, /* the same with a byte order mark, by which Excel knows that it is UTF-8 */
    /* also semicolons between cells and commas in numbers, as where the comma is the decimal sign */
    BIREME_CSV_EUROPEAN
} bireme_csv_style;

typedef struct bireme_csv {
    bireme_text *out; /* owned by the caller, who checks out->failed at the end */
    bireme_csv_style style;
    bool in_row;
} bireme_csv;

/* A file from its beginning. */
bireme_csv bireme_csv_begin(bireme_text *out, bireme_csv_style style);
/* More rows of one that is begun. */
bireme_csv bireme_csv_go_on(bireme_text *out, bireme_csv_style style);
void bireme_csv_text(bireme_csv *csv, const char *value); /* NULL: an empty cell */
void bireme_csv_texts(bireme_csv *csv, size_t n, const char *const *values);
void bireme_csv_number(bireme_csv *csv, double value); /* empty if not finite */
void bireme_csv_whole(bireme_csv *csv, uint64_t value);
void bireme_csv_end_row(bireme_csv *csv);

#endif
