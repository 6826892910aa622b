/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scenarios that are valid but may not mean what their author thinks: each has exactly the warning expected.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "unit/scenario/reading.h"

/* %s: further fields of the scenario, and of its channel `ads`. */
#define WITH(top, ads)                                                                                       \
    plain("{'start': '2027-03', 'periods': 4, 'funnel': ['lead', 'mql', 'won'], " top                        \
          "'channels': {'ads': {'organic_leads': 7, 'spend': [10, 20, 90, 40], 'cost_per_lead': 5, "         \
          "'deal_value': 900, 'cycle_days': {'won': 30}, 'conversion': {'mql': 0.5, 'won': 0.25}" ads "}}}")

/* The scenario is valid, with n warnings, the first of which says `message` at `pointer`. */
static void assert_warnings(const char *text, size_t n, const char *pointer, const char *message)
{
    bireme_problems *problems = bireme_problems_create();
    bireme_scenario *scenario = NULL;
    bireme_error error = {0};
    if (bireme_scenario_load(put_file("scenario.json", text), NULL, problems, &scenario, &error) != BIREME_OK)
        fail_msg("%s (at %s)", error.message, error.pointer);
    assert_int_equal(bireme_problems_count_errors(problems), 0);
    assert_int_equal(bireme_problems_count(problems), n);
    bireme_severity severity = BIREME_SEVERITY_ERROR;
    const bireme_error *found = n > 0 ? bireme_problems_get(problems, 0, &severity) : NULL;
    if (n > 0) {
        assert_int_equal(severity, BIREME_SEVERITY_WARNING);
        assert_contains(found->message, message);
        assert_string_equal(found->pointer, pointer);
    }
    bireme_problems_free(problems);
    bireme_scenario_free(scenario);
}

#define POWER(reference)                                                                                     \
    ", 'response': {'curve': 'power', 'reference_spend': " reference ", 'elasticity': 0.7}"

static void spend_far_above_the_reference_is_named_with_its_period(void **state)
{
    (void)state;
    assert_warnings(WITH("", POWER("44")), 1, "/channels/ads/spend",
                    "the channel `ads` spends 90 in 2027-05, more than twice its reference spend of 44");
    assert_warnings(WITH("", POWER("45")), 0, "", ""); /* exactly twice is still near */
    assert_warnings(WITH("", ""), 0, "", "");
}

static void spend_before_without_adstock_does_nothing(void **state)
{
    (void)state;
    assert_warnings(WITH("", ", 'spend_before': 5"), 1, "/channels/ads/spend_before", "without `adstock`");
    assert_warnings(WITH("", ", 'spend_before': 5, 'adstock': 0.1"), 0, "", "");
}

static void what_comes_after_the_horizon_changes_nothing(void **state)
{
    (void)state;
    assert_warnings(WITH("'sales': {'reps': 1, 'hires': {'2027-06-30': 1, '2027-07': 2}}, ", ""), 1,
                    "/sales/hires/2027-07", "after the horizon, whose last period is 2027-06");
    assert_warnings(WITH("'initiatives': {'x': {'from': '2027-07', 'effect': {'leads': 2}}}, ", ""), 1,
                    "/initiatives/x/from", "after the horizon");
    assert_warnings(WITH("'initiatives': {'x': {'from': '2027-06', 'effect': {'leads': 2}}}, ", ""), 0, "",
                    "");
}

static void an_initiative_without_an_effect_only_costs(void **state)
{
    (void)state;
    assert_warnings(WITH("'initiatives': {'x': {'from': '2027-04', 'cost': 5}}, ", ""), 1, "/initiatives/x",
                    "the initiative `x` has no effect");
    assert_warnings(WITH("'initiatives': {'x': {'from': '2027-04', 'effect': {'note': 'to come'}}}, ", ""), 1,
                    "/initiatives/x", "the initiative `x` has no effect");
}

