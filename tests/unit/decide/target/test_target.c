/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inverse of a forecast, against closed forms.
 */
#include "support/check.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
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

static bireme_target_options want(const char *metric, double at_least, double confidence, bireme_target_by by)
{
    return (bireme_target_options){.size = sizeof(bireme_target_options),
                                   .metric = metric,
                                   .at_least = at_least,
                                   .confidence = confidence,
                                   .by = by};
}

/* The answer within four of its standard errors and half a per cent of the exact one, the curve too. */
static void assert_leads(const bireme_target *target, double exact)
{
    assert_true(target->reached);
    assert_close(target->channels[0].leads, exact, 0.005, 0);
    assert_true(fabs(target->scale - exact / 1000) <= 4 * target->scale_se + 1e-9);
    assert_true(target->achieved >= target->confidence);
    assert_true(fabs(target->achieved - target->verified) <=
                4 * hypot(target->achieved_se, target->verified_se));
    assert_true(target->runs <= 22);
}

/* Λ* = G⁻¹(q; k) / p. */
static void fixed_rates_need_the_gamma_quantile(void **state)
{
    (void)state;
    static const struct {
        double wins, confidence;
    } cases[] = {{100, 0.8}, {12, 0.9}, {1, 0.95}, {400, 0.5}, {30, 0.99}, {25, 0.3}};
    for (size_t i = 0; i < of_build(sizeof cases / sizeof *cases, 1); i++)
        for (bireme_target_by by = BIREME_TARGET_BY_LEADS; by <= BIREME_TARGET_BY_BUDGET; by++) {
            bireme_target *target = solve(SCENARIO("", FIXED),
                                          want("wins", cases[i].wins, cases[i].confidence, by));
            double exact = gsl_cdf_gamma_Pinv(cases[i].confidence, cases[i].wins, 1) / 0.1;
            assert_leads(target, exact);
            assert_close(target->budget.mean, 20 * exact, 0.005, 0);
            assert_close(target->budget_p80, 20 * exact, 0.005, 0);
            for (size_t k = 0; k < target->n_curve; k++) {
                const bireme_target_point *point = &target->curve[k];
                double there = gsl_cdf_gamma_Pinv(point->confidence, cases[i].wins, 1) / 0.1;
                assert_true(point->reached);
                assert_close(point->leads, there, 0.01, 0);
            }
            bireme_target_free(target);
        }
}

/* Search buys 250 leads a period times ((1 + y / y₀) / 2)^η, y the spend of a brand that brings none itself.
 * By budget both grow alike. By leads the number is bought, and the lift makes it cheaper. */
static void lifts_follow_the_plan(void **state)
{
    (void)state;
    static const char text[] =
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'], 'defaults': {'conversion': "
        "{'opp': 0.4, 'won': 0.25}}, 'channels': {'ads': {'spend': 5000, 'cost_per_lead': 20}, 'brand': "
        "{'spend': 1000, 'cost_per_lead': 1e9, 'response': {'curve': 'linear', 'reference_spend': 1000}, "
        "'lifts': {'ads': {'leads': 0.5}}}}}";
    for (bireme_target_by by = BIREME_TARGET_BY_LEADS; by <= BIREME_TARGET_BY_BUDGET; by++) {
        bireme_target *target = solve(text, want("wins", 250, 0.8, by));
        double leads = gsl_cdf_gamma_Pinv(0.8, 250, 1) / 0.1, scale = leads / 1000;
        for (int i = 0; i < 100 && by == BIREME_TARGET_BY_BUDGET; i++)
            scale = leads / 1000 / sqrt((1 + scale) / 2);
        assert_true(target->reached);
        assert_close(target->scale, scale, 0.005, 0);
        assert_close(target->channels[0].leads, leads, 0.005, 0);
        double cost = by == BIREME_TARGET_BY_BUDGET ? 24000 * scale
                                                    : 20 * leads / sqrt((1 + scale) / 2) + 4000 * scale;
        assert_close(target->budget.mean, cost, 0.005, 0);
        bireme_target_free(target);
    }
}

