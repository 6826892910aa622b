/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recurring revenue and what it is worth, against exact values: recognition, churn, expansion, the
 * customers there at the start, lifetime value, payback, contribution and return on marketing. 65,536
 * trials and a fixed seed each; the width of the checks is explained in oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <gsl/gsl_randist.h>
#include "oracle/forecast_of.h"

enum { PERIODS = 6 };

static const struct {
    const char *name, *start;
    double years; /* of a period */
} lengths[] = {
    {"month", "2027-01", 1 / 12.0}, {"week", "2027-01-04", 7 / 365.25}, {"quarter", "2027-01", 0.25}};

/* ---- recognition */

/* A deal of yearly value v that is won in period j earns v · years / 2 in it, and v · years · q^(t − j)
 * in the later period t, q = (1 − churn) (1 + expansion)^years. */
static double earned(double years, double q, size_t j, size_t t)
{
    if (t < j) return 0;
    return t == j ? years / 2 : years * pow(q, (double)(t - j));
}

/* N Poisson(m) deals a period, gamma of mean 1200 and cv 0.5: the revenue of t is the sum over j of
 * earned(j, t) times independent compound Poisson bookings; with no churn and no expansion it is a plain
 * annuity. */
static void revenue_is_recognised_period_by_period_while_customers_stay(void **state)
{
    (void)state;
    static const double churn[] = {0, 0.05}, expansion[] = {0, 0.1};
    double m = 3, v = 1200, v2 = 1200 * 1200 * 1.25;
    for (size_t i = 0; i < 6; i++) {
        double years = lengths[i % 3].years, c = churn[i / 3], g = expansion[i / 3];
        double q = (1 - c) * pow(1 + g, years), mean_of_all = 0, spread_of_all = 0;
        bireme_forecast *f = forecast_of(
            "{'start': '%s', 'period': '%s', 'periods': 6, 'funnel': ['lead', 'won'], 'revenue': {'model': "
            "'recurring', 'churn': %g, 'expansion': %g}, 'channels': {'a': {'organic_leads': 6, "
            "'conversion': {'won': 0.5}, 'deal_value': {'dist': 'gamma', 'mean': 1200, 'cv': 0.5}}}}",
            lengths[i % 3].start, lengths[i % 3].name, c, g);
        for (size_t t = 0; t < PERIODS; t++) {
            double mean = 0, squares = 0;
            for (size_t j = 0; j <= t; j++) {
                double part = earned(years, q, j, t);
                mean += m * v * part;
                squares += m * v2 * part * part;
            }
            check_moments(f, "bookings", t, m * v, m * v2);
            check_moments(f, "channel.a.revenue", t, mean, squares);
            mean_of_all += mean;
        }
        for (size_t j = 0; j < PERIODS; j++) {
            double part = 0;
            for (size_t t = j; t < PERIODS; t++) part += earned(years, q, j, t);
            spread_of_all += m * v2 * part * part;
        }
        check_moments(f, "revenue", OVER_HORIZON, mean_of_all, spread_of_all);
        double at_end = 0, spread_at_end = 0; /* a deal of period j has been kept for the periods after j */
        for (size_t j = 0; j < PERIODS; j++) {
            double kept = pow(q, (double)(PERIODS - 1 - j));
            at_end += m * v * kept;
            spread_at_end += m * v2 * kept * kept;
        }
        check_moments(f, "arr.end", OVER_HORIZON, at_end, spread_at_end);
        bireme_forecast_free(f);
    }
}

/* Yo[t] = opening q^(t+1); after 12 months it is opening q^n, n = 1/years periods, whole or not. */
static void customers_of_the_start_earn_and_leave(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        double years = lengths[i].years, q = 0.98 * pow(1.06, years), sum = 0;
        bireme_forecast *f = forecast_of(
            "{'start': '%s', 'period': '%s', 'periods': 6, 'funnel': ['lead', 'won'], 'revenue': {'model': "
            "'recurring', 'opening': 3600, 'churn': 0.02, 'expansion': 0.06}, 'channels': {'a': "
            "{'organic_leads': 0, 'conversion': {'won': 0.5}, 'deal_value': 1}}}",
            lengths[i].start, lengths[i].name);
        for (size_t t = 0; t < PERIODS; t++) {
            double exact = 3600 * pow(q, (double)t + 1) * years;
            check_exact(f, "revenue.opening", t, exact);
            check_exact(f, "revenue", t, exact);
            sum += exact;
        }
        check_exact(f, "revenue.opening", OVER_HORIZON, sum);
        check_exact(f, "nrr", OVER_HORIZON, pow(q, 1 / years));
        check_exact(f, "arr.end", OVER_HORIZON, 3600 * pow(q, PERIODS));
        /* Nothing but the opening: no one sourced it. */
        assert_true(summary_of(f, "share.marketing_sourced", OVER_HORIZON)->left_out == 1);
        bireme_forecast_free(f);
    }
}

