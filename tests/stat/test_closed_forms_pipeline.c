/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Deals that are open at the start, against exact values: each of them wins or not, and closes after what is
 * left of its steps. So the counts of a group are binomial, per period and in all. 65,536 trials and a fixed
 * seed each; the width of the checks is explained in oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include <gsl/gsl_randist.h>
#include "oracle/forecast_of.h"
#include "support/closing.h"

enum { PERIODS = 6 };

static void check_binomial(const bireme_forecast *f, const char *metric, size_t period, double n, double p)
{
    check_moments(f, metric, period, n * p, n * p * (1 - p));
}

static void open_deals_are_won_or_lost_one_by_one(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'opp', 'won'], 'defaults': "
        "{'deal_value': 7, 'conversion': {'opp': 0.6, 'won': 0.3}}, 'channels': {'a': "
        "{'organic_leads': 0}}, 'pipeline': [{'stage': 'opp', 'count': 14, 'value': 100}]}");
    static const char *const wins[] = {"wins", "pipeline.wins", "stage.won", "owner.unassigned.wins"};
    for (size_t i = 0; i < 4; i++) check_binomial(f, wins[i], 0, 14, 0.3);
    check_moments(f, "pipeline.bookings", 0, 420, 1e4 * 14 * 0.21);
    check_moments(f, "owner.unassigned.revenue", OVER_HORIZON, 420, 1e4 * 14 * 0.21);
    static const char *const none[] = {"leads", "stage.opp", "channel.a.wins", "carried_out"};
    for (size_t i = 0; i < 4; i++) check_exact(f, none[i], OVER_HORIZON, 0);
    check_exact(f, "wins", 1, 0);
    const double *samples = samples_of(f, "wins");
    for (unsigned k = 0; k <= 14; k++) {
        size_t count = 0;
        for (size_t i = 0; i < FORECAST_TRIALS; i++) count += samples[i] == k;
        check_share("P(wins = k)", (double)count / FORECAST_TRIALS, gsl_ran_binomial_pdf(k, 0.3, 14));
    }
    bireme_forecast_free(f);
}

/* ---- what is left of a step */

static double weibull_cdf(double x, double mean)
{
    return x <= 0 ? 0 : -expm1(-pow(x / mean, 1.7)); /* `mean` is the scale here */
}

static double uniform_cdf(double x, double length)
{
    return fmax(0, fmin(1, x / length));
}

static double fixed_cdf(double x, double length)
{
    return x >= length;
}

typedef struct step {
    const char *cycle, *pace;
    double (*cdf)(double, double);
    double mean, age;
    double speed[PERIODS]; /* all 0: 1 */
} step;

static const step steps[] = {
    /* An exponential delay does not know its age. */
    {.cycle = "{'dist': 'exponential', 'mean': 40}", .cdf = exponential_cdf, .mean = 40, .age = 0},
    {.cycle = "{'dist': 'exponential', 'mean': 40}", .cdf = exponential_cdf, .mean = 40, .age = 100},
    {.cycle = "{'dist': 'gamma', 'shape': 2, 'scale': 50}", .cdf = erlang_cdf, .mean = 50, .age = 120},
    {.cycle = "{'dist': 'weibull', 'shape': 1.7, 'scale': 80}", .cdf = weibull_cdf, .mean = 80, .age = 45},
    {.cycle = "{'dist': 'uniform', 'min': 0, 'max': 150}", .cdf = uniform_cdf, .mean = 150, .age = 40},
    /* Fixed: 30 days left (in the first month), 50 (in the second), none (at once). */
    {.cycle = "50", .cdf = fixed_cdf, .mean = 50, .age = 20},
    {.cycle = "50", .cdf = fixed_cdf, .mean = 50, .age = 0},
    {.cycle = "50", .cdf = fixed_cdf, .mean = 50, .age = 60},
    {.cycle = "{'dist': 'weibull', 'shape': 1.7, 'scale': 80}",
     .pace = "[1.5, 0.6, 1.2, 0.5, 1.3, 2]",
     .cdf = weibull_cdf,
     .mean = 80,
     .age = 30,
     .speed = {1.5, 0.6, 1.2, 0.5, 1.3, 2}},
};

/* P(D ≤ age + x | D > age), and 1 if the delay cannot last that long. */
static double given_age(const step *s, double x)
{
    double before = s->cdf(s->age, s->mean);
    return before < 1 ? (s->cdf(s->age + x, s->mean) - before) / (1 - before) : 1;
}

