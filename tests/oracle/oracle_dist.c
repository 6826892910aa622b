/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The oracle's distributions, drawn with GSL's samplers and rejection, and inverted where a correlation or
 * a table needs it. Parameters: see oracle_dist_read.c. A distribution without a quantile in closed form is
 * inverted by bisection of its distribution function; the mean is the integral of the quantile over (0, 1).
 */
#include "oracle_internal.h"

#include <math.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>

/* ---- drawing and inverting; `raw` is before truncation */

static size_t pick(const oracle_dist *d, double u)
{
    size_t i = 0;
    while (i + 1 < d->n && u > d->cumulative[i]) i++;
    return i;
}

/* The smallest value that at least the share u does not exceed; values in any order. */
static double discrete_quantile(const oracle_dist *d, double u)
{
    double best = INFINITY;
    for (size_t i = 0; i < d->n; i++)
        if (d->x[i] < best && oracle_dist_cdf(d, d->x[i]) >= u) best = d->x[i];
    return best;
}

static double bisect(const oracle_dist *d, double u)
{
    double low = -1, high = 1;
    while (oracle_dist_cdf(d, low) >= u) low *= 2;
    while (oracle_dist_cdf(d, high) < u) high *= 2;
    for (int i = 0; i < 200 && high - low > 1e-13 * fabs(high); i++) {
        double middle = (low + high) / 2;
        if (oracle_dist_cdf(d, middle) >= u)
            high = middle;
        else
            low = middle;
    }
    return high;
}

static double quantile_raw(const oracle_dist *d, double u)
{
    size_t i;
    double sum = 0;
    switch (d->family) {
    case ORACLE_FIXED:
        return d->a;
    case ORACLE_UNIFORM:
        return d->a + u * (d->b - d->a);
    case ORACLE_TRIANGULAR: {
        double width = d->b - d->a, left = d->c - d->a;
        return u * width < left ? d->a + sqrt(u * width * left)
                                : d->b - sqrt((1 - u) * width * (d->b - d->c));
    }
    case ORACLE_NORMAL:
        return d->a + gsl_cdf_gaussian_Pinv(u, d->b);
    case ORACLE_LOGNORMAL:
        return gsl_cdf_lognormal_Pinv(u, d->a, d->b);
    case ORACLE_GAMMA:
        return gsl_cdf_gamma_Pinv(u, d->a, d->b);
    case ORACLE_BETA:
        return d->x0 + d->width * gsl_cdf_beta_Pinv(u, d->a, d->b);
    case ORACLE_WEIBULL:
        return gsl_cdf_weibull_Pinv(u, d->b, d->a);
    case ORACLE_METALOG:
        return oracle_metalog_value(d, u);
    case ORACLE_DISCRETE:
        return discrete_quantile(d, u);
    case ORACLE_HISTOGRAM:
        i = pick(d, u);
        sum = i == 0 ? 0 : d->cumulative[i - 1];
        return d->x[i] + (d->x[i + 1] - d->x[i]) * (u - sum) / (d->cumulative[i] - sum);
    case ORACLE_MIXTURE:
        return bisect(d, u);
    }
    return NAN;
}

static double metalog_cdf(const oracle_dist *d, double x)
{
    double low = 0, high = 1;
    if (d->sorted != NULL) { /* the share of a grid in u */
        size_t from = 0, to = ORACLE_SORTED;
        while (from < to) {
            size_t middle = from + (to - from) / 2;
            if (d->sorted[middle] <= x)
                from = middle + 1;
            else
                to = middle;
        }
        return (double)from / ORACLE_SORTED;
    }
    while (high - low > 1e-15) {
        double y = (low + high) / 2;
        if (quantile_raw(d, y) < x)
            low = y;
        else
            high = y;
    }
    return (low + high) / 2;
}

static double histogram_cdf(const oracle_dist *d, double x)
{
    if (x <= d->x[0]) return 0;
    for (size_t i = 0; i < d->n; i++) {
        double below = i == 0 ? 0 : d->cumulative[i - 1];
        if (x < d->x[i + 1])
            return below + (d->cumulative[i] - below) * (x - d->x[i]) / (d->x[i + 1] - d->x[i]);
    }
    return 1;
}

static double triangular_cdf(const oracle_dist *d, double x)
{
    if (x <= d->a || x >= d->b) return x >= d->b;
    if (x < d->c) return (x - d->a) * (x - d->a) / ((d->b - d->a) * (d->c - d->a));
    return 1 - (d->b - x) * (d->b - x) / ((d->b - d->a) * (d->b - d->c));
}

/* Of values or components: the sum of their shares, each times its own distribution function at x. */
static double weighted_cdf(const oracle_dist *d, double x)
{
    double sum = 0;
    for (size_t i = 0; i < d->n; i++) {
        double share = d->cumulative[i] - (i == 0 ? 0 : d->cumulative[i - 1]);
        sum += share * (d->family == ORACLE_DISCRETE ? d->x[i] <= x : oracle_dist_cdf(&d->component[i], x));
    }
    return sum;
}

