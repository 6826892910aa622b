/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The distribution of a sum of independent values on an even grid, by Fourier transform: one value is
 * transformed once, and its powers give the sums of 1, 2, 3 … summands. Internal to src/dist.
 */
#ifndef BIREME_DIST_SUMS_GRID_H
#define BIREME_DIST_SUMS_GRID_H

#include "dist/table/qtable.h"
#include "numeric/fft.h"

enum { BIREME_GRID_BITS_LEAST = 6, BIREME_GRID_BITS_MOST = 17 };

/* Transforms by length, made when first needed, and working space for the longest. */
typedef struct bireme_grid_space {
    bireme_fft *fft[BIREME_GRID_BITS_MOST + 1];
    double *mass, *coarse, *re, *im;
    size_t capacity;
    double *scratch; /* for temporary use */
    size_t scratch_capacity;
} bireme_grid_space;

/* [count], valid until the next call; NULL: out of memory. */
double *bireme_grid_space_scratch(bireme_grid_space *space, size_t count, bireme_error *error);

void bireme_grid_space_free(bireme_grid_space *space);

/* How mass is placed on the grid: at the nearest point (where the mass must lie), shared between two
 * neighbours (keeps the mean, never negative) or among six (keeps moments up to the fifth, may be
 * negative). */
typedef enum bireme_grid_sharing {
    BIREME_GRID_EXACT = 1,
    BIREME_GRID_LINEAR = 2,
    BIREME_GRID_SMOOTH = 6
} bireme_grid_sharing;

typedef struct bireme_grid {
    unsigned bits; /* 2^bits points */
    double origin; /* of one value */
    double step;
    double tilt; /* weight e^(−tilt · index) during the convolution: damps what wraps around from beyond
                    the grid's end to its beginning by a factor e^(−tilt · points); 0: the grid covers the
                    sum. With a tilt, values beyond the end are left out */
    bireme_grid_sharing sharing;
} bireme_grid;

/* The transform of a summand (2^squarings values) and of the sum of `exponent` summands. */
typedef struct bireme_grid_powers {
    bireme_grid grid;
    double *memory;                      /* holds the arrays below; NULL: not made */
    double *base_re, *base_im, *re, *im; /* [points/2 + 1] */
    unsigned exponent;
} bireme_grid_powers;

/* coarse: the same on a grid with half the points, made from the masses on this one; NULL: not needed.
 * Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_grid_transform(const bireme_grid *grid, const bireme_qtable *single,
                                                    unsigned squarings, bireme_grid_space *space,
                                                    bireme_grid_powers *out, bireme_grid_powers *coarse,
                                                    bireme_error *error);
void bireme_grid_powers_free(bireme_grid_powers *powers);

/* The masses [points] of the sum of `exponent` summands (n values) at the points x = n · origin + (first + j)
 * · step (density times step, where it is smooth). With a tilt only the first half is valid. The exponent, 1
 * or more, must not decrease from call to call. The masses stay in the space, which must be the one used for
 * the transform, until the next call. */
const double *bireme_grid_mass(bireme_grid_powers *powers, unsigned exponent, long first,
                               bireme_grid_space *space);

#endif
