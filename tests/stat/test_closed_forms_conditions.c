/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts given what happens to the economy, and what each regime changes, against exact values: sums
 * over all paths that the economy may take. 65,536 trials and a fixed seed each; the width of the checks
 * is explained in oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include <gsl/gsl_cdf.h>
#include "oracle/forecast_of.h"
#include "support/scenario_of.h"

enum { PERIODS = 5, REGIMES = 3, PATHS = 243 };
enum { UP, FLAT, DOWN };

static const double starts[REGIMES] = {0.2, 0.8, 0},
                    moves[REGIMES][REGIMES] = {{0.7, 0.3, 0}, {0.1, 0.7, 0.2}, {0, 0.4, 0.6}},
                    leads_of[REGIMES] = {1.5, 1, 0.5};
static const double rate = 6;

static const char *const economy_json =
    "'start': '2027-01', 'periods': 5, 'funnel': ['lead', 'won'], 'economy': {'regimes': {'up': {'leads': "
    "1.5}, 'flat': {}, 'down': {'leads': 0.5}}, 'start': {'up': 0.2, 'flat': 0.8}, 'transition': {'up': "
    "{'up': 0.7, 'flat': 0.3}, 'flat': {'up': 0.1, 'flat': 0.7, 'down': 0.2}, 'down': {'flat': 0.4, 'down': "
    "0.6}}}, 'channels': {'a': {'organic_leads': 6, 'deal_value': 10, 'conversion': {'won': 0.5}}}";

/* The regime of each period on the path of that number, and how likely the path is. */
static double path_of(size_t number, int regime[PERIODS])
{
    double p = 1;
    for (size_t t = 0; t < PERIODS; t++, number /= REGIMES) {
        regime[t] = (int)(number % REGIMES);
        p *= t == 0 ? starts[regime[0]] : moves[regime[t - 1]][regime[t]];
    }
    return p;
}

typedef struct condition {
    int regime;
    size_t last; /* the regime comes in some period up to this one … */
    bool never;  /* … or in none */
} condition;

static bool is_met(const condition *c, size_t n, const int *regime)
{
    for (size_t i = 0; i < n; i++) {
        bool comes = false;
        for (size_t t = 0; t <= c[i].last; t++) comes |= regime[t] == c[i].regime;
        if (comes == c[i].never) return false;
    }
    return true;
}

typedef struct moments {
    double probability, mean, variance;
} moments;

/* Leads of a period, or over the horizon, where the conditions are met: Poisson given the path. */
static moments leads_given(const condition *c, size_t n, size_t period)
{
    double weight = 0, first = 0, second = 0;
    for (size_t number = 0; number < PATHS; number++) {
        int regime[PERIODS];
        double p = path_of(number, regime), lambda = 0;
        if (!is_met(c, n, regime)) continue;
        for (size_t t = 0; t < PERIODS; t++)
            if (period == OVER_HORIZON || period == t) lambda += rate * leads_of[regime[t]];
        weight += p;
        first += p * lambda;
        second += p * (lambda + lambda * lambda);
    }
    first /= weight;
    return (moments){weight, first, second / weight - first * first};
}

/* P(leads over the horizon ≥ least) where the conditions are met. */
static double goal_given(const condition *c, size_t n, unsigned least)
{
    double weight = 0, met = 0;
    for (size_t number = 0; number < PATHS; number++) {
        int regime[PERIODS];
        double p = path_of(number, regime), lambda = 0;
        if (!is_met(c, n, regime)) continue;
        for (size_t t = 0; t < PERIODS; t++) lambda += rate * leads_of[regime[t]];
        weight += p;
        met += p * gsl_cdf_poisson_Q(least - 1, lambda);
    }
    return met / weight;
}

static const struct {
    size_t n;
    bireme_given given[2];
    condition exact[2];
} cases[] = {
    {1, {{"down", "2027-03", false}}, {{DOWN, 2, false}}},
    {1, {{"down", "2027-03-20", true}}, {{DOWN, 2, true}}},
    {1, {{"up", NULL, false}}, {{UP, 4, false}}},
    {1, {{"up", "2027-01", false}}, {{UP, 0, false}}},
    {2, {{"up", NULL, false}, {"down", "2027-04", true}}, {{UP, 4, false}, {DOWN, 3, true}}},
    {2, {{"down", "2027-03", false}, {"up", NULL, true}}, {{DOWN, 2, false}, {UP, 4, true}}},
};

