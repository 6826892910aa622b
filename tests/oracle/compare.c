/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two-sample tests behind compare_forecast(); what is tested, and what is not, is said in the header.
 */
#include "oracle/compare.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <gsl/gsl_cdf.h>
#include "engine/run/metric_of.h"
#include "oracle/two_samples.h"

/* ---- the record of a check */

static void note(comparison *c, const char *metric, const char *what, double p, double engine, double walked)
{
    double z = p > 0 ? -gsl_cdf_ugaussian_Pinv(p / 2) : INFINITY;
    c->checks++;
    if (z > c->worst) c->worst = z;
    if (p >= c->level) return;
    c->failures++;
    if (!c->quiet)
        fprintf(stderr, "%s: %s, %s: engine %.8g, oracle %.8g (p = %.2g, |z| = %.1f)\n", c->title, metric,
                what, engine, walked, p, z);
}

/* Two estimates with their standard errors. Without any error they must be equal, up to the order of a sum.
 */
static void note_z(comparison *c, const char *metric, const char *what, double engine, double engine_se,
                   double walked, double oracle_se)
{
    double se = sqrt(engine_se * engine_se + oracle_se * oracle_se), difference = engine - walked;
    if (!(se > 1e-12 * fabs(walked))) {
        note(c, metric, what, fabs(difference) <= 1e-9 * fabs(walked) ? 1 : 0, engine, walked);
        return;
    }
    note(c, metric, what, 2 * gsl_cdf_ugaussian_Q(fabs(difference) / se), engine, walked);
}

/* What is so rare that walking it so often shows none: the chance that it does. */
static bool note_none(comparison *c, const char *metric, const char *what, sample_moments engine,
                      sample_moments walked)
{
    double expected = engine.mean * (double)walked.n;
    if (!(walked.mean == 0 && walked.variance == 0 && engine.mean > 0 && expected < 1)) return false;
    note(c, metric, what, exp(-expected), engine.mean, walked.mean);
    return true;
}

/* Two means. A small sample of something rare that has seen little of it shows too small an error; if the two
 * distributions are one, the larger sample's variance tells it better. */
static void note_means(comparison *c, const char *metric, const char *what, sample_moments engine,
                       sample_moments walked)
{
    if (note_none(c, metric, what, engine, walked)) return;
    double from_engine = engine.mean_se * sqrt((double)engine.n / (double)walked.n);
    note_z(c, metric, what, engine.mean, engine.mean_se, walked.mean, fmax(walked.mean_se, from_engine));
}

/* Two variances. A small sample of something rare and skewed that misses the tail shows too small a variance
 * and too small an error of it as well; if the two distributions are one, the larger sample's fourth moment
 * tells it better. */
static void note_variances(comparison *c, const char *metric, const char *what, sample_moments engine,
                           sample_moments walked)
{
    double from_engine = engine.variance_se * sqrt((double)engine.n / (double)walked.n);
    note_z(c, metric, what, engine.variance, engine.variance_se, walked.variance,
           fmax(walked.variance_se, from_engine));
}

static void compare_total(comparison *c, const char *name, const double *engine, size_t n_engine,
                          const double *walked, size_t n_oracle)
{
    sample_moments e = moments_of(engine, n_engine), o = moments_of(walked, n_oracle);
    if (e.n == 0 || o.n == 0) {
        note(c, name, "trials with a value", e.n == o.n ? 1 : 0, (double)e.n, (double)o.n);
        return;
    }
    note_means(c, name, "mean", e, o);
    note_variances(c, name, "variance", e, o);
    bool fixed = e.variance <= 0 && o.variance <= 0;
    if (!fixed)
        note(c, name, "distribution (means shown)", two_sample_p(engine, n_engine, walked, n_oracle), e.mean,
             o.mean);
}

/* ---- one metric in one period */

/* What is left of invoices when nearly all is paid hangs on the last digits of a delay's distribution: less
 * than a millionth of the largest value counts as nothing. 0 for other metrics. */
static double nothing_of(const char *name, const double *walked, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n && strncmp(name, "cash", 4) == 0; i++) most = fmax(most, fabs(walked[i]));
    return 1e-6 * most;
}

