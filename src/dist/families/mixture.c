/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * mixture: one of several distributions (or fixed numbers), each with its probability.
 *
 *   density     Σ w_i f_i(x), plus the components' atoms w_i m
 *   parameters  components, n of them, and n weights ≥ 0 with sum 1; those of weight 0 are dropped
 *   moments     mean Σ w_i μ_i; variance Σ w_i (σ_i² + (μ_i − mean)²)
 *   quantile    lies between the components' quantiles of the same p: first the atom that jumps over p is
 *               looked for, then Newton's method inside a shrinking bracket
 *   truncation  each component is truncated, its weight multiplied by the mass it keeps
 */
#include "dist/family.h"

#include <float.h>
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "numeric/rank.h"

static double pdf(const bireme_dist *dist, double x)
{
    double sum = 0;
    for (size_t i = 0; i < dist->n_components; i++)
        sum += dist->weights[i] * bireme_dist_pdf(dist->components[i], x);
    return sum;
}

static void cdf(const bireme_dist *dist, double x, double *p, double *q)
{
    *p = *q = 0;
    for (size_t i = 0; i < dist->n_components; i++) {
        double below, above;
        bireme_dist_pq(dist->components[i], x, &below, &above);
        *p += dist->weights[i] * below;
        *q += dist->weights[i] * above;
    }
}

/* F(x) − p, from the smaller tail: ≥ 0 where the quantile is reached. */
static double excess(const bireme_dist *dist, double x, double p, double q)
{
    double below, above;
    cdf(dist, x, &below, &above);
    return p <= q ? below - p : q - above;
}

/* The middle of the bracket; of its logarithm if it spans orders of magnitude. */
static double middle_of(double low, double high)
{
    if (low > 0 && high > 4 * low) return sqrt(low) * sqrt(high);
    if (high < 0 && low < 4 * high) return -sqrt(-low) * sqrt(-high);
    return low + 0.5 * (high - low);
}

/* The root in (low, high], F(low) < p ≤ F(high), no atom strictly in between. */
static double solve(const bireme_dist *dist, double low, double high, double p, double q)
{
    double x = middle_of(low, high), wanted = fmin(p, q);
    for (int i = 0; i < 300; i++) {
        double over = excess(dist, x, p, q);
        if (over >= 0)
            high = x;
        else
            low = x;
        if (over >= 0 && over <= 2 * DBL_EPSILON * wanted) return x;
        if (!(high - low > DBL_EPSILON * fmax(fabs(low), fabs(high)))) break;
        double density = pdf(dist, x), next = density > 0 ? x - over / density : low;
        x = next > low && next < high ? next : middle_of(low, high);
        /* Newton from one side alone does not move the other bound: halve every fourth time. */
        if (i % 4 == 3) x = middle_of(low, high);
        if (!(x > low && x < high)) break;
    }
    return high;
}

static double quantile(const bireme_dist *dist, double p, double q)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < dist->n_components; i++) {
        double x = bireme_dist_quantile_pq(dist->components[i], p, q);
        low = fmin(low, x);
        high = fmax(high, x);
    }
    if (!(low < high) || excess(dist, low, p, q) >= 0) return low;
    /* Atoms in (low, high): find the first at which p is reached, and the last at which it is not. */
    size_t first = 0, end = dist->n_atoms;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (dist->atoms[middle] > low &&
            (dist->atoms[middle] >= high || excess(dist, dist->atoms[middle], p, q) >= 0))
            end = middle;
        else
            first = middle + 1;
    }
    if (first > 0 && dist->atoms[first - 1] > low) low = dist->atoms[first - 1];
    if (first < dist->n_atoms && dist->atoms[first] <= high) {
        double atom = dist->atoms[first], mass = dist->atoms[dist->n_atoms + first];
        if (excess(dist, atom, p, q) - mass < 0 && excess(dist, atom, p, q) >= 0) return atom;
        high = atom;
    }
    return solve(dist, low, high, p, q);
}

/* All components' atoms in one list, if there are any. */
static bireme_status gather_atoms(bireme_dist *dist, bireme_error *error)
{
    size_t n = 0, at = 0;
    for (size_t i = 0; i < dist->n_components; i++) n += dist->components[i]->n_atoms;
    if (n == 0) return BIREME_OK;
    double *values = bireme_calloc(n, 2 * sizeof *values);
    if (values == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < dist->n_components; i++) {
        const bireme_dist *part = dist->components[i];
        for (size_t j = 0; j < part->n_atoms; j++, at++) {
            values[at] = part->atoms[j];
            values[n + at] = dist->weights[i] * part->atoms[part->n_atoms + j];
        }
    }
    bireme_status status = bireme_dist_set_atoms(dist, n, values, values + n, error);
    bireme_free(values);
    return status;
}

