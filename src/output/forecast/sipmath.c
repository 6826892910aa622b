/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SIPmath 3.0 (ProbabilityManagement.org): sips with aCoefficients (and lowerBound), U01 with the HDR streams
 * and the copula, and the correlations among the globalVariables, lower half. Correlations are those of the
 * normal scores of the trials' ranks, the copula's own; shrunk by a millionth, so that there is a Cholesky
 * factor even if two metrics are proportional. Fit errors are in the metadata.
 */
#include "output/forecast/sipmath.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/hash.h"
#include "base/memory.h"
#include "dist/families/metalog_fit.h"
#include "engine/run/metric_of.h"
#include "numeric/special/special.h"
#include "output/forecast/sections.h"
#include "base/json.h"

enum { TRIALS_LEAST = 200, DENSITY = 25, VARIABLES = 10000000 };
static const double FIT_MOST = 0.02, SHRINK = 1e-6;

typedef struct sip {
    size_t metric;
    const char *name;
    const double *samples;
    bireme_metalog_fit fit;
    uint64_t variable; /* varId */
    double *score;     /* [trials] normal scores */
} sip;

typedef struct library {
    const bireme_forecast_view *view;
    size_t trials, n;
    sip *sips;
    double *sorted; /* [trials] */
    size_t *order;  /* [trials] */
    bireme_sipmath_tell *tell;
    void *context;
} library;

/* ------------------------ which metrics */

static bool has_gaps(const double *samples, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(samples[i])) return true;
    return false;
}

static void offer(library *l, size_t m)
{
    const bireme_summary *s = bireme_forecast_total(l->view->forecast, m);
    const double *samples = bireme_forecast_samples(l->view->forecast, m);
    const char *shown = bireme_forecast_metric_name(l->view->forecast, m);
    if (samples == NULL || s->n == 0) return;
    if (has_gaps(samples, l->trials))
        l->tell(l->context, shown, "left out: it has no value in some trials");
    else if (s->min == s->max)
        l->tell(l->context, shown, "left out: it is the same in every trial");
    else
        l->sips[l->n++] = (sip){.metric = m, .name = shown, .samples = samples};
}

/* Metrics of money in time, which are no headlines. */
static const bireme_metric_kind in_time[] = {BIREME_METRIC_CASH, BIREME_METRIC_CASH_LOW, BIREME_METRIC_NPV,
                                             BIREME_METRIC_NPV_LIFETIME, BIREME_METRIC_ARR_END};
enum { IN_TIME = sizeof in_time / sizeof in_time[0] };

static bool choose(library *l)
{
    size_t most = bireme_headline_count(l->view->model);
    l->sips = bireme_calloc(most + IN_TIME, sizeof *l->sips);
    if (l->sips == NULL) return false;
    for (size_t i = 0; i < most; i++) {
        size_t m = bireme_headline_metric(l->view, i);
        if (m != SIZE_MAX && (i < BIREME_HEADLINE_RATES || i >= BIREME_HEADLINES)) offer(l, m);
    }
    for (size_t i = 0; i < IN_TIME; i++) {
        const bireme_metric_id id = bireme_metric_all(in_time[i]);
        size_t m = bireme_forecast_view_metric(l->view, id);
        if (m != SIZE_MAX && !bireme_metric_repeats(l->view->model, id)) offer(l, m);
    }
    return true;
}

/* A stream for each, from the seed and the metric's name: the same metric of two scenarios with the same seed
 * uses the same random numbers. */
static void number_streams(library *l)
{
    uint64_t seed = bireme_forecast_seed(l->view->forecast);
    for (size_t i = 0; i < l->n; i++) {
        uint64_t hash = BIREME_HASH_START;
        bireme_hash_stir(&hash, &seed, sizeof seed);
        bireme_hash_stir_text(&hash, l->sips[i].name);
        l->sips[i].variable = 1 + hash % VARIABLES;
        for (size_t k = 0; k < i; k++)
            if (l->sips[k].variable == l->sips[i].variable) {
                l->sips[i].variable = 1 + l->sips[i].variable % VARIABLES;
                k = SIZE_MAX; /* start again from the beginning */
            }
    }
}

