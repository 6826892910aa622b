/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a comparison answers where there is nothing to answer with.
 */
#include "support/check.h"

#include <string.h>
#include "support/scenario_of.h"

#define TEXT                                                                                                 \
    "{'name': '%s', 'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels': {'web': "       \
    "{'organic_leads': %s, 'conversion': {'won': 0.2}, 'deal_value': 100}}}"

static bireme_status compare_by(const char *metric, bireme_comparison **out, bireme_error *error)
{
    bireme_scenario *plans[2] = {scenario_of(TEXT, "A", "50"), scenario_of(TEXT, "B", "60")};
    const bireme_run_options run = {.size = sizeof(bireme_run_options), .trials = 200, .threads = 1};
    const bireme_compare_options options = {
        .size = sizeof(bireme_compare_options), .run = &run, .bridge = true, .metric = metric};
    bireme_status status = bireme_comparison_run((const bireme_scenario *const *)plans, 2, &options, out,
                                                 error);
    bireme_scenario_free(plans[0]);
    bireme_scenario_free(plans[1]);
    return status;
}

static void what_is_not_there_has_no_answer(void **state)
{
    (void)state;
    bireme_comparison *c;
    bireme_error error;
    size_t wins;
    assert_int_equal(compare_by(NULL, &c, &error), BIREME_OK);
    assert_int_equal(bireme_comparison_metric_find(c, "wins", &wins, &error), BIREME_OK);
    const size_t metrics = bireme_comparison_metric_count(c);
    const size_t scenarios[] = {2, 3, SIZE_MAX / metrics + 1, SIZE_MAX / 2, SIZE_MAX};
    for (size_t k = 0; k < sizeof scenarios / sizeof *scenarios; k++) {
        const size_t s = scenarios[k];
        assert_null(bireme_comparison_name(c, s));
        assert_null(bireme_comparison_forecast(c, s));
        assert_null(bireme_comparison_precision(c, s));
        assert_null(bireme_comparison_total(c, s, wins));
        assert_null(bireme_comparison_difference(c, s, wins));
        assert_null(bireme_comparison_choice(c, s));
        assert_int_equal(bireme_comparison_bridge_count(c, s), 0);
        assert_null(bireme_comparison_bridge(c, s, 0));
        assert_null(bireme_comparison_bridge_reason(c, s));
    }
    const size_t numbers[] = {metrics, metrics + 1, SIZE_MAX / 2, SIZE_MAX};
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        assert_null(bireme_comparison_metric_name(c, numbers[k]));
        assert_int_equal(bireme_comparison_metric_unit(c, numbers[k]), BIREME_UNIT_NONE);
        assert_null(bireme_comparison_total(c, 1, numbers[k]));
        assert_null(bireme_comparison_difference(c, 1, numbers[k]));
    }
    const size_t parts = bireme_comparison_bridge_count(c, 1);
    assert_int_equal(parts, 1);
    assert_non_null(bireme_comparison_bridge(c, 1, 0));
    assert_null(bireme_comparison_bridge(c, 1, parts));
    assert_null(bireme_comparison_bridge(c, 1, SIZE_MAX));
    assert_null(bireme_comparison_bridge(c, 0, 0));
    assert_true(bireme_comparison_difference(c, 1, wins)->summary->n == 200);
    assert_true(bireme_comparison_choice(c, 1)->regret->n == 200);
    bireme_comparison_free(c);
}

static void a_name_that_no_metric_has_is_an_error_with_the_nearest(void **state)
{
    (void)state;
    bireme_comparison *c = NULL;
    bireme_error error;
    size_t metric = 77;
    assert_int_equal(compare_by("revenu", &c, &error), BIREME_DOMAIN);
    assert_string_equal(error.message, "`A` has no metric `revenu`; did you mean `revenue`?");
    assert_int_equal(compare_by(NULL, &c, &error), BIREME_OK);
    assert_int_equal(bireme_comparison_metric_find(c, "win", &metric, &error), BIREME_DOMAIN);
    assert_string_equal(error.message, "there is no metric `win`; did you mean `wins`?");
    assert_int_equal(bireme_comparison_metric_find(c, NULL, &metric, &error), BIREME_DOMAIN);
    assert_int_equal(bireme_comparison_metric_find(c, "", &metric, NULL), BIREME_DOMAIN);
    assert_int_equal(metric, 77);
    bireme_comparison_free(c);
}

static void fewer_than_two_are_refused_before_one_is_looked_at(void **state)
{
    (void)state;
    bireme_comparison *c = NULL;
    bireme_need need;
    bireme_error error;
    assert_int_equal(bireme_comparison_run(NULL, 0, NULL, &c, &error), BIREME_DOMAIN);
    assert_string_equal(error.message, "0 scenarios were given; 2 to 16 can be compared");
    assert_int_equal(bireme_comparison_need(NULL, 0, NULL, &need, &error), BIREME_DOMAIN);
    assert_int_equal(bireme_comparison_run(NULL, SIZE_MAX, NULL, &c, &error), BIREME_DOMAIN);
    assert_null(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_there_has_no_answer),
        cmocka_unit_test(a_name_that_no_metric_has_is_an_error_with_the_nearest),
        cmocka_unit_test(fewer_than_two_are_refused_before_one_is_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
