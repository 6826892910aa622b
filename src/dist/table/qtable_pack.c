/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packing a quantile table: the piece in force in a bucket is expanded about the bucket's middle, the higher
 * coefficients are rounded to their part of a word, and c0 and c1 are chosen so that the rounded polynomial
 * has the piece's values at both ends of the bucket.
 *
 * Non-decreasing: inside a bucket the polynomial rises from one uniform to the next (2⁻⁵³) by more than the
 * rounding of its terms, or else is constant; at its ends the computed values, including rounding, lie within
 * [a, b], and a is not below the b of the bucket before it. The last b of the lower side bounds the upper
 * side.
 *
 * A bucket in which a piece begins is not packed: it yields NaN, and the table is searched instead. Its c1
 * and c23 are the least and the greatest value there.
 */
#include "dist/table/qtable_packed.h"

#include <math.h>
#include "base/kernel.h"
#include "dist/table/qtable_build.h"

enum { TERMS = BIREME_QTABLE_TERMS, BLOCK = 64, TRIES = 6 };

/* A rise smaller than this, relative to the value, is rounding. */
static const double ROUNDING = 0x1p-50;
/* If y rises by less than this relative to its size (16 roundings), the curvature of a piece is within
 * rounding. */
static const double STRAIGHT = 0x1p-49;
/* A bucket with a probability this small may be constant: the error of u is at most its width, and the curves
 * themselves are no more accurate. */
static const double NEGLIGIBLE = 1e-15;

BIREME_KERNEL void bireme_qpacked_eval(const bireme_qpacked *records, unsigned bits, size_t n,
                                       const double *u, double *out)
{
    uint32_t at[BLOCK];
    double t[BLOCK];
    for (size_t done = 0; done < n; done += BLOCK) {
        size_t count = n - done < BLOCK ? n - done : BLOCK, i = 0;
        for (size_t j = 0; j < count; j++) at[j] = bireme_qpacked_place(u[done + j], bits, &t[j]);
        for (; i + 4 <= count; i += 4) bireme_qpacked_values4(records, at + i, t + i, out + done + i);
        for (; i < count; i++) out[done + i] = bireme_qpacked_value(&records[at[i]], t[i]);
    }
}

/* ------------------------ a few buckets at once */

/* y = sign · x rises with v on both sides: the sign is −1 on the upper one. */
typedef struct packer {
    const bireme_qtable *table;
    unsigned bits;
    double sign;
    double reached; /* y at the end of the previous bucket */
    double cap;     /* the upper bound of y */
    bireme_qpack result;
} packer;

typedef struct chunk {
    size_t n;
    double v[BLOCK], width[BLOCK];  /* the buckets [v, v + width] */
    double left[BLOCK], end[BLOCK]; /* of the piece in force at v */
    double c[TERMS][BLOCK];         /* its polynomial; then x in t, as the record holds it */
    double a[BLOCK], b[BLOCK];      /* y at the bucket's ends */
    double c23[BLOCK], c45[BLOCK];
    double u_error[BLOCK];   /* of packing; infinity if it cannot be done */
    uint32_t crowded[BLOCK]; /* the last piece that begins inside; 0: none */
} chunk;

/* Computes the values at the ends, then the polynomial about the bucket's middle, in units of the bucket's
 * width. */
BIREME_KERNEL static void expand(chunk *k, double sign)
{
    size_t n = k->n;
    for (size_t i = 0; i < n; i++) {
        double d = k->v[i] - k->left[i], w = k->width[i], e = k->v[i] + w - k->left[i], end = k->end[i];
        double c0 = k->c[0][i], c1 = k->c[1][i], c2 = k->c[2][i], c3 = k->c[3][i], c4 = k->c[4][i],
               c5 = k->c[5][i];
        double a = c0 + d * (c1 + d * (c2 + d * (c3 + d * (c4 + d * c5))));
        double b = c0 + e * (c1 + e * (c2 + e * (c3 + e * (c4 + e * c5))));
        k->a[i] = a < end ? a : end;
        k->b[i] = b < end ? b : end;
        double factor = sign * w;
        k->c[0][i] = sign * c0;
        k->c[1][i] = factor * c1;
        k->c[2][i] = (factor *= w) * c2;
        k->c[3][i] = (factor *= w) * c3;
        k->c[4][i] = (factor *= w) * c4;
        k->c[5][i] = (factor *= w) * c5;
        k->left[i] = d / w + 0.5;
    }
    for (int first = 0; first < TERMS - 1; first++)
        for (int j = TERMS - 2; j >= first; j--)
            for (size_t i = 0; i < n; i++) k->c[j][i] += k->left[i] * k->c[j + 1][i];
}

