/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Statements: the plain figures that a scenario says, and those that hold because it says nothing.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "unit/scenario/reading.h"

static const char text[] =
    "{'start': '2027-03', 'periods': 2, 'funnel': ['lead', 'mql', 'won'], 'pace': [1, 1.25],\n"
    "'defaults': {'adstock': 0.25, 'conversion': {'mql': 0.5, 'won': 0.25}, 'touches': {'ads': 0.1, 'web': "
    "0.2}},\n"
    "'channels': {'web': {'organic_leads': 7, 'season': {'calendar': [1,1,1,1,1,1,1,1,1,1,1,2], 'source': "
    "'log'}},\n"
    "  'ads': {'spend': [10, 2.50e1], 'cost_per_lead': 5, 'owner': 'partner', 'note': 'of the channel'}},\n"
    "'sales': {'note': 'staff plan', 'source': 'HR', 'reps': 3, 'hires': {'2027-04': -1}, "
    "'opportunities_per_rep': 4},\n"
    "'initiatives': {'crm': {'from': '2027-04', 'cost': 100, 'effect': {'leads': 1.1}}},\n"
    "'pipeline': [{'stage': 'mql', 'value': 400, 'note': 'call back'}]}";

static const bireme_statement *statement_of(const bireme_model *model, const char *path)
{
    for (size_t i = 0; i < model->n_statements; i++)
        if (strcmp(model->statements[i].path, path) == 0) return &model->statements[i];
    return NULL;
}

/* line 0: a default. */
static void assert_states(const bireme_model *model, const char *path, const char *words, const char *unit,
                          int line)
{
    const bireme_statement *statement = statement_of(model, path);
    char origin[40];
    snprintf(origin, sizeof origin, "scenario.json:%d:", line);
    if (statement == NULL) fail_msg("%s is not stated", path);
    assert_string_equal(statement->text, words);
    if (unit == NULL)
        assert_null(statement->unit);
    else
        assert_string_equal(statement->unit, unit);
    if (line == 0)
        assert_null(statement->origin);
    else
        assert_contains(statement->origin, origin);
}

