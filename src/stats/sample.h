/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Summaries of values that are all in memory, one per trial.
 */
#ifndef BIREME_STATS_SAMPLE_H
#define BIREME_STATS_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/error.h"
#include "bireme/forecast.h"
#include "stats/threshold.h"

/* value [n], NAN: left out; replicates as for the collector (stats/collector.h). Gives the same numbers as a
 * run that collects the values. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_sample_summarise(const double *value, uint64_t n, unsigned replicates,
                                                      bireme_summary *out, bireme_error *error);

/* The share of the values that meet the threshold, and its standard error; NANs are left out. NAN where there
 * are none. */
double bireme_sample_share(const double *value, uint64_t n, unsigned replicates, bireme_threshold threshold,
                           double *se);

/* The share of the values above `limit`, and its standard error; NANs are left out. *equal (may be NULL): the
 * share equal to the limit. NAN where there are no values. */
double bireme_sample_above(const double *value, uint64_t n, unsigned replicates, double limit, double *se,
                           double *equal);

/* The mean and its standard error, from the replicates or, with one, from the spread; NANs are left out. */
double bireme_sample_mean(const double *value, uint64_t n, unsigned replicates, double *se);

#endif
