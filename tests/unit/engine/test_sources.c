/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which uniforms get the run's points, and what the turn and the bridge of scores make of them: the closed forms of
 * importance, and standard normals that stay independent. A bound of six standard errors is exceeded by chance once in
 * 5e8 checks.
 */
#include "made_block.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <gsl/gsl_cdf.h>
#include "engine/importance.h"

/* A block whose sources have points. */
static void make_placed(bireme_scenario *scenario, bireme_points_kind kind, bool superposed, made_block *made)
{
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_sources_points options = {.kind = kind, .trials = 1 << 20, .superposed = superposed};
    bireme_error error;
    *made = (made_block){.scenario = scenario};
    if (bireme_plan_create(model, &made->plan, &error) != BIREME_OK) fail_msg("%s", error.message);
    assert_int_equal(bireme_sources_create(model, 5, &made->sources, &error), BIREME_OK);
    assert_int_equal(bireme_sources_place(&made->sources, made->plan, &options, &error), BIREME_OK);
    assert_int_equal(bireme_block_create(made->plan, &made->sources, &made->block, &error), BIREME_OK);
}

static bireme_importance importance_of(const made_block *made)
{
    bireme_importance importance;
    assert_int_equal(bireme_importance_create(made->plan, &made->sources, &importance, NULL), BIREME_OK);
    return importance;
}

static size_t number_of(const made_block *made, const char *path)
{
    const bireme_model *model = made->plan->model;
    for (size_t q = 0; q < model->n_quantities; q++)
        if (strcmp(model->quantities[q].path, path) == 0) return q;
    fail_msg("no quantity %s", path);
    return 0;
}

/* Two channels whose expected bookings are products: nothing takes time. */
#define PRODUCTS                                                                                             \
    "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'], 'channels': {'bought': {'spend': " \
    "3000, 'cost_per_lead': {'dist': 'lognormal', 'mu': 3.5, 'sigma': 0.3}, 'conversion': {'opp': {'dist': " \
    "'beta', 'alpha': 12, 'beta': 28}, 'won': 0.5}, 'deal_value': {'dist': 'lognormal', 'mean': {'dist': "   \
    "'normal', 'mean': 900, 'sd': 70}, 'cv': 0.8}}, 'found': {'owner': 'sales', 'organic_leads': {'dist': "  \
    "'gamma', 'shape': 16, 'scale': 2}, 'conversion': {'opp': 0.4, 'won': {'dist': 'beta', 'alpha': 5, "     \
    "'beta': 20}}, 'deal_value': 200}}}"

static const double ABOVE = 0.8413447460685429; /* Φ(1) */

static void assert_importance(const made_block *made, const bireme_importance *importance, const char *path,
                              double expected)
{
    /* 1e-6: the tables' u-error of 1e-9 against densities of some tenths, and to spare. */
    assert_close(importance->quantity[number_of(made, path)], expected, 1e-6, 0);
}

static void importance_is_half_the_change_from_minus_one_to_plus_one(void **state)
{
    (void)state;
    made_block made;
    make_placed(scenario_of(PRODUCTS), BIREME_POINTS_SOBOL, true, &made);
    bireme_importance importance = importance_of(&made);
    double bought = 4 * 3000 / exp(3.5), opp = gsl_cdf_beta_Pinv(0.5, 12, 28);
    double found = 4 * gsl_cdf_gamma_Pinv(0.5, 16, 2) * 0.4, won = gsl_cdf_beta_Pinv(0.5, 5, 20);
    assert_importance(&made, &importance, "channels.bought.cost_per_lead",
                      -bought * sinh(0.3) * opp * 0.5 * 900);
    assert_importance(&made, &importance, "channels.bought.conversion.opp",
                      bought * 0.5 * 900 *
                          (gsl_cdf_beta_Pinv(ABOVE, 12, 28) - gsl_cdf_beta_Pinv(1 - ABOVE, 12, 28)) / 2);
    assert_importance(&made, &importance, "channels.bought.conversion.won", 0);
    assert_importance(&made, &importance, "channels.bought.deal_value.mean", bought * opp * 0.5 * 70);
    assert_importance(&made, &importance, "channels.found.organic_leads",
                      4 * 0.4 * won * 200 *
                          (gsl_cdf_gamma_Pinv(ABOVE, 16, 2) - gsl_cdf_gamma_Pinv(1 - ABOVE, 16, 2)) / 2);
    assert_importance(&made, &importance, "channels.found.conversion.won",
                      found * 200 * (gsl_cdf_beta_Pinv(ABOVE, 5, 20) - gsl_cdf_beta_Pinv(1 - ABOVE, 5, 20)) /
                          2);
    assert_close(importance.wins[0], bought * opp * 0.5, 1e-6, 0);
    assert_close(importance.value[0], 900, 1e-6, 0);
    assert_close(importance.spread[0], 900 * 0.8, 1e-6, 0);
    assert_close(importance.wins[1], found * won, 1e-6, 0);
    assert_close(importance.value[1], 200, 1e-12, 0);
    assert_close(importance.spread[1], 0, 0, 0);
    bireme_importance_free(&importance);
    free_block(&made);
}

