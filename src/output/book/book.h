/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A workbook (XLSX) as the answers need it: sheets with cells that hold numbers, texts that wrap, one look
 * for all. Building never fails at the call: a failure is remembered, and bireme_book_close() reports it.
 * Texts are cleaned of characters that spreadsheets do not allow, and are never formulas. The same content
 * gives the same bytes: no clock, no locale.
 */
#ifndef BIREME_OUTPUT_BOOK_BOOK_H
#define BIREME_OUTPUT_BOOK_BOOK_H

#include <stdio.h>
#include <xlsxwriter.h>
#include "base/error.h"
#include "base/text.h"
#include "output/forms/document.h"

/* Used everywhere, also in the workbook's default style, whose digits are the unit of column widths. */
#define BIREME_BOOK_FONT "Arial"

typedef enum bireme_book_style {
    BIREME_BOOK_BODY,
    BIREME_BOOK_RIGHT,  /* a text in a column of numbers */
    BIREME_BOOK_LEFT,   /* a number in a column of texts */
    BIREME_BOOK_BESIDE, /* a text next to a column of numbers, with a gap */
    BIREME_BOOK_BESIDE_WRAPPED,
    BIREME_BOOK_HEAD_BESIDE, /* the head of such a column */
    BIREME_BOOK_TOTAL,       /* set off by a line above */
    BIREME_BOOK_TITLE,
    BIREME_BOOK_SUBTITLE,
    BIREME_BOOK_HEADING,
    BIREME_BOOK_ANSWER, /* the sentences to be read first */
    BIREME_BOOK_TEXT,   /* wraps */
    BIREME_BOOK_NOTE,   /* wraps, in a column next to numbers */
    BIREME_BOOK_DETAIL, /* wraps, small */
    BIREME_BOOK_HEAD,   /* head of a column of texts */
    BIREME_BOOK_HEAD_RIGHT,
    BIREME_BOOK_NAME_OF, /* a name for formulas over a column of numbers */
    BIREME_BOOK_INPUT,   /* a cell that a reader may change */
    BIREME_BOOK_STYLES
} bireme_book_style;

typedef struct bireme_book_look {
    double size; /* points */
    bool bold, wraps, set_in;
    bool line_below, line_above, right, left;
    lxw_color_t colour, ground; /* 0: black, none */
} bireme_book_look;

const bireme_book_look *bireme_book_look_of(bireme_book_style style);
/* The format of a cell in that style, except its number format. */
void bireme_book_dress(lxw_format *format, bireme_book_style style);

/* How a number is shown: in units of 1, 10^9 or 10^12 (power 0, 1, 2), with a number of decimals. Shares are
 * shown in per cent. */
enum {
    BIREME_BOOK_POWERS = 3,
    BIREME_BOOK_SCIENTIFIC = 9, /* decimals: one digit and a power of ten */
    BIREME_BOOK_FORMATS = BIREME_FORMAT_PLAIN + 1,
    BIREME_BOOK_SHAPES = BIREME_BOOK_FORMATS * BIREME_BOOK_POWERS * (BIREME_BOOK_SCIENTIFIC + 1)
};
typedef struct bireme_book_shape {
    bireme_format format;
    int power, decimals;
    double dust; /* smaller values are rounding errors of additions, and shown as 0 */
} bireme_book_shape;

/* The parts of the file (XML), which the library writes before it zips them; kept in memory, see parts.c. */
typedef struct bireme_book_parts {
    size_t opened;
    bool failed; /* one could not be written or read back completely */
} bireme_book_parts;

/* A sheet as it will be on paper (pages.h). */
enum { BIREME_BOOK_SHEETS = 16, BIREME_BOOK_WIDTHS = 64 };
typedef struct bireme_pages {
    lxw_worksheet *sheet;
    double width[BIREME_BOOK_WIDTHS];  /* of columns, in characters */
    double number[BIREME_BOOK_WIDTHS]; /* of the widest number of each */
    struct bireme_pages_row *rows;     /* [room] */
    size_t room;
    int end;                     /* the row after the last one used */
    int last_column;             /* the last one used, −1: none */
    int title_first, title_last; /* rows repeated on every page; −1: none */
    int rows_most, columns_most; /* the most that are printed; 0: all */
} bireme_pages;

typedef struct bireme_book {
    lxw_workbook *workbook;
    int file; /* the workbook is written to it: unnamed, in memory */
    bireme_book_parts parts;
    lxw_format *format[BIREME_BOOK_STYLES][2][BIREME_BOOK_SHAPES];
    bool bare; /* from here on amounts are written without their currency, which is in a heading */
    char *currency;
    bool out_of_memory;
    lxw_error error; /* the first */
    size_t n_pages;
    bireme_pages pages[BIREME_BOOK_SHEETS]; /* in the order of the sheets */
} bireme_book;

/* title and subject: for the file's properties. Errors: IO, MEMORY. Close it in any case. */
BIREME_MUST_USE bireme_status bireme_book_open(bireme_book *book, const char *title, const char *subject,
                                               const char *currency, bireme_error *error);
