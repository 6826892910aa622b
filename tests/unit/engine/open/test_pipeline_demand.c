/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What open deals ask of the capacity, lane by lane against exact probabilities: every lane has its own
 * scales of the steps and its own clock.
 */
#include "unit/engine/trial/made_block.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <math.h>
#include <stdio.h>

enum { PERIODS = 5 };

#define UNCERTAIN(family, place, median, rest)                                                               \
    "{'dist': '" family "', '" place "': {'dist': 'lognormal', 'median': " median ", 'sigma': 0.3}" rest "}"
#define EXPONENTIAL(median) UNCERTAIN("exponential", "mean", median, "")
#define UNCERTAIN_CLOCK                                                                                      \
    "'economy': {'regimes': {'one': {'cycle_time': {'dist': 'uniform', 'min': 0.8, 'max': 1.2}}}}, "

/* A funnel a, b, c, d, won that is worked from d on. deals: what is in `pipeline`. */
static void demand_of(made_block *made, const char *clock, const char *b, const char *c, const char *d,
                      const char *deals)
{
    make_block(
        scenario_of(
            "{'start': '2027-01', 'periods': 5, 'funnel': ['a', 'b', 'c', 'd', 'won'], 'pace': [1, 1.2, "
            "0.7, 1, 1], %s 'channels': {'x': {'organic_leads': 0, 'deal_value': 100, 'conversion': {'b': "
            "0.9, 'c': 0.8, 'd': 0.7, 'won': 0.5}, 'cycle_days': {'b': %s, 'c': %s, 'd': %s}}}, 'sales': "
            "{'reps': 1, 'opportunities_per_rep': 5, 'stage': 'd', 'patience': 0.6}, 'pipeline': [%s]}",
            clock, b, c, d, deals),
        made);
    bireme_block_rates(made->block, 512);
    for (size_t t = 0; t < PERIODS; t++)
        bireme_lanes_set(0, bireme_lane_array(made->block->team[0].demand, t));
    bireme_block_open_demand(made->block, 3);
}

/* P(the steps to d take x or less), by the scales of the steps to b, c and d. */
typedef double (*exact)(double x, const double scale[3]);

/* The largest error of the share that enters d in a period, in every `stride`th lane; deals: how many would
 * enter. */
static double largest_error(const made_block *made, double deals, exact cdf, int stride)
{
    static const char *const names[] = {"b.mean", "c.mean", "d.mean", "b.scale", "c.scale", "d.scale"};
    const double *lanes[3] = {NULL};
    double largest = 0;
    for (size_t i = 0; i < 6; i++) {
        char path[64];
        snprintf(path, sizeof path, "channels.x.cycle_days.%s", names[i]);
        if (quantity_of(made, path) != NULL) lanes[i % 3] = quantity_of(made, path);
    }
    for (int i = 0; i < BIREME_BLOCK; i += stride) {
        double before = 0, scale[3];
        for (int k = 0; k < 3; k++) scale[k] = lanes[k] != NULL ? lanes[k][i] : 1;
        for (size_t t = 0; t < PERIODS; t++) {
            double by = cdf(bireme_lane_array(made->block->clock, t + 1)[i], scale);
            double entering = bireme_lane_array(made->block->team[0].demand, t)[i] / deals;
            largest = fmax(largest, fabs(entering - (by - before)));
            before = by;
        }
    }
    return largest;
}

static void check_demand(const char *clock, const char *b, const char *c, const char *d, const char *deals,
                         double reaching, exact cdf, int stride, double tolerance)
{
    made_block made;
    demand_of(&made, clock, b, c, d, deals);
    double error = largest_error(&made, reaching, cdf, stride);
    print_message("%s | %s | %s: %.1e\n", b, c, d, error);
    assert_true(error <= tolerance);
    free_block(&made);
}

/* ------------------------ one step: the tables' accuracy */

static const double TABLES = 5e-8;

static double exponential(double x, const double scale[3])
{
    return -expm1(-x / scale[2]);
}

static double gamma_after_33_days(double x, const double scale[3])
{
    double shape = 1 / 0.49, unit = scale[2] / shape;
    return 1 - gsl_cdf_gamma_Q(33 + x, shape, unit) / gsl_cdf_gamma_Q(33, shape, unit);
}

static void what_is_left_of_the_last_step_is_exact(void **state)
{
    (void)state;
    check_demand(UNCERTAIN_CLOCK, "10", "10", EXPONENTIAL("40"),
                 "{'stage': 'c', 'channel': 'x', 'age_days': 33}", 0.7, exponential, 1, TABLES);
    check_demand(UNCERTAIN_CLOCK, "10", "10", UNCERTAIN("gamma", "mean", "40", ", 'cv': 0.7"),
                 "{'stage': 'c', 'channel': 'x', 'age_days': 33}", 0.7, gamma_after_33_days, 1, TABLES);
}

