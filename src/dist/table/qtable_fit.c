/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fitting a quantile table to a curve. Each side is divided at the powers of two and at the ends of segments,
 * and each cell is halved until a polynomial of degree 5 through its Chebyshev–Lobatto points (both ends
 * among them: the pieces join) agrees with the curve between the points. The error is measured at the two
 * places where the node polynomial is largest, and turned into an error of u by the slope of the piece. Since
 * a piece does not leave the interval between its end values, the u-error is at most its width: that is the
 * last resort at a jump or a kink.
 */
#include "dist/table/qtable_build.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "numeric/interpolate.h"

enum { TERMS = BIREME_QTABLE_TERMS, DEPTH_LEAST = 3, DEPTH_MOST = 44 };

/* Differences of this size relative to the value are rounding. */
static const double ROUNDING = 0x1p-51;
/* A curve may be off by this much in u: one that works with p instead of the smaller tail is. */
static const double NOISE = 1e-15;

typedef struct fitter {
    const bireme_qbuild *build;
    double matrix[TERMS][TERMS]; /* from values at the nodes, less the first, to coefficients */
    bireme_qrecord *records;
    size_t count, capacity;
    bool upper;
    size_t segment;
    double median; /* where the sides meet: the same value on both */
    int depth;     /* octaves are halved this often before a fit is tried */
    double worst;  /* u-error */
    double excess; /* largest error over tolerance since it was reset */
    bireme_status status;
} fitter;

/* Column by column: the polynomials through the unit vectors. */
static void make_matrix(double matrix[TERMS][TERMS])
{
    for (int unit = 0; unit < TERMS; unit++) {
        double value[TERMS] = {0}, power[TERMS];
        value[unit] = 1;
        bireme_interpolate(TERMS, bireme_quintic_node, value, power);
        for (int k = 0; k < TERMS; k++) matrix[k][unit] = power[k];
    }
}

static double curve(fitter *f, double v)
{
    double x = f->build->curve(f->build->context, f->segment, v, f->upper);
    return f->upper ? -x : x;
}

static void append(fitter *f, const bireme_qrecord *record)
{
    if (f->status != BIREME_OK) return;
    if (f->count >= f->build->most) {
        f->status = BIREME_DOMAIN;
        return;
    }
    bireme_qrecord *more = bireme_grown(f->records, &f->capacity, f->count, 256, sizeof *more);
    if (more == NULL) {
        f->status = BIREME_MEMORY;
        return;
    }
    f->records = more;
    f->records[f->count++] = *record;
}

/* A polynomial in t ∈ [0, 1] becomes a piece on [va, vb]. */
static void append_piece(fitter *f, double va, double vb, double yb, const double c[TERMS])
{
    bireme_qrecord record = {.left = va, .end = yb};
    double factor = 1;
    for (int k = 0; k < TERMS; k++, factor /= vb - va) record.c[k] = c[k] * factor;
    append(f, &record);
}

/* The largest u-error of the polynomial at the checks; infinite if from one uniform to the next (2⁻⁵³) it
 * does not rise by more than the rounding of its terms (per value about 2⁻⁵³ of the sum of their
 * magnitudes). */
static double measure(fitter *f, double va, double vb, const double c[TERMS], double tolerance)
{
    double worst = 0, width = vb - va, size = 0;
    for (int k = 1; k < TERMS; k++) size += fabs(c[k]);
    for (double t = 0; t <= 1; t += 0.125)
        if (!(bireme_quintic_slope(c, t) > 2 * width * size)) return INFINITY;
    for (int i = 0; i < 2; i++) {
        double t = bireme_quintic_check[i], y = curve(f, va + t * width);
        double difference = fabs(bireme_quintic_value(c, t) - y);
        if (difference <= ROUNDING * (f->build->logarithm ? fmax(1, fabs(y)) : fabs(y))) continue;
        double error = difference / bireme_quintic_slope(c, t) * width;
        if (error > worst) worst = error;
        if (error < tolerance / 8) break; /* usually the larger of the two errors: clear enough */
    }
    return worst;
}

static bool is_flat(const fitter *f, double ya, double yb)
{
    if (f->build->logarithm && fmin(fabs(ya), fabs(yb)) >= BIREME_QTABLE_LOG_MOST) return true;
    return yb - ya <= ROUNDING * fmax(fabs(ya), fabs(yb));
}

/* An octave of v, or half of such a cell. */
typedef struct cell {
    double from, width;
    int depth;
} cell;

static void fit_cell(fitter *f, cell at, double va, double vb, double ya, double yb);

/* Divides at the middle of the cell, so that pieces fill buckets even if the segment ends inside the cell. */
static void cut_cell(fitter *f, cell at, double va, double vb, double ya, double yb)
{
    cell low = {at.from, at.width / 2, at.depth + 1};
    cell high = {at.from + low.width, low.width, low.depth};
    if (high.from <= va) {
        fit_cell(f, high, va, vb, ya, yb);
    } else if (high.from >= vb) {
        fit_cell(f, low, va, vb, ya, yb);
    } else {
        double ym = fmin(fmax(curve(f, high.from), ya), yb);
        fit_cell(f, low, va, high.from, ya, ym);
        fit_cell(f, high, high.from, vb, ym, yb);
    }
}

