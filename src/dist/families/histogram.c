/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * histogram: bins with a share each, uniform inside a bin.
 *
 *   density     w_i / (e_{i+1} − e_i) for e_i ≤ x < e_{i+1}
 *   parameters  edges, n + 1 of them, ascending; weights, n, ≥ 0, with sum 1. Empty bins at the ends are
 *               dropped
 *   moments     mean Σ w_i m_i, m_i the middle of a bin; variance Σ w_i ((m_i − mean)² + width_i²/12)
 *   quantile    linear in the bin; the masses are summed from both ends, so that both tails are exact
 */
#include "dist/family.h"

#include <math.h>
#include "base/memory.h"

/* numbers: edges [n+1], weights [n], mass below each edge [n+1], mass above each edge [n+1] */
typedef struct bin_table {
    size_t n;
    const double *edges, *weights, *below, *above;
} bin_table;

static bin_table bins_of(const bireme_dist *dist)
{
    size_t n = (dist->n_numbers - 3) / 4;
    const double *at = dist->numbers;
    return (bin_table){n, at, at + n + 1, at + 2 * n + 1, at + 3 * n + 2};
}

/* The bin that contains x, e_i ≤ x < e_{i+1}; for the upper edge the last one. */
static size_t find_bin(const bin_table *bins, double x)
{
    size_t low = 0, high = bins->n - 1;
    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;
        if (bins->edges[middle] <= x)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static double pdf(const bireme_dist *dist, double x)
{
    bin_table bins = bins_of(dist);
    size_t i = find_bin(&bins, x);
    return bins.weights[i] / (bins.edges[i + 1] - bins.edges[i]);
}

static void cdf(const bireme_dist *dist, double x, double *p, double *q)
{
    bin_table bins = bins_of(dist);
    size_t i = find_bin(&bins, x);
    double width = bins.edges[i + 1] - bins.edges[i];
    *p = bins.below[i] + bins.weights[i] * ((x - bins.edges[i]) / width);
    *q = bins.above[i + 1] + bins.weights[i] * ((bins.edges[i + 1] - x) / width);
}

static double quantile(const bireme_dist *dist, double p, double q)
{
    bin_table bins = bins_of(dist);
    size_t low = 0, high = bins.n - 1; /* the first bin at whose end F ≥ p */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool reached = p <= q ? bins.below[middle + 1] >= p : bins.above[middle + 1] <= q;
        if (reached)
            high = middle;
        else
            low = middle + 1;
    }
    double left = bins.edges[low], right = bins.edges[low + 1], width = right - left;
    double x = p <= q ? left + width * ((p - bins.below[low]) / bins.weights[low])
                      : right - width * ((q - bins.above[low + 1]) / bins.weights[low]);
    return fmin(fmax(x, left), right);
}

static bireme_status fill(bireme_dist *dist, size_t n, const double *edges, const double *weights,
                          bireme_error *error);

/* Clips the bins; each keeps the share of its mass that lies in the interval. */
static bireme_status truncate_bins(bireme_dist *dist, double low, double high, bireme_error *error)
{
    bin_table bins = bins_of(dist);
    double *old = dist->numbers;
    size_t first = low > bins.edges[0] ? find_bin(&bins, low) : 0;
    size_t last = high < bins.edges[bins.n] ? find_bin(&bins, high) : bins.n - 1;
    size_t n = last - first + 1;
    double *kept = bireme_calloc(2 * n + 1, sizeof *kept), sum = 0;
    if (kept == NULL) return bireme_fail_memory(error);
    size_t used = 0;
    kept[0] = fmax(bins.edges[first], low);
    for (size_t i = first; i <= last; i++) {
        double left = fmax(bins.edges[i], low), right = fmin(bins.edges[i + 1], high);
        if (!(right > left)) continue; /* the interval ends on this bin's lower edge */
        kept[used + 1] = right;
        kept[n + 1 + used] = bins.weights[i] * ((right - left) / (bins.edges[i + 1] - bins.edges[i]));
        sum += kept[n + 1 + used];
        used++;
    }
    for (size_t i = 0; i < used; i++) kept[n + 1 + i] /= sum;
    bireme_free(dist->breaks);
    dist->breaks = NULL;
    dist->n_breaks = 0;
    dist->numbers = NULL;
    bireme_status status = fill(dist, used, kept, kept + n + 1, error);
    bireme_free(old);
    bireme_free(kept);
    return status;
}

