/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Latin hypercube: one trial in each stratum for every number of trials, permutations that are as good
 * as random, and the variance that theory gives. Fixed seeds; a bound of six standard errors is exceeded by
 * chance once in 5e8 checks, one of five once in 2e6.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "random/latin.h"

enum { R = BIREME_LATIN_REPLICATES };

/* n points of the hypercubes of a group, R of them: numbers R g … R g + R − 1. u [n × R]. */
static void fill(uint32_t group, uint64_t n_points, uint64_t first, size_t n, double *u)
{
    bireme_stream all = bireme_stream_create(2027, "channels.search.cost_per_lead", "");
    bireme_stream stream = bireme_stream_replicate(&all, group);
    for (size_t done = 0, step; done < n; done += step) {
        step = n - done < 16 ? n - done : 16;
        bireme_latin_fill_replicates(&stream, 0, n_points, first + done, step, (first + done) * R,
                                     u + done * R);
    }
}

static void every_stratum_is_hit_once(void **state)
{
    (void)state;
    enum { MOST = 65537 };
    static double u[MOST * R];
    static unsigned char seen[MOST];
    const size_t sizes[] = {1, 2, 3, 4, 5, 6, 7, 9, 64, 65, 100, 101, 1000, 4096, 10007, 65535, 65536, 65537};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
        for (uint32_t group = 0; group < 2; group++) {
            size_t n = sizes[k];
            fill(group, n, 0, n, u);
            for (size_t r = 0; r < R; r++) {
                memset(seen, 0, sizeof seen);
                for (size_t i = 0; i < n; i++) {
                    size_t stratum = (size_t)(u[i * R + r] * (double)n);
                    assert_true(u[i * R + r] > 0 && u[i * R + r] < 1 && !seen[stratum]);
                    seen[stratum] = 1;
                }
            }
        }
}

static void the_largest_hypercube_stays_within_its_bounds(void **state)
{
    (void)state;
    enum { N = 1000 };
    static double u[N * R];
    const uint64_t sizes[] = {UINT64_C(1) << 32, (UINT64_C(1) << 32) - 1, UINT64_C(4294836225),
                              UINT64_C(4294836226)};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        fill((uint32_t)k, sizes[k], sizes[k] - N, N, u);
        for (size_t r = 0; r < R; r++)
            for (size_t i = 0; i < N; i++) {
                uint64_t stratum = (uint64_t)(u[i * R + r] * (double)sizes[k]);
                assert_true(u[i * R + r] > 0 && u[i * R + r] < 1);
                for (size_t j = 0; j < i; j++)
                    assert_true(stratum != (uint64_t)(u[j * R + r] * (double)sizes[k]));
            }
    }
}

/* Which of the n! permutations it is, by its Lehmer code. */
static unsigned rank(const uint32_t *p, unsigned n)
{
    unsigned code = 0;
    for (unsigned i = 0; i < n; i++) {
        unsigned smaller = 0;
        for (unsigned j = i + 1; j < n; j++) smaller += p[j] < p[i];
        code = code * (n - i) + smaller;
    }
    return code;
}

/* The number of each of the n! permutations over many keys: chi-square with n! − 1 degrees of freedom, mean
 * n! − 1 and variance 2 (n! − 1); a normal bound of 6 deviations is widened by half for its skewness. */
static void small_permutations_are_all_equally_likely(void **state)
{
    (void)state;
    enum { KEYS = 100000 };
    unsigned factorial = 1;
    for (unsigned n = 2; n <= 6; n++) {
        unsigned count[720] = {0};
        factorial *= n;
        for (uint32_t r = 0; r < KEYS; r++) {
            static double u[6 * R];
            uint32_t p[6];
            if (r % R == 0) fill(r / R, n, 0, n, u);
            for (unsigned i = 0; i < n; i++) p[i] = (uint32_t)(u[i * R + r % R] * n);
            count[rank(p, n)]++;
        }
        double chi2 = 0, expected = KEYS / (double)factorial;
        for (unsigned i = 0; i < factorial; i++)
            chi2 += (count[i] - expected) * (count[i] - expected) / expected;
        assert_true(chi2 < factorial - 1 + 9 * sqrt(2.0 * (factorial - 1)) + 9);
    }
}

/* Where two trials fall, on a grid of 8 × 8, over many keys: 63 degrees of freedom, 150 is exceeded with
 * probability 4e-9. Of N strata two are in the same row or not all but independently: N is large. */
static void pairs_of_trials_fall_anywhere(void **state)
{
    (void)state;
    enum { KEYS = 65536, SIDE = 8, N = 10007 };
    static const uint32_t pairs[][2] = {{0, 1}, {0, 100}, {0, 101}, {5000, 5002}, {17, 9999}};
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        unsigned count[SIDE * SIDE] = {0};
        for (uint32_t group = 0; group < KEYS / R; group++) {
            double a[R], b[R];
            fill(group, N, pairs[k][0], 1, a);
            fill(group, N, pairs[k][1], 1, b);
            for (size_t r = 0; r < R; r++) count[(int)(a[r] * SIDE) * SIDE + (int)(b[r] * SIDE)]++;
        }
        double chi2 = 0, expected = KEYS / (double)(SIDE * SIDE);
        for (int i = 0; i < SIDE * SIDE; i++)
            chi2 += (count[i] - expected) * (count[i] - expected) / expected;
        assert_true(chi2 < 150);
    }
}

/* u of each N-th is uniform there: the variance of the mean of u² is 1/(9N³) as for stratified points, and
 * errors of different keys have nothing in common. The product of two dimensions is random: its variance is
 * that of ∫∫ (u − ½)²(v − ½)² = 1/144 over N. */
static void means_have_the_variance_of_theory(void **state)
{
    (void)state;
    enum { N = 101, KEYS = 20000 };
    double squares = 0, next = 0, before = 0, products = 0, last[N] = {0};
    for (uint32_t r = 0; r < KEYS; r++) {
        static double all[N * R];
        double u[N], error = 0, product = 0;
        if (r % R == 0) fill(r / R, N, 0, N, all);
        for (size_t i = 0; i < N; i++) u[i] = all[i * R + r % R];
        for (int i = 0; i < N; i++) {
            error += (u[i] * u[i] - 1.0 / 3) / N;
            product += r ? (u[i] - 0.5) * (last[i] - 0.5) / N : 0;
            last[i] = u[i];
        }
        squares += error * error;
        next += error * before;
        before = error;
        products += product * product;
    }
    assert_close(squares / KEYS * 9 * pow(N, 3), 1, 0, 5 * sqrt(2.0 / KEYS));
    assert_close(next / squares, 0, 0, 6 / sqrt(KEYS));
    /* N − 1 in place of N: a permutation has one freedom less. */
    assert_close(products / KEYS * 144 * (N - 1), 1, 0, 5 * sqrt(2.0 / KEYS) + 1.0 / N);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_stratum_is_hit_once),
        cmocka_unit_test(the_largest_hypercube_stays_within_its_bounds),
        cmocka_unit_test(small_permutations_are_all_equally_likely),
        cmocka_unit_test(pairs_of_trials_fall_anywhere),
        cmocka_unit_test(means_have_the_variance_of_theory),
    };
    return cmocka_run_group_tests_name("random.latin", tests, NULL, NULL);
}
