/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Upright plots, with numbers and names as they may come: what is drawn is well-formed, lies within the
 * picture, no text meets another or is cut, and whatever a name says stays text.
 */
#include "support/drawn.h"

#include <math.h>
#include <string.h>

static void fans_of_every_length_and_size(void **state)
{
    (void)state;
    static const size_t lengths[] = {1, 2, 3, 4, 12, 13, 24, 36, 60, 120};
    for (size_t l = 0; l < sizeof lengths / sizeof lengths[0]; l++)
        for (size_t s = 0; s < DRAWN_SIZES; s++)
            drawn_check(drawn_fan(lengths[l], drawn_sizes[s], s % 2 ? "USD" : "CHF"));
}

static void curves_with_lines(void **state)
{
    (void)state;
    for (size_t s = 1; s < DRAWN_SIZES; s++) {
        double x[60], y[60];
        const double size = fabs(drawn_sizes[s]);
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
        bireme_picture_line_at(picture, true, 2 * size, drawn_names[2]);
        bireme_picture_region(picture, 0.9 * size, 1.2 * size, "as good as the best");
        drawn_check(picture);
    }
}

static void histograms(void **state)
{
    (void)state;
    for (size_t s = 0; s < DRAWN_SIZES; s++) {
        for (size_t n = 2; n <= 40; n += 19) {
            double middle[40], share[40];
            for (size_t i = 0; i < n; i++) {
                middle[i] = drawn_sizes[s] + 0.1 * fabs(drawn_sizes[s]) * ((double)i + 0.5);
                share[i] = 1 / (1 + pow((double)i - 9, 2));
            }
            bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "How often", "EUR");
            bireme_picture_numbers(picture, n, middle, BIREME_FORMAT_MONEY, "revenue, each bar that wide");
            bireme_picture_values(picture, BIREME_FORMAT_SHARE, "of the futures");
            bireme_picture_series(picture, BIREME_MARK_BARS, "share of the futures", share);
            bireme_picture_line_at(picture, true, middle[1], "the goal");
            drawn_check(picture);
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
    drawn_check(picture);
    double days[N];
    for (size_t i = 0; i < N; i++) days[i] = 20 * (double)i;
    picture = bireme_picture_create(BIREME_PICTURE_PLOT, "Won by that day", "USD");
    bireme_picture_numbers(picture, N, days, BIREME_FORMAT_PLAIN, "days since the deal came in");
    bireme_picture_values(picture, BIREME_FORMAT_SHARE, "won");
    bireme_picture_interval(picture, BIREME_MARK_BAND, "8 of 10", NULL, low, high);
    bireme_picture_series(picture, BIREME_MARK_STEPS, "observed", seen);
    bireme_picture_series(picture, BIREME_MARK_LINE, "fitted", nominal);
    drawn_check(picture);
}

static void bars_and_bridges(void **state)
{
    (void)state;
    for (size_t s = 0; s < DRAWN_SIZES; s++) {
        double low[DRAWN_NAMES], high[DRAWN_NAMES];
        drawn_wave(low, DRAWN_NAMES, 0.5 * drawn_sizes[s], true);
        drawn_wave(high, DRAWN_NAMES, 1.5 * drawn_sizes[s], false);
        bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "From plan to recession", "USD");
        bireme_picture_places(picture, DRAWN_NAMES, drawn_names);
        bireme_picture_values(picture, BIREME_FORMAT_MONEY, "revenue");
        bireme_picture_interval(picture, BIREME_MARK_FLOATING, "revenue", high, low, high);
        bireme_picture_interval(picture, BIREME_MARK_POINTS, "8 of 10 futures", NULL, low, high);
        bireme_picture_total(picture, 0);
        for (size_t i = 0; i < DRAWN_NAMES; i++) bireme_picture_note(picture, i, "+$1.25M");
        drawn_check(picture);
    }
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
        drawn_months(picture, 3);
        if (bars) bireme_picture_series(picture, BIREME_MARK_BARS, "taken up", values);
        bireme_picture_series(picture, BIREME_MARK_LINE, "demand", values);
        bireme_picture_series(picture, BIREME_MARK_LINE, "capacity", values);
        bireme_picture_draw(picture, &look, &out);
        assert_int_equal(drawn_times(bireme_text_string(&out), "class=\"under\""), bars ? 2 : 0);
        assert_int_equal(drawn_times(bireme_text_string(&out), " over\""), bars ? 6 : 0);
        bireme_text_free(&out);
        bireme_picture_free(picture);
    }
}

/* An interval without a value is a whisker, in the key too; on bars it has an edge of paper. */
static void whiskers_on_a_bridge(void **state)
{
    (void)state;
    const double level[] = {4, 6, 5}, from[] = {0, 4, 5}, to[] = {4, 6, 6}, low[] = {4, 5, NAN},
                 high[] = {4, 7, NAN};
    bireme_text out = {0};
    const bireme_picture_look look = {330, false, "p1"};
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "From start to end", "USD");
    drawn_months(picture, 3);
    bireme_picture_interval(picture, BIREME_MARK_FLOATING, "value", level, from, to);
    bireme_picture_interval(picture, BIREME_MARK_POINTS, "8 of 10 futures", NULL, low, high);
    bireme_picture_draw(picture, &look, &out);
    assert_int_equal(drawn_times(bireme_text_string(&out), "class=\"under\""), 2);
    assert_int_equal(drawn_times(bireme_text_string(&out), "class=\"whisker\""), 3);
    bireme_text_free(&out);
    bireme_picture_free(picture);
}

static void demand_and_capacity(void **state)
{
    (void)state;
    double bars[12], line[12];
    drawn_wave(bars, 12, 60, false);
    drawn_wave(line, 12, 70, true);
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "Demand and capacity", "USD");
    drawn_months(picture, 12);
    bireme_picture_values(picture, BIREME_FORMAT_COUNT, "deals");
    for (size_t i = 0; i < 4; i++) {
        bireme_picture_series(picture, BIREME_MARK_BARS, drawn_names[i], bars);
        bireme_picture_series(picture, BIREME_MARK_LINE, drawn_names[4 + i], line);
        bireme_picture_series(picture, BIREME_MARK_STEPS, "steps", line);
    }
    drawn_check(picture);
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
    drawn_check(picture);
    bireme_picture *spark = bireme_picture_create(BIREME_PICTURE_SPARK, "Revenue", "USD");
    bireme_picture_numbers(spark, 5, x, BIREME_FORMAT_PLAIN, NULL);
    bireme_picture_series(spark, BIREME_MARK_MEDIAN, "revenue", y);
    drawn_check(spark);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fans_of_every_length_and_size),
        cmocka_unit_test(curves_with_lines),
        cmocka_unit_test(histograms),
        cmocka_unit_test(calibration_and_incidence),
        cmocka_unit_test(bars_and_bridges),
        cmocka_unit_test(lines_over_bars),
        cmocka_unit_test(whiskers_on_a_bridge),
        cmocka_unit_test(demand_and_capacity),
        cmocka_unit_test(logarithmic_axes_and_sparks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
