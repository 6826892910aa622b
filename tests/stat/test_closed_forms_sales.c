/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reps against exact values: heads and effective reps with hires, ramp, attrition and backfill, what they
 * cost and the leads that they bring. The exact values are averages over a period of a rep's expected
 * effect, by quadrature between the kinks. Capacity is in test_closed_forms_capacity.c. 65,536 trials and
 * a fixed seed each; the width of the checks is explained in oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <gsl/gsl_integration.h>
#include "oracle/forecast_of.h"
#include "support/closing.h"

enum { PERIODS = 8, HIRES_MOST = 3 };

/* ---- reps */

typedef struct hire {
    double at, count; /* periods from the start; a negative count leaves */
} hire;

typedef struct staff {
    const char *json, *start, *period;
    double days; /* of a period */
    double reps, attrition, ramp_months;
    bool backfill;
    size_t n_hires;
    hire hires[HIRES_MOST]; /* in order of time */
} staff;

static double months_of(const staff *s)
{
    return s->days / MONTH_DAYS;
}

/* The part of a full rep that someone is after so many months. */
static double ramp(const staff *s, double months)
{
    return s->ramp_months > 0 ? fmin(months / s->ramp_months, 1) : 1;
}

/* ∫ h e^(−hu) ramp(u) du from 0 to y: the refills, by the months since they came. Up to the end of the ramp R
 * it is ∫ h u e^(−hu) du / R = ((1 − e^(−hy))/h − y e^(−hy)) / R, then ∫ h e^(−hu) du. */
static double refilled(const staff *s, double y)
{
    double h = -log(1 - s->attrition), r = fmin(y, s->ramp_months);
    double ramping = r > 0 ? ((1 - exp(-h * r)) / h - r * exp(-h * r)) / s->ramp_months : 0;
    return ramping + exp(-h * r) - exp(-h * y);
}

/* What is left, after y months, of a seat that was then filled by someone who had been there for `age`
 * months. */
static double seat_effect(const staff *s, double y, double age)
{
    double stays = pow(1 - s->attrition, y) * ramp(s, age + y);
    return stays + (s->backfill && s->attrition > 0 ? refilled(s, y) : 0);
}

static double seat_heads(const staff *s, double y)
{
    return s->backfill ? 1 : pow(1 - s->attrition, y);
}

typedef struct crew {
    double heads, effect;
} crew;

/* At a time in periods, with the first n hires. Who leaves is a share of everyone who is there then; who
 * was hired before the start is there at the start, on the ramp. */
static crew crew_at(const staff *s, double time, size_t n)
{
    double months = months_of(s), weight = 1, of_start;
    crew sum = {0, 0};
    for (size_t i = n; i-- > 0;) { /* from the last on: `weight` is what later leavers leave of the earlier */
        const hire *h = &s->hires[i];
        if (h->at > time) continue;
        if (h->count < 0) {
            double there = crew_at(s, h->at, i).heads;
            weight *= (there + h->count) / there;
            continue;
        }
        double y = (time - fmax(h->at, 0)) * months, age = fmax(-h->at, 0) * months;
        sum.heads += weight * h->count * seat_heads(s, y);
        sum.effect += weight * h->count * seat_effect(s, y, age);
    }
    of_start = weight * s->reps;
    sum.heads += of_start * seat_heads(s, time * months);
    sum.effect += of_start * seat_effect(s, time * months, INFINITY);
    return sum;
}

/* The kinks and jumps inside period t cut it into pieces that are smooth: 20 nodes each are exact to
 * rounding. */
