/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables of sums against closed forms (gamma, normal, binomial, sums of uniforms), against a sum of fewer
 * values that are sums themselves, and against simulation; mean and variance always.
 */
#include "unit/dist/sums/made_sums.h"

#include <stdlib.h>
#include "dist/table/qtable_build.h"
#include "dist/sums/sums.h"
#include "dist/sums/level.h"
#include "numeric/special/special.h"
#include "random/stream.h"

/* All digits from `least` on are one draw. */
static void assert_direct(const bireme_sums *sums, unsigned least)
{
    for (unsigned level = 0; level < bireme_sums_levels(sums); level++)
        for (unsigned digit = level == 0 ? least : 1; digit <= sums->level[level].digits; digit++)
            assert_true(has_table(sums, level, digit));
}

/* Mean, and second moment about `about`, of a digit's table: a packed one by Gauss points on each eighth of
 * an octave, which is exact for pieces of degree 5 on quarters. */
static void moments_of(const bireme_sums *sums, unsigned level, unsigned digit, double about, double *mean,
                       double *second)
{
    static const double node[6] = {0.033765242898423986, 0.16939530676686774, 0.38069040695840155,
                                   0.61930959304159845,  0.83060469323313226, 0.96623475710157601};
    static const double weight[6] = {0.085662246189585173, 0.18038078652406930, 0.23395696728634552,
                                     0.23395696728634552,  0.18038078652406930, 0.085662246189585173};
    const bireme_sum_level *l = &sums->level[level];
    if (l->table[digit] != NULL) {
        bireme_qtable_moments(l->table[digit], about, mean, second);
        return;
    }
    double m = 0, s = 0;
    for (double octave = 0x1p-54; octave < 0.5; octave *= 2)
        for (int part = 0; part < 8; part++)
            for (int g = 0; g < 6; g++)
                for (int upper = 0; upper < 2; upper++) {
                    double v = octave * (1 + (part + node[g]) / 8), w = weight[g] * octave / 8;
                    if (upper && v < 0x1p-40) v = 0x1p-53 * ceil(v * 0x1p53); /* 1 − v has to be a double */
                    double x = value_at(sums, level, digit, upper ? 1 - v : v) - about;
                    m += w * x;
                    s += w * x * x;
                }
    *mean = about + m;
    *second = s;
}

