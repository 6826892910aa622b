/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The objective as the mean of a score of each trial. From the metric y as it is drawn:
 *
 *   mean     y
 *   P(goal)  1 if y meets the goal, else 0
 *   CVaR     q − max(q − y, 0) / α, q the α-quantile of y (Rockafellar and Uryasev 2000).
 *
 * Drawn counts are step functions of the division, and so are indicators, but an optimiser needs slopes.
 * Given the rates, the metric is nearly normal about its mean m, with a variance due to chance that is
 * measured on today's plan: σ² = E[(y − m)²], in proportion to m if the metric is a sum over what leads
 * bring. Smooth scores are the means of the scores above over that normal, and need only m, which a run at
 * the depth of means gives:
 *
 *   mean     m
 *   P(goal)  Φ((m − goal) / σ)
 *   CVaR     q − [(q − m) Φ(d) + σ φ(d)] / α,  d = (q − m) / σ, q the α-quantile of the mixture.
 *
 * They guide the search and value the margins; the value of a division is reported from drawn scores (for the
 * mean: from m, which has the same mean and a smaller error). Metrics without such a mean are drawn in the
 * search too, and smoothed a little.
 */
#include <math.h>
#include <stdlib.h>
#include "base/error.h"
#include "base/memory.h"
#include "decide/split/internal.h"
#include "numeric/special/special.h"
#include "compile/variant.h"
#include "stats/sample.h"

/* ------------------------ chance */

bireme_status bireme_splitting_find_noise(bireme_splitting *s, bireme_error *error)
{
    uint64_t trials = s->study->options.trials;
    double *drawn[] = {s->score[0]}, *means[] = {s->value};
    double squares = 0, mean = 0, spread = 0, n = 0;
    if (s->split->objective == BIREME_OBJECTIVE_P_GOAL)
        s->goal = bireme_metric_threshold(s->study->compiled, &s->study->compiled->metrics->items[s->metric],
                                          s->split->at_least, s->split->at_most);
    bireme_status status = bireme_study_run(s->study, NULL, NULL, trials, drawn, error);
    s->means = s->study->means = bireme_study_has_means(s->study, 0);
    if (status == BIREME_OK) status = bireme_study_run(s->study, NULL, NULL, trials, means, error);
    if (status != BIREME_OK) return status;
    for (uint64_t i = 0; i < trials; i++) {
        double apart = s->score[0][i] - s->value[i];
        if (isnan(apart)) continue;
        squares += apart * apart;
        mean += s->value[i];
        n++;
    }
    mean /= n;
    for (uint64_t i = 0; i < trials; i++)
        if (!isnan(s->value[i])) spread += (s->value[i] - mean) * (s->value[i] - mean);
    bool grows = s->split->unit == BIREME_UNIT_COUNT ||
                 s->study->compiled->metrics->items[s->metric].kind != BIREME_METRIC_CONTRIBUTION;
    s->noise = s->means ? squares / n : 0.01 * spread / n; /* else a tenth of its own standard deviation */
    s->noise_mean = s->means && grows && mean > 0 ? mean : NAN;
    if (!(s->noise > 1e-18 * mean * mean)) s->noise = fmax(1e-12 * mean * mean, 1e-300);
    return BIREME_OK;
}

static double sigma_at(const bireme_splitting *s, double mean)
{
    double share = isnan(s->noise_mean) ? 1 : fmax(mean / s->noise_mean, 1e-3);
    return sqrt(s->noise * share);
}

/* ------------------------ CVaR */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The α-quantile of the drawn values, which have no NAN. */
static bireme_status drawn_quantile(const double *value, uint64_t n, double alpha, double *out,
                                    bireme_error *error)
{
    double *sorted = bireme_calloc((size_t)n, sizeof *sorted);
    size_t count = 0;
    if (sorted == NULL) return bireme_fail_memory(error);
    for (uint64_t i = 0; i < n; i++)
        if (!isnan(value[i])) sorted[count++] = value[i];
    qsort(sorted, count, sizeof *sorted, ascending);
    size_t at = (size_t)floor(alpha * (double)count);
    *out = count > 0 ? sorted[at < count ? at : count - 1] : NAN;
    bireme_free(sorted);
    return BIREME_OK;
}

static double smooth_below(const bireme_splitting *s, const double *mean, uint64_t n, double q)
{
    double sum = 0, count = 0;
    for (uint64_t i = 0; i < n; i++) {
        if (isnan(mean[i])) continue;
        sum += bireme_normal_cdf((q - mean[i]) / sigma_at(s, mean[i]));
        count++;
    }
    return sum / count;
}

