/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Growth, drift, and what channels do for each other: sums of growing periods, the moments of lognormal
 * walks and the covariance of their periods, lifts by hand.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include "oracle/forecast_of.h"

enum { PERIODS = 12 };
#define FRAME   "{'start': '2027-01', 'periods': 12, 'funnel': ['lead', 'won'], "
#define ALL_WON FRAME "'defaults': {'conversion': {'won': 1}}, "

/* Years from the start to the middle of month t. */
static double years(int t)
{
    return (t + 0.5) / 12;
}

/* ------------------------ growth */

static void leads_grow_from_the_start_date_on(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        ALL_WON "'channels': {'a': {'organic_leads': 20, 'growth': {'organic_leads': 0.5}}, 'b': {'owner': "
                "'sales', 'leads_per_rep': 5, 'growth': {'leads_per_rep': -0.4, 'organic_leads': 0}}}, "
                "'sales': {'reps': 3}}");
    double all[2] = {0, 0};
    for (int t = 0; t < PERIODS; t++) {
        double a = 20 * pow(1.5, years(t)), b = 15 * pow(0.6, years(t));
        check_moments(f, "channel.a.leads", (size_t)t, a, a);
        check_mean(f, "channel.b.leads", (size_t)t, b);
        all[0] += a;
        all[1] += b;
    }
    check_moments(f, "channel.a.leads", OVER_HORIZON, all[0], all[0]);
    check_moments(f, "channel.b.leads", OVER_HORIZON, all[1], all[1]);
    bireme_forecast_free(f);
}

static void costs_and_values_grow(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        ALL_WON "'channels': {'a': {'spend': 600, 'cost_per_lead': 30, 'deal_value': 100, 'growth': "
                "{'cost_per_lead': 0.3, 'deal_value': 0.2}}}, 'pipeline': [{'stage': 'lead', 'count': 50, "
                "'channel': 'a'}, {'stage': 'lead', 'count': 40, 'value': 7, 'channel': 'a'}]}");
    double leads = 0, bookings = 0;
    for (int t = 0; t < PERIODS; t++) {
        double in_period = 20 / pow(1.3, years(t)), value = 100 * pow(1.2, years(t));
        leads += in_period;
        bookings += in_period * value;
        if (t > 0) check_mean(f, "bookings", (size_t)t, in_period * value);
    }
    check_exact(f, "channel.a.paid_leads", OVER_HORIZON, leads);
    check_exact(f, "channel.a.cost_per_lead", OVER_HORIZON, PERIODS * 600 / leads);
    /* open deals close at once: drawn values as of the first month, known ones as they are */
    check_mean(f, "bookings", OVER_HORIZON, bookings + 50 * 100 * pow(1.2, years(0)) + 40 * 7);
    bireme_forecast_free(f);
}

static const char REPS_AND_TOOLS[] = FRAME
    "%s, 'channels': {'a': {'owner': 'sales', 'organic_leads': 10, 'fixed_cost': 80, 'growth': "
    "{'fixed_cost': %s}, 'conversion': {'won': 0}, 'deal_value': 1}, 'b': {'owner': 'marketing', "
    "'organic_leads': 10, 'fixed_cost': 50, 'growth': {'fixed_cost': -0.4}, 'conversion': {'won': 0}, "
    "'deal_value': 1}}, 'sales': {'teams': {'x': {'reps': 3, 'cost_per_rep': 100, 'channels': ['a'], "
    "'growth': {'cost_per_rep': %s}}, 'y': {'reps': 2, 'cost_per_rep': 40}}}}";

/* Three reps, who get dearer, two who do not, and tools: month by month, from the start of the scenario, also
 * where four months are over. */
static void reps_and_fixed_costs_grow(void **state)
{
    (void)state;
    static const char *const past[] = {"'goal': {'metric': 'contribution', 'at_least': 0}",
                                       "'actuals': {'through': '2027-04'}"};
    for (int i = 0; i < 2; i++) {
        bireme_forecast *f = forecast_of(REPS_AND_TOOLS, past[i], "0.25", "0.05");
        for (int t = 4 * i; t < PERIODS; t++) {
            double of_sales = 300 * pow(1.05, years(t)) + 80 + 80 * pow(1.25, years(t)),
                   of_marketing = 50 * pow(0.6, years(t));
            check_exact(f, "cost.sales", (size_t)t, of_sales);
            check_exact(f, "cost.marketing", (size_t)t, of_marketing);
            check_exact(f, "contribution", (size_t)t, -of_sales - of_marketing);
        }
        bireme_forecast_free(f);
    }
}

