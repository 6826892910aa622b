/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Poisson counts of small means: the distribution function is summed from 0 upwards, for a chunk of lanes at once and
 * until it has passed all their uniforms. Chunks are short because their number of terms is that of the lane that
 * wants most.
 */
#include "dist/poisson_lanes.h"

#include <assert.h>
#include <stdint.h>
#include "base/kernel.h"
#include "dist/poisson.h"
#include "numeric/exp_block.h"

/* P(N > 64) < 1e-24 for means up to 12: no uniform below 1 − 2⁻⁵⁴ asks for more. */
enum { CHUNK = 32, STEP = 4, TERMS_MOST = 64 };

/* A chunk: pmf is e^−mean. The "or" of the lanes is the same in any order. */
BIREME_KERNEL static void sum_chunk(const double *restrict u, const double *restrict mean,
                                    double *restrict pmf, double *restrict count)
{
    double cdf[CHUNK];
    for (int i = 0; i < CHUNK; i++) cdf[i] = pmf[i], count[i] = 0;
    for (int k = 1; k <= TERMS_MOST; k += STEP) {
        const double by[STEP] = {1.0 / k, 1.0 / (k + 1), 1.0 / (k + 2), 1.0 / (k + 3)};
        int64_t open = 0;
        for (int i = 0; i < CHUNK; i++) {
            double p = pmf[i], sum = cdf[i], c = count[i], m = mean[i], v = u[i];
            c += sum <= v ? 1.0 : 0.0;
            p = p * (m * by[0]);
            sum += p;
            c += sum <= v ? 1.0 : 0.0;
            p = p * (m * by[1]);
            sum += p;
            c += sum <= v ? 1.0 : 0.0;
            p = p * (m * by[2]);
            sum += p;
            c += sum <= v ? 1.0 : 0.0;
            p = p * (m * by[3]);
            sum += p;
            pmf[i] = p, cdf[i] = sum, count[i] = c;
            open |= sum <= v ? 1 : 0;
        }
        if (!open) return;
    }
}

void bireme_poisson_sum(size_t n, const double *u, const double *mean, double *count)
{
    assert(n <= BIREME_POISSON_BLOCK);
    double v[BIREME_POISSON_BLOCK], m[BIREME_POISSON_BLOCK], sum[BIREME_POISSON_BLOCK];
    double pmf[BIREME_POISSON_BLOCK] = {0};
    size_t padded = (n + CHUNK - 1) / CHUNK * CHUNK;
    for (size_t i = 0; i < n; i++) v[i] = u[i], m[i] = mean[i] > 0 ? mean[i] : 0;
    for (size_t i = n; i < padded; i++) v[i] = 0, m[i] = 0;
    for (size_t i = 0; i < padded; i++) pmf[i] = -m[i];
    bireme_exp_block(padded, pmf, pmf);
    for (size_t i = 0; i < padded; i += CHUNK) sum_chunk(v + i, m + i, pmf + i, sum + i);
    for (size_t i = 0; i < n; i++) count[i] = sum[i];
}
