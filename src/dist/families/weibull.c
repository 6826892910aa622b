/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * weibull: a waiting time whose rate rises (shape > 1) or falls (shape < 1) with age.
 *
 *   density     (k/λ) t^(k−1) exp(−t^k), t = x/λ, x ≥ 0
 *   parameters  shape k (0.05 … 1e6), scale λ > 0 | median, p90 (0 < median < p90):
 *               k = log(log 10 / log 2) / log(p90 / median), λ = median / (log 2)^(1/k)
 *   moments     mean λ Γ(1 + 1/k); variance mean² (Γ(1 + 2/k)/Γ(1 + 1/k)² − 1), by expm1 so that a large k
 *               does not cancel
 *   quantile    λ (−log(1 − p))^(1/k)
 */
#include "dist/family.h"

#include <math.h>
#include "dist/shared.h"

/* c[0] shape, c[1] scale */

static double pdf(const bireme_dist *dist, double x)
{
    double shape = dist->c[0], t = x / dist->c[1];
    if (t <= 0) return shape < 1 ? INFINITY : shape > 1 ? 0 : 1 / dist->c[1];
    double power = bireme_pow(t, shape);
    return isinf(power) ? 0 : shape / x * power * bireme_exp(-power);
}

static void cdf(const bireme_dist *dist, double x, double *p, double *q)
{
    double power = bireme_pow(x / dist->c[1], dist->c[0]);
    *p = -bireme_expm1(-power);
    *q = bireme_exp(-power);
}

static double quantile(const bireme_dist *dist, double p, double q)
{
    return dist->c[1] * bireme_pow(bireme_minus_log_upper(p, q), 1 / dist->c[0]);
}

static const bireme_dist_kernel kernel = {pdf, cdf, quantile, .is_formula = true};

static bireme_status make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    double shape, scale;
    if (bireme_spec_find(spec, "shape") != NULL) {
        shape = bireme_spec_number(spec, "shape");
        scale = bireme_spec_number(spec, "scale");
    } else {
        bireme_status status = bireme_spec_ordered(spec, "median", "p90", error);
        if (status != BIREME_OK) return status;
        double median = bireme_spec_number(spec, "median"), ratio = bireme_spec_number(spec, "p90") / median;
        shape = bireme_log(BIREME_LOG_10 / BIREME_LOG_2) / bireme_log(ratio);
        if (!(shape >= 0.05 && shape <= 1e6))
            return bireme_dist_fail(error, "p90",
                                    "weibull: p90 / median must be from 1.0000013 to 26000000000, "
                                    "found %s",
                                    BIREME_SHOWN(bireme_dist_rounded(ratio, 0)));
        scale = median / bireme_pow(BIREME_LOG_2, 1 / shape);
    }
    double h = 1 / shape, mean = scale * bireme_exp(bireme_lgamma1p(h));
    dist->kernel = &kernel;
    dist->c[0] = shape;
    dist->c[1] = scale;
    double relative = bireme_expm1(bireme_lgamma1p(2 * h) - 2 * bireme_lgamma1p(h));
    return bireme_dist_set(dist, 0, INFINITY, mean, mean * mean * relative, error);
}

static const bireme_parameter parameters[] = {
    {"shape", BIREME_PARAMETER_NUMBER, 0.05, 1e6, false, false, false,
     "shape k; 1 is the exponential, above it the rate rises with age"},
    {"scale", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false,
     "scale λ, in the value's unit: the 63rd percentile"},
    {"median", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false, "median"},
    {"p90", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false,
     "90th percentile: one time in ten the value is higher"},
};
static const bireme_parameter_set sets[] = {{2, {"shape", "scale"}, "scale", {NULL}},
                                            {2, {"median", "p90"}, NULL, {NULL}}};

const bireme_family_definition bireme_family_weibull = {
    {"weibull", "a waiting time whose rate rises or falls with age", "x ≥ 0", 4, parameters, 2, sets, false},
    make};
