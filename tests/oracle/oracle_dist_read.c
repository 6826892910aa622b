/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The oracle's distributions, read from JSON. Parameters: normal and lognormal a = location, b = scale (of
 * the logarithm); gamma a = shape, b = scale; beta a, b; weibull a = shape, b = scale; uniform a … b;
 * triangular a, mode c, b. Metalog: T. W. Keelin, The Metalog Distributions, Decision Analysis 13 (2016),
 * equations 6, 7 and section 4.2.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multiroots.h>

/* The 90 % point of the standard normal distribution. */
static double z90(void)
{
    return gsl_cdf_ugaussian_Pinv(0.9);
}

static bool has(const cJSON *node, const char *name)
{
    return oracle_get(node, name) != NULL;
}

/* ---- reading: one function a family */

static void read_lognormal(oracle_dist *d, const cJSON *node)
{
    if (has(node, "mu")) {
        d->a = oracle_number(node, "mu");
        d->b = oracle_number(node, "sigma");
    } else if (has(node, "p10")) {
        double low = log(oracle_number(node, "p10")), high = log(oracle_number(node, "p90"));
        d->a = (low + high) / 2;
        d->b = (high - low) / (2 * z90());
    } else if (has(node, "mean")) {
        double mean = oracle_number(node, "mean");
        double cv = has(node, "sd")   ? oracle_number(node, "sd") / mean
                    : has(node, "cv") ? oracle_number(node, "cv")
                                      : 0;
        d->b = has(node, "sigma") ? oracle_number(node, "sigma") : sqrt(log(1 + cv * cv));
        d->a = log(mean) - d->b * d->b / 2;
    } else {
        double median = oracle_number(node, "median");
        d->a = log(median);
        if (has(node, "p90")) d->b = (log(oracle_number(node, "p90")) - d->a) / z90();
        if (has(node, "sigma")) d->b = oracle_number(node, "sigma");
        if (has(node, "cv")) d->b = sqrt(log(1 + oracle_number(node, "cv") * oracle_number(node, "cv")));
    }
}

static void read_gamma(oracle_dist *d, const cJSON *node)
{
    if (has(node, "shape")) {
        d->a = oracle_number(node, "shape");
        d->b = oracle_number(node, "scale");
        return;
    }
    double mean = oracle_number(node, "mean");
    double cv = has(node, "cv") ? oracle_number(node, "cv") : oracle_number(node, "sd") / mean;
    d->a = 1 / (cv * cv);
    d->b = mean * cv * cv;
}

static int beta_residual(const gsl_vector *x, void *target, gsl_vector *f)
{
    const double *p = target;
    double a = exp(gsl_vector_get(x, 0)), b = exp(gsl_vector_get(x, 1));
    gsl_vector_set(f, 0, gsl_cdf_beta_P(p[0], a, b) - 0.1);
    gsl_vector_set(f, 1, gsl_cdf_beta_P(p[1], a, b) - 0.9);
    return GSL_SUCCESS;
}

/* The beta distribution with these 10 % and 90 % points: a root search from the one with like moments. */
static void solve_beta(oracle_dist *d, double p10, double p90)
{
    double target[2] = {p10, p90};
    double mean = (p10 + p90) / 2, sd = (p90 - p10) / (2 * z90());
    double n = mean * (1 - mean) / (sd * sd) - 1;
    gsl_vector *x = gsl_vector_alloc(2);
    gsl_vector_set(x, 0, log(mean * n));
    gsl_vector_set(x, 1, log((1 - mean) * n));
    gsl_multiroot_function f = {beta_residual, 2, target};
    gsl_multiroot_fsolver *solver = gsl_multiroot_fsolver_alloc(gsl_multiroot_fsolver_hybrids, 2);
    gsl_multiroot_fsolver_set(solver, &f, x);
    int status = GSL_CONTINUE;
    for (int i = 0; i < 200 && status == GSL_CONTINUE; i++) {
        if (gsl_multiroot_fsolver_iterate(solver) != GSL_SUCCESS) break;
        status = gsl_multiroot_test_residual(solver->f, 1e-12);
    }
    if (status != GSL_SUCCESS) oracle_stop("no beta distribution with p10 %g and p90 %g found", p10, p90);
    d->a = exp(gsl_vector_get(solver->x, 0));
    d->b = exp(gsl_vector_get(solver->x, 1));
    gsl_multiroot_fsolver_free(solver);
    gsl_vector_free(x);
}

