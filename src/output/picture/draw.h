/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawing pictures as SVG. A stand-alone file contains its style, its title and a background; other pictures
 * are for a page that has the style once. Light and dark follow the reader's setting. Every picture has a
 * title and a description for readers who cannot see it.
 */
#ifndef BIREME_OUTPUT_PICTURE_DRAW_H
#define BIREME_OUTPUT_PICTURE_DRAW_H

#include "output/forms/picture.h"

typedef struct bireme_picture_look {
    double width;   /* px, from 280 */
    bool alone;     /* a stand-alone file */
    const char *id; /* unique on the page; letters, digits and "-" */
} bireme_picture_look;

enum { BIREME_PICTURE_NARROW = 330, BIREME_PICTURE_WIDE = 680 };

/* Appends the <svg> element, or the file. */
void bireme_picture_draw(const bireme_picture *picture, const bireme_picture_look *look, bireme_text *out);
/* Appends the style sheet that the pictures of a page need. */
void bireme_picture_style(bireme_text *out);

#endif
