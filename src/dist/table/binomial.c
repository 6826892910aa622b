/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rarer of the two outcomes is counted: p ≤ ½, m = n p expected, v = n p (1 − p).
 *
 * Small m: the distribution function is summed from 0 upwards, all lanes together.
 *
 * Large m: let C be the smooth function with C(k) = P(K < k) at whole k; the count is floor(C⁻¹(u)). With w =
 * Φ⁻¹(u), C⁻¹(u) = m + ½ + s y(w), y the Cornish–Fisher expansion to the third order of a variable with the
 * binomial's cumulants except for Sheppard's corrections to the second and fourth, s² = v − 1/12 and κ₄ +
 * 1/120: rounded to whole numbers, that variable is the binomial one. The error of the expansion is less than
 * (0.02 + 0.005 |w|⁵) / m^1.5, measured at the steps of means 16 … 512, p from ½ to 10⁻⁶, |w| ≤ 7 (the
 * largest was 0.74 of that); if a step is that near, the exact distribution function decides: in one of
 * several thousand lanes.
 *
 * Source: M. G. Kendall and A. Stuart, The Advanced Theory of Statistics I, 6.25 (the expansion), 3.18 (the
 * corrections).
 */
#include "dist/table/binomial.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "base/kernel.h"
#include "numeric/special/exp_block.h"
#include "numeric/special/special.h"

static const double LARGE = 16;
/* P(K > 128) < 1e-60 for a mean of 16. */
enum { SUM_MOST = 128, N = BIREME_BINOMIAL_BLOCK };

/* ------------------------ sums */

/* P(K = 0) = (1 − p)^of, as its logarithm, for lanes in which something can happen; else 0. With s = −p / (2
 * − p), log(1 − p) = 2 artanh s = 2 s (1 + s²/3 + s⁴/5 + …), |s| ≤ 1/3: the terms left out are below 3e-18 of
 * the sum. */
BIREME_KERNEL static void find_none(size_t n, const double *restrict of, const double *restrict p,
                                    double *restrict odds, double *restrict log_none)
{
    for (size_t i = 0; i < n; i++) {
        double s = -p[i] / (2 - p[i]), t = s * s, series = 1 / 33.0;
        for (int k = 31; k > 0; k -= 2) series = series * t + 1.0 / k;
        odds[i] = p[i] / (1 - p[i]);
        log_none[i] = of[i] * (2 * s * series);
    }
}

/* Adds further terms to each lane's sum: a lane whose uniform is not reached yet counts one more each
 * time. */
enum { TERMS = 4 };
BIREME_KERNEL static void add_terms(size_t n, double k, const double *restrict u, const double *restrict of,
                                    const double *restrict odds, double *restrict pmf, double *restrict cdf,
                                    double *restrict count)
{
    double share[TERMS];
    for (int j = 0; j < TERMS; j++) share[j] = 1 / (k + j + 1);
    for (size_t i = 0; i < n; i++) {
        double here = pmf[i], sum = cdf[i], more = count[i];
        for (int j = 0; j < TERMS; j++) {
            double left = of[i] - (k + j);
            more += sum <= u[i] ? 1 : 0;
            here = here * (left > 0 ? left : 0) * share[j] * odds[i];
            sum += here;
        }
        pmf[i] = here, cdf[i] = sum, count[i] = more;
    }
}

/* Exact in any order, since the numbers are whole. */
BIREME_KERNEL static size_t count_open(size_t n, const double *u, const double *cdf)
{
    uint64_t open = 0;
    for (size_t i = 0; i < n; i++) open += cdf[i] <= u[i] ? 1 : 0;
    return (size_t)open;
}

static void eval_sum(const bireme_qtable *normal, size_t n, const double *u, const double *of,
                     const double *p, double *count)
{
    (void)normal;
    double odds[N], pmf[N], cdf[N];
    find_none(n, of, p, odds, pmf);
    bireme_exp_block(n, pmf, pmf);
    memcpy(cdf, pmf, n * sizeof *cdf);
    for (size_t i = 0; i < n; i++) count[i] = 0;
    for (int k = 0; k < SUM_MOST && count_open(n, u, cdf) > 0; k += TERMS)
        add_terms(n, k, u, of, odds, pmf, cdf, count);
    /* the sum may end just below 1 */
    for (size_t i = 0; i < n; i++) count[i] = count[i] < of[i] ? count[i] : of[i];
}

/* ------------------------ the expansion */

