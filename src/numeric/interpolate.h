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

#endif
