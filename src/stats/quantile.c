/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exact order statistics by bins: a first pass counts the values per bin, a second one gathers the values of
 * those bins that may contain a wanted rank, bin by bin, and the rank is then selected within its bin. These
 * are two cheap passes instead of a sort. The ranks are known only once the quantiles are (they depend on the
 * replicates' shares at or below them), so the bins of all possible ranks are gathered.
 *
 * A bin with a large share of the values nearly always holds one value many times: that value is remembered
 * and compared with, instead of being gathered. Small whole numbers have bins of their own, so the bin is the
 * answer.
 */
#include "stats/quantile.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "stats/bins.h"
#include "stats/replicates.h"

enum {
    P_MOST = BIREME_P_MOST,
    RANKS = BIREME_SE_RANKS,
    LANES = BIREME_REPLICATES_MOST,
    HEAVY_SHARE = 16,  /* a bin is heavy if it holds more than a 16th of the values … */
    HEAVY_LEAST = 256, /* … and more than this */
    RUNS_MOST = P_MOST + 2 * HEAVY_SHARE
};
static const uint32_t HEAVY = UINT32_C(1) << 31; /* marks of heavy bins: HEAVY + run */
static const double RATIO_MOST = 2;

struct bireme_order {
    size_t most;
    uint32_t *count;  /* [BIREME_BINS + 1] all zero between calls */
    double *gathered; /* [most] */
};

/* Neighbouring bins whose values are gathered, or one heavy bin. */
typedef struct run {
    uint32_t first, last; /* bins */
    uint64_t before;      /* values in lower bins */
    size_t from, size;    /* in gathered, bins ascending */
    int heavy, mixed;     /* mixed: its values differ */
    double only;          /* value of a heavy bin */
} run;

/* A query under way. */
typedef struct survey {
    bireme_order *order;
    const bireme_order_query *query;
    uint64_t total;     /* values that are not NAN */
    uint32_t low, high; /* bins */
    int by_bins;        /* each bin is one value, and order->count still holds counts; else it holds marks */
    size_t n_runs, gathered;
    run run[RUNS_MOST];
    size_t n_settled,
        settled[(1 + RANKS) * P_MOST]; /* places in `gathered` whose value is already the right one */
} survey;

bireme_status bireme_order_create(size_t most, bireme_order **out, bireme_error *error)
{
    bireme_order *order = bireme_calloc(1, sizeof *order);
    if (order != NULL) {
        order->most = most;
        order->count = bireme_map(BIREME_BINS + 1, sizeof *order->count);
        order->gathered = bireme_map(most, sizeof *order->gathered);
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
    bireme_unmap(order->count, BIREME_BINS + 1, sizeof *order->count);
    bireme_unmap(order->gathered, order->most, sizeof *order->gathered);
    bireme_free(order);
}

static size_t chunk_at(const survey *s, size_t from)
{
    size_t left = s->query->n - from;
    return left < BIREME_BIN_CHUNK ? left : BIREME_BIN_CHUNK;
}

/* ------------------------ first pass */

static uint32_t highest(uint32_t so_far, uint32_t bin)
{
    return bin > so_far && bin != BIREME_NO_BIN ? bin : so_far;
}

static void count_bins(survey *s)
{
    uint32_t *count = s->order->count, bin[BIREME_BIN_CHUNK];
    s->low = BIREME_BINS, s->high = 0;
    for (size_t from = 0, size; from < s->query->n; from += size) {
        size = chunk_at(s, from);
        bireme_bin_range range = bireme_bins_of(size, s->query->value + from, bin);
        s->low = range.low < s->low ? range.low : s->low;
        if (range.high < BIREME_NO_BIN)
            s->high = range.high > s->high ? range.high : s->high;
        else
            for (size_t i = 0; i < size; i++) s->high = highest(s->high, bin[i]);
        if (range.low == range.high) /* counted singly, each addition would wait for the one before */
            count[range.low] += (uint32_t)size;
        else
            for (size_t i = 0; i < size; i++) count[bin[i]]++;
    }
    s->total = s->query->n - count[BIREME_NO_BIN];
    count[BIREME_NO_BIN] = 0;
}

/* ------------------------ second pass */

/* Appends a bin to the last run, or begins one. */
static void add_to_runs(survey *s, uint32_t bin, uint64_t before, uint32_t size, int follows)
{
    int heavy = size > HEAVY_LEAST && size > s->total / HEAVY_SHARE;
    if (!follows || heavy || s->run[s->n_runs - 1].heavy) {
        assert(s->n_runs < RUNS_MOST);
        s->run[s->n_runs++] =
            (run){.first = bin, .before = before, .from = s->gathered, .heavy = heavy, .only = NAN};
    }
    run *last = &s->run[s->n_runs - 1];
    last->last = bin;
    last->size += size;
    s->gathered += heavy ? 0 : size;
}

/* Finds the runs of bins that contain the ranks within `wide` errors of the quantiles'. */
static void find_runs(survey *s, size_t n_p, const double *p, double wide)
{
    uint64_t before = 0, from[P_MOST], to[P_MOST];
    for (size_t k = 0; k < n_p; k++) {
        uint64_t rank[RANKS];
        bireme_se_ranks(s->total, p[k], bireme_rank_error(s->total, p[k], wide), rank);
        from[k] = rank[0];
        to[k] = rank[RANKS - 1];
    }
    int follows = 0; /* the previous bin was wanted too */
    for (uint32_t bin = s->low; bin <= s->high; bin++) {
        uint32_t size = s->order->count[bin];
        if (size == 0) {
            const uint32_t *count = s->order->count;
            bin = bireme_bins_skip(&count, 1, bin + 1, s->high + 1) - 1;
            continue;
        }
        int wanted = 0;
        for (size_t k = 0; k < n_p; k++) wanted |= from[k] <= before + size && to[k] > before;
        if (wanted) add_to_runs(s, bin, before, size, follows);
        follows = wanted;
        before += size;
    }
}

/* Marks the bins: 0 not wanted, else 1 + the place in `gathered` for the bin's next value. Empty bins within
 * a run get the mark of the next one, so that in the end marks are 1 + where a bin ends, ascending. */
static void mark_bins(survey *s)
{
    uint32_t *count = s->order->count;
    uint32_t next = s->low;
    for (size_t g = 0; g < s->n_runs; g++) {
        run *r = &s->run[g];
        memset(count + next, 0, (r->first - next) * sizeof *count);
        size_t at = r->from;
        for (uint32_t bin = r->first; bin <= r->last; bin++) {
            uint32_t size = count[bin];
            count[bin] = r->heavy ? HEAVY + (uint32_t)g : (uint32_t)at + 1;
            at += size;
        }
        next = r->last + 1;
    }
    memset(count + next, 0, (s->high + 1 - next) * sizeof *count);
}

static void compare_heavy(run *r, double value)
{
    if (r->only != r->only) r->only = value; /* the first */
    r->mixed |= value != r->only;
}

/* Finds the chunk's values that are in marked bins; returns how many. There are few, and unpredictably
 * placed, so there is no branch. */
static size_t find_marked(size_t n, const uint32_t *bin, const uint32_t *mark, uint16_t *found)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        found[count] = (uint16_t)i;
        count += mark[bin[i]] != 0;
    }
    return count;
}