/* Churn of a period 0.02, tripled in a storm, in weeks: 6 weeks, then the last one's regime for 365.25/7
 * − 6. And 60 times: more than everyone cannot leave. */
static void churn_moves_with_the_economy(void **state)
{
    (void)state;
    static const double keeps[PERIODS] = {0.98, 0.94, 0.94, 0.98, 0.98, 0.94};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01-04', 'period': 'week', 'periods': 6, 'funnel': ['lead', 'won'], 'economy': "
        "{'regimes': {'calm': {}, 'storm': {'churn': 3}}, 'path': ['calm', 'storm', 'storm', 'calm', 'calm', "
        "'storm']}, 'revenue': {'model': 'recurring', 'opening': 36525, 'churn': 0.02}, 'channels': {'a': "
        "{'organic_leads': 4, 'conversion': {'won': 0.5}, 'deal_value': 365.25}}}");
    double kept = 1, base = 0; /* base: of the expected bookings, 730.5 a week */
    for (size_t t = 0; t < PERIODS; t++) {
        kept *= keeps[t];
        base = t == 0 ? 0 : (base + 730.5) * keeps[t];
        check_exact(f, "revenue.opening", t, 700 * kept);
        check_mean(f, "channel.a.revenue", t, (base + 730.5 / 2) * 7 / 365.25);
    }
    check_exact(f, "nrr", OVER_HORIZON, kept * pow(0.94, 365.25 / 7 - 6));
    bireme_forecast_free(f);
    f = forecast_of("{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'economy': {'regimes': "
                    "{'calm': {}, 'end': {'churn': 60}}, 'path': ['calm', 'end']}, 'revenue': {'model': "
                    "'recurring', 'opening': 1200, 'churn': 0.02}, 'channels': {'a': {'organic_leads': 4, "
                    "'conversion': {'won': 0.5}, 'deal_value': 1200}}}");
    check_exact(f, "revenue.opening", 0, 98);
    check_exact(f, "revenue.opening", 1, 0);
    check_exact(f, "nrr", OVER_HORIZON, 0);
    check_mean(f, "arr.end", OVER_HORIZON, 2400);        /* what was sold in the last period */
    check_moments(f, "channel.a.revenue", 1, 100, 5000); /* half a month of 2 deals of 100 a month */
    bireme_forecast_free(f);
}

/* Churn is 0.01 or 0.05 in a trial: moments over the two. */
static void an_uncertain_churn_is_the_same_for_all_customers(void **state)
{
    (void)state;
    static const double churn[2] = {0.01, 0.05}, weight[2] = {0.3, 0.7};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'revenue': {'model': 'recurring', "
        "'opening': 120000, 'churn': {'dist': 'discrete', 'values': [0.01, 0.05], 'weights': [0.3, 0.7]}, "
        "'expansion': {'dist': 'discrete', 'values': [0, 0.2], 'weights': [0.5, 0.5]}}, 'channels': {'a': "
        "{'organic_leads': 4, 'conversion': {'won': 0.5}, 'deal_value': 1200}}}");
    for (size_t t = 0; t <= PERIODS; t++) {
        bool all = t == PERIODS;
        double mean = 0, square = 0, deals = 0, opened = 0, opened2 = 0;
        for (size_t i = 0; i < 4; i++) {
            double w = weight[i % 2] / 2, q = (1 - churn[i % 2]) * pow(i < 2 ? 1 : 1.2, 1 / 12.0);
            double opening = 0, by_deals = 0;
            for (size_t u = all ? 0 : t; u <= (all ? PERIODS - 1 : t); u++) {
                opening += 10000 * pow(q, (double)u + 1);
                for (size_t j = 0; j <= u; j++) by_deals += 2 * 1200 * earned(1 / 12.0, q, j, u);
            }
            double year = all ? pow(q, 12) : 0;
            mean += w * year;
            square += w * year * year;
            deals += w * by_deals;
            opened += w * opening;
            opened2 += w * opening * opening;
        }
        check_moments(f, "revenue.opening", all ? OVER_HORIZON : t, opened, opened2 - opened * opened);
        check_mean(f, "channel.a.revenue", all ? OVER_HORIZON : t, deals);
        check_mean(f, "revenue", all ? OVER_HORIZON : t, deals + opened);
        if (all) check_moments(f, "nrr", OVER_HORIZON, mean, square - mean * mean);
    }
    bireme_forecast_free(f);
}

