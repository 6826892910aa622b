/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Metalogs fitted to samples: of a metalog its coefficients, of other laws a close one; and the least squares
 * below.
 */
#include "unit/dist/make.h"

#include <stdlib.h>
#include "dist/families/metalog_fit.h"
#include "numeric/solve/least_squares.h"

enum { N = 20000 };

/* The quantiles of a distribution at (i + ½)/N: a sample without chance. */
static double *sample_of(bireme_dist *dist)
{
    double *x = malloc(N * sizeof *x);
    assert_non_null(x);
    for (int i = 0; i < N; i++) x[i] = bireme_dist_quantile(dist, (i + 0.5) / N);
    bireme_dist_free(dist);
    return x;
}

static bireme_metalog_fit fit_of(bireme_dist *dist, bool bounded)
{
    bireme_metalog_fit fit;
    bireme_error error;
    double *x = sample_of(dist);
    assert_int_equal(bireme_metalog_fit_sample(N, x, bounded, &fit, &error), BIREME_OK);
    free(x);
    return fit;
}

static void a_metalog_is_found_again(void **state)
{
    (void)state;
    bireme_metalog_fit fit = fit_of(make("metalog", ARGUMENTS(LIST("coefficients", 10, 1.1, 0.3, -0.2, 0.5))),
                                    false);
    static const double expected[] = {10, 1.1, 0.3, -0.2, 0.5};
    assert_true(!fit.has_lower);
    if (!(fit.largest_difference < 6e-4)) fail_msg("%zu terms: %g", fit.terms, fit.largest_difference);
    for (int k = 0; k < 5 && fit.terms == 5; k++) assert_close(fit.coefficients[k], expected[k], 0, 2e-3);
    bireme_dist_free(fit.dist);
    fit = fit_of(make("metalog", ARGUMENTS(LIST("coefficients", 3, 0.2, 0.05), NUMBER("lower", 0))), true);
    assert_true(fit.has_lower && fit.largest_difference < 6e-4);
    bireme_dist_free(fit.dist);
}

static void other_laws_are_met_closely(void **state)
{
    (void)state;
    bireme_dist *laws[] = {make("normal", ARGUMENTS(NUMBER("mean", 100), NUMBER("sd", 15))),
                           make("lognormal", ARGUMENTS(NUMBER("mean", 100), NUMBER("cv", 0.4))),
                           make("gamma", ARGUMENTS(NUMBER("mean", 100), NUMBER("cv", 0.3))),
                           make("beta", ARGUMENTS(NUMBER("alpha", 3), NUMBER("beta", 9)))};
    for (size_t i = 0; i < sizeof laws / sizeof laws[0]; i++) {
        double mean = bireme_dist_mean(laws[i]), p10 = bireme_dist_quantile(laws[i], 0.1),
               p90 = bireme_dist_quantile(laws[i], 0.9), sd = sqrt(bireme_dist_variance(laws[i]));
        bireme_metalog_fit fit = fit_of(laws[i], i > 0);
        assert_true(fit.largest_difference < 0.006);
        assert_int_equal(fit.has_lower, i > 0);
        assert_close(bireme_dist_mean(fit.dist), mean, 0, 0.01 * sd);
        assert_close(bireme_dist_quantile(fit.dist, 0.1), p10, 0, 0.03 * sd);
        assert_close(bireme_dist_quantile(fit.dist, 0.9), p90, 0, 0.03 * sd);
        bireme_dist_free(fit.dist);
    }
}

/* Whole numbers: F may be anywhere within a step. */
static void counts_are_no_worse(void **state)
{
    (void)state;
    double *x = sample_of(make("normal", ARGUMENTS(NUMBER("mean", 12), NUMBER("sd", 3))));
    bireme_metalog_fit fit;
    bireme_error error;
    for (int i = 0; i < N; i++) x[i] = floor(x[i]);
    assert_int_equal(bireme_metalog_fit_sample(N, x, false, &fit, &error), BIREME_OK);
    assert_true(fit.largest_difference < 0.003);
    bireme_dist_free(fit.dist);
    free(x);
}

static void least_squares_meets_normal_equations(void **state)
{
    (void)state;
    bireme_error error;
    static const double a[] = {1, 0, 1, 1, 1, 2, 1, 3, 1, 4}, b[] = {1, 3, 2, 5, 4};
    double x[2];
    assert_int_equal(bireme_least_squares(5, 2, a, b, x, &error), BIREME_OK);
    assert_close(x[1], 0.8, 1e-13, 0); /* Sxy / Sxx = 8 / 10 */
    assert_close(x[0], 1.4, 1e-13, 0);
    static const double dependent[] = {1, 2, 2, 4, 3, 6};
    assert_int_equal(bireme_least_squares(3, 2, dependent, b, x, &error), BIREME_DOMAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_metalog_is_found_again),
        cmocka_unit_test(other_laws_are_met_closely),
        cmocka_unit_test(counts_are_no_worse),
        cmocka_unit_test(least_squares_meets_normal_equations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
