/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parts of a comparison that are in separate files.
 */
#ifndef BIREME_DECIDE_COMPARE_INTERNAL_H
#define BIREME_DECIDE_COMPARE_INTERNAL_H

#include "decide/compare/comparison.h"

/* The name of the metric to decide by (asked: NULL for that of the goal, else revenue), to be freed. Errors:
 * DOMAIN (a scenario does not have that metric), MEMORY. */
BIREME_MUST_USE bireme_status bireme_compare_metric(const bireme_scenario *const *scenarios, size_t n,
                                                    const char *asked, char **name, bool *less_is_better,
                                                    bireme_error *error);
/* Checks that all scenarios are in the currency of the first. Errors: SCENARIO (at the `currency` of the
 * first that is not; the message names both), MEMORY. */
BIREME_MUST_USE bireme_status bireme_compare_currency(const bireme_scenario *const *scenarios, size_t n,
                                                      bireme_error *error);
/* Runs the scenarios, into c->forecast, and with `bridge` also the runs that the bridges need, into
 * c->bridge. run: must keep samples and leave nothing to the scenarios. Errors: as of
 * bireme_forecast_run(). */
BIREME_MUST_USE bireme_status bireme_compare_run(const bireme_scenario *const *scenarios,
                                                 bireme_comparison *c, const char *metric,
                                                 const bireme_run_options *run, bool bridge,
                                                 bireme_error *error);

/* What the metric to decide by is in quarters and years, if the forecasts have them, and how it differs. room
 * [trials]. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_compare_quarters(bireme_comparison *c, unsigned replicates, double *room,
                                                      bireme_error *error);

#endif
