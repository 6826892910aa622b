/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where totals alone are wanted, periods with the same leads are taken together (flow.c): the means over the
 * horizon are, lane by lane, the sums of those that are made period by period.
 */
#include "unit/engine/trial/made_block.h"

#include <math.h>
#include "engine/trial/passage.h"

enum { PERIODS = 12 };

/* Three steps that take time, one with an uncertain scale, shared by all channels; OTHER: members before the
 * channels. */
#define BASE(OTHER, CHANNELS)                                                                                \
    "{'start': '2027-01', 'periods': 12, 'funnel': ['lead', 'mql', 'opp', 'won'], 'defaults': "              \
    "{'conversion': "                                                                                        \
    "{'mql': {'dist': 'beta', 'mean': 0.6, 'sd': 0.1}, 'opp': 0.7, 'won': {'dist': 'beta', 'mean': 0.5, "    \
    "'sd': "                                                                                                 \
    "0.08}}, 'cycle_days': {'mql': {'dist': 'exponential', 'mean': 9}, 'opp': 12, 'won': {'dist': 'gamma', " \
    "'mean': {'dist': 'lognormal', 'median': 40, 'p90': 60}, 'cv': 0.6}}, 'deal_value': 10}" OTHER           \
    ", 'channels': {" CHANNELS "}}"
#define STEADY "'organic_leads': {'dist': 'gamma', 'mean': 9, 'sd': 2}"
#define BOUGHT "'cost_per_lead': {'dist': 'lognormal', 'median': 30, 'p90': 45}"

