/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a long sheet is cut into pages: before a heading whose table would be torn from it. Its columns are fitted to the width of the
 * page, whatever fonts there are; LibreOffice follows the breaks there too, Excel cuts such sheets by itself.
 */
#ifndef BIREME_OUTPUT_BOOK_PAGES_H
#define BIREME_OUTPUT_BOOK_PAGES_H

#include "output/book.h"

/* From here on the rows of the sheet are measured, until bireme_pages_end(). One sheet at a time. */
void bireme_pages_begin(bireme_book *book, lxw_worksheet *sheet);
/* What begins in this row belongs together. */
void bireme_pages_keep(bireme_book *book, int row);
/* end: the row after the last. width: of all columns in characters; columns: how many. */
void bireme_pages_end(bireme_book *book, int end, double width, int columns);

/* A row's height in points was set (book.c tells it). */
void bireme_pages_note(bireme_book *book, const lxw_worksheet *sheet, int row, double height);

#endif
