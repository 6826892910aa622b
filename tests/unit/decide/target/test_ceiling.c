/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The largest plan that keeps a metric at most so much, against closed forms: the answer, the curve, and what
 * holds it back.
 */
#include "support/check.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>
#include "support/scenario_of.h"
#include "support/tier.h"
#include "decide/target/result.h"

#define SCENARIO(REST, CHANNEL)                                                                              \
    "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'], " REST                             \
    " 'channels': {'ads': {'spend': 5000, 'deal_value': 100, " CHANNEL "}}}"
#define FIXED "'cost_per_lead': 20, 'conversion': {'opp': 0.4, 'won': 0.25}"

static bireme_target *solve(const char *text, bireme_target_options options)
{
    const bireme_run_options few = {.size = sizeof few, .trials = 16384};
    bireme_scenario *scenario = scenario_of("%s", text);
    bireme_target *target = NULL;
    bireme_error error;
    if (IS_SANITIZED && options.run == NULL) options.run = &few;
    if (bireme_target_run(scenario, &options, &target, &error) != BIREME_OK) fail_msg("%s", error.message);
    bireme_scenario_free(scenario);
    return target;
}

static bireme_target_options want(const char *metric, double at_most, double confidence, bireme_target_by by)
{
    return (bireme_target_options){.size = sizeof(bireme_target_options),
                                   .metric = metric,
                                   .at_least = at_most,
                                   .confidence = confidence,
                                   .by = by};
}

static const bireme_target_point *point_of(const bireme_target *target, double confidence)
{
    for (size_t i = 0; i < target->n_curve; i++)
        if (fabs(target->curve[i].confidence - confidence) < 1e-9) return &target->curve[i];
    fail_msg("the curve has no %g", confidence);
    return NULL;
}

/* Leads that are bought whatever they cost, L of them at CPL each, lognormal: L · CPL is at most T with the
 * confidence q for L up to T / CPL_q. */
static void the_largest_plan_keeps_a_cost(void **state)
{
    (void)state;
    bireme_target *target = solve(
        SCENARIO(
            "",
            "'cost_per_lead': {'dist': 'lognormal', 'median': 20, 'sigma': 0.3}, 'conversion': {'opp': 0.4, "
            "'won': 0.25}"),
        want("cost.marketing", 15000, 0.8, BIREME_TARGET_BY_LEADS));
    assert_true(target->at_most && target->reached);
    assert_close(target->channels[0].leads, 15000 / (20 * exp(0.3 * gsl_cdf_ugaussian_Pinv(0.8))), 0.005, 0);
    assert_true(target->achieved >= 0.8 && fabs(target->verified - 0.8) <= 4 * target->verified_se + 5e-4);
    assert_int_equal(target->n_curve, 10);
    for (size_t i = 0; i < target->n_curve; i++) {
        const bireme_target_point *point = &target->curve[i];
        double exact = 15000 / (20 * exp(0.3 * gsl_cdf_ugaussian_Pinv(point->confidence)));
        assert_true(point->reached && !point->unlimited);
        assert_close(point->leads, exact, 0.005, 0);
        assert_close(point->scale, exact / (1000 * exp(0.045)), 0.005, 0); /* E[1 / CPL] */
        assert_true(point->scale_se > 0 && point->scale_se < 0.01 * point->scale);
        assert_true(i == 0 || point->scale < point[-1].scale);
    }
    assert_true(point_of(target, 0.8)->scale == target->scale);
    assert_true(target->runs <= 26);
    bireme_target_free(target);
}

/* 400 x opportunities and room for 240: 400 x − 240 are turned away. */
static void the_largest_plan_turns_away_no_more_than_that(void **state)
{
    (void)state;
    bireme_target *target =
        solve(SCENARIO("'sales': {'reps': 3, 'stage': 'opp', 'opportunities_per_rep': 20, 'overflow': "
                       "'lost'},",
                       FIXED),
              want("turned_away", 50, 0.8, BIREME_TARGET_BY_BUDGET));
    assert_true(target->reached);
    assert_close(target->scale, 290.0 / 400, 1e-4, 0);
    bireme_target_free(target);
}

/* P(CAC ≤ c) at scale x: N ~ Poisson(100 √x) wins for 20,000 x + 8,000. */
static double chance_of_cac(double x, double c)
{
    double wins = ceil((20000 * x + 8000) / c);
    return gsl_cdf_poisson_Q((unsigned)wins - 1, 100 * sqrt(x));
}

/* CAC falls with the plan as long as the team is shared by more wins, and rises as the channel saturates: the
 * largest scale that keeps it, not the smallest; and where none does, the answer is no. */