static crew average_crew(const staff *s, size_t t)
{
    double cut[2 * HIRES_MOST + 3] = {(double)t, (double)t + 1, s->ramp_months / months_of(s)};
    size_t n = 3;
    for (size_t i = 0; i < s->n_hires; i++) {
        cut[n++] = s->hires[i].at;
        cut[n++] = s->hires[i].at + s->ramp_months / months_of(s);
    }
    gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc(20);
    crew sum = {0, 0};
    for (double from = (double)t; from < (double)t + 1;) {
        double to = (double)t + 1;
        for (size_t i = 0; i < n; i++)
            if (cut[i] > from) to = fmin(to, cut[i]);
        for (size_t k = 0; k < 20; k++) {
            double x, w;
            gsl_integration_glfixed_point(from, to, k, &x, &w, table);
            crew c = crew_at(s, x, s->n_hires);
            sum.heads += w * c.heads;
            sum.effect += w * c.effect;
        }
        from = to;
    }
    gsl_integration_glfixed_table_free(table);
    return sum;
}

static const staff staffs[] = {
    {.json = "'reps': 5", .reps = 5},
    {.json = "'reps': 6, 'attrition': 0.03, 'ramp_months': 3, 'hires': {'2027-03': 2, '2027-05-16': 3}",
     .reps = 6,
     .attrition = 0.03,
     .ramp_months = 3,
     .n_hires = 2,
     .hires = {{2, 2}, {4 + 15 / 31.0, 3}}},
    {.json = "'reps': 6, 'attrition': 0.03, 'ramp_months': 3, 'backfill': true, 'hires': {'2027-03': 2, "
             "'2027-05-16': 3}",
     .reps = 6,
     .attrition = 0.03,
     .ramp_months = 3,
     .backfill = true,
     .n_hires = 2,
     .hires = {{2, 2}, {4 + 15 / 31.0, 3}}},
    {.json = "'reps': 3, 'attrition': 0.02, 'ramp_months': 2.5, 'backfill': true, 'hires': {'2027-02': 4, "
             "'2027-04': -2, '2027-06-11': -1}",
     .reps = 3,
     .attrition = 0.02,
     .ramp_months = 2.5,
     .backfill = true,
     .n_hires = 3,
     .hires = {{1, 4}, {3, -2}, {5 + 10 / 30.0, -1}}},
    {.json = "'reps': 3, 'attrition': 0.02, 'ramp_months': 2.5, 'hires': {'2027-02': 4, '2027-04': -2, "
             "'2027-06-11': -1}",
     .reps = 3,
     .attrition = 0.02,
     .ramp_months = 2.5,
     .n_hires = 3,
     .hires = {{1, 4}, {3, -2}, {5 + 10 / 30.0, -1}}},
    {.json = "'reps': 2, 'attrition': 0.05, 'ramp_months': 4, 'hires': {'2026-12': 3}",
     .reps = 2,
     .attrition = 0.05,
     .ramp_months = 4,
     .n_hires = 1,
     .hires = {{-1, 3}}},
    {.json = "'reps': 4, 'attrition': 0.1, 'hires': {'2027-04': 1}",
     .reps = 4,
     .attrition = 0.1,
     .n_hires = 1,
     .hires = {{3, 1}}},
    {.json = "'reps': 4, 'attrition': 0.01, 'ramp_months': 6, 'backfill': true, 'hires': {'2027-05': 2}",
     .period = "quarter",
     .days = 365.25 / 4,
     .reps = 4,
     .attrition = 0.01,
     .ramp_months = 6,
     .backfill = true,
     .n_hires = 1,
     .hires = {{4 / 3.0, 2}}},
    {.json = "'reps': 4, 'attrition': 0.01, 'ramp_months': 1, 'hires': {'2027-01-20': 2}",
     .start = "2027-01-04",
     .period = "week",
     .days = 7,
     .reps = 4,
     .attrition = 0.01,
     .ramp_months = 1,
     .n_hires = 1,
     .hires = {{16 / 7.0, 2}}},
};

