/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include "numeric/interpolate.h"

static void the_coefficients_of_a_polynomial_come_back(void **state)
{
    (void)state;
    const double x[] = {0, 0.1, 0.35, 0.65, 0.9, 1}, expected[] = {3, -2, 0.5, 7, -1, 4};
    double f[6], power[6];
    for (int i = 0; i < 6; i++) {
        f[i] = 0;
        for (int k = 5; k >= 0; k--) f[i] = f[i] * x[i] + expected[k];
    }
    bireme_interpolate(6, x, f, power);
    for (int k = 0; k < 6; k++)
        assert_close(power[k], expected[k], 0, 1e-11); /* condition of the six points: 1e3 */
}

static void one_point_gives_a_constant_and_two_a_line(void **state)
{
    (void)state;
    const double x[] = {2, 4}, f[] = {10, 16};
    double power[2];
    bireme_interpolate(1, x, f, power);
    assert_true(power[0] == 10);
    bireme_interpolate(2, x, f, power);
    assert_true(power[0] == 4 && power[1] == 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_coefficients_of_a_polynomial_come_back),
        cmocka_unit_test(one_point_gives_a_constant_and_two_a_line),
    };
    return cmocka_run_group_tests_name("numeric.interpolate", tests, NULL, NULL);
}
