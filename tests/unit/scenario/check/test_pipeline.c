/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The open pipeline: groups with and without a channel, and CSV files that mean the same as a list.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "unit/scenario/reading.h"

#include <math.h>

/* A funnel of four stages, defaults and one channel; %s: the pipeline and further fields of the scenario. */
#define OPEN(pipeline)                                                                                       \
    "{'start': '2027-03', 'periods': 4, 'funnel': ['lead', 'mql', 'sql', 'won'], 'pipeline': " pipeline      \
    ", 'defaults': {'conversion': {'mql': 0.5, 'sql': {'dist': 'beta', 'alpha': 2, 'beta': 3}, 'won': "      \
    "0.25}, "                                                                                                \
    "'cycle_days': {'won': {'dist': 'gamma', 'mean': {'dist': 'gamma', 'mean': 30, 'sd': 3}, 'cv': 0.5}}, "  \
    "'deal_value': {'dist': 'gamma', 'mean': {'dist': 'gamma', 'mean': 900, 'sd': 90}, 'cv': 1}}, "          \
    "'channels': {'ads': {'organic_leads': 7, 'conversion': {'won': 0.4}}}}"

static const char *path_of(const bireme_model *model, int quantity)
{
    assert_true(quantity >= 0);
    return model->quantities[quantity].path;
}

