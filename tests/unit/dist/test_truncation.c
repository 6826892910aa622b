/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Truncation is conditioning: probabilities, quantiles and moments of every family against the identities
 * that follow from that, and against closed forms.
 */
#include "unit/dist/make.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include "numeric/special/special.h"

/* F_T(x) = (F(x) − F(a)) / (F(b) − F(a)), Q_T(u) = Q(F(a) + u (F(b) − F(a))), f_T = f / (F(b) − F(a)). */
static void check_identities(const char *family, size_t n, const bireme_dist_argument *arguments, double a,
                             double b)
{
    bireme_dist *whole = make(family, n, arguments), *part = make_between(a, b, family, n, arguments);
    double low = bireme_dist_cdf(whole, a), mass = bireme_dist_cdf(whole, b) - low;
    assert_true(bireme_dist_lower(part) == a && bireme_dist_upper(part) == b);
    assert_true(bireme_dist_quantile(part, 0) == a && bireme_dist_quantile(part, 1) == b);
    assert_true(bireme_dist_cdf(part, a - 1) == 0 && bireme_dist_sf(part, b + 1) == 0);
    assert_true(bireme_dist_pdf(part, a - 1e-9) == 0 && bireme_dist_pdf(part, b + 1e-9) == 0);
    for (double u = 0.02; u < 1; u += 0.04) {
        /* mass ≥ 0.1 below: the difference of two probabilities keeps 15 digits. */
        double x = bireme_dist_quantile(part, u);
        assert_close(x, bireme_dist_quantile(whole, low + u * mass), 1e-12, 1e-13);
        assert_close(bireme_dist_cdf(part, x), u, 1e-12, 0);
        assert_close(bireme_dist_sf(part, x), 1 - u, 1e-12, 0);
        assert_close(bireme_dist_pdf(part, x), bireme_dist_pdf(whole, x) / mass, 1e-13, 0);
    }
    bireme_dist_free(whole);
    bireme_dist_free(part);
}

static void probabilities_are_conditional(void **state)
{
    (void)state;
    check_identities("normal", ARGUMENTS(NUMBER("mean", 0), NUMBER("sd", 1)), -1, 2);
    check_identities("normal", ARGUMENTS(NUMBER("mean", 0), NUMBER("sd", 1)), 0.5, 2);
    check_identities("lognormal", ARGUMENTS(NUMBER("median", 10), NUMBER("sigma", 1)), 3, 40);
    check_identities("gamma", ARGUMENTS(NUMBER("mean", 10), NUMBER("cv", 0.7)), 8, 30);
    check_identities("beta", ARGUMENTS(NUMBER("alpha", 0.6), NUMBER("beta", 0.8)), 0.2, 0.9);
    check_identities("weibull", ARGUMENTS(NUMBER("shape", 1.4), NUMBER("scale", 16)), 2, 20);
    check_identities("exponential", ARGUMENTS(NUMBER("mean", 4)), 1, 9);
    check_identities("metalog", ARGUMENTS(NUMBER("p10", 10), NUMBER("p50", 14), NUMBER("p90", 25)), 5, 30);
    check_identities("histogram", ARGUMENTS(LIST("edges", 0, 1, 3, 7), LIST("weights", 0.25, 0.25, 0.5)), 0.5,
                     4);
}

static void normal_moments_match_the_mills_ratio(void **state)
{
    (void)state;
    /* X | X > a: mean φ(a)/Φ(−a) = m, variance 1 + a m − m², the last with cancellation of a² ulp. */
    for (double a = -6; a <= 12; a += 0.75) {
        bireme_dist *dist = make_between(a, INFINITY, "normal",
                                         ARGUMENTS(NUMBER("mean", 0), NUMBER("sd", 1)));
        long double tail = 0.5L * erfcl((long double)a / sqrtl(2));
        long double mills = expl(-0.5L * a * a) / (sqrtl(2 * 3.14159265358979323846264338L) * tail);
        assert_close(bireme_dist_mean(dist), (double)mills, 1e-12, 1e-13);
        assert_close(bireme_dist_variance(dist), (double)(1 + a * mills - mills * mills), 1e-11, 0);
        bireme_dist_free(dist);
    }
}

