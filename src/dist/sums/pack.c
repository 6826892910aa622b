/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each bucket's polynomial goes through the curve at the Chebyshev–Lobatto points, both ends among them, so
 * that the pieces join; the error is measured at the two places where the node polynomial is largest. Then
 * the higher coefficients are rounded to their part of a word, and c0 and c1 are chosen so that the rounded
 * polynomial has the values at both ends of the bucket.
 *
 * Non-decreasing in u: from one uniform to the next (2⁻⁵³) a piece rises by more than the rounding of its
 * terms as long as its slope is nowhere below an eighth of its mean slope; any other piece is replaced by a
 * line. At the ends of a bucket the computed values, including rounding, are neither below the end of the
 * bucket before nor above the bucket's own.
 */
#include "dist/sums/pack.h"

#include <math.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "dist/table/qtable_build.h"
#include "numeric/interpolate.h"

enum { TERMS = BIREME_QTABLE_TERMS, GAUSS = 6, TRIES = 8 };

/* Gauss–Legendre on [−½, ½]: exact to degree 11, and the square of a piece has degree 10. */
static const double GAUSS_NODE[GAUSS] = {-0.46623475710157601, -0.33060469323313226, -0.11930959304159845,
                                         0.11930959304159845,  0.33060469323313226,  0.46623475710157601};
static const double GAUSS_WEIGHT[GAUSS] = {0.085662246189585173, 0.18038078652406930, 0.23395696728634552,
                                           0.23395696728634552,  0.18038078652406930, 0.085662246189585173};

/* Each octave of v up to this one is described by one polynomial, which is accurate to about 1e-5 of its
 * v. */
static const double FAR = 0x1p-10;

struct bireme_packer {
    unsigned bits;
    size_t length;               /* pieces of both sides */
    double matrix[TERMS][TERMS]; /* [i][k]: what a value at node i, less the first, adds to coefficient k */
    double *shift;               /* [2^bits × TERMS × TERMS]: from an octave's coefficients to a bucket's */
    double *c;                   /* [TERMS × length] by term */
    double *mean, *second;       /* [length] of the pieces */
};

static inline double larger(double a, double b)
{
    return a > b ? a : b;
}

static inline double smaller(double a, double b)
{
    return a < b ? a : b;
}

/* t of the octave = middle + t of the bucket / parts: c'_k = Σ_j binomial(j, k) middle^(j − k) c_j /
 * parts^k. */
static void make_shift(double *shift, double middle, double parts)
{
    for (int k = 0; k < TERMS; k++) {
        double factor = 1; /* binomial(j, k) middle^(j − k) / parts^k */
        for (int i = 0; i < k; i++) factor /= parts;
        for (int j = k; j < TERMS; j++) {
            shift[k * TERMS + j] = factor;
            factor *= middle * (j + 1) / (j + 1 - k);
        }
    }
}

bireme_status bireme_packer_create(unsigned bits, bireme_packer **out, bireme_error *error)
{
    size_t length = bireme_qpacked_count(bits) - 1;
    bireme_packer *p = bireme_calloc(1, sizeof *p);
    size_t parts = (size_t)1 << bits, square = TERMS * TERMS;
    double *c = bireme_calloc_aligned((TERMS + 2) * length + parts * square, sizeof *c);
    if (p == NULL || c == NULL) {
        bireme_free(p);
        bireme_free(c);
        return bireme_fail_memory(error);
    }
    *p = (bireme_packer){.bits = bits,
                         .length = length,
                         .c = c,
                         .mean = c + TERMS * length,
                         .second = c + (TERMS + 1) * length,
                         .shift = c + (TERMS + 2) * length};
    for (size_t i = 0; i < parts; i++)
        make_shift(p->shift + i * square, ((double)i + 0.5) / (double)parts - 0.5, (double)parts);
    for (int unit = 0; unit < TERMS; unit++) {
        double value[TERMS] = {0}, node[TERMS], power[TERMS];
        value[unit] = 1;
        for (int i = 0; i < TERMS; i++) node[i] = bireme_quintic_node[i] - 0.5;
        bireme_interpolate(TERMS, node, value, power);
        for (int k = 0; k < TERMS; k++) p->matrix[unit][k] = power[k];
    }
    *out = p;
    return BIREME_OK;
}

void bireme_packer_free(bireme_packer *packer)
{
    if (packer == NULL) return;
    bireme_free(packer->c);
    bireme_free(packer);
}

