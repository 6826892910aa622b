/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a split answers: what it holds, and NULL beyond the last.
 */
#include "support/check.h"

#include <math.h>
#include "support/scenario_of.h"

#define TEXT                                                                                                 \
    "{'name': 'Small', 'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels': {'ads': "    \
    "{'spend': 1000, 'cost_per_lead': 20, 'conversion': {'won': 0.2}, 'deal_value': 100}, 'web': {'spend': " \
    "500, 'cost_per_lead': {'dist': 'uniform', 'min': 20, 'max': 30}, 'conversion': {'won': 0.2}, "          \
    "'deal_value': 100}}}"

static void it_answers_and_lists_end(void **state)
{
    (void)state;
    static const size_t beyond[] = {2, 3, 1000, SIZE_MAX / sizeof(bireme_margin) + 1, SIZE_MAX};
    bireme_scenario *scenario = scenario_of(TEXT);
    bireme_run_options run;
    bireme_split_options options;
    bireme_split *s = NULL;
    bireme_error error;
    bireme_run_options_init(&run);
    run.trials = 512;
    run.threads = 1;
    bireme_split_options_init(&options);
    options.run = &run;
    options.objective = BIREME_OBJECTIVE_MEAN;
    options.steps = 3;
    if (bireme_split_run(scenario, &options, &s, &error) != BIREME_OK) fail_msg("%s", error.message);
    assert_string_equal(bireme_split_metric(s), "revenue");
    assert_int_equal(bireme_split_objective(s), BIREME_OBJECTIVE_MEAN);
    assert_true(bireme_split_total(s) == 3000 && isnan(bireme_split_at_least(s)));
    assert_int_equal(bireme_split_line_count(s), 2);
    const bireme_division *all[] = {bireme_split_today(s), bireme_split_scaled(s), bireme_split_best(s),
                                    bireme_split_frontier(s, 0)};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_close(bireme_division_part(all[i], 0)->spend + bireme_division_part(all[i], 1)->spend,
                     bireme_division_total(all[i]), 1e-9, 0);
        assert_string_equal(bireme_division_part(all[i], 1)->name, "web");
        for (size_t k = 0; k < sizeof beyond / sizeof *beyond; k++)
            assert_null(bireme_division_part(all[i], beyond[k]));
    }
    assert_true(bireme_division_value(all[2]) >= bireme_division_value(all[1]));
    const size_t steps = bireme_split_frontier_count(s), starts = bireme_split_start_count(s);
    assert_true(steps > 0 && starts > 0);
    assert_non_null(bireme_split_margin(s, 1));
    assert_false(isnan(bireme_split_start_value(s, starts - 1)));
    assert_null(bireme_split_frontier(s, steps));
    assert_true(isnan(bireme_split_start_value(s, starts)));
    for (size_t k = 0; k < sizeof beyond / sizeof *beyond; k++) {
        if (beyond[k] >= steps) assert_null(bireme_split_frontier(s, beyond[k]));
        if (beyond[k] >= starts) assert_true(isnan(bireme_split_start_value(s, beyond[k])));
        assert_null(bireme_split_margin(s, beyond[k]));
    }
    bireme_split_free(s);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_answers_and_lists_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
