/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Φ(−|z|) = exp(−z²/2) P(|z|) / Q(|z|), the rational function 5666 of Hart et al., Computer Approximations
 * (1968), in the form of G. West, Better approximations to cumulative normal functions, Wilmott (2005). It is
 * meant for |z| ≤ 7.07; beyond, where the tail is below 1e-12, its ratio still tends to that of Mills
 * (leading coefficients 1/√(2π)).
 */
#include "numeric/special/normal_block.h"

#include <string.h>
#include "base/kernel.h"
#include "numeric/special/exp_block.h"

enum { BLOCK = 256 };

BIREME_KERNEL static void exponents(size_t n, const double *restrict z, double *restrict e)
{
    for (size_t i = 0; i < n; i++) {
        double a = z[i] < 0 ? -z[i] : z[i];
        a = a < 12 ? a : 12;
        e[i] = -0.5 * a * a;
    }
}

BIREME_KERNEL static void tails(size_t n, const double *restrict z, double *restrict e)
{
    for (size_t i = 0; i < n; i++) {
        double a = z[i] < 0 ? -z[i] : z[i];
        a = a < 12 ? a : 12;
        double p = 3.52624965998911e-02 * a + 0.700383064443688;
        p = p * a + 6.37396220353165;
        p = p * a + 33.912866078383;
        p = p * a + 112.079291497871;
        p = p * a + 221.213596169931;
        p = p * a + 220.206867912376;
        double q = 8.83883476483184e-02 * a + 1.75566716318264;
        q = q * a + 16.064177579207;
        q = q * a + 86.7807322029461;
        q = q * a + 296.564248779674;
        q = q * a + 637.333633378831;
        q = q * a + 793.826512519948;
        q = q * a + 440.413735824752;
        double tail = e[i] * (p / q);
        double u = z[i] < 0 ? tail : 1 - tail;
        u = u > 0x1p-54 ? u : 0x1p-54;
        e[i] = u < 1 - 0x1p-53 ? u : 1 - 0x1p-53;
    }
}

void bireme_normal_cdf_block(size_t n, const double *z, double *u)
{
    double block[BLOCK]; /* u may be z */
    for (size_t done = 0; done < n; done += BLOCK) {
        size_t count = n - done < BLOCK ? n - done : BLOCK;
        exponents(count, z + done, block);
        bireme_exp_block(count, block, block);
        tails(count, z + done, block);
        memcpy(u + done, block, count * sizeof *block);
    }
}
