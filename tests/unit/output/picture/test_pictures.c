/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of every kind, with numbers and names as they may come: what is drawn is well-formed, lies within
 * the picture, no text meets another or is cut, and whatever a name says stays text.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "output/forms/glyphs.h"
#include "output/picture/draw.h"

enum { PLACES_MOST = 130, SIZE = 12, TEXTS_MOST = 2000 };

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

static void check_all_widths(bireme_picture *picture)
{
    static const double widths[] = {280, 330, 480, 680, 1060};
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++) {
        check(picture, widths[w], false);
        check(picture, widths[w], true);
    }
    bireme_picture_free(picture);
}

/* ------------------------ numbers and names as they come */

static const char *const hostile[] = {
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
enum { HOSTILE = sizeof hostile / sizeof hostile[0] };

static const char *month(size_t i)
{
    static char buffers[PLACES_MOST][48];
    snprintf(buffers[i], sizeof buffers[i], "%zu-%02zu", 2027 + i / 12, i % 12 + 1);
    return buffers[i];
}

static void months(bireme_picture *picture, size_t n)
{
    const char *labels[PLACES_MOST];
    for (size_t i = 0; i < n; i++) labels[i] = month(i);
    bireme_picture_places(picture, n, labels);
}

/* Around `size`; with some missing if `gaps`. */
static void wave(double *values, size_t n, double size, bool gaps)
{
    for (size_t i = 0; i < n; i++)
        values[i] = gaps && i % 5 == 3 ? NAN : size * (1 + 0.3 * sin((double)i) + 0.01 * (double)i);
}

static const double sizes[] = {0, 1e-9, 0.02, 7, 431.7, 87e3, 4.3e6, 9.99e11, 4e14, -2.6e5};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

static bireme_picture *fan(size_t n, double size, const char *currency)
{
    double values[5][PLACES_MOST];
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "Revenue by month", currency);
    months(picture, n);
    bireme_picture_values(picture, BIREME_FORMAT_MONEY, "revenue");
    for (int q = 0; q < 5; q++) wave(values[q], n, size * (0.4 + 0.3 * q), q == 2);
    bireme_picture_interval(picture, BIREME_MARK_BAND, "8 of 10 futures", NULL, values[0], values[4]);
    bireme_picture_interval(picture, BIREME_MARK_CORE, "half of the futures", NULL, values[1], values[3]);
    bireme_picture_series(picture, BIREME_MARK_MEDIAN, "the middle", values[2]);
    bireme_picture_series(picture, BIREME_MARK_POINTS, "booked so far", values[2]);
    bireme_picture_line_at(picture, false, size, "the goal");
    if (n > 3) bireme_picture_line_at(picture, true, 2, "what is known until here");
    bireme_picture_message(picture, "Revenue is expected to rise & %s", "<b>fall</b>");
    return picture;
}

static void fans_of_every_length_and_size(void **state)
{
    (void)state;
    static const size_t lengths[] = {1, 2, 3, 4, 12, 13, 24, 36, 60, 120};
    for (size_t l = 0; l < sizeof lengths / sizeof lengths[0]; l++)
        for (size_t s = 0; s < SIZES; s++) check_all_widths(fan(lengths[l], sizes[s], s % 2 ? "USD" : "CHF"));
}

static void curves_with_lines(void **state)
{
    (void)state;
    for (size_t s = 1; s < SIZES; s++) {
        double x[60], y[60];
        const double size = fabs(sizes[s]);
        for (int i = 0; i < 60; i++) {
            x[i] = size * (0.2 + 0.03 * i);
            y[i] = 1 / (1 + exp(0.2 * (i - 30)));
        }
        bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "Chance of at least so much",
                                                        "EUR");
        bireme_picture_numbers(picture, 60, x, BIREME_FORMAT_MONEY, "revenue of the year");
        bireme_picture_values(picture, BIREME_FORMAT_SHARE, "chance");
        bireme_picture_series(picture, BIREME_MARK_LINE, "chance", y);
        bireme_picture_line_at(picture, true, size, "the goal of the year: reached in 41 %");
        bireme_picture_line_at(picture, true, 1.01 * size, "the middle");
        bireme_picture_line_at(picture, true, 0.3 * size, "nine in ten");
        bireme_picture_line_at(picture, true, 2 * size, hostile[2]);
        bireme_picture_region(picture, 0.9 * size, 1.2 * size, "as good as the best");
        check_all_widths(picture);
    }
}

