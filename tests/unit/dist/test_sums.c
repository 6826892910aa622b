/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables of sums against closed forms (gamma, normal, binomial, sums of uniforms), against a sum of fewer
 * values that are sums themselves, and against simulation; mean and variance always.
 */
#include "unit/dist/make.h"

#include <stdlib.h>
#include "dist/qtable_build.h"
#include "dist/sums.h"
#include "numeric/special.h"
#include "random/stream.h"

static bireme_sums *add_up(const bireme_dist *dist, double most)
{
    bireme_sums *sums = NULL;
    bireme_error error;
    if (bireme_sums_create(dist, most, &sums, &error) != BIREME_OK) fail_msg("%s", error.message);
    return sums;
}

/* The mean of a table is what forecasts live on. */
static void check_moments(const bireme_sums *sums, const bireme_dist *dist, double mean_rel,
                          double variance_rel)
{
    for (unsigned k = bireme_sums_first(sums); k <= bireme_sums_last(sums); k++) {
        double n = ldexp(1, (int)k), exact = n * bireme_dist_mean(dist), mean, second;
        bireme_qtable_moments(bireme_sums_table(sums, k), exact, &mean, &second);
        assert_close(mean, exact, mean_rel, 0);
        assert_close(second, n * bireme_dist_variance(dist), variance_rel, 0);
    }
}

typedef double (*distribution)(double n, double x, bool upper, const double *parameters);

static double gamma_sum(double n, double x, bool upper, const double *parameters)
{
    double p, q;
    bireme_gamma_pq(n * parameters[0], x / parameters[1], &p, &q);
    return upper ? q : p;
}

static double normal_sum(double n, double x, bool upper, const double *parameters)
{
    double z = (x - n * parameters[0]) / (parameters[1] * sqrt(n));
    return upper ? bireme_normal_sf(z) : bireme_normal_cdf(z);
}

/* The u-error of every table, at even places and far into the tails, is within the stated bound and within
 * `most`. */
static void check_errors(const bireme_sums *sums, distribution exact, const double *parameters, double most)
{
    for (unsigned k = bireme_sums_first(sums); k <= bireme_sums_last(sums); k++) {
        const bireme_qtable *table = bireme_sums_table(sums, k);
        double worst = 0, before = -INFINITY;
        for (int i = 0; i < 20000; i++) {
            double u = (i + 0.5) / 20000, x = bireme_qtable_eval_one(table, u);
            assert_true(x >= before);
            before = x;
            double v = u < 0.5 ? u : 1 - u;
            worst = fmax(worst, fabs(exact(ldexp(1, (int)k), x, u >= 0.5, parameters) - v));
        }
        for (int e = 2; e <= 53; e++)
            for (int upper = 0; upper < 2; upper++) {
                double v = ldexp(1.3, -e - 1), x = bireme_qtable_eval_one(table, upper ? 1 - v : v);
                worst = fmax(worst, fabs(exact(ldexp(1, (int)k), x, upper, parameters) - v));
            }
        if (worst > most || worst > bireme_qtable_u_error(table))
            fail_msg("2^%u values: u-error %.3g, stated %.3g, allowed %.3g", k, worst,
                     bireme_qtable_u_error(table), most);
        assert_true(bireme_qtable_u_error(table) <= bireme_sums_u_error(sums));
    }
}

static void sums_of_gammas_are_gamma(void **state)
{
    (void)state;
    const double shapes[] = {0.1, 0.5, 1, 2.5, 100};
    for (size_t i = 0; i < 5; i++) {
        const double parameters[] = {shapes[i], 3};
        bireme_dist *dist = make("gamma", ARGUMENTS(NUMBER("shape", shapes[i]), NUMBER("scale", 3)));
        bireme_sums *sums = add_up(dist, 64);
        assert_int_equal(bireme_sums_last(sums), 6);
        if (shapes[i] >= 0.5) assert_int_equal(bireme_sums_first(sums), 1);
        /* bound for any distribution: 1e-5; with a light tail and a bounded density it has to be better */
        check_errors(sums, gamma_sum, parameters, shapes[i] < 1 ? 1e-5 : 1e-6);
        check_moments(sums, dist, 1e-9, 1e-6);
        bireme_sums_free(sums);
        bireme_dist_free(dist);
    }
}

