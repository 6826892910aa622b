/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the distribution function of a sum at grid points (sums_nodes.c) to its quantile table. Between the
 * points it is the cubic with the density's values as slopes. Where the tail is below what the grids can
 * show, the sum is given the shape of a single value's tail, stretched so that it joins and so that the sum's
 * variance is right, or near a finite end a power law. The number of points grows until the error is small or
 * the most is reached. At last the table is moved and stretched a little to give the sum's exact mean and
 * variance; what that does to u is part of the stated error.
 */
#include "dist/sums_curve.h"

#include <math.h>
#include "base/memory.h"
#include "dist/qtable_build.h"
#include "dist/sums_nodes.h"
#include "numeric/portable.h"

enum { PIECES_MOST = 6000 };
static const double REST = 2e-7; /* more mass than that below the shortest grid: more points do not help */
static const double FIT = 2e-8;  /* error aimed at in fitting the table to the nodes */

/* t ∈ [0, 1] where the cubic that rises by `rise` with slopes a and b at its ends reaches target. */
static double solve_cubic(double rise, double a, double b, double target)
{
    a = fmin(a, 3 * rise), b = fmin(b, 3 * rise); /* monotone (Fritsch and Carlson 1980) */
    double c2 = 3 * rise - 2 * a - b, c3 = a + b - 2 * rise, low = 0, high = 1, t = target / rise;
    for (int i = 0; i < 50; i++) {
        double off = t * (a + t * (c2 + t * c3)) - target;
        if (off > 0)
            high = t;
        else
            low = t;
        double next = t - off / (a + t * (2 * c2 + t * 3 * c3));
        if (!(next >= low && next <= high)) next = low + (high - low) / 2;
        double step = fabs(next - t);
        t = next;
        if (step < 1e-9) break;
    }
    return t;
}

/* How a tail goes on beyond the outermost node, judged by the stretch over which it grows sixteenfold. */
static bireme_tail_shape shape_of(const bireme_sum_curve *c, bool upper)
{
    size_t outer = upper ? c->count - 1 : 0, inner = outer;
    double v = upper ? c->nodes[outer].q : c->nodes[outer].p, end = upper ? c->upper : c->lower;
    while (upper ? inner > 0 && c->nodes[inner].q < 16 * v
                 : inner + 1 < c->count && c->nodes[inner].p < 16 * v)
        upper ? inner-- : inner++;
    double w = upper ? c->nodes[inner].q : c->nodes[inner].p, x = c->nodes[outer].x, far = c->nodes[inner].x;
    bireme_tail_shape shape = {.x = x, .v = v, .power = 0, .ratio = 1};
    if (isfinite(end)) {
        shape.power = bireme_log((far - end) / (x - end)) / bireme_log(w / v);
        return shape;
    }
    double one = bireme_qtable_tail(c->summand->single, v / c->n, upper);
    double one_far = bireme_qtable_tail(c->summand->single, w / c->n, upper);
    if (one != one_far) shape.ratio = fmin(fmax((x - far) / (one - one_far), 1), sqrt(c->n));
    return shape;
}

/* Beyond the outermost node: a power law towards a finite end, else the tail of one value (of which n are
 * there), stretched by 1 (long tails: one large value makes the sum large) to √n (normal). */
static double beyond(const bireme_sum_curve *c, const bireme_tail_shape *shape, double v, bool upper)
{
    double end = upper ? c->upper : c->lower;
    if (isfinite(end)) return end + (shape->x - end) * bireme_exp(shape->power * bireme_log(v / shape->v));
    double x = bireme_qtable_tail(c->summand->single, v / c->n, upper);
    return shape->x + shape->ratio * (x - bireme_qtable_tail(c->summand->single, shape->v / c->n, upper));
}

