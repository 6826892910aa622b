/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two kernels of Poisson counts. Internal to src/dist.
 */
#ifndef BIREME_DIST_TABLE_POISSON_LANES_H
#define BIREME_DIST_TABLE_POISSON_LANES_H

#include <stddef.h>

#define BIREME_POISSON_LARGE   6.0   /* the expansion is used from this mean on */
#define BIREME_POISSON_CENTRAL 0.495 /* |u − ½| up to which the central kernel is valid */
#define BIREME_POISSON_LOW     3.0   /* and the count from which it is valid */

/* count[i] = the number of n with P(N ≤ n) ≤ u[i], summed from 0, at most 64; 0 ≤ mean[i] ≤ 700. Within 1e-15
 * of the exact inverse in u. n ≤ BIREME_POISSON_BLOCK. count must not be u or mean. */
void bireme_poisson_sum(size_t n, const double *u, const double *mean, double *count);

/* count[i] = the exact inverse where margin[i] ≥ 0. Otherwise count must not be used: margin is −2 or less
 * where the mean is below BIREME_POISSON_LARGE or the count below BIREME_POISSON_LOW or near it, above −1
 * where u is not central, the mean beyond 1e14, or the count might be a neighbour of this one. n ≤
 * BIREME_POISSON_BLOCK. count and margin must not be u or mean. */
void bireme_poisson_central(size_t n, const double *u, const double *mean, double *count, double *margin);

#endif
