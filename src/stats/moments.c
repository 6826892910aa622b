/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A block is added by two passes (mean, then central sums), which loses no digits; parts are merged by the
 * pairwise formulas. Source: P. Pébay, Formulas for robust, one-pass parallel computation of covariances and
 * arbitrary-order statistical moments, Sandia report SAND2008-6212 (2008).
 */
#include "stats/moments.h"

#include <math.h>
#include <string.h>
#include "base/kernel.h"

void bireme_moments_init(bireme_moments *moments)
{
    *moments = (bireme_moments){.min = INFINITY, .max = -INFINITY};
}

/* LANES interleaved sums, so that the loops are vectors and not one long chain of additions; the order of the
 * additions is part of the result and the same on every processor. A block is ROWS rows of LANES values: the
 * outer loop is the vector, the inner one is unrolled, so that all sums stay in registers. */
enum { LANES = BIREME_MOMENTS_LANES, ROWS = 16, BLOCK = ROWS * LANES };

typedef struct lanes {
    double sum[LANES], min[LANES], max[LANES], s2[LANES], s3[LANES], s4[LANES];
} lanes;

BIREME_KERNEL static void first_pass(const double *restrict value, lanes *restrict out)
{
    for (int j = 0; j < LANES; j++) {
        double sum = 0, min = INFINITY, max = -INFINITY;
        for (int i = 0; i < BLOCK; i += LANES) {
            double x = value[i + j];
            sum += x;
            min = x < min ? x : min;
            max = x > max ? x : max;
        }
        out->sum[j] = sum, out->min[j] = min, out->max[j] = max;
    }
}

BIREME_KERNEL static void second_pass(const double *restrict value, double mean, lanes *restrict out)
{
    for (int j = 0; j < LANES; j++) {
        double s2 = 0, s3 = 0, s4 = 0;
        for (int i = 0; i < BLOCK; i += LANES) {
            double d = value[i + j] - mean, d2 = d * d;
            s2 += d2;
            s3 += d2 * d;
            s4 += d2 * d2;
        }
        out->s2[j] = s2, out->s3[j] = s3, out->s4[j] = s4;
    }
}

/* The same for n < BLOCK values, the end of a sample. */
static void first_pass_short(size_t n, const double *value, lanes *out)
{
    for (int j = 0; j < LANES; j++) out->sum[j] = 0, out->min[j] = INFINITY, out->max[j] = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        size_t j = i % LANES;
        out->sum[j] += value[i];
        out->min[j] = value[i] < out->min[j] ? value[i] : out->min[j];
        out->max[j] = value[i] > out->max[j] ? value[i] : out->max[j];
    }
}

static void second_pass_short(size_t n, const double *value, double mean, lanes *out)
{
    for (int j = 0; j < LANES; j++) out->s2[j] = out->s3[j] = out->s4[j] = 0;
    for (size_t i = 0; i < n; i++) {
        size_t j = i % LANES;
        double d = value[i] - mean, d2 = d * d;
        out->s2[j] += d2, out->s3[j] += d2 * d, out->s4[j] += d2 * d2;
    }
}

static double total(const double *lane)
{
    double sum[LANES];
    memcpy(sum, lane, sizeof sum);
    for (int width = LANES / 2; width > 0; width /= 2)
        for (int i = 0; i < width; i++) sum[i] += sum[i + width];
    return sum[0];
}

/* A block of n ≤ BLOCK values without NANs; with one, the mean is NAN. */
static void block_moments(size_t n, const double *value, bireme_moments *block)
{
    lanes lane;
    n == BLOCK ? first_pass(value, &lane) : first_pass_short(n, value, &lane);
    *block = (bireme_moments){.n = n, .mean = total(lane.sum) / (double)n, .min = INFINITY, .max = -INFINITY};
    if (block->mean != block->mean) return;
    memcpy(block->lane_sum, lane.sum, sizeof lane.sum);
    n == BLOCK ? second_pass(value, block->mean, &lane) : second_pass_short(n, value, block->mean, &lane);
    block->m2 = total(lane.s2), block->m3 = total(lane.s3), block->m4 = total(lane.s4);
    for (int j = 0; j < LANES; j++) {
        block->min = lane.min[j] < block->min ? lane.min[j] : block->min;
        block->max = lane.max[j] > block->max ? lane.max[j] : block->max;
    }
}

/* A block with NANs: the moments of what is left without them, the lanes by where the values stood. */
static void gappy_moments(size_t n, const double *value, bireme_moments *block)
{
    double kept[BLOCK], sum[LANES] = {0};
    uint64_t missing[LANES] = {0};
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (value[i] != value[i]) {
            missing[i % LANES]++;
        } else {
            sum[i % LANES] += value[i];
            kept[count++] = value[i];
        }
    }
    bireme_moments_init(block);
    if (count > 0) block_moments(count, kept, block);
    memcpy(block->lane_sum, sum, sizeof sum);
    memcpy(block->lane_missing, missing, sizeof missing);
}

void bireme_moments_add(bireme_moments *moments, size_t n, const double *value)
{
    for (size_t from = 0; from < n; from += BLOCK) {
        size_t size = n - from < BLOCK ? n - from : BLOCK;
        bireme_moments block;
        block_moments(size, value + from, &block);
        if (block.mean != block.mean)
            gappy_moments(size, value + from, &block); /* or infinities of both signs */
        bireme_moments_merge(moments, &block);
    }
}

static void merge_lanes(bireme_moments *into, const bireme_moments *other)
{
    for (int j = 0; j < LANES; j++) {
        into->lane_sum[j] += other->lane_sum[j];
        into->lane_missing[j] += other->lane_missing[j];
    }
}

void bireme_moments_merge(bireme_moments *into, const bireme_moments *other)
{
    merge_lanes(into, other);
    if (other->n == 0) return;
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
    return moments->min == moments->max && !isnan(se) ? 0 : se; /* sums of equal values are rounded */
}

double bireme_moments_sd_se(const bireme_moments *moments)
{
    if (moments->n < 2) return NAN;
    if (moments->m2 <= 0) return 0;
    double n = (double)moments->n, variance = moments->m2 / n;
    double spread = moments->m4 / n - variance * variance;
    return sqrt(spread > 0 ? spread / n : 0) / (2 * sqrt(variance));
}