static void the_exponential_forgets(void **state)
{
    (void)state;
    /* X − a | X > a is X again; far out its mass is e^-100. */
    bireme_dist *dist = make_between(400, INFINITY, "exponential", ARGUMENTS(NUMBER("mean", 4)));
    assert_close(bireme_dist_mean(dist), 404, 1e-13, 0);
    assert_close(bireme_dist_variance(dist), 16, 1e-11, 0); /* ulps of 404 against a sd of 4 */
    bireme_dist_free(dist);
    /* X | X < b: mean m − b e^-r/(1 − e^-r), r = b/m */
    dist = make_between(-INFINITY, 2, "exponential", ARGUMENTS(NUMBER("mean", 4)));
    assert_close(bireme_dist_mean(dist), 4 - 2 / expm1(0.5), 1e-12, 0);
    bireme_dist_free(dist);
}

static void lognormal_moments_match_the_closed_form(void **state)
{
    (void)state;
    /* E[X^k; X < b] = E[X^k] Φ((log b − μ)/σ − kσ) */
    const double mu = 1.2;
    for (double sigma = 0.05; sigma < 4; sigma *= 2.3) {
        for (double z = -2; z <= 2; z += 0.5) {
            double bound = exp(mu + z * sigma), moment[3];
            for (int k = 0; k < 3; k++)
                moment[k] = exp(k * mu + 0.5 * k * k * sigma * sigma) * gsl_cdf_ugaussian_P(z - k * sigma);
            bireme_dist *dist = make_between(-INFINITY, bound, "lognormal",
                                             ARGUMENTS(NUMBER("mu", mu), NUMBER("sigma", sigma)));
            double mean = moment[1] / moment[0], variance = moment[2] / moment[0] - mean * mean;
            assert_close(bireme_dist_mean(dist), mean, 1e-11, 0);
            /* the closed form cancels: ulps of mean² */
            assert_close(bireme_dist_variance(dist), variance, 1e-10, 1e-14 * mean * mean);
            bireme_dist_free(dist);
            /* and the upper part, whose second moment lies far out for a large sigma */
            for (int k = 0; k < 3; k++)
                moment[k] = exp(k * mu + 0.5 * k * k * sigma * sigma) * gsl_cdf_ugaussian_Q(z - k * sigma);
            dist = make_between(bound, INFINITY, "lognormal",
                                ARGUMENTS(NUMBER("mu", mu), NUMBER("sigma", sigma)));
            mean = moment[1] / moment[0];
            assert_close(bireme_dist_mean(dist), mean, 1e-11, 0);
            assert_close(bireme_dist_variance(dist), moment[2] / moment[0] - mean * mean, 1e-10,
                         1e-14 * mean * mean);
            bireme_dist_free(dist);
        }
    }
}

static void gamma_moments_match_the_closed_form(void **state)
{
    (void)state;
    /* E[X^k; X < b] = E[X^k] P(shape + k, b), unit scale. */
    static const double shapes[] = {0.05, 0.5, 1, 4, 60, 2000};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        double a = shapes[i];
        for (double p = 0.1; p < 1; p += 0.2) {
            double bound = bireme_gamma_pq_inverse(a, p, 1 - p); /* any bound will do */
            bireme_dist *dist = make_between(-INFINITY, bound, "gamma",
                                             ARGUMENTS(NUMBER("shape", a), NUMBER("scale", 1)));
            double m0 = gsl_cdf_gamma_P(bound, a, 1), m1 = a * gsl_cdf_gamma_P(bound, a + 1, 1) / m0;
            double m2 = a * (a + 1) * gsl_cdf_gamma_P(bound, a + 2, 1) / m0;
            assert_close(bireme_dist_mean(dist), m1, 1e-10, 0); /* GSL's own error of P */
            assert_close(bireme_dist_variance(dist), m2 - m1 * m1, 1e-9, 1e-12 * m1 * m1);
            bireme_dist_free(dist);
        }
    }
}

