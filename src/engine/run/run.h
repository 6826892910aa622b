/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A run in progress, shared by the files that carry it out: its tasks (tasks.c) and rounds (rounds.c), what
 * is collected (collected.c, collect.c), the threads (forecast.c), the answer (answer.c).
 */
#ifndef BIREME_ENGINE_RUN_RUN_H
#define BIREME_ENGINE_RUN_RUN_H

#include "engine/trial/block.h"
#include "engine/trial/conditions.h"
#include "engine/points/layout.h"
#include "engine/run/result.h"
#include "engine/metrics/threshold.h"
#include "stats/collector.h"

/* A run in progress. Metrics that are the same by definition share a slot. The collector's variables are the
 * totals of all slots, then the periods slot by slot, the splits, the sums to date, the quarters slot by
 * slot, and so the years. */
enum {
    BIREME_FIRST_ROUND = 1 << 14, /* trials */
    BIREME_ROUND_TASKS = 128,     /* the most tasks of a round */
    BIREME_STEP = 256             /* trials: a task is a whole number of steps, whatever the block size */
};

/* A quarter or year that is not over. */
typedef struct bireme_run_span {
    size_t first, periods; /* its periods in the trials: the first, and how many (≥ 1) */
    size_t past;           /* its periods that are over: the last so many of those */
} bireme_run_span;

/* All of a kind that are not over, and their collector variables from first_variable on, slot by slot. */
typedef struct bireme_run_spans {
    size_t n, first_variable;
    bireme_run_span *span; /* [n] */
    size_t *of;            /* [periods] which one the period is in */
} bireme_run_spans;

/* The kinds. */
enum { BIREME_SPAN_QUARTER, BIREME_SPAN_YEAR, BIREME_SPAN_KINDS };

typedef struct bireme_run {
    bireme_arena arena; /* holds the arrays below */
    const bireme_compiled *compiled;
    bireme_compiled *own_compiled; /* NULL: compiled belongs to the caller */
    bireme_run_options options;
    uint64_t trials, seed;
    bireme_sampler sampler; /* never UNSET */
    double precision;       /* 0: run all trials */
    int threads;
    size_t n_slots;
    size_t *slot;      /* [metrics] */
    bool *is_constant; /* [metrics] the same in every trial: not collected, its values are in `constant` */
    double *constant;  /* [n_variables] of constant metrics */
    bool *collected;   /* [n_variables] whose values go to the collector */
    bool *is_first;    /* [metrics] the metric that its slot is collected from */
    size_t tasks, n_variables;
    size_t steps_per_task; /* in the first round */
    bireme_sources sources;
    bool superposed; /* the counts of all periods are drawn as one */
    /* for progress: trials done in earlier runs, and trials of all runs together */
    uint64_t trials_before, trials_in_all;
    bireme_block **block; /* [threads] */
    double **lanes;       /* [threads] lane arrays of collect.c */
    bireme_collector *collector;
    /* [n_variables] the values are kept; they are whole numbers; only their moments are kept */
    bool *exact, *whole, *moments;
    uint64_t room;      /* trials that the collector has room for */
    size_t goal_metric; /* SIZE_MAX: no goal */
    bireme_threshold goal;
    /* Counts per thread; for replicate r at [thread * BIREME_REPLICATES + r]. */
    uint64_t *reached;       /* trials that reached the goal */
    bireme_condition *given; /* [options.n_given] */
    uint64_t *met;           /* trials that meet the conditions */
    /* How the regimes of a drawn economy change a metric: collector variables from first_split on, for each
     * regime first the trials in which it comes, then the others. */
    size_t n_splits, first_split, split_metric;
    /* The split's metric from the start to the end of each period; in the last one, where it is the total, no
     * variable is collected. n_to_date: the periods; 0: it is not collected to date. */
    size_t n_to_date, first_to_date;
    uint64_t *reached_by; /* as `reached`, by the end of each period: [threads × n_to_date × replicates] */
    uint64_t *comes;      /* [threads × n_splits] */
    /* What is asked for of quarters and years (quarters.c). */
    size_t first_of_spans; /* their first collector variable */
    bireme_run_spans spans[BIREME_SPAN_KINDS];
    size_t kept_spans_of;          /* the metric whose values in them are kept; SIZE_MAX: none */
    size_t round_first, round_end; /* tasks of the round; round_end is the first task beyond this round */
    size_t next;                   /* the next task to hand out */
    bool cancelled;
    /* [threads] if the run was cancelled: the part of a task that was begun and not finished */
    bireme_gap *gap;
    uint64_t missing; /* trials in the gaps, once these are closed */
} bireme_run;

/* Checks the options, compiles the model, sets goal, conditions and sources. compiled: the model's, borrowed;
 * NULL: compiled here. Errors: DOMAIN, MEMORY. Free the results with bireme_run_tear_down(),
 * bireme_sources_free() for the sources, and bireme_compiled_free() for own_compiled. */
BIREME_MUST_USE bireme_status bireme_run_prepare(const bireme_model *model, const bireme_compiled *compiled,
                                                 const bireme_run_options *options, bireme_run *r,
                                                 bireme_error *error);
/* Gives the sources of runs [n] their points. Trials and sampler are those of the first run; counts are
 * superposed if that is possible in all of them. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_run_place(bireme_run *runs, size_t n, bireme_layout *layout,
                                               bireme_error *error);
/* Does the tasks from r->next up to r->round_end, or until the run is cancelled. */
void bireme_run_drain(bireme_run *r);
/* The answer from the tasks before r->next, whose rounds are complete. If samples are kept, the forecast
 * takes over the collector. */