/* Appends the file's bytes to out (unless there was an error). out NULL: discards them. Errors: IO, MEMORY,
 * INTERNAL. */
BIREME_MUST_USE bireme_status bireme_book_close(bireme_book *book, bireme_text *out, bireme_error *error);

/* name: valid, and different for each sheet. NULL: failed. */
lxw_worksheet *bireme_book_sheet(bireme_book *book, const char *name);
/* Sets the width of columns first … last in characters; to be called before texts that wrap in them are
 * written. */
void bireme_book_width(bireme_book *book, lxw_worksheet *sheet, int first, int last, double width);

/* Cells; row and column from 0. A number that is not finite gives "n/a". Texts that wrap, and names too long
 * for the first column, make the row as high as needed. */
void bireme_book_text(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_book_style style,
                      const char *text);
/* A number by itself, and one in the shape of those it belongs with. */
void bireme_book_number(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_book_style style,
                        bireme_format format, double value);
void bireme_book_shaped(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_book_style style,
                        bireme_book_shape shape, double value);
/* A formula and its result. array: it is an array formula over a range, which old programs must be told. */
void bireme_book_formula(bireme_book *book, lxw_worksheet *sheet, int row, int column,
                         bireme_book_shape shape, const char *formula, double value, bool array);
/* A text over columns first … last, wrapped. */
void bireme_book_wrapped(bireme_book *book, lxw_worksheet *sheet, int row, int first, int last,
                         bireme_book_style style, const char *text);
/* A link to another sheet of the book, shown as text. */
void bireme_book_link(bireme_book *book, lxw_worksheet *sheet, int row, int column, const char *name,
                      const char *text);
void bireme_book_check(bireme_book *book, lxw_error error);
/* Checks a copy that the library should have kept; NULL: it had no memory for it, and did not say so. */
void bireme_book_kept(bireme_book *book, const void *copy);
/* Frees a text that was made for the book; if the text has failed, the book is out of memory. */
void bireme_book_release(bireme_book *book, bireme_text *text);

/* The value of the workbook's option "folder for temporary files" (see parts.c). buffer of BIREME_BOOK_PARTS;
 * returned. */
enum { BIREME_BOOK_PARTS = 40 };
char *bireme_book_parts_folder(char *buffer, bireme_book_parts *parts);
/* Whether a ZIP file is complete: its end, its directory and all its parts; parts: how many there must be (0:
 * not known). */
bool bireme_book_is_whole(const char *data, size_t length, size_t parts);

/* The common shape for numbers that belong together: a column, or a row of statistics. values [n]; those that
 * are not finite are ignored. */
bireme_book_shape bireme_book_shape_of(bireme_format format, size_t n, const double *values);
/* The shape of one value among others: a different one if it would be shown as 0, or is far too small for
 * their unit. */
bireme_book_shape bireme_book_shape_for(bireme_book_shape others, double value);
/* The shape as a spreadsheet's number format: "$"#,##0. buffer of BIREME_BOOK_PATTERN; returned. */
enum { BIREME_BOOK_PATTERN = 240, BIREME_BOOK_UNIT = 56 };
char *bireme_book_pattern(char *buffer, bireme_book_shape shape, const char *currency);
/* What is written before amounts: "$", "CHF ". buffer of BIREME_BOOK_UNIT; returned. */
char *bireme_book_unit(char *buffer, const char *currency);
/* The width of a number as shown, in digits of 10 points. */
double bireme_book_number_width(bireme_book_shape shape, const char *currency, double value);

/* The width of a text on one line, in digits of 10 points. */
double bireme_book_text_width(const char *text, bireme_book_style style);
/* The number of lines that a text takes at that width; longest: the width of the longest, may be NULL. */
int bireme_book_text_lines(const char *text, double width, bireme_book_style style, double *longest);
double bireme_book_line_height(bireme_book_style style); /* points */
/* Appends a name, shortened in the middle if it is longer than `most` columns of a terminal. */
void bireme_book_shorten(bireme_text *out, const char *name, int most);

/* A valid name for a range, derived from any text: "channel.events.wins". buffer of BIREME_BOOK_NAME;
 * returned. */
enum { BIREME_BOOK_NAME = 128 };
char *bireme_book_name(char *buffer, const char *text);

/* What is currently written before amounts; "" if they are bare. */
const char *bireme_book_currency(const bireme_book *book);

/* The widths of the columns that n_tables tables of a document need in that currency, from its block `first`
 * on; returns the number of columns. */
enum { BIREME_BOOK_COLUMNS = 24 };
int bireme_book_document_widths(const bireme_document *document, const char *currency, size_t first,
                                size_t n_blocks, double widths[BIREME_BOOK_COLUMNS]);
/* Writes a table of a document, into columns whose widths are set. Returns the next free row. */
int bireme_book_table(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document_block *table);
/* Writes a document from that row on, and sets the widths of columns; returns the row after it. */
int bireme_book_document(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document *document);

#endif
