/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far an initiative has come.
 */
#include "support/check.h"

#include "compile/effects.h"

enum { PERIODS = 8 };

static void ramp_of(bireme_period period, double from, double ramp_months, double *ramp)
{
    bireme_model model = {.periods = PERIODS, .calendar = {period, 2027, 1, 1}};
    bireme_initiative initiative = {.from = from, .ramp_months = ramp_months};
    bireme_initiative_ramp(&model, &initiative, ramp);
}

static void check_ramp(const double *ramp, const double *expected)
{
    for (int t = 0; t < PERIODS; t++) assert_close(ramp[t], expected[t], 1e-14, 1e-15);
}

static void at_once_is_complete_from_its_period_on(void **state)
{
    (void)state;
    double ramp[PERIODS];
    ramp_of(BIREME_PERIOD_MONTH, 3, 0, ramp);
    check_ramp(ramp, (const double[PERIODS]){0, 0, 0, 1, 1, 1, 1, 1});
}

static void a_ramp_is_averaged_over_each_period(void **state)
{
    (void)state;
    double ramp[PERIODS];
    ramp_of(BIREME_PERIOD_MONTH, 2, 3, ramp);
    check_ramp(ramp, (const double[PERIODS]){0, 0, 1.0 / 6, 0.5, 5.0 / 6, 1, 1, 1});
}

/* From the middle of a month, a ramp of one month: ∫ over the second half is 1/8, over the next month 1 −
 * 1/8. */
static void a_ramp_may_begin_inside_a_period(void **state)
{
    (void)state;
    double ramp[PERIODS];
    ramp_of(BIREME_PERIOD_MONTH, 1.5, 1, ramp);
    check_ramp(ramp, (const double[PERIODS]){0, 0.125, 0.875, 1, 1, 1, 1, 1});
    ramp_of(BIREME_PERIOD_MONTH, 1.25, 0, ramp);
    check_ramp(ramp, (const double[PERIODS]){0, 0.75, 1, 1, 1, 1, 1, 1});
}

static void a_ramp_may_have_begun_before_the_horizon(void **state)
{
    (void)state;
    double ramp[PERIODS];
    ramp_of(BIREME_PERIOD_QUARTER, -1, 6, ramp); /* two quarters long, one is over */
    check_ramp(ramp, (const double[PERIODS]){0.75, 1, 1, 1, 1, 1, 1, 1});
}

static void after_the_horizon_nothing_happens(void **state)
{
    (void)state;
    double ramp[PERIODS];
    ramp_of(BIREME_PERIOD_MONTH, PERIODS, 3, ramp);
    check_ramp(ramp, (const double[PERIODS]){0});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_once_is_complete_from_its_period_on),
        cmocka_unit_test(a_ramp_is_averaged_over_each_period),
        cmocka_unit_test(a_ramp_may_begin_inside_a_period),
        cmocka_unit_test(a_ramp_may_have_begun_before_the_horizon),
        cmocka_unit_test(after_the_horizon_nothing_happens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
