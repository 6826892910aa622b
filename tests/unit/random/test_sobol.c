/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sequence itself against known answers, its nets, and what scrambling must leave as it is. Nothing
 * here is a matter of chance: all comparisons are exact.
 */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>
#include "random/sobol.h"

static bireme_sobol *sequence(uint32_t n_dimensions)
{
    bireme_sobol *sobol = NULL;
    assert_int_equal(bireme_sobol_create(n_dimensions, &sobol, NULL), BIREME_OK);
    return sobol;
}

/* Of the replicates of a stream that the dimension picks; n ≤ 1024. */
static void fill(const bireme_sobol *sobol, uint32_t dimension, const bireme_stream *stream, uint64_t first,
                 size_t n, double *u)
{
    enum { R = BIREME_SOBOL_REPLICATES };
    static double all[1024 * R];
    bireme_sobol_scrambles scrambles;
    bireme_sobol_scrambles_init(&scrambles, stream, dimension);
    bireme_sobol_fill_replicates(sobol, dimension, &scrambles, first, n, all);
    for (size_t i = 0; i < n; i++) u[i] = all[i * R + dimension % R];
}

/* The first 32 bits of u, which are those of the scrambled point. */
static uint32_t first_bits(double u)
{
    return (uint32_t)(u * 0x1p32);
}

static void the_first_sixteen_points_are_the_authors(void **state)
{
    (void)state;
    static const uint32_t known[16][10] = {
        {0, 0, 0, 0, 0, 0, 0, 0, 0, 0},       {8, 8, 8, 8, 8, 8, 8, 8, 8, 8},
        {12, 4, 4, 4, 12, 12, 4, 12, 12, 12}, {4, 12, 12, 12, 4, 4, 12, 4, 4, 4},
        {6, 6, 10, 14, 6, 2, 6, 14, 14, 10},  {14, 14, 2, 6, 14, 10, 14, 6, 6, 2},
        {10, 2, 14, 10, 10, 14, 2, 2, 2, 6},  {2, 10, 6, 2, 2, 6, 10, 10, 10, 14},
        {3, 5, 15, 7, 9, 5, 7, 15, 15, 5},    {11, 13, 7, 15, 1, 13, 15, 7, 7, 13},
        {15, 1, 11, 3, 5, 9, 3, 3, 3, 9},     {7, 9, 3, 11, 13, 1, 11, 11, 11, 1},
        {5, 3, 5, 9, 15, 7, 1, 1, 1, 15},     {13, 11, 13, 1, 7, 15, 9, 9, 9, 7},
        {9, 7, 1, 13, 3, 11, 5, 13, 13, 3},   {1, 15, 9, 5, 11, 3, 13, 5, 5, 11},
    };
    bireme_sobol *sobol = sequence(10);
    for (uint32_t i = 0; i < 16; i++)
        for (uint32_t d = 0; d < 10; d++)
            assert_int_equal(bireme_sobol_point(sobol, d, i), known[i][d] << 28);
    bireme_sobol_free(sobol);
}

/* From the recurrence on m_i (Bratley and Fox 1988), written apart from this program in another language. */
static void late_points_of_high_dimensions_are_right(void **state)
{
    (void)state;
    static const uint32_t index[3] = {12345, 1000003, UINT32_MAX};
    static const struct {
        uint32_t dimension, point[3];
    } known[] = {
        {1, {0xD03C0000, 0x8FD9F000, 0xFFFFFFFF}},    {16, {0x10040000, 0x31693000, 0x9349CB97}},
        {99, {0x89F40000, 0x0CB2D000, 0x58B73B7D}},   {999, {0x218C0000, 0x0A2D7000, 0x71CDAAE7}},
        {1109, {0x459C0000, 0x9E895000, 0xC850000F}}, {2047, {0xBBDC0000, 0x35349000, 0x32CB7101}},
        {4095, {0xA0A40000, 0x1CF29000, 0xA1BD22E5}},
    };
    bireme_sobol *sobol = sequence(BIREME_SOBOL_DIMENSIONS_MOST);
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        for (int j = 0; j < 3; j++)
            assert_int_equal(bireme_sobol_point(sobol, known[k].dimension, index[j]), known[k].point[j]);
    bireme_sobol_free(sobol);
}