/* Loads a piece's coefficients, times `sign`. */
static void load(const bireme_packer *p, size_t i, double sign, double c[TERMS])
{
    for (int k = 0; k < TERMS; k++) c[k] = sign * p->c[k * p->length + i];
}

/* From increasing values at the nodes to coefficients; a line where the polynomial would not be
 * increasing. */
static void interpolate(const bireme_packer *p, const double y[TERMS], double c[TERMS])
{
    double rise = y[TERMS - 1] - y[0];
    for (int k = 0; k < TERMS; k++) c[k] = 0;
    for (int i = 1; i < TERMS; i++)
        for (int k = 0; k < TERMS; k++) c[k] += p->matrix[i][k] * (y[i] - y[0]);
    bool rises = rise > 0x1p-50 * fabs(y[0]);
    for (double t = -0.5; t <= 0.5 && rises; t += 0.25) rises = bireme_quintic_slope(c, t) > rise / 8;
    if (!rises) {
        c[0] = 0.5 * rise, c[1] = rise;
        for (int k = 2; k < TERMS; k++) c[k] = 0;
    }
    c[0] += y[0];
}

/* One side's curve, rising with v. */
typedef struct side {
    bireme_pack_curve curve;
    void *context;
    bool upper;
    double check; /* the error is measured from here on */
    double worst;
} side;

static inline double value(side *s, double v)
{
    double x = s->curve(s->context, v, s->upper);
    return s->upper ? -x : x;
}

static void check(side *s, const double c[TERMS], double from, double width)
{
    for (int i = 0; i < 2 && from >= s->check; i++) {
        double t = bireme_quintic_check[i], y = value(s, from + t * width);
        double off = fabs(bireme_quintic_value(c, t - 0.5) - y);
        if (off <= 0x1p-50 * fabs(y)) continue;
        s->worst = larger(s->worst, smaller(off / bireme_quintic_slope(c, t - 0.5), 1) * width);
    }
}

/* The polynomial on [from, from + width]; *last: the value at the beginning, then at the end. */
static void fit(const bireme_packer *p, side *s, double from, double width, double *last, double c[TERMS])
{
    double y[TERMS] = {*last};
    for (int i = 1; i < TERMS; i++) y[i] = larger(value(s, from + bireme_quintic_node[i] * width), y[i - 1]);
    interpolate(p, y, c);
    *last = y[TERMS - 1];
    check(s, c, from, width);
}

static void store(bireme_packer *p, size_t bucket, const side *s, const double c[TERMS])
{
    for (int k = 0; k < TERMS; k++) p->c[k * p->length + bucket] = s->upper ? -c[k] : c[k];
}

/* Turns an octave's polynomial into those of its buckets. */
static void divide(bireme_packer *p, size_t bucket, const side *s, const double octave[TERMS])
{
    for (size_t part = 0; part < (size_t)1 << p->bits; part++) {
        const double *shift = p->shift + part * TERMS * TERMS;
        double c[TERMS] = {0};
        for (int k = 0; k < TERMS; k++)
            for (int j = k; j < TERMS; j++) c[k] += shift[k * TERMS + j] * octave[j];
        store(p, bucket + part, s, c);
    }
}

/* The octaves below `from`, down to the outermost: the distances from the end in each are `ratio` times those
 * in the next. */
static void continue_law(bireme_packer *p, const side *s, size_t bucket, const bireme_pack_part *fitted,
                         double from, const double octave[TERMS])
{
    double end = s->upper ? -fitted->end : fitted->end, factor = 1;
    for (; from > BIREME_QTABLE_V_LEAST; from /= 2) {
        double c[TERMS];
        factor *= fitted->ratio;
        bucket -= (size_t)1 << p->bits;
        for (int k = 0; k < TERMS; k++) c[k] = factor * (octave[k] - (k == 0 ? end : 0));
        c[0] += end;
        divide(p, bucket, s, c);
    }
}

