/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parts of a comparison that are in files of their own.
 */
#ifndef BIREME_DECIDE_COMPARE_INTERNAL_H
#define BIREME_DECIDE_COMPARE_INTERNAL_H

#include "decide/compare/comparison.h"

/* The metric that is decided by (asked: NULL, that of the goal, else revenue), to be freed. Errors: DOMAIN
 * (some scenario has none of that name), MEMORY. */
BIREME_MUST_USE bireme_status bireme_compare_metric(const bireme_scenario *const *scenarios, size_t n,
                                                    const char *asked, char **name, bool *less_is_better,
                                                    bireme_error *error);
/* All scenarios must be in the currency of the first. Errors: SCENARIO (at the `currency` of the first that
 * is not, both are named), MEMORY. */
BIREME_MUST_USE bireme_status bireme_compare_currency(const bireme_scenario *const *scenarios, size_t n,
                                                      bireme_error *error);
/* Runs the scenarios, into c->forecast, and with `bridge` what the bridges need besides, into c->bridge. run:
 * keeps the samples, and leaves nothing to the scenarios. Errors: as of bireme_forecast_run(). */
BIREME_MUST_USE bireme_status bireme_compare_run(const bireme_scenario *const *scenarios,
                                                 bireme_comparison *c, const char *metric,
                                                 const bireme_run_options *run, bool bridge,
                                                 bireme_error *error);

#endif