/* Point i of the Gray code's order for i with one bit set, and those below: the last 1 of the direction
 * number i is its bit 31 − i. Then 2^k points in a row differ in their first k bits, for every k up to 32. */
static void every_dimension_is_a_net_for_every_power_of_two(void **state)
{
    (void)state;
    bireme_sobol *sobol = sequence(BIREME_SOBOL_DIMENSIONS_MOST);
    for (uint32_t d = 0; d < BIREME_SOBOL_DIMENSIONS_MOST; d++) {
        uint32_t direction = 0;
        for (int i = 0; i < 32; i++) {
            direction ^= bireme_sobol_point(sobol, d, UINT32_C(1) << i);
            assert_int_equal(direction & (UINT32_MAX >> i), UINT32_C(1) << (31 - i));
        }
    }
    bireme_sobol_free(sobol);
}

/* 2^bits points from `first` on: one in each interval of that size. */
static void check_net(const double *u, unsigned bits)
{
    static unsigned char seen[4096];
    memset(seen, 0, sizeof seen);
    for (size_t i = 0; i < (size_t)1 << bits; i++) {
        assert_true(u[i] > 0 && u[i] < 1);
        unsigned char *cell = seen + (size_t)(u[i] * (double)((size_t)1 << bits));
        assert_int_equal(*cell, 0);
        *cell = 1;
    }
}

