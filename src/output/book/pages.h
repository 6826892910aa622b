/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sheets on paper: what every cell needs is noted when it is written, and when the workbook is closed every
 * row gets its height and every sheet its scale and its pages. A heading stays with the beginning of what it
 * is over, a table that fits a page stays whole, and no page holds a few left-over rows if they can be spared
 * it. The scale is set, and for the widest font that may stand in: so pages come out the same in every
 * program.
 */
#ifndef BIREME_OUTPUT_BOOK_PAGES_H
#define BIREME_OUTPUT_BOOK_PAGES_H

#include "output/book/book.h"

/* A sheet is noted from here on. */
void bireme_pages_add(bireme_book *book, lxw_worksheet *sheet);
/* The columns' width, a cell in that row and columns, of that height in points (0: a line). */
void bireme_pages_width(bireme_book *book, const lxw_worksheet *sheet, int first, int last, double width);
void bireme_pages_cell(bireme_book *book, const lxw_worksheet *sheet, int row, int last, double height,
                       bireme_book_style style);
/* A number in that column takes so many characters: the column will be wide enough, or ### would be shown. */
void bireme_pages_number(bireme_book *book, const lxw_worksheet *sheet, int column, double width);
/* Of the columns in characters, without what a cell leaves free. */
double bireme_pages_room(const bireme_book *book, const lxw_worksheet *sheet, int first, int last);

/* What begins in this row belongs together, up to the next such row. */
void bireme_pages_keep(bireme_book *book, const lxw_worksheet *sheet, int row);
/* `rows` rows from this one on are covered by a picture. */
void bireme_pages_picture(bireme_book *book, const lxw_worksheet *sheet, int row, int rows, int last);
/* Rows that head what follows on each of its pages; the last such call counts. −1: none. */
void bireme_pages_titles(bireme_book *book, const lxw_worksheet *sheet, int first, int last);
/* Only so many rows and columns go on paper. */
void bireme_pages_limit(bireme_book *book, const lxw_worksheet *sheet, int rows, int columns);
/* Points that are left on the page after that row, if it is as good as the last. */
double bireme_pages_left(const bireme_book *book, const lxw_worksheet *sheet, int row);
/* A page must begin with that row. */
void bireme_pages_break(bireme_book *book, const lxw_worksheet *sheet, int row);

/* Heights, scales, pages of all sheets. Once, at the end. */
void bireme_pages_finish(bireme_book *book);
void bireme_pages_free(bireme_book *book);

/* Usual height of a row in points; what columns may be wide together, in characters, each with the rest that
 * a program adds to it. */
#define BIREME_PAGES_ROW   14.0
#define BIREME_PAGES_WIDTH 171.0
#define BIREME_PAGES_CELL  0.72

#endif