static void reps_ramp_leave_and_are_replaced_as_in_the_closed_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof staffs / sizeof staffs[0]; i++) {
        staff s = staffs[i];
        s.days = s.days > 0 ? s.days : MONTH_DAYS;
        print_message("%s\n", s.json);
        bireme_forecast *f =
            forecast_of("{'start': '%s', 'period': '%s', 'periods': 8, 'funnel': ['lead', 'won'], 'sales': "
                        "{%s, 'cost_per_rep': 700, 'opportunities_per_rep': 12}, 'channels': {'a': {'owner': "
                        "'sales', 'leads_per_rep': 1.5, 'deal_value': 1, 'conversion': {'won': 0.5}}}}",
                        s.start != NULL ? s.start : "2027-01", s.period != NULL ? s.period : "month", s.json);
        crew all = {0, 0};
        for (size_t t = 0; t < PERIODS; t++) {
            crew c = average_crew(&s, t);
            check_exact(f, "reps", t, c.heads);
            check_exact(f, "capacity", t, 12 * c.effect);
            check_exact(f, "cost.sales", t, 700 * c.heads);
            check_moments(f, "leads", t, 1.5 * c.effect, 1.5 * c.effect);
            all.heads += c.heads;
            all.effect += c.effect;
        }
        check_exact(f, "reps", OVER_HORIZON, all.heads / PERIODS);
        check_exact(f, "capacity", OVER_HORIZON, 12 * all.effect);
        check_exact(f, "cost.sales", OVER_HORIZON, 700 * all.heads);
        bireme_forecast_free(f);
    }
}

/* A rate of leads per rep, gamma of mean 2 and cv 0.3, is the same for all periods of a trial. */
static void an_uncertain_yield_per_rep_is_common_to_all_periods(void **state)
{
    (void)state;
    staff s = staffs[1];
    s.days = MONTH_DAYS;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 8, 'funnel': ['lead', 'won'], 'sales': {%s}, 'channels': {'a': "
        "{'owner': 'sales', 'leads_per_rep': {'dist': 'gamma', 'mean': 2, 'cv': 0.3}, 'organic_leads': 1, "
        "'season': [1, 2, 1, 2, 1, 2, 1, 2], 'deal_value': 1, 'conversion': {'won': 0.5}}}}",
        s.json);
    double all = 0, spread = 0;
    for (size_t t = 0; t < PERIODS; t++) {
        double effect = average_crew(&s, t).effect, season = t % 2 == 0 ? 1 : 2;
        double mean = season * (2 * effect + 1), sd = season * 0.6 * effect;
        check_moments(f, "leads", t, mean, mean + sd * sd);
        all += mean;
        spread += sd;
    }
    check_moments(f, "leads", OVER_HORIZON, all, all + spread * spread);
    bireme_forecast_free(f);
}

/* ---- money */

/* Deals of 500 each and fixed rates: cost.sales = heads · cost + 0.08 · 500 N, revenue per rep 500 N /
 * heads, N Poisson. */
static void commission_follows_the_bookings(void **state)
{
    (void)state;
    staff s = staffs[4];
    s.days = MONTH_DAYS;
    bireme_forecast *f = forecast_of("{'start': '2027-01', 'periods': 8, 'funnel': ['lead', 'won'], 'sales': "
                                     "{%s, 'cost_per_rep': 700, 'commission': 0.08}, 'channels': {'a': "
                                     "{'organic_leads': 6, 'deal_value': 500, 'conversion': {'won': 0.5}}}}",
                                     s.json);
    double heads = 0;
    for (size_t t = 0; t < PERIODS; t++) {
        double there = average_crew(&s, t).heads;
        check_moments(f, "cost.sales", t, 700 * there + 40 * 3, 40 * 40 * 3);
        check_moments(f, "revenue_per_rep", t, 500 * 3 / there, 500 * 500 * 3 / (there * there));
        check_moments(f, "bookings_per_rep", t, 500 * 3 / there, 500 * 500 * 3 / (there * there));
        heads += there;
    }
    double mean_heads = heads / PERIODS;
    check_moments(f, "cost.sales", OVER_HORIZON, 700 * heads + 40 * 24, 40 * 40 * 24);
    check_moments(f, "revenue_per_rep", OVER_HORIZON, 500 * 24 / mean_heads,
                  500 * 500 * 24 / (mean_heads * mean_heads));
    /* No opportunities_per_rep: nothing is turned away, and nothing is said about it. */
    static const char *const absent[] = {"capacity", "utilisation", "backlog", "turned_away", "worked"};
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) assert_false(has_metric(f, absent[i]));
    bireme_forecast_free(f);
}