static void every_scrambled_dimension_is_a_net(void **state)
{
    (void)state;
    enum { N = 1024 };
    double u[N];
    bireme_sobol *sobol = sequence(BIREME_SOBOL_DIMENSIONS_MOST);
    bireme_stream stream = bireme_stream_create(5, "net", "");
    for (uint32_t d = 0; d < BIREME_SOBOL_DIMENSIONS_MOST; d++) {
        fill(sobol, d, &stream, (uint64_t)d * 1023 * N, N, u);
        for (unsigned bits = 0; bits <= 10; bits++) check_net(u, bits);
    }
    fill(sobol, 77, &stream, (UINT64_C(1) << 32) - N, N, u); /* the last points there are */
    check_net(u, 10);
    bireme_sobol_free(sobol);
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* How many of the n elementary intervals of size 2^-rows × 2^-(bits − rows) hold 0, 1, 2 … points. */
static void count_intervals(const uint32_t *x, const uint32_t *y, unsigned bits, unsigned rows,
                            uint32_t *count)
{
    size_t n = (size_t)1 << bits;
    memset(count, 0, n * sizeof *count);
    for (size_t i = 0; i < n; i++) {
        uint64_t row = (uint64_t)x[i] >> (32 - rows), column = (uint64_t)y[i] >> (32 - (bits - rows));
        count[row << (bits - rows) | column]++;
    }
    qsort(count, n, sizeof *count, compare);
}

/* Scrambling permutes the elementary intervals of a shape, so that the same number of them holds the same
 * number of points: with that the quality parameter t of every pair is kept. */
static void pairs_of_dimensions_keep_their_quality(void **state)
{
    (void)state;
    enum { DIMENSIONS = 32, BITS = 8, N = 1 << BITS };
    static uint32_t plain[DIMENSIONS][N], scrambled[DIMENSIONS][N], before[N], after[N];
    double u[N];
    bireme_sobol *sobol = sequence(DIMENSIONS);
    bireme_stream stream = bireme_stream_create(6, "pairs", "");
    for (uint32_t d = 0; d < DIMENSIONS; d++) {
        fill(sobol, d, &stream, 0, N, u);
        for (uint32_t i = 0; i < N; i++) {
            plain[d][i] = bireme_sobol_point(sobol, d, i);
            scrambled[d][i] = first_bits(u[i]);
        }
    }
    int even = 0, uneven = 0;
    for (int d = 0; d < DIMENSIONS; d++)
        for (int e = 0; e < d; e++)
            for (unsigned rows = 1; rows < BITS; rows++) {
                count_intervals(plain[d], plain[e], BITS, rows, before);
                count_intervals(scrambled[d], scrambled[e], BITS, rows, after);
                assert_memory_equal(before, after, sizeof before);
                *(before[0] == 1 ? &even : &uneven) += 1;
            }
    assert_true(even > 500 && uneven > 500); /* both kinds were seen: the comparison is not an empty one */
    bireme_sobol_free(sobol);
}

static unsigned common(uint32_t a, uint32_t b)
{
    unsigned length = 0;
    while (length < 32 && !((a ^ b) >> (31 - length))) length++;
    return length;
}

/* What nested means: two points that share their first k bits and no more do so when scrambled. */
static void scrambled_points_share_as_many_bits_as_before(void **state)
{
    (void)state;
    enum { N = 512 };
    double u[N];
    uint32_t plain[N];
    bireme_sobol *sobol = sequence(40);
    bireme_stream stream = bireme_stream_create(7, "nested", "");
    for (uint32_t d = 0; d < 40; d += 13) {
        for (uint32_t i = 0; i < N; i++) { /* near ones and far ones, up to the last */
            uint32_t index = i % 2 ? i : UINT32_MAX >> i % 29 ^ i;
            plain[i] = bireme_sobol_point(sobol, d, index);
            fill(sobol, d, &stream, index, 1, &u[i]);
        }
        for (int i = 0; i < N; i++)
            for (int j = 0; j < i; j++)
                assert_int_equal(common(plain[i], plain[j]), common(first_bits(u[i]), first_bits(u[j])));
    }
    bireme_sobol_free(sobol);
}

static void a_fill_is_the_same_in_one_piece_and_in_many(void **state)
{
    (void)state;
    enum { N = 1000 };
    double whole[N], parts[N];
    bireme_sobol *sobol = sequence(300);
    bireme_stream stream = bireme_stream_create(8, "split", "");
    const uint64_t starts[] = {0, 64, 12346, (UINT64_C(1) << 32) - N};
    for (size_t k = 0; k < sizeof starts / sizeof *starts; k++) {
        fill(sobol, 299, &stream, starts[k], N, whole);
        size_t step = 1;
        for (size_t done = 0; done < N; done += step, step = step * 3 % 127 + 1) {
            if (done + step > N) step = N - done;
            fill(sobol, 299, &stream, starts[k] + done, step, parts + done);
        }
        assert_memory_equal(whole, parts, sizeof whole);
    }
    bireme_sobol_free(sobol);
}

static void fewer_dimensions_give_the_same_points(void **state)
{
    (void)state;
    double few[64], many[64];
    bireme_sobol *small = sequence(3), *large = sequence(900);
    bireme_stream stream = bireme_stream_create(9, "few", "");
    fill(small, 2, &stream, 128, 64, few);
    fill(large, 2, &stream, 128, 64, many);
    assert_memory_equal(few, many, sizeof few);
    bireme_sobol_free(small);
    bireme_sobol_free(large);
}

static void too_many_dimensions_are_refused(void **state)
{
    (void)state;
    bireme_sobol *sobol = NULL;
    bireme_error error;
    assert_int_equal(bireme_sobol_create(BIREME_SOBOL_DIMENSIONS_MOST + 1, &sobol, &error), BIREME_DOMAIN);
    assert_non_null(strstr(error.message, "4097"));
    assert_int_equal(bireme_sobol_create(0, &sobol, &error), BIREME_DOMAIN);
    assert_null(sobol);
    bireme_sobol_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_sixteen_points_are_the_authors),
        cmocka_unit_test(late_points_of_high_dimensions_are_right),
        cmocka_unit_test(every_dimension_is_a_net_for_every_power_of_two),
        cmocka_unit_test(every_scrambled_dimension_is_a_net),
        cmocka_unit_test(pairs_of_dimensions_keep_their_quality),
        cmocka_unit_test(scrambled_points_share_as_many_bits_as_before),
        cmocka_unit_test(a_fill_is_the_same_in_one_piece_and_in_many),
        cmocka_unit_test(fewer_dimensions_give_the_same_points),
        cmocka_unit_test(too_many_dimensions_are_refused),
    };
    return cmocka_run_group_tests_name("random.sobol", tests, NULL, NULL);
}
