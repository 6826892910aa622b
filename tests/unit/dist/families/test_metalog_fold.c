/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Published metalogs whose quantile function M falls somewhere: the distribution is that of M(U).
 */
#include "unit/dist/sums/made_sums.h"

#include <stdlib.h>
#include "dist/table/qtable.h"

/* What is published: Keelin's series and bounds. */
typedef struct publication {
    size_t n;
    double a[6], lower, upper;
} publication;

static const publication published[] = {
    {4, {10, 1, 0, -5}, -INFINITY, INFINITY},       /* one fall, in the middle */
    {5, {100, 8, -3, -60, 5}, -INFINITY, INFINITY}, /* not symmetric */
    {4, {2, 0.2, 0, -1.5}, 0, INFINITY},            /* bounded below */
    {5, {2, 0.2, 0.1, 0.5, 8}, 0, INFINITY},        /* a deep one, at the lower end */
    {4, {0, 0.4, 0.2, -3}, 0, 1},                   /* on both sides */
    {6, {3, 0.3, 0, -4, 3, 0.1}, -INFINITY, 20},    /* bounded above */
    {4, {0, 0.5, -2, 0}, -INFINITY, INFINITY},      /* down at both ends */
    {5, {4, -0.1, 1, 0.3, 2}, -INFINITY, INFINITY}, /* up at both ends, steeper at the upper one */
    {4, {0, 0.5, 1, 17.4}, -INFINITY, INFINITY},    /* at a probability of 1e-8 only */
};
enum { PUBLISHED = sizeof published / sizeof *published, GRID = 200000 };

/* In logs odds, so that both tails keep their digits. */
static double value_of(const publication *m, double w)
{
    double u = 1 / (1 + exp(-w)), v = 1 / (1 + exp(w)), c = w < 0 ? u - 0.5 : 0.5 - v;
    const double term[] = {1, w, c * w, c, c * c, c * c * w};
    double y = 0;
    for (size_t k = 0; k < m->n; k++) y += m->a[k] * term[k];
    if (isfinite(m->lower) && isfinite(m->upper)) return m->lower + (m->upper - m->lower) / (1 + exp(-y));
    if (isfinite(m->lower)) return m->lower + exp(y);
    return isfinite(m->upper) ? m->upper - exp(-y) : y;
}

