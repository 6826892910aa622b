/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sales capacity against exact values: what is taken up, what waits, what is lost and what that would have
 * been worth, when reps cannot work on everything that comes in. The share that is taken up follows from the
 * trial's rates, so that with fixed rates all counts stay Poisson. 65,536 trials and a fixed seed each; the
 * width of the checks is explained in oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include <gsl/gsl_cdf.h>
#include "oracle/forecast_of.h"
#include "support/closing.h"

enum { PERIODS = 6 };

/* ---- lost */

/* 20 · 0.5 = 10 entries and 2 · 3 = 6 that can be worked on: 60 % are taken up. */
static void what_cannot_be_worked_on_is_lost(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'opp', 'won'], 'sales': {'reps': "
        "2, 'opportunities_per_rep': 3, 'overflow': 'lost'}, 'channels': {'a': {'organic_leads': "
        "20, 'deal_value': 500, 'conversion': {'opp': 0.5, 'won': 0.4}}}}");
    for (size_t t = 0; t < 3; t++) {
        check_moments(f, "stage.opp", t, 10, 10);
        check_moments(f, "worked", t, 6, 6);
        check_moments(f, "wins", t, 2.4, 2.4);
        check_moments(f, "revenue", t, 1200, 600000);
        check_exact(f, "capacity", t, 6);
        check_exact(f, "utilisation", t, 1);
        check_exact(f, "backlog", t, 0);
        check_exact(f, "turned_away", t, 4);
        check_exact(f, "turned_away.value", t, 4 * 0.4 * 500);
    }
    check_moments(f, "leads", OVER_HORIZON, 60, 60);
    check_moments(f, "wins", OVER_HORIZON, 7.2, 7.2);
    check_exact(f, "turned_away", OVER_HORIZON, 12);
    check_exact(f, "turned_away.share", OVER_HORIZON, 0.4);
    check_exact(f, "turned_away.value", OVER_HORIZON, 2400);
    check_exact(f, "carried_out", OVER_HORIZON, 0);
    bireme_forecast_free(f);
}

/* Leads reach the worked stage after an exponential delay, more and more of them, and what is taken up in
 * a period starts evenly in it on its way to the win. Who enters after the horizon is taken up as in its
 * last period. */
static void both_legs_of_a_journey_take_their_time(void **state)
{
    (void)state;
    closing_delay first = {exponential_cdf, 25, NULL, 0}, second = {exponential_cdf, 40, NULL, 0};
    const double leads[PERIODS] = {24, 24, 24, 24, 24, 24};
    double taken[PERIODS], entries = 0, share = 1, open = 0, inside = 0;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'opp', 'won'], 'sales': {'reps': "
        "3, 'opportunities_per_rep': 3, 'overflow': 'lost'}, 'channels': {'a': {'organic_leads': "
        "24, 'deal_value': 10, 'conversion': {'opp': 0.5, 'won': 0.4}, 'cycle_days': {'opp': "
        "{'dist': 'exponential', 'mean': 25}, 'won': {'dist': 'exponential', 'mean': 40}}}}}");
    for (size_t t = 0; t < PERIODS; t++) {
        double entered = 0.5 * decided_in(&first, leads, t);
        share = fmin(1, 9 / entered);
        taken[t] = share * entered;
        entries += entered;
        double wins = 0.4 * decided_in(&second, taken, t);
        check_moments(f, "stage.opp", t, entered, entered);
        check_moments(f, "worked", t, taken[t], taken[t]);
        check_exact(f, "utilisation", t, taken[t] / 9);
        check_moments(f, "wins", t, wins, wins);
        inside += wins;
        open += 0.4 * taken[t];
    }
    double later = open - inside + 0.4 * share * (6 * 12 - entries);
    check_moments(f, "wins", OVER_HORIZON, inside, inside);
    check_moments(f, "carried_out", OVER_HORIZON, later, later);
    check_moments(f, "carried_out_value", OVER_HORIZON, 10 * later, 100 * later);
    bireme_forecast_free(f);
}

