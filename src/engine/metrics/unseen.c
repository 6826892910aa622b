/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tail x ~ v^−s with ½ ≤ s < 1 has a mean but no variance. The error of the mean of N values is then about
 * what values rarer than one in N contribute to it: most samples of N contain none of them and are too low, a
 * few contain one and are far too high. The spread between replicates cannot show values that none of them
 * contains. With Q(v) = Q(1/N) (v N)^−s, taking the largest of the N values for Q(1/N), that is
 *
 *   ∫ Q dv from 0 to 1/N  =  (max/N) / (1 − s),
 *
 * which is added in quadrature. The integral starts at 0, and not at 2^−54, the smallest uniform there is:
 * with s near 1 most of the mean lies beyond that, where no trial of any run can come, and it belongs in the
 * error. Leads whose cost may come near 0 can have s ≥ 1 and no mean; there it is
 *
 *   ∫ Q dv from 2^−54 to 1/N  =  (max/N) ((2^54/N)^(s−1) − 1) / (s − 1).
 *
 * Because max is the metric's own, a bounded metric, such as wins where capacity is short, is hardly
 * affected. A lognormal with a sigma of 2.1 or more has a variance, but most of it in values that a run does
 * not show; it is given the power that leaves the same share of the mean to them (bireme_dist_tail_power). In
 * 400 runs of 4,096 trials of 100 deals the mean lay within 2.13 standard errors in 93, 75 and 43 % of the
 * runs without this and in 98, 92 and 91 % with it, for s = 0.56, 0.7, 0.85 (tests/stat/test_heavy_tails.c).
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
