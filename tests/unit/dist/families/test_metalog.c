/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Metalogs between bounds, and of given coefficients.
 */
#include "unit/dist/sums/made_sums.h"

#include <gsl/gsl_cdf.h>
#include "dist/table/qtable.h"

#define TRIPLET(a, b, c) NUMBER("p10", a), NUMBER("p50", b), NUMBER("p90", c)

/* y = M(u) for every kind: the points are met, F is the inverse, the density its derivative. */
static void check(bireme_dist *dist, size_t n, const double *p, const double *x, double lower, double upper)
{
    assert_true(bireme_dist_lower(dist) == lower && bireme_dist_upper(dist) == upper);
    for (size_t i = 0; i < n; i++) {
        assert_close(bireme_dist_quantile(dist, p[i]), x[i], 1e-12, 0);
        assert_close(bireme_dist_cdf(dist, x[i]), p[i], 1e-12, 0);
        assert_close(bireme_dist_sf(dist, x[i]), 1 - p[i], 1e-12, 0);
    }
    for (double u = 1e-6; u < 1; u += 0.0099) {
        double h = 1e-5 * fmin(u, 1 - u), q = bireme_dist_quantile(dist, u);
        double rise = bireme_dist_quantile(dist, u + h) - bireme_dist_quantile(dist, u - h);
        assert_true(q > lower && q < upper);
        assert_close(bireme_dist_cdf(dist, q), u, 1e-11, 0);
        assert_close(bireme_dist_pdf(dist, q), 2 * h / rise, 1e-6, 0);
    }
    /* mean and variance by the midpoint rule in the log odds */
    double mean = 0, square = 0, step = 0.002, centre = bireme_dist_mean(dist);
    for (double w = -200; w <= 200; w += step) {
        double u = 1 / (1 + exp(-w)), v = 1 / (1 + exp(w));
        double away = bireme_dist_quantile_pq(dist, u, v) - centre;
        mean += step * u * v * away;
        square += step * u * v * away * away;
    }
    assert_close(mean, 0, 0, 1e-9 * sqrt(bireme_dist_variance(dist)));
    assert_close(square, bireme_dist_variance(dist), 1e-8, 0);
    bireme_dist_free(dist);
}

static void bounds_keep_the_quantiles(void **state)
{
    (void)state;
    const double p[] = {0.1, 0.5, 0.9}, x[] = {0.02, 0.1, 0.4};
    check(make("metalog", ARGUMENTS(TRIPLET(0.02, 0.1, 0.4), NUMBER("lower", 0), NUMBER("upper", 1))), 3, p,
          x, 0, 1);
    check(make("metalog", ARGUMENTS(TRIPLET(0.02, 0.1, 0.4), NUMBER("lower", -1))), 3, p, x, -1, INFINITY);
    check(make("metalog", ARGUMENTS(TRIPLET(0.02, 0.1, 0.4), NUMBER("upper", 2))), 3, p, x, -INFINITY, 2);
    const double p5[] = {0.05, 0.25, 0.5, 0.75, 0.95}, x5[] = {300, 400, 480, 600, 900};
    check(make("metalog", ARGUMENTS(LIST("probabilities", 0.05, 0.25, 0.5, 0.75, 0.95),
                                    LIST("quantiles", 300, 400, 480, 600, 900), NUMBER("lower", 0))),
          5, p5, x5, 0, INFINITY);
}

