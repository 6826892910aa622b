/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Open deals, lane by lane. Chances of 1 and steps that are certain given the trial's rates make the outcome
 * of a deal certain; what is left of a step is compared with its exact distribution.
 */
#include "unit/engine/trial/made_block.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include "engine/open/internal.h"

/* ------------------------ what is left of a step */

/* u that belongs to what is left after u: exact given the scale of a Weibull step. */
static double share_of_rest(double rest, double age, double shape, double scale)
{
    return -expm1(pow(age / scale, shape) - pow((age + rest) / scale, shape));
}

static void check_rest(const char *scale, double age, double least_left, double tolerance)
{
    enum { POINTS = 64 };
    static const double shape = 1.7;
    made_block made;
    make_block(
        scenario_of("{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels': {'a': "
                    "{'organic_leads': 0, 'conversion': {'won': 0.5}, 'cycle_days': {'won': {'dist': "
                    "'weibull', 'shape': 1.7, 'scale': %s}}}}, 'pipeline': [{'stage': 'lead', 'channel': "
                    "'a', 'value': 1, 'age_days': %g}]}",
                    scale, age),
        &made);
    bireme_block_rates(made.block, 0);
    const double *scales = quantity_of(&made, "channels.a.cycle_days.won.scale");
    bireme_open open = bireme_open_of(made.block);
    bireme_open_left(&open, &made.compiled->pipeline->groups[0]);
    size_t checked = 0;
    for (uint16_t i = 0; i < BIREME_BLOCK; i++) {
        double s = scales != NULL ? scales[i] : 60, rest[POINTS];
        uint16_t lane[POINTS];
        double left = exp(-pow(age / s, shape));
        for (int k = 0; k < POINTS; k++) lane[k] = i, rest[k] = (k + 0.5) / POINTS;
        bireme_open_delay(&open, 1, POINTS, lane, rest);
        if (left < least_left) continue;
        checked++;
        for (int k = 0; k < POINTS; k++)
            assert_close(share_of_rest(rest[k], age, shape, s), (k + 0.5) / POINTS, 0, tolerance);
    }
    assert_true(checked > 0);
    free_block(&made);
}

static void what_is_left_of_a_step_has_its_conditional_distribution(void **state)
{
    (void)state;
    static const char uncertain[] = "{'dist': 'lognormal', 'median': 60, 'sigma': 0.2}";
    /* Quantile tables are good for 2e-10, and for 1e-6 of the upper tail. */
    check_rest("60", 0, 1, 1e-9);
    check_rest("60", 30, 0.7, 1e-9);
    check_rest(uncertain, 30, 0.1, 1e-8); /* and 1e-8 of P(it takes longer) */
    check_rest("60", 240, 2e-5, 1.5e-6);  /* left: 2.6e-5 */
    check_rest("60", 280, 1e-6, 1.5e-6);
    check_rest(uncertain, 220, 1e-6, 1.5e-6);
    /* Further out the rounding of 1 − left (1 − u) shows: 1.1e-16 / left. */
    check_rest("60", 330, 1e-8, 1e-5);
    check_rest(uncertain, 330, 1e-12, 2e-4);
}

static void a_step_that_cannot_last_so_long_is_over(void **state)
{
    (void)state;
    made_block made;
    make_block(
        scenario_of("{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels': {'a': "
                    "{'organic_leads': 0, 'conversion': {'won': 1}, 'cycle_days': {'won': {'dist': "
                    "'gamma', 'mean': {'dist': 'uniform', 'min': 5, 'max': 30}, 'cv': 0.5}}}}, 'pipeline': "
                    "[{'stage': 'lead', 'channel': 'a', 'value': 1, 'age_days': 100}]}"),
        &made);
    bireme_block_rates(made.block, 0);
    bireme_open open = bireme_open_of(made.block);
    bireme_open_left(&open, &made.compiled->pipeline->groups[0]);
    const double *mean = quantity_of(&made, "channels.a.cycle_days.won.mean");
    size_t over = 0;
    for (uint16_t i = 0; i < BIREME_BLOCK; i++) {
        double rest = 0.5, left = gsl_cdf_gamma_Q(100, 4, mean[i] / 4);
        bireme_open_delay(&open, 1, 1, &i, &rest);
        assert_true((rest == 0) == (left < BIREME_PIPELINE_LEFT_LEAST));
        over += rest == 0;
    }
    assert_true(over > 0 && over < BIREME_BLOCK);
    free_block(&made);
}

/* ------------------------ chances */

/* Odds of the last step 1 and then 4: 0.3 becomes 12 / 19. With a stated chance all get to sql, which is the
 * stage before the win, of whom 0.2 get there otherwise. */
