/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small means (below MEAN_LARGE): the distribution function is summed from 0 upwards for all lanes of a block
 * at once; the number of terms is bounded.
 *
 * Large means μ: with C(x) = Q(x, μ) (regularised upper incomplete gamma, C(n) = P(N < n) at whole n), the
 * count is floor(C⁻¹(u)). Temme's uniform expansion gives, with w = Φ⁻¹(u), s = w/√μ and r(s) the root of 1 −
 * r + r ln r = s²/2,  r − 1 of the sign of s, C⁻¹(u) = μ r(s) + c(s) + O(1/μ),  c = ln(s √r / (r − 1)) / ln
 * r. We write r = 1 + s + s² k(s), so that μ r = μ + √μ w + w² k(s) loses no digits when μ is large, and
 * tabulate k and c. The next term is within 0.003 / (x + 0.0665 μ) of −0.0218 / (x + 0.065 μ) for x ≥ 5
 * (largest factor found on a grid of means 8 … 2,000 and |w| ≤ 7.5: 0.0016). Where x is closer to a whole
 * number than that bound, and where it is below 5, the exact distribution function decides: about one lane in
 * a thousand at μ = 12, rarer above.
 *
 * Source: M. B. Giles, Algorithm 955: approximation of the inverse Poisson cumulative distribution function,
 * ACM TOMS 42 (2016); the two constants of the last term are his.
 */
#include "dist/poisson.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "dist/qtable.h"
#include "numeric/exp_block.h"
#include "numeric/interpolate.h"
#include "numeric/portable.h"
#include "numeric/special.h"

static const double MEAN_LARGE = 12;
static const double X_LOW = 5; /* below it the expansion is not used */

/* The tables of k and c over s: pieces of equal width, polynomials of degree 3 and 2 in the local coordinate, eight
 * numbers a piece (a cache line). Their error, below 1e-10 of x for all |w| ≤ 8.3, is within what the bound on the next
 * term leaves. At μ ≥ 12, s ≤ 2.4; below −1.2 the first piece stands in: x < 5 there, and stays so. */
enum { PIECES = 288, TERMS_K = 4, TERMS_C = 3, PIECE = 8 };
static const double S_LOW = -1.2, S_STEP = 0.0125;

struct bireme_poisson {
    bireme_qtable *normal;
    double pieces[PIECES * PIECE];
};

/* (1 + d) ln(1 + d) − d, without cancellation for small d: Σ (−d)^j / (j (j − 1)), j ≥ 2. */
static double excess(double d)
{
    if (fabs(d) > 0.25) return (1 + d) * bireme_log1p(d) - d;
    double sum = 0, power = d * d;
    for (int j = 2; j < 40; j++, power *= -d) sum += power / (j * (j - 1.0));
    return sum;
}

/* d = r − 1 of the given s. Newton's method on the convex function; its slope is ln(1 + d). */
static double root(double s)
{
    double target = s * s / 2;
    double d = s + s * s / 6;
    if (d <= -1) d = -0.9;
    for (int i = 0; i < 60; i++) {
        double next = d - (excess(d) - target) / bireme_log1p(d);
        if (next <= -1) next = (d - 1) / 2;
        if (fabs(next - d) <= 1e-16 * fabs(d)) break;
        d = next;
    }
    return d;
}

static void temme(double s, double *k, double *c)
{
    double d = root(s);
    *k = (d - s) / (s * s);
    *c = 0.5 - bireme_log1p(s * *k) / bireme_log1p(d);
}

/* ½ − ½ cos((2j + 1)π / 2n). */
static void find_nodes(int n, double *node)
{
    for (int j = 0; j < n; j++)
        node[j] = 0.5 - 0.5 * bireme_cos((2 * j + 1) * 3.14159265358979323846 / (2 * n));
}

