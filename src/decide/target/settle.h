/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every decision asks first: how it is run, and by which metric is decided.
 */
#ifndef BIREME_DECIDE_TARGET_SETTLE_H
#define BIREME_DECIDE_TARGET_SETTLE_H

#include "bireme/forecast.h"
#include "model/metric.h"

/* given: NULL for the defaults. Trials (at most `most`, a power of two), seed, sampler and threads as given,
 * else the scenario's; nothing is left open. No precision. Errors: DOMAIN (out of range, or conditions are
 * given). */
BIREME_MUST_USE bireme_status bireme_settle_run(const bireme_model *model, const bireme_run_options *given,
                                                uint64_t most, bireme_run_options *out, bireme_error *error);

/* What is decided by where nobody says: the goal's metric; without a goal revenue, or wins if no deal has a
 * value. */
const char *bireme_settle_metric_name(const bireme_model *model);
/* The metric of that name. Errors: DOMAIN, with the nearest name. */
BIREME_MUST_USE bireme_status bireme_settle_metric(const bireme_model *model, const bireme_metrics *metrics,
                                                   const char *name, size_t *out, bireme_error *error);

/* The period that a date falls in. Errors: DOMAIN (no date, outside the horizon). */
BIREME_MUST_USE bireme_status bireme_settle_period(const bireme_model *model, const char *date, size_t *out,
                                                   bireme_error *error);

/* The period by whose end the metric is measured: that of the date, without one the goal's, if it is of this
 * metric, else the last. Errors: DOMAIN (as above; before the last period, and the metric does not add up
 * over periods). */
BIREME_MUST_USE bireme_status bireme_settle_until(const bireme_model *model, const bireme_metric *metric,
                                                  const char *date, size_t *out, bireme_error *error);

#endif
