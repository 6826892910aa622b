/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a valid scenario to the model: defaults, rates and items, the economy, the goal, warnings.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "unit/scenario/reading.h"

#include <math.h>
#include "model/calendar.h"

static void the_smallest_scenario_gets_every_default(void **state)
{
    (void)state;
    bireme_scenario *scenario =
        load_ok("{\"start\": \"2027-01\", \"funnel\": [\"lead\", \"won\"], \"channels\": {\"web\":"
                " {\"organic_leads\": 10, \"conversion\": {\"won\": 0.5}}}}",
                NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_string_equal(model->name, "scenario");
    assert_string_equal(model->currency, "USD");
    assert_null(model->description);
    assert_int_equal(model->periods, 12);
    assert_int_equal(model->calendar.period, BIREME_PERIOD_MONTH);
    assert_int_equal(model->calendar.year, 2027);
    assert_int_equal(model->trials, 65536);
    assert_int_equal(model->seed, 1);
    assert_int_equal(model->sampler, BIREME_SAMPLER_SOBOL);
    assert_true(model->precision == 0);
    assert_false(model->has_trials);
    assert_int_equal(model->economy.n_regimes, 0);
    assert_int_equal(model->n_correlated, 0);
    assert_false(model->goal.present);
    assert_int_equal(model->stages, 2);
    assert_string_equal(model->stage[1], "won");
    for (size_t t = 0; t < 12; t++) assert_true(model->pace[t] == 1);
    const bireme_channel *web = &model->channels[0];
    assert_int_equal(model->n_channels, 1);
    assert_string_equal(web->name, "web");
    assert_int_equal(web->owner, BIREME_OWNER_MARKETING);
    assert_false(web->has_spend);
    assert_int_equal(web->cost_per_lead, -1);
    assert_int_equal(web->conversion[0], -1);
    assert_null(web->cycle[1].shape);
    assert_null(web->deal_value.shape);
    assert_int_equal(web->deal_value.scale, -1);
    for (size_t t = 0; t < 12; t++) assert_true(web->season[t] == 1 && web->spend[t] == 0);
    assert_int_equal(model->n_quantities, 2);
    assert_true(bireme_dist_is_fixed(model->quantities[web->organic_leads].dist));
    bireme_scenario_free(scenario);
}

#define RUN(run)                                                                                             \
    "{\"start\": \"2027-01\", \"funnel\": [\"lead\", \"won\"], \"channels\": {\"web\": {\"organic_leads\": " \
    "10, "                                                                                                   \
    "\"conversion\": {\"won\": 0.5}, \"deal_value\": 1}}, \"run\": {" run "}}"

static void the_run_block_chooses_sampler_and_precision(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bireme_sampler sampler;
        double precision;
        uint64_t trials;
    } cases[] = {
        {RUN("\"trials\": 500"), BIREME_SAMPLER_SOBOL, 0, 500},
        {RUN("\"sampler\": \"sobol\""), BIREME_SAMPLER_SOBOL, 0, 65536},
        {RUN("\"sampler\": \"lhs\""), BIREME_SAMPLER_LHS, 0, 65536},
        {RUN("\"sampler\": \"random\", \"precision\": 0.002, \"trials\": 500"), BIREME_SAMPLER_RANDOM, 0.002,
         500},
        {RUN("\"precision\": 0.25"), BIREME_SAMPLER_SOBOL, 0.25, 16777216},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bireme_scenario *scenario = load_ok(cases[i].text, NULL);
        const bireme_model *model = bireme_scenario_model(scenario);
        assert_int_equal(model->sampler, cases[i].sampler);
        assert_true(model->precision == cases[i].precision);
        assert_int_equal(model->trials, cases[i].trials);
        bireme_scenario_free(scenario);
    }
}

static void the_trials_asked_for_come_before_the_scenarios_and_those_before_the_default(void **state)
{
    (void)state;
    bireme_model model = {.trials = 500, .has_trials = true};
    assert_int_equal(bireme_model_trials(&model, 20, 0), 20);
    assert_int_equal(bireme_model_trials(&model, 20, 0.1), 20);
    assert_int_equal(bireme_model_trials(&model, 0, 0), 500);
    assert_int_equal(bireme_model_trials(&model, 0, 0.1), 16777216); /* 500 are for another purpose */
    model.precision = 0.1;
    assert_int_equal(bireme_model_trials(&model, 0, 0.1), 500);
    assert_int_equal(bireme_model_trials(&model, 0, 0.2), 16777216);
    model.has_trials = false;
    assert_int_equal(bireme_model_trials(&model, 0, 0), 65536);
    assert_int_equal(bireme_model_trials(&model, 0, 0.1), 16777216);
}

