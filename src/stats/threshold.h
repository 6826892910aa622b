/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "x meets the goal": decided in this one place, for goals of at least and of at most an amount.
 *
 * A metric of a trial is a sum of rounded products: a hundred deals of 19.99 come to 1998.9999999999998 or to
 * 1999, depending on the order in which they are added. Whether 1,999 is reached must not depend on that.
 * With u = 2^−53, a sum of n terms, each rounded k times, is off by no more than (n + k) u Σ|terms| (N. J.
 * Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 4.2). A term is rounded a few times
 * (count × value, scale, effect, share of a year), and n is the number of channels and of periods, digits of
 * a sum (dist/sums/sums.h) and open deals: together in practice less than 2^13 = 8,192 in a scenario, so
 * BIREME_SUM_ERROR = 2^−40 of Σ|terms| exceeds the error of any sum. (Rounding errors of either sign cancel,
 * and what was measured is below 2^−47.) It is less than a cent as long as the sum is below ten billion, so
 * that amounts that differ are never taken for equal.
 *
 * Where a metric is a difference of large numbers (contribution), Σ|terms| is more than |x|: `terms` is that
 * surplus.
 */
#ifndef BIREME_STATS_THRESHOLD_H
#define BIREME_STATS_THRESHOLD_H

#include <math.h>
#include <stdbool.h>

#define BIREME_SUM_ERROR 0x1p-40

/* The possible error of a sum of about this size; terms ≥ 0: Σ|terms| − |value|. */
static inline double bireme_sum_error(double value, double terms)
{
    return BIREME_SUM_ERROR * (fabs(value) + terms);
}

typedef struct bireme_threshold {
    double limit;
    bool at_most;
} bireme_threshold;

static inline bireme_threshold bireme_threshold_of(double goal, double terms, bool at_most)
{
    double error = bireme_sum_error(goal, terms);
    return (bireme_threshold){.limit = at_most ? goal + error : goal - error, .at_most = at_most};
}

/* NAN meets no goal. */
static inline bool bireme_threshold_met(bireme_threshold threshold, double value)
{
    return threshold.at_most ? value <= threshold.limit : value >= threshold.limit;
}

/* a − b, 0 where they differ by no more than rounding. */
static inline double bireme_sum_difference(double a, double b)
{
    double d = a - b;
    return fabs(d) <= bireme_sum_error(a, fabs(b)) ? 0 : d;
}

#endif
