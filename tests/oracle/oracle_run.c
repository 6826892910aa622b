/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The oracle's trials: rates once, the economy's path once, then lead by lead. Leads arrive with exponential
 * gaps. The clock is stepped through the periods: what is left of a delay shrinks by the speed of the period
 * it is in. After the horizon the economy stays as it was in the last period.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

/* ---- one trial's counters: by period, of everything that the metrics are made of */

typedef struct trial {
    double *rate;                   /* [n_rates] */
    int *regime;                    /* [periods] */
    double *entries;                /* [stages × periods], the last stage's are the wins */
    double *leads, *wins, *revenue; /* [n_channels × periods] */
    double carried_out, carried_out_value;
} trial;

static void draw_rates(const oracle *model, trial *now, const gsl_rng *rng)
{
    size_t n = model->n_correlated;
    for (size_t q = 0; q < model->n_rates; q++) now->rate[q] = oracle_dist_sample(model->rates[q].dist, rng);
    if (n == 0) return;
    double *normal = calloc(n, sizeof *normal);
    if (normal == NULL) oracle_stop("out of memory");
    for (size_t i = 0; i < n; i++) normal[i] = gsl_ran_ugaussian(rng);
    for (size_t i = 0; i < n; i++) {
        double z = 0;
        for (size_t j = 0; j <= i; j++) z += gsl_matrix_get(model->cholesky, i, j) * normal[j];
        int q = model->correlated[i];
        now->rate[q] = oracle_dist_quantile(model->rates[q].dist, gsl_cdf_ugaussian_P(z));
    }
    free(normal);
}

static int draw_regime(const double *probability, size_t n, const gsl_rng *rng)
{
    double u = gsl_rng_uniform(rng);
    size_t r = 0;
    for (double sum = probability[0]; u >= sum && r + 1 < n; sum += probability[r]) r++;
    return (int)r;
}

static void draw_path(const oracle *model, trial *now, const gsl_rng *rng)
{
    size_t n = model->n_regimes;
    for (size_t t = 0; t < model->periods && n > 0; t++) {
        if (model->path != NULL)
            now->regime[t] = model->path[t];
        else
            now->regime[t] = draw_regime(
                t == 0 ? model->start : model->transition + n * (size_t)now->regime[t - 1], n, rng);
    }
}

/* The regime in period t; NULL: no economy. From the horizon on that of the last period. */
static const oracle_regime *regime_in(const oracle *model, const trial *now, size_t t)
{
    if (model->n_regimes == 0) return NULL;
    return &model->regimes[now->regime[t < model->periods ? t : model->periods - 1]];
}

static double rate_or_one(const trial *now, int rate)
{
    return rate < 0 ? 1 : now->rate[rate];
}

/* ---- one lead */

typedef struct moment {
    size_t period; /* `periods`: after the horizon */
    double inside; /* days since the period began */
} moment;

/* The moment a delay later. */
static moment wait(const oracle *model, const trial *now, moment start, double delay)
{
    moment here = start;
    while (here.period < model->periods) {
        const oracle_regime *regime = regime_in(model, now, here.period);
        double speed = model->pace[here.period] / (regime == NULL ? 1 : rate_or_one(now, regime->cycle_time));
        double possible = (model->days - here.inside) * speed;
        if (delay < possible) {
            here.inside += delay / speed;
            return here;
        }
        delay -= possible;
        here.period++;
        here.inside = 0;
    }
    return here;
}

static bool converts(const trial *now, const oracle_channel *channel, size_t s, const oracle_regime *regime,
                     const gsl_rng *rng)
{
    double p = now->rate[channel->conversion[s]];
    double odds = regime == NULL ? 1 : rate_or_one(now, regime->odds[s]);
    return gsl_rng_uniform(rng) < odds * p / (1 - p + odds * p);
}

static double draw_item(const trial *now, const oracle_item *item, const gsl_rng *rng)
{
    return item->dist == NULL ? 0 : oracle_dist_sample(item->dist, rng) * rate_or_one(now, item->scale);
}

static void close_deal(const oracle *model, trial *now, size_t c, size_t period, const gsl_rng *rng)
{
    const oracle_regime *regime = regime_in(model, now, period);
    double value = draw_item(now, &model->channels[c].deal_value, rng);
    if (regime != NULL) value *= rate_or_one(now, regime->deal_value);
    if (period < model->periods) {
        now->entries[(model->stages - 1) * model->periods + period]++;
        now->wins[c * model->periods + period]++;
        now->revenue[c * model->periods + period] += value;
    } else {
        now->carried_out++;
        now->carried_out_value += value;
    }
}

