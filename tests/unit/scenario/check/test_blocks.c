/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Spend and response, touches, sales, revenue and initiatives: from the file to the model.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "unit/scenario/reading.h"

#include <math.h>

/* Two channels, `ads` with spend and `calls`; %s: further fields of the scenario, of `ads`, of `calls`. */
#define TWO(top, ads, calls)                                                                                 \
    plain("{'start': '2027-03', 'periods': 4, 'funnel': ['lead', 'mql', 'sql', 'won'], " top                 \
          "'defaults': {'conversion': {'mql': 0.5, 'sql': 0.4, 'won': 0.25}, 'deal_value': 900}, "           \
          "'channels': {'ads': {'spend': [10, 20, 30, 40], 'cost_per_lead': 5" ads                           \
          "}, 'calls': {'owner': 'sales', 'organic_leads': 7" calls "}}}")

/* ------------------------ spend */

static void spend_is_linear_and_immediate_unless_said_otherwise(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(TWO("", "", ""), NULL);
    const bireme_channel *ads = &bireme_scenario_model(scenario)->channels[0];
    assert_true(ads->has_spend && ads->spend[3] == 40);
    assert_int_equal(ads->response.curve, BIREME_CURVE_LINEAR);
    assert_true(ads->adstock == 0 && ads->spend_before_steady == 0 && ads->n_spend_before == 0);
    assert_true(ads->dispersion == 0);
    assert_null(ads->touches);
    assert_int_equal(ads->leads_per_rep, -1);
    bireme_scenario_free(scenario);
}

static void curves_and_carry_over_are_read(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(
        TWO("",
            ", 'adstock': 0.6, 'spend_before': [7, 8], 'dispersion': 0.2, 'response': {'curve': 'hill', "
            "'reference_spend': 25, 'half_saturation': 60, 'shape': 1.5}",
            ""),
        NULL);
    const bireme_channel *ads = &bireme_scenario_model(scenario)->channels[0];
    assert_true(ads->adstock == 0.6 && ads->dispersion == 0.2);
    assert_int_equal(ads->n_spend_before, 2);
    assert_true(ads->spend_before[0] == 7 && ads->spend_before[1] == 8);
    assert_int_equal(ads->response.curve, BIREME_CURVE_HILL);
    assert_true(ads->response.reference_spend == 25 && ads->response.half_saturation == 60 &&
                ads->response.shape == 1.5);
    bireme_scenario_free(scenario);
    scenario = load_ok(TWO("",
                           ", 'adstock': 0.6, 'spend_before': 15, 'response': {'curve': 'power', "
                           "'reference_spend': 25, 'elasticity': 0.7}",
                           ""),
                       NULL);
    ads = &bireme_scenario_model(scenario)->channels[0];
    assert_true(ads->spend_before_steady == 15 && ads->n_spend_before == 0);
    assert_int_equal(ads->response.curve, BIREME_CURVE_POWER);
    assert_true(ads->response.elasticity == 0.7);
    bireme_scenario_free(scenario);
}

