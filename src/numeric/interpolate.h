/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The polynomial through a few points, for tables that are piecewise polynomials.
 */
#ifndef BIREME_NUMERIC_INTERPOLATE_H
#define BIREME_NUMERIC_INTERPOLATE_H

#include <stddef.h>

enum { BIREME_INTERPOLATE_MOST = 8 };

/* power[k], k < n: the coefficients of t^k of the polynomial of degree n − 1 through (x[i], f[i]), i < n ≤
 * BIREME_INTERPOLATE_MOST, the x different. power must not be x or f. */
void bireme_interpolate(size_t n, const double *x, const double *f, double *power);

/* Most tables are pieces of degree 5, c[0] + c[1] t + … + c[5] t⁵, through the curve at the Chebyshev–Lobatto
 * points of [0, 1], ½ − ½ cos(iπ/5), which include both ends, so that the pieces join. Their error is
 * measured where the node polynomial is largest, in the second and the fourth gap. */
enum { BIREME_QUINTIC = 6 };
extern const double bireme_quintic_node[BIREME_QUINTIC], bireme_quintic_check[2];

static inline double bireme_quintic_value(const double c[BIREME_QUINTIC], double t)
{
    return c[0] + t * (c[1] + t * (c[2] + t * (c[3] + t * (c[4] + t * c[5]))));
}
static inline double bireme_quintic_slope(const double c[BIREME_QUINTIC], double t)
{
    return c[1] + t * (2 * c[2] + t * (3 * c[3] + t * (4 * c[4] + t * 5 * c[5])));
}

#endif