static void a_stated_chance_has_the_odds_of_the_decision(void **state)
{
    (void)state;
    made_block made;
    make_block(
        scenario_of("{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'sql', 'won'], 'defaults': "
                    "{'deal_value': 1, 'conversion': {'sql': 0.2, 'won': 0.5}}, 'channels': {'a': "
                    "{'organic_leads': 0}}, 'economy': {'regimes': {'calm': {}, 'hot': {'conversion_odds': "
                    "{'won': 4}}}, 'path': ['calm', 'hot']}, 'pipeline': [{'stage': 'lead', "
                    "'win_probability': 0.3}, {'stage': 'lead'}]}"),
        &made);
    bireme_block_rates(made.block, 0);
    bireme_open open = bireme_open_of(made.block);
    for (size_t g = 0; g < 2; g++) {
        const bireme_pipeline_group *group = &made.compiled->pipeline->groups[g];
        bool stated = group->number == 0;
        bireme_open_chances(&open, group);
        for (int i = 0; i < BIREME_BLOCK; i++) {
            assert_close(bireme_lane_array(open.reach, 1)[i], stated ? 1 : 0.2, 1e-15, 0);
            assert_close(bireme_open_win(&open, 0)[i], stated ? 0.3 : 0.1, 1e-15, 0);
            assert_close(bireme_open_win(&open, 1)[i], stated ? 12.0 / 19 : 0.16, 1e-15, 0);
        }
    }
    free_block(&made);
}

/* ------------------------ deals */

enum { PERIODS = 6 };

static double entries(const made_block *made, size_t channel, size_t row, size_t t, int i)
{
    return bireme_lane_array(made->block->channel[channel].entries, row * PERIODS + t)[i];
}

static size_t period_of(const made_block *made, double time, int i)
{
    size_t t = 0;
    while (t < PERIODS && bireme_lane_array(made->block->clock, t + 1)[i] <= time) t++;
    return t;
}

/* Steps that take 20 days (15 of which are over), 60, and as long as the trial says, on an uncertain clock.
 * */
static void deals_enter_their_stages_when_their_steps_are_over(void **state)
{
    (void)state;
    made_block made;
    make_block(
        scenario_of(
            "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'mql', 'sql', 'won'], 'pace': [1, 1.2, "
            "0.7, 1, 1, 1], 'economy': {'regimes': {'one': {'cycle_time': {'dist': 'uniform', 'min': 0.8, "
            "'max': 1.2}, 'deal_value': {'dist': 'uniform', 'min': 0.5, 'max': 1}}}}, 'channels': {'a': "
            "{'organic_leads': 0, 'deal_value': 100, 'conversion': {'mql': 1, 'sql': 1, 'won': 1}, "
            "'cycle_days': {'mql': {'dist': 'uniform', 'min': 20, 'max': 20.000001}, 'sql': 60, 'won': "
            "{'dist': 'gamma', 'mean': {'dist': 'uniform', 'min': 10, 'max': 80}, 'cv': 1e-6}}}}, "
            "'pipeline': [{'stage': 'lead', 'channel': 'a', 'count': 3, 'age_days': 15}, {'stage': 'sql', "
            "'channel': 'a', 'count': 2, 'value': 7}]}"),
        &made);
    bireme_block_run(made.block, 0);
    const double *mean = quantity_of(&made, "channels.a.cycle_days.won.mean");
    const double *effect = quantity_of(&made, "economy.regimes.one.deal_value");
    assert_non_null(mean);
    assert_non_null(effect);
    for (int i = 0; i < BIREME_BLOCK; i++) {
        size_t mql = period_of(&made, 5, i), sql = period_of(&made, 65, i);
        size_t first = period_of(&made, 65 + mean[i], i), second = period_of(&made, mean[i], i);
        double carried = 0, carried_value = 0;
        for (size_t t = 0; t < PERIODS; t++) {
            double wins = 3 * (t == first) + 2 * (t == second);
            double value = 300 * effect[i] * (t == first) + 14 * (t == second);
            assert_close(entries(&made, 0, 0, t, i), 0, 0, 0); /* no leads */
            assert_close(entries(&made, 0, 1, t, i), t == mql ? 3 : 0, 0, 0);
            assert_close(entries(&made, 0, 2, t, i), t == sql ? 3 : 0, 0, 0);
            assert_close(entries(&made, 0, 3, t, i), wins, 0, 0);
            assert_close(bireme_lane_array(made.block->pipeline_wins, t)[i], wins, 0, 0);
            assert_close(bireme_lane_array(made.block->channel[0].bookings, t)[i], value, 1e-13, 0);
            assert_close(bireme_lane_array(made.block->pipeline_bookings, t)[i], value, 1e-13, 0);
        }
        carried = first == PERIODS ? 3 : 0;
        carried_value = first == PERIODS ? 300 * effect[i] : 0;
        assert_close(made.block->channel[0].carried[i], carried, 0, 0);
        assert_close(made.block->channel[0].carried_value[i], carried_value, 1e-13, 0);
    }
    free_block(&made);
}

/* ------------------------ capacity */