/* ------------------------ several steps */

static double two_exponentials(double x, const double s[3])
{
    return (s[1] * -expm1(-x / s[1]) - s[2] * -expm1(-x / s[2])) / (s[1] - s[2]);
}

static double three_exponentials(double x, const double s[3])
{
    double sum = 1;
    for (int i = 0; i < 3; i++) {
        double c = 1;
        for (int j = 0; j < 3; j++)
            if (j != i) c *= s[i] / (s[i] - s[j]);
        sum -= c * exp(-x / s[i]);
    }
    return sum;
}

static void exponential_steps_follow_each_other(void **state)
{
    (void)state;
    check_demand(UNCERTAIN_CLOCK, "10", EXPONENTIAL("20"), EXPONENTIAL("45"),
                 "{'stage': 'b', 'channel': 'x', 'age_days': 33}", 0.56, two_exponentials, 1, 1e-5);
    check_demand(UNCERTAIN_CLOCK, EXPONENTIAL("15"), EXPONENTIAL("35"), EXPONENTIAL("90"),
                 "{'stage': 'a', 'channel': 'x', 'age_days': 33}", 0.504, three_exponentials, 1, 1e-5);
}

/* The more groups need an integral, the fewer nodes each of them gets; here six. */
static void many_groups_get_fewer_nodes(void **state)
{
    (void)state;
    char deals[4096] = "";
    enum { GROUPS = 50 };
    for (size_t i = 0, n = 0; i < GROUPS; i++)
        n += (size_t)snprintf(deals + n, sizeof deals - n,
                              "%s{'stage': 'b', 'channel': 'x', 'age_days': %zu}", i > 0 ? ", " : "", i);
    check_demand(UNCERTAIN_CLOCK, "10", EXPONENTIAL("20"), EXPONENTIAL("45"), deals, 0.56 * GROUPS,
                 two_exponentials, 1, 1e-3);
}

typedef struct sum_of_two {
    double x;
    const double *scale;
} sum_of_two;

/* Density of what is left of a gamma step that has taken 40 days, times the probability that a lognormal one
 * is over. */
static double gamma_and_lognormal_part(double y, void *context)
{
    const sum_of_two *sum = context;
    double shape = 1 / 0.36, unit = sum->scale[1] / shape, variance = log(1 + 0.25);
    double density = exp((shape - 1) * log((40 + y) / unit) - (40 + y) / unit - lgamma(shape)) / unit;
    return density / gsl_cdf_gamma_Q(40, shape, unit) *
           gsl_cdf_lognormal_P(sum->x - y, log(sum->scale[2]) - variance / 2, sqrt(variance));
}

static double gamma_and_lognormal(double x, const double scale[3])
{
    sum_of_two sum = {x, scale};
    gsl_function part = {gamma_and_lognormal_part, &sum};
    gsl_integration_workspace *room = gsl_integration_workspace_alloc(500);
    double value, error;
    gsl_integration_qag(&part, 0, x, 1e-9, 1e-9, 500, GSL_INTEG_GAUSS31, room, &value, &error);
    gsl_integration_workspace_free(room);
    return value;
}

static void the_age_counts_for_the_current_step_only(void **state)
{
    (void)state;
    check_demand(UNCERTAIN_CLOCK, "10", UNCERTAIN("gamma", "mean", "35", ", 'cv': 0.6"),
                 UNCERTAIN("lognormal", "mean", "50", ", 'cv': 0.5"),
                 "{'stage': 'b', 'channel': 'x', 'age_days': 40}", 0.56, gamma_and_lognormal, 8, 1e-5);
}

/* ------------------------ steps with ends, steps of few values */

static double positive(double x)
{
    return x > 0 ? x : 0;
}

/* Uniform on (20, 60) after 30 days, so on (0, 30), and uniform on (0, 50). */
static double two_uniforms(double x, const double scale[3])
{
    (void)scale;
    double square = 0;
    const double corner[4] = {0, 30, 50, 80}, sign[4] = {1, -1, -1, 1};
    for (int i = 0; i < 4; i++) square += sign[i] * positive(x - corner[i]) * positive(x - corner[i]);
    return square / (2 * 30 * 50);
}

/* 12 days, then 0 or 50, of which those are left that have not passed after 7 days, then an exponential step.
 * */
static double few_values(double x, const double scale[3])
{
    return x < 55 ? 0 : -expm1(-(x - 55) / scale[2]);
}

static double over_and_exponential(double x, const double scale[3])
{
    return -expm1(-x / scale[2]);
}