/* Two channels are treated alike: the same share of either is taken up. */
static void channels_share_the_capacity_in_proportion_to_their_entries(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'sales': {'reps': 1, "
        "'opportunities_per_rep': 10, 'overflow': 'lost'}, 'channels': {'a': {'organic_leads': "
        "12, 'season': [1, 0.25], 'deal_value': 100, 'conversion': {'won': 0.5}}, 'b': {'owner': "
        "'sales', 'organic_leads': 4, 'deal_value': 300, 'conversion': {'won': 0.25}}}}");
    /* 16 entries, 10 worked on; then 7, all of them. */
    check_moments(f, "channel.a.wins", 0, 12 * 0.625 * 0.5, 12 * 0.625 * 0.5);
    check_moments(f, "channel.b.wins", 0, 4 * 0.625 * 0.25, 4 * 0.625 * 0.25);
    check_moments(f, "channel.a.wins", 1, 1.5, 1.5);
    check_moments(f, "channel.b.wins", 1, 1, 1);
    check_exact(f, "turned_away", 0, 6);
    check_exact(f, "turned_away", 1, 0);
    check_exact(f, "turned_away.share", OVER_HORIZON, 6 / 23.0);
    check_exact(f, "turned_away.value", OVER_HORIZON, 0.375 * (12 * 50 + 4 * 75));
    check_exact(f, "utilisation", 1, 0.7);
    check_exact(f, "utilisation", OVER_HORIZON, 0.85);
    bireme_forecast_free(f);
}

/* ---- waiting */

/* By hand, E = 10, K = 6, patience 1/2: O = E + B, left over O − 6, of which half is there in the next
 * period: O = 10, 12, 13, 13.5, 13.75, 13.875. */
static void half_of_those_who_wait_are_still_there_a_period_later(void **state)
{
    (void)state;
    static const double backlog[PERIODS] = {4, 6, 7, 7.5, 7.75, 7.875};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'opp', 'won'], 'sales': {'reps': 2, 'stage': "
        "'opp', 'opportunities_per_rep': 3, 'overflow': 'wait', 'patience': 0.5}, 'channels': {'a': "
        "{'organic_leads': 20, 'deal_value': 500, 'conversion': {'opp': 0.5, 'won': 0.4}}}}");
    double gone = 0;
    for (size_t t = 0; t < PERIODS; t++) {
        check_moments(f, "stage.opp", t, 10, 10);
        check_moments(f, "worked", t, 6, 6);
        check_moments(f, "wins", t, 2.4, 2.4);
        check_exact(f, "backlog", t, backlog[t]);
        check_exact(f, "turned_away", t, backlog[t] / 2);
        check_exact(f, "turned_away.value", t, backlog[t] / 2 * 0.4 * 500);
        check_exact(f, "utilisation", t, 1);
        gone += backlog[t] / 2;
    }
    check_moments(f, "wins", OVER_HORIZON, 14.4, 14.4);
    check_exact(f, "backlog", OVER_HORIZON, 7.875);
    check_exact(f, "turned_away", OVER_HORIZON, gone);
    check_exact(f, "turned_away.share", OVER_HORIZON, gone / 60);
    /* One of those who wait at the end is there for the next period with 1/2, and then is taken up in the end
     * with σ + (1 − σ)/2 · (the same again). */
    double share = 6 / 13.875, taken = share / (1 - (1 - share) / 2), later = 7.875 / 2 * taken * 0.4;
    check_moments(f, "carried_out", OVER_HORIZON, later, later);
    check_moments(f, "carried_out_value", OVER_HORIZON, 500 * later, 250000 * later);
    bireme_forecast_free(f);
}