/* Deals that are priced alike: revenue is a count, in steps of a price; the curve too. Closely: it needs no
 * more than that. */
static void deals_priced_alike_need_the_gamma_quantile(void **state)
{
    (void)state;
    static const struct {
        double price, wins;
    } cases[] = {{100000, 60}, {100000, 3}, {19.99, 100}, {33.33, 12}, {1e6 / 3, 25}};
    for (size_t i = 0; i < of_build(sizeof cases / sizeof *cases, 1); i++) {
        char text[1024];
        snprintf(
            text, sizeof text,
            "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'], 'channels': {'paid': "
            "{'spend': 5000, 'cost_per_lead': 20, 'conversion': {'opp': 0.4, 'won': 0.25}, 'deal_value': "
            "%.17g}}}",
            cases[i].price);
        bireme_target *target =
            solve(text, want("revenue", cases[i].wins * cases[i].price, 0.8, BIREME_TARGET_BY_LEADS));
        double exact = gsl_cdf_gamma_Pinv(0.8, cases[i].wins, 1) / 0.1;
        assert_leads(target, exact);
        assert_true(target->converged && target->confirmed && target->doubt == NULL);
        assert_close(target->scale, exact / 1000, 0.002, 0);
        for (size_t k = 0; k < target->n_curve; k++)
            assert_close(target->curve[k].leads,
                         gsl_cdf_gamma_Pinv(target->curve[k].confidence, cases[i].wins, 1) / 0.1, 0.01, 0);
        bireme_target_free(target);
    }
}

/* The root of Σ w Q(k, Λ p) = confidence, Q the chance of at least k wins. */
static double two_point_leads(double k, double confidence, double weight, double p1, double p2)
{
    double low = 0, high = 1e6;
    for (int i = 0; i < 200; i++) {
        double leads = (low + high) / 2;
        double chance = weight * gsl_cdf_gamma_P(leads * p1, k, 1) +
                        (1 - weight) * gsl_cdf_gamma_P(leads * p2, k, 1);
        *(chance < confidence ? &low : &high) = leads;
    }
    return high;
}

/* A win rate of 10 % or of 40 %: in between P is nearly flat at the weight. */
static void two_point_rates_need_the_root_of_the_mixture(void **state)
{
    (void)state;
    static const double confidence[] = {0.5, 0.62, 0.68, 0.8, 0.9};
    for (size_t i = 0; i < of_build(sizeof confidence / sizeof *confidence, 1); i++) {
        bireme_target *target = solve(
            SCENARIO("",
                     "'cost_per_lead': 20, 'conversion': {'opp': 0.4, 'won': {'dist': 'discrete', 'values': "
                     "[0.1, 0.4], 'weights': [0.37, 0.63]}}"),
            want("wins", 60, confidence[i], BIREME_TARGET_BY_LEADS));
        assert_leads(target, two_point_leads(60, confidence[i], 0.37, 0.04, 0.16));
        for (size_t k = 0; k < target->n_curve; k++)
            assert_close(target->curve[k].leads,
                         two_point_leads(60, target->curve[k].confidence, 0.37, 0.04, 0.16), 0.02, 0);
        bireme_target_free(target);
    }
}

/* ------------------------ out of reach */

#define SALES "'sales': {'reps': 1, 'stage': 'opp', 'opportunities_per_rep': 10, 'overflow': 'lost'},"

/* At most 4 × 10 opportunities are worked, a quarter of them won: Poisson with mean 10, whatever is spent. */
static void capacity_that_binds_is_named(void **state)
{
    (void)state;
    for (bireme_target_by by = BIREME_TARGET_BY_LEADS; by <= BIREME_TARGET_BY_BUDGET; by++) {
        bireme_target *target = solve(SCENARIO(SALES, FIXED), want("wins", 20, 0.8, by));
        assert_false(target->reached);
        double best = gsl_cdf_poisson_Q(19, 10);
        assert_true(fabs(target->achieved - best) <= 4 * target->achieved_se + 1e-4);
        assert_true(fabs(target->verified - best) <= 4 * target->verified_se + 1e-4);
        assert_close(target->within_reach, 7, 0, 0); /* P(at least 7) = 87 %, P(at least 8) = 78 % */
        assert_int_equal(target->n_limits, 1);
        assert_string_equal(target->limits[0].name, "sales capacity");
        assert_true(target->limits[0].probability >= 0.8);
        for (size_t k = 0; k < target->n_curve; k++) assert_false(target->curve[k].reached);
        bireme_target_free(target);
    }
}

