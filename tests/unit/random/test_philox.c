/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include "random/philox.h"
#include "random/stream.h"

static void every_way_gives_the_words_of_the_single_block(void **state)
{
    (void)state;
    enum { N = 4 * BIREME_PHILOX_CHUNK };
    const uint32_t keys[][2] = {{0, 0}, {UINT32_MAX, UINT32_MAX}, {0xa4093822, 0x299f31d0}};
    uint64_t pair[N], even[N], odd[N];
    for (uint64_t i = 0; i < N; i++)
        pair[i] = i % 2 ? i * UINT64_C(0x9E3779B97F4A7C15) : UINT64_C(0xffffffc0) + i;
    for (int way = BIREME_PHILOX_PLAIN; way <= (int)bireme_philox_best(); way++)
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
            const uint32_t draw = k == 1 ? UINT32_MAX : 5, slot = k == 1 ? UINT32_MAX : 0x80000009;
            bireme_philox_words((bireme_philox_way)way, keys[k], draw, slot, N, pair, even, odd);
            for (int i = 0; i < N; i++) {
                uint32_t counter[4] = {(uint32_t)pair[i], (uint32_t)(pair[i] >> 32), draw, slot}, out[4];
                bireme_philox(counter, keys[k], out);
                assert_true(even[i] == ((uint64_t)out[0] << 32 | out[1]));
                assert_true(odd[i] == ((uint64_t)out[2] << 32 | out[3]));
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_gives_the_words_of_the_single_block),
    };
    return cmocka_run_group_tests_name("random.philox", tests, NULL, NULL);
}
