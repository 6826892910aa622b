/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The intervals between turns are solved for their log odds by Newton's method inside a bracket; R likewise,
 * on F.
 */
#include "dist/families/metalog_fold.h"

#include <float.h>
#include <math.h>
#include "dist/families/metalog_curve.h"

typedef struct stretch {
    double from, to;     /* log odds */
    double y_from, y_to; /* may be infinite at the outermost ends */
} stretch;

static double value_at(const bireme_metalog_fold *f, double w)
{
    double slope;
    return bireme_metalog_value(f->a, f->n, w, &slope);
}

static stretch stretch_of(const bireme_metalog_fold *f, size_t k)
{
    bool first = k == 0, last = k == f->turns;
    stretch s = {.from = first ? -BIREME_METALOG_OUTERMOST : f->turn[k - 1],
                 .to = last ? BIREME_METALOG_OUTERMOST : f->turn[k]};
    double before = bireme_metalog_tail(f->a, f->n, -1), after = bireme_metalog_tail(f->a, f->n, 1);
    s.y_from = first && before != 0 ? -before * INFINITY : value_at(f, s.from);
    s.y_to = last && after != 0 ? after * INFINITY : value_at(f, s.to);
    return s;
}

/* The length in u between two log odds. */
static double length(double from, double to)
{
    double u0, v0, u1, v1;
    bireme_metalog_odds(from, &u0, &v0);
    bireme_metalog_odds(to, &u1, &v1);
    if (!(to > from)) return 0;
    return to <= 0 ? u1 - u0 : from >= 0 ? v0 - v1 : 1 - u0 - v1;
}

/* The w in the interval with M = y, a value between those at its ends. */
static double solve(const bireme_metalog_fold *f, const stretch *s, double y)
{
    double low = s->from, high = s->to, w, slope;
    bool rises = s->y_to > s->y_from;
    if (low > -40 && high < 40)
        w = low + (high - low) * fmin(fmax((y - s->y_from) / (s->y_to - s->y_from), 0.01), 0.99);
    else
        w = low > -40 ? low + 1 : high < 40 ? high - 1 : 0;
    for (int i = 0; i < 200; i++) {
        double over = bireme_metalog_value(f->a, f->n, w, &slope) - y;
        if (over == 0) break;
        if ((over > 0) == rises)
            high = w;
        else
            low = w;
        double next = slope != 0 ? w - over / slope : low;
        bool stuck = i > 8 && i % 2 == 0; /* Newton's method may alternate between two places */
        if (!(next > low && next < high) || (stuck && fabs(next - w) > 1e-6)) next = 0.5 * (low + high);
        double moved = fabs(next - w);
        w = next;
        if (moved <= 4 * DBL_EPSILON * (1 + fabs(w))) break;
    }
    return w;
}

/* Adds P(Y ≤ y) and P(Y > y) of one interval; *w: where M passes y, NAN if it does not. */
static void add_stretch(const bireme_metalog_fold *f, size_t k, double y, double *p, double *q, double *w)
{
    stretch s = stretch_of(f, k);
    double low = fmin(s.y_from, s.y_to), high = fmax(s.y_from, s.y_to);
    *w = NAN;
    if (y >= high || y < low) {
        *(y >= high ? p : q) += length(s.from, s.to);
        return;
    }
    *w = solve(f, &s, y);
    bool rises = s.y_to > s.y_from;
    *(rises ? p : q) += length(s.from, *w);
    *(rises ? q : p) += length(*w, s.to);
}

void bireme_metalog_fold_pq(const bireme_metalog_fold *fold, double y, double *p, double *q)
{
    double w;
    *p = *q = 0;
    for (size_t k = 0; k <= fold->turns; k++) add_stretch(fold, k, y, p, q, &w);
    *p = fmin(*p, 1);
    *q = fmin(*q, 1);
}

/* F with its density. */
static double excess(const bireme_metalog_fold *f, double y, double p, double q, double *density)
{
    double below = 0, above = 0, w, slope, u, v;
    *density = 0;
    for (size_t k = 0; k <= f->turns; k++) {
        add_stretch(f, k, y, &below, &above, &w);
        if (isnan(w)) continue;
        bireme_metalog_value(f->a, f->n, w, &slope);
        bireme_metalog_odds(w, &u, &v);
        *density += slope != 0 ? u * v / fabs(slope) : INFINITY;
    }
    return p <= q ? below - p : q - above;
}

double bireme_metalog_fold_density(const bireme_metalog_fold *fold, double y)
{
    double density;
    (void)excess(fold, y, 0, 1, &density);
    return density;
}

