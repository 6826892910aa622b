/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Distributions given as lists: fixed, discrete, empirical, histogram; mixtures of anything; metalogs through
 * points.
 */
#include "unit/dist/make.h"

#include <stdlib.h>

#define COMPONENTS(...)                                                                                      \
    {                                                                                                        \
        .name = "components", .components = (const bireme_dist *const[]){__VA_ARGS__},                       \
        .n = sizeof((const bireme_dist *const[]){__VA_ARGS__}) / sizeof(bireme_dist *)                       \
    }

static void a_fixed_value_is_one_atom(void **state)
{
    (void)state;
    bireme_dist *dist = make_fixed(-2.5);
    double value, mass;
    char text[40];
    assert_true(bireme_dist_is_fixed(dist) && bireme_dist_is_piecewise_constant(dist));
    assert_string_equal(bireme_dist_family_name(dist), "fixed");
    assert_int_equal(bireme_dist_atom_count(dist), 1);
    bireme_dist_atom(dist, 0, &value, &mass);
    assert_true(value == -2.5 && mass == 1);
    assert_true(bireme_dist_mean(dist) == -2.5 && bireme_dist_variance(dist) == 0);
    for (double u = 0; u <= 1; u += 0.25) assert_true(bireme_dist_quantile(dist, u) == -2.5);
    assert_true(bireme_dist_cdf(dist, -2.5) == 1 && bireme_dist_cdf(dist, -2.6) == 0);
    assert_true(bireme_dist_pdf(dist, -2.5) == 0);
    bireme_dist_describe(dist, text, sizeof text);
    assert_string_equal(text, "fixed at -2.5");
    bireme_dist_free(dist);
}

static void discrete_values_are_sorted_and_merged(void **state)
{
    (void)state;
    bireme_dist *dist = make(
        "discrete", ARGUMENTS(LIST("values", 30, 10, 20, 10, 99), LIST("weights", 0.2, 0.1, 0.5, 0.2, 0)));
    static const double value[] = {10, 20, 30}, mass[] = {0.3, 0.5, 0.2};
    assert_int_equal(bireme_dist_atom_count(dist), 3);
    for (size_t i = 0; i < 3; i++) {
        double v, m;
        bireme_dist_atom(dist, i, &v, &m);
        assert_true(v == value[i]);
        assert_close(m, mass[i], 1e-15, 0);
    }
    assert_close(bireme_dist_mean(dist), 19, 1e-15, 0);
    assert_close(bireme_dist_variance(dist), 0.3 * 81 + 0.5 * 1 + 0.2 * 121, 1e-14, 0);
    assert_true(bireme_dist_quantile(dist, 0.29) == 10 && bireme_dist_quantile(dist, 0.31) == 20);
    assert_true(bireme_dist_quantile(dist, 0.79) == 20 && bireme_dist_quantile(dist, 0.81) == 30);
    assert_true(bireme_dist_quantile_pq(dist, 1, 1e-300) == 30);
    assert_true(bireme_dist_upper(dist) == 30 && !bireme_dist_is_fixed(dist));
    assert_close(bireme_dist_sf(dist, 25), 0.2, 1e-15, 0);
    bireme_dist_free(dist);
}

static void empirical_quantiles_are_order_statistics(void **state)
{
    (void)state;
    /* With n values the k-th is the quantile of every p in ((k−1)/n, k/n], the end included for any n. */
    for (size_t n = 1; n <= 50; n++) {
        double values[50];
        for (size_t i = 0; i < n; i++) values[i] = (double)(n - i);
        bireme_dist *dist = make("empirical", 1,
                                 &(bireme_dist_argument){.name = "values", .values = values, .n = n});
        for (size_t k = 1; k <= n; k++) {
            assert_true(bireme_dist_quantile(dist, ((double)k - 0.5) / (double)n) == (double)k);
            assert_true(bireme_dist_cdf(dist, (double)k) == (double)k / (double)n);
        }
        assert_close(bireme_dist_mean(dist), (double)(n + 1) / 2, 1e-14, 0);
        assert_close(bireme_dist_variance(dist), (double)(n * n - 1) / 12, 1e-13, 0);
        bireme_dist_free(dist);
    }
}

