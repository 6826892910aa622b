/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <math.h>
#include "stats/replicates.h"

static void replicates_of_equal_size_give_the_spread_of_their_means(void **state)
{
    (void)state;
    const double sum[] = {10, 14, 9, 19};
    const uint64_t n[] = {5, 5, 5, 5};
    /* means 2, 2.8, 1.8, 3.8: mean 2.6, squares 0.36 + 0.04 + 0.64 + 1.44 = 2.48 */
    assert_close(bireme_replicates_mean_se(4, sum, n), sqrt(2.48 / 3 / 4), 1e-15, 0);
}

static void replicates_of_other_sizes_are_weighed_by_them(void **state)
{
    (void)state;
    const double sum[] = {10, 0, 9};
    const uint64_t n[] = {4, 0, 6};
    /* mean 1.9; S − 1.9 n: 2.4, none, −2.4; two replicates have values */
    assert_close(bireme_replicates_mean_se(3, sum, n), sqrt(2 * (2.4 * 2.4 + 2.4 * 2.4) / 100), 1e-15, 0);
}

static void one_replicate_with_values_tells_no_error(void **state)
{
    (void)state;
    const double sum[] = {10, 0};
    const uint64_t n[] = {4, 0}, hits[] = {2, 0};
    assert_true(isnan(bireme_replicates_mean_se(2, sum, n)));
    assert_true(isnan(bireme_replicates_ratio(2, hits, n)));
    /* Jeffreys' prior instead: Beta(2.5, 2.5) */
    assert_close(bireme_replicates_share_se(2, hits, n), sqrt(0.25 / 6), 1e-15, 0);
}

static void a_share_has_the_error_of_a_mean_of_zeros_and_ones(void **state)
{
    (void)state;
    const double sum[] = {3, 5, 7, 5};
    const uint64_t hits[] = {3, 5, 7, 5}, n[] = {10, 10, 10, 10};
    double se = bireme_replicates_mean_se(4, sum, n);
    assert_close(se, sqrt(0.08 / 12), 1e-14, 0);
    assert_close(bireme_replicates_share_se(4, hits, n), se, 0, 0);
    assert_close(bireme_replicates_ratio(4, hits, n), se / sqrt(0.25 / 40), 1e-14, 0);
}

static void a_share_without_spread_has_at_least_half_a_trial_of_error(void **state)
{
    (void)state;
    const uint64_t hits[] = {5, 5}, n[] = {10, 10}, all[] = {10, 10}, none[] = {0, 0};
    assert_close(bireme_replicates_share_se(2, hits, n), 0.025, 1e-15, 0);
    assert_close(bireme_replicates_share_se(2, none, n), sqrt(0.5 * 20.5 / (21.0 * 21 * 22)), 1e-14, 0);
    assert_close(bireme_replicates_share_se(2, all, n), sqrt(0.5 * 20.5 / (21.0 * 21 * 22)), 1e-14, 0);
    assert_true(bireme_replicates_ratio(2, all, n) == 1 && bireme_replicates_ratio(2, none, n) == 1);
}

static void independent_trials_have_the_binomial_error_of_a_share(void **state)
{
    (void)state;
    const uint64_t hits[] = {20000}, n[] = {100000};
    assert_close(bireme_replicates_share_se(1, hits, n), sqrt(0.2 * 0.8 / 1e5), 1e-4, 0);
    assert_true(bireme_replicates_ratio(1, hits, n) == 1);
}

static void values_at_most_a_limit_are_counted_by_lane(void **state)
{
    (void)state;
    enum { N = 256 * 2 + 37 };
    double value[N];
    uint64_t hits[16] = {0}, expected[16] = {0}, four[4];
    for (int i = 0; i < N; i++) {
        value[i] = i % 29 == 0 ? NAN : i % 7 * 1.5 - 3;
        expected[i % 16] += value[i] <= 1.5;
    }
    bireme_replicates_at_most(N, value, 1.5, hits);
    assert_memory_equal(hits, expected, sizeof hits);
    bireme_replicates_fold(4, hits, four);
    for (int r = 0; r < 4; r++) assert_int_equal(four[r], hits[r] + hits[r + 4] + hits[r + 8] + hits[r + 12]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replicates_of_equal_size_give_the_spread_of_their_means),
        cmocka_unit_test(replicates_of_other_sizes_are_weighed_by_them),
        cmocka_unit_test(one_replicate_with_values_tells_no_error),
        cmocka_unit_test(a_share_has_the_error_of_a_mean_of_zeros_and_ones),
        cmocka_unit_test(a_share_without_spread_has_at_least_half_a_trial_of_error),
        cmocka_unit_test(independent_trials_have_the_binomial_error_of_a_share),
        cmocka_unit_test(values_at_most_a_limit_are_counted_by_lane),
    };
    return cmocka_run_group_tests_name("stats.replicates", tests, NULL, NULL);
}
