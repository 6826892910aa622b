/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * gamma: sums of waiting times; positive, right-skewed, lighter in the tail than the lognormal.
 *
 *   density     x^(k−1) exp(−x/θ) / (Γ(k) θ^k), x > 0
 *   parameters  mean, sd | mean, cv | shape, scale, all > 0; k = 1/cv², cv = sd/mean, θ = mean/k.
 *               0.01 ≤ k ≤ 1e12: below, a share of the mass is under the smallest double; above, the
 *               distribution is narrower than the relative error of the tables
 *   moments     mean k θ; variance k θ²
 *   method      regularised incomplete gamma function and its inverse (numeric/special/special.h)
 */
#include "dist/family.h"

#include <math.h>
#include "dist/shared.h"

/* c[0] shape, c[1] scale, c[2] log of the density's constant factor */

static double pdf(const bireme_dist *dist, double x)
{
    double shape = dist->c[0], t = x / dist->c[1];
    if (t <= 0) return shape < 1 ? INFINITY : shape > 1 ? 0 : 1 / dist->c[1];
    if (shape < 100) return bireme_exp((shape - 1) * bireme_log(t) - t + dist->c[2]) / dist->c[1];
    return shape * bireme_gamma_prefix(shape, t) / x;
}

static void cdf(const bireme_dist *dist, double x, double *p, double *q)
{
    bireme_gamma_pq(dist->c[0], x / dist->c[1], p, q);
}

static double quantile(const bireme_dist *dist, double p, double q)
{
    return dist->c[1] * bireme_gamma_pq_inverse(dist->c[0], p, q);
}

static const bireme_dist_kernel kernel = {pdf, cdf, quantile, .truncate = NULL};

static bireme_status make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    double shape, scale, mean;
    if (bireme_spec_find(spec, "shape") != NULL) {
        shape = bireme_spec_number(spec, "shape");
        scale = bireme_spec_number(spec, "scale");
        mean = shape * scale;
    } else {
        mean = bireme_spec_number(spec, "mean");
        bool relative = bireme_spec_find(spec, "cv") != NULL;
        double cv = relative ? bireme_spec_number(spec, "cv") : bireme_spec_number(spec, "sd") / mean;
        shape = 1 / (cv * cv);
        scale = mean / shape;
        if (!(shape >= 0.01 && shape <= 1e12))
            return bireme_dist_fail(error, relative ? "cv" : "sd",
                                    "gamma: sd / mean must be from 0.000001 to 10, found %s",
                                    BIREME_SHOWN(bireme_dist_rounded(cv, 0)));
    }
    dist->kernel = &kernel;
    dist->c[0] = shape;
    dist->c[1] = scale;
    dist->c[2] = bireme_log(shape) - bireme_lgamma(1 + shape);
    return bireme_dist_set(dist, 0, INFINITY, mean, mean * scale, error);
}

static const bireme_parameter parameters[] = {
    {"mean", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false, "mean"},
    {"sd", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false,
     "standard deviation, in the value's unit"},
    {"cv", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false, "standard deviation divided by the mean"},
    {"shape", BIREME_PARAMETER_NUMBER, 0.01, 1e12, false, false, false, "shape k; 1 is the exponential"},
    {"scale", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false,
     "scale θ, in the value's unit; mean / shape"},
};
static const bireme_parameter_set sets[] = {{2, {"mean", "cv"}, "mean", {NULL}},
                                            {2, {"mean", "sd"}, NULL, {NULL}},
                                            {2, {"shape", "scale"}, "scale", {NULL}}};

const bireme_family_definition bireme_family_gamma = {
    {"gamma", "positive and right-skewed, as sums of waiting times are", "x > 0", 5, parameters, 3, sets,
     false},
    make};