/* Uniform g from low to high: E[(1 + g)^τ] is the integral of the power. */
static double mean_power(double low, double high, double power)
{
    return (pow(1 + high, power + 1) - pow(1 + low, power + 1)) / ((power + 1) * (high - low));
}

static void how_costs_grow_may_be_uncertain(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(REPS_AND_TOOLS, "'currency': 'EUR'",
                                     "{'dist': 'uniform', 'min': -0.3, 'max': 0.5}",
                                     "{'dist': 'uniform', 'min': 0, 'max': 0.6}");
    for (int t = 0; t < PERIODS; t++) {
        double y = years(t), reps = mean_power(0, 0.6, y), tools = mean_power(-0.3, 0.5, y);
        check_moments(f, "cost.sales", (size_t)t, 300 * reps + 80 + 80 * tools,
                      9e4 * (mean_power(0, 0.6, 2 * y) - reps * reps) +
                          6400 * (mean_power(-0.3, 0.5, 2 * y) - tools * tools));
    }
    bireme_forecast_free(f);
}

/* 1 + g lognormal: E[(1 + g)^τ] has a closed form; a uniform g: ∫ (1 + g)^τ dg. */
static void uncertain_growth_is_one_number(void **state)
{
    (void)state;
    double low = -0.5, high = 1.5;
    bireme_forecast *f = forecast_of(
        ALL_WON "'channels': {'a': {'organic_leads': 20, 'growth': {'organic_leads': {'dist': 'uniform', "
                "'min': -0.5, 'max': 1.5}}}}}");
    double sum = 0, squares = 0;
    for (int t = 0; t < PERIODS; t++) {
        double power = years(t) + 1;
        sum += 20 * (pow(1 + high, power) - pow(1 + low, power)) / power / (high - low);
        for (int s = 0; s < PERIODS; s++) {
            power = years(t) + years(s) + 1;
            squares += 400 * (pow(1 + high, power) - pow(1 + low, power)) / power / (high - low);
        }
    }
    check_moments(f, "leads", OVER_HORIZON, sum, sum + squares - sum * sum);
    bireme_forecast_free(f);
}

/* ------------------------ drift */

/* Σ over pairs of periods of exp(σ² min(τs, τt)) − 1. */
static double covariances(double sigma)
{
    double sum = 0;
    for (int s = 0; s < PERIODS; s++)
        for (int t = 0; t < PERIODS; t++) sum += expm1(sigma * sigma * years(s < t ? s : t));
    return sum;
}

/* Multipliers of mean 1 whose covariance is that of Brownian motions at two times: exp(σ² min) − 1. */
static void drifting_leads_have_lognormal_moments(void **state)
{
    (void)state;
    double mean = 20, sigma = 0.4;
    bireme_forecast *f = forecast_of(ALL_WON
                                     "'channels': {'a': {'organic_leads': 20, 'drift': {'leads': 0.4}}}}");
    for (int t = 0; t < PERIODS; t++)
        check_moments(f, "leads", (size_t)t, mean, mean + mean * mean * expm1(sigma * sigma * years(t)));
    check_moments(f, "leads", OVER_HORIZON, PERIODS * mean,
                  PERIODS * mean + mean * mean * covariances(sigma));
    bireme_forecast_free(f);
}

/* Two channels of 20 leads, with one walk of both, or each with its own. */
static void a_drift_in_defaults_is_one_walk_unless_each(void **state)
{
    (void)state;
    double mean = 20, sigma = 0.3;
    for (int each = 0; each < 2; each++) {
        bireme_forecast *f = forecast_of(
            FRAME "'defaults': {'conversion': {'won': 1}, 'drift': {'leads': 0.3%s}}, 'channels': {'a': "
                  "{'organic_leads': 20}, 'b': {'organic_leads': 20}}}",
            each ? ", 'each': true" : "");
        check_moments(f, "leads", OVER_HORIZON, 2 * PERIODS * mean,
                      2 * PERIODS * mean + (each ? 2 : 4) * mean * mean * covariances(sigma));
        bireme_forecast_free(f);
    }
}

