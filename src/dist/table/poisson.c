/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small means: the distribution function is summed from 0 upwards (poisson_sum.c).
 *
 * Large means μ: with C(x) = Q(x, μ) (regularised upper incomplete gamma, C(n) = P(N < n) at whole n), the
 * count is floor(C⁻¹(u)). With w = Φ⁻¹(u), s = w/√μ and r(s) the root of 1 − r + r ln r = s²/2 for which r −
 * 1 has the sign of s, Temme's uniform expansion gives
 *
 *   C⁻¹(u) = μ r(s) + c(s) + O(1/μ),  c = ln(s √r / (r − 1)) / ln r.
 *
 * If the approximation is closer to a whole number than the bound of its error, the exact distribution
 * function decides: in one of several thousand lanes. So the approximation need not be good, as long as its
 * bound is right.
 *
 * All but one lane in a hundred have uniforms from 0.005 to 0.995: poisson_central.c. In the outer tails we
 * write r = 1 + s + s² k(s), so that μ r = μ + √μ w + w² k(s) loses no digits when μ is large, and tabulate k
 * and c. The next term is within 0.003 / (x + 0.0665 μ) of −0.0218 / (x + 0.065 μ) for x ≥ 5 (largest factor
 * found on a grid of means 6 … 2,000 and |w| ≤ 7.5: 0.0017); below 5 the exact function decides.
 *
 * Source: M. B. Giles, Algorithm 955: approximation of the inverse Poisson cumulative distribution function,
 * ACM TOMS 42 (2016); the two constants of the last term are his.
 */
#include "dist/table/poisson.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "dist/table/poisson_lanes.h"
#include "dist/table/qtable.h"
#include "numeric/interpolate.h"
#include "numeric/special/portable.h"
#include "numeric/special/special.h"

static const double X_LOW = 5; /* below it the outer tails do not use the expansion */

/* The tables of k and c over s: pieces of equal width, polynomials of degree 3 and 2 in the local coordinate,
 * eight numbers per piece (a cache line). Their error, below 1e-10 of x for all |w| ≤ 8.3, is within what the
 * bound on the next term leaves. At μ ≥ 6, s ≤ 3.39; below −1.2 the first piece is used, since x < 5 there
 * anyway. */
enum { PIECES = 384, TERMS_K = 4, TERMS_C = 3, PIECE = 8 };
static const double S_LOW = -1.2, S_STEP = 0.0125;

struct bireme_poisson {
    bireme_qtable *normal;
    double pieces[PIECES * PIECE];
};

/* (1 + d) ln(1 + d) − d, without cancellation for small d: Σ (−d)^j / (j (j − 1)), j ≥ 2. */
static double excess(double d, double ln)
{
    if (fabs(d) > 0.25) return (1 + d) * ln - d;
    double sum = 0, power = d * d;
    for (int j = 2; j < 28; j++, power *= -d)
        sum += power / (j * (j - 1.0)); /* 0.25^26 / (26 · 27) < 1e-18 */
    return sum;
}

/* d = r − 1 for the given s, by Newton's method on a convex function whose slope is ln(1 + d). The error of a
 * step is about the square of the step before it, so the step after a small one is the last. */
