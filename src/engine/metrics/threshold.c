/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Differences of large numbers have terms larger than their value (rules.h); all other metrics are sums and
 * quotients of terms of one sign, for which |g| is enough.
 */
#include "engine/metrics/threshold.h"

bireme_threshold bireme_metric_threshold(const bireme_compiled *compiled, const bireme_metric *metric,
                                         double goal, bool at_most)
{
    return bireme_threshold_of(goal, bireme_metric_terms(compiled, metric), at_most);
}
