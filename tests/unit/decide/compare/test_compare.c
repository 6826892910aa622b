/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <math.h>
#include <stdint.h>
#include <string.h>
#include "support/scenario_of.h"
#include "decide/compare/comparison.h"

enum { TRIALS = 8192 };

#define SCENARIO(NAME, PERIODS, LEADS, WON, VALUE, REST)                                                     \
    "{'name': '" NAME "', 'start': '2027-01', 'periods': " PERIODS ", 'funnel': ['lead', 'won'], "           \
    "'channels': {'web': {'organic_leads': " LEADS ", 'conversion': {'won': " WON "}, 'deal_value': " VALUE  \
    "}" REST "}}"
#define UNCERTAIN "{'dist': 'beta', 'alpha': 20, 'beta': 60}"

static bireme_comparison *compare(const char *const *text, size_t n, const bireme_compare_options *options)
{
    bireme_scenario *own[4];
    const bireme_scenario *list[4];
    bireme_comparison *c;
    bireme_error error;
    for (size_t s = 0; s < n; s++) list[s] = own[s] = scenario_of("%s", text[s]);
    if (bireme_comparison_run(list, n, options, &c, &error) != BIREME_OK) fail_msg("%s", error.message);
    for (size_t s = 0; s < n; s++) bireme_scenario_free(own[s]);
    return c;
}

static const bireme_run_options short_run = {
    .size = sizeof(bireme_run_options), .trials = TRIALS, .has_seed = true, .seed = 3, .threads = 2};

static const bireme_summary *total(const bireme_comparison *c, size_t s, const char *metric)
{
    return bireme_comparison_total(c, s, bireme_comparison_metric_of(c, metric));
}

static const bireme_difference *difference(const bireme_comparison *c, size_t s, const char *metric)
{
    return bireme_comparison_difference(c, s, bireme_comparison_metric_of(c, metric));
}

/* Whatever it is decided by, whichever is the baseline, and before anything is run. */
static void currencies_are_never_set_against_each_other(void **state)
{
    (void)state;
    const char *const currency[] = {"'USD'", "'USD'", "'JPY'"};
    bireme_scenario *own[3];
    const bireme_scenario *list[3];
    bireme_comparison *c = NULL;
    bireme_need need;
    bireme_error error;
    for (size_t s = 0; s < 3; s++)
        list[s] = own[s] = scenario_of(
            SCENARIO("web", "3", "30", "0.5", "1000", "}, 'currency': %s, 'run': {"), currency[s]);
    const bireme_compare_options by_leads = {
        .size = sizeof(bireme_compare_options), .run = &short_run, .metric = "leads", .baseline = 2};
    assert_int_equal(bireme_comparison_run(list, 2, NULL, &c, &error), BIREME_OK);
    bireme_comparison_free(c);
    assert_int_equal(bireme_comparison_run(list, 3, &by_leads, &c, &error), BIREME_SCENARIO);
    assert_string_equal(error.pointer, "/currency");
    assert_true(strstr(error.message, "JPY") != NULL && strstr(error.message, "USD") != NULL);
    assert_int_equal(bireme_comparison_need(list, 3, NULL, &need, &error), BIREME_SCENARIO);
    for (size_t s = 0; s < 3; s++) bireme_scenario_free(own[s]);
}

static const bireme_compare_options with_bridge = {
    .size = sizeof(bireme_compare_options), .run = &short_run, .bridge = true};

/* A quarter more for every deal is a quarter more revenue in every trial. */
static void a_difference_is_taken_trial_by_trial(void **state)
{
    (void)state;
    const char *const text[] = {SCENARIO("plain", "3", "30", UNCERTAIN, "1000", ""),
                                SCENARIO("dearer", "3", "30", UNCERTAIN, "1250", "")};
    bireme_comparison *c = compare(text, 2, &with_bridge);
    const bireme_summary *plain = total(c, 0, "revenue"), *dearer = total(c, 1, "revenue");
    const bireme_difference *d = difference(c, 1, "revenue");
    assert_close(d->summary->mean, plain->mean / 4, 1e-12, 0);
    assert_close(d->summary->mean, dearer->mean - plain->mean, 1e-12, 0);
    assert_close(d->summary->sd, plain->sd / 4, 1e-12, 0);
    assert_close(d->summary->mean_se, plain->mean_se / 4, 1e-9, 0);
    for (int q = 0; q < BIREME_QUANTILE_COUNT; q++)
        assert_close(d->summary->quantile[q], plain->quantile[q] / 4, 1e-12, 1e-9);
    assert_true(plain->min > 0);
    assert_true(d->probability_above == 1 && d->probability_equal == 0);
    d = difference(c, 1, "wins");
    assert_true(d->summary->min == 0 && d->summary->max == 0 && d->probability_equal == 1);
    assert_null(difference(c, 0, "revenue"));
    /* One group makes all of it. */
    assert_int_equal(bireme_comparison_bridge_count(c, 1), 1);
    bireme_bridge_part part = *bireme_comparison_bridge(c, 1, 0);
    assert_string_equal(part.name, "deal values");
    assert_close(part.change, plain->mean / 4, 1e-12, 0);
    assert_int_equal(bireme_comparison_bridge_count(c, 0), 0);
    bireme_comparison_free(c);
}