static void without_deal_values_it_is_wins(void **state)
{
    (void)state;
    made_block made;
    make_placed(scenario_of("{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'channels': {'a': "
                            "{'organic_leads': {'dist': 'gamma', 'shape': 16, 'scale': 2}, 'conversion': "
                            "{'won': 0.4}}}}"),
                BIREME_POINTS_LATIN, true, &made);
    bireme_importance importance = importance_of(&made);
    assert_importance(&made, &importance, "channels.a.organic_leads",
                      3 * 0.4 * (gsl_cdf_gamma_Pinv(ABOVE, 16, 2) - gsl_cdf_gamma_Pinv(1 - ABOVE, 16, 2)) /
                          2);
    assert_close(importance.value[0], 1, 0, 0);
    assert_close(importance.spread[0], 0, 0, 0);
    assert_close(importance.wins[0], 3 * 0.4 * gsl_cdf_gamma_Pinv(0.5, 16, 2), 1e-6, 0);
    bireme_importance_free(&importance);
    free_block(&made);
}

/* ------------------------ many channels */

/* n channels that are alike, with five uncertain quantities each. */
static bireme_scenario *alike(int n, int periods)
{
    static char text[1 << 16];
    int at = snprintf(text, sizeof text,
                      "{'start': '2027-01', 'periods': %d, 'funnel': ['lead', 'opp', 'won'], "
                      "'channels': {",
                      periods);
    for (int c = 0; c < n; c++)
        at +=
            snprintf(text + at, sizeof text - (size_t)at,
                     "%s'c%d': {'spend': 900, 'cost_per_lead': {'dist': 'lognormal', 'mu': 4, 'sigma': 0.3}, "
                     "'organic_leads': {'dist': 'gamma', 'shape': 4, 'scale': 1}, 'conversion': {'opp': "
                     "{'dist': 'beta', 'alpha': 12, 'beta': 28}, 'won': {'dist': 'beta', 'alpha': 5, 'beta': "
                     "20}}, 'cycle_days': {'won': {'dist': 'exponential', 'mean': 20}}, 'deal_value': "
                     "{'dist': 'lognormal', 'mean': {'dist': 'normal', 'mean': 900, 'sd': 70}, 'cv': 0.8}}",
                     c > 0 ? ", " : "", c);
    snprintf(text + at, sizeof text - (size_t)at, "}}");
    return scenario_of("%s", text);
}

/* 200 quantities: more than a block has lanes for. */
static void as_many_quantities_as_one_likes_are_asked(void **state)
{
    (void)state;
    static const char *const what[] = {"cost_per_lead", "organic_leads", "conversion.opp", "conversion.won",
                                       "deal_value.mean"};
    made_block made;
    make_placed(alike(40, 2), BIREME_POINTS_SOBOL, true, &made);
    bireme_importance importance = importance_of(&made);
    for (int k = 0; k < 5; k++) {
        char path[64];
        snprintf(path, sizeof path, "channels.c0.%s", what[k]);
        double first = importance.quantity[number_of(&made, path)];
        assert_true(first != 0);
        for (int c = 1; c < 40; c++) {
            snprintf(path, sizeof path, "channels.c%d.%s", c, what[k]);
            /* Sums over the channels are rounded where the change is a 40th. */
            assert_close(importance.quantity[number_of(&made, path)], first, 1e-9, 0);
        }
    }
    bireme_importance_free(&importance);
    free_block(&made);
}

/* ------------------------ placing */

/* The main dimension of a source's draw, or SIZE_MAX. */
static size_t main_of(const made_block *made, const bireme_source *source, uint32_t draw)
{
    uint32_t d = bireme_source_dimension(&made->sources, source, draw, 0);
    return d < made->sources.n_main ? d : SIZE_MAX;
}