double bireme_packer_fit(bireme_packer *p, bireme_pack_curve curve, void *context, bireme_pack_part fitted)
{
    side s = {.curve = curve, .context = context, .upper = fitted.upper, .check = fitted.check};
    size_t bucket = fitted.upper ? p->length / 2 : 0, parts = (size_t)1 << p->bits;
    double from = BIREME_QTABLE_V_LEAST, octave[TERMS], c[TERMS];
    bool law = 4 * from <= fitted.law;
    /* to the last octave that follows the law */
    while (law && 4 * from <= fitted.law) from *= 2, bucket += parts;
    double last = value(&s, from);
    for (bool first = true; from < 0.5 && from < fitted.to; from *= 2, bucket += parts, first = false) {
        double width = from / (double)parts;
        if (from < FAR) {
            fit(p, &s, from, from, &last, octave);
            if (first && law) continue_law(p, &s, bucket, &fitted, from, octave);
            divide(p, bucket, &s, octave);
            continue;
        }
        for (size_t part = 0; part < parts; part++) {
            fit(p, &s, from + (double)part * width, width, &last, c);
            store(p, bucket + part, &s, c);
        }
    }
    return 1.5 * s.worst; /* the largest error lies a little away from the checks */
}

/* ------------------------ moments */

BIREME_KERNEL static void piece_moments(size_t n, const double *restrict c, double about,
                                        double *restrict mean, double *restrict second)
{
    for (size_t i = 0; i < n; i++) {
        double m = 0, s = 0;
        for (int g = 0; g < GAUSS; g++) {
            double x = c[5 * n + i];
            for (int k = TERMS - 2; k >= 0; k--) x = x * GAUSS_NODE[g] + c[(size_t)k * n + i];
            x -= about;
            m += GAUSS_WEIGHT[g] * x;
            s += GAUSS_WEIGHT[g] * x * x;
        }
        mean[i] = m;
        second[i] = s;
    }
}

/* First and second moment about `about` of one side. */
static void side_moments(const bireme_packer *p, bool upper, double *mean, double *second)
{
    size_t bucket = upper ? p->length / 2 : 0;
    *mean = *second = 0;
    for (double from = BIREME_QTABLE_V_LEAST; from < 0.5; from *= 2) {
        double width = from / (double)((size_t)1 << p->bits);
        for (unsigned part = 0; part < 1U << p->bits; part++, bucket++) {
            *mean += width * p->mean[bucket];
            *second += width * p->second[bucket];
        }
    }
}

static void both_moments(bireme_packer *p, double about, double mean[2], double second[2])
{
    piece_moments(p->length, p->c, about, p->mean, p->second);
    for (int upper = 0; upper < 2; upper++) side_moments(p, upper, &mean[upper], &second[upper]);
}

void bireme_packer_moments(bireme_packer *p, double about, double *mean, double *variance)
{
    double m[2], s[2];
    both_moments(p, about, m, s);
    *mean = about + (m[0] + m[1]);
    *variance = s[0] + s[1] - (m[0] + m[1]) * (m[0] + m[1]);
}

void bireme_packer_range(const bireme_packer *p, double *low, double *high)
{
    double c[TERMS];
    load(p, 0, 1, c);
    *low = bireme_quintic_value(c, -0.5);
    load(p, p->length / 2, 1, c);
    *high = bireme_quintic_value(c, -0.5);
}

/* Replaces every value x of a side by shift + scale · x; returns the largest change of u. */
static double transform_side(bireme_packer *p, bool upper, double shift, double scale, double blur)
{
    double worst = 0, *c = p->c + (upper ? p->length / 2 : 0);
    for (double from = BIREME_QTABLE_V_LEAST; from < 0.5; from *= 2) {
        double width = from / (double)((size_t)1 << p->bits);
        for (size_t part = 0; part < (size_t)1 << p->bits; part++, c++) {
            double move = fabs(shift + (scale - 1) * c[0]) - blur, rise = fabs(c[p->length]);
            if (move > 0 && rise > 0) worst = larger(worst, smaller(move / rise * width, from));
            c[0] = shift + scale * c[0];
            for (int k = 1; k < TERMS; k++) c[k * p->length] *= scale;
        }
    }
    return worst;
}

double bireme_packer_transform(bireme_packer *p, double shift, double scale, double blur)
{
    double lower = transform_side(p, false, shift, scale, blur);
    return larger(lower, transform_side(p, true, shift, scale, blur));
}

/* Below the median x_m values become end + (1 + b)(x − end); above it, so as to join there, x_m + b (x_m −
 * end) + (1 + a)(x − x_m). Mean and second moment about μ change by
 *   b A + a B,  A = ∫_low (x − end) + ½ (x_m − end),  B = ∫_high (x − x_m)
 *   2 b C + 2 a D,  C = ∫_low (x − μ)(x − end) + (x_m − end) ∫_high (x − μ),  D = ∫_high (x − μ)(x − x_m)
 * to first order, which is enough for the small a and b that are allowed. */
