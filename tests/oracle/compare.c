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

enum { BINS_MOST = 40, PER_BIN_LEAST = 50 };

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

/* ---- moments of a sample, NAN left out */

typedef struct sample_moments {
    size_t n;
    double mean, mean_se, variance, variance_se;
} sample_moments;

static sample_moments moments_of(const double *x, size_t n)
{
    sample_moments m = {0};
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i])) {
            m.mean += x[i];
            m.n++;
        }
    if (m.n == 0) return m;
    double count = (double)m.n, fourth = 0;
    m.mean /= count;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i])) {
            double square = (x[i] - m.mean) * (x[i] - m.mean);
            m.variance += square / count;
            fourth += square * square / count;
        }
    m.mean_se = sqrt(m.variance / count);
    m.variance_se = sqrt(fmax(0, fourth - m.variance * m.variance) / count);
    return m;
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

/* ---- one metric over the horizon: chi-square on pooled bins */

typedef struct indexed {
    double value;
    size_t index; /* of the sample, or in the sample */
} indexed;

static int by_value(const void *left, const void *right)
{
    const indexed *a = left, *b = right;
    if (isnan(a->value) || isnan(b->value)) return isnan(a->value) - isnan(b->value);
    return (a->value > b->value) - (a->value < b->value);
}

/* One bin's share of Σ (√(n1/n0) k0 − √(n0/n1) k1)² / (k0 + k1). */
static double bin_term(const size_t n[2], const size_t k[2])
{
    double ratio = sqrt((double)n[1] / (double)n[0]);
    double difference = ratio * (double)k[0] - (double)k[1] / ratio;
    return difference * difference / (double)(k[0] + k[1]);
}

/* The probability of so large a difference between two samples of one distribution. */
static double two_sample_p(const double *x0, size_t n0, const double *x1, size_t n1)
{
    size_t n[2] = {n0, n1}, total = n0 + n1, smaller = n0 < n1 ? n0 : n1, bins = smaller / PER_BIN_LEAST;
    if (bins > BINS_MOST) bins = BINS_MOST;
    size_t per_bin = total / bins;
    indexed *pooled = malloc(total * sizeof *pooled);
    if (pooled == NULL) abort();
    for (size_t i = 0; i < total; i++) pooled[i] = (indexed){i < n0 ? x0[i] : x1[i - n0], i >= n0};
    qsort(pooled, total, sizeof *pooled, by_value);
    double statistic = 0;
    size_t used = 0, k[2] = {0, 0};
    for (size_t i = 0; i < total; i++) {
        k[pooled[i].index]++;
        bool tied = i + 1 < total && by_value(&pooled[i], &pooled[i + 1]) == 0;
        bool enough = k[0] + k[1] >= per_bin && total - (i + 1) >= per_bin / 2;
        if (i + 1 < total && (tied || !enough)) continue;
        statistic += bin_term(n, k);
        used++;
        k[0] = k[1] = 0;
    }
    free(pooled);
    return used < 2 ? 1 : gsl_cdf_chisq_Q(statistic, (double)(used - 1));
}

static void compare_total(comparison *c, const char *name, const bireme_summary *summary,
                          const double *engine, size_t n_engine, const double *walked, size_t n_oracle)
{
    sample_moments e = moments_of(engine, n_engine), o = moments_of(walked, n_oracle);
    note_z(c, name, "the summary's mean against its samples", summary->mean, 0, e.mean, 0);
    if (e.n == 0 || o.n == 0) {
        note(c, name, "trials with a value", e.n == o.n ? 1 : 0, (double)e.n, (double)o.n);
        return;
    }
    note_z(c, name, "mean", e.mean, e.mean_se, o.mean, o.mean_se);
    note_variances(c, name, "variance", e, o);
    bool fixed = e.variance <= 1e-18 * e.mean * e.mean && o.variance <= 1e-18 * o.mean * o.mean;
    if (!fixed)
        note(c, name, "distribution (means shown)", two_sample_p(engine, n_engine, walked, n_oracle), e.mean,
             o.mean);
}

/* ---- one metric in one period */

static double share_below(const double *x, size_t n, double bound, bool inclusive)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) k += x[i] < bound || (inclusive && x[i] <= bound);
    return (double)k / (double)n;
}

static void compare_period(comparison *c, const char *name, size_t period, const bireme_summary *engine,
                           const double *walked, size_t n)
{
    char what[64];
    sample_moments o = moments_of(walked, n);
    snprintf(what, sizeof what, "mean of period %zu", period);
    note_z(c, name, what, engine->mean, engine->mean_se, o.mean, o.mean_se);
    snprintf(what, sizeof what, "variance of period %zu", period);
    sample_moments e = {.n = (size_t)engine->n,
                        .variance = engine->sd * engine->sd,
                        .variance_se = 2 * engine->sd * engine->sd_se};
    note_variances(c, name, what, e, o);
    for (int q = 0; q < BIREME_QUANTILE_COUNT; q++) {
        double p = bireme_quantile_probability[q], value = engine->quantile[q];
        double se = sqrt(p * (1 - p) * (1 / (double)engine->n + 1 / (double)n));
        /* Binning moves a quantile by a relative quantile_error, rounding a fixed value by 1e-12. */
        double slack = fabs(value) * (engine->quantile_error + 1e-12);
        double too_low = p - share_below(walked, n, value + slack, true);
        double too_high = share_below(walked, n, value - slack, false) - p;
        double miss = fmax(too_low, too_high);
        snprintf(what, sizeof what, "%s of period %zu (%g), as a share", bireme_quantile_name[q], period,
                 value);
        note(c, name, what, miss <= 0 ? 1 : 2 * gsl_cdf_ugaussian_Q(miss / se), p,
             too_low > too_high ? p - too_low : p + too_high);
    }
}

