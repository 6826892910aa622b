/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Periods that are over (docs/model, What has happened already). With fixed rates what is left is Poisson, so
 * the year is a Poisson count plus a constant; and a re-forecast is, to the bit, the forecast of the rest as
 * somebody would write it by hand, plus what has happened.
 *
 * Level: as check_z() (forecast_of.h).
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include <gsl/gsl_cdf.h>
#include "engine/run/metric_of.h"
#include "oracle/forecast_of.h"
#include "support/scenario_of.h"

static const bireme_summary *rest_of(const bireme_forecast *forecast, const char *metric)
{
    const bireme_summary *rest = bireme_forecast_rest(forecast, bireme_forecast_metric_of(forecast, metric));
    assert_non_null(rest);
    return rest;
}

static void assert_unknown(const bireme_forecast *forecast, const char *metric)
{
    size_t m = bireme_forecast_metric_of(forecast, metric);
    const bireme_summary *total = bireme_forecast_total(forecast, m),
                         *rest = bireme_forecast_rest(forecast, m);
    assert_true(total->n == 0 && isnan(total->mean) && isnan(total->quantile[BIREME_P50]));
    assert_true(rest->n > 0 && isfinite(rest->mean));
    assert_null(bireme_forecast_samples(forecast, m));
}

/* 40 leads a month for 8 months, a quarter won at once: Poisson(80) on top of 31. */
static void the_year_is_a_poisson_count_plus_what_has_happened(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 12, 'funnel': ['lead', 'won'], 'goal': {'metric': 'wins', "
        "'at_least': "
        "115}, 'channels': {'a': {'organic_leads': 40, 'conversion': {'won': 0.25}, 'deal_value': 100}}, "
        "'actuals': {'through': '2027-04', 'leads': [38, 44, 29, 41], 'wins': [5, 11, 7, 8], 'bookings': "
        "[510, "
        "1090, 705, 812]}}");
    assert_int_equal(bireme_forecast_past_count(f), 4);
    check_moments(f, "wins", OVER_HORIZON, 31 + 80, 80);
    check_moments(f, "leads", OVER_HORIZON, 152 + 320, 320);
    check_moments(f, "revenue", OVER_HORIZON, 3117 + 8000, 100 * 100 * 80);
    check_z("mean of the wins to come", rest_of(f, "wins")->mean, rest_of(f, "wins")->mean_se, 80);
    check_exact(f, "wins", 1, 11);
    check_exact(f, "bookings", 3, 812);
    check_moments(f, "wins", 4, 10, 10); /* the first month that is not over */
    bireme_goal_result goal = *bireme_forecast_goal(f);
    double exact = gsl_cdf_poisson_Q(115 - 31 - 1, 80);
    check_share("P(115 wins)", goal.probability, exact);
    assert_close(bireme_forecast_to_date(f, 3)->value->mean, 31, 0, 0);
    assert_close(bireme_forecast_to_date(f, 3)->probability, 0, 0, 0);
    assert_close(bireme_forecast_to_date(f, 11)->probability, goal.probability, 0, 0);
    bireme_forecast_free(f);
}

/* P(goal) is that of the rest: it is certain once enough has happened. */
static void a_goal_that_has_been_reached_is_certain(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'goal': {'metric': 'wins', "
        "'at_least': "
        "12}, 'channels': {'a': {'organic_leads': 3, 'conversion': {'won': 0.5}}}, 'actuals': {'through': "
        "'2027-02', 'wins': [5, 7]}}");
    assert_close(bireme_forecast_goal(f)->probability, 1, 0, 0);
    assert_close(bireme_forecast_to_date(f, 0)->probability, 0, 0, 0);
    assert_close(bireme_forecast_to_date(f, 1)->probability, 1, 0, 0);
    bireme_forecast_free(f);
}

/* Without the spend that adstock carries over it is what was planned: x[t] = a x[t − 1] + (1 − a)
 * spend[t], so that a plan of 1000, then 2000 has 1750 left of it when the third month begins, a = 1/2. */
