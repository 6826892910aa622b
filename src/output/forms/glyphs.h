/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How wide texts are in the fonts that readers are likely to see: Arial, whose widths Helvetica and
 * Liberation Sans share, and DejaVu Sans, which is wider and replaces them where none is installed.
 */
#ifndef BIREME_OUTPUT_FORMS_GLYPHS_H
#define BIREME_OUTPUT_FORMS_GLYPHS_H

#include <stdbool.h>
#include "base/text.h"

typedef enum bireme_font { BIREME_FONT_ARIAL, BIREME_FONT_DEJAVU } bireme_font;

/* The width of the next character, in hundredths of a digit of the font; *text moves past it. */
int bireme_glyph_next(bireme_font font, const char **text);
/* The width in px of a whole text of that size in px, in whichever font is wider. */
double bireme_glyph_text_width(const char *text, double size, bool bold);

/* Appends the text if it is no wider than `room`, else its beginning followed by "…". */
void bireme_glyph_fit(bireme_text *out, const char *text, double size, bool bold, double room);

#endif
