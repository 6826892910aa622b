/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which uniforms get the run's points, in which order; and runs that have unusually few or many of them.
 */
#include "unit/engine/points/made_sources.h"

#include <math.h>
#include <stdlib.h>

/* ------------------------ placing */

/* The main dimension of a source's draw, or SIZE_MAX. */
static size_t main_of(const made_block *made, const bireme_source *source, uint32_t draw)
{
    uint32_t d = bireme_source_dimension(&made->sources, source, draw, 0);
    return d < made->layout.n_main ? d : SIZE_MAX;
}

/* |change| of what has each main dimension, −1 where nothing known has it; returns how many are known. */
static size_t find_changes(const made_block *made, double *change)
{
    bireme_importance importance = importance_of(made);
    size_t known = 0;
    for (size_t d = 0; d < made->layout.n_main; d++) change[d] = -1;
    for (size_t q = 0; q < made->compiled->model->n_quantities; q++) {
        size_t d = main_of(made, &made->sources.quantity[q], 0);
        assert_int_equal(d != SIZE_MAX, made->compiled->quantities[q].table != NULL);
        if (d != SIZE_MAX) change[d] = fabs(importance.quantity[q]), known++;
    }
    for (size_t c = 0; c < made->compiled->model->n_channels; c++) {
        const bireme_channel_sources *channel = &made->sources.channel[c];
        double wins = sqrt(importance.wins[c]);
        size_t d = main_of(made, &channel->entries[made->compiled->rows - 1], 0);
        if (d == SIZE_MAX) d = main_of(made, &channel->all_wins, 0);
        if (d != SIZE_MAX) change[d] = wins * importance.value[c], known++;
        d = main_of(made, &channel->all_deals, 0);
        if (d != SIZE_MAX) change[d] = wins * importance.spread[c], known++;
    }
    bireme_importance_free(&importance);
    return known;
}

static void check_order(bireme_scenario *scenario, bool superposed)
{
    static double change[4096];
    made_block made;
    make_placed(scenario, BIREME_POINTS_SOBOL, superposed, &made);
    size_t known = find_changes(&made, change);
    double last = INFINITY, norm = 0;
    for (size_t d = 0; d < made.layout.n_main; d++) {
        if (change[d] < 0) continue;
        assert_true(change[d] <= last);
        last = change[d];
        known--;
    }
    assert_int_equal(known, 0); /* no two have one dimension */
    /* a = e₀ − 2 v₀ v is along the changes, sign apart. */
    const double *v = made.layout.reflection;
    for (size_t d = 0; d < made.layout.n_main; d++) norm += v[d] * v[d];
    assert_close(norm, 1, 1e-12, 0);
    double first = fabs(1 - 2 * v[0] * v[0]) / change[0];
    for (size_t d = 1; d < made.layout.n_main; d++)
        if (change[d] >= 0) assert_close(fabs(2 * v[0] * v[d]) / first, change[d], 1e-9, 1e-9 * change[0]);
    free_block(&made);
}

static void main_dimensions_come_in_the_order_of_what_they_change(void **state)
{
    (void)state;
    check_order(scenario_of(PRODUCTS), true);
    check_order(scenario_of(PRODUCTS), false);
    check_order(alike(3, 4), true);
    check_order(alike(3, 4), false);
    check_order(alike(40, 2), false);
}

/* Some 5,000 uniforms are main ones: the largest change, of the last channel, comes first all the same. */
static void the_most_important_are_main_however_many_there_are(void **state)
{
    (void)state;
    enum { CHANNELS = 700 };
    static char text[1 << 16];
    int at = snprintf(
        text, sizeof text,
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'opp', 'won'], 'defaults': {'conversion': "
        "{'opp': {'dist': 'beta', 'alpha': 12, 'beta': 28, 'each': true}, 'won': {'dist': 'beta', 'alpha': "
        "5, 'beta': "
        "20, 'each': true}}, 'deal_value': {'dist': 'lognormal', 'mean': {'dist': 'normal', 'mean': 900, "
        "'sd': 70, 'each': true}, "
        "'cv': 0.8}}, 'channels': {");
    for (int c = 0; c < CHANNELS; c++)
        at += snprintf(text + at, sizeof text - (size_t)at,
                       "%s'c%d': {'organic_leads': {'dist': 'gamma', 'mean': %d, 'sd': 1}}",
                       c > 0 ? ", " : "", c, c + 1 < CHANNELS ? 4 : 4000);
    snprintf(text + at, sizeof text - (size_t)at, "}}");
    made_block made;
    make_placed(scenario_of("%s", text), BIREME_POINTS_SOBOL, true, &made);
    assert_int_equal(made.layout.n_main, BIREME_POINTS_DIMENSIONS_MOST);
    size_t d = main_of(&made, &made.sources.channel[CHANNELS - 1].entries[made.compiled->rows - 1], 0);
    assert_true(d < 16);
    free_block(&made);
}