/* ---- pairs */

/* Midranks / n − ½, from −½ to ½; the caller frees them. */
static double *ranks_of(const double *x, size_t n)
{
    indexed *sorted = malloc(n * sizeof *sorted);
    double *rank = malloc(n * sizeof *rank);
    if (sorted == NULL || rank == NULL) abort();
    for (size_t i = 0; i < n; i++) sorted[i] = (indexed){x[i], i};
    qsort(sorted, n, sizeof *sorted, by_value);
    for (size_t first = 0, next; first < n; first = next) {
        for (next = first; next < n && sorted[next].value <= sorted[first].value; next++) continue;
        for (size_t i = first; i < next; i++)
            rank[sorted[i].index] = (double)(first + next) / (2 * (double)n) - 0.5;
    }
    free(sorted);
    return rank;
}

/* The mean of the product of two ranks, and its standard error as if the margins were known: a little too
 * large. */
static double rank_covariance(const double *x, const double *y, size_t n, double *se)
{
    double sum = 0, squares = 0, count = (double)n;
    for (size_t i = 0; i < n; i++) {
        sum += x[i] * y[i] / count;
        squares += x[i] * y[i] * x[i] * y[i] / count;
    }
    *se = sqrt(fmax(0, squares - sum * sum) / count);
    return sum;
}

/* A metric's ranks on both sides. */
typedef struct ranked {
    const char *name;
    double *engine, *walked;
} ranked;

static void compare_pair(comparison *c, const ranked *a, const ranked *b, size_t n_engine, size_t n_walked)
{
    char pair[300];
    snprintf(pair, sizeof pair, "%s with %s", a->name, b->name);
    double e_se, o_se, e = rank_covariance(a->engine, b->engine, n_engine, &e_se);
    double o = rank_covariance(a->walked, b->walked, n_walked, &o_se);
    note_z(c, pair, "rank correlation", 12 * e, 12 * e_se, 12 * o, 12 * o_se);
}

/* "channel.NAME.what": the length of "channel.NAME", 0 for another metric. */
static size_t channel_part(const char *name)
{
    return strncmp(name, "channel.", 8) == 0 ? (size_t)(strrchr(name, '.') - name) : 0;
}

static bool is_stage(const char *name)
{
    return strncmp(name, "stage.", 6) == 0;
}

/* Any two metrics of channels; any two stages, in one order; all wins with revenue and with the wins carried
 * out. */
static bool paired(const char *a, const char *b)
{
    bool channel_a = channel_part(a) > 0, channel_b = channel_part(b) > 0;
    if (channel_a || channel_b) return channel_a && channel_b;
    if (is_stage(a) && is_stage(b)) return strcmp(a, b) < 0;
    return strcmp(b, "wins") == 0 && (strcmp(a, "revenue") == 0 || strcmp(a, "carried_out") == 0);
}

static bool of_a_pair(const char *name)
{
    return (channel_part(name) > 0 && strstr(name, ".spend") == NULL) || is_stage(name) ||
           strcmp(name, "revenue") == 0 || strcmp(name, "wins") == 0 || strcmp(name, "carried_out") == 0;
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
        if (!of_a_pair(name) || o == SIZE_MAX) continue;
        list[n++] = (ranked){name, ranks_of(bireme_forecast_samples(forecast, m), n_engine),
                             ranks_of(oracle_samples_of(walked, o, walked->n_columns - 1), n_walked)};
    }
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++) {
            bool channels = channel_part(list[a].name) > 0;
            if (a != b && (a < b || !channels) && paired(list[a].name, list[b].name))
                compare_pair(c, &list[a], &list[b], n_engine, n_walked);
        }
    for (size_t i = 0; i < n; i++) {
        free(list[i].engine);
        free(list[i].walked);
    }
    free(list);
}

void compare_forecast(comparison *result, const bireme_forecast *forecast, const oracle_samples *walked)
{
    size_t count = bireme_forecast_metric_count(forecast), periods = walked->n_columns - 1;
    note(result, "all", "number of periods", bireme_forecast_period_count(forecast) == periods ? 1 : 0,
         (double)bireme_forecast_period_count(forecast), (double)periods);
    for (size_t m = 0; m < count; m++) {
        const char *name = bireme_forecast_metric_name(forecast, m);
        size_t o = oracle_samples_find(walked, name);
        if (o == SIZE_MAX) {
            note(result, name, "is unknown to the oracle", 0, 0, 0);
            continue;
        }
        compare_total(result, name, bireme_forecast_total(forecast, m), bireme_forecast_samples(forecast, m),
                      (size_t)bireme_forecast_trials(forecast), oracle_samples_of(walked, o, periods),
                      walked->n_trials);
        for (size_t t = 0; t < periods; t++) {
            const bireme_summary *summary = bireme_forecast_period(forecast, m, t);
            if (summary != NULL)
                compare_period(result, name, t, summary, oracle_samples_of(walked, o, t), walked->n_trials);
        }
    }
    compare_pairs(result, forecast, walked);
}
