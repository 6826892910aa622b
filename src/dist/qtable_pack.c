/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packing a quantile table: the piece in force in a bucket is expanded about the bucket's middle, the higher
 * coefficients are rounded to what their part of a word holds, and c0 and c1 are chosen so that the rounded
 * polynomial has the piece's values at both ends of the bucket.
 *
 * Non-decreasing: inside a bucket the polynomial rises from one uniform to the next (2⁻⁵³) by more than the
 * rounding of its terms, or else is constant; at its ends the values as they are computed, rounding included,
 * lie within [a, b], and a is not below the b of the bucket before it. The last b of the lower side bounds
 * the upper side.
 *
 * A bucket in which a piece begins is not packed: it yields NaN, and the table is searched instead. Its c1
 * and c23 are the least and the greatest value there.
 */
#include "dist/qtable_packed.h"

#include <math.h>
#include "base/kernel.h"
#include "dist/qtable_build.h"

enum { TERMS = BIREME_QTABLE_TERMS, BLOCK = 64, TRIES = 8 };

/* A rise of so little, relative to the value, is rounding. */
static const double ROUNDING = 0x1p-51;

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

/* ------------------------ one bucket */

/* The word nearest to `low` whose last 64 − shift bits are the first ones of `high`, rounded. */
static double share(double low, double high, int shift)
{
    uint64_t half = UINT64_C(1) << (shift - 1), mask = (UINT64_C(1) << (64 - shift)) - 1;
    uint64_t first = (bireme_bits_of(high) + half) >> shift, word = bireme_bits_of(low);
    if (fabs(low) < 0x1p-900)
        return bireme_from_bits(first); /* as good as 0, and there is nothing to round */
    return bireme_from_bits(((word - first + (mask >> 1) + 1) & ~mask) | first);
}

/* c becomes what the record holds of it. */
static void round_terms(double c[TERMS], bireme_qpacked *record)
{
    record->c23 = share(c[2], c[3], BIREME_QPACKED_SHIFT_3);
    record->c45 = share(c[4], c[5], BIREME_QPACKED_SHIFT_5);
    c[2] = record->c23;
    c[3] = bireme_from_bits(bireme_bits_of(record->c23) << BIREME_QPACKED_SHIFT_3);
    c[4] = record->c45;
    c[5] = bireme_from_bits(bireme_bits_of(record->c45) << BIREME_QPACKED_SHIFT_5);
}

/* Chooses c0 and c1 so that y = sign · value at t = ∓½, as it is computed, lies within [a, b] and next to its
 * ends. */
static bool settle(bireme_qpacked *record, const double c[TERMS], double sign, double a, double b)
{
    double from = a, to = b;
    for (int i = 0; i < TRIES && from <= to; i++) {
        record->c1 = sign * (to - from) - (0.25 * c[3] + 0.0625 * c[5]);
        record->c0 = sign * (from + 0.5 * (to - from)) - (0.25 * c[2] + 0.0625 * c[4]);
        double low = sign * bireme_qpacked_value(record, -0.5);
        double high = sign * bireme_qpacked_value(record, 0.5);
        if (low >= a && high <= b) return true;
        if (low < a) from += a - low;
        if (high > b) to -= high - b;
    }
    return false;
}

/* The polynomial of the piece about the middle of the bucket [v, v + width], in units of the bucket. */
static void expand(const bireme_qrecord *piece, double v, double width, double sign, double c[TERMS])
{
    double distance = (v - piece->left) / width + 0.5, factor = sign;
    for (int k = 0; k < TERMS; k++, factor *= width) c[k] = piece->c[k] * factor;
    for (int first = 0; first < TERMS - 1; first++)
        for (int k = TERMS - 2; k >= first; k--) c[k] += distance * c[k + 1];
}

/* The least slope of the polynomial, which rises or falls, for |t| ≤ ½, or less. */
static double least_slope(const double c[TERMS], double sign)
{
    double bound = sign * c[1] - fabs(c[2]) - 0.75 * fabs(c[3]) - 0.5 * fabs(c[4]) - 0.3125 * fabs(c[5]);
    if (bound > 0.25 * fabs(c[1])) return bound;
    double least = INFINITY;
    for (double t = -0.5; t <= 0.5; t += 0.125)
        least = fmin(least, sign * (c[1] + t * (2 * c[2] + t * (3 * c[3] + t * (4 * c[4] + t * 5 * c[5])))));
    return least;
}