static double curve(void *context, size_t segment, double v, bool upper)
{
    (void)segment;
    bireme_sum_curve *c = context;
    const bireme_sum_node *nodes = c->nodes;
    size_t i = c->last < c->count - 1 ? c->last : 0;
    if (!upper) {
        if (v <= nodes[0].p) return beyond(c, &c->low_tail, v, false);
        while (i + 2 < c->count && nodes[i + 1].p <= v) i++;
        while (i > 0 && nodes[i].p > v) i--;
    } else {
        if (v <= nodes[c->count - 1].q) return beyond(c, &c->high_tail, v, true);
        while (i > 0 && nodes[i].q < v) i--;
        while (i + 2 < c->count && nodes[i + 1].q >= v) i++;
    }
    c->last = i;
    double width = nodes[i + 1].x - nodes[i].x;
    double rise = upper ? nodes[i].q - nodes[i + 1].q : nodes[i + 1].p - nodes[i].p;
    double target = upper ? nodes[i].q - v : v - nodes[i].p;
    target = fmin(fmax(target, 0), rise);
    return nodes[i].x + width * solve_cubic(rise, nodes[i].slope * width, nodes[i + 1].slope * width, target);
}

/* ------------------------ the table */

/* Largest change of u when values x become shift + scale x, by the slope at the beginning of each piece;
 * moves up to `blur` do not count. */
static double change_of_u(const bireme_qtable *table, double shift, double scale, double blur)
{
    double worst = 0;
    for (uint32_t i = 0; i < table->upper_first + table->upper_count; i++) {
        const bireme_qrecord *r = &table->records[i];
        if (!isfinite(r->left) || r->c[1] <= 0) continue;
        double x = i < table->upper_first ? r->c[0] : -r->c[0];
        double move = fabs(shift + (scale - 1) * x) - blur;
        if (move > 0) worst = fmax(worst, fmin(move / r->c[1], r->left));
    }
    return worst;
}

/* ∫ (x − mean)² dv over the extrapolated upper tail, x with a stretch of `ratio`: two Gauss points in each
 * octave. */
static double tail_square(const bireme_sum_curve *c, double ratio)
{
    bireme_tail_shape shape = c->high_tail;
    double sum = 0, mean = c->n * c->summand->mean;
    shape.ratio = ratio;
    for (double v = shape.v; v > BIREME_QTABLE_V_LEAST; v /= 2) {
        double near = beyond(c, &shape, v * 0.60566243270259354, true) - mean;
        double far = beyond(c, &shape, v * 0.89433756729740643, true) - mean;
        sum += v / 4 * (near * near + far * far);
    }
    return sum;
}

/* The tail beyond what the grid shows is all that is not known: if it has too much or too little variance
 * (long tails only: their last 1e-8 matters) its stretch is changed. True if it was. */
static bool match_tail(bireme_sum_curve *c, const bireme_qtable *table)
{
    double mean = c->n * c->summand->mean, variance = c->n * c->summand->variance, found, second;
    bireme_qtable_moments(table, mean, &found, &second);
    double missing = variance - (second - (found - mean) * (found - mean));
    if (isfinite(c->upper) || fabs(missing) < 1e-8 * variance) return false;
    double target = tail_square(c, c->high_tail.ratio) + missing, low = 0, high = 4 * c->high_tail.ratio;
    if (!(tail_square(c, low) < target && target < tail_square(c, high))) return false;
    for (int i = 0; i < 40; i++) {
        double ratio = low + (high - low) / 2;
        if (tail_square(c, ratio) < target)
            low = ratio;
        else
            high = ratio;
    }
    c->high_tail.ratio = high;
    return true;
}

/* Makes mean and variance right; returns the change of u. */
static double correct(const bireme_sum_curve *c, bireme_qtable *table)
{
    double mean = c->n * c->summand->mean, variance = c->n * c->summand->variance, found, second, low, high;
    bireme_qtable_moments(table, mean, &found, &second);
    double spread = second - (found - mean) * (found - mean);
    double scale = spread > 0 ? sqrt(variance / spread) : 1;
    if (!(fabs(scale - 1) < 1e-3))
        scale = 1; /* the tail that is missing must not be made up for by the body */
    double shift = mean - scale * found;
    bireme_qtable_range(table, &low, &high);
    if (shift + scale * low < c->lower ||
        shift + scale * high > c->upper) { /* about the end: the mean only */
        double end = shift + scale * low < c->lower ? c->lower : c->upper;
        scale = (mean - end) / (found - end);
        shift = end - scale * end;
        if (shift + scale * low < c->lower || shift + scale * high > c->upper) return 0;
    }
    double change = change_of_u(table, shift, scale, c->blur);
    bireme_qtable_transform(table, shift, scale);
    return change;
}

