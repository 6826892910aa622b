/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * metalog: a distribution drawn through given quantiles.
 *
 *   quantile    y = M(u) = a1 + a2 L + a3 c L + a4 c + a5 c² + a6 c² L + a7 c³ + a8 c³ L + …, L = log(u/(1−u)),
 *               c = u − ½, of
 *                 y = x                            without bounds
 *                 y = log(x − lower)               bounded below
 *                 y = −log(upper − x)              bounded above
 *                 y = log((x − lower)/(upper − x)) bounded on both sides
 *   density     1/(M'(u) dx/dy) at x
 *   parameters  p10, p50, p90: three terms | probabilities, quantiles: n terms through n points, 2 ≤ n ≤ 16,
 *               0 < probabilities < 1 and both lists ascending | coefficients a1 … an, as fitted elsewhere; each with
 *               `lower` and `upper` if wanted. Feasible only where M rises everywhere; for three terms: the median's y
 *               at a relative height between 0.1666 and 0.8334 of the other two. For 7, 11 or 15
 *               probabilities that lie symmetrically about ½ Keelin's first n terms have one odd function too many
 *               and no solution: there the last term gives way to the next one of the series, which is even
 *   support     from `lower` to `upper`, or every x (the end is nearer where the log term's factor vanishes there)
 *   moments     by integrating the quantile function. With one bound the other tail is that of a power, x ~ v^−s with
 *               the log term's factor s: a mean for s < 1, a variance for s < ½ only. Without a variance it is taken, as
 *               heavy (family.h), while the draws that are rarer than one in 2^54, which nobody sees, hold at most a
 *               twentieth of the mean
 *   rounding    published coefficients are rounded, and fitted ones may fall far out in a tail. Where M falls only beyond a
 *               probability of 1e-9 (the error of the tables), what lies beyond is held at the value there
 *   method      M(u) is evaluated exactly; F and the density by Newton's method on the log odds w = log(u/(1−u)),
 *               in which M is nearly linear
 *   source      Keelin 2016, "The metalog distributions", equations 6 to 10, section 3.4 (bounds) and the symmetric
 *               percentile triplet
 */
#include "dist/family.h"

#include <float.h>
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "dist/metalog_curve.h"
#include "dist/shared.h"

/* numbers: coefficients a1 … an; c[0], c[1]: bounds, −INFINITY and INFINITY without; c[2], c[3]: the log odds between which M
 * rises, ±745 everywhere */

static const double FOLD = 1e-9;        /* probability beyond which M may fall */
static const double UNSEEN_MOST = 0.05; /* share of the mean in draws rarer than one in 2^54 */
static const double OUTERMOST = 745;    /* log odds; the tail beyond is below the smallest double */

typedef struct bounds {
    double lower, upper;
} bounds;

static double to_curve(bounds b, double x)
{
    double low = isfinite(b.lower) ? bireme_log(x - b.lower) : 0;
    double high = isfinite(b.upper) ? bireme_log(b.upper - x) : 0;
    return isfinite(b.lower) || isfinite(b.upper) ? low - high : x;
}

static double from_curve(bounds b, double y)
{
    if (isfinite(b.lower) && isfinite(b.upper)) {
        double e = bireme_exp(-fabs(y)), share = e / (1 + e);
        return y < 0 ? b.lower + (b.upper - b.lower) * share : b.upper - (b.upper - b.lower) * share;
    }
    if (isfinite(b.lower)) return b.lower + bireme_exp(y);
    return isfinite(b.upper) ? b.upper - bireme_exp(-y) : y;
}

static double stretch(bounds b, double y) /* dx/dy */
{
    if (isfinite(b.lower) && isfinite(b.upper)) {
        double e = bireme_exp(-fabs(y));
        return (b.upper - b.lower) * e / ((1 + e) * (1 + e));
    }
    if (isfinite(b.lower)) return bireme_exp(y);
    return isfinite(b.upper) ? bireme_exp(-y) : 1;
}

static bounds bounds_of(const bireme_dist *dist)
{
    return (bounds){dist->c[0], dist->c[1]};
}

static double quantile(const bireme_dist *dist, double p, double q)
{
    double slope, w = fmin(fmax(bireme_metalog_log_odds(p, q), dist->c[2]), dist->c[3]);
    return from_curve(bounds_of(dist), bireme_metalog_value(dist->numbers, dist->n_numbers, w, &slope));
}

/* w with M = y. */
static double find_log_odds(const bireme_dist *dist, double y, double *slope)
{
    double low = dist->c[2], high = dist->c[3], w = 0;
    for (int i = 0; i < 200; i++) {
        double over = bireme_metalog_value(dist->numbers, dist->n_numbers, w, slope) - y;
        if (over == 0) break;
        if (over > 0)
            high = w;
        else
            low = w;
        double next = *slope > 0 ? w - over / *slope : low;
        if (!(next > low && next < high)) next = 0.5 * (low + high);
        double moved = fabs(next - w);
        w = next;
        if (moved <= 4 * DBL_EPSILON * (1 + fabs(w))) break;
    }
    bireme_metalog_value(dist->numbers, dist->n_numbers, w, slope);
    return w;
}

/* At a bound the density is like u^(1 − s) with the log term's factor s. */
static double pdf_at_bound(const bireme_dist *dist, double w)
{
    double slope, u, v, s = bireme_metalog_tail(dist->numbers, dist->n_numbers, w);
    if (s != 1) return s > 1 ? INFINITY : 0;
    double y = bireme_metalog_value(dist->numbers, dist->n_numbers, w, &slope);
    bireme_metalog_odds(w, &u, &v);
    return u * v / (slope * stretch(bounds_of(dist), y));
}

static double pdf(const bireme_dist *dist, double x)
{
    bounds b = bounds_of(dist);
    if (x <= b.lower) return pdf_at_bound(dist, -700);
    if (x >= b.upper) return pdf_at_bound(dist, 700);
    double slope, u, v, y = to_curve(b, x);
    bireme_metalog_odds(find_log_odds(dist, y, &slope), &u, &v);
    return slope > 0 ? u * v / (slope * stretch(b, y)) : 0;
}

static void cdf(const bireme_dist *dist, double x, double *p, double *q)
{
    double slope;
    bounds b = bounds_of(dist);
    bool below = x <= b.lower, above = x >= b.upper;
    *p = above;
    *q = below;
    if (!below && !above) bireme_metalog_odds(find_log_odds(dist, to_curve(b, x), &slope), p, q);
}

static const bireme_dist_kernel kernel = {pdf, cdf, quantile, NULL};

/* ------------------------ what is given */

typedef struct points {
    size_t n;
    double probability[BIREME_METALOG_MOST], x[BIREME_METALOG_MOST], y[BIREME_METALOG_MOST];
} points;

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

static bireme_status read_bounds(const bireme_dist_spec *spec, bounds *b, bireme_error *error)
{
    const bireme_dist_argument *lower = bireme_spec_find(spec, "lower"),
                               *upper = bireme_spec_find(spec, "upper");
    *b = (bounds){lower != NULL ? lower->value : -INFINITY, upper != NULL ? upper->value : INFINITY};
    return lower != NULL && upper != NULL ? bireme_spec_ordered(spec, "lower", "upper", error) : BIREME_OK;
}

/* The y of the points, all of which are between the bounds. */
static bireme_status map_points(bounds b, points *given, bireme_error *error)
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
    for (size_t i = 0; i < given->n; i++) given->y[i] = to_curve(b, given->x[i]);
    return BIREME_OK;
}

/* Three terms are feasible for |a3| < (4/w) a2, w = 2.39936 the root of w tanh(w/2) = 2: the largest of c + u
 * v L is w/4. In the percentiles: the relative height of the median differs from ½ by less than (4/w)·0.4/2 =
 * 0.33342. */
static bireme_status check_triplet(bounds b, const points *three, bireme_error *error)
{
    const double room = 0.5 - 0.2 * 4 / 2.3993572805154676;
    const double *y = three->y;
    double height = (y[1] - y[0]) / (y[2] - y[0]);
    if (height > room && height < 1 - room) return BIREME_OK;
    double low = from_curve(b, y[0] + room * (y[2] - y[0])),
           high = from_curve(b, y[2] - room * (y[2] - y[0]));
    return bireme_dist_fail(
        error, "p50", "metalog: with p10 %s and p90 %s `p50` must be between %s and %s, found %s",
        BIREME_SHOWN(three->x[0]), BIREME_SHOWN(three->x[2]), BIREME_SHOWN(bireme_dist_rounded(low, 1)),
        BIREME_SHOWN(bireme_dist_rounded(high, -1)), BIREME_SHOWN(three->x[1]));
}

static bireme_status read_points(const bireme_dist_spec *spec, bounds b, points *given, bireme_error *error)
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

/* ------------------------ making */

static bireme_status keep(bireme_dist *dist, size_t n, bireme_error *error)
{
    dist->numbers = bireme_calloc(n, sizeof *dist->numbers);
    if (dist->numbers == NULL) return bireme_fail_memory(error);
    dist->n_numbers = n;
    return BIREME_OK;
}

/* Fills c[2], c[3]. False: M falls at a probability that matters, *fall. */
static bool find_rise(bireme_dist *dist, double *fall)
{
    double u, v, low, high;
    bireme_metalog_rise(dist->numbers, dist->n_numbers, &low, &high);
    bireme_metalog_odds(low, &u, &v);
    *fall = u;
    bool good = u <= FOLD;
    bireme_metalog_odds(high, &u, &v);
    if (good) *fall = u;
    dist->c[2] = low;
    dist->c[3] = high;
    return good && v <= FOLD;
}

/* The end of the support on a side: the bound, or infinity, unless M is held at a value. */
static double end_of(const bireme_dist *dist, bounds b, double side)
{
    double slope, w = side < 0 ? dist->c[2] : dist->c[3];
    double y = fabs(w) < OUTERMOST ? bireme_metalog_value(dist->numbers, dist->n_numbers, w, &slope)
                                   : bireme_metalog_end(dist->numbers, dist->n_numbers, side);
    return from_curve(b, y);
}

static bireme_status through_points(const bireme_dist_spec *spec, bounds b, bireme_dist *dist,
                                    bireme_error *error)
{
    points given;
    bireme_status status = read_points(spec, b, &given, error);
    if (status != BIREME_OK) return status;
    size_t n = given.n, last = bireme_metalog_last_term(n, given.probability);
    status = keep(dist, last + 1, error);
    if (status != BIREME_OK) return status;
    if (!bireme_metalog_interpolate(n, last, given.probability, given.y, dist->numbers))
        return bireme_dist_fail(error, "probabilities", "metalog: no metalog passes through these %zu points",
                                n);
    double fall;
    if (!find_rise(dist, &fall))
        return bireme_dist_fail(
            error, bireme_spec_find(spec, "p50") != NULL ? "p50" : "quantiles",
            "metalog: the curve through these %zu quantiles would fall around the probability %s, so "
            "they are no distribution; leave a point out, or move those near it",
            n, BIREME_SHOWN(bireme_dist_rounded(fall, 0)));
    return BIREME_OK;
}

static bireme_status of_coefficients(const bireme_dist_argument *a, bireme_dist *dist, bireme_error *error)
{
    if (a->n < 2 || a->n > BIREME_METALOG_MOST)
        return bireme_dist_fail(error, "coefficients",
                                "metalog: from 2 to %d coefficients are allowed, found %zu",
                                (int)BIREME_METALOG_MOST, a->n);
    bireme_status status = keep(dist, a->n, error);
    if (status != BIREME_OK) return status;
    memcpy(dist->numbers, a->values, a->n * sizeof *a->values);
    double fall;
    if (!find_rise(dist, &fall))
        return bireme_dist_fail(error, "coefficients",
                                "metalog: the curve of these %zu coefficients falls around the probability "
                                "%s, so they are no distribution",
                                a->n, BIREME_SHOWN(bireme_dist_rounded(fall, 0)));
    return BIREME_OK;
}

/* The tails that have no variance, or no mean (`from` 1): a power towards the side without a bound. */
static unsigned heavy_tails(bounds b, const bireme_dist *dist, double from)
{
    const double *a = dist->numbers;
    size_t n = dist->n_numbers;
    if (isfinite(b.lower) == isfinite(b.upper)) return 0;
    if (isfinite(b.lower))
        return dist->c[3] == OUTERMOST && bireme_metalog_tail(a, n, 1) >= from ? BIREME_DIST_HEAVY_HIGH : 0;
    return dist->c[2] == -OUTERMOST && bireme_metalog_tail(a, n, -1) >= from ? BIREME_DIST_HEAVY_LOW : 0;
}

static bool is_cut(const bireme_dist_spec *spec, unsigned heavy)
{
    return heavy == 0 || (heavy == BIREME_DIST_HEAVY_HIGH ? spec->has_max : spec->has_min);
}

/* Is there a mean that can be seen? After the moments. */
static bireme_status check_mean(const bireme_dist *dist, bireme_error *error)
{
    bool upper = dist->heavy == BIREME_DIST_HEAVY_HIGH;
    double s = bireme_metalog_tail(dist->numbers, dist->n_numbers, upper ? 1 : -1), v = 0x1p-54;
    double end = upper ? quantile(dist, 1, v) : quantile(dist, v, 1);
    double unseen = fabs(end) * v / (1 - s), size = fabs(dist->mean - (upper ? dist->c[0] : dist->c[1]));
    if (unseen <= UNSEEN_MOST * size) return BIREME_OK;
    return bireme_dist_fail(
        error, NULL,
        "metalog: its tail is so heavy that %s %% of its mean come from values rarer than one in "
        "10,000,000,000,000,000, which no forecast can show; give the other bound too, or cut the "
        "tail off with `%s`",
        BIREME_SHOWN(bireme_dist_rounded(100 * fmin(unseen / size, 1), 0)), upper ? "max" : "min");
}

static bireme_status make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    bounds b;
    const bireme_dist_argument *a = bireme_spec_find(spec, "coefficients");
    bireme_status status = read_bounds(spec, &b, error);
    if (status == BIREME_OK)
        status = a != NULL ? of_coefficients(a, dist, error) : through_points(spec, b, dist, error);
    if (status != BIREME_OK) return status;
    dist->kernel = &kernel;
    dist->c[0] = b.lower;
    dist->c[1] = b.upper;
    if (!is_cut(spec, heavy_tails(b, dist, 1)))
        return bireme_dist_fail(error, NULL,
                                "metalog: its tail is so heavy that it has no mean; give the other bound "
                                "too, or cut the tail off with `%s`",
                                isfinite(b.lower) ? "max" : "min");
    dist->heavy = heavy_tails(b, dist, 0.5);
    status = bireme_dist_set(dist, end_of(dist, b, -1), end_of(dist, b, 1), 0, 0, error);
    if (status != BIREME_OK) return status;
    bireme_dist_integrate(dist);
    if (!is_cut(spec, dist->heavy)) status = check_mean(dist, error);
    if (spec->has_min || spec->has_max || status != BIREME_OK)
        return status; /* truncation makes its own moments */
    return bireme_dist_set(dist, dist->lower, dist->upper, dist->mean, dist->variance, error);
}

