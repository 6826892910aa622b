/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CSV as spreadsheet programs want it when a file is opened with a double click.
 */
#ifndef BIREME_OUTPUT_FORMS_CSV_STYLE_H
#define BIREME_OUTPUT_FORMS_CSV_STYLE_H

#include "base/text.h"

typedef enum bireme_csv_style {
    BIREME_CSV_PLAIN, /* RFC 4180, UTF-8 */
    BIREME_CSV_EXCEL, /* the same with a byte order mark, by which Excel knows that it is UTF-8 */
    /* also semicolons between cells and commas in numbers, as where the comma is the decimal sign */
    BIREME_CSV_EUROPEAN
} bireme_csv_style;

/* Rewrites whole rows of plain CSV in place; beginning: they are the first of the file. `failed` tells if
 * memory ran out. */
void bireme_csv_restyle(bireme_text *csv, bireme_csv_style style, bool beginning);

#endif
