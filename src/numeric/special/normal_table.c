/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cubic Hermite pieces of width h = 1/64 between −END and END: value and slope are those of Φ at both ends of
 * a piece, so the curve is smooth and increasing. Error: h⁴ max|Φ⁗| / 384 = 1.38 / (64⁴ · 384) = 2.2e-10.
 * Beyond END the tail is below 2⁻⁵⁴.
 */
#include "numeric/special/normal_table.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "numeric/special/normal_block.h"
#include "numeric/special/portable.h"

enum { END = 9, STEPS = 64, PIECES = 2 * END * STEPS, CHUNK = 256 };

typedef struct piece {
    double c[4]; /* Φ = Σ c[k] t^k, t in [0, 1) */
} piece;

struct bireme_normal_table {
    piece pieces[PIECES];
};

static void value_and_slope(int at, double *value, double *slope)
{
    const double h = 1.0 / STEPS, z = at * h - END;
    bireme_normal_cdf_block(1, &z, value);
    bool is_end = *value <= 0x1p-54 || *value >= 1 - 0x1p-53;                 /* level from there on */
    *slope = is_end ? 0 : 0.39894228040143268 * bireme_exp(-0.5 * z * z) * h; /* 1/√(2π) */
}

bireme_normal_table *bireme_normal_table_create(void)
{
    bireme_normal_table *table = bireme_calloc_aligned(1, sizeof *table);
    if (table == NULL) return NULL;
    for (int i = 0; i < PIECES; i++) {
        double from, to, rise_from, rise_to;
        value_and_slope(i, &from, &rise_from);
        value_and_slope(i + 1, &to, &rise_to);
        /* it must not exceed the start of the next piece */
        double *c = table->pieces[i].c, rounding = 0x1p-51 * to;
        c[0] = from;
        if (to - from < 8 * rounding) continue; /* level */
        c[1] = rise_from;
        c[2] = 3 * (to - from) - 2 * rise_from - rise_to;
        c[3] = 2 * (from - to) + rise_from + rise_to - rounding;
    }
    return table;
}

void bireme_normal_table_free(bireme_normal_table *table)
{
    bireme_free(table);
}

/* The piece of a score is found without a conversion: adding 1.5 · 2^52 leaves the nearest whole number in
 * the low bits. */
BIREME_KERNEL static void locate(size_t n, const double *restrict z, uint64_t *restrict at,
                                 double *restrict t)
{
    const double whole = 0x1.8p52;
    for (size_t i = 0; i < n; i++) {
        double x = (z[i] + END) * STEPS - 0.5;
        x = x > -0.5 ? x : -0.5;
        x = x < PIECES - 0.5 - 0x1p-20 ? x : PIECES - 0.5 - 0x1p-20;
        double shifted = x + whole;
        uint64_t bits;
        memcpy(&bits, &shifted, sizeof bits);
        at[i] = bits & 0xfff;
        t[i] = (x - (shifted - whole)) + 0.5;
    }
}

typedef double double4 __attribute__((vector_size(32)));

/* Four pieces are loaded whole and transposed, in half the time of gathering the coefficients separately. */
static inline void look_up_4(const piece *pieces, const uint64_t at[4], const double t[4], double u[4])
{
    double4 p0, p1, p2, p3, place;
    memcpy(&p0, &pieces[at[0]], sizeof p0);
    memcpy(&p1, &pieces[at[1]], sizeof p1);
    memcpy(&p2, &pieces[at[2]], sizeof p2);
    memcpy(&p3, &pieces[at[3]], sizeof p3);
    memcpy(&place, t, sizeof place);
    double4 even_01 = __builtin_shufflevector(p0, p1, 0, 4, 2, 6);
    double4 even_23 = __builtin_shufflevector(p2, p3, 0, 4, 2, 6);
    double4 odd_01 = __builtin_shufflevector(p0, p1, 1, 5, 3, 7);
    double4 odd_23 = __builtin_shufflevector(p2, p3, 1, 5, 3, 7);
    double4 c0 = __builtin_shufflevector(even_01, even_23, 0, 1, 4, 5);
    double4 c1 = __builtin_shufflevector(odd_01, odd_23, 0, 1, 4, 5);
    double4 c2 = __builtin_shufflevector(even_01, even_23, 2, 3, 6, 7);
    double4 c3 = __builtin_shufflevector(odd_01, odd_23, 2, 3, 6, 7);
    double4 value = c0 + place * (c1 + place * (c2 + place * c3));
    memcpy(u, &value, sizeof value);
}

BIREME_KERNEL static void look_up(const piece *restrict pieces, const uint64_t *restrict at,
                                  const double *restrict t, double *restrict u)
{
    for (size_t i = 0; i < CHUNK; i += 4) look_up_4(pieces, at + i, t + i, u + i);
    for (size_t i = 0; i < CHUNK; i++) {
        double value = u[i] > 0x1p-54 ? u[i] : 0x1p-54;
        u[i] = value < 1 - 0x1p-53 ? value : 1 - 0x1p-53;
    }
}

void bireme_normal_table_eval(const bireme_normal_table *table, size_t n, const double *z, double *u)
{
    uint64_t at[CHUNK] = {0};
    double t[CHUNK] = {0}, block[CHUNK];
    for (size_t done = 0; done < n; done += CHUNK) {
        size_t now = n - done < CHUNK ? n - done : CHUNK;
        locate(now, z + done, at, t);
        look_up(table->pieces, at, t, block);
        memcpy(u + done, block, now * sizeof *u);
    }
}