/* Rounds the higher terms to what the record holds. The error is 0 at both ends of the bucket and in between
 * at most |δ2| max|t² − ¼| + |δ3| max|t³ − t/4| + |δ4| max|t⁴ − 1/16| + |δ5| max|t⁵ − t/16|, in x. */
BIREME_KERNEL static void round_terms(chunk *k)
{
    for (size_t i = 0; i < k->n; i++) {
        bool line = k->b[i] - k->a[i] <= STRAIGHT * (fabs(k->a[i]) + fabs(k->b[i]));
        double bend = line ? 0 : 1;
        for (int j = 2; j < TERMS; j++) k->c[j][i] *= bend;
        double c23 = bireme_qpacked_share(k->c[2][i], k->c[3][i], BIREME_QPACKED_SHIFT_3);
        double c45 = bireme_qpacked_share(k->c[4][i], k->c[5][i], BIREME_QPACKED_SHIFT_5);
        double c3 = bireme_from_bits(bireme_bits_of(c23) << BIREME_QPACKED_SHIFT_3);
        double c5 = bireme_from_bits(bireme_bits_of(c45) << BIREME_QPACKED_SHIFT_5);
        k->u_error[i] = 0.25 * fabs(c23 - k->c[2][i]) + 0.0482 * fabs(c3 - k->c[3][i]) +
                        0.0625 * fabs(c45 - k->c[4][i]) + 0.0168 * fabs(c5 - k->c[5][i]);
        k->c[2][i] = k->c23[i] = c23;
        k->c[3][i] = c3;
        k->c[4][i] = k->c45[i] = c45;
        k->c[5][i] = c5;
    }
}

/* Chooses c0 and c1 so that y at t = ∓½, as computed, lies within [a, b] and next to its ends. */
BIREME_KERNEL static void settle(chunk *k, double sign)
{
    for (size_t i = 0; i < k->n; i++) {
        double c2 = k->c[2][i], c3 = k->c[3][i], c4 = k->c[4][i], c5 = k->c[5][i];
        double a = k->a[i], b = k->b[i], from = a, to = b, c0 = 0, c1 = 0, below = 0, above = 0,
               grain = 0x1p-54 * (fabs(a) + fabs(b));
        for (int try = 0; try < TRIES; try++) {
            from += below;
            to -= above;
            c1 = sign * (to - from) - (0.25 * c3 + 0.0625 * c5);
            c0 = sign * (from + 0.5 * (to - from)) - (0.25 * c2 + 0.0625 * c4);
            double low = sign * (c0 - 0.5 * (c1 - 0.5 * (c2 - 0.5 * (c3 - 0.5 * (c4 - 0.5 * c5)))));
            double high = sign * (c0 + 0.5 * (c1 + 0.5 * (c2 + 0.5 * (c3 + 0.5 * (c4 + 0.5 * c5)))));
            below = low < a ? a - low + grain : 0;
            above = high > b ? high - b + grain : 0;
        }
        k->c[0][i] = c0;
        k->c[1][i] = c1;
        if (below + above > 0) k->u_error[i] = INFINITY;
    }
}

static inline double smaller(double x, double y)
{
    return x < y ? x : y;
}

/* Turns the error of x into one of u, by the least slope (at five places, less a few roundings by which the
 * ends were moved); infinite if the polynomial does not rise by more than its rounding from one uniform to
 * the next. */
BIREME_KERNEL static void divide_by_slope(chunk *k, double sign)
{
    for (size_t i = 0; i < k->n; i++) {
        double c1 = sign * k->c[1][i], c2 = sign * 2 * k->c[2][i], c3 = sign * 3 * k->c[3][i],
               c4 = sign * 4 * k->c[4][i], c5 = sign * 5 * k->c[5][i];
        double even = c1 + 0.25 * (c3 + 0.25 * c5), odd = 0.5 * fabs(c2 + 0.25 * c4); /* at ±½ */
        double inner = c1 + 0.0625 * (c3 + 0.0625 * c5), inner_odd = 0.25 * fabs(c2 + 0.0625 * c4);
        double moved = ROUNDING * (fabs(k->a[i]) + fabs(k->b[i]));
        double slope = smaller(c1, smaller(even - odd, inner - inner_odd));
        slope = c2 == 0 && c3 == 0 ? slope : slope - moved; /* a line cannot decrease */
        double size = fabs(c1) + fabs(c2) + fabs(c3) + fabs(c4) + fabs(c5);
        double error = k->u_error[i] * k->width[i] / slope;
        k->u_error[i] = slope > 2 * k->width[i] * size ? error : INFINITY;
    }
}