static void a_million_exponentials_are_gamma(void **state)
{
    (void)state;
    const double parameters[] = {1, 3};
    bireme_dist *dist = make("exponential", ARGUMENTS(NUMBER("mean", 3)));
    bireme_sums *sums = add_up(dist, 1e6);
    assert_int_equal(bireme_sums_last(sums), 19);
    check_errors(sums, gamma_sum, parameters, 1e-6);
    check_moments(sums, dist, 1e-9, 1e-6);
    bireme_sums_free(sums);
    bireme_dist_free(dist);
}

static void sums_of_normals_are_normal(void **state)
{
    (void)state;
    const double parameters[] = {10, 3};
    bireme_dist *dist = make("normal", ARGUMENTS(NUMBER("mean", 10), NUMBER("sd", 3)));
    bireme_sums *sums = add_up(dist, 64);
    check_errors(sums, normal_sum, parameters, 2e-6);
    check_moments(sums, dist, 1e-9, 1e-6);
    bireme_sums_free(sums);
    bireme_dist_free(dist);
}

static double two_uniforms(double n, double x, bool upper, const double *parameters)
{
    (void)parameters;
    double d = upper ? 2 - x : x; /* from the nearer end, tails are symmetric */
    if (n > 2) return NAN;
    return d <= 1 ? d * d / 2 : 1 - (2 - d) * (2 - d) / 2;
}

static void two_uniforms_are_triangular(void **state)
{
    (void)state;
    bireme_dist *dist = make("uniform", ARGUMENTS(NUMBER("min", 0), NUMBER("max", 1)));
    bireme_sums *sums = add_up(dist, 64);
    assert_int_equal(bireme_sums_first(sums), 1);
    const bireme_qtable *table = bireme_sums_table(sums, 1);
    for (int i = 0; i < 10000; i++) {
        double u = (i + 0.5) / 10000, x = bireme_qtable_eval_one(table, u);
        assert_true(x >= 0 && x <= 2);
        assert_close(two_uniforms(2, x, u >= 0.5, NULL), u < 0.5 ? u : 1 - u, 0, bireme_sums_u_error(sums));
    }
    check_moments(sums, dist, 1e-9, 1e-6);
    bireme_sums_free(sums);
    bireme_dist_free(dist);
}

static void sums_of_two_values_are_binomial(void **state)
{
    (void)state;
    bireme_dist *dist = make("discrete", ARGUMENTS(LIST("values", 0.1, 0.4), LIST("weights", 0.7, 0.3)));
    bireme_sums *sums = add_up(dist, 64);
    assert_int_equal(bireme_sums_first(sums), 1);
    for (unsigned k = 1; k <= 6; k++) {
        int n = 1 << k;
        double mass = pow(0.7, n), sum = 0;
        for (int j = 0; j <= n; j++) { /* in the middle of each step that is wider than rounding */
            if (mass > 1e-9) {
                double x = bireme_qtable_eval_one(bireme_sums_table(sums, k), sum + mass / 2);
                assert_close(x, 0.1 * n + 0.3 * j, 1e-13, 0);
                x = bireme_qtable_eval_one(bireme_sums_table(sums, k), sum + 1e-10);
                assert_close(x, 0.1 * n + 0.3 * j, 1e-13, 0);
            }
            sum += mass;
            mass = mass * (n - j) / (j + 1) * (0.3 / 0.7);
        }
    }
    check_moments(sums, dist, 1e-12, 1e-10);
    bireme_sums_free(sums);
    bireme_dist_free(dist);
}

static void fixed_values_are_multiplied_exactly(void **state)
{
    (void)state;
    bireme_dist *dist = make_fixed(1234.56);
    bireme_sums *sums = add_up(dist, 1000);
    for (unsigned k = bireme_sums_first(sums); k <= bireme_sums_last(sums); k++) {
        assert_true(bireme_qtable_eval_one(bireme_sums_table(sums, k), 0x1p-54) == ldexp(1234.56, (int)k));
        assert_true(bireme_qtable_eval_one(bireme_sums_table(sums, k), 0.9) == ldexp(1234.56, (int)k));
    }
    assert_true(bireme_qtable_eval_one(bireme_sums_single(sums), 0.3) == 1234.56);
    assert_true(bireme_sums_u_error(sums) == 0);
    bireme_sums_free(sums);
    bireme_dist_free(dist);
}

