/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * x = q π/2 + r with q the whole number nearest to 2x/π and |r| ≤ π/4. π/2 is split in three so that q
 * · (its first two parts) is exact for |q| < 2^20 (Cody and Waite 1980). sin r and cos r are their
 * Taylor polynomials of degree 17 and 16, whose remainders are below (π/4)^19/19! = 9e-20 and
 * (π/4)^18/18! = 2e-18; q mod 4 says which of them is which, and its sign.
 */
#include "numeric/special/sincos_block.h"

#include <stdint.h>
#include <string.h>
#include "base/kernel.h"

BIREME_KERNEL void bireme_sincos_block(size_t n, const double *restrict x, double *restrict sine,
                                       double *restrict cosine)
{
    const double to_quarters = 0x1.45f306dc9c883p-1, high = 0x1.921fb54400000p0,
                 middle = 0x1.0b4611a600000p-34, low = 0x1.3198a2e037073p-69;
    const double round = 0x1.8p52; /* adding it leaves the nearest whole number in the low bits */
    for (size_t i = 0; i < n; i++) {
        double shifted = x[i] * to_quarters + round, q = shifted - round;
        double r = ((x[i] - q * high) - q * middle) - q * low, z = r * r;
        double s = 1.0 / 355687428096000.0;
        s = s * z - 1.0 / 1307674368000.0;
        s = s * z + 1.0 / 6227020800.0;
        s = s * z - 1.0 / 39916800.0;
        s = s * z + 1.0 / 362880.0;
        s = s * z - 1.0 / 5040.0;
        s = s * z + 1.0 / 120.0;
        s = s * z - 1.0 / 6.0;
        s = r + r * z * s;
        double c = 1.0 / 20922789888000.0;
        c = c * z - 1.0 / 87178291200.0;
        c = c * z + 1.0 / 479001600.0;
        c = c * z - 1.0 / 3628800.0;
        c = c * z + 1.0 / 40320.0;
        c = c * z - 1.0 / 720.0;
        c = c * z + 1.0 / 24.0;
        c = 1 - z * 0.5 + z * z * c;
        uint64_t bits;
        memcpy(&bits, &shifted, sizeof bits);
        double odd = (double)(bits & 1), sign_s = 1 - (double)(bits & 2),
               sign_c = 1 - (double)((bits + 1) & 2);
        sine[i] = sign_s * (odd * c + (1 - odd) * s);
        cosine[i] = sign_c * (odd * s + (1 - odd) * c);
    }
}
