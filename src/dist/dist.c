/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copying and querying a distribution: the parts that are the same for all families.
 */
#include "dist/family.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/memory.h"

static bool equal_lists(size_t n, const double *a, const double *b)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] != b[i]) return false;
    return true;
}

bool bireme_dist_equal(const bireme_dist *a, const bireme_dist *b)
{
    if (a == b) return true;
    if (a->kernel != b->kernel || a->truncated != b->truncated || a->lower != b->lower ||
        a->upper != b->upper || a->mean != b->mean || a->variance != b->variance)
        return false;
    if (a->n_numbers != b->n_numbers || a->n_atoms != b->n_atoms || a->n_components != b->n_components)
        return false;
    if (!equal_lists(BIREME_DIST_CONSTANTS, a->c, b->c) ||
        !equal_lists(a->n_numbers, a->numbers, b->numbers) ||
        !equal_lists(4 * a->n_atoms, a->atoms, b->atoms) ||
        !equal_lists(a->n_components, a->weights, b->weights))
        return false;
    for (size_t i = 0; i < a->n_components; i++)
        if (!bireme_dist_equal(a->components[i], b->components[i])) return false;
    return true;
}

void bireme_dist_clear(bireme_dist *dist)
{
    for (size_t i = 0; i < dist->n_components; i++) bireme_dist_free(dist->components[i]);
    bireme_free(dist->components);
    bireme_free(dist->weights);
    bireme_free(dist->numbers);
    bireme_free(dist->atoms);
    bireme_free(dist->breaks);
    bireme_free(dist->text);
}

bireme_dist *bireme_dist_share(bireme_dist *dist)
{
    dist->sharers++;
    return dist;
}

void bireme_dist_free(bireme_dist *dist)
{
    if (dist == NULL || dist->sharers-- > 0) return;
    bireme_dist_clear(dist);
    bireme_free(dist);
}

bireme_status bireme_dist_set(bireme_dist *dist, double lower, double upper, double mean, double variance,
                              bireme_error *error)
{
    if (!isfinite(mean) || !(isfinite(variance) || dist->heavy != 0))
        return bireme_dist_fail(error, NULL,
                                "%s: the spread is so large that the mean or the variance is not a "
                                "finite number; give a smaller one",
                                dist->name);
    dist->base_lower = dist->lower = lower;
    dist->base_upper = dist->upper = upper;
    dist->mean = mean;
    dist->variance = variance;
    return BIREME_OK;
}

static bool copy_block(double **to, const double *from, size_t n)
{
    if (from == NULL) return true;
    *to = bireme_memdup(from, n, sizeof *from);
    return *to != NULL;
}

bireme_status bireme_dist_copy(const bireme_dist *dist, bireme_dist **out, bireme_error *error)
{
    bireme_dist *copy = bireme_memdup(dist, 1, sizeof *dist);
    if (copy == NULL) return bireme_fail_memory(error);
    bireme_status status = BIREME_OK;
    copy->numbers = copy->atoms = copy->breaks = copy->weights = NULL;
    copy->components = NULL;
    copy->n_components = copy->sharers = 0;
    copy->text = bireme_strdup(dist->text);
    bool done = copy->text != NULL && copy_block(&copy->numbers, dist->numbers, dist->n_numbers) &&
                copy_block(&copy->atoms, dist->atoms, 4 * dist->n_atoms) &&
                copy_block(&copy->breaks, dist->breaks, dist->n_breaks) &&
                copy_block(&copy->weights, dist->weights, dist->n_components);
    if (done && dist->n_components > 0) {
        copy->components = bireme_calloc(dist->n_components, sizeof *copy->components);
        done = copy->components != NULL;
    }
    if (!done) status = bireme_fail_memory(error);
    for (size_t i = 0; i < dist->n_components && status == BIREME_OK; i++) {
        status = bireme_dist_copy(dist->components[i], &copy->components[i], error);
        if (status == BIREME_OK) copy->n_components++;
    }
    if (status == BIREME_OK)
        *out = copy;
    else
        bireme_dist_free(copy);
    return status;
}

/* ---- asking */

const char *bireme_dist_family_name(const bireme_dist *dist)
{
    return dist->name;
}

bool bireme_dist_is_fixed(const bireme_dist *dist)
{
    return dist->n_atoms == 1 && dist->lower == dist->upper;
}

