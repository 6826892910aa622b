/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bridge (waterfall) from the baseline A to a scenario B: which groups of assumptions make the
 * difference.
 *
 * Groups are exchanged one after the other, and each is credited with the change in the mean of the metric.
 * The credit depends on the order, because effects multiply; so it is done in the order of the funnel and in
 * the opposite one, and the two are averaged. With k groups, F_j the metric with the first j groups of B, and
 * G_j with the last j groups of B (F_0 = G_0 = A, F_k = G_k = B):
 *
 *   part_j = ½ (F_j − F_{j−1}) + ½ (G_{k−j+1} − G_{k−j})
 *
 * The parts add up to B − A. If groups interact only in pairs, this is the Shapley value: each of a pair
 * comes first in one of the two orders, so that their joint effect is shared equally. It takes 2 (k − 1) runs
 * instead of 2^k.
 */
#include "decide/compare/internal.h"

#include <stdio.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "engine/run/forecasts.h"
#include "engine/metrics/unseen.h"
#include "engine/run/metric_of.h"
#include "scenario/build/mix.h"
#include "stats/replicates.h"
#include "stats/sample.h"

enum { GROUPS_MOST = BIREME_PART_COUNT };

/* A bridge being built. */
typedef struct building {
    size_t n_groups;
    bireme_part group[GROUPS_MOST];
    size_t first; /* index of its first hybrid in the list of runs: F_1 … F_{k−1}, then G_1 … G_{k−1} */
} building;

typedef struct runs {
    bireme_comparison *c;
    const char *metric;
    building building[BIREME_COMPARE_MOST]; /* of each scenario */
    size_t n, n_given;                      /* all runs; the given scenarios, which come first */
    const bireme_scenario **scenario;       /* [n] */
    bireme_scenario **hybrid;               /* [n], NULL: a given one */
    double **sample;                        /* [n] of the metric, of hybrids */
} runs;

/* The bits of the groups from … to − 1. */
static unsigned bits_of(const building *b, size_t from, size_t to)
{
    unsigned bits = 0;
    for (size_t j = from; j < to; j++) bits |= 1U << b->group[j];
    return bits;
}

/* Records why there is no bridge. */
static bireme_status give_reason(bireme_comparison *c, size_t s, const char *reason, bireme_error *error)
{
    c->bridge[s].reason = bireme_arena_text(&c->arena, reason);
    return c->bridge[s].reason != NULL ? BIREME_OK : bireme_fail_memory(error);
}

/* Adds the hybrids of one bridge to the list; if they cannot be built, the reason instead. */
static bireme_status add_hybrids(runs *r, size_t s, bireme_error *error)
{
    building *b = &r->building[s];
    const bireme_scenario *from = r->scenario[r->c->baseline], *to = r->scenario[s];
    size_t k = b->n_groups;
    b->first = r->n;
    for (size_t i = 0; k > 1 && i < 2 * (k - 1); i++) {
        size_t j = i < k - 1 ? i + 1 : i - (k - 1) + 1;
        unsigned bits = i < k - 1 ? bits_of(b, 0, j) : bits_of(b, k - j, k);
        bireme_error wrong = {0};
        bireme_status status = bireme_scenario_mix(from, to, bits, &r->hybrid[r->n], &wrong);
        if (status == BIREME_MEMORY) return bireme_fail_memory(error);
        if (status != BIREME_OK) {
            while (r->n > b->first) { /* none of them is needed */
                bireme_scenario_free(r->hybrid[--r->n]);
                r->hybrid[r->n] = NULL;
            }
            b->n_groups = 0;
            char reason[sizeof wrong.pointer + 128];
            bool placed = wrong.pointer[0] != '\0';
            snprintf(reason, sizeof reason, "some of those of the one do not fit the other (%s%s)",
                     placed ? "they differ too much at " : bireme_status_text(wrong.status),
                     placed ? wrong.pointer : "");
            bireme_utf8_end(reason, sizeof reason);
            return give_reason(r->c, s, reason, error);
        }
        r->scenario[r->n] = r->hybrid[r->n];
        r->n++;
    }
    return BIREME_OK;
}

static bireme_status plan_bridge(runs *r, size_t s, bireme_error *error)
{
    char why[BIREME_MIX_WHY_SIZE];
    const bireme_scenario *from = r->scenario[r->c->baseline], *to = r->scenario[s];
    if (s == r->c->baseline) return BIREME_OK;
    if (!bireme_scenario_mixes(from, to, why, sizeof why)) {
        r->c->of_economies = false;
        return give_reason(r->c, s, why, error);
    }
    unsigned bits;
    bireme_status status = bireme_scenario_parts(from, to, &bits, error);
    if (status != BIREME_OK) return status;
    r->c->of_economies = r->c->of_economies && bits == 1U << BIREME_PART_ECONOMY;
    for (int part = 0; part < BIREME_PART_COUNT; part++)
        if (bits >> part & 1) r->building[s].group[r->building[s].n_groups++] = (bireme_part)part;
    return add_hybrids(r, s, error);
}