bool bireme_packer_balance(bireme_packer *p, double end, double mean, double variance, double blur,
                           double *change)
{
    double m[2], s[2], c[TERMS];
    both_moments(p, mean, m, s);
    load(p, p->length - 1, 1, c);
    double median = bireme_quintic_value(c, 0.5), rise = median - end;
    double first = m[0] + 0.5 * (mean - end) + 0.5 * rise, last = m[1] + 0.5 * (mean - median);
    double c2 = 2 * (s[0] + (mean - end) * m[0] + rise * m[1]), d2 = 2 * (s[1] + (mean - median) * m[1]);
    double off = -(m[0] + m[1]), off2 = variance - (s[0] + s[1]), determinant = first * d2 - last * c2;
    if (!(fabs(determinant) > 1e-6 * fabs(first * d2))) return false;
    double b = (off * d2 - last * off2) / determinant, a = (first * off2 - off * c2) / determinant;
    if (!(fabs(a) < 1e-4 && fabs(b) < 1e-4)) return false;
    *change = transform_side(p, false, -b * end, 1 + b, blur);
    *change = larger(*change, transform_side(p, true, b * rise - a * median, 1 + a, blur));
    return true;
}

/* ------------------------ records */

/* Rounds c to what the record holds. */
static void round_terms(double c[TERMS], bireme_qpacked *record)
{
    record->c23 = bireme_qpacked_share(c[2], c[3], BIREME_QPACKED_SHIFT_3);
    record->c45 = bireme_qpacked_share(c[4], c[5], BIREME_QPACKED_SHIFT_5);
    c[2] = record->c23;
    c[3] = bireme_from_bits(bireme_bits_of(record->c23) << BIREME_QPACKED_SHIFT_3);
    c[4] = record->c45;
    c[5] = bireme_from_bits(bireme_bits_of(record->c45) << BIREME_QPACKED_SHIFT_5);
}

/* Chooses c0 and c1 so that y = sign · value at t = ∓½, as computed, lies within [a, b] and next to its
 * ends. */
static bool settle(bireme_qpacked *record, const double c[TERMS], double sign, double a, double b)
{
    double from = a, to = b;
    for (int i = 0; i < TRIES && from <= to; i++) {
        record->c1 = sign * ((to - from) - (0.25 * c[3] + 0.0625 * c[5]));
        record->c0 = sign * ((from + 0.5 * (to - from)) - (0.25 * c[2] + 0.0625 * c[4]));
        double low = sign * bireme_qpacked_value(record, -0.5);
        double high = sign * bireme_qpacked_value(record, 0.5);
        if (low >= a && high <= b) return true;
        if (low < a) from += a - low;
        if (high > b) to -= high - b;
    }
    return false;
}

/* The record of y, which is at least `*reached` and at most `cap`; *reached becomes its end. */
static bireme_qpacked record_of(double c[TERMS], double sign, double *reached, double cap)
{
    double a = smaller(larger(bireme_quintic_value(c, -0.5), *reached), cap);
    double b = smaller(larger(bireme_quintic_value(c, 0.5), a), cap), signed_c[TERMS];
    bireme_qpacked record = {0};
    *reached = b;
    if (b - a > 0x1p-51 * larger(fabs(a), fabs(b))) {
        for (int k = 0; k < TERMS; k++) signed_c[k] = sign * c[k];
        round_terms(signed_c, &record);
        for (int k = 0; k < TERMS; k++) c[k] = sign * signed_c[k];
        if (settle(&record, c, sign, a, b)) return record;
        for (int k = 2; k < TERMS; k++) c[k] = 0;
        record = (bireme_qpacked){0};
        if (settle(&record, c, sign, a, b)) return record;
    }
    return (bireme_qpacked){.c0 = sign * a};
}

void bireme_packer_write(const bireme_packer *p, bireme_qpacked *out)
{
    double reached = -INFINITY, cap = INFINITY, c[TERMS];
    for (size_t i = 0; i < p->length; i++) {
        double sign = i < p->length / 2 ? 1 : -1;
        if (i == p->length / 2) cap = -reached, reached = -INFINITY;
        load(p, i, sign, c);
        out[i] = record_of(c, sign, &reached, cap);
    }
    out[p->length] = (bireme_qpacked){.c0 = -reached};
}
