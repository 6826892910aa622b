/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * normal: the bell curve.
 *
 *   density     exp(−z²/2) / (σ √(2π)), z = (x − μ)/σ, on the whole line
 *   parameters  mean, sd (> 0) | p10, p90 (p10 < p90): σ = (p90 − p10) / (2 z90), μ halfway, z90 = Φ⁻¹(0.9)
 *   moments     mean μ; variance σ²
 *   quantile    μ + σ Φ⁻¹(p), Wichura 1988 (AS 241)
 */
#include "dist/family.h"

#include <math.h>
#include "dist/shared.h"
#include "numeric/special/special.h"

/* c[0] mean, c[1] sd */

static double pdf(const bireme_dist *dist, double x)
{
    return bireme_normal_pdf((x - dist->c[0]) / dist->c[1]) / dist->c[1];
}

static void cdf(const bireme_dist *dist, double x, double *p, double *q)
{
    double z = (x - dist->c[0]) / dist->c[1];
    *p = bireme_normal_cdf(z);
    *q = bireme_normal_sf(z);
}

static double quantile(const bireme_dist *dist, double p, double q)
{
    return dist->c[0] + dist->c[1] * bireme_normal_quantile_pq(p, q);
}

static const bireme_dist_kernel kernel = {pdf, cdf, quantile, .is_formula = true, .is_symmetric = true};

static bireme_status make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    double mean, sd;
    if (bireme_spec_find(spec, "mean") != NULL) {
        mean = bireme_spec_number(spec, "mean");
        sd = bireme_spec_number(spec, "sd");
    } else {
        bireme_status status = bireme_spec_ordered(spec, "p10", "p90", error);
        if (status != BIREME_OK) return status;
        double low = bireme_spec_number(spec, "p10"), high = bireme_spec_number(spec, "p90");
        mean = low + 0.5 * (high - low);
        sd = (high - low) / (2 * BIREME_Z90);
    }
    dist->kernel = &kernel;
    dist->c[0] = mean;
    dist->c[1] = sd;
    return bireme_dist_set(dist, -INFINITY, INFINITY, mean, sd * sd, error);
}

static const bireme_parameter parameters[] = {
    {"mean", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false, "mean"},
    {"sd", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false,
     "standard deviation, in the value's unit"},
    {"p10", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false,
     "10th percentile: one time in ten the value is lower"},
    {"p90", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false,
     "90th percentile: one time in ten the value is higher"},
};
static const bireme_parameter_set sets[] = {{2, {"mean", "sd"}, NULL, {NULL}},
                                            {2, {"p10", "p90"}, NULL, {NULL}}};

const bireme_family_definition bireme_family_normal = {
    {"normal", "the bell curve; takes negative values too unless truncated with min", "every x", 4,
     parameters, 2, sets, false},
    make};