/* Every dimension is had once, and where there are too many wanted the first 4,096 are given. */
static void no_dimension_is_given_twice(void **state)
{
    (void)state;
    static unsigned given[BIREME_POINTS_DIMENSIONS_MOST];
    enum { CHANNELS = 40, PERIODS = 24 };
    made_block made;
    make_placed(alike(CHANNELS, PERIODS), BIREME_POINTS_SOBOL, false, &made);
    memset(given, 0, sizeof given);
    for (size_t c = 0; c < CHANNELS; c++) {
        const bireme_channel_sources *channel = &made.sources.channel[c];
        const bireme_source *sources[] = {&channel->entries[0], &channel->entries[1], &channel->entries[2],
                                          &channel->deals,      &channel->carried,    &channel->carried_deals,
                                          &channel->all_wins,   &channel->all_deals};
        for (size_t k = 0; k < sizeof sources / sizeof *sources; k++)
            for (uint32_t draw = 0; draw < BIREME_SOURCE_DRAWS; draw++)
                for (uint32_t slot = 0; slot < 2 * PERIODS; slot++) {
                    uint32_t d = bireme_source_dimension(&made.sources, sources[k], draw, slot);
                    assert_true(d == UINT32_MAX || d < BIREME_POINTS_DIMENSIONS_MOST);
                    if (d != UINT32_MAX) given[d]++;
                }
    }
    for (size_t q = 0; q < made.compiled->model->n_quantities; q++) {
        uint32_t d = bireme_source_dimension(&made.sources, &made.sources.quantity[q], 0, 0);
        if (d != UINT32_MAX) given[d]++;
    }
    for (size_t d = 0; d < BIREME_POINTS_DIMENSIONS_MOST; d++) assert_int_equal(given[d], 1);
    free_block(&made);
}

/* ------------------------ whole runs */

#define ONE(CHANNEL)                                                                                         \
    "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'opp', 'won'], 'channels': {" CHANNEL "}}"

static bireme_scenario *scenario_number(int k)
{
    switch (k) {
    case 0: /* nothing is uncertain but chance */
        return scenario_of(
            ONE("'a': {'organic_leads': 9, 'conversion': {'opp': 0.5, 'won': 0.4}, 'deal_value': "
                "{'dist': 'exponential', 'mean': 3}}"));
    case 1: /* no deal has a value */
        return scenario_of(
            ONE("'a': {'organic_leads': {'dist': 'gamma', 'mean': 9, 'sd': 2}, 'conversion': {'opp': "
                "0.5, 'won': 0.4}, 'cycle_days': {'won': 20}}"));
    case 2:
        return scenario_of(ONE(
            "'a': {'organic_leads': {'dist': 'gamma', 'mean': 9, 'sd': 2}, 'conversion': {'opp': 0.5, 'won': "
            "0.4}, 'deal_value': {'dist': 'exponential', 'mean': 3}, 'touches': {'b': 0.5}}, 'b': {'owner': "
            "'sales', 'organic_leads': 3, 'conversion': {'opp': 1, 'won': 0.2}, 'deal_value': 4}"));
    case 3: /* nobody comes */
        return scenario_of(
            ONE("'a': {'organic_leads': 0, 'conversion': {'opp': 0.5, 'won': 0.4}, 'deal_value': 1}"));
    case 4:
        return alike(40, 2); /* 200 quantities */
    default:
        return alike(34, 20); /* more dimensions wanted than there are */
    }
}

enum { TRIALS = 300 };

static bireme_forecast *run(int k, bireme_sampler sampler, int threads, bool totals_only)
{
    return run_and_free(scenario_number(k), &(bireme_run_options){.size = sizeof(bireme_run_options),
                                                                  .trials = TRIALS,
                                                                  .threads = threads,
                                                                  .sampler = sampler,
                                                                  .totals_only = totals_only,
                                                                  .keep_samples = true});
}

/* Against random ones: six of their standard errors, which those of points do not exceed, √2 for both. */
static void assert_alike(const bireme_forecast *f, const bireme_forecast *random)
{
    for (size_t m = 0; m < bireme_forecast_metric_count(f); m++) {
        const bireme_summary *a = bireme_forecast_total(f, m), *b = bireme_forecast_total(random, m);
        if (a->n < TRIALS || b->n < TRIALS) continue; /* ratios without a value in some trial */
        assert_close(a->mean, b->mean, 1e-9, 6 * sqrt(2) * b->mean_se);
    }
}

static void assert_same_bytes(const bireme_forecast *a, const bireme_forecast *b)
{
    for (size_t m = 0; m < bireme_forecast_metric_count(a); m++) {
        assert_memory_equal(bireme_forecast_total(a, m), bireme_forecast_total(b, m), sizeof(bireme_summary));
        assert_memory_equal(bireme_forecast_samples(a, m), bireme_forecast_samples(b, m),
                            TRIALS * sizeof(double));
        for (size_t t = 0; t < bireme_forecast_period_count(a); t++) {
            const bireme_summary *x = bireme_forecast_period(a, m, t), *y = bireme_forecast_period(b, m, t);
            assert_int_equal(x == NULL, y == NULL);
            if (x != NULL) assert_memory_equal(x, y, sizeof *x);
        }
    }
}

static void unusual_scenarios_run_and_are_the_same_on_any_number_of_threads(void **state)
{
    (void)state;
    for (int k = 0; k < 6; k++)
        for (int totals_only = 0; totals_only < 2; totals_only++) {
            bireme_forecast *random = run(k, BIREME_SAMPLER_RANDOM, 2, totals_only);
            for (bireme_sampler sampler = BIREME_SAMPLER_SOBOL; sampler <= BIREME_SAMPLER_LHS; sampler++) {
                bireme_forecast *one = run(k, sampler, 1, totals_only),
                                *three = run(k, sampler, 3, totals_only);
                assert_same_bytes(one, three);
                assert_alike(one, random);
                bireme_forecast_free(one);
                bireme_forecast_free(three);
            }
            bireme_forecast_free(random);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(main_dimensions_come_in_the_order_of_what_they_change),
        cmocka_unit_test(the_most_important_are_main_however_many_there_are),
        cmocka_unit_test(no_dimension_is_given_twice),
        cmocka_unit_test(unusual_scenarios_run_and_are_the_same_on_any_number_of_threads),
    };
    return cmocka_run_group_tests_name("engine.sources", tests, NULL, NULL);
}