static void what_is_left_of_a_step_is_conditional_on_its_age(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        const step *s = &steps[i];
        print_message("%s, age %g\n", s->cycle, s->age);
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 6, 'pace': %s, 'funnel': ['lead', 'won'], 'channels': {'a': "
            "{'organic_leads': 0, 'deal_value': 30, 'conversion': {'won': 0.4}, 'cycle_days': {'won': %s}}}, "
            "'pipeline': [{'stage': 'lead', 'count': 20, 'age_days': %g, 'channel': 'a'}]}",
            s->pace != NULL ? s->pace : "1", s->cycle, s->age);
        closing_delay clock = {.speed = s->pace != NULL ? s->speed : NULL};
        double before = 0;
        for (size_t t = 0; t < PERIODS; t++) {
            double decided = given_age(s, clock_at(&clock, (double)t + 1)), share = decided - before;
            check_binomial(f, "wins", t, 20, 0.4 * share);
            check_binomial(f, "channel.a.wins", t, 20, 0.4 * share);
            check_moments(f, "bookings", t, 30 * 8 * share, 900 * 8 * share * (1 - 0.4 * share));
            before = decided;
        }
        check_binomial(f, "wins", OVER_HORIZON, 20, 0.4 * before);
        check_binomial(f, "carried_out", OVER_HORIZON, 20, 0.4 * (1 - before));
        check_exact(f, "leads", OVER_HORIZON, 0);
        bireme_forecast_free(f);
    }
}

/* At sql for 10 days: what is left of the step to the opportunity is exponential again, the last step
 * comes in full; the sum of two exponential delays is an Erlang delay. */
static void later_steps_come_in_full(void **state)
{
    (void)state;
    closing_delay first = {exponential_cdf, 30, NULL, 0}, both = {erlang_cdf, 30, NULL, 0};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'sql', 'opp', 'won'], 'defaults': "
        "{'deal_value': 7, 'conversion': {'sql': 0.9, 'opp': 0.6, 'won': 0.3}, 'cycle_days': {'opp': "
        "{'dist': 'exponential', 'mean': 30}, 'won': {'dist': 'exponential', 'mean': 30}}}, 'channels': "
        "{'a': {'organic_leads': 0}}, 'pipeline': [{'stage': 'sql', 'count': 25, 'age_days': 10}]}");
    for (size_t t = 0; t < PERIODS; t++) {
        check_exact(f, "stage.sql", t, 0);
        check_binomial(f, "stage.opp", t, 25, 0.6 * share_decided_from_start(&first, t));
        check_binomial(f, "stage.won", t, 25, 0.18 * share_decided_from_start(&both, t));
    }
    double later = 1 - erlang_cdf(6 * MONTH_DAYS, 30);
    check_binomial(f, "carried_out", OVER_HORIZON, 25, 0.18 * later);
    check_moments(f, "carried_out_value", OVER_HORIZON, 7 * 25 * 0.18 * later,
                  49 * 25 * 0.18 * later * (1 - 0.18 * later));
    bireme_forecast_free(f);
}

/* ---- what wins */

/* A stated chance takes the place of the product. All reach the worked stage, which without sales is the one
 * before the win; with an earlier one, as many as needed reach the stages beyond, and no fewer than their
 * steps let through. Odds act on the stated chance. */
static void a_stated_chance_of_winning_replaces_the_steps(void **state)
{
    (void)state;
    static const double inner[] = {0.5, 0.8, 0.5, 0.8, 0.95}, odds[] = {1, 1, 3, 3, 3};
    for (size_t i = 0; i < 10; i++) {
        bool early = i >= 5;
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'sql', 'opp', 'won'], 'economy': "
            "{'regimes': {'only': {'conversion_odds': {'won': %g}}}, 'path': 'only'}, 'defaults': "
            "{'deal_value': 7, 'conversion': {'sql': 0.9, 'opp': %g, 'won': 0.3}}, 'channels': {'a': "
            "{'organic_leads': 0}}, 'pipeline': [{'stage': 'lead', 'count': 18, 'win_probability': 0.65}]%s}",
            odds[i % 5], inner[i % 5],
            early ? ", 'sales': {'reps': 1, 'stage': 'sql', 'opportunities_per_rep': 99}" : "");
        double win = with_odds(0.65, odds[i % 5]), reach = early ? fmax(win, inner[i % 5]) : 1;
        check_binomial(f, "wins", 0, 18, win);
        check_exact(f, "stage.sql", 0, 18);
        if (early)
            check_binomial(f, "stage.opp", 0, 18, reach);
        else
            check_exact(f, "stage.opp", 0, 18);
        const double *reached = samples_of(f, "stage.opp"), *wins = samples_of(f, "wins");
        for (size_t k = 0; k < FORECAST_TRIALS; k++) assert_true(wins[k] <= reached[k]);
        bireme_forecast_free(f);
    }
}