static bireme_dist *make_of(const publication *m, double min, double max)
{
    bireme_dist_argument arguments[3] = {{.name = "coefficients", .values = m->a, .n = m->n}};
    size_t n = 1;
    if (isfinite(m->lower)) arguments[n++] = (bireme_dist_argument)NUMBER("lower", m->lower);
    if (isfinite(m->upper)) arguments[n++] = (bireme_dist_argument)NUMBER("upper", m->upper);
    return make_between(min, max, "metalog", n, arguments);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* F against the share of a grid in u: off by a point of it for each stretch, at most. */
static void the_distribution_is_that_of_the_published_values(void **state)
{
    (void)state;
    double *x = malloc(GRID * sizeof *x);
    for (size_t i = 0; i < PUBLISHED; i++) {
        bireme_dist *dist = make_of(&published[i], -INFINITY, INFINITY);
        for (int k = 0; k < GRID; k++) {
            double u = (k + 0.5) / GRID;
            x[k] = value_of(&published[i], log(u) - log1p(-u));
        }
        qsort(x, GRID, sizeof *x, by_value);
        for (int k = 50; k < GRID; k += 997) {
            assert_close(bireme_dist_cdf(dist, x[k]), (k + 0.5) / GRID, 0, 4.0 / GRID);
            assert_close(bireme_dist_cdf(dist, x[k]) + bireme_dist_sf(dist, x[k]), 1, 1e-14, 0);
            double h = 1e-5 * (x[GRID / 2 + 100] - x[GRID / 2 - 100] + fabs(x[k]) * 1e-3);
            double rise = bireme_dist_cdf(dist, x[k] + h) - bireme_dist_cdf(dist, x[k] - h);
            double density = bireme_dist_pdf(dist, x[k]);
            if (fabs(bireme_dist_pdf(dist, x[k] + h) / bireme_dist_pdf(dist, x[k] - h) - 1) < 1e-3)
                assert_close(density, rise / (2 * h), 1e-3, 0);
        }
        bireme_dist_free(dist);
    }
    free(x);
}

static void the_quantile_inverts_it_down_to_the_last_tail(void **state)
{
    (void)state;
    for (size_t i = 0; i < PUBLISHED; i++) {
        bireme_dist *dist = make_of(&published[i], -INFINITY, INFINITY);
        double last = -INFINITY;
        for (double w = -45; w <= 45; w += 0.11) {
            double p = 1 / (1 + exp(-w)), q = 1 / (1 + exp(w)), x = bireme_dist_quantile_pq(dist, p, q);
            double (*tail)(const bireme_dist *, double) = w < 0 ? bireme_dist_cdf : bireme_dist_sf;
            double ulp = 4e-16 * fabs(x), found = tail(dist, x);
            double grain =
                fabs(tail(dist, x + ulp) - tail(dist, x - ulp)); /* what one rounding of x covers */
            if (!(fabs(found - fmin(p, q)) <= 1e-10 * fmin(p, q) + 2 * grain))
                fail_msg("%zu: at %g %.17g instead of %.17g", i, w, found, fmin(p, q));
            assert_true(x >= last);
            last = x;
        }
        bireme_dist_free(dist);
    }
}

/* ∫ M du and ∫ M² du by the midpoint rule in the log odds. */
static void moments_are_those_of_the_published_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < PUBLISHED; i++) {
        bireme_dist *dist = make_of(&published[i], -INFINITY, INFINITY);
        double mean = 0, square = 0, step = 0.002, centre = bireme_dist_mean(dist);
        for (double w = -200; w <= 200; w += step) {
            double away = value_of(&published[i], w) - centre, weight = step / ((1 + exp(-w)) * (1 + exp(w)));
            mean += weight * away;
            square += weight * away * away;
        }
        assert_close(mean, 0, 0, 1e-9 * sqrt(bireme_dist_variance(dist)));
        assert_close(square, bireme_dist_variance(dist), 1e-8, 0);
        bireme_dist_free(dist);
    }
}

static void where_it_falls_is_said(void **state)
{
    (void)state;
    /* 300 + 10 L − 60 c turns where u v = 1/6 */
    bireme_dist_fall fall;
    bireme_dist *dist = make("metalog", ARGUMENTS(LIST("coefficients", 300, 10, 0, -60)));
    assert_true(bireme_dist_falls(dist, &fall));
    double u = 0.5 - sqrt(1.0 / 12), high = 300 + 10 * log(u / (1 - u)) - 60 * (u - 0.5);
    assert_close(fall.from_p, u, 1e-5, 0);
    assert_close(fall.to_p, 1 - u, 1e-5, 0);
    assert_close(fall.from, high, 1e-5, 0);
    assert_close(fall.to, 600 - high, 1e-5, 0);
    assert_int_equal(fall.others, 0);
    bireme_dist_free(dist);
    /* all of it: the values of the one that rises */
    dist = make("metalog", ARGUMENTS(LIST("coefficients", 2, -0.3), NUMBER("lower", 0)));
    assert_true(bireme_dist_falls(dist, &fall) && fall.from_p == 0 && fall.to_p == 1);
    for (double p = 0.001; p < 1; p += 0.0099)
        assert_close(bireme_dist_quantile(dist, p), exp(2 + 0.3 * log(p / (1 - p))), 1e-12, 0);
    bireme_dist_free(dist);
    dist = make("metalog", ARGUMENTS(LIST("coefficients", 0, 0.5)));
    assert_false(bireme_dist_falls(dist, &fall));
    bireme_dist_free(dist);
    dist = make("metalog", ARGUMENTS(LIST("coefficients", 5, 0)));
    assert_true(bireme_dist_is_fixed(dist) && bireme_dist_mean(dist) == 5 && !bireme_dist_falls(dist, &fall));
    bireme_dist_free(dist);
}