static void compare_quantiles(comparison *c, const char *name, size_t period, const bireme_summary *engine,
                              const double *walked, size_t n)
{
    char what[64];
    const double nothing = nothing_of(name, walked, n);
    for (int q = 0; q < BIREME_QUANTILE_COUNT; q++) {
        double p = bireme_quantile_probability[q], value = engine->quantile[q];
        double se = sqrt(p * (1 - p) * (1 / (double)engine->n + 1 / (double)n));
        /* Binning moves a quantile by a relative quantile_error, the order of a sum by 1e-10. */
        double slack = fabs(value) * (engine->quantile_error + 1e-10) + nothing;
        double too_low = p - share_upto(walked, n, value + slack);
        double too_high = share_below(walked, n, value - slack) - p;
        double miss = fmax(too_low, too_high);
        snprintf(what, sizeof what, "%s of period %zu (%g), as a share", bireme_quantile_name[q], period,
                 value);
        note(c, name, what, miss <= 0 ? 1 : 2 * gsl_cdf_ugaussian_Q(miss / se), p,
             too_low > too_high ? p - too_low : p + too_high);
    }
}

static void compare_period(comparison *c, const char *name, size_t period, const bireme_summary *engine,
                           const double *walked, size_t n)
{
    char what[64];
    sample_moments o = moments_of(walked, n);
    if (engine->n == 0 || o.n < n) { /* what has no value in a period has none in any trial */
        snprintf(what, sizeof what, "trials with a value in period %zu", period);
        note(c, name, what, engine->n == 0 && o.n == 0 ? 1 : 0, (double)engine->n, (double)o.n);
        return;
    }
    sample_moments e = {.n = (size_t)engine->n,
                        .mean = engine->mean,
                        .mean_se = engine->mean_se,
                        .variance = engine->sd * engine->sd,
                        .variance_se = 2 * engine->sd * engine->sd_se};
    settle_moments(&e);
    snprintf(what, sizeof what, "mean of period %zu", period);
    note_means(c, name, what, e, o);
    snprintf(what, sizeof what, "variance of period %zu", period);
    note_variances(c, name, what, e, o);
    if (!isnan(engine->quantile[BIREME_P50])) /* else only moments are kept */
        compare_quantiles(c, name, period, engine, walked, n);
}

/* ---- pairs: the covariance of the bins that two metrics fall into, a number from −½ to ½ each */

/* A metric's bins on both sides, less their mean. */
typedef struct ranked {
    const char *name;
    double *score[2];
} ranked;

static void compare_pair(comparison *c, const ranked *a, const ranked *b, size_t n_engine, size_t n_walked)
{
    char pair[300];
    snprintf(pair, sizeof pair, "%s with %s", a->name, b->name);
    double e_se, o_se, e = covariance(a->score[0], b->score[0], n_engine, &e_se);
    double o = covariance(a->score[1], b->score[1], n_walked, &o_se);
    note_z(c, pair, "correlation", 12 * e, 12 * e_se, 12 * o, 12 * o_se);
}

/* What the oracle counts item by item and the engine expects, given the rates: only the means are the
 * same. */
static bool is_expected(const char *name)
{
    const char *dot = strrchr(name, '.');
    return (strncmp(name, "stage.", 6) == 0 && strcmp(dot, ".open") == 0) ||
           strcmp(name, "pipeline.open_value") == 0;
}

static bool is_stage(const char *name)
{
    return strncmp(name, "stage.", 6) == 0 && !is_expected(name);
}

static bool is_in(const char *name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(name, list[i]) == 0) return true;
    return false;
}

/* Leads, wins and revenue of a channel. */
static bool is_volume(const char *name)
{
    static const char *const volume[] = {".leads", ".wins", ".revenue"};
    const char *dot = strrchr(name, '.');
    return strncmp(name, "channel.", 8) == 0 && is_in(dot, volume, 3);
}

/* What a team takes up, has waiting or turns away. */
static bool is_of_team(const char *name)
{
    static const char *const work[] = {".worked", ".backlog", ".turned_away"};
    return strncmp(name, "team.", 5) == 0 && is_in(strrchr(name, '.'), work, 3);
}

static bool is_whole(const char *name)
{
    if (is_of_team(name)) return true;
    static const char *const whole[] = {"revenue",
                                        "wins",
                                        "worked",
                                        "backlog",
                                        "turned_away",
                                        "turned_away.value",
                                        "revenue.opening",
                                        "pipeline.wins",
                                        "contribution",
                                        "cac",
                                        "owner.marketing.touched",
                                        "owner.sales.touched",
                                        "owner.sales.credit.last",
                                        "owner.marketing.credit.position"};
    return is_in(name, whole, sizeof whole / sizeof *whole);
}

