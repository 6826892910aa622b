/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building quantile tables: from a distribution (qtable_curve.c) or from any other monotone curve (sums.c).
 * Internal to src/dist.
 *
 * Places on the curve are given by the smaller tail: on the lower side v = u ≤ ½, on the upper side v = 1 − u
 * ≤ ½, so that both tails keep full precision. No table goes below v = 2⁻⁵⁴.
 */
#ifndef BIREME_DIST_TABLE_QTABLE_BUILD_H
#define BIREME_DIST_TABLE_QTABLE_BUILD_H

#include <stdint.h>
#include "dist/table/qtable.h"
#include "dist/table/qtable_packed.h"
#include "numeric/interpolate.h"

#define BIREME_QTABLE_V_LEAST  0x1p-54
#define BIREME_QTABLE_V_MOST   0x1.fffffffffffffp-2 /* the largest double below ½ */
#define BIREME_QTABLE_LOG_MOST 700.0                /* logarithmic tables give values in exp(±700) */

enum { BIREME_QTABLE_TERMS = BIREME_QUINTIC };

/* One piece of the curve: y = c[0] + c[1] d + … + c[5] d⁵, d = v − left, limited to `end`. y is the value on
 * the lower side, minus the value on the upper one, so that it rises with v on both. One cache line. */
typedef struct bireme_qrecord {
    double left, end;
    double c[BIREME_QTABLE_TERMS];
} bireme_qrecord;

/* y at v ≥ left. */
static inline double bireme_qrecord_value(const bireme_qrecord *r, double v)
{
    double y = bireme_quintic_value(r->c, v - r->left);
    return y < r->end ? y : r->end;
}

typedef struct bireme_qstep { /* a step: y from this left edge on */
    double left, y;
} bireme_qstep;

struct bireme_qtable {
    bireme_qrecord *records; /* lower side, sentinels (left = infinity), upper side, sentinels; NULL: steps */
    bireme_qstep *steps;     /* in the same order; NULL: the table has records */
    bireme_qpacked *packed;  /* the form that is evaluated; NULL: steps, or too little can be packed */
    unsigned packed_bits;
    bool whole;      /* every bucket is packed */
    uint32_t *guide; /* [2 × buckets]: the last piece that begins at or before the bucket does */
    uint32_t lower_count, upper_first, upper_count;
    unsigned bits;   /* a bucket is 1/2^bits of an octave of v */
    unsigned search; /* at most 2^search − 1 pieces begin inside a bucket */
    bool logarithm;  /* y is the logarithm of the value */
    double u_error;  /* the largest measured between the nodes when the table was compiled */
};

/* A monotone curve in segments, between which it may jump or have a kink. */
typedef struct bireme_qsegment {
    double p_from, q_from; /* u at its lower end, and 1 − u */
    double p_to, q_to;
    double from, to; /* the values there; unused (may be infinite) where p_from or q_to is 0, unless linear */
    bool linear;     /* a straight line; a constant if from = to */
} bireme_qsegment;

/* The value (its logarithm if `logarithm` is set) at the point v of a side, which lies in the segment with
 * that index. */
typedef double (*bireme_qcurve)(void *context, size_t segment, double v, bool upper);

typedef struct bireme_qbuild {
    bireme_qcurve curve;
    void *context;
    const bireme_qsegment *segments; /* [n_segments], ascending, from u = 0 to u = 1 */
    size_t n_segments;
    double tolerance; /* u-error aimed at */
    double relative;  /* in the tails, this share of the tail probability, if that is less */
    double floor;     /* a piece narrower than this is not divided further */
    size_t most;      /* the most records */
    bool logarithm;
    bool symmetric; /* about `center`: only the lower side is evaluated */
    double center;
    bool unfinished; /* leave bireme_qtable_finish to the caller */
} bireme_qbuild;

/* Fits the curve. *reached: the largest u-error between nodes, also when it fails. Errors: MEMORY, DOMAIN
 * (more than `most` records are needed). */
BIREME_MUST_USE bireme_status bireme_qtable_fit(const bireme_qbuild *build, bireme_qtable **out,
                                                double *reached, bireme_error *error);

/* Steps: values [n] ascending, with their masses, which sum to 1. Exact. */
BIREME_MUST_USE bireme_status bireme_qtable_create_steps(size_t n, const double *values, const double *masses,
                                                         bireme_qtable **out, bireme_error *error);

typedef struct bireme_qpack {
    double u_error;  /* the most that packing adds to the table's own */
    double unpacked; /* the probability of buckets that cannot be packed because a piece begins inside */
} bireme_qpack;

/* Packs a table of records (not steps) in buckets of 1/2^bits of an octave: out [bireme_qpacked_count(bits)].
 * No piece begins inside a bucket if bits ≥ table->bits and table->search = 0. Records of buckets that cannot
 * be packed have c0 = NaN. A logarithmic table's values are logarithms. */
bireme_qpack bireme_qtable_pack(const bireme_qtable *table, unsigned bits, bireme_qpacked *out);

/* Makes the guide of a table whose other parts are filled in (records or steps, counts). Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_qtable_index(bireme_qtable *table, bireme_error *error);

/* Makes a table fast, by packing its records; it should hardly be changed afterwards. u_error grows by what
 * packing adds. Until then, and where too little can be packed, evaluation is by search. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_qtable_finish(bireme_qtable *table, bireme_error *error);

/* Mean, and second moment about `about`, of the values that the table returns, exact up to rounding; by
 * quadrature for a logarithmic table. */
void bireme_qtable_moments(const bireme_qtable *table, double about, double *mean, double *second);
/* Replaces every value x by shift + scale · x, scale > 0; not for logarithmic tables. */
void bireme_qtable_transform(bireme_qtable *table, double shift, double scale);
/* The value at the point v of a side; below 2⁻⁵⁴ it continues by the same amount per halving of v. */
double bireme_qtable_tail(const bireme_qtable *table, double v, bool upper);
/* The lowest and highest value a table returns. */
void bireme_qtable_range(const bireme_qtable *table, double *low, double *high);

#endif