static bireme_status fit_curve(bireme_sum_curve *c, bireme_qtable **out, double *reached, bireme_error *error)
{
    const bireme_qsegment whole = {0, 1, 1, 0, c->lower, c->upper, false};
    bireme_qbuild build = {.curve = curve,
                           .context = c,
                           .segments = &whole,
                           .n_segments = 1,
                           .relative = 1e-3,
                           .most = PIECES_MOST};
    bireme_status status = BIREME_DOMAIN;
    for (double fit = FIT; status == BIREME_DOMAIN && fit < 1e-3;
         fit *= 8) { /* coarser if it takes too many pieces */
        build.tolerance = build.floor = fit;
        status = bireme_qtable_fit(&build, out, reached, error);
    }
    return status;
}

static bireme_status attempt(const bireme_summand *summand, unsigned k, unsigned bits,
                             bireme_grid_sharing sharing, bireme_grid_space *space, bireme_qtable **out,
                             double *u_error, double *rest, bireme_error *error)
{
    double n = ldexp(1, (int)k), reached = 0;
    bireme_sum_curve c = {
        .summand = summand, .n = n, .lower = n * summand->lower, .upper = n * summand->upper};
    bireme_qtable *table = NULL;
    bireme_status status = bireme_sum_nodes_find(&c, k, bits, sharing, space, error);
    if (status == BIREME_OK && c.count < 2)
        status = bireme_fail(error, BIREME_DOMAIN, "a sum of %.0f values has no spread to tabulate", n);
    if (status == BIREME_OK) {
        c.low_tail = shape_of(&c, false);
        c.high_tail = shape_of(&c, true);
        status = fit_curve(&c, &table, &reached, error);
    }
    if (status == BIREME_OK && match_tail(&c, table)) {
        bireme_qtable_free(table);
        table = NULL;
        status = fit_curve(&c, &table, &reached, error);
    }
    if (status == BIREME_OK) {
        double change = correct(&c, table);
        *u_error = 2 * c.error + c.rest + reached + change + BIREME_SUM_TAIL;
        table->u_error = *u_error;
        *rest = c.rest;
        *out = table;
    }
    bireme_free(c.nodes);
    return status;
}

/* Smoothly with more and more points; for values at points, if that does not do, without negative masses, but
 * only where a table there must be: their places are blurred. */
enum { ROUNDS = 5 };
static const struct {
    unsigned bits;
    bireme_grid_sharing sharing;
    bool smooth, points;  /* for what */
    double unless_within; /* not needed if the error is so small already */
} rounds[ROUNDS] = {{11, BIREME_GRID_SMOOTH, true, true, 0},
                    {12, BIREME_GRID_SMOOTH, true, false, 5e-7},
                    {14, BIREME_GRID_SMOOTH, true, false, 2e-6},
                    {16, BIREME_GRID_SMOOTH, true, false, 1e-5},
                    {14, BIREME_GRID_LINEAR, false, true, 1e-5}};

bireme_status bireme_sum_table_create(const bireme_summand *summand, unsigned k, bireme_grid_space *space,
                                      bireme_qtable **out, double *u_error, bireme_error *error)
{
    bireme_qtable *best = NULL;
    double best_error = INFINITY, best_rest = 0;
    bool has_points = bireme_dist_atom_count(summand->dist) > 0;
    bireme_status status = BIREME_OK;
    for (size_t round = 0; round < ROUNDS && status == BIREME_OK; round++) {
        if (best_error <= rounds[round].unless_within || best_rest > REST) continue;
        if (!(has_points ? rounds[round].points : rounds[round].smooth)) continue;
        if (rounds[round].sharing == BIREME_GRID_LINEAR && k < BIREME_SUM_BLUR_LEAST) continue;
        bireme_qtable *table = NULL;
        double reached;
        status = attempt(summand, k, rounds[round].bits, rounds[round].sharing, space, &table, &reached,
                         &best_rest, error);
        if (status == BIREME_OK && reached < best_error) {
            bireme_qtable_free(best);
            best = table;
            best_error = reached;
        } else {
            bireme_qtable_free(table);
        }
    }
    if (status != BIREME_OK) {
        bireme_qtable_free(best);
        return status;
    }
    *out = best;
    *u_error = best_error;
    return BIREME_OK;
}
