/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/indices.h"

#include <math.h>

void bireme_indices_begin(bireme_indices *indices, double centre)
{
    *indices = (bireme_indices){.centre = centre};
}

void bireme_indices_add(bireme_indices *indices, uint64_t first, size_t n, const bireme_indices_runs *runs,
                        const double *square)
{
    for (size_t i = 0; i < n; i++) {
        size_t g = (size_t)((first + i) % BIREME_INDICES_GROUPS);
        double y = runs->b[i] - indices->centre, moved = runs->ab[i] - runs->a[i],
               again = runs->ab_again != NULL ? runs->ab_again[i] - runs->a_again[i] : moved;
        if (isnan(y) || isnan(moved) || isnan(again) || isnan(square[i])) {
            indices->left_out++;
            continue;
        }
        indices->n[g]++;
        indices->first[g] += y * moved; /* what is run again has the chance of B */
        indices->total[g] += moved * again / 2;
        indices->square[g] += square[i];
    }
}

/* Σ part / Σ whole over the groups, and its error from the groups' part − ratio · whole, whose mean is 0. */
static double ratio(const double *part, const double *whole, const uint64_t *n, double *se)
{
    double above = 0, below = 0, groups = 0, squares = 0;
    for (size_t g = 0; g < BIREME_INDICES_GROUPS; g++) {
        above += part[g];
        below += whole[g];
        groups += n[g] > 0;
    }
    double value = above / below;
    for (size_t g = 0; g < BIREME_INDICES_GROUPS; g++) {
        double apart = part[g] - value * whole[g];
        squares += apart * apart;
    }
    *se = groups > 1 ? sqrt(squares * groups / (groups - 1)) / below : NAN;
    return value;
}

bireme_index bireme_indices_end(const bireme_indices *indices)
{
    double all = 0, squares = 0;
    for (size_t g = 0; g < BIREME_INDICES_GROUPS; g++) {
        all += (double)indices->n[g];
        squares += indices->square[g];
    }
    double seen = all + (double)indices->left_out;
    bireme_index index = {.first_order = NAN,
                          .first_order_se = NAN,
                          .total = NAN,
                          .total_se = NAN,
                          .left_out = seen > 0 ? (double)indices->left_out / seen : 0};
    double rounding = 1e-12 * fabs(indices->centre); /* for a function that is constant */
    if (!(all > 0 && squares / all > rounding * rounding)) return index;
    index.first_order = ratio(indices->first, indices->square, indices->n, &index.first_order_se);
    index.total = ratio(indices->total, indices->square, indices->n, &index.total_se);
    return index;
}

void bireme_indices_square(double centre, size_t n, const double *a, const double *b, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = ((a[i] - centre) * (a[i] - centre) + (b[i] - centre) * (b[i] - centre)) / 2;
}

double bireme_indices_centre(const double *a, const double *b, uint64_t n)
{
    double sum = 0, count = 0;
    for (uint64_t i = 0; i < n; i++) {
        if (!isnan(a[i])) sum += a[i], count++;
        if (!isnan(b[i])) sum += b[i], count++;
    }
    return sum / count;
}
