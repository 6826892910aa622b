/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A block is added by two passes (mean, then central sums), which loses no digits; parts are merged by the
 * pairwise formulas. Source: P. Pébay, Formulas for robust, one-pass parallel computation of covariances and
 * arbitrary-order statistical moments, Sandia report SAND2008-6212 (2008).
 */
#include "stats/moments.h"

#include <math.h>
#include "base/kernel.h"

void bireme_moments_init(bireme_moments *moments)
{
    *moments = (bireme_moments){.min = INFINITY, .max = -INFINITY};
}

/* LANES interleaved sums, so that the loops are vectors and not one long chain of additions; the order of the
 * additions is part of the result and the same on every processor. */
enum { LANES = 16 };

static double total(const double *lane)
{
    double sum[LANES];
    for (int i = 0; i < LANES; i++) sum[i] = lane[i];
    for (int width = LANES / 2; width > 0; width /= 2)
        for (int i = 0; i < width; i++) sum[i] += sum[i + width];
    return sum[0];
}

/* Sum, smallest and largest of n values, n a multiple of LANES. */
BIREME_KERNEL static void first_pass(size_t n, const double *restrict value, double *restrict sum,
                                     double *restrict min, double *restrict max)
{
    for (size_t i = 0; i < n; i += LANES)
        for (int j = 0; j < LANES; j++) {
            double x = value[i + (size_t)j];
            sum[j] += x;
            min[j] = x < min[j] ? x : min[j];
            max[j] = x > max[j] ? x : max[j];
        }
}

BIREME_KERNEL static void second_pass(size_t n, const double *restrict value, double mean,
                                      double *restrict s2, double *restrict s3, double *restrict s4)
{
    for (size_t i = 0; i < n; i += LANES)
        for (int j = 0; j < LANES; j++) {
            double d = value[i + (size_t)j] - mean, d2 = d * d;
            s2[j] += d2;
            s3[j] += d2 * d;
            s4[j] += d2 * d2;
        }
}

/* A block without NANs. */
static bireme_moments block_moments(size_t n, const double *value)
{
    double sum[LANES] = {0}, min[LANES], max[LANES], s2[LANES] = {0}, s3[LANES] = {0}, s4[LANES] = {0};
    size_t even = n - n % LANES;
    for (int j = 0; j < LANES; j++) min[j] = INFINITY, max[j] = -INFINITY;
    first_pass(even, value, sum, min, max);
    for (size_t i = even; i < n; i++) {
        sum[i - even] += value[i];
        min[i - even] = value[i] < min[i - even] ? value[i] : min[i - even];
        max[i - even] = value[i] > max[i - even] ? value[i] : max[i - even];
    }
    bireme_moments block = {.n = n, .mean = total(sum) / (double)n, .min = INFINITY, .max = -INFINITY};
    second_pass(even, value, block.mean, s2, s3, s4);
    for (size_t i = even; i < n; i++) {
        double d = value[i] - block.mean, d2 = d * d;
        s2[i - even] += d2, s3[i - even] += d2 * d, s4[i - even] += d2 * d2;
    }
    block.m2 = total(s2), block.m3 = total(s3), block.m4 = total(s4);
    for (int j = 0; j < LANES; j++) {
        block.min = min[j] < block.min ? min[j] : block.min;
        block.max = max[j] > block.max ? max[j] : block.max;
    }
    return block;
}

/* A chunk with NANs, or not: what is left without them goes to the front of kept. */
static size_t without_nans(size_t n, const double *value, double *kept)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        kept[count] = value[i];
        count += value[i] == value[i];
    }
    return count;
}

void bireme_moments_add(bireme_moments *moments, size_t n, const double *value)
{
    enum { CHUNK = 256 };
    double kept[CHUNK];
    for (size_t from = 0; from < n; from += CHUNK) {
        size_t size = n - from < CHUNK ? n - from : CHUNK;
        bireme_moments block = block_moments(size, value + from);
        if (block.mean != block.mean) { /* a NAN, or infinities of both signs */
            size = without_nans(size, value + from, kept);
            if (size == 0) continue;
            block = block_moments(size, kept);
        }
        bireme_moments_merge(moments, &block);
    }
}

void bireme_moments_merge(bireme_moments *into, const bireme_moments *other)
{
    if (other->n == 0) return;
    if (into->n == 0) {
        *into = *other;
        return;
    }
    double na = (double)into->n, nb = (double)other->n, n = na + nb;
    double d = other->mean - into->mean, dn = d / n, d2 = d * dn;
    double m2a = into->m2, m3a = into->m3, m2b = other->m2, m3b = other->m3;
    into->mean += nb * dn;
    into->m2 = m2a + m2b + d2 * na * nb;
    into->m3 = m3a + m3b + d2 * dn * na * nb * (na - nb) + 3 * dn * (na * m2b - nb * m2a);
    into->m4 += other->m4 + d2 * dn * dn * na * nb * (na * na - na * nb + nb * nb) +
                6 * dn * dn * (na * na * m2b + nb * nb * m2a) + 4 * dn * (na * m3b - nb * m3a);
    into->n += other->n;
    into->min = other->min < into->min ? other->min : into->min;
    into->max = other->max > into->max ? other->max : into->max;
}

double bireme_moments_variance(const bireme_moments *moments)
{
    return moments->n < 2 ? NAN : moments->m2 / (double)(moments->n - 1);
}

double bireme_moments_mean_se(const bireme_moments *moments)
{
    return sqrt(bireme_moments_variance(moments) / (double)moments->n);
}

double bireme_moments_sd_se(const bireme_moments *moments)
{
    if (moments->n < 2) return NAN;
    if (moments->m2 <= 0) return 0;
    double n = (double)moments->n, variance = moments->m2 / n;
    double spread = moments->m4 / n - variance * variance;
    return sqrt(spread > 0 ? spread / n : 0) / (2 * sqrt(variance));
}
