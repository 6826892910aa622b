/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/bins.h"

#include <math.h>
#include <string.h>
#include "base/kernel.h"

enum {
    MANTISSA = BIREME_BIN_MANTISSA,
    LOW = BIREME_BIN_LOW,
    ZERO = BIREME_BIN_ZERO,
    CHUNK = BIREME_BIN_CHUNK
};

/* ZERO is zero, above it are the positive ones ascending, below it the negative ones. */
static inline __attribute__((always_inline)) uint32_t bin_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    int32_t high = (int32_t)(bits >> 32), size = high & 0x7FFFFFFF;
    int32_t key = (size >> (20 - MANTISSA)) - ((1023 + LOW) * (1 << MANTISSA) - 1);
    key = key > 0 ? key : 0; /* 1 is the first bin above zero */
    key = key < ZERO ? key : ZERO;
    int32_t signed_bin = high < 0 ? ZERO - key : ZERO + key;
    return (uint32_t)(value == value ? signed_bin : BIREME_NO_BIN);
}

/* Smallest and largest are whole numbers: the same whatever the order. */
BIREME_KERNEL static bireme_bin_range bins_of_chunk(const double *restrict value, uint32_t *restrict bin)
{
    bireme_bin_range range = {BIREME_NO_BIN, 0};
    for (size_t i = 0; i < CHUNK; i++) {
        uint32_t b = bin_of(value[i]);
        bin[i] = b;
        range.low = b < range.low ? b : range.low;
        range.high = b > range.high ? b : range.high;
    }
    return range;
}

bireme_bin_range bireme_bins_of(size_t n, const double *value, uint32_t *bin)
{
    if (n == CHUNK) return bins_of_chunk(value, bin);
    bireme_bin_range range = {BIREME_NO_BIN, 0};
    for (size_t i = 0; i < n; i++) {
        bin[i] = bin_of(value[i]);
        range.low = bin[i] < range.low ? bin[i] : range.low;
        range.high = bin[i] > range.high ? bin[i] : range.high;
    }
    return range;
}

uint32_t bireme_bin_of(double value)
{
    return bin_of(value);
}

double bireme_bin_edge(uint32_t bin)
{
    int64_t key = (int64_t)bin - ZERO, size = key < 0 ? -key : key;
    if (size == 0) return 0;
    uint64_t bits = (uint64_t)(size - 1 + (int64_t)(1023 + LOW) * (1 << MANTISSA)) << (52 - MANTISSA);
    double edge;
    memcpy(&edge, &bits, sizeof edge);
    return key < 0 ? -edge : edge;
}

/* At least half a rank: below that an order statistic cannot tell. */
double bireme_rank_error(uint64_t n, double p, double ratio)
{
    double d = sqrt((double)n * p * (1 - p)) * ratio;
    return d < 0.5 ? 0.5 : d;
}

/* The value a share of the way through a bin. */
static double inside(const bireme_bins *bins, uint32_t bin, double share)
{
    double min = bins->min, max = bins->max;
    if (bin == 0) return min;
    if (bin == BIREME_BINS - 1) return max;
    double a = bireme_bin_edge(bin), x;
    double b = bin < ZERO ? bireme_bin_edge(bin - 1) : bireme_bin_edge(bin + 1);
    if (bin == ZERO)
        x = 0;
    else if (bins->whole)
        x = rint(a + (b - a > 1 || a - b > 1 ? share * (b - a) : 0));
    else
        x = bin < ZERO ? b + share * (a - b) : a + share * (b - a);
    return x < min ? min : x > max ? max : x;
}

/* Most bins of whole numbers are empty: between 1 and 2 there are 1,022. */
uint32_t bireme_bins_skip(const uint32_t *const *count, size_t tables, uint32_t bin, uint32_t end)
{
    enum { STEP = 16 };
    for (; bin + STEP <= end; bin += STEP) {
        uint32_t any = 0;
        for (size_t t = 0; t < tables; t++)
            for (size_t i = 0; i < STEP; i++) any |= count[t][bin + i];
        if (any != 0) return bin;
    }
    return bin;
}

/* The number of values in n ≤ CHUNK bins: of a table less than 2³². */
BIREME_KERNEL static uint32_t sum_of(size_t n, const uint32_t *count)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < n; i++) sum += count[i];
    return sum;
}

void bireme_bins_look(const bireme_bins *bins, bireme_bins_survey *out)
{
    uint32_t low = bireme_bin_of(bins->min), end = bireme_bin_of(bins->max) + 1;
    out->bins = bins;
    out->chunks = 0;
    out->below[0] = 0;
    for (uint32_t bin = low; bin < end; bin += CHUNK) {
        uint64_t here = 0;
        size_t n = end - bin < CHUNK ? end - bin : CHUNK;
        for (size_t t = 0; t < bins->tables; t++) here += sum_of(n, bins->count[t] + bin);
        out->below[out->chunks + 1] = out->below[out->chunks] + here;
        out->chunks++;
    }
}

double bireme_bins_at(const bireme_bins_survey *survey, uint64_t rank)
{
    const bireme_bins *bins = survey->bins;
    size_t low = 0, high = survey->chunks; /* below[low] < rank ≤ below[high] */
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        *(survey->below[middle] < rank ? &low : &high) = middle;
    }
    uint64_t before = survey->below[low];
    uint32_t bin = bireme_bin_of(bins->min) + (uint32_t)low * CHUNK;
    for (;; bin++) {
        uint64_t here = 0;
        for (size_t t = 0; t < bins->tables; t++) here += bins->count[t][bin];
        if (rank <= before + here) return inside(bins, bin, ((double)(rank - before) - 0.5) / (double)here);
        before += here;
    }
}
