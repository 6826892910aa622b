/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One neutral document: headings, paragraphs and tables with typed cells, which know their number and its
 * standard error and leave the look to the writer. Building never fails at the call: a failed allocation is
 * remembered in `failed`, which the caller checks once before writing.
 */
#ifndef BIREME_OUTPUT_FORMS_DOCUMENT_H
#define BIREME_OUTPUT_FORMS_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"
#include "base/text.h"

typedef enum bireme_format {
    BIREME_FORMAT_MONEY,
    BIREME_FORMAT_COUNT, /* the mean of a count */
    BIREME_FORMAT_WHOLE, /* a count, or its quantile */
    BIREME_FORMAT_SHARE,
    BIREME_FORMAT_POINTS, /* what two shares differ by */
    BIREME_FORMAT_RATIO,  /* so many times */
    BIREME_FORMAT_MONTHS, /* a length of time */
    BIREME_FORMAT_PLAIN
} bireme_format;

typedef enum bireme_cell_kind {
    BIREME_CELL_EMPTY,
    BIREME_CELL_TEXT,
    BIREME_CELL_NUMBER, /* value[0] */
    BIREME_CELL_RANGE,  /* from value[0] to value[1] */
    BIREME_CELL_SPREAD  /* P10, P25, P50, P75, P90: a picture on the column's scale */
} bireme_cell_kind;

enum { BIREME_CELL_VALUES = 5, BIREME_COLUMN_MOST = 12 };

typedef struct bireme_cell {
    bireme_cell_kind kind;
    bireme_format format;
    const char *text; /* copied when the row is added */
    double value[BIREME_CELL_VALUES];
    double se[BIREME_CELL_VALUES];
} bireme_cell;

typedef struct bireme_column {
    const char *title; /* NULL: none; copied when the table is added */
    bool right;        /* numbers are set flush right */
    double low, high;  /* scale of a spread column */
    bool even;         /* its counts all have as many decimals as the largest of them */
} bireme_column;

/* A column of texts and one of numbers, where they are listed. */
#define BIREME_TEXTS(title_)                                                                                 \
    {                                                                                                        \
        .title = (title_)                                                                                    \
    }
#define BIREME_NUMBERS(title_)                                                                               \
    {                                                                                                        \
        .title = (title_), .right = true                                                                     \
    }

typedef struct bireme_row {
    bireme_cell cell[BIREME_COLUMN_MOST];
    char **details; /* [n_details] lines under the row */
    size_t n_details;
    bool total; /* set off from the rows before it */
} bireme_row;

/* The last five are a report's: answers by themselves have headings, paragraphs and tables alone. */
typedef enum bireme_block_kind {
    BIREME_BLOCK_HEADING,
    BIREME_BLOCK_PARAGRAPH,
    BIREME_BLOCK_TABLE,
    BIREME_BLOCK_TITLE, /* of the whole */
    BIREME_BLOCK_PART,  /* above headings; what it is called in a page is its id */
    BIREME_BLOCK_NOTE,  /* how to read what is beside it */
    /* a number that stands alone, and what it is: those that follow each other, in a row */
    BIREME_BLOCK_TILE,
    BIREME_BLOCK_PICTURE /* and its numbers, as a table */
} bireme_block_kind;

typedef struct bireme_document_block {
    bireme_block_kind kind;
    char *text;                     /* of all but tables and pictures */
    char *id;                       /* of a part; of a tile: the number */
    struct bireme_picture *picture; /* owned; output/forms/picture.h */
    size_t n_columns, n_rows;
    bireme_column column[BIREME_COLUMN_MOST];
    bireme_row *rows;
    bool by_rows; /* each row is another quantity */
    char *legend; /* the key to a spread column, under the table; NULL: none */
} bireme_document_block;

typedef struct bireme_document {
    char *currency;
    char *picture_stem; /* pictures are in files named so: "year" of year-1.svg; NULL: they are in none */
    size_t n_blocks;
    bireme_document_block *blocks;
    bool failed;
} bireme_document;

void bireme_document_init(bireme_document *document, const char *currency);
void bireme_document_free(bireme_document *document);

