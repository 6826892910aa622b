/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * 2^−46 is 128 units of rounding, more than the error of sums of a few hundred terms (stats/threshold.h); of
 * numbers that are not decimal at all, at most 3 % are moved, by that much. A whole number below 2^53 divided
 * by a power of ten up to 10^22, both exact, is rounded once: that is also how the text of the decimal is
 * read.
 */
#include "stats/decimal.h"

#include <math.h>

enum { DIGITS = 12, POWERS = 23 };
static const double power[POWERS] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                     1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static double times_power(double x, int k)
{
    return k >= 0 ? x * power[k] : x / power[-k];
}

static double nearest(double x, double terms, double tolerance)
{
    double size = fabs(x) + terms;
    if (!(size >= 1e-10 && size < 1e22)) return x;
    int exponent;
    frexp(size, &exponent);
    /* so that 10^(DIGITS − 1) ≤ size · 10^k, and size · 10^k is less than ten or a hundred times that: −10 ≤
     * k ≤ 22 */
    int k = DIGITS - 1 - (int)floor((exponent - 1) * 0.30102999566398120); /* log10 2 */
    if (times_power(size, k) >= power[DIGITS]) k--;
    double y = times_power(fabs(x), k), whole = rint(y);
    if (fabs(y - whole) > tolerance * times_power(size, k)) return x;
    double decimal = k >= 0 ? whole / power[k] : whole * power[-k];
    return x < 0 && decimal > 0 ? -decimal : decimal;
}

double bireme_decimal_within(double x, double tolerance)
{
    return nearest(x, 0, tolerance);
}

void bireme_decimals(size_t n, double *x, double terms)
{
    for (size_t i = 0; i < n; i++) x[i] = nearest(x[i], terms, 0x1p-46);
}
