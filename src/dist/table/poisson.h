/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Poisson counts by inversion, one uniform per count, at a cost that does not grow with the mean.
 */
#ifndef BIREME_DIST_TABLE_POISSON_H
#define BIREME_DIST_TABLE_POISSON_H

#include <stddef.h>
#include "base/error.h"

typedef struct bireme_poisson bireme_poisson; /* the tables, shared by all means; immutable */

BIREME_MUST_USE bireme_status bireme_poisson_create(bireme_poisson **out, bireme_error *error);
void bireme_poisson_free(bireme_poisson *poisson);

enum { BIREME_POISSON_BLOCK = 256 };

/* count[i] = number n with P(N < n) ≤ u[i] < P(N ≤ n), N Poisson with mean[i] ≥ 0, as a double; n ≤
 * BIREME_POISSON_BLOCK values. The count is the exact inverse except for uniforms within 1e-15 of a step
 * (means below 6), within 1e-13 (0.005 ≤ u ≤ 0.995) or within 1e-9 (outside; the u-error of the normal
 * quantile table). count may be u. */
void bireme_poisson_eval(const bireme_poisson *poisson, size_t n, const double *u, const double *mean,
                         double *count);

#endif
