/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The distribution function between two breaks of a distribution, integrated once from the density, so that
 * each of thousands of quantiles costs a Newton step or two instead of calls of an incomplete gamma or beta
 * function. Internal to src/dist.
 */
#ifndef BIREME_DIST_TABLE_QTABLE_PANEL_H
#define BIREME_DIST_TABLE_QTABLE_PANEL_H

#include "dist/dist.h"

typedef struct bireme_panels bireme_panels;

/* The interval (from, to) must contain neither break nor atom. Errors: MEMORY, DOMAIN (the integral does not
 * agree with the distribution function: use the slow quantile). */
BIREME_MUST_USE bireme_status bireme_panels_create(const bireme_dist *dist, double from, double to,
                                                   bireme_panels **out, bireme_error *error);
void bireme_panels_free(bireme_panels *panels);

/* The x at tail probability v of a side (its logarithm if requested; `from` must be 0 then); false if v is
 * outside the panels. Not reentrant: remembers the last place. */
bool bireme_panels_quantile(bireme_panels *panels, double v, bool upper, bool logarithm, double *x);
/* The largest disagreement with the distribution function that was found. */
double bireme_panels_error(const bireme_panels *panels);

#endif