static void truncated_atoms_are_those_inside_the_closed_interval(void **state)
{
    (void)state;
    bireme_dist *dist = make_between(2, 4, "empirical", ARGUMENTS(LIST("values", 1, 2, 3, 4, 4, 5)));
    assert_int_equal(bireme_dist_atom_count(dist), 3);
    assert_close(bireme_dist_mean(dist), 13.0 / 4, 1e-15, 0);
    assert_close(bireme_dist_cdf(dist, 3), 0.5, 1e-15, 0);
    bireme_dist_free(dist);
    dist = make_between(4.5, INFINITY, "empirical", ARGUMENTS(LIST("values", 1, 2, 3, 4, 4, 5)));
    assert_true(bireme_dist_is_fixed(dist) && bireme_dist_mean(dist) == 5);
    bireme_dist_free(dist);
}

static void a_histogram_is_linear_between_its_edges(void **state)
{
    (void)state;
    bireme_dist *dist =
        make("histogram", ARGUMENTS(LIST("edges", -1, 0, 1, 2, 3, 7), LIST("weights", 0, 0.2, 0, 0.3, 0.5)));
    double breaks[8];
    assert_true(bireme_dist_lower(dist) == 0 &&
                bireme_dist_upper(dist) == 7); /* the empty first bin is dropped */
    assert_int_equal(bireme_dist_breaks(dist, breaks, 8), 3);
    assert_true(breaks[0] == 1 && breaks[1] == 2 && breaks[2] == 3);
    assert_int_equal(bireme_dist_breaks(dist, breaks, 0), 3);
    assert_true(bireme_dist_is_piecewise_constant(dist));
    assert_close(bireme_dist_quantile(dist, 0.1), 0.5, 1e-15, 0);
    assert_close(bireme_dist_quantile(dist, 0.2), 1, 1e-15, 0); /* the smallest x with F = 0.2 */
    assert_close(bireme_dist_quantile(dist, 0.35), 2.5, 1e-15, 0);
    assert_close(bireme_dist_quantile(dist, 0.75), 5, 1e-15, 0);
    assert_close(bireme_dist_cdf(dist, 1.5), 0.2, 1e-15, 0);
    assert_close(bireme_dist_pdf(dist, 4), 0.125, 1e-15, 0);
    assert_true(bireme_dist_pdf(dist, 1.5) == 0);
    assert_close(bireme_dist_mean(dist), 0.2 * 0.5 + 0.3 * 2.5 + 0.5 * 5, 1e-15, 0);
    /* E[X²] of a bin is (a² + ab + b²)/3. */
    double square = 0.2 / 3 + 0.3 * 19 / 3 + 0.5 * 79 / 3, mean = bireme_dist_mean(dist);
    assert_close(bireme_dist_variance(dist), square - mean * mean, 1e-14, 0);
    bireme_dist_free(dist);
}

static void a_truncated_histogram_is_clipped(void **state)
{
    (void)state;
    bireme_dist *dist = make_between(0.5, 3, "histogram",
                                     ARGUMENTS(LIST("edges", 0, 1, 3, 7), LIST("weights", 0.25, 0.25, 0.5)));
    double at; /* left: 0.125 on [0.5, 1], 0.25 on [1, 3] */
    assert_int_equal(bireme_dist_breaks(dist, &at, 1), 1);
    assert_true(at == 1 && bireme_dist_upper(dist) == 3);
    assert_close(bireme_dist_cdf(dist, 1), 1.0 / 3, 1e-15, 0);
    assert_close(bireme_dist_mean(dist), 0.75 / 3 + 2 * 2.0 / 3, 1e-15, 0);
    bireme_dist_free(dist);
}

