/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Collects the values of many variables over many trials, from several threads, into summaries: moments from
 * every task in the order of the tasks, quantiles exactly from the kept values where they fit into memory,
 * else from sketches. Standard errors are those of independent trials or come from replicates.
 *
 * Trials come in rounds, each of a number of tasks; the moments of the tasks are merged at the end of a
 * round, so that memory does not grow with the trials. A collector may begin with room for the first round
 * only and grow.
 *
 *   create → (a thread each → begin a task, add its blocks → end the round → summary per variable →
 *   reserve)…
 */
#ifndef BIREME_STATS_COLLECTOR_H
#define BIREME_STATS_COLLECTOR_H

#include <stdbool.h>
#include <stdint.h>
#include "base/error.h"
#include "base/text.h"
#include "bireme/forecast.h"

typedef struct bireme_collector bireme_collector;

typedef struct bireme_collector_options {
    uint64_t trials; /* there is room for */
    size_t tasks;    /* of a round at most, each a run of consecutive trials, added by one thread in order */
    size_t threads;
    size_t n_variables;
    const bool *exact; /* [n_variables]: keep every value: 8 bytes × trials; else a sketch per thread */
    const bool *whole; /* [n_variables]: values are whole numbers */
    const bool *used;  /* [n_variables]: is anything added? NULL: to all */
    /* 1 (or 0): trials are independent. 2, 4, 8 or 16: trial i is of replicate i % replicates of a randomised
     * point set, and the standard errors of means and quantiles come from what the replicates differ by
     * (stats/replicates.h). */
    unsigned replicates;
    bool apart; /* the tasks of a round are merged among themselves before they go into the rounds before */
} bireme_collector_options;

BIREME_MUST_USE bireme_status bireme_collector_create(const bireme_collector_options *options,
                                                      bireme_collector **out, bireme_error *error);
/* What a collector takes, in bytes: of memory in use, and of address space. */
typedef struct bireme_collector_size {
    uint64_t trials;
    size_t tasks, threads;
    double variables, used, exact; /* all, those to which something is added, those that keep their values */
    unsigned replicates;
} bireme_collector_size;
void bireme_collector_measure(const bireme_collector_size *size, double *bytes, double *address);
void bireme_collector_free(bireme_collector *collector);

/* Before a task of the round is added to, by the thread that will. */
void bireme_collector_begin(bireme_collector *collector, size_t task);
/* Values of trials first … first + n − 1, which belong to the task; first: a multiple of 16, as is n but at
 * the end of all trials. Parts may be used at the same time, a variable's task only by one. */
void bireme_collector_add(bireme_collector *collector, size_t thread, size_t task, size_t variable,
                          uint64_t first, size_t n, const double *value);
/* Ends a round for a variable, of which tasks 0 … tasks − 1 were added, all of their trials. The tasks of the
 * next are numbered from 0 again. For different variables at the same time, but not while anything is
 * added. */
void bireme_collector_end_round(bireme_collector *collector, size_t tasks, size_t variable);
/* Trials that were to be added and are not: from … to − 1, multiples of 16. */
typedef struct bireme_gap {
    uint64_t from, to;
} bireme_gap;
/* Nothing more will be added: what was added after the gaps [n], in ascending order, moves up to them; `end`
 * is the trial after the last. Before the round is ended. */
void bireme_collector_close(bireme_collector *collector, size_t n, const bireme_gap *gap, uint64_t end);
/* Makes room for `trials` trials, `done` of which were added. exact [n_variables] as in the options: where it
 * is false now the values go over into a sketch. Not while anything is added. Errors: MEMORY; what was added
 * stays. */
BIREME_MUST_USE bireme_status bireme_collector_reserve(bireme_collector *collector, uint64_t trials,
                                                       uint64_t done, const bool *exact, bireme_error *error);
/* Summary of a variable over the `trials` trials of all rounds that were ended. thread: whose room is used,
 * that no other thread uses. Not while anything is added; more may be added afterwards, and the same asked
 * again. */
void bireme_collector_summarise(bireme_collector *collector, size_t thread, size_t variable, uint64_t trials,
                                bireme_summary *out);
/* Makes the kept values of the first trials, if there are any, the decimal numbers that they are but for the
 * rounding of sums; terms: see stats/decimal.h. After the last summary. */
void bireme_collector_round_values(bireme_collector *collector, size_t variable, uint64_t trials,
                                   double terms);
/* The kept values, one a trial, NULL if the variable is not exact. */
const double *bireme_collector_values(const bireme_collector *collector, size_t variable);

/* ------------------------ parts of a run, see engine/run/part.c */

/* wanted [n_variables], below: the variables that are added to; the others are passed over, in memory and in
 * the bytes. */

/* Appends what tasks 0 … tasks − 1 of the round came to, a bireme_moments for each variable, together (merged
 * in their order) or one by one: a unit each. */
void bireme_collector_write_moments(const bireme_collector *collector, const bool *wanted, size_t tasks,
                                    bool together, bireme_text *out);
/* Appends the kept values of trials first … end − 1 where they are kept, else the sketches and what of the
 * first values is theirs. */
void bireme_collector_write_values(const bireme_collector *collector, const bool *wanted, uint64_t first,
                                   uint64_t end, bireme_text *out);

/* What a part says of a variable: values that are there, trials that have none; the smallest and largest if n
 * > 0. */
typedef struct bireme_collected {
    uint64_t n, missing;
    double min, max;
} bireme_collected;

/* Reads back what the two wrote, the moments of all units and then the values, in the order of the trials,
 * and adds it to what is there. all [n_variables]: what the part came to; *used: the number of bytes. False:
 * the bytes make no sense; then the collector is of no use any more. */
bool bireme_collector_read(bireme_collector *collector, const bool *wanted, size_t units, uint64_t first,
                           uint64_t end, bireme_collected *all, const char *data, size_t length,
                           size_t *used);

#endif
