/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The statistics behind two_samples.h.
 */
#include "oracle/two_samples.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <gsl/gsl_cdf.h>

/* ---- moments of a sample, NAN left out */

void settle_moments(sample_moments *m)
{
    if (m->variance > 1e-20 * m->mean * m->mean) return;
    m->variance = m->variance_se = m->mean_se = 0;
}

sample_moments moments_of(const double *x, size_t n)
{
    sample_moments m = {0};
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i])) {
            m.mean += x[i];
            m.n++;
        }
    if (m.n == 0) return m;
    double count = (double)m.n, fourth = 0;
    m.mean /= count;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i])) {
            double square = (x[i] - m.mean) * (x[i] - m.mean);
            m.variance += square / count;
            fourth += square * square / count;
        }
    m.mean_se = sqrt(m.variance / count);
    m.variance_se = sqrt(fmax(0, fourth - m.variance * m.variance) / count);
    settle_moments(&m);
    return m;
}

/* ---- bins */

enum { PER_BIN_LEAST = 50, SPOTS = 4096 };

/* Rounded to 22 binary digits: neither the order of a sum nor a table of a function tears a tie apart. */
static double coarse(double x)
{
    int exponent;
    double mantissa = frexp(x, &exponent);
    return ldexp(rint(ldexp(mantissa, 22)), exponent - 22);
}

static int by_size(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Cuts from a few thousand of the values, taken evenly over both samples. */
bins bins_of(const double *x0, size_t n0, const double *x1, size_t n1)
{
    static double spot[2 * SPOTS];
    const double *x[2] = {x0, x1};
    size_t n[2] = {n0, n1}, smaller = n0 < n1 ? n0 : n1, spots = 0, most = smaller / PER_BIN_LEAST;
    bins b = {.n = 0};
    if (most > BINS_MOST) most = BINS_MOST;
    for (int side = 0; side < 2; side++) {
        size_t step = n[side] / SPOTS + 1;
        for (size_t i = 0; i < n[side] && spots < sizeof spot / sizeof *spot; i += step)
            if (!isnan(x[side][i])) spot[spots++] = coarse(x[side][i]);
    }
    qsort(spot, spots, sizeof *spot, by_size);
    for (size_t k = 1; k < most && spots > 0; k++) {
        double value = spot[k * spots / most];
        if ((b.n == 0 || value > b.cut[b.n - 1]) && value < spot[spots - 1]) b.cut[b.n++] = value;
    }
    return b;
}

static size_t bin_of(const bins *b, double x)
{
    if (isnan(x)) return b->n + 1;
    size_t low = 0, high = b->n;
    double value = coarse(x);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (value <= b->cut[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* One bin's share of Σ (√(n1/n0) k0 − √(n0/n1) k1)² / (k0 + k1). */
static double bin_term(const size_t n[2], const size_t k[2])
{
    double ratio = sqrt((double)n[1] / (double)n[0]);
    double difference = ratio * (double)k[0] - (double)k[1] / ratio;
    return difference * difference / (double)(k[0] + k[1]);
}

/* The probability of so large a difference between two samples of one distribution: chi-square. Bins with few
 * values are put together with the next. */
double two_sample_p(const double *x0, size_t n0, const double *x1, size_t n1)
{
    const double *x[2] = {x0, x1};
    size_t n[2] = {n0, n1}, count[BINS_MOST + 2][2] = {{0}}, used = 0, k[2] = {0, 0}, left[2] = {n0, n1};
    bins b = bins_of(x0, n0, x1, n1);
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < n[side]; i++) count[bin_of(&b, x[side][i])][side]++;
    double statistic = 0;
    for (size_t j = 0; j < b.n + 2; j++) {
        for (int side = 0; side < 2; side++) {
            k[side] += count[j][side];
            left[side] -= count[j][side];
        }
        bool rest = left[0] + left[1] == 0;
        if (k[0] + k[1] == 0 || (!rest && (k[0] + k[1] < PER_BIN_LEAST || left[0] + left[1] < PER_BIN_LEAST)))
            continue;
        statistic += bin_term(n, k);
        used++;
        k[0] = k[1] = 0;
    }
    return used < 2 ? 1 : gsl_cdf_chisq_Q(statistic, (double)(used - 1));
}

/* ---- pairs */

double *scores_of(const bins *b, const double *x, size_t n)
{
    double *score = malloc(n * sizeof *score), mean = 0;
    if (score == NULL) abort();
    for (size_t i = 0; i < n; i++) {
        score[i] = (double)bin_of(b, x[i]) / (double)(b->n + 1);
        mean += score[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++) score[i] -= mean;
    return score;
}

double covariance(const double *x, const double *y, size_t n, double *se)
{
    double sum = 0, squares = 0, count = (double)n;
    for (size_t i = 0; i < n; i++) {
        double product = x[i] * y[i];
        sum += product / count;
        squares += product * product / count;
    }
    *se = sqrt(fmax(0, squares - sum * sum) / count);
    return sum;
}

/* ---- shares */

double share_upto(const double *x, size_t n, double bound)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) k += x[i] <= bound;
    return (double)k / (double)n;
}

double share_below(const double *x, size_t n, double bound)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) k += x[i] < bound;
    return (double)k / (double)n;
}
