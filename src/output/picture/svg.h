/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The elements of SVG that pictures are drawn with. Coordinates are in px, with at most one decimal, the same
 * under every locale; texts are escaped. The look of an element is given by its class, one of those in
 * style.c, so that a page defines it once. Coordinates that are not finite are not drawn.
 */
#ifndef BIREME_OUTPUT_PICTURE_SVG_H
#define BIREME_OUTPUT_PICTURE_SVG_H

#include <stdbool.h>
#include <stddef.h>
#include "base/text.h"

typedef enum bireme_anchor { BIREME_ANCHOR_START, BIREME_ANCHOR_MIDDLE, BIREME_ANCHOR_END } bireme_anchor;

/* Text for an element or an attribute: control characters replaced, markup escaped. */
void bireme_svg_escape(bireme_text *out, const char *text);
void bireme_svg_number(bireme_text *out, double value);

void bireme_svg_rectangle(bireme_text *out, const char *class, double x, double y, double width,
                          double height);
void bireme_svg_line(bireme_text *out, const char *class, double x1, double y1, double x2, double y2);
void bireme_svg_dot(bireme_text *out, const char *class, double x, double y, double radius);
/* A marker whose shape tells the `which`-th series from the others, so that colour is not needed. */
void bireme_svg_marker(bireme_text *out, const char *class, size_t which, double x, double y);
void bireme_svg_text(bireme_text *out, const char *class, bireme_anchor anchor, double x, double y,
                     const char *text);
/* A line, broken where a value is not finite; steps: level from each point to the next. */
void bireme_svg_path(bireme_text *out, const char *class, size_t n, const double *x, const double *y,
                     bool steps);
/* The area between two lines over the same points. */
void bireme_svg_area(bireme_text *out, const char *class, size_t n, const double *x, const double *low,
                     const double *high);

#endif
