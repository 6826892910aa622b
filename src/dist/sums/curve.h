/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The quantile function of a sum, from its distribution function at grid points. Internal to src/dist.
 */
#ifndef BIREME_DIST_SUMS_CURVE_H
#define BIREME_DIST_SUMS_CURVE_H

#include "dist/sums/grid.h"

/* The value whose copies are summed. */
typedef struct bireme_summand {
    const bireme_dist *dist;
    const bireme_qtable *single;
    double mean, variance, lower, upper;
    /* all values are start + whole number · step; step 0: not on a lattice */
    double lattice_start, lattice_step;
    bool has_points;
} bireme_summand;

typedef struct bireme_sum_node { /* a point of the distribution function */
    double x, p, q, slope;       /* slope: density */
} bireme_sum_node;

typedef struct bireme_tail_shape {
    double x, v;  /* the outermost node */
    double power; /* near a finite end, the distance from it is proportional to v^power */
    double ratio; /* ratio to the tail of one value */
    double one;   /* one value at v/n */
} bireme_tail_shape;

typedef struct bireme_sum_curve {
    const bireme_summand *summand;
    double n, lower, upper; /* of the sum */
    double lower_mass;      /* probability of the lower end, if it is an atom */
    const bireme_sum_node *nodes;
    size_t count, last;
    bireme_tail_shape low_tail, high_tail;
    double difference; /* largest difference to the coarser grid; NAN: not requested */
    double error;      /* decreases of p between grids */
    double blur;       /* for values at points: how far the longest grid may have moved them; else 0 */
    double rest;       /* mass below the shortest grid's fine part, if it is not negligible */
} bireme_sum_curve;

/* Determines the tails' shapes, once the nodes are there. */
void bireme_sum_curve_join(bireme_sum_curve *c);
/* The value at the point v of a side. */
double bireme_sum_curve_value(bireme_sum_curve *c, double v, bool upper);
/* Stretches the upper tail beyond the nodes so that the variance, now `found`, becomes the right one. True if
 * it did. */
bool bireme_sum_curve_match(bireme_sum_curve *c, double found);
/* The shift and scale that correct mean and variance without leaving the support; (0, 1): none. low and high:
 * the current least and largest value. */
void bireme_sum_curve_correction(const bireme_sum_curve *c, double mean, double variance, double low,
                                 double high, double *shift, double *scale);
/* A general quantile table of the curve; *u_error: the error of fit and correction. Errors: MEMORY,
 * DOMAIN. */
BIREME_MUST_USE bireme_status bireme_sum_curve_table(bireme_sum_curve *c, bireme_qtable **out,
                                                     double *u_error, bireme_error *error);

#endif
