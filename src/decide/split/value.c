/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The objective as the mean of a score of each trial. From the metric y as it is drawn:
 *
 *   mean     y
 *   P(goal)  1 if y meets the goal, else 0
 *   CVaR     q − max(q − y, 0) / α, q the α-quantile of y (Rockafellar and Uryasev 2000).
 *
 * Drawn counts are step functions of the division, and so are indicators, but an optimiser needs slopes.
 * Given the rates of a trial the metric has a mean, a variance and a third moment, which are known exactly:
 * they come of the Poisson numbers of deals and of what a deal is worth (engine/law/moments.h), and are
 * those of each division: money that goes to larger deals brings more chance with it. Smooth scores are
 * the means of the scores above over the gamma distribution with these moments:
 *
 *   mean     E[y | rates]
 *   P(goal)  P(y meets the goal | rates); for counts from half a deal before the goal
 *   CVaR     q − E[max(q − y, 0) | rates] / α, q the α-quantile of the mixture.
 *
 * Where that is not near enough at the best (few large deals), the law itself is taken, inverted
 * (engine/law/law.h); its error is told by the replicates of the points, and so the score of a trial is
 * the value of its replicate.
 *
 * A metric without such a law (values without a variance, a ratio) is taken for normal about its mean m,
 * which a run at the depth of means gives, with a variance due to chance that is measured on today's
 * plan: σ² = E[(y − m)²], in proportion to m if the metric is a sum over what leads bring. If it has no
 * such mean either, it is drawn in the search too, and smoothed a little.
 *
 * Smooth scores guide the search and value the margins; the value of a division is reported from drawn scores
 * (for the mean: from E[y | rates], which has the same mean and a smaller error).
 */
#include <math.h>
#include <stdlib.h>
#include "base/error.h"
#include "base/memory.h"
#include "decide/split/internal.h"
#include "engine/law/law.h"
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
    s->lawful = s->split->objective != BIREME_OBJECTIVE_MEAN && bireme_law_exists(s->study, 0);
    if (s->lawful) return BIREME_OK;
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

