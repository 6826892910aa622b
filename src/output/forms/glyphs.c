/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forms/glyphs.h"

#include <math.h>
#include <string.h>
#include "output/forms/utf8.h"

/* In hundredths of a digit, from ' ' to '~'; Arial's as in the metrics of Helvetica, the others from DejaVu
 * Sans 2.37. */
enum { FONTS = 2, PRINTABLE = 95 };
static const unsigned char ascii_width[FONTS][PRINTABLE] = {
    {50,  50,  64,  100, 100, 160, 120, 34,  60,  60,  70,  105, 50,  60,  50,  50,  100, 100, 100,
     100, 100, 100, 100, 100, 100, 100, 50,  50,  105, 105, 105, 100, 183, 120, 120, 130, 130, 120,
     110, 140, 130, 50,  90,  120, 100, 150, 130, 140, 120, 140, 130, 120, 110, 130, 120, 170, 120,
     120, 110, 50,  50,  50,  84,  100, 60,  100, 100, 90,  100, 100, 50,  100, 100, 40,  40,  90,
     40,  150, 100, 100, 100, 100, 60,  90,  50,  100, 90,  130, 90,  90,  90,  60,  47,  60,  105},
    {50,  63,  72,  132, 100, 149, 123, 43,  61,  61,  79,  132, 50,  57,  50,  53,  100, 100, 100,
     100, 100, 100, 100, 100, 100, 100, 53,  53,  132, 132, 132, 83,  157, 108, 108, 110, 121, 99,
     90,  122, 118, 46,  46,  103, 88,  136, 118, 124, 95,  124, 109, 100, 96,  115, 108, 155, 108,
     96,  108, 61,  53,  61,  132, 79,  79,  96,  100, 86,  100, 97,  55,  100, 100, 44,  44,  91,
     44,  153, 100, 96,  100, 100, 65,  82,  62,  100, 93,  129, 93,  93,  83,  100, 53,  100, 132}};
static const int wide_width[FONTS] = {180, 157}, /* East Asia */
    other_width[FONTS] = {106, 104};
int bireme_glyph_next(bireme_font font, const char **text)
{
    const char *start = *text;
    uint32_t code = bireme_utf8_next(text);
    if (code >= ' ' && code <= '~') return ascii_width[font][code - ' '];
    char alone[8] = "";
    size_t length = (size_t)(*text - start);
    if (length < sizeof alone) memcpy(alone, start, length);
    int columns = bireme_utf8_width(alone);
    return columns == 0 ? 0 : columns == 2 ? wide_width[font] : other_width[font];
}

static double width_in(bireme_font font, double digit, const char *text, const char *end)
{
    double sum = 0;
    while (text < end) sum += bireme_glyph_next(font, &text);
    return sum * digit / 100;
}

static double width_up_to(const char *text, const char *end, double size, bool bold)
{
    /* The width of a digit in em; bold letters are wider by at most this factor. */
    const double arial = 0.556, dejavu = 0.636, wider = bold ? 1.1 : 1;
    return size * wider *
           fmax(width_in(BIREME_FONT_ARIAL, arial, text, end),
                width_in(BIREME_FONT_DEJAVU, dejavu, text, end));
}

double bireme_glyph_text_width(const char *text, double size, bool bold)
{
    return width_up_to(text, text + strlen(text), size, bold);
}

void bireme_glyph_fit(bireme_text *out, const char *text, double size, bool bold, double room)
{
    static const char dots[] = "…";
    if (bireme_glyph_text_width(text, size, bold) <= room) {
        bireme_text_append(out, text);
        return;
    }
    const char *end = text;
    for (const char *next = text; *next != '\0'; end = next) {
        bireme_utf8_next(&next);
        if (width_up_to(text, next, size, bold) + bireme_glyph_text_width(dots, size, bold) > room) break;
    }
    while (end > text && end[-1] == ' ') end--;
    bireme_text_append_n(out, text, (size_t)(end - text));
    bireme_text_append(out, dots);
}
