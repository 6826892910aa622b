/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Uncertain costs and margins, what is spent of a plan, costs of channels and of deals, and rates that are
 * drawn anew in every period, against exact values. 65,536 trials and a fixed seed each; the width of the
 * checks is explained in oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include "oracle/forecast_of.h"
#include "support/scenario_of.h"

/* ------------------------ margins and costs */

/* R = 400 N with N ~ Poisson(30); a margin M of mean 0.6 and sd 0.1, independent of it: E[MR] = E[M] E[R],
 * E[(MR)²] = E[M²] E[R²]. */
static void contribution_with_an_uncertain_margin_has_the_moments_of_a_product(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'revenue': {'gross_margin': {'dist': "
        "'beta', 'mean': 0.6, 'sd': 0.1}}, 'channels': {'a': {'organic_leads': 20, 'conversion': {'won': "
        "0.5}, 'deal_value': 400}}}");
    double mean = 400 * 30, square = 400 * 400 * (30 + 900.0);
    check_moments(f, "contribution", OVER_HORIZON, 0.6 * mean, (0.36 + 0.01) * square - 0.36 * mean * mean);
    bireme_forecast_free(f);
}

/* Per deal 0.75 · 400 less U, U of mean 100 and sd 30: given U the sum is (300 − U) N. */
static void a_cost_per_deal_is_paid_for_every_win(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'revenue': {'gross_margin': 0.75, "
        "'unit_cost': {'dist': 'gamma', 'mean': 100, 'sd': 30}}, 'channels': {'a': {'spend': 300, "
        "'cost_per_lead': 30, 'conversion': {'won': 0.5}, 'deal_value': 400}, 'b': {'owner': 'partner', "
        "'organic_leads': 10, 'conversion': {'won': 0.4}, 'deal_value': 400}}}");
    const double m = 18, left = 200, square = left * left + 900, of_marketing = 10;
    check_moments(f, "contribution", OVER_HORIZON, left * m - 600,
                  square * (m + m * m) - left * left * m * m);
    check_moments(f, "romi", OVER_HORIZON, left * of_marketing / 600 - 1,
                  (square * (of_marketing + 100) - left * left * 100) / 360000);
    bireme_forecast_free(f);
}

/* Recurring: a customer leaves its margin over the lifetime, less the cost of the deal once. */
static void lifetime_value_has_the_cost_of_a_deal_once(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'revenue': {'model': 'recurring', "
        "'gross_margin': 0.75, 'unit_cost': 100, 'lifetime_years': 2}, 'channels': {'a': {'organic_leads': "
        "10, 'fixed_cost': 60, 'conversion': {'won': 0.5}, 'deal_value': 400}}}");
    check_exact(f, "ltv", OVER_HORIZON, 0.75 * 400 * 2 - 100);
    check_exact(f, "ltv_revenue", OVER_HORIZON, 800);
    bireme_forecast_free(f);
}

/* A deal leaves 400 G − 200, which is above 0 in half of the trials: elsewhere no time pays it back, and the
 * metric has no value. At most 400 · 0.25 of each deal is left of costs of 120. */
static void what_loses_on_every_deal_never_pays_back(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'revenue': {'model': 'recurring', "
        "'gross_margin': {'dist': 'uniform', 'min': 0.25, 'max': 0.75}, 'unit_cost': 200}, 'channels': {'a': "
        "{'organic_leads': 10, 'fixed_cost': 60, 'conversion': {'won': 0.5}, 'deal_value': 400}}}");
    const bireme_summary *payback = summary_of(f, "payback_months", OVER_HORIZON);
    const bireme_summary *wins = summary_of(f, "wins", OVER_HORIZON);
    check_share("trials that pay back", (double)payback->n / FORECAST_TRIALS, 0.5 * (1 - exp(-10)));
    assert_true(payback->min >= 12 * 120 / (100 * wins->max));
    bireme_forecast_free(f);
}

/* Reps: 2 · C in each of three periods; commission K of bookings 500 N, N ~ Poisson(12); a channel of sales
 * costs 50 a period, organic leads of partners 7 each of 30; an initiative A a period from the second on. */
static void costs_add_up_by_owner(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'sales': {'reps': 2, 'cost_per_rep': "
        "{'dist': 'gamma', 'mean': 300, 'sd': 60}, 'commission': {'dist': 'uniform', 'min': 0.05, 'max': "
        "0.15}}, 'initiatives': {'kit': {'from': '2027-02', 'cost': {'dist': 'uniform', 'min': 100, 'max': "
        "400}, 'effect': {'cycle_time': 1}}}, 'defaults': {'conversion': {'won': 0.2}, 'deal_value': 500}, "
        "'channels': {'a': {'owner': 'sales', 'organic_leads': 10, 'fixed_cost': 50}, 'b': {'owner': "
        "'partner', 'organic_leads': 10, 'cost_per_organic_lead': 7}}}");
    double k2 = 0.01 + 0.01 / 12, bookings = 6000, square = 250000 * (12 + 144.0);
    check_moments(f, "cost.sales", OVER_HORIZON, 1800 + 0.1 * bookings + 150,
                  36 * 3600 + k2 * square - 0.01 * bookings * bookings);
    check_moments(f, "cost.marketing", OVER_HORIZON, 500 + 210, 4 * 90000 / 12.0);
    check_exact(f, "cost.marketing", 0, 70);
    bireme_forecast_free(f);
}

static void a_channel_of_sales_costs_without_a_sales_team(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'channels': {'a': {'owner': 'sales', "
        "'organic_leads': 10, 'fixed_cost': 50, 'conversion': {'won': 0.5}, 'deal_value': 100}}}");
    check_exact(f, "cost.sales", OVER_HORIZON, 200);
    check_exact(f, "cost.marketing", OVER_HORIZON, 0);
    check_exact(f, "channel.a.cost", OVER_HORIZON, 200);
    check_moments(f, "contribution", OVER_HORIZON, 100 * 20 - 200, 10000 * 20);
    assert_false(has_metric(f, "reps"));
    bireme_forecast_free(f);
}

/* The costs of all channels are those of marketing and sales, trial by trial. */
static void the_costs_of_channels_are_all_costs(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'sales': {'reps': 2, 'cost_per_rep': "
        "{'dist': 'gamma', 'mean': 300, 'sd': 60, 'redraw': 'period'}, 'commission': {'dist': 'uniform', "
        "'min': 0.05, 'max': 0.15, 'redraw': 'period'}}, 'initiatives': {'kit': {'from': '2027-02', 'cost': "
        "{'dist': 'uniform', 'min': 100, 'max': 400}, 'one_time_cost': 80, 'effect': {'leads': 1.1}}}, "
        "'defaults': {'conversion': {'won': 0.5}, 'deal_value': 500}, 'channels': {'a': {'owner': 'sales', "
        "'organic_leads': 30, 'fixed_cost': 50}, 'b': {'owner': 'partner', 'organic_leads': 30, "
        "'cost_per_organic_lead': 7, 'dispersion': 0.2}, 'c': {'spend': 900, 'cost_per_lead': 30, "
        "'spend_factor': {'dist': 'uniform', 'min': 0.7, 'max': 1.2}}}}");
    const double *a = samples_of(f, "channel.a.cost"), *b = samples_of(f, "channel.b.cost"),
                 *c = samples_of(f, "channel.c.cost"), *marketing = samples_of(f, "cost.marketing"),
                 *sales = samples_of(f, "cost.sales");
    for (size_t i = 0; i < FORECAST_TRIALS; i++)
        assert_close(a[i] + b[i] + c[i], marketing[i] + sales[i], 1e-12, 0);
    bireme_forecast_free(f);
}

/* ------------------------ what is spent of a plan */

/* With F = exp(σ Z − σ² / 2) and leads in proportion to F^e, E[F^e] = exp(σ² e (e − 1) / 2). */
static void leads_of_what_is_spent_follow_the_response_curve(void **state)
{
    (void)state;
    const double sigma = 0.5, e = 0.6, leads = 40 * 3;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'channels': {'a': {'spend': 2000, "
        "'cost_per_lead': 50, 'response': {'curve': 'power', 'reference_spend': 2000, 'elasticity': 0.6}, "
        "'spend_factor': {'dist': 'lognormal', 'mu': -0.125, 'sigma': 0.5}, 'conversion': {'won': 0.5}}}}");
    double first = exp(sigma * sigma * e * (e - 1) / 2), second = exp(sigma * sigma * e * (2 * e - 1));
    check_moments(f, "channel.a.paid_leads", OVER_HORIZON, leads * first,
                  leads * leads * (second - first * first));
    check_moments(f, "wins", OVER_HORIZON, leads / 2 * first,
                  leads / 2 * first + leads * leads / 4 * (second - first * first));
    check_moments(f, "cost.marketing", OVER_HORIZON, 6000, 36e6 * expm1(sigma * sigma));
    check_moments(f, "channel.a.spend", 1, 2000, 4e6 * expm1(sigma * sigma));
    bireme_forecast_free(f);
}

/* What was spent before is a fact: x[0] = r · 1000 + (1 − r) F · 1000, and linear leads follow. */
static void spend_before_the_horizon_has_no_factor(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'channels': {'a': {'spend': 1000, "
        "'spend_before': 1000, 'adstock': 0.25, 'cost_per_lead': 10, 'spend_factor': {'dist': 'uniform', "
        "'min': 0.5, 'max': 1.1}, 'conversion': {'won': 1}}}}");
    check_moments(f, "wins", OVER_HORIZON, 25 + 75 * 0.8, 25 + 75 * 0.8 + 75 * 75 * 0.36 / 12);
    bireme_forecast_free(f);
}

/* ------------------------ drawn anew in every period */

static const double H = 6;

/* A rate of sd s multiplies m leads of a period: over H periods the variance of its mean is H m² s² if it is
 * drawn anew in each, and H² m² s² if it is drawn once. */
static void what_is_drawn_anew_averages_out(void **state)
{
    (void)state;
    static const char *const redraw[] = {"", ", 'redraw': 'period'"};
    for (int anew = 0; anew < 2; anew++) {
        double times = anew ? H : H * H;
        for (int which = 0; which < 2; which++) { /* inner steps go by arrival, the last by decision */
            bireme_forecast *f = forecast_of(
                "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'sql', 'won'], 'channels': {'a': "
                "{'organic_leads': 40, 'conversion': {'%s': 0.8, '%s': {'dist': 'beta', 'mean': 0.5, 'sd': "
                "0.1%s}}, 'deal_value': 3}}}",
                which ? "sql" : "won", which ? "won" : "sql", redraw[anew]);
            double mean = 40 * 0.8 * 0.5, spread = 40 * 0.8 * 0.1;
            check_moments(f, "wins", OVER_HORIZON, H * mean, H * mean + times * spread * spread);
            check_moments(f, "wins", 3, mean, mean + spread * spread);
            check_moments(f, "revenue", OVER_HORIZON, 3 * H * mean, 9 * (H * mean + times * spread * spread));
            bireme_forecast_free(f);
        }
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'defaults': {'conversion': "
            "{'won': 0.5}, 'deal_value': {'dist': 'gamma', 'mean': {'dist': 'uniform', 'min': 60, 'max': "
            "140%s}, 'cv': 0.5}, 'organic_leads': {'dist': 'gamma', 'mean': 20, 'sd': 5%s}}, 'channels': "
            "{'a': {}, 'b': {}}}",
            redraw[anew], redraw[anew]);
        /* both channels share the draws: given scale S and leads L of a period, 2 L / 2 deals of mean S */
        double s2 = 10000 + 6400 / 12.0, l2 = 400 + 25;
        double within = H * s2 * 1.25 * 20, between = times * (s2 * l2 - 1e4 * 400);
        check_moments(f, "leads", OVER_HORIZON, H * 40, H * 40 + times * 100);
        check_moments(f, "revenue", OVER_HORIZON, H * 2000, within + between);
        bireme_forecast_free(f);
    }
}

/* The same without periods, where counts of all periods are drawn as one. */
static void totals_alone_have_the_same_moments(void **state)
{
    (void)state;
    static const char *const rates[] = {
        "'conversion': {'sql': 0.8, 'won': {'dist': 'beta', 'mean': 0.5, 'sd': 0.1, 'redraw': 'period'}}",
        "'conversion': {'won': 0.8, 'sql': {'dist': 'beta', 'mean': 0.5, 'sd': 0.1, 'redraw': 'period'}}"};
    for (size_t i = 0; i < 2; i++) {
        bireme_forecast *f = run_and_free(
            scenario_of("{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'sql', 'won'], 'channels': "
                        "{'a': {'organic_leads': 40, %s, 'deal_value': 3}}}",
                        rates[i]),
            &(bireme_run_options){.size = sizeof(bireme_run_options),
                                  .trials = FORECAST_TRIALS,
                                  .sampler = BIREME_SAMPLER_RANDOM,
                                  .has_seed = true,
                                  .seed = 5,
                                  .threads = 1,
                                  .totals_only = true});
        double mean = 16, spread = 3.2;
        check_moments(f, "wins", OVER_HORIZON, H * mean, H * mean + H * spread * spread);
        check_moments(f, "revenue", OVER_HORIZON, 3 * H * mean, 9 * (H * mean + H * spread * spread));
        bireme_forecast_free(f);
    }
}

/* The margin of a period is on its own revenue: Σ M[t] R[t], independent products. */
static void margins_and_costs_drawn_anew_average_out_too(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'revenue': {'gross_margin': {'dist': "
        "'beta', 'mean': 0.6, 'sd': 0.1, 'redraw': 'period'}}, 'channels': {'a': {'organic_leads': 20, "
        "'fixed_cost': {'dist': 'uniform', 'min': 0, 'max': 600, 'redraw': 'period'}, 'conversion': {'won': "
        "0.5}, 'deal_value': 400}}}");
    double mean = 4000, square = 160000 * (10 + 100.0);
    check_moments(f, "cost.marketing", OVER_HORIZON, H * 300, H * 360000 / 12);
    check_moments(f, "contribution", OVER_HORIZON, H * (0.6 * mean - 300),
                  H * (0.37 * square - 0.36 * mean * mean + 30000));
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contribution_with_an_uncertain_margin_has_the_moments_of_a_product),
        cmocka_unit_test(a_cost_per_deal_is_paid_for_every_win),
        cmocka_unit_test(lifetime_value_has_the_cost_of_a_deal_once),
        cmocka_unit_test(what_loses_on_every_deal_never_pays_back),
        cmocka_unit_test(costs_add_up_by_owner),
        cmocka_unit_test(a_channel_of_sales_costs_without_a_sales_team),
        cmocka_unit_test(the_costs_of_channels_are_all_costs),
        cmocka_unit_test(leads_of_what_is_spent_follow_the_response_curve),
        cmocka_unit_test(spend_before_the_horizon_has_no_factor),
        cmocka_unit_test(what_is_drawn_anew_averages_out),
        cmocka_unit_test(totals_alone_have_the_same_moments),
        cmocka_unit_test(margins_and_costs_drawn_anew_average_out_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
