/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <math.h>
#include "stats/sample.h"

enum { N = 1000 };

/* 1, 2, … N, every tenth left out. */
static void fill(double *value)
{
    for (int i = 0; i < N; i++) value[i] = i % 10 == 9 ? NAN : i + 1;
}

static void a_summary_is_that_of_the_values_that_there_are(void **state)
{
    (void)state;
    double value[N], sum = 0, squares = 0;
    bireme_summary s;
    fill(value);
    for (int i = 0; i < N; i++)
        if (!isnan(value[i])) sum += value[i], squares += value[i] * value[i];
    assert_int_equal(bireme_sample_summarise(value, N, 1, &s, NULL), BIREME_OK);
    double mean = sum / 900, variance = (squares - 900 * mean * mean) / 899;
    assert_int_equal(s.n, 900);
    assert_close(s.left_out, 0.1, 1e-15, 0);
    assert_close(s.mean, mean, 1e-14, 0);
    assert_close(s.sd, sqrt(variance), 1e-12, 0);
    assert_close(s.mean_se, sqrt(variance / 900), 1e-12, 0); /* of independent values */
    assert_true(s.min == 1 && s.max == 999);
    assert_true(s.quantile[3] >= 498 && s.quantile[3] <= 503 && s.quantile_error == 0);
}

/* Sixteen replicates that are the same but for a shift: their means differ by that alone. */
static void standard_errors_come_from_the_replicates(void **state)
{
    (void)state;
    double value[16 * 64];
    bireme_summary s;
    for (int i = 0; i < 16 * 64; i++) value[i] = i / 16 + (i % 16 < 8 ? 0.5 : -0.5);
    assert_int_equal(bireme_sample_summarise(value, 16 * 64, 16, &s, NULL), BIREME_OK);
    assert_close(s.mean, 31.5, 1e-14, 0);
    assert_close(s.mean_se, sqrt(16 * 0.25 / 15 / 16), 1e-12, 0); /* of 16 means of ±½ about it */
}

static void what_is_above_is_counted(void **state)
{
    (void)state;
    double value[N], se, equal;
    fill(value);
    assert_close(bireme_sample_above(value, N, 1, 500, &se, &equal), 450. / 900, 1e-15, 0);
    assert_close(se, sqrt(0.25 / 900), 0.01, 0);
    assert_true(equal == 0); /* 500 is left out */
    assert_close(bireme_sample_above(value, N, 1, 499, &se, &equal), 450. / 900, 1e-15, 0);
    assert_close(equal, 1. / 900, 1e-12, 0);
    assert_true(bireme_sample_above(value, N, 16, 1e9, &se, NULL) == 0 && se > 0); /* not known to be 0 */
    for (int i = 0; i < N; i++) value[i] = NAN;
    assert_true(isnan(bireme_sample_above(value, N, 16, 0, &se, &equal)) && isnan(se) && isnan(equal));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_summary_is_that_of_the_values_that_there_are),
        cmocka_unit_test(standard_errors_come_from_the_replicates),
        cmocka_unit_test(what_is_above_is_counted),
    };
    return cmocka_run_group_tests_name("stats.sample", tests, NULL, NULL);
}