/* wins = leads × rate: from 100 × 0.2 to 150 × 0.3 each of the two is half of the 25 more. */
static void what_groups_do_together_is_shared_equally_and_adds_up(void **state)
{
    (void)state;
    const char *const text[] = {SCENARIO("few", "1", "100", "0.2", "10", ""),
                                SCENARIO("many", "1", "150", "0.3", "10", "")};
    const bireme_compare_options options = {
        .size = sizeof(bireme_compare_options), .run = &short_run, .metric = "wins", .bridge = true};
    bireme_comparison *c = compare(text, 2, &options);
    double sum = 0;
    assert_int_equal(bireme_comparison_bridge_count(c, 1), 2);
    for (size_t p = 0; p < 2; p++) {
        bireme_bridge_part part = *bireme_comparison_bridge(c, 1, p);
        assert_string_equal(part.name, p == 0 ? "lead volume" : "conversion rates");
        assert_true(part.change_se > 0 && part.change_se < 0.05);
        assert_close(part.change, 12.5, 0, 5 * part.change_se);
        sum += part.change;
    }
    assert_close(sum, difference(c, 1, "wins")->summary->mean, 1e-12, 0);
    bireme_comparison_free(c);
}

/* Three groups whose effects multiply, a channel more, and what both have is not disturbed. */
static void a_bridge_adds_up_with_any_groups(void **state)
{
    (void)state;
#define MORE ", 'fair': {'owner': 'sales', 'organic_leads': 8, 'conversion': {'won': 0.5}, 'deal_value': 400}"
    const char *const text[] = {
        SCENARIO("a", "4", "{'dist': 'gamma', 'mean': 60, 'sd': 9}", UNCERTAIN, "1000", ""),
        SCENARIO("b", "4", "{'dist': 'gamma', 'mean': 70, 'sd': 9}", "0.3", "1300", MORE)};
    for (int less = 0; less < 2; less++) { /* revenue, or the other way round from b to a */
        const bireme_compare_options options = {.size = sizeof(bireme_compare_options),
                                                .run = &short_run,
                                                .bridge = true,
                                                .baseline = (size_t)less};
        bireme_comparison *c = compare(text, 2, &options);
        size_t other = less ? 0 : 1;
        double sum = 0;
        assert_int_equal(bireme_comparison_bridge_count(c, other), 4);
        for (size_t p = 0; p < 4; p++) {
            bireme_bridge_part part = *bireme_comparison_bridge(c, other, p);
            assert_true((part.change > 0) == !less);
            sum += part.change;
        }
        assert_string_equal(bireme_comparison_bridge(c, other, 0)->name, "channels added or dropped");
        /* The channel adds what it brings, whenever it comes: 4 × 8 × 0.5 × 400. */
        bireme_bridge_part channel = *bireme_comparison_bridge(c, other, 0);
        assert_close(fabs(channel.change), 6400, 0, 5 * channel.change_se);
        assert_close(sum, difference(c, other, "revenue")->summary->mean, 1e-11, 0);
        bireme_comparison_free(c);
    }
}

static void regret_is_what_the_best_has_more(void **state)
{
    (void)state;
    const char *const text[] = {SCENARIO("safe", "2", "40", "0.25", "1000", ""),
                                SCENARIO("bold", "2", "40", UNCERTAIN, "1000", ""),
                                SCENARIO("poor", "2", "30", "0.2", "1000", "")};
    bireme_comparison *c = compare(
        text, 3, &(bireme_compare_options){.size = sizeof(bireme_compare_options), .run = &short_run});
    double best = 0, sum = 0;
    for (size_t s = 0; s < 3; s++) {
        const bireme_choice *choice = bireme_comparison_choice(c, s);
        double reached = choice->regret->mean + total(c, s, "revenue")->mean; /* the mean of the best */
        if (s == 0) best = reached;
        assert_close(reached, best, 1e-12, 0);
        assert_true(choice->regret->min >= 0);
        sum += choice->probability_best;
    }
    assert_true(sum >= 1); /* of equals each is best */
    assert_true(bireme_comparison_choice(c, 2)->probability_best <
                bireme_comparison_choice(c, 0)->probability_best);
    bireme_comparison_free(c);
}