void bireme_metalog_fold_values(const bireme_metalog_fold *fold, double *value)
{
    for (size_t k = 0; k <= fold->turns; k++) {
        stretch s = stretch_of(fold, k);
        if (k == 0) value[0] = s.y_from;
        value[k + 1] = s.y_to;
    }
}

/* The values low and high around the quantile between which M neither turns nor ends. */
static void bracket(const bireme_metalog_fold *f, const double *value, double p, double q, double *low,
                    double *high)
{
    double unused;
    *low = -INFINITY;
    *high = INFINITY;
    for (size_t k = 0; k < f->turns + 2; k++) {
        if (!(value[k] > *low && value[k] < *high)) continue;
        *(excess(f, value[k], p, q, &unused) >= 0 ? high : low) = value[k];
    }
}

/* Beyond all turns on a side: if only one end of M reaches there, R is M counted from that end. */
static bool is_one_end(const bireme_metalog_fold *f, const double *value, double end, double p, double q,
                       double *y)
{
    bool first = value[0] == end, last = value[f->turns + 1] == end;
    if (first == last) return false;
    bool same = last == (end > 0);
    *y = value_at(f, same ? bireme_metalog_log_odds(p, q) : bireme_metalog_log_odds(q, p));
    return true;
}

double bireme_metalog_fold_quantile(const bireme_metalog_fold *f, double p, double q)
{
    double value[BIREME_METALOG_TURNS + 2], low, high, density, wanted = fmin(p, q), y;
    bireme_metalog_fold_values(f, value);
    bracket(f, value, p, q, &low, &high);
    if (isinf(high) && is_one_end(f, value, INFINITY, p, q, &y)) return y;
    if (isinf(low) && is_one_end(f, value, -INFINITY, p, q, &y)) return y;
    double step = fabs(value_at(f, 2.2)) + fabs(value_at(f, -2.2));
    for (; isinf(low) && step < 1e300; step *= 2)
        if (excess(f, high - step, p, q, &density) < 0) low = high - step;
    for (; isinf(high) && step < 1e300; step *= 2)
        if (excess(f, low + step, p, q, &density) >= 0) high = low + step;
    y = low + 0.5 * (high - low);
    for (int i = 0; i < 200; i++) {
        double over = excess(f, y, p, q, &density);
        if (over >= 0)
            high = y;
        else
            low = y;
        if (fabs(over) <= 2 * DBL_EPSILON * wanted) return y;
        if (!(high - low > DBL_EPSILON * fmax(fabs(low), fabs(high)))) break;
        double next = density > 0 && isfinite(density) ? y - over / density : low;
        if (!(next > low && next < high) || i % 5 == 4) next = low + 0.5 * (high - low);
        if (!(next > low && next < high)) break;
        y = next;
    }
    return high;
}

/* ------------------------ turns */

static double slope_at(const bireme_metalog_fold *f, double w)
{
    double slope;
    bireme_metalog_value(f->a, f->n, w, &slope);
    return slope;
}

/* Where the slope changes sign between two places. */
static double find_turn(const bireme_metalog_fold *f, double low, double high)
{
    bool rises = slope_at(f, low) > 0;
    for (int i = 0; i < 100; i++) {
        double middle = low + 0.5 * (high - low);
        if (!(middle > low && middle < high)) break;
        if ((slope_at(f, middle) > 0) == rises)
            low = middle;
        else
            high = middle;
    }
    return low + 0.5 * (high - low);
}

/* Looks every 0.01 of the log odds, at most a quarter of a per cent of a probability: what turns and turns
 * back between two of these places changes F by less than tables can show. Beyond ±36 a slope of 0 to
 * rounding belongs to a tail whose log factor is 0; beyond ±50 the slope is that factor. */
size_t bireme_metalog_turns(const double *a, size_t n, double *turn)
{
    const double step = 0.01, end = 50, far = 36;
    const bireme_metalog_fold f = {.a = a, .n = n};
    double rounding = 1e-13 * fabs(value_at(&f, 2.2) - value_at(&f, -2.2)), before = 0, at = 0;
    size_t turns = 0;
    for (int i = 0; i <= (int)(2 * end / step); i++) {
        double w = -end + step * i, slope = slope_at(&f, w);
        if (slope == 0 || (fabs(w) > far && fabs(slope) <= rounding)) continue;
        if (before != 0 && (slope > 0) != (before > 0) && turns < BIREME_METALOG_TURNS)
            turn[turns++] = find_turn(&f, at, w);
        before = slope;
        at = w;
    }
    return turns;
}
