/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fitting packed quantile tables (qtable_packed.h) to a curve. Tables with the same `bits` are arrays of the
 * same length, so lanes that need different ones differ only by an offset. Internal to src/dist.
 */
#ifndef BIREME_DIST_SUMS_PACK_H
#define BIREME_DIST_SUMS_PACK_H

#include "dist/table/qtable.h"
#include "dist/table/qtable_packed.h"

/* Working space for one table. */
typedef struct bireme_packer bireme_packer;

/* Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_packer_create(unsigned bits, bireme_packer **out, bireme_error *error);
void bireme_packer_free(bireme_packer *packer);

/* The value at the point v of a side. */
typedef double (*bireme_pack_curve)(void *context, double v, bool upper);

/* The part of a side that is fitted: octaves up to `to`; the u-error is measured from v = check on. Up to v =
 * law the distance from `end` is known to be multiplied by `ratio` when v is halved. */
typedef struct bireme_pack_part {
    bool upper;
    double to, check;
    double law, end, ratio;
} bireme_pack_part;

/* Fits a side, or the outer part of one. Returns the largest u-error measured. */
double bireme_packer_fit(bireme_packer *packer, bireme_pack_curve curve, void *context,
                         bireme_pack_part part);
/* Mean and variance of what the table returns. */
void bireme_packer_moments(bireme_packer *packer, double about, double *mean, double *variance);
/* The least and the largest value. */
void bireme_packer_range(const bireme_packer *packer, double *low, double *high);
/* Replaces every value x by shift + scale · x; returns the largest change of u, not counting moves of up to
 * `blur`. */
double bireme_packer_transform(bireme_packer *packer, double shift, double scale, double blur);
/* Gives the table this mean and variance without moving its lower end: values below the median are stretched
 * from the end, those above it so that both moments are right. If that would not be a small change, returns
 * false and does nothing. *change: the change of u. */
bool bireme_packer_balance(bireme_packer *packer, double end, double mean, double variance, double blur,
                           double *change);
/* out [bireme_qpacked_count(bits)] */
void bireme_packer_write(const bireme_packer *packer, bireme_qpacked *out);

#endif