/* Capacity holds from 0.8 on: wins are Poisson with mean 10 there, and P rises steeply before. */
static void a_plateau_is_not_taken_for_the_way_up(void **state)
{
    (void)state;
    static const char text[] =
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'], " SALES
        "'channels': {'paid': {'spend': 250, 'cost_per_lead': 20, 'conversion': {'opp': 1, "
        "'won': 0.25}}}}";
    bireme_target *target = solve(text, want("wins", 10, 0.5, BIREME_TARGET_BY_LEADS));
    double exact = gsl_cdf_gamma_Pinv(0.5, 10, 1) / 12.5; /* today's 12.5 leads a period */
    assert_true(exact < 0.8);
    assert_true(target->reached && target->confirmed);
    assert_close(target->scale, exact, 0, 4 * target->scale_se + 1e-4);
    bireme_target_free(target);
}

/* A rate that is 0 in half of the futures: no volume brings more than the other half, and the search ends. */
static void half_of_the_futures_may_never_come(void **state)
{
    (void)state;
    static const char text[] =
        SCENARIO("", "'cost_per_lead': 20, 'conversion': {'opp': 0.4, 'won': {'dist': 'discrete', "
                     "'values': [0, 0.2], 'weights': [0.5, 0.5]}}");
    static const double confidence[] = {0.3, 0.48, 0.49};
    for (size_t i = 0; i < of_build(3, 1); i++) {
        bireme_target *target = solve(text, want("wins", 60, confidence[i], BIREME_TARGET_BY_LEADS));
        double exact = gsl_cdf_gamma_Pinv(2 * confidence[i], 60, 1) / 0.08 / 1000;
        assert_true(target->reached && target->confirmed);
        assert_close(target->scale, exact, 0.01, 0);
        bireme_target_free(target);
    }
    bireme_target *target = solve(text, want("wins", 60, 0.51, BIREME_TARGET_BY_LEADS));
    assert_false(target->reached);
    assert_true(target->confirmed && target->runs < 20);
    bireme_target_free(target);
}

/* By budget a Hill curve with h = 1 brings at most (x0/CPL)·(k + x0)/x0 leads a period: 250 · 2 = 500, 200
 * wins in all. */
static void saturation_that_binds_is_named(void **state)
{
    (void)state;
    static const char hill[] = FIXED ", 'response': {'curve': 'hill', 'reference_spend': 5000, "
                                     "'half_saturation': 5000, 'shape': 1}";
    for (bireme_target_by by = BIREME_TARGET_BY_LEADS; by <= BIREME_TARGET_BY_BUDGET; by++) {
        char text[1024];
        snprintf(text, sizeof text, SCENARIO("", "%s"), hill);
        bireme_target *target = solve(text, want("wins", 230, 0.8, by));
        assert_false(target->reached);
        assert_true(target->achieved <= gsl_cdf_poisson_Q(229, 200) + 4 * target->achieved_se);
        assert_string_equal(target->limits[0].name, "saturation");
        assert_true(target->limits[0].probability >= 0.8);
        bireme_target_free(target);
        /* What the curve still gives costs k·y/(1 − y) a period, y the share of its height. */
        target = solve(text, want("wins", 120, 0.8, by));
        double leads = gsl_cdf_gamma_Pinv(0.8, 120, 1) / 0.1, y = leads / 4 / 500;
        assert_true(target->reached);
        assert_close(target->channels[0].leads, leads, 0.005, 0);
        assert_close(target->budget.mean, 4 * 5000 * y / (1 - y), 0.01, 0);
        bireme_target_free(target);
    }
}