/* The segment's part [va, vb] of a cell. */
static void fit_cell(fitter *f, cell at, double va, double vb, double ya, double yb)
{
    if (f->status != BIREME_OK) return;
    if (at.depth < f->depth) {
        cut_cell(f, at, va, vb, ya, yb);
        return;
    }
    double width = vb - va, c[TERMS] = {ya, yb - ya};
    if (!(yb >= ya)) yb = c[0], c[1] = 0; /* the curve decreases by rounding */
    if (is_flat(f, ya, yb)) {
        append_piece(f, va, vb, yb, c);
        return;
    }
    double tolerance = fmin(f->build->tolerance, fmax(f->build->relative * va, NOISE));
    double rise[TERMS] = {0};
    for (int i = 1; i < TERMS - 1; i++) rise[i] = curve(f, va + bireme_quintic_node[i] * width) - ya;
    rise[TERMS - 1] = yb - ya;
    for (int k = 1; k < TERMS; k++) {
        c[k] = 0;
        for (int i = 1; i < TERMS; i++) c[k] += f->matrix[k][i] * rise[i];
    }
    double error = measure(f, va, vb, c, tolerance);
    if (error <= tolerance) {
        append_piece(f, va, vb, yb, c);
    } else if ((width <= f->build->floor && at.depth >= DEPTH_LEAST) || at.depth >= DEPTH_MOST) {
        const double line[TERMS] = {ya, yb - ya};
        append_piece(f, va, vb, yb, line);
        error = width;
    } else {
        cut_cell(f, at, va, vb, ya, yb);
        f->excess = fmax(f->excess, 2);
        return;
    }
    f->worst = fmax(f->worst, error);
    f->excess = fmax(f->excess, error / tolerance);
}

/* The side's part of a segment: v from va to vb, values at those ends. */
static void fit_segment(fitter *f, double va, double vb, double ya, double yb, bool linear)
{
    if (linear) {
        double c[TERMS] = {ya, yb - ya};
        append_piece(f, va, vb, yb, c);
        return;
    }
    f->depth = 1;
    for (double from = va, y = ya; from < vb;) {
        int exponent;
        frexp(from, &exponent); /* from lies in [2^(exponent − 1), 2^exponent) */
        cell octave = {ldexp(0.5, exponent), ldexp(0.5, exponent), 0};
        double to = fmin(2 * octave.from, vb);
        double end = to == vb ? yb : fmin(fmax(curve(f, to), y), yb);
        f->excess = 0;
        fit_cell(f, octave, from, to, y, end);
        if (f->excess > 1) f->depth += f->depth < 6;
        if (f->excess < 1.0 / 128)
            f->depth -= f->depth > 0; /* halving a cell divides the error by about 64 */
        from = to;
        y = end;
    }
}

/* The value at u = ½, from the segment that spans it. */
static double value_at_half(fitter *f, const bireme_qsegment *s, double ya, double yb)
{
    if (f->upper) return -f->median;
    if (s->linear)
        f->median = ya + (yb - ya) * ((0.5 - s->p_from) / (s->p_to - s->p_from));
    else
        f->median = curve(f, 0.5);
    return f->median;
}

static void fit_side(fitter *f, bool upper)
{
    f->upper = upper;
    size_t n = f->build->n_segments;
    for (size_t i = 0; i < n; i++) {
        f->segment = upper ? n - 1 - i : i;
        const bireme_qsegment *s = &f->build->segments[f->segment];
        double va = upper ? s->q_to : s->p_from, ya = upper ? -s->to : s->from;
        double vb = upper ? s->q_from : s->p_to, yb = upper ? -s->from : s->to;
        if (va >= 0.5 || !(vb > va) || vb <= BIREME_QTABLE_V_LEAST) continue;
        if (s->p_to > 0.5 && s->q_from > 0.5) yb = value_at_half(f, s, ya, yb);
        if (!s->linear && va < BIREME_QTABLE_V_LEAST) {
            va = BIREME_QTABLE_V_LEAST;
            ya = fmin(curve(f, va), yb);
        }
        fit_segment(f, va, fmin(vb, 0.5), ya, yb, s->linear);
    }
}

/* The upper side of a symmetric curve: minus its values, which are 2 center − those of the lower side. */
static void mirror(fitter *f)
{
    for (size_t i = 0, n = f->count; i < n; i++) {
        bireme_qrecord record = f->records[i];
        record.c[0] = record.c[0] - f->build->center - f->build->center;
        record.end = record.end - f->build->center - f->build->center;
        append(f, &record);
    }
}

bireme_status bireme_qtable_fit(const bireme_qbuild *build, bireme_qtable **out, double *reached,
                                bireme_error *error)
{
    fitter f = {.build = build, .status = BIREME_OK};
    bireme_qtable *table = NULL;
    make_matrix(f.matrix);
    fit_side(&f, false);
    size_t lower = f.count;
    if (build->symmetric)
        mirror(&f);
    else
        fit_side(&f, true);
    *reached = 1.5 * f.worst;
    bireme_status status = f.status;
    if (status == BIREME_MEMORY) bireme_fail_memory(error);
    if (status == BIREME_DOMAIN)
        bireme_fail(error, status, "a quantile table would need more than %zu pieces", build->most);
    if (status != BIREME_OK) goto done;
    table = bireme_calloc(1, sizeof *table);
    if (table == NULL) {
        status = bireme_fail_memory(error);
        goto done;
    }
    table->records = f.records;
    f.records = NULL;
    table->lower_count = (uint32_t)lower;
    table->upper_first = (uint32_t)lower;
    table->upper_count = (uint32_t)(f.count - lower);
    table->logarithm = build->logarithm;
    table->u_error = 1.5 * f.worst; /* the largest error lies a little away from the checks */
    status = bireme_qtable_index(table, error);
    if (status == BIREME_OK && !build->unfinished) status = bireme_qtable_finish(table, error);
    if (status != BIREME_OK) goto done;
    *reached = table->u_error;
    *out = table;
    table = NULL;
done:
    bireme_free(f.records);
    bireme_qtable_free(table);
    return status;
}