static void walk(const oracle *model, trial *now, size_t c, moment arrival, const gsl_rng *rng)
{
    const oracle_channel *channel = &model->channels[c];
    const oracle_regime *at_arrival = regime_in(model, now, arrival.period);
    moment here = arrival;
    now->leads[c * model->periods + arrival.period]++;
    now->entries[arrival.period]++;
    for (size_t s = 1; s < model->stages; s++) {
        bool last = s + 1 == model->stages;
        if (!last && !converts(now, channel, s, at_arrival, rng)) return;
        here = wait(model, now, here, draw_item(now, &channel->cycle[s], rng));
        if (!last && here.period < model->periods) now->entries[s * model->periods + here.period]++;
        if (last && converts(now, channel, s, regime_in(model, now, here.period), rng))
            close_deal(model, now, c, here.period, rng);
    }
}

/* Leads per period. */
static double lead_rate(const oracle *model, const trial *now, size_t c, size_t t)
{
    const oracle_channel *channel = &model->channels[c];
    const oracle_regime *regime = regime_in(model, now, t);
    double organic = channel->organic_leads < 0 ? 0 : now->rate[channel->organic_leads];
    double cost = rate_or_one(now, channel->cost_per_lead);
    if (regime != NULL) cost *= rate_or_one(now, regime->cost_per_lead);
    double paid = channel->spend[t] > 0 ? channel->spend[t] / cost : 0;
    return channel->season[t] * (regime == NULL ? 1 : rate_or_one(now, regime->leads)) * (organic + paid);
}

static void run_trial(const oracle *model, trial *now, const gsl_rng *rng)
{
    size_t cells = model->n_channels * model->periods;
    memset(now->entries, 0, model->stages * model->periods * sizeof *now->entries);
    memset(now->leads, 0, cells * sizeof *now->leads);
    memset(now->wins, 0, cells * sizeof *now->wins);
    memset(now->revenue, 0, cells * sizeof *now->revenue);
    now->carried_out = now->carried_out_value = 0;
    draw_rates(model, now, rng);
    draw_path(model, now, rng);
    for (size_t c = 0; c < model->n_channels; c++)
        for (size_t t = 0; t < model->periods; t++) {
            double mean_gap = model->days / lead_rate(model, now, c, t); /* infinite without leads */
            for (double at = gsl_ran_exponential(rng, mean_gap); at < model->days;
                 at += gsl_ran_exponential(rng, mean_gap))
                walk(model, now, c, (moment){t, at}, rng);
        }
}

/* ---- from counters to metrics */

typedef struct writer {
    oracle_samples *out;
    size_t trial, metric, periods;
} writer;

/* The next metric, called prefix + name + suffix: a column a period and their sum. */
static double *put(writer *w, const char *prefix, const char *name, const char *suffix)
{
    snprintf(w->out->name[w->metric], sizeof w->out->name[0], "%s%s%s", prefix, name, suffix);
    return w->out->value + w->metric++ * w->out->n_columns * w->out->n_trials + w->trial;
}

static double put_periods(writer *w, const char *prefix, const char *name, const char *suffix,
                          const double *period)
{
    double *cell = put(w, prefix, name, suffix), sum = 0;
    for (size_t t = 0; t < w->periods; t++) {
        cell[t * w->out->n_trials] = period[t];
        sum += period[t];
    }
    cell[w->periods * w->out->n_trials] = sum;
    return sum;
}

static void put_total(writer *w, const char *name, double total)
{
    double *cell = put(w, name, "", "");
    for (size_t t = 0; t < w->periods; t++) cell[t * w->out->n_trials] = NAN;
    cell[w->periods * w->out->n_trials] = total;
}

/* Σ over the channels of an owner (−1: of all) of a table [n_channels × periods]; in `sum` [periods]. */
static const double *over(const oracle *model, const double *table, int owner, double *sum)
{
    memset(sum, 0, model->periods * sizeof *sum);
    for (size_t c = 0; c < model->n_channels; c++)
        for (size_t t = 0; t < model->periods; t++)
            if (owner < 0 || model->channels[c].owner == owner) sum[t] += table[c * model->periods + t];
    return sum;
}