/* Components' breaks and the finite ends of their continuous parts, ascending, each once. */
static bireme_status gather_breaks(bireme_dist *dist, bireme_error *error)
{
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < dist->n_components; i++) n += dist->components[i]->n_breaks + 2;
    double *breaks = bireme_calloc(n, sizeof *breaks);
    if (breaks == NULL) return bireme_fail_memory(error);
    n = 0;
    for (size_t i = 0; i < dist->n_components; i++) {
        const bireme_dist *part = dist->components[i];
        n += bireme_dist_breaks(part, breaks + n, part->n_breaks);
        /* Without a density there are no breaks: atoms are listed separately. */
        if (part->n_components == 0 && part->n_atoms > 0) continue;
        if (isfinite(part->lower)) breaks[n++] = part->lower;
        if (isfinite(part->upper)) breaks[n++] = part->upper;
    }
    bireme_sort(n, breaks);
    for (size_t i = 0; i < n; i++)
        if (breaks[i] > dist->lower && breaks[i] < dist->upper &&
            (kept == 0 || breaks[kept - 1] != breaks[i]))
            breaks[kept++] = breaks[i];
    bireme_free(dist->breaks);
    dist->breaks = breaks;
    dist->n_breaks = kept;
    return BIREME_OK;
}

static bireme_status truncate_components(bireme_dist *dist, double low, double high, bireme_error *error);

static const bireme_dist_kernel kernel = {pdf, cdf, quantile, .truncate = truncate_components};

/* Support, moments, atoms and breaks from the components, which must be set. */
static bireme_status finish(bireme_dist *dist, bireme_error *error)
{
    bireme_free(dist->atoms);
    dist->atoms = NULL;
    dist->n_atoms = 0;
    bireme_status status = gather_atoms(dist, error);
    if (status != BIREME_OK) return status;
    bool constant = true, atoms_only = true;
    unsigned heavy = 0;
    double lower = INFINITY, upper = -INFINITY, mean = 0, variance = 0;
    for (size_t i = 0; i < dist->n_components; i++) {
        const bireme_dist *part = dist->components[i];
        lower = fmin(lower, part->lower);
        upper = fmax(upper, part->upper);
        mean += dist->weights[i] * part->mean;
        heavy |= part->heavy;
        constant = constant && part->constant;
        atoms_only = atoms_only && part->n_atoms > 0 && part->n_components == 0;
    }
    for (size_t i = 0; i < dist->n_components; i++) {
        const bireme_dist *part = dist->components[i];
        variance += dist->weights[i] * (part->variance + (part->mean - mean) * (part->mean - mean));
    }
    if (atoms_only) { /* only atoms: gather_atoms has put them into one list */
        for (size_t i = 0; i < dist->n_components; i++) bireme_dist_free(dist->components[i]);
        dist->n_components = 0;
        return BIREME_OK;
    }
    dist->kernel = &kernel;
    dist->constant = constant;
    dist->heavy = heavy;
    status = bireme_dist_set(dist, lower, upper, mean, variance, error);
    return status == BIREME_OK ? gather_breaks(dist, error) : status;
}

/* Drops components of weight 0 and normalises the sum of the weights to 1. */
static void drop_weightless(bireme_dist *dist)
{
    size_t kept = 0;
    double sum = 0;
    for (size_t i = 0; i < dist->n_components; i++) {
        if (dist->weights[i] <= 0) {
            bireme_dist_free(dist->components[i]);
            continue;
        }
        dist->components[kept] = dist->components[i];
        dist->weights[kept] = dist->weights[i];
        sum += dist->weights[kept++];
    }
    dist->n_components = kept;
    for (size_t i = 0; i < kept; i++) dist->weights[i] /= sum;
}

static bireme_status truncate_components(bireme_dist *dist, double low, double high, bireme_error *error)
{
    for (size_t i = 0; i < dist->n_components; i++) {
        double mass = bireme_dist_between(dist->components[i], low, high);
        dist->weights[i] = mass > 1e-290 ? dist->weights[i] * mass : 0;
    }
    drop_weightless(dist);
    for (size_t i = 0; i < dist->n_components; i++) {
        bireme_status status = bireme_dist_truncate(dist->components[i], low, high, error);
        if (status != BIREME_OK) return status;
    }
    return finish(dist, error);
}

static bireme_status make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    const bireme_dist_argument *components = bireme_spec_find(spec, "components");
    const bireme_dist_argument *weights = bireme_spec_find(spec, "weights");
    if (components->n != weights->n)
        return bireme_dist_fail(error, "weights",
                                "mixture: there must be as many weights as components, found %zu "
                                "weights and %zu components",
                                weights->n, components->n);
    dist->weights = bireme_calloc(weights->n, sizeof *dist->weights);
    dist->components = bireme_calloc(components->n, sizeof(bireme_dist *));
    if (dist->weights == NULL || dist->components == NULL) return bireme_fail_memory(error);
    bireme_status status = bireme_spec_weights(weights, dist->weights, error);
    for (size_t i = 0; i < components->n && status == BIREME_OK; i++) {
        status = bireme_dist_copy(components->components[i], &dist->components[i], error);
        if (status == BIREME_OK) dist->n_components++;
    }
    if (status != BIREME_OK) return status; /* the caller frees what was built */
    drop_weightless(dist);
    return finish(dist, error);
}

static const bireme_parameter parameters[] = {
    {"components", BIREME_PARAMETER_COMPONENTS, 0, 0, false, false, false, "distributions or fixed numbers"},
    {"weights", BIREME_PARAMETER_NUMBERS, 0, 1, false, false, false,
     "the probability of each component; their sum is 1"},
};
static const bireme_parameter_set sets[] = {{2, {"components", "weights"}, NULL, {NULL}}};

const bireme_family_definition bireme_family_mixture = {
    {"mixture", "one of several distributions or numbers, each with its probability",
     "the components' supports", 2, parameters, 1, sets, false},
    make};
