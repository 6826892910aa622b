/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a sensitivity answers: what it holds, and NULL beyond the last.
 */
#include "support/check.h"

#include <math.h>
#include "support/scenario_of.h"

#define TEXT                                                                                                 \
    "{'name': 'Small', 'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels': {'ads': "    \
    "{'organic_leads': {'dist': 'uniform', 'min': 20, 'max': 30}, 'conversion': {'won': {'dist': 'beta', "   \
    "'alpha': 4, 'beta': 16}}, 'deal_value': 100}}, 'correlations': [{'between': "                           \
    "['channels.ads.organic_leads', 'channels.ads.conversion.won'], 'rank': 0.4}]}"

static void it_answers_and_lists_end(void **state)
{
    (void)state;
    static const size_t beyond[] = {2, 3, 1000, SIZE_MAX / sizeof(bireme_alternative) + 1, SIZE_MAX};
    bireme_scenario *scenario = scenario_of(TEXT);
    bireme_run_options run;
    bireme_sensitivity_options options;
    bireme_sensitivity *s = NULL;
    bireme_error error;
    bireme_run_options_init(&run);
    run.trials = 512;
    run.threads = 1;
    bireme_sensitivity_options_init(&options);
    options.run = &run;
    if (bireme_sensitivity_run(scenario, &options, &s, &error) != BIREME_OK) fail_msg("%s", error.message);
    assert_string_equal(bireme_sensitivity_metric(s), "revenue");
    assert_int_equal(bireme_sensitivity_trials(s), 512);
    assert_true(bireme_sensitivity_summary(s)->n == 512);
    assert_int_equal(bireme_sensitivity_input_count(s), 1);
    const bireme_input *set = bireme_sensitivity_input(s, 0), *chance = bireme_sensitivity_chance(s);
    assert_int_equal(bireme_input_kind_of(set), BIREME_INPUT_SET);
    assert_int_equal(bireme_input_kind_of(chance), BIREME_INPUT_CHANCE);
    assert_true(bireme_input_index(set)->total > 0 && isnan(bireme_input_rank_correlation(set)));
    assert_int_equal(bireme_input_member_count(set), 2);
    assert_int_equal(bireme_input_member_count(chance), 0);
    assert_true(bireme_input_low(bireme_input_member(set, 0)) <
                bireme_input_high(bireme_input_member(set, 0)));
    assert_null(bireme_input_member(chance, 0));
    assert_null(bireme_sensitivity_input(s, 1));
    const size_t alternatives = bireme_sensitivity_alternative_count(s);
    assert_true(alternatives == 1 && bireme_sensitivity_best(s) == 0);
    assert_null(bireme_sensitivity_alternative(s, 0)->path);
    assert_null(bireme_sensitivity_alternative(s, alternatives));
    for (size_t k = 0; k < sizeof beyond / sizeof *beyond; k++) {
        assert_null(bireme_sensitivity_input(s, beyond[k]));
        assert_null(bireme_sensitivity_alternative(s, beyond[k]));
        assert_null(bireme_input_member(set, beyond[k]));
    }
    bireme_sensitivity_free(s);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_answers_and_lists_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
