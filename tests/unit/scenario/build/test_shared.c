/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rates of `defaults`: one quantity for all channels that take it, or one for each; overriding, removing and
 * mixing.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "unit/scenario/reading.h"

#include "scenario/build/mix.h"

#define WON   "{'dist': 'beta', 'alpha': 2, 'beta': 8}"
#define CYCLE "{'dist': 'gamma', 'mean': {'dist': 'gamma', 'mean': 30, 'sd': 3}, 'cv': 0.5}"
#define VALUE "{'dist': 'gamma', 'mean': {'dist': 'gamma', 'mean': 900, 'sd': 90}, 'cv': 1}"
#define SHARED(channels)                                                                                     \
    "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'mql', 'won'], 'defaults': {'cost_per_lead': "    \
    "{'dist': 'gamma', 'mean': 9, 'sd': 1}, 'organic_leads': {'dist': 'gamma', 'mean': 9, 'sd': 1}, "        \
    "'conversion': {'mql': 0.5, 'won': " WON "}, 'cycle_days': {'won': " CYCLE "}, 'deal_value': " VALUE     \
    "}, 'channels': {" channels "}}"
#define THREE "'a': {'spend': 10}, 'b': {}, 'c': {'spend': 20}"

static const char *path_of(const bireme_model *model, int quantity)
{
    return quantity >= 0 ? model->quantities[quantity].path : "none";
}

static size_t count_of(const bireme_model *model, const char *path)
{
    size_t n = 0;
    for (size_t q = 0; q < model->n_quantities; q++) n += strcmp(model->quantities[q].path, path) == 0;
    return n;
}

