/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one more rep of each team brings, where it can be computed by hand.
 */
#include "support/check.h"

#include <math.h>
#include "support/scenario_of.h"
#include "bireme/bireme.h"

/* 1000 leads a period, of which 2 SDRs take up 200; half of those become opportunities, for which there are
 * more than enough AEs; a fifth of these is won, on average. */
#define HEAD "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'], "
#define CHANNELS(value)                                                                                      \
    "'channels': {'ads': {'organic_leads': 1000, 'conversion': {'opp': 0.5, 'won': {'dist': 'uniform', "     \
    "'min': 0.1, 'max': 0.3}}" value "}}"
#define TEAMS                                                                                                \
    ", 'sales': {'teams': {'ae': {'stage': 'opp', 'reps': 9, 'items_per_rep': 100, 'cost_per_rep': 70}, "    \
    "'sdr': {'stage': 'lead', 'reps': 2, 'items_per_rep': 100, 'overflow': 'lost', 'cost_per_rep': 50}}}"

static bireme_sensitivity *find(const char *text)
{
    bireme_scenario *scenario = scenario_of("%s", text);
    bireme_sensitivity *result = NULL;
    bireme_error error;
    if (bireme_sensitivity_run(scenario, NULL, &result, &error) != BIREME_OK) fail_msg("%s", error.message);
    bireme_scenario_free(scenario);
    return result;
}

static void assert_gain(const bireme_sensitivity *result, size_t which, const char *path, const char *metric,
                        double exact)
{
    const bireme_one_more *more = bireme_sensitivity_one_more(result, which);
    assert_non_null(more);
    assert_string_equal(more->path, path);
    assert_string_equal(more->metric, metric);
    if (!(fabs(more->gain - exact) <= 5 * more->gain_se + 1e-6) || !(more->gain_se < 10))
        fail_msg("%s of %s: %g +- %g, not %g", metric, path, more->gain, more->gain_se, exact);
}

static void one_more_rep_brings_what_it_takes_up_less_its_cost(void **state)
{
    (void)state;
    bireme_sensitivity *result = find(HEAD CHANNELS(", 'deal_value': 10") TEAMS "}");
    assert_int_equal(bireme_sensitivity_one_more_count(result), 4);
    assert_gain(result, 0, "sales.teams.sdr.reps", "revenue", 4 * 100 * 0.5 * 0.2 * 10);
    assert_gain(result, 1, "sales.teams.sdr.reps", "contribution", 4 * 100 * 0.5 * 0.2 * 10 - 4 * 50);
    assert_gain(result, 2, "sales.teams.ae.reps", "revenue", 0);
    assert_gain(result, 3, "sales.teams.ae.reps", "contribution", -4 * 70);
    assert_null(bireme_sensitivity_one_more(result, 4));
    bireme_sensitivity_free(result);
}

static void without_values_it_brings_wins(void **state)
{
    (void)state;
    bireme_sensitivity *result = find(HEAD CHANNELS("") TEAMS "}");
    assert_int_equal(bireme_sensitivity_one_more_count(result), 2);
    assert_gain(result, 0, "sales.teams.sdr.reps", "wins", 4 * 100 * 0.5 * 0.2);
    assert_gain(result, 1, "sales.teams.ae.reps", "wins", 0);
    bireme_sensitivity_free(result);
}

static void recurring_revenue_is_valued_over_its_life_too(void **state)
{
    (void)state;
    bireme_sensitivity *result = find(HEAD CHANNELS(", 'deal_value': 10") TEAMS
                                      ", 'revenue': {'model': 'recurring', 'churn': 0.05}}");
    assert_int_equal(bireme_sensitivity_one_more_count(result), 6);
    const bireme_one_more *within = bireme_sensitivity_one_more(result, 1),
                          *lasting = bireme_sensitivity_one_more(result, 2);
    assert_string_equal(within->metric, "contribution");
    assert_string_equal(lasting->metric, "npv.lifetime");
    assert_true(lasting->gain > within->gain);
    bireme_sensitivity_free(result);
}

/* Each team's line is moved by whole reps, by at least one. */
static void the_reps_of_each_team_are_alternatives(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        double factor;
    } expected[] = {{"sales.teams.ae.reps", 7.0 / 9},
                    {"sales.teams.ae.reps", 11.0 / 9},
                    {"sales.teams.sdr.reps", 0.5},
                    {"sales.teams.sdr.reps", 1.5}};
    bireme_sensitivity *result = find(HEAD CHANNELS(", 'deal_value': 10") TEAMS "}");
    assert_int_equal(bireme_sensitivity_alternative_count(result), 5);
    for (size_t k = 0; k < 4; k++) {
        const bireme_alternative *a = bireme_sensitivity_alternative(result, k + 1);
        assert_string_equal(a->path, expected[k].path);
        assert_close(a->factor, expected[k].factor, 1e-12, 0);
    }
    assert_int_equal(bireme_sensitivity_best(result), 1); /* two AEs too many */
    bireme_sensitivity_free(result);
    result = find(HEAD CHANNELS(", 'deal_value': 10") TEAMS
                  ", 'decision': {'lines': {'sales.teams.sdr.reps': {'max': 2}}}}");
    assert_int_equal(bireme_sensitivity_alternative_count(result), 2);
    assert_string_equal(bireme_sensitivity_alternative(result, 1)->path, "sales.teams.sdr.reps");
    bireme_sensitivity_free(result);
}

static void without_named_teams_there_is_none(void **state)
{
    (void)state;
    bireme_sensitivity *result = find(HEAD CHANNELS(", 'deal_value': 10") ", 'sales': {'reps': 3}}");
    assert_int_equal(bireme_sensitivity_one_more_count(result), 0);
    assert_null(bireme_sensitivity_one_more(result, 0));
    bireme_sensitivity_free(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_more_rep_brings_what_it_takes_up_less_its_cost),
                                       cmocka_unit_test(without_values_it_brings_wins),
                                       cmocka_unit_test(recurring_revenue_is_valued_over_its_life_too),
                                       cmocka_unit_test(the_reps_of_each_team_are_alternatives),
                                       cmocka_unit_test(without_named_teams_there_is_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