static void a_group_with_a_channel_borrows_its_steps_and_value(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(plain(OPEN("[{'stage': 'mql', 'channel': 'ads', 'note': 'n'}]")),
                                        NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_channel *ads = &model->channels[0];
    const bireme_open_group *group = &model->open[0];
    assert_int_equal(model->n_open, 1);
    assert_string_equal(group->path, "pipeline.0");
    assert_int_equal(group->channel, 0);
    assert_int_equal(group->stage, 1);
    assert_true(group->count == 1 && group->age_days == 0 && isnan(group->win_probability));
    assert_int_equal(group->conversion[1], -1); /* has been passed */
    assert_int_equal(group->conversion[2], ads->conversion[2]);
    assert_int_equal(group->conversion[3], ads->conversion[3]);
    assert_null(group->cycle[1].shape);
    assert_ptr_equal(group->cycle[3].shape, ads->cycle[3].shape);
    assert_int_equal(group->cycle[3].scale, ads->cycle[3].scale);
    assert_ptr_equal(group->value.shape, ads->deal_value.shape);
    assert_false(group->value_is_own || group->value_is_known);
    assert_string_equal(group->note, "n");
    assert_contains(group->origin, "scenario.json:1:");
    assert_null(model->default_cycle); /* nobody needs them */
    bireme_scenario_free(scenario);
}

static void groups_without_a_channel_share_quantities_of_defaults(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(
        plain(OPEN("[{'stage': 'sql', 'count': 3}, {'stage': 'mql', 'value': 400, 'age_days': 12.5}]")),
        NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_open_group *first = &model->open[0], *second = &model->open[1];
    assert_int_equal(first->channel, -1);
    assert_int_equal(first->count, 3);
    assert_string_equal(path_of(model, first->conversion[3]), "defaults.conversion.won");
    assert_int_equal(first->conversion[2], -1);
    assert_int_equal(first->conversion[3], second->conversion[3]);
    assert_string_equal(path_of(model, second->conversion[2]), "defaults.conversion.sql");
    assert_string_equal(path_of(model, first->cycle[3].scale), "defaults.cycle_days.won.mean");
    assert_ptr_equal(first->cycle[3].shape, model->default_cycle[3].shape);
    assert_null(second->cycle[2].shape); /* no delay */
    assert_string_equal(path_of(model, first->value.scale), "defaults.deal_value.mean");
    assert_ptr_equal(first->value.shape, model->default_deal_value.shape);
    assert_true(second->value_is_own && second->value_is_known && second->age_days == 12.5);
    assert_true(bireme_dist_mean(second->value.shape) == 400);
    /* The step to `mql` has been passed by both. */
    assert_true(first->conversion[1] == -1 && second->conversion[1] == -1);
    /* The channel takes the same from there: they are one. */
    assert_int_equal(second->conversion[2], model->channels[0].conversion[2]);
    assert_int_equal(first->value.scale, model->channels[0].deal_value.scale);
    bireme_scenario_free(scenario);
}

static void a_stated_probability_needs_no_conversion(void **state)
{
    (void)state;
    const bireme_override set[] = {{"defaults.conversion", "{\"mql\": 0.5}"},
                                   {"channels.ads.conversion.sql", "0.3"},
                                   {"defaults.cycle_days", "null"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 3};
    bireme_scenario *scenario = load_ok(plain(OPEN("[{'stage': 'mql', 'win_probability': 0.35}]")), &options);
    const bireme_open_group *group = &bireme_scenario_model(scenario)->open[0];
    assert_true(group->win_probability == 0.35);
    assert_int_equal(group->conversion[2], -1);
    assert_int_equal(group->conversion[3], -1);
    assert_null(group->cycle[3].shape);
    bireme_scenario_free(scenario);
}

static void an_uncertain_value_of_an_entry_is_a_quantity_that_can_be_correlated_and_set(void **state)
{
    (void)state;
    const bireme_override set[] = {
        {"pipeline.1.value.mean", "{\"dist\": \"gamma\", \"mean\": 55, \"sd\": 5}"},
        {"pipeline.0.count", "4"},
        {"correlations",
         "[{\"between\": [\"pipeline.1.value.mean\", \"defaults.conversion.sql\"], \"rank\": 0.4}]"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 3};
    bireme_scenario *scenario = load_ok(
        plain(OPEN(
            "[{'stage': 'lead', 'value': 5}, {'stage': 'sql', 'channel': 'ads', 'value': {'dist': 'gamma', "
            "'mean': 44, 'cv': 0.2}}]")),
        &options);
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_open_group *group = &model->open[1];
    assert_int_equal(model->open[0].count, 4);
    assert_true(group->value_is_own && !group->value_is_known);
    assert_string_equal(group->value.path, "pipeline.1.value");
    assert_string_equal(path_of(model, group->value.scale), "pipeline.1.value.mean");
    assert_close(bireme_dist_mean(model->quantities[group->value.scale].dist), 55, 1e-12, 0); /* roundings */
    assert_int_equal(model->n_correlated, 1);
    bireme_scenario_free(scenario);
}

static void an_empty_list_is_no_pipeline(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(plain(OPEN("[]")), NULL);
    assert_int_equal(bireme_scenario_model(scenario)->n_open, 0);
    bireme_scenario_free(scenario);
}

/* ------------------------ files */

static void assert_same_groups(const bireme_model *a, const bireme_model *b)
{
    assert_int_equal(a->n_open, b->n_open);
    assert_int_equal(a->n_quantities, b->n_quantities);
    for (size_t g = 0; g < a->n_open; g++) {
        const bireme_open_group *x = &a->open[g], *y = &b->open[g];
        assert_string_equal(x->path, y->path);
        assert_int_equal(x->channel, y->channel);
        assert_int_equal(x->stage, y->stage);
        assert_int_equal(x->count, y->count);
        assert_true(x->age_days == y->age_days);
        assert_true(x->win_probability == y->win_probability ||
                    (isnan(x->win_probability) && isnan(y->win_probability)));
        assert_true(x->value_is_known == y->value_is_known);
        assert_true(bireme_dist_equal(x->value.shape, y->value.shape));
        assert_true((x->note == NULL) == (y->note == NULL));
        if (x->note != NULL) assert_string_equal(x->note, y->note);
    }
}

static const char as_list[] = OPEN(
    "[{'stage': 'sql', 'count': 3, 'value': 1200.5, 'age_days': 20, 'note': 'asked, twice'}, "
    "{'stage': 'lead', 'channel': 'ads'}, {'stage': 'mql', 'win_probability': 0.5, 'note': "
    "'M\xC3\xBCller'}]");

static void assert_file_means_the_same(const char *csv)
{
    bireme_scenario *list = load_ok(plain(as_list), NULL);
    put_file("open.csv", csv);
    bireme_scenario *file = load_ok(plain(OPEN("{'file': 'open.csv', 'source': 'CRM'}")), NULL);
    assert_same_groups(bireme_scenario_model(file), bireme_scenario_model(list));
    assert_contains(bireme_scenario_model(file)->open[1].origin, "open.csv:3:1");
    bireme_scenario_free(list);
    bireme_scenario_free(file);
}

static void a_file_means_the_same_as_the_list_however_it_is_written(void **state)
{
    (void)state;
    assert_file_means_the_same("stage,count,value,age_days,win_probability,channel,note\n"
                               "sql,3,1200.5,20,,,\"asked, twice\"\n"
                               "lead,,,,,ads,\n"
                               "mql,,,,0.5,,M\xC3\xBCller\n");
    assert_file_means_the_same("\xEF\xBB\xBFnote;stage;count;value;age_days;win_probability;channel;;\r\n"
                               "\"asked, twice\";\"sql\";3;1.2005e3;20;;;;\r\n"
                               ";lead;;;;;ads\r\n"
                               ";;;;;;;;\r\n"
                               "M\xC3\xBCller ; \"mql\" ;1;;0; 0.50 ;");
    assert_file_means_the_same("stage\tnote\tcount\tvalue\tage_days\tchannel\twin_probability\n"
                               "sql\t\"asked, twice\"\t3\t1200.5\t20\t\t\n"
                               "lead\t\t\t\t\tads\t\n\n"
                               "mql\tM\xC3\xBCller\t\t\t\t\t.5\n");
}

static void a_file_with_a_header_alone_is_an_empty_pipeline(void **state)
{
    (void)state;
    put_file("open.csv", "stage");
    bireme_scenario *scenario = load_ok(plain(OPEN("{'file': 'open.csv'}")), NULL);
    assert_int_equal(bireme_scenario_model(scenario)->n_open, 0);
    bireme_scenario_free(scenario);
}

static void a_file_is_looked_for_beside_the_file_that_names_it(void **state)
{
    (void)state;
    char command[160];
    snprintf(command, sizeof command, "mkdir -p '%s/below'", folder);
    assert_int_equal(system(command), 0);
    put_file("below/deals.csv", "stage,channel\nsql,ads\n");
    put_file("below/base.json", plain(OPEN("{'file': 'deals.csv'}")));
    bireme_scenario *scenario = load_ok("{\"extends\": \"below/base.json\"}", NULL);
    assert_int_equal(bireme_scenario_model(scenario)->n_open, 1);
    assert_contains(bireme_scenario_model(scenario)->open[0].origin, "below/deals.csv:2:1");
    bireme_scenario_free(scenario);
}

static void an_error_in_a_file_names_its_line_and_column(void **state)
{
    (void)state;
    put_file("open.csv", "stage,note,age_days\nsql,\"two\nlines\",5\nmql,\xC3\xBC,old\n");
    bireme_error error = load_error(plain(OPEN("{'file': 'open.csv'}")), NULL);
    assert_contains(error.file, "/open.csv");
    assert_int_equal(error.line, 4);
    assert_int_equal(error.column, 7); /* in characters */
    assert_contains(error.message, "the column `age_days` holds numbers, found `old`");
}

/* ------------------------ when deals close */

static const bireme_override correlated_slip = {
    "correlations", "[{\"between\": [\"pipeline.slip_days.mean\", \"pipeline.1.closes_in_days.mean\"], "
                    "\"rank\": 0.4}]"};

static void deals_in_the_pipeline_have_the_paths_of_a_list(void **state)
{
    (void)state;
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = &correlated_slip, .n_overrides = 1};
    bireme_scenario *scenario = load_ok(
        plain(
            OPEN("{'slip_days': {'dist': 'gamma', 'mean': {'dist': 'gamma', 'mean': 9, 'sd': 2}, 'cv': 1}, "
                 "'deals': [{'stage': 'sql', 'expected_close': '2027-04-16'}, {'stage': 'mql', "
                 "'closes_in_days': {'dist': 'gamma', 'mean': {'dist': 'gamma', 'mean': 50, 'sd': 9}, 'cv': "
                 "1}}, {'stage': 'sql', 'expected_close': '2027-04', 'slip_days': -3}]}")),
        &options);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_int_equal(model->n_open, 3);
    const bireme_open_group *a = &model->open[0], *b = &model->open[1], *c = &model->open[2];
    assert_string_equal(a->path, "pipeline.0");
    assert_string_equal(a->slip.path, "pipeline.slip_days");
    assert_string_equal(path_of(model, a->slip.scale), "pipeline.slip_days.mean");
    assert_string_equal(a->due_text, "2027-04-16");
    assert_true(a->due_days == 46);
    assert_true(bireme_open_group_is_dated(a) && bireme_open_group_is_dated(b));
    assert_string_equal(path_of(model, b->closes.scale), "pipeline.1.closes_in_days.mean");
    assert_null(b->slip.shape);
    assert_true(c->slip_is_own && bireme_dist_mean(c->slip.shape) == -3 && c->due_days == 31);
    assert_int_equal(model->n_correlated, 1);
    assert_true(model->has_stock);
    bireme_scenario_free(scenario);
}

/* Two months are over: what comes begins on 1 May. */
static void deals_may_be_overdue(void **state)
{
    (void)state;
    put_file("open.csv", "stage,count,expected_close\nsql,1,2027-04-20\nsql,3,2026-01\nsql,1,2027-05\n");
    bireme_scenario *scenario =
        load_ok(plain(OPEN("{'file': 'open.csv'}, 'actuals': {'through': '2027-04', 'wins': [1, 2]}")), NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_true(model->open[0].due_days == -11 && model->open[1].due_days == -485);
    assert_true(model->open[2].due_days == 0);
    bireme_scenario_free(scenario);
}

static void a_file_beside_a_slip_means_the_same_as_deals(void **state)
{
    (void)state;
    put_file("open.csv",
             "stage,expected_close,slip_days,closes_in_days\nsql,2027-04-16,,\nsql,2027-04,-3,\nmql,"
             ",,20\n");
    bireme_scenario *file = load_ok(plain(OPEN("{'file': 'open.csv', 'slip_days': 12}")), NULL);
    bireme_scenario *list = load_ok(
        plain(OPEN(
            "{'slip_days': 12, 'deals': [{'stage': 'sql', 'expected_close': '2027-04-16'}, {'stage': 'sql', "
            "'expected_close': '2027-04', 'slip_days': -3}, {'stage': 'mql', 'closes_in_days': 20}]}")),
        NULL);
    const bireme_model *x = bireme_scenario_model(file), *y = bireme_scenario_model(list);
    assert_int_equal(x->n_open, 3);
    for (size_t g = 0; g < 3; g++) {
        assert_true(x->open[g].due_days == y->open[g].due_days);
        assert_true(bireme_dist_equal(x->open[g].slip.shape, y->open[g].slip.shape) || g == 2);
        assert_true((x->open[g].closes.shape != NULL) == (g == 2));
    }
    bireme_scenario_free(file);
    bireme_scenario_free(list);
}

static void losing_takes_the_days_of_channel_or_defaults(void **state)
{
    (void)state;
    const bireme_override set[] = {{"defaults.lost_days", "{\"won\": 9}"},
                                   {"channels.ads.lost_days", "{\"won\": 5}"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 2};
    bireme_scenario *scenario = load_ok(plain(OPEN("[{'stage': 'sql'}, {'stage': 'sql', 'channel': 'ads'}]")),
                                        &options);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_true(bireme_dist_mean(model->open[0].lost.shape) == 9);
    assert_true(bireme_dist_mean(model->open[1].lost.shape) == 5);
    assert_null(model->channels[0].lost[2].shape);
    assert_true(model->has_stock);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_with_a_channel_borrows_its_steps_and_value),
        cmocka_unit_test(groups_without_a_channel_share_quantities_of_defaults),
        cmocka_unit_test(a_stated_probability_needs_no_conversion),
        cmocka_unit_test(an_uncertain_value_of_an_entry_is_a_quantity_that_can_be_correlated_and_set),
        cmocka_unit_test(an_empty_list_is_no_pipeline),
        cmocka_unit_test(a_file_means_the_same_as_the_list_however_it_is_written),
        cmocka_unit_test(a_file_with_a_header_alone_is_an_empty_pipeline),
        cmocka_unit_test(a_file_is_looked_for_beside_the_file_that_names_it),
        cmocka_unit_test(an_error_in_a_file_names_its_line_and_column),
        cmocka_unit_test(deals_in_the_pipeline_have_the_paths_of_a_list),
        cmocka_unit_test(deals_may_be_overdue),
        cmocka_unit_test(a_file_beside_a_slip_means_the_same_as_deals),
        cmocka_unit_test(losing_takes_the_days_of_channel_or_defaults),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