static void what_defaults_say_of_spend_does_not_touch_channels_without_it(void **state)
{
    (void)state;
    const bireme_override set[] = {
        {"defaults.adstock", "0.3"},
        {"defaults.response", "{\"curve\": \"power\", \"reference_spend\": 25, \"elasticity\": 0.5}"},
        {"defaults.dispersion", "0.1"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 3};
    bireme_scenario *scenario = load_ok(TWO("", "", ""), &options);
    const bireme_channel *ads = &bireme_scenario_model(scenario)->channels[0], *calls = ads + 1;
    assert_true(ads->adstock == 0.3 && calls->adstock == 0);
    assert_int_equal(ads->response.curve, BIREME_CURVE_POWER);
    assert_int_equal(calls->response.curve, BIREME_CURVE_LINEAR);
    assert_true(ads->dispersion == 0.1 && calls->dispersion == 0.1);
    bireme_scenario_free(scenario);
}

/* ------------------------ touches */

static void touches_are_by_channel_and_a_channels_own_entry_means_nothing(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(TWO("", ", 'touches': {'calls': 0.4, 'note': 'survey'}", ""), NULL);
    const bireme_channel *channels = bireme_scenario_model(scenario)->channels;
    assert_true(channels[0].touches[0] == 0 && channels[0].touches[1] == 0.4);
    assert_null(channels[1].touches);
    bireme_scenario_free(scenario);
    const bireme_override set[] = {{"defaults.touches", "{\"ads\": 0.5, \"calls\": 0.25}"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 1};
    scenario = load_ok(TWO("", ", 'touches': {'calls': 0}", ""), &options);
    channels = bireme_scenario_model(scenario)->channels;
    assert_null(channels[0].touches); /* its own map holds, which says 0 */
    assert_true(channels[1].touches[0] == 0.5 && channels[1].touches[1] == 0);
    bireme_scenario_free(scenario);
}

/* ------------------------ sales */

static void without_sales_there_is_no_team(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(TWO("", "", ""), NULL);
    assert_int_equal(bireme_scenario_model(scenario)->n_teams, 0);
    bireme_scenario_free(scenario);
}

static void sales_has_its_defaults(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(TWO("'sales': {'reps': 3}, ", "", ""), NULL);
    const bireme_team *sales = &bireme_scenario_model(scenario)->teams[0];
    assert_string_equal(sales->name, "sales");
    assert_false(bireme_scenario_model(scenario)->has_named_teams);
    assert_true(sales->works[0] && sales->works[1] && sales->works[2]);
    assert_true(sales->reps == 3);
    assert_false(sales->has_capacity || sales->backfill);
    assert_true(sales->ramp_months == 0 && sales->attrition == 0);
    assert_true(sales->cost_per_rep == -1 && sales->commission == -1);
    bireme_scenario_free(scenario);
    scenario = load_ok(TWO("'sales': {'reps': 3, 'opportunities_per_rep': 9}, ", "", ""), NULL);
    sales = &bireme_scenario_model(scenario)->teams[0];
    assert_true(sales->has_capacity && sales->items_per_rep == 9);
    assert_int_equal(sales->stage, 2); /* the one before won */
    assert_true(sales->waits && sales->patience == 1);
    bireme_scenario_free(scenario);
}

static void teams_share_out_the_channels_of_a_stage(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(
        TWO("'sales': {'teams': {'callers': {'reps': 2, 'stage': 'lead', 'items_per_rep': 40}, 'large': "
            "{'reps': 1, 'items_per_rep': 3, 'channels': ['calls'], 'commission': 0.1}, 'rest': {'reps': "
            "4}}}, ",
            "", ", 'leads_per_rep': 5, 'team': 'callers'"),
        NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    static const bool works[3][3] = {{true, true, true}, {false, true, false}, {true, false, true}};
    assert_int_equal(model->n_teams, 3);
    assert_true(model->has_named_teams);
    for (size_t k = 0; k < 3; k++)
        for (size_t c = 0; c < 3; c++) assert_int_equal(model->teams[k].works[c], works[k][c]);
    assert_int_equal(model->teams[0].stage, 0);
    assert_int_equal(model->teams[1].stage, 2);
    assert_true(model->teams[0].items_per_rep == 40 && model->teams[1].items_per_rep == 3);
    assert_false(model->teams[2].has_capacity);
    assert_int_equal(model->channels[1].team, 0);
    assert_int_equal(model->channels[0].team, -1); /* it has no leads_per_rep */
    assert_string_equal(model->quantities[model->teams[1].commission].path, "sales.teams.large.commission");
    assert_int_equal(bireme_model_team_at(model, 1, 2), 1);
    assert_int_equal(bireme_model_team_at(model, 0, 2), -1); /* `rest` has no capacity */
    assert_int_equal(bireme_model_team_at(model, 2, 0), 0);
    bireme_scenario_free(scenario);
}

static void every_field_of_sales_is_read_and_hires_come_in_order_of_time(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(
        TWO("'sales': {'reps': 3.5, 'hires': {'2027-05-16': 1, 'note': 'plan', '2027-04': 2, '2027-02': 0.5, "
            "'2027-04-01': -1}, 'ramp_months': 4, 'attrition': 0.02, 'backfill': true, 'stage': 'lead', "
            "'opportunities_per_rep': 9, 'overflow': 'lost', 'cost_per_rep': 8000, 'commission': 0.1}, ",
            "", ", 'leads_per_rep': {'dist': 'gamma', 'mean': 4, 'sd': 1}"),
        NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_team *sales = &model->teams[0];
    assert_true(sales->reps == 3.5 && sales->ramp_months == 4 && sales->attrition == 0.02);
    assert_true(sales->backfill && !sales->waits);
    assert_int_equal(sales->stage, 0);
    assert_true(bireme_model_mean(model, sales->cost_per_rep, 0) == 8000);
    assert_true(bireme_model_mean(model, sales->commission, 0) == 0.1);
    assert_string_equal(model->quantities[sales->commission].path, "sales.commission");
    assert_int_equal(sales->n_hires, 4);
    assert_true(sales->hires[0].at == -1 && sales->hires[0].count == 0.5);
    assert_true(sales->hires[1].at == 1 && sales->hires[1].count == 2); /* as in the file */
    assert_true(sales->hires[2].at == 1 && sales->hires[2].count == -1);
    assert_close(sales->hires[3].at, 2 + 15 / 31.0, 1e-15, 0); /* one rounding */
    assert_string_equal(model->quantities[model->channels[1].leads_per_rep].path,
                        "channels.calls.leads_per_rep");
    bireme_scenario_free(scenario);
}

/* ------------------------ revenue */

static void revenue_is_one_time_with_a_full_margin_unless_said_otherwise(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(TWO("", "", ""), NULL);
    const bireme_revenue *revenue = &bireme_scenario_model(scenario)->revenue;
    assert_false(revenue->recurring);
    assert_int_equal(revenue->churn, -1);
    assert_int_equal(revenue->expansion, -1);
    assert_int_equal(revenue->gross_margin, -1);
    assert_true(revenue->discount_rate == 0 && revenue->lifetime_years == 5 && revenue->opening == 0);
    bireme_scenario_free(scenario);
}

static void recurring_revenue_has_churn_and_expansion_as_quantities(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(
        TWO("'revenue': {'model': 'recurring', 'opening': 120000, 'churn': {'dist': 'beta', 'mean': 0.02, "
            "'sd': 0.005}, 'expansion': 0.06, 'gross_margin': 0.7, 'discount_rate': 0.08, 'lifetime_years': "
            "4}, ",
            "", ""),
        NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_revenue *revenue = &model->revenue;
    assert_true(revenue->recurring && revenue->opening == 120000);
    assert_true(bireme_model_mean(model, revenue->gross_margin, 1) == 0.7);
    assert_true(revenue->discount_rate == 0.08 && revenue->lifetime_years == 4);
    assert_string_equal(model->quantities[revenue->churn].path, "revenue.churn");
    assert_string_equal(model->quantities[revenue->expansion].path, "revenue.expansion");
    assert_false(bireme_dist_is_fixed(model->quantities[revenue->churn].dist));
    bireme_scenario_free(scenario);
}

/* ------------------------ initiatives, churn of regimes */

static void initiatives_multiply_from_a_date_on(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(
        TWO("'initiatives': {'note': 'board paper', 'training': {'from': '2027-04-16', 'ramp_months': 3, "
            "'cost': "
            "400, 'one_time_cost': 9000, 'effect': {'conversion_odds': {'sql': {'dist': 'lognormal', 'p10': "
            "1.1, "
            "'p90': 1.4}}, 'cycle_time': 0.9, 'leads': 1.1, 'cost_per_lead': 0.95, 'deal_value': 1.02}}, "
            "'crm': {'from': '2026-12', 'effect': {'conversion_odds': 1.2}}}, ",
            "", ""),
        NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_int_equal(model->n_initiatives, 2);
    const bireme_initiative *training = &model->initiatives[0], *crm = &model->initiatives[1];
    assert_string_equal(training->name, "training");
    assert_close(training->from, 1.5, 1e-15, 0); /* one rounding */
    assert_true(training->ramp_months == 3 && bireme_model_mean(model, training->cost, 0) == 400 &&
                bireme_model_mean(model, training->one_time_cost, 0) == 9000);
    const bireme_effects *effects = &training->effects;
    assert_string_equal(model->quantities[effects->conversion_odds[2]].path,
                        "initiatives.training.effect.conversion_odds.sql");
    assert_int_equal(effects->conversion_odds[1], -1);
    assert_string_equal(model->quantities[effects->leads].path, "initiatives.training.effect.leads");
    assert_string_equal(model->quantities[effects->cost_per_lead].path,
                        "initiatives.training.effect.cost_per_lead");
    assert_string_equal(model->quantities[effects->deal_value].path,
                        "initiatives.training.effect.deal_value");
    assert_string_equal(model->quantities[effects->cycle_time].path,
                        "initiatives.training.effect.cycle_time");
    assert_int_equal(effects->churn, -1);
    assert_true(crm->from == -3 && crm->ramp_months == 0 && crm->cost == -1 && crm->one_time_cost == -1);
    assert_int_equal(crm->effects.conversion_odds[1], crm->effects.conversion_odds[3]);
    assert_int_equal(crm->effects.conversion_odds[0], -1);
    bireme_scenario_free(scenario);
}

static void regimes_and_initiatives_may_multiply_churn(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(TWO("'revenue': {'model': 'recurring'}, 'economy': {'regimes': "
                                            "{'bad': {'churn': 1.5}}}, 'initiatives': "
                                            "{'care': {'from': '2027-03', 'effect': {'churn': 0.8}}}, ",
                                            "", ""),
                                        NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_string_equal(model->quantities[model->economy.regimes[0].effects.churn].path,
                        "economy.regimes.bad.churn");
    assert_string_equal(model->quantities[model->initiatives[0].effects.churn].path,
                        "initiatives.care.effect.churn");
    bireme_scenario_free(scenario);
}

/* ------------------------ reaching the new fields */

static void new_quantities_can_be_correlated(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(
        TWO("'revenue': {'model': 'recurring', 'churn': {'dist': 'beta', 'mean': 0.02, 'sd': 0.005}}, "
            "'sales': "
            "{'reps': 2}, 'initiatives': {'training': {'from': '2027-03', 'effect': {'leads': {'dist': "
            "'gamma', "
            "'mean': 1.1, 'sd': 0.1}, 'conversion_odds': {'won': {'dist': 'gamma', 'mean': 1.1, 'sd': "
            "0.1}}}}}, "
            "'correlations': [{'between': ['revenue.churn', 'channels.calls.leads_per_rep'], 'rank': 0.2}, "
            "{'between': ['initiatives.training.effect.leads', "
            "'initiatives.training.effect.conversion_odds.won'], 'rank': 0.4}], ",
            "", ", 'leads_per_rep': {'dist': 'gamma', 'mean': 4, 'sd': 1}"),
        NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_int_equal(model->n_correlated, 2);
    assert_int_equal(model->correlated[0].n, 2);
    assert_int_equal(model->correlated[1].n, 2);
    bireme_scenario_free(scenario);
}

static void overrides_reach_every_new_block(void **state)
{
    (void)state;
    const bireme_override set[] = {{"sales.reps", "5"},
                                   {"sales.hires.2027-04", "2"},
                                   {"channels.ads.response.curve", "\"power\""},
                                   {"channels.ads.response.reference_spend", "25"},
                                   {"channels.ads.response.elasticity", "0.9"},
                                   {"channels.ads.spend_before", "[1, 2, 3, 4, 5]"},
                                   {"channels.ads.spend_before.4", "6"},
                                   {"channels.ads.adstock", "0.5"},
                                   {"channels.ads.touches.calls", "0.3"},
                                   {"revenue.model", "\"recurring\""},
                                   {"revenue.churn", "0.02"},
                                   {"initiatives.x.from", "\"2027-04\""},
                                   {"initiatives.x.effect.leads", "1.3"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = sizeof set / sizeof *set};
    bireme_scenario *scenario = load_ok(TWO("", "", ""), &options);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_true(model->teams[0].reps == 5 && model->teams[0].hires[0].count == 2);
    assert_true(model->channels[0].response.elasticity == 0.9);
    assert_int_equal(model->channels[0].n_spend_before, 5);
    assert_true(model->channels[0].spend_before[4] == 6);
    assert_true(model->channels[0].touches[1] == 0.3);
    assert_true(model->revenue.churn >= 0 && model->initiatives[0].effects.leads >= 0);
    bireme_scenario_free(scenario);
}

/* A field of what is not there: a slip, where it cannot be meant. */
static void slips_in_names_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *path, *message;
    } cases[] = {{"channels.adz.spend", "there is no channel `adz`; did you mean `ads`?"},
                 {"channels.somewhere.spend", "there is no channel `somewhere`; to add one"},
                 {"economy.regimes.resession.leads", "did you mean `recession`?"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const bireme_override set[] = {{"economy",
                                        "{\"regimes\": {\"steady\": {}, \"recession\": {}}, \"path\": "
                                        "[\"steady\", \"steady\", \"steady\", \"steady\"]}"},
                                       {cases[i].path, "1"}};
        const bireme_load_options options = {
            .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 2};
        assert_contains(load_error(TWO("", "", ""), &options).message, cases[i].message);
    }
}

/* ------------------------ all together */

static void a_scenario_with_everything_is_valid_without_a_warning(void **state)
{
    (void)state;
    bireme_problems *problems = bireme_problems_create();
    bireme_scenario *scenario = NULL;
    assert_int_equal(bireme_scenario_load(BIREME_SOURCE_DIR "/tests/cli/scenarios/everything.json", NULL,
                                          problems, &scenario, NULL),
                     BIREME_OK);
    assert_int_equal(bireme_problems_count(problems), 0);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_int_equal(model->n_channels, 5);
    assert_int_equal(model->n_open, 3);
    assert_int_equal(model->n_initiatives, 1);
    assert_int_equal(model->economy.n_regimes, 3);
    assert_true(model->teams[0].has_capacity && model->revenue.recurring && model->goal.present);
    assert_int_equal(model->n_correlated, 2);
    bireme_problems_free(problems);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spend_is_linear_and_immediate_unless_said_otherwise),
        cmocka_unit_test(curves_and_carry_over_are_read),
        cmocka_unit_test(what_defaults_say_of_spend_does_not_touch_channels_without_it),
        cmocka_unit_test(touches_are_by_channel_and_a_channels_own_entry_means_nothing),
        cmocka_unit_test(without_sales_there_is_no_team),
        cmocka_unit_test(sales_has_its_defaults),
        cmocka_unit_test(teams_share_out_the_channels_of_a_stage),
        cmocka_unit_test(every_field_of_sales_is_read_and_hires_come_in_order_of_time),
        cmocka_unit_test(revenue_is_one_time_with_a_full_margin_unless_said_otherwise),
        cmocka_unit_test(recurring_revenue_has_churn_and_expansion_as_quantities),
        cmocka_unit_test(initiatives_multiply_from_a_date_on),
        cmocka_unit_test(regimes_and_initiatives_may_multiply_churn),
        cmocka_unit_test(new_quantities_can_be_correlated),
        cmocka_unit_test(overrides_reach_every_new_block),
        cmocka_unit_test(slips_in_names_are_told),
        cmocka_unit_test(a_scenario_with_everything_is_valid_without_a_warning),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