/* p ~ Beta(α, β) for all deals of a trial: beta-binomial, variance n αβ (α + β + n) / ((α + β)² (α + β +
 * 1)). */
static void an_uncertain_rate_is_common_to_the_open_deals(void **state)
{
    (void)state;
    double a = 3, b = 9, n = 20, s = a + b;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'channels': {'a': "
        "{'organic_leads': 0, 'deal_value': 7, 'conversion': {'won': {'dist': 'beta', 'alpha': "
        "3, 'beta': 9}}}}, 'pipeline': [{'stage': 'lead', 'count': 20, 'channel': 'a'}]}");
    check_moments(f, "wins", 0, n * a / s, n * a * b * (s + n) / (s * s * (s + 1)));
    bireme_forecast_free(f);
}

/* In a storm odds are down for inner steps (as at the start), for the last step and for a stated chance
 * (as in the period of decision); a deal's value is down, unless it is known. */
static void the_economy_acts_on_open_deals(void **state)
{
    (void)state;
    static const bool storm[PERIODS] = {true, false, true, true, false, false};
    closing_delay d = {exponential_cdf, 40, NULL, 0};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'sql', 'opp', 'won'], 'economy': {'regimes': "
        "{'calm': {}, 'storm': {'leads': 0.5, 'conversion_odds': {'opp': 0.5, 'won': 0.6}, 'deal_value': "
        "0.75}}, 'path': ['storm', 'calm', 'storm', 'storm', 'calm', 'calm']}, 'defaults': {'conversion': "
        "{'sql': 0.9, 'opp': 0.6, 'won': 0.5}, 'deal_value': 200, 'cycle_days': {'won': {'dist': "
        "'exponential', 'mean': 40}}}, 'channels': {'a': {'organic_leads': 0}, 'b': {'owner': 'sales', "
        "'organic_leads': 0}, 'c': {'owner': 'partner', 'organic_leads': 0}}, 'pipeline': [{'stage': 'sql', "
        "'count': 20, 'value': 100}, {'stage': 'sql', 'count': 30, 'channel': 'a', 'win_probability': 0.25}, "
        "{'stage': 'sql', 'count': 15, 'channel': 'b', 'value': {'dist': 'exponential', 'mean': 80}}, "
        "{'stage': 'opp', 'count': 10, 'channel': 'c', 'value': 50}]}");
    double reach = with_odds(0.6, 0.5);
    for (size_t t = 0; t < PERIODS; t++) {
        double share = share_decided_from_start(&d, t), odds = storm[t] ? 0.6 : 1,
               worth = storm[t] ? 0.75 : 1;
        double p = with_odds(0.5, odds) * share, stated = with_odds(0.25, odds) * share;
        check_binomial(f, "owner.unassigned.wins", t, 20, reach * p);
        check_moments(f, "owner.unassigned.revenue", t, 2000 * reach * p, 2e5 * reach * p * (1 - reach * p));
        check_binomial(f, "channel.a.wins", t, 30, stated);
        check_moments(f, "channel.a.revenue", t, 30 * 200 * worth * stated,
                      30 * 4e4 * worth * worth * stated * (1 - stated));
        /* N of mean μ and variance μ (1 − p) deals of mean v and variance v²: μ v² + μ (1 − p) v². */
        double v = 80 * worth, mean = 15 * reach * p;
        check_moments(f, "channel.b.revenue", t, mean * v, mean * v * v * (2 - reach * p));
        check_moments(f, "channel.c.revenue", t, 500 * p, 25000 * p * (1 - p));
    }
    /* Its inner step is decided as at the start; with a stated chance all pass it. */
    check_moments(f, "stage.opp", 0, 20 * reach + 30 + 15 * reach, 35 * reach * (1 - reach));
    double later = 1 - exponential_cdf(6 * MONTH_DAYS, 40), p = 0.5 * later, stated = 0.25 * later;
    check_mean(f, "carried_out", OVER_HORIZON, 35 * reach * p + 30 * stated + 10 * p);
    check_mean(f, "carried_out_value", OVER_HORIZON,
               100 * 20 * reach * p + 80 * 15 * reach * p + 200 * 30 * stated + 50 * 10 * p);
    bireme_forecast_free(f);
}

