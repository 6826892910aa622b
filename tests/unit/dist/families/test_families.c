/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every continuous family against GSL, its parameter sets against each other, its moments against quadrature.
 */
#include "unit/dist/make.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>

typedef struct reference {
    double (*pdf)(double, double, double);
    double (*lower)(double, double, double);
    double (*upper)(double, double, double);
    double a, b, shift;
} reference;

/* At the quantiles of p: both tails and the density; the quantile brings p back. */
static void compare(bireme_dist *dist, const reference *gsl, double tolerance)
{
    static const double p[] = {1e-12, 1e-6, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999};
    double last = -INFINITY;
    for (size_t i = 0; i < sizeof p / sizeof p[0]; i++) {
        double x = bireme_dist_quantile(dist, p[i]), z = x - gsl->shift;
        assert_true(x > last);
        last = x;
        assert_close(bireme_dist_cdf(dist, x), p[i], tolerance, 0);
        assert_close(bireme_dist_cdf(dist, x), gsl->lower(z, gsl->a, gsl->b), tolerance, 0);
        assert_close(bireme_dist_sf(dist, x), gsl->upper(z, gsl->a, gsl->b), tolerance, 0);
        assert_close(bireme_dist_pdf(dist, x), gsl->pdf(z, gsl->a, gsl->b), tolerance, 0);
        double high = bireme_dist_quantile_pq(dist, 1 - p[i], p[i]);
        /* Near a finite end other than 0 the doubles are too coarse for tails like these. */
        if (bireme_dist_upper(dist) == INFINITY) assert_close(bireme_dist_sf(dist, high), p[i], tolerance, 0);
    }
    bireme_dist_free(dist);
}

/* GSL's own error of the incomplete gamma and beta functions is about 1e-12 to 1e-11 for the shapes below. */
static const double error_of_gsl = 5e-11;

static double normal_pdf(double x, double sigma, double unused)
{
    (void)unused;
    return gsl_ran_gaussian_pdf(x, sigma);
}

static double normal_lower(double x, double sigma, double unused)
{
    (void)unused;
    return gsl_cdf_gaussian_P(x, sigma);
}

static double normal_upper(double x, double sigma, double unused)
{
    (void)unused;
    return gsl_cdf_gaussian_Q(x, sigma);
}

static void normal_is_gsls(void **state)
{
    (void)state;
    reference gsl = {normal_pdf, normal_lower, normal_upper, 2, 0, 24};
    compare(make("normal", ARGUMENTS(NUMBER("mean", 24), NUMBER("sd", 2))), &gsl, 1e-12);
}

static void lognormal_is_gsls(void **state)
{
    (void)state;
    reference gsl = {gsl_ran_lognormal_pdf, gsl_cdf_lognormal_P, gsl_cdf_lognormal_Q, 3.5, 0.8, 0};
    compare(make("lognormal", ARGUMENTS(NUMBER("mu", 3.5), NUMBER("sigma", 0.8))), &gsl, 1e-12);
}

static void gamma_is_gsls(void **state)
{
    (void)state;
    static const double shapes[] = {0.2, 1, 3.3, 99.5, 180};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        reference gsl = {gsl_ran_gamma_pdf, gsl_cdf_gamma_P, gsl_cdf_gamma_Q, shapes[i], 7, 0};
        compare(make("gamma", ARGUMENTS(NUMBER("shape", shapes[i]), NUMBER("scale", 7))), &gsl, error_of_gsl);
    }
}

static void beta_is_gsls(void **state)
{
    (void)state;
    static const double shapes[][2] = {{0.5, 0.5}, {2, 5}, {40, 3}, {60, 45}, {1, 1}, {0.4, 30}};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        reference gsl = {gsl_ran_beta_pdf, gsl_cdf_beta_P, gsl_cdf_beta_Q, shapes[i][0], shapes[i][1], 0};
        compare(make("beta", ARGUMENTS(NUMBER("alpha", shapes[i][0]), NUMBER("beta", shapes[i][1]))), &gsl,
                error_of_gsl);
    }
}

