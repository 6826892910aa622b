/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the files that collect metrics from blocks of trials.
 */
#ifndef BIREME_ENGINE_METRICS_COLLECT_H
#define BIREME_ENGINE_METRICS_COLLECT_H

#include "engine/run/run.h"
#include "model/metric.h"

/* The lane arrays of a thread, which follow each other in run->lanes. */
enum {
    BIREME_COLLECT_TOTAL,
    BIREME_COLLECT_VALUE,
    BIREME_COLLECT_UP_TO,
    BIREME_COLLECT_MASK,
    BIREME_COLLECT_SPLIT,
    BIREME_COLLECT_TO_DATE,
    BIREME_COLLECT_SPANS, /* one for each kind */
    BIREME_COLLECT_LAST_SPAN = BIREME_COLLECT_SPANS + BIREME_SPAN_KINDS - 1,
    BIREME_COLLECT_LANES /* how many */
};

/* Whether a metric's total does not come from its periods. */
static inline bool bireme_collect_is_own(const bireme_metric *metric)
{
    return metric->total == BIREME_TOTAL_OWN || metric->total == BIREME_TOTAL_ALONE;
}

#endif