/* ------------------------ the table */

static double bucket_edge(uint32_t bucket, unsigned bits)
{
    return bireme_from_bits((bucket + ((UINT64_C(1023) - 54) << bits)) << (52 - bits));
}

/* Fills the chunk with the buckets from `bucket` on; returns the piece in force in the last one. */
static uint32_t collect(const packer *p, uint32_t bucket, uint32_t piece, uint32_t last, chunk *k)
{
    const bireme_qrecord *pieces = p->table->records;
    double v = bucket_edge(bucket, p->bits);
    for (size_t i = 0; i < k->n; i++) {
        double end = bucket_edge(bucket + (uint32_t)i + 1, p->bits);
        while (piece < last && pieces[piece + 1].left <= v) piece++;
        k->crowded[i] = 0;
        for (uint32_t next = piece + 1; next <= last && pieces[next].left < end; next++) k->crowded[i] = next;
        k->v[i] = v;
        k->width[i] = end - v;
        k->left[i] = pieces[piece].left;
        k->end[i] = pieces[piece].end;
        for (int j = 0; j < TERMS; j++) k->c[j][i] = pieces[piece].c[j];
        v = end;
    }
    return piece;
}

/* Joins the buckets: each begins where the one before it ends, or above. */
static void join(packer *p, chunk *k)
{
    for (size_t i = 0; i < k->n; i++) {
        double b = k->b[i];
        if (k->crowded[i] > 0)
            b = bireme_qrecord_value(&p->table->records[k->crowded[i]], k->v[i] + k->width[i]);
        k->a[i] = smaller(k->a[i] > p->reached ? k->a[i] : p->reached, p->cap);
        k->b[i] = p->reached = smaller(b > k->a[i] ? b : k->a[i], p->cap);
    }
}

static void write(packer *p, const chunk *k, bireme_qpacked *out)
{
    for (size_t i = 0; i < k->n; i++) {
        double a = k->a[i], b = k->b[i], width = k->width[i], u_error = k->u_error[i];
        bool packed = k->crowded[i] == 0 && u_error < INFINITY;
        bool flat = k->crowded[i] == 0 && b - a <= ROUNDING * fmax(fabs(a), fabs(b));
        if (flat || (!packed && width <= NEGLIGIBLE)) {
            out[i] = (bireme_qpacked){.c0 = p->sign * (a + 0.5 * (b - a))};
            u_error = flat ? 0 : width;
        } else if (packed) {
            out[i] = (bireme_qpacked){k->c[0][i], k->c[1][i], k->c23[i], k->c45[i]};
        } else {
            out[i] = (bireme_qpacked){NAN, p->sign > 0 ? a : -b, p->sign > 0 ? b : -a, 0};
            p->result.unpacked += width;
            u_error = 0;
        }
        if (u_error > p->result.u_error) p->result.u_error = u_error;
    }
}

static void pack_side(packer *p, uint32_t piece, uint32_t last, bireme_qpacked *out)
{
    uint32_t buckets = (uint32_t)BIREME_QPACKED_OCTAVES << p->bits;
    chunk k;
    p->reached = -INFINITY;
    for (uint32_t i = 0; i < buckets; i += (uint32_t)k.n) {
        k.n = buckets - i < BLOCK ? buckets - i : BLOCK;
        piece = collect(p, i, piece, last, &k);
        expand(&k, p->sign);
        join(p, &k);
        round_terms(&k);
        settle(&k, p->sign);
        divide_by_slope(&k, p->sign);
        write(p, &k, out + i);
    }
}

bireme_qpack bireme_qtable_pack(const bireme_qtable *table, unsigned bits, bireme_qpacked *out)
{
    packer p = {.table = table, .bits = bits, .sign = 1, .cap = INFINITY};
    pack_side(&p, 0, table->lower_count - 1, out);
    p.sign = -1;
    p.cap = -p.reached;
    pack_side(&p, table->upper_first, table->upper_first + table->upper_count - 1,
              out + ((size_t)BIREME_QPACKED_OCTAVES << bits));
    out[bireme_qpacked_count(bits) - 1] = (bireme_qpacked){.c0 = -p.reached};
    return p.result;
}
