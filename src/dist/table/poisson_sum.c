/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Poisson counts of small means: the distribution function is summed from 0 upwards, for a chunk of lanes at
 * once, until it has passed all their uniforms. Chunks are short because the lane that needs the most terms
 * decides for all.
 */
#include "dist/table/poisson_lanes.h"

#include <assert.h>
#include <stdint.h>
#include "base/kernel.h"
#include "dist/table/poisson.h"
#include "numeric/special/exp_block.h"

/* P(N > 64) < 1e-24 for means up to 12, and for larger ones only counts below 5 come here: no uniform below 1
 * − 2⁻⁵⁴ needs more. */
enum { CHUNK = 32, FEW = 8, STEP = 4, TERMS_MOST = 64 };

BIREME_KERNEL static void negate(size_t n, const double *restrict mean, double *restrict exponent)
{
    for (size_t i = 0; i < n; i++) exponent[i] = mean[i] > 0 ? -mean[i] : 0;
}

/* 1 / k; there is no term k = 0. */
static const double BY[TERMS_MOST + 1] = {
    0,        1,        1.0 / 2,  1.0 / 3,  1.0 / 4,  1.0 / 5,  1.0 / 6,  1.0 / 7,  1.0 / 8,  1.0 / 9,
    1.0 / 10, 1.0 / 11, 1.0 / 12, 1.0 / 13, 1.0 / 14, 1.0 / 15, 1.0 / 16, 1.0 / 17, 1.0 / 18, 1.0 / 19,
    1.0 / 20, 1.0 / 21, 1.0 / 22, 1.0 / 23, 1.0 / 24, 1.0 / 25, 1.0 / 26, 1.0 / 27, 1.0 / 28, 1.0 / 29,
    1.0 / 30, 1.0 / 31, 1.0 / 32, 1.0 / 33, 1.0 / 34, 1.0 / 35, 1.0 / 36, 1.0 / 37, 1.0 / 38, 1.0 / 39,
    1.0 / 40, 1.0 / 41, 1.0 / 42, 1.0 / 43, 1.0 / 44, 1.0 / 45, 1.0 / 46, 1.0 / 47, 1.0 / 48, 1.0 / 49,
    1.0 / 50, 1.0 / 51, 1.0 / 52, 1.0 / 53, 1.0 / 54, 1.0 / 55, 1.0 / 56, 1.0 / 57, 1.0 / 58, 1.0 / 59,
    1.0 / 60, 1.0 / 61, 1.0 / 62, 1.0 / 63, 1.0 / 64};

/* A function that is not inlined would be compiled for the baseline processor only. */
#if defined(__GNUC__)
#define INTO_KERNEL __attribute__((always_inline))
#else
#define INTO_KERNEL
#endif

/* A chunk of lanes; first is e^−mean. The "or" over the lanes does not depend on their order. */
INTO_KERNEL static inline void sum_chunk(int chunk, const double *restrict u, const double *restrict mean,
                                         const double *restrict first, double *restrict count)
{
    double pmf[CHUNK], cdf[CHUNK], number[CHUNK];
    for (int i = 0; i < chunk; i++) pmf[i] = cdf[i] = first[i], number[i] = 0;
    int64_t open = 1;
    for (int k = 1; k <= TERMS_MOST && open; k += STEP) {
        open = 0;
        for (int i = 0; i < chunk; i++) {
            double p = pmf[i], sum = cdf[i], m = mean[i], v = u[i], c = number[i];
            c = sum <= v ? c + 1 : c;
            p = p * (m * BY[k]);
            sum += p;
            c = sum <= v ? c + 1 : c;
            p = p * (m * BY[k + 1]);
            sum += p;
            c = sum <= v ? c + 1 : c;
            p = p * (m * BY[k + 2]);
            sum += p;
            c = sum <= v ? c + 1 : c;
            p = p * (m * BY[k + 3]);
            sum += p;
            pmf[i] = p, cdf[i] = sum, number[i] = c;
            open |= sum <= v ? 1 : 0;
        }
    }
    for (int i = 0; i < chunk; i++) count[i] = number[i];
}

BIREME_KERNEL static void sum_chunks(size_t n, const double *u, const double *mean, const double *first,
                                     double *count)
{
    for (size_t i = 0; i < n; i += CHUNK) sum_chunk(CHUNK, u + i, mean + i, first + i, count + i);
}

BIREME_KERNEL static void sum_few(const double *u, const double *mean, const double *first, double *count)
{
    sum_chunk(FEW, u, mean, first, count);
}

void bireme_poisson_sum(size_t n, const double *u, const double *mean, double *count)
{
    assert(n <= BIREME_POISSON_BLOCK);
    double first[BIREME_POISSON_BLOCK];
    size_t whole = n / CHUNK * CHUNK, rest = n - whole, padded = rest <= FEW ? FEW : CHUNK;
    negate(n, mean, first);
    bireme_exp_block(n, first, first);
    sum_chunks(whole, u, mean, first, count);
    if (rest == 0) return;
    double last_u[CHUNK], last_mean[CHUNK], last_first[CHUNK], last[CHUNK];
    for (size_t i = 0; i < padded; i++) last_u[i] = 0, last_mean[i] = 0, last_first[i] = 1;
    for (size_t i = 0; i < rest; i++)
        last_u[i] = u[whole + i], last_mean[i] = mean[whole + i], last_first[i] = first[whole + i];
    if (rest <= FEW)
        sum_few(last_u, last_mean, last_first, last);
    else
        sum_chunks(CHUNK, last_u, last_mean, last_first, last);
    for (size_t i = 0; i < rest; i++) count[whole + i] = last[i];
}