static void what_defaults_say_is_one_quantity_for_all(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(plain(SHARED(THREE)), NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_channel *a = &model->channels[0], *b = &model->channels[1], *c = &model->channels[2];
    assert_int_equal(model->n_quantities, 6);
    assert_string_equal(path_of(model, a->conversion[2]), "defaults.conversion.won");
    assert_true(a->conversion[2] == b->conversion[2] && b->conversion[2] == c->conversion[2]);
    assert_string_equal(path_of(model, a->cycle[2].scale), "defaults.cycle_days.won.mean");
    assert_int_equal(a->cycle[2].scale, c->cycle[2].scale);
    assert_string_equal(path_of(model, b->deal_value.scale), "defaults.deal_value.mean");
    assert_int_equal(b->deal_value.scale, a->deal_value.scale);
    assert_string_equal(path_of(model, a->cost_per_lead), "defaults.cost_per_lead");
    assert_int_equal(a->cost_per_lead, c->cost_per_lead);
    assert_int_equal(b->cost_per_lead, -1); /* buys nothing */
    assert_string_equal(path_of(model, b->organic_leads), "defaults.organic_leads");
    assert_true(a->deal_value.shared);
    assert_string_equal(a->deal_value.path, "defaults.deal_value");
    bireme_scenario_free(scenario);
}

static void a_channel_that_says_something_has_its_own_and_the_others_still_share(void **state)
{
    (void)state;
    const bireme_override set[] = {
        {"channels.b.conversion.won", "{\"dist\": \"beta\", \"alpha\": 2, \"beta\": 8}"},
        {"channels.c.deal_value", "800"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 2};
    bireme_scenario *scenario = load_ok(plain(SHARED(THREE)), &options);
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_channel *a = &model->channels[0], *b = &model->channels[1], *c = &model->channels[2];
    assert_string_equal(path_of(model, b->conversion[2]), "channels.b.conversion.won");
    assert_int_equal(a->conversion[2], c->conversion[2]);
    assert_string_equal(path_of(model, a->conversion[2]), "defaults.conversion.won");
    assert_int_equal(c->deal_value.scale, -1);
    assert_false(c->deal_value.shared);
    assert_int_equal(a->deal_value.scale, b->deal_value.scale);
    bireme_scenario_free(scenario);
}

static void each_gives_every_channel_its_own(void **state)
{
    (void)state;
    const bireme_override set[] = {{"defaults.conversion.won.each", "true"},
                                   {"defaults.deal_value.mean.each", "true"},
                                   {"defaults.organic_leads.each", "false"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 3};
    bireme_scenario *scenario = load_ok(plain(SHARED(THREE)), &options);
    const bireme_model *model = bireme_scenario_model(scenario);
    for (size_t c = 0; c < 3; c++) {
        char won[64], mean[64];
        snprintf(won, sizeof won, "channels.%s.conversion.won", model->channels[c].name);
        snprintf(mean, sizeof mean, "channels.%s.deal_value.mean", model->channels[c].name);
        assert_string_equal(path_of(model, model->channels[c].conversion[2]), won);
        assert_string_equal(path_of(model, model->channels[c].deal_value.scale), mean);
        assert_string_equal(path_of(model, model->channels[c].organic_leads), "defaults.organic_leads");
    }
    assert_false(model->channels[0].deal_value.shared);
    bireme_scenario_free(scenario);
}

static void a_rate_that_nobody_takes_is_no_quantity(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(plain(SHARED("'a': {'conversion': {'won': 0.2}}, 'b': {'conversion': "
                                                     "{'won': 0.3}}")),
                                        NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_int_equal(count_of(model, "defaults.conversion.won"), 0);
    assert_int_equal(count_of(model, "defaults.cost_per_lead"), 0);
    assert_int_equal(count_of(model, "defaults.organic_leads"), 1);
    bireme_scenario_free(scenario);
}

static void what_is_shared_is_correlated_by_its_path_in_defaults(void **state)
{
    (void)state;
    const bireme_override set[] = {
        {"channels.b.conversion.won", "{\"dist\": \"beta\", \"alpha\": 2, \"beta\": 8}"},
        {"correlations",
         "[{\"between\": [\"defaults.conversion.won\", \"channels.b.conversion.won\"], \"rank\": 0.5},"
         "{\"between\": [\"defaults.deal_value.mean\", \"defaults.conversion.won\"], \"rank\": -0.2}]"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 2};
    bireme_scenario *scenario = load_ok(plain(SHARED(THREE)), &options);
    assert_int_equal(bireme_scenario_model(scenario)->n_correlated, 1);
    assert_int_equal(bireme_scenario_model(scenario)->correlated[0].n, 3);
    bireme_scenario_free(scenario);
}

/* There is one taker: no doubt what is meant by either name. */
static void what_one_channel_takes_alone_may_be_named_by_it(void **state)
{
    (void)state;
    const bireme_override set[] = {
        {"channels.b.conversion.won", "{\"dist\": \"beta\", \"alpha\": 2, \"beta\": 8}"},
        {"correlations", "[{\"among\": \"channels.*.conversion.won\", \"rank\": 0.5}]"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 2};
    bireme_scenario *scenario = load_ok(plain(SHARED("'a': {}, 'b': {}")), &options);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_int_equal(model->correlated[0].n, 2);
    assert_string_equal(path_of(model, model->correlated[0].quantity[0]), "defaults.conversion.won");
    bireme_scenario_free(scenario);
}

/* A channel of a's and the defaults of b: two quantities of one path, which are drawn from the same
 * numbers. */
static void a_mixture_keeps_what_channels_take_by_its_path(void **state)
{
    (void)state;
    bireme_scenario *a = load_ok(plain(SHARED("'a': {}, 'b': {}, 'old': {}")), NULL), *mixed;
    const bireme_override set[] = {
        {"defaults.conversion.won", "{\"dist\": \"beta\", \"alpha\": 3, \"beta\": 7}"},
        {"channels.old", "null"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = set, .n_overrides = 2};
    bireme_scenario *b = load_ok(plain(SHARED("'a': {}, 'b': {}, 'old': {}")), &options);
    unsigned parts;
    bireme_error error;
    assert_int_equal(bireme_scenario_parts(a, b, &parts, NULL), BIREME_OK);
    assert_int_equal(parts, 1U << BIREME_PART_CONVERSION | 1U << BIREME_PART_CHANNELS);
    assert_int_equal(bireme_scenario_mix(a, b, 1U << BIREME_PART_CONVERSION, &mixed, &error), BIREME_OK);
    const bireme_model *model = bireme_scenario_model(mixed);
    assert_int_equal(model->n_channels, 3);
    assert_int_equal(count_of(model, "defaults.conversion.won"), 2);
    assert_int_equal(count_of(model, "defaults.deal_value.mean"), 1);
    assert_int_equal(model->channels[0].conversion[2], model->channels[1].conversion[2]);
    assert_true(model->channels[0].conversion[2] != model->channels[2].conversion[2]);
    assert_string_equal(path_of(model, model->channels[2].conversion[2]), "defaults.conversion.won");
    bireme_scenario_free(mixed);
    bireme_scenario_free(a);
    bireme_scenario_free(b);
}

/* The same numbers, shared in one scenario and drawn for each in the other, are a difference of the two. */
static void sharing_is_a_difference(void **state)
{
    (void)state;
    bireme_scenario *a = load_ok(plain(SHARED(THREE)), NULL);
    const bireme_override each[] = {{"defaults.conversion.won.each", "true"}};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = each, .n_overrides = 1};
    bireme_scenario *b = load_ok(plain(SHARED(THREE)), &options);
    bireme_scenario *c = load_ok(plain(SHARED("'a': {'spend': 10, 'conversion': {'won': " WON "}}, 'b': "
                                              "{'conversion': {'won': " WON "}}, 'c': {'spend': 20}")),
                                 NULL);
    unsigned parts;
    assert_int_equal(bireme_scenario_parts(a, b, &parts, NULL), BIREME_OK);
    assert_int_equal(parts, 1U << BIREME_PART_CONVERSION);
    assert_int_equal(bireme_scenario_parts(a, c, &parts, NULL), BIREME_OK);
    assert_int_equal(parts, 1U << BIREME_PART_CONVERSION);
    bireme_scenario_free(a);
    bireme_scenario_free(b);
    bireme_scenario_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_defaults_say_is_one_quantity_for_all),
        cmocka_unit_test(a_channel_that_says_something_has_its_own_and_the_others_still_share),
        cmocka_unit_test(each_gives_every_channel_its_own),
        cmocka_unit_test(a_rate_that_nobody_takes_is_no_quantity),
        cmocka_unit_test(what_is_shared_is_correlated_by_its_path_in_defaults),
        cmocka_unit_test(what_one_channel_takes_alone_may_be_named_by_it),
        cmocka_unit_test(a_mixture_keeps_what_channels_take_by_its_path),
        cmocka_unit_test(sharing_is_a_difference),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
