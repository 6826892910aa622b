/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/drawn.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "output/forms/glyphs.h"

enum { SIZE = 12, TEXTS_MOST = 2000 };

/* ------------------------ reading what was drawn */

typedef struct box {
    double left, right, top, bottom;
    char text[200];
} box;

static double attribute(const char *element, const char *name)
{
    char sought[20];
    snprintf(sought, sizeof sought, " %s=\"", name);
    const char *at = strstr(element, sought);
    assert_non_null(at);
    return strtod(at + strlen(sought), NULL);
}

static void unescape(char *text)
{
    static const char *const entities[][2] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
    for (size_t e = 0; e < sizeof entities / sizeof entities[0]; e++)
        for (char *at = text; (at = strstr(at, entities[e][0])) != NULL; at++) {
            *at = entities[e][1][0];
            memmove(at + 1, at + strlen(entities[e][0]), strlen(at + strlen(entities[e][0])) + 1);
        }
}

static size_t boxes_of(const char *svg, box *boxes)
{
    size_t n = 0;
    for (const char *at = svg; (at = strstr(at, "<text ")) != NULL; at++) {
        const char *close = strchr(at, '>'), *end = strstr(at, "</text>");
        assert_non_null(close);
        assert_non_null(end);
        assert_true(n < TEXTS_MOST);
        box *b = &boxes[n++];
        char head[200];
        snprintf(head, sizeof head, "%.*s", (int)(close - at), at);
        snprintf(b->text, sizeof b->text, "%.*s", (int)(end - close - 1), close + 1);
        unescape(b->text);
        /* What the wider font takes, which is what was planned for. */
        const double x = attribute(head, "x"), y = attribute(head, "y");
        const double wide = bireme_glyph_text_width(b->text, SIZE, strstr(head, "bold") != NULL);
        b->left = strstr(head, "\"middle\"") != NULL ? x - wide / 2
                  : strstr(head, "\"end\"") != NULL  ? x - wide
                                                     : x;
        b->right = b->left + wide;
        b->top = y - 9;
        b->bottom = y + 2;
    }
    return n;
}

/* Every element is closed, in order. */
static void check_well_formed(const char *svg)
{
    char open[40][20];
    int depth = 0;
    for (const char *at = svg; (at = strchr(at, '<')) != NULL;) {
        const char *end = strchr(at, '>');
        assert_non_null(end);
        if (at[1] == '/') {
            assert_true(depth > 0);
            depth--;
            assert_int_equal(strncmp(at + 2, open[depth], strlen(open[depth])), 0);
        } else if (end[-1] != '/') {
            assert_true(depth < 40);
            size_t length = strcspn(at + 1, " >");
            snprintf(open[depth++], sizeof open[0], "%.*s", (int)length, at + 1);
        }
        at = end;
    }
    assert_int_equal(depth, 0);
    static const char *const none[] = {"\"nan", "\"inf", "\"-inf", ",nan", ",inf", ",-inf"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) assert_null(strstr(svg, none[i]));
}

static void check(bireme_picture *picture, double width, bool alone)
{
    static box boxes[TEXTS_MOST];
    bireme_text out = {0};
    const bireme_picture_look look = {width, alone, "p1"};
    assert_false(picture->failed);
    bireme_picture_draw(picture, &look, &out);
    assert_false(out.failed);
    const char *svg = bireme_text_string(&out);
    const char *style = strstr(svg, "</style>");
    check_well_formed(svg);
    assert_non_null(strstr(svg, "role=\"img\" aria-labelledby=\"p1-t p1-d\""));
    assert_non_null(strstr(svg, "<title id=\"p1-t\">"));
    assert_non_null(strstr(svg, "<desc id=\"p1-d\">"));
    const double right = attribute(svg, "width"), bottom = attribute(svg, "height");
    const size_t n = boxes_of(style != NULL ? style : svg, boxes);
    for (size_t i = 0; i < n; i++) {
        const box *b = &boxes[i];
        if (b->left < -0.6 || b->right > right + 0.6 || b->top < -0.6 || b->bottom > bottom + 0.6)
            fail_msg("%s, %g px: '%s' is cut: %g to %g", picture->title, width, b->text, b->left, b->right);
        for (size_t k = 0; k < i; k++) {
            const box *o = &boxes[k];
            if (b->left < o->right - 0.3 && o->left < b->right - 0.3 && b->top < o->bottom &&
                o->top < b->bottom)
                fail_msg("%s, %g px: '%s' meets '%s'", picture->title, width, b->text, o->text);
        }
    }
    bireme_text_free(&out);
}

void drawn_check(bireme_picture *picture)
{
    static const double widths[] = {280, 330, 480, 680, 1060};
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++) {
        check(picture, widths[w], false);
        check(picture, widths[w], true);
    }
    bireme_picture_free(picture);
}

/* ------------------------ numbers and names as they come */

const char *const drawn_names[DRAWN_NAMES] = {
    "paid_search",
    "</text><script>alert(1)</script>",
    "a channel whose name is longer than any picture has room for, so that it must be cut or wrapped "
    "somewhere",
    "日本語のチャネル名はとても長いことがあります、そして空白がありません",
    "\"' onload='alert(1)' & so on",
    "\xff\xfe broken \x01 bytes",
    "x",
    "Вебинары и конференции",
};

static const char *month(size_t i)
{
    static char buffers[DRAWN_PLACES_MOST][48];
    snprintf(buffers[i], sizeof buffers[i], "%zu-%02zu", 2027 + i / 12, i % 12 + 1);
    return buffers[i];
}

void drawn_months(bireme_picture *picture, size_t n)
{
    const char *labels[DRAWN_PLACES_MOST];
    for (size_t i = 0; i < n; i++) labels[i] = month(i);
    bireme_picture_places(picture, n, labels);
}

/* Around `size`; with some missing if `gaps`. */
void drawn_wave(double *values, size_t n, double size, bool gaps)
{
    for (size_t i = 0; i < n; i++)
        values[i] = gaps && i % 5 == 3 ? NAN : size * (1 + 0.3 * sin((double)i) + 0.01 * (double)i);
}

const double drawn_sizes[DRAWN_SIZES] = {0, 1e-9, 0.02, 7, 431.7, 87e3, 4.3e6, 9.99e11, 4e14, -2.6e5};

bireme_picture *drawn_fan(size_t n, double size, const char *currency)
{
    double values[5][DRAWN_PLACES_MOST];
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "Revenue by month", currency);
    drawn_months(picture, n);
    bireme_picture_values(picture, BIREME_FORMAT_MONEY, "revenue");
    for (int q = 0; q < 5; q++) drawn_wave(values[q], n, size * (0.4 + 0.3 * q), q == 2);
    bireme_picture_interval(picture, BIREME_MARK_BAND, "8 of 10 futures", NULL, values[0], values[4]);
    bireme_picture_interval(picture, BIREME_MARK_CORE, "half of the futures", NULL, values[1], values[3]);
    bireme_picture_series(picture, BIREME_MARK_MEDIAN, "the middle", values[2]);
    bireme_picture_series(picture, BIREME_MARK_POINTS, "booked so far", values[2]);
    bireme_picture_line_at(picture, false, size, "the goal");
    if (n > 3) bireme_picture_line_at(picture, true, 2, "what is known until here");
    bireme_picture_message(picture, "Revenue is expected to rise & %s", "<b>fall</b>");
    return picture;
}

/* The number of times that a text is found in a drawing. */
size_t drawn_times(const char *svg, const char *sought)
{
    size_t n = 0;
    for (const char *at = svg; (at = strstr(at, sought)) != NULL; at++) n++;
    return n;
}
