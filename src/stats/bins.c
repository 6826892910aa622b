/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/bins.h"

#include <math.h>
#include <string.h>
#include "base/kernel.h"
#include "numeric/special/portable.h"
#include "stats/decimal.h"
#include "stats/threshold.h"

enum {
    MANTISSA = BIREME_BIN_MANTISSA,
    LOW = BIREME_BIN_LOW,
    ZERO = BIREME_BIN_ZERO,
    CHUNK = BIREME_BIN_CHUNK
};

/* Bin ZERO is zero; positive values are above it in ascending order, negative ones below. */
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

/* Smallest and largest bins are whole numbers: the order of comparison does not matter. */
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

/* At least half a rank: an order statistic cannot tell less. */
double bireme_rank_error(uint64_t n, double p, double ratio)
{
    double d = sqrt((double)n * p * (1 - p)) * ratio;
    return d < 0.5 ? 0.5 : d;
}

/* Whether one of the four steps between the ranks is far longer than the others. If the density is about
 * constant over 4d ranks, a step of m ranks is Gamma(m) times the mean spacing, so the ratio of its mean
 * spacing to that of the M other ranks is F(2m, 2M), whose logarithm has a standard deviation of about √(1/m
 * + 1/M). Four of these come by chance in 1 to 6 of 100,000 quantiles (d from 2 to 32, 200,000 each). */
static int has_gap(const double *x, const uint64_t *rank)
{
    const double deviations = 4;
    double all = x[BIREME_SE_RANKS - 1] - x[0], ranks = (double)(rank[BIREME_SE_RANKS - 1] - rank[0]);
    for (int i = 0; i + 1 < BIREME_SE_RANKS; i++) {
        double step = x[i + 1] - x[i], m = (double)(rank[i + 1] - rank[i]), others = ranks - m;
        if (!(m > 0 && others > 0)) continue;
        if (step * others > bireme_exp(deviations * sqrt(1 / m + 1 / others)) * m * (all - step)) return 1;
    }
    return 0;
}

double bireme_quantile_se(const double *x, const uint64_t *rank)
{
    enum { LOWEST, LOWER, MIDDLE, HIGHER, HIGHEST };
    double rounding = bireme_sum_error(x[MIDDLE], 0), se = (x[HIGHER] - x[LOWER]) / 2;
    int reaches = has_gap(x, rank);
    for (int i = LOWEST; i < HIGHEST; i++) reaches |= rank[i + 1] > rank[i] && x[i + 1] - x[i] <= rounding;
    if (reaches) se = fmax(se, fmax(x[MIDDLE] - x[LOWEST], x[HIGHEST] - x[MIDDLE]) / 2);
    return se <= rounding ? 0 : se;
}

/* ------------------------ values in a bin */

typedef struct content {
    uint64_t n;
    double low, high;
} content;

static double with_offset(uint32_t bin, uint32_t offset)
{
    double edge = bireme_bin_edge(bin);
    uint64_t bits;
    memcpy(&bits, &edge, sizeof bits);
    bits |= (uint64_t)offset << (20 - MANTISSA);
    memcpy(&edge, &bits, sizeof edge);
    return edge;
}

/* The number of values in a bin, and their range; the range is unknown for the outermost bins, which hold all
 * that lies beyond, and for the bin of zero. */
static content content_of(const bireme_bins *bins, uint32_t bin)
{
    bireme_bin_extent extent = {0, 0};
    content c = {0, 0, 0};
    for (size_t t = 0; t < bins->tables; t++) {
        if (bins->count[t][bin] == 0) continue;
        c.n += bins->count[t][bin];
        if (bins->extent != NULL)
            bireme_bin_widen(&extent, bins->extent[t][bin].most, ~bins->extent[t][bin].least_inverted);
    }
    if (c.n == 0) return c;
    double a = bireme_bin_edge(bin), b = a;
    if (bin == ZERO) {
        b = extent.most > 0 ? ldexp(1, LOW) : 0; /* something other than 0 */
        a = -b;
    } else if (bin == 0 || bin == BIREME_BINS - 1) {
        b = bin == 0 ? bins->min : bins->max;
    } else if (!(bins->whole && bireme_bin_is_small(bin)) && bins->extent != NULL) {
        a = with_offset(bin, ~extent.least_inverted);
        b = with_offset(bin, extent.most);
    }
    c.low = fmax(fmin(a, b), bins->min);
    c.high = fmin(fmax(a, b), bins->max);
    return c;
}