static void churn_is_of_recurring_revenue(void **state)
{
    (void)state;
    assert_warnings(WITH("'initiatives': {'x': {'from': '2027-04', 'effect': {'churn': 2}}}, ", ""), 1,
                    "/initiatives/x/effect/churn", "revenue is not recurring");
    assert_warnings(WITH("'economy': {'regimes': {'bad': {'churn': 2}}}, ", ""), 1,
                    "/economy/regimes/bad/churn", "revenue is not recurring");
    assert_warnings(
        WITH("'revenue': {'model': 'recurring'}, 'economy': {'regimes': {'bad': {'churn': 2}}}, ", ""), 0, "",
        "");
}

static void nobody_is_patient_where_nobody_waits(void **state)
{
    (void)state;
    assert_warnings(
        WITH("'sales': {'reps': 1, 'opportunities_per_rep': 9, 'overflow': 'lost', 'patience': 0.5}, ", ""),
        1, "/sales/patience", "nobody waits");
}

static void deals_that_are_overdue_are_decided_at_once(void **state)
{
    (void)state;
    assert_warnings(
        WITH("'pipeline': [{'stage': 'mql', 'channel': 'ads', 'age_days': 29}, {'stage': 'mql', "
             "'channel': 'ads', 'age_days': 30}, {'stage': 'mql', 'channel': 'ads', 'age_days': 90}], ",
             ""),
        1, "/pipeline/1",
        "entry 1 of `pipeline` is older than its step can last: it is decided at once (so do 1 more)");
    /* P(D > 420) is e^−28 < 10^−12; P(D > 400) = e^−26.7 is above. */
    const bireme_override set[] = {
        {"channels.ads.cycle_days.won", "{\"dist\": \"exponential\", \"mean\": 15}"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 1};
    const char *text =
        WITH("'pipeline': [{'stage': 'mql', 'channel': 'ads', 'age_days': 400}, {'stage': 'mql', "
             "'channel': 'ads', 'age_days': 420}], ",
             "");
    bireme_problems *problems = bireme_problems_create();
    bireme_scenario *scenario = NULL;
    assert_int_equal(bireme_scenario_load(put_file("s.json", text), &options, problems, &scenario, NULL),
                     BIREME_OK);
    assert_int_equal(bireme_problems_count(problems), 1);
    assert_string_equal(bireme_problems_get(problems, 0, NULL)->pointer, "/pipeline/1");
    bireme_problems_free(problems);
    bireme_scenario_free(scenario);
}

static void open_deals_without_a_value_bring_nothing(void **state)
{
    (void)state;
    assert_warnings(
        WITH("'pipeline': [{'stage': 'mql', 'win_probability': 0.5, 'value': 0}, {'stage': 'mql', "
             "'win_probability': 0.5}, {'stage': 'mql', 'channel': 'ads'}], ",
             ""),
        1, "/pipeline/1", "entry 1 of `pipeline` has no value, nor is there a `deal_value` for it");
}

static void samplers_and_a_precision_need_no_warning(void **state)
{
    (void)state;
    assert_warnings(WITH("'run': {'sampler': 'sobol'}, ", ""), 0, "", "");
    assert_warnings(WITH("'run': {'sampler': 'lhs', 'precision': 0.01}, ", ""), 0, "", "");
    assert_warnings(WITH("'run': {'sampler': 'random'}, ", ""), 0, "", "");
}

static void thousands_of_warnings_refuse_nothing(void **state)
{
    (void)state;
    static char csv[1 << 16];
    size_t length = (size_t)snprintf(csv, sizeof csv, "stage,win_probability,age_days\n");
    for (int i = 0; i < 3000; i++)
        length += (size_t)snprintf(csv + length, sizeof csv - length, "mql,0.5,900\n");
    put_file("open.csv", csv);
    assert_warnings(WITH("'pipeline': {'file': 'open.csv'}, ", ""), 2, "/pipeline/0", "(so do 2999 more)");
}

/* ------------------------ what a goal may be about */

static void a_goal_may_be_any_metric_that_the_scenario_has(void **state)
{
    (void)state;
    static const char *const metrics[] = {"backlog",
                                          "nrr",
                                          "ltv_cac",
                                          "channel.ads.marginal_cost_per_lead",
                                          "revenue.opening",
                                          "turned_away.value",
                                          "pipeline.wins",
                                          "owner.unassigned.wins",
                                          "channel.calls.credit.position",
                                          "share.marketing_touched"};
    for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++) {
        char json[80];
        bool less = i == 0 || i == 3 || i == 5; /* is better */
        snprintf(json, sizeof json, "\"%s\"", metrics[i]);
        const bireme_override set[] = {
            {"goal.metric", json},
            {less ? "goal.at_most" : "goal.at_least", "1"},
            {"channels.calls",
             "{\"leads_per_rep\": 2, \"deal_value\": 5, \"conversion\": {\"mql\": 1, \"won\": 1}}"},
            {"channels.calls.touches.ads", "0.4"},
            {"revenue", "{\"model\": \"recurring\", \"opening\": 5}"},
            {"pipeline", "[{\"stage\": \"mql\", \"win_probability\": 0.5, \"value\": 5}]"},
            {"sales", "{\"reps\": 2, \"opportunities_per_rep\": 5}"}};
        const bireme_load_options options = {
            .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = sizeof set / sizeof *set};
        bireme_scenario_free(load_ok(WITH("", ", 'adstock': 0.2"), &options));
    }
}

