/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture as data: what it is of, what it says, and its numbers. How it is drawn is output/picture's
 * business; what is drawn can also be read, as a table of the same numbers. One structure serves all kinds:
 * places along an axis, which have names or are numbers, and series of a value a place. Everything is copied
 * in and belongs to the picture. Building never fails at the call: a failed allocation is remembered in
 * `failed`.
 */
#ifndef BIREME_OUTPUT_FORMS_PICTURE_H
#define BIREME_OUTPUT_FORMS_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include "output/forms/document.h"

typedef enum bireme_picture_kind {
    BIREME_PICTURE_PLOT,   /* upright: places from left to right, values from bottom to top */
    BIREME_PICTURE_ROWS,   /* lying: a row a place, values from left to right */
    BIREME_PICTURE_GRID,   /* a field a pair of places, its shade the value */
    BIREME_PICTURE_PANELS, /* several plots side by side, on one scale if they share the places */
    BIREME_PICTURE_SPARK   /* a line as high as a line of text, without axes */
} bireme_picture_kind;

/* How a series is drawn. A series with an interval has low and high beside, or instead of, its values. */
typedef enum bireme_picture_mark {
    BIREME_MARK_BAND,   /* between low and high, pale: P10 to P90 */
    BIREME_MARK_CORE,   /* between low and high, darker: P25 to P75 */
    BIREME_MARK_MEDIAN, /* the line inside them */
    BIREME_MARK_LINE,   /* lines of different things: each with a colour and a pattern of dashes of its own */
    BIREME_MARK_STEPS,  /* the same, level from each place to the next */
    BIREME_MARK_GOAL,   /* the line of a goal or plan, dashed */
    BIREME_MARK_POINTS, /* single points, with whiskers where there is an interval */
    BIREME_MARK_BARS,   /* bars from zero; those of several series stand side by side */
    BIREME_MARK_FLOATING /* bars from low to high, such as the steps of a bridge */
} bireme_picture_mark;

typedef struct bireme_series {
    char *name;
    bireme_picture_mark mark;
    bireme_format format;
    double *value, *low, *high; /* [n of the picture]; NULL: none; NAN: none at that place */
} bireme_series;

/* A line across the picture, at a value of either axis, with its words: "goal $4.5M". */
typedef struct bireme_picture_line {
    char *name;
    bool upright; /* at a place of the axis along the picture */
    double at;
    double until; /* beyond `at`: a region; else NAN */
} bireme_picture_line;

typedef struct bireme_picture {
    bireme_picture_kind kind;
    char *title;   /* "Revenue by month" */
    char *message; /* "Revenue is expected to rise from … to …" */
    char *currency;
    size_t n;
    char **label;  /* [n] names of the places; NULL: they are numbers */
    double *x;     /* [n] rising; NULL: they have names */
    char **note;   /* [n] words that stand with a place: "30 % of the stage before"; NULL: none, one or all */
    bool *total;   /* [n] places set off from the others; NULL: none is */
    char *x_title; /* NULL: none needed */
    char *value_title; /* "revenue"; the unit is added */
    bireme_format x_format, format;
    bool from_zero;    /* the axis of values begins at zero, though no bar does */
    bool x_log, y_log; /* both of positive numbers */
    size_t n_series, n_lines, n_panels;
    bireme_series *series;
    bireme_picture_line *lines;
    struct bireme_picture *panels; /* [n_panels] of BIREME_PICTURE_PANELS; plots with the same places, or, if
                                      the picture has none, each with its own places and scale */
    bool failed;
} bireme_picture;

bireme_picture *bireme_picture_create(bireme_picture_kind kind, const char *title, const char *currency);
void bireme_picture_free(bireme_picture *picture);

/* The places, before any series: by their names, or as numbers. A picture that is NULL is passed over by
 * all. */
void bireme_picture_places(bireme_picture *picture, size_t n, const char *const *labels);
void bireme_picture_numbers(bireme_picture *picture, size_t n, const double *x, bireme_format format,
                            const char *title);
/* What the axis of values is of (NULL: of nothing that has to be said); a series has this format too. */
void bireme_picture_values(bireme_picture *picture, bireme_format format, const char *title);
void bireme_picture_series(bireme_picture *picture, bireme_picture_mark mark, const char *name,
                           const double *value);
/* value: NULL where the interval is all. */
void bireme_picture_interval(bireme_picture *picture, bireme_picture_mark mark, const char *name,
                             const double *value, const double *low, const double *high);
void bireme_picture_line_at(bireme_picture *picture, bool upright, double at, const char *name);
void bireme_picture_region(bireme_picture *picture, double from, double until, const char *name);
void bireme_picture_total(bireme_picture *picture, size_t place);
void bireme_picture_note(bireme_picture *picture, size_t place, const char *text);
/* A new panel, empty, with that title; the places are those of the picture, or its own if that has none. */
bireme_picture *bireme_picture_panel(bireme_picture *picture, const char *title);
/* What it says, in a sentence or two. */
void bireme_picture_message(bireme_picture *picture, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Appends the numbers as a table to the document: a row a place, a column a series (of panels: a column a
 * panel; if each has its own places, a table each after its title). */
void bireme_picture_table(const bireme_picture *picture, bireme_document *document);

#endif
