/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A block is added by two passes (mean, then central sums), which loses no digits; parts are merged by the
 * pairwise formulas. Source: P. Pébay, Formulas for robust, one-pass parallel computation of covariances and
 * arbitrary-order statistical moments, Sandia report SAND2008-6212 (2008).
 */
#include "stats/moments.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>
#include "base/kernel.h"

/* LANES interleaved sums, so that the loops vectorise instead of being one long chain of additions; the order
 * of the additions is part of the result and the same on every processor. A block is ROWS rows of LANES
 * values: the outer loop is the vector, the inner one is unrolled, so that all sums stay in registers. */
enum { LANES = BIREME_MOMENTS_LANES, ROWS = 16, BLOCK = ROWS * LANES };

/* Lanes 8 … 15 onto 0 … 7, then 4 … 7 onto 0 … 3, … */
static inline __attribute__((always_inline)) double total(const double *lane)
{
    double eight[8], four[4];
    for (int i = 0; i < 8; i++) eight[i] = lane[i] + lane[i + 8];
    for (int i = 0; i < 4; i++) four[i] = eight[i] + eight[i + 4];
    return (four[0] + four[2]) + (four[1] + four[3]);
}

static inline __attribute__((always_inline)) double smallest(const double *lane)
{
    double eight[8], four[4];
    for (int i = 0; i < 8; i++) eight[i] = lane[i] < lane[i + 8] ? lane[i] : lane[i + 8];
    for (int i = 0; i < 4; i++) four[i] = eight[i] < eight[i + 4] ? eight[i] : eight[i + 4];
    double a = four[0] < four[2] ? four[0] : four[2], b = four[1] < four[3] ? four[1] : four[3];
    return a < b ? a : b;
}

static inline __attribute__((always_inline)) double largest(const double *lane)
{
    double eight[8], four[4];
    for (int i = 0; i < 8; i++) eight[i] = lane[i] > lane[i + 8] ? lane[i] : lane[i + 8];
    for (int i = 0; i < 4; i++) four[i] = eight[i] > eight[i + 4] ? eight[i] : eight[i + 4];
    double a = four[0] > four[2] ? four[0] : four[2], b = four[1] > four[3] ? four[1] : four[3];
    return a > b ? a : b;
}

/* The moments of BLOCK values, without n and the missing values. The mean is NAN if any value is. */
BIREME_KERNEL static void whole_block(const double *restrict value, bireme_moments *restrict out)
{
    double min[LANES], max[LANES], s2[LANES], s3[LANES], s4[LANES];
    double *restrict sum = out->lane_sum;
    for (int j = 0; j < LANES; j++) {
        double a = 0, low = INFINITY, high = -INFINITY;
        for (int i = 0; i < BLOCK; i += LANES) {
            double x = value[i + j];
            a += x;
            low = x < low ? x : low;
            high = x > high ? x : high;
        }
        sum[j] = a, min[j] = low, max[j] = high;
    }
    double mean = total(sum) / BLOCK;
    for (int j = 0; j < LANES; j++) {
        double a = 0, b = 0, c = 0;
        for (int i = 0; i < BLOCK; i += LANES) {
            double d = value[i + j] - mean, d2 = d * d;
            a += d2;
            b += d2 * d;
            c += d2 * d2;
        }
        s2[j] = a, s3[j] = b, s4[j] = c;
    }
    out->mean = mean, out->min = smallest(min), out->max = largest(max);
    out->m2 = total(s2), out->m3 = total(s3), out->m4 = total(s4);
}

