/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Initiatives against exact values: a multiplier m acts in a period as m^r, r the average of its ramp
 * over the period. 65,536 trials and a fixed seed each; the width of the checks is explained in
 * oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include "oracle/forecast_of.h"
#include "support/closing.h"

enum { PERIODS = 6 };

/* ∫ min(1, u / length) du from 0 to x, and 0 before. */
static double ramp_area(double x, double length)
{
    if (x <= 0) return 0;
    double ramping = fmin(x, length);
    return (length > 0 ? ramping * ramping / (2 * length) : 0) + (x - ramping);
}

/* r[t]: the average over period t of the ramp, which begins at `from`; all in periods. */
static double exponent(double from, double length, size_t t)
{
    return ramp_area((double)t + 1 - from, length) - ramp_area((double)t - from, length);
}

typedef struct timing {
    const char *json, *start, *period;
    double from, ramp;                   /* in periods */
    double cost[PERIODS], once[PERIODS]; /* as shares of what a period, and the one time, cost */
} timing;

static const timing timings[] = {
    {.json = "'from': '2027-03'", .from = 2, .cost = {0, 0, 1, 1, 1, 1}, .once = {0, 0, 1}},
    {.json = "'from': '2027-02-15', 'ramp_months': 2",
     .from = 1.5,
     .ramp = 2,
     .cost = {0, 1, 1, 1, 1, 1},
     .once = {0, 1}},
    {.json = "'from': '2027-02-15'", .from = 1.5, .cost = {0, 1, 1, 1, 1, 1}, .once = {0, 1}},
    /* Under way before the start: one month of four of the ramp is over, and the beginning is paid. */
    {.json = "'from': '2026-12', 'ramp_months': 4", .from = -1, .ramp = 4, .cost = {1, 1, 1, 1, 1, 1}},
    {.json = "'from': '2027-05', 'ramp_months': 12",
     .period = "quarter",
     .from = 4 / 3.0,
     .ramp = 4,
     .cost = {0, 1, 1, 1, 1, 1},
     .once = {0, 1}},
    {.json = "'from': '2027-01-13', 'ramp_months': 0.5",
     .start = "2027-01-04",
     .period = "week",
     .from = 9 / 7.0,
     .ramp = 0.5 * MONTH_DAYS / 7,
     .cost = {0, 1, 1, 1, 1, 1},
     .once = {0, 1}},
    {.json = "'from': '2028-01'", .from = 12},
};

static void an_effect_ramps_up_and_its_cost_begins_with_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof timings / sizeof timings[0]; i++) {
        const timing *d = &timings[i];
        print_message("%s\n", d->json);
        bireme_forecast *f = forecast_of(
            "{'start': '%s', 'period': '%s', 'periods': 6, 'funnel': ['lead', 'won'], 'revenue': {'model': "
            "'recurring', 'opening': 365.25, 'churn': 0.1}, 'initiatives': {'launch': {%s, 'cost': 70, "
            "'one_time_cost': 900, 'effect': {'leads': 1.5, 'cost_per_lead': 0.8, 'deal_value': 1.25, "
            "'churn': 0.5}}}, 'channels': {'a': {'spend': 400, 'cost_per_lead': 100, 'deal_value': 20, "
            "'conversion': {'won': 0.5}}}}",
            d->start != NULL ? d->start : "2027-01", d->period != NULL ? d->period : "month", d->json);
        double kept = 1, all_costs = 0;
        double days = i == 4 ? 365.25 / 4 : i == 5 ? 7 : MONTH_DAYS;
        for (size_t t = 0; t < PERIODS; t++) {
            double r = exponent(d->from, d->ramp, t), leads = 4 * pow(1.5, r) / pow(0.8, r),
                   worth = 20 * pow(1.25, r);
            double costs = 70 * d->cost[t] + 900 * d->once[t];
            check_moments(f, "leads", t, leads, leads);
            check_moments(f, "bookings", t, worth * leads / 2, worth * worth * leads / 2);
            check_exact(f, "cost.marketing", t, 400 + costs);
            kept *= 1 - 0.1 * pow(0.5, r);
            check_exact(f, "revenue.opening", t, days * kept);
            all_costs += costs;
        }
        check_exact(f, "cost.marketing", OVER_HORIZON, 2400 + all_costs);
        check_exact(f, "channel.a.spend", OVER_HORIZON, 2400);
        bireme_forecast_free(f);
    }
}

