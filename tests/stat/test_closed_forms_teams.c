/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several teams against exact values: two capacities in a row, teams that share out the channels of a stage,
 * and what they cost. With fixed rates all counts stay Poisson. 65,536 trials and a fixed seed each; the
 * width of the checks is explained in oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include "oracle/forecast_of.h"
#include "support/closing.h"

enum { PERIODS = 6 };

/* ---- in a row */

/* 20 · 0.5 = 10 come to the callers, who can take up 6; 6 · 0.5 = 3 come to the closers, who can take up
 * 2. */
static void what_one_team_hands_over_is_what_comes_to_the_next(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'sql', 'opp', 'won'], 'sales': {'teams': "
        "{'closers': {'reps': 1, 'items_per_rep': 2, 'overflow': 'lost'}, 'callers': {'stage': 'sql', "
        "'reps': "
        "2, 'items_per_rep': 3, 'overflow': 'lost'}}}, 'channels': {'a': {'organic_leads': 20, 'deal_value': "
        "500, 'conversion': {'sql': 0.5, 'opp': 0.5, 'won': 0.4}}}}");
    for (size_t t = 0; t < 3; t++) {
        check_moments(f, "stage.sql", t, 10, 10);
        check_moments(f, "team.callers.worked", t, 6, 6);
        check_moments(f, "stage.opp", t, 3, 3);
        check_moments(f, "team.closers.worked", t, 2, 2);
        check_moments(f, "wins", t, 0.8, 0.8);
        check_exact(f, "team.callers.capacity", t, 6);
        check_exact(f, "team.callers.utilisation", t, 1);
        check_exact(f, "team.callers.turned_away", t, 4);
        check_exact(f, "team.callers.turned_away.value", t, 4 * 0.5 * 0.4 * 500);
        check_exact(f, "team.closers.turned_away", t, 1);
        check_exact(f, "team.closers.turned_away.value", t, 0.4 * 500);
        check_exact(f, "turned_away", t, 5);
        check_exact(f, "turned_away.value", t, 600);
        check_exact(f, "reps", t, 3);
        check_exact(f, "team.callers.reps", t, 2);
    }
    assert_false(has_metric(f, "capacity")); /* leads and opportunities do not add up */
    assert_false(has_metric(f, "turned_away.share"));
    check_moments(f, "wins", OVER_HORIZON, 2.4, 2.4);
    bireme_forecast_free(f);
}

/* Leads reach the callers after an exponential delay; whom they do not take up waits, and a half of those is
 * still there in the next period. What is taken up goes on from some moment of the period, reaches the
 * closers after another delay, who turn away what they cannot take up, and is won after a third. What happens
 * after the horizon is taken up as in its last period, by either team. */
static void every_leg_begins_with_what_was_taken_up(void **state)
{
    (void)state;
    closing_delay first = {exponential_cdf, 25, NULL, 0}, second = {exponential_cdf, 40, NULL, 0},
                  third = {exponential_cdf, 30, NULL, 0};
    const double leads[PERIODS] = {24, 24, 24, 24, 24, 24}, patience = 0.5;
    double called[PERIODS], closed[PERIODS], waits = 0, come = 0, met = 0, inside = 0;
    double by_callers = 1, by_closers = 1, all_called = 0, all_closed = 0;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'sql', 'opp', 'won'], 'sales': {'teams': "
        "{'callers': {'stage': 'sql', 'reps': 2, 'items_per_rep': 4, 'patience': 0.5}, 'closers': {'reps': "
        "1, "
        "'items_per_rep': 3, 'overflow': 'lost'}}}, 'channels': {'a': {'organic_leads': 24, 'deal_value': "
        "10, "
        "'conversion': {'sql': 0.5, 'opp': 0.6, 'won': 0.4}, 'cycle_days': {'sql': {'dist': 'exponential', "
        "'mean': 25}, 'opp': {'dist': 'exponential', 'mean': 40}, 'won': {'dist': 'exponential', 'mean': "
        "30}}}}}");
    for (size_t t = 0; t < PERIODS; t++) {
        double entered = 0.5 * decided_in(&first, leads, t), there = entered + waits;
        by_callers = fmin(1, 8 / there);
        called[t] = by_callers * there;
        check_moments(f, "stage.sql", t, entered, entered);
        check_moments(f, "team.callers.worked", t, called[t], called[t]);
        check_exact(f, "team.callers.backlog", t, there - called[t]);
        check_exact(f, "team.callers.turned_away", t, (1 - patience) * (there - called[t]));
        waits = patience * (there - called[t]);
        come += entered;
        all_called += called[t];
        double handed = 0.6 * decided_in(&second, called, t);
        by_closers = fmin(1, 3 / handed);
        closed[t] = by_closers * handed;
        check_moments(f, "stage.opp", t, handed, handed);
        check_moments(f, "team.closers.worked", t, closed[t], closed[t]);
        check_exact(f, "team.closers.turned_away", t, handed - closed[t]);
        met += handed;
        all_closed += closed[t];
        double wins = 0.4 * decided_in(&third, closed, t);
        check_moments(f, "wins", t, wins, wins);
        inside += wins;
    }
    const double in_the_end = by_callers / (1 - (1 - by_callers) * patience);
    const double later = 0.4 * all_closed - inside + 0.4 * by_closers * (0.6 * all_called - met) +
                         0.4 * by_closers * 0.6 * in_the_end * (0.5 * 24 * PERIODS - come + waits);
    check_moments(f, "carried_out", OVER_HORIZON, later, later);
    check_moments(f, "carried_out_value", OVER_HORIZON, 10 * later, 100 * later);
    bireme_forecast_free(f);
}

