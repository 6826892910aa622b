/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tail x ~ v^−s with ½ ≤ s < 1 has a mean and no variance. The mean of N values then errs by about what
 * those that are rarer than one in N add to it: most samples of N hold none of them and are too low, a few
 * hold one and are far too high. The spread between replicates knows nothing of values that none of them has.
 * With Q(v) = Q(1/N) (v N)^−s, and the largest of the N for Q(1/N),
 *
 *   ∫ Q dv from 0 to 1/N  =  (max/N) / (1 − s),
 *
 * which is added in quadrature. It goes to 0, and not to the 2^−54 of the rarest that a uniform shows: of a
 * tail with s near 1 most of the mean is beyond that, in no trial of any run, and it is in the error. Leads
 * of a cost that comes near to 0 may have s ≥ 1 and no mean; there it is
 *
 *   ∫ Q dv from 2^−54 to 1/N  =  (max/N) ((2^54/N)^(s−1) − 1) / (s − 1).
 *
 * It asks each metric itself how far its tail goes: what is bounded, such as wins where capacity is short, is
 * hardly moved by it. A lognormal with a sigma of 2.1 and more has a variance, but in values that a run does
 * not show: for it stands the power that leaves as much of the mean to them (bireme_dist_tail_power). In 400
 * runs of 4,096 trials of 100 deals the mean lay within 2.13 standard errors in 93, 75 and 43 % without this
 * and in 98, 92 and 91 % with it, for s = 0.56, 0.7, 0.85 (tests/stat/test_heavy_tails.c).
 */
#include "engine/metrics/unseen.h"

#include <math.h>
#include "numeric/special/portable.h"

void bireme_unseen_add(double power, bireme_summary *summary)
{
    double n = (double)summary->n, octaves = bireme_log(0x1p54 / fmax(n, 1)), over = power - 1;
    if (!(n > 1) || !isfinite(summary->mean_se)) return;
    double farther = fmax(summary->max - summary->mean, summary->mean - summary->min);
    double factor = over < 0 ? -1 / over : over > 0 ? bireme_expm1(over * octaves) / over : octaves;
    double unseen = farther / n * factor;
    summary->mean_se = sqrt(summary->mean_se * summary->mean_se + unseen * unseen);
    summary->sd_se = NAN;
}
