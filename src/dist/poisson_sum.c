/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Poisson counts of small means: the distribution function is summed from 0 upwards, for a chunk of lanes at once and
 * until it has passed all their uniforms. Chunks are short because their number of terms is that of the lane that
 * wants most.
 */
#include "dist/poisson_lanes.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>
#include "base/kernel.h"
#include "dist/poisson.h"
#include "numeric/exp_block.h"

/* P(N > 64) < 1e-24 for means up to 12: no uniform below 1 − 2⁻⁵⁴ asks for more. */
enum { CHUNK = 32, STEP = 4, TERMS_MOST = 64 };

BIREME_KERNEL static void negate(size_t n, const double *restrict mean, double *restrict exponent)
{
    for (size_t i = 0; i < n; i++) exponent[i] = mean[i] > 0 ? -mean[i] : 0;
}

/* Chunks of lanes; first is e^−mean. The "or" over the lanes is the same in any order. */
BIREME_KERNEL static void sum_chunks(size_t n, const double *restrict u, const double *restrict mean,
                                     const double *restrict first, double *restrict count)
{
    for (size_t at = 0; at < n; at += CHUNK) {
        double pmf[CHUNK], cdf[CHUNK], number[CHUNK];
        for (int i = 0; i < CHUNK; i++) pmf[i] = cdf[i] = first[at + i], number[i] = 0;
        int64_t open = 1;
        for (int k = 1; k <= TERMS_MOST && open; k += STEP) {
            const double by[STEP] = {1.0 / k, 1.0 / (k + 1), 1.0 / (k + 2), 1.0 / (k + 3)};
            open = 0;
            for (int i = 0; i < CHUNK; i++) {
                double p = pmf[i], sum = cdf[i], c = number[i], m = mean[at + i], v = u[at + i];
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
                pmf[i] = p, cdf[i] = sum, number[i] = c;
                open |= sum <= v ? 1 : 0;
            }
        }
        for (int i = 0; i < CHUNK; i++) count[at + i] = number[i];
    }
}

void bireme_poisson_sum(size_t n, const double *u, const double *mean, double *count)
{
    assert(n <= BIREME_POISSON_BLOCK);
    double first[BIREME_POISSON_BLOCK] = {0};
    size_t whole = n / CHUNK * CHUNK, rest = n - whole;
    negate(n, mean, first);
    bireme_exp_block(n, first, first);
    sum_chunks(whole, u, mean, first, count);
    if (rest == 0) return;
    double last_u[CHUNK] = {0}, last_mean[CHUNK] = {0}, last[CHUNK];
    memcpy(last_u, u + whole, rest * sizeof *u);
    memcpy(last_mean, mean + whole, rest * sizeof *mean);
    for (size_t i = n; i < whole + CHUNK; i++) first[i] = 1;
    sum_chunks(CHUNK, last_u, last_mean, first + whole, last);
    memcpy(count + whole, last, rest * sizeof *count);
}
