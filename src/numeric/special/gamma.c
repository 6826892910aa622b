/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The regularised incomplete gamma functions and their inverse. Method: the power series of P below the mean,
 * the continued fraction of Q above it (DLMF 8.11.4, 8.9.2), Temme's uniform expansion for a ≥ 20 near the
 * mean (DLMF 8.12), and for a < 1 with small x, where P is near 1, the expansion of Q that does not cancel
 * (Gautschi 1979). The inverse is Halley's method for log P or log Q as a function of y = log x: the density
 * of log x is log-concave, hence both are concave, and Newton's method cannot diverge (An 1998); it starts
 * from Wilson and Hilferty's cube, or from the first term of the series in the tail.
 */
#include "numeric/special/special.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include "numeric/special/portable.h"
#include "numeric/special/internal.h"
#include "numeric/special/temme.h"

/* 1 + x/(a+1) + x²/((a+1)(a+2)) + …: P divided by the prefix. */
static double lower_series(double a, double x)
{
    double term = 1, sum = 1;
    for (double n = 1; term > 1e-17 * sum; n += 1) {
        term *= x / (a + n);
        sum += term;
    }
    return sum;
}

/* Γ(a, x) x^−a e^x by the modified Lentz algorithm. */
static double upper_fraction(double a, double x)
{
    const double tiny = 1e-290;
    double b = x + 1 - a, c = 1 / tiny, d = 1 / (fabs(b) < tiny ? tiny : b), h = d;
    for (double n = 1; n < 1e7; n += 1) {
        double numerator = n * (a - n);
        b += 2;
        d = numerator * d + b;
        c = b + numerator / c;
        if (fabs(d) < tiny) d = tiny;
        if (fabs(c) < tiny) c = tiny;
        d = 1 / d;
        double change = c * d;
        h *= change;
        if (fabs(change - 1) < 2 * DBL_EPSILON) break;
    }
    return h;
}

/* Q for a < 1 and x ≤ 1.1: Γ(a, x) = (Γ(1+a) − x^a)/a + x^a Σ_{n≥1} (−1)^(n+1) xⁿ / (n! (a+n)). */
static double small_upper(double a, double x)
{
    double log_gamma = bireme_lgamma1p(a);
    double power_less_1 = bireme_expm1(a * bireme_log(x));
    double term = 1, sum = 0;
    for (int n = 1; n < 40; n++) {
        term *= -x / n;
        sum -= term / (a + n);
    }
    double upper = bireme_expm1(log_gamma) - power_less_1 + a * (1 + power_less_1) * sum;
    return upper / bireme_exp(log_gamma);
}

static void temme_pq(double a, double x, double *p, double *q)
{
    double mu = (x - a) / a;
    double half_square = -bireme_log1p_minus(mu); /* η²/2 */
    double eta = sqrt(2 * half_square);
    if (mu < 0) eta = -eta;
    double outer = 0;
    for (int k = TEMME_ROWS - 1; k >= 0; k--) {
        double inner = 0;
        for (int n = temme_columns[k] - 1; n >= 0; n--) inner = inner * eta + temme[k][n];
        outer = outer / a + inner;
    }
    double rest = outer * bireme_exp(-a * half_square) / (BIREME_SQRT_2PI * sqrt(a));
    double tail = bireme_normal_sf(sqrt(2 * a * half_square)); /* ½ erfc(|η| √(a/2)) */
    if (mu >= 0) {
        *q = tail + rest;
        *p = 1 - *q;
    } else {
        *p = tail - rest;
        *q = 1 - *p;
    }
}

void bireme_gamma_pq(double a, double x, double *p, double *q)
{
    assert(a > 0 && x >= 0);
    if (x == 0) {
        *p = 0;
        *q = 1;
    } else if (isinf(x)) {
        *p = 1;
        *q = 0;
    } else if (a >= 20 && fabs(x - a) < 0.4 * a) {
        temme_pq(a, x, p, q);
    } else if (x < a || x < 1.1) {
        *p = bireme_gamma_prefix(a, x) * lower_series(a, x);
        if (a < 1 && *p > 0.7) {
            *q = small_upper(a, x);
            *p = 1 - *q;
        } else {
            *q = 1 - *p;
        }
    } else {
        *q = a * bireme_gamma_prefix(a, x) * upper_fraction(a, x);
        *p = 1 - *q;
    }
}

static double starting_point(double a, double p, double q)
{
    double log_first = (bireme_log(p) + bireme_lgamma1p(a)) / a; /* of x where P ≈ x^a / Γ(a+1) */
    if (a < 1) {
        if (log_first < -0.5) return bireme_exp(log_first);
        return q < 0.2 ? -bireme_log(q) : 0.5;
    }
    double z = bireme_normal_quantile_pq(p, q);
    double root = 1 - 1 / (9 * a) + z / (3 * sqrt(a));
    double cube = root > 0 ? a * root * root * root : 0;
    double first = bireme_exp(log_first);
    return cube > first ? cube : first;
}

double bireme_gamma_pq_inverse(double a, double p, double q)
{
    assert(a > 0 && p >= 0 && q >= 0);
    if (p == 0) return 0;
    if (q == 0) return INFINITY;
    bool lower = p <= q;
    double log_x = (bireme_log(p) + bireme_lgamma1p(a)) / a;
    if (log_x < -690) return bireme_exp(log_x); /* the next term of the series is x·a/(a+1) < 1e-299 */
    double x = starting_point(a, p, q), scale = a > 1 ? sqrt(a) : 1;
    for (int i = 0; i < 100; i++) {
        double below, above;
        bireme_gamma_pq(a, x, &below, &above);
        double density = a * bireme_gamma_prefix(a, x); /* of log x */
        double now = lower ? below : above, wanted = lower ? p : q;
        double step;
        if (now <= 0 || density <= 0) {
            step = lower ? 1 : -1; /* the tail has underflowed: step back */
        } else {
            double slope = (lower ? density : -density) / now; /* of log P or log Q */
            double error = fabs(now - wanted) < 0.5 * wanted ? bireme_log1p((now - wanted) / wanted)
                                                             : bireme_log(now / wanted);
            double newton = -error / slope, bend = (a - x) - slope;
            double halley = 1 + 0.5 * newton * bend;
            step = halley > 0.5 && halley < 2 ? newton / halley : newton;
            if (step > 30) step = 30;
            if (step < -30) step = -30;
        }
        x *= fabs(step) < 1e-3 ? 1 + bireme_expm1(step) : bireme_exp(step);
        if (fabs(step) * scale < 1e-5) break;
    }
    return x;
}
