/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * metalog: a distribution drawn through given quantiles.
 *
 *   quantile    y = M(u) = a1 + a2 L + a3 c L + a4 c + a5 c² + a6 c² L + a7 c³ + a8 c³ L + …, L =
 *               log(u/(1−u)), c = u − ½, of
 *                 y = x                            without bounds
 *                 y = log(x − lower)               bounded below
 *                 y = −log(upper − x)              bounded above
 *                 y = log((x − lower)/(upper − x)) bounded on both sides
 *   density     1/(M'(u) dx/dy) at x
 *   parameters  p10, p50, p90: three terms | probabilities, quantiles: n terms through n points, 2 ≤ n ≤ 16,
 *               0 < probabilities < 1 and both lists ascending | coefficients a1 … an, as fitted elsewhere;
 *               each with `lower` and `upper` if wanted. Feasible only where M rises everywhere; for three
 *               terms: the median's y at a relative height between 0.1666 and 0.8334 of the other two. For 7,
 *               11 or 15 probabilities that lie symmetrically about ½ Keelin's first n terms have one odd
 *               function too many and no solution: there the last term gives way to the next one of the
 *               series, which is even
 *   support     from `lower` to `upper`, or every x (the end is nearer where the log term's factor vanishes
 *               there)
 *   moments     by integrating the quantile function. With one bound the other tail is that of a power, x ~
 *               v^−s with the log term's factor s: a mean for s < 1, a variance for s < ½ only. Without a
 *               variance it is taken, as heavy (family.h)
 *   rounding    published coefficients are rounded, and fitted ones may fall far out in a tail. Where M falls
 *               only beyond a probability of 1e-9 (the error of the tables), what lies beyond is held at the
 *               value there
 *   falling     coefficients are a published distribution, and whoever publishes it samples x = M(u) whether
 *               M rises or not. Where M falls the distribution is that of M(U) all the same (metalog_fold.h);
 *               its moments are integrals of M. Quantiles written by hand through which only a falling M goes
 *               are an error
 *   method      M(u) is evaluated exactly; F and the density by Newton's method on the log odds w =
 *               log(u/(1−u)), in which M is nearly linear
 *   source      Keelin 2016, "The metalog distributions", equations 6 to 10, section 3.4 (bounds) and the
 *               symmetric percentile triplet
 */
#include "dist/family.h"

#include <float.h>
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "dist/families/metalog_curve.h"
#include "dist/families/metalog_fold.h"
#include "dist/families/metalog_points.h"
#include "dist/shared.h"

/* numbers: coefficients a1 … an; c[0], c[1]: bounds, −INFINITY and INFINITY without; c[2], c[3]: the log odds
 * between which M rises, ±745 everywhere. One that falls: c[4] is the number of its turns, whose log odds
 * follow the coefficients. */

static const double LOG_3 = 1.0986122886681098;
static const double FOLD = 1e-9; /* probability beyond which M may decrease */
#define OUTERMOST BIREME_METALOG_OUTERMOST

static bireme_metalog_bounds bounds_of(const bireme_dist *dist)
{
    return (bireme_metalog_bounds){dist->c[0], dist->c[1]};
}

static double quantile(const bireme_dist *dist, double p, double q)
{
    double slope, w = fmin(fmax(bireme_metalog_log_odds(p, q), dist->c[2]), dist->c[3]);
    return bireme_metalog_from_curve(bounds_of(dist),
                                     bireme_metalog_value(dist->numbers, dist->n_numbers, w, &slope));
}

/* The w with M = y. */
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
        bool stuck = i > 20 && i % 2 == 0; /* Newton's method may alternate between two places */
        if (!(next > low && next < high) || (stuck && fabs(next - w) > 1e-6)) next = 0.5 * (low + high);
        double moved = fabs(next - w);
        w = next;
        if (moved <= 4 * DBL_EPSILON * (1 + fabs(w))) break;
    }
    bireme_metalog_value(dist->numbers, dist->n_numbers, w, slope);
    return w;
}

/* At a bound the density behaves like u^(1 − s), with s the log term's factor. */
static double pdf_at_bound(const bireme_dist *dist, double w)
{
    double slope, u, v, s = bireme_metalog_tail(dist->numbers, dist->n_numbers, w);
    if (s != 1) return s > 1 ? INFINITY : 0;
    double y = bireme_metalog_value(dist->numbers, dist->n_numbers, w, &slope);
    bireme_metalog_odds(w, &u, &v);
    return u * v / (slope * bireme_metalog_stretch(bounds_of(dist), y));
}

