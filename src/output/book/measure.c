/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How wide a text is, and how many lines it takes in a column: in widths of a digit of 10 points, the unit of
 * column widths. Measured in Arial, and in DejaVu Sans, which replaces it where it is not installed, each in
 * its own digits; the larger counts.
 */
#include "output/book/book.h"

#include <math.h>
#include <string.h>
#include "output/forms/glyphs.h"
#include "output/forms/utf8.h"

static const double BOLD = 1.1, SAFE = 0.98;

static double factor_of(bireme_book_style style)
{
    const bireme_book_look *look = bireme_book_look_of(style);
    return look->size / 10 * (look->bold ? BOLD : 1) / 100;
}

double bireme_book_line_height(bireme_book_style style)
{
    return 1.22 * bireme_book_look_of(style)->size;
}

static double width_up_to(bireme_font font, const char *text, const char *end, bireme_book_style style)
{
    double sum = 0;
    while (text < end) sum += bireme_glyph_next(font, &text);
    return sum * factor_of(style);
}

double bireme_book_text_width(const char *text, bireme_book_style style)
{
    const char *end = text + strlen(text);
    return fmax(width_up_to(BIREME_FONT_ARIAL, text, end, style),
                width_up_to(BIREME_FONT_DEJAVU, text, end, style));
}

/* A line being filled. */
typedef struct filled {
    int lines;
    double used, most, room;
} filled;

static void turn(filled *line)
{
    line->most = fmax(line->most, line->used);
    line->lines++;
    line->used = 0;
}

/* A word longer than a line, and East Asian text, may break between any two characters. */
static void add_long_word(filled *line, bireme_font font, const char *word, const char *end, double factor)
{
    while (word < end) {
        double wide = bireme_glyph_next(font, &word) * factor;
        if (line->used + wide > line->room) turn(line);
        line->used += wide;
    }
}

static filled fill_lines(bireme_font font, const char *text, double room, bireme_book_style style)
{
    filled line = {.lines = 1, .room = room};
    double factor = factor_of(style), space = bireme_glyph_next(font, &(const char *){" "}) * factor;
    while (*text != '\0') {
        const char *end = text + strcspn(text, " ");
        double word = width_up_to(font, text, end, style);
        if (line.used > 0 && line.used + space + word > room) turn(&line);
        line.used += line.used > 0 ? space : 0;
        if (line.used + word <= room)
            line.used += word;
        else
            add_long_word(&line, font, text, end, factor);
        text = *end == ' ' ? end + 1 : end;
    }
    line.most = fmax(line.most, line.used);
    return line;
}

int bireme_book_text_lines(const char *text, double width, bireme_book_style style, double *longest)
{
    double room = fmax(SAFE * width, 2);
    filled arial = fill_lines(BIREME_FONT_ARIAL, text, room, style),
           other = fill_lines(BIREME_FONT_DEJAVU, text, room, style);
    if (longest != NULL) *longest = fmax(arial.most, other.most);
    return arial.lines > other.lines ? arial.lines : other.lines;
}

/* Keeps the beginning and the end, which tell names apart. */
void bireme_book_shorten(bireme_text *out, const char *name, int most)
{
    if (bireme_utf8_width(name) <= most) {
        bireme_text_append(out, name);
        return;
    }
    const int tail = most / 3, head = most - 1 - tail;
    int used = 0, left = bireme_utf8_width(name);
    bool dots = false;
    for (const char *c = name; *c != '\0';) {
        char one[8] = "";
        const char *start = c;
        bireme_utf8_next(&c);
        size_t length = (size_t)(c - start);
        if (length < sizeof one) memcpy(one, start, length);
        int wide = bireme_utf8_width(one);
        if (used + wide <= head && !dots) {
            bireme_text_append_n(out, start, length);
            used += wide;
        } else {
            if (!dots) bireme_text_append(out, "…");
            dots = true;
            if (left <= tail) bireme_text_append_n(out, start, length);
        }
        left -= wide;
    }
}