/* The economy's drift and the channel's own are independent: their variances add up in the exponent. */
static void drifts_of_the_economy_and_of_channels_multiply(void **state)
{
    (void)state;
    double mean = 20, all = 0;
    bireme_forecast *f = forecast_of(
        ALL_WON "'channels': {'a': {'organic_leads': 20, 'drift': {'leads': 0.4}}, 'b': {'organic_leads': "
                "20}}, 'economy': {'drift': {'leads': 0.3}}}");
    for (int t = 0; t < PERIODS; t++)
        check_moments(f, "channel.a.leads", (size_t)t, mean,
                      mean + mean * mean * expm1((0.16 + 0.09) * years(t)));
    all = covariances(0.5) + 3 * covariances(0.3); /* a with itself; a with b, twice, and b with itself */
    check_moments(f, "leads", OVER_HORIZON, 2 * PERIODS * mean, 2 * PERIODS * mean + mean * mean * all);
    bireme_forecast_free(f);
}

/* ------------------------ walks that go together */

/* The correlation of normal scores whose ranks have the correlation ρ. */
static double normal_correlation(double rank)
{
    return 2 * sin(acos(-1) * rank / 6);
}

/* Σ over pairs of periods of exp(r σ σ' min(τs, τt)) − 1, for two walks whose increments have the correlation
 * r in every period. */
static double covariances_of_two(double product)
{
    double sum = 0;
    for (int s = 0; s < PERIODS; s++)
        for (int t = 0; t < PERIODS; t++) sum += expm1(product * years(s < t ? s : t));
    return sum;
}

/* a goes with b, b against d; nothing is said of c, nor of a and d. */
static void walks_that_go_together_do_so_in_every_period(void **state)
{
    (void)state;
    static const double sigma[] = {0.5, 0.4, 0.3, 0.6}, rank[4][4] = {[0][1] = 0.7, [1][3] = -0.5};
    double mean = 20, all = 0;
    bireme_forecast *f = forecast_of(
        FRAME "'defaults': {'conversion': {'won': 1}, 'organic_leads': 20}, 'channels': {'a': {'drift': "
              "{'leads': 0.5}}, 'b': {'drift': {'leads': 0.4}}, 'c': {'drift': {'leads': 0.3}}, 'd': "
              "{'drift': {'leads': 0.6}}}, 'correlations': [{'between': ['channels.a.drift.leads', "
              "'channels.b.drift.leads'], 'rank': 0.7}, {'between': ['channels.d.drift.leads', "
              "'channels.b.drift.leads'], 'rank': -0.5}]}");
    for (int t = 0; t < PERIODS; t++) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += expm1(sigma[i] * sigma[i] * years(t));
            for (int j = i + 1; j < 4; j++)
                sum += 2 * expm1(normal_correlation(rank[i][j]) * sigma[i] * sigma[j] * years(t));
        }
        check_moments(f, "leads", (size_t)t, 4 * mean, 4 * mean + mean * mean * sum);
    }
    for (int i = 0; i < 4; i++)
        for (int j = i; j < 4; j++) {
            double r = normal_correlation(rank[i][j]);
            all += i == j ? covariances(sigma[i]) : 2 * covariances_of_two(r * sigma[i] * sigma[j]);
        }
    check_moments(f, "leads", OVER_HORIZON, 4 * PERIODS * mean, 4 * PERIODS * mean + mean * mean * all);
    bireme_forecast_free(f);
}

/* All leads drift against all values: E[value · leads] of a period has the factor exp(r σ σ' τ). */
static void the_economys_drift_goes_with_that_of_values(void **state)
{
    (void)state;
    double r = normal_correlation(-0.8), revenue = 0;
    bireme_forecast *f = forecast_of(
        FRAME "'defaults': {'conversion': {'won': 1}, 'deal_value': 100, 'drift': {'deal_value': 0.6}}, "
              "'channels': {'a': {'organic_leads': 20}, 'b': {'organic_leads': 10}}, 'economy': {'drift': "
              "{'leads': 0.5}}, 'correlations': [{'between': ['economy.drift.leads', "
              "'defaults.drift.deal_value'], 'rank': -0.8}]}");
    for (int t = 0; t < PERIODS; t++) {
        double mean = 3000 * exp(r * 0.5 * 0.6 * years(t));
        check_mean(f, "revenue", (size_t)t, mean);
        revenue += mean;
    }
    check_mean(f, "revenue", OVER_HORIZON, revenue);
    bireme_forecast_free(f);
}

/* The increment of period 3 of a (a month long) with that of period 0 of b (half a month) and with c's rate,
 * whose logarithm is normal; b's of period 5 with d's of period 2. From then on, and only then, they vary
 * together. Those of the last period go together for all. */