/* Won after exactly 200 days: nothing within the 120 of the horizon. */
static void a_cycle_beyond_the_horizon_is_named(void **state)
{
    (void)state;
    bireme_target *target = solve(SCENARIO("", FIXED ", 'cycle_days': {'won': 200}"),
                                  want("wins", 10, 0.8, BIREME_TARGET_BY_BUDGET));
    assert_false(target->reached);
    assert_close(target->achieved, 0, 0, 0);
    assert_int_equal(target->n_limits, 1);
    assert_string_equal(target->limits[0].name, "cycle time");
    assert_true(target->limits[0].probability >= 0.8);
    bireme_target_free(target);
}

/* ------------------------ what is moved, and by when */

static void an_earlier_date_counts_the_periods_up_to_it(void **state)
{
    (void)state;
    bireme_target_options options = want("wins", 30, 0.8, BIREME_TARGET_BY_LEADS);
    options.until = "2027-02-10";
    bireme_target *target = solve(SCENARIO("", FIXED), options);
    assert_string_equal(target->until, "2027-02");
    assert_false(target->whole_horizon);
    assert_close(target->channels[0].leads, 2 * gsl_cdf_gamma_Pinv(0.8, 30, 1) / 0.1, 0.005, 0);
    bireme_target_free(target);
}

/* Two channels, the one held at its highest: the other brings the rest. 1,000 leads each at 20. */
static void a_line_is_held_at_its_limit(void **state)
{
    (void)state;
    static const char text[] =
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'],"
        " 'decision': {'lines': {'channels.a.spend': {'max': 6000}, 'channels.b.spend': {'min': 4000}}},"
        " 'channels': {'a': {'spend': 5000, " FIXED "}, 'b': {'spend': 5000, " FIXED "},"
        "              'c': {'spend': 5000, " FIXED "}}}";
    double need = gsl_cdf_gamma_Pinv(0.8, 400, 1) / 0.1;
    bireme_target *target = solve(text, want("wins", 400, 0.8, BIREME_TARGET_BY_BUDGET));
    assert_true(target->reached);
    assert_close(target->channels[0].leads, 1200, 1e-9, 0);
    assert_string_equal(target->channels[0].bound, "max");
    assert_close(target->channels[1].leads, need - 2200, 0.01, 0);
    assert_null(target->channels[1].bound);
    assert_close(target->channels[2].leads, 1000, 1e-9, 0);
    assert_false(target->channels[2].scales);
    bireme_target_free(target);
    target = solve(text, want("wins", 100, 0.8, BIREME_TARGET_BY_BUDGET)); /* less than the lines allow */
    assert_true(target->reached);
    assert_close(target->channels[0].leads, 0, 0, 1e-9);
    assert_string_equal(target->channels[1].bound, "min");
    assert_close(target->channels[1].leads, 800, 1e-9, 0);
    bireme_target_free(target);
}

/* ------------------------ errors, threads, being told to stop */

static void assert_refused(const char *text, bireme_target_options options, const char *word)
{
    bireme_scenario *scenario = scenario_of("%s", text);
    bireme_target *target = NULL;
    bireme_error error;
    assert_int_equal(bireme_target_run(scenario, &options, &target, &error), BIREME_DOMAIN);
    assert_null(target);
    if (strstr(error.message, word) == NULL) fail_msg("'%s' lacks '%s'", error.message, word);
    bireme_scenario_free(scenario);
}