/* F as a sum, whatever is inside. */
static void check_mixture(const bireme_dist *mixture, const bireme_dist *const *parts, const double *weights,
                          size_t n)
{
    double mean = 0, square = 0;
    for (size_t i = 0; i < n; i++) {
        double m = bireme_dist_mean(parts[i]);
        mean += weights[i] * m;
        square += weights[i] * (bireme_dist_variance(parts[i]) + m * m);
    }
    assert_close(bireme_dist_mean(mixture), mean, 1e-14, 0);
    assert_close(bireme_dist_variance(mixture), square - mean * mean, 1e-12, 0);
    for (double u = 0.0013; u < 1; u += 0.0071) {
        double x = bireme_dist_quantile(mixture, u), f = 0, before = 0, jump = 0;
        for (size_t i = 0; i < n; i++) {
            f += weights[i] * bireme_dist_cdf(parts[i], x);
            before += weights[i] * bireme_dist_cdf(parts[i], nextafter(x, -INFINITY));
        }
        assert_close(bireme_dist_cdf(mixture, x), f, 1e-14, 0);
        for (size_t i = 0; i < bireme_dist_atom_count(mixture); i++) {
            double value, mass;
            bireme_dist_atom(mixture, i, &value, &mass);
            if (value == x) jump = mass;
        }
        /* x is where u is reached: F(x) ≥ u, and just before x it is not, but for the rounding of both. */
        assert_true(f >= u - 1e-14);
        double before_allowed = u + 1e-12 + 2 * (nextafter(x, INFINITY) - x) * bireme_dist_pdf(mixture, x);
        assert_true(before <= before_allowed);
        /* 2 ulp of x times the density, beside the rounding of F */
        double ulp = nextafter(fabs(x), INFINITY) - fabs(x);
        if (jump == 0) assert_close(f, u, 0, 1e-12 + 2 * ulp * bireme_dist_pdf(mixture, x));
    }
}

static void a_mixture_adds_up(void **state)
{
    (void)state;
    bireme_dist *parts[] = {make_fixed(5), make("normal", ARGUMENTS(NUMBER("mean", 4), NUMBER("sd", 1))),
                            make("empirical", ARGUMENTS(LIST("values", 2, 5, 6))),
                            make_between(1, INFINITY, "exponential", ARGUMENTS(NUMBER("mean", 3)))};
    const double weights[] = {0.3, 0.4, 0.1, 0.2};
    const bireme_dist *const *list = (const bireme_dist *const *)parts;
    bireme_dist *dist = make("mixture", ARGUMENTS({.name = "components", .components = list, .n = 4},
                                                  LIST("weights", 0.3, 0.4, 0.1, 0.2)));
    check_mixture(dist, list, weights, 4);
    assert_int_equal(bireme_dist_atom_count(dist), 3);
    double value, mass, at[4];
    bireme_dist_atom(dist, 1, &value, &mass);
    assert_true(value == 5);
    assert_close(mass, 0.3 + 0.1 / 3, 1e-15, 0);
    assert_int_equal(bireme_dist_breaks(dist, at, 4), 1);
    assert_true(at[0] == 1); /* where the exponential begins */
    /* A mixture of mixtures, copied. */
    bireme_dist *outer = make("mixture", ARGUMENTS(COMPONENTS(dist, parts[1]), LIST("weights", 0.5, 0.5))),
                *copy = NULL;
    bireme_error error;
    assert_int_equal(bireme_dist_copy(outer, &copy, &error), BIREME_OK);
    bireme_dist_free(outer);
    check_mixture(copy, (const bireme_dist *const[]){dist, parts[1]}, (const double[]){0.5, 0.5}, 2);
    bireme_dist_free(copy);
    bireme_dist_free(dist);
    for (size_t i = 0; i < 4; i++) bireme_dist_free(parts[i]);
}

static void a_mixture_with_a_gap_and_far_scales_finds_its_quantiles(void **state)
{
    (void)state;
    bireme_dist *parts[] = {make("uniform", ARGUMENTS(NUMBER("min", 0), NUMBER("max", 1))),
                            make("uniform", ARGUMENTS(NUMBER("min", 1e6), NUMBER("max", 1e6 + 1))),
                            make("gamma", ARGUMENTS(NUMBER("shape", 0.05), NUMBER("scale", 1e-9)))};
    const bireme_dist *const *list = (const bireme_dist *const *)parts;
    const double weights[] = {0.25, 0.25, 0.5};
    bireme_dist *dist = make("mixture", ARGUMENTS({.name = "components", .components = list, .n = 3},
                                                  LIST("weights", 0.25, 0.25, 0.5)));
    double at[8];
    check_mixture(dist, list, weights, 3);
    assert_int_equal(bireme_dist_breaks(dist, at, 8), 3);
    assert_true(at[0] == 1 && at[1] == 1e6 && at[2] == 1e6 + 1);
    assert_false(bireme_dist_is_piecewise_constant(dist));
    bireme_dist_free(dist);
    for (size_t i = 0; i < 3; i++) bireme_dist_free(parts[i]);
}

