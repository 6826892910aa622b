/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sobol indices from three runs: on points A, on independent points B, and on A with the input's numbers
 * taken from B.
 *
 *   first order   E[ (f(B) − c) (f(AB) − f(A)) ] / V      Saltelli et al. (2010), centred at the mean c
 *   total         E[ (f(A) − f(AB))² ] / 2V               Jansen (1999)
 *
 * If f is random besides, with G what chance draws, and the indices wanted are those of its mean m(x) =
 * E[f(x, G) | x], f(A) and f(AB) with the same G would count the interaction of the input with G in its total
 * index. Two more runs with another G′ leave the interaction out, since the two differences have only m in
 * common:
 *
 *   total         E[ (f(A, G) − f(AB, G)) (f(A, G′) − f(AB, G′)) ] / 2V
 *
 * f(B) and f(AB) share the input and nothing else, f(B) and f(A) nothing at all, so the first expectation is
 * Var(E[f | x]); subtracting c keeps the product of means from adding to the error. f(A) and f(AB) share all
 * but the input: half their squared difference has mean E[Var(f | others)]. V is the mean of what the caller
 * gives for each trial, such as bireme_indices_square().
 *
 * Standard errors: trial i belongs to group i mod 16, an independent randomisation of the points
 * (random/points.h) or a batch of random ones; a ratio N / V has the error of N − (N / V) V over the
 * groups.
 */
#ifndef BIREME_STATS_INDICES_H
#define BIREME_STATS_INDICES_H

#include <stdint.h>
#include "bireme/sensitivity.h"

enum { BIREME_INDICES_GROUPS = 16 };

typedef struct bireme_indices {
    double centre;
    double first[BIREME_INDICES_GROUPS], total[BIREME_INDICES_GROUPS], square[BIREME_INDICES_GROUPS];
    uint64_t n[BIREME_INDICES_GROUPS], left_out;
} bireme_indices;

/* Starts with the given centre, the mean of f. */
void bireme_indices_begin(bireme_indices *indices, double centre);
/* Three runs, and two with other chance; both NULL: what is run is not random. */
typedef struct bireme_indices_runs {
    const double *a, *b, *ab, *a_again, *ab_again;
} bireme_indices_runs;

/* Adds trials first … first + n − 1 of the runs, and their contributions to the variance; trials with a
 * NAN in any run are left out. */
void bireme_indices_add(bireme_indices *indices, uint64_t first, size_t n, const bireme_indices_runs *runs,
                        const double *square);
bireme_index bireme_indices_end(const bireme_indices *indices);
/* out = ((a − centre)² + (b − centre)²) / 2. */
void bireme_indices_square(double centre, size_t n, const double *a, const double *b, double *out);
/* The mean of the values of both that are not NAN; NAN if there are none. */
double bireme_indices_centre(const double *a, const double *b, uint64_t n);

#endif
