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

/* Everywhere, also in the workbook's own style, whose digits columns are measured in. */
#define BIREME_BOOK_FONT "Arial"

typedef enum bireme_book_style {
    BIREME_BOOK_BODY,
    BIREME_BOOK_RIGHT,  /* a text in a column of numbers */
    BIREME_BOOK_LEFT,   /* a number in a column of texts */
    BIREME_BOOK_BESIDE, /* a text beside a column of numbers: not close to them */
    BIREME_BOOK_BESIDE_WRAPPED,
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

typedef struct bireme_book_look {
    double size; /* points */
    bool bold, wraps, set_in;
    bool line_below, line_above, right, left;
    lxw_color_t colour, ground; /* 0: black, none */
} bireme_book_look;

const bireme_book_look *bireme_book_look_of(bireme_book_style style);
/* The format of a cell in that style, but for its number format. */
void bireme_book_dress(lxw_format *format, bireme_book_style style);

/* How a number is shown: in units of 1, 10^9 or 10^12 (power 0, 1, 2), with so many decimals. Shares are
 * shown in percent. */
enum {
    BIREME_BOOK_POWERS = 3,
    BIREME_BOOK_SCIENTIFIC = 9, /* decimals: one digit and a power of ten */
    BIREME_BOOK_FORMATS = BIREME_FORMAT_PLAIN + 1,
    BIREME_BOOK_SHAPES = BIREME_BOOK_FORMATS * BIREME_BOOK_POWERS * (BIREME_BOOK_SCIENTIFIC + 1)
};
typedef struct bireme_book_shape {
    bireme_format format;
    int power, decimals;
    double dust; /* less than that is what additions are off by, and shown as 0 */
} bireme_book_shape;

/* The parts of the file (XML), which the library puts down before it packs them; kept in memory, see
 * parts.c. */
typedef struct bireme_book_parts {
    size_t opened;
    bool failed; /* one could not be written or read back whole */
} bireme_book_parts;

/* A sheet as it will be on paper (pages.h). */
enum { BIREME_BOOK_SHEETS = 16, BIREME_BOOK_WIDTHS = 64 };
typedef struct bireme_pages {
    lxw_worksheet *sheet;
    double width[BIREME_BOOK_WIDTHS];  /* of columns, in characters */
    double number[BIREME_BOOK_WIDTHS]; /* of the widest number of each */
    struct bireme_pages_row *rows;     /* [room] */
    size_t room;
    int end;                     /* the row after the last that is used */
    int last_column;             /* that is used, −1: none */
    int title_first, title_last; /* rows that every page begins with; −1: none */
    int rows_most, columns_most; /* that go on paper; 0: all */
} bireme_pages;

typedef struct bireme_book {
    lxw_workbook *workbook;
    int file; /* what the workbook is written to: unnamed, in memory */
    bireme_book_parts parts;
    lxw_format *format[BIREME_BOOK_STYLES][2][BIREME_BOOK_SHAPES];
    bool bare; /* amounts are written without their currency from here on, which a heading says */
    char *currency;
    bool out_of_memory;
    lxw_error error; /* the first */
    size_t n_pages;
    bireme_pages pages[BIREME_BOOK_SHEETS]; /* in the order of the sheets */
} bireme_book;

/* title and subject: of the file's properties. Errors: IO, MEMORY. Close it in any case. */
BIREME_MUST_USE bireme_status bireme_book_open(bireme_book *book, const char *title, const char *subject,
                                               const char *currency, bireme_error *error);
/* Appends the file's bytes to out (not after an error). out NULL: throws it away. Errors: IO, MEMORY,
 * INTERNAL. */
BIREME_MUST_USE bireme_status bireme_book_close(bireme_book *book, bireme_text *out, bireme_error *error);

/* name: valid, another for each sheet. NULL: failed. */
lxw_worksheet *bireme_book_sheet(bireme_book *book, const char *name);
/* The width of columns first … last in characters; before texts are written, which wrap in it. */
void bireme_book_width(bireme_book *book, lxw_worksheet *sheet, int first, int last, double width);

/* Cells; row and column from 0. Numbers that are not finite leave "n/a". A text that wraps, and a name in the
 * first column that is too long for it, make the row as high as they need. */
void bireme_book_text(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_book_style style,
                      const char *text);
/* Alone; and as what stands with it. */
void bireme_book_number(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_book_style style,
                        bireme_format format, double value);
void bireme_book_shaped(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_book_style style,
                        bireme_book_shape shape, double value);
/* A formula and what it comes to. array: it is one of a whole range, as old programs want to be told. */
void bireme_book_formula(bireme_book *book, lxw_worksheet *sheet, int row, int column,
                         bireme_book_shape shape, const char *formula, double value, bool array);
/* A text over columns first … last, wrapped. */
void bireme_book_wrapped(bireme_book *book, lxw_worksheet *sheet, int row, int first, int last,
                         bireme_book_style style, const char *text);
/* A link to another sheet of the book, shown as text. */
void bireme_book_link(bireme_book *book, lxw_worksheet *sheet, int row, int column, const char *name,
                      const char *text);
void bireme_book_check(bireme_book *book, lxw_error error);
/* What the library was to keep a copy of; NULL: it had no memory, and said nothing. */
void bireme_book_kept(bireme_book *book, const void *copy);
/* A text that was made for the book: it is freed, and the book is out of memory if it has failed. */
void bireme_book_release(bireme_book *book, bireme_text *text);

/* What the workbook's options name as the folder for temporary files. buffer of BIREME_BOOK_PARTS;
 * returned. */
enum { BIREME_BOOK_PARTS = 40 };
char *bireme_book_parts_folder(char *buffer, bireme_book_parts *parts);
/* Whether a file of the format ZIP is whole: its end, its directory and all that is in it, of so many parts
 * (0: not known). */
bool bireme_book_is_whole(const char *data, size_t length, size_t parts);

/* The shape of numbers that stand together: a column, or a row of statistics. values [n]; of those that are
 * not finite nothing is asked. */
bireme_book_shape bireme_book_shape_of(bireme_format format, size_t n, const double *values);
/* That of one among others: another where it would be shown as 0, or is far too small for their unit. */
bireme_book_shape bireme_book_shape_for(bireme_book_shape others, double value);
/* As a spreadsheet's number format: "$"#,##0. buffer of BIREME_BOOK_PATTERN; returned. */
enum { BIREME_BOOK_PATTERN = 240, BIREME_BOOK_UNIT = 56 };
char *bireme_book_pattern(char *buffer, bireme_book_shape shape, const char *currency);
/* What stands before amounts: "$", "CHF ". buffer of BIREME_BOOK_UNIT; returned. */
char *bireme_book_unit(char *buffer, const char *currency);
/* As it is shown, in digits of 10 points. */
double bireme_book_number_width(bireme_book_shape shape, const char *currency, double value);

/* Of a text in one line, in digits of 10 points. */
double bireme_book_text_width(const char *text, bireme_book_style style);
/* The lines that it takes in that width; longest: the longest of them, may be NULL. */
int bireme_book_text_lines(const char *text, double width, bireme_book_style style, double *longest);
double bireme_book_line_height(bireme_book_style style); /* points */
/* Appends a name, of a long one its beginning and its end: at most `most` columns of a terminal. */
void bireme_book_shorten(bireme_text *out, const char *name, int most);

/* A valid name for a range, made from any text: "channel.events.wins". buffer of BIREME_BOOK_NAME;
 * returned. */
enum { BIREME_BOOK_NAME = 128 };
char *bireme_book_name(char *buffer, const char *text);

/* What stands before amounts at present; "" if they are bare. */
const char *bireme_book_currency(const bireme_book *book);

/* Widths of the columns that the tables of a document need in that currency, of n_tables tables from its
 * block `first` on; the number of columns. */
enum { BIREME_BOOK_COLUMNS = 24 };
int bireme_book_document_widths(const bireme_document *document, const char *currency, size_t first,
                                size_t n_blocks, double widths[BIREME_BOOK_COLUMNS]);
/* A table of a document; columns have their widths. The next free row. */
int bireme_book_table(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document_block *table);
/* The document from that row on, which gives the columns their widths; the row after it. */
int bireme_book_document(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_document *document);

#endif
