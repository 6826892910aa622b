/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIREME_NUMERIC_RANK_H
#define BIREME_NUMERIC_RANK_H

#include <stddef.h>

/* Spearman's rank correlation; equal values get the mean of their ranks. room [2n]: working space. NAN if x
 * or y does not vary. */
double bireme_rank_correlation(size_t n, const double *x, const double *y, double *room);

/* Sorts in ascending order, in place; no NANs. */
void bireme_sort(size_t n, double *x);

#endif
