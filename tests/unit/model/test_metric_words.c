/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Metrics in sentences.
 */
#include "support/check.h"

#include <string.h>
#include "model/metric.h"

static char *stages[] = {(char[]){"lead"}, (char[]){"sql"}, (char[]){"won"}};
static double touches[] = {0, 0.5};
static bireme_channel channels[] = {
    {.name = (char[]){"events"}, .owner = BIREME_OWNER_MARKETING, .touches = touches},
    {.name = (char[]){"outbound"}, .owner = BIREME_OWNER_SALES}};
static bireme_team teams[] = {{.name = (char[]){"sdr"}, .stage = 1, .has_capacity = true}};
static const bireme_model model = {.stages = 3,
                                   .stage = stages,
                                   .n_channels = 2,
                                   .channels = channels,
                                   .n_teams = 1,
                                   .teams = teams,
                                   .has_named_teams = true};

static void assert_words(const char *name, const char *expected)
{
    char words[BIREME_METRIC_WORDS_SIZE];
    assert_string_equal(bireme_metric_words_of(&model, name, words), expected);
}

static void metrics_are_called_what_people_call_them(void **state)
{
    (void)state;
    assert_words("revenue", "revenue");
    assert_words("cac", "cost per win (CAC)");
    assert_words("stage.sql", "entries to the stage sql");
    assert_words("owner.sales.wins", "wins of sales");
    assert_words("channel.events.leads", "leads of events");
    assert_words("channel.events.credit.linear", "revenue credited to events (linear)");
    assert_words("share.marketing_sourced", "share of revenue sourced by marketing");
    assert_words("team.sdr.reps", "reps of sdr");
    assert_words("team.sdr.turned_away", "entries turned away by sdr");
    assert_words("team.sdr.turned_away.value", "value of what sdr turns away");
}

static void a_name_that_is_no_metric_is_its_own_words(void **state)
{
    (void)state;
    assert_words("team.ae.reps", "team.ae.reps");
}

static void nouns_have_one_place_for_what_they_are_of(void **state)
{
    (void)state;
    for (int k = 0; k < BIREME_METRIC_KINDS; k++) {
        const bireme_metric_row *row = bireme_metric_row_of((bireme_metric_kind)k);
        if (row->noun == NULL) continue;
        size_t stars = 0;
        for (const char *c = row->noun; *c != '\0'; c++) stars += *c == '*';
        if (stars != (size_t)(row->of != BIREME_OF_ALL)) fail_msg("%s: %zu stars", row->noun, stars);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(metrics_are_called_what_people_call_them),
                                       cmocka_unit_test(a_name_that_is_no_metric_is_its_own_words),
                                       cmocka_unit_test(nouns_have_one_place_for_what_they_are_of)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
