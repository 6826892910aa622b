/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * metalog: a distribution drawn through given quantiles.
 *
 *   quantile    M(u) = a1 + a2 L + a3 c L + a4 c + a5 c² + a6 c² L + a7 c³ + a8 c³ L + …, L = log(u/(1−u)),
 *               c = u − ½
 *   density     1/M'(u) at x = M(u)
 *   parameters  p10, p50, p90: three terms | probabilities, quantiles: n terms through n points, 2 ≤ n ≤ 16,
 *               0 < probabilities < 1 and both lists ascending. Feasible only where M rises everywhere; for three
 *               terms: p50 at a relative height between 0.1666 and 0.8334 of p10 … p90. For 7, 11 or 15
 *               probabilities that lie symmetrically about ½ Keelin's first n terms have one odd function too many
 *               and no solution: there the last term gives way to the next one of the series, which is even
 *   support     every x (the end is finite where the log term's factor vanishes there)
 *   moments     by integrating M
 *   method      M(u) is evaluated exactly; F and the density by Newton's method on the log odds w = log(u/(1−u)),
 *               in which M is nearly linear
 *   source      Keelin 2016, "The metalog distributions", equations 6 to 10 and the symmetric percentile triplet
 */
#include "dist/family.h"

#include <float.h>
#include <math.h>
#include "base/memory.h"
#include "dist/shared.h"

enum { MOST = 16 };

/* numbers: coefficients a1 … an */

/* Term k (from 0) without L; *with_log: it is multiplied by L. */
static double term(size_t k, double c, bool *with_log)
{
    *with_log = k == 1 || k == 2 || (k >= 5 && k % 2 == 1);
    size_t power = k == 0 || k == 1 ? 0 : k == 2 || k == 3 ? 1 : k / 2;
    double value = 1;
    for (size_t i = 0; i < power; i++) value *= c;
    return value;
}

/* The derivative by c of what `term` gives. */
static double term_slope(size_t k, double c)
{
    size_t power = k == 0 || k == 1 ? 0 : k == 2 || k == 3 ? 1 : k / 2;
    if (power == 0) return 0;
    double value = (double)power;
    for (size_t i = 1; i < power; i++) value *= c;
    return value;
}

static double odds_of(double w, double *u, double *v)
{
    *u = 1 / (1 + bireme_exp(-w));
    *v = 1 / (1 + bireme_exp(w));
    return w < 0 ? *u - 0.5 : 0.5 - *v;
}

/* M at the log odds w; *slope: dM/dw = u v M'(u). */
static double metalog(const double *a, size_t n, double w, double *slope)
{
    double u, v, c = odds_of(w, &u, &v), plain = 0, log_part = 0, plain_slope = 0, log_slope = 0;
    for (size_t k = 0; k < n; k++) {
        bool with_log;
        double value = term(k, c, &with_log), rise = term_slope(k, c);
        if (with_log) {
            log_part += a[k] * value;
            log_slope += a[k] * rise;
        } else {
            plain += a[k] * value;
            plain_slope += a[k] * rise;
        }
    }
    *slope = log_part + u * v * (plain_slope + w * log_slope);
    return plain + w * log_part;
}

static double log_odds(double p, double q)
{
    return p <= q ? bireme_log(p) - bireme_log1p(-p) : bireme_log1p(-q) - bireme_log(q);
}

static double quantile(const bireme_dist *dist, double p, double q)
{
    double slope;
    return metalog(dist->numbers, dist->n_numbers, log_odds(p, q), &slope);
}

/* w with M = x. Beyond ±745 the tail is below the smallest double. */
static double find_log_odds(const bireme_dist *dist, double x, double *slope)
{
    double low = -745, high = 745, w = 0;
    for (int i = 0; i < 200; i++) {
        double over = metalog(dist->numbers, dist->n_numbers, w, slope) - x;
        if (over == 0) break;
        if (over > 0)
            high = w;
        else
            low = w;
        double next = *slope > 0 ? w - over / *slope : low;
        if (!(next > low && next < high)) next = 0.5 * (low + high);
        double moved = fabs(next - w);
        w = next;
        if (moved <= 4 * DBL_EPSILON * (1 + fabs(w))) break;
    }
    metalog(dist->numbers, dist->n_numbers, w, slope);
    return w;
}

static double pdf(const bireme_dist *dist, double x)
{
    double slope, u, v, w = find_log_odds(dist, x, &slope);
    odds_of(w, &u, &v);
    return slope > 0 ? u * v / slope : 0;
}

static void cdf(const bireme_dist *dist, double x, double *p, double *q)
{
    double slope;
    odds_of(find_log_odds(dist, x, &slope), p, q);
}

static const bireme_dist_kernel kernel = {pdf, cdf, quantile, NULL};

/* Solves the n × n system in place, rows [n × (n+1)], by Gauss with partial pivoting; false: singular. */
static bool solve(size_t n, double rows[MOST][MOST + 1], double *x)
{
    for (size_t k = 0; k < n; k++) {
        size_t best = k;
        for (size_t i = k + 1; i < n; i++)
            if (fabs(rows[i][k]) > fabs(rows[best][k])) best = i;
        if (rows[best][k] == 0) return false;
        for (size_t j = 0; j <= n; j++) {
            double swap = rows[k][j];
            rows[k][j] = rows[best][j];
            rows[best][j] = swap;
        }
        for (size_t i = k + 1; i < n; i++) {
            double factor = rows[i][k] / rows[k][k];
            for (size_t j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
        }
    }
    for (size_t k = n; k-- > 0;) {
        double sum = rows[k][n];
        for (size_t j = k + 1; j < n; j++) sum -= rows[k][j] * x[j];
        x[k] = sum / rows[k][k];
    }
    return true;
}

/* The term (from 0) that stands last when n are used: n − 1, or n, see above. */
static size_t last_term(size_t n, const double *probability)
{
    if (n < 7 || n % 4 != 3) return n - 1;
    for (size_t i = 0; i < n; i++)
        if (fabs(probability[i] + probability[n - 1 - i] - 1) > 1e-6) return n - 1;
    return n;
}

/* The coefficients a[0 … last] (zero before) that put M through the points, by elimination and two
 * corrections with the residual. */
static bool interpolate(size_t n, size_t last, const double *probability, const double *value, double *a)
{
    double residual[MOST], change[MOST], rows[MOST][MOST + 1];
    for (size_t i = 0; i < n; i++) residual[i] = value[i];
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < n; i++) {
            double w = log_odds(probability[i], 1 - probability[i]);
            for (size_t k = 0; k < n; k++) {
                bool with_log;
                rows[i][k] = term(k + 1 < n ? k : last, probability[i] - 0.5, &with_log);
                if (with_log) rows[i][k] *= w;
            }
            rows[i][n] = residual[i];
        }
        if (!solve(n, rows, change)) return false;
        for (size_t k = 0; k < n; k++) a[k + 1 < n ? k : last] += change[k];
        for (size_t i = 0; i < n; i++) {
            double slope;
            residual[i] = value[i] -
                          metalog(a, last + 1, log_odds(probability[i], 1 - probability[i]), &slope);
        }
    }
    return true;
}