/* A peak waits for later periods and nobody gives up: E = 20, 4, 4, 4, K = 8: worked 8 in each of them. */
static void a_patient_backlog_is_worked_off(void **state)
{
    (void)state;
    static const double backlog[4] = {12, 8, 4, 0};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'sales': {'reps': 4, "
        "'opportunities_per_rep': 2}, 'channels': {'a': {'organic_leads': 20, 'season': [1, 0.2, "
        "0.2, 0.2], 'deal_value': 5, 'conversion': {'won': 0.5}}}}");
    for (size_t t = 0; t < 4; t++) {
        check_moments(f, "worked", t, 8, 8);
        check_moments(f, "wins", t, 4, 4);
        /* 20 − 12 and so on leave a rounding error of one of the larger numbers. */
        assert_close(summary_of(f, "backlog", t)->mean, backlog[t], 1e-12, 1e-12);
        check_exact(f, "turned_away", t, 0);
    }
    check_moments(f, "wins", OVER_HORIZON, 16, 16);
    bireme_forecast_free(f);
}

/* Waiting without patience is being lost, but for the backlog that is there at the end of the period. */
static void without_patience_everyone_left_over_is_lost(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'sales': {'reps': 2, "
        "'opportunities_per_rep': 3, 'patience': 0}, 'channels': {'a': {'organic_leads': 10, "
        "'deal_value': 5, 'conversion': {'won': 0.5}}}}");
    for (size_t t = 0; t < 3; t++) {
        check_moments(f, "worked", t, 6, 6);
        check_exact(f, "backlog", t, 4);
        check_exact(f, "turned_away", t, 4);
    }
    check_exact(f, "carried_out", OVER_HORIZON, 0);
    bireme_forecast_free(f);
}

/* ---- an inner worked stage in an economy that changes */

enum { STORMS = 5 };
static const bool storm[STORMS] = {false, true, false, true, true};

/* The chance that who entered in period a is taken up in c; `left`: is still waiting at the end of the
 * horizon. `gone`, if given: gives up at the end of c. */
static double taken_up(const double *share, double patience, size_t a, size_t c, double *left, double *gone)
{
    double waiting = 1;
    for (size_t t = a; t < c; t++) waiting *= (1 - share[t]) * patience;
    *left = waiting * (1 - share[c]);
    *gone = *left * (1 - patience);
    return waiting * share[c];
}

/* Odds of the steps up to the last act as they are when the lead arrives, also on who waits in between; those
 * of the last step, and the deal's value, as they are when it is won. */
static void who_waits_keeps_the_odds_of_the_arrival(void **state)
{
    (void)state;
    double entries[STORMS], qualified[STORMS], share[STORMS], waiting = 0, patience = 0.75, value = 0;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 5, 'funnel': ['lead', 'sql', 'opp', 'won'], 'economy': {'regimes': "
        "{'calm': {}, 'storm': {'conversion_odds': {'sql': 0.5, 'opp': 0.4, 'won': 0.6}, 'deal_value': "
        "0.8}}, 'path': ['calm', 'storm', 'calm', 'storm', 'storm']}, 'sales': {'reps': 2, 'stage': 'sql', "
        "'opportunities_per_rep': 4, 'overflow': 'wait', 'patience': 0.75}, 'channels': {'a': "
        "{'organic_leads': 30, 'deal_value': 100, 'conversion': {'sql': 0.5, 'opp': 0.6, 'won': 0.4}}}}");
    for (size_t t = 0; t < STORMS; t++) {
        entries[t] = 30 * with_odds(0.5, storm[t] ? 0.5 : 1);
        qualified[t] = entries[t] * with_odds(0.6, storm[t] ? 0.4 : 1);
        share[t] = fmin(1, 8 / (entries[t] + waiting));
        double left_over = (1 - share[t]) * (entries[t] + waiting);
        waiting = patience * left_over;
        check_moments(f, "stage.sql", t, entries[t], entries[t]);
        check_exact(f, "backlog", t, left_over);
        check_exact(f, "turned_away", t, left_over * (1 - patience));
        double opportunities = 0, lost = 0, left, gone;
        for (size_t a = 0; a <= t; a++) {
            opportunities += qualified[a] * taken_up(share, patience, a, t, &left, &gone);
            lost += qualified[a] * gone;
        }
        double win_rate = with_odds(0.4, storm[t] ? 0.6 : 1), worth = storm[t] ? 80 : 100;
        check_moments(f, "stage.opp", t, opportunities, opportunities);
        check_moments(f, "wins", t, opportunities * win_rate, opportunities * win_rate);
        check_moments(f, "bookings", t, opportunities * win_rate * worth,
                      opportunities * win_rate * worth * worth);
        check_exact(f, "turned_away.value", t, lost * win_rate * worth);
        value += lost * win_rate * worth;
    }
    check_exact(f, "turned_away.value", OVER_HORIZON, value);
    double last = share[STORMS - 1], later = 0, left, gone;
    double in_the_end = patience * last / (1 - (1 - last) * patience);
    for (size_t a = 0; a < STORMS; a++) {
        taken_up(share, patience, a, STORMS - 1, &left, &gone);
        later += qualified[a] * left * in_the_end * with_odds(0.4, 0.6);
    }
    check_moments(f, "carried_out", OVER_HORIZON, later, later);
    check_moments(f, "carried_out_value", OVER_HORIZON, 80 * later, 6400 * later);
    bireme_forecast_free(f);
}