static void read_beta(oracle_dist *d, const cJSON *node)
{
    d->width = 1;
    if (has(node, "alpha")) {
        d->a = oracle_number(node, "alpha");
        d->b = oracle_number(node, "beta");
    } else if (has(node, "successes")) {
        d->a = oracle_number(node, "successes") + 0.5;
        d->b = oracle_number(node, "trials") - oracle_number(node, "successes") + 0.5;
    } else if (has(node, "p10")) {
        solve_beta(d, oracle_number(node, "p10"), oracle_number(node, "p90"));
    } else {
        double mean = oracle_number(node, "mean"), sd = oracle_number(node, "sd");
        double n = mean * (1 - mean) / (sd * sd) - 1;
        d->a = mean * n;
        d->b = (1 - mean) * n;
    }
}

static void read_pert(oracle_dist *d, const cJSON *node)
{
    double min = oracle_number(node, "min"), mode = oracle_number(node, "mode"),
           max = oracle_number(node, "max");
    d->family = ORACLE_BETA;
    d->x0 = min;
    d->width = max - min;
    d->a = 1 + 4 * (mode - min) / d->width;
    d->b = 1 + 4 * (max - mode) / d->width;
}

static void read_weibull(oracle_dist *d, const cJSON *node)
{
    if (has(node, "shape")) {
        d->a = oracle_number(node, "shape");
        d->b = oracle_number(node, "scale");
        return;
    }
    /* F(x) = 1 − exp(−(x/b)^a): (p90/median)^a = ln 10 / ln 2 */
    double median = oracle_number(node, "median"), p90 = oracle_number(node, "p90");
    d->a = log(log(10) / log(2)) / log(p90 / median);
    d->b = median / pow(log(2), 1 / d->a);
}

double oracle_metalog_basis(size_t k, double y)
{
    double logit = log(y / (1 - y));
    if (k == 0) return 1;
    if (k == 1) return logit;
    if (k == 2) return (y - 0.5) * logit;
    if (k == 3) return y - 0.5;
    double power = pow(y - 0.5, (double)(k / 2));
    return k % 2 == 0 ? power : power * logit;
}

/* Keelin's series, and between bounds the inverse of its logarithm or logit. */
double oracle_metalog_value(const oracle_dist *d, double y)
{
    double sum = 0;
    for (size_t i = 0; i < d->n; i++) sum += d->x[i] * oracle_metalog_basis(i, y);
    if (isfinite(d->lower) && isfinite(d->upper)) return d->lower + (d->upper - d->lower) / (1 + exp(-sum));
    if (isfinite(d->lower)) return d->lower + exp(sum);
    return isfinite(d->upper) ? d->upper - exp(-sum) : sum;
}