/* The log odds where M rises least, among a fine grid refined around its lowest point; *slope: how much. */
static double least_slope(const double *a, size_t n, double *slope)
{
    const double end = 50, step = 0.02;
    double worst = -end, here;
    metalog(a, n, worst, slope);
    for (double w = -end; w <= end; w += step) {
        metalog(a, n, w, &here);
        if (here < *slope) {
            *slope = here;
            worst = w;
        }
    }
    double low = worst - step, high = worst + step;
    for (int i = 0; i < 60; i++) { /* ternary search */
        double left = low + (high - low) / 3, right = high - (high - low) / 3, f_left, f_right;
        metalog(a, n, left, &f_left);
        metalog(a, n, right, &f_right);
        if (f_left < f_right)
            high = right;
        else
            low = left;
    }
    metalog(a, n, low, &here);
    if (here < *slope) {
        *slope = here;
        worst = low;
    }
    return worst;
}

static bireme_status check_points(const bireme_dist_spec *spec, bireme_error *error)
{
    const bireme_dist_argument *p = bireme_spec_find(spec, "probabilities");
    const bireme_dist_argument *x = bireme_spec_find(spec, "quantiles");
    if (p->n != x->n)
        return bireme_dist_fail(error, "quantiles",
                                "metalog: there must be as many quantiles as probabilities, found "
                                "%zu quantiles and %zu probabilities",
                                x->n, p->n);
    if (p->n < 2 || p->n > MOST)
        return bireme_dist_fail(error, "probabilities",
                                "metalog: from 2 to %d probabilities are allowed, found %zu", MOST, p->n);
    for (size_t i = 0; i + 1 < p->n; i++) {
        if (!(p->values[i] < p->values[i + 1]))
            return bireme_dist_fail(error, "probabilities",
                                    "metalog: probabilities must ascend, found %s followed by "
                                    "%s",
                                    BIREME_SHOWN(p->values[i]), BIREME_SHOWN(p->values[i + 1]));
        if (!(x->values[i] < x->values[i + 1]))
            return bireme_dist_fail(error, "quantiles",
                                    "metalog: quantiles must ascend, found %s followed by %s",
                                    BIREME_SHOWN(x->values[i]), BIREME_SHOWN(x->values[i + 1]));
    }
    return BIREME_OK;
}