/* Beside new leads: both count for their channel; what was open is in no period a new lead. The channel's
 * deal value X S is uncertain in its mean S: with N Poisson and binomial deals of mean μ and variance v,
 * Var = E[S²] (μ E[X²] + (v − μ)) + μ² Var[S], E[X] = 1. */
static void open_deals_of_a_channel_are_its_wins(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'channels': {'a': "
        "{'owner': 'partner', 'organic_leads': 8, 'conversion': {'won': 0.5}, 'deal_value': "
        "{'dist': 'gamma', 'mean': {'dist': 'lognormal', 'mean': 300, 'cv': 0.2}, 'cv': 0.5}}}, "
        "'pipeline': [{'stage': 'lead', 'count': 12, 'channel': 'a'}]}");
    double mean = 4 + 6, variance = 4 + 3, s2 = 90000 * 1.04;
    check_moments(f, "leads", 0, 8, 8);
    check_moments(f, "stage.lead", 0, 8, 8);
    check_moments(f, "wins", 0, mean, variance);
    check_moments(f, "owner.partner.wins", 0, mean, variance);
    check_binomial(f, "pipeline.wins", 0, 12, 0.5);
    check_moments(f, "revenue", 0, 300 * mean,
                  s2 * (mean * 1.25 + variance - mean) + mean * mean * (s2 - 90000));
    bireme_forecast_free(f);
}

/* A deal of 1200 a year won in month j earns 50 + 100 (t − j) by the end of month t. With N_j of 20 deals in
 * month j, multinomial: Var[Σ c_j N_j] = 20 (Σ c_j² π_j − (Σ c_j π_j)²). */
static void open_deals_earn_recurring_revenue(void **state)
{
    (void)state;
    closing_delay d = {exponential_cdf, 50, NULL, 0};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'revenue': {'model': "
        "'recurring'}, 'defaults': {'deal_value': 7, 'conversion': {'won': 0.7}, 'cycle_days': "
        "{'won': {'dist': 'exponential', 'mean': 50}}}, 'channels': {'a': {'organic_leads': 0}}, "
        "'pipeline': [{'stage': 'lead', 'count': 20, 'value': 1200, 'age_days': 33}]}");
    for (size_t t = 0; t <= PERIODS; t++) {
        double mean = 0, square = 0;
        for (size_t j = 0; j <= t && j < PERIODS; j++) {
            double p = 0.7 * share_decided_from_start(&d, j), each = t == j ? 50 : 100;
            if (t == PERIODS) each = 50 + 100 * (double)(PERIODS - 1 - j);
            mean += each * p;
            square += each * each * p;
        }
        check_moments(f, "revenue", t < PERIODS ? t : OVER_HORIZON, 20 * mean, 20 * (square - mean * mean));
    }
    bireme_forecast_free(f);
}

/* ---- capacity */

/* 20 · 0.5 leads and 12 · 0.5 deals come to the worked stage in the first month, where 8 of 16 are taken
 * up; the 10 deals that are there already are being worked on. Then 10 new ones and 6 of the 8 who wait
 * make 16. */
static void open_deals_before_the_worked_stage_must_be_taken_up(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'sql', 'opp', 'won'], 'sales': "
        "{'reps': 2, 'stage': 'opp', 'opportunities_per_rep': 4, 'overflow': 'wait', 'patience': "
        "0.75}, 'defaults': {'deal_value': 100, 'conversion': {'sql': 1, 'opp': 0.5, 'won': "
        "0.4}}, 'channels': {'a': {'organic_leads': 20}}, 'pipeline': [{'stage': 'sql', 'count': "
        "12, 'value': 1000}, {'stage': 'opp', 'count': 10, 'value': 10}]}");
    double second = 8 / (10 + 0.75 * 8), early = 0.5 * 0.5, late = 0.5 * 0.5 * 0.75 * second;
    check_moments(f, "stage.opp", 0, 16, 10 + 3);
    check_moments(f, "worked", 0, 5 + 3, 5 + 12 * early * (1 - early));
    check_moments(f, "pipeline.wins", 0, 12 * early * 0.4 + 4, 12 * 0.1 * 0.9 + 10 * 0.4 * 0.6);
    check_binomial(f, "pipeline.wins", 1, 12, late * 0.4);
    check_moments(f, "channel.a.wins", 0, 2, 2);
    check_moments(f, "channel.a.wins", 1, (10 + 5 * 0.75) * second * 0.4, (10 + 5 * 0.75) * second * 0.4);
    check_exact(f, "backlog", 0, 8);
    check_exact(f, "backlog", 1, 8);
    check_exact(f, "turned_away", 0, 2);
    check_exact(f, "turned_away.value", 0, 0.25 * 0.4 * (5 * 100 + 3 * 1000));
    check_exact(f, "utilisation", 0, 1);
    bireme_forecast_free(f);
}

