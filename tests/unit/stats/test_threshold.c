/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "stats/decimal.h"
#include "stats/threshold.h"

static double decimal_of(double x, double terms)
{
    bireme_decimals(1, &x, terms);
    return x;
}

static void goals_are_met_within_the_error_of_a_sum(void **state)
{
    (void)state;
    double sum = 0;
    for (int i = 0; i < 100; i++) sum += 19.99;
    assert_true(sum != 1999); /* else there is nothing to test */
    for (int most = 0; most < 2; most++) {
        bireme_threshold goal = bireme_threshold_of(1999, 0, most == 1);
        assert_true(bireme_threshold_met(goal, sum));
        assert_true(bireme_threshold_met(goal, nextafter(1999, 0)));
        assert_true(bireme_threshold_met(goal, nextafter(1999, 2000)));
        assert_true(bireme_threshold_met(goal, 1998.99) == (most == 1));
        assert_true(bireme_threshold_met(goal, 1999.01) == (most == 0));
        assert_false(bireme_threshold_met(goal, NAN));
        assert_true(bireme_threshold_met(goal, most ? -INFINITY : INFINITY));
        assert_false(bireme_threshold_met(goal, most ? INFINITY : -INFINITY));
    }
    /* a cent is told apart from nothing below ten billion */
    assert_false(bireme_threshold_met(bireme_threshold_of(1e10, 0, false), 1e10 - 0.01));
    /* of large terms that cancel, the terms count */
    assert_true(bireme_threshold_met(bireme_threshold_of(0, 2e6, false), -1e-9));
    assert_false(bireme_threshold_met(bireme_threshold_of(0, 0, false), -1e-9));
}

static void differences_of_rounding_are_none(void **state)
{
    (void)state;
    assert_true(bireme_sum_difference(0.1 + 0.2, 0.3) == 0);
    assert_true(bireme_sum_difference(2, 1.5) == 0.5);
    assert_true(bireme_sum_difference(1e-9, 0) == 1e-9);
    assert_true(isnan(bireme_sum_difference(NAN, 0)));
}

static void sums_of_decimals_are_decimals(void **state)
{
    (void)state;
    static const char *const price[] = {"19.99", "0.01", "33.33", "1234567.89", "0.001", "17.5912", "5.01"};
    for (size_t p = 0; p < sizeof price / sizeof *price; p++) {
        double one = strtod(price[p], NULL);
        for (int n = 1; n <= 2000; n++) {
            char text[64];
            double sum = 0;
            for (int part = 0; part < 12; part++) sum += one * (n / 12 + (part < n % 12));
            snprintf(text, sizeof text, "%.10Lf", strtold(price[p], NULL) * n);
            assert_true(decimal_of(sum, 0) == strtod(text, NULL));
            assert_true(decimal_of(-sum, 0) == -strtod(text, NULL));
        }
    }
    assert_true(decimal_of(0.1 + 0.2 - 0.3, 0.6) == 0);
    assert_true(decimal_of(0.1 + 0.2 - 0.3, 0) != 0);
}

static void other_numbers_stay(void **state)
{
    (void)state;
    static const double x[] = {1.0 / 3, 3.14159265358979, 0, INFINITY, 1e300, 1e-300, 12345.67890123456};
    for (size_t i = 0; i < sizeof x / sizeof *x; i++) assert_true(decimal_of(x[i], 0) == x[i]);
    assert_true(isnan(decimal_of(NAN, 0)));
    double before = 0;
    for (double y = 0.7; y < 1e9; y *= 1.0000371) { /* non-decreasing, and next to where it was */
        double here = decimal_of(y, 0);
        assert_true(here >= before);
        assert_close(here, y, 0x1.1p-46, 0);
        before = here;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goals_are_met_within_the_error_of_a_sum),
        cmocka_unit_test(differences_of_rounding_are_none),
        cmocka_unit_test(sums_of_decimals_are_decimals),
        cmocka_unit_test(other_numbers_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