/* A team with room for all takes up what comes as it comes: where leads come to it at once, nothing
 * changes. */
static void a_team_with_room_for_all_changes_nothing(void **state)
{
    (void)state;
    const char *const teams[] = {"", "'callers': {'stage': 'sql', 'reps': 9, 'items_per_rep': 9}, "};
    closing_delay delay = {exponential_cdf, 40, NULL, 0};
    const double leads[PERIODS] = {24, 24, 24, 24, 24, 24};
    for (size_t k = 0; k < 2; k++) {
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'sql', 'opp', 'won'], 'sales': {'teams': "
            "{%s"
            "'closers': {'reps': 1, 'items_per_rep': 4, 'overflow': 'lost'}}}, 'channels': {'a': "
            "{'organic_leads': 24, 'conversion': {'sql': 0.5, 'opp': 0.6, 'won': 0.4}, 'cycle_days': {'opp': "
            "{'dist': 'exponential', 'mean': 40}}}}}",
            teams[k]);
        for (size_t t = 0; t < PERIODS; t++) {
            double come = 0.5 * 0.6 * decided_in(&delay, leads, t), up = fmin(4, come);
            check_moments(f, "stage.opp", t, come, come);
            check_moments(f, "team.closers.worked", t, up, up);
            check_moments(f, "wins", t, 0.4 * up, 0.4 * up);
        }
        bireme_forecast_free(f);
    }
}

/* ---- side by side */

/* One team for large deals, one for what the first does not name, but for no calls: those have a team of
 * their own without a limit. Cost: reps by entries, commission by what the team works. */