static void record(const oracle *model, const trial *now, writer *w, double *sum)
{
    size_t h = model->periods;
    double revenue = put_periods(w, "revenue", "", "", over(model, now->revenue, -1, sum));
    put_periods(w, "bookings", "", "", over(model, now->revenue, -1, sum));
    double wins = put_periods(w, "wins", "", "", over(model, now->wins, -1, sum));
    put_periods(w, "leads", "", "", over(model, now->leads, -1, sum));
    for (size_t s = 0; s < model->stages; s++)
        put_periods(w, "stage.", model->stage[s], "", now->entries + s * h);
    double marketing_sourced = 0;
    for (int o = 0; o < ORACLE_OWNERS; o++) {
        put_periods(w, "owner.", oracle_owner_name[o], ".leads", over(model, now->leads, o, sum));
        put_periods(w, "owner.", oracle_owner_name[o], ".wins", over(model, now->wins, o, sum));
        double of_owner = put_periods(w, "owner.", oracle_owner_name[o], ".revenue",
                                      over(model, now->revenue, o, sum));
        if (o == 0) marketing_sourced = of_owner;
    }
    double *spend = calloc(h, sizeof *spend);
    if (spend == NULL) oracle_stop("out of memory");
    for (size_t c = 0; c < model->n_channels; c++) {
        const oracle_channel *channel = &model->channels[c];
        put_periods(w, "channel.", channel->name, ".leads", now->leads + c * h);
        put_periods(w, "channel.", channel->name, ".wins", now->wins + c * h);
        put_periods(w, "channel.", channel->name, ".revenue", now->revenue + c * h);
        put_periods(w, "channel.", channel->name, ".spend", channel->spend);
        for (size_t t = 0; t < h; t++) spend[t] += channel->spend[t];
    }
    double cost = put_periods(w, "cost.marketing", "", "", spend);
    free(spend);
    put_total(w, "cac", wins > 0 ? cost / wins : NAN);
    put_total(w, "share.marketing_sourced", revenue > 0 ? marketing_sourced / revenue : NAN);
    put_total(w, "carried_out", now->carried_out);
    put_total(w, "carried_out_value", now->carried_out_value);
}

static void *need(size_t count, size_t size)
{
    void *memory = calloc(count == 0 ? 1 : count, size);
    if (memory == NULL) oracle_stop("out of memory");
    return memory;
}

oracle_samples *oracle_run(const oracle *model, size_t n_trials, unsigned long seed)
{
    size_t cells = model->n_channels * model->periods;
    oracle_samples *out = need(1, sizeof *out);
    out->n_trials = n_trials;
    out->n_metrics = 4 + model->stages + 3 * ORACLE_OWNERS + 4 * model->n_channels + 5;
    out->n_columns = model->periods + 1;
    out->name = need(out->n_metrics, sizeof *out->name);
    out->value = need(out->n_metrics * out->n_columns * n_trials, sizeof *out->value);
    trial now = {.rate = need(model->n_rates, sizeof *now.rate),
                 .regime = need(model->periods, sizeof *now.regime),
                 .entries = need(model->stages * model->periods, sizeof *now.entries),
                 .leads = need(cells, sizeof *now.leads),
                 .wins = need(cells, sizeof *now.wins),
                 .revenue = need(cells, sizeof *now.revenue)};
    double *sum = need(model->periods, sizeof *sum);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, seed);
    for (size_t i = 0; i < n_trials; i++) {
        writer w = {out, i, 0, model->periods};
        run_trial(model, &now, rng);
        record(model, &now, &w, sum);
    }
    gsl_rng_free(rng);
    free(sum);
    free(now.rate);
    free(now.regime);
    free(now.entries);
    free(now.leads);
    free(now.wins);
    free(now.revenue);
    return out;
}

void oracle_samples_free(oracle_samples *samples)
{
    if (samples == NULL) return;
    free(samples->name);
    free(samples->value);
    free(samples);
}

size_t oracle_samples_find(const oracle_samples *samples, const char *name)
{
    for (size_t m = 0; m < samples->n_metrics; m++)
        if (strcmp(samples->name[m], name) == 0) return m;
    return SIZE_MAX;
}

const double *oracle_samples_of(const oracle_samples *samples, size_t metric, size_t column)
{
    return samples->value + (metric * samples->n_columns + column) * samples->n_trials;
}

double oracle_effort(const oracle *model)
{
    trial now = {.rate = need(model->n_rates, sizeof *now.rate),
                 .regime = need(model->periods, sizeof *now.regime)};
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    double leads = 0;
    enum { DRAWS = 50 };
    for (int i = 0; i < DRAWS; i++) {
        draw_rates(model, &now, rng);
        draw_path(model, &now, rng);
        for (size_t c = 0; c < model->n_channels; c++)
            for (size_t t = 0; t < model->periods; t++) leads += lead_rate(model, &now, c, t) / DRAWS;
    }
    gsl_rng_free(rng);
    free(now.rate);
    free(now.regime);
    return leads;
}