static void beta_moments_match_the_closed_form(void **state)
{
    (void)state;
    static const double shapes[][2] = {{0.3, 0.4}, {2, 3}, {40, 90}};
    for (size_t i = 0; i < 3; i++) {
        double a = shapes[i][0], b = shapes[i][1], n = a + b;
        double y, low = bireme_beta_pq_inverse(a, b, 0.2, 0.8, &y),
                  high = bireme_beta_pq_inverse(a, b, 0.7, 0.3, &y), m[3];
        for (int k = 0; k < 3; k++) m[k] = gsl_cdf_beta_P(high, a + k, b) - gsl_cdf_beta_P(low, a + k, b);
        double mean = a / n * m[1] / m[0], square = a * (a + 1) / (n * (n + 1)) * m[2] / m[0];
        bireme_dist *dist = make_between(low, high, "beta", ARGUMENTS(NUMBER("alpha", a), NUMBER("beta", b)));
        assert_close(bireme_dist_mean(dist), mean, 1e-10, 0);
        assert_close(bireme_dist_variance(dist), square - mean * mean, 1e-8,
                     0); /* mean²/variance = 300 of GSL's 1e-11 */
        bireme_dist_free(dist);
    }
}

static double moment_about(double x, void *context)
{
    const bireme_dist *dist = context;
    return (x - bireme_dist_mean(dist)) * (x - bireme_dist_mean(dist)) * bireme_dist_pdf(dist, x);
}

static void narrow_and_one_sided_intervals_match_quadrature(void **state)
{
    (void)state;
    gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(1000);
    bireme_dist *dists[] = {
        make_between(0.3, 0.31, "beta", ARGUMENTS(NUMBER("mean", 0.3), NUMBER("sd", 0.04))),
        make_between(-40, 60, "metalog", ARGUMENTS(NUMBER("p10", 10), NUMBER("p50", 14), NUMBER("p90", 25))),
        make_between(1, 2, "weibull", ARGUMENTS(NUMBER("shape", 0.7), NUMBER("scale", 3))),
    };
    for (size_t i = 0; i < sizeof dists / sizeof dists[0]; i++) {
        double variance, error;
        gsl_function f = {moment_about, dists[i]};
        gsl_integration_qags(&f, bireme_dist_lower(dists[i]), bireme_dist_upper(dists[i]), 0, 1e-11, 1000,
                             workspace, &variance, &error);
        assert_close(bireme_dist_variance(dists[i]), variance, 1e-10, 0);
        bireme_dist_free(dists[i]);
    }
    gsl_integration_workspace_free(workspace);
}

static void an_interval_around_the_support_changes_nothing(void **state)
{
    (void)state;
    bireme_dist *part = make_between(-1, 2, "beta", ARGUMENTS(NUMBER("alpha", 2), NUMBER("beta", 3)));
    bireme_dist *whole = make("beta", ARGUMENTS(NUMBER("alpha", 2), NUMBER("beta", 3)));
    assert_true(bireme_dist_lower(part) == 0 && bireme_dist_upper(part) == 1);
    assert_true(bireme_dist_mean(part) == bireme_dist_mean(whole));
    for (double u = 0; u <= 1; u += 0.05)
        assert_true(bireme_dist_quantile(part, u) == bireme_dist_quantile(whole, u));
    bireme_dist_free(part);
    bireme_dist_free(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(probabilities_are_conditional),
        cmocka_unit_test(normal_moments_match_the_mills_ratio),
        cmocka_unit_test(the_exponential_forgets),
        cmocka_unit_test(lognormal_moments_match_the_closed_form),
        cmocka_unit_test(gamma_moments_match_the_closed_form),
        cmocka_unit_test(beta_moments_match_the_closed_form),
        cmocka_unit_test(narrow_and_one_sided_intervals_match_quadrature),
        cmocka_unit_test(an_interval_around_the_support_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