/* Three terms are feasible for |a3| < (4/w) a2, w = 2.39936 the root of w tanh(w/2) = 2: the largest of c + u
 * v L is w/4. In the percentiles: the relative height of p50 differs from ½ by less than (4/w)·0.4/2 =
 * 0.33342. */
static bireme_status check_triplet(const bireme_dist_spec *spec, bireme_error *error)
{
    const double room = 0.5 - 0.2 * 4 / 2.3993572805154676;
    bireme_status status = bireme_spec_ordered(spec, "p10", "p50", error);
    if (status == BIREME_OK) status = bireme_spec_ordered(spec, "p50", "p90", error);
    if (status != BIREME_OK) return status;
    double low = bireme_spec_number(spec, "p10"), high = bireme_spec_number(spec, "p90");
    double p50 = bireme_spec_number(spec, "p50"), height = (p50 - low) / (high - low);
    if (height > room && height < 1 - room) return BIREME_OK;
    return bireme_dist_fail(
        error, "p50", "metalog: with p10 %s and p90 %s `p50` must be between %s and %s, found %s",
        BIREME_SHOWN(low), BIREME_SHOWN(high),
        BIREME_SHOWN(bireme_dist_rounded(low + room * (high - low), 1)),
        BIREME_SHOWN(bireme_dist_rounded(high - room * (high - low), -1)), BIREME_SHOWN(p50));
}

static double end_of_support(const double *a, size_t n, double w)
{
    double slope, u, v, c = odds_of(w, &u, &v), log_part = 0, scale = 0;
    for (size_t k = 0; k < n; k++) {
        bool with_log;
        double value = a[k] * term(k, c, &with_log);
        scale += fabs(value);
        if (with_log) log_part += value;
    }
    if (fabs(log_part) > 1e-12 * scale) return w < 0 ? -INFINITY : INFINITY;
    return metalog(a, n, w, &slope);
}

static bireme_status make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    static const double triplet[] = {0.1, 0.5, 0.9};
    double three[3];
    const double *p = triplet, *x = three;
    size_t n = 3;
    bireme_status status;
    if (bireme_spec_find(spec, "p10") != NULL) {
        status = check_triplet(spec, error);
        three[0] = bireme_spec_number(spec, "p10");
        three[1] = bireme_spec_number(spec, "p50");
        three[2] = bireme_spec_number(spec, "p90");
    } else {
        status = check_points(spec, error);
        p = bireme_spec_find(spec, "probabilities")->values;
        x = bireme_spec_find(spec, "quantiles")->values;
        n = bireme_spec_find(spec, "quantiles")->n;
    }
    if (status != BIREME_OK) return status;
    size_t last = last_term(n, p), terms = last + 1;
    double *a = dist->numbers = bireme_calloc(terms, sizeof *a);
    if (a == NULL) return bireme_fail_memory(error);
    dist->n_numbers = terms;
    if (!interpolate(n, last, p, x, a))
        return bireme_dist_fail(error, "probabilities", "metalog: no metalog passes through these %zu points",
                                n);
    double slope, u, v, where = least_slope(a, terms, &slope), spread = x[n - 1] - x[0];
    odds_of(where, &u, &v);
    if (!(slope > -1e-13 * spread) || (fabs(where) < 36 && !(slope > 0)))
        return bireme_dist_fail(
            error, n == 3 ? "p50" : "quantiles",
            "metalog: the curve through these %zu quantiles would fall around the probability %s, so "
            "they are no distribution; leave a point out, or move those near it",
            n, BIREME_SHOWN(bireme_dist_rounded(u, 0)));
    dist->kernel = &kernel;
    status = bireme_dist_set(dist, end_of_support(a, terms, -745), end_of_support(a, terms, 745), 0, 0,
                             error);
    if (status != BIREME_OK) return status;
    bireme_dist_integrate(dist);
    return bireme_dist_set(dist, dist->lower, dist->upper, dist->mean, dist->variance, error);
}

static const bireme_parameter parameters[] = {
    {"p10", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false,
     "10th percentile: one time in ten the value is lower"},
    {"p50", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false, "median"},
    {"p90", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false,
     "90th percentile: one time in ten the value is higher"},
    {"probabilities", BIREME_PARAMETER_NUMBERS, 0, 1, true, true, false,
     "2 to 16 probabilities, ascending, of a value that is lower"},
    {"quantiles", BIREME_PARAMETER_NUMBERS, -INFINITY, INFINITY, true, true, false,
     "the value at each probability, ascending"},
};
static const bireme_parameter_set sets[] = {{3, {"p10", "p50", "p90"}, NULL},
                                            {2, {"probabilities", "quantiles"}, NULL}};

const bireme_family_definition bireme_family_metalog = {
    {"metalog", "a smooth distribution through given quantiles; unbounded unless truncated", "every x", 5,
     parameters, 2, sets, false},
    make};
