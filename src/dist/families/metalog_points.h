/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a metalog is specified: its bounds, and the quantiles that it goes through. y = M(u) is x, or with
 * bounds its logarithm or logit (metalog.c).
 */
#ifndef BIREME_DIST_FAMILIES_METALOG_POINTS_H
#define BIREME_DIST_FAMILIES_METALOG_POINTS_H

#include "dist/family.h"
#include "dist/families/metalog_curve.h"
#include "dist/shared.h"

/* −INFINITY, INFINITY: unbounded */
typedef struct bireme_metalog_bounds {
    double lower, upper;
} bireme_metalog_bounds;

static inline double bireme_metalog_to_curve(bireme_metalog_bounds b, double x)
{
    double low = isfinite(b.lower) ? bireme_log(x - b.lower) : 0;
    double high = isfinite(b.upper) ? bireme_log(b.upper - x) : 0;
    return isfinite(b.lower) || isfinite(b.upper) ? low - high : x;
}

static inline double bireme_metalog_from_curve(bireme_metalog_bounds b, double y)
{
    if (isfinite(b.lower) && isfinite(b.upper)) {
        double e = bireme_exp(-fabs(y)), share = e / (1 + e);
        return y < 0 ? b.lower + (b.upper - b.lower) * share : b.upper - (b.upper - b.lower) * share;
    }
    if (isfinite(b.lower)) return b.lower + bireme_exp(y);
    return isfinite(b.upper) ? b.upper - bireme_exp(-y) : y;
}

static inline double bireme_metalog_stretch(bireme_metalog_bounds b, double y) /* dx/dy */
{
    if (isfinite(b.lower) && isfinite(b.upper)) {
        double e = bireme_exp(-fabs(y));
        return (b.upper - b.lower) * e / ((1 + e) * (1 + e));
    }
    if (isfinite(b.lower)) return bireme_exp(y);
    return isfinite(b.upper) ? bireme_exp(-y) : 1;
}

typedef struct bireme_metalog_points {
    size_t n;
    double probability[BIREME_METALOG_MOST], x[BIREME_METALOG_MOST], y[BIREME_METALOG_MOST];
} bireme_metalog_points;

/* Errors: DOMAIN. */
bireme_status bireme_metalog_read_bounds(const bireme_dist_spec *spec, bireme_metalog_bounds *b,
                                         bireme_error *error);
/* Reads p10, p50 and p90, or probabilities and quantiles: ascending, between the bounds, feasible if they are
 * three. Errors: DOMAIN. */
bireme_status bireme_metalog_read_points(const bireme_dist_spec *spec, bireme_metalog_bounds b,
                                         bireme_metalog_points *given, bireme_error *error);

#endif
