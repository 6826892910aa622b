/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the distribution function of a sum at grid points (nodes.c) to its quantile function. Between the
 * points it is the cubic whose slopes are the densities. Where the tail is below what the grids can show, it
 * has the shape of a single value's tail, stretched so that it joins and the sum's variance is right, or near
 * a finite end a power law. Finally the table is moved and stretched a little to give the sum's exact mean
 * and variance; the resulting change of u is part of the stated error.
 */
#include "dist/sums/curve.h"

#include <math.h>
#include "base/memory.h"
#include "dist/table/qtable_build.h"
#include "numeric/special/portable.h"

enum { PIECES_MOST = 6000 };
static const double FIT = 2e-8; /* error aimed at in fitting a general table to the nodes */

/* First guess for the inverse: a cubic with exact slopes at both ends. */
static double first_guess(double rise, double a, double b, double target)
{
    double s = target / rise;
    if (!(a > 0.2 * rise && b > 0.2 * rise)) return s;
    double da = rise / a, db = rise / b;
    return s * (da + s * ((3 - 2 * da - db) + s * (da + db - 2)));
}

/* t ∈ [0, 1] where the cubic that rises by `rise` with slopes a and b at its ends reaches target. */
static double solve_cubic(double rise, double a, double b, double target)
{
    a = a < 3 * rise ? a : 3 * rise,
    b = b < 3 * rise ? b : 3 * rise; /* monotone (Fritsch and Carlson 1980) */
    double c2 = 3 * rise - 2 * a - b, c3 = a + b - 2 * rise, low = 0, high = 1,
           t = first_guess(rise, a, b, target);
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
        if (step < 1e-6) break; /* the next step would be of the order of its square */
    }
    return t;
}

/* How a tail continues beyond the outermost node, judged by the stretch over which its probability grows
 * sixteenfold. */
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
    shape.one = bireme_qtable_tail(c->summand->single, v / c->n, upper);
    double one_far = bireme_qtable_tail(c->summand->single, w / c->n, upper);
    if (shape.one != one_far) shape.ratio = fmin(fmax((x - far) / (shape.one - one_far), 1), sqrt(c->n));
    return shape;
}

void bireme_sum_curve_join(bireme_sum_curve *c)
{
    c->last = c->count / 2;
    c->low_tail = shape_of(c, false);
    c->high_tail = shape_of(c, true);
}

/* Beyond the outermost node: a power law towards a finite end, else the tail of one of the n values,
 * stretched by a factor from 1 (long tails: one large value makes the sum large) to √n (normal). */
static double beyond(const bireme_sum_curve *c, const bireme_tail_shape *shape, double v, bool upper)
{
    double end = upper ? c->upper : c->lower;
    if (isfinite(end)) return end + (shape->x - end) * bireme_exp(shape->power * bireme_log(v / shape->v));
    double x = bireme_qtable_tail(c->summand->single, v / c->n, upper);
    return shape->x + shape->ratio * (x - shape->one);
}

double bireme_sum_curve_value(bireme_sum_curve *c, double v, bool upper)
{
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
    target = target < 0 ? 0 : target < rise ? target : rise;
    return nodes[i].x + width * solve_cubic(rise, nodes[i].slope * width, nodes[i + 1].slope * width, target);
}

/* ------------------------ moments */

/* Only the tail beyond what the grid shows is unknown: if it has too much or too little variance (only for
 * long tails, where the last 1e-8 matters) its stretch is changed. With x = x₀ + ratio · rise there, the
 * variance beyond the node is a quadratic in the ratio, ∫ (x₀ − mean + ratio · rise)² dv, computed by two
 * Gauss points per octave. */