/* Of costs less is better. */
static void the_cheapest_is_the_best_by_a_cost(void **state)
{
    (void)state;
#define BOUGHT(SPEND)                                                                                        \
    "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels': {'ads': {'spend': " SPEND     \
    ", 'cost_per_lead': 20, 'conversion': {'won': 0.5}}}}"
    const char *const text[] = {BOUGHT("3000"), BOUGHT("2000")};
    const bireme_compare_options options = {
        .size = sizeof(bireme_compare_options), .run = &short_run, .metric = "cost.marketing"};
    bireme_comparison *c = compare(text, 2, &options);
    assert_true(bireme_comparison_less_is_better(c));
    assert_true(bireme_comparison_choice(c, 1)->probability_best == 1);
    assert_true(bireme_comparison_choice(c, 0)->probability_best == 0);
    assert_close(bireme_comparison_choice(c, 0)->regret->mean, 2000, 1e-12, 0);
    assert_string_equal(bireme_comparison_name(c, 0), "scenario");
    assert_string_equal(bireme_comparison_name(c, 1), "scenario (2)");
    bireme_comparison_free(c);
}

static void scenarios_of_different_periods_have_no_bridge(void **state)
{
    (void)state;
    const char *const text[] = {SCENARIO("short", "2", "40", "0.25", "1000", ""),
                                SCENARIO("long", "4", "40", "0.25", "1000", "")};
    bireme_comparison *c = compare(text, 2, &with_bridge);
    assert_int_equal(bireme_comparison_bridge_count(c, 1), 0);
    assert_string_equal(bireme_comparison_bridge_reason(c, 1), "`periods` is not the same in both");
    assert_true(difference(c, 1, "revenue")->summary->mean > 0);
    bireme_comparison_free(c);
}

static void all_run_as_long_as_the_one_that_needs_most(void **state)
{
    (void)state;
    const char *const text[] = {
        SCENARIO("a", "2", "400", "0.25", "1000", ""),
        SCENARIO("b", "2", "400", UNCERTAIN, "{'dist': 'lognormal', 'mean': 900, 'cv': 1.5}", "")};
    const bireme_run_options run = {.size = sizeof(bireme_run_options), .precision = 0.0008, .threads = 2};
    bireme_comparison *c =
        compare(text, 2, &(bireme_compare_options){.size = sizeof(bireme_compare_options), .run = &run});
    uint64_t trials = bireme_forecast_trials(bireme_comparison_forecast(c, 0));
    assert_true(trials > 16384);
    assert_int_equal(bireme_forecast_trials(bireme_comparison_forecast(c, 1)), trials);
    assert_true(bireme_comparison_precision(c, 0)->met && bireme_comparison_precision(c, 1)->met);
    const bireme_summary *s = total(c, 1, "revenue");
    assert_true(s->mean_se / s->mean <= 0.0008);
    bireme_comparison_free(c);
}

static void it_is_the_same_on_any_number_of_threads(void **state)
{
    (void)state;
    const char *const text[] = {
        SCENARIO("a", "4", "{'dist': 'gamma', 'mean': 60, 'sd': 9}", UNCERTAIN, "1000", ""),
        SCENARIO("b", "4", "{'dist': 'gamma', 'mean': 70, 'sd': 9}", "0.3", "1300", MORE)};
    bireme_run_options run = short_run;
    const bireme_compare_options options = {
        .size = sizeof(bireme_compare_options), .run = &run, .bridge = true};
    bireme_comparison *c[2];
    for (int k = 0; k < 2; k++) {
        run.threads = k == 0 ? 1 : 3;
        c[k] = compare(text, 2, &options);
    }
    for (size_t m = 0; m < bireme_comparison_metric_count(c[0]); m++) {
        const bireme_difference *a = bireme_comparison_difference(c[0], 1, m),
                                *b = bireme_comparison_difference(c[1], 1, m);
        assert_int_equal(a == NULL, b == NULL);
        if (a == NULL) continue;
        assert_memory_equal(a->summary, b->summary, sizeof *a->summary);
        const double p[] = {a->probability_above, a->probability_above_se, a->probability_equal},
                     q[] = {b->probability_above, b->probability_above_se, b->probability_equal};
        assert_memory_equal(p, q, sizeof p);
    }
    for (size_t p = 0; p < bireme_comparison_bridge_count(c[0], 1); p++)
        assert_true(bireme_comparison_bridge(c[0], 1, p)->change ==
                    bireme_comparison_bridge(c[1], 1, p)->change);
    bireme_comparison_free(c[0]);
    bireme_comparison_free(c[1]);
}

static bool at_once(void *context)
{
    (void)context;
    return true;
}