/* y on [v, v + width] from a to b; false if it cannot be. *u_error: what rounding the higher terms adds,
 * which is 0 at both ends: at most |δ2| max|t² − ¼| + |δ3| max|t³ − t/4| + …, over the slope. */
static bool pack_bucket(const bireme_qrecord *piece, double v, double width, double sign, double a, double b,
                        bireme_qpacked *record, double *u_error)
{
    *record = (bireme_qpacked){.c0 = sign * a};
    if (b - a <= ROUNDING * fmax(fabs(a), fabs(b))) return true;
    double c[TERMS] = {0}, exact[TERMS];
    if (piece->c[2] == 0 && piece->c[3] == 0 && piece->c[4] == 0 && piece->c[5] == 0)
        return settle(record, c, sign, a, b);
    expand(piece, v, width, sign, c);
    memcpy(exact, c, sizeof c);
    round_terms(c, record);
    if (!settle(record, c, sign, a, b)) return false;
    c[1] = record->c1;
    double slope = least_slope(c, sign), size = 0;
    for (int k = 1; k < TERMS; k++) size += fabs(c[k]);
    *u_error = width / slope *
               (0.25 * fabs(c[2] - exact[2]) + 0.0482 * fabs(c[3] - exact[3]) +
                0.0625 * fabs(c[4] - exact[4]) + 0.0168 * fabs(c[5] - exact[5]));
    return slope > 2 * width * size;
}

/* ------------------------ the table */

typedef struct packer {
    const bireme_qtable *table;
    unsigned bits;
    bool upper;
    double reached; /* y at the end of the bucket before */
    double cap;     /* no y above it */
    bireme_qpack result;
} packer;

static double piece_value(const bireme_qrecord *r, double v)
{
    double d = v - r->left;
    double y = r->c[0] + d * (r->c[1] + d * (r->c[2] + d * (r->c[3] + d * (r->c[4] + d * r->c[5]))));
    return y < r->end ? y : r->end;
}

static double bucket_edge(uint32_t bucket, unsigned bits)
{
    return bireme_from_bits((bucket + ((UINT64_C(1023) - 54) << bits)) << (52 - bits));
}

/* A bucket's record; the last bound moves up to its end. */
static void pack_next(packer *p, uint32_t piece, uint32_t ending, double v, double end, bireme_qpacked *out)
{
    const bireme_qrecord *pieces = p->table->records;
    double sign = p->upper ? -1 : 1, u_error = 0;
    double a = fmin(fmax(piece_value(&pieces[piece], v), p->reached), p->cap);
    double b = fmin(fmax(piece_value(&pieces[ending], end), a), p->cap);
    p->reached = b;
    if (ending == piece && pack_bucket(&pieces[piece], v, end - v, sign, a, b, out, &u_error)) {
        p->result.u_error = fmax(p->result.u_error, u_error);
    } else {
        *out = (bireme_qpacked){NAN, p->upper ? -b : a, p->upper ? -a : b, 0};
        p->result.unpacked += end - v;
    }
}

static void pack_side(packer *p, uint32_t piece, uint32_t last, bireme_qpacked *out)
{
    const bireme_qrecord *pieces = p->table->records;
    uint32_t buckets = (uint32_t)BIREME_QPACKED_OCTAVES << p->bits;
    double v = BIREME_QTABLE_V_LEAST;
    p->reached = -INFINITY;
    for (uint32_t i = 0; i < buckets; i++) {
        double end = bucket_edge(i + 1, p->bits);
        while (piece < last && pieces[piece + 1].left <= v) piece++;
        uint32_t ending = piece;
        while (ending < last && pieces[ending + 1].left < end) ending++;
        pack_next(p, piece, ending, v, end, &out[i]);
        v = end;
    }
}

bireme_qpack bireme_qtable_pack(const bireme_qtable *table, unsigned bits, bireme_qpacked *out)
{
    packer p = {.table = table, .bits = bits, .cap = INFINITY};
    pack_side(&p, 0, table->lower_count - 1, out);
    p.upper = true;
    p.cap = -p.reached;
    pack_side(&p, table->upper_first, table->upper_first + table->upper_count - 1,
              out + ((size_t)BIREME_QPACKED_OCTAVES << bits));
    out[bireme_qpacked_count(bits) - 1] = (bireme_qpacked){.c0 = -p.reached};
    return p.result;
}