bool bireme_sum_curve_match(bireme_sum_curve *c, double found)
{
    static const double GAUSS[2] = {0.60566243270259354, 0.89433756729740643};
    double variance = c->n * c->summand->variance, missing = variance - found, a = 0, b = 0;
    bireme_tail_shape *tail = &c->high_tail;
    if (isfinite(c->upper) || !isfinite(variance) || fabs(missing) < 1e-8 * variance) return false;
    double off = tail->x - c->n * c->summand->mean;
    for (double v = tail->v; v > BIREME_QTABLE_V_LEAST; v /= 2)
        for (int g = 0; g < 2; g++) {
            double rise = bireme_qtable_tail(c->summand->single, v * GAUSS[g] / c->n, true) - tail->one;
            a += v / 4 * rise * rise;
            b += v / 4 * 2 * off * rise;
        }
    /* a ratio² + b ratio has to increase by `missing` */
    double target = tail->ratio * (a * tail->ratio + b) + missing, root = b * b + 4 * a * target;
    if (!(a > 0 && target > 0 && root > 0)) return false;
    double ratio = 2 * target / (b + sqrt(root));
    if (!(ratio > 0 && ratio < 4 * tail->ratio)) return false;
    tail->ratio = ratio;
    return true;
}

void bireme_sum_curve_correction(const bireme_sum_curve *c, double mean, double variance, double low,
                                 double high, double *shift, double *scale)
{
    double exact = c->n * c->summand->mean;
    *scale = variance > 0 && isfinite(c->summand->variance) ? sqrt(c->n * c->summand->variance / variance)
                                                            : 1;
    if (!(fabs(*scale - 1) < 1e-3)) *scale = 1; /* the body must not compensate for the missing tail */
    *shift = exact - *scale * mean;
    if (*shift + *scale * low >= c->lower && *shift + *scale * high <= c->upper) return;
    /* scale about the end, for the mean only */
    double end = *shift + *scale * low < c->lower ? c->lower : c->upper;
    *scale = (exact - end) / (mean - end);
    *shift = end - *scale * end;
    if (*shift + *scale * low < c->lower || *shift + *scale * high > c->upper) *shift = 0, *scale = 1;
}

/* ------------------------ general tables */

/* The largest change of u when values x become shift + scale x, from the slope at the beginning of each
 * piece; moves of up to `blur` do not count. */
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

static double variance_of(const bireme_sum_curve *c, const bireme_qtable *table, double *mean)
{
    double about = c->n * c->summand->mean, second;
    bireme_qtable_moments(table, about, mean, &second);
    return second - (*mean - about) * (*mean - about);
}

/* Corrects mean and variance; returns the change of u. */
static double correct(const bireme_sum_curve *c, bireme_qtable *table)
{
    double mean, low, high, shift, scale, variance = variance_of(c, table, &mean);
    bireme_qtable_range(table, &low, &high);
    bireme_sum_curve_correction(c, mean, variance, low, high, &shift, &scale);
    double change = change_of_u(table, shift, scale, c->blur);
    bireme_qtable_transform(table, shift, scale);
    return change;
}

static double curve(void *context, size_t segment, double v, bool upper)
{
    (void)segment;
    return bireme_sum_curve_value(context, v, upper);
}

static bireme_status fit_curve(bireme_sum_curve *c, bireme_qtable **out, double *reached, bireme_error *error)
{
    const bireme_qsegment whole = {0, 1, 1, 0, c->lower, c->upper, false};
    bireme_qbuild build = {.curve = curve,
                           .context = c,
                           .segments = &whole,
                           .n_segments = 1,
                           .relative = 1e-3,
                           .unfinished = true,
                           .most = PIECES_MOST};
    bireme_status status = BIREME_DOMAIN;
    for (double fit = FIT; status == BIREME_DOMAIN && fit < 1e-3;
         fit *= 8) { /* more coarsely if there are too many pieces */
        build.tolerance = build.floor = fit;
        status = bireme_qtable_fit(&build, out, reached, error);
    }
    return status;
}

bireme_status bireme_sum_curve_table(bireme_sum_curve *c, bireme_qtable **out, double *u_error,
                                     bireme_error *error)
{
    bireme_qtable *table = NULL;
    double mean, reached = 0;
    bireme_status status = fit_curve(c, &table, &reached, error);
    if (status == BIREME_OK && bireme_sum_curve_match(c, variance_of(c, table, &mean))) {
        bireme_qtable_free(table);
        table = NULL;
        status = fit_curve(c, &table, &reached, error);
    }
    if (status != BIREME_OK) return status;
    table->u_error = reached + correct(c, table);
    status = bireme_qtable_finish(table, error);
    if (status != BIREME_OK) {
        bireme_qtable_free(table);
        return status;
    }
    *u_error = table->u_error;
    *out = table;
    return BIREME_OK;
}
