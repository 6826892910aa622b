/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include "numeric/special/normal_block.h"

enum { N = 200001 };
static double z[N], u[N];

static void cdf_is_within_1e_13_of_the_exact_one(void **state)
{
    (void)state;
    for (int i = 0; i < N; i++) z[i] = -10 + i * (20.0 / (N - 1));
    bireme_normal_cdf_block(N, z, u);
    for (int i = 0; i < N; i++) assert_close(u[i], gsl_cdf_ugaussian_P(z[i]), 0, 1e-13); /* as stated */
}

static void results_stay_where_a_quantile_table_may_have_them(void **state)
{
    (void)state;
    double extreme[] = {-INFINITY, -1e308, -40, -9, 9, 40, 1e308, INFINITY}, out[8];
    bireme_normal_cdf_block(8, extreme, out);
    for (int i = 0; i < 8; i++) assert_true(out[i] == (i < 4 ? 0x1p-54 : 1 - 0x1p-53));
}

static void output_may_be_input_and_blocks_of_any_size_agree(void **state)
{
    (void)state;
    enum { M = 1000 };
    double a[M], b[M], whole[M];
    for (int i = 0; i < M; i++) a[i] = b[i] = -6 + i * 0.012;
    bireme_normal_cdf_block(M, a, whole);
    bireme_normal_cdf_block(M, a, a);
    for (int i = 0; i < M; i++) bireme_normal_cdf_block(1, &b[i], &b[i]);
    assert_memory_equal(a, whole, sizeof a);
    assert_memory_equal(b, whole, sizeof b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cdf_is_within_1e_13_of_the_exact_one),
        cmocka_unit_test(results_stay_where_a_quantile_table_may_have_them),
        cmocka_unit_test(output_may_be_input_and_blocks_of_any_size_agree),
    };
    return cmocka_run_group_tests_name("numeric.normal_block", tests, NULL, NULL);
}
