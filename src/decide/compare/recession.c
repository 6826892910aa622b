/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Both paths are variants of one compiled scenario, run by a study: trial i has the same draws in both, and
 * the two differ in the regimes alone. A plain run should hardly take longer for it, so it has far fewer
 * trials than the forecast; the difference of pairs needs fewer, and says itself how sure it is.
 */
#include "decide/compare/recession.h"

#include <math.h>
#include <string.h>
#include "base/error.h"
#include "base/memory.h"
#include "compile/variant.h"
#include "engine/metrics/unseen.h"
#include "engine/run/forecasts.h"
#include "engine/run/metric_of.h"
#include "engine/run/parallel.h"
#include "engine/run/study.h"
#include "engine/run/tables.h"
#include "engine/trial/conditions.h"
#include "model/past.h"
#include "scenario/internal.h"
#include "stats/replicates.h"
#include "stats/sample.h"

/* The two runs have together an eighth of the forecast's trials, except in short ones: fewer than LEAST tell
 * nothing of P10 and P90, and more than MOST nothing that anybody would quote. */
enum { PART = 16, TRIALS_USUAL = 1024, TRIALS_MOST = 2048, TRIALS_LEAST = 128 };

/* ------------------------ which regime */

/* Whether the word is in the text, which may be written in capital letters. */
static bool contains(const char *text, const char *word)
{
    for (; *text != '\0'; text++) {
        size_t i = 0;
        while (word[i] != '\0' && (text[i] | 0x20) == word[i]) i++;
        if (word[i] == '\0') return true;
    }
    return false;
}

static size_t find_by_name(const bireme_economy *economy)
{
    static const char word[] = "recession";
    size_t found = SIZE_MAX;
    for (size_t r = 0; r < economy->n_regimes; r++)
        if (strcmp(economy->regimes[r].name, word) == 0) return r;
    for (size_t r = 0; r < economy->n_regimes; r++) {
        if (!contains(economy->regimes[r].name, word)) continue;
        if (found != SIZE_MAX) return SIZE_MAX; /* mild or severe? */
        found = r;
    }
    return found;
}

/* -1 if multiplier a is worse than b, 1 if it is better; less: less of it is better. */
static int order(const bireme_model *model, int a, int b, bool less)
{
    const double x = bireme_model_mean(model, a, 1), y = bireme_model_mean(model, b, 1);
    return x == y || !isfinite(x) || !isfinite(y) ? 0 : (x < y) == less ? 1 : -1;
}

/* In nothing better than the other (NULL: one without effects), and in something worse. */
static bool is_worse(const bireme_model *model, const bireme_effects *a, const bireme_effects *b)
{
    int least = 0, most = 0;
    const int orders[] = {order(model, a->leads, b != NULL ? b->leads : -1, false),
                          order(model, a->deal_value, b != NULL ? b->deal_value : -1, false),
                          order(model, a->cycle_time, b != NULL ? b->cycle_time : -1, true),
                          order(model, a->churn, b != NULL ? b->churn : -1, true)};
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        if (orders[i] < least) least = orders[i];
        if (orders[i] > most) most = orders[i];
    }
    for (size_t s = 1; s < model->stages; s++) {
        const int o = order(model, a->conversion_odds[s], b != NULL ? b->conversion_odds[s] : -1, false);
        if (o < least) least = o;
        if (o > most) most = o;
    }
    return least < 0 && most <= 0;
}

static size_t find_by_effects(const bireme_model *model)
{
    const bireme_economy *economy = &model->economy;
    for (size_t r = 0; r < economy->n_regimes && economy->n_regimes > 1; r++) {
        bool worst = is_worse(model, &economy->regimes[r].effects, NULL);
        for (size_t other = 0; other < economy->n_regimes && worst; other++)
            worst = other == r ||
                    is_worse(model, &economy->regimes[r].effects, &economy->regimes[other].effects);
        if (worst) return r;
    }
    return SIZE_MAX;
}

static size_t find_otherwise(const bireme_economy *economy, size_t recession)
{
    const double *const weights[] = {economy->start, economy->transition + recession * economy->n_regimes};
    for (int i = 0; i < 2; i++) {
        size_t likeliest = SIZE_MAX;
        for (size_t r = 0; r < economy->n_regimes; r++)
            if (r != recession && weights[i][r] > 0 &&
                (likeliest == SIZE_MAX || weights[i][r] > weights[i][likeliest]))
                likeliest = r;
        if (likeliest != SIZE_MAX) return likeliest;
    }
    return SIZE_MAX;
}

bool bireme_recession_find(const bireme_model *model, size_t *recession, size_t *otherwise)
{
    const bireme_economy *economy = &model->economy;
    if (economy->n_regimes == 0 || economy->path != NULL) return false;
    size_t found = find_by_name(economy);
    if (found == SIZE_MAX) found = find_by_effects(model);
    const size_t without = found != SIZE_MAX ? find_otherwise(economy, found) : SIZE_MAX;
    if (without == SIZE_MAX) return false;
    *recession = found;
    *otherwise = without;
    return true;
}