static int ascending(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

/* The largest distance between a table and the empirical distribution of N simulated sums of 2^k single
 * draws. For the exact distribution √N D exceeds 3.2 with probability 2 exp(−2 · 3.2²) = 2.5e-9. Fixed seed.
 * Values at points: the table may have moved them by `blur`. */
static void check_by_simulation(const bireme_sums *sums, unsigned k, double blur)
{
    enum { N = 40000 };
    static double sum[N], u[N], x[N];
    const bireme_qtable *table = bireme_sums_table(sums, k);
    bireme_stream stream = bireme_stream_create(11, "simulated", "");
    memset(sum, 0, sizeof sum);
    for (uint32_t draw = 0; draw < 1U << k; draw++) {
        bireme_stream_fill(&stream, 0, draw, 0, N, u);
        bireme_qtable_eval(bireme_sums_single(sums), N, u, x);
        for (int i = 0; i < N; i++) sum[i] += x[i];
    }
    qsort(sum, N, sizeof *sum, ascending);
    double allowed = 3.2 / sqrt(N);
    for (int i = 0; i < N; i++) { /* sum[i] must lie between the table's quantiles at i/N ∓ allowed */
        double low = (i + 0.5) / N - allowed, high = (i + 0.5) / N + allowed;
        if (low > 0) assert_true(sum[i] >= bireme_qtable_eval_one(table, low) - blur);
        if (high < 1) assert_true(sum[i] <= bireme_qtable_eval_one(table, high) + blur);
    }
}

static void long_tails_are_added_up(void **state)
{
    (void)state;
    const double cvs[] = {0.9, 5};
    for (int i = 0; i < 2; i++) {
        bireme_dist *dist = make("lognormal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("cv", cvs[i])));
        bireme_sums *sums = add_up(dist, 64);
        assert_int_equal(bireme_sums_first(sums), 1);
        assert_true(bireme_sums_u_error(sums) <= 1e-5);
        for (unsigned k = 1; k <= 6; k++) check_by_simulation(sums, k, 0);
        check_moments(sums, dist, 1e-9, 1e-6);
        bireme_sums_free(sums);
        bireme_dist_free(dist);
    }
}

/* The law of a sum of four, from the table of a sum of two: P(A + B ≤ x) = E F₂(x − A), by 4,000 midpoints of
 * u, which for a function with this bend are right to about 1e-7. An independent way to the same number. */
static void four_are_two_and_two(void **state)
{
    (void)state;
    enum { M = 4000 };
    bireme_dist *dist = make("lognormal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("cv", 0.9)));
    bireme_sums *sums = add_up(dist, 64);
    const bireme_qtable *two = bireme_sums_table(sums, 1), *four = bireme_sums_table(sums, 2);
    static double a[M];
    for (int i = 0; i < M; i++) a[i] = bireme_qtable_eval_one(two, (i + 0.5) / M);
    for (int j = 1; j < 20; j++) {
        double x = bireme_qtable_eval_one(four, j / 20.0), p = 0;
        for (int i = 0; i < M; i++) {
            double low = 0, high = 1; /* F₂(x − a) by bisection of the table */
            if (x - a[i] <= 0) continue;
            for (int step = 0; step < 40; step++) {
                double u = (low + high) / 2;
                if (bireme_qtable_eval_one(two, u) <= x - a[i])
                    low = u;
                else
                    high = u;
            }
            p += low / M;
        }
        assert_close(p, j / 20.0, 0, 1e-6);
    }
    bireme_sums_free(sums);
    bireme_dist_free(dist);
}

static void price_lists_are_added_up(void **state)
{
    (void)state;
    const double weights[] = {0.2, 0.2, 0.2, 0.15, 0.1, 0.1, 0.05},
                 list[] = {55, 550, 1096, 3393, 4821, 5482, 26768};
    bireme_dist *exact = make("discrete", 2,
                              (const bireme_dist_argument[]){{.name = "values", .values = list, .n = 7},
                                                             {.name = "weights", .values = weights, .n = 7}});
    bireme_dist *parts[7];
    for (int i = 0; i < 7; i++)
        parts[i] = make("normal", ARGUMENTS(NUMBER("mean", list[i]), NUMBER("sd", 0.05 * list[i])));
    bireme_dist *spread =
        make("mixture", 2,
             (const bireme_dist_argument[]){
                 {.name = "components", .components = (const bireme_dist *const *)parts, .n = 7},
                 {.name = "weights", .values = weights, .n = 7}});
    bireme_dist *both[] = {exact, spread};
    for (int i = 0; i < 2; i++) {
        bireme_sums *sums = add_up(both[i], 64);
        assert_true(bireme_sums_first(sums) <= 4);
        assert_true(bireme_sums_u_error(sums) <= 1e-5);
        /* 1e-3 of the range of 16 is stated for values at points */
        for (unsigned k = bireme_sums_first(sums); k <= 6; k++)
            check_by_simulation(sums, k, i == 0 ? 1e-3 * ldexp(26768, (int)k) : 0);
        check_moments(sums, both[i], 1e-9, 1e-6);
        bireme_sums_free(sums);
    }
    for (int i = 0; i < 7; i++) bireme_dist_free(parts[i]);
    bireme_dist_free(exact);
    bireme_dist_free(spread);
}

/* 2,000 deals of which one is ten thousand times the usual. */
static void a_sample_with_an_outlier_is_added_up(void **state)
{
    (void)state;
    enum { M = 2000 };
    static double values[M];
    for (int i = 0; i < M; i++) values[i] = 1000 * (1 + 50 * pow((i + 0.5) / M, 3));
    values[7] = 1e8;
    const bireme_dist_argument arguments[] = {{.name = "values", .values = values, .n = M}};
    bireme_dist *dist = make("empirical", 1, arguments);
    bireme_sums *sums = add_up(dist, 64);
    assert_true(bireme_sums_first(sums) <= 4);
    for (unsigned k = bireme_sums_first(sums); k <= 6; k++) check_by_simulation(sums, k, 0);
    check_moments(sums, dist, 1e-9,
                  1e-3); /* the variance is the outlier's; its exact place is blurred by the grid */
    bireme_sums_free(sums);
    bireme_dist_free(dist);
}

/* The variance: to keep the sum's lower end, which has mass here, only the mean is corrected. */
static void points_without_a_common_step_are_added_up(void **state)
{
    (void)state;
    bireme_dist *dist = make(
        "discrete", ARGUMENTS(LIST("values", 1, 3.14159265, 10.7182818), LIST("weights", 0.5, 0.3, 0.2)));
    bireme_sums *sums = add_up(dist, 64);
    assert_int_equal(bireme_sums_first(sums), 4);
    assert_true(bireme_sums_u_error(sums) <= 1e-5);
    for (unsigned k = 4; k <= 6; k++) check_by_simulation(sums, k, 1e-3 * ldexp(9.72, (int)k));
    check_moments(sums, dist, 1e-9, 1e-3);
    bireme_sums_free(sums);
    bireme_dist_free(dist);
}

static void a_small_most_still_gives_tables_to_sixteen(void **state)
{
    (void)state;
    bireme_dist *dist = make("normal", ARGUMENTS(NUMBER("mean", 10), NUMBER("sd", 3)));
    bireme_sums *few = add_up(dist, 1), *many = add_up(dist, 1e300);
    assert_int_equal(bireme_sums_last(few), 4);
    assert_int_equal(bireme_sums_last(many), 20);
    bireme_sums_free(few);
    bireme_sums_free(many);
    bireme_dist_free(dist);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_of_gammas_are_gamma),
        cmocka_unit_test(a_million_exponentials_are_gamma),
        cmocka_unit_test(sums_of_normals_are_normal),
        cmocka_unit_test(two_uniforms_are_triangular),
        cmocka_unit_test(sums_of_two_values_are_binomial),
        cmocka_unit_test(fixed_values_are_multiplied_exactly),
        cmocka_unit_test(long_tails_are_added_up),
        cmocka_unit_test(four_are_two_and_two),
        cmocka_unit_test(price_lists_are_added_up),
        cmocka_unit_test(a_sample_with_an_outlier_is_added_up),
        cmocka_unit_test(points_without_a_common_step_are_added_up),
        cmocka_unit_test(a_small_most_still_gives_tables_to_sixteen),
    };
    return cmocka_run_group_tests_name("dist.sums", tests, NULL, NULL);
}
