/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The law of scrambled points over many scrambles: that of Owen's nested uniform scrambling. Fixed seeds. A
 * bound of six standard errors is exceeded by chance once in 5e8 checks, one of five once in 2e6.
 */
#include "support/check.h"

#include <math.h>
#include "random/sobol.h"

static bireme_sobol *sequence(uint32_t n_dimensions)
{
    bireme_sobol *sobol = NULL;
    assert_int_equal(bireme_sobol_create(n_dimensions, &sobol, NULL), BIREME_OK);
    return sobol;
}

/* Scrambles come R at a time: those of group g are the numbers R g … R g + R − 1. u [n × R]. */
enum { R = BIREME_SOBOL_REPLICATES };
static void fill(const bireme_sobol *sobol, uint32_t dimension, uint32_t group, uint64_t first, size_t n,
                 double *u)
{
    bireme_stream all = bireme_stream_create(2027, "channels.events.cost_per_lead", "");
    bireme_stream stream = bireme_stream_replicate(&all, group);
    bireme_sobol_scrambles scrambles;
    bireme_sobol_scrambles_init(&scrambles, &stream, dimension);
    bireme_sobol_fill_replicates(sobol, dimension, &scrambles, first, n, u);
}

/* flips[r][node] = ±1: whether the node is flipped in scramble r. The nodes are those of `levels` levels
 * below the first `skip` bits of the points, along the branch of point 0, of dimension 0 (its points are
 * those of van der Corput: 2^(skip + levels) points go through every node). */
enum { KEYS = 4096, NODES = 63 };
static void find_flips(unsigned skip, unsigned levels, signed char flips[KEYS][NODES])
{
    static double u[1 << 16];
    bireme_sobol *sobol = sequence(1);
    size_t n = (size_t)1 << (skip + levels);
    for (uint32_t r = 0; r < KEYS; r++) {
        if (r % R == 0) fill(sobol, 0, r / R, 0, n, u);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t x = bireme_sobol_point(sobol, 0, i), y = (uint32_t)(u[i * R + r % R] * 0x1p32) ^ x;
            if (skip && x >> (32 - skip)) continue;
            for (unsigned l = 0; l < levels; l++) {
                unsigned bit = 31 - skip - l;
                uint32_t node = (UINT32_C(1) << l) - 1 +
                                (uint32_t)(((uint64_t)x >> (bit + 1)) & ((1U << l) - 1));
                flips[r][node] = y >> bit & 1 ? 1 : -1;
            }
        }
    }
    bireme_sobol_free(sobol);
}

/* Means 0, pairs uncorrelated, and triples of parent and both children: their sums over scrambles are normal.
 */
static void check_flips(unsigned skip, unsigned levels)
{
    static signed char flips[KEYS][NODES];
    find_flips(skip, levels, flips);
    int nodes = (1 << levels) - 1;
    double pairs = 0;
    for (int a = 0; a < nodes; a++) {
        double sum = 0, triple = 0;
        for (int r = 0; r < KEYS; r++) {
            sum += flips[r][a];
            if (2 * a + 2 < nodes) triple += flips[r][a] * flips[r][2 * a + 1] * flips[r][2 * a + 2];
        }
        assert_close(sum / sqrt(KEYS), 0, 0, 6);
        assert_close(triple / sqrt(KEYS), 0, 0, 6);
        for (int b = 0; b < a; b++) {
            double product = 0;
            for (int r = 0; r < KEYS; r++) product += flips[r][a] * flips[r][b];
            assert_close(product / sqrt(KEYS), 0, 0, 6);
            pairs += product * product / KEYS;
        }
    }
    /* The squares of the pairs: a chi-square with as many degrees of freedom, standard deviation √2 of each.
     */
    double n_pairs = nodes * (nodes - 1) / 2.0;
    assert_close(pairs, n_pairs, 0, 6 * sqrt(2 * n_pairs));
}

static void every_node_of_the_tree_is_flipped_on_its_own(void **state)
{
    (void)state;
    check_flips(0, 6); /* over the border of the first and the second group of five */
    check_flips(4, 6); /* over two borders */
    check_flips(8, 4);
}

/* 64 cells, 63 degrees of freedom: 150 is exceeded with probability 4e-9. */
static void check_uniform(const double *u, size_t n, double scale)
{
    enum { CELLS = 64 };
    unsigned count[CELLS] = {0};
    double chi2 = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        double v = u[i] * scale - floor(u[i] * scale);
        count[(int)(v * CELLS)]++;
        sum += v - 0.5;
    }
    double expected = (double)n / CELLS;
    for (int i = 0; i < CELLS; i++) chi2 += (count[i] - expected) * (count[i] - expected) / expected;
    assert_true(chi2 < 150);
    assert_close(sum / (double)n, 0, 0, 6 * sqrt(1.0 / 12 / (double)n));
}

