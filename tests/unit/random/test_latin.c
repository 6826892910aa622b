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

static bireme_stream number(uint32_t r)
{
    bireme_stream stream = bireme_stream_create(2027, "channels.search.cost_per_lead", "");
    return bireme_stream_replicate(&stream, r);
}

enum { MOST = 70000 };

static void every_stratum_is_hit_once(void **state)
{
    (void)state;
    static double u[MOST];
    static uint32_t stratum[MOST];
    static unsigned char seen[MOST];
    const size_t sizes[] = {1, 2, 3, 4, 5, 6, 7, 9, 64, 65, 100, 101, 1000, 4096, 10007, 65535, 65536, 65537};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
        for (uint32_t r = 0; r < 20; r++) {
            size_t n = sizes[k];
            bireme_stream stream = number(r);
            memset(seen, 0, sizeof seen);
            bireme_latin_permute(&stream, n, 0, n, stratum);
            bireme_latin_fill(&stream, n, 0, n, u);
            for (size_t i = 0; i < n; i++) {
                assert_true(stratum[i] < n && !seen[stratum[i]]);
                seen[stratum[i]] = 1;
                assert_true(u[i] > 0 && u[i] < 1);
                /* The division rounds: 1e-9 of a stratum is far more. */
                assert_close(u[i] * (double)n, stratum[i] + 0.5, 0, 0.5 + 1e-9);
            }
        }
}

static void a_fill_is_the_same_in_one_piece_and_in_many(void **state)
{
    (void)state;
    enum { N = 1001 };
    static double whole[N], parts[N];
    static uint32_t strata[N], singly[N];
    bireme_stream stream = number(1);
    bireme_latin_fill(&stream, N, 0, N, whole);
    bireme_latin_permute(&stream, N, 0, N, strata);
    size_t step = 2;
    for (size_t done = 0; done < N; done += step, step = step * 3 % 127 / 2 * 2 + 2) {
        if (done + step > N) step = N - done;
        bireme_latin_fill(&stream, N, done, step, parts + done);
    }
    for (size_t i = 0; i < N; i++) bireme_latin_permute(&stream, N, i, 1, &singly[i]);
    assert_memory_equal(whole, parts, sizeof whole);
    assert_memory_equal(strata, singly, sizeof strata);
}

static void the_largest_hypercube_stays_within_its_bounds(void **state)
{
    (void)state;
    double u[1000];
    uint32_t stratum[1000];
    const uint64_t sizes[] = {UINT64_C(1) << 32, (UINT64_C(1) << 32) - 1, UINT64_C(4294836225),
                              UINT64_C(4294836226)};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        bireme_stream stream = number((uint32_t)k);
        uint64_t first = (sizes[k] - 1000) / 2 * 2;
        bireme_latin_fill(&stream, sizes[k], first, 999, u);
        bireme_latin_permute(&stream, sizes[k], first, 999, stratum);
        for (int i = 0; i < 999; i++) {
            assert_true(stratum[i] < sizes[k] && u[i] > 0 && u[i] < 1);
            /* v + π has 53 bits, of which π takes up to 32: v is good to 2^-20. */
            assert_close(u[i] * (double)sizes[k], stratum[i] + 0.5, 0, 0.5 + 0x1p-20);
            for (int j = 0; j < i; j++) assert_true(stratum[i] != stratum[j]);
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
            uint32_t p[6];
            bireme_stream stream = number(r);
            bireme_latin_permute(&stream, n, 0, n, p);
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
        for (uint32_t r = 0; r < KEYS; r++) {
            uint32_t a, b;
            bireme_stream stream = number(r);
            bireme_latin_permute(&stream, N, pairs[k][0], 1, &a);
            bireme_latin_permute(&stream, N, pairs[k][1], 1, &b);
            count[a * SIDE / N * SIDE + b * SIDE / N]++;
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
        double u[N], error = 0, product = 0;
        bireme_stream stream = number(r);
        bireme_latin_fill(&stream, N, 0, N, u);
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
        cmocka_unit_test(a_fill_is_the_same_in_one_piece_and_in_many),
        cmocka_unit_test(the_largest_hypercube_stays_within_its_bounds),
        cmocka_unit_test(small_permutations_are_all_equally_likely),
        cmocka_unit_test(pairs_of_trials_fall_anywhere),
        cmocka_unit_test(means_have_the_variance_of_theory),
    };
    return cmocka_run_group_tests_name("random.latin", tests, NULL, NULL);
}
