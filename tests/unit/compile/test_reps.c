/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Heads and effective reps against closed forms, and against a count month by month on a fine grid.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "compile/reps.h"

enum { PERIODS = 24 };

static bireme_model office(bireme_period period)
{
    return (bireme_model){.periods = PERIODS, .calendar = {period, 2027, 1, 1}};
}

static void count(const bireme_model *model, const bireme_team *team, double *heads, double *effective)
{
    bireme_error error;
    assert_int_equal(bireme_reps(model, team, heads, effective, &error), BIREME_OK);
}

/* Quadrature is exact to rounding for these curves; then all is rounded to 1e-12. */
static const double EXACT = 1e-11;

static void reps_at_the_start_are_fully_ramped(void **state)
{
    (void)state;
    bireme_model model = office(BIREME_PERIOD_MONTH);
    bireme_team team = {.reps = 8};
    double heads[PERIODS], effective[PERIODS];
    team.ramp_months = 6;
    count(&model, &team, heads, effective);
    for (int t = 0; t < PERIODS; t++) {
        assert_close(heads[t], 8, EXACT, 0);
        assert_close(effective[t], 8, EXACT, 0);
    }
}

/* Month k after the hire: the ramp's mean over it is (k + ½)/4 for k < 4. */
static void a_hire_ramps_in_a_straight_line(void **state)
{
    (void)state;
    bireme_model model = office(BIREME_PERIOD_MONTH);
    bireme_team team = {.reps = 0};
    bireme_hire hire = {.at = 3, .count = 2};
    double heads[PERIODS], effective[PERIODS];
    team.ramp_months = 4;
    team.n_hires = 1;
    team.hires = &hire;
    count(&model, &team, heads, effective);
    const double expected[] = {0, 0, 0, 2 * 0.125, 2 * 0.375, 2 * 0.625, 2 * 0.875, 2, 2};
    for (int t = 0; t < 9; t++) {
        assert_close(effective[t], expected[t], EXACT, 1e-15);
        assert_close(heads[t], t < 3 ? 0 : 2, EXACT, 1e-15);
    }
}

/* Over the months [m, m + 1] after the start: ∫ (1 − a)^y dy = ((1 − a)^m − (1 − a)^(m+1)) / h. */
static void attrition_without_backfill_is_geometric(void **state)
{
    (void)state;
    bireme_model model = office(BIREME_PERIOD_MONTH);
    bireme_team team = {.reps = 10};
    double heads[PERIODS], effective[PERIODS], a = 0.03, h = -log1p(-a);
    team.attrition = a;
    team.ramp_months = 5;
    count(&model, &team, heads, effective);
    for (int t = 0; t < PERIODS; t++) {
        double expected = 10 * (pow(1 - a, t) - pow(1 - a, t + 1)) / h;
        assert_close(heads[t], expected, EXACT, 0);
        assert_close(effective[t], expected, EXACT, 0);
    }
}

/* With backfill and a ramp of R months, a seat y ≥ R months on is effective up to 1 − ∫₀^R h e^−hu (1 − u/R)
 * du = 1 − (1 − (1 − e^−hR)/(hR)): what the refills of the last R months still lack. */
static void backfilled_seats_settle(void **state)
{
    (void)state;
    bireme_model model = office(BIREME_PERIOD_MONTH);
    bireme_team team = {.reps = 10};
    double heads[PERIODS], effective[PERIODS], a = 0.05, h = -log1p(-a), ramp = 4;
    team.attrition = a;
    team.ramp_months = ramp;
    team.backfill = true;
    count(&model, &team, heads, effective);
    double settled = 10 * (1 - exp(-h * ramp)) / (h * ramp);
    for (int t = 0; t < PERIODS; t++) {
        assert_close(heads[t], 10, EXACT, 0);
        if (t >= 4) assert_close(effective[t], settled, EXACT, 0);
        if (t > 0 && t < 4) assert_true(effective[t] < effective[t - 1] && effective[t] > settled);
    }
}

static void without_a_ramp_backfill_loses_nothing(void **state)
{
    (void)state;
    bireme_model model = office(BIREME_PERIOD_WEEK);
    bireme_team team = {.reps = 7};
    double heads[PERIODS], effective[PERIODS];
    team.attrition = 0.2;
    team.backfill = true;
    count(&model, &team, heads, effective);
    for (int t = 0; t < PERIODS; t++) assert_close(effective[t], 7, EXACT, 0);
}

