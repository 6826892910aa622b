/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exact order statistics by bins: one pass counts the bins, the bins that hold a wanted rank are gathered in
 * a second pass and sorted. The cost is two cheap passes instead of a sort.
 */
#include "stats/quantile.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/kernel.h"
#include "base/memory.h"

enum {
    MANTISSA = 10,
    EXPONENT_LOW = -20, /* magnitudes below 2^EXPONENT_LOW share bin 0 of their sign */
    EXPONENT_HIGH = 44,
    SIDE = (EXPONENT_HIGH - EXPONENT_LOW) << MANTISSA, /* bins of one sign */
    BINS = 2 * SIDE + 1,
    NO_BIN = BINS, /* of a NAN */
    P_MOST = 16,
    RANKS_MOST = 3 * P_MOST
};

/* The bins of n ≤ CHUNK values: SIDE is zero, above it the positive ones ascending, below it the negative
 * ones. Non-decreasing in the value. */
enum { CHUNK = 256 };

BIREME_KERNEL static void bins_of(size_t n, const double *restrict value, uint32_t *restrict bin)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t bits;
        memcpy(&bits, &value[i], sizeof bits);
        int32_t high = (int32_t)(bits >> 32), size = high & 0x7FFFFFFF;
        int32_t key = (size >> (20 - MANTISSA)) - ((1023 + EXPONENT_LOW) * (1 << MANTISSA) - 1);
        key = key > 0 ? key : 0; /* 1 is the first bin above zero */
        key = key < SIDE ? key : SIDE;
        int32_t signed_bin = high < 0 ? SIDE - key : SIDE + key;
        bin[i] = (uint32_t)(value[i] == value[i] ? signed_bin : NO_BIN);
    }
}

/* The end of the bin that is nearer to zero. */
static double bin_edge(uint32_t bin)
{
    int64_t key = (int64_t)bin - SIDE, size = key < 0 ? -key : key;
    if (size == 0) return 0;
    uint64_t bits = (uint64_t)(size - 1 + (int64_t)(1023 + EXPONENT_LOW) * (1 << MANTISSA))
                    << (52 - MANTISSA);
    double edge;
    memcpy(&edge, &bits, sizeof edge);
    return key < 0 ? -edge : edge;
}

/* The three ranks (from 1) of each quantile: itself, and one standard deviation of the rank below and above.
 */
static void wanted_ranks(uint64_t n, size_t n_p, const double *p, uint64_t *rank)
{
    for (size_t k = 0; k < n_p; k++) {
        double middle = (double)n * p[k], d = sqrt((double)n * p[k] * (1 - p[k]));
        double place[3] = {ceil(middle), ceil(middle - d), ceil(middle + d)};
        for (int j = 0; j < 3; j++) {
            double r = place[j] < 1 ? 1 : place[j] > (double)n ? (double)n : place[j];
            rank[3 * k + (size_t)j] = (uint64_t)r;
        }
    }
}

/* Where a rank falls off the end of the sample, it is too small to tell. */
static void from_ranks(uint64_t n, size_t n_p, const double *p, const double *x, double *quantile, double *se)
{
    for (size_t k = 0; k < n_p; k++) {
        double middle = (double)n * p[k], d = sqrt((double)n * p[k] * (1 - p[k]));
        quantile[k] = x[3 * k];
        se[k] = middle - d > 0 && middle + d <= (double)n ? (x[3 * k + 2] - x[3 * k + 1]) / 2 : NAN;
    }
}

static void no_quantiles(size_t n_p, double *quantile, double *se)
{
    for (size_t k = 0; k < n_p; k++) quantile[k] = se[k] = NAN;
}

/* ------------------------ exact */

struct bireme_order {
    size_t most;
    uint32_t *count;  /* [BINS + 1] all zero between calls */
    double *gathered; /* [most] */
};

/* A bin that holds wanted ranks. */
typedef struct wanted_bin {
    uint32_t bin;
    uint64_t before; /* values in lower bins */
    uint64_t size;
    double *value; /* [size], sorted */
} wanted_bin;

bireme_status bireme_order_create(size_t most, bireme_order **out, bireme_error *error)
{
    bireme_order *order = bireme_calloc(1, sizeof *order);
    if (order != NULL) {
        order->most = most;
        order->count = bireme_calloc(BINS + 1, sizeof *order->count);
        order->gathered = bireme_calloc(most, sizeof *order->gathered);
    }
    if (order == NULL || order->count == NULL || order->gathered == NULL) {
        bireme_order_free(order);
        return bireme_fail_memory(error);
    }
    *out = order;
    return BIREME_OK;
}