/* asked: NULL: what is found; out->n stays 0 if nothing is. */
static bireme_status settle(const bireme_model *model, const bireme_given *asked, bireme_recession *out,
                            bool *found, bireme_error *error)
{
    bireme_condition condition = {0};
    *found = asked == NULL && bireme_recession_find(model, &out->regime, &out->otherwise);
    if (asked == NULL) return BIREME_OK;
    bireme_status status = bireme_conditions_read(model, asked, 1, &condition, error);
    if (status != BIREME_OK) return status;
    if (model->economy.path != NULL)
        return bireme_fail(
            error, BIREME_DOMAIN,
            "the scenario gives the path of its economy, so there is nothing to set the regime "
            "`%s` against; compare it with a scenario that has another path",
            asked->regime);
    out->regime = condition.regime;
    out->from = asked->by != NULL ? condition.last : 0;
    out->otherwise = find_otherwise(&model->economy, out->regime);
    *found = out->otherwise != SIZE_MAX;
    if (*found) return BIREME_OK;
    return bireme_fail(error, BIREME_DOMAIN,
                       "the economy never leaves the regime `%s`, so there is nothing to set it against",
                       asked->regime);
}

bireme_status bireme_recession_check(const bireme_model *model, const bireme_given *asked,
                                     bireme_error *error)
{
    bireme_recession recession;
    bool found;
    return settle(model, asked, &recession, &found, error);
}

/* ------------------------ the two runs */

typedef struct playing {
    const bireme_compiled *compiled;
    bireme_study *study;
    bireme_arena rooms;
    int *path; /* [periods] */
    size_t n;  /* metrics */
    bireme_wanted wanted[BIREME_RECESSION_FIGURES];
    double *value[2][BIREME_RECESSION_FIGURES]; /* [trials] without, with */
} playing;

/* Adds a metric, unless it is there or what it was in the periods that are over is not known. */
static void want(playing *p, size_t metric)
{
    const bireme_model *model = p->compiled->model;
    if (metric == SIZE_MAX) return;
    metric = bireme_metrics_same(p->compiled->metrics, model, metric);
    for (size_t w = 0; w < p->n; w++)
        if (p->wanted[w].metric == metric) return;
    if (!bireme_past_suffices(model, bireme_metric_id_of(&p->compiled->metrics->items[metric]))) return;
    p->wanted[p->n++] = (bireme_wanted){.metric = metric, .by = model->periods - 1};
}

/* Trials, rounded down to a power of two, for the sake of Sobol points. */
static uint64_t trials_beside(uint64_t trials)
{
    uint64_t most = trials / PART;
    if (most < TRIALS_USUAL) most = TRIALS_USUAL;
    if (most > TRIALS_MOST) most = TRIALS_MOST;
    if (most > trials) most = trials;
    uint64_t power = 1;
    while (2 * power <= most) power *= 2;
    return power;
}

static bireme_status play(playing *p, bireme_recession *r, bool with, bireme_error *error)
{
    const size_t periods = p->compiled->model->periods;
    const bireme_moves moves = {.reps = NAN, .path = p->path};
    bireme_compiled *variant;
    for (size_t t = 0; t < periods; t++) p->path[t] = (int)(with && t >= r->from ? r->regime : r->otherwise);
    bireme_status status = bireme_variant_create(p->compiled, &moves, &variant, error);
    if (status != BIREME_OK) return status;
    status = bireme_study_run(p->study, variant, NULL, r->trials, p->value[with], error);
    bireme_variant_free(variant);
    return status;
}

static bireme_status summarise(const playing *p, size_t w, bireme_recession *r, bireme_error *error)
{
    const double power = p->compiled->model->tail_power;
    const unsigned replicates = p->study->replicates;
    bireme_recession_figure *f = &r->figure[w];
    double *without = p->value[0][w], *with = p->value[1][w], equal;
    f->id = bireme_metric_id_of(&p->compiled->metrics->items[p->wanted[w].metric]);
    bireme_status status = bireme_sample_summarise(without, r->trials, replicates, &f->without, error);
    if (status == BIREME_OK) status = bireme_sample_summarise(with, r->trials, replicates, &f->with, error);
    for (uint64_t i = 0; i < r->trials; i++) with[i] = bireme_sum_difference(with[i], without[i]);
    if (status == BIREME_OK)
        status = bireme_sample_summarise(with, r->trials, replicates, &f->difference, error);
    f->probability_above = bireme_sample_above(with, r->trials, replicates, 0, &f->probability_above_se,
                                               &equal);
    for (uint64_t i = 0; i < r->trials; i++) without[i] = -with[i];
    f->probability_below = bireme_sample_above(without, r->trials, replicates, 0, &f->probability_below_se,
                                               &equal);
    bireme_summary *const summaries[] = {&f->without, &f->with, &f->difference};
    for (int i = 0; i < 3 && power > 0 && status == BIREME_OK; i++) bireme_unseen_add(power, summaries[i]);
    return status;
}