static void weibull_is_gsls(void **state)
{
    (void)state;
    static const double shapes[] = {0.6, 1, 1.4, 8};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        reference gsl = {gsl_ran_weibull_pdf, gsl_cdf_weibull_P, gsl_cdf_weibull_Q, 16, shapes[i], 0};
        compare(make("weibull", ARGUMENTS(NUMBER("shape", shapes[i]), NUMBER("scale", 16))), &gsl, 1e-12);
    }
}

static void exponential_is_the_gamma_of_shape_1(void **state)
{
    (void)state;
    reference gsl = {gsl_ran_gamma_pdf, gsl_cdf_gamma_P, gsl_cdf_gamma_Q, 1, 4, 0};
    compare(make("exponential", ARGUMENTS(NUMBER("mean", 4))), &gsl, error_of_gsl);
}

static void uniform_is_gsls(void **state)
{
    (void)state;
    reference gsl = {gsl_ran_flat_pdf, gsl_cdf_flat_P, gsl_cdf_flat_Q, 2, 5, 0};
    /* 2 + 1e-12·3 is off by half an ulp of 2, which is 7e-5 of the offset: p is asked for from 1e-3 on only.
     */
    bireme_dist *dist = make("uniform", ARGUMENTS(NUMBER("min", 2), NUMBER("max", 5)));
    for (double p = 0.001; p < 1; p += 0.0173) {
        double x = bireme_dist_quantile(dist, p);
        assert_close(bireme_dist_cdf(dist, x), p, 1e-12, 0);
        assert_close(bireme_dist_cdf(dist, x), gsl.lower(x, 2, 5), 1e-12, 0);
        assert_close(bireme_dist_sf(dist, x), gsl.upper(x, 2, 5), 1e-12, 0);
        assert_close(bireme_dist_pdf(dist, x), gsl.pdf(x, 2, 5), 1e-15, 0);
    }
    assert_true(bireme_dist_is_piecewise_constant(dist));
    bireme_dist_free(dist);
}

static void pert_is_a_stretched_beta(void **state)
{
    (void)state;
    bireme_dist *pert = make("pert", ARGUMENTS(NUMBER("min", 10), NUMBER("mode", 14), NUMBER("max", 30)));
    bireme_dist *beta = make("beta", ARGUMENTS(NUMBER("alpha", 1.8), NUMBER("beta", 4.2)));
    for (double u = 0.01; u < 1; u += 0.01) {
        double x = bireme_dist_quantile(pert, u);
        assert_close(x, 10 + 20 * bireme_dist_quantile(beta, u), 1e-14, 0);
        assert_close(bireme_dist_pdf(pert, x), bireme_dist_pdf(beta, (x - 10) / 20) / 20, 1e-12, 0);
    }
    assert_close(bireme_dist_mean(pert), (10 + 4 * 14 + 30) / 6.0, 1e-15, 0);
    bireme_dist_free(pert);
    bireme_dist_free(beta);
}

static void triangular_is_two_straight_lines(void **state)
{
    (void)state;
    static const double modes[] = {1, 2, 4, 5};
    for (size_t i = 0; i < 4; i++) {
        double m = modes[i], at;
        bireme_dist *dist = make("triangular",
                                 ARGUMENTS(NUMBER("min", 1), NUMBER("mode", m), NUMBER("max", 5)));
        for (double x = 1.01; x < 5; x += 0.1) {
            double f = x < m ? 0.5 * (x - 1) / (m - 1) : 0.5 * (5 - x) / (5 - m);
            double below = x < m ? 0.5 * f * (x - 1) : 1 - 0.5 * f * (5 - x);
            assert_close(bireme_dist_pdf(dist, x), f, 1e-14, 0);
            assert_close(bireme_dist_cdf(dist, x), below, 1e-14, 1e-16);
            assert_close(bireme_dist_quantile(dist, below), x, 1e-13, 0);
        }
        assert_close(bireme_dist_mean(dist), (6 + m) / 3, 1e-15, 0);
        assert_int_equal(bireme_dist_breaks(dist, &at, 1), m > 1 && m < 5);
        if (m > 1 && m < 5) assert_true(at == m);
        bireme_dist_free(dist);
    }
}

/* ---- parameter sets */