static const bireme_dist_kernel kernel = {pdf, cdf, quantile, .truncate = truncate_bins};

static bireme_status fill(bireme_dist *dist, size_t n, const double *edges, const double *weights,
                          bireme_error *error)
{
    while (n > 0 && weights[n - 1] <= 0) n--;
    while (n > 0 && weights[0] <= 0) {
        edges++;
        weights++;
        n--;
    }
    double *numbers = bireme_calloc(4 * n + 3, sizeof *numbers);
    double *breaks = n > 1 ? bireme_memdup(edges + 1, n - 1, sizeof *edges) : NULL;
    if (numbers == NULL || (n > 1 && breaks == NULL)) {
        bireme_free(numbers);
        bireme_free(breaks);
        return bireme_fail_memory(error);
    }
    dist->numbers = numbers;
    dist->n_numbers = 4 * n + 3;
    dist->breaks = breaks;
    dist->n_breaks = n - 1;
    dist->kernel = &kernel;
    dist->constant = true;
    double *below = numbers + 2 * n + 1, *above = numbers + 3 * n + 2, mean = 0, variance = 0;
    for (size_t i = 0; i <= n; i++) numbers[i] = edges[i];
    for (size_t i = 0; i < n; i++) numbers[n + 1 + i] = weights[i];
    for (size_t i = 0; i < n; i++) below[i + 1] = below[i] + weights[i];
    for (size_t i = n; i > 0; i--) above[i - 1] = above[i] + weights[i - 1];
    below[n] = above[0] = 1;
    for (size_t i = 0; i < n; i++) mean += weights[i] * (0.5 * (edges[i] + edges[i + 1]) - edges[0]);
    mean += edges[0];
    for (size_t i = 0; i < n; i++) {
        double away = 0.5 * (edges[i] + edges[i + 1]) - mean, width = edges[i + 1] - edges[i];
        variance += weights[i] * (away * away + width * width / 12);
    }
    return bireme_dist_set(dist, edges[0], edges[n], mean, variance, error);
}

static bireme_status make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    const bireme_dist_argument *edges = bireme_spec_find(spec, "edges");
    const bireme_dist_argument *weights = bireme_spec_find(spec, "weights");
    if (edges->n != weights->n + 1)
        return bireme_dist_fail(error, "edges",
                                "histogram: there must be one edge more than weights, found %zu edges "
                                "and %zu weights",
                                edges->n, weights->n);
    for (size_t i = 0; i + 1 < edges->n; i++)
        if (!(edges->values[i] < edges->values[i + 1]))
            return bireme_dist_fail(error, "edges", "histogram: edges must ascend, found %s followed by %s",
                                    BIREME_SHOWN(edges->values[i]), BIREME_SHOWN(edges->values[i + 1]));
    double *masses = bireme_calloc(weights->n, sizeof *masses);
    if (masses == NULL) return bireme_fail_memory(error);
    bireme_status status = bireme_spec_weights(weights, masses, error);
    if (status == BIREME_OK) status = fill(dist, weights->n, edges->values, masses, error);
    bireme_free(masses);
    return status;
}

static const bireme_parameter parameters[] = {
    {"edges", BIREME_PARAMETER_NUMBERS, -INFINITY, INFINITY, true, true, false,
     "the bins' edges, ascending, one more than weights"},
    {"weights", BIREME_PARAMETER_NUMBERS, 0, 1, false, false, false,
     "the probability of each bin; their sum is 1"},
};
static const bireme_parameter_set sets[] = {{2, {"edges", "weights"}, NULL, {NULL}}};

const bireme_family_definition bireme_family_histogram = {
    {"histogram", "bins with a probability each, uniform inside a bin", "first edge ≤ x ≤ last edge", 2,
     parameters, 1, sets, false},
    make};