static bireme_status prepare(playing *p, const bireme_run_options *run, const bireme_forecast *forecast,
                             const bireme_recession *r, bireme_error *error)
{
    const bireme_model *model = p->compiled->model;
    want(p, bireme_forecast_regime_metric(forecast));
    want(p, bireme_forecast_metric_at(forecast, bireme_metric_all(BIREME_METRIC_REVENUE)));
    want(p, bireme_forecast_metric_at(forecast, bireme_metric_all(BIREME_METRIC_BOOKINGS)));
    want(p, bireme_forecast_metric_at(forecast, bireme_metric_all(BIREME_METRIC_WINS)));
    p->path = bireme_arena_alloc(&p->rooms, model->periods, sizeof *p->path);
    for (size_t w = 0; w < 2 * p->n; w++)
        p->value[w % 2][w / 2] = bireme_arena_alloc(&p->rooms, r->trials, sizeof(double));
    if (p->rooms.failed) return bireme_fail_memory(error);
    const bireme_study_options options = {.trials = r->trials,
                                          .seed = bireme_forecast_seed(forecast),
                                          .sampler = bireme_sampler_find(bireme_forecast_sampler(forecast)),
                                          .threads = bireme_parallel_threads(run->threads),
                                          .cancelled = run->cancelled,
                                          .context = run->context,
                                          .compiled = p->compiled,
                                          .n_wanted = p->n,
                                          .wanted = p->wanted};
    return p->n > 0 ? bireme_study_create(model, &options, &p->study, error) : BIREME_OK;
}

/* options: of this version. */
static bireme_status play_both(const bireme_compiled *compiled, const bireme_run_options *run,
                               const bireme_given *asked, const bireme_forecast *forecast,
                               bireme_recession *out, bireme_error *error)
{
    playing p = {.compiled = compiled};
    bireme_recession r = {.trials = trials_beside(bireme_forecast_trials(forecast))};
    bool found;
    bireme_status status = settle(compiled->model, asked, &r, &found, error);
    if (status != BIREME_OK || !found || r.trials < TRIALS_LEAST) return status;
    status = prepare(&p, run, forecast, &r, error);
    if (status == BIREME_OK && p.n > 0) status = play(&p, &r, false, error);
    if (status == BIREME_OK && p.n > 0) status = play(&p, &r, true, error);
    for (size_t w = 0; w < p.n && status == BIREME_OK; w++) status = summarise(&p, w, &r, error);
    r.n = p.n;
    bireme_study_free(p.study);
    bireme_arena_free(&p.rooms);
    if (status == BIREME_OK) *out = r;
    return status == BIREME_CANCELLED ? BIREME_OK : status;
}

/* ------------------------ beside a forecast */

static bireme_status compile(const bireme_scenario *scenario, const bireme_run_options *run,
                             bireme_compiled **out, bireme_error *error)
{
    const bool possible = run->threads >= 0 && run->threads <= BIREME_THREADS_MOST; /* else the run refuses */
    return bireme_tables_compile(bireme_scenario_model(scenario),
                                 bireme_parallel_threads(possible ? run->threads : 1), out, error);
}

bireme_status bireme_recession_forecast(const bireme_scenario *scenario, const bireme_run_options *options,
                                        const bireme_given *asked, bireme_forecast **out,
                                        bireme_recession *recession, bireme_error *error)
{
    const bireme_model *model = bireme_scenario_model(scenario);
    bireme_run_options run;
    bireme_compiled *compiled = NULL;
    *recession = (bireme_recession){0};
    *out = NULL;
    bireme_status status = bireme_run_options_take(options, &run, error);
    if (status == BIREME_OK && asked != NULL) status = bireme_recession_check(model, asked, error);
    if (status == BIREME_OK) status = compile(scenario, &run, &compiled, error);
    if (status == BIREME_OK) status = bireme_forecast_of_compiled(compiled, &run, out, error);
    if (status == BIREME_OK && run.n_given == 0)
        status = play_both(compiled, &run, asked, *out, recession, error);
    if (status != BIREME_OK && status != BIREME_CANCELLED) {
        bireme_forecast_free(*out);
        *out = NULL;
    }
    bireme_compiled_free(compiled);
    return status;
}

bireme_status bireme_recession_beside(const bireme_scenario *scenario, const bireme_run_options *options,
                                      const bireme_forecast *forecast, bireme_recession *recession,
                                      bireme_error *error)
{
    bireme_run_options run;
    bireme_compiled *compiled = NULL;
    size_t regime, otherwise;
    *recession = (bireme_recession){0};
    bireme_status status = bireme_run_options_take(options, &run, error);
    const bool any = bireme_recession_find(bireme_scenario_model(scenario), &regime, &otherwise);
    if (status != BIREME_OK || run.n_given > 0 || !any) return status;
    status = compile(scenario, &run, &compiled, error);
    if (status == BIREME_OK) status = play_both(compiled, &run, NULL, forecast, recession, error);
    bireme_compiled_free(compiled);
    return status;
}
