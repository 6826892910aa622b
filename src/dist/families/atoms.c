/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Distributions that are atoms only: what a fixed value, `discrete` and `empirical` have in common.
 *
 *   density     none: P(X = v_i) = w_i
 *   moments     mean Σ w_i v_i; variance Σ w_i (v_i − mean)²
 *   method      values sorted and merged once; the masses up to and after each value are summed from their
 *               own end, so that both tails are exact; quantiles by bisection of these sums
 */
#include "dist/family.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

typedef struct atom {
    double value, mass;
} atom;

static int by_value(const void *a, const void *b)
{
    double x = ((const atom *)a)->value, y = ((const atom *)b)->value;
    return (x > y) - (x < y);
}

/* Sorts, drops values without mass, merges equal ones; returns how many are left. */
static size_t merge(atom *atoms, size_t n)
{
    size_t kept = 0;
    qsort(atoms, n, sizeof *atoms, by_value);
    for (size_t i = 0; i < n; i++) {
        if (atoms[i].mass <= 0) continue;
        if (kept > 0 && atoms[kept - 1].value == atoms[i].value)
            atoms[kept - 1].mass += atoms[i].mass;
        else
            atoms[kept++] = atoms[i];
    }
    return kept;
}

/* A sum that carries what rounding drops, so that ten times 0.1 is 1 (Neumaier 1974, which also allows terms
 * larger than the sum). */
typedef struct careful_sum {
    double sum, rest;
} careful_sum;

static double add(careful_sum *total, double term)
{
    double sum = total->sum + term;
    total->rest += total->sum >= term ? (total->sum - sum) + term : (term - sum) + total->sum;
    total->sum = sum;
    return sum + total->rest;
}

static double pdf(const bireme_dist *dist, double x)
{
    (void)dist, (void)x;
    return 0;
}

/* The number of atoms ≤ x. */
static size_t count_up_to(const bireme_dist *dist, double x)
{
    size_t low = 0, high = dist->n_atoms;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (dist->atoms[middle] <= x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void pq(const bireme_dist *dist, double x, double *p, double *q)
{
    size_t n = dist->n_atoms, k = count_up_to(dist, x);
    const double *up_to = dist->atoms + 2 * n, *after = dist->atoms + 3 * n;
    *p = k > 0 ? up_to[k - 1] : 0;
    *q = k > 0   ? after[k - 1]
         : n > 0 ? after[0] + dist->atoms[n]
                 : 0; /* a mixture's atoms sum to less than 1 */
}

/* The first atom with F ≥ p, from the smaller tail. */
static double quantile(const bireme_dist *dist, double p, double q)
{
    size_t n = dist->n_atoms, low = 0, high = n - 1;
    const double *up_to = dist->atoms + 2 * n, *after = dist->atoms + 3 * n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool reached = p <= q ? up_to[middle] >= p : after[middle] <= q;
        if (reached)
            high = middle;
        else
            low = middle + 1;
    }
    return dist->atoms[low];
}

/* Keeps the atoms in [low, high]. */
static bireme_status truncate_atoms(bireme_dist *dist, double low, double high, bireme_error *error)
{
    size_t first = 0, n = dist->n_atoms, end = n;
    while (dist->atoms[first] < low) first++;
    while (dist->atoms[end - 1] > high) end--;
    double *old = dist->atoms, sum = 0;
    for (size_t i = first; i < end; i++) sum += old[n + i];
    for (size_t i = first; i < end; i++) old[n + i] /= sum;
    bireme_status status = bireme_dist_set_atoms(dist, end - first, old + first, old + n + first, error);
    if (status == BIREME_OK) bireme_free(old);
    return status;
}

static const bireme_dist_kernel kernel = {pdf, pq, quantile, .truncate = truncate_atoms};

bireme_status bireme_dist_set_atoms(bireme_dist *dist, size_t n, const double *values, const double *masses,
                                    bireme_error *error)
{
    double *table = NULL;
    bireme_status status = BIREME_OK;
    atom *atoms = bireme_calloc(n, sizeof *atoms);
    if (atoms == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < n; i++) atoms[i] = (atom){values[i], masses ? masses[i] : 1};
    double unit = masses ? 1 : (double)n; /* equal masses are counted, so that k of n is exactly k/n */
    size_t kept = merge(atoms, n);
    table = bireme_calloc(kept, 4 * sizeof *table);
    if (table == NULL) {
        status = bireme_fail_memory(error);
        goto done;
    }
    double mean = 0, variance = 0;
    careful_sum up_to = {0, 0}, after = {0, 0};
    for (size_t i = 0; i < kept; i++) {
        table[i] = atoms[i].value;
        table[kept + i] = atoms[i].mass / unit;
        table[2 * kept + i] = add(&up_to, atoms[i].mass) / unit;
    }
    table[3 * kept - 1] = 1;
    for (size_t i = kept - 1; i-- > 0;) table[3 * kept + i] = add(&after, atoms[i + 1].mass) / unit;
    for (size_t i = 0; i < kept; i++) mean += table[kept + i] * (atoms[i].value - atoms[0].value);
    mean += atoms[0].value;
    for (size_t i = 0; i < kept; i++)
        variance += table[kept + i] * (atoms[i].value - mean) * (atoms[i].value - mean);
    status = bireme_dist_set(dist, atoms[0].value, atoms[kept - 1].value, mean, variance, error);
    if (status != BIREME_OK) goto done;
    dist->kernel = &kernel;
    dist->n_atoms = kept;
    dist->atoms = table;
    dist->constant = true;
    table = NULL;
done:
    bireme_free(table);
    bireme_free(atoms);
    return status;
}
