/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rarer of the two outcomes is counted: p ≤ ½, m = n p expected, v = n p (1 − p).
 *
 * Small m: the distribution function is summed from 0 upwards, all lanes together.
 *
 * Large m: let C be the smooth function with C(k) = P(K < k) at whole k; the count is floor(C⁻¹(u)). With w = Φ⁻¹(u),
 * C⁻¹(u) = m + ½ + s y(w), y the Cornish–Fisher expansion to the third order of a variable with the binomial's cumulants
 * but for Sheppard's corrections of the second and fourth, s² = v − 1/12 and κ₄ + 1/120: rounded to whole numbers that
 * variable is the binomial one. What the expansion leaves is less than (0.02 + 0.005 |w|⁵) / m^1.5, measured at the steps
 * of means 16 … 512, p from ½ to 10⁻⁶, |w| ≤ 7 (the largest was 0.74 of it); where a step is so near, the exact
 * distribution function decides: one lane in some thousands.
 *
 * Source: M. G. Kendall and A. Stuart, The Advanced Theory of Statistics I, 6.25 (the expansion), 3.18 (the corrections).
 */
#include "dist/binomial.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "base/kernel.h"
#include "numeric/exp_block.h"
#include "numeric/portable.h"
#include "numeric/special.h"

static const double LARGE = 16;
/* P(K > 128) < 1e-60 for a mean of 16. */
enum { SUM_MOST = 128, N = BIREME_BINOMIAL_BLOCK };

/* ------------------------ sums */

/* One more term of the sum of each lane: those whose uniform it does not reach count one more. */
BIREME_KERNEL static void add_term(size_t n, double k, const double *restrict u, const double *restrict of,
                                   const double *restrict odds, double *restrict pmf, double *restrict cdf,
                                   double *restrict count)
{
    for (size_t i = 0; i < n; i++) {
        double more = cdf[i] <= u[i] ? 1 : 0, left = of[i] - k;
        count[i] += more;
        pmf[i] = pmf[i] * (left > 0 ? left : 0) / (k + 1) * odds[i];
        cdf[i] += pmf[i];
    }
}

/* Whole numbers add up to the same in any order. */
BIREME_KERNEL static size_t count_open(size_t n, const double *u, const double *cdf)
{
    uint64_t open = 0;
    for (size_t i = 0; i < n; i++) open += cdf[i] <= u[i] ? 1 : 0;
    return (size_t)open;
}

static void eval_sum(size_t n, const double *u, const double *of, const double *p, double *count)
{
    double odds[N], pmf[N], cdf[N];
    for (size_t i = 0; i < n; i++) {
        odds[i] = p[i] / (1 - p[i]);
        pmf[i] = p[i] > 0 && of[i] > 0 ? of[i] * bireme_log1p(-p[i]) : 0;
        count[i] = 0;
    }
    bireme_exp_block(n, pmf, pmf);
    memcpy(cdf, pmf, n * sizeof *cdf);
    for (int k = 0; k < SUM_MOST && count_open(n, u, cdf) > 0; k++)
        add_term(n, k, u, of, odds, pmf, cdf, count);
    for (size_t i = 0; i < n; i++) count[i] = count[i] < of[i] ? count[i] : of[i]; /* a sum just below 1 */
}

/* ------------------------ the expansion */

/* x ≈ C⁻¹(u), rounded down, and how far it is from being in doubt. */
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

/* Is P(K < k) ≤ u? By the tail that is smaller. */
static bool below(double k, double of, double p, double u)
{
    if (k <= 0) return true;
    if (k > of) return false;
    double from, under;
    bireme_beta_pq(k, of - k + 1, p, 1 - p, &from, &under);
    return u <= 0.5 ? under <= u : from >= 1 - u;
}

/* The exact inverse, from a guess that is a few off at most. */
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

/* Lanes gathered from a block. */
typedef struct packed {
    size_t n;
    uint16_t lane[N];
    double u[N], of[N], p[N], count[N];
} packed;

static void put(packed *to, size_t lane, double u, double of, double p)
{
    to->lane[to->n] = (uint16_t)lane;
    to->u[to->n] = u;
    to->of[to->n] = of;
    to->p[to->n++] = p;
}

void bireme_binomial_eval(const bireme_qtable *normal, size_t n, const double *u, const double *of,
                          const double *p, double *count)
{
    assert(n <= N);
    packed small, large;
    bool turned[N];
    small.n = large.n = 0;
    for (size_t i = 0; i < n; i++) {
        turned[i] = p[i] > 0.5;
        double rarer = turned[i] ? 1 - p[i] : p[i], here = turned[i] ? 1 - u[i] : u[i];
        put(of[i] * rarer < LARGE ? &small : &large, i, here, of[i], rarer);
    }
    if (small.n > 0) eval_sum(small.n, small.u, small.of, small.p, small.count);
    if (large.n > 0) eval_large(normal, large.n, large.u, large.of, large.p, large.count);
    for (size_t k = 0; k < small.n; k++) count[small.lane[k]] = small.count[k];
    for (size_t k = 0; k < large.n; k++) count[large.lane[k]] = large.count[k];
    for (size_t i = 0; i < n; i++)
        if (turned[i]) count[i] = of[i] - count[i];
}
