/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A goal of a metric of a compiled scenario as a threshold (stats/threshold.h): what the metric's terms are
 * is known here.
 */
#ifndef BIREME_ENGINE_METRICS_THRESHOLD_H
#define BIREME_ENGINE_METRICS_THRESHOLD_H

#include "compile/compiled.h"
#include "stats/threshold.h"

/* Σ|terms| less |value| of the metric. */
double bireme_metric_terms(const bireme_compiled *compiled, const bireme_metric *metric);
/* Of the metric over the periods or of its total; goal finite. */
bireme_threshold bireme_metric_threshold(const bireme_compiled *compiled, const bireme_metric *metric,
                                         double goal, bool at_most);

#endif