static void percentiles(bireme_dist *dist, double p10, double p50, double p90, double tolerance)
{
    if (p10 > -INFINITY) assert_close(bireme_dist_quantile(dist, 0.1), p10, tolerance, 0);
    if (p50 > -INFINITY) assert_close(bireme_dist_quantile(dist, 0.5), p50, tolerance, 0);
    assert_close(bireme_dist_quantile(dist, 0.9), p90, tolerance, 0);
    bireme_dist_free(dist);
}

static void percentile_sets_have_these_percentiles(void **state)
{
    (void)state;
    const double none = -INFINITY, exact = 1e-14; /* closed forms: a few ulp */
    percentiles(make("normal", ARGUMENTS(NUMBER("p10", -3), NUMBER("p90", 11))), -3, 4, 11, exact);
    percentiles(make("lognormal", ARGUMENTS(NUMBER("p10", 82), NUMBER("p90", 150))), 82, sqrt(82 * 150), 150,
                exact);
    percentiles(make("lognormal", ARGUMENTS(NUMBER("median", 58), NUMBER("p90", 75))), none, 58, 75, exact);
    percentiles(make("weibull", ARGUMENTS(NUMBER("median", 10), NUMBER("p90", 31))), none, 10, 31, exact);
}

static void a_beta_is_found_for_percentiles_anywhere(void **state)
{
    (void)state;
    static const double p[] = {1e-6, 0.001, 0.01, 0.1, 0.17, 0.29, 0.4, 0.5, 0.501, 0.7, 0.9, 0.99, 0.9999};
    const size_t n = sizeof p / sizeof p[0];
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n;
             j++) /* the search stops within 1e-15 of log n; quantiles move less than that */
            percentiles(make("beta", ARGUMENTS(NUMBER("p90", p[j]), NUMBER("p10", p[i]))), p[i], -INFINITY,
                        p[j], 1e-11);
}

static void moments_are(bireme_dist *dist, double mean, double sd)
{
    assert_close(bireme_dist_mean(dist), mean, 1e-14, 0); /* closed forms: a few ulp */
    assert_close(bireme_dist_variance(dist), sd * sd, 3e-14, 0);
    bireme_dist_free(dist);
}