static void a_goal_before_the_end_is_a_sum_or_a_stock(void **state)
{
    (void)state;
    assert_warnings(WITH("'goal': {'metric': 'contribution', 'at_least': 5, 'by': '2027-04'}, ", ""), 0, "",
                    "");
    assert_warnings(WITH("'goal': {'metric': 'cac', 'at_most': 5, 'by': '2027-06-15'}, ", ""), 0, "", "");
    assert_contains(
        load_error(WITH("'goal': {'metric': 'cac', 'at_most': 5, 'by': '2027-05'}, ", ""), NULL).message,
        "leave `by` out");
    assert_warnings(WITH("'goal': {'metric': 'backlog', 'at_most': 5, 'by': '2027-04'}, 'sales': {'reps': 2, "
                         "'opportunities_per_rep': 5}, ",
                         ""),
                    0, "", "");
    assert_contains(
        load_error(WITH("'goal': {'metric': 'utilisation', 'at_least': 0.5, 'by': '2027-04'}, 'sales': "
                        "{'reps': 2, 'opportunities_per_rep': 5}, ",
                        ""),
                   NULL)
            .message,
        "leave `by` out");
}

static void a_decision_may_move_spend_and_reps(void **state)
{
    (void)state;
    assert_warnings(
        WITH("'sales': {'reps': 2}, 'decision': {'lines': {'channels.ads.spend': {'max': 90}, 'sales.reps': "
             "{'min': 1, 'max': 9, 'whole': true, 'note': 'hiring plan'}}, 'groups': {'marketing': "
             "{'share_min': 0.2}, 'sales': {'share_max': 0.8}}}, ",
             ""),
        0, "", "");
    assert_warnings(WITH("'decision': {}, ", ""), 0, "", "");
    assert_warnings(WITH("'decision': {'lines': {'channels.ads.spend': {'whole': true}}}, ", ""), 1,
                    "/decision/lines/channels.ads.spend/whole", "`whole` is for reps");
    assert_warnings(WITH("'decision': {'lines': {'channels.ads.spend': {'whole': false}}}, ", ""), 0, "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spend_far_above_the_reference_is_named_with_its_period),
        cmocka_unit_test(spend_before_without_adstock_does_nothing),
        cmocka_unit_test(what_comes_after_the_horizon_changes_nothing),
        cmocka_unit_test(an_initiative_without_an_effect_only_costs),
        cmocka_unit_test(churn_is_of_recurring_revenue),
        cmocka_unit_test(nobody_is_patient_where_nobody_waits),
        cmocka_unit_test(deals_that_are_overdue_are_decided_at_once),
        cmocka_unit_test(open_deals_without_a_value_bring_nothing),
        cmocka_unit_test(samplers_and_a_precision_need_no_warning),
        cmocka_unit_test(thousands_of_warnings_refuse_nothing),
        cmocka_unit_test(a_goal_may_be_any_metric_that_the_scenario_has),
        cmocka_unit_test(a_goal_before_the_end_is_a_sum_or_a_stock),
        cmocka_unit_test(a_decision_may_move_spend_and_reps),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
