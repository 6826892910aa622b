/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mixtures of two scenarios.
 */
#include "support/check.h"

#include <stdio.h>
#include <string.h>
#include "scenario/build/mix.h"
#include "support/scenario_of.h"

#define ALL ((1U << BIREME_PART_COUNT) - 1)

static unsigned parts_of(const bireme_scenario *a, const bireme_scenario *b)
{
    unsigned parts;
    assert_int_equal(bireme_scenario_parts(a, b, &parts, NULL), BIREME_OK);
    return parts;
}

static bireme_scenario *mixed(const bireme_scenario *a, const bireme_scenario *b, unsigned parts)
{
    bireme_scenario *out;
    bireme_error error;
    if (bireme_scenario_mix(a, b, parts, &out, &error) != BIREME_OK) fail_msg("%x: %s", parts, error.message);
    return out;
}

/* Two that differ in everything. */
#define FRAME "'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'opp', 'won'], "
#define FIRST                                                                                                \
    "{" FRAME "'defaults': {'conversion': {'opp': 0.5, 'won': {'dist': 'beta', 'alpha': 5, 'beta': 20}}, "   \
    "'deal_value': 900, 'cycle_days': {'opp': 3}}, 'channels': {'ads': {'spend': 100, 'cost_per_lead': "     \
    "{'dist': 'uniform', 'min': 4, 'max': 6}, 'touches': {'old': 0.5}}, 'old': {'organic_leads': 3}, "       \
    "'web': {'owner': 'sales', 'organic_leads': 9}}, 'sales': {'reps': 2}, 'initiatives': {'x': {'from': "   \
    "'2027-02', 'effect': {'leads': 1.1}}}, 'economy': {'regimes': {'bad': {'leads': 0.9}}, 'path': "        \
    "['bad', 'bad', 'bad']}, 'correlations': [{'between': ['channels.ads.cost_per_lead', "                   \
    "'defaults.conversion.won'], 'rank': 0.3}]}"
#define SECOND                                                                                               \
    "{" FRAME "'pace': 1.2, 'defaults': {'conversion': {'opp': 0.4}, 'deal_value': {'dist': 'lognormal', "   \
    "'mean': 950, 'cv': 0.5}}, 'channels': {'web': {'owner': 'partner', 'organic_leads': 12, 'drift': "      \
    "{'leads': 0.1}, 'conversion': "                                                                         \
    "{'won': 0.2}}, 'ads': {'spend': 120, 'cost_per_lead': 5, 'conversion': {'won': 0.3}}, 'new': "          \
    "{'organic_leads': 3, 'conversion': {'won': 0.3}}}, 'sales': {'reps': 3}, 'revenue': {'model': "         \
    "'recurring', 'churn': 0.01}, 'pipeline': [{'stage': 'opp', 'channel': 'ads', 'value': 500}], "          \
    "'actuals': "                                                                                            \
    "{'through': '2027-01', 'wins': [2]}}"

static void every_group_changes_what_belongs_to_it_alone(void **state)
{
    (void)state;
    bireme_scenario *a = scenario_of("%s", FIRST), *b = scenario_of("%s", SECOND);
    assert_int_equal(parts_of(a, b), ALL);
    assert_int_equal(parts_of(a, a), 0);
    for (unsigned part = 0; part < BIREME_PART_COUNT; part++) {
        bireme_scenario *one = mixed(a, b, 1U << part);
        /* What names a thing that has gone has gone with it: correlations, touches. */
        unsigned with_it = part == BIREME_PART_CHANNELS || part == BIREME_PART_COST_PER_LEAD ||
                                   part == BIREME_PART_CONVERSION
                               ? 1U << BIREME_PART_REST
                               : 0;
        assert_int_equal(parts_of(a, one) & ~with_it, 1U << part);
        assert_int_equal(parts_of(one, b) | with_it, (ALL & ~(1U << part)) | with_it);
        bireme_scenario_free(one);
    }
    bireme_scenario *all = mixed(a, b, ALL), *none = mixed(a, b, 0);
    assert_int_equal(parts_of(all, b), 0);
    assert_int_equal(parts_of(none, a), 0);
    bireme_scenario_free(all);
    bireme_scenario_free(none);
    bireme_scenario_free(a);
    bireme_scenario_free(b);
}

