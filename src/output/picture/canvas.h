/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the files that draw: a canvas that is filled from top to bottom, and the parts of a drawing.
 */
#ifndef BIREME_OUTPUT_PICTURE_CANVAS_H
#define BIREME_OUTPUT_PICTURE_CANVAS_H

#include "output/forms/glyphs.h"
#include "output/forms/picture.h"
#include "output/picture/axis.h"
#include "output/picture/svg.h"

/* In px: the size of texts, and the distance between lines of text. */
enum { BIREME_TEXT_SIZE = 12, BIREME_LINE_HEIGHT = 16 };

typedef struct bireme_canvas {
    bireme_text *out;
    double left, width; /* the drawing stays within these */
    double y;           /* the next free position */
} bireme_canvas;

/* Classes of style.c for the fill, and the line, of the `which`-th of several things. */
enum { BIREME_COLOURS = 7 };
const char *bireme_fill_class(size_t which);
const char *bireme_line_class(size_t which);

/* A text that is kept within the room, shortened with dots if necessary. */
void bireme_canvas_text(bireme_canvas *canvas, const char *class, bireme_anchor anchor, double x, double y,
                        double room, const char *text);
/* A text on as many lines as it needs; moves down. */
void bireme_canvas_wrapped(bireme_canvas *canvas, const char *class, bool bold, const char *text);

/* The key to the series and to the lines across; nothing if the title says all. Moves down. */
void bireme_draw_legend(bireme_canvas *canvas, const bireme_picture *picture);

/* The range of the values of a picture, including its panels and its lines across. */
void bireme_picture_range(const bireme_picture *picture, double *low, double *high);
/* Upright plots. low, high: the range of the axis of values; compact: a panel among others. Moves down. */
void bireme_draw_plot(bireme_canvas *canvas, const bireme_picture *picture, double low, double high,
                      bool compact);
void bireme_draw_panels(bireme_canvas *canvas, const bireme_picture *picture);
void bireme_draw_rows(bireme_canvas *canvas, const bireme_picture *picture);
void bireme_draw_grid(bireme_canvas *canvas, const bireme_picture *picture);
void bireme_draw_spark(bireme_canvas *canvas, const bireme_picture *picture);

/* The frame of a plot, which maps places and values to px. */
typedef struct bireme_frame {
    const bireme_picture *picture;
    bireme_axis values, along; /* along: used if places are numbers */
    double left, right, top, bottom;
} bireme_frame;
double bireme_frame_x(const bireme_frame *frame, size_t place);
/* The width of a place; 0 if places are numbers. */
double bireme_frame_step(const bireme_frame *frame);
void bireme_draw_series(const bireme_frame *frame, bireme_text *out);

/* Upright lines. row [n_lines]: the row of each one's label, the lowest free one; returns the number of
 * rows, which begin at `first`. */
size_t bireme_uprights_place(const bireme_canvas *canvas, const bireme_frame *frame, size_t *row);
/* Draws the lines from their labels down, and regions. A line makes way for the labels below its own that
 * could not make way for it. */
void bireme_uprights_draw(bireme_canvas *canvas, const bireme_frame *frame, double first, size_t rows,
                          const size_t *row);
/* Writes the labels, on top of what has been drawn. */
void bireme_uprights_write(bireme_canvas *canvas, const bireme_frame *frame, double first, const size_t *row);

#endif
