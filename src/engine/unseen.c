/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tail x ~ v^−s with ½ ≤ s < 1 has a mean and no variance. The mean of N values then errs by about what those that are
 * rarer than one in N add to it: most samples of N hold none of them and are too low, a few hold one and are far too high.
 * The spread between replicates knows nothing of values that none of them has. With Q(v) = Q(1/N) (v N)^−s, and the largest
 * of the N for Q(1/N),
 *
 *   ∫ Q dv from 2^−54 (the rarest that a uniform shows) to 1/N  =  (max/N) (1 − (N/2^54)^(1−s)) / (1 − s),
 *
 * which is added in quadrature. It asks each metric itself how far its tail goes: what is bounded, such as wins where
 * capacity is short, is hardly moved by it. In 400 runs of 4,096 trials of 100 deals the mean lay within 2.13 standard errors in
 * 93, 75 and 43 % without it and in 98, 92 and 91 % with it, for s = 0.56, 0.7, 0.85 (tests/stat/test_heavy_tails.c).
 */
#include "engine/unseen.h"

#include <math.h>
#include "numeric/portable.h"

void bireme_unseen_add(double power, bireme_summary *summary)
{
    double n = (double)summary->n, octaves = bireme_log(0x1p54 / fmax(n, 1)), rest = 1 - power;
    if (!(n > 1) || !isfinite(summary->mean_se)) return;
    double farther = fmax(summary->max - summary->mean, summary->mean - summary->min);
    double factor = fabs(rest) < 1e-9 ? octaves : -bireme_expm1(-rest * octaves) / rest;
    double unseen = farther / n * factor;
    summary->mean_se = sqrt(summary->mean_se * summary->mean_se + unseen * unseen);
    summary->sd_se = NAN;
}
