/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The points of a run: their randomisations are those of the sequence and of the hypercube, and each is
 * spread evenly. Fixed seeds; a bound of six standard errors is exceeded by chance once in 5e8 checks.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "random/hash.h"
#include "random/points.h"
#include "random/sobol.h"

enum { R = BIREME_REPLICATES };

static bireme_stream quantity(unsigned number)
{
    char path[32] = "channels.a.conversion.0";
    path[strlen(path) - 1] = (char)('0' + number);
    return bireme_stream_create(2027, path, "");
}

static bireme_points *points_of(bireme_points_kind kind, uint32_t n_dimensions, uint64_t trials,
                                uint64_t round)
{
    const bireme_points_options options = {kind, n_dimensions, trials, round};
    bireme_points *points = NULL;
    assert_int_equal(bireme_points_create(&options, &points, NULL), BIREME_OK);
    return points;
}

/* One dimension, number `dimension` of more, with the randomisations of a stream and a part. */
static bireme_points *one_of(bireme_points_kind kind, uint64_t trials, uint64_t round, uint32_t dimension,
                             unsigned stream, uint32_t part)
{
    bireme_points *points = points_of(kind, dimension + 1, trials, round);
    bireme_stream from = quantity(stream);
    bireme_points_assign(points, dimension, &from, part);
    return points;
}

/* ------------------------ Sobol */

/* A bit of the point is flipped by a bit of a word that belongs to the bits above its group of five; of its
 * bit 30 for the first of the group, 28 and 29 for the second, and so on. What the tree does not reach, and
 * the bits beyond the sequence's, come from a last word. One bit after another, as it is described. */
static double scrambled(uint32_t point, const bireme_stream *stream, uint32_t part)
{
    static const unsigned first_bit[] = {30, 28, 24, 16, 0};
    uint32_t out = 0, word = (uint32_t)bireme_stream_word(stream, 10 * part);
    for (unsigned b = 0; b < 20; b++) {
        unsigned above = b % 5 == 0 ? 0 : point >> (32 - b) & ((1U << b % 5) - 1),
                 bit = point >> (31 - b) & 1;
        out |= (bit ^ (word >> (first_bit[b % 5] + above) & 1)) << (31 - b);
        if (b % 5 < 4) continue;
        uint64_t bits = bireme_stream_word(stream, 10 * part + 2 * (b / 5) + 2);
        const uint32_t key[2] = {(uint32_t)bits, (uint32_t)(bits >> 32)};
        word = bireme_hash(point >> (31 - b), key);
    }
    out |= (point ^ word) & 0xfff;
    return ((double)((uint64_t)out << 20 | word >> 12) + 0.5) * 0x1p-52;
}

static void a_replicate_is_the_scrambled_sequence_of_its_own_stream(void **state)
{
    (void)state;
    enum { POINTS = 200 };
    static const uint32_t dimensions[] = {0, 1, 7, 300};
    static double u[POINTS * R];
    bireme_sobol *sobol = NULL;
    assert_int_equal(bireme_sobol_create(301, &sobol, NULL), BIREME_OK);
    bireme_stream stream = quantity(3);
    for (uint32_t k = 0; k < 4; k++) {
        uint32_t d = dimensions[k];
        bireme_points *points = one_of(BIREME_POINTS_SOBOL, 1 << 20, 0, d, 3, k + 5);
        bireme_points_fill(points, d, 48 * R, POINTS * R, u);
        for (uint32_t r = 0; r < R; r++) {
            bireme_stream replicate = bireme_stream_replicate(&stream, r);
            for (uint32_t i = 0; i < POINTS; i++)
                assert_true(u[i * R + r] ==
                            scrambled(bireme_sobol_point(sobol, d, 48 + i), &replicate, k + 5));
        }
        bireme_points_free(points);
    }
    bireme_sobol_free(sobol);
}

/* The part says which scramble, the dimension which sequence. Of a scramble point 0 has no bit set: its place
 * is the same in every dimension, and only there. */
static void the_part_numbers_the_scramble_and_not_the_dimension(void **state)
{
    (void)state;
    enum { N = 64 * R };
    static double here[N], there[N], other[N];
    bireme_points *a = one_of(BIREME_POINTS_SOBOL, N, 0, 2, 1, 5);
    bireme_points *b = one_of(BIREME_POINTS_SOBOL, N, 0, 9, 1, 5);
    bireme_points *c = one_of(BIREME_POINTS_SOBOL, N, 0, 2, 1, 6);
    bireme_points_fill(a, 2, 0, N, here);
    bireme_points_fill(b, 9, 0, N, there);
    bireme_points_fill(c, 2, 0, N, other);
    for (uint32_t r = 0; r < R; r++) assert_true(here[r] == there[r] && here[r] != other[r]);
    assert_memory_not_equal(here, there, sizeof here);
    bireme_points_free(a);
    bireme_points_free(b);
    bireme_points_free(c);
}