static void every_point_is_uniform_over_the_scrambles(void **state)
{
    (void)state;
    enum { N = 16384 };
    static double u[N];
    bireme_sobol *sobol = sequence(2000);
    const uint64_t points[] = {0, 1, 2, 77, 1023, 1024, 65535, UINT32_MAX};
    for (size_t k = 0; k < sizeof points / sizeof *points; k++)
        for (uint32_t d = 0; d < 2000; d += 666) {
            for (uint32_t r = 0; r < N; r += R) fill(sobol, d, r / R, points[k], 1, &u[r]);
            check_uniform(u, N, 1);
            check_uniform(u, N, 0x1p18); /* the bits from the 19th on: over the end of the tree */
            check_uniform(u, N, 0x1p30); /* over the end of the sequence's bits */
            check_uniform(u, N, 0x1p40); /* random bits */
        }
    bireme_sobol_free(sobol);
}

/* Point 0 has no bit set: its scrambled bits are the flips along one branch of the tree, all 52 of them. */
static void flips_along_a_branch_are_independent(void **state)
{
    (void)state;
    enum { DEPTH = 52 };
    bireme_sobol *sobol = sequence(1);
    static signed char flips[KEYS][DEPTH];
    for (uint32_t r = 0; r < KEYS; r++) {
        static double u[R];
        if (r % R == 0) fill(sobol, 0, r / R, 0, 1, u);
        uint64_t bits = (uint64_t)(u[r % R] * 0x1p52);
        for (int b = 0; b < DEPTH; b++) flips[r][b] = bits >> b & 1 ? 1 : -1;
    }
    for (int a = 0; a < DEPTH; a++)
        for (int b = 0; b < a; b++) {
            double product = 0;
            for (int r = 0; r < KEYS; r++) product += flips[r][a] * flips[r][b];
            assert_close(product / sqrt(KEYS), 0, 0, 6);
        }
    bireme_sobol_free(sobol);
}

static void random_bits_differ_from_point_to_point(void **state)
{
    (void)state;
    enum { N = 16384 };
    static double all[N * R], u[N];
    bireme_sobol *sobol = sequence(9);
    fill(sobol, 8, 0, 0, N, all);
    for (int i = 0; i < N; i++) u[i] = all[i * R + 3];
    check_uniform(u, N, 0x1p26); /* bits of the sequence, which are 0 before scrambling so early */
    check_uniform(u, N, 0x1p32);
    check_uniform(u, N, 0x1p46);
    bireme_sobol_free(sobol);
}

/* Two points over the scrambles, e.g. neighbours: where they first differ they are on different sides, and
 * their places there are independent. x and y: in [0, 1), from the bits after the first difference. */
static void bits_after_the_first_difference_are_independent(void **state)
{
    (void)state;
    enum { N = 65536, SIDE = 8 };
    bireme_sobol *sobol = sequence(4);
    static const uint32_t pairs[][2] = {{0, 1},     {0, 2},        {5, 4},     {3, 35},
                                        {100, 228}, {1000, 17384}, {9, 524297}};
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        uint32_t a = bireme_sobol_point(sobol, 3, pairs[k][0]), b = bireme_sobol_point(sobol, 3, pairs[k][1]);
        double scale = 2;
        while ((uint32_t)(a * 0x1p-32 * scale) == (uint32_t)(b * 0x1p-32 * scale)) scale *= 2;
        unsigned count[SIDE][SIDE] = {{0}};
        for (uint32_t r = 0; r < N; r++) {
            static double us[R], vs[R];
            if (r % R == 0) fill(sobol, 3, r / R, pairs[k][0], 1, us);
            if (r % R == 0) fill(sobol, 3, r / R, pairs[k][1], 1, vs);
            double u = us[r % R], v = vs[r % R];
            assert_true(floor(u * scale) != floor(v * scale) && floor(u * scale / 2) == floor(v * scale / 2));
            u = u * scale - floor(u * scale);
            v = v * scale - floor(v * scale);
            count[(int)(u * SIDE)][(int)(v * SIDE)]++;
        }
        double chi2 = 0, expected = N / (double)(SIDE * SIDE);
        for (int i = 0; i < SIDE * SIDE; i++) {
            double off = count[i / SIDE][i % SIDE] - expected;
            chi2 += off * off / expected;
        }
        assert_true(chi2 < 150); /* 63 degrees of freedom, as above */
    }
    bireme_sobol_free(sobol);
}

/* error [R]: of the mean of u² over n points, a power of two, of the scrambles of a group, in a dimension. */
static void square_errors(const bireme_sobol *sobol, uint32_t dimension, uint32_t group, size_t n,
                          double *error)
{
    enum { MOST = 1 << 12 };
    static double u[MOST * R];
    size_t step = n < MOST ? n : MOST;
    for (int r = 0; r < R; r++) error[r] = 0;
    for (size_t first = 0; first < n; first += step) {
        fill(sobol, dimension, group, first, step, u);
        for (size_t i = 0; i < step * R; i++) error[i % R] += (u[i] * u[i] - 1.0 / 3) / (double)n;
    }
}

