/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The quantile table of a sum of 2^k values. Internal to src/dist.
 */
#ifndef BIREME_DIST_SUMS_CURVE_H
#define BIREME_DIST_SUMS_CURVE_H

#include "dist/sums_grid.h"

enum { BIREME_SUM_BLUR_LEAST = 4 }; /* sums of 16 and more have a table whatever its error */

/* What is added up. */
typedef struct bireme_summand {
    const bireme_dist *dist;
    const bireme_qtable *single;
    double mean, variance, lower, upper;
    double lattice_start, lattice_step; /* all values are start + whole number · step; step 0: they are not */
} bireme_summand;

/* *u_error: the stated error of the table. Errors: MEMORY, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_sum_table_create(const bireme_summand *summand, unsigned k,
                                                      bireme_grid_space *space, bireme_qtable **out,
                                                      double *u_error, bireme_error *error);

#endif