/* Points of replicate r at beginning + i: one in each n-th. */
static void assert_one_in_each(const double *u, size_t n, uint32_t r)
{
    static unsigned char hit[1 << 14];
    assert_true(n <= sizeof hit);
    memset(hit, 0, n);
    for (size_t i = 0; i < n; i++) {
        size_t interval = (size_t)(u[i * R + r] * (double)n);
        assert_true(interval < n && !hit[interval]++);
    }
}

static void powers_of_two_of_a_replicate_hit_each_interval_once(void **state)
{
    (void)state;
    enum { MOST = 1 << 12 };
    static double u[MOST * R];
    for (uint32_t d = 0; d < 60; d += 13) {
        bireme_points *points = one_of(BIREME_POINTS_SOBOL, 1 << 22, 0, d, 4, 1000 + d);
        for (size_t n = 1; n <= MOST; n *= 8) {
            bireme_points_fill(points, d, 3 * MOST * R, n * R, u);
            for (uint32_t r = 0; r < R; r++) assert_one_in_each(u, n, r);
        }
        bireme_points_free(points);
    }
}

/* ------------------------ Latin hypercubes */

static void a_run_of_known_length_is_one_hypercube_in_each_replicate(void **state)
{
    (void)state;
    static const uint64_t trials[] = {16, 256, 48 * R, 1000 * R, 4097 * R};
    static double u[4112 * R];
    for (size_t k = 0; k < sizeof trials / sizeof *trials; k++) {
        bireme_points *points = one_of(BIREME_POINTS_LATIN, trials[k], 0, 0, 2, 0);
        bireme_points_fill(points, 0, 0, trials[k], u);
        for (uint32_t r = 0; r < R; r++) assert_one_in_each(u, trials[k] / R, r);
        bireme_points_free(points);
    }
}

/* 1,003 trials: 62 points of each replicate and a 63rd of eleven of them, which have one in each 63rd; the
 * others leave one of the strata out. */
static void trials_that_do_not_divide_leave_a_stratum_out_in_the_last_replicates(void **state)
{
    (void)state;
    enum { TRIALS = 1003, POINTS = 63 };
    static double u[POINTS * R];
    bireme_points *points = one_of(BIREME_POINTS_LATIN, TRIALS, 0, 1, 2, 7);
    bireme_points_fill(points, 1, 0, POINTS * R, u);
    for (uint32_t r = 0; r < R; r++) {
        bool hit[POINTS] = {false};
        size_t n = TRIALS / R + (r < TRIALS % R);
        for (size_t i = 0; i < n; i++) {
            size_t stratum = (size_t)(u[i * R + r] * POINTS);
            assert_true(stratum < POINTS && !hit[stratum]);
            hit[stratum] = true;
        }
    }
    bireme_points_free(points);
}

static void rounds_are_hypercubes_of_their_own(void **state)
{
    (void)state;
    enum { ROUND = 1024, TRIALS = 6000 }; /* rounds of 1,024, 1,024, 2,048 and 1,904 trials */
    static const size_t end[] = {1024, 2048, 4096, 6000};
    static double u[TRIALS];
    bireme_points *points = one_of(BIREME_POINTS_LATIN, TRIALS, ROUND, 0, 5, 2);
    bireme_points_fill(points, 0, 0, TRIALS, u);
    for (size_t k = 0; k < 4; k++) {
        size_t first = k > 0 ? end[k - 1] : 0;
        for (uint32_t r = 0; r < R; r++) assert_one_in_each(u + first, (end[k] - first) / R, r);
    }
    size_t same = 0; /* strata of the first two: the same by chance in one of 64 */
    for (size_t i = 0; i < ROUND; i++) same += (int)(u[i] * 64) == (int)(u[ROUND + i] * 64);
    assert_close((double)same, ROUND / 64.0, 0, 6 * sqrt(ROUND / 64.0));
    bireme_points_free(points);
}

