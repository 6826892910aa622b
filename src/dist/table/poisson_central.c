/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Poisson counts of large means μ for uniforms that are not in the outer tails, without a table look-up: one
 * square root and one division per lane.
 *
 * poisson.c explains the approximation: x = μ + μ d(s) + c(s) + g(s) / μ, where s = w / √μ, w = Φ⁻¹(u). Here
 * w, d, c and g are rational functions and polynomials, which scripts/derive-poisson makes and explains.
 * Their errors, in x: √μ · 1.1e-8 for w, (1.6e-4 + 1.0e-4 + 3.7e-4) / μ for d, c and g, including the terms
 * beyond 1/μ. All of them count as doubt; the bound used below adds a half to each (largest part of it found
 * on a grid of means 6 … 1e14: 0.73). Rounding needs no bound of its own: x is rounded by 1.1e-16 μ, which is
 * within that slack up to means of 1e14; larger ones count as not central.
 *
 * With w = q P / Q, i = 1 / (Q √μ): s = q P i, and 1 / μ = (Q i)².
 */
#include "dist/table/poisson_lanes.h"

#include <assert.h>
#include <math.h>
#include "base/kernel.h"
#include "dist/table/poisson.h"

#define Z_MOST (BIREME_POISSON_CENTRAL * BIREME_POISSON_CENTRAL)
static const double MEAN_MOST = 1e14;
/* Replaces √μ where the kernel must not be used: the bound 1.7e-8 √μ then takes the margin, at most ½, below
 * −2 or to between −1 and 0. */
static const double ROOT_SMALL = 2e8, ROOT_OUTER = 4e7;

/* s, √μ and 1/√μ. Beyond the centre s is kept near its value at the edge: if the count is below
 * BIREME_POISSON_LOW there, it is also further out. */
BIREME_KERNEL static void find_ratio(size_t n, const double *restrict u, const double *restrict mean,
                                     double *restrict ratio, double *restrict root, double *restrict inverse)
{
    for (size_t i = 0; i < n; i++) {
        double q = u[i] - 0.5, square = q * q, z = square < Z_MOST ? square : Z_MOST;
        double zz = z * z;
        double over = (5.056830614260595 - 3.8816865842552231 * z) + zz * 0.80558224079770513;
        over = (0.88500210916434463 - 2.960435183754714 * z) + zz * over;
        over = (0.0078815367725342984 - 0.13238628638889971 * z) + zz * over;
        double under = (2.9425891488303231 - 2.8477231443733064 * z) + zz;
        under = (0.40457701445626554 - 1.495117447552085 * z) + zz * under;
        under = (0.003144277887514705 - 0.056107119864840044 * z) + zz * under;
        double own = mean[i] >= BIREME_POISSON_LARGE ? sqrt(mean[i]) : ROOT_SMALL;
        double by = 1 / (under * own);
        double held = square <= Z_MOST ? own : ROOT_OUTER;
        held = mean[i] <= MEAN_MOST ? held : ROOT_OUTER;
        root[i] = mean[i] >= BIREME_POISSON_LARGE ? held : ROOT_SMALL;
        ratio[i] = (q * over) * by;
        inverse[i] = under * by;
    }
}

BIREME_KERNEL static void find_count(size_t n, const double *restrict mean, const double *restrict ratio,
                                     const double *restrict root, const double *restrict inverse,
                                     double *restrict count, double *restrict margin)
{
    const double whole = 0x1.8p52; /* adding it leaves the nearest whole number */
    for (size_t i = 0; i < n; i++) {
        double mu = mean[i], s = ratio[i], by = inverse[i] * inverse[i];
        double ss = s * s;
        double p = (0.00055989142967003054 - 0.00034352204397331725 * s) + ss * 0.00014953424546489949;
        p = (0.0037034449240187987 - 0.0013117712172447497 * s) + ss * p;
        double a = (0.0016490242502667273 - 0.0012001747318685684 * s) + ss * 0.00057317459822581228;
        a = (0.0086416065450847512 - 0.0034427000100327896 * s) + ss * a;
        double g = (0.016658734368198109 * s - 0.012071945311460037) - ss * 0.010310100027991563;
        g = (0.015636686802160508 * s - 0.019857782496212159) + ss * g;
        double d = s + ss * ((1.0 / 6 - s * (1.0 / 72)) + ss * p);
        double c = (1.0 / 3 - s * (1.0 / 36)) + ss * a;
        double x = mu + (mu * d + (c + g * by));
        double nearest = (x + whole) - whole, off = x - nearest;
        double clear = fabs(off) - (9e-4 * by + 1.7e-8 * root[i]);
        margin[i] = x >= BIREME_POISSON_LOW ? clear : -2;
        count[i] = off < 0 ? nearest - 1 : nearest;
    }
}

/* Two passes, so that the processor can overlap the divisions of several lanes with other work. */
void bireme_poisson_central(size_t n, const double *u, const double *mean, double *count, double *margin)
{
    double ratio[BIREME_POISSON_BLOCK], root[BIREME_POISSON_BLOCK], inverse[BIREME_POISSON_BLOCK];
    assert(n <= BIREME_POISSON_BLOCK);
    find_ratio(n, u, mean, ratio, root, inverse);
    find_count(n, mean, ratio, root, inverse, count, margin);
}