/* Wins after the horizon, and their value, are about the leads that are counted at every stage before. */
static bool is_carried(const char *name)
{
    return strncmp(name, "carried_out", 11) == 0;
}

static bool paired(const char *a, const char *b)
{
    if ((is_volume(a) && is_volume(b)) || (is_stage(a) && is_stage(b))) return true;
    if (is_carried(a) || is_carried(b)) {
        const char *other = is_carried(a) ? b : a;
        return is_carried(other) || is_volume(other) || is_stage(other) || is_whole(other);
    }
    return is_whole(a) && is_whole(b);
}

/* The trials' values less what is known of the periods that are over; the caller frees them. */
static double *rest_values(const bireme_forecast *forecast, size_t m)
{
    const bireme_summary *total = bireme_forecast_total(forecast, m),
                         *rest = bireme_forecast_rest(forecast, m);
    size_t n = (size_t)bireme_forecast_trials(forecast);
    const double *values = bireme_forecast_values(forecast, m);
    double past = total->n > 0 && rest->n > 0 ? total->mean - rest->mean : 0;
    double *less = malloc(n * sizeof *less);
    if (less == NULL) abort();
    for (size_t i = 0; i < n; i++) less[i] = past != 0 ? values[i] - past : values[i];
    return less;
}

static void compare_pairs(comparison *c, const bireme_forecast *forecast, const oracle_samples *walked)
{
    size_t count = bireme_forecast_metric_count(forecast), n = 0;
    size_t n_engine = (size_t)bireme_forecast_trials(forecast), n_walked = walked->n_trials;
    ranked *list = malloc(count * sizeof *list);
    if (list == NULL) abort();
    for (size_t m = 0; m < count; m++) {
        const char *name = bireme_forecast_metric_name(forecast, m);
        size_t o = oracle_samples_find(walked, name);
        if (!paired(name, name) || o == SIZE_MAX) continue;
        double *engine = rest_values(forecast, m);
        /* of a ratio that takes its sums from the facts too, that one */
        bool whole = bireme_forecast_total(forecast, m)->n > 0 && bireme_forecast_rest(forecast, m)->n == 0;
        const double *other = oracle_samples_of(walked, o, walked->n_columns - (whole ? 1 : 2));
        bins b = bins_of(engine, n_engine, other, n_walked);
        list[n++] = (ranked){name, {scores_of(&b, engine, n_engine), scores_of(&b, other, n_walked)}};
        free(engine);
    }
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++)
            if (paired(list[a].name, list[b].name)) compare_pair(c, &list[a], &list[b], n_engine, n_walked);
    for (size_t i = 0; i < n; i++) {
        free(list[i].score[0]);
        free(list[i].score[1]);
    }
    free(list);
}

/* The periods that are over, fact by fact, and the whole horizon with them. */
static void compare_whole(comparison *c, const bireme_forecast *forecast, size_t m,
                          const oracle_samples *walked, size_t o)
{
    const char *name = bireme_forecast_metric_name(forecast, m);
    char title[160];
    for (size_t t = 0; t < walked->n_past; t++) {
        const bireme_summary *e = bireme_forecast_period(forecast, m, t);
        double fact = walked->fact[o * walked->n_past + t];
        snprintf(title, sizeof title, "fact of period %zu", t);
        if (e == NULL) continue;
        if (e->n == 0 || isnan(fact))
            note(c, name, title, e->n == 0 && isnan(fact) ? 1 : 0, e->mean, fact);
        else
            note_z(c, name, title, e->mean, 0, fact, 0);
    }
    if (walked->n_past == 0) return;
    const double *whole = oracle_samples_of(walked, o, walked->n_columns - 1);
    snprintf(title, sizeof title, "%s with the facts", name);
    if (bireme_forecast_total(forecast, m)->n == 0)
        note(c, title, "trials with a value", moments_of(whole, walked->n_trials).n == 0 ? 1 : 0, 0,
             moments_of(whole, walked->n_trials).mean);
    else
        compare_total(c, title, bireme_forecast_values(forecast, m), (size_t)bireme_forecast_trials(forecast),
                      whole, walked->n_trials);
}

