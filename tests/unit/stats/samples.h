/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Samples of several kinds, and what their order statistics are when they are sorted.
 */
#ifndef BIREME_TESTS_SAMPLES_H
#define BIREME_TESTS_SAMPLES_H

#include <math.h>
#include <stdlib.h>
#include "random/stream.h"

enum { N = 20000, P = 7 };
static const double p[P] = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};

enum {
    BOTH_SIGNS,
    COUNTS,
    HUGE_AND_TINY,
    CONSTANT,
    ZEROS_AND_NANS,
    ONE_BIN,
    FEW_VALUES,
    NEGATIVE_COUNTS,
    LARGE_COUNTS,
    KINDS
};

static inline int is_whole(int kind)
{
    return kind == COUNTS || kind == NEGATIVE_COUNTS || kind == LARGE_COUNTS;
}

static inline double value_of(int kind, double u)
{
    switch (kind) {
    case BOTH_SIGNS:
        return tan(3 * (u - 0.5)) * 1e5;
    case COUNTS:
        return floor(-log(u) * 40);
    case HUGE_AND_TINY:
        return exp(60 * (u - 0.5));
    case CONSTANT:
        return 1234.5;
    case ZEROS_AND_NANS:
        return u < 0.2 ? 0 : u < 0.3 ? NAN : u * 7;
    case ONE_BIN:
        return 1e6 + fmod(u * 4096, 1);
    case FEW_VALUES: /* atoms of 12.5 %, two of them in one bin */
        return 1500.25 * floor(u * 8) + (u > 0.8 && u < 0.9 ? 0.125 : 0);
    case NEGATIVE_COUNTS:
        return floor(300 * u * u) - 100;
    default: /* LARGE_COUNTS */
        return floor(-log(u) * 3000);
    }
}

static inline void make(int kind, double *value)
{
    bireme_stream stream = bireme_stream_create(5, "values", "");
    bireme_stream_fill(&stream, 0, 0, (uint32_t)kind, N, value);
    for (int i = 0; i < N; i++) value[i] = value_of(kind, value[i]);
}

static inline int compare_values(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline size_t sorted_without_nan(size_t n, const double *value, double *sorted)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(value[i])) sorted[kept++] = value[i];
    qsort(sorted, kept, sizeof *sorted, compare_values);
    return kept;
}

static inline double rank_value(const double *sorted, size_t n, double place)
{
    place = ceil(place);
    return sorted[(size_t)(place < 1 ? 1 : place > (double)n ? (double)n : place) - 1];
}

/* Half of the middle two of five; where ranks share a value, or a step between them is out of proportion to
 * the others, half of the way to the farther end at least. */
static inline double se_of(const double *sorted, size_t n, double middle, double d)
{
    double x[5] = {0}, rank[5] = {0}, se;
    int far = 0;
    for (int i = 0; i < 5; i++) {
        double place = ceil(middle + (i - 2) * d);
        rank[i] = place < 1 ? 1 : place > (double)n ? (double)n : place;
        x[i] = sorted[(size_t)rank[i] - 1];
        far |= i > 0 && rank[i] > rank[i - 1] && x[i] - x[i - 1] <= 1e-12 * fabs(x[2]);
    }
    for (int i = 0; i < 4; i++) {
        double m = rank[i + 1] - rank[i], others = rank[4] - rank[0] - m,
               rest = x[4] - x[0] - (x[i + 1] - x[i]);
        if (m > 0 && others > 0 && rest > 0)
            far |= log((x[i + 1] - x[i]) / m / (rest / others)) > 4 * sqrt(1 / m + 1 / others);
    }
    se = (x[3] - x[1]) / 2;
    if (far) se = fmax(se, fmax(x[2] - x[0], x[4] - x[2]) / 2);
    return se <= 1e-12 * fabs(x[2]) ? 0 : se;
}

/* The standard error of the share at or below the limit, over that of independent values. */
static inline double ratio_of(unsigned replicates, size_t n, const double *value, double limit)
{
    double hits[16] = {0}, count[16] = {0}, all_hits = 0, all = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        hits[i % replicates] += value[i] <= limit, all_hits += value[i] <= limit;
        count[i % replicates] += !isnan(value[i]), all += !isnan(value[i]);
    }
    double share = all_hits / all;
    if (replicates == 1 || share == 1) return 1;
    for (unsigned r = 0; r < replicates; r++) squares += pow((hits[r] - share * count[r]) / all, 2);
    return sqrt(squares * replicates / (replicates - 1) / (share * (1 - share) / all));
}

#endif
