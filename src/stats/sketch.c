/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/sketch.h"

#include <assert.h>
#include <math.h>
#include "base/memory.h"
#include "stats/bins.h"
#include "stats/replicates.h"

enum { PARTS_MOST = 1024, LANES = BIREME_REPLICATES_MOST };
static const double RATIO_MOST = 1.5;

bireme_status bireme_sketch_create(bireme_sketch *sketch, bireme_error *error)
{
    uint32_t *count = bireme_calloc(BIREME_BINS + 1, sizeof *count);
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
    uint32_t bin[BIREME_BIN_CHUNK];
    for (size_t from = 0; from < n; from += BIREME_BIN_CHUNK) {
        size_t size = n - from < BIREME_BIN_CHUNK ? n - from : BIREME_BIN_CHUNK;
        bireme_bin_range range = bireme_bins_of(size, value + from, bin);
        if (range.low == range.high)
            sketch->count[range.low] += (uint32_t)size; /* one by one, each would wait for the one before */
        else
            for (size_t i = 0; i < size; i++) sketch->count[bin[i]]++;
    }
}

/* Against independent values: of the share at or below `limit` among the first values, within what they can
 * tell (half a value) and RATIO_MOST. */
static double measured_ratio(const bireme_sketch_query *q, double p, double limit)
{
    uint64_t hits[LANES] = {0}, values[LANES] = {0};
    double chunk[BIREME_BIN_CHUNK];
    if (q->replicates <= 1) return 1;
    for (size_t from = 0; from < q->n_prefix; from += BIREME_BIN_CHUNK) {
        size_t size = q->n_prefix - from < BIREME_BIN_CHUNK ? q->n_prefix - from : BIREME_BIN_CHUNK;
        for (size_t i = 0; i < size; i++) chunk[i] = q->prefix[from + i];
        bireme_replicates_at_most(size, chunk, (float)limit, hits);
        bireme_replicates_at_most(size, chunk, INFINITY, values);
    }
    uint64_t hits_of[LANES], values_of[LANES], n = 0;
    bireme_replicates_fold(q->replicates, hits, hits_of);
    bireme_replicates_fold(q->replicates, values, values_of);
    for (unsigned r = 0; r < q->replicates; r++) n += values_of[r];
    double ratio = bireme_replicates_ratio(q->replicates, hits_of, values_of);
    double least = 0.5 / sqrt((double)n * p * (1 - p));
    ratio = isnan(ratio) ? 1 : ratio; /* the first values may nearly all be missing: nothing is known */
    return fmin(fmax(ratio, fmin(least, 1)), RATIO_MOST);
}

void bireme_sketch_quantiles(const bireme_sketch_query *q, size_t n_p, const double *p, double *quantile,
                             double *se)
{
    assert(n_p <= BIREME_P_MOST && q->parts <= PARTS_MOST);
    const uint32_t *count[PARTS_MOST];
    for (size_t i = 0; i < q->parts; i++) count[i] = q->sketch[i].count;
    for (size_t k = 0; k < n_p; k++) quantile[k] = se[k] = NAN;
    if (q->n == 0) return;
    uint64_t rank[2 * BIREME_P_MOST] = {0};
    double d[BIREME_P_MOST], x[2 * BIREME_P_MOST], n = (double)q->n;
    for (size_t k = 0; k < n_p; k++) rank[k] = bireme_rank_at(q->n, n * p[k]);
    bireme_bins_answer(count, q->parts, q->min, q->max, q->whole, n_p, rank, quantile);
    for (size_t k = 0; k < n_p; k++) {
        d[k] = bireme_rank_error(q->n, p[k], measured_ratio(q, p[k], quantile[k]));
        rank[2 * k] = bireme_rank_at(q->n, n * p[k] - d[k]);
        rank[2 * k + 1] = bireme_rank_at(q->n, n * p[k] + d[k]);
    }
    bireme_bins_answer(count, q->parts, q->min, q->max, q->whole, 2 * n_p, rank, x);
    for (size_t k = 0; k < n_p; k++)
        if (n * p[k] - d[k] > 0 && n * p[k] + d[k] <= n) se[k] = (x[2 * k + 1] - x[2 * k]) / 2;
}
