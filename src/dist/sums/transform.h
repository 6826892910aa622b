/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The characteristic function of one value, φ(v) = E[e^(ivX)], as a table. What is tabulated is that of X
 * less a centre, ψ(v) = φ(v) e^(−iv · centre), which turns slowly: φ(v) = ψ(v) e^(iv · centre).
 */
#ifndef BIREME_DIST_SUMS_TRANSFORM_H
#define BIREME_DIST_SUMS_TRANSFORM_H

#include "dist/table/qtable.h"

typedef struct bireme_transform {
    double mean, variance; /* of X */
    double third;          /* E[(X − mean)³]; of tails, what is more likely than about 1e-10 */
    double centre;
    double lattice; /* X − centre is a whole multiple of it; 0: X is continuous, or always the centre */
    double lowest, highest; /* values that are exceeded, either way, with a probability of 1e-7 */
    size_t n;               /* entries of the table; 0: X is always the centre, ψ = 1 */
    double step; /* between entries, in v. On a lattice n · step is the period of ψ, else ψ counts as 0 beyond
                       that */
    double *re, *im; /* [n + 6] ψ((k − 2) · step) */
} bireme_transform;

/* single: the table of dist, which may be NULL if dist is a fixed value. Interpolated through six entries
 * (bireme_transform_weights), the values are within 1e-7. Errors: MEMORY, DOMAIN (dist has no variance). */
BIREME_MUST_USE bireme_status bireme_transform_create(const bireme_dist *dist, const bireme_qtable *single,
                                                      bireme_transform **out, bireme_error *error);
void bireme_transform_free(bireme_transform *transform); /* NULL is fine */

/* Lagrange's polynomials: the weights of the entries k … k + 5 of re and im for the place k + t, 0 ≤ t <
 * 1. */
static inline void bireme_transform_weights(double t, double weight[6])
{
    double a = t + 2, b = t + 1, d = t - 1, e = t - 2, f = t - 3, ab = a * b, td = t * d, ef = e * f;
    weight[0] = (-1.0 / 120) * b * td * ef;
    weight[1] = (1.0 / 24) * a * td * ef;
    weight[2] = (-1.0 / 12) * ab * d * ef;
    weight[3] = (1.0 / 12) * ab * t * ef;
    weight[4] = (-1.0 / 24) * ab * td * f;
    weight[5] = (1.0 / 120) * ab * td * e;
}

/* φ(v), v ≥ 0. */
void bireme_transform_at(const bireme_transform *transform, double v, double *re, double *im);

#endif
