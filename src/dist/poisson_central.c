/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Poisson counts of large means μ for uniforms that are not in the outer tails, without a table look-up: one square
 * root and one division a lane.
 *
 * poisson.c says what is approximated: x = μ + μ d(s) + c(s) + g(s) / μ, where s = w / √μ, w = Φ⁻¹(u). Here w, d, c
 * and g are rational functions and polynomials, which scripts/derive-poisson makes and explains. Their errors, in x:
 * √μ · 1.1e-8 for w, (8.4e-5 + 5.3e-5 + 1.9e-4) / μ for d, c and g, the terms beyond 1/μ included. All count as
 * doubt; the bound used below adds a half to each (largest part of it found on a grid of means 8 … 1e8: 0.75).
 *
 * With w = q P / Q, i = 1 / (Q √μ): s = q P i, and 1 / μ = (Q i)².
 */
#include "dist/poisson_lanes.h"

#include <math.h>
#include "base/kernel.h"

BIREME_KERNEL void bireme_poisson_central(size_t n, const double *restrict u, const double *restrict mean,
                                          double *restrict count, double *restrict margin)
{
    const double whole = 0x1.8p52; /* adding it leaves the nearest whole number */
    for (size_t i = 0; i < n; i++) {
        double mu = mean[i], root = sqrt(mu), q = u[i] - 0.5, z = q * q;
        double over = 0.80558224079770513;
        over = over * z - 3.8816865842552231;
        over = over * z + 5.056830614260595;
        over = over * z - 2.960435183754714;
        over = over * z + 0.88500210916434463;
        over = over * z - 0.13238628638889971;
        over = over * z + 0.0078815367725342984;
        double under = z - 2.8477231443733064;
        under = under * z + 2.9425891488303231;
        under = under * z - 1.495117447552085;
        under = under * z + 0.40457701445626554;
        under = under * z - 0.056107119864840044;
        under = under * z + 0.003144277887514705;
        double inverse = 1 / (under * root);
        double s = (q * over) * inverse;
        double part = under * inverse, by = part * part; /* 1/√μ, 1/μ */
        double p = 0.00014641041215728652;
        p = p * s - 0.00032309540680258383;
        p = p * s + 0.00055818127161733804;
        p = p * s - 0.0013195761444483511;
        p = p * s + 0.0037036507956571905;
        double a = 0.00055362350602930683;
        a = a * s - 0.0011121045421912334;
        a = a * s + 0.0016462397287130598;
        a = a * s - 0.003476305825351187;
        a = a * s + 0.008642078453078253;
        double g = -0.0094461621874786031;
        g = g * s + 0.014447410014477059;
        g = g * s - 0.012250750691099878;
        g = g * s + 0.016430487175187261;
        g = g * s - 0.019832138174532651;
        double square = s * s;
        double d = s + square * ((1.0 / 6 - s * (1.0 / 72)) + square * p);
        double c = (1.0 / 3 - s * (1.0 / 36)) + square * a;
        double x = mu + (mu * d + (c + g * by));
        double nearest = (x + whole) - whole, off = x - nearest;
        double clear = fabs(off) - (5e-4 * by + 1.7e-8 * root + 1e-15 * mu);
        double above = x - BIREME_POISSON_LOW;
        clear = above < clear ? above : clear;
        clear = z <= BIREME_POISSON_CENTRAL * BIREME_POISSON_CENTRAL ? clear : -1;
        margin[i] = mu >= BIREME_POISSON_LARGE ? clear : -1;
        count[i] = off < 0 ? nearest - 1 : nearest;
    }
}
