/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A collector's content written, changed by whoever it passed through, and read back.
 */
#include "support/collected.h"

#include <math.h>
#include <string.h>
#include "stats/bins.h"
#include "stats/moments.h"
#include "support/check.h"

static bireme_text written(void)
{
    bireme_text out = collected_bytes();
    assert_false(out.failed);
    return out;
}

static bool reads(const char *bytes, size_t length)
{
    size_t used = 0;
    bool good = collected_reads(bytes, length, &used);
    if (good) assert_int_equal(used, length);
    return good;
}

static void what_was_written_is_read_back(void **state)
{
    (void)state;
    bireme_text bytes = written();
    assert_true(reads(bytes.data, bytes.length));
    bireme_text_free(&bytes);
}

static void what_is_cut_off_is_refused(void **state)
{
    (void)state;
    bireme_text bytes = written();
    for (size_t length = 0; length < bytes.length; length++) assert_false(reads(bytes.data, length));
    bireme_text_free(&bytes);
}

static void any_word_may_be_changed(void **state)
{
    (void)state;
    static const uint32_t words[] = {0,
                                     1,
                                     2,
                                     47,
                                     48,
                                     49,
                                     96,
                                     0x7FF00000,
                                     0x7FF80000,
                                     0xFFF00000,
                                     0x80000000,
                                     UINT32_MAX,
                                     BIREME_BINS,
                                     BIREME_BINS + 1,
                                     BIREME_BIN_ZERO};
    bireme_text bytes = written();
    for (size_t at = 0, k0 = 0; at + 4 <= bytes.length; at += 4, k0 = (k0 + 1) % 3)
        for (size_t k = k0; k < sizeof words / sizeof *words; k += 3) {
            uint32_t before;
            memcpy(&before, bytes.data + at, 4);
            memcpy(bytes.data + at, &words[k], 4);
            (void)reads(bytes.data, bytes.length);
            memcpy(bytes.data + at, &before, 4);
        }
    bireme_text_free(&bytes);
}

/* Moments that say more values than the sketch has would send the search for a quantile beyond the last
 * bin. */
static void moments_and_values_must_agree(void **state)
{
    (void)state;
    bireme_text bytes = written();
    bireme_moments *unit = (bireme_moments *)(void *)bytes.data;
    for (size_t v = 0; v < 3; v++) {
        const bireme_moments before = unit[v];
        unit[v].n--, unit[v].lane_missing[0]++;
        assert_false(reads(bytes.data, bytes.length));
        unit[v] = before;
        unit[v].max += 1e6;
        assert_false(reads(bytes.data, bytes.length));
        unit[v] = before;
        unit[v].min = NAN;
        assert_false(reads(bytes.data, bytes.length));
        unit[v] = before;
        unit[v].mean = NAN;
        assert_false(reads(bytes.data, bytes.length));
        unit[v] = before;
    }
    assert_true(reads(bytes.data, bytes.length));
    bireme_text_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(what_is_cut_off_is_refused),
        cmocka_unit_test(any_word_may_be_changed),
        cmocka_unit_test(moments_and_values_must_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
