/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is concluded from facts, and what is not.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "model/past.h"
#include "scenario/internal.h"
#include "support/scenario_of.h"

/* Two channels, one with spend; %s: actuals through February, and more of the scenario. */
#define COMPANY                                                                                              \
    "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'talk', 'won'], 'channels': {'a': {'spend': 10, " \
    "'cost_per_lead': 1, 'conversion': {'talk': 1, 'won': 1}}, 'b': {'owner': 'sales', 'organic_leads': 1, " \
    "'conversion': {'talk': 1, 'won': 1}}}, 'actuals': {'through': '2027-02', %s}%s}"

static bireme_scenario *scenario;

static const bireme_model *company(const char *actuals, const char *more)
{
    bireme_scenario_free(scenario);
    scenario = scenario_of(COMPANY, actuals, more);
    return bireme_scenario_model(scenario);
}

static double of_all(const bireme_model *model, bireme_metric_kind kind, size_t t)
{
    return bireme_past_value(model, bireme_metric_all(kind), t);
}

static double of_one(const bireme_model *model, bireme_metric_kind kind, int index, size_t t)
{
    return bireme_past_value(model, bireme_metric_one(kind, index), t);
}

static void the_trials_begin_after_the_past(void **state)
{
    (void)state;
    char label[BIREME_LABEL_SIZE];
    const bireme_model *model = company("'wins': [3, 4]", "");
    assert_int_equal(model->past.periods, 2);
    assert_int_equal(model->periods, 2);
    assert_int_equal(bireme_model_whole(model), 4);
    assert_string_equal(bireme_calendar_label(&model->calendar, 0, label), "2027-03");
    assert_string_equal(bireme_calendar_label(&model->past.calendar, 0, label), "2027-01");
}

static void a_total_is_what_was_given_or_the_sum_of_the_channels(void **state)
{
    (void)state;
    const bireme_model *model = company("'wins': [9, 9], 'channels': {'a': {'wins': [3, null], 'leads': [5, "
                                        "6]}, 'b': {'wins': [4, 2], 'leads': "
                                        "[1, 1]}}",
                                        "");
    assert_close(of_all(model, BIREME_METRIC_WINS, 0), 9, 0, 0);
    assert_close(of_one(model, BIREME_METRIC_STAGE, 2, 0), 9, 0, 0);
    assert_close(of_all(model, BIREME_METRIC_LEADS, 1), 7, 0, 0);
    assert_close(of_one(model, BIREME_METRIC_STAGE, 0, 1), 7, 0, 0);
    assert_close(of_one(model, BIREME_METRIC_OWNER_WINS, BIREME_OWNER_SALES, 1), 2, 0, 0);
    assert_close(of_one(model, BIREME_METRIC_OWNER_WINS, BIREME_OWNER_UNASSIGNED, 0), 2, 0, 0);
    assert_true(isnan(of_one(model, BIREME_METRIC_OWNER_WINS, BIREME_OWNER_MARKETING, 1)));
    assert_true(isnan(of_one(model, BIREME_METRIC_OWNER_WINS, BIREME_OWNER_UNASSIGNED, 1)));
    assert_true(isnan(of_one(model, BIREME_METRIC_STAGE, 1, 0)));
}

static void one_time_revenue_is_bookings_and_recurring_is_not(void **state)
{
    (void)state;
    const bireme_model *model = company("'bookings': [7, 8], 'channels': {'a': {'revenue': [1, 2]}}", "");
    assert_close(of_all(model, BIREME_METRIC_REVENUE, 1), 8, 0, 0);
    assert_close(of_one(model, BIREME_METRIC_CHANNEL_REVENUE, 0, 1), 2, 0, 0);
    model = company("'bookings': [7, 8], 'channels': {'a': {'revenue': [1, 2]}, 'b': {'revenue': [1, 2]}}",
                    ", 'revenue': {'model': 'recurring', 'churn': 0.01}");
    assert_close(of_all(model, BIREME_METRIC_BOOKINGS, 1), 8, 0, 0);
    assert_true(isnan(of_all(model, BIREME_METRIC_REVENUE, 1))); /* earlier customers have a part in it */
}

static void costs_are_not_taken_from_the_plan(void **state)
{
    (void)state;
    const bireme_model *model = company("'revenue': [90, 91], 'channels': {'a': {'spend': [11, 12]}}", "");
    assert_close(of_all(model, BIREME_METRIC_COST_MARKETING, 1), 12, 0, 0);
    assert_close(of_all(model, BIREME_METRIC_CONTRIBUTION, 1), 79, 0, 0);
    model = company("'revenue': [90, 91], 'channels': {'a': {'spend': [11, 12]}}",
                    ", 'sales': {'reps': 2, 'cost_per_rep': 5}");
    assert_true(isnan(of_all(model, BIREME_METRIC_COST_SALES, 0)));
    assert_true(isnan(of_all(model, BIREME_METRIC_CONTRIBUTION, 0)));
    model = company("'revenue': [90, 91], 'channels': {'a': {'spend': [11, 12]}}",
                    ", 'initiatives': {'x': {'from': '2027-01', 'cost': 3, 'effect': {'leads': 1.1}}}");
    assert_true(isnan(of_all(model, BIREME_METRIC_COST_MARKETING, 0)));
    model =
        company("'revenue': [90, 91], 'spend': [14, 15]",
                ", 'revenue': {'model': 'one_time', 'gross_margin': {'dist': 'uniform', 'min': 0.5, 'max': "
                "0.7}}");
    assert_true(isnan(of_all(model, BIREME_METRIC_CONTRIBUTION, 0))); /* what goods cost is not known */
}

static void a_sum_is_known_only_if_every_period_is(void **state)
{
    (void)state;
    const bireme_model *model = company("'wins': [3, null], 'leads': [5, 6]", "");
    bireme_metric_id wins = bireme_metric_all(BIREME_METRIC_WINS),
                     leads = bireme_metric_all(BIREME_METRIC_LEADS);
    assert_true(isnan(bireme_past_sum(model, wins)));
    assert_close(bireme_past_part(model, wins), 0, 0, 0);
    assert_close(bireme_past_sum(model, leads), 11, 0, 0);
    assert_false(bireme_past_suffices(model, wins));
    assert_true(bireme_past_suffices(model, leads));
    assert_false(bireme_past_suffices(model, bireme_metric_all(BIREME_METRIC_CAC)));
    assert_true(bireme_past_suffices(model, bireme_metric_all(BIREME_METRIC_CARRIED_OUT)));
    assert_string_equal(bireme_past_lacks(model, wins), "`wins`");
}

static int free_scenario(void **state)
{
    (void)state;
    bireme_scenario_free(scenario);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_trials_begin_after_the_past),
        cmocka_unit_test(a_total_is_what_was_given_or_the_sum_of_the_channels),
        cmocka_unit_test(one_time_revenue_is_bookings_and_recurring_is_not),
        cmocka_unit_test(costs_are_not_taken_from_the_plan),
        cmocka_unit_test(a_sum_is_known_only_if_every_period_is),
    };
    return cmocka_run_group_tests(tests, NULL, free_scenario);
}