/* A logistic on the log scale is the log-logistic, between bounds the logit-logistic: closed forms. */
static void two_terms_are_the_log_logistic(void **state)
{
    (void)state;
    const double pi = 3.14159265358979323846, s = 0.2;
    bireme_dist *dist = make("metalog", ARGUMENTS(LIST("coefficients", log(50), s), NUMBER("lower", 0)));
    assert_close(bireme_dist_mean(dist), 50 * pi * s / sin(pi * s), 1e-11, 0);
    double second = 2500 * 2 * pi * s / sin(2 * pi * s);
    assert_close(bireme_dist_variance(dist), second - bireme_dist_mean(dist) * bireme_dist_mean(dist), 1e-10,
                 0);
    for (double x = 1; x < 1000; x *= 1.4)
        assert_close(bireme_dist_cdf(dist, x), 1 / (1 + pow(x / 50, -1 / s)), 1e-12, 0);
    bireme_dist_free(dist);
    dist = make("metalog", ARGUMENTS(LIST("coefficients", 0, 1), NUMBER("lower", 2), NUMBER("upper", 5)));
    for (double u = 0.01; u < 1; u += 0.01) /* logit of the share is the logit of u: uniform */
        assert_close(bireme_dist_quantile(dist, u), 2 + 3 * u, 1e-13, 0);
    assert_close(bireme_dist_pdf(dist, 2), 1.0 / 3, 1e-12, 0);
    assert_close(bireme_dist_pdf(dist, 5), 1.0 / 3, 1e-12, 0);
    assert_close(bireme_dist_variance(dist), 0.75, 1e-12, 0);
    bireme_dist_free(dist);
    dist = make("metalog", ARGUMENTS(LIST("coefficients", 0, 1.5), NUMBER("lower", 2), NUMBER("upper", 5)));
    assert_true(bireme_dist_pdf(dist, 2) == INFINITY && bireme_dist_pdf(dist, 5) == INFINITY);
    bireme_dist_free(dist);
    dist = make("metalog", ARGUMENTS(LIST("coefficients", 0, 0.7), NUMBER("lower", 2), NUMBER("upper", 5)));
    assert_true(bireme_dist_pdf(dist, 2) == 0 && bireme_dist_cdf(dist, 2) == 0 &&
                bireme_dist_sf(dist, 5) == 0);
    bireme_dist_free(dist);
}

/* Coefficients in Keelin's order, which is SIPmath's. */
static void coefficients_are_keelins(void **state)
{
    (void)state;
    static const double a[] = {10, 1.1, 0.3, -0.2, 0.5, 0.1, -0.05};
    bireme_dist *dist = make("metalog", ARGUMENTS(LIST("coefficients", 10, 1.1, 0.3, -0.2, 0.5, 0.1, -0.05)));
    for (double u = 0.005; u < 1; u += 0.01) {
        double c = u - 0.5, l = log(u / (1 - u));
        double x = a[0] + a[1] * l + a[2] * c * l + a[3] * c + a[4] * c * c + a[5] * c * c * l +
                   a[6] * c * c * c;
        assert_close(bireme_dist_quantile(dist, u), x, 1e-13, 0);
    }
    bireme_dist_free(dist);
}

/* min and max cut off what is between the bounds, too. */
static void bounds_and_cuts_go_together(void **state)
{
    (void)state;
    bireme_dist *whole = make("metalog",
                              ARGUMENTS(TRIPLET(10, 20, 60), NUMBER("lower", 0), NUMBER("upper", 500)));
    bireme_dist *cut = make_between(5, 100, "metalog",
                                    ARGUMENTS(TRIPLET(10, 20, 60), NUMBER("lower", 0), NUMBER("upper", 500)));
    double low = bireme_dist_cdf(whole, 5), mass = bireme_dist_cdf(whole, 100) - low;
    for (double u = 0.02; u < 1; u += 0.02)
        assert_close(bireme_dist_quantile(cut, u), bireme_dist_quantile(whole, low + u * mass), 1e-11, 0);
    assert_true(bireme_dist_lower(cut) == 5 && bireme_dist_upper(cut) == 100);
    bireme_dist_free(whole);
    bireme_dist_free(cut);
    /* no variance without the cut */
    cut = make_between(-INFINITY, 1e6, "metalog", ARGUMENTS(TRIPLET(1, 20, 400), NUMBER("lower", 0)));
    assert_true(bireme_dist_variance(cut) > 0 && isfinite(bireme_dist_variance(cut)));
    bireme_dist_free(cut);
}