static void figures_are_stated_as_they_are_written_with_unit_and_place(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(plain(text), NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_states(model, "channels.ads.spend", "[10, 25]", "money per period", 4);
    assert_states(model, "channels.ads.owner", "partner", NULL, 4);
    assert_states(model, "channels.ads.adstock", "0.25", "share per period", 2); /* of `defaults` */
    assert_states(model, "channels.ads.touches.web", "0.2", "probability", 2);
    assert_null(statement_of(model, "channels.ads.touches.ads")); /* its own, which means nothing */
    assert_states(model, "channels.web.touches.ads", "0.1", "probability", 2);
    assert_states(model, "channels.web.season",
                  "by calendar month from January: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]", NULL, 3);
    assert_string_equal(statement_of(model, "channels.web.season")->source, "log");
    assert_states(model, "sales.reps", "3", "reps", 5);
    assert_states(model, "sales.hires.2027-04", "-1", "reps", 5);
    assert_states(model, "initiatives.crm.from", "2027-04", NULL, 6);
    assert_null(statement_of(model, "initiatives.crm.cost")); /* a quantity */
    assert_states(model, "initiatives.crm.one_time_cost", "0", "money", 0);
    assert_states(model, "pipeline.0.value", "400", "money per deal", 7);
    assert_states(model, "pace", "[1, 1.25]", "multiple of the normal speed", 1);
    bireme_scenario_free(scenario);
}

static void defaults_are_stated_in_words_where_they_mean_something(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(plain(text), NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_states(model, "channels.web.owner", "marketing", NULL, 0);
    assert_states(model, "channels.web.spend", "none", NULL, 0);
    assert_states(model, "channels.ads.response", "linear", NULL, 0);
    assert_states(model, "channels.ads.dispersion", "0", NULL, 0);
    assert_states(model, "sales.stage", "mql, the stage before the last", NULL, 0);
    assert_states(model, "sales.overflow", "wait", NULL, 0);
    assert_states(model, "sales.attrition", "0", "share per month", 0);
    assert_states(model, "revenue.model", "one_time", NULL, 0);
    assert_states(model, "revenue.gross_margin", "1", "share of revenue", 0);
    assert_states(model, "initiatives.crm.ramp_months", "0", "months", 0);
    assert_states(model, "pipeline.0.age_days", "0", "days", 0);
    static const char *const meaningless[] = {
        "channels.web.adstock",        "channels.web.response", "channels.web.spend_before",
        "revenue.lifetime_years",      "revenue.churn",         "channels.ads.cost_per_lead",
        "initiatives.crm.effect.leads"};
    for (size_t i = 0; i < sizeof meaningless / sizeof *meaningless; i++)
        assert_null(statement_of(model, meaningless[i]));
    bireme_scenario_free(scenario);
}

static void statements_come_channel_by_channel_then_block_by_block(void **state)
{
    (void)state;
    static const char *const order[] = {
        "channels.web.owner",   "channels.ads.owner", "sales.reps", "revenue.model",
        "initiatives.crm.from", "pipeline.0.stage",   "pace"};
    bireme_scenario *scenario = load_ok(plain(text), NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    for (size_t i = 0; i + 1 < sizeof order / sizeof *order; i++)
        assert_true(statement_of(model, order[i]) < statement_of(model, order[i + 1]));
    assert_int_equal(statement_of(model, "channels.web.owner")->channel, 0);
    assert_int_equal(statement_of(model, "channels.ads.spend")->channel, 1);
    assert_int_equal(statement_of(model, "sales.reps")->channel, -1);
    bireme_scenario_free(scenario);
}

static void a_note_of_a_block_goes_with_its_first_figure_only(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(plain(text), NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_string_equal(statement_of(model, "sales.reps")->note, "staff plan");
    assert_string_equal(statement_of(model, "sales.reps")->source, "HR");
    assert_string_equal(statement_of(model, "pipeline.0.stage")->note, "call back");
    size_t n = 0;
    for (size_t i = 0; i < model->n_statements; i++) n += model->statements[i].note != NULL;
    assert_int_equal(n, 2); /* a channel's own is in the channel */
    assert_string_equal(model->channels[1].note, "of the channel");
    bireme_scenario_free(scenario);
}

static void recurring_revenue_states_that_nobody_leaves(void **state)
{
    (void)state;
    const bireme_override set[] = {{"revenue", "{\"model\": \"recurring\", \"expansion\": 0.1}"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 1};
    bireme_scenario *scenario = load_ok(plain(text), &options);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_states(model, "revenue.churn", "0", "share per period", 0);
    assert_states(model, "revenue.lifetime_years", "5", "years", 0);
    assert_null(statement_of(model, "revenue.expansion")); /* given: a quantity */
    bireme_scenario_free(scenario);
}

static void many_open_deals_are_stated_together(void **state)
{
    (void)state;
    char csv[2048] = "stage,value,count\n";
    for (int i = 0; i < 51; i++) strcat(csv, "mql,100,2\n");
    put_file("open.csv", csv);
    const bireme_override set[] = {{"pipeline", "{\"file\": \"open.csv\", \"note\": \"Monday\"}"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 1};
    bireme_scenario *scenario = load_ok(plain(text), &options);
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_statement *statement = statement_of(model, "pipeline");
    assert_string_equal(statement->text, "open.csv: 51 entries, 102 deals");
    assert_string_equal(statement->note, "Monday");
    assert_null(statement_of(model, "pipeline.0.stage"));
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_stated_as_they_are_written_with_unit_and_place),
        cmocka_unit_test(defaults_are_stated_in_words_where_they_mean_something),
        cmocka_unit_test(statements_come_channel_by_channel_then_block_by_block),
        cmocka_unit_test(a_note_of_a_block_goes_with_its_first_figure_only),
        cmocka_unit_test(recurring_revenue_states_that_nobody_leaves),
        cmocka_unit_test(many_open_deals_are_stated_together),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