/* The mean of a table is what forecasts live on. */
static void check_moments(const bireme_sums *sums, const bireme_dist *dist, double mean_rel,
                          double variance_rel)
{
    for (unsigned level = 0; level < bireme_sums_levels(sums); level++)
        for (unsigned digit = 1; digit <= 15; digit++) {
            if (!has_table(sums, level, digit)) continue;
            double n = ldexp(digit, 4 * (int)level), exact = n * bireme_dist_mean(dist), mean, second;
            moments_of(sums, level, digit, exact, &mean, &second);
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

static void check_error(const bireme_sums *sums, unsigned level, unsigned digit, distribution exact,
                        const double *parameters, double most)
{
    double worst = 0, before = -INFINITY, n = ldexp(digit, 4 * (int)level);
    for (int i = 0; i < 5000; i++) {
        double u = (i + 0.5) / 5000, x = value_at(sums, level, digit, u);
        assert_true(x >= before);
        before = x;
        worst = fmax(worst, fabs(exact(n, x, u >= 0.5, parameters) - (u < 0.5 ? u : 1 - u)));
    }
    for (int e = 2; e <= 53; e++)
        for (int upper = 0; upper < 2; upper++) {
            double v = ldexp(1.3, -e - 1), x = value_at(sums, level, digit, upper ? 1 - v : v);
            worst = fmax(worst, fabs(exact(n, x, upper, parameters) - v));
        }
    double stated = sums->level[level].u_error[digit];
    if (worst > most || worst > stated)
        fail_msg("%.0f values: u-error %.3g, stated %.3g, allowed %.3g", n, worst, stated, most);
    if (n > 1) assert_true(stated <= stated_error(sums));
}

/* The u-error of every table, at even places and far into the tails, is within the stated bound and within
 * `most`. */
static void check_errors(const bireme_sums *sums, distribution exact, const double *parameters, double most)
{
    for (unsigned level = 0; level < bireme_sums_levels(sums); level++)
        for (unsigned digit = 1; digit <= 15; digit++)
            if (has_table(sums, level, digit)) check_error(sums, level, digit, exact, parameters, most);
}

static void sums_of_gammas_are_gamma(void **state)
{
    (void)state;
    const double shapes[] = {0.1, 0.5, 1, 2.5, 100};
    for (size_t i = 0; i < 5; i++) {
        const double parameters[] = {shapes[i], 3};
        bireme_dist *dist = make("gamma", ARGUMENTS(NUMBER("shape", shapes[i]), NUMBER("scale", 3)));
        bireme_sums *sums = add_up(dist, 64);
        assert_int_equal(bireme_sums_levels(sums), 2);
        assert_direct(sums, shapes[i] >= 0.5 ? 2 : 9);
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
    assert_int_equal(bireme_sums_levels(sums), 5);
    assert_direct(sums, 2);
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
    assert_direct(sums, 2);
    for (int i = 0; i < 10000; i++) {
        double u = (i + 0.5) / 10000, x = value_at(sums, 0, 2, u);
        assert_true(x >= 0 && x <= 2);
        assert_close(two_uniforms(2, x, u >= 0.5, NULL), u < 0.5 ? u : 1 - u, 0, stated_error(sums));
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
    assert_direct(sums, 2);
    for (unsigned k = 1; k < 32; k++) {
        int n = k < 16 ? (int)k : ((int)k - 16) * 16;
        unsigned level = k < 16 ? 0 : 1, digit = k % 16;
        if (!has_table(sums, level, digit)) continue;
        double mass = pow(0.7, n), sum = 0;
        for (int j = 0; j <= n; j++) { /* in the middle of each step that is wider than rounding */
            if (mass > 1e-9) {
                assert_close(value_at(sums, level, digit, sum + mass / 2), 0.1 * n + 0.3 * j, 1e-13, 0);
                assert_close(value_at(sums, level, digit, sum + 1e-10), 0.1 * n + 0.3 * j, 1e-13, 0);
            }
            sum += mass;
            mass = mass * (n - j) / (j + 1) * (0.3 / 0.7);
        }
    }
    check_moments(sums, dist, 1e-12, 1e-10);
    bireme_sums_free(sums);
    bireme_dist_free(dist);
}

/* All draws of a count with one u. */
static double sum_of(const bireme_sums *sums, double count, double u)
{
    uint16_t lane[1];
    double sum = 0;
    for (unsigned level = 0; level < bireme_sums_levels(sums); level++)
        for (unsigned draw = 0; bireme_sums_lanes(sums, level, draw, 1, &count, lane) > 0; draw++)
            bireme_sums_eval(sums, level, draw, 1, &u, &count, &sum);
    return sum;
}

static void fixed_values_are_multiplied_exactly(void **state)
{
    (void)state;
    bireme_dist *dist = make_fixed(1234.56);
    bireme_sums *sums = add_up(dist, 1000);
    for (int n = 0; n < 100000; n += n < 100 ? 1 : 997) assert_true(sum_of(sums, n, 0.3) == 1234.56 * n);
    assert_true(bireme_qtable_eval_one(bireme_sums_single(sums), 0.3) == 1234.56);
    assert_true(stated_error(sums) == 0);
    bireme_sums_free(sums);
    bireme_dist_free(dist);
}

static int ascending(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

/* The largest distance between a table and the empirical distribution of N simulated sums of single draws.
 * For the exact distribution √N D exceeds 3.4 with probability 2 exp(−2 · 3.4²) = 2e-10. Fixed seed. Values
 * at points: the table may have moved them by `blur` of the largest value for each value. */
static void check_by_simulation(const bireme_sums *sums, double blur)
{
    enum { N = 40000, MOST = 64 };
    static double sum[N], sorted[N], u[N], x[N];
    bireme_stream stream = bireme_stream_create(11, "simulated", "");
    memset(sum, 0, sizeof sum);
    for (uint32_t n = 1; n <= MOST; n++) {
        unsigned level = n < 16 ? 0 : 1, digit = n < 16 ? n : n / 16;
        bireme_stream_fill(&stream, 0, n, 0, N, u);
        bireme_qtable_eval(bireme_sums_single(sums), N, u, x);
        for (int i = 0; i < N; i++) sum[i] += x[i];
        if (n > 16 && n % 16 > 0) continue;
        if (!has_table(sums, level, digit)) continue;
        memcpy(sorted, sum, sizeof sum);
        qsort(sorted, N, sizeof *sorted, ascending);
        double allowed = 3.4 / sqrt(N);
        for (int i = 0; i < N; i++) { /* must lie between the table's quantiles at i/N ∓ allowed */
            double low = (i + 0.5) / N - allowed, high = (i + 0.5) / N + allowed;
            if (low > 0) assert_true(sorted[i] >= value_at(sums, level, digit, low) - n * blur);
            if (high < 1) assert_true(sorted[i] <= value_at(sums, level, digit, high) + n * blur);
        }
    }
}

static void long_tails_are_added_up(void **state)
{
    (void)state;
    const double cvs[] = {0.9, 5};
    for (int i = 0; i < 2; i++) {
        bireme_dist *dist = make("lognormal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("cv", cvs[i])));
        bireme_sums *sums = add_up(dist, 64);
        assert_direct(sums, 2);
        assert_true(stated_error(sums) <= 1e-5);
        check_by_simulation(sums, 0);
        check_moments(sums, dist, 1e-9, 1e-6);
        bireme_sums_free(sums);
        bireme_dist_free(dist);
    }
}

/* The law of a sum of two digits, from the table of one: P(A + B ≤ x) = E F_B(x − A), by 4,000 midpoints of s
 * with u = s² (3 − 2 s), which takes the bend out of both ends: right to better than 1e-7. An independent way
 * to the same number. */
static void check_addition(const bireme_sums *sums, unsigned a_digit, unsigned b_digit, unsigned level,
                           unsigned digit)
{
    enum { M = 4000 };
    static double a[M], weight[M];
    for (int i = 0; i < M; i++) {
        double s = (i + 0.5) / M;
        a[i] = value_at(sums, 0, a_digit, s * s * (3 - 2 * s));
        weight[i] = 6 * s * (1 - s) / M;
    }
    for (int j = 1; j < 20; j++) {
        double x = value_at(sums, level, digit, j / 20.0), p = 0;
        for (int i = 0; i < M; i++) {
            double low = 0, high = 1; /* F_B(x − a) by bisection of the table */
            if (x - a[i] <= 0) continue;
            for (int step = 0; step < 30; step++) {
                double u = (low + high) / 2;
                if (value_at(sums, 0, b_digit, u) <= x - a[i])
                    low = u;
                else
                    high = u;
            }
            p += low * weight[i];
        }
        assert_close(p, j / 20.0, 0, 2e-7);
    }
}

static void tables_agree_with_each_other(void **state)
{
    (void)state;
    bireme_dist *dist = make("lognormal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("cv", 0.9)));
    bireme_sums *sums = add_up(dist, 64);
    check_addition(sums, 2, 2, 0, 4);
    check_addition(sums, 3, 4, 0, 7);
    check_addition(sums, 8, 8, 1, 1);
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
        assert_true(stated_error(sums) <= 1e-5);
        check_by_simulation(sums, 0);
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
    check_by_simulation(sums, 0);
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
    for (unsigned digit = 2; digit <= 15; digit++) assert_false(has_table(sums, 0, digit));
    assert_true(stated_error(sums) <= 1e-5);
    check_by_simulation(sums, 1e-3 * 9.72); /* stated for values at points */
    check_moments(sums, dist, 1e-9, 1e-3);
    bireme_sums_free(sums);
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
        cmocka_unit_test(tables_agree_with_each_other),
        cmocka_unit_test(price_lists_are_added_up),
        cmocka_unit_test(a_sample_with_an_outlier_is_added_up),
        cmocka_unit_test(points_without_a_common_step_are_added_up),
    };
    return cmocka_run_group_tests_name("dist.sums", tests, NULL, NULL);
}
