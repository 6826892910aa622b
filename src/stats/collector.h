/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Collects the values of many variables over many trials, from several threads, into summaries: moments from
 * every task in the order of the tasks, quantiles from the kept values, and so exact, where these fit into
 * memory, else from sketches. Standard errors are those of independent trials or come from replicates.
 *
 * Trials come in rounds, each of a number of tasks; the moments of the tasks are merged at the end of a
 * round, so that memory does not grow with the number of trials. A collector may begin with room for only the
 * first round and grow.
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
    uint64_t trials; /* the number that there is room for */
    size_t tasks;    /* the most of a round; each is consecutive trials, added in order by one thread */
    size_t threads;
    size_t n_variables;
    const bool *exact; /* [n_variables]: keep every value (8 bytes per trial), else a sketch per thread */
    const bool *whole; /* [n_variables]: values are whole numbers */
    const bool *used;  /* [n_variables]: values are added; NULL: to all */
    /* [n_variables]: neither values nor a sketch are kept, and quantiles are NAN; NULL: of none */
    const bool *moments;
    /* 1 (or 0): trials are independent. 2, 4, 8 or 16: trial i is of replicate i % replicates of a randomised
     * point set, and the standard errors of means and quantiles come from the spread of the replicates
     * (stats/replicates.h). */
    unsigned replicates;
    bool apart; /* merge the tasks of a round among themselves before merging them with earlier rounds */
} bireme_collector_options;

BIREME_MUST_USE bireme_status bireme_collector_create(const bireme_collector_options *options,
                                                      bireme_collector **out, bireme_error *error);
/* The size of a collector in bytes: of memory in use, and of address space. */
typedef struct bireme_collector_size {
    uint64_t trials;
    size_t tasks, threads;
    /* all; those with values added, except only to moments; those that keep their values */
    double variables, used, exact;
    double moments; /* those of moments */
    unsigned replicates;
} bireme_collector_size;
void bireme_collector_measure(const bireme_collector_size *size, double *bytes, double *address);
void bireme_collector_free(bireme_collector *collector);

/* To be called before anything is added to a task of the round, by the thread that will add it. */
void bireme_collector_begin(bireme_collector *collector, size_t task);
/* Values of trials first … first + n − 1, which belong to the task; first: a multiple of 16, and so is n
 * except at the end of all trials. May be called concurrently, but for a given variable and task only by one
 * thread. */
void bireme_collector_add(bireme_collector *collector, size_t thread, size_t task, size_t variable,
                          uint64_t first, size_t n, const double *value);
/* Ends a round for a variable, to which all trials of tasks 0 … tasks − 1 have been added. The next round's
 * tasks are numbered from 0 again. May be called concurrently for different variables, but not while anything
 * is added. */
void bireme_collector_end_round(bireme_collector *collector, size_t tasks, size_t variable);
/* Trials that were to be added and were not: from … to − 1, multiples of 16. */
typedef struct bireme_gap {
    uint64_t from, to;
} bireme_gap;
/* Nothing more will be added: moves up what was added after the gaps [n], which are in ascending order; `end`
 * is the trial after the last. To be called before the round is ended. */
void bireme_collector_close(bireme_collector *collector, size_t n, const bireme_gap *gap, uint64_t end);
/* Makes room for `trials` trials, `done` of which have been added. exact [n_variables] as in the options:
 * where it has become false, the kept values go into a sketch. Not while anything is added. Errors: MEMORY;
 * what was added is kept. */
BIREME_MUST_USE bireme_status bireme_collector_reserve(bireme_collector *collector, uint64_t trials,
                                                       uint64_t done, const bool *exact, bireme_error *error);
/* Summarises a variable over the `trials` trials of all rounds that have ended. thread: whose working space
 * is used, which no other thread may use meanwhile. Not while anything is added; afterwards more may be
 * added, and the summary repeated. */
void bireme_collector_summarise(bireme_collector *collector, size_t thread, size_t variable, uint64_t trials,
                                bireme_summary *out);
/* Rounds the kept values of the first trials, if there are any, to the decimal numbers that they are apart
 * from the rounding of sums; terms: see stats/decimal.h. To be called after the last summary. */
void bireme_collector_round_values(bireme_collector *collector, size_t variable, uint64_t trials,
                                   double terms);
/* The kept values, one per trial; NULL if the variable is not exact. */
const double *bireme_collector_values(const bireme_collector *collector, size_t variable);

/* ------------------------ parts of a run, see engine/run/part.c */

/* wanted [n_variables], below: the variables that values are added to; the others are skipped, in memory and
 * in the bytes. */

/* Appends the result of tasks 0 … tasks − 1 of the round, a bireme_moments per variable, merged in order
 * (together) or task by task, each a unit. */
void bireme_collector_write_moments(const bireme_collector *collector, const bool *wanted, size_t tasks,
                                    bool together, bireme_text *out);
/* Appends the kept values of trials first … end − 1; for variables without kept values, the sketches and the
 * trials' share of the prefix. */
void bireme_collector_write_values(const bireme_collector *collector, const bool *wanted, uint64_t first,
                                   uint64_t end, bireme_text *out);

/* A part's result for a variable: the number of values, and of trials without one; smallest and largest if n
 * > 0. */
typedef struct bireme_collected {
    uint64_t n, missing;
    double min, max;
} bireme_collected;

/* Reads what the two functions above wrote, the moments of all units and then the values, in the order of the
 * trials, off the front of `from`, and adds it to the collector. all [n_variables]: the part's result. False:
 * the bytes are invalid, and the collector can no longer be used. */
bool bireme_collector_read(bireme_collector *collector, const bool *wanted, size_t units, uint64_t first,
                           uint64_t end, bireme_collected *all, bireme_bytes *from);

#endif
