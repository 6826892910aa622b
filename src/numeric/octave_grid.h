/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The grid of tables on [0, ∞): with y = 1 + x / unit, the exponent and the first `bits` bits of the mantissa
 * of y are the number of a piece, and the rest of the mantissa is the local coordinate t in [0, 1). So pieces
 * are equally wide up to `unit` and grow in proportion to x beyond it, and no search is needed to find one.
 */
#ifndef BIREME_NUMERIC_OCTAVE_GRID_H
#define BIREME_NUMERIC_OCTAVE_GRID_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Left edge of piece i, in x. */
static inline double bireme_grid_edge(double unit, int bits, size_t i)
{
    uint64_t raw = ((uint64_t)1023 << 52) + ((uint64_t)i << (52 - bits));
    double y;
    memcpy(&y, &raw, sizeof y);
    return (y - 1) * unit;
}

/* The number of pieces that begin before `end`. end / unit ≤ 2^BIREME_GRID_OCTAVES. */
enum { BIREME_GRID_OCTAVES = 68 };
static inline size_t bireme_grid_pieces(double unit, int bits, double end)
{
    size_t n = 0, most = ((size_t)BIREME_GRID_OCTAVES + 1) << bits;
    while (n < most && bireme_grid_edge(unit, bits, n) < end) n++;
    return n;
}

/* Piece number and local coordinate of y = 1 + x / unit ≥ 1. */
static inline uint64_t bireme_grid_locate(double y, int bits, double *t)
{
    uint64_t raw;
    memcpy(&raw, &y, sizeof raw);
    uint64_t index = (raw - ((uint64_t)1023 << 52)) >> (52 - bits);
    uint64_t rest = ((raw << (12 + bits)) >> 12) | ((uint64_t)1023 << 52);
    double shifted;
    memcpy(&shifted, &rest, sizeof shifted);
    *t = shifted - 1;
    return index;
}

#endif
