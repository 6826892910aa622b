/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The regularised incomplete beta function and its inverse. Method: the continued fraction DLMF 8.17.22 on
 * the side of the mean where it converges, times x^a y^b / B(a, b) in Loader's form. The inverse is Halley's
 * method for log I (or log of its complement) as a function of the log odds w = log(x/y): the density of w is
 * log-concave, hence both are concave and Newton's method cannot diverge. x and y = 1 − x are carried side by
 * side, so that neither end loses digits.
 */
#include "numeric/special/special.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include "numeric/special/portable.h"
#include "numeric/special/internal.h"

/* I_x(a, b) · a B(a, b) / (x^a y^b), for x ≤ (a+1)/(a+b+2), by the modified Lentz algorithm. */
static double fraction(double a, double b, double x)
{
    const double tiny = 1e-290;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    if (fabs(d) < tiny) d = tiny;
    d = 1 / d;
    double h = d;
    for (double m = 1; m < 1e7; m += 1) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 + even * d;
        c = 1 + even / c;
        if (fabs(d) < tiny) d = tiny;
        if (fabs(c) < tiny) c = tiny;
        d = 1 / d;
        h *= c * d;
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 + odd * d;
        c = 1 + odd / c;
        if (fabs(d) < tiny) d = tiny;
        if (fabs(c) < tiny) c = tiny;
        d = 1 / d;
        double change = c * d;
        h *= change;
        if (fabs(change - 1) < 2 * DBL_EPSILON) break;
    }
    return h;
}

void bireme_beta_pq(double a, double b, double x, double y, double *p, double *q)
{
    assert(a > 0 && b > 0 && x >= 0 && y >= 0);
    if (x == 0 || y == 0) {
        *p = x == 0 ? 0 : 1;
        *q = 1 - *p;
        return;
    }
    double prefix = bireme_beta_prefix(a, b, x, y);
    if ((a + b + 2) * x <= a + 1) {
        *p = prefix * fraction(a, b, x) / a;
        if (*p > 1) *p = 1;
        *q = 1 - *p;
    } else {
        *q = prefix * fraction(b, a, y) / b;
        if (*q > 1) *q = 1;
        *p = 1 - *q;
    }
}

/* log x where I_x(a, b) = p and x is so small that I = x^a / (a B(a, b)). */
static double log_first_term(double a, double b, double p)
{
    return (bireme_log(p) + bireme_log(a) + bireme_lbeta(a, b)) / a;
}

/* A first guess of the log odds; any value would do. */
static double starting_point(double a, double b, double p, double q)
{
    if (a >= 1 && b >= 1) { /* Abramowitz and Stegun 26.5.22 */
        double z = bireme_normal_quantile_pq(p, q), third = (z * z - 3) / 6;
        double ra = 1 / (2 * a - 1), rb = 1 / (2 * b - 1), h = 2 / (ra + rb);
        double middle = bireme_log(a / b);
        if (h + third <= 0) return middle;
        return middle + 2 * (z * sqrt(h + third) / h + (rb - ra) * (third + 5.0 / 6 - 2 / (3 * h)));
    }
    double low = log_first_term(a, b, p), high = log_first_term(b, a, q);
    if (low < -2 && low < high) return low;
    if (high < -2) return -high;
    return bireme_log(a / b);
}

/* Halley's step in the log odds at x; not finite if the density has underflowed. */
static double halley_step(double a, double b, double x, double y, bool lower, double now, double wanted)
{
    double slope = bireme_beta_prefix(a, b, x, y) / now; /* of log P, or minus that of log Q */
    if (!lower) slope = -slope;
    double error = fabs(now - wanted) < 0.5 * wanted ? bireme_log1p((now - wanted) / wanted)
                                                     : bireme_log(now / wanted);
    double newton = -error / slope, bend = (a * y - b * x) - slope;
    double halley = 1 + 0.5 * newton * bend;
    return halley > 0.5 && halley < 2 ? newton / halley : newton;
}

double bireme_beta_pq_inverse(double a, double b, double p, double q, double *y)
{
    assert(a > 0 && b > 0 && p >= 0 && q >= 0);
    const double far = 690; /* log odds beyond which the first term of the series is exact */
    if (p == 0 || q == 0) {
        *y = p == 0 ? 1 : 0;
        return 1 - *y;
    }
    double low_end = log_first_term(a, b, p), high_end = log_first_term(b, a, q);
    if (low_end < -far) {
        *y = 1;
        return bireme_exp(low_end);
    }
    if (high_end < -far) {
        *y = bireme_exp(high_end);
        return 1;
    }
    bool lower = p <= q;
    double wanted = lower ? p : q, left = -far - 5, right = far + 5;
    double w = starting_point(a, b, p, q), scale = 1 + sqrt(a < b ? a : b);
    if (!(w > left && w < right)) w = 0;
    double odds = bireme_exp(w), x;
    for (int i = 0; i < 200; i++) {
        double below, above;
        x = odds / (1 + odds);
        *y = 1 / (1 + odds);
        bireme_beta_pq(a, b, x, *y, &below, &above);
        double now = lower ? below : above;
        if ((now < wanted) == lower)
            left = w;
        else
            right = w;
        double step = now > 0 ? halley_step(a, b, x, *y, lower, now, wanted) : INFINITY;
        if (!(w + step > left && w + step < right) && fabs(step) * scale > 1e-12) {
            double middle = 0.5 * (left + right);
            step = middle - w;
        }
        w += step;
        odds *= fabs(step) < 1e-3 ? 1 + bireme_expm1(step) : bireme_exp(step);
        if (fabs(step) * scale < 1e-5) break;
    }
    *y = 1 / (1 + odds);
    return odds / (1 + odds);
}
