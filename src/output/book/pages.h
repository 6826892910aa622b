/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sheets on paper: what every cell needs is noted when it is written; when the workbook is closed, every row
 * gets its height and every sheet its scale and its pages. A heading stays with the beginning of what follows
 * it, a table that fits on a page is not split, and no page holds just a few left-over rows if that can be
 * avoided. The scale is set explicitly, for the widest font that may be substituted, so pages come out the
 * same in every program.
 */
#ifndef BIREME_OUTPUT_BOOK_PAGES_H
#define BIREME_OUTPUT_BOOK_PAGES_H

#include "output/book/book.h"

/* Starts taking notes on a sheet. */
void bireme_pages_add(bireme_book *book, lxw_worksheet *sheet);
/* Notes the width of columns; a cell in a row and columns, of a height in points (0: one line). */
void bireme_pages_width(bireme_book *book, const lxw_worksheet *sheet, int first, int last, double width);
void bireme_pages_cell(bireme_book *book, const lxw_worksheet *sheet, int row, int last, double height,
                       bireme_book_style style);
/* A number in that column takes this many characters: the column will be wide enough, since otherwise ###
 * would be shown. */
void bireme_pages_number(bireme_book *book, const lxw_worksheet *sheet, int column, double width);
/* The room in the columns, in characters, without the margins of a cell. */
double bireme_pages_room(const bireme_book *book, const lxw_worksheet *sheet, int first, int last);

/* What begins in this row is kept together, up to the next such row. */
void bireme_pages_keep(bireme_book *book, const lxw_worksheet *sheet, int row);
/* A picture covers `rows` rows from this one on. */
void bireme_pages_picture(bireme_book *book, const lxw_worksheet *sheet, int row, int rows, int last);
/* Rows that are repeated at the top of each page of what follows; the last call applies. −1: none. */
void bireme_pages_titles(bireme_book *book, const lxw_worksheet *sheet, int first, int last);
/* Only this many rows and columns are printed. */
void bireme_pages_limit(bireme_book *book, const lxw_worksheet *sheet, int rows, int columns);
/* The points left on the page after that row, assuming that it is the last so far. */
double bireme_pages_left(const bireme_book *book, const lxw_worksheet *sheet, int row);
/* A page must begin at that row. */
void bireme_pages_break(bireme_book *book, const lxw_worksheet *sheet, int row);

/* Sets heights, scales and pages of all sheets. To be called once, at the end. */
void bireme_pages_finish(bireme_book *book);
void bireme_pages_free(bireme_book *book);

/* The usual height of a row in points; the total width available to columns, in characters, including what a
 * program adds to each. */
#define BIREME_PAGES_ROW   14.0
#define BIREME_PAGES_WIDTH 171.0
#define BIREME_PAGES_CELL  0.72

#endif
