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
/* The same of bold letters, in hundredths of a digit that is not bold. */
static const unsigned char bold_width[FONTS][PRINTABLE] = {
    {50,  60,  86,  100, 100, 160, 130, 43,  60,  60,  70,  106, 50,  50,  50,  50,  100, 100, 100,
     100, 100, 100, 100, 100, 100, 100, 60,  60,  106, 106, 106, 110, 176, 130, 130, 130, 130, 120,
     110, 140, 130, 50,  100, 130, 110, 150, 130, 140, 120, 140, 130, 120, 110, 130, 120, 170, 120,
     120, 110, 60,  50,  60,  106, 100, 60,  100, 110, 100, 110, 100, 60,  110, 110, 50,  50,  100,
     50,  160, 110, 110, 110, 110, 70,  100, 60,  110, 100, 140, 100, 100, 90,  70,  51,  70,  106},
    {55,  72,  82,  132, 110, 158, 138, 49,  72,  72,  83,  132, 60,  66,  60,  58,  110, 110, 110,
     110, 110, 110, 110, 110, 110, 110, 63,  63,  132, 132, 132, 92,  158, 122, 120, 116, 131, 108,
     108, 130, 132, 59,  59,  122, 101, 157, 132, 134, 116, 134, 122, 114, 108, 128, 122, 174, 122,
     114, 114, 72,  58,  72,  132, 79,  79,  107, 113, 94,  113, 107, 69,  113, 112, 54,  54,  105,
     54,  164, 112, 108, 113, 113, 78,  94,  76,  112, 103, 146, 102, 103, 92,  112, 58,  112, 132}};
static const int wide_width[FONTS] = {180, 157}, /* East Asia */
    other_width[FONTS] = {106, 104};
static double next_width(bireme_font font, bool bold, const char **text)
{
    const double wider = bold ? 1.12 : 1; /* than letters that are not bold, at most */
    const char *start = *text;
    uint32_t code = bireme_utf8_next(text);
    if (code >= ' ' && code <= '~') return (bold ? bold_width : ascii_width)[font][code - ' '];
    char alone[8] = "";
    size_t length = (size_t)(*text - start);
    if (length < sizeof alone) memcpy(alone, start, length);
    int columns = bireme_utf8_width(alone);
    return columns == 0 ? 0 : wider * (columns == 2 ? wide_width[font] : other_width[font]);
}

int bireme_glyph_next(bireme_font font, const char **text)
{
    return (int)next_width(font, false, text);
}

static double width_in(bireme_font font, bool bold, double digit, const char *text, const char *end)
{
    double sum = 0;
    while (text < end) sum += next_width(font, bold, &text);
    return sum * digit / 100;
}

static double width_up_to(const char *text, const char *end, double size, bool bold)
{
    const double arial = 0.556, dejavu = 0.637; /* the width of a digit in em */
    return size * fmax(width_in(BIREME_FONT_ARIAL, bold, arial, text, end),
                       width_in(BIREME_FONT_DEJAVU, bold, dejavu, text, end));
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
