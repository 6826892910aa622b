/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Histograms: round steps, every value in the step that it belongs to.
 */
#include "support/check.h"

#include <math.h>
#include <stdlib.h>
#include "stats/histogram.h"

static bireme_histogram of(size_t n, const double *value, bool whole)
{
    bireme_histogram h;
    bireme_error error;
    assert_int_equal(bireme_histogram_of(n, value, whole, BIREME_HISTOGRAM_MOST, &h, &error), BIREME_OK);
    return h;
}

static void assert_adds_up(const bireme_histogram *h)
{
    double sum = h->below + h->above;
    for (size_t k = 0; k < h->n; k++) {
        sum += h->share[k];
        assert_true(h->from[k] == round(h->from[k] / h->width) * h->width);
    }
    assert_close(sum, 1, 1e-12, 0); /* roundoff of at most 34 shares */
    assert_true(h->n <= BIREME_HISTOGRAM_MOST && h->below <= 0.005 && h->above <= 0.005);
    const double digits = h->width / pow(10, floor(log10(h->width) + 1e-9));
    assert_true(fabs(digits - 1) < 1e-9 || fabs(digits - 2) < 1e-9 || fabs(digits - 2.5) < 1e-9 ||
                fabs(digits - 5) < 1e-9);
}

static void counts_are_those_of_the_steps(void **state)
{
    (void)state;
    /* 0, 1, …, 9: each a step of its own */
    const double value[] = {9, 0, 3, 1, 4, 2, 6, 5, 8, 7};
    bireme_histogram h = of(10, value, true);
    assert_true(h.n == 10 && h.width == 1);
    for (size_t k = 0; k < 10; k++) assert_true(h.from[k] == (double)k && h.share[k] == 0.1);
    /* a value on an edge belongs to the step that begins there */
    const double edges[] = {0, 10, 10, 20, 30, 390};
    h = of(6, edges, false);
    assert_true(h.width == 10 && h.n == 40);
    assert_true(h.share[0] == 1. / 6 && h.share[1] == 2. / 6 && h.share[39] == 1. / 6 && h.share[4] == 0);
}

static void whatever_the_size_the_steps_are_round(void **state)
{
    (void)state;
    enum { N = 20000 };
    double *value = malloc(N * sizeof *value);
    srand(7);
    for (double size = 1e-9; size < 1e15; size *= 37) {
        for (size_t i = 0; i < N; i++)
            value[i] = size * (exp(3 * (double)rand() / RAND_MAX) - (size > 1 ? 5 : 0));
        const bireme_histogram h = of(N, value, false);
        assert_adds_up(&h);
        assert_true(h.n >= BIREME_HISTOGRAM_MOST / 3);
        for (size_t k = 0; k < h.n; k++) {
            size_t n = 0;
            for (size_t i = 0; i < N; i++)
                n += value[i] >= h.from[k] && value[i] < (k + 1 < h.n ? h.from[k + 1] : h.from[k] + h.width);
            /* An edge is a product here and a difference there: a value just at it may change sides. */
            assert_close(h.share[k], (double)n / N, 0, 1.5 / N);
        }
    }
    free(value);
}

static void whole_numbers_have_whole_steps(void **state)
{
    (void)state;
    enum { N = 5000 };
    double value[N];
    for (int spread = 2; spread < 100000; spread *= 3) {
        for (size_t i = 0; i < N; i++) value[i] = (double)((i * 7919) % (size_t)spread);
        const bireme_histogram h = of(N, value, true);
        assert_adds_up(&h);
        assert_true(h.width == floor(h.width));
    }
}

static void a_long_tail_is_said_and_not_drawn(void **state)
{
    (void)state;
    enum { N = 10000 };
    double value[N];
    for (size_t i = 0; i < N; i++) value[i] = (double)(i % 100);
    value[5] = 1e12;
    value[7] = -1e12;
    value[9] = NAN;
    const bireme_histogram h = of(N, value, false);
    assert_true(h.above == 1. / (N - 1) && h.below == 1. / (N - 1));
    assert_true(h.n == 40 && h.width == 2.5);
}

static void where_nothing_varies_there_is_none(void **state)
{
    (void)state;
    const double same[] = {3, 3, 3}, none[] = {NAN, NAN}, far[] = {-1.7e308, 1.7e308};
    assert_int_equal(of(3, same, false).n, 0);
    assert_int_equal(of(2, none, false).n, 0);
    assert_int_equal(of(0, NULL, false).n, 0);
    assert_int_equal(of(2, far, false).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_those_of_the_steps),
        cmocka_unit_test(whatever_the_size_the_steps_are_round),
        cmocka_unit_test(whole_numbers_have_whole_steps),
        cmocka_unit_test(a_long_tail_is_said_and_not_drawn),
        cmocka_unit_test(where_nothing_varies_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
