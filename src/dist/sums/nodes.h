/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The distribution functions of the sums of a family (1 … digits summands, each a fixed number of values) at
 * the points of a few grids that they all share. Internal to src/dist.
 */
#ifndef BIREME_DIST_SUMS_NODES_H
#define BIREME_DIST_SUMS_NODES_H

#include "dist/sums/curve.h"

/* Tail probabilities below this cannot be read from the grids. */
#define BIREME_SUM_TAIL 1e-8

enum { BIREME_SUM_GRIDS = 9 };

/* Grids of different lengths, each with a coarser companion, made when first needed. */
typedef struct bireme_sum_grids {
    const bireme_summand *summand;
    unsigned level, digits, bits;
    bireme_grid_sharing sharing;
    double origin, length, margin; /* of the longest grid, margin in points */
    bireme_grid_powers fine[BIREME_SUM_GRIDS], coarse[BIREME_SUM_GRIDS];
    bireme_grid_space *space;
    double *p, *q;         /* working space: for one grid and its coarser companion, [3/2 points] */
    bireme_sum_node *kept; /* the nodes of one sum */
} bireme_sum_grids;

/* Lays out grids of 2^bits points for sums of digit · 16^level values, digit ≤ digits. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_sum_grids_create(bireme_sum_grids *grids, const bireme_summand *summand,
                                                      unsigned level, unsigned digits, unsigned bits,
                                                      bireme_grid_sharing sharing, bireme_grid_space *space,
                                                      bireme_error *error);
void bireme_sum_grids_free(bireme_sum_grids *grids);

/* Fills c->nodes (ascending in x and p, descending in q; they live until the next call), error, blur and
 * rest. The caller has set summand, n, lower and upper. Digits must not fall from call to call. compare: also
 * find the difference to grids of half as many points. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_sum_nodes_find(bireme_sum_grids *grids, bireme_sum_curve *c,
                                                    unsigned digit, bool compare, bireme_error *error);

#endif
