/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing CSV (RFC 4180): comma, CRLF, cells quoted where they must be; UTF-8. A text cell that a spreadsheet
 * would take for a formula (it begins with = + - @, a tab or a carriage return) gets an apostrophe in front;
 * numbers, negative ones too, are written as they are, but never with exactly three decimals after one to
 * three digits: 12.3450, not 12.345, so that with a point or, in another style (csv_style.h), with a comma
 * they can be read in one way only.
 */
#ifndef BIREME_OUTPUT_FORMS_CSV_H
#define BIREME_OUTPUT_FORMS_CSV_H

#include <stdint.h>
#include "base/text.h"

typedef struct bireme_csv {
    bireme_text *out; /* owned by the caller, who checks out->failed at the end */
    bool in_row;
} bireme_csv;

bireme_csv bireme_csv_begin(bireme_text *out);
void bireme_csv_text(bireme_csv *csv, const char *value); /* NULL: an empty cell */
void bireme_csv_number(bireme_csv *csv, double value);    /* empty if not finite */
void bireme_csv_whole(bireme_csv *csv, uint64_t value);
void bireme_csv_end_row(bireme_csv *csv);

#endif