static void histograms(void **state)
{
    (void)state;
    for (size_t s = 0; s < SIZES; s++) {
        for (size_t n = 2; n <= 40; n += 19) {
            double middle[40], share[40];
            for (size_t i = 0; i < n; i++) {
                middle[i] = sizes[s] + 0.1 * fabs(sizes[s]) * ((double)i + 0.5);
                share[i] = 1 / (1 + pow((double)i - 9, 2));
            }
            bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "How often", "EUR");
            bireme_picture_numbers(picture, n, middle, BIREME_FORMAT_MONEY, "revenue, each bar that wide");
            bireme_picture_values(picture, BIREME_FORMAT_SHARE, "of the futures");
            bireme_picture_series(picture, BIREME_MARK_BARS, "share of the futures", share);
            bireme_picture_line_at(picture, true, middle[1], "the goal");
            check_all_widths(picture);
        }
    }
}

/* What was promised against what came, with the diagonal; what was fitted against what was seen. */
static void calibration_and_incidence(void **state)
{
    (void)state;
    enum { N = 9 };
    double nominal[N], seen[N], low[N], high[N];
    for (size_t i = 0; i < N; i++) {
        nominal[i] = (double)(i + 1) / 10;
        seen[i] = nominal[i] - 0.04 * (double)(i % 3);
        low[i] = fmax(seen[i] - 0.08, 0);
        high[i] = fmin(seen[i] + 0.08, 1);
    }
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "Was it right?", "USD");
    bireme_picture_numbers(picture, N, nominal, BIREME_FORMAT_SHARE, "promised");
    bireme_picture_values(picture, BIREME_FORMAT_SHARE, "came");
    bireme_picture_series(picture, BIREME_MARK_GOAL, "as promised", nominal);
    bireme_picture_interval(picture, BIREME_MARK_POINTS, "came, and its 90 % interval", seen, low, high);
    check_all_widths(picture);
    double days[N];
    for (size_t i = 0; i < N; i++) days[i] = 20 * (double)i;
    picture = bireme_picture_create(BIREME_PICTURE_PLOT, "Won by that day", "USD");
    bireme_picture_numbers(picture, N, days, BIREME_FORMAT_PLAIN, "days since the deal came in");
    bireme_picture_values(picture, BIREME_FORMAT_SHARE, "won");
    bireme_picture_interval(picture, BIREME_MARK_BAND, "8 of 10", NULL, low, high);
    bireme_picture_series(picture, BIREME_MARK_STEPS, "observed", seen);
    bireme_picture_series(picture, BIREME_MARK_LINE, "fitted", nominal);
    check_all_widths(picture);
}

static void rows_of_any_names(void **state)
{
    (void)state;
    for (size_t s = 0; s < SIZES; s++) {
        double low[HOSTILE], high[HOSTILE];
        wave(low, HOSTILE, 0.5 * sizes[s], false);
        wave(high, HOSTILE, 1.5 * sizes[s], false);
        bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_ROWS, "What drives it", "USD");
        bireme_picture_places(picture, HOSTILE, hostile);
        bireme_picture_values(picture, BIREME_FORMAT_MONEY, "mean revenue");
        bireme_picture_interval(picture, s % 2 ? BIREME_MARK_FLOATING : BIREME_MARK_BARS, "low to high", high,
                                low, high);
        bireme_picture_line_at(picture, false, sizes[s], "as planned");
        for (size_t i = 0; i < HOSTILE; i += 2) bireme_picture_note(picture, i, hostile[HOSTILE - 1 - i]);
        check_all_widths(picture);
    }
}

static void bars_and_bridges(void **state)
{
    (void)state;
    for (size_t s = 0; s < SIZES; s++) {
        double low[HOSTILE], high[HOSTILE];
        wave(low, HOSTILE, 0.5 * sizes[s], true);
        wave(high, HOSTILE, 1.5 * sizes[s], false);
        bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "From plan to recession", "USD");
        bireme_picture_places(picture, HOSTILE, hostile);
        bireme_picture_values(picture, BIREME_FORMAT_MONEY, "revenue");
        bireme_picture_interval(picture, BIREME_MARK_FLOATING, "revenue", high, low, high);
        bireme_picture_total(picture, 0);
        for (size_t i = 0; i < HOSTILE; i++) bireme_picture_note(picture, i, "+$1.25M");
        check_all_widths(picture);
    }
}

/* The number of times that a text is found in a drawing. */
static size_t times_in(const char *svg, const char *sought)
{
    size_t n = 0;
    for (const char *at = svg; (at = strstr(at, sought)) != NULL; at++) n++;
    return n;
}