/* One point in each n-th, independent and uniform there: the variance of the mean of f is ∫f′²/12/n³, here
 * 1/(9n³), and the error of the mean is all but normal. The variance from R scrambles has the relative
 * standard error √(2/R). */
static void check_error_of_squares(size_t n, int repetitions)
{
    bireme_sobol *sobol = sequence(1200);
    for (uint32_t d = 0; d < 1200; d += 599) {
        double sum = 0, squares = 0, fourth = 0, expected = 1 / (9.0 * (double)n * (double)n * (double)n);
        for (int r = 0; r < repetitions; r++) {
            static double errors[R];
            if (r % R == 0) square_errors(sobol, d, (uint32_t)r / R, n, errors);
            double error = errors[r % R] / sqrt(expected);
            sum += error;
            squares += error * error;
            fourth += error * error * error * error;
        }
        assert_close(sum / sqrt(repetitions), 0, 0, 5);
        assert_close(squares / repetitions, 1, 0, 5 * sqrt(2.0 / repetitions));
        /* The fourth power of a normal number has the mean 3 and the variance 105 − 9. */
        assert_close(fourth / repetitions, 3, 0, 5 * sqrt(96.0 / repetitions));
    }
    bireme_sobol_free(sobol);
}

static void the_variance_of_a_smooth_mean_falls_with_the_cube_of_n(void **state)
{
    (void)state;
    check_error_of_squares(1 << 6, 20000);
    check_error_of_squares(1 << 10, 4000);
    check_error_of_squares(1 << 14, 400);
    check_error_of_squares(1 << 20, 40); /* as far as the scramble is exact */
}

/* Π (1 + u_j − ½) over four dimensions has the mean 1 and the variance (1 + 1/12)⁴ − 1 = 0.377. */
static void a_product_is_unbiased_with_a_small_variance(void **state)
{
    (void)state;
    enum { N = 256, REPETITIONS = 4000, DIMENSIONS = 4 };
    bireme_sobol *sobol = sequence(DIMENSIONS);
    double sum = 0, squares = 0;
    for (uint32_t group = 0; group < REPETITIONS / R; group++) {
        static double u[N * R], product[N * R];
        double error[R] = {0};
        for (int i = 0; i < N * R; i++) product[i] = 1;
        for (uint32_t d = 0; d < DIMENSIONS; d++) {
            fill(sobol, d, group, 0, N, u);
            for (int i = 0; i < N * R; i++) product[i] *= 0.5 + u[i];
        }
        for (int i = 0; i < N * R; i++) error[i % R] += (product[i] - 1) / N;
        for (int r = 0; r < R; r++) sum += error[r], squares += error[r] * error[r];
    }
    double variance = squares / REPETITIONS, random = 0.377 / N;
    assert_close(sum / REPETITIONS, 0, 0, 5 * sqrt(variance / REPETITIONS));
    assert_true(variance < random / 200);
    bireme_sobol_free(sobol);
}

/* Correlation of the errors of two estimates that should have nothing to do with each other. */
static void scrambles_and_dimensions_are_independent(void **state)
{
    (void)state;
    enum { N = 64, REPETITIONS = 20000 };
    bireme_sobol *sobol = sequence(2);
    double next = 0, other = 0, own = 0, before = 0;
    for (uint32_t r = 0; r < REPETITIONS; r++) {
        static double as[R], bs[R];
        if (r % R == 0) square_errors(sobol, 0, r / R, N, as);
        if (r % R == 0) square_errors(sobol, 1, r / R, N, bs);
        double a = as[r % R], b = bs[r % R];
        own += a * a;
        next += a * before;
        other += a * b;
        before = a;
    }
    /* A correlation of R pairs has the standard error 1/√R. */
    assert_close(next / own, 0, 0, 6 / sqrt(REPETITIONS));
    assert_close(other / own, 0, 0, 6 / sqrt(REPETITIONS));
    bireme_sobol_free(sobol);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_node_of_the_tree_is_flipped_on_its_own),
        cmocka_unit_test(every_point_is_uniform_over_the_scrambles),
        cmocka_unit_test(flips_along_a_branch_are_independent),
        cmocka_unit_test(random_bits_differ_from_point_to_point),
        cmocka_unit_test(bits_after_the_first_difference_are_independent),
        cmocka_unit_test(the_variance_of_a_smooth_mean_falls_with_the_cube_of_n),
        cmocka_unit_test(a_product_is_unbiased_with_a_small_variance),
        cmocka_unit_test(scrambles_and_dimensions_are_independent),
    };
    return cmocka_run_group_tests_name("random.sobol_scramble", tests, NULL, NULL);
}