/* Over the periods that are not over; a ratio that takes its sums from the others too is not told of them. */
static void compare_rest(comparison *c, const bireme_forecast *forecast, size_t m, const double *walked,
                         size_t n_oracle)
{
    const bireme_summary *total = bireme_forecast_total(forecast, m),
                         *rest = bireme_forecast_rest(forecast, m);
    if (total->n > 0 && rest->n == 0) return;
    const char *name = bireme_forecast_metric_name(forecast, m);
    const size_t n = (size_t)bireme_forecast_trials(forecast);
    const double nothing = nothing_of(name, walked, n_oracle);
    double *values = rest_values(forecast, m), *counted = malloc(n_oracle * sizeof *counted);
    if (counted == NULL) abort();
    for (size_t i = 0; i < n_oracle; i++) counted[i] = fabs(walked[i]) < nothing ? 0 : walked[i];
    const double past = total->n > 0 && rest->n > 0 ? total->mean - rest->mean : 0;
    if (rest->n > 0)
        note_z(c, name, "the summary's mean against its samples", past + rest->mean, 0,
               past + moments_of(values, n).mean, 0);
    for (size_t i = 0; i < n; i++)
        if (fabs(values[i]) < nothing) values[i] = 0;
    compare_total(c, name, values, n, counted, n_oracle);
    free(counted);
    free(values);
}

/* The least standard error of a mean that was counted. A count is at least as uncertain as a Poisson count
 * with its mean. Of other things a rare one may not be seen, nor the rare one that moves on where all others
 * stay: it may be as large as the largest that was. */
static double least_error(bool count, const bireme_summary *e, sample_moments counted, double largest)
{
    if (count) return sqrt(e->mean / (double)counted.n);
    if (counted.mean_se > 0) return 0;
    if (counted.mean == 0 && e->mean < 1) return 1;
    return sqrt(fabs(e->mean - counted.mean) * largest / (double)counted.n);
}

static void compare_expected(comparison *c, const bireme_forecast *forecast, size_t m,
                             const oracle_samples *walked, size_t o)
{
    const size_t past = bireme_forecast_past_count(forecast), periods = walked->n_columns - 2;
    double largest = 0;
    for (size_t t = 0; t < periods; t++)
        for (size_t i = 0; i < walked->n_trials; i++)
            largest = fmax(largest, oracle_samples_of(walked, o, t)[i]);
    for (size_t t = 0; t <= periods; t++) {
        const bireme_summary *e = t == periods ? bireme_forecast_total(forecast, m)
                                               : bireme_forecast_period(forecast, m, past + t);
        sample_moments counted = moments_of(oracle_samples_of(walked, o, t), walked->n_trials);
        char what[64];
        if (e == NULL) continue;
        snprintf(what, sizeof what, "mean of period %zu", t);
        const double least = least_error(bireme_forecast_metric_unit(forecast, m) == BIREME_UNIT_COUNT, e,
                                         counted, largest);
        note_z(c, bireme_forecast_metric_name(forecast, m), what, e->mean, e->mean_se, counted.mean,
               fmax(counted.mean_se, least));
    }
}

void compare_forecast(comparison *result, const bireme_forecast *forecast, const oracle_samples *walked)
{
    size_t count = bireme_forecast_metric_count(forecast), periods = walked->n_columns - 2,
           past = walked->n_past;
    note(result, "all", "number of periods", bireme_forecast_period_count(forecast) == past + periods ? 1 : 0,
         (double)bireme_forecast_period_count(forecast), (double)(past + periods));
    note(result, "all", "number of facts", bireme_forecast_past_count(forecast) == past ? 1 : 0,
         (double)bireme_forecast_past_count(forecast), (double)past);
    for (size_t m = 0; m < count; m++) {
        const char *name = bireme_forecast_metric_name(forecast, m);
        size_t o = oracle_samples_find(walked, name);
        if (strcmp(name, "coverage") == 0)
            continue; /* a ratio of the two kinds; tests/stat has its exact values */
        if (o != SIZE_MAX && is_expected(name)) {
            compare_expected(result, forecast, m, walked, o);
            continue;
        }
        if (o == SIZE_MAX) {
            note(result, name, "is unknown to the oracle", 0, 0, 0);
            continue;
        }
        compare_rest(result, forecast, m, oracle_samples_of(walked, o, periods), walked->n_trials);
        compare_whole(result, forecast, m, walked, o);
        for (size_t t = 0; t < periods; t++) {
            const bireme_summary *summary = bireme_forecast_period(forecast, m, past + t);
            if (summary != NULL)
                compare_period(result, name, t, summary, oracle_samples_of(walked, o, t), walked->n_trials);
        }
    }
    compare_pairs(result, forecast, walked);
}