/* m lognormal (μ, σ) once a trial: E[m^r] = e^(rμ + r²σ²/2), and all periods share it: E[m^r m^s] = e^((r
 * + s) μ + (r + s)² σ²/2). */
static void an_uncertain_multiplier_is_raised_to_the_ramp(void **state)
{
    (void)state;
    double mu = 0.2, sigma = 0.25, rate = 15, total = 0, spread = 0;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'initiatives': {'launch': {'from': "
        "'2027-02', 'ramp_months': 3, 'effect': {'leads': {'dist': 'lognormal', 'mu': 0.2, 'sigma': "
        "0.25}}}}, 'channels': {'a': {'organic_leads': 15, 'deal_value': 1, 'conversion': {'won': 0.5}}}}");
    double r[PERIODS];
    for (size_t t = 0; t < PERIODS; t++) {
        r[t] = exponent(1, 3, t);
        double first = exp(r[t] * mu + r[t] * r[t] * sigma * sigma / 2);
        double second = exp(2 * r[t] * mu + 2 * r[t] * r[t] * sigma * sigma);
        check_moments(f, "leads", t, rate * first, rate * first + rate * rate * (second - first * first));
        total += rate * first;
        for (size_t s = 0; s <= t; s++) {
            double sum = r[s] + r[t];
            spread += (s == t ? 1 : 2) * rate * rate * exp(sum * mu + sum * sum * sigma * sigma / 2);
        }
    }
    check_moments(f, "leads", OVER_HORIZON, total, total + spread - total * total);
    bireme_forecast_free(f);
}

/* Odds of an inner step are those of the period of arrival, of the last step those of the period of
 * decision. */
static void odds_of_inner_steps_follow_arrival_and_of_the_last_step_decision(void **state)
{
    (void)state;
    closing_delay d = {exponential_cdf, 45, NULL, 0};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'sql', 'won'], 'initiatives': "
        "{'scoring': {'from': '2027-02', 'ramp_months': 4, 'effect': {'conversion_odds': {'sql': "
        "1.8}}}, 'training': {'from': '2027-04', 'effect': {'conversion_odds': {'won': 1.4}}}}, "
        "'channels': {'a': {'organic_leads': 12, 'deal_value': 1, 'conversion': {'sql': 0.5, "
        "'won': 0.4}, 'cycle_days': {'won': {'dist': 'exponential', 'mean': 45}}}}}");
    double entered[PERIODS], inside = 0, all = 0;
    for (size_t t = 0; t < PERIODS; t++) {
        entered[t] = 12 * with_odds(0.5, pow(1.8, exponent(1, 4, t)));
        double decided = decided_in(&d, entered, t), wins = decided * with_odds(0.4, t < 3 ? 1 : 1.4);
        check_moments(f, "stage.sql", t, entered[t], entered[t]);
        check_moments(f, "wins", t, wins, wins);
        inside += decided;
        all += entered[t];
    }
    double later = (all - inside) * with_odds(0.4, 1.4);
    check_moments(f, "carried_out", OVER_HORIZON, later, later);
    bireme_forecast_free(f);
}

/* All steps' odds at once: a plain number stands for every step. */
static void odds_of_all_steps_move_together(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'sql', 'won'], 'initiatives': "
        "{'site': {'from': '2027-02', 'effect': {'conversion_odds': 2}}}, 'channels': {'a': "
        "{'organic_leads': 12, 'deal_value': 1, 'conversion': {'sql': 0.5, 'won': 0.25}}}}");
    check_moments(f, "wins", 0, 1.5, 1.5);
    check_moments(f, "stage.sql", 1, 8, 8);
    check_moments(f, "wins", 1, 8 * 0.4, 8 * 0.4);
    bireme_forecast_free(f);
}