static const bireme_parameter parameters[] = {
    {"p10", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false,
     "10th percentile: one time in ten the value is lower"},
    {"p50", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false, "median"},
    {"p90", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false,
     "90th percentile: one time in ten the value is higher"},
    {"probabilities", BIREME_PARAMETER_NUMBERS, 0, 1, true, true, false,
     "2 to 16 probabilities, ascending, of a value that is lower"},
    {"quantiles", BIREME_PARAMETER_NUMBERS, -INFINITY, INFINITY, true, true, false,
     "the value at each probability, ascending"},
    {"coefficients", BIREME_PARAMETER_NUMBERS, -INFINITY, INFINITY, true, true, false,
     "2 to 16 coefficients in Keelin's order (SIPmath's aCoefficients), of x, or with bounds of its "
     "logarithm"},
    {"file", BIREME_PARAMETER_FILE, 0, 0, false, false, false,
     "name of a SIPmath 3.0 library (JSON), relative to the scenario"},
    {"sip", BIREME_PARAMETER_COLUMN, 0, 0, false, false, false,
     "the name of a SIP in it, whose coefficients and bounds are taken"},
    {"lower", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false,
     "a bound below which no value can be: the curve bends towards it and still goes through the quantiles "
     "(`min` would cut it off and move them)"},
    {"upper", BIREME_PARAMETER_NUMBER, -INFINITY, INFINITY, true, true, false,
     "a bound above which no value can be"},
};
static const bireme_parameter_set sets[] = {{3, {"p10", "p50", "p90"}, NULL, {"lower", "upper"}},
                                            {2, {"probabilities", "quantiles"}, NULL, {"lower", "upper"}},
                                            {1, {"coefficients"}, NULL, {"lower", "upper"}},
                                            {2, {"file", "sip"}, NULL, {NULL}}};

const bireme_family_definition bireme_family_metalog = {
    {"metalog", "a smooth distribution through given quantiles; unbounded unless bounds are given",
     "every x, or between the bounds", 10, parameters, 4, sets, false},
    make};