/* What a channel takes from `defaults` is its own; notes, names and the way a number is written say
 * nothing. */
static void what_is_said_counts_and_not_how(void **state)
{
    (void)state;
    bireme_scenario *a =
        scenario_of("%s", "{" FRAME "'defaults': {'conversion': {'opp': 0.50, 'won': 0.2}}, 'channels': "
                          "{'x': {'organic_leads': 3}, 'y': {'organic_leads': 4}}}");
    bireme_scenario *b = scenario_of("%s",
                                     "{" FRAME "'name': 'other', 'goal': {'metric': 'wins', 'at_least': 3}, "
                                     "'defaults': {'conversion': {'won': 0.2}}, 'channels': {'y': "
                                     "{'conversion': {'opp': 5e-1}, 'organic_leads': 4, 'note': 'n'}, 'x': "
                                     "{'organic_leads': 3, 'conversion': {'opp': 0.5}}}}");
    /* Open deals without a channel would take the step from `defaults`, so that is a difference. */
    assert_int_equal(parts_of(a, b), 1U << BIREME_PART_CONVERSION);
    bireme_scenario *c =
        scenario_of("%s", "{" FRAME "'channels': {'x': {'organic_leads': 3, 'conversion': {'opp': 0.5, "
                          "'won': 0.2}}}}");
    bireme_scenario *d =
        scenario_of("%s", "{" FRAME "'name': 'd', 'channels': {'x': {'conversion': {'won': 2e-1, 'opp': "
                          "0.500, 'note': 'why'}, 'source': 's', 'organic_leads': 3}}}");
    assert_int_equal(parts_of(c, d), 0);
    bireme_scenario_free(a);
    bireme_scenario_free(b);
    bireme_scenario_free(c);
    bireme_scenario_free(d);
}

static void other_periods_cannot_be_mixed(void **state)
{
    (void)state;
    char why[BIREME_MIX_WHY_SIZE];
#define CHANNEL "'channels': {'x': {'organic_leads': 3, 'conversion': {'opp': 0.5, 'won': 0.2}}}"
    bireme_scenario *a = scenario_of("%s", "{" FRAME CHANNEL "}");
    const struct {
        const char *text, *why;
    } others[] = {
        {"{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'], " CHANNEL "}", "`periods`"},
        {"{'start': '2027-02', 'periods': 3, 'funnel': ['lead', 'opp', 'won'], " CHANNEL "}", "`start`"},
        {"{'start': '2027-01', 'periods': 3, 'period': 'week', 'funnel': ['lead', 'opp', 'won'], " CHANNEL
         "}",
         "`period`"},
        {"{'start': '2027-01', 'periods': 3, 'funnel': ['opp', 'won'], 'channels': {'x': {'organic_leads': "
         "3, "
         "'conversion': {'won': 0.2}}}}",
         "`funnel`"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        bireme_scenario *b = scenario_of("%s", others[i].text);
        assert_false(bireme_scenario_mixes(a, b, why, sizeof why));
        assert_int_equal(strncmp(why, others[i].why, strlen(others[i].why)), 0);
        bireme_scenario_free(b);
    }
    bireme_scenario *same = scenario_of("%s",
                                        "{'start': '2027-01-01', 'periods': 3, 'period': 'month', 'funnel': "
                                        "['lead', 'opp', 'won'], " CHANNEL "}");
    assert_true(bireme_scenario_mixes(a, same, why, sizeof why));
    bireme_scenario_free(same);
    bireme_scenario_free(a);
}

static void a_deal_of_a_channel_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    bireme_scenario *a = scenario_of("%s", "{" FRAME CHANNEL "}"), *out = NULL;
    bireme_scenario *b = scenario_of("%s",
                                     "{" FRAME "'channels': {'y': {'organic_leads': 3, 'conversion': {'opp': "
                                     "0.5, 'won': 0.2}}}, 'pipeline': [{'stage': 'opp', 'channel': 'y', "
                                     "'value': 500}]}");
    bireme_error error;
    assert_int_equal(bireme_scenario_mix(a, b, 1U << BIREME_PART_PIPELINE, &out, &error), BIREME_SCENARIO);
    assert_non_null(strstr(error.message, "channel"));
    assert_null(out);
    bireme_scenario_free(a);
    bireme_scenario_free(b);
}