bool bireme_dist_is_narrowed(const bireme_dist *dist)
{
    return dist->narrowed;
}

void bireme_dist_describe(const bireme_dist *dist, char *buffer, size_t size)
{
    if (size == 0) return;
    snprintf(buffer, size, "%s", dist->text);
    size_t length = strlen(buffer);
    if (strlen(dist->text) < size) return;
    /* Cut between UTF-8 characters. */
    size_t start = length;
    while (start > 0 && ((unsigned char)dist->text[start] & 0xC0) == 0x80) start--;
    buffer[start] = '\0';
}

double bireme_dist_pdf(const bireme_dist *dist, double x)
{
    if (!(x >= dist->lower && x <= dist->upper)) return 0;
    double density = dist->kernel->pdf(dist, x);
    return dist->truncated ? density / dist->mass : density;
}

void bireme_dist_pq(const bireme_dist *dist, double x, double *p, double *q)
{
    if (x < dist->lower) {
        *p = 0;
        *q = 1;
    } else if (x >= dist->upper) {
        *p = 1;
        *q = 0;
    } else {
        dist->kernel->cdf(dist, x, p, q);
        if (!dist->truncated) return;
        /* Differences in the tail that is small at the bound, to lose little precision. */
        double below = dist->p_low <= 0.5 ? *p - dist->p_low : dist->q_low - *q;
        double above = dist->q_high <= 0.5 ? *q - dist->q_high : dist->p_high - *p;
        *p = fmin(fmax(below / dist->mass, 0), 1);
        *q = fmin(fmax(above / dist->mass, 0), 1);
    }
}

double bireme_dist_cdf(const bireme_dist *dist, double x)
{
    double p, q;
    bireme_dist_pq(dist, x, &p, &q);
    return p;
}

double bireme_dist_sf(const bireme_dist *dist, double x)
{
    double p, q;
    bireme_dist_pq(dist, x, &p, &q);
    return q;
}

double bireme_dist_quantile_pq(const bireme_dist *dist, double p, double q)
{
    if (p <= 0) return dist->lower;
    if (q <= 0) return dist->upper;
    if (dist->truncated) {
        p = dist->p_low + p * dist->mass;
        q = dist->q_high + q * dist->mass;
        if (p <= 0) return dist->lower;
        if (q <= 0) return dist->upper;
    }
    double x = dist->kernel->quantile(dist, p, q);
    return fmin(fmax(x, dist->lower), dist->upper);
}

double bireme_dist_quantile(const bireme_dist *dist, double p)
{
    return bireme_dist_quantile_pq(dist, p, 1 - p);
}

double bireme_dist_mean(const bireme_dist *dist)
{
    return dist->mean;
}

double bireme_dist_variance(const bireme_dist *dist)
{
    return dist->variance;
}

double bireme_dist_lower(const bireme_dist *dist)
{
    return dist->lower;
}

double bireme_dist_upper(const bireme_dist *dist)
{
    return dist->upper;
}

size_t bireme_dist_cost(const bireme_dist *dist)
{
    size_t cost = 0;
    for (size_t i = 0; i < dist->n_components; i++) cost += bireme_dist_cost(dist->components[i]);
    return cost > 0 ? cost : 1;
}

size_t bireme_dist_atom_count(const bireme_dist *dist)
{
    return dist->n_atoms;
}

void bireme_dist_atom(const bireme_dist *dist, size_t index, double *value, double *mass)
{
    *value = dist->atoms[index];
    *mass = dist->atoms[dist->n_atoms + index];
}

bool bireme_dist_is_atoms(const bireme_dist *dist)
{
    double sum = 0;
    for (size_t i = 0; i < dist->n_atoms; i++) sum += dist->atoms[dist->n_atoms + i];
    return sum > 1 - 1e-12;
}

size_t bireme_dist_breaks(const bireme_dist *dist, double *points, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < dist->n_breaks; i++) {
        if (!(dist->breaks[i] > dist->lower && dist->breaks[i] < dist->upper)) continue;
        if (n < most) points[n] = dist->breaks[i];
        n++;
    }
    return n;
}

bool bireme_dist_is_piecewise_constant(const bireme_dist *dist)
{
    return dist->constant;
}
