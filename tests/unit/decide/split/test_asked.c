/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a split can be asked, what it refuses, and what it says of itself.
 */
#include "unit/decide/split/dividing.h"
#include "decide/split/result.h"

static void assert_refused(const char *text, bireme_split_options options, const char *word)
{
    bireme_scenario *scenario = scenario_of("%s", text);
    bireme_split *split = NULL;
    bireme_error error;
    assert_int_equal(bireme_split_run(scenario, &options, &split, &error), BIREME_DOMAIN);
    assert_null(split);
    if (strstr(error.message, word) == NULL) fail_msg("'%s' lacks '%s'", error.message, word);
    bireme_scenario_free(scenario);
}

static bireme_split_options of_total(double total)
{
    bireme_split_options options = defaults;
    options.total = total;
    return options;
}

static void what_cannot_be_asked_is_refused(void **state)
{
    (void)state;
    char text[2048];
    bireme_split_options options;
    power(text, sizeof text, 20, 0.5, 30, 0.5, "");
    options = defaults;
    options.objective = BIREME_OBJECTIVE_P_GOAL;
    assert_refused(text, options, "no goal");
    options = defaults;
    options.metric = "winz";
    assert_refused(text, options, "`wins`");
    options = defaults;
    options.metric = "cac";
    assert_refused(text, options, "less is better");
    assert_refused(text, of_total(0), "not more than 0");
    assert_refused(text, of_total(INFINITY), "not more than 0");
    options = defaults;
    options.worst = 1;
    assert_refused(text, options, "more than 0 and less than 1");
    options = defaults;
    options.until = "2029-01";
    assert_refused(text, options, "2029-01");
    options = defaults;
    options.steps = 1000;
    assert_refused(text, options, "1000 steps");
    assert_refused(text, options, "2 to 101 are possible");
    power(text, sizeof text, 20, 0.5, 30, 0.5,
          "'decision': {'lines': {'channels.a.spend': {'min': 5000, 'max': 11000}, 'channels.b.spend': "
          "{'min': 1000, "
          "'max': 9000}}},");
    assert_refused(text, of_total(90000), "more than the lines can take within their limits, which is 80000");
    assert_refused(text, of_total(20000), "less than the least that the lines must have, which is 24000");
    snprintf(text, sizeof text, capacity,
             "'decision': {'lines': {'channels.ads.spend': {'max': 1000}, 'sales.reps': {}}, 'groups': "
             "{'marketing': "
             "{'share_min': 0.2}}},");
    assert_refused(text, of_total(100000), "the group `marketing` contradict");
    assert_refused("{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'],"
                   " 'channels': {'a': {'organic_leads': 10, 'conversion': {'won': 0.2}}}}",
                   defaults, "nothing to divide");
}

/* Reps that cost nothing are not divided among, and it is said so; a channel without spend today can get
 * some. */
static void lines_without_cost_or_spend(void **state)
{
    (void)state;
    static const char text[] = HEAD "'sales': {'reps': 5, 'stage': 'opp', 'opportunities_per_rep': 5000},"
                                    " 'channels': {'a': {'spend': 10000, 'deal_value': 100, 'cost_per_lead': "
                                    "20, 'conversion': {'opp': 0.5, "
                                    "'won': 0.2}}, 'b': {'spend': 0, 'deal_value': 100, 'cost_per_lead': 10, "
                                    "'conversion': {'opp': 0.5, 'won': "
                                    "0.2}}}}";
    bireme_split *split = divide(text, defaults);
    assert_string_equal(split->left_out, "sales.reps");
    assert_int_equal(split->n_lines, 2);
    assert_close(split->best.parts[1].spend, 40000, 1e-6, 0);
    assert_close(split->best.value, 4000 * 0.1 * 100, 0.005, 0);
    bireme_split_free(split);
}

