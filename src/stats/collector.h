/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Collects the values of many variables over many trials, from several threads, into summaries: moments from
 * every task in the order of the tasks, quantiles exactly from the kept values where they fit into memory,
 * else from sketches.
 *
 *   create → one part a thread → add blocks → finish (merges the parts) → summary per variable
 */
#ifndef BIREME_STATS_COLLECTOR_H
#define BIREME_STATS_COLLECTOR_H

#include <stdbool.h>
#include <stdint.h>
#include "base/error.h"
#include "bireme/forecast.h"

typedef struct bireme_collector bireme_collector;

typedef struct bireme_collector_options {
    uint64_t trials; /* that will be added at most */
    size_t tasks;    /* each a run of consecutive trials, added by one thread in order */
    size_t parts;    /* threads */
    size_t n_variables;
    const bool *exact; /* [n_variables]: keep every value: 8 bytes × trials; else a sketch per part */
    const bool *whole; /* [n_variables]: values are whole numbers */
} bireme_collector_options;

BIREME_MUST_USE bireme_status bireme_collector_create(const bireme_collector_options *options,
                                                      bireme_collector **out, bireme_error *error);
void bireme_collector_free(bireme_collector *collector);

/* Values of trials first … first + n − 1, which belong to the task. Parts may be used at the same time, a
 * variable's task only by one. */
void bireme_collector_add(bireme_collector *collector, size_t part, size_t task, size_t variable,
                          uint64_t first, size_t n, const double *value);
/* Summary of a variable over the first `trials` trials, which are tasks 0 … tasks − 1 whole. part: a scratch
 * that no other thread uses. After the last add. */
void bireme_collector_summarise(bireme_collector *collector, size_t part, size_t variable, uint64_t trials,
                                size_t tasks, bireme_summary *out);
/* The kept values [trials], NULL if the variable is not exact. */
const double *bireme_collector_values(const bireme_collector *collector, size_t variable);

#endif