static void single_increments_go_together(void **state)
{
    (void)state;
    static const double sigma[] = {0.9, 0.8, 0.5, 0.7};
    double month = 1.0 / 12, mean = 20, all = 0, r = normal_correlation(0.6), rate = 0.4;
    bireme_forecast *f = forecast_of(
        FRAME "'defaults': {'conversion': {'won': 1}, 'organic_leads': 20}, 'channels': {'a': {'drift': "
              "{'leads': 0.9}}, 'b': {'drift': {'leads': 0.8}}, 'c': {'organic_leads': {'dist': 'lognormal', "
              "'mean': 20, 'sigma': 0.4}, 'drift': {'leads': 0.5}}, 'd': {'drift': {'leads': 0.7}}}, "
              "'correlations': [{'between': ['channels.a.drift.leads[3]', 'channels.b.drift.leads[0]'], "
              "'rank': 0.6}, {'between': ['channels.a.drift.leads[3]', 'channels.c.organic_leads'], 'rank': "
              "0.6}, {'between': ['channels.d.drift.leads[2]', 'channels.b.drift.leads[5]'], 'rank': 0.6}, "
              "{'among': 'channels.*.drift.leads[11]', 'rank': 0.6}]}");
    for (int s = 0; s < PERIODS; s++)
        for (int t = 0; t < PERIODS; t++) {
            double tau = years(s < t ? s : t), both = s == 11 && t == 11 ? r * month : 0, sum = 0;
            for (int i = 0; i < 4; i++) sum += expm1(sigma[i] * sigma[i] * tau + (i == 2 ? rate * rate : 0));
            double ab = (s >= 3 ? r * month / sqrt(2) : 0) + both,
                   bd = (s >= 5 && t >= 2 ? r * month : 0) + both;
            double ac = sigma[0] * (s >= 3 ? r * sqrt(month) * rate : 0) + sigma[0] * sigma[2] * both;
            sum += 2 * (expm1(sigma[0] * sigma[1] * ab) + expm1(sigma[1] * sigma[3] * bd) + expm1(ac));
            sum += 2 * (expm1(sigma[0] * sigma[3] * both) + expm1(sigma[1] * sigma[2] * both) +
                        expm1(sigma[2] * sigma[3] * both));
            if (s == t) check_moments(f, "leads", (size_t)t, 4 * mean, 4 * mean + mean * mean * sum);
            all += sum;
        }
    check_moments(f, "leads", OVER_HORIZON, 4 * PERIODS * mean, 4 * PERIODS * mean + mean * mean * all);
    bireme_forecast_free(f);
}

/* ------------------------ drift of values and odds */

/* Values v: Var = Σ λ v² exp(σ²τ) + λ² v² Σ Σ (exp(σ² min) − 1). */
static void drifting_values_have_lognormal_moments(void **state)
{
    (void)state;
    double mean = 20, value = 100, sigma = 0.35, chance = 0;
    bireme_forecast *f = forecast_of(
        ALL_WON
        "'channels': {'a': {'organic_leads': 20, 'deal_value': 100, 'drift': {'deal_value': 0.35}}}}");
    for (int t = 0; t < PERIODS; t++) chance += mean * exp(sigma * sigma * years(t));
    check_moments(f, "revenue", OVER_HORIZON, PERIODS * mean * value,
                  value * value * (chance + mean * mean * covariances(sigma)));
    bireme_forecast_free(f);
}

/* E[o p / (1 − p + o p)] with o = exp(σ√τ z − σ²τ / 2), by the trapezoidal rule. */
static double mean_chance(double p, double variance)
{
    const double step = 1e-3;
    double sum = 0;
    for (int i = -9000; i <= 9000; i++) {
        double z = i * step, odds = exp(sqrt(variance) * z - variance / 2);
        sum += step * exp(-z * z / 2) / sqrt(2 * acos(-1)) * odds * p / (1 - p + odds * p);
    }
    return sum;
}

/* The odds of a lead's inner step are those of its arrival, those of its win of the decision, a quarter of a
 * year later. */
static void drifting_odds_keep_a_rate_a_rate(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 12, 'funnel': ['lead', 'opp', 'won'], 'channels': {'a': "
        "{'organic_leads': 100, 'conversion': {'opp': 0.6, 'won': 1}, 'drift': {'conversion_odds': 1.2}}, "
        "'b': {'organic_leads': 100, 'conversion': {'opp': 1, 'won': 0.3}, 'cycle_days': {'won': 91.3125}, "
        "'drift': {'conversion_odds': 0.9}}}, 'pipeline': [{'stage': 'opp', 'count': 200, 'channel': 'b', "
        "'age_days': 91.3}]}");
    for (int t = 0; t < PERIODS; t++) {
        check_mean(f, "channel.a.wins", (size_t)t, 100 * mean_chance(0.6, 1.44 * years(t)));
        if (t > 3) check_mean(f, "channel.b.wins", (size_t)t, 100 * mean_chance(0.3, 0.81 * years(t)));
    }
    check_mean(f, "pipeline.wins", OVER_HORIZON, 200 * mean_chance(0.3, 0.81 * years(0)));
    bireme_forecast_free(f);
}

