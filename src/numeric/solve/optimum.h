/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The maximum of a smooth function within bounds and linear constraints, by sequential quadratic programming
 * (Kraft's SLSQP in NLopt), with gradients from differences.
 */
#ifndef BIREME_NUMERIC_SOLVE_OPTIMUM_H
#define BIREME_NUMERIC_SOLVE_OPTIMUM_H

#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"

/* Σ factor[i] x[i] = or ≤ limit. */
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
    /* Any status but OK ends the search with it. */
    bireme_status (*value)(void *context, const double *x, double *out, bireme_error *error);
    void *context;
    double step;      /* of the differences; > 0 */
    bool central;     /* differences to both sides */
    double tolerance; /* of x: absolute */
    int most;         /* values and gradients */
} bireme_optimum;

/* x: where to begin, then the best place found that keeps to the constraints; *value: there. Errors: MEMORY,
 * INTERNAL, those of value(). */
BIREME_MUST_USE bireme_status bireme_optimum_find(const bireme_optimum *optimum, double *x, double *value,
                                                  bireme_error *error);

#endif
