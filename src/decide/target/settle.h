/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every decision settles first: how it is run, and by which metric it decides.
 */
#ifndef BIREME_DECIDE_TARGET_SETTLE_H
#define BIREME_DECIDE_TARGET_SETTLE_H

#include "bireme/forecast.h"
#include "model/metric.h"

/* given: NULL for the defaults. Trials (at most `most`, a power of two), seed, sampler and threads are those
 * given, else the scenario's; nothing is left open. No precision. Errors: DOMAIN (out of range, or conditions
 * are given). */
BIREME_MUST_USE bireme_status bireme_settle_run(const bireme_model *model, const bireme_run_options *given,
                                                uint64_t most, bireme_run_options *out, bireme_error *error);

/* Whether some deal has a value, so that there is revenue. */
bool bireme_settle_has_value(const bireme_model *model);
/* Whether contracts outlive the horizon, so that what is decided is judged by npv.lifetime. */
bool bireme_settle_outlives(const bireme_model *model);
/* What a decision is told by, whatever it was made for: revenue, the contribution and, where contracts
 * outlive the horizon, npv.lifetime; the last is what to judge by. Returned: how many; 0: no deal has a
 * value. */
enum { BIREME_MEASURES_MOST = 3 };
size_t bireme_settle_measures(const bireme_model *model, bireme_metric_kind kind[BIREME_MEASURES_MOST]);
/* The metric to decide by if none is given: the goal's; without a goal revenue, or wins if no deal has a
 * value. */
const char *bireme_settle_metric_name(const bireme_model *model);
/* The metric of that name. Errors: DOMAIN, with the nearest name. */
BIREME_MUST_USE bireme_status bireme_settle_metric(const bireme_model *model, const bireme_metrics *metrics,
                                                   const char *name, size_t *out, bireme_error *error);

/* Errors: DOMAIN (there is more than one team, which neither plan nor split can weigh), MEMORY. */
BIREME_MUST_USE bireme_status bireme_settle_team(const bireme_model *model, const char *command,
                                                 bireme_error *error);
/* Whether the metric's value over the whole horizon can be told: what it was in the periods that are over is
 * known. Errors: DOMAIN. */
BIREME_MUST_USE bireme_status bireme_settle_known(const bireme_model *model, const bireme_metric *metric,
                                                  bireme_error *error);

/* The period that a date falls in. Errors: DOMAIN (not a date, outside the horizon). */
BIREME_MUST_USE bireme_status bireme_settle_period(const bireme_model *model, const char *date, size_t *out,
                                                   bireme_error *error);

/* The period at whose end the metric is measured: that of the date; without a date the goal's, if the goal
 * has this metric, else the last. Errors: DOMAIN (as above; or before the last period for a metric that does
 * not add up over periods). */
BIREME_MUST_USE bireme_status bireme_settle_until(const bireme_model *model, const bireme_metric *metric,
                                                  const char *date, size_t *out, bireme_error *error);

#endif
