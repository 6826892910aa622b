/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * P(X > x) in the trial loop, with full precision in the upper tail: for delays that have already lasted for
 * some time.
 */
#ifndef BIREME_DIST_TABLE_SURVIVAL_H
#define BIREME_DIST_TABLE_SURVIVAL_H

#include "dist/dist.h"

typedef struct bireme_survival bireme_survival;

/* dist on [0, ∞); borrowed, must outlive the table. Portable to the bit. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_survival_create(const bireme_dist *dist, bireme_survival **out,
                                                     bireme_error *error);
void bireme_survival_free(bireme_survival *survival);

/* out[i] = P(X > x[i]), 0 where that is below 1e-14; x < 0 counts as 0. Relative error 1e-8, in addition to
 * that of bireme_dist_sf(). out must not be x. */
void bireme_survival_eval(const bireme_survival *survival, size_t n, const double *x, double *out);
/* The share of the table's pieces where the distribution itself must be evaluated, which takes longer. */
double bireme_survival_exact_share(const bireme_survival *survival);

#endif