/* What two channels' wins cost, each fully loaded, is what all cost: their spend, their commission, the reps'
 * cost and the initiative's. All volumes are so large that every trial has wins of both. */
static void fully_loaded_costs_of_channels_add_up(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'opp', 'won'], 'sales': {'reps': 4, "
        "'cost_per_rep': 300, 'commission': 0.1, 'attrition': 0.02}, 'initiatives': {'site': {'from': "
        "'2027-02', 'cost': 250, 'effect': {'leads': 1.2}}}, 'defaults': {'conversion': {'opp': 0.8, 'won': "
        "0.5}}, 'channels': {'a': {'spend': 1500, 'cost_per_lead': 10, 'deal_value': 20}, 'b': {'owner': "
        "'sales', 'leads_per_rep': 30, 'deal_value': {'dist': 'exponential', 'mean': 30}}}}");
    const double *a = samples_of(f, "channel.a.cac"), *b = samples_of(f, "channel.b.cac");
    const double *wins_a = samples_of(f, "channel.a.wins"), *wins_b = samples_of(f, "channel.b.wins");
    const double *marketing = samples_of(f, "cost.marketing"), *sales = samples_of(f, "cost.sales");
    const double *cac = samples_of(f, "cac"), *wins = samples_of(f, "wins");
    for (size_t i = 0; i < FORECAST_TRIALS; i++) {
        assert_true(wins_a[i] > 0 && wins_b[i] > 0);
        /* Rounding of a dozen sums and quotients. */
        assert_close(a[i] * wins_a[i] + b[i] * wins_b[i], marketing[i] + sales[i], 1e-12, 0);
        assert_close(cac[i] * wins[i], marketing[i] + sales[i], 1e-12, 0);
    }
    check_exact(f, "cost.marketing", OVER_HORIZON, 3000 + 250);
    bireme_forecast_free(f);
}

/* Spend and commission belong to their channel, reps go by the entries to the stage that they work on (here
 * the leads), an initiative by wins. */
static void each_cost_goes_to_its_channel_by_its_own_rule(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'sales': {'reps': 4, 'cost_per_rep': "
        "300, 'commission': 0.1}, 'initiatives': {'site': {'from': '2027-01', 'one_time_cost': 900, "
        "'effect': {'leads': 1}}}, 'defaults': {'conversion': {'won': 0.5}}, 'channels': {'a': {'spend': "
        "1000, 'cost_per_lead': 10, 'deal_value': 20}, 'b': {'organic_leads': 4, 'deal_value': 50}}}");
    const double *a = samples_of(f, "channel.a.cac"), *b = samples_of(f, "channel.b.cac");
    const double *wins_a = samples_of(f, "channel.a.wins"), *wins_b = samples_of(f, "channel.b.wins");
    const double *leads_a = samples_of(f, "channel.a.leads"), *leads = samples_of(f, "leads");
    size_t without = 0;
    for (size_t i = 0; i < FORECAST_TRIALS; i++) {
        double each = 900 / (wins_a[i] + wins_b[i]), of_a = 2400 * leads_a[i] / leads[i];
        /* Rounding of a dozen sums and quotients. */
        assert_close(a[i], (2000 + of_a) / wins_a[i] + 2 + each, 1e-12, 0);
        without += wins_b[i] == 0;
        if (wins_b[i] > 0)
            assert_close(b[i], (2400 - of_a) / wins_b[i] + 5 + each, 1e-12, 0);
        else
            assert_true(isnan(b[i]));
    }
    check_share("trials without a win of b", (double)without / FORECAST_TRIALS, exp(-4));
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reps_ramp_leave_and_are_replaced_as_in_the_closed_form),
        cmocka_unit_test(an_uncertain_yield_per_rep_is_common_to_all_periods),
        cmocka_unit_test(commission_follows_the_bookings),
        cmocka_unit_test(fully_loaded_costs_of_channels_add_up),
        cmocka_unit_test(each_cost_goes_to_its_channel_by_its_own_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