static void a_truncated_mixture_is_conditional(void **state)
{
    (void)state;
    bireme_dist *parts[] = {make_fixed(3), make("normal", ARGUMENTS(NUMBER("mean", 4), NUMBER("sd", 1))),
                            make_fixed(9)};
    const bireme_dist *const *list = (const bireme_dist *const *)parts;
    bireme_dist_argument arguments[] = {{.name = "components", .components = list, .n = 3},
                                        LIST("weights", 0.2, 0.5, 0.3)};
    bireme_dist *whole = make("mixture", 2, arguments), *part = make_between(3, 6, "mixture", 2, arguments);
    /* The interval is closed: the atom at 3 stays. */
    double before = 0.5 * bireme_dist_cdf(parts[1], 3), mass = bireme_dist_cdf(whole, 6) - before;
    for (double x = 3; x <= 6; x += 0.125)
        assert_close(bireme_dist_cdf(part, x), (bireme_dist_cdf(whole, x) - before) / mass, 1e-13, 0);
    assert_int_equal(bireme_dist_atom_count(part), 1);
    bireme_dist_free(part);
    part = make_between(8.9, 9.1, "mixture", 2, arguments); /* the normal has 4e-7 of its mass there */
    assert_int_equal(bireme_dist_atom_count(part), 1);
    assert_close(bireme_dist_mean(part), 9, 1e-6, 0);
    bireme_dist_free(part);
    part = make_between(20, INFINITY, "mixture", 2, arguments); /* only the normal's far tail is left */
    assert_true(bireme_dist_atom_count(part) == 0 && bireme_dist_lower(part) == 20);
    bireme_dist_free(part);
    bireme_dist_free(whole);
    for (size_t i = 0; i < 3; i++) bireme_dist_free(parts[i]);
}

static void a_mixture_of_atoms_is_discrete(void **state)
{
    (void)state;
    bireme_dist *a = make_fixed(1), *b = make("empirical", ARGUMENTS(LIST("values", 1, 2)));
    bireme_dist *dist = make("mixture", ARGUMENTS(COMPONENTS(a, b), LIST("weights", 0.5, 0.5)));
    assert_string_equal(bireme_dist_family_name(dist), "mixture");
    assert_int_equal(bireme_dist_atom_count(dist), 2);
    assert_true(bireme_dist_is_piecewise_constant(dist));
    assert_true(bireme_dist_quantile(dist, 0.74) == 1 && bireme_dist_quantile(dist, 0.76) == 2);
    assert_close(bireme_dist_mean(dist), 1.25, 1e-15, 0);
    bireme_dist_free(dist);
    bireme_dist *same = make("mixture", ARGUMENTS(COMPONENTS(a, a), LIST("weights", 0.4, 0.6)));
    assert_true(bireme_dist_is_fixed(same));
    bireme_dist_free(same);
    bireme_dist_free(a);
    bireme_dist_free(b);
}

/* ---- metalog */