/* 40 deals come to the worked stage by and by, with chance 1/2 each, and more than can be taken up; some
 * come after the horizon, or still wait then. Worth S, uncertain and lower in a storm, or 50 for
 * certain. */
static void open_deals_wait_and_are_turned_away_like_leads(void **state)
{
    (void)state;
    enum { MONTHS = 3 };
    closing_delay d = {exponential_cdf, 40, NULL, 0};
    double patience = 0.6, entries[MONTHS], share[MONTHS], waiting = 0, entered = 0, left = 0;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'sql', 'opp', 'won'], 'economy': {'regimes': "
        "{'calm': {}, 'storm': {'conversion_odds': {'won': 0.6}, 'deal_value': 0.8}}, 'path': ['calm', "
        "'storm', 'storm']}, 'sales': {'reps': 1, 'stage': 'opp', 'opportunities_per_rep': 4, 'overflow': "
        "'wait', 'patience': 0.6}, 'channels': {'a': {'organic_leads': 0, 'conversion': {'sql': 1, 'opp': "
        "0.5, 'won': 0.4}, 'cycle_days': {'opp': {'dist': 'exponential', 'mean': 40}}, 'deal_value': "
        "{'dist': 'gamma', 'mean': {'dist': 'discrete', 'values': [100, 300], 'weights': [0.5, 0.5]}, 'cv': "
        "0.5}}}, 'pipeline': [{'stage': 'sql', 'count': 30, 'age_days': 15, 'channel': 'a'}, {'stage': "
        "'sql', 'count': 10, 'channel': 'a', 'value': 50}]}");
    for (size_t t = 0; t < MONTHS; t++) {
        double taken = 0, win = with_odds(0.4, t > 0 ? 0.6 : 1), worth = t > 0 ? 0.8 : 1;
        entries[t] = share_decided_from_start(&d, t);
        entered += entries[t];
        double there = 20 * entries[t] + waiting;
        share[t] = fmin(1, 4 / there);
        left = 0;
        for (size_t a = 0; a <= t; a++) {
            double waits = entries[a];
            for (size_t u = a; u < t; u++) waits *= (1 - share[u]) * patience;
            taken += waits * share[t];
            left += waits * (1 - share[t]);
        }
        waiting = patience * 20 * left;
        check_binomial(f, "wins", t, 40, 0.5 * taken * win);
        check_exact(f, "backlog", t, 20 * left);
        double lost = (1 - patience) * 20 * left * win;
        check_moments(f, "turned_away.value", t, lost * (0.75 * 200 * worth + 0.25 * 50),
                      pow(lost * 0.75 * 100 * worth, 2));
    }
    double last = share[MONTHS - 1], in_the_end = last / (1 - (1 - last) * patience);
    check_binomial(f, "carried_out", OVER_HORIZON, 40,
                   0.5 * (1 - entered + left * patience) * in_the_end * with_odds(0.4, 0.6));
    bireme_forecast_free(f);
}

/* 1,000 deals that are said to be won with 0.5, whatever their steps say, and 100 places a month: whoever is
 * taken up is won with 0.5, so 50 are, and not the 100 that would be if only those who will win asked for a
 * place. With another such group, a group that goes by its steps and deals that are being worked on already,
 * each has its part of the places. */