static void spend_that_is_not_known_is_as_planned(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'channels': {'a': {'spend': [1000, "
        "2000, "
        "0], 'spend_before': 2000, 'adstock': 0.5, 'cost_per_lead': 1, 'conversion': {'won': 0.5}, "
        "'deal_value': 9}}, 'actuals': {'through': '2027-02', 'wins': [900, 1000]}}");
    check_moments(f, "leads", 2, 875, 875);
    bireme_forecast_free(f);
}

/* Without what happened there is no chance to tell; the forecast is there. */
static void a_goal_that_the_facts_do_not_know_has_no_chance(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'goal': {'metric': 'wins', "
        "'at_least': "
        "12}, 'channels': {'a': {'organic_leads': 3, 'conversion': {'won': 0.5}}}, 'actuals': {'through': "
        "'2027-02', 'leads': [5, 7]}}");
    assert_false(bireme_forecast_goal(f)->present);
    check_moments(f, "wins", 3, 1.5, 1.5);
    bireme_forecast_free(f);
}

static void what_is_not_known_is_not_zero(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'talk', 'won'], 'channels': {'a': "
        "{'organic_leads': 40, 'conversion': {'talk': 0.5, 'won': 0.5}, 'deal_value': 100}, 'b': {'spend': "
        "900, "
        "'cost_per_lead': 30, 'conversion': {'talk': 0.5, 'won': 0.5}, 'deal_value': 100}}, 'sales': "
        "{'reps': 2, "
        "'cost_per_rep': 50}, 'actuals': {'through': '2027-02', 'leads': [70, null], 'channels': {'a': "
        "{'wins': "
        "[9, 12], 'leads': [40, 38]}, 'b': {'wins': [8, 6], 'spend': [900, 950]}}}}");
    check_moments(f, "wins", OVER_HORIZON, 35 + 4 * 17.5, 4 * 17.5); /* the sum of the channels */
    check_moments(f, "owner.marketing.wins", OVER_HORIZON, 35 + 4 * 17.5, 4 * 17.5);
    check_exact(f, "cost.marketing", OVER_HORIZON, 1850 + 3600);
    assert_unknown(f, "leads"); /* of one month */
    assert_unknown(f, "stage.talk");
    assert_unknown(f, "revenue");
    assert_unknown(f, "cost.sales");
    assert_unknown(f, "contribution");
    assert_unknown(f, "cac");
    assert_close(summary_of(f, "leads", 0)->mean, 70, 0, 0);
    assert_true(summary_of(f, "leads", 1)->n == 0);
    check_exact(f, "channel.b.spend", 1, 950);
    bireme_forecast_free(f);
}

/* CAC, the return on marketing and who sourced it are of the whole year. */
static void ratios_take_their_sums_from_the_past_too(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'channels': {'a': {'spend': 1000, "
        "'cost_per_lead': 20, 'conversion': {'won': 0.5}, 'deal_value': 300}, 'b': {'owner': 'sales', "
        "'organic_leads': 30, 'conversion': {'won': 0.5}, 'deal_value': 300}}, 'sales': {'reps': 1, "
        "'cost_per_rep': 700}, 'revenue': {'model': 'one_time', 'gross_margin': 0.6}, 'actuals': {'through': "
        "'2027-01', 'sales_cost': [800], 'wins': [41], 'bookings': [12000], 'channels': {'a': {'spend': "
        "[1100], "
        "'bookings': [7000]}, 'b': {'bookings': [4000]}}}}");
    const double *wins = samples_of(f, "wins"), *cac = samples_of(f, "cac"),
                 *revenue = samples_of(f, "revenue"), *of_a = samples_of(f, "channel.a.revenue"),
                 *romi = samples_of(f, "romi"), *share = samples_of(f, "share.marketing_sourced"),
                 *left = samples_of(f, "contribution");
    for (size_t i = 0; i < FORECAST_TRIALS; i++) {
        double marketing = 1100 + 3 * 1000, all = marketing + 800 + 3 * 700;
        assert_close(cac[i] * wins[i], all, 1e-12, 0);
        assert_close(romi[i], (0.6 * of_a[i] - marketing) / marketing, 1e-12, 1e-12);
        assert_close(share[i], of_a[i] / revenue[i], 1e-12, 0);
        assert_close(left[i], 0.6 * revenue[i] - all, 1e-12, 1e-9);
    }
    check_exact(f, "owner.unassigned.revenue", OVER_HORIZON, 1000); /* what no channel brought */
    bireme_forecast_free(f);
}

/* Spend 400, 800 before; retention 0.5: x = 0.25 · 400 + 0.5 · 800 / 2 … by hand. */
static void carry_over_goes_on_from_what_was_spent(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'channels': {'a': {'spend': 600, "
        "'adstock': "
        "0.5, 'spend_before': 100, 'cost_per_lead': 10, 'conversion': {'won': 1}}}, 'actuals': {'through': "
        "'2027-02', 'channels': {'a': {'spend': [400, 800]}}}}");
    double x = 100;
    x = 0.5 * x + 0.5 * 400;
    x = 0.5 * x + 0.5 * 800;
    x = 0.5 * x + 0.5 * 600;
    check_moments(f, "leads", 2, x / 10, x / 10);
    x = 0.5 * x + 0.5 * 600;
    check_moments(f, "leads", 3, x / 10, x / 10);
    bireme_forecast_free(f);
}

/* ------------------------ by hand */

#define COMMON                                                                                               \
    "'funnel': ['lead', 'talk', 'won'], 'defaults': {'conversion': {'talk': {'dist': 'beta', 'mean': 0.5, "  \
    "'sd': 0.08}, 'won': {'dist': 'beta', 'mean': 0.3, 'sd': 0.05}}, 'cycle_days': {'won': {'dist': "        \
    "'gamma', 'mean': {'dist': 'gamma', 'mean': 30, 'sd': 4}, 'cv': 0.6}}, 'deal_value': {'dist': "          \
    "'lognormal', 'mean': 5000, 'cv': 1}}, 'pipeline': [{'stage': 'talk', 'count': 12, 'age_days': 20}], "

/* Everything about the months to come is the same number, to the bit: ramps and initiatives under way, lists,
 * calendars, regimes. */
static void a_re_forecast_is_the_forecast_of_the_rest(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 9, " COMMON "'pace': [1, 1, 1, 1.2, 0.8, 1, 1, 1, 1.3], 'channels': "
        "{'ads': {'spend': [100, 200, 300, 7000, 8000, 9000, "
        "7000, 8000, 9000], 'adstock': 0.4, 'cost_per_lead': {'dist': 'gamma', 'mean': 60, 'sd': 9}}, "
        "'calls': "
        "{'owner': 'sales', 'leads_per_rep': 8, 'season': {'calendar': [1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, "
        "1]}}}, "
        "'initiatives': {'tool': {'from': '2027-02', 'ramp_months': 8, 'cost': 50, 'effect': "
        "{'conversion_odds': {'won': {'dist': 'uniform', 'min': 1, 'max': 1.6}}}}}, 'economy': {'regimes': "
        "{'up': {}, 'down': {'leads': 0.6}}, 'path': ['up', 'up', 'up', 'down', 'up', 'down', 'up', 'up', "
        "'down']}, 'sales': {'reps': 2, 'hires': {'2027-03': 1, '2027-06': 1}, 'ramp_months': 6, 'stage': "
        "'talk', 'opportunities_per_rep': 20}, 'actuals': {'through': '2027-03', 'bookings': [10, 20, 30], "
        "'channels': {'ads': {'spend': [6000, 6500, 7500]}}}}");
    bireme_forecast *g = forecast_of(
        "{'start': '2027-04', 'periods': 6, " COMMON "'pace': [1.2, 0.8, 1, 1, 1, 1.3], 'channels': {'ads': "
        "{'spend': [7000, 8000, 9000, 7000, 8000, 9000], "
        "'spend_before': [6000, 6500, 7500], 'adstock': 0.4, 'cost_per_lead': {'dist': 'gamma', 'mean': 60, "
        "'sd': "
        "9}}, 'calls': {'owner': 'sales', 'leads_per_rep': 8, 'season': {'calendar': [1, 1, 1, 1, 2, 1, 1, "
        "1, 1, 1, "
        "1, 1]}}}, 'initiatives': {'tool': {'from': '2027-02', 'ramp_months': 8, 'cost': 50, 'effect': "
        "{'conversion_odds': {'won': {'dist': 'uniform', 'min': 1, 'max': 1.6}}}}}, 'economy': {'regimes': "
        "{'up': {}, 'down': {'leads': 0.6}}, 'path': ['down', 'up', 'down', 'up', 'up', 'down']}, 'sales': "
        "{'reps': 2, 'hires': {'2027-03': 1, '2027-06': 1}, 'ramp_months': 6, 'stage': 'talk', "
        "'opportunities_per_rep': 20}}");
    for (size_t m = 0; m < bireme_forecast_metric_count(g); m++) {
        const char *name = bireme_forecast_metric_name(g, m);
        for (size_t t = 0; t < 6 && bireme_forecast_period(g, m, t) != NULL; t++) {
            const bireme_summary *a = summary_of(f, name, 3 + t), *b = summary_of(g, name, t);
            assert_true(a->n == b->n);
            if (a->n > 0) assert_close(a->mean, b->mean, 1e-12, 0);
            if (a->n > 0) assert_close(a->sd, b->sd, 1e-9, 1e-12);
        }
    }
    double by_hand = summary_of(g, "revenue", OVER_HORIZON)->mean;
    assert_close(rest_of(f, "revenue")->mean, by_hand, 1e-12, 0);
    assert_close(summary_of(f, "revenue", OVER_HORIZON)->mean, 60 + by_hand, 1e-12, 0);
    bireme_forecast_free(f);
    bireme_forecast_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_year_is_a_poisson_count_plus_what_has_happened),
        cmocka_unit_test(a_goal_that_has_been_reached_is_certain),
        cmocka_unit_test(spend_that_is_not_known_is_as_planned),
        cmocka_unit_test(a_goal_that_the_facts_do_not_know_has_no_chance),
        cmocka_unit_test(what_is_not_known_is_not_zero),
        cmocka_unit_test(ratios_take_their_sums_from_the_past_too),
        cmocka_unit_test(carry_over_goes_on_from_what_was_spent),
        cmocka_unit_test(a_re_forecast_is_the_forecast_of_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