/* ------------------------ fits and scores */

typedef struct pair {
    double value;
    size_t index;
} pair;

static int by_value(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

/* Normal scores; equal values get the mean of their ranks. */
static void score(const pair *pairs, size_t n, double *out)
{
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && pairs[end].value == pairs[i].value; end++) {
        }
        double z = bireme_normal_quantile(0.5 * (double)(i + end) / (double)n);
        for (size_t k = i; k < end; k++) out[pairs[k].index] = z;
    }
}

static bireme_status fit(library *l, sip *s, pair *pairs, bireme_error *error)
{
    char what[96], number[BIREME_NUMBER_SIZE];
    bireme_unit unit = bireme_forecast_metric_unit(l->view->forecast, s->metric);
    bool bounded = bireme_forecast_metric_id(l->view->forecast, s->metric).kind !=
                       BIREME_METRIC_CONTRIBUTION &&
                   (unit == BIREME_UNIT_MONEY || unit == BIREME_UNIT_COUNT);
    s->score = bireme_calloc(l->trials, sizeof *s->score);
    if (s->score == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < l->trials; i++) pairs[i] = (pair){s->samples[i], i};
    qsort(pairs, l->trials, sizeof *pairs, by_value);
    for (size_t i = 0; i < l->trials; i++) l->sorted[i] = pairs[i].value;
    score(pairs, l->trials, s->score);
    bireme_status status = bireme_metalog_fit_sample(l->trials, l->sorted, bounded, &s->fit, error);
    if (status == BIREME_DOMAIN) {
        l->tell(l->context, s->name, "left out: no metalog fits it");
        return BIREME_OK;
    }
    if (status == BIREME_OK && s->fit.largest_difference > FIT_MOST) {
        snprintf(what, sizeof what, "the metalog is off by up to %s in probability",
                 bireme_number_format(number, floor(1e4 * s->fit.largest_difference + 0.5) / 1e4));
        l->tell(l->context, s->name, what);
    }
    return status;
}

static bireme_status fit_all(library *l, bireme_error *error)
{
    bireme_status status = BIREME_OK;
    pair *pairs = bireme_calloc(l->trials, sizeof *pairs);
    l->sorted = bireme_calloc(l->trials, sizeof *l->sorted);
    if (pairs == NULL || l->sorted == NULL) status = bireme_fail_memory(error);
    size_t kept = 0;
    for (size_t i = 0; i < l->n && status == BIREME_OK; i++) {
        status = fit(l, &l->sips[i], pairs, error);
        if (status == BIREME_OK && l->sips[i].fit.dist == NULL) { /* left out */
            bireme_free(l->sips[i].score);
            l->sips[i].score = NULL;
            continue;
        }
        sip s = l->sips[i];
        if (kept != i) l->sips[i] = (sip){0};
        l->sips[kept++] = s;
    }
    if (status == BIREME_OK) l->n = kept;
    bireme_free(pairs);
    return status;
}

