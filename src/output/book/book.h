/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A workbook (XLSX) as the answers need it: sheets with cells that know their number, texts that wrap, one
 * look for all. Building never fails at the call: what failed is remembered, and bireme_book_close() says it.
 * Texts are cleaned of what no spreadsheet may hold, and are never formulas. The same content gives the same
 * bytes: no clock, no locale.
 */
#ifndef BIREME_OUTPUT_BOOK_BOOK_H
#define BIREME_OUTPUT_BOOK_BOOK_H

#include <stdio.h>
#include <xlsxwriter.h>
#include "base/error.h"
#include "base/text.h"
#include "output/forms/document.h"

typedef enum bireme_book_style {
    BIREME_BOOK_BODY,
    BIREME_BOOK_RIGHT,       /* a text in a column of numbers */
    BIREME_BOOK_LEFT,        /* a number in a column of texts */
    BIREME_BOOK_BESIDE,      /* a text beside a column of numbers: not close to them */
    BIREME_BOOK_HEAD_BESIDE, /* the head of those */
    BIREME_BOOK_TOTAL,       /* set off by a line above */
    BIREME_BOOK_TITLE,
    BIREME_BOOK_SUBTITLE,
    BIREME_BOOK_HEADING,
    BIREME_BOOK_ANSWER, /* the sentences that are read first */
    BIREME_BOOK_TEXT,   /* wraps */
    BIREME_BOOK_NOTE,   /* wraps, in a column beside numbers */
    BIREME_BOOK_DETAIL, /* wraps, small */
    BIREME_BOOK_HEAD,   /* of a column of texts */
    BIREME_BOOK_HEAD_RIGHT,
    BIREME_BOOK_NAME_OF, /* a name for formulas over a column of numbers */
    BIREME_BOOK_INPUT,   /* a cell that a reader may change */
    BIREME_BOOK_STYLES
} bireme_book_style;

enum { BIREME_BOOK_FORMATS = BIREME_FORMAT_PLAIN + 1 };

/* The parts of the file (XML), which the library puts down before it packs them; kept in memory, see
 * parts.c. */
typedef struct bireme_book_parts {
    size_t opened;
    bool failed; /* one could not be written or read back whole */
} bireme_book_parts;

/* Rows of a sheet that is being cut into pages (pages.h). */
typedef struct bireme_pages {
    lxw_worksheet *sheet; /* NULL: none */
    double row;           /* the usual height in points */
    double *height;       /* [rows] in points; 0: the usual */
    size_t rows;
    int *start; /* [starts] where what belongs together begins */
    size_t starts, room;
} bireme_pages;

typedef struct bireme_book {
    lxw_workbook *workbook;
    int file; /* what the workbook is written to: unnamed, in memory */
    bireme_book_parts parts;
    lxw_format *format[BIREME_BOOK_STYLES]
                      [BIREME_BOOK_FORMATS + 3]; /* the last: money with cents, in millions, in billions */
    char *currency;
    bool out_of_memory;
    lxw_error error; /* the first */
    bireme_pages pages;
    /* the sheet that is one page, and what its rows are higher than the usual, in points */
    const lxw_worksheet *summary;
    double summary_more;
} bireme_book;

/* title and subject: of the file's properties. Errors: IO, MEMORY. Close it in any case. */
BIREME_MUST_USE bireme_status bireme_book_open(bireme_book *book, const char *title, const char *subject,
                                               const char *currency, bireme_error *error);
/* Appends the file's bytes to out (not after an error). out NULL: throws it away. Errors: IO, MEMORY,
 * INTERNAL. */
BIREME_MUST_USE bireme_status bireme_book_close(bireme_book *book, bireme_text *out, bireme_error *error);

/* name: valid, another for each sheet. Landscape, as wide as one page. NULL: failed. */
lxw_worksheet *bireme_book_sheet(bireme_book *book, const char *name);
/* The width of columns first … last in characters. */
void bireme_book_width(bireme_book *book, lxw_worksheet *sheet, int first, int last, double width);

/* Cells; row and column from 0. Numbers that are not finite leave "n/a". */
void bireme_book_text(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_book_style style,
                      const char *text);
void bireme_book_number(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_book_style style,
                        bireme_format format, double value);
/* A formula and what it comes to. array: it is one of a whole range, as old programs want to be told. */
void bireme_book_formula(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_format format,
                         const char *formula, double value, bool array);
/* A name in a column of names `width` wide: wraps, and makes the row higher, if it is longer. The lines. */
int bireme_book_name_cell(bireme_book *book, lxw_worksheet *sheet, int row, int column, double width,
                          const char *text);
/* Makes the row as high as texts of so many lines need; for those that wrap and are not written by
 * bireme_book_wrapped(). */
void bireme_book_height(bireme_book *book, lxw_worksheet *sheet, int row, int lines);
/* The lines that a text takes in a column of that width. */
int bireme_book_lines(const char *text, double width);
/* A text over columns first … last, wrapped; the row is as high as the text needs at `width` characters. */
void bireme_book_wrapped(bireme_book *book, lxw_worksheet *sheet, int row, int first, int last, double width,
                         bireme_book_style style, const char *text);
/* A link to another sheet of the book, shown as text. */
void bireme_book_link(bireme_book *book, lxw_worksheet *sheet, int row, int column, const char *name,
                      const char *text);
void bireme_book_check(bireme_book *book, lxw_error error);
/* What the library was to keep a copy of; NULL: it had no memory, and said nothing. */
void bireme_book_kept(bireme_book *book, const void *copy);

/* What the workbook's options name as the folder for temporary files. buffer of BIREME_BOOK_PARTS;
 * returned. */
enum { BIREME_BOOK_PARTS = 40 };
char *bireme_book_parts_folder(char *buffer, bireme_book_parts *parts);
/* Whether a file of the format ZIP is whole: its end, its directory and all that is in it, of so many parts
 * (0: not known). */
bool bireme_book_is_whole(const char *data, size_t length, size_t parts);

/* A number format of the program's: "$#,##0". buffer of BIREME_BOOK_PATTERN; returned. */
enum { BIREME_BOOK_PATTERN = 160 };
char *bireme_book_pattern(char *buffer, bireme_format format, const char *currency);
/* Of money with cents. */
/* The same of money, with what stands behind the digits: ".00", or commas that leave thousands out, and a
 * letter. */
char *bireme_book_pattern_of_money(char *buffer, const char *currency, const char *end);

/* A valid name for a range, made from any text: "channel.events.wins". buffer of BIREME_BOOK_NAME;
 * returned. */
enum { BIREME_BOOK_NAME = 128 };
char *bireme_book_name(char *buffer, const char *text);

/* A table of a document; the next free row. */
int bireme_book_table(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document_block *table);
/* The document from that row on; the row after it. */
int bireme_book_document(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document *document);
enum { BIREME_BOOK_FIRST_WIDTH = 44, BIREME_BOOK_OTHER_WIDTH = 13, BIREME_BOOK_COLUMNS = 9 };

#endif