void bireme_order_free(bireme_order *order)
{
    if (order == NULL) return;
    bireme_free(order->count);
    bireme_free(order->gathered);
    bireme_free(order);
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts unless all are equal, which for counts they are. */
static void sort_values(double *value, size_t n)
{
    int equal = 1;
    for (size_t i = 1; i < n && equal; i++) equal = value[i] == value[0];
    if (!equal) qsort(value, n, sizeof *value, compare_doubles);
}

/* The distinct bins that hold the ranks, ascending; returns how many. */
static size_t find_bins(const uint32_t *count, uint32_t low, uint32_t high, size_t n_ranks,
                        const uint64_t *rank, wanted_bin *found)
{
    size_t n_found = 0;
    uint64_t before = 0;
    for (uint32_t bin = low; bin <= high; bin++) {
        uint64_t after = before + count[bin];
        for (size_t r = 0; r < n_ranks && count[bin] > 0; r++) {
            if (rank[r] <= before || rank[r] > after) continue;
            found[n_found++] = (wanted_bin){.bin = bin, .before = before, .size = count[bin]};
            break;
        }
        before = after;
    }
    return n_found;
}

void bireme_order_quantiles(bireme_order *order, size_t n, const double *value, size_t n_p, const double *p,
                            double *quantile, double *se)
{
    assert(n <= order->most && n_p <= P_MOST);
    uint64_t total = 0, rank[RANKS_MOST];
    uint32_t low = BINS - 1, high = 0, bin[CHUNK];
    for (size_t from = 0; from < n; from += CHUNK) {
        size_t size = n - from < CHUNK ? n - from : CHUNK;
        bins_of(size, value + from, bin);
        for (size_t i = 0; i < size; i++) {
            order->count[bin[i]]++;
            low = bin[i] < low ? bin[i] : low;
            high = bin[i] > high && bin[i] != NO_BIN ? bin[i] : high;
        }
    }
    total = n - order->count[NO_BIN];
    order->count[NO_BIN] = 0;
    if (total == 0) {
        no_quantiles(n_p, quantile, se);
        return;
    }
    wanted_bin found[RANKS_MOST];
    wanted_ranks(total, n_p, p, rank);
    size_t n_found = find_bins(order->count, low, high, 3 * n_p, rank, found);
    memset(order->count + low, 0, (size_t)(high - low + 1) * sizeof *order->count);
    double *next = order->gathered;
    for (size_t f = 0; f < n_found; f++) {
        found[f].value = next;
        next += found[f].size;
        order->count[found[f].bin] = (uint32_t)f + 1; /* marks the bin for the second pass */
        found[f].size = 0;
    }
    for (size_t from = 0; from < n; from += CHUNK) {
        size_t size = n - from < CHUNK ? n - from : CHUNK;
        bins_of(size, value + from, bin);
        for (size_t i = 0; i < size; i++) {
            uint32_t mark = order->count[bin[i]];
            if (mark > 0) found[mark - 1].value[found[mark - 1].size++] = value[from + i];
        }
    }
    for (size_t f = 0; f < n_found; f++) {
        sort_values(found[f].value, found[f].size);
        order->count[found[f].bin] = 0;
    }
    double x[RANKS_MOST];
    for (size_t r = 0; r < 3 * n_p; r++)
        for (size_t f = 0; f < n_found; f++)
            if (rank[r] > found[f].before && rank[r] <= found[f].before + found[f].size)
                x[r] = found[f].value[rank[r] - found[f].before - 1];
    from_ranks(total, n_p, p, x, quantile, se);
}

/* ------------------------ sketch */

bireme_status bireme_sketch_create(bireme_sketch *sketch, bireme_error *error)
{
    uint32_t *count = bireme_calloc(BINS + 1, sizeof *count);
    if (count == NULL) return bireme_fail_memory(error);
    sketch->count = count;
    return BIREME_OK;
}

void bireme_sketch_free(bireme_sketch *sketch)
{
    bireme_free(sketch->count);
    sketch->count = NULL;
}

void bireme_sketch_add(bireme_sketch *sketch, size_t n, const double *value)
{
    uint32_t bin[CHUNK];
    for (size_t from = 0; from < n; from += CHUNK) {
        size_t size = n - from < CHUNK ? n - from : CHUNK;
        bins_of(size, value + from, bin);
        for (size_t i = 0; i < size; i++) sketch->count[bin[i]]++;
    }
}

void bireme_sketch_merge(bireme_sketch *into, const bireme_sketch *other)
{
    for (size_t bin = 0; bin < BINS; bin++)
        if (other->count[bin] > 0) into->count[bin] += other->count[bin];
}

/* The value of a rank inside a bin: by linear interpolation, within [min, max]; a whole number if all values
 * are. */
static double inside(uint32_t bin, double share, double min, double max, int whole)
{
    if (bin == 0) return min;
    if (bin == BINS - 1) return max;
    double a = bin_edge(bin), b = bin < SIDE ? bin_edge(bin - 1) : bin_edge(bin + 1), x;
    if (bin == SIDE)
        x = 0;
    else if (whole)
        x = rint(a + (b - a > 1 || a - b > 1 ? share * (b - a) : 0));
    else
        x = bin < SIDE ? b + share * (a - b) : a + share * (b - a);
    return x < min ? min : x > max ? max : x;
}

void bireme_sketch_quantiles(const bireme_sketch *sketch, double min, double max, int whole, size_t n_p,
                             const double *p, double *quantile, double *se)
{
    assert(n_p <= P_MOST);
    uint64_t total = 0, before = 0, rank[RANKS_MOST];
    double x[RANKS_MOST];
    for (size_t bin = 0; bin < BINS; bin++) total += sketch->count[bin];
    if (total == 0) {
        no_quantiles(n_p, quantile, se);
        return;
    }
    wanted_ranks(total, n_p, p, rank);
    for (uint32_t bin = 0; bin < BINS; bin++) {
        uint64_t count = sketch->count[bin];
        if (count == 0) continue;
        for (size_t r = 0; r < 3 * n_p; r++)
            if (rank[r] > before && rank[r] <= before + count)
                x[r] = inside(bin, ((double)(rank[r] - before) - 0.5) / (double)count, min, max, whole);
        before += count;
    }
    from_ranks(total, n_p, p, x, quantile, se);
}