/* No node falls on s = 0, which is the end of a piece. */
static void fit_pieces(bireme_poisson *poisson)
{
    double node_k[TERMS_K], node_c[TERMS_C], k[TERMS_K], c[TERMS_C], other;
    find_nodes(TERMS_K, node_k);
    find_nodes(TERMS_C, node_c);
    for (int p = 0; p < PIECES; p++) {
        double *piece = poisson->pieces + p * PIECE;
        for (int j = 0; j < TERMS_K; j++) temme((p + node_k[j] + S_LOW / S_STEP) * S_STEP, &k[j], &other);
        for (int j = 0; j < TERMS_C; j++) temme((p + node_c[j] + S_LOW / S_STEP) * S_STEP, &other, &c[j]);
        bireme_interpolate(TERMS_K, node_k, k, piece);
        bireme_interpolate(TERMS_C, node_c, c, piece + TERMS_K);
    }
}

bireme_status bireme_poisson_create(bireme_poisson **out, bireme_error *error)
{
    bireme_poisson *poisson = bireme_calloc(1, sizeof *poisson);
    if (poisson == NULL) return bireme_fail_memory(error);
    bireme_status status = bireme_qtable_create_normal(&poisson->normal, error);
    if (status != BIREME_OK) {
        bireme_free(poisson);
        return status;
    }
    fit_pieces(poisson);
    *out = poisson;
    return BIREME_OK;
}

void bireme_poisson_free(bireme_poisson *poisson)
{
    if (poisson == NULL) return;
    bireme_qtable_free(poisson->normal);
    bireme_free(poisson);
}

/* ------------------------ small means */

/* Four terms of the sum for all lanes, k the first. pmf, cdf and count are the running values. */
BIREME_KERNEL static void small_terms(size_t n, const double *restrict u, const double *restrict mean,
                                      double k, double *restrict pmf, double *restrict cdf,
                                      double *restrict count)
{
    const double by[4] = {1 / k, 1 / (k + 1), 1 / (k + 2), 1 / (k + 3)};
    for (size_t i = 0; i < n; i++) {
        double p = pmf[i], sum = cdf[i], c = count[i], m = mean[i], v = u[i];
        c += sum <= v ? 1.0 : 0.0;
        p = p * (m * by[0]);
        sum += p;
        c += sum <= v ? 1.0 : 0.0;
        p = p * (m * by[1]);
        sum += p;
        c += sum <= v ? 1.0 : 0.0;
        p = p * (m * by[2]);
        sum += p;
        c += sum <= v ? 1.0 : 0.0;
        p = p * (m * by[3]);
        sum += p;
        pmf[i] = p, cdf[i] = sum, count[i] = c;
    }
}

/* Does any lane want more terms? An "or" is the same in any order. */
BIREME_KERNEL static int64_t still_open(size_t n, const double *restrict u, const double *restrict cdf)
{
    int64_t open = 0;
    for (size_t i = 0; i < n; i++) open |= cdf[i] <= u[i] ? 1 : 0;
    return open;
}

static void eval_small(size_t n, const double *u, const double *mean, double *count)
{
    /* P(N > 64) < 1e-24 for means up to 12: no uniform below 1 − 2⁻⁵⁴ asks for more. */
    enum { TERMS_MOST = 64, TERMS_STEP = 4 };
    double pmf[BIREME_POISSON_BLOCK] = {0}, cdf[BIREME_POISSON_BLOCK], sum[BIREME_POISSON_BLOCK];
    for (size_t i = 0; i < n; i++) pmf[i] = -mean[i], sum[i] = 0;
    bireme_exp_block(n, pmf, pmf);
    for (size_t i = 0; i < n; i++) cdf[i] = pmf[i];
    for (int k = 1; k <= TERMS_MOST; k += TERMS_STEP) {
        small_terms(n, u, mean, k, pmf, cdf, sum);
        if (!still_open(n, u, cdf)) break;
    }
    for (size_t i = 0; i < n; i++) count[i] = sum[i];
}

/* ------------------------ large means */

/* x ≈ C⁻¹(u), rounded down, and how far x is from being in doubt: the exact function decides where margin <
 * 0. The piece that s = w / √μ falls in is found without a conversion: adding 1.5 · 2^52 leaves the nearest whole
 * number in the low bits. The bound of the next term, 0.003 / (x + 0.0665 μ), is below 0.138 of the last one. */
