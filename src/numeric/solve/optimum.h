/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The maximum of a smooth function within bounds and linear constraints, by sequential quadratic programming
 * (Kraft's SLSQP in NLopt), with gradients from finite differences.
 */
#ifndef BIREME_NUMERIC_SOLVE_OPTIMUM_H
#define BIREME_NUMERIC_SOLVE_OPTIMUM_H

#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"

/* Σ factor[i] x[i] equals limit, or is at most that. */
typedef struct bireme_linear {
    const double *factor; /* [n] */
    double limit;
    bool equal;
} bireme_linear;

typedef struct bireme_optimum {
    size_t n;
    const double *low, *high; /* [n], finite */
    size_t n_linear;
    const bireme_linear *linear;
    /* Any status other than OK ends the search and is returned. */
    bireme_status (*value)(void *context, const double *x, double *out, bireme_error *error);
    void *context;
    double step;     /* of the finite differences; > 0 */
    double relative; /* if > 0: that share of x[i], if that is a smaller step, but no less than 1e-3 · step */
    bool central;    /* two-sided differences */
    double tolerance; /* of x: absolute */
    int most;         /* most evaluations, counting gradients */
} bireme_optimum;

/* x: the starting point, and then the best point found that satisfies the constraints; *value: the value
 * there. Errors: MEMORY, INTERNAL, those of value(). */
BIREME_MUST_USE bireme_status bireme_optimum_find(const bireme_optimum *optimum, double *x, double *value,
                                                  bireme_error *error);

#endif
