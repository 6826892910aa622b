/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <math.h>
#include "numeric/solve/gauss_rule.h"

/* The measure with 400 points of mass 1/400 at (i + ½)/400: moments by direct summation. */
enum { POINTS = 400 };

static void a_rule_is_exact_to_degree_2n_minus_1(void **state)
{
    (void)state;
    double point[POINTS], mass[POINTS], node[64], weight[64];
    bireme_error error;
    for (int i = 0; i < POINTS; i++) point[i] = -3 * log1p(-(i + 0.5) / POINTS), mass[i] = 1.0 / POINTS;
    for (size_t n = 1; n <= 20; n++) {
        size_t count = 0;
        assert_int_equal(bireme_gauss_rule(POINTS, point, mass, n, node, weight, &count, &error), BIREME_OK);
        assert_int_equal(count, n);
        for (size_t degree = 0; degree < 2 * n; degree++) {
            double exact = 0, rule = 0;
            for (int i = 0; i < POINTS; i++) exact += mass[i] * pow(point[i] / 3, (double)degree);
            for (size_t k = 0; k < n; k++) rule += weight[k] * pow(node[k] / 3, (double)degree);
            assert_close(rule, exact, 1e-10, 0); /* condition of the moments grows to about 1e4 */
        }
        for (size_t k = 1; k < n; k++) assert_true(node[k] > node[k - 1]);
    }
}

static void few_points_are_their_own_rule(void **state)
{
    (void)state;
    const double point[] = {10, 20, 40}, mass[] = {0.5, 0.25, 0.25};
    double node[8], weight[8];
    size_t count;
    bireme_error error;
    assert_int_equal(bireme_gauss_rule(3, point, mass, 8, node, weight, &count, &error), BIREME_OK);
    assert_int_equal(count, 3);
    for (int k = 0; k < 3; k++) {
        assert_close(node[k], point[k], 1e-13, 0);
        assert_close(weight[k], mass[k], 1e-13, 0);
    }
}

static void a_constant_has_one_node(void **state)
{
    (void)state;
    const double point[] = {5, 5}, mass[] = {0.5, 0.5};
    double node[4], weight[4];
    size_t count;
    bireme_error error;
    assert_int_equal(bireme_gauss_rule(2, point, mass, 4, node, weight, &count, &error), BIREME_OK);
    assert_true(count == 1 && node[0] == 5 && weight[0] == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_is_exact_to_degree_2n_minus_1),
        cmocka_unit_test(few_points_are_their_own_rule),
        cmocka_unit_test(a_constant_has_one_node),
    };
    return cmocka_run_group_tests_name("numeric.gauss_rule", tests, NULL, NULL);
}
