/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a long sheet is cut into pages: before a heading whose table would be torn from it. Its columns are
 * fitted to the width of the page, whatever fonts there are; LibreOffice follows the breaks there too, Excel
 * cuts such sheets by itself.
 */
#ifndef BIREME_OUTPUT_BOOK_PAGES_H
#define BIREME_OUTPUT_BOOK_PAGES_H

#include "output/book/book.h"

/* From here on the rows of the sheet are measured, until bireme_pages_end(). One sheet at a time. */
void bireme_pages_begin(bireme_book *book, lxw_worksheet *sheet);
/* Gives the rows a height of their own: where nothing is said each program makes one up, and the pages come
 * out different. */
void bireme_pages_rows(bireme_book *book);
/* What begins in this row belongs together. heading: a row of larger letters. */
void bireme_pages_heading(bireme_book *book, int row);
void bireme_pages_keep(bireme_book *book, int row);
/* end: the row after the last. width: of all columns in characters; columns: how many. */
void bireme_pages_end(bireme_book *book, int end, double width, int columns);

/* A sheet that is to be one page: the heights of its rows are added up from here on. */
void bireme_pages_summary(bireme_book *book, const lxw_worksheet *sheet);
/* In points, of `end` rows of it. */
double bireme_pages_summary_height(const bireme_book *book, int end);
/* Whether it is printed larger on an upright page. */
bool bireme_pages_upright(double width, int columns, double height);

/* A row's height in points was set (book.c tells it). */
void bireme_pages_note(bireme_book *book, const lxw_worksheet *sheet, int row, double height);

#endif
