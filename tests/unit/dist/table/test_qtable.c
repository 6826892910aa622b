/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quantile tables of every family against its distribution function: the u-error, order, support.
 */
#include "unit/dist/make.h"

#include <stdlib.h>
#include "dist/table/qtable_build.h"
#include "random/stream.h"

enum { EVEN = 40000, RANDOM = 40000, TAILS = 40000, TOTAL = EVEN + RANDOM + TAILS };
static double u[TOTAL], x[TOTAL];

/* Even ones, random ones, and ones of every octave of both tails down to 2⁻⁵⁴. */
static void fill_uniforms(void)
{
    bireme_stream stream = bireme_stream_create(5, "uniforms", "");
    bireme_stream_fill(&stream, 0, 0, 0, RANDOM, u + EVEN);
    for (int i = 0; i < EVEN; i++) u[i] = (i + 0.5) / EVEN;
    for (int i = 0; i < TAILS; i++) {
        double v = ldexp(1 + u[EVEN + i], -2 - i % 53), grid = ldexp(floor(ldexp(v, 53)) + 0.5, -53);
        u[EVEN + RANDOM + i] = i & 64 ? 1 - grid : grid;
    }
}

static int ascending(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

static bireme_qtable *compile(const bireme_dist *dist)
{
    bireme_qtable *table = NULL;
    bireme_error error;
    if (bireme_qtable_create(dist, &table, &error) != BIREME_OK) fail_msg("%s", error.message);
    return table;
}

/* |F(x) − u| by the smaller tail; 0 if the quantile lies within a few roundings of x (no double is nearer to
 * it: an atom, a steep end of a beta distribution) or where F is not resolved by doubles at all (x below
 * 1e-300). */
static double error_of(const bireme_dist *dist, double value, double uniform)
{
    double v = uniform < 0.5 ? uniform : 1 - uniform;
    double at = uniform < 0.5 ? bireme_dist_cdf(dist, value) : bireme_dist_sf(dist, value);
    if (fabs(at - v) <= 1e-10) return fabs(at - v);
    double few = fmax(4e-15 * fabs(value), 1e-300);
    double p = bireme_dist_cdf(dist, value - few), q = bireme_dist_cdf(dist, value + few);
    return p <= uniform && uniform <= q ? 0 : fabs(at - v);
}

static void check_table(bireme_dist *dist)
{
    char name[128];
    bireme_dist_describe(dist, name, sizeof name);
    bireme_qtable *table = compile(dist);
    fill_uniforms();
    qsort(u, TOTAL, sizeof *u, ascending);
    bireme_qtable_eval(table, TOTAL, u, x);
    double low = bireme_dist_lower(dist), high = bireme_dist_upper(dist), worst = 0;
    for (int i = 0; i < TOTAL; i++) {
        if (!(x[i] >= low && x[i] <= high)) fail_msg("%s: %g is outside of the support", name, x[i]);
        if (i > 0 && x[i] < x[i - 1]) fail_msg("%s: falls at u = %.17g", name, u[i]);
        worst = fmax(worst, error_of(dist, x[i], u[i]));
        double next = u[i] < 0.5 ? u[i] + 0x1p-53 : fmin(u[i] + 0x1p-52, 1); /* the next uniform */
        if (i % 4 == 0 && bireme_qtable_eval_one(table, next) < x[i])
            fail_msg("%s: falls after %.17g", name, u[i]);
    }
    if (worst > 1e-9) fail_msg("%s: u-error %.3g", name, worst); /* the bound that the header states */
    if (worst > table->u_error + 1e-10) /* below, error_of does not look for roundings */
        fail_msg("%s: u-error %.3g, stated %.3g", name, worst, table->u_error);
    bireme_qtable_free(table);
    bireme_dist_free(dist);
}

static void elementary_families_are_within_the_bound(void **state)
{
    (void)state;
    check_table(make("normal", ARGUMENTS(NUMBER("mean", 0), NUMBER("sd", 1))));
    check_table(make("normal", ARGUMENTS(NUMBER("mean", 1e6), NUMBER("sd", 1))));
    check_table(make_between(0, INFINITY, "normal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("sd", 18000))));
    check_table(make_between(-1, 2, "normal", ARGUMENTS(NUMBER("mean", 0), NUMBER("sd", 1))));
    check_table(make("lognormal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("cv", 0.9))));
    check_table(make("lognormal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("cv", 5))));
    check_table(make("lognormal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("cv", 100))));
    check_table(make_between(1000, 90000, "lognormal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("cv", 0.9))));
    check_table(make("exponential", ARGUMENTS(NUMBER("mean", 4))));
    check_table(make("uniform", ARGUMENTS(NUMBER("min", 4), NUMBER("max", 9))));
    const double shapes[] = {0.1, 0.5, 1, 1.4, 20};
    for (size_t i = 0; i < 5; i++)
        check_table(make("weibull", ARGUMENTS(NUMBER("shape", shapes[i]), NUMBER("scale", 16))));
    check_table(make("metalog", ARGUMENTS(NUMBER("p10", 10), NUMBER("p50", 20), NUMBER("p90", 40))));
}

static void bent_families_are_within_the_bound(void **state)
{
    (void)state;
    check_table(make("triangular", ARGUMENTS(NUMBER("min", 0.7), NUMBER("mode", 0.85), NUMBER("max", 0.95))));
    check_table(make("triangular", ARGUMENTS(NUMBER("min", 0), NUMBER("mode", 0), NUMBER("max", 1))));
    check_table(make("histogram",
                     ARGUMENTS(LIST("edges", 0, 20, 60, 100, 300), LIST("weights", 0.4, 0.1, 0.4, 0.1))));
    check_table(make("histogram", ARGUMENTS(LIST("edges", 0, 1, 2, 3), LIST("weights", 0.5, 0, 0.5))));
}

static void gamma_is_within_the_bound_for_any_shape(void **state)
{
    (void)state;
    const double shapes[] = {0.01, 0.05, 0.3, 0.5, 1, 2.5, 100, 1e6};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        check_table(make("gamma", ARGUMENTS(NUMBER("shape", shapes[i]), NUMBER("scale", 3))));
    check_table(make_between(20, 200, "gamma", ARGUMENTS(NUMBER("mean", 58), NUMBER("cv", 0.55))));
}

static void beta_is_within_the_bound_for_any_shapes(void **state)
{
    (void)state;
    const double shapes[][2] = {{34, 66}, {0.5, 0.5}, {0.5, 20.5}, {20.5, 0.5}, {1, 1},
                                {2, 3},   {0.1, 5},   {1, 0.2},    {1e5, 1e6},  {0.01, 0.01}};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        check_table(make("beta", ARGUMENTS(NUMBER("alpha", shapes[i][0]), NUMBER("beta", shapes[i][1]))));
    check_table(make("pert", ARGUMENTS(NUMBER("min", 0.3), NUMBER("mode", 0.42), NUMBER("max", 0.6))));
    check_table(make("pert", ARGUMENTS(NUMBER("min", 1000), NUMBER("mode", 1000), NUMBER("max", 1010))));
}

static bireme_dist *mix(size_t n, bireme_dist **parts, const double *weights)
{
    const bireme_dist_argument arguments[] = {
        {.name = "components", .components = (const bireme_dist *const *)parts, .n = n},
        {.name = "weights", .values = weights, .n = n}};
    bireme_dist *dist = make("mixture", 2, arguments);
    for (size_t i = 0; i < n; i++) bireme_dist_free(parts[i]);
    return dist;
}

static void mixtures_of_separate_parts_are_within_the_bound(void **state)
{
    (void)state;
    bireme_dist *prices[3], *apart[2], *atoms[3];
    const double list[] = {55, 550, 4821}, thirds[] = {0.5, 0.3, 0.2}, halves[] = {0.5, 0.5};
    for (int i = 0; i < 3; i++)
        prices[i] = make("normal", ARGUMENTS(NUMBER("mean", list[i]), NUMBER("sd", 0.05 * list[i])));
    check_table(mix(3, prices, thirds));
    apart[0] = make("uniform", ARGUMENTS(NUMBER("min", 0), NUMBER("max", 1)));
    apart[1] = make("uniform", ARGUMENTS(NUMBER("min", 5), NUMBER("max", 6)));
    check_table(mix(2, apart, halves));
    atoms[0] = make_fixed(0);
    atoms[1] = make("gamma", ARGUMENTS(NUMBER("mean", 58), NUMBER("cv", 0.55)));
    atoms[2] = make_fixed(90);
    check_table(mix(3, atoms, thirds));
}

static void fixed_and_discrete_values_are_exact(void **state)
{
    (void)state;
    bireme_dist *fixed = make_fixed(24000),
                *discrete = make("discrete", ARGUMENTS(LIST("values", 1, 2, 7, 100),
                                                       LIST("weights", 0.125, 0.5, 0.125, 0.25)));
    bireme_qtable *one = compile(fixed), *steps = compile(discrete);
    assert_true(bireme_qtable_eval_one(one, 0x1p-54) == 24000 &&
                bireme_qtable_eval_one(one, 1 - 0x1p-53) == 24000);
    bireme_stream stream = bireme_stream_create(9, "steps", "");
    bireme_stream_fill(&stream, 0, 0, 0, RANDOM, u);
    bireme_qtable_eval(steps, RANDOM, u, x);
    for (int i = 0; i < RANDOM; i++) {
        double exact = u[i] <= 0.125 ? 1 : u[i] <= 0.625 ? 2 : u[i] <= 0.75 ? 7 : 100;
        assert_true(x[i] == exact);
    }
    bireme_qtable_free(one);
    bireme_qtable_free(steps);
    bireme_dist_free(fixed);
    bireme_dist_free(discrete);
}

/* Each of the 4,001 values comes up for its own stretch of u and for no other. */
static void empirical_values_are_exact(void **state)
{
    (void)state;
    enum { M = 4001 };
    static double values[M];
    for (int i = 0; i < M; i++) values[i] = i * i * 0.37;
    const bireme_dist_argument arguments[] = {{.name = "values", .values = values, .n = M}};
    bireme_dist *dist = make("empirical", 1, arguments);
    bireme_qtable *table = compile(dist);
    for (int i = 0; i < M; i++)
        for (int part = 1; part < 8; part++)
            assert_true(bireme_qtable_eval_one(table, (i + part / 8.0) / M) == values[i]);
    bireme_qtable_free(table);
    bireme_dist_free(dist);
}

static void output_may_be_input_and_one_gives_the_bits_of_many(void **state)
{
    (void)state;
    enum { M = 1001 };
    double in[M], many[M];
    bireme_dist *dist = make("gamma", ARGUMENTS(NUMBER("mean", 58), NUMBER("cv", 0.55)));
    bireme_qtable *table = compile(dist);
    for (int i = 0; i < M; i++) in[i] = (i + 0.5) / M;
    bireme_qtable_eval(table, M, in, many);
    for (int i = 0; i < M; i++) assert_true(bireme_qtable_eval_one(table, in[i]) == many[i]);
    bireme_qtable_eval(table, M, in, in);
    assert_memory_equal(in, many, sizeof in);
    bireme_qtable_free(table);
    bireme_dist_free(dist);
}

static void zero_and_one_are_taken_as_the_outermost_uniforms(void **state)
{
    (void)state;
    bireme_dist *dist = make("normal", ARGUMENTS(NUMBER("mean", 0), NUMBER("sd", 1)));
    bireme_qtable *table = compile(dist);
    double low = bireme_qtable_eval_one(table, 0), high = bireme_qtable_eval_one(table, 1);
    /* Φ⁻¹(2⁻⁵⁴); the table's ends are exact up to the quantile function's rounding */
    assert_close(low, bireme_dist_quantile_pq(dist, 0x1p-54, 1), 1e-12, 0);
    assert_close(high, -low, 1e-12, 0);
    bireme_qtable_free(table);
    bireme_dist_free(dist);
}

/* Exact mean and variance of what the table returns; the table's own error of 1e-9 of u moves the mean by
 * some 1e-9 of the distribution's spread, and truncation at 2⁻⁵⁴ by less. */
static void moments_are_those_of_the_distribution(void **state)
{
    (void)state;
    bireme_dist *dist = make("lognormal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("cv", 0.9)));
    bireme_qtable *table = compile(dist);
    double mean, second;
    bireme_qtable_moments(table, 24000, &mean, &second);
    assert_close(mean, 24000, 1e-9, 0);
    assert_close(second, bireme_dist_variance(dist), 1e-8, 0);
    bireme_qtable_transform(table, 10, 2);
    bireme_qtable_moments(table, 48010, &mean, &second);
    assert_close(mean, 48010, 1e-9, 0);
    assert_close(second, 4 * bireme_dist_variance(dist), 1e-8, 0);
    bireme_qtable_free(table);
    bireme_dist_free(dist);
}

static double saw(void *context, size_t segment, double v, bool upper)
{
    (void)context, (void)segment;
    double p = upper ? 1 - v : v;
    return floor(p * 4096) + p;
}

static void a_curve_that_takes_too_many_pieces_is_refused(void **state)
{
    (void)state;
    const bireme_qsegment whole = {0, 1, 1, 0, 0, 4097, false};
    const bireme_qbuild build = {.curve = saw,
                                 .segments = &whole,
                                 .n_segments = 1,
                                 .tolerance = 1e-10,
                                 .relative = 1e-6,
                                 .floor = 1e-10,
                                 .most = 1000};
    bireme_qtable *table = NULL;
    bireme_error error;
    double reached;
    assert_int_equal(bireme_qtable_fit(&build, &table, &reached, &error), BIREME_DOMAIN);
    assert_null(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elementary_families_are_within_the_bound),
        cmocka_unit_test(bent_families_are_within_the_bound),
        cmocka_unit_test(gamma_is_within_the_bound_for_any_shape),
        cmocka_unit_test(beta_is_within_the_bound_for_any_shapes),
        cmocka_unit_test(mixtures_of_separate_parts_are_within_the_bound),
        cmocka_unit_test(fixed_and_discrete_values_are_exact),
        cmocka_unit_test(empirical_values_are_exact),
        cmocka_unit_test(output_may_be_input_and_one_gives_the_bits_of_many),
        cmocka_unit_test(zero_and_one_are_taken_as_the_outermost_uniforms),
        cmocka_unit_test(moments_are_those_of_the_distribution),
        cmocka_unit_test(a_curve_that_takes_too_many_pieces_is_refused),
    };
    return cmocka_run_group_tests_name("dist.qtable", tests, NULL, NULL);
}