/* The same with delays before the worked stage and after it: all sums go over the period of arrival a, of
 * entry b, of being taken up c, and of what follows d. */
static void a_lead_may_wait_between_two_delays(void **state)
{
    (void)state;
    closing_delay first = {exponential_cdf, 25, NULL, 0}, second = {exponential_cdf, 20, NULL, 0},
                  both = {erlang_cdf, 20, NULL, 0};
    double reach[STORMS], qualifies[STORMS], share[STORMS], waiting = 0, patience = 0.75, left, gone;
    double open = 0, inside = 0, later = 0;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 5, 'funnel': ['lead', 'sql', 'opp', 'won'], 'economy': {'regimes': "
        "{'calm': {}, 'storm': {'conversion_odds': {'sql': 0.5, 'opp': 0.4, 'won': 0.6}, 'deal_value': "
        "0.8}}, 'path': ['calm', 'storm', 'calm', 'storm', 'storm']}, 'sales': {'reps': 2, 'stage': 'sql', "
        "'opportunities_per_rep': 4, 'overflow': 'wait', 'patience': 0.75}, 'channels': {'a': "
        "{'organic_leads': 30, 'deal_value': 100, 'conversion': {'sql': 0.5, 'opp': 0.6, 'won': 0.4}, "
        "'cycle_days': {'sql': {'dist': 'exponential', 'mean': 25}, 'opp': {'dist': 'exponential', 'mean': "
        "20}, 'won': {'dist': 'exponential', 'mean': 20}}}}}");
    for (size_t t = 0; t < STORMS; t++) {
        reach[t] = 30 * with_odds(0.5, storm[t] ? 0.5 : 1);
        qualifies[t] = with_odds(0.6, storm[t] ? 0.4 : 1);
        double entries = decided_in(&first, reach, t);
        share[t] = fmin(1, 8 / (entries + waiting));
        waiting = patience * (1 - share[t]) * (entries + waiting);
        check_moments(f, "stage.sql", t, entries, entries);
    }
    double opportunities[STORMS] = {0}, won[STORMS] = {0}, value[STORMS] = {0};
    double in_the_end = share[STORMS - 1] / (1 - (1 - share[STORMS - 1]) * patience);
    for (size_t a = 0; a < STORMS; a++) {
        double entered = 0, waits = 0;
        for (size_t b = a; b < STORMS; b++) {
            double enters = reach[a] * qualifies[a] * share_decided(&first, a, b);
            for (size_t c = b; c < STORMS; c++) {
                double taken = enters * taken_up(share, patience, b, c, &left, &gone);
                for (size_t d = c; d < STORMS; d++) {
                    opportunities[d] += taken * share_decided(&second, c, d);
                    won[d] += taken * share_decided(&both, c, d);
                }
                value[c] += enters * gone * with_odds(0.4, storm[c] ? 0.6 : 1) * (storm[c] ? 80 : 100);
                open += taken;
            }
            entered += enters;
            waits += enters * left;
        }
        later += (reach[a] * qualifies[a] - entered + patience * waits) * in_the_end;
    }
    for (size_t t = 0; t < STORMS; t++) {
        double wins = won[t] * with_odds(0.4, storm[t] ? 0.6 : 1);
        check_moments(f, "stage.opp", t, opportunities[t], opportunities[t]);
        check_moments(f, "wins", t, wins, wins);
        check_exact(f, "turned_away.value", t, value[t]);
        inside += won[t];
    }
    later = (later + open - inside) * with_odds(0.4, 0.6);
    check_moments(f, "carried_out", OVER_HORIZON, later, later);
    bireme_forecast_free(f);
}