void bireme_run_conclude(bireme_run *r, bireme_forecast *forecast);
/* Slots, sizes, collector, a workspace per thread. compiled, sources, options, trials, threads and the
 * goal must be set. Errors: MEMORY. Free with bireme_run_tear_down(), even after a failure; may be called
 * again. */
BIREME_MUST_USE bireme_status bireme_run_set_up(bireme_run *r, bireme_error *error);
void bireme_run_tear_down(bireme_run *r);
/* Finds slots and sizes as bireme_run_set_up() does, and how much memory that and the run would take. Errors:
 * MEMORY. */
BIREME_MUST_USE bireme_status bireme_run_measure(bireme_run *r, bireme_need *out, bireme_error *error);
/* Prepares the tasks from r->next up to the new r->round_end. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_run_start_round(bireme_run *r, bireme_error *error);
/* Makes room for this many trials, if there is less. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_run_reserve(bireme_run *r, uint64_t trials, bireme_error *error);
/* The largest relative standard error of the mean, P10, P50 and P90 of the goal's metric (revenue without a
 * goal) in the trials done so far, against r->precision: sets reached, worst and met. */
void bireme_run_check_precision(bireme_run *r, bireme_precision_result *out);
/* Whether the split's metric is collected to date: it has periods and is made of them. */
bool bireme_run_has_to_date(const bireme_run *r);
/* Whether the goal asks for a sum that ends before the horizon. */
bool bireme_run_asks_earlier(const bireme_run *r);
/* Simulates and collects one task on a thread. If the run is cancelled meanwhile, it still does at least one
 * block; the rest of the task is a gap. */
void bireme_run_task(bireme_run *r, size_t thread, size_t task);
/* Decides tasks and steps_per_task; a task is consecutive steps (tasks.c). */
void bireme_run_cut_tasks(bireme_run *r);
/* The first step of a task; for task r->tasks it is past the last trial. */
uint64_t bireme_run_first_step(const bireme_run *r, size_t task);
/* Trials in the first `tasks` tasks. */
uint64_t bireme_run_trials_of(const bireme_run *r, size_t tasks);
/* Trials in the tasks before r->next, which are done. */
static inline uint64_t bireme_run_done(const bireme_run *r)
{
    return bireme_run_trials_of(r, r->next) - r->missing;
}
/* The collector variable that holds a metric in a period. */
static inline size_t bireme_run_variable(const bireme_run *r, size_t metric, size_t period)
{
    return r->n_slots + r->slot[metric] * r->compiled->model->periods + period;
}
/* The same in a quarter or year that is not over. */
static inline size_t bireme_run_span_variable(const bireme_run *r, size_t metric, int kind, size_t i)
{
    return r->spans[kind].first_variable + r->slot[metric] * r->spans[kind].n + i;
}
/* Whether the metric's values in quarters and years are kept, however many trials there are. */
static inline bool bireme_run_keeps_spans(const bireme_run *r, size_t metric)
{
    return r->kept_spans_of != SIZE_MAX && r->slot[metric] == r->slot[r->kept_spans_of];
}
/* How many of both there are that are not over. */
static inline size_t bireme_run_spans_count(const bireme_run *r)
{
    return r->spans[BIREME_SPAN_QUARTER].n + r->spans[BIREME_SPAN_YEAR].n;
}
/* The metric's i-th variable of these, quarters first. */
static inline size_t bireme_run_span_of_all(const bireme_run *r, size_t metric, size_t i)
{
    const size_t quarters = r->spans[BIREME_SPAN_QUARTER].n;
    return i < quarters ? bireme_run_span_variable(r, metric, BIREME_SPAN_QUARTER, i)
                        : bireme_run_span_variable(r, metric, BIREME_SPAN_YEAR, i - quarters);
}
/* The last period of the first half of the horizon, the middle one included. */
static inline size_t bireme_run_split_period(const bireme_model *model)
{
    return (model->periods + 1) / 2 - 1;
}

/* Summarises a metric's variable over the finished trials; part: as for the collector. */
void bireme_run_summarise(const bireme_run *r, size_t part, size_t metric, size_t variable,
                          bireme_summary *out);
/* The summary of what is the same in every trial; NAN: it is not known. */
void bireme_run_state(const bireme_run *r, double value, bireme_summary *out);

/* Whether the quarters asked for, if any, can be made of the model's periods. Errors: DOMAIN. */
BIREME_MUST_USE bireme_status bireme_run_check_quarters(const bireme_model *model,
                                                        const bireme_run_options *options,
                                                        bireme_error *error);
/* Finds the quarters and years; slots must be assigned. Errors: MEMORY, DOMAIN (there is no metric
 * keep_quarters_of). */
BIREME_MUST_USE bireme_status bireme_run_find_quarters(bireme_run *r, bireme_error *error);
/* What the metric was in the periods of a quarter or year that are over; NAN: it has to be known, and is not.
 * 0 for what does not depend on it. */
double bireme_run_span_past(const bireme_run *r, const bireme_metric *metric, const bireme_run_span *span);
/* Summarises the metric in every quarter and year; part: as for the collector. */
void bireme_run_summarise_quarters(const bireme_run *r, size_t part, size_t metric,
                                   bireme_forecast *forecast);
/* Gives the forecast the kept values; after all summaries. */
void bireme_run_hand_over_quarters(const bireme_run *r, bireme_forecast *forecast);

/* Fills in, from the counts of the finished tasks, the goal, the conditions, and what the regimes change. */
void bireme_run_answer(bireme_run *r, bireme_forecast *forecast);

#endif