static void deals_of_a_stated_chance_take_up_capacity_whatever_becomes_of_them(void **state)
{
    (void)state;
    static const double inner[] = {0.02, 0.3, 0.8, 1};
    for (size_t i = 0; i < 4; i++) {
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'opp', 'won'], 'defaults': {'deal_value': "
            "10, "
            "'conversion': {'opp': %g, 'won': 0.4}}, 'channels': {'a': {'organic_leads': 0}}, 'sales': "
            "{'reps': 10, "
            "'opportunities_per_rep': 10, 'overflow': 'lost'}, 'pipeline': [{'stage': 'lead', 'count': 1000, "
            "'win_probability': 0.5}]}",
            inner[i]);
        check_exact(f, "stage.opp", 0, 1000);
        check_binomial(f, "worked", 0, 1000, 0.1);
        check_binomial(f, "wins", 0, 1000, 0.05);
        check_exact(f, "turned_away", 0, 900);
        check_exact(f, "turned_away.value", 0, 900 * 0.5 * 10);
        bireme_forecast_free(f);
        f = forecast_of("{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'opp', 'won'], 'defaults': "
                        "{'deal_value': 10, "
                        "'conversion': {'opp': %g, 'won': 0.4}}, 'channels': {'a': {'organic_leads': 0}, "
                        "'b': {'organic_leads': 0}, "
                        "'c': {'organic_leads': 0}}, 'sales': {'reps': 2, 'opportunities_per_rep': 10, "
                        "'overflow': 'lost'}, "
                        "'pipeline': [{'stage': 'lead', 'count': 40, 'channel': 'a', 'win_probability': "
                        "0.9}, {'stage': 'lead', "
                        "'count': 30, 'channel': 'b', 'win_probability': 0.1}, {'stage': 'lead', 'count': "
                        "50, 'channel': 'c'}, "
                        "{'stage': 'opp', 'count': 7, 'win_probability': 0.6}]}",
                        inner[i]);
        double taken = 20 / (70 + 50 * inner[i]);
        check_binomial(f, "channel.a.wins", 0, 40, taken * 0.9);
        check_binomial(f, "channel.b.wins", 0, 30, taken * 0.1);
        check_binomial(f, "channel.c.wins", 0, 50, taken * inner[i] * 0.4);
        check_binomial(f, "owner.unassigned.wins", 0, 7, 0.6);
        bireme_forecast_free(f);
    }
}

/* 60 of a stated chance of 0.25 two steps before the worked stage, 20 days into an exponential one, and 8
 * places a month; of the others 0.7 wait. Those who are not there at the end of three months come as if it
 * went on. */
static void deals_of_a_stated_chance_wait_for_their_turn(void **state)
{
    (void)state;
    enum { MONTHS = 3 };
    closing_delay d = {exponential_cdf, 40, NULL, 0};
    double patience = 0.7, entered = 0, waiting = 0, share = 0;
    bireme_forecast *f = forecast_of("{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'mql', 'opp', "
                                     "'won'], 'defaults': {'conversion': {'mql': "
                                     "0.1, 'opp': 0.05, 'won': 0.3}, 'cycle_days': {'mql': {'dist': "
                                     "'exponential', 'mean': 40}}}, 'channels': {'a': "
                                     "{'organic_leads': 0}}, 'sales': {'reps': 2, 'stage': 'opp', "
                                     "'opportunities_per_rep': 4, 'overflow': 'wait', "
                                     "'patience': 0.7}, 'pipeline': [{'stage': 'lead', 'count': 60, "
                                     "'age_days': 20, 'win_probability': 0.25}]}");
    for (size_t t = 0; t < MONTHS; t++) {
        double entries = share_decided_from_start(&d, t), there = entries + waiting;
        entered += entries;
        share = fmin(1, 8 / (60 * there));
        waiting = patience * (1 - share) * there;
        check_binomial(f, "stage.opp", t, 60, entries);
        check_binomial(f, "worked", t, 60, share * there);
        check_binomial(f, "wins", t, 60, 0.25 * share * there);
    }
    double in_the_end = share / (1 - (1 - share) * patience);
    check_binomial(f, "carried_out", OVER_HORIZON, 60, 0.25 * (1 - entered + waiting) * in_the_end);
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open_deals_are_won_or_lost_one_by_one),
        cmocka_unit_test(what_is_left_of_a_step_is_conditional_on_its_age),
        cmocka_unit_test(later_steps_come_in_full),
        cmocka_unit_test(a_stated_chance_of_winning_replaces_the_steps),
        cmocka_unit_test(an_uncertain_rate_is_common_to_the_open_deals),
        cmocka_unit_test(the_economy_acts_on_open_deals),
        cmocka_unit_test(open_deals_of_a_channel_are_its_wins),
        cmocka_unit_test(open_deals_earn_recurring_revenue),
        cmocka_unit_test(open_deals_before_the_worked_stage_must_be_taken_up),
        cmocka_unit_test(open_deals_wait_and_are_turned_away_like_leads),
        cmocka_unit_test(deals_of_a_stated_chance_take_up_capacity_whatever_becomes_of_them),
        cmocka_unit_test(deals_of_a_stated_chance_wait_for_their_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
