/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checked allocation: sizes that overflow are refused, blocks are zeroed and aligned.
 */
#include "support/check.h"

#include <stdint.h>
#include <string.h>
#include "base/memory.h"

static void calloc_refuses_a_size_that_overflows(void **state)
{
    (void)state;
    assert_null(bireme_calloc(SIZE_MAX, 2));
    assert_null(bireme_calloc(SIZE_MAX / 8 + 1, 16));
    assert_null(bireme_calloc_aligned(SIZE_MAX / 2, 3));
    assert_null(bireme_memdup("x", SIZE_MAX, 2));
}

static void a_product_that_overflows_is_a_size_that_nothing_has(void **state)
{
    (void)state;
    assert_true(bireme_times(3, 5) == 15 && bireme_times(0, SIZE_MAX) == 0 &&
                bireme_times(SIZE_MAX, 1) == SIZE_MAX);
    assert_true(bireme_times(SIZE_MAX / 2 + 1, 2) == SIZE_MAX &&
                bireme_times(SIZE_MAX, SIZE_MAX) == SIZE_MAX);
    assert_null(bireme_calloc(bireme_times((size_t)1 << 33, (size_t)1 << 33), 1));
    assert_null(bireme_calloc(1, bireme_times((size_t)1 << 33, (size_t)1 << 33)));
    assert_null(bireme_map_full(3, bireme_times((size_t)1 << 33, (size_t)1 << 33)));
}

static void a_map_of_which_little_is_touched_may_be_larger_than_the_memory(void **state)
{
    (void)state;
#if !defined __SANITIZE_ADDRESS__ && !defined __clang__
    const size_t large = (size_t)1 << 43; /* 8 TiB of address space */
    char *map = bireme_map(large, 1);
    assert_non_null(map);
    map[large - 1] = 1;
    assert_int_equal(map[0], 0);
    bireme_unmap(map, large, 1);
#endif
}

static void realloc_refuses_a_size_that_overflows_and_keeps_the_old_block(void **state)
{
    (void)state;
    char *block = bireme_calloc(4, 1);
    assert_non_null(block);
    memcpy(block, "abc", 4);
    assert_null(bireme_realloc(block, SIZE_MAX / 2, 4));
    assert_string_equal(block, "abc");
    bireme_free(block);
}

static void a_size_of_zero_gives_a_valid_block(void **state)
{
    (void)state;
    void *a = bireme_calloc(0, 8), *b = bireme_calloc(8, 0), *c = bireme_calloc_aligned(0, 0);
    assert_non_null(a);
    assert_non_null(b);
    assert_non_null(c);
    bireme_free(a);
    bireme_free(b);
    bireme_free(c);
    bireme_free(NULL);
}

static void blocks_are_zeroed_and_aligned_ones_begin_a_cache_line(void **state)
{
    (void)state;
    double *values = bireme_calloc_aligned(100, sizeof *values);
    assert_non_null(values);
    assert_int_equal((uintptr_t)values % 64, 0);
    for (int i = 0; i < 100; i++) assert_true(values[i] == 0);
    bireme_free(values);
}

/* From the heap, mapped, and in large pages: sizes of 8 kB, 800 kB and 8 MB. */
static void mapped_arrays_are_zeroed_and_keep_what_they_have(void **state)
{
    (void)state;
    static const size_t size[] = {1000, 100000, 1000000, 1000};
    size_t had = 0;
    bireme_unmap(NULL, 10, 8);
    for (int k = 0; k < 4; k++) {
        double *sparse = bireme_map(size[k], sizeof *sparse);
        assert_non_null(sparse);
        for (size_t i = 0; i < size[k]; i++) assert_true(sparse[i] == 0);
        bireme_unmap(sparse, size[k], sizeof *sparse);
    }
    double *a = bireme_map_full(had, sizeof *a);
    for (int k = 0; k < 4; k++) {
        a = bireme_remap(a, had, size[k], sizeof *a);
        assert_non_null(a);
        size_t kept = had < size[k] ? had : size[k];
        for (size_t i = 0; i < kept; i++) assert_true(a[i] == (double)i);
        for (size_t i = kept; i < size[k]; i++) a[i] = (double)i;
        had = size[k];
    }
    assert_null(bireme_remap(a, had, SIZE_MAX, sizeof *a));
    assert_null(bireme_map(SIZE_MAX, sizeof *a));
    for (size_t i = 0; i < had; i++) assert_true(a[i] == (double)i);
    bireme_unmap(a, had, sizeof *a);
}

static void copies_of_texts_end_with_a_zero(void **state)
{
    (void)state;
    char *whole = bireme_strdup("funnel"), *part = bireme_strndup("funnel", 3);
    assert_string_equal(whole, "funnel");
    assert_string_equal(part, "fun");
    bireme_free(whole);
    bireme_free(part);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calloc_refuses_a_size_that_overflows),
        cmocka_unit_test(a_product_that_overflows_is_a_size_that_nothing_has),
        cmocka_unit_test(a_map_of_which_little_is_touched_may_be_larger_than_the_memory),
        cmocka_unit_test(realloc_refuses_a_size_that_overflows_and_keeps_the_old_block),
        cmocka_unit_test(a_size_of_zero_gives_a_valid_block),
        cmocka_unit_test(blocks_are_zeroed_and_aligned_ones_begin_a_cache_line),
        cmocka_unit_test(mapped_arrays_are_zeroed_and_keep_what_they_have),
        cmocka_unit_test(copies_of_texts_end_with_a_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
