/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The metalog's series: its value and slope, the coefficients that put it through points, and where its slope
 * is least.
 */
#include "dist/families/metalog_curve.h"

#include "dist/shared.h"

/* Term k (from 0) without L; *with_log: whether it is multiplied by L. */
static double term(size_t k, double c, bool *with_log)
{
    *with_log = k == 1 || k == 2 || (k >= 5 && k % 2 == 1);
    size_t power = k == 0 || k == 1 ? 0 : k == 2 || k == 3 ? 1 : k / 2;
    double value = 1;
    for (size_t i = 0; i < power; i++) value *= c;
    return value;
}

/* The derivative by c of the result of `term`. */
static double term_slope(size_t k, double c)
{
    size_t power = k == 0 || k == 1 ? 0 : k == 2 || k == 3 ? 1 : k / 2;
    if (power == 0) return 0;
    double value = (double)power;
    for (size_t i = 1; i < power; i++) value *= c;
    return value;
}

double bireme_metalog_odds(double w, double *u, double *v)
{
    *u = 1 / (1 + bireme_exp(-w));
    *v = 1 / (1 + bireme_exp(w));
    return w < 0 ? *u - 0.5 : 0.5 - *v;
}

/* M at the log odds w; *slope: dM/dw = u v M'(u). */
double bireme_metalog_value(const double *a, size_t n, double w, double *slope)
{
    double u, v, c = bireme_metalog_odds(w, &u, &v), plain = 0, log_part = 0, plain_slope = 0, log_slope = 0;
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

double bireme_metalog_log_odds(double p, double q)
{
    return p <= q ? bireme_log(p) - bireme_log1p(-p) : bireme_log1p(-q) - bireme_log(q);
}

/* Solves the n × n system in place, rows [n × (n+1)], by Gauss with partial pivoting; false: singular. */
static bool solve(size_t n, double rows[BIREME_METALOG_MOST][BIREME_METALOG_MOST + 1], double *x)
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

/* The last term (from 0) when n are used: n − 1, or n (metalog.c, parameters). */
size_t bireme_metalog_last_term(size_t n, const double *probability)
{
    if (n < 7 || n % 4 != 3) return n - 1;
    for (size_t i = 0; i < n; i++)
        if (fabs(probability[i] + probability[n - 1 - i] - 1) > 1e-6) return n - 1;
    return n;
}

/* The coefficients a[0 … last] (with zeros in front) that put M through the points, by elimination and two
 * refinements with the residual. */
bool bireme_metalog_interpolate(size_t n, size_t last, const double *probability, const double *value,
                                double *a)
{
    double residual[BIREME_METALOG_MOST], change[BIREME_METALOG_MOST],
        rows[BIREME_METALOG_MOST][BIREME_METALOG_MOST + 1];
    for (size_t i = 0; i < n; i++) residual[i] = value[i];
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < n; i++) {
            double w = bireme_metalog_log_odds(probability[i], 1 - probability[i]);
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
            residual[i] = value[i] - bireme_metalog_value(
                                         a, last + 1,
                                         bireme_metalog_log_odds(probability[i], 1 - probability[i]), &slope);
        }
    }
    return true;
}

static double slope_at(const double *a, size_t n, double w)
{
    double slope;
    bireme_metalog_value(a, n, w, &slope);
    return slope;
}

/* The least slope between left and right, by ternary search; *where: there. */
static double least_between(const double *a, size_t n, double left, double right, double *where)
{
    for (int i = 0; i < 60; i++) {
        double one = left + (right - left) / 3, two = right - (right - left) / 3;
        if (slope_at(a, n, one) < slope_at(a, n, two))
            right = two;
        else
            left = one;
    }
    *where = left + (right - left) / 2;
    return slope_at(a, n, *where);
}

/* From the median outwards, up to where M stops increasing. Beyond ±50 the slope is the log term's factor, up
 * to e^−50. Far out, a slope that is 0 to rounding belongs to a tail whose factor is 0. */
static double rise_on(const double *a, size_t n, double side, double rounding)
{
    const double end = 50, step = 0.02, far = 36, last = 745;
    double before = slope_at(a, n, 0), here = slope_at(a, n, side * step), where;
    if (!(before > 0)) return 0;
    for (double w = step; w <= end; w += step) {
        double after = slope_at(a, n, side * (w + step)), lowest = here, at = side * w;
        if (here < before && here < after) {
            lowest = least_between(a, n, side * (w - step), side * (w + step), &where);
            if (lowest < here) at = where;
        }
        if (lowest <= (fabs(at) < far ? 0 : -rounding)) return side * fmax(side * at - step, 0);
        before = here;
        here = after;
    }
    return side * last;
}

void bireme_metalog_rise(const double *a, size_t n, double *low, double *high)
{
    double slope, spread = bireme_metalog_value(a, n, 2.2, &slope) - bireme_metalog_value(a, n, -2.2, &slope);
    *low = rise_on(a, n, -1, 1e-13 * fabs(spread));
    *high = rise_on(a, n, 1, 1e-13 * fabs(spread));
    if (!(spread > 0)) *low = *high = 0;
}

double bireme_metalog_tail(const double *a, size_t n, double w)
{
    double u, v, c = bireme_metalog_odds(w < 0 ? -745 : 745, &u, &v), factor = 0, scale = 0;
    for (size_t k = 0; k < n; k++) {
        bool with_log;
        double value = a[k] * term(k, c, &with_log);
        scale += fabs(value);
        if (with_log) factor += value;
    }
    return fabs(factor) > 1e-12 * scale ? factor : 0;
}

double bireme_metalog_end(const double *a, size_t n, double w)
{
    double slope;
    if (bireme_metalog_tail(a, n, w) != 0) return w < 0 ? -INFINITY : INFINITY;
    return bireme_metalog_value(a, n, w < 0 ? -745 : 745, &slope);
}