/* Without values of deals it is the wins that are divided for. */
static void without_values_wins_are_counted(void **state)
{
    (void)state;
    bireme_split *split =
        divide(HEAD "'channels': {'a': {'spend': 10000, 'cost_per_lead': 20, 'conversion': {'opp': 0.5, "
                    "'won': 0.2}}, 'b': {'spend': 10000, 'cost_per_lead': 10, 'conversion': {'opp': 0.5, "
                    "'won': 0.2}}}}",
               defaults);
    assert_string_equal(split->metric, "wins");
    assert_close(split->best.value, 800, 0.002, 0);
    bireme_split_free(split);
}

static void any_number_of_threads_gives_the_same(void **state)
{
    (void)state;
    char text[2048];
    power(text, sizeof text, 20, 0.5, 30, 0.5, "");
    bireme_split *split[2];
    for (int i = 0; i < 2; i++) {
        const bireme_run_options run = {.size = sizeof(bireme_run_options),
                                        .trials = 5000,
                                        .seed = 3,
                                        .has_seed = true,
                                        .threads = 1 + 2 * i};
        bireme_split_options options = defaults;
        options.run = &run;
        split[i] = divide(text, options);
    }
    assert_memory_equal(&split[0]->best.value, &split[1]->best.value, sizeof(double));
    assert_memory_equal(&split[0]->best.parts[0].spend, &split[1]->best.parts[0].spend, sizeof(double));
    assert_memory_equal(&split[0]->gain_se, &split[1]->gain_se, sizeof(double));
    assert_memory_equal(split[0]->margins, split[1]->margins, 2 * sizeof(bireme_margin));
    bireme_split_free(split[0]);
    bireme_split_free(split[1]);
}

static bool stop(void *context)
{
    return --*(int *)context < 0;
}

static void a_search_can_be_cancelled(void **state)
{
    (void)state;
    char text[2048];
    power(text, sizeof text, 20, 0.5, 30, 0.5, "");
    bireme_scenario *scenario = scenario_of("%s", text);
    static const int after[] = {0, 10, 100, 400, 700};
    for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
        int left = after[i];
        bireme_error error;
        bireme_split *split = NULL;
        const bireme_run_options run = {
            .size = sizeof(bireme_run_options), .cancelled = stop, .context = &left};
        bireme_split_options options = defaults;
        options.run = &run;
        assert_int_equal(bireme_split_run(scenario, &options, &split, &error), BIREME_CANCELLED);
        assert_null(split);
    }
    bireme_scenario_free(scenario);
}

static void today_outside_its_limits_is_said(void **state)
{
    (void)state;
    static const char text[] = HEAD
        "'channels': {'a': {'spend': 10000, 'deal_value': 100, 'cost_per_lead': 20, 'conversion': {'opp': "
        "0.5, "
        "'won': 0.2}}, 'b': {'spend': 10000, 'deal_value': 100, 'cost_per_lead': 40, 'conversion': {'opp': "
        "0.5, "
        "'won': 0.2}}}, 'decision': {'lines': {'channels.a.spend': {'max': 6000}, 'channels.b.spend': {}}}}";
    bireme_split_options options = defaults;
    options.objective = BIREME_OBJECTIVE_MEAN;
    bireme_split *split = divide(text, options);
    assert_false(split->today_allowed);
    assert_true(split->gain < -2 * split->gain_se); /* today's is better */
    assert_close(split->scaled.parts[0].spend, 24000, 1e-9, 0);
    assert_close(split->gain_scaled, 0, 0, 1e-6); /* the best is what is nearest to it */
    assert_true(split->confirmed);
    bireme_split_free(split);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_asked_is_refused),
        cmocka_unit_test(lines_without_cost_or_spend),
        cmocka_unit_test(without_values_wins_are_counted),
        cmocka_unit_test(any_number_of_threads_gives_the_same),
        cmocka_unit_test(a_search_can_be_cancelled),
        cmocka_unit_test(today_outside_its_limits_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