/* What the first rounds are does not depend on how many may follow. */
static void a_round_is_the_same_whatever_comes_after(void **state)
{
    (void)state;
    enum { ROUND = 512 };
    static double u[4 * ROUND], v[4 * ROUND];
    bireme_points *a = one_of(BIREME_POINTS_LATIN, 4 * ROUND, ROUND, 0, 5, 2);
    bireme_points *b = one_of(BIREME_POINTS_LATIN, 1 << 20, ROUND, 0, 5, 2);
    bireme_points_fill(a, 0, 0, 4 * ROUND, u);
    bireme_points_fill(b, 0, 0, 4 * ROUND, v);
    assert_memory_equal(u, v, sizeof u);
    bireme_points_free(a);
    bireme_points_free(b);
}

/* ------------------------ both */

static void check_pieces(bireme_points_kind kind, uint64_t trials, uint64_t round)
{
    enum { N = 4096 };
    static double whole[N], piece[N];
    bireme_points *points = one_of(kind, trials, round, 11, 6, 3);
    bireme_points_fill(points, 11, 0, N, whole);
    for (size_t first = 0, n = 16; first + n <= N; first += n, n = n % 400 + 48) {
        bireme_points_fill(points, 11, first, n, piece);
        assert_memory_equal(piece, whole + first, n * sizeof *piece);
    }
    bireme_points_free(points);
}

static void any_thread_can_make_any_part(void **state)
{
    (void)state;
    check_pieces(BIREME_POINTS_SOBOL, 4096, 0);
    check_pieces(BIREME_POINTS_LATIN, 4096, 0);
    check_pieces(BIREME_POINTS_LATIN, 4091, 0);
    check_pieces(BIREME_POINTS_LATIN, 1 << 20, 4096);
}

/* A piece that does not begin at a multiple of 256. */
static void pieces_may_go_on_into_the_next_round(void **state)
{
    (void)state;
    check_pieces(BIREME_POINTS_LATIN, 1 << 20, 1024);
}

/* Correlation of independent uniforms: n r² is near a chi-square with one degree of freedom. */
static void assert_unrelated(size_t n, const double *u, size_t u_step, const double *v, size_t v_step)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (u[i * u_step] - 0.5) * (v[i * v_step] - 0.5);
    assert_close(12 * sum / sqrt((double)n), 0, 0, 6);
}

static void check_unrelated(bireme_points_kind kind)
{
    enum { N = 512 * R, KINDS = 4 };
    static const struct {
        unsigned stream;
        uint32_t part;
    } of[KINDS] = {{0, 0}, {0, 1}, {1, 0}, {0, 1 << 20}};
    static double u[KINDS][N];
    bireme_points *points = points_of(kind, KINDS, N, 0);
    for (uint32_t k = 0; k < KINDS; k++) {
        bireme_stream stream = quantity(of[k].stream);
        bireme_points_assign(points, k, &stream, of[k].part);
        bireme_points_fill(points, k, 0, N, u[k]);
    }
    for (int a = 0; a < KINDS; a++)
        for (int b = 0; b < a; b++)
            for (uint32_t r = 0; r < R; r++) assert_unrelated(N / R, u[a] + r, R, u[b] + r, R);
    bireme_points_free(points);
}

/* Points of two replicates are scrambles of one sequence: over the points they go together or against each
 * other, as the first flips say, and only over many streams not at all. */
static void check_replicates(bireme_points_kind kind)
{
    enum { N = 16 * R, STREAMS = 2000, PAIRS = R * (R - 1) / 2 };
    static double u[N], sum[PAIRS], squares[PAIRS];
    bireme_points *points = points_of(kind, 3, N, 0);
    bireme_stream all = quantity(9);
    memset(sum, 0, sizeof sum);
    memset(squares, 0, sizeof squares);
    for (uint32_t k = 0; k < STREAMS; k++) {
        bireme_stream stream = bireme_stream_replicate(&all, 1000 + k);
        bireme_points_assign(points, 2, &stream, 4);
        bireme_points_fill(points, 2, 0, N, u);
        for (size_t a = 0, pair = 0; a < R; a++)
            for (size_t b = 0; b < a; b++, pair++) {
                double product = 0;
                for (size_t i = 0; i < N; i += R) product += (u[i + a] - 0.5) * (u[i + b] - 0.5);
                sum[pair] += product;
                squares[pair] += product * product;
            }
    }
    for (size_t pair = 0; pair < PAIRS; pair++) assert_close(sum[pair] / sqrt(squares[pair]), 0, 0, 6);
    bireme_points_free(points);
}

static void replicates_are_unrelated(void **state)
{
    (void)state;
    check_replicates(BIREME_POINTS_SOBOL);
    check_replicates(BIREME_POINTS_LATIN);
}

