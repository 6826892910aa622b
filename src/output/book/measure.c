/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How wide a text is, and the lines that it takes in a column: in widths of a digit of 10 points, which is
 * what columns are measured in. In Arial, and in DejaVu Sans, which stands in for it where there is none,
 * each in digits of its own; what needs more room counts.
 */
#include "output/book/book.h"

#include <math.h>
#include <string.h>
#include "output/forms/utf8.h"

/* Hundredths of a digit, from ' ' to '~'; Arial's as in the metrics of Helvetica, DejaVu Sans 2.37. */
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

/* The next character's width, in hundredths. */
static int next_width(int font, const char **text)
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

static double width_up_to(int font, const char *text, const char *end, bireme_book_style style)
{
    double sum = 0;
    while (text < end) sum += next_width(font, &text);
    return sum * factor_of(style);
}

double bireme_book_text_width(const char *text, bireme_book_style style)
{
    const char *end = text + strlen(text);
    return fmax(width_up_to(0, text, end, style), width_up_to(1, text, end, style));
}

/* A line that is being filled. */
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

/* A word that is longer than a line, and East Asian text, break between any two characters. */
static void add_long_word(filled *line, int font, const char *word, const char *end, double factor)
{
    while (word < end) {
        double wide = next_width(font, &word) * factor;
        if (line->used + wide > line->room) turn(line);
        line->used += wide;
    }
}

static filled fill_lines(int font, const char *text, double room, bireme_book_style style)
{
    filled line = {.lines = 1, .room = room};
    double factor = factor_of(style), space = ascii_width[font][0] * factor;
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
    filled arial = fill_lines(0, text, room, style), other = fill_lines(1, text, room, style);
    if (longest != NULL) *longest = fmax(arial.most, other.most);
    return arial.lines > other.lines ? arial.lines : other.lines;
}

/* Its beginning and its end, which tell names apart. */
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
