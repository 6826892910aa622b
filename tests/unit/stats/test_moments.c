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
    bireme_moments_init(&m);
    bireme_moments_add(&m, 5, five);
    double m3 = 0, m4 = 0;
    for (int i = 0; i < 5; i++) m3 += pow(five[i] - 6.2, 3), m4 += pow(five[i] - 6.2, 4);
    assert_int_equal(m.n, 5);
    assert_close(m.mean, 6.2, 1e-15, 0);
    assert_close(m.m2, 148.8, 1e-15, 0);
    assert_close(m.m3, m3, 1e-13, 0);
    assert_close(m.m4, m4, 1e-13, 0);
    assert_close(bireme_moments_variance(&m), 37.2, 1e-15, 0);
    assert_close(bireme_moments_mean_se(&m), sqrt(37.2 / 5), 1e-15, 0);
    assert_true(m.min == 1 && m.max == 16);
}

static void merged_parts_equal_a_single_pass(void **state)
{
    (void)state;
    enum { N = 1000 };
    double value[N];
    for (int i = 0; i < N; i++) value[i] = 1e6 + exp(3 * sin(i * 0.7));
    bireme_moments whole, merged;
    bireme_moments_init(&whole);
    bireme_moments_init(&merged);
    bireme_moments_add(&whole, N, value);
    for (int from = 0; from < N; from += 137) {
        bireme_moments part;
        bireme_moments_init(&part);
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
    bireme_moments_init(&m);
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
    bireme_moments_init(&m);
    bireme_moments_add(&m, 3, same);
    assert_true(bireme_moments_mean_se(&m) == 0 && bireme_moments_sd_se(&m) == 0);
    bireme_moments_init(&m);
    bireme_moments_add(&m, 1, same);
    assert_true(isnan(bireme_moments_mean_se(&m)) && isnan(bireme_moments_sd_se(&m)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_of_five_numbers_are_right),
        cmocka_unit_test(merged_parts_equal_a_single_pass),
        cmocka_unit_test(missing_values_are_passed_over),
        cmocka_unit_test(errors_of_a_constant_are_zero_and_of_one_value_unknown),
    };
    return cmocka_run_group_tests_name("stats.moments", tests, NULL, NULL);
}
