/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/sketch.h"

#include <assert.h>
#include <math.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "stats/bins.h"
#include "stats/replicates.h"

enum { PARTS_MOST = 1024, LANES = BIREME_REPLICATES_MOST };
static const double RATIO_MOST = 1.5;

bireme_status bireme_sketch_create(size_t n, bireme_sketch *sketch, bireme_error *error)
{
    enum { SIZE = BIREME_BINS + 1 };
    uint32_t *count = bireme_map(n, SIZE * sizeof *count);
    bireme_bin_extent *extent = bireme_map(n, SIZE * sizeof *extent);
    if (count == NULL || extent == NULL) {
        bireme_unmap(count, n, SIZE * sizeof *count);
        bireme_unmap(extent, n, SIZE * sizeof *extent);
        return bireme_fail_memory(error);
    }
    for (size_t i = 0; i < n; i++)
        sketch[i] = (bireme_sketch){.count = count + i * SIZE, .extent = extent + i * SIZE};
    return BIREME_OK;
}

void bireme_sketch_free(size_t n, bireme_sketch *sketch)
{
    if (n == 0) return;
    bireme_unmap(sketch[0].count, n, (BIREME_BINS + 1) * sizeof *sketch[0].count);
    bireme_unmap(sketch[0].extent, n, (BIREME_BINS + 1) * sizeof *sketch[0].extent);
    for (size_t i = 0; i < n; i++) sketch[i].count = NULL, sketch[i].extent = NULL;
}

static void widen_one(bireme_bin_extent *extent, size_t n, const double *value)
{
    uint32_t most = 0, least = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        uint32_t offset = bireme_bin_offset(value[i]);
        most = offset > most ? offset : most;
        least = offset < least ? offset : least;
    }
    bireme_bin_widen(extent, most, least);
}

/* Each value as the extent of a bin that holds only that value. */
BIREME_KERNEL static void find_extents(size_t n, const double *restrict value,
                                       bireme_bin_extent *restrict here)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t offset = bireme_bin_offset(value[i]);
        here[i].most = offset;
        here[i].least_inverted = ~offset;
    }
}

/* Written so that gcc makes the two comparisons into one of a two-element vector. */
BIREME_KERNEL static void count_all(size_t n, const uint32_t *restrict bin,
                                    const bireme_bin_extent *restrict here, uint32_t *restrict count,
                                    bireme_bin_extent *restrict extent)
{
    for (size_t i = 0; i < n; i++) {
        count[bin[i]]++;
        bireme_bin_extent *to = &extent[bin[i]];
        uint32_t a = to->most > here[i].most ? to->most : here[i].most;
        uint32_t b = to->least_inverted > here[i].least_inverted ? to->least_inverted
                                                                 : here[i].least_inverted;
        to->most = a;
        to->least_inverted = b;
    }
}

void bireme_sketch_add(bireme_sketch *sketch, size_t n, const double *value)
{
    uint32_t bin[BIREME_BIN_CHUNK];
    for (size_t from = 0; from < n; from += BIREME_BIN_CHUNK) {
        size_t size = n - from < BIREME_BIN_CHUNK ? n - from : BIREME_BIN_CHUNK;
        bireme_bin_range range = bireme_bins_of(size, value + from, bin);
        int small = sketch->whole && bireme_bin_is_small(range.low) && bireme_bin_is_small(range.high);
        if (range.low == range.high) {
            /* counted singly, each addition would wait for the one before */
            sketch->count[range.low] += (uint32_t)size;
            if (!small) widen_one(&sketch->extent[range.low], size, value + from);
        } else if (small) {
            for (size_t i = 0; i < size; i++) sketch->count[bin[i]]++;
        } else {
            bireme_bin_extent here[BIREME_BIN_CHUNK];
            find_extents(size, value + from, here);
            count_all(size, bin, here, sketch->count, sketch->extent);
        }
    }
}

/* For each replicate, how many of the first values are at or below a limit. */
static void count_at_most(const bireme_sketch_query *q, double limit, uint64_t *of_replicate)
{
    uint64_t hits[LANES] = {0};
    double chunk[BIREME_BIN_CHUNK];
    for (size_t from = 0; from < q->n_prefix; from += BIREME_BIN_CHUNK) {
        size_t size = q->n_prefix - from < BIREME_BIN_CHUNK ? q->n_prefix - from : BIREME_BIN_CHUNK;
        for (size_t i = 0; i < size; i++) chunk[i] = q->prefix[from + i];
        bireme_replicates_at_most(size, chunk, (float)limit, hits);
    }
    bireme_replicates_fold(q->replicates, hits, of_replicate);
}

/* The ratio to independent values: the errors of the shares at or below the quantiles among the first values,
 * limited to what these can show (half a value) and to RATIO_MOST. */
static void measure_ratios(const bireme_sketch_query *q, size_t n_p, const double *p, const double *quantile,
                           double *ratio)
{
    uint64_t hits[LANES], values[LANES], n = 0;
    for (size_t k = 0; k < n_p; k++) ratio[k] = 1;
    if (q->replicates <= 1) return;
    count_at_most(q, INFINITY, values);
    for (unsigned r = 0; r < q->replicates; r++) n += values[r];
    for (size_t k = 0; k < n_p; k++) {
        count_at_most(q, quantile[k], hits);
        double measured = bireme_replicates_ratio(q->replicates, hits, values);
        double least = 0.5 / sqrt((double)n * p[k] * (1 - p[k]));
        if (!isnan(measured)) /* nearly all of the first values may be missing: nothing is known then */
            ratio[k] = fmin(fmax(measured, fmin(least, 1)), RATIO_MOST);
    }
}

void bireme_sketch_quantiles(const bireme_sketch_query *q, size_t n_p, const double *p, double *quantile,
                             double *se)
{
    assert(n_p <= BIREME_P_MOST && q->parts <= PARTS_MOST);
    const uint32_t *count[PARTS_MOST];
    const bireme_bin_extent *extent[PARTS_MOST];
    for (size_t i = 0; i < q->parts; i++) count[i] = q->sketch[i].count, extent[i] = q->sketch[i].extent;
    for (size_t k = 0; k < n_p; k++) quantile[k] = se[k] = NAN;
    if (q->n == 0) return;
    const bireme_bins bins = {.count = count,
                              .extent = extent,
                              .tables = q->parts,
                              .min = q->min,
                              .max = q->max,
                              .whole = q->whole};
    bireme_bins_survey survey;
    bireme_bins_look(&bins, &survey);
    double ratio[BIREME_P_MOST], n = (double)q->n;
    for (size_t k = 0; k < n_p; k++) quantile[k] = bireme_bins_at(&survey, bireme_rank_at(q->n, n * p[k]));
    measure_ratios(q, n_p, p, quantile, ratio);
    for (size_t k = 0; k < n_p; k++) {
        double d = bireme_rank_error(q->n, p[k], ratio[k]);
        double x[BIREME_SE_RANKS];
        uint64_t rank[BIREME_SE_RANKS];
        if (n * p[k] - d <= 0 || n * p[k] + d > n) continue;
        bireme_se_ranks(q->n, p[k], d, rank);
        for (int i = 0; i < BIREME_SE_RANKS; i++) x[i] = bireme_bins_at(&survey, rank[i]);
        double sampling = bireme_quantile_se(x, rank),
               open = bireme_bins_error(&survey, rank[BIREME_SE_RANKS / 2]) / 2;
        se[k] = sqrt(sampling * sampling + open * open); /* hypot() differs between processors */
    }
}