void bireme_document_heading(bireme_document *document, const char *text);
/* As printf. */
void bireme_document_heading_format(bireme_document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void bireme_document_paragraph(bireme_document *document, const char *text);
/* Takes the text over: it is appended, and freed. */
void bireme_document_paragraph_take(bireme_document *document, bireme_text *text);
void bireme_document_table(bireme_document *document, const bireme_column *columns, size_t n_columns);
/* Each row of the last table is another quantity: its amounts are in one unit (bireme_money_scale), instead
 * of those of each column. */
void bireme_document_by_rows(bireme_document *document);
/* The unit of the amounts in that column and row of a table. */
int bireme_document_scale(const bireme_document_block *block, size_t row, size_t column);
/* A row of the last table; cells [n_columns of it]. */
void bireme_document_row(bireme_document *document, const bireme_cell *cells, bool total);
/* A line under the last row; nothing if text is NULL or empty. */
void bireme_document_detail(bireme_document *document, const char *text);
void bireme_document_detail_format(bireme_document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Takes the text over: it is appended, and freed. */
void bireme_document_detail_take(bireme_document *document, bireme_text *text);
/* A text that was made for the document: it is freed, and the document fails if it has failed. */
void bireme_document_release(bireme_document *document, bireme_text *text);
void bireme_document_title(bireme_document *document, const char *text);
/* id: lower-case letters and hyphens, different from all others */
void bireme_document_part(bireme_document *document, const char *id, const char *text);
void bireme_document_note(bireme_document *document, const char *text);
void bireme_document_tile(bireme_document *document, const char *number, const char *text);
/* Takes the picture over; NULL, which is what is left of one that there was no memory for, fails. */
void bireme_document_picture(bireme_document *document, struct bireme_picture *picture);
/* Takes over all blocks of another document, which is empty then; the rest of it is still to be freed. */
void bireme_document_append(bireme_document *document, bireme_document *other);
/* Leaves out the first `n` blocks. */
void bireme_document_drop(bireme_document *document, size_t n);
/* The key to the pictures of the last table; who shows other pictures leaves it out. */
void bireme_document_legend(bireme_document *document, const char *text);

bireme_cell bireme_cell_empty(void);
bireme_cell bireme_cell_text(const char *text);
bireme_cell bireme_cell_number(bireme_format format, double value, double se);
bireme_cell bireme_cell_range(bireme_format format, double low, double low_se, double high, double high_se);

/* A number as the document shows it, for use inside sentences; buffer of BIREME_PEOPLE_SIZE, returned. */
char *bireme_format_number(char *buffer, bireme_format format, const char *currency, double value, double se);
/* The same with money in the unit of its column. */
char *bireme_format_number_in(char *buffer, bireme_format format, const char *currency, double value,
                              double se, int scale);

/* The decimals of the counts in that column: none from a hundred up, else one; −1: each has its own. */
int bireme_document_decimals(const bireme_document_block *block, size_t column);

/* A cell as it is shown, for whoever writes a form of text; its own names are not yet made safe. */
void bireme_document_append_cell(bireme_text *out, const bireme_document *document,
                                 const bireme_document_block *block, size_t row, size_t column);
/* The picture of a spread, as wide as that at most: where P10 to P90 lies on the column's scale, P25 to P75
 * inside it, and the median. */
void bireme_document_append_spread(bireme_text *out, const bireme_column *column, const bireme_cell *cell,
                                   int width);

typedef struct bireme_text_style {
    bool unicode; /* else our own signs are written in ASCII; names stay as they are */
    bool bold;    /* ANSI: headings and the opening sentence stand out */
    int width;    /* columns */
} bireme_text_style;

/* Appends the document as plain text. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_document_write_text(const bireme_document *document,
                                                         const bireme_text_style *style, bireme_text *out,
                                                         bireme_error *error);
/* Appends the document as GitHub-flavoured Markdown in UTF-8; whatever names and notes say, they are text.
 * Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_document_write_markdown(const bireme_document *document,
                                                             bireme_text *out, bireme_error *error);

#endif
