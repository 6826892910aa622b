/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Adstock and response curves by hand.
 */
#include "support/check.h"

#include <math.h>
#include "compile/spend.h"

enum { PERIODS = 6 };

static bireme_model horizon(void)
{
    return (bireme_model){.periods = PERIODS, .calendar = {BIREME_PERIOD_MONTH, 2027, 1, 1}};
}

/* Elementary functions of other makes differ by some ulp. */
static const double ULPS = 1e-14;

static void linear_spend_passes_through(void **state)
{
    (void)state;
    bireme_model model = horizon();
    double spend[PERIODS] = {0, 5, 10, 0, 20, 1e6}, effective[PERIODS], marginal[PERIODS];
    bireme_channel channel = {.spend = spend};
    bireme_spend(&model, &channel, effective, marginal);
    for (int t = 0; t < PERIODS; t++) {
        assert_close(effective[t], spend[t], ULPS, 0);
        assert_close(marginal[t], spend[t], ULPS, 0);
    }
}

static void adstock_carries_over_and_loses_nothing(void **state)
{
    (void)state;
    bireme_model model = horizon();
    double spend[PERIODS] = {100, 0, 0, 40, 0, 0}, effective[PERIODS], marginal[PERIODS];
    bireme_channel channel = {.spend = spend, .adstock = 0.5};
    const double expected[PERIODS] = {50, 25, 12.5, 26.25, 13.125, 6.5625};
    bireme_spend(&model, &channel, effective, marginal);
    for (int t = 0; t < PERIODS; t++) assert_close(effective[t], expected[t], ULPS, 0);
}

static void steady_spend_maps_to_itself(void **state)
{
    (void)state;
    bireme_model model = horizon();
    double spend[PERIODS] = {7, 7, 7, 7, 7, 7}, effective[PERIODS], marginal[PERIODS];
    bireme_channel channel = {.spend = spend, .adstock = 0.8, .spend_before_steady = 7};
    bireme_spend(&model, &channel, effective, marginal);
    for (int t = 0; t < PERIODS; t++) {
        assert_close(effective[t], 7, ULPS, 0);
        assert_close(marginal[t], 7 * (1 - pow(0.8, t + 1)), ULPS, 0); /* the part that is this horizon's */
    }
}

/* x[0] = (1 − r)(r³·a + r²·b + r·c), c spent in the period right before the first. */
static void a_list_of_spend_before_ends_at_the_start(void **state)
{
    (void)state;
    bireme_model model = horizon();
    double spend[PERIODS] = {0}, before[] = {1000, 100, 10}, effective[PERIODS], marginal[PERIODS], r = 0.3;
    bireme_channel channel = {.spend = spend, .adstock = r, .n_spend_before = 3, .spend_before = before};
    bireme_spend(&model, &channel, effective, marginal);
    double first = (1 - r) * (r * r * r * 1000 + r * r * 100 + r * 10);
    for (int t = 0; t < PERIODS; t++) {
        assert_close(effective[t], first * pow(r, t), ULPS, 0);
        assert_true(marginal[t] == 0);
    }
}

static void power_holds_at_the_reference_and_doubles_by_the_elasticity(void **state)
{
    (void)state;
    bireme_model model = horizon();
    double spend[PERIODS] = {0, 500, 1000, 2000, 4000, 1}, effective[PERIODS], marginal[PERIODS], e = 0.6;
    bireme_channel channel = {
        .spend = spend, .response = {.curve = BIREME_CURVE_POWER, .elasticity = e, .reference_spend = 1000}};
    bireme_spend(&model, &channel, effective, marginal);
    assert_true(effective[0] == 0 && marginal[0] == 0);
    assert_close(effective[2], 1000, ULPS, 0);
    assert_close(effective[3] / effective[2], pow(2, e), ULPS, 0);
    assert_close(effective[1] / effective[2], pow(0.5, e), ULPS, 0);
    for (int t = 1; t < PERIODS; t++) assert_close(marginal[t], e * effective[t], ULPS, 0);
}

static void hill_saturates(void **state)
{
    (void)state;
    bireme_model model = horizon();
    double spend[PERIODS] = {0, 100, 400, 800, 1e9, 1}, effective[PERIODS], marginal[PERIODS];
    double k = 800, h = 1.5, x0 = 400;
    bireme_channel channel = {
        .spend = spend,
        .response = {.curve = BIREME_CURVE_HILL, .half_saturation = k, .shape = h, .reference_spend = x0}};
    bireme_spend(&model, &channel, effective, marginal);
    double at_reference = pow(x0, h) / (pow(k, h) + pow(x0, h));
    assert_true(effective[0] == 0 && marginal[0] == 0);
    for (int t = 1; t < PERIODS; t++) {
        double x = spend[t], value = pow(x, h) / (pow(k, h) + pow(x, h));
        double slope = h * pow(x, h - 1) * pow(k, h) / pow(pow(k, h) + pow(x, h), 2);
        assert_close(effective[t], x0 * value / at_reference, ULPS, 0);
        assert_close(marginal[t], x0 * x * slope / at_reference, 1e-11, 1e-9); /* 1 − H cancels */
    }
    assert_close(effective[2], x0, ULPS, 0);
    assert_close(effective[4], x0 / at_reference, 1e-9, 0); /* (k/x)^h = 7e-10 from the top */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linear_spend_passes_through),
        cmocka_unit_test(adstock_carries_over_and_loses_nothing),
        cmocka_unit_test(steady_spend_maps_to_itself),
        cmocka_unit_test(a_list_of_spend_before_ends_at_the_start),
        cmocka_unit_test(power_holds_at_the_reference_and_doubles_by_the_elasticity),
        cmocka_unit_test(hill_saturates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