static void teams_of_a_stage_share_out_the_channels(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'opp', 'won'], 'sales': {'teams': {'large': "
        "{'reps': 1, 'items_per_rep': 3, 'overflow': 'lost', 'channels': ['events'], 'cost_per_rep': 700, "
        "'commission': 0.1}, 'small': {'reps': 2, 'items_per_rep': 5, 'overflow': 'lost', 'cost_per_rep': "
        "300}, "
        "'free': {'reps': 1, 'channels': ['calls'], 'commission': 0.2}}}, 'channels': {'events': "
        "{'organic_leads': 12, 'deal_value': 900, 'conversion': {'opp': 0.5, 'won': 0.5}}, 'web': "
        "{'organic_leads': 40, 'deal_value': 100, 'conversion': {'opp': 0.5, 'won': 0.2}}, 'mail': "
        "{'organic_leads': 10, 'deal_value': 100, 'conversion': {'opp': 0.5, 'won': 0.2}}, 'calls': "
        "{'owner': 'sales', 'organic_leads': 10, 'deal_value': 50, 'conversion': {'opp': 0.5, 'won': "
        "0.2}}}}");
    for (size_t t = 0; t < 2; t++) {
        check_moments(f, "team.large.worked", t, 3, 3);
        check_moments(f, "team.small.worked", t, 10, 10);
        check_exact(f, "team.large.turned_away", t, 3);
        check_exact(f, "team.large.turned_away.value", t, 3 * 0.5 * 900);
        check_exact(f, "team.small.turned_away", t, 15);
        check_exact(f, "team.small.turned_away.value", t, 15 * 0.2 * 100);
        check_moments(f, "channel.events.wins", t, 1.5, 1.5);
        check_moments(f, "channel.web.wins", t, 20 * 0.4 * 0.2, 20 * 0.4 * 0.2);
        check_moments(f, "channel.mail.wins", t, 5 * 0.4 * 0.2, 5 * 0.4 * 0.2);
        check_moments(f, "channel.calls.wins", t, 1, 1);
        check_exact(f, "capacity", t, 13); /* of one stage they add up */
        check_exact(f, "utilisation", t, 1);
        check_exact(f, "turned_away", t, 18);
        check_mean(f, "cost.sales", t, 700 + 2 * 300 + 0.1 * 1.5 * 900 + 0.2 * 1 * 50);
    }
    check_exact(f, "turned_away.share", OVER_HORIZON, 18.0 / 31);
    check_mean(f, "channel.events.cost", OVER_HORIZON, 1400 + 0.1 * 3 * 900);
    check_mean(f, "channel.web.cost", OVER_HORIZON, 0.8 * 1200); /* of Poisson entries 0.8 on average */
    check_mean(f, "channel.mail.cost", OVER_HORIZON, 0.2 * 1200);
    check_mean(f, "channel.calls.cost", OVER_HORIZON, 0.2 * 2 * 50);
    assert_false(has_metric(f, "team.free.worked"));
    bireme_forecast_free(f);
}

/* Outbound leads are made by the reps of the team that the channel names. */
static void leads_are_made_by_the_reps_of_the_team(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of("{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'sales': "
                                     "{'teams': {'callers': {'reps': "
                                     "2, 'hires': {'2027-02': 1}}, 'closers': {'reps': 7, 'channels': "
                                     "['b']}}}, 'channels': {'a': {'owner': "
                                     "'sales', 'leads_per_rep': 4, 'team': 'callers', 'conversion': {'won': "
                                     "0.5}}, 'b': {'owner': 'sales', "
                                     "'leads_per_rep': 3, 'team': 'closers', 'conversion': {'won': 0.5}}}}");
    check_moments(f, "channel.a.leads", 0, 8, 8);
    check_moments(f, "channel.a.leads", 1, 12, 12);
    check_moments(f, "channel.b.leads", 1, 21, 21);
    bireme_forecast_free(f);
}

static double sum_of(const bireme_forecast *f, size_t n, const char *const *names, size_t trial)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += samples_of(f, names[i])[trial];
    return sum;
}

/* In every trial of the shipped scenario: all is the sum of the teams; who comes to a stage of which one team
 * works all is expected to be taken up, to be turned away or to wait on; wins and money are those of the
 * channels. */
static void what_teams_do_adds_up_in_every_trial(void **state)
{
    (void)state;
    static const char *const reps[] = {"team.sdr.reps", "team.smb.reps", "team.accounts.reps"},
                             *const away[] = {"team.sdr.turned_away", "team.smb.turned_away",
                                              "team.accounts.turned_away"},
                             *const worth[] = {"team.sdr.turned_away.value", "team.smb.turned_away.value",
                                               "team.accounts.turned_away.value"},
                             *const waits[] = {"team.sdr.backlog", "team.smb.backlog",
                                               "team.accounts.backlog"},
                             *const cost[] = {"cost.sales", "cost.marketing"},
                             *const of_channel[] = {"channel.search.cost", "channel.content.cost",
                                                    "channel.events.cost", "channel.outbound.cost"},
                             *const wins[] = {"channel.search.wins", "channel.content.wins",
                                              "channel.events.wins", "channel.outbound.wins"};
    enum { TRIALS = 4096 };
    bireme_forecast *f = forecast_of_file(BIREME_SOURCE_DIR "/scenarios/hand-over.json", NULL, NULL, TRIALS,
                                          5);
    for (size_t i = 0; i < TRIALS; i++) {
        assert_close(sum_of(f, 3, reps, i), samples_of(f, "reps")[i], 1e-12, 0);
        assert_close(sum_of(f, 3, away, i), samples_of(f, "turned_away")[i], 1e-12, 1e-9);
        assert_close(sum_of(f, 3, worth, i), samples_of(f, "turned_away.value")[i], 1e-12, 1e-6);
        assert_close(sum_of(f, 3, waits, i), samples_of(f, "backlog")[i], 1e-12, 1e-9);
        assert_close(sum_of(f, 4, wins, i), samples_of(f, "wins")[i], 0, 0);
        assert_close(sum_of(f, 4, of_channel, i), sum_of(f, 2, cost, i), 1e-10, 0);
        const double used = samples_of(f, "team.accounts.utilisation")[i];
        assert_true(used >= 0 && used <= 1 + 1e-12);
    }
    bireme_forecast_free(f);
}

