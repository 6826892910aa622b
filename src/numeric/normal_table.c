/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cubic Hermite pieces of width h = 1/64 between −END and END: value and slope are those of Φ at both ends of a piece,
 * so the curve has no kinks and rises. Error: h⁴ max|Φ⁗| / 384 = 1.38 / (64⁴ · 384) = 2.2e-10. Beyond END the tail is
 * below 2⁻⁵⁴.
 */
#include "numeric/normal_table.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "numeric/normal_block.h"
#include "numeric/portable.h"

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
        double *c = table->pieces[i].c, rounding = 0x1p-51 * to; /* it must not pass the next piece */
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

/* The piece of a score is found without a conversion: adding 1.5 · 2^52 leaves the nearest whole number in the low bits. */
BIREME_KERNEL static void look_up(size_t n, const piece *restrict pieces, const double *restrict z,
                                  double *restrict u)
{
    const double whole = 0x1.8p52;
    for (size_t i = 0; i < n; i++) {
        double x = (z[i] + END) * STEPS - 0.5;
        x = x > -0.5 ? x : -0.5;
        x = x < PIECES - 0.5 - 0x1p-20 ? x : PIECES - 0.5 - 0x1p-20;
        double shifted = x + whole, t = (x - (shifted - whole)) + 0.5;
        uint64_t bits;
        memcpy(&bits, &shifted, sizeof bits);
        const double *c = pieces[bits & 0xfff].c;
        double value = c[0] + t * (c[1] + t * (c[2] + t * c[3]));
        value = value > 0x1p-54 ? value : 0x1p-54;
        u[i] = value < 1 - 0x1p-53 ? value : 1 - 0x1p-53;
    }
}

void bireme_normal_table_eval(const bireme_normal_table *table, size_t n, const double *z, double *u)
{
    double block[CHUNK]; /* u may be z */
    for (size_t done = 0; done < n; done += CHUNK) {
        size_t now = n - done < CHUNK ? n - done : CHUNK;
        look_up(now, table->pieces, z + done, block);
        memcpy(u + done, block, now * sizeof *u);
    }
}