/* Lines over bars are set off from them by an edge of paper, and so are their markers; those over paper need
 * none. */
static void lines_over_bars(void **state)
{
    (void)state;
    const double values[] = {4, 3, 5};
    for (int bars = 0; bars < 2; bars++) {
        bireme_text out = {0};
        const bireme_picture_look look = {330, false, "p1"};
        bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "Demand and capacity", "USD");
        months(picture, 3);
        if (bars) bireme_picture_series(picture, BIREME_MARK_BARS, "taken up", values);
        bireme_picture_series(picture, BIREME_MARK_LINE, "demand", values);
        bireme_picture_series(picture, BIREME_MARK_LINE, "capacity", values);
        bireme_picture_draw(picture, &look, &out);
        assert_int_equal(times_in(bireme_text_string(&out), "class=\"under\""), bars ? 2 : 0);
        assert_int_equal(times_in(bireme_text_string(&out), " over\""), bars ? 6 : 0);
        bireme_text_free(&out);
        bireme_picture_free(picture);
    }
}

static void demand_and_capacity(void **state)
{
    (void)state;
    double bars[12], line[12];
    wave(bars, 12, 60, false);
    wave(line, 12, 70, true);
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "Demand and capacity", "USD");
    months(picture, 12);
    bireme_picture_values(picture, BIREME_FORMAT_COUNT, "deals");
    for (size_t i = 0; i < 4; i++) {
        bireme_picture_series(picture, BIREME_MARK_BARS, hostile[i], bars);
        bireme_picture_series(picture, BIREME_MARK_LINE, hostile[4 + i], line);
        bireme_picture_series(picture, BIREME_MARK_STEPS, "steps", line);
    }
    check_all_widths(picture);
}

static void grids_and_panels(void **state)
{
    (void)state;
    for (size_t s = 0; s < SIZES; s++) {
        double values[HOSTILE];
        wave(values, HOSTILE, sizes[s], true);
        bireme_picture *grid = bireme_picture_create(BIREME_PICTURE_GRID, "Chance of the goal", "JPY");
        bireme_picture_places(grid, HOSTILE, hostile);
        bireme_picture_values(grid, s % 2 ? BIREME_FORMAT_MONEY : BIREME_FORMAT_SHARE, "chance");
        for (size_t r = 0; r < HOSTILE; r++)
            bireme_picture_series(grid, BIREME_MARK_BARS, hostile[r], values);
        check_all_widths(grid);
        double wide[24];
        wave(wide, 24, sizes[s], false);
        bireme_picture *panels = bireme_picture_create(BIREME_PICTURE_PANELS, "Each channel", "USD");
        months(panels, 24);
        bireme_picture_values(panels, BIREME_FORMAT_MONEY, "revenue");
        for (size_t p = 0; p < HOSTILE; p++) {
            bireme_picture *panel = bireme_picture_panel(panels, hostile[p]);
            bireme_picture_series(panel, BIREME_MARK_MEDIAN, "the middle", wide);
            bireme_picture_line_at(panel, false, sizes[s], "the goal");
        }
        check_all_widths(panels);
    }
}

/* Panels that share no places: each with its own, titles of both axes, and a scale of its own. */
static bireme_picture *panels_apart(void)
{
    const double x[2][4] = {{0.1, 1, 10, 1000}, {3, 6, 12, 48}},
                 y[2][4] = {{1, 1.5, 2, 3}, {100, 200, 400, 900}};
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PANELS, "How it grows", "USD");
    for (size_t p = 0; p < 2; p++) {
        bireme_picture *panel = bireme_picture_panel(picture, p == 0 ? "Leads" : "Channels");
        panel->x_log = p == 0;
        bireme_picture_numbers(panel, p == 0 ? 4 : 3, x[p], BIREME_FORMAT_PLAIN,
                               p == 0 ? "leads" : "channels");
        bireme_picture_values(panel, BIREME_FORMAT_PLAIN, p == 0 ? "times" : "microseconds");
        bireme_picture_series(panel, BIREME_MARK_LINE, "all", y[p]);
        bireme_picture_series(panel, BIREME_MARK_LINE, "totals", x[p]);
    }
    return picture;
}