static void make_waiting(made_block *made, const char *overflow)
{
    make_block(
        scenario_of("{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'sql', 'won'], 'defaults': "
                    "{'deal_value': 10, 'conversion': {'sql': 1, 'won': 1}, 'cycle_days': {'sql': 40}}, "
                    "'channels': {'a': {'organic_leads': 0}}, 'sales': {'reps': 1, 'stage': 'sql', "
                    "'opportunities_per_rep': 1, %s}, 'pipeline': [{'stage': 'lead', 'count': 4}, {'stage': "
                    "'sql', 'count': 2}]}",
                    overflow),
        made);
    bireme_block_run(made->block, 0);
}

/* Runs the deals again with capacity that the test has set. */
static void draw_again(made_block *made, const double share[PERIODS], double later)
{
    bireme_block *block = made->block;
    bireme_channel_block *unassigned = &block->channel[1];
    for (size_t t = 0; t < PERIODS; t++) {
        bireme_lanes_set(share[t], bireme_lane_array(block->team[0].share, t));
        bireme_lanes_set(0, bireme_lane_array(unassigned->bookings, t));
        bireme_lanes_set(0, bireme_lane_array(block->pipeline_wins, t));
        for (size_t row = 0; row < made->compiled->rows; row++)
            bireme_lanes_set(0, bireme_lane_array(unassigned->entries, row * PERIODS + t));
    }
    bireme_lanes_set(later, block->team[0].later);
    bireme_lanes_set(0, unassigned->carried);
    bireme_block_open_draw(block);
}

static void check_deals(const made_block *made, size_t entered, size_t worked, double carried)
{
    for (int i = 0; i < BIREME_BLOCK; i++) {
        for (size_t t = 0; t < PERIODS; t++) {
            assert_close(entries(made, 1, 1, t, i), t == entered ? 4 : 0, 0, 0);
            assert_close(entries(made, 1, 2, t, i), t == worked ? 4 : 0, 0, 0); /* taken up */
            double wins = (t == worked ? 4 : 0) + (t == 0 ? 2 : 0); /* those at sql are being worked */
            assert_close(entries(made, 1, 3, t, i), wins, 0, 0);
        }
        assert_close(made->block->channel[1].carried[i], carried, 0, 0);
    }
}

static void deals_wait_until_they_are_taken_up(void **state)
{
    (void)state;
    made_block made;
    make_waiting(&made, "'patience': 1");
    draw_again(&made, (double[]){0, 1, 0, 0, 0, 0}, 0);
    check_deals(&made, 1, 1, 0);
    draw_again(&made, (double[]){1, 0, 0, 0, 1, 0}, 0);
    check_deals(&made, 1, 4, 0);
    draw_again(&made, (double[]){1, 0, 0, 0, 0, 0}, 1);
    check_deals(&made, 1, PERIODS, 4);
    draw_again(&made, (double[]){1, 0, 0, 0, 0, 0}, 0);
    check_deals(&made, 1, PERIODS, 0);
    free_block(&made);
}

static void deals_that_do_not_wait_are_lost(void **state)
{
    (void)state;
    static const char *const ways[] = {"'patience': 0", "'overflow': 'lost'"};
    for (int k = 0; k < 2; k++) {
        made_block made;
        make_waiting(&made, ways[k]);
        draw_again(&made, (double[]){1, 0, 1, 1, 1, 1}, 1);
        check_deals(&made, 1, PERIODS, 0);
        free_block(&made);
    }
}

/* Taken up in the period of entry with 0.5, one later with 0.5 · 0.8 · 0.25, after the horizon with what is
 * left. */
static void those_who_are_taken_up_are_as_many_as_capacity_says(void **state)
{
    (void)state;
    enum { ROUNDS = 100 };
    made_block made;
    make_waiting(&made, "'patience': 0.8");
    double in_first = 0, in_second = 0, later = 0, n = 4.0 * ROUNDS * BIREME_BLOCK;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        made.block->first = round * BIREME_BLOCK;
        draw_again(&made, (double[]){0, 0.5, 0.25, 0, 0, 0}, 0.9);
        for (int i = 0; i < BIREME_BLOCK; i++) {
            in_first += entries(&made, 1, 2, 1, i);
            in_second += entries(&made, 1, 2, 2, i);
            later += made.block->channel[1].carried[i];
        }
    }
    const double share[3] = {0.5, 0.5 * 0.8 * 0.25, 0.5 * 0.8 * 0.75 * 0.8 * 0.8 * 0.8 * 0.8 * 0.9};
    const double found[3] = {in_first / n, in_second / n, later / n};
    /* Five standard deviations: with a fixed seed, once and for all. */
    for (int k = 0; k < 3; k++) assert_close(found[k], share[k], 0, 5 * sqrt(share[k] * (1 - share[k]) / n));
    free_block(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_of_a_step_has_its_conditional_distribution),
        cmocka_unit_test(a_step_that_cannot_last_so_long_is_over),
        cmocka_unit_test(a_stated_chance_has_the_odds_of_the_decision),
        cmocka_unit_test(deals_enter_their_stages_when_their_steps_are_over),
        cmocka_unit_test(deals_wait_until_they_are_taken_up),
        cmocka_unit_test(deals_that_do_not_wait_are_lost),
        cmocka_unit_test(those_who_are_taken_up_are_as_many_as_capacity_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
