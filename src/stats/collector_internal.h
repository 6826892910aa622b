/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The fields of a collector, for the files that implement it.
 */
#ifndef BIREME_STATS_COLLECTOR_INTERNAL_H
#define BIREME_STATS_COLLECTOR_INTERNAL_H

#include "stats/collector.h"
#include "stats/moments.h"
#include "stats/quantile.h"
#include "stats/sketch.h"

/* The first values of a variable whose values are not kept, to measure how replicates differ. */
enum { BIREME_PREFIX = 4096 };

/* The sketches of all variables that stop being exact at the same time, in one block: thousands of small
 * blocks would take longer. */
typedef struct sketches {
    size_t n;
    bireme_sketch *item; /* [n] */
    size_t n_waiting;    /* of the sketches, those with values waiting */
    double *waiting;     /* [n_waiting × waiting_size] */
} sketches;

struct bireme_collector {
    bireme_collector_options options;
    bool *exact, *whole, *moments_only;
    double **value;         /* [n_variables] kept values or NULL */
    size_t *room;           /* [n_variables] room for kept values */
    bireme_sketch **sketch; /* [n_variables] of the threads [threads] each, NULL where exact */
    bool *waits;            /* [n_variables]: values wait until there are many or the round ends */
    size_t waiting_size;    /* whole blocks */
    double *
        *waiting; /* [n_variables] of the threads [threads × waiting_size]; NULL: exact, or nothing waits */
    uint32_t *n_waiting; /* [threads × n_variables]: those of two threads are not adjacent */
    sketches *group;     /* [n_groups] blocks in which sketches were made */
    size_t n_groups;
    uint64_t no_prefix;      /* of the first BIREME_PREFIX values, the number that are missing */
    float **prefix;          /* [n_variables] the first values, if not exact; else NULL */
    bireme_moments *moments; /* [tasks × n_variables] of the round */
    bireme_moments *ended;   /* [n_variables] of the rounds before */
    bireme_order **order;    /* [threads] */
};

/* Moves a variable's waiting values into its sketches. Not while anything is added. */
void bireme_collector_settle(const bireme_collector *collector, size_t variable);

#endif
