/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ratios, trial by trial: each is its numerator over its denominator where that is not 0, and has no value
 * where it is; and what is reported of it is about the trials that have one, with the share of the others.
 * The companies are small, so that every denominator is 0 in some trials.
 */
#include "support/check.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "oracle/forecast_of.h"

/* Few leads, fewer wins; deals that were open at the start beyond the worked stage win without an entry to
 * it. */
static bireme_forecast *small_company(const char *revenue)
{
    return forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'opportunity', 'won'], 'revenue': %s, "
        "'defaults': {'conversion': {'opportunity': 0.5, 'won': 0.6}, 'cycle_days': {'won': {'dist': "
        "'exponential', 'mean': 20}}, 'deal_value': {'dist': 'gamma', 'mean': 900, 'cv': 0.5}}, "
        "'channels': {'ads': {'spend': 100, 'cost_per_lead': 250}, 'calls': {'owner': 'sales', "
        "'leads_per_rep': 0.2}}, 'sales': {'reps': 2, 'cost_per_rep': 300, 'commission': 0.1, "
        "'opportunities_per_rep': 0.2}, 'initiatives': {'coaching': {'from': '2027-01', 'cost': 40, "
        "'effect': {'conversion_odds': {'won': 1.2}}}}, 'pipeline': [{'stage': 'opportunity', "
        "'win_probability': 0.3, 'channel': 'ads'}]}",
        revenue);
}

typedef struct ratio {
    const char *name, *above, *below;
} ratio;

static const double *samples_if_any(const bireme_forecast *f, const char *name)
{
    return name != NULL ? samples_of(f, name) : NULL;
}

/* The ratio is above / below times one factor, the same in all trials, wherever below is not 0, and only
 * there. */
static void check_ratio(const bireme_forecast *f, const ratio *r)
{
    const double *value = samples_of(f, r->name), *above = samples_if_any(f, r->above),
                 *below = samples_of(f, r->below);
    size_t trials = (size_t)bireme_forecast_trials(f), without = 0;
    double factor = NAN;
    for (size_t i = 0; i < trials; i++) {
        bool has = !isnan(below[i]) && below[i] != 0 && (above == NULL || !isnan(above[i]));
        if (has != !isnan(value[i]))
            fail_msg("%s is %g where %s is %g (trial %zu)", r->name, value[i], r->below, below[i], i);
        without += !has;
        if (!has || above == NULL || above[i] == 0) continue;
        double here = value[i] * below[i] / above[i];
        if (isnan(factor)) factor = here;
        if (!(fabs(here / factor - 1) <= 1e-9))
            fail_msg("%s is not in proportion to %s / %s (trial %zu)", r->name, r->above, r->below, i);
    }
    const bireme_summary *s = summary_of(f, r->name, OVER_HORIZON);
    assert_int_equal(s->n, trials - without);
    assert_close(s->left_out, (double)without / (double)trials, 1e-12, 0);
}

static void a_ratio_has_a_value_where_its_denominator_is_not_0(void **state)
{
    (void)state;
    static const ratio recurring[] = {
        {"ltv", "bookings", "wins"},
        {"ltv_revenue", "lifetime_revenue", "wins"},
        {"bookings_per_rep", "bookings", "reps"},
        {"channel.ads.cac", "channel.ads.cost", "channel.ads.wins"},
        {"channel.ads.cost_per_lead", "channel.ads.spend", "channel.ads.paid_leads"},
        {"ltv_cac", "ltv", "cac"},
        {"payback_months", NULL, "bookings"},
        {"cac", NULL, "wins"},
        {"romi", NULL, "cost.marketing"},
        {"share.marketing_sourced", "owner.marketing.revenue", "revenue"},
        {"share.sales_sourced", "owner.sales.revenue", "revenue"},
        {"share.marketing_touched", "owner.marketing.revenue", "revenue"},
        {"revenue_per_rep", "revenue", "reps"},
        {"channel.ads.cost_per_lead", NULL, "channel.ads.spend"},
        {"utilisation", NULL, "capacity"},
    };
    bireme_forecast *f = small_company("{'model': 'recurring', 'gross_margin': 0.8, 'churn': 0.02}");
    for (size_t i = 0; i < sizeof recurring / sizeof *recurring; i++) check_ratio(f, &recurring[i]);
    /* Without a win in some trials, and still never a 0 in the place of what has no value. */
    assert_true(summary_of(f, "ltv_cac", OVER_HORIZON)->left_out > 0.3);
    assert_true(summary_of(f, "ltv_cac", OVER_HORIZON)->min > 0);
    bireme_forecast_free(f);
}

/* The reps' cost is shared by entries to the worked stage: won without any, a customer has no known cost. */
static void a_channel_s_cac_needs_its_share_of_the_reps_cost(void **state)
{
    (void)state;
    bireme_forecast *f = small_company("{'gross_margin': 0.8}");
    const double *cac = samples_of(f, "channel.ads.cac"), *wins = samples_of(f, "channel.ads.wins"),
                 *entered = samples_of(f, "stage.opportunity");
    size_t won_without = 0;
    for (size_t i = 0; i < (size_t)bireme_forecast_trials(f); i++) {
        assert_int_equal(isnan(cac[i]), wins[i] == 0 || entered[i] == 0);
        won_without += wins[i] > 0 && entered[i] == 0;
    }
    assert_true(won_without > 100); /* or nothing was tested */
    bireme_forecast_free(f);
}

/* N ~ Poisson(4) wins for 3,500: a CAC of at most 3,500 / k is N ≥ k, and no win is no CAC and misses the
 * goal. With a cost of a period that does not vary, at most is all or nothing. */
static void a_goal_of_at_most_is_reached_from_below(void **state)
{
    (void)state;
    for (unsigned k = 1; k < 7; k++) {
        bireme_forecast *f = forecast_of("{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], "
                                         "'goal': {'metric': 'cac', 'at_most': %.15g}, "
                                         "'sales': {'reps': 4, 'cost_per_rep': 250}, 'channels': {'a': "
                                         "{'spend': 750, 'cost_per_lead': 187.5, "
                                         "'conversion': {'won': 0.5}, 'deal_value': 900}}}",
                                         3500.0 / k + 0.01);
        bireme_goal_result goal = *bireme_forecast_goal(f);
        assert_true(goal.present && goal.at_most);
        check_share("P(CAC <= 3500 / k)", goal.probability, gsl_cdf_poisson_Q(k - 1, 4));
        bireme_forecast_free(f);
    }
    static const double limits[] = {749, 750, 751}, reached[] = {0, 1, 1};
    for (size_t i = 0; i < 3; i++) {
        bireme_forecast *f = forecast_of("{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], "
                                         "'goal': {'metric': 'cost.marketing', 'at_most': "
                                         "%g, 'by': '2027-01'}, 'channels': {'a': {'spend': 750, "
                                         "'cost_per_lead': 50, 'conversion': {'won': 0.5}}}}",
                                         limits[i]);
        assert_true(bireme_forecast_goal(f)->probability == reached[i]);
        bireme_forecast_free(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ratio_has_a_value_where_its_denominator_is_not_0),
        cmocka_unit_test(a_goal_of_at_most_is_reached_from_below),
        cmocka_unit_test(a_channel_s_cac_needs_its_share_of_the_reps_cost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
