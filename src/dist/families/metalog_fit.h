/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fitting a metalog to a sample, to pass a distribution on as a few numbers.
 */
#ifndef BIREME_DIST_FAMILIES_METALOG_FIT_H
#define BIREME_DIST_FAMILIES_METALOG_FIT_H

#include <stdbool.h>
#include "dist/dist.h"
#include "dist/families/metalog_curve.h"

typedef struct bireme_metalog_fit {
    size_t terms;
    double coefficients[BIREME_METALOG_MOST];
    bool has_lower; /* bounded below by 0 */
    /* The largest difference of F from the sample's share, over 199 quantiles. */
    double largest_difference;
    bireme_dist *dist; /* with these coefficients; owned */
} bireme_metalog_fit;

/* sorted [n], ascending, n ≥ 200, not all equal. bounded: also try fits with 0 as lower bound, if the
 * smallest value is above 0. Takes the closest feasible fit with 3 to 9 terms, of either kind. Errors:
 * MEMORY, DOMAIN (none is feasible). The caller frees out->dist. */
BIREME_MUST_USE bireme_status bireme_metalog_fit_sample(size_t n, const double *sorted, bool bounded,
                                                        bireme_metalog_fit *out, bireme_error *error);

#endif
