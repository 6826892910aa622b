/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * lognormal: the logarithm is normal; many small multiplied effects. Deal values, costs, durations.
 *
 *   density     φ(z) / (σ x), z = (log x − μ)/σ, x > 0
 *   parameters  mean, sd | mean, cv | median, p90 | p10, p90 | mu, sigma | median, sigma | mean, sigma |
 *               median, cv; all but mu > 0, sigma ≤ 15, median < p90, p10 < p90. σ² = log(1 + cv²), cv =
 *               sd/mean; log mean = μ + σ²/2; log median = μ; log p90 = μ + z90 σ
 *   moments     mean exp(μ + σ²/2); variance mean² (exp(σ²) − 1)
 *   quantile    exp(μ + σ Φ⁻¹(p))
 */
#include "dist/family.h"

#include <math.h>
#include "dist/shared.h"

/* c[0] mu, c[1] sigma, c[2] median */

static double score(const bireme_dist *dist, double x)
{
    return bireme_log(x / dist->c[2]) / dist->c[1];
}

static double pdf(const bireme_dist *dist, double x)
{
    return x > 0 ? bireme_normal_pdf(score(dist, x)) / (dist->c[1] * x) : 0;
}

static void cdf(const bireme_dist *dist, double x, double *p, double *q)
{
    double z = x > 0 ? score(dist, x) : -INFINITY;
    *p = bireme_normal_cdf(z);
    *q = bireme_normal_sf(z);
}

static double quantile(const bireme_dist *dist, double p, double q)
{
    return dist->c[2] * bireme_exp(dist->c[1] * bireme_normal_quantile_pq(p, q));
}

static const bireme_dist_kernel kernel = {pdf, cdf, quantile, .is_formula = true};

static bool given(const bireme_dist_spec *spec, const char *name)
{
    return bireme_spec_find(spec, name) != NULL;
}

/* Sigma, in whichever way the spread is given. */
static bireme_status find_sigma(const bireme_dist_spec *spec, double *sigma, bireme_error *error)
{
    bireme_status status = BIREME_OK;
    if (given(spec, "sigma")) {
        *sigma = bireme_spec_number(spec, "sigma");
    } else if (given(spec, "p90")) {
        const char *low = given(spec, "p10") ? "p10" : "median";
        status = bireme_spec_ordered(spec, low, "p90", error);
        if (status != BIREME_OK) return status;
        double ratio = bireme_log(bireme_spec_number(spec, "p90") / bireme_spec_number(spec, low));
        *sigma = ratio / (given(spec, "p10") ? 2 * BIREME_Z90 : BIREME_Z90);
    } else {
        double cv = given(spec, "cv") ? bireme_spec_number(spec, "cv")
                                      : bireme_spec_number(spec, "sd") / bireme_spec_number(spec, "mean");
        *sigma = sqrt(bireme_log1p(cv * cv));
    }
    if (*sigma > 0 && *sigma <= 15) return BIREME_OK;
    return bireme_dist_fail(error, NULL,
                            "lognormal: these parameters make sigma, the standard deviation of the "
                            "logarithm, %s; it must be greater than 0 and at most 15",
                            BIREME_SHOWN(bireme_dist_rounded(*sigma, 0)));
}

static bireme_status make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    double sigma, median, mean;
    bireme_status status = find_sigma(spec, &sigma, error);
    if (status != BIREME_OK) return status;
    double half = 0.5 * sigma * sigma;
    if (given(spec, "mean")) {
        mean = bireme_spec_number(spec, "mean");
        median = mean * bireme_exp(-half);
    } else {
        if (given(spec, "median"))
            median = bireme_spec_number(spec, "median");
        else if (given(spec, "mu"))
            median = bireme_exp(bireme_spec_number(spec, "mu"));
        else
            median = sqrt(bireme_spec_number(spec, "p10")) * sqrt(bireme_spec_number(spec, "p90"));
        mean = median * bireme_exp(half);
    }
    dist->kernel = &kernel;
    dist->c[0] = bireme_log(median);
    dist->c[1] = sigma;
    dist->c[2] = median;
    return bireme_dist_set(dist, 0, INFINITY, mean, mean * mean * bireme_expm1(sigma * sigma), error);
}

static const bireme_parameter parameters[] = {
    {"mean", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false, "mean"},
    {"sd", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false,
     "standard deviation, in the value's unit"},
    {"cv", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false, "standard deviation divided by the mean"},
    {"median", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false, "median"},
    {"p10", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false,
     "10th percentile: one time in ten the value is lower"},
    {"p90", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false,
     "90th percentile: one time in ten the value is higher"},
    {"mu", BIREME_PARAMETER_NUMBER, -700, 700, false, false, false, "mean of the natural logarithm"},
    {"sigma", BIREME_PARAMETER_NUMBER, 0, 15, true, false, false,
     "standard deviation of the natural logarithm"},
};
static const bireme_parameter_set sets[] = {
    {2, {"mean", "cv"}, "mean", {NULL}},    {2, {"mean", "sd"}, NULL, {NULL}},
    {2, {"median", "p90"}, NULL, {NULL}},   {2, {"p10", "p90"}, NULL, {NULL}},
    {2, {"mu", "sigma"}, NULL, {NULL}},     {2, {"median", "sigma"}, "median", {NULL}},
    {2, {"mean", "sigma"}, "mean", {NULL}}, {2, {"median", "cv"}, "median", {NULL}},
};

const bireme_family_definition bireme_family_lognormal = {
    {"lognormal", "its logarithm is normal: many small effects that multiply", "x > 0", 8, parameters, 8,
     sets, false},
    make};
