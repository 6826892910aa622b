/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The distribution function of a stretch of a distribution between two breaks, integrated from the density
 * once, so that thousands of its quantiles cost a Newton step or two each instead of a call of an incomplete
 * gamma or beta function. Internal to src/dist.
 */
#ifndef BIREME_DIST_TABLE_QTABLE_PANEL_H
#define BIREME_DIST_TABLE_QTABLE_PANEL_H

#include "dist/dist.h"

typedef struct bireme_panels bireme_panels;

/* The stretch (from, to) must have neither break nor atom inside. Errors: MEMORY, DOMAIN (the integral does
 * not agree with the distribution function: use the slow quantile). */
BIREME_MUST_USE bireme_status bireme_panels_create(const bireme_dist *dist, double from, double to,
                                                   bireme_panels **out, bireme_error *error);
void bireme_panels_free(bireme_panels *panels);

/* The x of tail v of a side (its logarithm if asked; then from must be 0): false if v is outside the panels.
 * Not reentrant: remembers the last place. */
bool bireme_panels_quantile(bireme_panels *panels, double v, bool upper, bool logarithm, double *x);
/* Largest disagreement with the distribution function that was seen. */
double bireme_panels_error(const bireme_panels *panels);

#endif