static bireme_scenario *shipped(const char *name)
{
    char path[512];
    bireme_scenario *scenario;
    bireme_error error;
    snprintf(path, sizeof path, "%s/scenarios/%s.json", BIREME_SOURCE_DIR, name);
    if (bireme_scenario_load(path, NULL, NULL, &scenario, &error) != BIREME_OK) fail_msg("%s", error.message);
    return scenario;
}

static void shipped_scenarios_mix(void **state)
{
    (void)state;
    static const char *const pair[][2] = {{"base", "growth"},
                                          {"base", "recession"},
                                          {"mid-market", "mid-market-recession"},
                                          {"mid-market-growth", "mid-market"},
                                          {"smb-inbound", "smb-inbound-growth"},
                                          {"enterprise-abm", "enterprise-abm-recession"},
                                          {"alignment-1-silos", "alignment-4-one-team"}};
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        bireme_scenario *a = shipped(pair[i][0]), *b = shipped(pair[i][1]);
        unsigned parts = parts_of(a, b);
        assert_true(parts != 0);
        for (unsigned part = 0; part < BIREME_PART_COUNT; part++) {
            bireme_scenario *one = mixed(a, b, 1U << part), *first = mixed(a, b, (2U << part) - 1);
            assert_int_equal(parts_of(one, b), parts & ~(1U << part));
            assert_int_equal(parts_of(first, b), parts & ~((2U << part) - 1));
            bireme_scenario_free(one);
            bireme_scenario_free(first);
        }
        bireme_scenario_free(a);
        bireme_scenario_free(b);
    }
}

/* Walks that are correlated, in b not there, or the last increment of which is over. */
static void correlations_of_walks_go_with_them(void **state)
{
    (void)state;
#define WALKS                                                                                                \
    "{" FRAME "'defaults': {'conversion': {'opp': 0.5, 'won': 0.2}, 'drift': {'deal_value': 0.2}}, "         \
    "'channels': {'x': {'organic_leads': 3, 'drift': {'leads': 0.3}}, 'y': {'organic_leads': {'dist': "      \
    "'uniform', 'min': 1, 'max': 2}%s}}, 'economy': {'drift': {'leads': 0.1}}%s}"
    bireme_scenario *a = scenario_of(
        WALKS, ", 'drift': {'leads': 0.2}",
        ", 'correlations': [{'between': ['channels.x.drift.leads', 'channels.y.drift.leads'], 'rank': 0.5}, "
        "{'between': ['economy.drift.leads', 'defaults.drift.deal_value'], 'rank': 0.4}, {'between': "
        "['economy.drift.leads[2]', 'channels.y.organic_leads'], 'rank': 0.3}]");
    bireme_scenario *b = scenario_of(WALKS, "", ", 'actuals': {'through': '2027-01', 'wins': [2]}");
    assert_int_equal(bireme_scenario_model(a)->n_correlated, 2);
    const struct {
        unsigned parts;
        size_t n_correlated; /* with single increments there are sets of them alone */
    } cases[] = {{0, 2}, {1U << BIREME_PART_GROWTH, 1}, {1U << BIREME_PART_REST, 0}, {parts_of(a, b), 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bireme_scenario *one = mixed(a, b, cases[i].parts);
        assert_int_equal(bireme_scenario_model(one)->n_correlated, cases[i].n_correlated);
        bireme_scenario_free(one);
    }
    for (unsigned part = 0; part < BIREME_PART_COUNT; part++) bireme_scenario_free(mixed(a, b, 1U << part));
    bireme_scenario_free(a);
    bireme_scenario_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_group_changes_what_belongs_to_it_alone),
        cmocka_unit_test(what_is_said_counts_and_not_how),
        cmocka_unit_test(other_periods_cannot_be_mixed),
        cmocka_unit_test(a_deal_of_a_channel_that_is_not_there_is_an_error),
        cmocka_unit_test(correlations_of_walks_go_with_them),
        cmocka_unit_test(shipped_scenarios_mix),
    };
    return cmocka_run_group_tests_name("scenario.mix", tests, NULL, NULL);
}
