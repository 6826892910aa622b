/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include "dist/table/binomial.h"
#include "random/stream.h"

enum { N = BIREME_BINOMIAL_BLOCK };

static bireme_qtable *make(void)
{
    bireme_qtable *normal = NULL;
    bireme_error error;
    assert_int_equal(bireme_qtable_create_normal(&normal, &error), BIREME_OK);
    return normal;
}

/* u must lie between P(K < k) and P(K ≤ k), in the upper tail by the upper tails; off: the stated errors, and
 * GSL's own of its incomplete beta function for large parameters. */
static void check_inverse(double u, double of, double p, double k)
{
    double rarer = of * (p < 0.5 ? p : 1 - p), off = rarer < 16 ? 2e-12 : of > 1e5 ? 1e-8 : 1e-9;
    double below = k > 0 ? gsl_cdf_binomial_P((unsigned)k - 1, p, (unsigned)of) : 0;
    double from = k > 0 ? gsl_cdf_binomial_Q((unsigned)k - 1, p, (unsigned)of) : 1;
    double upto = gsl_cdf_binomial_P((unsigned)k, p, (unsigned)of);
    double above = gsl_cdf_binomial_Q((unsigned)k, p, (unsigned)of);
    int good = u <= 0.5 ? below <= u + off && u <= upto + off : from >= 1 - u - off && 1 - u >= above - off;
    if (!good) print_error("n %.17g p %.17g u %.17g: %g\n", of, p, u, k);
    assert_true(good);
}

static void counts_invert_the_distribution_function(void **state)
{
    (void)state;
    static const double numbers[] = {0, 1, 2, 3, 7, 16, 31, 33, 50, 100, 1000, 12345, 1e6};
    static const double chances[] = {0,   1e-7, 1e-4, 0.01, 0.1,    0.3,      0.4999,
                                     0.5, 0.51, 0.7,  0.9,  0.9999, 1 - 1e-9, 1};
    bireme_qtable *normal = make();
    bireme_stream stream = bireme_stream_create(3, "binomial", "");
    for (size_t a = 0; a < sizeof numbers / sizeof *numbers; a++)
        for (size_t b = 0; b < sizeof chances / sizeof *chances; b++)
            for (uint32_t draw = 0; draw < 4; draw++) {
                double u[N], of[N], p[N], count[N];
                bireme_stream_fill(&stream, 0, draw, 0, N, u);
                for (size_t i = 0; i < N; i++) {
                    of[i] = numbers[a], p[i] = chances[b];
                    if (i < 40) u[i] = i % 2 == 0 ? ldexp(1, -1 - (int)i) : 1 - ldexp(1, -1 - (int)i);
                }
                bireme_binomial_eval(normal, N, u, of, p, count);
                for (size_t i = 0; i < N; i++) {
                    assert_true(count[i] >= 0 && count[i] <= of[i] && count[i] == floor(count[i]));
                    check_inverse(u[i], of[i], p[i], count[i]);
                }
            }
    bireme_qtable_free(normal);
}

/* Steps themselves, to both sides: where the exact function must decide. */
static void counts_are_right_next_to_every_step(void **state)
{
    (void)state;
    static const struct {
        double of, p;
    } cases[] = {{40, 0.5}, {64, 0.3}, {500, 0.04}, {2000, 0.25}, {20000, 0.0013}, {9000, 0.75}};
    bireme_qtable *normal = make();
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double n = cases[c].of, p = cases[c].p, s = sqrt(n * p * (1 - p));
        for (double k = fmax(0, floor(n * p - 6 * s)); k <= fmin(n - 1, n * p + 6 * s); k++) {
            double step = gsl_cdf_binomial_P((unsigned)k, p, (unsigned)n), slack = 2e-9;
            double u[2] = {step - slack, step + slack}, of[2] = {n, n}, chance[2] = {p, p}, count[2];
            if (u[0] <= 0 || u[1] >= 1) continue;
            bireme_binomial_eval(normal, 2, u, of, chance, count);
            check_inverse(u[0], n, p, count[0]);
            check_inverse(u[1], n, p, count[1]);
        }
    }
    bireme_qtable_free(normal);
}

/* More to draw from, or a better chance, never gives fewer with the same uniform. */
static void counts_never_fall_with_number_or_chance(void **state)
{
    (void)state;
    bireme_qtable *normal = make();
    bireme_stream stream = bireme_stream_create(4, "binomial", "");
    double u[N], of[N], p[N], count[N], before[N] = {0};
    bireme_stream_fill(&stream, 0, 0, 0, N, u);
    for (double m = 0; m < 400; m += 13) {
        for (size_t i = 0; i < N; i++) of[i] = m, p[i] = 0.17;
        bireme_binomial_eval(normal, N, u, of, p, count);
        for (size_t i = 0; i < N; i++) assert_true(count[i] >= before[i]);
        for (size_t i = 0; i < N; i++) before[i] = count[i];
    }
    for (size_t i = 0; i < N; i++) before[i] = 0;
    for (double q = 0; q <= 1; q += 0.03125) {
        for (size_t i = 0; i < N; i++) of[i] = 77, p[i] = q;
        bireme_binomial_eval(normal, N, u, of, p, count);
        for (size_t i = 0; i < N; i++) assert_true(count[i] >= before[i]);
        for (size_t i = 0; i < N; i++) before[i] = count[i];
    }
    bireme_qtable_free(normal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_invert_the_distribution_function),
        cmocka_unit_test(counts_are_right_next_to_every_step),
        cmocka_unit_test(counts_never_fall_with_number_or_chance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