/* |change| of what has each main dimension, −1 where nothing known has it; returns how many are known. */
static size_t find_changes(const made_block *made, double *change)
{
    bireme_importance importance = importance_of(made);
    size_t known = 0;
    for (size_t d = 0; d < made->sources.n_main; d++) change[d] = -1;
    for (size_t q = 0; q < made->plan->model->n_quantities; q++) {
        size_t d = main_of(made, &made->sources.quantity[q], 0);
        assert_int_equal(d != SIZE_MAX, made->plan->quantities[q].table != NULL);
        if (d != SIZE_MAX) change[d] = fabs(importance.quantity[q]), known++;
    }
    for (size_t c = 0; c < made->plan->model->n_channels; c++) {
        const bireme_channel_sources *channel = &made->sources.channel[c];
        double wins = sqrt(importance.wins[c]);
        size_t d = main_of(made, &channel->entries[made->plan->rows - 1], 0);
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
    for (size_t d = 0; d < made.sources.n_main; d++) {
        if (change[d] < 0) continue;
        assert_true(change[d] <= last);
        last = change[d];
        known--;
    }
    assert_int_equal(known, 0); /* no two have one dimension */
    /* a = e₀ − 2 v₀ v is along the changes, sign apart. */
    const double *v = made.sources.reflection;
    for (size_t d = 0; d < made.sources.n_main; d++) norm += v[d] * v[d];
    assert_close(norm, 1, 1e-12, 0);
    double first = fabs(1 - 2 * v[0] * v[0]) / change[0];
    for (size_t d = 1; d < made.sources.n_main; d++)
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
    for (size_t q = 0; q < made.plan->model->n_quantities; q++) {
        uint32_t d = bireme_source_dimension(&made.sources, &made.sources.quantity[q], 0, 0);
        if (d != UINT32_MAX) given[d]++;
    }
    for (size_t d = 0; d < BIREME_POINTS_DIMENSIONS_MOST; d++) assert_int_equal(given[d], 1);
    free_block(&made);
}

/* ------------------------ the turn */

enum { BLOCKS = 128, N = BLOCKS * BIREME_BLOCK, MAIN_MOST = 64 };

/* z [n_main][N] */
static void find_scores(const made_block *made, double (*z)[N])
{
    assert_true(made->sources.n_main <= MAIN_MOST);
    for (size_t b = 0; b < BLOCKS; b++) {
        made->block->first = b * BIREME_BLOCK;
        bireme_block_turn(made->block);
        for (uint32_t d = 0; d < made->sources.n_main; d++)
            for (size_t i = 0; i < BIREME_BLOCK; i++) {
                double turned = bireme_lane_array(made->block->turned, d)[i];
                z[d][b * BIREME_BLOCK + i] = made->sources.is_score[d] ? turned
                                                                       : gsl_cdf_ugaussian_Pinv(turned);
            }
    }
}

static void check_scores(double (*z)[N], size_t n_dimensions)
{
    for (size_t a = 0; a < n_dimensions; a++) {
        double sum = 0, squares = 0, fourth = 0;
        for (size_t i = 0; i < N; i++) {
            double square = z[a][i] * z[a][i];
            sum += z[a][i], squares += square - 1, fourth += square * square - 3;
        }
        assert_close(sum / sqrt(N), 0, 0, 6);
        assert_close(squares / sqrt(2.0 * N), 0, 0, 6);
        assert_close(fourth / sqrt(96.0 * N), 0, 0, 6);
        for (size_t b = 0; b < a; b++) {
            double product = 0;
            for (size_t i = 0; i < N; i++) product += z[a][i] * z[b][i];
            assert_close(product / sqrt(N), 0, 0, 6);
        }
    }
}

/* The first points' dimension is the direction: w₀ = Σ aᵢ zᵢ in every trial. */
static void check_direction(const made_block *made, double (*z)[N])
{
    static double u[N];
    const double *v = made->sources.reflection;
    bireme_points_fill(made->sources.points, 0, 0, N, u);
    for (size_t i = 0; i < N; i++) {
        double along = 0, w = gsl_cdf_ugaussian_Pinv(u[i]);
        for (uint32_t d = 0; d < made->sources.n_main; d++) along += ((d == 0) - 2 * v[0] * v[d]) * z[d][i];
        if (fabs(w) < 4)
            assert_close(along, w, 0, 1e-4); /* the table's u-error of 1e-9 over the density there */
    }
}

static void check_turn(bireme_scenario *scenario, bireme_points_kind kind, bool superposed)
{
    static double z[MAIN_MOST][N];
    made_block made;
    make_placed(scenario, kind, superposed, &made);
    find_scores(&made, z);
    check_scores(z, made.sources.n_main);
    check_direction(&made, z);
    free_block(&made);
}

static void turned_scores_are_independent_and_the_first_axis_is_the_direction(void **state)
{
    (void)state;
    check_turn(scenario_of(PRODUCTS), BIREME_POINTS_SOBOL, true);
    check_turn(scenario_of(PRODUCTS), BIREME_POINTS_LATIN, false);
    check_turn(alike(3, 4), BIREME_POINTS_SOBOL, false);
    check_turn(alike(3, 4), BIREME_POINTS_LATIN, true);
}

/* ------------------------ the parts of a score */

enum { PARTS = 5 };

/* Lane i: parts of many sizes, of 0, all in one, none at all. Their sums are exact, but for i % 8 = 3. */
static double part_of(size_t part, size_t i)
{
    switch (i % 8) {
    case 0:
        return part == i / 8 % PARTS ? 3.5 : 0; /* all in one */
    case 1:
        return 0;
    case 2:
        return part % 2 == 0 ? 0 : 0.125 * (double)(part + 1);
    case 3:
        return part == 0 ? 1e-9 : 1e6 * (double)part;
    default:
        return 0.25 + (double)((i * 7 + part * 13) % 10);
    }
}

/* Scores of the parts of all blocks, from random numbers, and the wholes'. */
static void find_parts(const made_block *made, double (*z)[N], double (*own)[N], double *whole)
{
    bireme_stream stream = bireme_stream_create(11, "whole", "");
    for (size_t first = 0; first < N; first += BIREME_BLOCK) {
        double part[BIREME_BLOCK], left[BIREME_BLOCK] = {0}, score[BIREME_BLOCK], u[BIREME_BLOCK];
        bireme_stream_fill(&stream, first, 0, 0, BIREME_BLOCK, u);
        for (size_t i = 0; i < BIREME_BLOCK; i++) {
            whole[first + i] = score[i] = gsl_cdf_ugaussian_Pinv(u[i]);
            for (size_t k = 0; k < PARTS; k++) left[i] += part_of(k, i);
        }
        for (uint32_t k = 0; k < PARTS; k++) {
            bireme_stream_fill(&stream, first, 1 + k, 0, BIREME_BLOCK, u);
            for (size_t i = 0; i < BIREME_BLOCK; i++) {
                part[i] = part_of(k, i);
                own[k][first + i] = gsl_cdf_ugaussian_Pinv(u[i]);
            }
            bireme_block_part(made->block, part, left, score, u);
            for (size_t i = 0; i < BIREME_BLOCK; i++) {
                assert_true(u[i] > 0 && u[i] < 1);
                z[k][first + i] = gsl_cdf_ugaussian_Pinv(u[i]);
            }
        }
    }
}

static void scores_of_parts_are_independent_and_add_up_to_the_wholes(void **state)
{
    (void)state;
    static double z[PARTS][N], own[PARTS][N], whole[N];
    made_block made;
    make_block(scenario_of(PRODUCTS), &made);
    find_parts(&made, z, own, whole);
    check_scores(z, PARTS);
    for (size_t i = 0; i < N; i++) {
        double total = 0, sum = 0, furthest = 0;
        size_t lane = i % BIREME_BLOCK;
        for (size_t k = 0; k < PARTS; k++)
            total += part_of(k, lane), furthest = fmax(furthest, fabs(z[k][i]));
        for (size_t k = 0; k < PARTS && total > 0; k++) sum += sqrt(part_of(k, lane) / total) * z[k][i];
        /* Scores are seen through Φ, known to 3e-10: 3e-9 in a score where the density is above 0.1. Where the last
         * share is 1 − 2⁻⁵³ and not 1, the rest is not 0 but 1e-8 of its own score. */
        bool exact = lane % 8 != 3 && furthest < 1.6;
        if (total > 0 && furthest < 4) assert_close(sum, whole[i], 0, exact ? 3e-9 * PARTS : 1e-7);
        for (size_t k = 0; k < PARTS; k++) {
            if (fabs(z[k][i]) > 4) continue; /* 1e-9 of the normal table over the density */
            if (part_of(k, lane) == total && total > 0) assert_close(z[k][i], whole[i], 0, 1e-8);
            bool comes_later = part_of(k, lane) == 0;
            for (size_t j = 0; j < k; j++) comes_later &= part_of(j, lane) == 0;
            if (comes_later) assert_close(z[k][i], own[k][i], 0, 1e-4);
        }
    }
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
    return run_and_free(scenario_number(k), &(bireme_run_options){.trials = TRIALS,
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
        cmocka_unit_test(importance_is_half_the_change_from_minus_one_to_plus_one),
        cmocka_unit_test(without_deal_values_it_is_wins),
        cmocka_unit_test(as_many_quantities_as_one_likes_are_asked),
        cmocka_unit_test(main_dimensions_come_in_the_order_of_what_they_change),
        cmocka_unit_test(no_dimension_is_given_twice),
        cmocka_unit_test(turned_scores_are_independent_and_the_first_axis_is_the_direction),
        cmocka_unit_test(scores_of_parts_are_independent_and_add_up_to_the_wholes),
        cmocka_unit_test(unusual_scenarios_run_and_are_the_same_on_any_number_of_threads),
    };
    return cmocka_run_group_tests_name("engine.sources", tests, NULL, NULL);
}