static double pdf(const bireme_dist *dist, double x)
{
    bireme_metalog_bounds b = bounds_of(dist);
    if (x <= b.lower) return pdf_at_bound(dist, -700);
    if (x >= b.upper) return pdf_at_bound(dist, 700);
    double slope, u, v, y = bireme_metalog_to_curve(b, x);
    bireme_metalog_odds(find_log_odds(dist, y, &slope), &u, &v);
    return slope > 0 ? u * v / (slope * bireme_metalog_stretch(b, y)) : 0;
}

static void cdf(const bireme_dist *dist, double x, double *p, double *q)
{
    double slope;
    bireme_metalog_bounds b = bounds_of(dist);
    bool below = x <= b.lower, above = x >= b.upper;
    *p = above;
    *q = below;
    if (!below && !above)
        bireme_metalog_odds(find_log_odds(dist, bireme_metalog_to_curve(b, x), &slope), p, q);
}

static const bireme_dist_kernel kernel = {pdf, cdf, quantile, .is_formula = true};

/* ------------------------ published ones that decrease */

static bireme_metalog_fold fold_of(const bireme_dist *dist)
{
    size_t turns = (size_t)dist->c[4], n = dist->n_numbers - turns;
    return (bireme_metalog_fold){.a = dist->numbers, .n = n, .turn = dist->numbers + n, .turns = turns};
}

static double folded_pdf(const bireme_dist *dist, double x)
{
    bireme_metalog_bounds b = bounds_of(dist);
    bireme_metalog_fold fold = fold_of(dist);
    if (x <= b.lower || x >= b.upper) return 0;
    double y = bireme_metalog_to_curve(b, x);
    return bireme_metalog_fold_density(&fold, y) / bireme_metalog_stretch(b, y);
}

static void folded_cdf(const bireme_dist *dist, double x, double *p, double *q)
{
    bireme_metalog_bounds b = bounds_of(dist);
    bireme_metalog_fold fold = fold_of(dist);
    bool below = x <= b.lower, above = x >= b.upper;
    *p = above;
    *q = below;
    if (!below && !above) bireme_metalog_fold_pq(&fold, bireme_metalog_to_curve(b, x), p, q);
}

static double folded_quantile(const bireme_dist *dist, double p, double q)
{
    bireme_metalog_fold fold = fold_of(dist);
    return bireme_metalog_from_curve(bounds_of(dist), bireme_metalog_fold_quantile(&fold, p, q));
}

static const bireme_dist_kernel folded = {folded_pdf, folded_cdf, folded_quantile, .is_formula = true};

/* M as published, increasing or not. Its integrals are the moments of the values. */
static double published_quantile(const bireme_dist *dist, double p, double q)
{
    double slope;
    bireme_metalog_fold fold = fold_of(dist);
    return bireme_metalog_from_curve(
        bounds_of(dist), bireme_metalog_value(fold.a, fold.n, bireme_metalog_log_odds(p, q), &slope));
}

static const bireme_dist_kernel published = {folded_pdf, folded_cdf, published_quantile, .is_formula = true};

bool bireme_dist_falls(const bireme_dist *dist, bireme_dist_fall *out)
{
    if (dist->kernel != &folded) return false;
    double value[BIREME_METALOG_TURNS + 2], most = 0, v;
    bireme_metalog_fold fold = fold_of(dist);
    size_t falls = 0;
    bireme_metalog_fold_values(&fold, value);
    for (size_t k = 0; k <= fold.turns; k++) {
        if (!(value[k + 1] < value[k])) continue;
        double from = bireme_metalog_from_curve(bounds_of(dist), value[k]),
               to = bireme_metalog_from_curve(bounds_of(dist), value[k + 1]);
        falls++;
        if (falls > 1 && !(from - to > most)) continue;
        most = from - to;
        *out = (bireme_dist_fall){.from_p = 0, .to_p = 1, .from = from, .to = to};
        if (k > 0) bireme_metalog_odds(fold.turn[k - 1], &out->from_p, &v);
        if (k < fold.turns) bireme_metalog_odds(fold.turn[k], &out->to_p, &v);
    }
    if (falls == 0) return false;
    out->others = falls - 1;
    out->from_p = bireme_dist_rounded(out->from_p, 0);
    out->to_p = bireme_dist_rounded(out->to_p, 0);
    if (isfinite(out->from)) out->from = bireme_dist_rounded(out->from, 0);
    if (isfinite(out->to)) out->to = bireme_dist_rounded(out->to, 0);
    return true;
}

/* ------------------------ making */