/* Expansion is 0 or 0.8 a year, drawn anew in every period: what is left after k periods is a product of k
 * independent factors, E[Π q] = E[q]^k and E[(Π q)²] = E[q²]^k, where one draw a trial would give E[q^k]. */
static void an_expansion_drawn_anew_is_independent_from_period_to_period(void **state)
{
    (void)state;
    const double up = pow(1.8, 1 / 12.0), stays = 0.98, q = stays * (1 + up) / 2,
                 q2 = stays * stays * (1 + up * up) / 2;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'revenue': {'model': 'recurring', "
        "'opening': 120000, 'churn': 0.02, 'expansion': {'dist': 'discrete', 'values': [0, 0.8], 'weights': "
        "[0.5, 0.5], 'redraw': 'period'}}, 'channels': {'a': {'organic_leads': 4, 'conversion': {'won': "
        "0.5}, "
        "'deal_value': 1200}}}");
    for (size_t t = 0; t < PERIODS; t++) {
        const double k = (double)t + 1, mean = 10000 * pow(q, k);
        double deals = 0;
        for (size_t j = 0; j <= t; j++) deals += 2 * 1200 * earned(1 / 12.0, q, j, t);
        check_moments(f, "revenue.opening", t, mean, 1e8 * pow(q2, k) - mean * mean);
        check_mean(f, "channel.a.revenue", t, deals);
    }
    bireme_forecast_free(f);
}

/* ---- what a customer is worth */

/* F: years of revenue that a yearly value of 1 brings over its lifetime, discounted; the part of a last
 * period that is within the lifetime counts in proportion. */
static double lifetime_years(double years, double keeps, double expansion, double discount, double lifetime)
{
    double periods = lifetime / years, sum = 0;
    double factor = keeps * pow(1 + expansion, years) * pow(1 + discount, -years);
    for (double k = 0; k < periods; k++) sum += fmin(1, periods - k) * pow(factor, k);
    return years * sum;
}

/* 1/N of N Poisson(m), given N ≥ 1. */
static void reciprocal_moments(double m, double *mean, double *variance)
{
    double some = -expm1(-m), square = 0;
    *mean = 0;
    for (unsigned k = 1; k < 200; k++) {
        double p = gsl_ran_poisson_pdf(k, m) / some;
        *mean += p / k;
        square += p / k / k;
    }
    *variance = square - *mean * *mean;
}

/* N of N Poisson(m), given N ≥ 1: E[N] = m / P(N ≥ 1), E[N²] = (m + m²) / P(N ≥ 1). */
static void positive_moments(double m, double *mean, double *variance)
{
    double some = -expm1(-m);
    *mean = m / some;
    *variance = (m + m * m) / some - *mean * *mean;
}

/* Deals of 900 each, m of them expected, margin 0.8, marketing costs 1500 and sales 2000 in all: a customer
 * brings 900 F of revenue over its life if there is a win, LTV = 0.8 · 900 F, and LTV:CAC = 0.8 · 900 N F /
 * 3500; payback 12 · 3500 / (0.8 · 900 N) months; CAC 3500 / N. */