/* Of a metric without a law. */
static bireme_law_moments around(const bireme_splitting *s, double mean)
{
    double share = isnan(s->noise_mean) ? 1 : fmax(mean / s->noise_mean, 1e-3);
    return (bireme_law_moments){mean, s->noise * share, 0};
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

static double smooth_below(const bireme_law_moments *of, uint64_t n, uint64_t stride, double x)
{
    double sum = 0, count = 0;
    for (uint64_t i = 0; i < n; i += stride) {
        double p, q;
        if (isnan(of[i].mean)) continue;
        bireme_law_moments_below(of[i], x, &p, &q);
        sum += p;
        count++;
    }
    return sum / count;
}

/* The α-quantile of the mixture, by bisection. Near enough, and from some of the trials: the score's mean has
 * its maximum there, so the exact place hardly matters. */
static double smooth_quantile(const bireme_law_moments *of, uint64_t n, double alpha)
{
    enum { HALVINGS = 16, SOME = 1024, SPREADS = 8 };
    const uint64_t stride = n > SOME ? n / SOME : 1;
    double low = INFINITY, high = -INFINITY;
    for (uint64_t i = 0; i < n; i++) {
        if (isnan(of[i].mean)) continue;
        double sd = sqrt(of[i].variance);
        low = fmin(low, of[i].mean - SPREADS * sd), high = fmax(high, of[i].mean + SPREADS * sd);
    }
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if (smooth_below(of, n, stride, middle) < alpha)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

/* ------------------------ scores: each trial's, whose mean over the trials is the objective */

static bireme_status score_drawn(const bireme_splitting *s, const double *value, uint64_t trials,
                                 double *score, bireme_error *error)
{
    const bireme_split *split = s->split;
    double q = NAN;
    if (split->objective == BIREME_OBJECTIVE_CVAR) {
        bireme_status status = drawn_quantile(value, trials, split->worst, &q, error);
        if (status != BIREME_OK) return status;
    }
    for (uint64_t i = 0; i < trials; i++) {
        double y = value[i];
        if (split->objective == BIREME_OBJECTIVE_P_GOAL)
            score[i] = bireme_threshold_met(s->goal, y);
        else if (isnan(y) || split->objective == BIREME_OBJECTIVE_MEAN)
            score[i] = y;
        else
            score[i] = q - fmax(q - y, 0) / split->worst;
    }
    return BIREME_OK;
}

/* hit: P(the goal is met); without a value it is missed. */
static void chance_of(const bireme_splitting *s, bireme_law_moments of, double *hit, double *miss)
{
    *hit = 0, *miss = 1;
    if (isnan(of.mean)) return;
    double half = s->split->unit == BIREME_UNIT_COUNT ? 0.5 : 0;
    if (s->goal.at_most)
        bireme_law_moments_below(of, s->goal.limit + half, hit, miss);
    else
        bireme_law_moments_below(of, s->goal.limit - half, miss, hit);
}

static void score_smooth(const bireme_splitting *s, const bireme_law_moments *of, uint64_t trials,
                         double *score)
{
    const bireme_split *split = s->split;
    double q = split->objective == BIREME_OBJECTIVE_CVAR ? smooth_quantile(of, trials, split->worst) : 0,
           miss;
    for (uint64_t i = 0; i < trials; i++) {
        if (split->objective == BIREME_OBJECTIVE_P_GOAL)
            chance_of(s, of[i], &score[i], &miss);
        else if (isnan(of[i].mean) || split->objective == BIREME_OBJECTIVE_MEAN)
            score[i] = of[i].mean;
        else
            score[i] = q - bireme_law_moments_short(of[i], q) / split->worst;
    }
}

/* ------------------------ by the law */

static bireme_status score_by_law(bireme_splitting *s, bireme_study *study, const bireme_compiled *compiled,
                                  uint64_t trials, double *score, bireme_error *error)
{
    bireme_law *law;
    double part[BIREME_REPLICATES_MOST];
    bireme_status status = bireme_law_create(study, compiled, 0, trials, &s->kept[study == s->fresh].tables,
                                             &law, error);
    if (status != BIREME_OK) return status;
    if (s->split->objective == BIREME_OBJECTIVE_P_GOAL)
        bireme_law_share_parts(law, s->goal, part);
    else
        bireme_law_tail_mean_parts(law, s->split->worst, false, part);
    for (uint64_t i = 0; i < trials; i++) score[i] = part[i % BIREME_REPLICATES_MOST];
    bireme_law_free(law);
    return BIREME_OK;
}

/* ------------------------ all */

/* Runs a division: leaves its moments. */
static bireme_status run_smooth(bireme_splitting *s, bireme_study *study, const bireme_compiled *compiled,
                                uint64_t trials, bireme_error *error)
{
    double *out[] = {s->value};
    if (s->lawful)
        return bireme_law_find_moments(study, compiled, 0, trials, &s->kept[study == s->fresh], s->moments,
                                       error);
    study->means = s->means;
    bireme_status status = bireme_study_run(study, compiled, NULL, trials, out, error);
    for (uint64_t i = 0; i < trials && status == BIREME_OK; i++) s->moments[i] = around(s, s->value[i]);
    return status;
}

static bireme_status run_drawn(bireme_splitting *s, bireme_study *study, const bireme_compiled *compiled,
                               uint64_t trials, double *score, bireme_error *error)
{
    double *out[] = {s->value};
    study->means = s->means && s->split->objective == BIREME_OBJECTIVE_MEAN;
    bireme_status status = bireme_study_run(study, compiled, NULL, trials, out, error);
    return status == BIREME_OK ? score_drawn(s, s->value, trials, score, error) : status;
}

bireme_status bireme_splitting_run(bireme_splitting *s, bireme_study *study, bool smooth, const double *money,
                                   uint64_t trials, double *score, bireme_error *error)
{
    bireme_compiled *compiled;
    bireme_status status = bireme_splitting_variant(s, study, money, &compiled, error);
    if (status != BIREME_OK) return status;
    if (smooth && s->exact) {
        status = score_by_law(s, study, compiled, trials, score, error);
    } else if (smooth) {
        status = run_smooth(s, study, compiled, trials, error);
        if (status == BIREME_OK) score_smooth(s, s->moments, trials, score);
    } else {
        status = run_drawn(s, study, compiled, trials, score, error);
    }
    bireme_variant_free(compiled);
    return status;
}

/* Φ⁻¹ of the probability, computed from the smaller of it and its complement: it has a slope wherever there
 * is any chance. By the law, whose series is rounded, from its mean. */
static double probit(const bireme_splitting *s, double mean, uint64_t trials)
{
    const double least = s->exact ? 1e-12 : 1e-300;
    double hits = mean, misses = 1 - mean;
    for (uint64_t i = 0; i < trials && !s->exact; i++) {
        double hit, miss;
        if (i == 0) hits = misses = 0;
        chance_of(s, s->moments[i], &hit, &miss);
        hits += hit / (double)trials;
        misses += miss / (double)trials;
    }
    return bireme_normal_quantile_pq(fmax(hits, least), fmax(misses, least));
}

bireme_status bireme_splitting_mean(bireme_splitting *s, const double *money, uint64_t trials, double *out,
                                    bireme_error *error)
{
    double se;
    bireme_status status = bireme_splitting_run(s, s->study, true, money, trials, s->score[0], error);
    if (status == BIREME_OK) *out = bireme_sample_mean(s->score[0], trials, 1, &se);
    return status;
}

bireme_status bireme_splitting_value(bireme_splitting *s, const double *money, uint64_t trials, double *out,
                                     bireme_error *error)
{
    bireme_status status = bireme_splitting_mean(s, money, trials, out, error);
    if (status != BIREME_OK) return status;
    if (s->split->objective == BIREME_OBJECTIVE_P_GOAL) *out = probit(s, *out, trials);
    if (isnan(*out))
        return bireme_fail(error, BIREME_DOMAIN, "`%s` has no value in any trial of a division",
                           s->split->metric);
    return BIREME_OK;
}
