/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A metalog fitted to a sample, for those who hand a distribution on in a few numbers.
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
    bireme_dist *dist; /* of these; owned */
} bireme_metalog_fit;

/* sorted [n], ascending, n ≥ 200, not all equal. bounded: also those with 0 as lower bound are tried, if the
 * smallest value is more than that. Of 3 to 9 terms and either kind the feasible one that is closest. Errors:
 * MEMORY, DOMAIN (none is feasible). The caller frees out->dist. */
BIREME_MUST_USE bireme_status bireme_metalog_fit_sample(size_t n, const double *sorted, bool bounded,
                                                        bireme_metalog_fit *out, bireme_error *error);

#endif
