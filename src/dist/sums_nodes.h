/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The distribution function of a sum of 2^k values at the points of one or more grids. Internal to src/dist.
 */
#ifndef BIREME_DIST_SUMS_NODES_H
#define BIREME_DIST_SUMS_NODES_H

#include "dist/sums_curve.h"

/* Tails below this are not known from the grids. */
#define BIREME_SUM_TAIL 1e-8

typedef struct bireme_sum_node { /* a point of the distribution function */
    double x, p, q, slope;       /* slope: density */
} bireme_sum_node;

typedef struct bireme_tail_shape {
    double x, v;  /* the outermost node */
    double power; /* distance to a finite end goes as v^power */
    double ratio; /* to the tail of one value */
} bireme_tail_shape;

typedef struct bireme_sum_curve {
    const bireme_summand *summand;
    double n, lower, upper; /* of the sum */
    double lower_mass;      /* of the lower end, if it is an atom */
    bireme_sum_node *nodes;
    size_t count, capacity;
    size_t last;
    bireme_tail_shape low_tail, high_tail;
    double error; /* difference to the coarser grid, largest */
    double blur;  /* how far the longest grid may have moved values at points; else 0 */
    double rest;  /* mass below the shortest grid's fine part, if it is not negligible */
} bireme_sum_curve;

/* Fills c->nodes (ascending in x and p, descending in q), error, blur and rest from grids of 2^bits points.
 * The caller has set summand, n, lower and upper, and frees nodes (bireme_free), also after a failure.
 * Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_sum_nodes_find(bireme_sum_curve *c, unsigned k, unsigned bits,
                                                    bireme_grid_sharing sharing, bireme_grid_space *space,
                                                    bireme_error *error);

#endif