static const struct {
    const char *name, *text;
    size_t spans;  /* of the first channel */
    bool together; /* are they taken together? */
} cases[] = {
    {"all alike", BASE("", "'a': {" STEADY "}"), 1, true},
    {"seasons",
     BASE("", "'a': {'season': [1, 1, 2, 2, 2, 0, 0, 3, 1, 1, 1, 1], " STEADY "}, 'b': {" STEADY "}"), 5,
     true},
    {"every period its own", BASE("", "'a': {'season': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], " STEADY "}"),
     12, false},
    {"one span of one period", BASE("", "'a': {'season': [1, 1, 1, 1, 1, 5, 1, 1, 1, 1, 1, 1], " STEADY "}"),
     3, true},
    {"the last alone", BASE("", "'a': {'season': [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4], " STEADY "}"), 2,
     true},
    {"the first alone", BASE("", "'a': {'season': [4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], " STEADY "}"), 2,
     true},
    {"spend",
     BASE("", "'a': {'spend': [900, 900, 900, 0, 0, 500, 500, 500, 500, 500, 500, 500], " BOUGHT
              "}, 'b': {" STEADY "}"),
     3, true},
    {"spend and season",
     BASE("", "'a': {'season': [1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], 'spend': [900, 900, 900, 900, 900, 900, "
              "0, 0, "
              "0, 0, 0, 0], " BOUGHT ", " STEADY "}"),
     3, true},
    /* What a push leaves behind goes on to the end. */
    {"adstock",
     BASE("", "'a': {'adstock': 0.5, 'spend': [0, 0, 0, 0, 900, 0, 0, 0, 0, 0, 0, 0], " BOUGHT
              "}, 'b': {" STEADY "}"),
     9, true},
    {"reps",
     BASE(", 'sales': {'reps': 2, 'hires': {'2027-04': 1, '2027-09': 2}, 'ramp_months': 0}",
          "'a': {'owner': 'sales', 'leads_per_rep': {'dist': 'gamma', 'mean': 3, 'sd': 1}}"),
     3, true},
    {"one economy",
     BASE(", 'economy': {'regimes': {'all': {'leads': {'dist': 'uniform', 'min': 0.5, 'max': 1.5}, "
          "'cycle_time': "
          "{'dist': 'uniform', 'min': 0.5, 'max': 2}, 'conversion_odds': {'mql': 1.5, 'won': 0.7}}}, 'path': "
          "'all'}",
          "'a': {'season': [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2], " STEADY "}, 'b': {'spend': 800, " BOUGHT
          "}"),
     2, true},
    {"an initiative in the middle",
     BASE(", 'initiatives': {'x': {'from': '2027-05', 'ramp_months': 2, 'cost': 1, 'effect': {'leads': 1.5, "
          "'cost_per_lead': 0.8}}}",
          "'a': {" STEADY "}, 'b': {'spend': 800, " BOUGHT "}"),
     12, false},
    {"an initiative on the cost of a lead",
     BASE(", 'initiatives': {'x': {'from': '2027-05', 'cost': 1, 'effect': {'cost_per_lead': 0.8}}}",
          "'a': {'spend': 800, " BOUGHT "}"),
     12, false},
    {"odds of a step in the middle",
     BASE(", 'initiatives': {'x': {'from': '2027-05', 'cost': 1, 'effect': {'conversion_odds': {'opp': 2}}}}",
          "'a': {" STEADY "}"),
     12, false},
    {"dispersion", BASE("", "'a': {'dispersion': 0.5, " STEADY "}, 'b': {" STEADY "}"), 12, false},
    /* The leads are alike but the clock does not run evenly: spans must not be used. */
    {"pace", BASE(", 'pace': [1, 0.2, 3, 1, 1, 1, 1, 1, 1, 2, 1, 0.3]", "'a': {" STEADY "}"), 1, false},
    {"an initiative on cycle times",
     BASE(", 'initiatives': {'x': {'from': '2027-05', 'cost': 1, 'effect': {'cycle_time': 0.4}}}",
          "'a': {" STEADY "}"),
     1, false},
    {"a drawn economy",
     BASE(", 'economy': {'regimes': {'slow': {'cycle_time': 3}, 'usual': {}}, 'start': {'slow': 0.5, "
          "'usual': 0.5}, "
          "'transition': {'slow': {'slow': 0.7, 'usual': 0.3}, 'usual': {'slow': 0.3, 'usual': 0.7}}}",
          "'a': {" STEADY "}"),
     1, false},
    {"nothing uncertain takes time",
     "{'start': '2027-01', 'periods': 12, 'funnel': ['lead', 'opp', 'won'], 'channels': {'a': {'season': [1, "
     "1, 1, "
     "1, 1, 1, 1, 2, 2, 2, 2, 2], " STEADY
     ", 'conversion': {'opp': 0.5, 'won': 0.4}, 'cycle_days': {'opp': {'dist': "
     "'gamma', 'mean': 50, 'cv': 0.5}}}}}",
     2, true},
    {"nothing takes time",
     "{'start': '2027-01', 'periods': 12, 'funnel': ['lead', 'opp', 'won'], 'channels': {'a': {'season': [1, "
     "1, 1, "
     "1, 1, 1, 1, 2, 2, 2, 2, 2], " STEADY ", 'conversion': {'opp': 0.5, 'won': 0.4}}}}",
     2, true},
};
enum { CASES = sizeof cases / sizeof *cases };

static void the_leads_are_cut_into_spans_where_they_change(void **state)
{
    (void)state;
    for (size_t k = 0; k < CASES; k++) {
        made_block made;
        make_block(scenario_of("%s", cases[k].text), &made);
        const bireme_compiled_channel *ready = &made.compiled->channels[0];
        if (ready->n_spans != cases[k].spans) print_error("%s\n", cases[k].name);
        assert_int_equal(ready->n_spans, cases[k].spans);
        assert_int_equal(ready->span[0], 0);
        assert_int_equal(ready->span[ready->n_spans], PERIODS);
        bireme_passage passage = bireme_passage_of(made.block, 0);
        assert_true(passage.span == NULL && passage.spans == PERIODS && passage.periods == PERIODS);
        assert_false(bireme_block_superposes(made.compiled, true)); /* an earlier period is asked for too */
        assert_true(bireme_block_superposes(made.compiled, false));
        bireme_block_superpose(made.block);
        passage = bireme_passage_of(made.block, 0);
        assert_int_equal(passage.span != NULL, cases[k].together);
        assert_int_equal(passage.spans, cases[k].together ? cases[k].spans : PERIODS);
        assert_int_equal(passage.periods, 1);
        free_block(&made);
    }
}