static void moment_sets_have_these_moments(void **state)
{
    (void)state;
    moments_are(make("normal", ARGUMENTS(NUMBER("mean", 3), NUMBER("sd", 2))), 3, 2);
    moments_are(make("lognormal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("cv", 0.9))), 24000, 21600);
    moments_are(make("lognormal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("sd", 21600))), 24000, 21600);
    moments_are(make("gamma", ARGUMENTS(NUMBER("mean", 180), NUMBER("sd", 30))), 180, 30);
    moments_are(make("gamma", ARGUMENTS(NUMBER("cv", 0.55), NUMBER("mean", 1))), 1, 0.55);
    moments_are(make("gamma", ARGUMENTS(NUMBER("shape", 4), NUMBER("scale", 5))), 20, 10);
    moments_are(make("beta", ARGUMENTS(NUMBER("mean", 0.34), NUMBER("sd", 0.04))), 0.34, 0.04);
    moments_are(make("exponential", ARGUMENTS(NUMBER("mean", 4))), 4, 4);
    moments_are(make("uniform", ARGUMENTS(NUMBER("min", -2), NUMBER("max", 4))), 1, sqrt(3));
    moments_are(make("triangular", ARGUMENTS(NUMBER("min", 0), NUMBER("mode", 0), NUMBER("max", 3))), 1,
                sqrt(0.5));
    moments_are(make("weibull", ARGUMENTS(NUMBER("shape", 1), NUMBER("scale", 4))), 4, 4);
    /* 212 of 480: Beta(212.5, 268.5). */
    moments_are(make("beta", ARGUMENTS(NUMBER("successes", 212), NUMBER("trials", 480))), 212.5 / 481,
                sqrt(212.5 * 268.5 / 482) / 481);
}

static void same(bireme_dist *a, bireme_dist *b, double factor)
{
    for (double p = 0.001; p < 1; p += 0.0137)
        assert_close(bireme_dist_quantile(a, p), factor * bireme_dist_quantile(b, p), 1e-13, 0);
    bireme_dist_free(a);
    bireme_dist_free(b);
}

static void sets_of_the_lognormal_agree(void **state)
{
    (void)state;
    const double sigma = 0.7, cv = sqrt(expm1(sigma * sigma)), median = 12,
                 mean = median * exp(sigma * sigma / 2);
    same(make("lognormal", ARGUMENTS(NUMBER("median", median), NUMBER("sigma", sigma))),
         make("lognormal", ARGUMENTS(NUMBER("mu", log(median)), NUMBER("sigma", sigma))), 1);
    same(make("lognormal", ARGUMENTS(NUMBER("median", median), NUMBER("cv", cv))),
         make("lognormal", ARGUMENTS(NUMBER("mean", mean), NUMBER("sigma", sigma))), 1);
    same(make("lognormal", ARGUMENTS(NUMBER("median", median), NUMBER("cv", cv))),
         make("lognormal", ARGUMENTS(NUMBER("mean", mean), NUMBER("cv", cv))), 1);
}

static void a_location_scales_the_whole_distribution(void **state)
{
    (void)state;
    /* Every set with a location, at location 1 and 250, the other parameter 1.3. */
    size_t found = 0;
    for (size_t f = 0; f < bireme_family_count(); f++) {
        const bireme_family *family = bireme_family_get(f);
        for (size_t s = 0; s < family->n_sets; s++) {
            const bireme_parameter_set *set = &family->sets[s];
            if (set->location == NULL) continue;
            bireme_dist_argument unit[BIREME_SET_MOST], scaled[BIREME_SET_MOST];
            for (size_t i = 0; i < set->count; i++) {
                bool location = strcmp(set->names[i], set->location) == 0;
                unit[i] = (bireme_dist_argument){.name = set->names[i], .value = location ? 1 : 1.3};
                scaled[i] = (bireme_dist_argument){.name = set->names[i], .value = location ? 250 : 1.3};
            }
            same(make(family->name, set->count, scaled), make(family->name, set->count, unit), 250);
            found++;
        }
    }
    assert_int_equal(found, 8); /* lognormal 4, gamma 2, weibull 1, exponential 1 */
}

/* ---- moments against quadrature of the density */

static double first_moment(double x, void *dist)
{
    return x * bireme_dist_pdf(dist, x);
}

static double second_moment(double x, void *dist)
{
    double away = x - bireme_dist_mean(dist);
    return away * away * bireme_dist_pdf(dist, x);
}

static void moments_match_quadrature(void **state)
{
    (void)state;
    gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(2000);
    bireme_dist *dists[] = {
        make("lognormal", ARGUMENTS(NUMBER("mu", 0.3), NUMBER("sigma", 0.5))),
        make("gamma", ARGUMENTS(NUMBER("shape", 2.5), NUMBER("scale", 3))),
        make("weibull", ARGUMENTS(NUMBER("shape", 1.7), NUMBER("scale", 3))),
        make("weibull", ARGUMENTS(NUMBER("shape", 40), NUMBER("scale", 3))),
        make("beta", ARGUMENTS(NUMBER("alpha", 3), NUMBER("beta", 1.5))),
        make("pert", ARGUMENTS(NUMBER("min", -1), NUMBER("mode", 2), NUMBER("max", 3))),
        make("triangular", ARGUMENTS(NUMBER("min", -1), NUMBER("mode", 2), NUMBER("max", 3))),
        make("metalog", ARGUMENTS(NUMBER("p10", 10), NUMBER("p50", 14), NUMBER("p90", 25))),
    };
    for (size_t i = 0; i < sizeof dists / sizeof dists[0]; i++) {
        /* Beyond these quantiles lies less than 1e-13 of both moments. */
        double low = bireme_dist_quantile_pq(dists[i], 1e-18, 1),
               high = bireme_dist_quantile_pq(dists[i], 1, 1e-18);
        double mean, variance, error, middle = bireme_dist_quantile(dists[i], 0.5), part;
        gsl_function f = {first_moment, dists[i]}, g = {second_moment, dists[i]};
        gsl_integration_qags(&f, low, middle, 0, 1e-11, 2000, workspace, &mean, &error);
        gsl_integration_qags(&f, middle, high, 0, 1e-11, 2000, workspace, &part, &error);
        mean += part;
        gsl_integration_qags(&g, low, middle, 0, 1e-11, 2000, workspace, &variance, &error);
        gsl_integration_qags(&g, middle, high, 0, 1e-11, 2000, workspace, &part, &error);
        variance += part;
        assert_close(bireme_dist_mean(dists[i]), mean, 1e-10, 0); /* ten times what was asked of GSL */
        assert_close(bireme_dist_variance(dists[i]), variance, 1e-10, 0);
        bireme_dist_free(dists[i]);
    }
    gsl_integration_workspace_free(workspace);
}

static void quantiles_of_0_and_1_are_the_ends_of_the_support(void **state)
{
    (void)state;
    bireme_dist *gamma = make("gamma", ARGUMENTS(NUMBER("mean", 1), NUMBER("cv", 1)));
    assert_true(bireme_dist_quantile(gamma, 0) == 0 && bireme_dist_quantile(gamma, 1) == INFINITY);
    assert_true(bireme_dist_cdf(gamma, -1) == 0 && bireme_dist_sf(gamma, -1) == 1);
    assert_true(bireme_dist_cdf(gamma, INFINITY) == 1 && bireme_dist_pdf(gamma, -1) == 0);
    bireme_dist_free(gamma);
    bireme_dist *normal = make("normal", ARGUMENTS(NUMBER("mean", 1), NUMBER("sd", 1)));
    assert_true(bireme_dist_lower(normal) == -INFINITY && bireme_dist_quantile(normal, 0) == -INFINITY);
    bireme_dist_free(normal);
    bireme_dist *beta = make("beta", ARGUMENTS(NUMBER("alpha", 0.5), NUMBER("beta", 2)));
    assert_true(bireme_dist_pdf(beta, 0) == INFINITY && bireme_dist_pdf(beta, 1) == 0);
    assert_true(bireme_dist_upper(beta) == 1);
    bireme_dist_free(beta);
}

static void a_copy_is_the_same(void **state)
{
    (void)state;
    bireme_error error;
    bireme_dist *dist = make_between(
        0, 90, "metalog",
        ARGUMENTS(LIST("probabilities", 0.1, 0.5, 0.8, 0.95), LIST("quantiles", 10, 20, 40, 70)));
    bireme_dist *copy = NULL;
    assert_int_equal(bireme_dist_copy(dist, &copy, &error), BIREME_OK);
    for (double p = 0; p <= 1; p += 0.01)
        assert_true(bireme_dist_quantile(dist, p) == bireme_dist_quantile(copy, p));
    assert_true(bireme_dist_mean(dist) == bireme_dist_mean(copy));
    char a[100], b[100];
    bireme_dist_describe(dist, a, sizeof a);
    bireme_dist_free(dist);
    bireme_dist_describe(copy, b, sizeof b);
    assert_string_equal(a, b);
    bireme_dist_free(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normal_is_gsls),
        cmocka_unit_test(lognormal_is_gsls),
        cmocka_unit_test(gamma_is_gsls),
        cmocka_unit_test(beta_is_gsls),
        cmocka_unit_test(weibull_is_gsls),
        cmocka_unit_test(exponential_is_the_gamma_of_shape_1),
        cmocka_unit_test(uniform_is_gsls),
        cmocka_unit_test(pert_is_a_stretched_beta),
        cmocka_unit_test(triangular_is_two_straight_lines),
        cmocka_unit_test(percentile_sets_have_these_percentiles),
        cmocka_unit_test(a_beta_is_found_for_percentiles_anywhere),
        cmocka_unit_test(moment_sets_have_these_moments),
        cmocka_unit_test(sets_of_the_lognormal_agree),
        cmocka_unit_test(a_location_scales_the_whole_distribution),
        cmocka_unit_test(moments_match_quadrature),
        cmocka_unit_test(quantiles_of_0_and_1_are_the_ends_of_the_support),
        cmocka_unit_test(a_copy_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