/* x = 50 (u/v)^s: mean 50 π s / sin π s for s < 1, no variance from s = ½ on. */
static void a_mean_is_enough(void **state)
{
    (void)state;
    const double pi = 3.14159265358979323846, powers[] = {0.5, 0.56, 0.7, 0.85, 0.984, 0.999};
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++) {
        double s = powers[i];
        bireme_dist *dist = make("metalog", ARGUMENTS(LIST("coefficients", log(50), s), NUMBER("lower", 0)));
        assert_close(bireme_dist_mean(dist), 50 * pi * s / sin(pi * s), 1e-10, 0);
        assert_true(isinf(bireme_dist_variance(dist)));
        assert_close(bireme_dist_tail_power(dist), s, 1e-9, 0);
        assert_close(bireme_dist_inverse_power(dist), s, 1e-9, 0);
        /* far out Q = 50 v^-s */
        assert_close(bireme_dist_heavy_share(dist, 1e-9), pow(1e-9, 1 - s) / (1 - s) * sin(pi * s) / (pi * s),
                     1e-5, 0);
        /* beyond 2^-54 less what is held there, of the mean: far out Q = 50 v^-s */
        assert_close(bireme_dist_unseen(dist) / bireme_dist_mean(dist),
                     pow(0x1p-54, 1 - s) * s / (1 - s) * sin(pi * s) / (pi * s), 1e-5, 0);
        bireme_dist_free(dist);
        dist = make("metalog", ARGUMENTS(LIST("coefficients", -log(50), s), NUMBER("upper", 10)));
        assert_close(bireme_dist_mean(dist), 10 - 50 * pi * s / sin(pi * s), 1e-10, 0);
        assert_true(isinf(bireme_dist_variance(dist)));
        bireme_dist_free(dist);
    }
    bireme_dist *dist = make_between(10, INFINITY, "metalog",
                                     ARGUMENTS(TRIPLET(5000, 18000, 60000), NUMBER("lower", 0)));
    assert_true(isinf(bireme_dist_variance(dist)) && isfinite(bireme_dist_mean(dist)));
    bireme_dist_free(dist);
    dist = make("lognormal", ARGUMENTS(NUMBER("median", 50), NUMBER("p90", 5000)));
    assert_true(bireme_dist_inverse_power(dist) == 0);
    bireme_dist_free(dist);
    /* a lognormal of sigma 2 shows its variance; one of 4 does not: of its mean Φ(4 − 3.84) is in the values
     * rarer than 2^-14, at whose edge exp(4 · 3.84) stands; and one of 6 has Φ(6 − 8.21) of it beyond
     * 2^-54 */
    dist = make("lognormal", ARGUMENTS(NUMBER("median", 50), NUMBER("sigma", 2)));
    assert_true(bireme_dist_tail_power(dist) == 0 && bireme_dist_unseen(dist) == 0);
    bireme_dist_free(dist);
    dist = make("lognormal", ARGUMENTS(NUMBER("median", 50), NUMBER("sigma", 4)));
    double z = gsl_cdf_ugaussian_Qinv(0x1p-14);
    double factor = exp(8 - 4 * z) * gsl_cdf_ugaussian_Q(z - 4) * 0x1p14;
    assert_close(bireme_dist_tail_power(dist), 1 - 1 / factor, 1e-6, 0);
    bireme_dist_free(dist);
    dist = make("lognormal", ARGUMENTS(NUMBER("mean", 50), NUMBER("sigma", 6)));
    z = gsl_cdf_ugaussian_Qinv(0x1p-54);
    assert_close(bireme_dist_unseen(dist) / 50, gsl_cdf_ugaussian_Q(z - 6) - 0x1p-54 * exp(6 * z - 18), 1e-6,
                 0);
    bireme_dist_free(dist);
    /* 1/X of what has density at 0 has no mean */
    dist = make("uniform", ARGUMENTS(NUMBER("min", 0), NUMBER("max", 7)));
    assert_close(bireme_dist_inverse_power(dist), 1, 1e-9, 0);
    bireme_dist_free(dist);
}

/* Sums of what has no variance: against the tail of the largest (P(S > x) ~ n P(X > x)) and sums of n
 * draws. */
static void sums_of_heavy_tails_hold(void **state)
{
    (void)state;
    enum { COUNT = 40, SAMPLES = 20000 };
    bireme_error error;
    bireme_sums *sums = NULL;
    bireme_dist *dist = make("metalog", ARGUMENTS(TRIPLET(5000, 18000, 60000), NUMBER("lower", 0)));
    assert_int_equal(bireme_sums_create(dist, 1000, &sums, &error), BIREME_OK);
    assert_true(stated_error(sums) <= 1e-5);
    double below = 0, exact_below = 0, mean = bireme_dist_mean(dist);
    uint64_t random = 1;
    for (int i = 0; i < SAMPLES; i++) {
        double count = COUNT, sum = 0, direct = 0;
        for (unsigned l = 0; l < bireme_sums_levels(sums); l++)
            for (unsigned d = 0; d < 4; d++) {
                uint16_t lane;
                if (bireme_sums_lanes(sums, l, d, 1, &count, &lane) == 0) break;
                random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
                double u = ((double)(random >> 11) + 0.5) * 0x1p-53;
                bireme_sums_eval(sums, l, d, 1, &u, &count, &sum);
            }
        for (int k = 0; k < COUNT; k++) {
            random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            direct += bireme_dist_quantile(dist, ((double)(random >> 11) + 0.5) * 0x1p-53);
        }
        below += sum < COUNT * mean;
        exact_below += direct < COUNT * mean;
    }
    /* two shares of about 0.6 from 20,000 each: 5 standard errors of their difference */
    assert_close(below / SAMPLES, exact_below / SAMPLES, 0, 5 * sqrt(2 * 0.24 / SAMPLES));
    bireme_sums_free(sums);
    bireme_dist_free(dist);
}

