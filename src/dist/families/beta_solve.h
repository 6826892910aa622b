/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The beta distribution with two given percentiles.
 */
#ifndef BIREME_DIST_FAMILIES_BETA_SOLVE_H
#define BIREME_DIST_FAMILIES_BETA_SOLVE_H

#include "base/error.h"

/* The range of alpha and beta: below it, a share of the mass lies nearer to 0 or 1 than a double can
 * represent; above it, the distribution is practically a point and its functions become slow. */
#define BIREME_BETA_LEAST 0.01
#define BIREME_BETA_MOST  1e8

/* alpha and beta with P(X ≤ p10) = 0.1 and P(X ≤ p90) = 0.9, 0 < p10 < p90 < 1. Errors: DOMAIN (outside the
 * range above; the message says in which direction, and what would be allowed). */
bireme_status bireme_beta_solve(double p10, double p90, double *alpha, double *beta, bireme_error *error);

#endif
