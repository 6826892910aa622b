/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cubic Hermite pieces of width h = 1/64 between −END and END: value and slope are those of Φ at both ends of a piece,
 * so the curve has no kinks and rises. Error: h⁴ max|Φ⁗| / 384 = 1.38 / (64⁴ · 384) = 2.2e-10. Beyond END the tail is
 * below 2⁻⁵⁴.
 */
#include "numeric/normal_table.h"

#include <stdint.h>
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
    *slope = 0.39894228040143268 * bireme_exp(-0.5 * z * z) * h; /* 1/√(2π) */
}

bireme_normal_table *bireme_normal_table_create(void)
{
    bireme_normal_table *table = bireme_calloc_aligned(1, sizeof *table);
    if (table == NULL) return NULL;
    for (int i = 0; i < PIECES; i++) {
        double from, to, rise_from, rise_to;
        value_and_slope(i, &from, &rise_from);
        value_and_slope(i + 1, &to, &rise_to);
        double *c = table->pieces[i].c;
        c[0] = from;
        c[1] = rise_from;
        c[2] = 3 * (to - from) - 2 * rise_from - rise_to;
        c[3] = 2 * (from - to) + rise_from + rise_to - 0x1p-51 * to; /* rounding must not pass the next piece */
    }
    return table;
}

void bireme_normal_table_free(bireme_normal_table *table)
{
    bireme_free(table);
}

/* The piece of a score and the place in it. */
BIREME_KERNEL static void locate(size_t n, const double *restrict z, uint32_t *restrict at,
                                 double *restrict t)
{
    for (size_t i = 0; i < n; i++) {
        double x = (z[i] + END) * STEPS;
        x = x > 0 ? x : 0;
        x = x < PIECES - 0x1p-20 ? x : PIECES - 0x1p-20;
        int32_t whole = (int32_t)x;
        at[i] = (uint32_t)whole;
        t[i] = x - (double)whole;
    }
}

BIREME_KERNEL static void look_up(size_t n, const piece *restrict pieces, const uint32_t *restrict at,
                                  const double *restrict t, double *restrict u)
{
    for (size_t i = 0; i < n; i++) {
        const double *c = pieces[at[i]].c;
        double value = c[0] + t[i] * (c[1] + t[i] * (c[2] + t[i] * c[3]));
        value = value > 0x1p-54 ? value : 0x1p-54;
        u[i] = value < 1 - 0x1p-53 ? value : 1 - 0x1p-53;
    }
}

void bireme_normal_table_eval(const bireme_normal_table *table, size_t n, const double *z, double *u)
{
    uint32_t at[CHUNK];
    double t[CHUNK];
    for (size_t done = 0; done < n; done += CHUNK) {
        size_t now = n - done < CHUNK ? n - done : CHUNK;
        locate(now, z + done, at, t);
        look_up(now, table->pieces, at, t, u + done);
    }
}