static void gather(survey *s)
{
    uint32_t *mark = s->order->count, bin[BIREME_BIN_CHUNK];
    uint16_t found[BIREME_BIN_CHUNK + 1];
    double *gathered = s->order->gathered;
    for (size_t from = 0, size; from < s->query->n; from += size) {
        const double *value = s->query->value + from;
        size = chunk_at(s, from);
        bireme_bins_of(size, value, bin);
        size_t n_found = find_marked(size, bin, mark, found);
        for (size_t f = 0; f < n_found; f++) {
            size_t i = found[f];
            uint32_t m = mark[bin[i]];
            if (m < HEAVY)
                gathered[mark[bin[i]]++ - 1] = value[i];
            else
                compare_heavy(&s->run[m - HEAVY], value[i]);
        }
    }
}

/* Gathers a heavy bin that turned out to hold more than one value. */
static void gather_heavy(survey *s, run *r)
{
    uint32_t bin[BIREME_BIN_CHUNK];
    r->from = s->gathered;
    for (size_t from = 0, size; from < s->query->n; from += size) {
        const double *value = s->query->value + from;
        size = chunk_at(s, from);
        bireme_bins_of(size, value, bin);
        for (size_t i = 0; i < size; i++)
            if (bin[i] == r->first) s->order->gathered[s->gathered++] = value[i];
    }
}

static void second_pass(survey *s, size_t n_p, const double *p)
{
    find_runs(s, n_p, p, s->query->replicates > 1 ? RATIO_MOST : 1);
    mark_bins(s);
    gather(s);
    for (size_t g = 0; g < s->n_runs; g++)
        if (s->run[g].mixed) gather_heavy(s, &s->run[g]);
}

/* ------------------------ answers */

/* The k-th smallest (from 0) of n values, which are reordered. Quickselect: C. A. R. Hoare, Algorithm 65,
 * Communications of the ACM 4 (1961). */
static double select_value(double *value, size_t n, size_t k)
{
    ptrdiff_t low = 0, high = (ptrdiff_t)n - 1, wanted = (ptrdiff_t)k;
    while (low < high) {
        double a = value[low], b = value[low + (high - low) / 2], c = value[high];
        double less = a < b ? a : b, more = a < b ? b : a;
        double pivot = c < less ? less : c > more ? more : c; /* the median of three */
        ptrdiff_t i = low, j = high;
        while (i <= j) {
            while (value[i] < pivot) i++;
            while (value[j] > pivot) j--;
            if (i > j) break;
            double swapped = value[i];
            value[i++] = value[j], value[j--] = swapped;
        }
        if (wanted <= j)
            high = j;
        else if (wanted >= i)
            low = i;
        else
            break;
    }
    return value[wanted];
}

/* The value that belongs at a place in `gathered`, among `size` values from `from` on; searched for between
 * the settled places, up to which values are smaller or equal and from which they are larger or equal. */
