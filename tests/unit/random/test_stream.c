/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the engine relies on in streams. The words that they are made of: test_philox.c.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "random/philox.h"
#include "random/stream.h"

static void a_fill_is_the_same_in_one_piece_and_in_many(void **state)
{
    (void)state;
    enum { N = 1000 };
    double whole[N], parts[N];
    bireme_stream stream = bireme_stream_create(42, "channels.events.cost_per_lead", "");
    uint64_t first = UINT64_C(0x1FFFFFF00); /* the pair index crosses 32 bits */
    bireme_stream_fill(&stream, first, 3, 7, N, whole);
    size_t step = 2;
    for (size_t done = 0; done < N; done += step, step = step * 3 % 127 / 2 * 2 + 2) {
        if (done + step > N) step = N - done;
        bireme_stream_fill(&stream, first + done, 3, 7, step, parts + done);
    }
    assert_memory_equal(whole, parts, sizeof whole);
}

static void uniforms_come_from_the_documented_words_of_the_block(void **state)
{
    (void)state;
    enum { N = 2 * BIREME_PHILOX_CHUNK };
    double u[2 * N];
    uint64_t pair[N], word[2][N];
    bireme_stream stream = bireme_stream_create(7, "a", "b");
    bireme_stream_fill(&stream, 0, 5, 9, 66, u);
    for (uint64_t i = 0; i < N; i++) pair[i] = i;
    bireme_philox_words(BIREME_PHILOX_PLAIN, stream.key, 5, 9, N, pair, word[0], word[1]);
    for (int i = 0; i < 66; i++)
        assert_true(u[i] == ((double)(word[i % 2][i / 2] >> 11) + 0.5) / 9007199254740992.0);
}

static void no_bits_give_0_or_1(void **state)
{
    (void)state;
    assert_true(bireme_uniform_of(0) == 0x1p-54);
    assert_true(bireme_uniform_of(UINT64_MAX) == 1 - 0x1p-53);
    assert_true(bireme_uniform_of(UINT64_C(1) << 63) == 0.5);
    assert_true(bireme_uniform_of((UINT64_C(1) << 63) - 1) < 0.5);
}

static void streams_differ_by_seed_path_part_draw_and_slot(void **state)
{
    (void)state;
    double u[6][2];
    bireme_stream base = bireme_stream_create(1, "x", ""), seed = bireme_stream_create(2, "x", "");
    bireme_stream path = bireme_stream_create(1, "y", ""), part = bireme_stream_create(1, "x", "p");
    bireme_stream_fill(&base, 0, 0, 0, 2, u[0]);
    bireme_stream_fill(&seed, 0, 0, 0, 2, u[1]);
    bireme_stream_fill(&path, 0, 0, 0, 2, u[2]);
    bireme_stream_fill(&part, 0, 0, 0, 2, u[3]);
    bireme_stream_fill(&base, 0, 1, 0, 2, u[4]);
    bireme_stream_fill(&base, 0, 0, 1, 2, u[5]);
    for (int i = 0; i < 6; i++)
        for (int j = 0; j < i; j++) assert_true(u[i][0] != u[j][0] && u[i][1] != u[j][1]);
}

/* 65,536 uniforms in 64 cells: chi-square with 63 degrees of freedom; 150 is exceeded with probability 4e-9.
 * Mean of N uniforms: standard error sqrt(1/12N); six of them are exceeded with probability 2e-9. Fixed seed.
 */
static void uniforms_are_uniform_and_neighbours_uncorrelated(void **state)
{
    (void)state;
    enum { N = 65536, CELLS = 64 };
    static double u[N];
    unsigned count[CELLS] = {0};
    bireme_stream stream = bireme_stream_create(1, "uniform", "");
    bireme_stream_fill(&stream, 0, 0, 0, N, u);
    double sum = 0, product = 0, chi2 = 0;
    for (int i = 0; i < N; i++) {
        assert_true(u[i] > 0 && u[i] < 1);
        count[(int)(u[i] * CELLS)]++;
        sum += u[i] - 0.5;
        if (i > 0) product += (u[i] - 0.5) * (u[i - 1] - 0.5);
    }
    for (int i = 0; i < CELLS; i++) chi2 += pow(count[i] - N / (double)CELLS, 2) / (N / (double)CELLS);
    assert_true(chi2 < 150);
    assert_close(sum / N, 0, 0, 6 * sqrt(1.0 / 12 / N));
    assert_close(product / N, 0, 0, 6 / 12.0 / sqrt(N));
}

static void picked_trials_have_the_numbers_of_the_whole_block(void **state)
{
    (void)state;
    enum { N = 256 };
    double all[N], some[N];
    uint16_t lane[N];
    bireme_stream stream = bireme_stream_create(7, "channels.events.deal_value", "deals");
    const size_t strides[] = {1, 2, 3, 7, 31, 100, 255};
    bireme_stream_fill(&stream, UINT64_C(0x1fffffffe), 3, 11, N, all);
    for (size_t k = 0; k < sizeof strides / sizeof *strides; k++) {
        size_t n = 0;
        for (size_t i = k % 2; i < N; i += strides[k]) lane[n++] = (uint16_t)i;
        bireme_stream_pick(&stream, UINT64_C(0x1fffffffe), 3, 11, n, lane, some);
        for (size_t i = 0; i < n; i++) assert_true(some[i] == all[lane[i]]);
    }
}

/* Repetitions and words are keys: none may come twice, and close numbers must not give close keys. */
static void repetitions_and_words_have_nothing_in_common(void **state)
{
    (void)state;
    enum { N = 4096 };
    bireme_stream stream = bireme_stream_create(1, "x", "");
    int bits[2][64] = {{0}};
    uint64_t before[2] = {(uint64_t)stream.key[1] << 32 | stream.key[0], 0};
    for (uint32_t i = 0; i < N; i++) {
        bireme_stream repeated = bireme_stream_replicate(&stream, i);
        uint64_t now[2] = {(uint64_t)repeated.key[1] << 32 | repeated.key[0], bireme_stream_word(&stream, i)};
        assert_true(now[0] != now[1]);
        for (int k = 0; k < 2; k++) {
            for (int b = 0; b < 64; b++) bits[k][b] += (int)((now[k] ^ before[k]) >> b & 1);
            before[k] = now[k];
        }
    }
    /* Each bit changes half of the time; 6 standard errors of √(N/4). */
    for (int k = 0; k < 2; k++)
        for (int b = 0; b < 64; b++) assert_close(bits[k][b], N / 2.0, 0, 6 * sqrt(N / 4.0));
    bireme_stream other = bireme_stream_create(1, "y", "");
    assert_true(bireme_stream_word(&other, 0) != bireme_stream_word(&stream, 0));
    assert_true(bireme_stream_word(&stream, UINT64_C(1) << 63) != bireme_stream_word(&stream, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fill_is_the_same_in_one_piece_and_in_many),
        cmocka_unit_test(uniforms_come_from_the_documented_words_of_the_block),
        cmocka_unit_test(no_bits_give_0_or_1),
        cmocka_unit_test(streams_differ_by_seed_path_part_draw_and_slot),
        cmocka_unit_test(uniforms_are_uniform_and_neighbours_uncorrelated),
        cmocka_unit_test(picked_trials_have_the_numbers_of_the_whole_block),
        cmocka_unit_test(repetitions_and_words_have_nothing_in_common),
    };
    return cmocka_run_group_tests_name("random.stream", tests, NULL, NULL);
}