static double cdf_raw(const oracle_dist *d, double x)
{
    if (x == -INFINITY || x == INFINITY) return x > 0;
    switch (d->family) {
    case ORACLE_FIXED:
        return x >= d->a;
    case ORACLE_UNIFORM:
        return fmin(1, fmax(0, (x - d->a) / (d->b - d->a)));
    case ORACLE_TRIANGULAR:
        return triangular_cdf(d, x);
    case ORACLE_NORMAL:
        return gsl_cdf_gaussian_P(x - d->a, d->b);
    case ORACLE_LOGNORMAL:
        return x <= 0 ? 0 : gsl_cdf_lognormal_P(x, d->a, d->b);
    case ORACLE_GAMMA:
        return x <= 0 ? 0 : gsl_cdf_gamma_P(x, d->a, d->b);
    case ORACLE_BETA:
        return gsl_cdf_beta_P(fmin(1, fmax(0, (x - d->x0) / d->width)), d->a, d->b);
    case ORACLE_WEIBULL:
        return x <= 0 ? 0 : gsl_cdf_weibull_P(x, d->b, d->a);
    case ORACLE_METALOG:
        return metalog_cdf(d, x);
    case ORACLE_DISCRETE:
    case ORACLE_MIXTURE:
        return weighted_cdf(d, x);
    case ORACLE_HISTOGRAM:
        return histogram_cdf(d, x);
    }
    return NAN;
}

double oracle_dist_cdf(const oracle_dist *d, double x)
{
    double below = cdf_raw(d, d->low), upto = cdf_raw(d, d->high);
    if (x < d->low) return 0;
    return x >= d->high ? 1 : (cdf_raw(d, x) - below) / (upto - below);
}

double oracle_dist_quantile(const oracle_dist *d, double u)
{
    if (d->sorted != NULL) { /* of a metalog that falls: of its values, sorted */
        double at = cdf_raw(d, d->low), width = cdf_raw(d, d->high) - at;
        size_t i = (size_t)((at + u * width) * ORACLE_SORTED);
        return d->sorted[i < ORACLE_SORTED ? i : ORACLE_SORTED - 1];
    }
    if (d->low == -INFINITY && d->high == INFINITY) return quantile_raw(d, u);
    double below = cdf_raw(d, d->low), upto = cdf_raw(d, d->high);
    return quantile_raw(d, below + u * (upto - below));
}

static double sample_raw(const oracle_dist *d, const gsl_rng *rng)
{
    switch (d->family) {
    case ORACLE_NORMAL:
        return d->a + gsl_ran_gaussian_ziggurat(rng, d->b);
    case ORACLE_LOGNORMAL:
        return exp(d->a + gsl_ran_gaussian_ziggurat(rng, d->b));
    case ORACLE_GAMMA:
        return gsl_ran_gamma(rng, d->a, d->b);
    case ORACLE_BETA:
        return d->x0 + d->width * gsl_ran_beta(rng, d->a, d->b);
    case ORACLE_WEIBULL:
        return gsl_ran_weibull(rng, d->b, d->a);
    case ORACLE_DISCRETE:
        return d->x[pick(d, gsl_rng_uniform_pos(rng))];
    case ORACLE_MIXTURE:
        return oracle_dist_sample(&d->component[pick(d, gsl_rng_uniform_pos(rng))], rng);
    default:
        return quantile_raw(d, gsl_rng_uniform_pos(rng));
    }
}

double oracle_dist_sample(const oracle_dist *d, const gsl_rng *rng)
{
    for (long tries = 0; tries < 100000000; tries++) {
        double x = sample_raw(d, rng);
        if (x >= d->low && x <= d->high) return x;
    }
    oracle_stop("next to nothing is left of a truncated distribution");
}

static double quantile_of(double u, void *dist)
{
    return oracle_dist_quantile(dist, u);
}

double oracle_dist_mean(const oracle_dist *d)
{
    double sum = 0, mean, error;
    if (d->family == ORACLE_FIXED) return d->a;
    bool whole = d->low == -INFINITY && d->high == INFINITY;
    if (whole && (d->family == ORACLE_DISCRETE || d->family == ORACLE_MIXTURE)) {
        for (size_t i = 0; i < d->n; i++)
            sum += (d->cumulative[i] - (i == 0 ? 0 : d->cumulative[i - 1])) *
                   (d->family == ORACLE_DISCRETE ? d->x[i] : oracle_dist_mean(&d->component[i]));
        return sum;
    }
    oracle_dist copy = *d;
    gsl_integration_workspace *space = gsl_integration_workspace_alloc(1000);
    gsl_function f = {quantile_of, &copy};
    gsl_integration_qags(&f, 0, 1, 0, 1e-8, 1000, space, &mean, &error);
    gsl_integration_workspace_free(space);
    return mean;
}
