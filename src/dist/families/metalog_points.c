/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading bounds and quantiles.
 */
#include "dist/families/metalog_points.h"

#include <math.h>
#include <string.h>

static bireme_status check_points(const bireme_dist_argument *p, const bireme_dist_argument *x,
                                  bireme_error *error)
{
    if (p->n != x->n)
        return bireme_dist_fail(error, "quantiles",
                                "metalog: there must be as many quantiles as probabilities, found "
                                "%zu quantiles and %zu probabilities",
                                x->n, p->n);
    if (p->n < 2 || p->n > BIREME_METALOG_MOST)
        return bireme_dist_fail(error, "probabilities",
                                "metalog: from 2 to %d probabilities are allowed, found %zu",
                                (int)BIREME_METALOG_MOST, p->n);
    for (size_t i = 0; i + 1 < p->n; i++) {
        if (!(p->values[i] < p->values[i + 1]))
            return bireme_dist_fail(error, "probabilities",
                                    "metalog: probabilities must ascend, found %s followed by "
                                    "%s",
                                    BIREME_SHOWN(p->values[i]), BIREME_SHOWN(p->values[i + 1]));
        if (!(x->values[i] < x->values[i + 1]))
            return bireme_dist_fail(error, "quantiles",
                                    "metalog: quantiles must ascend, found %s followed by %s",
                                    BIREME_SHOWN(x->values[i]), BIREME_SHOWN(x->values[i + 1]));
    }
    return BIREME_OK;
}

bireme_status bireme_metalog_read_bounds(const bireme_dist_spec *spec, bireme_metalog_bounds *b,
                                         bireme_error *error)
{
    const bireme_dist_argument *lower = bireme_spec_find(spec, "lower"),
                               *upper = bireme_spec_find(spec, "upper");
    *b = (bireme_metalog_bounds){lower != NULL ? lower->value : -INFINITY,
                                 upper != NULL ? upper->value : INFINITY};
    return lower != NULL && upper != NULL ? bireme_spec_ordered(spec, "lower", "upper", error) : BIREME_OK;
}

/* The y of the points, which must all lie between the bounds. */
static bireme_status map_points(bireme_metalog_bounds b, bireme_metalog_points *given, bireme_error *error)
{
    double low = given->x[0], high = given->x[given->n - 1];
    if (!(low > b.lower))
        return bireme_dist_fail(error, "lower",
                                "metalog: `lower` must be less than the lowest quantile, found %s and %s",
                                BIREME_SHOWN(b.lower), BIREME_SHOWN(low));
    if (!(high < b.upper))
        return bireme_dist_fail(error, "upper",
                                "metalog: `upper` must be greater than the highest quantile, found %s and %s",
                                BIREME_SHOWN(b.upper), BIREME_SHOWN(high));
    for (size_t i = 0; i < given->n; i++) given->y[i] = bireme_metalog_to_curve(b, given->x[i]);
    return BIREME_OK;
}

/* Three terms are feasible for |a3| < (4/w) a2, with w = 2.39936 the root of w tanh(w/2) = 2: the largest
 * value of c + u v L is w/4. In terms of the percentiles, the relative height of the median must differ from
 * ½ by less than (4/w)·0.4/2 = 0.33342. */
static bireme_status check_triplet(bireme_metalog_bounds b, const bireme_metalog_points *three,
                                   bireme_error *error)
{
    const double room = 0.5 - 0.2 * 4 / 2.3993572805154676;
    const double *y = three->y;
    double height = (y[1] - y[0]) / (y[2] - y[0]);
    if (height > room && height < 1 - room) return BIREME_OK;
    double low = bireme_metalog_from_curve(b, y[0] + room * (y[2] - y[0])),
           high = bireme_metalog_from_curve(b, y[2] - room * (y[2] - y[0]));
    return bireme_dist_fail(
        error, "p50", "metalog: with p10 %s and p90 %s `p50` must be between %s and %s, found %s",
        BIREME_SHOWN(three->x[0]), BIREME_SHOWN(three->x[2]), BIREME_SHOWN(bireme_dist_rounded(low, 1)),
        BIREME_SHOWN(bireme_dist_rounded(high, -1)), BIREME_SHOWN(three->x[1]));
}

bireme_status bireme_metalog_read_points(const bireme_dist_spec *spec, bireme_metalog_bounds b,
                                         bireme_metalog_points *given, bireme_error *error)
{
    static const char *const names[] = {"p10", "p50", "p90"};
    static const double triplet[] = {0.1, 0.5, 0.9};
    bireme_status status = BIREME_OK;
    bool three = bireme_spec_find(spec, "p10") != NULL;
    if (three) {
        given->n = 3;
        for (size_t i = 0; i < 3; i++) {
            given->probability[i] = triplet[i];
            given->x[i] = bireme_spec_number(spec, names[i]);
        }
        for (size_t i = 0; i < 2 && status == BIREME_OK; i++)
            status = bireme_spec_ordered(spec, names[i], names[i + 1], error);
    } else {
        const bireme_dist_argument *p = bireme_spec_find(spec, "probabilities");
        const bireme_dist_argument *x = bireme_spec_find(spec, "quantiles");
        status = check_points(p, x, error);
        if (status != BIREME_OK) return status;
        given->n = p->n;
        memcpy(given->probability, p->values, p->n * sizeof *p->values);
        memcpy(given->x, x->values, x->n * sizeof *x->values);
    }
    if (status == BIREME_OK) status = map_points(b, given, error);
    return three && status == BIREME_OK ? check_triplet(b, given, error) : status;
}