BIREME_KERNEL static void large_count(size_t n, const double *restrict table, const double *restrict w,
                                      const double *restrict mean, double *restrict count,
                                      double *restrict margin)
{
    const double whole = 0x1.8p52;
    for (size_t i = 0; i < n; i++) {
        double mu = mean[i], root_mu = sqrt(mu);
        double position = (w[i] / root_mu - S_LOW) * (1 / S_STEP);
        double high = position < PIECES - 0x1p-20 ? position : PIECES - 0x1p-20;
        double place = high > 0 ? high - 0.5 : -0.5;
        double shifted = place + whole;
        uint64_t bits;
        memcpy(&bits, &shifted, sizeof bits);
        uint64_t at = (bits & 0x1ff) * PIECE;
        double t = (place - (shifted - whole)) + 0.5;
        double k = table[at] + t * (table[at + 1] + t * (table[at + 2] + t * table[at + 3]));
        double c = table[at + 4] + t * (table[at + 5] + t * table[at + 6]);
        double x = mu + (root_mu * w[i] + (w[i] * w[i] * k + c));
        double last = 0.0218 / (x + 0.065 * mu);
        x = x - last;
        double down = floor(x), gap = fabs(x - down - 0.5);
        double clear = 0.5 - gap - (0.138 * last + 1e-15 * x);
        margin[i] = x - X_LOW < clear ? x - X_LOW : clear;
        count[i] = down;
    }
}

/* Is P(N < n) ≤ u? By the tail that is smaller. */
static int below(double n, double mean, double u)
{
    if (n <= 0) return 1;
    double p, q;
    bireme_gamma_pq(n, mean, &p, &q); /* q = P(N < n) */
    return u <= 0.5 ? q <= u : p >= 1 - u;
}

/* The exact inverse, from a guess that is at most a few off, or by the sum from 0 where the count is small.
 */
static double decide(double guess, double mean, double u)
{
    double n = guess < X_LOW ? 0 : guess;
    if (guess < X_LOW) { /* e^−mean may underflow for huge means, but then u ≥ 2⁻⁵⁴ does not lead here */
        double pmf = bireme_exp(-mean), cdf = pmf;
        while (cdf <= u && n < 64) {
            n += 1;
            pmf *= mean / n;
            cdf += pmf;
        }
        return n;
    }
    while (!below(n, mean, u)) n -= 1;
    while (below(n + 1, mean, u)) n += 1;
    return n;
}

static void eval_large(const bireme_poisson *poisson, size_t n, const double *u, const double *mean,
                       double *count)
{
    double w[BIREME_POISSON_BLOCK], x[BIREME_POISSON_BLOCK], margin[BIREME_POISSON_BLOCK];
    bireme_qtable_eval(poisson->normal, n, u, w);
    large_count(n, poisson->pieces, w, mean, x, margin);
    for (size_t i = 0; i < n; i++)
        if (!(margin[i] >= 0)) x[i] = decide(x[i], mean[i], u[i]);
    for (size_t i = 0; i < n; i++) count[i] = x[i];
}

/* Blocks usually lie on one side of MEAN_LARGE; a mixed one is parted, evaluated and put together again. */
void bireme_poisson_eval(const bireme_poisson *poisson, size_t n, const double *u, const double *mean,
                         double *count)
{
    assert(n <= BIREME_POISSON_BLOCK);
    size_t large = 0;
    for (size_t i = 0; i < n; i++) large += mean[i] >= MEAN_LARGE;
    if (large == 0) {
        eval_small(n, u, mean, count);
    } else if (large == n) {
        eval_large(poisson, n, u, mean, count);
    } else {
        double part_u[BIREME_POISSON_BLOCK], part_mean[BIREME_POISSON_BLOCK];
        unsigned short place[BIREME_POISSON_BLOCK];
        size_t low = 0, high = large; /* large ones first */
        large = 0;
        for (size_t i = 0; i < n; i++) {
            size_t to = mean[i] >= MEAN_LARGE ? large++ : high + low++;
            part_u[to] = u[i];
            part_mean[to] = mean[i];
            place[to] = (unsigned short)i;
        }
        eval_large(poisson, high, part_u, part_mean, part_u);
        eval_small(n - high, part_u + high, part_mean + high, part_u + high);
        for (size_t i = 0; i < n; i++) count[place[i]] = part_u[i];
    }
}