static void who_was_hired_before_the_start_is_on_the_ramp(void **state)
{
    (void)state;
    bireme_model model = office(BIREME_PERIOD_MONTH);
    bireme_team team = {.reps = 0};
    bireme_hire hire = {.at = -2, .count = 1};
    double heads[PERIODS], effective[PERIODS];
    team.ramp_months = 4;
    team.n_hires = 1;
    team.hires = &hire;
    count(&model, &team, heads, effective);
    assert_close(effective[0], 0.625, EXACT, 0);
    assert_close(effective[1], 0.875, EXACT, 0);
    assert_close(effective[2], 1, EXACT, 0);
    assert_close(heads[0], 1, EXACT, 0);
}

static void who_leaves_by_plan_takes_a_share_of_everyone(void **state)
{
    (void)state;
    bireme_model model = office(BIREME_PERIOD_MONTH);
    bireme_team team = {.reps = 6};
    bireme_hire hires[] = {{.at = 0, .count = 2}, {.at = 2.5, .count = -4}};
    double heads[PERIODS], effective[PERIODS];
    team.ramp_months = 10;
    team.n_hires = 2;
    team.hires = hires;
    count(&model, &team, heads, effective);
    assert_close(heads[1], 8, EXACT, 0);
    assert_close(heads[2], 0.5 * 8 + 0.5 * 4, EXACT, 0);
    assert_close(heads[3], 4, EXACT, 0);
    assert_close(effective[3], 3 + 1 * 0.35, EXACT, 0);
}

static void more_leavers_than_reps_is_an_error(void **state)
{
    (void)state;
    bireme_model model = office(BIREME_PERIOD_MONTH);
    bireme_team team = {.reps = 3};
    bireme_hire hire = {.at = 1, .count = -4};
    double heads[PERIODS], effective[PERIODS];
    bireme_error error;
    team.n_hires = 1;
    team.hires = &hire;
    assert_int_equal(bireme_reps(&model, &team, heads, effective, &error), BIREME_DOMAIN);
    assert_non_null(strstr(error.message, "4 reps are to leave when there are 3"));
}

/* A seat's renewals simulated on a grid of days: the share that left today is refilled today and begins the
 * ramp. */
static double effective_on_grid(double months, double h, double ramp, double age)
{
    enum { STEPS = 20000 };
    static double refilled[STEPS];
    double dt = months / STEPS, first = 1, sum = 0;
    for (int i = 0; i < STEPS; i++) {
        double leaves = -expm1(-h * dt);
        refilled[i] = leaves; /* a seat loses its rep at the rate h whoever sits in it */
        first *= 1 - leaves;
    }
    for (int i = 0; i < STEPS; i++) {
        double u = (STEPS - i - 0.5) * dt;
        sum += refilled[i] * exp(-h * u) * fmin(u / ramp, 1);
    }
    return first * fmin((age + months) / ramp, 1) + sum;
}

static void a_hired_seat_agrees_with_a_count_day_by_day(void **state)
{
    (void)state;
    bireme_model model = office(BIREME_PERIOD_WEEK);
    bireme_team team = {.reps = 0};
    bireme_hire hire = {.at = 0, .count = 1};
    double heads[PERIODS], effective[PERIODS], a = 0.1;
    team.ramp_months = 3;
    team.attrition = a;
    team.backfill = true;
    team.n_hires = 1;
    team.hires = &hire;
    count(&model, &team, heads, effective);
    for (int t = 1; t < PERIODS; t += 5) {
        double month = (t + 0.5) * 7 / (365.25 / 12);
        /* The middle of a week stands for its mean: curvature and grid are below 1e-4. */
        assert_close(effective[t], effective_on_grid(month, -log1p(-a), 3, 0), 0, 2e-4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reps_at_the_start_are_fully_ramped),
        cmocka_unit_test(a_hire_ramps_in_a_straight_line),
        cmocka_unit_test(attrition_without_backfill_is_geometric),
        cmocka_unit_test(backfilled_seats_settle),
        cmocka_unit_test(without_a_ramp_backfill_loses_nothing),
        cmocka_unit_test(who_was_hired_before_the_start_is_on_the_ramp),
        cmocka_unit_test(who_leaves_by_plan_takes_a_share_of_everyone),
        cmocka_unit_test(more_leavers_than_reps_is_an_error),
        cmocka_unit_test(a_hired_seat_agrees_with_a_count_day_by_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