static void a_channel_without_a_deal_value_is_a_warning(void **state)
{
    (void)state;
    bireme_problems *problems = bireme_problems_create();
    bireme_scenario *scenario = NULL;
    const char *file =
        put_file("x.json", "{\"start\": \"2027-01\", \"funnel\": [\"lead\", \"won\"], \"channels\": {\"web\":"
                           " {\"organic_leads\": 10, \"conversion\": {\"won\": 0.5}}}}");
    assert_int_equal(bireme_scenario_load(file, NULL, problems, &scenario, NULL), BIREME_OK);
    bireme_severity severity = BIREME_SEVERITY_ERROR;
    assert_int_equal(bireme_problems_count(problems), 1);
    assert_int_equal(bireme_problems_count_errors(problems), 0);
    assert_contains(bireme_problems_get(problems, 0, &severity)->message, "no `deal_value`");
    assert_int_equal(severity, BIREME_SEVERITY_WARNING);
    bireme_problems_free(problems);
    bireme_scenario_free(scenario);
}

static const char with_defaults[] =
    "{\"start\": \"2027-03\", \"periods\": 3, \"funnel\": [\"lead\", \"mql\", \"won\"],\n"
    "\"defaults\": {\"owner\": \"sales\", \"season\": {\"calendar\": [1,2,3,4,5,6,7,8,9,10,11,12]},\n"
    "  \"conversion\": {\"mql\": 0.5, \"won\": {\"dist\": \"beta\", \"alpha\": 2, \"beta\": 6, \"note\": "
    "\"guess\"}},\n"
    "  \"cycle_days\": {\"mql\": 3, \"won\": {\"dist\": \"gamma\", \"mean\": {\"dist\": \"lognormal\", "
    "\"median\": 40,\n"
    "     \"p90\": 60, \"source\": \"CRM\"}, \"cv\": 0.5}},\n"
    "  \"deal_value\": {\"dist\": \"lognormal\", \"mean\": 1000, \"cv\": 0.9}},\n"
    "\"channels\": {\"note\": \"two of them\",\n"
    "  \"a\": {\"spend\": [10, 20, 30], \"cost_per_lead\": 5, \"conversion\": {\"won\": 0.25}, \"note\": "
    "\"n\"},\n"
    "  \"b\": {\"organic_leads\": 7, \"owner\": \"partner\", \"season\": 2, \"cycle_days\": {\"won\": 9}}}}";