static void steps_may_end_or_have_few_values(void **state)
{
    (void)state;
    check_demand(UNCERTAIN_CLOCK, "10", "{'dist': 'uniform', 'min': 20, 'max': 60}",
                 "{'dist': 'uniform', 'min': 0, 'max': 50}", "{'stage': 'b', 'channel': 'x', 'age_days': 30}",
                 0.56, two_uniforms, 1, 1e-5);
    check_demand(UNCERTAIN_CLOCK, "{'dist': 'discrete', 'values': [0, 50], 'weights': [0.6, 0.4]}", "12",
                 EXPONENTIAL("30"), "{'stage': 'a', 'channel': 'x', 'age_days': 7}", 0.504, few_values, 1,
                 TABLES);
    check_demand(UNCERTAIN_CLOCK, "10", "{'dist': 'uniform', 'min': 20, 'max': 60}", EXPONENTIAL("30"),
                 "{'stage': 'b', 'channel': 'x', 'age_days': 70}", 0.56, over_and_exponential, 1, TABLES);
}

static double certain_steps(double x, const double scale[3])
{
    (void)scale;
    const double fixed[3] = {1, 20, 45};
    return two_exponentials(x, fixed);
}

static void certain_steps_and_clock_are_the_same_in_every_lane(void **state)
{
    (void)state;
    check_demand("", "10", "{'dist': 'exponential', 'mean': 20}", "{'dist': 'exponential', 'mean': 45}",
                 "{'stage': 'b', 'channel': 'x', 'age_days': 33}", 0.56, certain_steps, 1, 1e-5);
}

/* ------------------------ chances */

static void with_a_stated_chance_all_get_there(void **state)
{
    (void)state;
    /* 3 at 0.7, 5 and 4 whatever their chance; those at d are being worked already. */
    check_demand(
        UNCERTAIN_CLOCK, "10", "10", EXPONENTIAL("40"),
        "{'stage': 'c', 'channel': 'x', 'count': 3, 'age_days': 8}, {'stage': 'c', 'channel': 'x', "
        "'count': 5, 'win_probability': 0.9, 'age_days': 8}, {'stage': 'c', 'channel': 'x', 'count': 4, "
        "'win_probability': 0.2}, {'stage': 'd', 'channel': 'x', 'count': 99}",
        3 * 0.7 + 5 + 4, exponential, 1, TABLES);
}

/* With E the share that enters in a period: (E + B) (1 − σ) are not taken up, of whom 0.6 wait and 0.4 are
 * lost. */
static void what_is_turned_away_would_have_brought_its_value(void **state)
{
    (void)state;
    made_block made;
    demand_of(
        &made, UNCERTAIN_CLOCK, "10", "10", EXPONENTIAL("40"),
        "{'stage': 'c', 'channel': 'x', 'count': 3, 'age_days': 8}, {'stage': 'c', 'channel': 'x', 'count': "
        "5, 'win_probability': 0.9, 'value': 7}");
    bireme_block *block = made.block;
    const double *scale = quantity_of(&made, "channels.x.cycle_days.d.mean");
    for (size_t t = 0; t < PERIODS; t++) {
        bireme_lanes_set(0.2 + 0.15 * (double)t, bireme_lane_array(block->team[0].share, t));
        bireme_lanes_set(0, bireme_lane_array(block->team[0].turned_value, t));
    }
    bireme_block_open_turned_away(block, 3);
    for (int i = 0; i < BIREME_BLOCK; i++) {
        double waiting = 0, before = 0, lane_scale[3] = {1, 1, scale[i]};
        for (size_t t = 0; t < PERIODS; t++) {
            double by = exponential(bireme_lane_array(block->clock, t + 1)[i], lane_scale);
            double left = (by - before + waiting) * (1 - 0.2 - 0.15 * (double)t);
            double value = 3 * 0.7 * 0.5 * 100 + 5 * 0.9 * 7;
            assert_close(bireme_lane_array(block->team[0].turned_value, t)[i], 0.4 * left * value, 0,
                         value * TABLES);
            waiting = 0.6 * left;
            before = by;
        }
    }
    free_block(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_of_the_last_step_is_exact),
        cmocka_unit_test(exponential_steps_follow_each_other),
        cmocka_unit_test(many_groups_get_fewer_nodes),
        cmocka_unit_test(the_age_counts_for_the_current_step_only),
        cmocka_unit_test(steps_may_end_or_have_few_values),
        cmocka_unit_test(certain_steps_and_clock_are_the_same_in_every_lane),
        cmocka_unit_test(with_a_stated_chance_all_get_there),
        cmocka_unit_test(what_is_turned_away_would_have_brought_its_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