static double value_at(survey *s, size_t from, size_t size, size_t at)
{
    size_t low = from, high = from + size;
    for (size_t i = 0; i < s->n_settled; i++) {
        size_t there = s->settled[i];
        if (there == at) return s->order->gathered[at];
        if (there < at && there >= low) low = there + 1;
        if (there > at && there < high) high = there;
    }
    s->settled[s->n_settled++] = at;
    return select_value(s->order->gathered + low, high - low, at - low);
}

/* The value of a rank within its run. */
static double value_in_run(survey *s, const run *r, uint64_t rank)
{
    if (r->heavy && !r->mixed) return r->only;
    const uint32_t *mark = s->order->count;
    size_t from = r->from, size = r->size, at = r->from + (size_t)(rank - r->before - 1);
    uint32_t low = r->first, high = r->last; /* the first bin that ends after `at` */
    while (!r->heavy && low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (mark[middle] - 1 > at)
            high = middle;
        else
            low = middle + 1;
    }
    if (!r->heavy) {
        if (low > r->first) from = mark[low - 1] - 1;
        size = mark[low] - 1 - from;
    }
    return value_at(s, from, size, at);
}

static void look_up(survey *s, size_t n_ranks, const uint64_t *rank, double *x)
{
    if (s->by_bins) {
        const uint32_t *count = s->order->count;
        const bireme_bins bins = {.count = &count,
                                  .tables = 1,
                                  .min = bireme_bin_edge(s->low),
                                  .max = bireme_bin_edge(s->high),
                                  .whole = 1};
        bireme_bins_survey found;
        bireme_bins_look(&bins, &found);
        for (size_t i = 0; i < n_ranks; i++) x[i] = bireme_bins_at(&found, rank[i]);
        return;
    }
    for (size_t i = 0; i < n_ranks; i++)
        for (size_t g = 0; g < s->n_runs; g++)
            if (rank[i] > s->run[g].before && rank[i] <= s->run[g].before + s->run[g].size)
                x[i] = value_in_run(s, &s->run[g], rank[i]);
}

/* Compares the errors of the shares at or below the quantiles with those of independent values. */
static void measure_ratios(const survey *s, size_t n_p, const double *quantile, double *ratio)
{
    const bireme_order_query *q = s->query;
    uint64_t lane[LANES] = {0}, n[LANES], hits[LANES];
    for (size_t k = 0; k < n_p; k++) ratio[k] = 1;
    if (q->replicates <= 1) return;
    for (size_t j = 0; j < LANES; j++) lane[j] = q->n / LANES + (j < q->n % LANES);
    if (s->total < q->n) {
        memset(lane, 0, sizeof lane);
        bireme_replicates_at_most(q->n, q->value, INFINITY, lane);
    }
    bireme_replicates_fold(q->replicates, lane, n);
    for (size_t k = 0; k < n_p; k++) {
        if (k > 0 && quantile[k] == quantile[k - 1]) {
            ratio[k] = ratio[k - 1];
            continue;
        }
        memset(lane, 0, sizeof lane);
        bireme_replicates_at_most(q->n, q->value, quantile[k], lane);
        bireme_replicates_fold(q->replicates, lane, hits);
        ratio[k] = bireme_replicates_ratio(q->replicates, hits, n);
        if (ratio[k] > RATIO_MOST) ratio[k] = RATIO_MOST;
    }
}

static void answer(survey *s, size_t n_p, const double *p, double *quantile, double *se)
{
    uint64_t rank[RANKS * P_MOST] = {0};
    double ratio[P_MOST], d[P_MOST], x[RANKS * P_MOST], n = (double)s->total;
    for (size_t k = 0; k < n_p; k++) rank[k] = bireme_rank_at(s->total, n * p[k]);
    look_up(s, n_p, rank, quantile);
    measure_ratios(s, n_p, quantile, ratio);
    for (size_t k = 0; k < n_p; k++) {
        d[k] = bireme_rank_error(s->total, p[k], ratio[k]);
        bireme_se_ranks(s->total, p[k], d[k], rank + RANKS * k);
    }
    look_up(s, RANKS * n_p, rank, x);
    for (size_t k = 0; k < n_p; k++)
        if (n * p[k] - d[k] > 0 && n * p[k] + d[k] <= n)
            se[k] = bireme_quantile_se(x + RANKS * k, rank + RANKS * k);
}

void bireme_order_quantiles(bireme_order *order, const bireme_order_query *query, size_t n_p, const double *p,
                            double *quantile, double *se)
{
    assert(query->n <= order->most && query->n < HEAVY && n_p <= P_MOST);
    survey s = {.order = order, .query = query};
    for (size_t k = 0; k < n_p; k++) quantile[k] = se[k] = NAN;
    count_bins(&s);
    if (s.total == 0) return;
    s.by_bins = query->whole && bireme_bin_is_small(s.low) && bireme_bin_is_small(s.high);
    if (!s.by_bins) second_pass(&s, n_p, p);
    answer(&s, n_p, p, quantile, se);
    memset(order->count + s.low, 0, (s.high - s.low + 1) * sizeof *order->count);
}
