/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/histogram.h"

#include <math.h>
#include "base/memory.h"
#include "numeric/rank.h"

static const double LEFT_OUT = 0.005; /* of the values, at either end at most */

static double power_of_ten(int exponent)
{
    double power = 1;
    for (int i = exponent < 0 ? -exponent : exponent; i > 0; i--) power *= 10;
    return exponent < 0 ? 1 / power : power;
}

/* The smallest round width with which at most `most` steps cover low … high; where the first
 * begins, in widths. */
static double choose_width(double low, double high, bool whole, double most, double *first)
{
    static const double mantissas[] = {1, 2, 2.5, 5};
    int exponent = whole ? 0 : -300;
    while (exponent < 300 && power_of_ten(exponent + 1) * most < high - low) exponent++;
    for (;; exponent++)
        for (size_t m = 0; m < sizeof mantissas / sizeof mantissas[0]; m++) {
            const double width = mantissas[m] * power_of_ten(exponent);
            if (whole && width != floor(width)) continue;
            *first = floor(low / width);
            if (floor(high / width) - *first + 1 <= most) return width;
        }
}

static void count(size_t n, const double *sorted, double first, bireme_histogram *out)
{
    size_t i = 0;
    for (; i < n && sorted[i] < out->from[0]; i++) out->below++;
    for (size_t k = 0; k < out->n; k++)
        for (const double end = (first + (double)k + 1) * out->width; i < n && sorted[i] < end; i++)
            out->share[k]++;
    out->above = (double)(n - i) / (double)n;
    out->below /= (double)n;
    for (size_t k = 0; k < out->n; k++) out->share[k] /= (double)n;
}

bireme_status bireme_histogram_of(size_t n, const double *value, bool whole, size_t most,
                                  bireme_histogram *out, bireme_error *error)
{
    size_t known = 0;
    double first;
    *out = (bireme_histogram){0};
    double *sorted = bireme_calloc(n > 0 ? n : 1, sizeof *sorted);
    if (sorted == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < n; i++)
        if (isfinite(value[i])) sorted[known++] = value[i];
    bireme_sort(known, sorted);
    const size_t outside = (size_t)(LEFT_OUT * (double)known);
    const double low = known > 0 ? sorted[outside] : 0, high = known > 0 ? sorted[known - 1 - outside] : 0;
    if (high > low && isfinite(high - low)) {
        out->width = choose_width(low, high, whole, (double)most, &first);
        out->n = (size_t)(floor(high / out->width) - first) + 1;
        for (size_t k = 0; k < out->n; k++) out->from[k] = (first + (double)k) * out->width;
        count(known, sorted, first, out);
    }
    bireme_free(sorted);
    return BIREME_OK;
}