/* x ≈ C⁻¹(u), rounded down, and its margin: how far it is from being in doubt. */
BIREME_KERNEL static void expand(size_t n, const double *restrict w, const double *restrict of,
                                 const double *restrict p, double *restrict count, double *restrict margin)
{
    for (size_t i = 0; i < n; i++) {
        double m = of[i] * p[i], v = m * (1 - p[i]), s2 = v - 1 / 12.0, s = sqrt(s2), skew = 1 - 2 * p[i];
        double g1 = v * skew / (s2 * s), g2 = (v * (1 - 6 * p[i] * (1 - p[i])) + 1 / 120.0) / (s2 * s2);
        double g3 = v * skew * (1 - 12 * p[i] * (1 - p[i])) / (s2 * s2 * s), z = w[i], z2 = z * z;
        double first = (z2 - 1) * g1 / 6;
        double second = z * ((z2 - 3) * g2 / 24 - (2 * z2 - 5) * g1 * g1 / 36);
        double third = (z2 * (z2 - 6) + 3) * g3 / 120 - (z2 * (z2 - 5) + 2) * g1 * g2 / 24 +
                       (z2 * (12 * z2 - 53) + 17) * g1 * g1 * g1 / 324;
        double x = m + 0.5 + s * (z + first + second + third), down = floor(x);
        double bound = (0.02 + 0.005 * z2 * z2 * (z < 0 ? -z : z)) / (m * sqrt(m)) + 1e-15 * m;
        double gap = x - down - 0.5;
        margin[i] = 0.5 - (gap < 0 ? -gap : gap) - bound;
        count[i] = down;
    }
}

/* Whether P(K < k) ≤ u, using the smaller tail. */
static bool below(double k, double of, double p, double u)
{
    if (k <= 0) return true;
    if (k > of) return false;
    double from, under;
    bireme_beta_pq(k, of - k + 1, p, 1 - p, &from, &under);
    return u <= 0.5 ? under <= u : from >= 1 - u;
}

/* The exact inverse, from a guess that is off by a few at most. */
static double decide(double guess, double of, double p, double u)
{
    double k = guess < 0 ? 0 : guess > of ? of : guess;
    while (!below(k, of, p, u)) k -= 1;
    while (below(k + 1, of, p, u)) k += 1;
    return k;
}

static void eval_large(const bireme_qtable *normal, size_t n, const double *u, const double *of,
                       const double *p, double *count)
{
    double w[N], margin[N];
    bireme_qtable_eval(normal, n, u, w);
    expand(n, w, of, p, count, margin);
    for (size_t i = 0; i < n; i++)
        if (!(margin[i] >= 0)) count[i] = decide(count[i], of[i], p[i], u[i]);
}

/* ------------------------ both */

/* The rarer outcome, with the uniform that counts it. */
BIREME_KERNEL static void turn(size_t n, const double *restrict u, const double *restrict p,
                               double *restrict here, double *restrict rarer)
{
    for (size_t i = 0; i < n; i++) {
        double other = 1 - p[i], back = 1 - u[i];
        here[i] = p[i] > 0.5 ? back : u[i];
        rarer[i] = p[i] > 0.5 ? other : p[i];
    }
}

BIREME_KERNEL static void turn_back(size_t n, const double *restrict of, const double *restrict p,
                                    const double *restrict rare, double *restrict count)
{
    for (size_t i = 0; i < n; i++) {
        double other = of[i] - rare[i];
        count[i] = p[i] > 0.5 ? other : rare[i];
    }
}

typedef void method(const bireme_qtable *normal, size_t n, const double *u, const double *of, const double *p,
                    double *count);

/* Applies a method to some lanes, gathered. */
static void eval_some(method *by, const bireme_qtable *normal, size_t n, const uint16_t *lane,
                      const double *u, const double *of, const double *p, double *count)
{
    double some_u[N], some_of[N], some_p[N], some[N];
    for (size_t k = 0; k < n; k++) some_u[k] = u[lane[k]], some_of[k] = of[lane[k]], some_p[k] = p[lane[k]];
    if (n > 0) by(normal, n, some_u, some_of, some_p, some);
    for (size_t k = 0; k < n; k++) count[lane[k]] = some[k];
}

void bireme_binomial_eval(const bireme_qtable *normal, size_t n, const double *u, const double *of,
                          const double *p, double *count)
{
    assert(n <= N);
    double here[N], rarer[N], rare[N];
    uint16_t small[N], large[N];
    size_t n_small = 0, n_large = 0;
    turn(n, u, p, here, rarer);
    for (size_t i = 0; i < n; i++) {
        size_t is_small = of[i] * rarer[i] < LARGE;
        small[n_small] = large[n_large] = (uint16_t)i;
        n_small += is_small;
        n_large += 1 - is_small;
    }
    eval_some(eval_sum, normal, n_small, small, here, of, rarer, rare);
    eval_some(eval_large, normal, n_large, large, here, of, rarer, rare);
    turn_back(n, of, p, rare, count);
}