static void what_cannot_be_asked_is_refused(void **state)
{
    (void)state;
    static const char text[] = SCENARIO("", FIXED);
    bireme_target_options late = want("wins", 10, 0.8, BIREME_TARGET_BY_LEADS);
    assert_refused(text, want("winz", 10, 0.8, BIREME_TARGET_BY_LEADS), "winz");
    assert_refused(text, want("wins", 10, 0.8, (bireme_target_by)2),
                   "by leads (0) or by budget (1), found 2");
    assert_refused(text, want("cac", 1e9, 0.8, BIREME_TARGET_BY_BUDGET), "no largest plan");
    assert_refused(text, want("wins", NAN, 0.8, BIREME_TARGET_BY_LEADS), "no target");
    assert_refused(text, want("wins", INFINITY, 0.8, BIREME_TARGET_BY_LEADS), "target");
    assert_refused(text, want("wins", 10, 1, BIREME_TARGET_BY_LEADS), "confidence");
    late.until = "2028-01";
    assert_refused(text, late, "2028-01");
    assert_refused("{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'],"
                   " 'channels': {'a': {'organic_leads': 10, 'conversion': {'won': 0.2}}}}",
                   want("wins", 10, 0.8, BIREME_TARGET_BY_LEADS), "spend");
}

static void any_number_of_threads_gives_the_same(void **state)
{
    (void)state;
    bireme_target *target[2];
    for (int i = 0; i < 2; i++) {
        const bireme_run_options run = {.size = sizeof(bireme_run_options),
                                        .trials = 8192,
                                        .seed = 3,
                                        .has_seed = true,
                                        .threads = 1 + 2 * i};
        bireme_target_options options = want("revenue", 4000, 0.7, BIREME_TARGET_BY_LEADS);
        options.run = &run;
        target[i] = solve(SCENARIO("", "'cost_per_lead': {'dist': 'gamma', 'mean': 20, 'cv': 0.3}, "
                                       "'conversion': {'opp': 0.4, 'won': {'dist': 'beta', 'mean': 0.25, "
                                       "'sd': 0.05}}"),
                          options);
    }
    assert_memory_equal(&target[0]->scale, &target[1]->scale, sizeof(double));
    assert_memory_equal(&target[0]->verified, &target[1]->verified, sizeof(double));
    assert_memory_equal(&target[0]->budget, &target[1]->budget, sizeof(bireme_summary));
    assert_memory_equal(target[0]->curve, target[1]->curve, target[0]->n_curve * sizeof(bireme_target_point));
    bireme_target_free(target[0]);
    bireme_target_free(target[1]);
}

static bool stop(void *context)
{
    return --*(int *)context < 0;
}

/* At any moment: after the first block of trials, in the pilot, in a full run, in the verification. */
static void a_search_can_be_cancelled(void **state)
{
    (void)state;
    bireme_scenario *scenario = scenario_of("%s", SCENARIO("", FIXED));
    static const int after[] = {0, 5, 40, 200, 330};
    for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
        int left = after[i];
        bireme_error error;
        bireme_target *target = NULL;
        const bireme_run_options run = {.size = sizeof(bireme_run_options),
                                        .trials = 16384,
                                        .threads = 2,
                                        .cancelled = stop,
                                        .context = &left};
        bireme_target_options options = want("wins", 100, 0.8, BIREME_TARGET_BY_LEADS);
        options.run = &run;
        assert_int_equal(bireme_target_run(scenario, &options, &target, &error), BIREME_CANCELLED);
        assert_null(target);
    }
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_rates_need_the_gamma_quantile),
        cmocka_unit_test(lifts_follow_the_plan),
        cmocka_unit_test(deals_priced_alike_need_the_gamma_quantile),
        cmocka_unit_test(a_plateau_is_not_taken_for_the_way_up),
        cmocka_unit_test(half_of_the_futures_may_never_come),
        cmocka_unit_test(two_point_rates_need_the_root_of_the_mixture),
        cmocka_unit_test(capacity_that_binds_is_named),
        cmocka_unit_test(saturation_that_binds_is_named),
        cmocka_unit_test(a_cycle_beyond_the_horizon_is_named),
        cmocka_unit_test(an_earlier_date_counts_the_periods_up_to_it),
        cmocka_unit_test(a_line_is_held_at_its_limit),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
        cmocka_unit_test(any_number_of_threads_gives_the_same),
        cmocka_unit_test(a_search_can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
