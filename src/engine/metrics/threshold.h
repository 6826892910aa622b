/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The goal of a metric of a compiled scenario, as a threshold (stats/threshold.h). Only here is it known what
 * terms a metric consists of.
 */
#ifndef BIREME_ENGINE_METRICS_THRESHOLD_H
#define BIREME_ENGINE_METRICS_THRESHOLD_H

#include "compile/compiled.h"
#include "stats/threshold.h"

/* Σ|terms| less |value| of the metric. */
double bireme_metric_terms(const bireme_compiled *compiled, const bireme_metric *metric);
/* For the metric in its periods or its total; goal must be finite. */
bireme_threshold bireme_metric_threshold(const bireme_compiled *compiled, const bireme_metric *metric,
                                         double goal, bool at_most);

#endif