/* The same for n < BLOCK values, the end of a sample. */
static void short_block(size_t n, const double *value, bireme_moments *out)
{
    double s2[LANES] = {0}, s3[LANES] = {0}, s4[LANES] = {0};
    memset(out->lane_sum, 0, sizeof out->lane_sum);
    out->min = INFINITY, out->max = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        out->lane_sum[i % LANES] += value[i];
        out->min = value[i] < out->min ? value[i] : out->min;
        out->max = value[i] > out->max ? value[i] : out->max;
    }
    out->mean = total(out->lane_sum) / (double)n;
    for (size_t i = 0; i < n; i++) {
        double d = value[i] - out->mean, d2 = d * d;
        s2[i % LANES] += d2, s3[i % LANES] += d2 * d, s4[i % LANES] += d2 * d2;
    }
    out->m2 = total(s2), out->m3 = total(s3), out->m4 = total(s4);
}

/* Fills in a block's moments, as if no value were missing. */
static void block_moments(size_t n, const double *value, bireme_moments *block)
{
    block->n = n;
    if (n == BLOCK)
        whole_block(value, block);
    else
        short_block(n, value, block);
}

static void merge_central(bireme_moments *into, const bireme_moments *other)
{
    if (into->n == 0) {
        into->n = other->n, into->mean = other->mean, into->min = other->min, into->max = other->max;
        into->m2 = other->m2, into->m3 = other->m3, into->m4 = other->m4;
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

static void merge_lane_sums(bireme_moments *into, const bireme_moments *other)
{
    for (int j = 0; j < LANES; j++) into->lane_sum[j] += other->lane_sum[j];
}

/* A block with NANs: the moments of the other values; lanes keep the positions that the values had. */
static void add_gappy(bireme_moments *moments, size_t n, const double *value)
{
    double kept[BLOCK];
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_there = value[i] == value[i];
        moments->lane_missing[i % LANES] += !is_there;
        if (!is_there) continue;
        moments->lane_sum[i % LANES] += value[i];
        kept[count++] = value[i];
    }
    if (count == 0) return;
    bireme_moments block;
    block_moments(count, kept, &block);
    merge_central(moments, &block);
}

void bireme_moments_add(bireme_moments *moments, size_t n, const double *value)
{
    for (size_t from = 0; from < n; from += BLOCK) {
        size_t size = n - from < BLOCK ? n - from : BLOCK;
        bireme_moments block;
        block_moments(size, value + from, &block);
        if (block.mean != block.mean) { /* a NAN, or infinities of both signs */
            add_gappy(moments, size, value + from);
        } else {
            merge_central(moments, &block);
            merge_lane_sums(moments, &block);
        }
    }
}

void bireme_moments_merge(bireme_moments *into, const bireme_moments *other)
{
    merge_lane_sums(into, other);
    for (int j = 0; j < LANES; j++) into->lane_missing[j] += other->lane_missing[j];
    if (other->n > 0) merge_central(into, other);
}

double bireme_moments_variance(const bireme_moments *moments)
{
    return moments->n < 2 ? NAN : moments->m2 / (double)(moments->n - 1);
}

double bireme_moments_mean_se(const bireme_moments *moments, unsigned replicates)
{
    if (replicates <= 1) return sqrt(bireme_moments_variance(moments) / (double)moments->n);
    double sum[LANES] = {0};
    uint64_t count[LANES] = {0}, offered = moments->n;
    for (unsigned j = 0; j < LANES; j++) offered += moments->lane_missing[j];
    for (unsigned j = 0; j < LANES; j++) {
        sum[j % replicates] += moments->lane_sum[j];
        count[j % replicates] += offered / LANES + (j < offered % LANES) - moments->lane_missing[j];
    }
    double se = bireme_replicates_mean_se(replicates, sum, count);
    /* the sums of equal values have rounding errors */
    return moments->min == moments->max && !isnan(se) ? 0 : se;
}

double bireme_moments_sd_se(const bireme_moments *moments)
{
    if (moments->n < 2) return NAN;
    if (moments->m2 <= 0) return 0;
    double n = (double)moments->n, variance = moments->m2 / n;
    double spread = moments->m4 / n - variance * variance;
    return sqrt(spread > 0 ? spread / n : 0) / (2 * sqrt(variance));
}
