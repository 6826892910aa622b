/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows, grids and panels, with numbers and names as they may come (test_plot.c).
 */
#include "support/drawn.h"

#include <math.h>
#include <string.h>

static void rows_of_any_names(void **state)
{
    (void)state;
    for (size_t s = 0; s < DRAWN_SIZES; s++) {
        double low[DRAWN_NAMES], high[DRAWN_NAMES];
        drawn_wave(low, DRAWN_NAMES, 0.5 * drawn_sizes[s], false);
        drawn_wave(high, DRAWN_NAMES, 1.5 * drawn_sizes[s], false);
        bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_ROWS, "What drives it", "USD");
        bireme_picture_places(picture, DRAWN_NAMES, drawn_names);
        bireme_picture_values(picture, BIREME_FORMAT_MONEY, "mean revenue");
        bireme_picture_interval(picture, s % 2 ? BIREME_MARK_FLOATING : BIREME_MARK_BARS, "low to high", high,
                                low, high);
        bireme_picture_line_at(picture, false, drawn_sizes[s], "as planned");
        for (size_t i = 0; i < DRAWN_NAMES; i += 2)
            bireme_picture_note(picture, i, drawn_names[DRAWN_NAMES - 1 - i]);
        drawn_check(picture);
    }
}

static void grids_and_panels(void **state)
{
    (void)state;
    for (size_t s = 0; s < DRAWN_SIZES; s++) {
        double values[DRAWN_NAMES];
        drawn_wave(values, DRAWN_NAMES, drawn_sizes[s], true);
        bireme_picture *grid = bireme_picture_create(BIREME_PICTURE_GRID, "Chance of the goal", "JPY");
        bireme_picture_places(grid, DRAWN_NAMES, drawn_names);
        bireme_picture_values(grid, s % 2 ? BIREME_FORMAT_MONEY : BIREME_FORMAT_SHARE, "chance");
        for (size_t r = 0; r < DRAWN_NAMES; r++)
            bireme_picture_series(grid, BIREME_MARK_BARS, drawn_names[r], values);
        drawn_check(grid);
        double wide[24];
        drawn_wave(wide, 24, drawn_sizes[s], false);
        bireme_picture *panels = bireme_picture_create(BIREME_PICTURE_PANELS, "Each channel", "USD");
        drawn_months(panels, 24);
        bireme_picture_values(panels, BIREME_FORMAT_MONEY, "revenue");
        for (size_t p = 0; p < DRAWN_NAMES; p++) {
            bireme_picture *panel = bireme_picture_panel(panels, drawn_names[p]);
            bireme_picture_series(panel, BIREME_MARK_MEDIAN, "the middle", wide);
            bireme_picture_line_at(panel, false, drawn_sizes[s], "the goal");
        }
        drawn_check(panels);
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
    for (size_t i = 0; i < sizeof once / sizeof once[0]; i++) assert_int_equal(drawn_times(svg, once[i]), 1);
    bireme_text_free(&out);
    bireme_document document;
    bireme_document_init(&document, "USD");
    bireme_picture_table(picture, &document);
    assert_false(document.failed);
    assert_int_equal(document.n_blocks, 4); /* a title and a table each */
    assert_int_equal(document.blocks[1].n_rows, 4);
    assert_int_equal(document.blocks[3].n_rows, 3);
    bireme_document_free(&document);
    drawn_check(picture);
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
        bireme_picture_series(bireme_picture_panel(picture, drawn_names[p]), BIREME_MARK_LINE, "cost", y);
    bireme_text out = {0};
    const bireme_picture_look look = {680, false, "p1"};
    bireme_picture_draw(picture, &look, &out);
    assert_int_equal(drawn_times(bireme_text_string(&out), ">spend, $ thousand<"), 2);
    assert_int_equal(drawn_times(bireme_text_string(&out), ">cost, $<"), 1);
    bireme_text_free(&out);
    drawn_check(picture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_any_names),
        cmocka_unit_test(grids_and_panels),
        cmocka_unit_test(panels_with_scales_of_their_own),
        cmocka_unit_test(panels_over_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
