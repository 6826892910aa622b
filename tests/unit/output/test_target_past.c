/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plan of which the first periods are over: facts plus the plan make the whole horizon.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "output/decisions/target.h"
#include "scenario/internal.h"
#include "support/scenario_of.h"

static const char *const company =
    "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'goal': {'metric': 'bookings', "
    "'at_least': "
    "17000, 'confidence': 0.8}, 'channels': {'a': {'spend': 1000, 'cost_per_lead': 20, 'organic_leads': 10, "
    "'conversion': {'won': 0.5}, 'deal_value': 100}, 'b': {'owner': 'partner', 'organic_leads': 4, "
    "'conversion': "
    "{'won': 0.5}, 'deal_value': 100}}, 'actuals': {'through': '2027-02', 'bookings': [3000, 3000], 'leads': "
    "[70, 60], %s}}";

/* The plan as JSON, or as text; free it. */
static char *answer_of(const char *more, bool as_text, bireme_target **target)
{
    bireme_scenario *scenario = scenario_of(company, more);
    bireme_error error;
    bireme_text text = {0};
    bireme_run_options run;
    bireme_run_options_init(&run);
    run.trials = 2048;
    const bireme_target_options options = {
        .size = sizeof(bireme_target_options), .run = &run, .confidence = NAN, .at_least = NAN};
    if (bireme_target_run(scenario, &options, target, &error) != BIREME_OK) fail_msg("%s", error.message);
    const bireme_target_view view = {.target = *target, .model = bireme_scenario_model(scenario)};
    const bireme_answer answer = bireme_answer_of_target(&view);
    if (as_text) {
        static const bireme_text_style style = {.unicode = true, .width = 100};
        bireme_document document;
        bireme_answer_document(&answer, &document);
        assert_int_equal(bireme_document_write_text(&document, &style, &text, &error), BIREME_OK);
        bireme_document_free(&document);
    } else {
        bireme_answer_write_json(&answer, &text);
    }
    char *copy = strdup(bireme_text_string(&text));
    bireme_text_free(&text);
    bireme_scenario_free(scenario);
    return copy;
}

/* The number after a key, searched for from a place on. */
static double number_after(const char *json, const char *place, const char *key)
{
    const char *at = strstr(json, place);
    assert_non_null(at);
    at = strstr(at, key);
    assert_non_null(at);
    at += strlen(key);
    return strncmp(at, "null", 4) == 0 ? NAN : strtod(at, NULL);
}

static double sum_of_channels(const bireme_target *target, bool budget)
{
    double sum = 0;
    for (size_t c = 0; c < target->n_channels; c++)
        sum += budget ? target->channels[c].budget : target->channels[c].leads;
    return sum;
}

/* Leads are given for the company, so that those of the channels are not known; spend for its channel alone,
 * and the other has none. */
static void what_was_given_and_the_plan_make_the_whole(void **state)
{
    (void)state;
    bireme_target *target;
    char *json = answer_of("'channels': {'a': {'spend': [900, 1100]}}", false, &target);
    const char *whole = strstr(json, "\"whole_horizon\"");
    assert_non_null(whole);
    assert_close(number_after(whole, "\"leads\"", "\"actual\": "), 130, 0, 0);
    assert_close(number_after(whole, "\"leads\"", "\"total\": "), 130 + sum_of_channels(target, false), 1e-12,
                 0);
    assert_close(number_after(whole, "\"budget\"", "\"actual\": "), 2000, 0, 0);
    assert_close(number_after(whole, "\"budget\"", "\"total\": "), 2000 + sum_of_channels(target, true),
                 1e-12, 0);
    const char *channels = strstr(whole, "\"channels\"");
    assert_true(isnan(number_after(channels, "\"a\"", "\"actual\": "))); /* its leads */
    assert_true(isnan(number_after(channels, "\"a\"", "\"total\": ")));
    const char *periods = strstr(whole, "\"periods\"");
    assert_close(number_after(periods, "2027-02", "\"leads\": "), 60, 0, 0);
    assert_close(number_after(periods, "2027-02", "\"budget\": "), 1100, 0, 0);
    assert_close(number_after(periods, "2027-03", "\"leads\": "), target->periods[0].leads, 1e-12, 0);
    free(json);
    bireme_target_free(target);
}

/* The leads of channels add up to the company's. */
static void what_channels_had_adds_up(void **state)
{
    (void)state;
    bireme_target *target;
    char *json = answer_of("'channels': {'a': {'spend': [900, 1100]}, 'b': {'leads': [5, 6]}}", false,
                           &target);
    const char *channels = strstr(strstr(json, "\"whole_horizon\""), "\"channels\"");
    assert_close(number_after(channels, "\"b\"", "\"actual\": "), 11, 0, 0);
    assert_close(number_after(channels, "\"b\"", "\"total\": "), 11 + target->channels[1].leads, 1e-12, 0);
    free(json);
    bireme_target_free(target);
}

/* Spend that is given for the company is that of its channels where marketing costs nothing else; with an
 * initiative it is not. */
static void what_the_company_spent_is_its_channels(void **state)
{
    (void)state;
    bireme_target *target;
    char *json = answer_of("'spend': [900, 1100]", false, &target);
    const char *whole = strstr(json, "\"whole_horizon\"");
    assert_close(number_after(whole, "\"budget\"", "\"actual\": "), 2000, 0, 0);
    free(json);
    bireme_target_free(target);
    json =
        answer_of("'spend': [900, 1100]}, 'initiatives': {'fair': {'from': '2027-04', 'cost': 300, 'effect': "
                  "{'leads': 1.1}}",
                  false, &target);
    whole = strstr(json, "\"whole_horizon\"");
    assert_true(isnan(number_after(whole, "\"budget\"", "\"actual\": ")));
    free(json);
    bireme_target_free(target);
}

/* Of 130 leads 100 came through a and 11 through b. */
static void leads_without_a_channel_have_a_row(void **state)
{
    (void)state;
    bireme_target *target;
    char *text =
        answer_of("'channels': {'a': {'leads': [60, 40], 'spend': [900, 1100]}, 'b': {'leads': [5, 6]}}",
                  true, &target);
    char *row = strstr(strstr(text, "The whole horizon"), "without a channel");
    assert_non_null(row);
    assert_int_equal(strtol(row + strlen("without a channel"), NULL, 10), 19);
    free(text);
    bireme_target_free(target);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_given_and_the_plan_make_the_whole),
        cmocka_unit_test(what_channels_had_adds_up),
        cmocka_unit_test(what_the_company_spent_is_its_channels),
        cmocka_unit_test(leads_without_a_channel_have_a_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