static void trials_that_meet_conditions_have_the_conditional_distribution(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const condition *c = cases[i].exact;
        size_t n = cases[i].n;
        bireme_forecast *f = run_and_free(
            scenario_of("{%s, 'goal': {'metric': 'leads', 'at_least': 30, 'confidence': 0.5}}", economy_json),
            &(bireme_run_options){.size = sizeof(bireme_run_options),
                                  .trials = FORECAST_TRIALS,
                                  .sampler = BIREME_SAMPLER_RANDOM,
                                  .has_seed = true,
                                  .seed = 20270101,
                                  .given = cases[i].given,
                                  .n_given = n});
        moments all = leads_given(c, n, OVER_HORIZON);
        check_share("P(conditions)", bireme_forecast_given_probability(f), all.probability);
        check_moments(f, "leads", OVER_HORIZON, all.mean, all.variance);
        for (size_t t = 0; t < PERIODS; t++) {
            moments m = leads_given(c, n, t);
            check_moments(f, "leads", t, m.mean, m.variance);
            check_mean(f, "revenue", t, 5 * m.mean);
        }
        bireme_goal_result goal = *bireme_forecast_goal(f);
        check_z("P(goal) given the conditions", goal.probability, goal.probability_se, goal_given(c, n, 30));
        bireme_forecast_free(f);
    }
}

static void without_conditions_all_trials_count(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of("{%s}", economy_json);
    moments all = leads_given(NULL, 0, OVER_HORIZON);
    assert_true(bireme_forecast_given_probability(f) == 1);
    check_moments(f, "leads", OVER_HORIZON, all.mean, all.variance);
    bireme_forecast_free(f);
}

/* What is said about one regime: that it comes in the first ceil(5/2) = 3 periods, and the metric over
 * the horizon if it does and if not. */
static void check_regime(const bireme_regime_result *r, int regime, double scale)
{
    condition comes = {regime, 2, false}, stays_out = {regime, 2, true};
    moments yes = leads_given(&comes, 1, OVER_HORIZON), no = leads_given(&stays_out, 1, OVER_HORIZON);
    assert_string_equal(r->by, "2027-03");
    check_share("P(the regime comes)", r->probability, yes.probability);
    check_z("mean if it comes", r->comes->mean, r->comes->mean_se, scale * yes.mean);
    check_z("mean if not", r->stays_out->mean, r->stays_out->mean_se, scale * no.mean);
    assert_true(r->comes->n + r->stays_out->n == FORECAST_TRIALS);
    /* Counts that are summed up exactly. */
    assert_close((double)r->comes->n, r->probability * FORECAST_TRIALS, 1e-12, 0);
}

static void each_regime_splits_the_metric_of_the_goal(void **state)
{
    (void)state;
    for (int with_goal = 0; with_goal < 2; with_goal++) {
        bireme_forecast *f = forecast_of(
            "{%s%s}", economy_json,
            with_goal == 1 ? ", 'goal': {'metric': 'leads', 'at_least': 30, 'confidence': 0.5}" : "");
        assert_string_equal(bireme_forecast_metric_name(f, bireme_forecast_regime_metric(f)),
                            with_goal == 1 ? "leads" : "revenue");
        assert_int_equal(bireme_forecast_regime_count(f), REGIMES);
        static const char *const names[REGIMES] = {"up", "flat", "down"};
        for (size_t k = 0; k < REGIMES; k++) {
            bireme_regime_result r = *bireme_forecast_regime(f, k);
            assert_string_equal(r.regime, names[k]);
            check_regime(&r, (int)k, with_goal == 1 ? 1 : 5);
        }
        bireme_forecast_free(f);
    }
}

/* A regime that is certain to come (it is there at the start), or cannot come, is no question. */
static void regimes_that_are_certain_or_impossible_are_not_split_by(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'economy': {'regimes': {'calm': {}, "
        "'storm': {'leads': 0.5}, 'boom': {'leads': 2}}, 'start': 'calm', 'transition': {'calm': {'calm': "
        "0.75, 'storm': 0.25}, 'storm': {'storm': 1}, 'boom': {'boom': 1}}}, 'channels': {'a': "
        "{'organic_leads': 8, 'deal_value': 10, 'conversion': {'won': 0.5}}}}");
    assert_int_equal(bireme_forecast_regime_count(f), 1);
    bireme_regime_result storm = *bireme_forecast_regime(f, 0);
    assert_string_equal(storm.regime, "storm");
    assert_string_equal(storm.by, "2027-02");
    check_share("P(storm in the second month)", storm.probability, 0.25);
    /* If it comes, revenue is 40 + 3 · 20; if not, in the third month it is there with 1/4, in the fourth
     * with 7/16. */
    check_z("mean if it comes", storm.comes->mean, storm.comes->mean_se, 100);
    check_z("mean if not", storm.stays_out->mean, storm.stays_out->mean_se, 160 - 20 * (4 + 7) / 16.0);
    bireme_forecast_free(f);
    f = forecast_of("{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'channels': {'a': "
                    "{'organic_leads': 8, 'deal_value': 10, 'conversion': {'won': 0.5}}}}");
    assert_int_equal(bireme_forecast_regime_count(f), 0);
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trials_that_meet_conditions_have_the_conditional_distribution),
        cmocka_unit_test(without_conditions_all_trials_count),
        cmocka_unit_test(each_regime_splits_the_metric_of_the_goal),
        cmocka_unit_test(regimes_that_are_certain_or_impossible_are_not_split_by),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