/* Lane by lane, what is below the rounding of a sum of twelve apart. */
static void assert_same_lanes(const char *name, const char *what, const double *sum, const double *whole)
{
    for (size_t i = 0; i < BIREME_BLOCK; i++)
        if (!(fabs(sum[i] - whole[i]) <= 1e-11 * fabs(whole[i]) + 1e-12))
            fail_msg("%s, %s: %.15g and %.15g in lane %zu", name, what, whole[i], sum[i], i);
}

static void compare_channel(const char *name, const made_block *periods, const made_block *totals, size_t c)
{
    const bireme_channel_block *a = &periods->block->channel[c], *b = &totals->block->channel[c];
    for (size_t row = 0; row < periods->compiled->rows; row++) {
        double sum[BIREME_BLOCK] = {0};
        for (size_t t = 0; t < PERIODS; t++)
            bireme_lanes_add(bireme_lane_array(a->means, row * PERIODS + t), sum);
        assert_same_lanes(name, "means", sum, bireme_lane_array(b->means, row * PERIODS));
        assert_true(sum[0] > 0);
    }
    assert_same_lanes(name, "after", a->after, b->after);
    if (a->paid == NULL) return;
    assert_same_lanes(name, "paid", a->paid, b->paid);
    assert_same_lanes(name, "marginal", a->paid_marginal, b->paid_marginal);
}

static void means_of_spans_are_the_sums_of_those_of_periods(void **state)
{
    (void)state;
    for (size_t k = 0; k < CASES; k++) {
        made_block periods, totals;
        make_block(scenario_of("%s", cases[k].text), &periods);
        make_block(scenario_of("%s", cases[k].text), &totals);
        bireme_block_superpose(totals.block);
        assert_true(totals.block->horizon_only);
        for (uint64_t first = 0; first < 4 * BIREME_BLOCK; first += BIREME_BLOCK) {
            bireme_block_expect(periods.block, first);
            bireme_block_expect(totals.block, first);
            for (size_t c = 0; c < periods.compiled->model->n_channels; c++) {
                bireme_block_expect_channel(periods.block, c);
                bireme_block_expect_channel(totals.block, c);
                compare_channel(cases[k].name, &periods, &totals, c);
            }
        }
        free_block(&periods);
        free_block(&totals);
    }
}

/* The same through whole runs: six errors of the difference of two independent ones. */
static void totals_of_runs_agree(void **state)
{
    (void)state;
    for (size_t k = 0; k < CASES; k++) {
        bireme_run_options options = {
            .size = sizeof(bireme_run_options), .trials = 8192, .threads = 2, .has_seed = true, .seed = 3};
        bireme_forecast *periods = run_and_free(scenario_of("%s", cases[k].text), &options);
        options.totals_only = true;
        options.seed = 4;
        bireme_forecast *totals = run_and_free(scenario_of("%s", cases[k].text), &options);
        for (size_t m = 0; m < bireme_forecast_metric_count(periods); m++) {
            const bireme_summary *a = bireme_forecast_total(periods, m),
                                 *b = bireme_forecast_total(totals, m);
            if (a->n < 8192 || b->n < 8192) continue;
            /* Of random numbers, which is more than that of points. */
            double se = fmax(a->sd, b->sd) * sqrt(2 / 8192.0);
            if (!(fabs(a->mean - b->mean) <= 6 * se + 1e-9 * fabs(a->mean)))
                fail_msg("%s, %s: %.10g and %.10g", cases[k].name, bireme_forecast_metric_name(periods, m),
                         a->mean, b->mean);
        }
        bireme_forecast_free(periods);
        bireme_forecast_free(totals);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_leads_are_cut_into_spans_where_they_change),
        cmocka_unit_test(means_of_spans_are_the_sums_of_those_of_periods),
        cmocka_unit_test(totals_of_runs_agree),
    };
    return cmocka_run_group_tests_name("engine.spans", tests, NULL, NULL);
}