static void panels_with_scales_of_their_own(void **state)
{
    (void)state;
    bireme_picture *picture = panels_apart();
    bireme_text out = {0};
    const bireme_picture_look look = {680, false, "p1"};
    bireme_picture_draw(picture, &look, &out);
    const char *svg = bireme_text_string(&out);
    static const char *const once[] = {">leads<",  ">channels<", ">times<", ">microseconds<",
                                       ">totals<", ">800<",      ">0.1<"};
    for (size_t i = 0; i < sizeof once / sizeof once[0]; i++) assert_int_equal(times_in(svg, once[i]), 1);
    bireme_text_free(&out);
    bireme_document document;
    bireme_document_init(&document, "USD");
    bireme_picture_table(picture, &document);
    assert_false(document.failed);
    assert_int_equal(document.n_blocks, 4); /* a title and a table each */
    assert_int_equal(document.blocks[1].n_rows, 4);
    assert_int_equal(document.blocks[3].n_rows, 3);
    bireme_document_free(&document);
    check_all_widths(picture);
}

/* What is along the axis of panels that share numbered places is said. */
static void panels_over_numbers(void **state)
{
    (void)state;
    const double x[] = {0, 50e3, 180e3}, y[] = {100, 110, 150};
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PANELS, "Cost of a lead", "USD");
    bireme_picture_numbers(picture, 3, x, BIREME_FORMAT_MONEY, "spend");
    bireme_picture_values(picture, BIREME_FORMAT_MONEY, "cost");
    for (size_t p = 0; p < 2; p++)
        bireme_picture_series(bireme_picture_panel(picture, hostile[p]), BIREME_MARK_LINE, "cost", y);
    bireme_text out = {0};
    const bireme_picture_look look = {680, false, "p1"};
    bireme_picture_draw(picture, &look, &out);
    assert_int_equal(times_in(bireme_text_string(&out), ">spend, $ thousand<"), 2);
    assert_int_equal(times_in(bireme_text_string(&out), ">cost, $<"), 1);
    bireme_text_free(&out);
    check_all_widths(picture);
}

static void logarithmic_axes_and_sparks(void **state)
{
    (void)state;
    const double x[] = {0.1, 1, 30, 1000, 1e6}, y[] = {3, 5, 90, 800, 812};
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "Nanoseconds", "USD");
    picture->x_log = picture->y_log = true;
    bireme_picture_numbers(picture, 5, x, BIREME_FORMAT_PLAIN, "mean");
    bireme_picture_values(picture, BIREME_FORMAT_PLAIN, "nanoseconds");
    bireme_picture_series(picture, BIREME_MARK_LINE, "one", y);
    bireme_picture_series(picture, BIREME_MARK_LINE, "another", x);
    check_all_widths(picture);
    bireme_picture *spark = bireme_picture_create(BIREME_PICTURE_SPARK, "Revenue", "USD");
    bireme_picture_numbers(spark, 5, x, BIREME_FORMAT_PLAIN, NULL);
    bireme_picture_series(spark, BIREME_MARK_MEDIAN, "revenue", y);
    check_all_widths(spark);
}

/* ------------------------ the numbers as a table */

static void numbers_as_a_table(void **state)
{
    (void)state;
    bireme_document document;
    bireme_document_init(&document, "USD");
    bireme_picture *picture = fan(4, 4.3e6, "USD");
    bireme_picture_table(picture, &document);
    assert_false(document.failed);
    assert_int_equal(document.n_blocks, 1);
    const bireme_document_block *block = &document.blocks[0];
    assert_int_equal(block->n_rows, 4);
    assert_int_equal(block->n_columns, 5); /* the place, two intervals, the median, the points */
    assert_string_equal(block->column[1].title, "8 of 10 futures");
    assert_string_equal(block->rows[1].cell[0].text, "2027-02");
    assert_int_equal(block->rows[1].cell[1].kind, BIREME_CELL_RANGE);
    assert_true(block->rows[1].cell[1].value[0] == picture->series[0].low[1]);
    assert_true(block->rows[1].cell[3].value[0] == picture->series[2].value[1]);
    assert_int_equal(block->rows[3].cell[3].kind, BIREME_CELL_EMPTY);
    bireme_picture_free(picture);
    bireme_document_free(&document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fans_of_every_length_and_size),
        cmocka_unit_test(curves_with_lines),
        cmocka_unit_test(histograms),
        cmocka_unit_test(calibration_and_incidence),
        cmocka_unit_test(rows_of_any_names),
        cmocka_unit_test(bars_and_bridges),
        cmocka_unit_test(lines_over_bars),
        cmocka_unit_test(demand_and_capacity),
        cmocka_unit_test(grids_and_panels),
        cmocka_unit_test(panels_with_scales_of_their_own),
        cmocka_unit_test(panels_over_numbers),
        cmocka_unit_test(logarithmic_axes_and_sparks),
        cmocka_unit_test(numbers_as_a_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
