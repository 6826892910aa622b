/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The distribution of a sum of 2^k independent values on an even grid, by Fourier transform. Internal to
 * src/dist.
 */
#ifndef BIREME_DIST_SUMS_GRID_H
#define BIREME_DIST_SUMS_GRID_H

#include "dist/qtable.h"
#include "numeric/fft.h"

enum { BIREME_GRID_BITS_LEAST = 6, BIREME_GRID_BITS_MOST = 17 };

/* Transforms by length, made when first needed; working space for the longest. */
typedef struct bireme_grid_space {
    bireme_fft *fft[BIREME_GRID_BITS_MOST + 1];
    double *mass, *re, *im;
    size_t capacity;
} bireme_grid_space;

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
    long first;  /* the points of the sum: x = 2^k · origin + (first + j) · step */
    double tilt; /* weight e^(−tilt · index) during the convolution: keeps what lies beyond the grid's end
                    from coming in again at its beginning by a factor e^(−tilt · points); 0: the grid covers
                    the sum. Values beyond the end are then left out */
    bireme_grid_sharing sharing;
} bireme_grid;

/* space->mass[j] = the mass of the sum of 2^k values at point j (a density times the step, where it is
 * smooth). Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_grid_sum(const bireme_grid *grid, const bireme_qtable *single,
                                              unsigned k, bireme_grid_space *space, bireme_error *error);

#endif