/* M goes to infinity at both ends, x ~ u^−0.6 and v^−0.7: no variance; and without a mean it is no
 * forecast. */
static void heavy_tails_are_seen_at_either_end(void **state)
{
    (void)state;
    bireme_dist *dist = make("metalog", ARGUMENTS(LIST("coefficients", 1, 0.05, 1.3), NUMBER("lower", 0)));
    double mean = 0;
    for (double w = -700; w <= 700; w += 0.005)
        mean += 0.005 / ((1 + exp(-w)) * (1 + exp(w))) *
                value_of(&(publication){3, {1, 0.05, 1.3}, 0, INFINITY}, w);
    assert_close(bireme_dist_mean(dist), mean, 1e-8, 0);
    assert_true(isinf(bireme_dist_variance(dist)));
    assert_close(bireme_dist_tail_power(dist), 0.7, 0.02, 0); /* at 2^-54 the other end is 2^-5.4 of it */
    bireme_dist_free(dist);
    bireme_error error;
    bireme_dist_argument arguments[] = {LIST("coefficients", 1, -1.2, 0.1), NUMBER("lower", 0)};
    bireme_dist_spec spec = spec_of("metalog", 2, arguments, -INFINITY, INFINITY);
    assert_int_equal(bireme_dist_create(&spec, &dist, &error), BIREME_DOMAIN);
    assert_non_null(strstr(error.message, "no mean"));
}

static void tables_hold_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < PUBLISHED; i++) {
        bireme_error error;
        bireme_qtable *table = NULL;
        bireme_dist *dist = make_of(&published[i], -INFINITY, INFINITY);
        if (bireme_qtable_create(dist, &table, &error) != BIREME_OK) fail_msg("%zu: %s", i, error.message);
        double worst = 0, mean = 0;
        for (int k = 0; k < 20000; k++) {
            double u = (k + 0.5) / 20000, x = bireme_qtable_eval_one(table, u);
            worst = fmax(worst, fabs(bireme_dist_cdf(dist, x) - u));
            mean += x / 20000;
        }
        if (!(worst < 1e-9)) fail_msg("%zu: off by %g", i, worst);
        assert_close(mean, bireme_dist_mean(dist), 0, 1e-3 * sqrt(bireme_dist_variance(dist)));
        bireme_qtable_free(table);
        bireme_dist_free(dist);
    }
}

/* Cut, mixed and added up like every distribution. */
static void they_are_distributions_like_others(void **state)
{
    (void)state;
    bireme_dist *whole = make_of(&published[1], -INFINITY, INFINITY), *cut = make_of(&published[1], 80, 130);
    double low = bireme_dist_cdf(whole, 80), mass = bireme_dist_cdf(whole, 130) - low;
    for (double u = 0.02; u < 1; u += 0.02)
        assert_close(bireme_dist_quantile(cut, u), bireme_dist_quantile(whole, low + u * mass), 1e-11, 0);
    bireme_error error;
    bireme_sums *sums = NULL;
    assert_int_equal(bireme_sums_create(cut, 1000, &sums, &error), BIREME_OK);
    assert_true(stated_error(sums) <= 1e-5);
    bireme_sums_free(sums);
    const bireme_dist *both[] = {whole, cut};
    bireme_dist *mixed = make(
        "mixture", ARGUMENTS({.name = "components", .components = both, .n = 2}, LIST("weights", 0.5, 0.5)));
    bireme_qtable *table = NULL;
    assert_int_equal(bireme_qtable_create(mixed, &table, &error), BIREME_OK);
    bireme_qtable_free(table);
    bireme_dist_free(mixed);
    bireme_dist_free(whole);
    bireme_dist_free(cut);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_distribution_is_that_of_the_published_values),
        cmocka_unit_test(the_quantile_inverts_it_down_to_the_last_tail),
        cmocka_unit_test(moments_are_those_of_the_published_values),
        cmocka_unit_test(where_it_falls_is_said),
        cmocka_unit_test(heavy_tails_are_seen_at_either_end),
        cmocka_unit_test(tables_hold_them),
        cmocka_unit_test(they_are_distributions_like_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