static void a_metalog_passes_through_its_points(void **state)
{
    (void)state;
    /* Points of a lognormal and of a normal, 2 to 16 terms; at 7, 11 and 15 the
     * middle one of these symmetric points needs the next even term. */
    for (int kind = 0; kind < 2; kind++) {
        for (size_t n = 2; n <= 16; n++) {
            double p[16], x[16];
            bireme_dist *source = kind ? make("normal", ARGUMENTS(NUMBER("mean", 50), NUMBER("sd", 9)))
                                       : make("lognormal",
                                              ARGUMENTS(NUMBER("median", 50), NUMBER("sigma", 0.25)));
            for (size_t i = 0; i < n; i++) {
                p[i] = ((double)i + 0.5) / (double)n;
                x[i] = bireme_dist_quantile(source, p[i]);
            }
            bireme_dist_argument arguments[] = {{.name = "probabilities", .values = p, .n = n},
                                                {.name = "quantiles", .values = x, .n = n}};
            bireme_dist *dist = make("metalog", 2, arguments);
            for (size_t i = 0; i < n; i++) {
                assert_close(bireme_dist_quantile(dist, p[i]), x[i], 1e-11,
                             0); /* the system's condition is up to 1e5 */
                assert_close(bireme_dist_cdf(dist, x[i]), p[i], 1e-10, 0);
            }
            for (double u = 1e-6; u < 1; u += 0.0099) {
                double h = 1e-5 * fmin(u, 1 - u), q = bireme_dist_quantile(dist, u);
                double rise = bireme_dist_quantile(dist, u + h) - bireme_dist_quantile(dist, u - h);
                assert_close(bireme_dist_cdf(dist, q), u, 1e-11, 0);
                /* central difference: relative error (h/u)² = 1e-10, and rounding of x (50 ulp / rise) */
                assert_close(bireme_dist_pdf(dist, q), 2 * h / rise, 1e-6, 0);
            }
            bireme_dist_free(source);
            bireme_dist_free(dist);
        }
    }
}

static void two_terms_are_the_logistic(void **state)
{
    (void)state;
    bireme_dist *dist = make("metalog",
                             ARGUMENTS(LIST("probabilities", 0.5, 0.75), LIST("quantiles", 10, 12)));
    double s = 2 / log(3);
    for (double x = -5; x < 25; x += 1.3)
        assert_close(bireme_dist_cdf(dist, x), 1 / (1 + exp(-(x - 10) / s)), 1e-13, 0);
    assert_close(bireme_dist_mean(dist), 10, 1e-13, 0);
    assert_close(bireme_dist_variance(dist), s * s * 3.14159265358979323846 * 3.14159265358979323846 / 3,
                 1e-12, 0);
    bireme_dist_free(dist);
}

static void the_triplets_moments_match_keelin(void **state)
{
    (void)state;
    /* Keelin 2016, table 3 for three terms: mean a1 + a3/2, variance π²/3 a2² + (1/12 + π²/36) a3². */
    const double pi = 3.14159265358979323846, l = log(9), low = 10, middle = 14, high = 25;
    bireme_dist *dist = make("metalog",
                             ARGUMENTS(NUMBER("p10", low), NUMBER("p50", middle), NUMBER("p90", high)));
    double a2 = (high - low) / (2 * l), a3 = (high + low - 2 * middle) / (0.8 * l);
    assert_close(bireme_dist_mean(dist), middle + a3 / 2, 1e-12, 0);
    assert_close(bireme_dist_variance(dist), pi * pi / 3 * a2 * a2 + (1.0 / 12 + pi * pi / 36) * a3 * a3,
                 1e-12, 0);
    assert_close(bireme_dist_quantile(dist, 0.1), low, 1e-14, 0);
    assert_close(bireme_dist_quantile(dist, 0.5), middle, 1e-14, 0);
    assert_close(bireme_dist_quantile(dist, 0.9), high, 1e-14, 0);
    bireme_dist_free(dist);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fixed_value_is_one_atom),
        cmocka_unit_test(discrete_values_are_sorted_and_merged),
        cmocka_unit_test(empirical_quantiles_are_order_statistics),
        cmocka_unit_test(truncated_atoms_are_those_inside_the_closed_interval),
        cmocka_unit_test(a_histogram_is_linear_between_its_edges),
        cmocka_unit_test(a_truncated_histogram_is_clipped),
        cmocka_unit_test(a_mixture_adds_up),
        cmocka_unit_test(a_mixture_with_a_gap_and_far_scales_finds_its_quantiles),
        cmocka_unit_test(a_truncated_mixture_is_conditional),
        cmocka_unit_test(a_mixture_of_atoms_is_discrete),
        cmocka_unit_test(a_metalog_passes_through_its_points),
        cmocka_unit_test(two_terms_are_the_logistic),
        cmocka_unit_test(the_triplets_moments_match_keelin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