/* A cycle-time multiplier of 0.5^r speeds the clock up by 2^r; the economy's and the pace multiply it. */
static void a_shorter_cycle_speeds_up_the_clock(void **state)
{
    (void)state;
    static const double pace[PERIODS] = {1, 1.2, 0.8, 1, 1.5, 1}, slow[PERIODS] = {1, 1, 1.6, 1.6, 1, 1};
    const double arrivals[PERIODS] = {10, 10, 10, 10, 10, 10};
    double speed[PERIODS];
    for (size_t t = 0; t < PERIODS; t++) speed[t] = pace[t] / slow[t] * pow(2, exponent(1, 2, t));
    closing_delay d = {erlang_cdf, 35, speed, 0};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'pace': [1, 1.2, 0.8, 1, 1.5, 1], 'funnel': ['lead', 'won'], "
        "'economy': {'regimes': {'calm': {}, 'storm': {'cycle_time': 1.6}}, 'path': ['calm', 'calm', "
        "'storm', 'storm', 'calm', 'calm']}, 'initiatives': {'tool': {'from': '2027-02', 'ramp_months': 2, "
        "'effect': {'cycle_time': 0.5}}}, 'channels': {'a': {'organic_leads': 20, 'deal_value': 1, "
        "'conversion': {'won': 0.5}, 'cycle_days': {'won': {'dist': 'gamma', 'shape': 2, 'scale': 35}}}}}");
    for (size_t t = 0; t < PERIODS; t++)
        check_moments(f, "wins", t, decided_in(&d, arrivals, t), decided_in(&d, arrivals, t));
    bireme_forecast_free(f);
}

/* Two initiatives and the economy: the multipliers of leads multiply each other. */
static void initiatives_and_economy_multiply(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'economy': {'regimes': {'calm': {}, "
        "'storm': {'leads': 0.6, 'churn': 2}}, 'path': ['calm', 'storm', 'storm', 'calm']}, 'revenue': "
        "{'model': 'recurring', 'opening': 1200, 'churn': 0.1}, 'initiatives': {'one': {'from': '2027-02', "
        "'cost': 5, 'effect': {'leads': 1.5, 'churn': 0.8}}, 'two': {'from': '2027-03', 'cost': 7, "
        "'one_time_cost': 20, 'effect': {'leads': 2, 'churn': 0.5}}}, 'channels': {'a': {'organic_leads': 5, "
        "'deal_value': 1, 'conversion': {'won': 0.5}}}}");
    static const double leads[4] = {5, 4.5, 9, 15}, cost[4] = {0, 5, 32, 12};
    static const double keeps[4] = {0.9, 0.84, 0.92, 0.96};
    double kept = 100;
    for (size_t t = 0; t < 4; t++) {
        kept *= keeps[t];
        check_moments(f, "leads", t, leads[t], leads[t]);
        check_exact(f, "cost.marketing", t, cost[t]);
        check_exact(f, "revenue.opening", t, kept);
    }
    /* After the horizon all goes on as in the last period. */
    check_exact(f, "nrr", OVER_HORIZON, 0.9 * 0.84 * 0.92 * pow(0.96, 9));
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_effect_ramps_up_and_its_cost_begins_with_it),
        cmocka_unit_test(an_uncertain_multiplier_is_raised_to_the_ramp),
        cmocka_unit_test(odds_of_inner_steps_follow_arrival_and_of_the_last_step_decision),
        cmocka_unit_test(odds_of_all_steps_move_together),
        cmocka_unit_test(a_shorter_cycle_speeds_up_the_clock),
        cmocka_unit_test(initiatives_and_economy_multiply),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