static void lifetime_value_payback_and_cost_per_customer_are_exact(void **state)
{
    (void)state;
    double m = 4, cost = 3500, reciprocal, spread, some, some_spread;
    reciprocal_moments(m, &reciprocal, &spread);
    positive_moments(m, &some, &some_spread);
    for (size_t i = 0; i < 3; i++) {
        double worth = lifetime_years(lengths[i].years, 0.97, 0.05, 0.1, 4.3);
        bireme_forecast *f = forecast_of(
            "{'start': '%s', 'period': '%s', 'periods': 2, 'funnel': ['lead', 'won'], 'revenue': {'model': "
            "'recurring', 'churn': 0.03, 'expansion': 0.05, 'discount_rate': 0.1, 'lifetime_years': 4.3, "
            "'gross_margin': 0.8}, 'sales': {'reps': 4, 'cost_per_rep': 250}, 'channels': {'a': {'spend': "
            "750, 'cost_per_lead': 187.5, 'conversion': {'won': 0.5}, 'deal_value': 900}}}",
            lengths[i].start, lengths[i].name);
        check_exact(f, "ltv_revenue", OVER_HORIZON, 900 * worth);
        check_exact(f, "ltv", OVER_HORIZON, 0.8 * 900 * worth);
        check_moments(f, "lifetime_revenue", OVER_HORIZON, 900 * worth * m, 900 * worth * 900 * worth * m);
        check_share("P(no win)", summary_of(f, "ltv", OVER_HORIZON)->left_out, exp(-m));
        check_share("P(no win)", summary_of(f, "payback_months", OVER_HORIZON)->left_out, exp(-m));
        check_share("P(no win)", summary_of(f, "cac", OVER_HORIZON)->left_out, exp(-m));
        double ratio = 0.8 * 900 * worth / cost, months = 12 * cost / (0.8 * 900);
        check_share("P(no win)", summary_of(f, "ltv_cac", OVER_HORIZON)->left_out, exp(-m));
        check_moments(f, "ltv_cac", OVER_HORIZON, ratio * some, ratio * ratio * some_spread);
        check_moments(f, "payback_months", OVER_HORIZON, months * reciprocal, months * months * spread);
        check_moments(f, "cac", OVER_HORIZON, cost * reciprocal, cost * cost * spread);
        assert_false(has_metric(f, "nrr")); /* nobody is there at the start */
        bireme_forecast_free(f);
    }
}

/* Survival that changes within the horizon counts by its mean: (0.98 + 0.94 + 0.94) / 3. */
static void lifetime_value_uses_the_mean_survival_of_the_horizon(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'economy': {'regimes': "
        "{'calm': {}, 'storm': {'churn': 3}}, 'path': ['calm', 'storm', 'storm']}, 'revenue': "
        "{'model': 'recurring', 'churn': 0.02}, 'channels': {'a': {'organic_leads': 40, "
        "'conversion': {'won': 0.5}, 'deal_value': 100}}}");
    check_exact(f, "ltv", OVER_HORIZON, 100 * lifetime_years(1 / 12.0, 2.86 / 3, 0, 0, 5));
    /* Nothing was spent: value over cost is not a number, and the money is back at once. */
    assert_true(summary_of(f, "ltv_cac", OVER_HORIZON)->left_out == 1);
    check_exact(f, "payback_months", OVER_HORIZON, 0);
    bireme_forecast_free(f);
}

/* ---- contribution and return */

/* One-time: marketing's N ~ Poisson(6) deals of 400, sales' M ~ Poisson(2) of 1000, margin 0.75,
 * commission 0.1 of bookings, which are revenue: contribution = 0.65 · (400 N + 1000 M) less what was
 * spent and the reps' cost. */
static void contribution_and_return_of_one_time_revenue(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'revenue': {'gross_margin': 0.75}, "
        "'sales': {'reps': 2, 'cost_per_rep': 100, 'commission': 0.1}, 'defaults': {'conversion': {'won': "
        "0.5}}, 'channels': {'a': {'spend': 300, 'cost_per_lead': 50, 'deal_value': 400}, 'b': {'owner': "
        "'sales', 'organic_leads': 2, 'deal_value': 1000}}}");
    double mean = 0.65 * (2400 + 2000), variance = 0.65 * 0.65 * (6 * 400 * 400 + 2 * 1e6);
    check_moments(f, "contribution", OVER_HORIZON, mean - 600 - 400, variance);
    check_moments(f, "contribution", 1, mean / 2 - 300 - 200, variance / 2);
    check_moments(f, "romi", OVER_HORIZON, 0.75 * 2400 / 600 - 1, 0.75 * 0.75 * 6 * 400 * 400 / 360000.0);
    check_moments(f, "cost.sales", OVER_HORIZON, 400 + 440, 0.01 * (6 * 400 * 400 + 2 * 1e6));
    static const char *const recurring[] = {"ltv", "ltv_cac", "payback_months", "nrr", "revenue.opening"};
    for (size_t i = 0; i < sizeof recurring / sizeof recurring[0]; i++)
        assert_false(has_metric(f, recurring[i]));
    bireme_forecast_free(f);
}