/* The α-quantile of the mixture, by bisection. Near enough: the score's mean has its maximum there, so the
 * exact place hardly matters. */
static double smooth_quantile(const bireme_splitting *s, const double *mean, uint64_t n, double alpha)
{
    enum { HALVINGS = 16 };
    double low = INFINITY, high = -INFINITY;
    for (uint64_t i = 0; i < n; i++)
        if (!isnan(mean[i])) low = fmin(low, mean[i]), high = fmax(high, mean[i]);
    low -= 6 * sigma_at(s, low);
    high += 6 * sigma_at(s, high);
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if (smooth_below(s, mean, n, middle) < alpha)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

/* E[max(q − y, 0)] for a normal y. */
static double short_of(double q, double mean, double sigma)
{
    const double root = 0.3989422804014327; /* 1 / √(2π) */
    double d = (q - mean) / sigma;
    return (q - mean) * bireme_normal_cdf(d) + sigma * root * exp(-d * d / 2);
}

/* ------------------------ scores */

/* How far a value is on the desired side of the goal. */
static double beyond_goal(const bireme_splitting *s, double y)
{
    double d = y - s->split->at_least;
    return s->split->at_most ? -d : d;
}

bireme_status bireme_splitting_score(const bireme_splitting *s, bool smooth, const double *value,
                                     uint64_t trials, double *score, bireme_error *error)
{
    const bireme_split *split = s->split;
    double q = NAN;
    if (split->objective == BIREME_OBJECTIVE_CVAR) {
        bireme_status status = BIREME_OK;
        if (smooth)
            q = smooth_quantile(s, value, trials, split->worst);
        else
            status = drawn_quantile(value, trials, split->worst, &q, error);
        if (status != BIREME_OK) return status;
    }
    for (uint64_t i = 0; i < trials; i++) {
        double y = value[i], sigma = sigma_at(s, y);
        if (split->objective == BIREME_OBJECTIVE_P_GOAL)
            score[i] = smooth && !isnan(y) ? bireme_normal_cdf(beyond_goal(s, y) / sigma)
                                           : bireme_threshold_met(s->goal, y);
        else if (isnan(y) || split->objective == BIREME_OBJECTIVE_MEAN)
            score[i] = y;
        else
            score[i] = q - (smooth ? short_of(q, y, sigma) : fmax(q - y, 0)) / split->worst;
    }
    return BIREME_OK;
}

bireme_status bireme_splitting_run(bireme_splitting *s, bireme_study *study, bool smooth, const double *money,
                                   uint64_t trials, double *score, bireme_error *error)
{
    bireme_compiled *compiled;
    double *out[] = {s->value};
    bireme_status status = bireme_splitting_variant(s, study, money, &compiled, error);
    if (status != BIREME_OK) return status;
    study->means = s->means && (smooth || s->split->objective == BIREME_OBJECTIVE_MEAN);
    status = bireme_study_run(study, compiled, NULL, trials, out, error);
    bireme_variant_free(compiled);
    if (status == BIREME_OK) status = bireme_splitting_score(s, smooth, s->value, trials, score, error);
    return status;
}

/* Φ⁻¹ of the probability, computed from the smaller of it and its complement: it has a slope wherever there
 * is any chance. */
static double probit(const bireme_splitting *s, uint64_t trials)
{
    const double least = 1e-300;
    double hit = 0, miss = 0;
    for (uint64_t i = 0; i < trials; i++) {
        double d = beyond_goal(s, s->value[i]) / sigma_at(s, s->value[i]);
        if (isnan(d)) { /* without a value the goal is missed */
            miss += isnan(s->value[i]);
            continue;
        }
        hit += bireme_normal_cdf(d);
        miss += bireme_normal_cdf(-d);
    }
    double all = hit + miss;
    return bireme_normal_quantile_pq(fmax(hit / all, least), fmax(miss / all, least));
}

bireme_status bireme_splitting_value(bireme_splitting *s, const double *money, uint64_t trials, double *out,
                                     bireme_error *error)
{
    bireme_status status = bireme_splitting_run(s, s->study, true, money, trials, s->score[0], error);
    if (status != BIREME_OK) return status;
    double se;
    *out = s->split->objective == BIREME_OBJECTIVE_P_GOAL ? probit(s, trials)
                                                          : bireme_sample_mean(s->score[0], trials, 1, &se);
    if (isnan(*out))
        return bireme_fail(error, BIREME_DOMAIN, "`%s` has no value in any trial of a division",
                           s->split->metric);
    return BIREME_OK;
}
