/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How wide a text is, and the lines that it takes in a column: in widths of a digit of 10 points, which is
 * what columns are measured in. Of each character the wider of Arial and DejaVu Sans, which stands in for
 * Arial where there is none; both in digits of their own.
 */
#include "output/book/book.h"

#include <math.h>
#include <string.h>
#include "output/forms/utf8.h"

/* Hundredths of a digit, from ' ' to '~'. */
static const unsigned char ascii_width[] = {
    50,  63,  73,  132, 100, 160, 123, 44,  70,  70,  79,  132, 50,  60,  50,  53,  /* to / */
    100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 53,  53,  132, 132, 132, 100, /* to ? */
    183, 120, 120, 130, 130, 120, 110, 140, 130, 50,  90,  120, 100, 150, 130, 140, /* to O */
    120, 140, 130, 120, 110, 130, 120, 170, 120, 120, 120, 62,  53,  62,  132, 100, /* to _ */
    79,  100, 100, 90,  100, 100, 56,  100, 100, 44,  45,  91,  44,  153, 100, 100, /* to o */
    100, 100, 65,  90,  62,  100, 93,  130, 93,  93,  90,  100, 53,  100, 132};
enum { WIDE = 182, OTHER = 108 };
static const double BOLD = 1.1;

static double size_of(bireme_book_style style)
{
    return style == BIREME_BOOK_TITLE                                    ? 18
           : style == BIREME_BOOK_HEADING || style == BIREME_BOOK_ANSWER ? 12
           : style == BIREME_BOOK_DETAIL                                 ? 9
                                                                         : 10;
}

static bool is_bold(bireme_book_style style)
{
    return style == BIREME_BOOK_TITLE || style == BIREME_BOOK_HEADING || style == BIREME_BOOK_HEAD ||
           style == BIREME_BOOK_HEAD_RIGHT || style == BIREME_BOOK_HEAD_BESIDE || style == BIREME_BOOK_TOTAL;
}

static double factor_of(bireme_book_style style)
{
    return size_of(style) / 10 * (is_bold(style) ? BOLD : 1) / 100;
}

double bireme_book_line_height(bireme_book_style style)
{
    return 1.22 * size_of(style);
}

/* The next character's width, in hundredths. */
static int next_width(const char **text)
{
    const char *start = *text;
    uint32_t code = bireme_utf8_next(text);
    if (code >= ' ' && code <= '~') return ascii_width[code - ' '];
    char alone[8] = "";
    size_t length = (size_t)(*text - start);
    if (length < sizeof alone) memcpy(alone, start, length);
    int columns = bireme_utf8_width(alone);
    return columns == 0 ? 0 : columns == 2 ? WIDE : OTHER;
}

double bireme_book_text_width(const char *text, bireme_book_style style)
{
    double sum = 0;
    while (*text != '\0') sum += next_width(&text);
    return sum * factor_of(style);
}

/* Words stay whole unless one is longer than a line; East Asian text breaks between any two characters. */
int bireme_book_text_lines(const char *text, double width, bireme_book_style style, double *longest)
{
    double factor = factor_of(style), space = ascii_width[0] * factor, used = 0, most = 0;
    int lines = 1;
    if (!(width > 2)) width = 2;
    while (*text != '\0') {
        const char *end = text + strcspn(text, " ");
        double word = 0;
        for (const char *c = text; c < end;) word += next_width(&c) * factor;
        if (used > 0 && used + space + word > width) {
            lines++;
            used = 0;
        }
        used += used > 0 ? space : 0;
        if (used + word <= width) {
            used += word;
        } else {
            for (const char *c = text; c < end;) {
                double wide = next_width(&c) * factor;
                if (used + wide > width) {
                    most = width;
                    lines++;
                    used = 0;
                }
                used += wide;
            }
        }
        most = fmax(most, used);
        text = *end == ' ' ? end + 1 : end;
    }
    if (longest != NULL) *longest = most;
    return lines;
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
