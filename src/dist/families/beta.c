/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * beta, pert: a share. beta lives on [0, 1], pert is a beta stretched over [min, max].
 *
 *   density     x^(α−1) (1−x)^(β−1) / B(α, β), 0 < x < 1; 0.01 ≤ α, β ≤ 1e8
 *   parameters  alpha, beta
 *               mean, sd: α = mean·n, β = (1 − mean)·n, n = mean(1 − mean)/sd² − 1; so sd² < mean(1 − mean)
 *               p10, p90, 0 < p10 < p90 < 1: solved, see beta_solve.c
 *               successes, trials: the Jeffreys posterior, α = successes + ½, β = trials − successes + ½
 *   pert        min < max, min ≤ mode ≤ max: α = 1 + 4 (mode − min)/(max − min), β = 6 − α (Malcolm et al.
 *               1959)
 *   moments     mean α/(α+β); variance αβ / ((α+β)² (α+β+1)); pert: mean (min + 4 mode + max)/6
 *   method      regularised incomplete beta function and its inverse (numeric/special/special.h)
 */
#include "dist/family.h"

#include <math.h>
#include "dist/families/beta_solve.h"
#include "dist/shared.h"

/* c[0] alpha, c[1] beta, c[2] log B(alpha, beta); the width of the support is base_upper − base_lower */

static double pdf(const bireme_dist *dist, double value)
{
    double alpha = dist->c[0], beta = dist->c[1], width = dist->base_upper - dist->base_lower;
    double x = (value - dist->base_lower) / width, y = (dist->base_upper - value) / width;
    if (x <= 0) return (alpha < 1 ? INFINITY : alpha > 1 ? 0 : beta) / width;
    if (y <= 0) return (beta < 1 ? INFINITY : beta > 1 ? 0 : alpha) / width;
    if (alpha + beta < 100)
        return bireme_exp((alpha - 1) * bireme_log(x) + (beta - 1) * bireme_log(y) - dist->c[2]) / width;
    return bireme_beta_prefix(alpha, beta, x, y) / (x * y * width);
}

static void cdf(const bireme_dist *dist, double value, double *p, double *q)
{
    double width = dist->base_upper - dist->base_lower;
    bireme_beta_pq(dist->c[0], dist->c[1], (value - dist->base_lower) / width,
                   (dist->base_upper - value) / width, p, q);
}

static double quantile(const bireme_dist *dist, double p, double q)
{
    double width = dist->base_upper - dist->base_lower, y;
    double x = bireme_beta_pq_inverse(dist->c[0], dist->c[1], p, q, &y);
    return x <= y ? dist->base_lower + width * x : dist->base_upper - width * y;
}

static const bireme_dist_kernel kernel = {pdf, cdf, quantile, .truncate = NULL};

/* Sets the rest, once alpha and beta are known. */
static bireme_status set_beta(bireme_dist *dist, double low, double high, double alpha, double beta,
                              bireme_error *error)
{
    double n = alpha + beta, width = high - low;
    dist->kernel = &kernel;
    dist->c[0] = alpha;
    dist->c[1] = beta;
    dist->c[2] = bireme_lbeta(alpha, beta);
    return bireme_dist_set(dist, low, high, low + width * (alpha / n),
                           width * width * (alpha / n) * (beta / n) / (n + 1), error);
}

static bireme_status from_moments(const bireme_dist_spec *spec, double *alpha, double *beta,
                                  bireme_error *error)
{
    double mean = bireme_spec_number(spec, "mean"), sd = bireme_spec_number(spec, "sd");
    double product = mean * (1 - mean), n = product / (sd * sd) - 1, less = fmin(mean, 1 - mean);
    *alpha = mean * n;
    *beta = (1 - mean) * n;
    if (fmin(*alpha, *beta) < BIREME_BETA_LEAST) {
        double most = sqrt(product / (1 + BIREME_BETA_LEAST / less));
        return bireme_dist_fail(error, "sd", "beta: with a mean of %s `sd` can be at most %s, found %s",
                                BIREME_SHOWN(mean), BIREME_SHOWN(bireme_dist_rounded(most, -1)),
                                BIREME_SHOWN(sd));
    }
    if (fmax(*alpha, *beta) > BIREME_BETA_MOST) {
        double least = sqrt(product / (1 + BIREME_BETA_MOST / (1 - less)));
        return bireme_dist_fail(error, "sd",
                                "beta: with a mean of %s `sd` must be at least %s, found %s; for a known "
                                "value write the number itself",
                                BIREME_SHOWN(mean), BIREME_SHOWN(bireme_dist_rounded(least, 1)),
                                BIREME_SHOWN(sd));
    }
    return BIREME_OK;
}

