/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The distribution of a sum of independent values on an even grid, by Fourier transform: one value is
 * transformed once, its powers give the sums of 1, 2, 3 … summands. Internal to src/dist.
 */
#ifndef BIREME_DIST_SUMS_GRID_H
#define BIREME_DIST_SUMS_GRID_H

#include "dist/table/qtable.h"
#include "numeric/fft.h"

enum { BIREME_GRID_BITS_LEAST = 6, BIREME_GRID_BITS_MOST = 17 };

/* Transforms by length, made when first needed; working space for the longest. */
typedef struct bireme_grid_space {
    bireme_fft *fft[BIREME_GRID_BITS_MOST + 1];
    double *mass, *coarse, *re, *im;
    size_t capacity;
    double *scratch; /* for whoever asks */
    size_t scratch_capacity;
} bireme_grid_space;

/* [count], until the next call; NULL: no memory. */
double *bireme_grid_space_scratch(bireme_grid_space *space, size_t count, bireme_error *error);

void bireme_grid_space_free(bireme_grid_space *space);

/* How mass is placed on the grid: on the nearest point (which must be where the mass is), shared between two
 * neighbours (mean kept, never negative) or among six (moments kept to the fifth, may be negative). */
typedef enum bireme_grid_sharing {
    BIREME_GRID_EXACT = 1,
    BIREME_GRID_LINEAR = 2,
    BIREME_GRID_SMOOTH = 6
} bireme_grid_sharing;

typedef struct bireme_grid {
    unsigned bits; /* 2^bits points */
    double origin; /* of one value */
    double step;
    double tilt; /* weight e^(−tilt · index) during the convolution: keeps what lies beyond the grid's end
                    from coming in again at its beginning by a factor e^(−tilt · points); 0: the grid covers
                    the sum. Values beyond the end are then left out */
    bireme_grid_sharing sharing;
} bireme_grid;

/* The transform of a summand (2^squarings values) and of the sum of `exponent` summands. */
typedef struct bireme_grid_powers {
    bireme_grid grid;
    double *memory;                      /* all of the below; NULL: not made */
    double *base_re, *base_im, *re, *im; /* [points/2 + 1] */
    unsigned exponent;
} bireme_grid_powers;

/* coarse: the same on a grid with half the points, made from the masses on this one; NULL: not wanted.
 * Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_grid_transform(const bireme_grid *grid, const bireme_qtable *single,
                                                    unsigned squarings, bireme_grid_space *space,
                                                    bireme_grid_powers *out, bireme_grid_powers *coarse,
                                                    bireme_error *error);
void bireme_grid_powers_free(bireme_grid_powers *powers);

/* The masses [points] of the sum of `exponent` summands (n values) at the points x = n · origin + (first + j)
 * · step (a density times the step, where it is smooth). With a tilt only the first half of them. The
 * exponent, 1 or more, must not fall from call to call. They live in the space, which must have served the
 * transform, until the next call. */
const double *bireme_grid_mass(bireme_grid_powers *powers, unsigned exponent, long first,
                               bireme_grid_space *space);

#endif
