/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gauss–Legendre nodes and weights by Newton's method on the Legendre polynomial from the asymptotic places
 * of its roots (Abramowitz and Stegun 25.4.30). The upper half is the mirror image of the lower half, to the
 * bit.
 */
#include "numeric/special/special.h"

#include <assert.h>
#include <math.h>
#include "numeric/special/portable.h"
#include "numeric/special/internal.h"

/* P_n(x) and its derivative. */
static double legendre(size_t n, double x, double *derivative)
{
    double before = 1, now = x;
    for (size_t k = 2; k <= n; k++) {
        double next = ((double)(2 * k - 1) * x * now - (double)(k - 1) * before) / (double)k;
        before = now;
        now = next;
    }
    *derivative = (double)n * (x * now - before) / (x * x - 1);
    return now;
}

void bireme_gauss_legendre(size_t n, double *node, double *weight)
{
    assert(n >= 1 && n <= 64);
    for (size_t i = 0; i < (n + 1) / 2; i++) {
        double x = bireme_cos(BIREME_PI * ((double)i + 0.75) / ((double)n + 0.5)), slope = 1;
        if (2 * i + 1 == n) x = 0;
        for (int step = 0; step < 6; step++) x -= legendre(n, x, &slope) / slope;
        if (2 * i + 1 == n) x = 0;
        legendre(n, x, &slope);
        node[i] = -x;
        node[n - 1 - i] = x;
        weight[i] = weight[n - 1 - i] = 2 / ((1 - x * x) * slope * slope);
    }
}