static void cac_that_falls_and_rises_has_a_largest_plan(void **state)
{
    (void)state;
    const char *text =
        SCENARIO("'sales': {'reps': 2, 'cost_per_rep': 1000},",
                 FIXED ", 'response': {'curve': 'power', 'elasticity': 0.5, 'reference_spend': 5000}");
    bireme_target *target = solve(text, want("cac", 400, 0.8, BIREME_TARGET_BY_BUDGET));
    double x = 20;
    while (chance_of_cac(x, 400) < 0.8) x -= 1e-4;
    assert_true(target->reached && chance_of_cac(0.01, 400) < 0.1);
    assert_close(target->scale, x, 0.02, 0);
    for (size_t i = 0; i < target->n_curve;
         i++) { /* the chance at the points is theirs, where any scale has it */
        const bireme_target_point *point = &target->curve[i];
        double summit = 0;
        for (x = 0.01; x < 20; x += 0.01) summit = fmax(summit, chance_of_cac(x, 400));
        if (fabs(summit - point->confidence) < 0.01) continue;
        assert_int_equal(point->reached, summit > point->confidence);
        if (point->reached) assert_close(chance_of_cac(point->scale, 400), point->confidence, 0, 0.03);
    }
    bireme_target_free(target);
    target = solve(text, want("cac", 200, 0.8, BIREME_TARGET_BY_BUDGET));
    double best = 0;
    for (x = 0.05; x < 4; x += 0.01) best = fmax(best, chance_of_cac(x, 200));
    assert_false(target->reached);
    assert_true(target->achieved <= best + 0.02);
    assert_true(target->n_limits == 1 && strcmp(target->limits[0].name, "saturation") == 0);
    assert_true(target->limits[0].probability > target->achieved);
    for (size_t i = 0; i < target->n_curve; i++)
        assert_int_equal(target->curve[i].reached, target->curve[i].confidence < target->achieved);
    bireme_target_free(target);
}

/* 400 opportunities a period at the minimum of the line, and room for 60: it is the line that holds it, and
 * capacity. */
static void what_holds_it_back_is_named(void **state)
{
    (void)state;
    bireme_target *target = solve(
        SCENARIO("'sales': {'reps': 3, 'stage': 'opp', 'opportunities_per_rep': 20, 'overflow': 'lost'},"
                 "'decision': {'lines': {'channels.ads.spend': {'min': 5000, 'max': 9000}}},",
                 FIXED),
        want("turned_away", 50, 0.8, BIREME_TARGET_BY_BUDGET));
    assert_false(target->reached);
    assert_int_equal(target->n_limits, 2);
    for (size_t i = 0; i < 2; i++) {
        const char *name = target->limits[i].name;
        assert_true(strcmp(name, "sales capacity") == 0 || strcmp(name, "limits of the lines") == 0);
        assert_close(target->limits[i].probability, 1, 0, 1e-9);
    }
    for (size_t i = 0; i < target->n_curve; i++)
        assert_false(target->curve[i].reached || target->curve[i].unlimited);
    bireme_target_free(target);
}

/* The end of the lines keeps it with any confidence. */
static void the_end_of_the_lines_may_keep_it(void **state)
{
    (void)state;
    bireme_target *target =
        solve(SCENARIO("'decision': {'lines': {'channels.ads.spend': {'max': 7500}}},", FIXED),
              want("cost.marketing", 40000, 0.8, BIREME_TARGET_BY_BUDGET));
    assert_true(target->reached && target->confirmed);
    for (size_t i = 0; i < target->n_curve; i++) {
        assert_true(target->curve[i].reached);
        assert_close(target->curve[i].scale, 1.5, 1e-9, 0);
        assert_close(target->curve[i].scale_se, 0, 0, 0);
    }
    bireme_target_free(target);
}

/* No lead becomes an opportunity in six of ten futures: with confidences up to 0.6 there is no largest
 * plan. */
static void some_confidences_have_no_largest_plan(void **state)
{
    (void)state;
    bireme_target *target = solve(
        SCENARIO("'sales': {'reps': 3, 'stage': 'opp', 'opportunities_per_rep': 20, 'overflow': 'lost'},",
                 "'cost_per_lead': 20, 'conversion': {'opp': {'dist': 'discrete', 'values': [0, 0.4], "
                 "'weights': [0.6, "
                 "0.4]}, 'won': 0.25}"),
        want("turned_away", 50, 0.8, BIREME_TARGET_BY_BUDGET));
    assert_true(target->reached);
    for (size_t i = 0; i < target->n_curve; i++) {
        const bireme_target_point *point = &target->curve[i];
        if (fabs(point->confidence - 0.6) < 0.01) continue;
        assert_int_equal(point->unlimited, point->confidence < 0.6);
        assert_int_equal(point->reached, point->confidence > 0.6);
        if (point->reached) assert_close(point->scale, 290.0 / 400, 0.001, 0);
    }
    bireme_target_free(target);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_largest_plan_keeps_a_cost),
        cmocka_unit_test(the_largest_plan_turns_away_no_more_than_that),
        cmocka_unit_test(cac_that_falls_and_rises_has_a_largest_plan),
        cmocka_unit_test(what_holds_it_back_is_named),
        cmocka_unit_test(the_end_of_the_lines_may_keep_it),
        cmocka_unit_test(some_confidences_have_no_largest_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