/* slope u (w + 1 + a4) at the lower end: M falls below w = −1 − a4. Held there, where that is beyond 1e-9. */
static void a_fall_beyond_every_sample_is_held(void **state)
{
    (void)state;
    const double folds[] = {20, 30, 49};
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++) {
        double last = -INFINITY;
        bireme_dist *dist = make("metalog", ARGUMENTS(LIST("coefficients", 0, 0.5, 1, folds[i])));
        for (double v = 0x1p-60; v < 0.5; v *= 1.5) {
            double x = bireme_dist_quantile_pq(dist, v, 1 - v), w = log(v) - log1p(-v);
            double series = 0.5 * w + (v - 0.5) * w + folds[i] * (v - 0.5);
            /* to rounding */
            assert_true(x >= last - 1e-14 * fabs(x) && x >= bireme_dist_lower(dist) - 1e-14 * fabs(x));
            if (w > -1 - folds[i]) assert_close(x, series, 1e-13, 0);
            last = x;
        }
        assert_true(isfinite(bireme_dist_mean(dist)) &&
                    bireme_dist_cdf(dist, bireme_dist_lower(dist) - 1) == 0);
        bireme_dist_free(dist);
    }
}

/* Newton's method for F goes to and fro between w = 8 and −2.3 here, for some values. */
static void no_value_is_missed(void **state)
{
    (void)state;
    bireme_dist *dist = make("metalog", ARGUMENTS(LIST("coefficients", 0, 0.5, 1, 20)));
    for (double u = 0.001; u < 1; u += 0.00013)
        assert_close(bireme_dist_cdf(dist, bireme_dist_quantile(dist, u)), u, 1e-12, 0);
    bireme_dist_free(dist);
}

static double worst_error(bireme_dist *dist)
{
    bireme_error error;
    bireme_qtable *table = NULL;
    assert_int_equal(bireme_qtable_create(dist, &table, &error), BIREME_OK);
    double worst = 0;
    for (int i = 1; i < 4000; i++) {
        double u = i / 4000.0;
        worst = fmax(worst, fabs(bireme_dist_cdf(dist, bireme_qtable_eval_one(table, u)) - u));
    }
    bireme_qtable_free(table);
    bireme_dist_free(dist);
    return worst;
}

static void tables_of_them_are_exact(void **state)
{
    (void)state;
    assert_true(worst_error(make("metalog", ARGUMENTS(TRIPLET(0.02, 0.1, 0.4), NUMBER("lower", 0),
                                                      NUMBER("upper", 1)))) < 1e-9);
    assert_true(worst_error(make("metalog", ARGUMENTS(TRIPLET(8000, 20000, 50000), NUMBER("lower", 0)))) <
                1e-9);
    assert_true(worst_error(make("metalog", ARGUMENTS(LIST("coefficients", 0, 1.5), NUMBER("lower", 2),
                                                      NUMBER("upper", 5)))) < 1e-9);
    assert_true(worst_error(make("metalog", ARGUMENTS(TRIPLET(-4, 1, 3), NUMBER("upper", 9)))) < 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_keep_the_quantiles), cmocka_unit_test(two_terms_are_the_log_logistic),
        cmocka_unit_test(coefficients_are_keelins),  cmocka_unit_test(bounds_and_cuts_go_together),
        cmocka_unit_test(tables_of_them_are_exact),  cmocka_unit_test(a_mean_is_enough),
        cmocka_unit_test(sums_of_heavy_tails_hold),  cmocka_unit_test(a_fall_beyond_every_sample_is_held),
        cmocka_unit_test(no_value_is_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
