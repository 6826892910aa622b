/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/picture/canvas.h"

#include <string.h>

void bireme_canvas_text(bireme_canvas *canvas, const char *class, bireme_anchor anchor, double x, double y,
                        double room, const char *text)
{
    bireme_text fitted = {0};
    bireme_glyph_fit(&fitted, text, BIREME_TEXT_SIZE, strstr(class, "bold") != NULL, room);
    bireme_svg_text(canvas->out, class, anchor, x, y, bireme_text_string(&fitted));
    if (fitted.failed) canvas->out->failed = true;
    bireme_text_free(&fitted);
}

/* Fills lines with words; a word longer than a line is cut. */
void bireme_canvas_wrapped(bireme_canvas *canvas, const char *class, bool bold, const char *text)
{
    while (*text != '\0') {
        bireme_text line = {0};
        const char *end = text;
        for (const char *next = text; *next != '\0'; end = next) {
            next += strspn(next, " ");
            next += strcspn(next, " ");
            bireme_text longer = {0};
            bireme_text_append_n(&longer, text, (size_t)(next - text));
            bool fits = bireme_glyph_text_width(bireme_text_string(&longer), BIREME_TEXT_SIZE, bold) <=
                        canvas->width;
            bireme_text_free(&longer);
            if (!fits && end > text) break;
        }
        bireme_text_append_n(&line, text, (size_t)(end - text));
        canvas->y += BIREME_LINE_HEIGHT;
        bireme_canvas_text(canvas, class, BIREME_ANCHOR_START, canvas->left, canvas->y - 4, canvas->width,
                           bireme_text_string(&line));
        if (line.failed) canvas->out->failed = true;
        bireme_text_free(&line);
        text = end + strspn(end, " ");
    }
}
