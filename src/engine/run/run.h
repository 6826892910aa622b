/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A run under way, shared by the files that make it: its tasks (tasks.c) and rounds (rounds.c), what is
 * collected (collect.c), the threads (forecast.c), the answer (answer.c).
 */
#ifndef BIREME_ENGINE_RUN_RUN_H
#define BIREME_ENGINE_RUN_RUN_H

#include "engine/trial/block.h"
#include "engine/trial/conditions.h"
#include "engine/points/layout.h"
#include "engine/run/result.h"
#include "engine/metrics/threshold.h"
#include "stats/collector.h"

/* A run under way. Metrics that are the same by definition share a slot. Variables of the collector: the
 * totals of all slots, then slot by slot the periods, then the splits. */
enum {
    BIREME_FIRST_ROUND = 1 << 14, /* trials */
    BIREME_ROUND_TASKS = 128,     /* of a round at most */
    BIREME_STEP = 256             /* trials: tasks are a number of steps, whatever the size of a block */
};

typedef struct bireme_run {
    const bireme_compiled *compiled;
    bireme_compiled *own_compiled; /* NULL: compiled is somebody else's */
    bireme_run_options options;
    uint64_t trials, seed;
    bireme_sampler sampler; /* never UNSET */
    double precision;       /* 0: run all trials */
    int threads;
    size_t n_slots;
    size_t *slot;      /* [metrics] */
    bool *is_constant; /* [metrics] the same in every trial: not collected, its values are `constant` */
    double *constant;  /* [n_variables] of those */
    bool *collected;   /* [n_variables] that the collector is given values of */
    bool *is_first;    /* [metrics] the metric that its slot is collected from */
    size_t tasks, n_variables;
    size_t steps_per_task; /* of the first round */
    bireme_sources sources;
    bool superposed;                       /* the counts of all periods are drawn as one */
    uint64_t trials_before, trials_in_all; /* of the runs that this is one of, for those who watch */
    bireme_block **block;                  /* [threads] */
    double **lanes;                        /* [threads] lane arrays of collect.c */
    bireme_collector *collector;
    bool *exact, *whole; /* [n_variables] the values are kept, are whole numbers */
    uint64_t room;       /* trials that the collector has room for */
    size_t goal_metric;  /* SIZE_MAX: no goal */
    bireme_threshold goal;
    /* Counts of a thread; replicate r: [thread * BIREME_REPLICATES + r]. */
    uint64_t *reached;       /* trials that reached the goal */
    bireme_condition *given; /* [options.n_given] */
    uint64_t *met;           /* trials that meet them */
    /* What the regimes of a drawn economy change: variables of the collector from first_split on, for each
     * regime the trials in which it comes, then those in which it does not. */
    size_t n_splits, first_split, split_metric;
    uint64_t *comes; /* [threads × n_splits] */
    size_t round_first,
        round_end; /* tasks of the round; round_end is the first task that is not of this round */
    size_t next;   /* task to be handed out */
    bool cancelled;
    bireme_gap *gap;  /* [threads] what a run that was cancelled has not done of a task that was begun */
    uint64_t missing; /* trials in them, once they are closed */
} bireme_run;

/* Options checked, model compiled, goal, conditions, sources. compiled: the model's, borrowed; NULL: it is
 * compiled here. Errors: DOMAIN, MEMORY. What was made is freed by bireme_run_tear_down(),
 * bireme_sources_free() of the sources, bireme_compiled_free() of own_plan. */
BIREME_MUST_USE bireme_status bireme_run_prepare(const bireme_model *model, const bireme_compiled *compiled,
                                                 const bireme_run_options *options, bireme_run *r,
                                                 bireme_error *error);
/* Gives the sources of runs [n] their points. Trials and sampler are those of the first run; superposed if
 * all may be. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_run_place(bireme_run *runs, size_t n, bireme_layout *layout,
                                               bireme_error *error);
/* Does the tasks from r->next on to r->round_end, or until the run is cancelled. */
void bireme_run_drain(bireme_run *r);
/* The answer of the tasks up to r->next, whose rounds were ended; the collector goes over if samples are
 * kept. */
void bireme_run_conclude(bireme_run *r, bireme_forecast *forecast);
/* Slots, sizes, collector, a workspace per thread. compiled, sources, options, trials, threads and the goal
 * must be set. Errors: MEMORY. What was made is freed by bireme_run_tear_down(), also after a failure; may be
 * called again. */
BIREME_MUST_USE bireme_status bireme_run_set_up(bireme_run *r, bireme_error *error);
void bireme_run_tear_down(bireme_run *r);
/* Slots and sizes as bireme_run_set_up() has them, and what memory it and the run would take. Errors:
 * MEMORY. */
BIREME_MUST_USE bireme_status bireme_run_measure(bireme_run *r, bireme_need *out, bireme_error *error);
/* Makes ready for the tasks from r->next on to the new r->round_end. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_run_start_round(bireme_run *r, bireme_error *error);
/* Makes room for so many trials, as far as there is none yet. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_run_reserve(bireme_run *r, uint64_t trials, bireme_error *error);
/* The largest relative standard error of the mean, P10, P50 and P90 of the goal's metric (revenue without a
 * goal) in the trials done so far, against r->precision: sets reached, worst and met. */
void bireme_run_check_precision(bireme_run *r, bireme_precision_result *out);
/* Does the goal ask for a sum that ends before the horizon? */
bool bireme_run_asks_earlier(const bireme_run *r);
/* Simulates and collects one task on a thread; at least a block of it if the run is cancelled meanwhile,
 * which is a gap then. */
void bireme_run_task(bireme_run *r, size_t thread, size_t task);
/* Tasks are runs of steps (tasks.c). Decides tasks and steps_per_task. */
void bireme_run_cut_tasks(bireme_run *r);
/* The first step of a task; that of task r->tasks is beyond the trials. */
uint64_t bireme_run_first_step(const bireme_run *r, size_t task);
/* Trials in the first `tasks` tasks. */
uint64_t bireme_run_trials_of(const bireme_run *r, size_t tasks);
/* Trials that are done, of the tasks up to r->next. */
static inline uint64_t bireme_run_done(const bireme_run *r)
{
    return bireme_run_trials_of(r, r->next) - r->missing;
}
/* Variable of the collector that holds a metric's period. */
static inline size_t bireme_run_variable(const bireme_run *r, size_t metric, size_t period)
{
    return r->n_slots + r->slot[metric] * r->compiled->model->periods + period;
}
/* Half-way to the horizon, the middle period included. */
static inline size_t bireme_run_split_period(const bireme_model *model)
{
    return (model->periods + 1) / 2 - 1;
}

/* A variable of a metric over the finished trials; part: as for the collector. */
void bireme_run_summarise(const bireme_run *r, size_t part, size_t metric, size_t variable,
                          bireme_summary *out);

/* From what was counted in the finished tasks: the goal, the conditions, what the regimes change. */
void bireme_run_answer(bireme_run *r, bireme_forecast *forecast);

#endif