static bireme_status from_counts(const bireme_dist_spec *spec, double *alpha, double *beta,
                                 bireme_error *error)
{
    double successes = bireme_spec_number(spec, "successes"), trials = bireme_spec_number(spec, "trials");
    if (successes > trials)
        return bireme_dist_fail(error, "successes",
                                "beta: `successes` can be at most `trials`, found successes %s and "
                                "trials %s",
                                BIREME_SHOWN(successes), BIREME_SHOWN(trials));
    *alpha = successes + 0.5;
    *beta = trials - successes + 0.5;
    return BIREME_OK;
}

static bireme_status beta_make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    double alpha, beta;
    bireme_status status = BIREME_OK;
    if (bireme_spec_find(spec, "alpha") != NULL) {
        alpha = bireme_spec_number(spec, "alpha");
        beta = bireme_spec_number(spec, "beta");
    } else if (bireme_spec_find(spec, "mean") != NULL) {
        status = from_moments(spec, &alpha, &beta, error);
    } else if (bireme_spec_find(spec, "trials") != NULL) {
        status = from_counts(spec, &alpha, &beta, error);
    } else {
        status = bireme_spec_ordered(spec, "p10", "p90", error);
        if (status == BIREME_OK)
            status = bireme_beta_solve(bireme_spec_number(spec, "p10"), bireme_spec_number(spec, "p90"),
                                       &alpha, &beta, error);
    }
    return status == BIREME_OK ? set_beta(dist, 0, 1, alpha, beta, error) : status;
}

static const bireme_parameter beta_parameters[] = {
    {"alpha", BIREME_PARAMETER_NUMBER, BIREME_BETA_LEAST, BIREME_BETA_MOST, false, false, false,
     "first shape"},
    {"beta", BIREME_PARAMETER_NUMBER, BIREME_BETA_LEAST, BIREME_BETA_MOST, false, false, false,
     "second shape"},
    {"mean", BIREME_PARAMETER_NUMBER, 0, 1, true, true, false, "mean, a share"},
    {"sd", BIREME_PARAMETER_NUMBER, 0, 0.5, true, true, false, "standard deviation, a share"},
    {"p10", BIREME_PARAMETER_NUMBER, 0, 1, true, true, false,
     "10th percentile: one time in ten the share is lower"},
    {"p90", BIREME_PARAMETER_NUMBER, 0, 1, true, true, false,
     "90th percentile: one time in ten the share is higher"},
    {"successes", BIREME_PARAMETER_NUMBER, 0, 1e7, false, false, false, "how many of the trials succeeded"},
    {"trials", BIREME_PARAMETER_NUMBER, 0, 1e7, false, false, false, "how many were observed"},
};
static const bireme_parameter_set beta_sets[] = {
    {2, {"mean", "sd"}, NULL, {NULL}},
    {2, {"p10", "p90"}, NULL, {NULL}},
    {2, {"successes", "trials"}, NULL, {NULL}},
    {2, {"alpha", "beta"}, NULL, {NULL}},
};

const bireme_family_definition bireme_family_beta = {
    {"beta", "a share, such as a conversion rate", "0 < x < 1", 8, beta_parameters, 4, beta_sets, false},
    beta_make};

static bireme_status pert_make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    bireme_status status = bireme_spec_ordered(spec, "min", "max", error);
    if (status == BIREME_OK) status = bireme_spec_mode(spec, error);
    if (status != BIREME_OK) return status;
    double low = bireme_spec_number(spec, "min"), high = bireme_spec_number(spec, "max");
    double mode = bireme_spec_number(spec, "mode");
    return set_beta(dist, low, high, 1 + 4 * ((mode - low) / (high - low)),
                    1 + 4 * ((high - mode) / (high - low)), error);
}

static const bireme_parameter pert_parameters[] = {
    {"min", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false, "smallest value"},
    {"mode", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false,
     "likeliest value, from min to max"},
    {"max", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false,
     "largest value, greater than min"},
};
static const bireme_parameter_set pert_sets[] = {{3, {"min", "mode", "max"}, NULL, {NULL}}};

const bireme_family_definition bireme_family_pert = {
    {"pert", "smallest, likeliest and largest value: a smooth hill that trusts the mode", "min < x < max", 3,
     pert_parameters, 1, pert_sets, true},
    pert_make};
