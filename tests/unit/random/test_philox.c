/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Known answers of Philox4x32-10: the reference implementation's kat_vectors (BSD-3-Clause, D. E. Shaw
 * Research).
 */
#include "support/check.h"

#include "random/philox.h"

static void every_way_gives_the_known_answers(void **state)
{
    (void)state;
    enum { N = BIREME_PHILOX_CHUNK };
    static const struct {
        uint32_t counter[4], key[2], out[4];
    } known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    uint64_t pair[N], even[N], odd[N];
    for (int way = BIREME_PHILOX_PLAIN; way <= (int)bireme_philox_best(); way++)
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
            const uint32_t *counter = known[k].counter, *out = known[k].out;
            for (int i = 0; i < N; i++) pair[i] = (uint64_t)counter[1] << 32 | counter[0];
            bireme_philox_words((bireme_philox_way)way, known[k].key, counter[2], counter[3], N, pair, even,
                                odd);
            for (int i = 0; i < N; i++) {
                assert_true(even[i] == ((uint64_t)out[0] << 32 | out[1]));
                assert_true(odd[i] == ((uint64_t)out[2] << 32 | out[3]));
            }
        }
}

static void every_way_gives_the_words_of_the_plainest(void **state)
{
    (void)state;
    enum { N = 4 * BIREME_PHILOX_CHUNK };
    const uint32_t keys[][2] = {{0, 0}, {UINT32_MAX, UINT32_MAX}, {0xa4093822, 0x299f31d0}};
    uint64_t pair[N], even[N], odd[N], plain_even[N], plain_odd[N];
    for (uint64_t i = 0; i < N; i++)
        pair[i] = i % 2 ? i * UINT64_C(0x9E3779B97F4A7C15) : UINT64_C(0xffffffc0) + i;
    for (int way = BIREME_PHILOX_AVX2; way <= (int)bireme_philox_best(); way++)
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
            const uint32_t draw = k == 1 ? UINT32_MAX : 5, slot = k == 1 ? UINT32_MAX : 0x80000009;
            bireme_philox_words(BIREME_PHILOX_PLAIN, keys[k], draw, slot, N, pair, plain_even, plain_odd);
            bireme_philox_words((bireme_philox_way)way, keys[k], draw, slot, N, pair, even, odd);
            assert_memory_equal(even, plain_even, sizeof even);
            assert_memory_equal(odd, plain_odd, sizeof odd);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_gives_the_known_answers),
        cmocka_unit_test(every_way_gives_the_words_of_the_plainest),
    };
    return cmocka_run_group_tests_name("random.philox", tests, NULL, NULL);
}
