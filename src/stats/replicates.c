/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The mean of all values is a ratio, m = Σ S_r / Σ n_r, S_r the sum and n_r the number of the values of
 * replicate r: with values left out n_r is random too. To first order m − μ = Σ Z_r / n with Z_r = S_r − μ
 * n_r, n = Σ n_r, and the Z_r are independent, alike, and of mean 0. So var m = R var Z / n², and with m for
 * μ the estimates of the Z_r sum to 0, so var Z is estimated by Σ Z_r² / (R − 1):
 *
 *     var m = R / (R − 1) · Σ (S_r − m n_r)² / n² = R / (R − 1) · Σ w_r² (m_r − m)²,   w_r = n_r / n.
 *
 * Where all n_r are equal this is Σ (m_r − m)² / (R (R − 1)): the spread of the means over √R. Source: W. G.
 * Cochran, Sampling Techniques, 3rd edition (1977), section 6.3; for randomised point sets A. B. Owen, Monte
 * Carlo theory, methods and examples, chapter 17. R counts the replicates that have values.
 */
#include "stats/replicates.h"

#include <math.h>
#include <string.h>
#include "base/kernel.h"

enum { LANES = BIREME_REPLICATES_MOST, ROWS = 16 };

double bireme_replicates_mean_se(unsigned replicates, const double *sum, const uint64_t *n)
{
    double all = 0, count = 0, squares = 0, with_values = 0;
    for (unsigned r = 0; r < replicates; r++) {
        all += sum[r];
        count += (double)n[r];
        with_values += n[r] > 0;
    }
    if (with_values < 2) return NAN;
    double mean = all / count;
    for (unsigned r = 0; r < replicates; r++) {
        double z = (sum[r] - mean * (double)n[r]) / count;
        squares += z * z;
    }
    return sqrt(with_values / (with_values - 1) * squares);
}

typedef struct share {
    double hits, n, se; /* se: NAN if there is one replicate, or fewer than 2 have values */
} share;

static share share_of(unsigned replicates, const uint64_t *hits, const uint64_t *n)
{
    double sum[BIREME_REPLICATES_MOST];
    share s = {.se = NAN};
    for (unsigned r = 0; r < replicates; r++) {
        sum[r] = (double)hits[r];
        s.hits += sum[r];
        s.n += (double)n[r];
    }
    if (replicates > 1) s.se = bireme_replicates_mean_se(replicates, sum, n);
    return s;
}

/* √(p (1 − p) / n), except near p = 0 or 1, where that would claim certainty. */
static double jeffreys_sd(double hits, double trials)
{
    double a = hits + 0.5, b = trials - hits + 0.5, n = a + b;
    return sqrt(a * b / (n * n * (n + 1)));
}

double bireme_replicates_share_se(unsigned replicates, const uint64_t *hits, const uint64_t *n)
{
    share s = share_of(replicates, hits, n);
    if (isnan(s.se) || s.hits == 0 || s.hits == s.n) return jeffreys_sd(s.hits, s.n);
    return fmax(s.se, 0.5 / s.n);
}

double bireme_replicates_ratio(unsigned replicates, const uint64_t *hits, const uint64_t *n)
{
    share s = share_of(replicates, hits, n);
    if (replicates > 1 && isnan(s.se)) return NAN;
    if (replicates == 1 || s.hits == 0 || s.hits == s.n) return 1;
    return s.se * s.n / sqrt(s.hits * (s.n - s.hits) / s.n);
}

/* A whole number of rows; the vector runs over the lanes, so no sum is taken across it. */
BIREME_KERNEL static void add_rows(const double *restrict value, double limit, uint64_t *restrict hits)
{
    for (int j = 0; j < LANES; j++) {
        uint64_t count = 0;
        for (int i = 0; i < ROWS * LANES; i += LANES) count += value[i + j] <= limit;
        hits[j] += count;
    }
}

void bireme_replicates_at_most(size_t n, const double *value, double limit, uint64_t *hits)
{
    size_t i = 0;
    for (; i + ROWS * LANES <= n; i += ROWS * LANES) add_rows(value + i, limit, hits);
    for (; i < n; i++) hits[i % LANES] += value[i] <= limit;
}

void bireme_replicates_fold(unsigned replicates, const uint64_t *lane, uint64_t *out)
{
    memset(out, 0, replicates * sizeof *out);
    for (unsigned j = 0; j < LANES; j++) out[j % replicates] += lane[j];
}