/* ---- uncertain rates */

/* The entries expected in a trial are μ g, g ~ Gamma(k, 1/k), k = 1/v: with X = μ g and θ = μ/k, E[min(X,
 * K)] = μ F(K; k + 1, θ) + K (1 − F(K; k, θ)), E[min(X, K)²] = k (k + 1) θ² F(K; k + 2, θ) + K² (1 − F(K;
 * k, θ)). */
static void capacity_is_compared_with_the_entries_that_the_trial_expects(void **state)
{
    (void)state;
    double v = 0.25, k = 1 / v, mu = 10, theta = mu / k, limit = 9;
    double above = gsl_cdf_gamma_Q(limit, k, theta);
    double worked = mu * gsl_cdf_gamma_P(limit, k + 1, theta) + limit * above;
    double square = k * (k + 1) * theta * theta * gsl_cdf_gamma_P(limit, k + 2, theta) +
                    limit * limit * above;
    double spread = square - worked * worked;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'opp', 'won'], 'sales': {'reps': "
        "3, 'opportunities_per_rep': 3, 'overflow': 'lost'}, 'channels': {'a': {'organic_leads': "
        "20, 'dispersion': 0.25, 'deal_value': 500, 'conversion': {'opp': 0.5, 'won': 0.4}}}}");
    check_moments(f, "stage.opp", 0, mu, mu + v * mu * mu);
    check_moments(f, "worked", 0, worked, worked + spread);
    check_moments(f, "wins", 0, 0.4 * worked, 0.4 * worked + 0.16 * spread);
    check_moments(f, "utilisation", 0, worked / limit, spread / (limit * limit));
    check_mean(f, "turned_away", 0, mu - worked);
    check_mean(f, "turned_away.value", 0, (mu - worked) * 200);
    bireme_forecast_free(f);
}

/* Leads of 8 or 20 a period, K = 10: 8 or 10 are worked on, 0 or 10 are not. */
static void good_times_are_cut_off_and_bad_times_are_not(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'sales': {'reps': 5, "
        "'opportunities_per_rep': 2, 'overflow': 'lost'}, 'channels': {'a': {'organic_leads': "
        "{'dist': 'discrete', 'values': [8, 20], 'weights': [0.75, 0.25]}, 'deal_value': 1, "
        "'conversion': {'won': 0.5}}}}");
    double spread = 0.75 * 0.25; /* variance of the one or the other, one apart */
    check_moments(f, "wins", OVER_HORIZON, 8.5, 8.5 + 4 * spread);
    check_moments(f, "worked", OVER_HORIZON, 17, 17 + 16 * spread);
    check_moments(f, "turned_away", OVER_HORIZON, 5, 400 * spread);
    check_moments(f, "turned_away.share", OVER_HORIZON, 0.125, 0.25 * spread);
    check_moments(f, "utilisation", OVER_HORIZON, 0.85, 0.04 * spread);
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_worked_on_is_lost),
        cmocka_unit_test(both_legs_of_a_journey_take_their_time),
        cmocka_unit_test(channels_share_the_capacity_in_proportion_to_their_entries),
        cmocka_unit_test(half_of_those_who_wait_are_still_there_a_period_later),
        cmocka_unit_test(a_patient_backlog_is_worked_off),
        cmocka_unit_test(without_patience_everyone_left_over_is_lost),
        cmocka_unit_test(who_waits_keeps_the_odds_of_the_arrival),
        cmocka_unit_test(a_lead_may_wait_between_two_delays),
        cmocka_unit_test(capacity_is_compared_with_the_entries_that_the_trial_expects),
        cmocka_unit_test(good_times_are_cut_off_and_bad_times_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
