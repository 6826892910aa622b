/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing CSV (RFC 4180): CRLF between rows, cells quoted if necessary; UTF-8. A text cell that a spreadsheet
 * would take for a formula (it begins with = + - @, a tab or a carriage return) is prefixed with an
 * apostrophe; numbers, even negative ones, are written as they are, but never with exactly three decimals
 * after one to three digits: 12.3450, not 12.345, so that with a point or, in another style, a comma they can
 * be read in only one way.
 */
#ifndef BIREME_OUTPUT_FORMS_CSV_H
#define BIREME_OUTPUT_FORMS_CSV_H

#include <stdint.h>
#include "base/text.h"

typedef enum bireme_csv_style {
    BIREME_CSV_PLAIN, /* commas between cells, points in numbers */
    BIREME_CSV_EXCEL, /* the same with a byte order mark, which tells Excel that it is UTF-8 */
    /* also semicolons between cells and commas in numbers, as used where the comma is the decimal sign */
    BIREME_CSV_EUROPEAN
} bireme_csv_style;

typedef struct bireme_csv {
    bireme_text *out; /* owned by the caller, who checks out->failed at the end */
    bireme_csv_style style;
    bool in_row;
} bireme_csv;

/* Starts a file from its beginning. */
bireme_csv bireme_csv_begin(bireme_text *out, bireme_csv_style style);
/* Continues a file with more rows. */
bireme_csv bireme_csv_go_on(bireme_text *out, bireme_csv_style style);
void bireme_csv_text(bireme_csv *csv, const char *value); /* NULL: an empty cell */
void bireme_csv_texts(bireme_csv *csv, size_t n, const char *const *values);
void bireme_csv_number(bireme_csv *csv, double value); /* empty if not finite */
void bireme_csv_whole(bireme_csv *csv, uint64_t value);
void bireme_csv_end_row(bireme_csv *csv);

#endif