/* Of a hybrid only the metric is kept. */
static bireme_status take(void *context, size_t i, bireme_forecast **forecast, bireme_error *error)
{
    runs *r = context;
    if (i < r->n_given) return BIREME_OK;
    size_t metric = bireme_forecast_metric_of(*forecast, r->metric);
    if (metric == SIZE_MAX)
        return bireme_fail(error, BIREME_INTERNAL, "a mixture has no metric %s", r->metric);
    r->sample[i] = bireme_memdup(bireme_forecast_values(*forecast, metric), bireme_forecast_trials(*forecast),
                                 sizeof **r->sample);
    bireme_forecast_free(*forecast);
    *forecast = NULL;
    return r->sample[i] != NULL ? BIREME_OK : bireme_fail_memory(error);
}

/* ------------------------ the parts */

static const double *given_sample(const runs *r, size_t s)
{
    const bireme_forecast *forecast = r->c->forecast[s];
    return bireme_forecast_samples(forecast, bireme_forecast_metric_of(forecast, r->metric));
}

/* F_j, or G_j. */
static const double *step(const runs *r, size_t s, bool forwards, size_t j)
{
    const building *b = &r->building[s];
    if (j == 0) return given_sample(r, r->c->baseline);
    if (j == b->n_groups) return given_sample(r, s);
    return r->sample[b->first + (forwards ? 0 : b->n_groups - 1) + j - 1];
}

static bireme_status add_parts(const runs *r, size_t s, unsigned replicates, double *room,
                               bireme_error *error)
{
    const building *b = &r->building[s];
    bireme_bridge *bridge = &r->c->bridge[s];
    uint64_t trials = bireme_forecast_trials(r->c->forecast[0]);
    size_t k = b->n_groups;
    if (k == 0) return BIREME_OK;
    bridge->parts = bireme_arena_alloc(&r->c->arena, k, sizeof *bridge->parts);
    if (bridge->parts == NULL) return bireme_fail_memory(error);
    for (size_t j = 1; j <= k; j++) {
        const double *f = step(r, s, true, j), *f_before = step(r, s, true, j - 1);
        const double *g = step(r, s, false, k - j + 1), *g_before = step(r, s, false, k - j);
        bireme_summary summary;
        for (uint64_t i = 0; i < trials; i++) room[i] = ((f[i] - f_before[i]) + (g[i] - g_before[i])) / 2;
        bireme_status status = bireme_sample_summarise(room, trials, replicates, &summary, error);
        if (status != BIREME_OK) return status;
        if (r->c->tail_power > 0) bireme_unseen_add(r->c->tail_power, &summary);
        bridge->parts[j - 1] = (bireme_bridge_part){bireme_part_name(b->group[j - 1]), summary.mean,
                                                    summary.mean_se};
    }
    bridge->n_parts = k;
    return BIREME_OK;
}

static bireme_status build_all(runs *r, const bireme_run_options *run, bireme_error *error)
{
    unsigned replicates = run->sampler == BIREME_SAMPLER_RANDOM ? 1 : BIREME_REPLICATES_MOST;
    double *room = bireme_calloc(bireme_forecast_trials(r->c->forecast[0]), sizeof *room);
    bireme_status status = room != NULL ? BIREME_OK : bireme_fail_memory(error);
    for (size_t s = 0; s < r->n_given && status == BIREME_OK; s++)
        status = add_parts(r, s, replicates, room, error);
    bireme_free(room);
    return status;
}

bireme_status bireme_compare_run(const bireme_scenario *const *scenarios, bireme_comparison *c,
                                 const char *metric, const bireme_run_options *run, bool bridge,
                                 bireme_error *error)
{
    size_t most = c->n * (1 + 2 * GROUPS_MOST);
    runs r = {.c = c, .metric = metric, .n = c->n, .n_given = c->n};
    bireme_arena lists = {0};
    r.scenario = bireme_arena_alloc(&lists, most, sizeof *r.scenario);
    r.hybrid = bireme_arena_alloc(&lists, most, sizeof *r.hybrid);
    r.sample = bireme_arena_alloc(&lists, most, sizeof *r.sample);
    bireme_forecast **forecast = bireme_arena_alloc(&lists, most, sizeof *forecast);
    bireme_status status = lists.failed ? bireme_fail_memory(error) : BIREME_OK;
    for (size_t s = 0; s < c->n && !lists.failed; s++) r.scenario[s] = scenarios[s];
    c->of_economies = bridge && c->n > 1;
    for (size_t s = 0; s < c->n && bridge && status == BIREME_OK; s++) status = plan_bridge(&r, s, error);
    if (status == BIREME_OK) {
        status = bireme_forecasts_run(r.scenario, r.n, run, take, &r, forecast, error);
        for (size_t s = 0; s < c->n; s++) c->forecast[s] = forecast[s], forecast[s] = NULL;
    }
    if (status == BIREME_OK && bridge) status = build_all(&r, run, error);
    for (size_t i = 0; !lists.failed && i < most; i++) {
        bireme_forecast_free(forecast[i]);
        bireme_scenario_free(r.hybrid[i]);
        bireme_free(r.sample[i]);
    }
    bireme_arena_free(&lists);
    return status;
}