static void defaults_hold_field_by_field_and_stage_by_stage(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(with_defaults, NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_channel *a = &model->channels[0], *b = &model->channels[1];
    assert_int_equal(model->n_channels, 2); /* `note` is no channel */
    assert_int_equal(a->owner, BIREME_OWNER_SALES);
    assert_int_equal(b->owner, BIREME_OWNER_PARTNER);
    assert_true(a->season[0] == 3 && a->season[2] == 5); /* from March on */
    assert_true(b->season[1] == 2);
    assert_true(a->has_spend && a->spend[1] == 20);
    assert_true(bireme_dist_mean(model->quantities[a->conversion[2]].dist) == 0.25);
    assert_true(bireme_dist_mean(model->quantities[b->conversion[2]].dist) == 0.25); /* 2 / (2 + 6) */
    assert_false(bireme_dist_is_fixed(model->quantities[b->conversion[2]].dist));
    assert_true(bireme_dist_mean(model->quantities[a->conversion[1]].dist) == 0.5);
    assert_int_equal(a->conversion[1], b->conversion[1]); /* one quantity for both */
    assert_string_equal(model->quantities[b->conversion[1]].path, "defaults.conversion.mql");
    assert_true(a->conversion[2] != b->conversion[2]);
    assert_string_equal(model->quantities[a->conversion[2]].path, "channels.a.conversion.won");
    assert_string_equal(model->quantities[b->conversion[2]].note, "guess");
    assert_contains(model->quantities[b->conversion[2]].origin, "scenario.json:3:");
    assert_string_equal(a->note, "n");
    bireme_scenario_free(scenario);
}

static void an_uncertain_location_is_a_quantity_and_the_shape_has_location_one(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(with_defaults, NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_item *cycle = &model->channels[0].cycle[2];
    assert_close(bireme_dist_mean(cycle->shape), 1, 1e-12, 0); /* the family's own accuracy */
    assert_string_equal(cycle->path, "defaults.cycle_days.won");
    const bireme_quantity *scale = &model->quantities[cycle->scale];
    assert_string_equal(scale->path, "defaults.cycle_days.won.mean");
    assert_close(bireme_dist_quantile(scale->dist, 0.5), 40, 1e-9, 0);
    assert_string_equal(scale->source, "CRM");
    /* A fixed location needs no quantity. */
    const bireme_item *value = &model->channels[0].deal_value;
    assert_int_equal(value->scale, -1);
    assert_close(bireme_dist_mean(value->shape), 1000, 1e-9, 0);
    assert_int_equal(model->channels[1].cycle[2].scale, -1);
    assert_true(bireme_dist_is_fixed(model->channels[1].cycle[2].shape));
    assert_true(bireme_dist_mean(model->channels[1].cycle[2].shape) == 9);
    bireme_scenario_free(scenario);
}

#define ECONOMY(text)                                                                                        \
    SMALLEST("\"economy\": {\"regimes\": {\"good\": {\"leads\": 1.2}, \"bad\": {\"conversion_odds\": "       \
             "{\"won\": 0.7}, \"cycle_time\": 1.3}, \"odd\": {\"conversion_odds\": 0.9}}" text "}, ",        \
             "")

static void a_markov_economy_has_normalised_rows(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(
        ECONOMY(", \"start\": {\"good\": 0.3333333, \"bad\": 0.6666666}, \"transition\": {\"note\": \"x\","
                "\"bad\": {\"bad\": 0.9, \"odd\": 0.1}, \"good\": {\"good\": 1}, \"odd\": {\"odd\": 1}}"),
        NULL);
    const bireme_economy *economy = &bireme_scenario_model(scenario)->economy;
    assert_int_equal(economy->n_regimes, 3);
    assert_null(economy->path);
    assert_close(economy->start[0] + economy->start[1] + economy->start[2], 1, 1e-15, 0); /* one rounding */
    assert_close(economy->start[0], 1.0 / 3, 1e-6, 0); /* what was written */
    assert_true(economy->transition[0 * 3 + 0] == 1);
    assert_close(economy->transition[1 * 3 + 2], 0.1, 1e-15, 0);
    assert_true(economy->transition[2 * 3 + 0] == 0);
    bireme_scenario_free(scenario);
}

static void regimes_have_multipliers_where_they_say_so(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(ECONOMY(", \"path\": [\"bad\", \"good\", \"odd\"]"), NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_economy *economy = &model->economy;
    assert_int_equal(economy->path[0], 1);
    assert_int_equal(economy->path[1], 0);
    assert_int_equal(economy->path[2], 2);
    assert_null(economy->start);
    const bireme_regime *good = &economy->regimes[0], *bad = &economy->regimes[1],
                        *odd = &economy->regimes[2];
    assert_string_equal(model->quantities[good->effects.leads].path, "economy.regimes.good.leads");
    assert_int_equal(good->effects.cycle_time, -1);
    assert_int_equal(good->effects.conversion_odds[2], -1);
    assert_int_equal(bad->effects.conversion_odds[1], -1);
    assert_string_equal(model->quantities[bad->effects.conversion_odds[2]].path,
                        "economy.regimes.bad.conversion_odds.won");
    assert_string_equal(model->quantities[odd->effects.conversion_odds[1]].path,
                        "economy.regimes.odd.conversion_odds");
    assert_int_equal(odd->effects.conversion_odds[1],
                     odd->effects.conversion_odds[2]); /* one quantity for all steps */
    assert_int_equal(odd->effects.conversion_odds[0], -1);
    bireme_scenario_free(scenario);
}

static void an_economy_may_be_one_regime_one_name_or_a_start_that_stays(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(ECONOMY(", \"path\": \"odd\""), NULL);
    for (size_t t = 0; t < 3; t++) assert_int_equal(bireme_scenario_model(scenario)->economy.path[t], 2);
    bireme_scenario_free(scenario);
    scenario = load_ok(ECONOMY(", \"start\": \"bad\""), NULL);
    const bireme_economy *economy = &bireme_scenario_model(scenario)->economy;
    assert_true(economy->start[1] == 1 && economy->start[0] == 0);
    for (size_t r = 0; r < 3; r++) assert_true(economy->transition[r * 3 + r] == 1);
    bireme_scenario_free(scenario);
    scenario = load_ok(SMALLEST("\"economy\": {\"regimes\": {\"only\": {\"leads\": 0.8}}}, ", ""), NULL);
    for (size_t t = 0; t < 3; t++) assert_int_equal(bireme_scenario_model(scenario)->economy.path[t], 0);
    bireme_scenario_free(scenario);
}

static void the_goal_is_measured_by_its_period_or_the_last(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(
        SMALLEST(
            "\"goal\": {\"metric\": \"owner.marketing.wins\", \"at_least\": 12, \"by\": \"2027-02-15\"}, ",
            ""),
        NULL);
    const bireme_goal *goal = &bireme_scenario_model(scenario)->goal;
    assert_true(goal->present && goal->at_least == 12 && isnan(goal->confidence));
    assert_int_equal(goal->by, 1);
    assert_string_equal(goal->metric, "owner.marketing.wins");
    bireme_scenario_free(scenario);
    scenario = load_ok(
        SMALLEST("\"goal\": {\"metric\": \"carried_out\", \"at_least\": 1, \"confidence\": 0.8}, ", ""),
        NULL);
    assert_int_equal(bireme_scenario_model(scenario)->goal.by, 2);
    assert_true(bireme_scenario_model(scenario)->goal.confidence == 0.8);
    bireme_scenario_free(scenario);
}

static void a_column_of_a_file_becomes_an_empirical_distribution(void **state)
{
    (void)state;
    put_file("rates.csv",
             "\xEF\xBB\xBF\"month\",\"rate, \"\"won\"\"\"\r\n1,0.1\r\n\"2\r\n\",\"0.3\"\r\n3,\r\n4,2e-1\r\n");
    bireme_scenario *scenario = load_ok(
        "{\"start\": \"2027-01\", \"funnel\": [\"lead\", \"won\"], \"channels\": {\"web\": "
        "{\"organic_leads\": 10,"
        "\"deal_value\": 1, \"conversion\": {\"won\": {\"dist\": \"empirical\", \"file\": \"rates.csv\","
        "\"column\": \"month\"}}}}}",
        &(bireme_load_options){
            .size = sizeof(bireme_load_options),
            .overrides = (bireme_override[]){{"channels.web.conversion.won.column", "\"rate, \\\"won\\\"\""}},
            .n_overrides = 1});
    const bireme_dist *dist = quantity_of(scenario, "channels.web.conversion.won")->dist;
    assert_close(bireme_dist_mean(dist), 0.2, 1e-15, 0); /* of 0.1, 0.3, 0.2: an empty cell is left out */
    assert_int_equal(bireme_dist_atom_count(dist), 3);
    bireme_scenario_free(scenario);
}

static void weeks_and_quarters_start_where_they_are_told(void **state)
{
    (void)state;
    char label[BIREME_LABEL_SIZE];
    const bireme_override set[] = {{"period", "\"week\""}, {"start", "\"2027-01-06\""}};
    bireme_scenario *scenario = load_ok(
        SMALLEST("", ""),
        &(bireme_load_options){.size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 2});
    assert_string_equal(bireme_calendar_label(&bireme_scenario_model(scenario)->calendar, 1, label),
                        "2027-01-13");
    bireme_scenario_free(scenario);
}

static void a_note_or_source_may_stand_in_any_object(void **state)
{
    (void)state;
    bireme_scenario_free(
        load_ok("{\"start\": \"2027-01\", \"periods\": 3, \"funnel\": [\"lead\", \"won\"], \"note\": \"n\", "
                "\"source\": \"s\","
                "\"channels\": {\"source\": \"s\", \"web\": {\"note\": \"n\", \"organic_leads\": {\"dist\": "
                "\"gamma\", \"mean\": 9,"
                "\"sd\": 1, \"note\": \"n\", \"source\": \"s\"}, \"conversion\": {\"note\": \"n\", \"won\": "
                "0.5}, \"deal_value\": 1,"
                "\"cycle_days\": {\"source\": \"s\"}, \"season\": {\"calendar\": [1,1,1,1,1,1,1,1,1,1,1,1], "
                "\"note\": \"n\"}}},"
                "\"economy\": {\"note\": \"n\", \"regimes\": {\"note\": \"n\", \"r\": {\"note\": \"n\", "
                "\"conversion_odds\":"
                "{\"note\": \"n\"}}}, \"start\": {\"note\": \"n\", \"r\": 1}, \"transition\": {\"note\": "
                "\"n\", \"r\": {\"r\": 1,"
                "\"note\": \"n\"}}}, \"run\": {\"note\": \"n\"}, \"revenue\": {\"note\": \"n\", \"model\": "
                "\"one_time\"},"
                "\"goal\": {\"metric\": \"wins\", \"at_least\": 1, \"note\": \"n\"}, \"correlations\": []}",
                NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_scenario_gets_every_default),
        cmocka_unit_test(the_run_block_chooses_sampler_and_precision),
        cmocka_unit_test(the_trials_asked_for_come_before_the_scenarios_and_those_before_the_default),
        cmocka_unit_test(a_channel_without_a_deal_value_is_a_warning),
        cmocka_unit_test(defaults_hold_field_by_field_and_stage_by_stage),
        cmocka_unit_test(an_uncertain_location_is_a_quantity_and_the_shape_has_location_one),
        cmocka_unit_test(a_markov_economy_has_normalised_rows),
        cmocka_unit_test(regimes_have_multipliers_where_they_say_so),
        cmocka_unit_test(an_economy_may_be_one_regime_one_name_or_a_start_that_stays),
        cmocka_unit_test(the_goal_is_measured_by_its_period_or_the_last),
        cmocka_unit_test(a_column_of_a_file_becomes_an_empirical_distribution),
        cmocka_unit_test(weeks_and_quarters_start_where_they_are_told),
        cmocka_unit_test(a_note_or_source_may_stand_in_any_object),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
