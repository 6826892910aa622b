/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * exp x = 2^k exp r with k the whole number nearest to x / ln 2 and |r| ≤ ln 2 / 2. ln 2 is split in two so
 * that k · (its first part) is exact (Cody and Waite 1980). exp r is its Taylor polynomial of degree 13: the
 * remainder is below (ln 2 / 2)^14 / 14! = 4e-18.
 */
#include "numeric/special/exp_block.h"

#include <stdint.h>
#include <string.h>
#include "base/kernel.h"

BIREME_KERNEL void bireme_exp_block(size_t n, const double *x, double *out)
{
    const double inverse_ln2 = 0x1.71547652b82fep0, ln2_high = 0x1.62e42fee00000p-1,
                 ln2_low = 0x1.a39ef35793c76p-33;
    const double round = 0x1.8p52; /* adding it leaves the nearest whole number in the low bits */
    for (size_t i = 0; i < n; i++) {
        double shifted = x[i] * inverse_ln2 + round;
        double k = shifted - round;
        double r = (x[i] - k * ln2_high) - k * ln2_low;
        double p = 1.0 / 6227020800.0;
        p = p * r + 1.0 / 479001600.0;
        p = p * r + 1.0 / 39916800.0;
        p = p * r + 1.0 / 3628800.0;
        p = p * r + 1.0 / 362880.0;
        p = p * r + 1.0 / 40320.0;
        p = p * r + 1.0 / 5040.0;
        p = p * r + 1.0 / 720.0;
        p = p * r + 1.0 / 120.0;
        p = p * r + 1.0 / 24.0;
        p = p * r + 1.0 / 6.0;
        p = p * r + 0.5;
        double result = 1 + (r + r * r * p);
        uint64_t bits, scale;
        memcpy(&bits, &shifted, sizeof bits);
        scale = (bits + 1023) << 52;
        double factor;
        memcpy(&factor, &scale, sizeof factor);
        out[i] = result * factor;
    }
}
