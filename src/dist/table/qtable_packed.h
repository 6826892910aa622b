/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quantile tables as they are evaluated: one record of 32 bytes per bucket, found from the bucket's number
 * alone. With v = min(u, 1 − u), the exponent of v and the top `bits` of its mantissa are the bucket, and the
 * rest of the mantissa is t ∈ [−½, ½), the place inside it; no division, no search, no guide. Octaves of v
 * put the buckets where quantile functions curve most: in the tails; and half of all samples touch only the
 * 2^(bits + 1) buckets of the first octave. Internal to src/dist.
 *
 * A record holds x = c0 + c1 t + … + c5 t⁵, the value itself on both sides. Two coefficients share a word:
 * the lower one is the whole word read as a double, whose last bits are the upper one's first bits. What
 * these bits add is known when the table is packed, so they need not be masked out.
 */
#ifndef BIREME_DIST_TABLE_QTABLE_PACKED_H
#define BIREME_DIST_TABLE_QTABLE_PACKED_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    BIREME_QPACKED_OCTAVES = 53, /* v from 2⁻⁵⁴ to ½ */
    BIREME_QPACKED_SHIFT_3 = 36, /* c3: the last 28 bits of c23: 17 digits; c2 keeps 25 */
    BIREME_QPACKED_SHIFT_5 = 32  /* c5: the last 32 bits of c45: both keep 21 digits */
};

typedef struct bireme_qpacked {
    double c0, c1;
    double c23, c45;
} bireme_qpacked;

/* The number of records of a table: the lower side from v = 2⁻⁵⁴ to ½, the upper side in the same order, and
 * one for u = ½. */
static inline size_t bireme_qpacked_count(unsigned bits)
{
    return ((size_t)2 * BIREME_QPACKED_OCTAVES << bits) + 1;
}

static inline uint64_t bireme_bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double bireme_from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* The record of a uniform and the place inside it; u < 2⁻⁵⁴ and u = 1 are taken as the outermost points. */
static inline uint32_t bireme_qpacked_place(double u, unsigned bits, double *t)
{
    double v = u < 0.5 ? u : 1 - u;
    v = v > 0x1p-54 ? v : 0x1p-54;
    uint64_t word = bireme_bits_of(v);
    *t = bireme_from_bits((word << bits & UINT64_C(0xfffffffffffff)) | UINT64_C(0x3ff0000000000000)) - 1.5;
    uint32_t lower = -((UINT32_C(1023) - 54) << bits);
    uint32_t upper = lower + ((uint32_t)BIREME_QPACKED_OCTAVES << bits);
    return (uint32_t)(word >> (52 - bits)) + (u < 0.5 ? lower : upper);
}

/* The word nearest to `low` whose last 64 − shift bits are the first ones of `high`, rounded. Numbers near 0
 * become 0 or the smallest normal number, because subnormals are slow. */
static inline double bireme_qpacked_share(double low, double high, int shift)
{
    const double little = 0x1p-900;
    uint64_t half = UINT64_C(1) << (shift - 1), mask = (UINT64_C(1) << (64 - shift)) - 1;
    uint64_t first = fabs(high) < little ? 0 : (bireme_bits_of(high) + half) >> shift;
    uint64_t nearest = ((bireme_bits_of(low) - first + (mask >> 1) + 1) & ~mask) | first;
    uint64_t alone = first == 0 ? 0 : first | UINT64_C(1) << 52;
    return bireme_from_bits(fabs(low) < little ? alone : nearest);
}

static inline double bireme_qpacked_value(const bireme_qpacked *record, double t)
{
    double c3 = bireme_from_bits(bireme_bits_of(record->c23) << BIREME_QPACKED_SHIFT_3);
    double c5 = bireme_from_bits(bireme_bits_of(record->c45) << BIREME_QPACKED_SHIFT_5);
    return record->c0 + t * (record->c1 + t * (record->c23 + t * (c3 + t * (record->c45 + t * c5))));
}

typedef double bireme_double4 __attribute__((vector_size(32)));
typedef uint64_t bireme_word4 __attribute__((vector_size(32)));

/* out[j] = value of record at[j] at t[j], j < 4: bit for bit as one at a time. Four records are loaded whole
 * and transposed, which takes half the time of gathering their coefficients one by one. */
static inline void bireme_qpacked_values4(const bireme_qpacked *records, const uint32_t at[4],
                                          const double t[4], double out[4])
{
    bireme_double4 r0, r1, r2, r3, place;
    memcpy(&r0, &records[at[0]], sizeof r0);
    memcpy(&r1, &records[at[1]], sizeof r1);
    memcpy(&r2, &records[at[2]], sizeof r2);
    memcpy(&r3, &records[at[3]], sizeof r3);
    memcpy(&place, t, sizeof place);
    bireme_double4 even_01 = __builtin_shufflevector(r0, r1, 0, 4, 2, 6);
    bireme_double4 even_23 = __builtin_shufflevector(r2, r3, 0, 4, 2, 6);
    bireme_double4 odd_01 = __builtin_shufflevector(r0, r1, 1, 5, 3, 7);
    bireme_double4 odd_23 = __builtin_shufflevector(r2, r3, 1, 5, 3, 7);
    bireme_double4 c0 = __builtin_shufflevector(even_01, even_23, 0, 1, 4, 5);
    bireme_double4 c1 = __builtin_shufflevector(odd_01, odd_23, 0, 1, 4, 5);
    bireme_double4 c2 = __builtin_shufflevector(even_01, even_23, 2, 3, 6, 7);
    bireme_double4 c4 = __builtin_shufflevector(odd_01, odd_23, 2, 3, 6, 7);
    bireme_double4 c3 = (bireme_double4)((bireme_word4)c2 << BIREME_QPACKED_SHIFT_3);
    bireme_double4 c5 = (bireme_double4)((bireme_word4)c4 << BIREME_QPACKED_SHIFT_5);
    bireme_double4 x = c0 + place * (c1 + place * (c2 + place * (c3 + place * (c4 + place * c5))));
    memcpy(out, &x, sizeof x);
}

/* out[i] = value of u[i], i < n; out may be u. NaN where a bucket could not be packed. */
void bireme_qpacked_eval(const bireme_qpacked *records, unsigned bits, size_t n, const double *u,
                         double *out);

#endif