static double root(double s)
{
    double target = s * s / 2;
    double d = s + s * s / 6;
    if (d <= -1) d = -0.9;
    for (int i = 0; i < 60; i++) {
        double slope = bireme_log1p(d);
        double next = d - (excess(d, slope) - target) / slope;
        if (next <= -1) next = (d - 1) / 2;
        double step = fabs(next - d);
        d = next;
        if (step <= 1e-8 * fabs(d)) break;
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

/* No node falls on s = 0, because that is the end of a piece. */
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

/* ------------------------ outer tails */

/* x ≈ C⁻¹(u), rounded down, and its margin, how far x is from being in doubt: the exact function decides
 * where margin < 0. The piece that contains s = w / √μ is found without a conversion: adding 1.5 · 2^52
 * leaves the nearest whole number in the low bits. The bound of the next term, 0.003 / (x + 0.0665 μ), is
 * below 0.138 of the last one. */
BIREME_KERNEL static void outer_count(size_t n, const double *restrict table, const double *restrict w,
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

/* Whether P(N < n) ≤ u, using the smaller tail. */
static int below(double n, double mean, double u)
{
    if (n <= 0) return 1;
    double p, q;
    bireme_gamma_pq(n, mean, &p, &q); /* q = P(N < n) */
    return u <= 0.5 ? q <= u : p >= 1 - u;
}

/* Above this mean the guess is accepted: the rounding of the exact function would exceed a count. The guess
 * may be off by at most so many counts. */
static const double DECIDED_MOST = 0x1p40;
enum { STEPS_MOST = 64 };

/* The exact inverse, from a guess that is off by a few at most, or by the sum from 0 if the count is small.
 */
static double decide(double guess, double mean, double u)
{
    double n = guess < X_LOW ? 0 : guess;
    if (!(mean <= DECIDED_MOST)) return guess;
    if (guess < X_LOW) { /* e^−mean may underflow for huge means, but then u ≥ 2⁻⁵⁴ does not lead here */
        double pmf = bireme_exp(-mean), cdf = pmf;
        while (cdf <= u && n < 64) {
            n += 1;
            pmf *= mean / n;
            cdf += pmf;
        }
        return n;
    }
    for (int i = 0; i < STEPS_MOST && !below(n, mean, u); i++) n -= 1;
    for (int i = 0; i < STEPS_MOST && below(n + 1, mean, u); i++) n += 1;
    return n;
}

/* The index of the lowest bit that is set. */
static inline size_t lowest(uint64_t word)
{
#if defined(__GNUC__)
    return (size_t)__builtin_ctzll(word);
#else
    size_t bit = 0;
    while (!(word >> bit & 1)) bit++;
    return bit;
#endif
}

/* Lanes gathered from a block: their indices, uniforms and means, and the resulting counts. */
typedef struct packed {
    uint16_t lane[BIREME_POISSON_BLOCK];
    double u[BIREME_POISSON_BLOCK], mean[BIREME_POISSON_BLOCK], count[BIREME_POISSON_BLOCK];
} packed;

static void gather(packed *p, size_t n, const double *u, const double *mean)
{
    for (size_t k = 0; k < n; k++) p->u[k] = u[p->lane[k]], p->mean[k] = mean[p->lane[k]];
}

static void scatter(const packed *p, size_t n, double *count)
{
    for (size_t k = 0; k < n; k++) count[p->lane[k]] = p->count[k];
}

/* Uniforms in the outer tails, padded to whole vectors. */
static void eval_outer(const bireme_poisson *poisson, size_t n, packed *p)
{
    enum { VECTOR = 8 };
    double w[BIREME_POISSON_BLOCK], margin[BIREME_POISSON_BLOCK];
    size_t padded = (n + VECTOR - 1) / VECTOR * VECTOR;
    for (size_t k = n; k < padded; k++) p->u[k] = 0.5, p->mean[k] = BIREME_POISSON_LARGE;
    bireme_qtable_eval(poisson->normal, padded, p->u, w);
    outer_count(padded, poisson->pieces, w, p->mean, p->count, margin);
    for (size_t k = 0; k < n; k++)
        if (!(margin[k] >= 0)) p->count[k] = decide(p->count[k], p->mean[k], p->u[k]);
}

enum { WORD = 64, WORDS = BIREME_POISSON_BLOCK / WORD };

/* Bit i of word j stands for lane 64 j + i. In `sum`: margin −2 or less, recognised by the second highest
 * bit. In `other`: margin from −2 to 0. */
BIREME_KERNEL static void find_doubts(size_t words, const double *restrict margin, uint64_t *restrict sum,
                                      uint64_t *restrict other)
{
    for (size_t j = 0; j < words; j++) {
        uint64_t negative = 0, large = 0;
        for (size_t i = 0; i < WORD; i++) {
            uint64_t bits;
            memcpy(&bits, &margin[WORD * j + i], sizeof bits);
            negative |= (bits >> 63) << i;
            large |= (bits << 1 >> 63) << i;
        }
        sum[j] = negative & large;
        other[j] = negative & ~large;
    }
}

BIREME_KERNEL static void find_large(size_t words, const double *restrict mean, uint64_t *restrict large)
{
    for (size_t j = 0; j < words; j++) {
        uint64_t found = 0;
        for (size_t i = 0; i < WORD; i++)
            found |= (uint64_t)(mean[WORD * j + i] >= BIREME_POISSON_LARGE) << i;
        large[j] = found;
    }
}

/* Exact in any order, since the numbers are whole. */
BIREME_KERNEL static size_t count_large(size_t n, const double *mean)
{
    uint64_t found = 0;
    for (size_t i = 0; i < n; i++) found += mean[i] >= BIREME_POISSON_LARGE ? 1 : 0;
    return (size_t)found;
}

/* Appends the lanes of a word's bits; returns the new number of lanes. */
static inline size_t list_lanes(uint64_t word, size_t from, size_t n, uint16_t *lane)
{
    for (; word != 0; word &= word - 1) lane[n++] = (uint16_t)(from + lowest(word));
    return n;
}

static void eval_sum(const uint64_t word[WORDS], size_t words, const double *u, const double *mean,
                     double *count)
{
    packed p;
    size_t n = 0;
    for (size_t j = 0; j < words; j++) n = list_lanes(word[j], j * WORD, n, p.lane);
    if (n == 0) return;
    gather(&p, n, u, mean);
    bireme_poisson_sum(n, p.u, p.mean, p.count);
    scatter(&p, n, count);
}

/* The lanes that the central kernel leaves: small means and counts are summed, outer tails use the tables,
 * and lanes near a step are decided one by one. */
static void eval_large(const bireme_poisson *poisson, size_t n, const double *u, const double *mean,
                       double *count)
{
    double margin[BIREME_POISSON_BLOCK];
    uint64_t sum[WORDS], other[WORDS];
    size_t words = (n + WORD - 1) / WORD, outer = 0;
    packed p;
    bireme_poisson_central(n, u, mean, count, margin);
    for (size_t i = n; i < words * WORD; i++) margin[i] = 0;
    find_doubts(words, margin, sum, other);
    eval_sum(sum, words, u, mean, count);
    for (size_t j = 0; j < words; j++)
        for (uint64_t left = other[j]; left != 0; left &= left - 1) {
            size_t i = j * WORD + lowest(left);
            if (fabs(u[i] - 0.5) > BIREME_POISSON_CENTRAL)
                p.lane[outer++] = (uint16_t)i;
            else
                count[i] = decide(count[i], mean[i], u[i]);
        }
    if (outer == 0) return;
    gather(&p, outer, u, mean);
    eval_outer(poisson, outer, &p);
    scatter(&p, outer, count);
}

/* A few large means among small ones: all lanes are summed, with the large means taken as 0, and the large
 * ones are done separately. */
static void eval_few_large(const bireme_poisson *poisson, size_t n, const double *u, const double *mean,
                           double *count)
{
    double small[BIREME_POISSON_BLOCK];
    uint64_t large[WORDS];
    packed p;
    size_t found = 0, whole = n / WORD;
    find_large(whole, mean, large);
    for (size_t j = 0; j < whole; j++) found = list_lanes(large[j], j * WORD, found, p.lane);
    for (size_t i = whole * WORD; i < n; i++) {
        p.lane[found] = (uint16_t)i;
        found += mean[i] >= BIREME_POISSON_LARGE;
    }
    gather(&p, found, u, mean);
    memcpy(small, mean, n * sizeof *small);
    for (size_t k = 0; k < found; k++) small[p.lane[k]] = 0;
    bireme_poisson_sum(n, u, small, count);
    eval_large(poisson, found, p.u, p.mean, p.count);
    scatter(&p, found, count);
}

void bireme_poisson_eval(const bireme_poisson *poisson, size_t n, const double *u, const double *mean,
                         double *count)
{
    assert(n <= BIREME_POISSON_BLOCK);
    double drawn[BIREME_POISSON_BLOCK], *to = count == u ? drawn : count;
    size_t large = count_large(n, mean);
    if (large == 0)
        bireme_poisson_sum(n, u, mean, to);
    else if (2 * large >= n)
        eval_large(poisson, n, u, mean, to);
    else
        eval_few_large(poisson, n, u, mean, to);
    if (to != count) memcpy(count, to, n * sizeof *count);
}
