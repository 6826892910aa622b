/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * exponential: a waiting time that does not remember how long it has lasted.
 *
 *   density     exp(−x/m) / m, x ≥ 0
 *   parameters  mean m > 0
 *   moments     mean m; variance m²
 *   quantile    −m log(1 − p)
 */
#include "dist/family.h"

#include <math.h>
#include "dist/shared.h"

/* c[0] mean */

static double pdf(const bireme_dist *dist, double x)
{
    return bireme_exp(-x / dist->c[0]) / dist->c[0];
}

static void cdf(const bireme_dist *dist, double x, double *p, double *q)
{
    *p = -bireme_expm1(-x / dist->c[0]);
    *q = bireme_exp(-x / dist->c[0]);
}

static double quantile(const bireme_dist *dist, double p, double q)
{
    return dist->c[0] * bireme_minus_log_upper(p, q);
}

static const bireme_dist_kernel kernel = {pdf, cdf, quantile, .is_formula = true};

static bireme_status make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    double mean = bireme_spec_number(spec, "mean");
    dist->kernel = &kernel;
    dist->c[0] = mean;
    return bireme_dist_set(dist, 0, INFINITY, mean, mean * mean, error);
}

static const bireme_parameter parameters[] = {
    {"mean", BIREME_PARAMETER_NUMBER, 0, INFINITY, true, true, false,
     "mean, which is the standard deviation too"},
};
static const bireme_parameter_set sets[] = {{1, {"mean"}, "mean", {NULL}}};

const bireme_family_definition bireme_family_exponential = {
    {"exponential", "a waiting time with a constant rate", "x ≥ 0", 1, parameters, 1, sets, false}, make};