/* ------------------------ lifts */

/* Spend off, at the reference, and three times as much: 2^−η, 1, 2^η. */
static void lifts_by_hand(void **state)
{
    (void)state;
    static const double spend[] = {0, 100, 300};
    double eta = 0.7, leads[3], owed = 0, all = 0, odds[3], won[3];
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'defaults': {'conversion': {'won': "
        "0.2}}, 'channels': {'brand': {'spend': [0, 100, 300], 'cost_per_lead': 1, 'response': {'curve': "
        "'linear', 'reference_spend': 100}, 'lifts': {'blog': {'leads': 0.5, 'conversion_odds': 0.3}, "
        "'all': {'leads': 0.2, 'conversion_odds': {'won': 0.4}}}}, 'blog': {'organic_leads': 60}, 'shop': "
        "{'organic_leads': 30}}}");
    for (int t = 0; t < 3; t++) {
        double base = (1 + spend[t] / 100) / 2;
        leads[t] = 60 * pow(base, eta);
        odds[t] = 0.25 * pow(base, 0.7);
        won[t] = odds[t] / (1 + odds[t]);
        owed += leads[t] - 60 * pow(0.5, eta);
        all += 30 * (pow(base, 0.2) - pow(0.5, 0.2));
        check_mean(f, "channel.blog.leads", (size_t)t, leads[t]);
        check_mean(f, "channel.blog.wins", (size_t)t, leads[t] * won[t]);
        check_mean(f, "channel.shop.leads", (size_t)t, 30 * pow(base, 0.2));
        check_mean(f, "channel.brand.leads", (size_t)t, spend[t]);
    }
    check_exact(f, "channel.blog.lifted_leads", OVER_HORIZON, owed);
    check_exact(f, "channel.shop.lifted_leads", OVER_HORIZON, all);
    check_exact(f, "channel.brand.lifts_leads", OVER_HORIZON, owed + all);
    assert_false(has_metric(f, "channel.brand.lifted_leads"));
    assert_false(has_metric(f, "channel.blog.lifts_leads"));
    bireme_forecast_free(f);
}

/* Adstock carries a push over: x is what is left of it. An elasticity that is uncertain: E[b^η], η
 * uniform. */
static void what_carries_over_lifts(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'defaults': {'conversion': {'won': "
        "1}}, 'channels': {'brand': {'spend': [400, 0, 0], 'spend_before': 200, 'adstock': 0.5, "
        "'cost_per_lead': 1, 'response': {'curve': 'power', 'elasticity': 0.5, 'reference_spend': 200}, "
        "'lifts': {'blog': {'leads': {'dist': 'uniform', 'min': 0, 'max': 1}}}}, 'blog': {'organic_leads': "
        "60}}}");
    static const double stock[] = {300, 150, 75}; /* ½ · 200 + ½ · 400, then halves */
    for (int t = 0; t < 3; t++) {
        double base = (1 + stock[t] / 200) / 2;
        check_mean(f, "channel.blog.leads", (size_t)t, 60 * (base - 1) / log(base));
    }
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leads_grow_from_the_start_date_on),
        cmocka_unit_test(costs_and_values_grow),
        cmocka_unit_test(reps_and_fixed_costs_grow),
        cmocka_unit_test(how_costs_grow_may_be_uncertain),
        cmocka_unit_test(uncertain_growth_is_one_number),
        cmocka_unit_test(drifting_leads_have_lognormal_moments),
        cmocka_unit_test(a_drift_in_defaults_is_one_walk_unless_each),
        cmocka_unit_test(drifts_of_the_economy_and_of_channels_multiply),
        cmocka_unit_test(walks_that_go_together_do_so_in_every_period),
        cmocka_unit_test(the_economys_drift_goes_with_that_of_values),
        cmocka_unit_test(single_increments_go_together),
        cmocka_unit_test(drifting_values_have_lognormal_moments),
        cmocka_unit_test(drifting_odds_keep_a_rate_a_rate),
        cmocka_unit_test(lifts_by_hand),
        cmocka_unit_test(what_carries_over_lifts),
    };
    return cmocka_run_group_tests_name("closed_forms_growth", tests, NULL, NULL);
}
