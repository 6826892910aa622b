/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How often values fall into steps of equal, round width.
 */
#ifndef BIREME_STATS_HISTOGRAM_H
#define BIREME_STATS_HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"

enum { BIREME_HISTOGRAM_MOST = 40 };

typedef struct bireme_histogram {
    size_t n;                           /* steps; 0: no values, or all of them alike */
    double width;                       /* 1, 2, 2.5 or 5 times a power of ten */
    double from[BIREME_HISTOGRAM_MOST]; /* [n] where each step begins, a multiple of the width; it ends before
                                            the next one's beginning */
    double share[BIREME_HISTOGRAM_MOST]; /* [n] of all values, 0 to 1 */
    double below, above;                 /* shares of the values before the first and after the last step */
} bireme_histogram;

/* value [n], NAN: left out. whole: they are whole numbers, and no step is narrower than 1. most: of steps, 5
 * to BIREME_HISTOGRAM_MOST. The steps cover the middle 99 % of the values at least. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_histogram_of(size_t n, const double *value, bool whole, size_t most,
                                                  bireme_histogram *out, bireme_error *error);

#endif