/* In every replicate, over its points. */
static void dimensions_streams_and_parts_are_unrelated(void **state)
{
    (void)state;
    check_unrelated(BIREME_POINTS_SOBOL);
    check_unrelated(BIREME_POINTS_LATIN);
}

static void check_inside(bireme_points_kind kind, uint64_t first)
{
    enum { N = 1 << 16 };
    static double u[N];
    bireme_points *points = one_of(kind, UINT64_C(1) << 32, 0, 0, 8, 0);
    bireme_points_fill(points, 0, first, N, u);
    double least = 1, largest = 0;
    for (size_t i = 0; i < N; i++) {
        assert_true(u[i] > 0 && u[i] < 1);
        least = fmin(least, u[i]);
        largest = fmax(largest, u[i]);
    }
    assert_true(least < 0.001 && largest > 0.999);
    bireme_points_free(points);
}

static void uniforms_are_inside_0_and_1_up_to_the_last_trial(void **state)
{
    (void)state;
    check_inside(BIREME_POINTS_SOBOL, 0);
    check_inside(BIREME_POINTS_LATIN, 0);
    check_inside(BIREME_POINTS_SOBOL, (UINT64_C(1) << 32) - (1 << 16));
    check_inside(BIREME_POINTS_LATIN, (UINT64_C(1) << 32) - (1 << 16));
}

/* A hypercube is random inside its strata, too. */
static void places_in_a_stratum_are_uniform_and_differ_by_part(void **state)
{
    (void)state;
    enum { N = 1024 * R };
    static double u[N], v[N];
    bireme_points *a = one_of(BIREME_POINTS_LATIN, N, 0, 0, 8, 0),
                  *b = one_of(BIREME_POINTS_LATIN, N, 0, 0, 8, 1);
    bireme_points_fill(a, 0, 0, N, u);
    bireme_points_fill(b, 0, 0, N, v);
    double sum = 0, squares = 0;
    for (size_t i = 0; i < N; i++) {
        u[i] = u[i] * (N / R) - floor(u[i] * (N / R));
        v[i] = v[i] * (N / R) - floor(v[i] * (N / R));
        sum += u[i] - 0.5;
        squares += (u[i] - 0.5) * (u[i] - 0.5) - 1.0 / 12;
    }
    assert_close(sum * sqrt(12.0 / N), 0, 0, 6);
    assert_close(squares * sqrt(180.0 / N), 0, 0, 6);
    assert_unrelated(N, u, 1, v, 1);
    assert_unrelated(N - R, u, 1, u + R, 1);
    bireme_points_free(a);
    bireme_points_free(b);
}

static void more_dimensions_than_there_are_are_refused_and_none_is_fine(void **state)
{
    (void)state;
    bireme_points_options options = {BIREME_POINTS_SOBOL, BIREME_POINTS_DIMENSIONS_MOST + 1, 64, 0};
    bireme_points *points = NULL;
    assert_int_equal(bireme_points_create(&options, &points, NULL), BIREME_DOMAIN);
    assert_null(points);
    bireme_points_free(NULL);
    for (int kind = BIREME_POINTS_SOBOL; kind <= BIREME_POINTS_LATIN; kind++)
        bireme_points_free(points_of((bireme_points_kind)kind, 0, 64, 0));
    bireme_points_free(points_of(BIREME_POINTS_SOBOL, BIREME_POINTS_DIMENSIONS_MOST, 64, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_replicate_is_the_scrambled_sequence_of_its_own_stream),
        cmocka_unit_test(the_part_numbers_the_scramble_and_not_the_dimension),
        cmocka_unit_test(powers_of_two_of_a_replicate_hit_each_interval_once),
        cmocka_unit_test(a_run_of_known_length_is_one_hypercube_in_each_replicate),
        cmocka_unit_test(trials_that_do_not_divide_leave_a_stratum_out_in_the_last_replicates),
        cmocka_unit_test(rounds_are_hypercubes_of_their_own),
        cmocka_unit_test(a_round_is_the_same_whatever_comes_after),
        cmocka_unit_test(any_thread_can_make_any_part),
        cmocka_unit_test(pieces_may_go_on_into_the_next_round),
        cmocka_unit_test(dimensions_streams_and_parts_are_unrelated),
        cmocka_unit_test(replicates_are_unrelated),
        cmocka_unit_test(uniforms_are_inside_0_and_1_up_to_the_last_trial),
        cmocka_unit_test(places_in_a_stratum_are_uniform_and_differ_by_part),
        cmocka_unit_test(more_dimensions_than_there_are_are_refused_and_none_is_fine),
    };
    return cmocka_run_group_tests_name("random.points", tests, NULL, NULL);
}
