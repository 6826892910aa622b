/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <math.h>
#include "stats/moments.h"

/* 1, 2, 4, 8, 16: mean 6.2, Σd² = 148.8, Σd³ = 744.48 (by hand), Σd⁴ = 10,473.696. */
static const double five[] = {1, 2, 4, 8, 16};

static void moments_of_five_numbers_are_right(void **state)
{
    (void)state;
    bireme_moments m;
    m = (bireme_moments){0};
    bireme_moments_add(&m, 5, five);
    double m3 = 0, m4 = 0;
    for (int i = 0; i < 5; i++) m3 += pow(five[i] - 6.2, 3), m4 += pow(five[i] - 6.2, 4);
    assert_int_equal(m.n, 5);
    assert_close(m.mean, 6.2, 1e-15, 0);
    assert_close(m.m2, 148.8, 1e-15, 0);
    assert_close(m.m3, m3, 1e-13, 0);
    assert_close(m.m4, m4, 1e-13, 0);
    assert_close(bireme_moments_variance(&m), 37.2, 1e-15, 0);
    assert_close(bireme_moments_mean_se(&m, 1), sqrt(37.2 / 5), 1e-15, 0);
    assert_true(m.min == 1 && m.max == 16);
}

static void merged_parts_equal_a_single_pass(void **state)
{
    (void)state;
    enum { N = 1000 };
    double value[N];
    for (int i = 0; i < N; i++) value[i] = 1e6 + exp(3 * sin(i * 0.7));
    bireme_moments whole, merged;
    whole = (bireme_moments){0};
    merged = (bireme_moments){0};
    bireme_moments_add(&whole, N, value);
    for (int from = 0; from < N; from += 137) {
        bireme_moments part;
        part = (bireme_moments){0};
        bireme_moments_add(&part, (size_t)(N - from < 137 ? N - from : 137), value + from);
        bireme_moments_merge(&merged, &part);
    }
    assert_int_equal(whole.n, merged.n);
    /* values of 1e6 carry 1e-10 absolute; central sums are of order 1e4 to 1e8 */
    assert_close(merged.mean, whole.mean, 1e-14, 0);
    assert_close(merged.m2, whole.m2, 1e-10, 0);
    assert_close(merged.m3, whole.m3, 1e-9, 0);
    assert_close(merged.m4, whole.m4, 1e-9, 0);
}

static void missing_values_are_passed_over(void **state)
{
    (void)state;
    const double value[] = {NAN, 1, NAN, 3};
    bireme_moments m;
    m = (bireme_moments){0};
    bireme_moments_add(&m, 4, value);
    assert_int_equal(m.n, 2);
    assert_close(m.mean, 2, 0, 0);
    assert_close(m.m2, 2, 0, 0);
}

static void errors_of_a_constant_are_zero_and_of_one_value_unknown(void **state)
{
    (void)state;
    const double same[] = {7, 7, 7};
    bireme_moments m;
    m = (bireme_moments){0};
    bireme_moments_add(&m, 3, same);
    assert_true(bireme_moments_mean_se(&m, 1) == 0 && bireme_moments_sd_se(&m) == 0);
    m = (bireme_moments){0};
    bireme_moments_add(&m, 1, same);
    assert_true(isnan(bireme_moments_mean_se(&m, 1)) && isnan(bireme_moments_sd_se(&m)));
}

/* The lanes' sums and counts, one value after another. */
static double replicates_directly(unsigned replicates, int n, const double *value)
{
    double sum[16] = {0}, mean = 0, squares = 0;
    uint64_t count[16] = {0}, all = 0;
    for (int i = 0; i < n; i++) {
        if (isnan(value[i])) continue;
        sum[(unsigned)i % replicates] += value[i];
        count[(unsigned)i % replicates]++;
        mean += value[i], all++;
    }
    mean /= (double)all;
    for (unsigned r = 0; r < replicates; r++) {
        double w = (double)count[r] / (double)all, d = sum[r] / (double)count[r] - mean;
        squares += w * w * d * d;
    }
    return sqrt(squares * replicates / (replicates - 1));
}

static void the_error_from_replicates_is_the_spread_of_their_means(void **state)
{
    (void)state;
    enum { N = 256 * 5 + 21 };
    double value[N];
    for (int gaps = 0; gaps < 2; gaps++) {
        for (int i = 0; i < N; i++) value[i] = gaps && i % 37 < 3 ? NAN : 50 + i % 16 + 20 * sin(i * 0.7);
        for (unsigned replicates = 2; replicates <= 16; replicates *= 2) {
            bireme_moments m, merged, part;
            m = (bireme_moments){0};
            merged = (bireme_moments){0};
            for (int from = 0; from < N; from += 512) {
                size_t size = (size_t)(N - from < 512 ? N - from : 512);
                part = (bireme_moments){0};
                bireme_moments_add(&part, size, value + from);
                bireme_moments_merge(&merged, &part);
            }
            bireme_moments_add(&m, N, value);
            double se = replicates_directly(replicates, N, value);
            /* sums of 1e3 values, differences of a hundredth of them */
            assert_close(bireme_moments_mean_se(&m, replicates), se, 1e-11, 0);
            assert_close(bireme_moments_mean_se(&merged, replicates), se, 1e-11, 0);
        }
    }
}

static void replicates_of_a_constant_have_no_error_and_one_replicate_an_unknown_one(void **state)
{
    (void)state;
    double value[300];
    for (int i = 0; i < 300; i++) value[i] = 0.1;
    bireme_moments m;
    m = (bireme_moments){0};
    bireme_moments_add(&m, 300, value);
    assert_true(bireme_moments_mean_se(&m, 16) == 0);
    for (int i = 0; i < 300; i++) value[i] = i % 16 == 3 ? i : NAN;
    m = (bireme_moments){0};
    bireme_moments_add(&m, 300, value);
    assert_true(isnan(bireme_moments_mean_se(&m, 16)) && bireme_moments_mean_se(&m, 1) > 0);
}

/* A block has its own path: against the same values added by 16, which have the path of short blocks. */
static void whole_blocks_and_short_ones_agree(void **state)
{
    (void)state;
    double value[256];
    for (int i = 0; i < 256; i++) value[i] = i % 50 + 1e-3 * i * i;
    bireme_moments whole, merged;
    whole = (bireme_moments){0};
    merged = (bireme_moments){0};
    bireme_moments_add(&whole, 256, value);
    for (int from = 0; from < 256; from += 16) bireme_moments_add(&merged, 16, value + from);
    assert_int_equal(whole.n, merged.n);
    assert_close(merged.mean, whole.mean, 1e-14, 0);
    assert_close(merged.m2, whole.m2, 1e-13, 0);
    assert_close(merged.m3, whole.m3, 1e-11, 0);
    assert_close(merged.m4, whole.m4, 1e-13, 0);
    assert_true(merged.min == whole.min && merged.max == whole.max);
    assert_memory_equal(merged.lane_sum, whole.lane_sum, sizeof whole.lane_sum);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_of_five_numbers_are_right),
        cmocka_unit_test(merged_parts_equal_a_single_pass),
        cmocka_unit_test(missing_values_are_passed_over),
        cmocka_unit_test(errors_of_a_constant_are_zero_and_of_one_value_unknown),
        cmocka_unit_test(the_error_from_replicates_is_the_spread_of_their_means),
        cmocka_unit_test(replicates_of_a_constant_have_no_error_and_one_replicate_an_unknown_one),
        cmocka_unit_test(whole_blocks_and_short_ones_agree),
    };
    return cmocka_run_group_tests_name("stats.moments", tests, NULL, NULL);
}
