/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests of pictures: numbers and names as they may come, and looking at what was drawn. Whatever goes
 * wrong fails the cmocka test.
 */
#ifndef BIREME_TESTS_DRAWN_H
#define BIREME_TESTS_DRAWN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "output/picture/draw.h"

enum { DRAWN_PLACES_MOST = 130, DRAWN_NAMES = 8, DRAWN_SIZES = 10 };

extern const char *const drawn_names[DRAWN_NAMES]; /* some with markup, broken bytes, or no end */
extern const double drawn_sizes[DRAWN_SIZES];      /* 0, small and large, one below 0 */

/* Draws the picture in several widths, alone and within a page, and frees it: each drawing is well-formed and
 * lies within the picture, and no text meets another or is cut. */
void drawn_check(bireme_picture *picture);

/* n months, from January 2027 on, as the places. */
void drawn_months(bireme_picture *picture, size_t n);
/* values [n] around `size`, with some missing if `gaps`. */
void drawn_wave(double *values, size_t n, double size, bool gaps);
/* A fan over n months, with points, a goal and, if there is room, an upright line. */
bireme_picture *drawn_fan(size_t n, double size, const char *currency);

/* The number of times that a text is found in a drawing. */
size_t drawn_times(const char *svg, const char *sought);

#endif