/* ---- open deals */

/* Three of the deals come to the callers at day 40, in the second month, are taken up at any time of it, and
 * come to the closers 30 days later: in the second month if that was within its first 0.4375 days. The fourth
 * has been taken up by the callers already and comes to the closers at day 20. */
static void an_open_deal_meets_one_team_after_another(void **state)
{
    (void)state;
    const double early = (2 * MONTH_DAYS - 30 - MONTH_DAYS) / MONTH_DAYS,
                 come[] = {1, 3 * early, 3 - 3 * early};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'sql', 'opp', 'won'], 'sales': {'teams': "
        "{'callers': {'stage': 'sql', 'reps': 1, 'items_per_rep': 9}, 'closers': {'reps': 1, "
        "'items_per_rep': 2, "
        "'overflow': 'lost'}}}, 'defaults': {'conversion': {'sql': 1, 'opp': 1, 'won': 0.5}, 'cycle_days': "
        "{'sql': 40, 'opp': 30}, 'deal_value': 10}, 'channels': {'a': {'organic_leads': 0}}, 'pipeline': "
        "[{'stage': 'lead', 'count': 2, 'channel': 'a'}, {'stage': 'lead'}, {'stage': 'sql', 'age_days': "
        "10}]}");
    check_exact(f, "team.callers.worked", 1, 3);
    for (size_t t = 0; t < 3; t++) {
        const double up = fmin(2, come[t]);
        check_mean(f, "stage.opp", t, come[t]);
        check_mean(f, "team.closers.worked", t, up);
        check_exact(f, "team.closers.turned_away", t, come[t] - up);
        check_exact(f, "team.closers.turned_away.value", t, 0.5 * 10 * (come[t] - up));
        check_mean(f, "wins", t, 0.5 * up);
    }
    bireme_forecast_free(f);
}

/* With a team that can take up only one of three, two wait, and a half of those come in the next month. */
static void an_open_deal_may_wait_for_the_first_team(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'sql', 'opp', 'won'], 'sales': {'teams': "
        "{'callers': {'stage': 'sql', 'reps': 1, 'items_per_rep': 1, 'patience': 0.5}, 'closers': {'reps': "
        "1, "
        "'items_per_rep': 0.5, 'overflow': 'lost'}}}, 'defaults': {'conversion': {'sql': 1, 'opp': 1, 'won': "
        "1}, "
        "'deal_value': 10}, 'channels': {'a': {'organic_leads': 0}}, 'pipeline': [{'stage': 'lead', 'count': "
        "3}]}");
    static const double called[] = {1, 1, 0}; /* 3 come; 2 are left, of whom 1 is there in February */
    for (size_t t = 0; t < 3; t++) {
        check_mean(f, "team.callers.worked", t, called[t]);
        check_mean(f, "team.closers.worked", t, 0.5 * called[t]);
        check_exact(f, "team.closers.turned_away.value", t, 0.5 * called[t] * 10);
        check_mean(f, "wins", t, 0.5 * called[t]);
    }
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_one_team_hands_over_is_what_comes_to_the_next),
        cmocka_unit_test(every_leg_begins_with_what_was_taken_up),
        cmocka_unit_test(a_team_with_room_for_all_changes_nothing),
        cmocka_unit_test(teams_of_a_stage_share_out_the_channels),
        cmocka_unit_test(leads_are_made_by_the_reps_of_the_team),
        cmocka_unit_test(what_teams_do_adds_up_in_every_trial),
        cmocka_unit_test(an_open_deal_meets_one_team_after_another),
        cmocka_unit_test(an_open_deal_may_wait_for_the_first_team),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
