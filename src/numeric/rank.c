/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/rank.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static bool varies(size_t n, const double *x)
{
    for (size_t i = 1; i < n; i++)
        if (x[i] != x[0]) return true;
    return false;
}

double bireme_rank_correlation(size_t n, const double *x, const double *y, double *room)
{
    return varies(n, x) && varies(n, y) ? gsl_stats_spearman(x, 1, y, 1, n, room) : NAN;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void bireme_sort(size_t n, double *x)
{
    qsort(x, n, sizeof *x, ascending);
}
