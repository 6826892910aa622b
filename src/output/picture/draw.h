/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawing pictures as SVG. One that stands alone, a file, brings its style, its title and a background;
 * others are for a page that has the style once. Light and dark follow the reader's setting. Every picture
 * has a title and a description for whoever does not see it.
 */
#ifndef BIREME_OUTPUT_PICTURE_DRAW_H
#define BIREME_OUTPUT_PICTURE_DRAW_H

#include "output/forms/picture.h"

typedef struct bireme_picture_look {
    double width;   /* px, from 280 */
    bool alone;     /* a file of its own */
    const char *id; /* of the page: no other picture has it; letters, digits and "-" */
} bireme_picture_look;

enum { BIREME_PICTURE_NARROW = 330, BIREME_PICTURE_WIDE = 680 };

/* Appends the <svg> element, or the file. */
void bireme_picture_draw(const bireme_picture *picture, const bireme_picture_look *look, bireme_text *out);
/* Appends what a page's style sheet needs for all of them. */
void bireme_picture_style(bireme_text *out);

#endif
