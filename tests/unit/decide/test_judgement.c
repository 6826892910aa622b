/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers that their own fresh trials contradict. Such trials are rare, so the figures of a real answer are
 * changed and judged anew.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "decide/judgement.h"
#include "output/decisions/split/split.h"
#include "output/decisions/target.h"
#include "scenario/internal.h"
#include "support/scenario_of.h"
#include "decide/split/result.h"
#include "decide/target/result.h"

#define CHANNELS                                                                                             \
    "'channels': {'a': {'spend': 5000, 'cost_per_lead': 20, 'conversion': {'opp': 0.4, 'won': 0.25}, "       \
    "'deal_value': 100, 'response': {'curve': 'power', 'reference_spend': 5000, 'elasticity': 0.6}}, "       \
    "'b': {'spend': 5000, 'cost_per_lead': 25, 'conversion': {'opp': 0.4, 'won': 0.25}, "                    \
    "'deal_value': 100, 'response': {'curve': 'power', 'reference_spend': 5000, 'elasticity': 0.5}}}}"
static const char text[] = "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'opp', 'won'], " CHANNELS;

/* First words of the text, and what JSON says. */
static void assert_doubted(const char *opening, const char *json, const char *doubt)
{
    char expected[256];
    snprintf(expected, sizeof expected, "Not an answer to rely on: %s", doubt);
    assert_memory_equal(opening, expected, strlen(expected));
    assert_non_null(strstr(json, "\"confirmed\": false"));
    snprintf(expected, sizeof expected, "\"doubt\": \"%s\"", doubt);
    assert_non_null(strstr(json, expected));
}

static void judge_target(const bireme_scenario *scenario, bireme_target *target, const char *doubt)
{
    bireme_text opening = {0}, json = {0};
    const bireme_target_view view = {.target = target, .model = bireme_scenario_model(scenario)};
    bireme_target_judge(target);
    assert_true(target->confirmed == (doubt == NULL));
    bireme_target_opening(&view, &opening);
    const bireme_answer answer = bireme_answer_of_target(&view);
    bireme_answer_write_json(&answer, &json);
    if (doubt != NULL) {
        assert_string_equal(target->doubt, doubt);
        assert_doubted(bireme_text_string(&opening), bireme_text_string(&json), doubt);
    } else {
        assert_null(target->doubt);
        assert_null(strstr(bireme_text_string(&opening), "Not an answer"));
        assert_non_null(strstr(bireme_text_string(&json), "\"confirmed\": true"));
    }
    bireme_text_free(&opening);
    bireme_text_free(&json);
}

/* Four standard errors of the difference and a trial: up to there it may be chance. */
static void a_plan_that_fresh_trials_contradict_is_no_answer(void **state)
{
    (void)state;
    static const char other[] =
        "on other random numbers the target is not reached in the same share of futures";
    const bireme_run_options run = {.size = sizeof(bireme_run_options), .trials = 1024};
    const bireme_target_options options = {.size = sizeof(bireme_target_options),
                                           .metric = "wins",
                                           .at_least = 100,
                                           .confidence = 0.8,
                                           .run = &run};
    bireme_scenario *scenario = scenario_of("%s", text);
    bireme_target *target = NULL;
    bireme_error error;
    if (bireme_target_run(scenario, &options, &target, &error) != BIREME_OK) fail_msg("%s", error.message);
    target->converged = true;
    target->achieved = target->verified = 0.8, target->achieved_se = 0.003;
    target->verified_se = 0.004; /* 0.005 together */
    for (int side = -1; side <= 1; side += 2) {
        target->verified = 0.8 + side * (4 * 0.005 + 0.5 / 1024);
        judge_target(scenario, target, NULL);
        target->verified = 0.8 + side * (4 * 0.005 + 1.5 / 1024);
        judge_target(scenario, target, other);
        assert_false(target->agrees);
    }
    target->achieved_se = target->verified_se = 0; /* every randomisation alike */
    judge_target(scenario, target, other);
    target->verified = target->achieved;
    judge_target(scenario, target, NULL);
    target->converged = false;
    judge_target(scenario, target, "the search has not come to its end within the work that it may take");
    bireme_target_free(target);
    bireme_scenario_free(scenario);
}

static void judge_split(const bireme_scenario *scenario, bireme_split *split, const char *doubt)
{
    bireme_text opening = {0}, json = {0};
    const bireme_split_view view = {.split = split, .model = bireme_scenario_model(scenario)};
    bireme_split_judge(split);
    assert_true(split->confirmed == (doubt == NULL));
    bireme_split_opening(&view, &opening);
    const bireme_answer answer = bireme_answer_of_split(&view);
    bireme_answer_write_json(&answer, &json);
    if (doubt != NULL) {
        assert_string_equal(split->doubt, doubt);
        assert_doubted(bireme_text_string(&opening), bireme_text_string(&json), doubt);
    } else {
        assert_null(split->doubt);
        assert_null(strstr(bireme_text_string(&opening), "Not an answer"));
    }
    bireme_text_free(&opening);
    bireme_text_free(&json);
}

static void a_split_that_fresh_trials_contradict_is_no_answer(void **state)
{
    (void)state;
    static const char worse[] = "on fresh random numbers what the search came to is worse than today's split";
    const bireme_run_options run = {.size = sizeof(bireme_run_options), .trials = 1024};
    const bireme_split_options options = {.size = sizeof(bireme_split_options),
                                          .total = NAN,
                                          .worst = NAN,
                                          .at_least = NAN,
                                          .steps = 2,
                                          .run = &run,
                                          .metric = "wins",
                                          .objective = BIREME_OBJECTIVE_MEAN};
    bireme_scenario *scenario = scenario_of("%s", text);
    bireme_split *split = NULL;
    bireme_error error;
    if (bireme_split_run(scenario, &options, &split, &error) != BIREME_OK) fail_msg("%s", error.message);
    split->converged = true;
    split->beaten_by = 0;
    split->gain_scaled_se = 3;
    split->gain_scaled = -5.9; /* may be chance */
    judge_split(scenario, split, NULL);
    split->gain_scaled = -6.1;
    judge_split(scenario, split, worse);
    split->gain_scaled_se = 0; /* trial by trial the same: what is left is rounding */
    split->gain_scaled = 0;
    judge_split(scenario, split, NULL);
    split->gain_scaled = -0.01 * split->best.value;
    judge_split(scenario, split, worse);
    split->gain_scaled = 0.01 * split->best.value;
    split->beaten_by = 0.02 * split->best.value;
    judge_split(scenario, split, "on fresh random numbers another split that was looked at is better");
    split->beaten_by = 0;
    split->converged = false;
    judge_split(scenario, split,
                "the search has not come to its end: moving money from one line to another still gains");
    bireme_split_free(split);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_that_fresh_trials_contradict_is_no_answer),
        cmocka_unit_test(a_split_that_fresh_trials_contradict_is_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