static double correlation(const library *l, size_t a, size_t b)
{
    double ab = 0, aa = 0, bb = 0;
    for (size_t i = 0; i < l->trials; i++) {
        double x = l->sips[a].score[i], y = l->sips[b].score[i];
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    return a == b ? 1 : (1 - SHRINK) * ab / sqrt(aa * bb);
}

/* ------------------------ writing */

static void write_streams(bireme_json *json, const library *l)
{
    char name[24];
    bireme_json_open(json, "U01", '{', false);
    bireme_json_open(json, "rng", '[', false);
    for (size_t i = 0; i < l->n; i++) {
        bireme_json_open(json, NULL, '{', true);
        snprintf(name, sizeof name, "hdr%zu", i + 1);
        bireme_json_string(json, "name", name);
        bireme_json_string(json, "function", "HDR_2_0");
        bireme_json_open(json, "arguments", '{', true);
        bireme_json_string(json, "counter", "PM_Index");
        bireme_json_whole(json, "entity", 1);
        bireme_json_whole(json, "varId", l->sips[i].variable);
        bireme_json_whole(json, "seed3", 0);
        bireme_json_whole(json, "seed4", 0);
        bireme_json_close(json, '}');
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
    bireme_json_open(json, "copula", '[', false);
    bireme_json_open(json, NULL, '{', false);
    bireme_json_open(json, "arguments", '{', false);
    bireme_json_open(json, "correlationMatrix", '{', true);
    bireme_json_string(json, "type", "globalVariables");
    bireme_json_string(json, "value", "correlationMatrix");
    bireme_json_close(json, '}');
    static const char *const lists[][2] = {{"rng", "hdr"}, {"copulaLayer", "c"}};
    for (int k = 0; k < 2; k++) {
        bireme_json_open(json, lists[k][0], '[', true);
        for (size_t i = 0; i < l->n; i++) {
            snprintf(name, sizeof name, "%s%zu", lists[k][1], i + 1);
            bireme_json_string(json, NULL, name);
        }
        bireme_json_close(json, ']');
        if (k == 1) continue;
        bireme_json_close(json, '}');
        bireme_json_string(json, "function", "GaussianCopula");
        bireme_json_string(json, "name", "Gaussian");
    }
    bireme_json_close(json, '}');
    bireme_json_close(json, ']');
    bireme_json_close(json, '}');
}

static void write_correlations(bireme_json *json, const library *l)
{
    bireme_json_open(json, "globalVariables", '[', false);
    bireme_json_open(json, NULL, '{', false);
    bireme_json_string(json, "name", "correlationMatrix");
    bireme_json_open(json, "value", '{', false);
    static const char *const sides[] = {"columns", "rows"};
    for (int k = 0; k < 2; k++) {
        bireme_json_open(json, sides[k], '[', true);
        for (size_t i = 0; i < l->n; i++) bireme_json_string(json, NULL, l->sips[i].name);
        bireme_json_close(json, ']');
    }
    bireme_json_open(json, "matrix", '[', false);
    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 0; k <= i; k++) {
            bireme_json_open(json, NULL, '{', true);
            bireme_json_string(json, "row", l->sips[i].name);
            bireme_json_string(json, "col", l->sips[k].name);
            bireme_json_number(json, "value", correlation(l, i, k));
            bireme_json_close(json, '}');
        }
    bireme_json_close(json, ']');
    bireme_json_close(json, '}');
    bireme_json_close(json, '}');
    bireme_json_close(json, ']');
}

/* Describes the sample, the density of the fit, and how far the fit is from the sample. */
static void write_metadata(bireme_json *json, const library *l, const sip *s)
{
    static const struct {
        const char *name;
        int quantile;
        double p;
    } quantiles[] = {{"P10", BIREME_P10, 0.1},
                     {"P25", BIREME_P25, 0.25},
                     {"P50", BIREME_P50, 0.5},
                     {"P75", BIREME_P75, 0.75},
                     {"P90", BIREME_P90, 0.9}};
    const bireme_summary *x = bireme_forecast_total(l->view->forecast, s->metric);
    bireme_json_open(json, "metadata", '{', false);
    bireme_json_whole(json, "count", x->n);
    bireme_json_number(json, "mean", x->mean);
    bireme_json_number(json, "std", x->sd);
    bireme_json_number(json, "min", x->min);
    for (int k = 0; k < 5; k++)
        bireme_json_number(json, quantiles[k].name, x->quantile[quantiles[k].quantile]);
    bireme_json_number(json, "max", x->max);
    bireme_json_open(json, "density", '[', true);
    for (int k = 0; k < DENSITY; k++)
        bireme_json_number(json, NULL,
                           bireme_dist_pdf(s->fit.dist, x->min + (x->max - x->min) * k / (DENSITY - 1)));
    bireme_json_close(json, ']');
    bireme_json_open(json, "fit", '{', false);
    bireme_json_whole(json, "terms", s->fit.terms);
    bireme_json_number(json, "largest_difference_in_probability", s->fit.largest_difference);
    bireme_json_number(json, "mean_off", bireme_dist_mean(s->fit.dist) - x->mean);
    for (int k = 0; k < 5; k += 2) {
        char name[16];
        snprintf(name, sizeof name, "%s_off", quantiles[k].name);
        bireme_json_number(json, name,
                           bireme_dist_quantile(s->fit.dist, quantiles[k].p) -
                               x->quantile[quantiles[k].quantile]);
    }
    bireme_json_close(json, '}');
    bireme_json_close(json, '}');
}

static void write_sips(bireme_json *json, const library *l)
{
    char layer[24];
    bireme_json_open(json, "sips", '[', false);
    for (size_t i = 0; i < l->n; i++) {
        const sip *s = &l->sips[i];
        bireme_json_open(json, NULL, '{', false);
        bireme_json_string(json, "name", s->name);
        bireme_json_open(json, "ref", '{', true);
        bireme_json_string(json, "source", "copula");
        bireme_json_string(json, "name", "Gaussian");
        snprintf(layer, sizeof layer, "c%zu", i + 1);
        bireme_json_string(json, "copulaLayer", layer);
        bireme_json_close(json, '}');
        bireme_json_string(json, "function", "Metalog_1_0");
        bireme_json_open(json, "arguments", '{', true);
        if (s->fit.has_lower) bireme_json_number(json, "lowerBound", 0);
        bireme_json_open(json, "aCoefficients", '[', true);
        for (size_t k = 0; k < s->fit.terms; k++) bireme_json_number(json, NULL, s->fit.coefficients[k]);
        bireme_json_close(json, ']');
        bireme_json_close(json, '}');
        write_metadata(json, l, s);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
}

/* No creation date: the same run gives the same bytes. */
static void write(const library *l, bireme_text *out)
{
    bireme_text provenance = {0};
    bireme_json json = bireme_json_begin(out);
    bireme_text_format(&provenance, "bireme %s; scenario %s (%s); %" PRIu64 " trials, seed %" PRIu64 ", %s",
                       bireme_version(), l->view->model->name, l->view->model->hash,
                       bireme_forecast_trials(l->view->forecast), bireme_forecast_seed(l->view->forecast),
                       bireme_forecast_sampler(l->view->forecast));
    bireme_json_open(&json, NULL, '{', false);
    bireme_json_string(&json, "name", l->view->model->name);
    bireme_json_string(&json, "objectType", "sipModel");
    bireme_json_string(&json, "libraryType", "SIPmath_3_0");
    bireme_json_string(&json, "provenance", bireme_text_string(&provenance));
    write_correlations(&json, l);
    write_streams(&json, l);
    write_sips(&json, l);
    bireme_json_string(&json, "version", "1");
    bireme_json_close(&json, '}');
    bireme_json_end(&json);
    if (provenance.failed) out->failed = true;
    bireme_text_free(&provenance);
}

bireme_status bireme_forecast_write_sipmath(const bireme_forecast_view *view, bireme_text *out,
                                            bireme_sipmath_tell *tell, void *context, bireme_error *error)
{
    library l = {.view = view,
                 .trials = (size_t)bireme_forecast_trials(view->forecast),
                 .tell = tell,
                 .context = context};
    bireme_status status = BIREME_OK;
    if (l.trials < TRIALS_LEAST)
        return bireme_fail(error, BIREME_DOMAIN, "a SIPmath library needs at least %d trials, these are %zu",
                           (int)TRIALS_LEAST, l.trials);
    if (!choose(&l)) status = bireme_fail_memory(error);
    size_t most = l.n;
    if (status == BIREME_OK) status = fit_all(&l, error);
    if (status == BIREME_OK && l.n == 0)
        status = bireme_fail(error, BIREME_DOMAIN,
                             "nothing varies, so there is nothing for a SIPmath library");
    if (status == BIREME_OK) {
        number_streams(&l);
        write(&l, out);
        if (out->failed) status = bireme_fail_memory(error);
    }
    for (size_t i = 0; i < most; i++) {
        bireme_dist_free(l.sips[i].fit.dist);
        bireme_free(l.sips[i].score);
    }
    bireme_free(l.sips);
    bireme_free(l.sorted);
    return status;
}
