/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <math.h>
#include "numeric/special/normal_table.h"

/* 3e-10 is the stated error; a finer grid than the pieces, off their ends. */
static void values_are_those_of_the_normal_distribution(void **state)
{
    (void)state;
    bireme_normal_table *table = bireme_normal_table_create();
    for (int i = -9500; i <= 9500; i++) {
        double z = i * 0.000997, u;
        bireme_normal_table_eval(table, 1, &z, &u);
        assert_close(u, 0.5 * erfc(-z / sqrt(2)), 0, 3e-10);
    }
    bireme_normal_table_free(table);
}

static void values_never_fall_and_stay_inside(void **state)
{
    (void)state;
    enum { N = 4096 };
    static double z[N], u[N];
    bireme_normal_table *table = bireme_normal_table_create();
    for (int i = 0; i < N; i++) z[i] = (i - N / 2) * (20.0 / N);
    bireme_normal_table_eval(table, N, z, u);
    for (int i = 1; i < N; i++) assert_true(u[i] >= u[i - 1]);
    for (double end = -9; end < 9; end += 1.0 / 64) { /* across the end of every piece */
        double across[3] = {nextafter(end, -20), end, nextafter(end, 20)}, at[3];
        bireme_normal_table_eval(table, 3, across, at);
        assert_true(at[0] <= at[1] && at[1] <= at[2]);
    }
    double far[4] = {-INFINITY, -40, 40, INFINITY}, at[4];
    bireme_normal_table_eval(table, 4, far, at);
    assert_true(at[0] == 0x1p-54 && at[1] == 0x1p-54 && at[2] == 1 - 0x1p-53 && at[3] == 1 - 0x1p-53);
    bireme_normal_table_free(table);
}

static void the_place_of_a_value_does_not_matter(void **state)
{
    (void)state;
    enum { N = 517 };
    static double z[N], u[N];
    bireme_normal_table *table = bireme_normal_table_create();
    for (int i = 0; i < N; i++) z[i] = sin(i) * 4;
    bireme_normal_table_eval(table, N, z, u);
    for (int i = 0; i < N; i++) {
        double alone;
        bireme_normal_table_eval(table, 1, &z[i], &alone);
        assert_true(alone == u[i]);
    }
    bireme_normal_table_eval(table, N, z, z); /* in place */
    assert_memory_equal(z, u, sizeof u);
    bireme_normal_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_those_of_the_normal_distribution),
        cmocka_unit_test(values_never_fall_and_stay_inside),
        cmocka_unit_test(the_place_of_a_value_does_not_matter),
    };
    return cmocka_run_group_tests_name("numeric.normal_table", tests, NULL, NULL);
}