static void what_cannot_be_compared_is_refused(void **state)
{
    (void)state;
    bireme_scenario *a = scenario_of("%s", SCENARIO("a", "2", "40", "0.25", "1000", ""));
    const bireme_scenario *list[] = {a, a};
    bireme_comparison *c = NULL;
    bireme_error error;
    assert_int_equal(bireme_comparison_run(list, 1, NULL, &c, &error), BIREME_DOMAIN);
    const bireme_compare_options beyond = {.size = sizeof(bireme_compare_options), .baseline = 2},
                                 unknown = {.size = sizeof(bireme_compare_options), .metric = "joy"};
    assert_int_equal(bireme_comparison_run(list, 2, &beyond, &c, &error), BIREME_DOMAIN);
    assert_int_equal(bireme_comparison_run(list, 2, &unknown, &c, &error), BIREME_DOMAIN);
    assert_non_null(strstr(error.message, "`joy`"));
    const bireme_run_options stopped = {.size = sizeof(bireme_run_options), .cancelled = at_once};
    assert_int_equal(bireme_comparison_run(
                         list, 2,
                         &(bireme_compare_options){.size = sizeof(bireme_compare_options), .run = &stopped},
                         &c, &error),
                     BIREME_CANCELLED);
    assert_null(c);
    bireme_scenario_free(a);
}

/* 0.3 × 16.7 is 5.01, but for the last bit: neither is ahead, and nobody regrets. */
static void plans_that_differ_by_rounding_are_equal(void **state)
{
    (void)state;
    static const char *const texts[] = {
        SCENARIO("A", "12", "200", "0.1", "5.01", ""),
        SCENARIO("B", "12", "200", "0.1", "16.7",
                 "}, 'economy': {'regimes': {'dear': {'deal_value': 0.3}}, 'path': 'dear'")};
    const bireme_compare_options options = {
        .size = sizeof(bireme_compare_options), .run = &short_run, .metric = "revenue"};
    bireme_comparison *c = compare(texts, 2, &options);
    const bireme_difference *d = difference(c, 1, "revenue");
    assert_true(d->probability_equal == 1 && d->probability_above == 0);
    for (size_t s = 0; s < 2; s++) {
        assert_true(bireme_comparison_choice(c, s)->probability_best == 1);
        assert_true(bireme_comparison_choice(c, s)->regret->max == 0);
    }
    bireme_comparison_free(c);
}

/* With more leads, or an initiative, there is something to choose; without bridges it is not known. */
static void economies_are_no_choice(void **state)
{
    (void)state;
#define OF(NAME, LEADS, FACTOR)                                                                              \
    SCENARIO(NAME, "3", LEADS, UNCERTAIN, "1000",                                                            \
             "}, 'economy': {'regimes': {'calm': {}, 'storm': {'leads': " FACTOR                             \
             "}}, 'path': ['calm', 'storm', 'storm']}, 'run': {")
    const char *const economies[] = {OF("calm", "30", "1"), OF("storm", "30", "0.5"),
                                     OF("gale", "30", "0.4")},
                      *const plans[] = {OF("calm", "30", "1"), OF("storm", "40", "0.5")};
#undef OF
    const bireme_compare_options with = {.size = sizeof with, .run = &short_run, .bridge = true},
                                 without = {.size = sizeof without, .run = &short_run, .bridge = false};
    bireme_comparison *c = compare(economies, 3, &with);
    assert_true(bireme_comparison_is_of_economies(c));
    bireme_comparison_free(c);
    c = compare(economies, 2, &without);
    assert_false(bireme_comparison_is_of_economies(c));
    bireme_comparison_free(c);
    c = compare(plans, 2, &with);
    assert_false(bireme_comparison_is_of_economies(c));
    bireme_comparison_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_that_differ_by_rounding_are_equal),
        cmocka_unit_test(currencies_are_never_set_against_each_other),
        cmocka_unit_test(a_difference_is_taken_trial_by_trial),
        cmocka_unit_test(what_groups_do_together_is_shared_equally_and_adds_up),
        cmocka_unit_test(a_bridge_adds_up_with_any_groups),
        cmocka_unit_test(regret_is_what_the_best_has_more),
        cmocka_unit_test(economies_are_no_choice),
        cmocka_unit_test(the_cheapest_is_the_best_by_a_cost),
        cmocka_unit_test(scenarios_of_different_periods_have_no_bridge),
        cmocka_unit_test(all_run_as_long_as_the_one_that_needs_most),
        cmocka_unit_test(it_is_the_same_on_any_number_of_threads),
        cmocka_unit_test(what_cannot_be_compared_is_refused),
    };
    return cmocka_run_group_tests_name("decide.compare", tests, NULL, NULL);
}