static bireme_status keep(bireme_dist *dist, size_t n, bireme_error *error)
{
    dist->numbers = bireme_calloc(n, sizeof *dist->numbers);
    if (dist->numbers == NULL) return bireme_fail_memory(error);
    dist->n_numbers = n;
    return BIREME_OK;
}

/* Fills in c[2], c[3]. False: M decreases at a probability that matters, *fall. */
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

/* The end of the support on a side: the bound, or infinity, unless M is held constant there. */
static double end_of(const bireme_dist *dist, bireme_metalog_bounds b, double side)
{
    double slope, w = side < 0 ? dist->c[2] : dist->c[3];
    double y = fabs(w) < OUTERMOST ? bireme_metalog_value(dist->numbers, dist->n_numbers, w, &slope)
                                   : bireme_metalog_end(dist->numbers, dist->n_numbers, side);
    return bireme_metalog_from_curve(b, y);
}

static bireme_status through_points(const bireme_dist_spec *spec, bireme_metalog_bounds b, bireme_dist *dist,
                                    bireme_error *error)
{
    bireme_metalog_points given;
    bireme_status status = bireme_metalog_read_points(spec, b, &given, error);
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

/* Numbers, support and breaks of a metalog that is not increasing. */
static bireme_status fold(const bireme_dist_argument *a, bireme_metalog_bounds b, bireme_dist *dist,
                          bireme_error *error)
{
    double turn[BIREME_METALOG_TURNS], value[BIREME_METALOG_TURNS + 2];
    size_t turns = bireme_metalog_turns(a->values, a->n, turn);
    double *numbers = bireme_calloc(a->n + turns, sizeof *numbers);
    double *breaks = bireme_calloc(turns + 2, sizeof *breaks);
    if (numbers == NULL || breaks == NULL) {
        bireme_free(numbers);
        bireme_free(breaks);
        return bireme_fail_memory(error);
    }
    memcpy(numbers, a->values, a->n * sizeof *numbers);
    memcpy(numbers + a->n, turn, turns * sizeof *turn);
    bireme_free(dist->numbers);
    dist->numbers = numbers;
    dist->n_numbers = a->n + turns;
    dist->c[4] = (double)turns;
    dist->kernel = &folded;
    bireme_metalog_fold made = fold_of(dist);
    bireme_metalog_fold_values(&made, value);
    double low = INFINITY, high = -INFINITY;
    for (size_t k = 0; k < turns + 2; k++) low = fmin(low, value[k]), high = fmax(high, value[k]);
    for (size_t k = 0; k < turns + 2; k++) { /* ascending, each once */
        size_t at = 0;
        double x = bireme_metalog_from_curve(b, value[k]);
        if (!(value[k] > low && value[k] < high)) continue;
        while (at < dist->n_breaks && breaks[at] < x) at++;
        if (at < dist->n_breaks && breaks[at] == x) continue;
        memmove(breaks + at + 1, breaks + at, (dist->n_breaks - at) * sizeof *breaks);
        breaks[at] = x;
        dist->n_breaks++;
    }
    dist->breaks = breaks;
    dist->lower = bireme_metalog_from_curve(b, low);
    dist->upper = bireme_metalog_from_curve(b, high);
    return BIREME_OK;
}

static bireme_status of_coefficients(const bireme_dist_argument *a, bireme_metalog_bounds b,
                                     bireme_dist *dist, bireme_error *error)
{
    if (a->n < 2 || a->n > BIREME_METALOG_MOST)
        return bireme_dist_fail(error, "coefficients",
                                "metalog: from 2 to %d coefficients are allowed, found %zu",
                                (int)BIREME_METALOG_MOST, a->n);
    bireme_status status = keep(dist, a->n, error);
    if (status != BIREME_OK) return status;
    memcpy(dist->numbers, a->values, a->n * sizeof *a->values);
    double fall;
    return find_rise(dist, &fall) ? BIREME_OK : fold(a, b, dist, error);
}

/* The s of a tail x ~ v^−s at an end of u that goes to infinity on the side of x; 0: it does not go there, or
 * not as a power. */
static double power_at_end(bireme_metalog_bounds b, const bireme_dist *dist, double end, bool upper)
{
    bool held = dist->kernel == &kernel && (end < 0 ? dist->c[2] != -OUTERMOST : dist->c[3] != OUTERMOST);
    double factor = end * bireme_metalog_tail(dist->numbers, dist->n_numbers - (size_t)dist->c[4], end);
    if (held || isfinite(b.lower) == isfinite(b.upper) || isfinite(b.lower) != upper) return 0;
    return fmax(upper ? factor : -factor, 0);
}

/* The tails of x without a variance (from ½), or without a mean (from 1): powers towards the side without a
 * bound. */
static unsigned heavy_tails(bireme_metalog_bounds b, const bireme_dist *dist, double from)
{
    unsigned heavy = 0;
    for (int end = -1; end <= 1; end += 2) {
        if (power_at_end(b, dist, end, false) >= from) heavy |= BIREME_DIST_HEAVY_LOW;
        if (power_at_end(b, dist, end, true) >= from) heavy |= BIREME_DIST_HEAVY_HIGH;
    }
    return heavy;
}

/* The ends of u at which M goes to a heavy tail of x. */
static unsigned heavy_ends(bireme_metalog_bounds b, const bireme_dist *dist)
{
    unsigned ends = 0;
    for (int end = -1; end <= 1; end += 2)
        if (fmax(power_at_end(b, dist, end, false), power_at_end(b, dist, end, true)) >= 0.5)
            ends |= end < 0 ? BIREME_DIST_HEAVY_LOW : BIREME_DIST_HEAVY_HIGH;
    return ends;
}

static bool is_cut(const bireme_dist_spec *spec, unsigned heavy)
{
    return heavy == 0 || (heavy == BIREME_DIST_HEAVY_HIGH ? spec->has_max : spec->has_min);
}

/* Moments: of an increasing metalog from R = M, of any other from M as it is. */
static void integrate(bireme_metalog_bounds b, bireme_dist *dist)
{
    size_t breaks = dist->n_breaks;
    unsigned heavy = dist->heavy;
    if (dist->kernel == &folded) {
        dist->kernel = &published;
        dist->n_breaks = 0;
        dist->heavy = heavy_ends(b, dist);
        bireme_dist_integrate(dist);
        dist->kernel = &folded;
        dist->n_breaks = breaks;
        dist->heavy = heavy;
    } else {
        bireme_dist_integrate(dist);
    }
}

/* For three terms and a lower bound, s = a2 + a3/2 = (1.125 y90 − 1.25 y50 + 0.125 y10)/log 9: the p90 at
 * which s = 1. */
static double p90_of_no_mean(const bireme_dist_spec *spec, bireme_metalog_bounds b)
{
    double y10 = bireme_metalog_to_curve(b, bireme_spec_number(spec, "p10")),
           y50 = bireme_metalog_to_curve(b, bireme_spec_number(spec, "p50"));
    return bireme_metalog_from_curve(b, (2 * LOG_3 + 1.25 * y50 - 0.125 * y10) / 1.125);
}

static bireme_status no_mean(const bireme_dist_spec *spec, bireme_metalog_bounds b, bireme_error *error)
{
    bool upper = isfinite(b.lower), three = upper && bireme_spec_find(spec, "p90") != NULL;
    bireme_text limit = {0};
    if (three)
        bireme_text_format(&limit, ": with this `p10` and `p50` it has one for a `p90` of less than %s",
                           BIREME_SHOWN(bireme_dist_rounded(p90_of_no_mean(spec, b), -1)));
    bireme_status status =
        bireme_dist_fail(error, three ? "p90" : NULL,
                         "metalog: its tail is so heavy that it has no mean%s; say with `%s` which amount no "
                         "value can pass (the "
                         "curve still goes through what is given; `%s` would cut it off and move that)",
                         bireme_text_string(&limit), upper ? "upper" : "lower", upper ? "max" : "min");
    bireme_text_free(&limit);
    return status;
}

static bireme_status make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    bireme_metalog_bounds b;
    const bireme_dist_argument *a = bireme_spec_find(spec, "coefficients");
    bireme_status status = bireme_metalog_read_bounds(spec, &b, error);
    dist->kernel = &kernel;
    if (status == BIREME_OK)
        status = a != NULL ? of_coefficients(a, b, dist, error) : through_points(spec, b, dist, error);
    if (status != BIREME_OK) return status;
    dist->c[0] = b.lower;
    dist->c[1] = b.upper;
    if (!is_cut(spec, heavy_tails(b, dist, 1))) return no_mean(spec, b, error);
    dist->heavy = heavy_tails(b, dist, 0.5);
    double low = dist->lower, high = dist->upper;
    if (dist->kernel == &kernel) low = end_of(dist, b, -1), high = end_of(dist, b, 1);
    status = bireme_dist_set(dist, low, high, 0, 0, error);
    if (status != BIREME_OK) return status;
    integrate(b, dist);
    if (spec->has_min || spec->has_max) return BIREME_OK; /* truncation computes its own moments */
    return bireme_dist_set(dist, low, high, dist->mean, dist->variance, error);
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
