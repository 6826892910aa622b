/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inverse of a forecast where all runs are short.
 */
#include "support/check.h"

#include "bireme/scenario.h"
#include "decide/target/result.h"

/* Where all runs are short, what the pilot takes must not leave the search without runs: today's plan reaches
 * this in nearly four of five futures, and was said to be needed for half of them. */
static void a_few_trials_are_searched_too(void **state)
{
    (void)state;
    bireme_scenario *scenario = NULL;
    bireme_error error;
    assert_int_equal(
        bireme_scenario_load(BIREME_SOURCE_DIR "/scenarios/base.json", NULL, NULL, &scenario, &error),
        BIREME_OK);
    for (uint64_t trials = 64; trials <= 512; trials *= 2) {
        const bireme_run_options run = {
            .size = sizeof run, .trials = trials, .has_seed = true, .seed = 20270101};
        bireme_target_options options = {.size = sizeof options,
                                         .metric = "revenue",
                                         .at_least = 3e6,
                                         .confidence = 0.5,
                                         .by = BIREME_TARGET_BY_LEADS,
                                         .run = &run};
        bireme_target *target = NULL;
        assert_int_equal(bireme_target_run(scenario, &options, &target, &error), BIREME_OK);
        assert_true(target->reached && target->converged);
        assert_true(target->today > 0.7 && target->scale < 0.3 && target->achieved < 0.6);
        bireme_target_free(target);
    }
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_few_trials_are_searched_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