static double to_series(const oracle_dist *d, double x)
{
    double low = isfinite(d->lower) ? log(x - d->lower) : 0,
           high = isfinite(d->upper) ? log(d->upper - x) : 0;
    return isfinite(d->lower) || isfinite(d->upper) ? low - high : x;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Coefficients may make a curve that falls somewhere: sampled, it is that curve at a random place; for its
 * ranks and its quantiles the values of a fine grid are sorted. */
static void sort_if_it_falls(oracle *model, oracle_dist *d)
{
    bool falls = false;
    double *x = oracle_alloc(model, ORACLE_SORTED, sizeof *x);
    for (size_t i = 0; i < ORACLE_SORTED; i++) {
        x[i] = oracle_metalog_value(d, ((double)i + 0.5) / ORACLE_SORTED);
        falls = falls || (i > 0 && x[i] < x[i - 1]);
    }
    if (!falls) return;
    qsort(x, ORACLE_SORTED, sizeof *x, by_value);
    d->sorted = x;
}

static void read_coefficients(oracle *model, oracle_dist *d, const cJSON *list)
{
    d->n = (size_t)cJSON_GetArraySize(list);
    d->x = oracle_alloc(model, d->n, sizeof *d->x);
    for (size_t i = 0; i < d->n; i++) d->x[i] = cJSON_GetArrayItem(list, (int)i)->valuedouble;
    sort_if_it_falls(model, d);
}

static void read_metalog(oracle *model, oracle_dist *d, const cJSON *node)
{
    d->lower = has(node, "lower") ? oracle_number(node, "lower") : -INFINITY;
    d->upper = has(node, "upper") ? oracle_number(node, "upper") : INFINITY;
    if (has(node, "coefficients")) {
        read_coefficients(model, d, oracle_get(node, "coefficients"));
        return;
    }
    double y3[3] = {0.1, 0.5, 0.9}, x3[3] = {0, 0, 0};
    bool triplet = has(node, "p10");
    const cJSON *probabilities = oracle_get(node, "probabilities"),
                *quantiles = oracle_get(node, "quantiles");
    if (triplet) {
        x3[0] = oracle_number(node, "p10");
        x3[1] = oracle_number(node, "p50");
        x3[2] = oracle_number(node, "p90");
    }
    d->n = triplet ? 3 : (size_t)cJSON_GetArraySize(probabilities);
    d->x = oracle_alloc(model, d->n, sizeof *d->x);
    gsl_matrix *basis = gsl_matrix_alloc(d->n, d->n);
    gsl_vector *x = gsl_vector_alloc(d->n);
    for (size_t i = 0; i < d->n; i++) {
        double y = triplet ? y3[i] : cJSON_GetArrayItem(probabilities, (int)i)->valuedouble;
        gsl_vector_set(x, i,
                       to_series(d, triplet ? x3[i] : cJSON_GetArrayItem(quantiles, (int)i)->valuedouble));
        for (size_t k = 0; k < d->n; k++) gsl_matrix_set(basis, i, k, oracle_metalog_basis(k, y));
    }
    gsl_vector_view coefficients = gsl_vector_view_array(d->x, d->n);
    gsl_permutation *permutation = gsl_permutation_alloc(d->n);
    int sign;
    gsl_linalg_LU_decomp(basis, permutation, &sign);
    gsl_linalg_LU_solve(basis, permutation, x, &coefficients.vector);
    gsl_permutation_free(permutation);
    gsl_vector_free(x);
    gsl_matrix_free(basis);
}

/* Values (or edges, one more) into d->x, weights into running sums; without weights all are alike. */
static void read_lists(oracle *model, oracle_dist *d, const cJSON *values, const cJSON *weights, bool edges)
{
    size_t count = (size_t)cJSON_GetArraySize(values);
    d->n = edges ? count - 1 : count;
    d->x = oracle_alloc(model, count, sizeof *d->x);
    d->cumulative = oracle_alloc(model, d->n, sizeof *d->cumulative);
    for (size_t i = 0; i < count; i++) d->x[i] = cJSON_GetArrayItem(values, (int)i)->valuedouble;
    double sum = 0;
    for (size_t i = 0; i < d->n; i++) {
        sum += weights == NULL ? 1 : cJSON_GetArrayItem(weights, (int)i)->valuedouble;
        d->cumulative[i] = sum;
    }
    for (size_t i = 0; i < d->n; i++) d->cumulative[i] /= sum;
}

static void read_mixture(oracle *model, oracle_dist *d, const cJSON *node)
{
    const cJSON *components = oracle_get(node, "components");
    read_lists(model, d, components, oracle_get(node, "weights"), false);
    d->component = oracle_alloc(model, d->n, sizeof *d->component);
    for (size_t i = 0; i < d->n; i++)
        d->component[i] = *oracle_dist_read(model, cJSON_GetArrayItem(components, (int)i));
}

static void read_family(oracle *model, oracle_dist *d, const cJSON *node, const char *family)
{
    if (strcmp(family, "uniform") == 0 || strcmp(family, "triangular") == 0) {
        d->a = oracle_number(node, "min");
        d->b = oracle_number(node, "max");
        d->family = has(node, "mode") ? ORACLE_TRIANGULAR : ORACLE_UNIFORM;
        if (has(node, "mode")) d->c = oracle_number(node, "mode");
    } else if (strcmp(family, "pert") == 0) {
        read_pert(d, node);
    } else if (strcmp(family, "normal") == 0) {
        d->family = ORACLE_NORMAL;
        bool p = has(node, "p10");
        d->a = p ? (oracle_number(node, "p10") + oracle_number(node, "p90")) / 2
                 : oracle_number(node, "mean");
        d->b = p ? (oracle_number(node, "p90") - oracle_number(node, "p10")) / (2 * z90())
                 : oracle_number(node, "sd");
    } else if (strcmp(family, "lognormal") == 0) {
        d->family = ORACLE_LOGNORMAL;
        read_lognormal(d, node);
    } else if (strcmp(family, "gamma") == 0) {
        d->family = ORACLE_GAMMA;
        read_gamma(d, node);
    } else if (strcmp(family, "exponential") == 0) {
        d->family = ORACLE_GAMMA;
        d->a = 1;
        d->b = oracle_number(node, "mean");
    } else if (strcmp(family, "beta") == 0) {
        d->family = ORACLE_BETA;
        read_beta(d, node);
    } else if (strcmp(family, "weibull") == 0) {
        d->family = ORACLE_WEIBULL;
        read_weibull(d, node);
    } else if (strcmp(family, "metalog") == 0) {
        d->family = ORACLE_METALOG;
        read_metalog(model, d, node);
    } else if (strcmp(family, "discrete") == 0 || (strcmp(family, "empirical") == 0 && has(node, "values"))) {
        d->family = ORACLE_DISCRETE;
        read_lists(model, d, oracle_get(node, "values"), oracle_get(node, "weights"), false);
    } else if (strcmp(family, "histogram") == 0) {
        d->family = ORACLE_HISTOGRAM;
        read_lists(model, d, oracle_get(node, "edges"), oracle_get(node, "weights"), true);
    } else if (strcmp(family, "mixture") == 0) {
        d->family = ORACLE_MIXTURE;
        read_mixture(model, d, node);
    } else {
        oracle_stop("the oracle does not know the distribution \"%s\"", family);
    }
}

/* The column of a file, beside the scenario, as a list of values. */
static oracle_dist *read_column(oracle *model, const cJSON *node)
{
    char path[1024];
    const char *column = oracle_text_or(node, "column", "");
    snprintf(path, sizeof path, "%s%s", model->folder, oracle_text_or(node, "file", ""));
    cJSON *rows = oracle_table_read(path), *row, *listed = cJSON_CreateObject();
    cJSON *values = cJSON_AddArrayToObject(listed, "values");
    cJSON_AddStringToObject(listed, "dist", "empirical");
    cJSON_ArrayForEach(row, rows)
        cJSON_AddItemToArray(values, cJSON_CreateNumber(oracle_number(row, column)));
    oracle_dist *dist = oracle_dist_read(model, listed);
    cJSON_Delete(listed);
    cJSON_Delete(rows);
    return dist;
}

oracle_dist *oracle_dist_read(oracle *model, const cJSON *node)
{
    if (oracle_get(node, "file") != NULL && oracle_get(node, "column") != NULL)
        return read_column(model, node);
    oracle_dist *d = oracle_alloc(model, 1, sizeof *d);
    d->low = -INFINITY;
    d->high = INFINITY;
    if (cJSON_IsNumber(node)) {
        d->a = node->valuedouble;
        return d;
    }
    const char *family = cJSON_GetStringValue(oracle_get(node, "dist"));
    if (family == NULL) oracle_stop("a distribution has no \"dist\"");
    read_family(model, d, node, family);
    bool own_bounds = strcmp(family, "uniform") == 0 || strcmp(family, "triangular") == 0 ||
                      strcmp(family, "pert") == 0;
    if (!own_bounds && has(node, "min")) d->low = oracle_number(node, "min");
    if (!own_bounds && has(node, "max")) d->high = oracle_number(node, "max");
    return d;
}