/* Recurring: the margin is of what is recognised, the commission of the bookings; the opening counts for
 * the contribution, not for marketing's return. A deal of 1200 won in period j has earned 50 by the end
 * of j and 100 a month then: over three months 250, 150, 50. */
static void contribution_and_return_of_recurring_revenue(void **state)
{
    (void)state;
    static const double all[3] = {250, 150, 50};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'revenue': {'model': "
        "'recurring', 'opening': 24000, 'gross_margin': 0.75}, 'sales': {'reps': 2, "
        "'cost_per_rep': 100, 'commission': 0.05}, 'channels': {'a': {'spend': 300, "
        "'cost_per_lead': 50, 'conversion': {'won': 0.5}, 'deal_value': 1200}}}");
    double contribution = 0.75 * 6000 - 900 - 600, spread = 0, sourced = 0, sourced_spread = 0;
    for (size_t j = 0; j < 3; j++) {
        double each = 0.75 * all[j] - 60;
        contribution += 3 * each;
        spread += 3 * each * each;
        sourced += 3 * 0.75 * all[j];
        sourced_spread += 3 * 0.75 * 0.75 * all[j] * all[j];
    }
    check_moments(f, "contribution", OVER_HORIZON, contribution, spread);
    check_moments(f, "romi", OVER_HORIZON, sourced / 900 - 1, sourced_spread / (900.0 * 900));
    check_exact(f, "share.marketing_sourced", OVER_HORIZON, 1);
    check_share("P(no win)", summary_of(f, "share.marketing_sourced", OVER_HORIZON)->left_out, exp(-9));
    bireme_forecast_free(f);
}

/* Two channels of N Poisson(6 p) deals a period, and 5 open deals of 100 of no channel, won with ½: the
 * bookings of a period are compound Poisson, and what the channels leave is the open deals'. */
static void bookings_of_channels_add_up(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'revenue': {'model': 'recurring', "
        "'churn': 0.02}, 'defaults': {'deal_value': {'dist': 'gamma', 'mean': 1200, 'cv': 0.5}}, 'channels': "
        "{'a': {'organic_leads': 6, 'conversion': {'won': 0.5}}, 'b': {'organic_leads': 6, 'conversion': "
        "{'won': 0.25}}}, 'pipeline': [{'stage': 'lead', 'count': 5, 'value': 100, 'win_probability': "
        "0.5}]}");
    static const double wins[] = {3, 1.5};
    static const char *const name[] = {"channel.a.bookings", "channel.b.bookings"};
    const double squares = 1200 * 1200 * 1.25;
    for (size_t t = 0; t <= PERIODS; t++) {
        const size_t period = t == PERIODS ? OVER_HORIZON : t;
        const double periods = t == PERIODS ? PERIODS : 1;
        double sum = 0;
        for (size_t c = 0; c < 2; c++) {
            check_moments(f, name[c], period, periods * wins[c] * 1200, periods * wins[c] * squares);
            sum += summary_of(f, name[c], period)->mean;
            /* only over the horizon is a channel's distribution kept */
            assert_int_equal(isnan(summary_of(f, name[c], period)->quantile[BIREME_P50]), t < PERIODS);
        }
        const double open = t == 0 || t == PERIODS ? 1 : 0;
        check_moments(f, "owner.marketing.bookings", period, periods * 4.5 * 1200, periods * 4.5 * squares);
        check_moments(f, "owner.unassigned.bookings", period, open * 250, open * 12500);
        sum += summary_of(f, "owner.unassigned.bookings", period)->mean;
        assert_close(sum, summary_of(f, "bookings", period)->mean, 1e-12, 0); /* roundoff */
    }
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(revenue_is_recognised_period_by_period_while_customers_stay),
        cmocka_unit_test(customers_of_the_start_earn_and_leave),
        cmocka_unit_test(churn_moves_with_the_economy),
        cmocka_unit_test(an_uncertain_churn_is_the_same_for_all_customers),
        cmocka_unit_test(an_expansion_drawn_anew_is_independent_from_period_to_period),
        cmocka_unit_test(lifetime_value_payback_and_cost_per_customer_are_exact),
        cmocka_unit_test(lifetime_value_uses_the_mean_survival_of_the_horizon),
        cmocka_unit_test(contribution_and_return_of_one_time_revenue),
        cmocka_unit_test(contribution_and_return_of_recurring_revenue),
        cmocka_unit_test(bookings_of_channels_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