/* Whether the bin holds one value, apart from truncated bits and the rounding of sums. */
static int is_atom(const content *c)
{
    return c->high - c->low <= 2 * bireme_sum_error(c->high, 0);
}

/* The value at a given share of the way through a bin. */
static double inside(const bireme_bins *bins, uint32_t bin, double share)
{
    content c = content_of(bins, bin);
    double min = bins->min, max = bins->max, x = c.low + share * (c.high - c.low);
    if (bin == 0) return min;
    if (bin == BIREME_BINS - 1) return max;
    if (bin == ZERO)
        x = 0;
    else if (bins->whole)
        x = rint(x);
    else if (is_atom(&c))
        x = bireme_decimal_within(c.low, BIREME_SUM_ERROR);
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

/* The number of values in n ≤ CHUNK bins of a table, less than 2³². */
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

/* The bin that contains the rank; *before: the number of values below that bin. */
static uint32_t find_bin(const bireme_bins_survey *survey, uint64_t rank, uint64_t *before)
{
    const bireme_bins *bins = survey->bins;
    size_t low = 0, high = survey->chunks; /* below[low] < rank ≤ below[high] */
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        *(survey->below[middle] < rank ? &low : &high) = middle;
    }
    *before = survey->below[low];
    uint32_t bin = bireme_bin_of(bins->min) + (uint32_t)low * CHUNK;
    for (;; bin++) {
        uint64_t here = 0;
        for (size_t t = 0; t < bins->tables; t++) here += bins->count[t][bin];
        if (rank <= *before + here) return bin;
        *before += here;
    }
}

double bireme_bins_at(const bireme_bins_survey *survey, uint64_t rank)
{
    uint64_t before, here = 0;
    uint32_t bin = find_bin(survey, rank, &before);
    for (size_t t = 0; t < survey->bins->tables; t++) here += survey->bins->count[t][bin];
    return inside(survey->bins, bin, ((double)(rank - before) - 0.5) / (double)here);
}

/* The content of the next non-empty bin in a direction. */
static content neighbour(const bireme_bins *bins, uint32_t bin, int direction)
{
    uint32_t low = bireme_bin_of(bins->min), high = bireme_bin_of(bins->max);
    while (direction < 0 ? bin > low : bin < high) {
        bin = direction < 0 ? bin - 1 : bin + 1;
        content c = content_of(bins, bin);
        if (c.n > 0) return c;
    }
    return (content){0, 0, 0};
}

/* Where values lie densely, the error of interpolation is at most the distance between two of them, which
 * shows in the gaps to the neighbouring bins (the step of a price list). A bin that holds far more than its
 * neighbours contains an atom. */
double bireme_bins_error(const bireme_bins_survey *survey, uint64_t rank)
{
    const uint64_t far_more = 3;
    const bireme_bins *bins = survey->bins;
    uint64_t before;
    uint32_t bin = find_bin(survey, rank, &before);
    content here = content_of(bins, bin), below = neighbour(bins, bin, -1), above = neighbour(bins, bin, 1);
    double width = here.high - here.low, gap = 0;
    if (is_atom(&here)) return 0;
    if (here.n > far_more * (below.n > above.n ? below.n : above.n)) return width;
    if (below.n > 0) gap = here.low - below.high;
    if (above.n > 0) gap = fmax(gap, above.low - here.high);
    return fmin(gap, width);
}
