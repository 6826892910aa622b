/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * uniform, triangular: finite support [min, max].
 *
 *   uniform     f = 1/(b − a); mean (a + b)/2; variance (b − a)²/12
 *   triangular  f rises linearly from a to the mode m, falls linearly to b, f(m) = 2/(b − a), a ≤ m ≤ b, a <
 *               b; mean (a + b + m)/3; variance (d² + e² + d e)/18 with d = m − a, e = b − m: a sum of what
 *               is not negative
 *   quantile    exact from either end: linear, or a square root
 */
#include "dist/family.h"

#include <math.h>
#include "base/memory.h"

static double uniform_pdf(const bireme_dist *dist, double x)
{
    (void)x;
    return 1 / (dist->base_upper - dist->base_lower);
}

static void uniform_cdf(const bireme_dist *dist, double x, double *p, double *q)
{
    double width = dist->base_upper - dist->base_lower;
    *p = (x - dist->base_lower) / width;
    *q = (dist->base_upper - x) / width;
}

static double uniform_quantile(const bireme_dist *dist, double p, double q)
{
    double width = dist->base_upper - dist->base_lower;
    return p <= q ? dist->base_lower + p * width : dist->base_upper - q * width;
}

static const bireme_dist_kernel uniform_kernel = {uniform_pdf, uniform_cdf, uniform_quantile,
                                                  .is_formula = true};

static bireme_status uniform_make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    bireme_status status = bireme_spec_ordered(spec, "min", "max", error);
    if (status != BIREME_OK) return status;
    double a = bireme_spec_number(spec, "min"), b = bireme_spec_number(spec, "max");
    dist->kernel = &uniform_kernel;
    dist->constant = true;
    return bireme_dist_set(dist, a, b, a + 0.5 * (b - a), (b - a) * (b - a) / 12, error);
}

static const bireme_parameter uniform_parameters[] = {
    {"min", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false, "smallest value"},
    {"max", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false,
     "largest value, greater than min"},
};
static const bireme_parameter_set uniform_sets[] = {{2, {"min", "max"}, NULL, {NULL}}};

const bireme_family_definition bireme_family_uniform = {
    {"uniform", "every value between min and max equally likely", "min ≤ x ≤ max", 2, uniform_parameters, 1,
     uniform_sets, true},
    uniform_make};

/* triangular: c[0] the mode */

static double triangular_pdf(const bireme_dist *dist, double x)
{
    double a = dist->base_lower, b = dist->base_upper, mode = dist->c[0], top = 2 / (b - a);
    if (x < mode) return top * (x - a) / (mode - a);
    return x > mode ? top * (b - x) / (b - mode) : top;
}

static void triangular_cdf(const bireme_dist *dist, double x, double *p, double *q)
{
    double a = dist->base_lower, b = dist->base_upper, mode = dist->c[0];
    if (x < mode) {
        *p = (x - a) / (b - a) * ((x - a) / (mode - a));
        *q = 1 - *p;
    } else {
        *q = mode < b ? (b - x) / (b - a) * ((b - x) / (b - mode)) : 0;
        *p = 1 - *q;
    }
}

static double triangular_quantile(const bireme_dist *dist, double p, double q)
{
    double a = dist->base_lower, b = dist->base_upper, mode = dist->c[0];
    if (p * (b - a) < mode - a) return a + sqrt(p * (b - a) * (mode - a));
    return b - sqrt(q * (b - a) * (b - mode));
}

static const bireme_dist_kernel triangular_kernel = {triangular_pdf, triangular_cdf, triangular_quantile,
                                                     .is_formula = true};

static bireme_status triangular_make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    bireme_status status = bireme_spec_ordered(spec, "min", "max", error);
    if (status == BIREME_OK) status = bireme_spec_mode(spec, error);
    if (status != BIREME_OK) return status;
    double a = bireme_spec_number(spec, "min"), b = bireme_spec_number(spec, "max");
    double mode = bireme_spec_number(spec, "mode"), d = mode - a, e = b - mode;
    dist->c[0] = mode;
    if (mode > a && mode < b) {
        dist->breaks = bireme_memdup(&mode, 1, sizeof mode);
        if (dist->breaks == NULL) return bireme_fail_memory(error);
        dist->n_breaks = 1;
    }
    dist->kernel = &triangular_kernel;
    return bireme_dist_set(dist, a, b, a + (2 * d + e) / 3, (d * d + e * e + d * e) / 18, error);
}

static const bireme_parameter triangular_parameters[] = {
    {"min", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false, "smallest value"},
    {"mode", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false,
     "likeliest value, from min to max"},
    {"max", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false,
     "largest value, greater than min"},
};
static const bireme_parameter_set triangular_sets[] = {{3, {"min", "mode", "max"}, NULL, {NULL}}};

const bireme_family_definition bireme_family_triangular = {
    {"triangular", "a triangle between min and max with its top at the mode", "min ≤ x ≤ max", 3,
     triangular_parameters, 1, triangular_sets, true},
    triangular_make};
