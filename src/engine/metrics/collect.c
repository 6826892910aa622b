/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Collecting the metrics of a task's trials.
 */
#include "engine/metrics/collect.h"

#include <math.h>
#include "engine/run/parallel.h"
#include "model/past.h"
#include "stats/moments.h"

/* ------------------------ a task */

/* Adds the trials that meet the goal to their replicates' counts; a trial without a value does not meet
 * it. */
static void count_reached(const double *value, size_t n, bireme_threshold goal, uint64_t *count)
{
    for (size_t i = 0; i < n; i++) count[i % BIREME_REPLICATES] += bireme_threshold_met(goal, value[i]);
}

/* What a thread is collecting. */
typedef struct collecting {
    bireme_run *r;
    size_t thread, task, n; /* n: lanes that hold trials */
    bireme_block *block;
    double *lanes;
} collecting;

static double *lane(const collecting *c, size_t i)
{
    return c->lanes + i * BIREME_BLOCK;
}

static void add(const collecting *c, size_t variable, const double *value)
{
    bireme_collector_add(c->r->collector, c->thread, c->task - c->r->round_first, variable, c->block->first,
                         c->n, value);
}

/* Adds a variable's values, leaving out trials that do not meet the conditions. */
static void add_given(const collecting *c, size_t variable, double *value)
{
    if (c->r->options.n_given > 0) bireme_lanes_add(lane(c, BIREME_COLLECT_MASK), value);
    add(c, variable, value);
}

/* For a metric that is the same in every trial only its value is kept. */
static void add_or_keep(const collecting *c, size_t m, size_t variable, double *value)
{
    bireme_run *r = c->r;
    if (!r->is_constant[m])
        add_given(c, variable, value);
    else if (c->block->first == 0)
        r->constant[variable] = value[0];
}

/* Where the planned leads cannot be bought, the goal is not met. */
static void fail_unbought(const collecting *c, double *value)
{
    double *unbought = lane(c, BIREME_COLLECT_VALUE);
    bireme_block_unbought(c->block, unbought);
    for (size_t i = 0; i < c->n; i++)
        if (unbought[i] > 0) value[i] = NAN;
}

/* The metric up to the end of the period, and the trials that have reached the goal by then. The value of the
 * period itself is overwritten. */
static void collect_to_date(const collecting *c, size_t m, size_t t)
{
    bireme_run *r = c->r;
    double *to_date = lane(c, BIREME_COLLECT_TO_DATE);
    bireme_lanes_copy(lane(c, BIREME_COLLECT_TOTAL), to_date);
    bireme_lanes_add(lane(c, BIREME_COLLECT_MASK), to_date);
    if (t + 1 < r->n_to_date) add(c, r->first_to_date + t, to_date);
    if (m != r->goal_metric) return;
    fail_unbought(c, to_date);
    count_reached(to_date, c->n, r->goal, r->reached_by + (c->thread * r->n_to_date + t) * BIREME_REPLICATES);
}

/* Adds the value of period t to its quarter or year, and collects that when t is its last. These have the sum
 * of their periods; of what is no sum what the last one has, or what the rule for several periods says. */
static void collect_in_span(const collecting *c, size_t m, int kind, size_t t, const double *value)
{
    bireme_run *r = c->r;
    const bireme_metric *metric = &r->compiled->metrics->items[m];
    const size_t i = r->spans[kind].of[t];
    const bireme_run_span *span = &r->spans[kind].span[i];
    double *sum = lane(c, BIREME_COLLECT_SPANS + (size_t)kind);
    const bool is_sum = metric->total == BIREME_TOTAL_SUM;
    const double past = is_sum && t == span->first ? bireme_run_span_past(r, metric, span) : 0;
    if (is_sum && t == span->first) bireme_lanes_set(isnan(past) ? 0 : past, sum);
    if (is_sum) bireme_lanes_add(value, sum);
    if (t + 1 < span->first + span->periods) return;
    if (metric->total == BIREME_TOTAL_OWN && span->periods > 1)
        bireme_block_metric_over(c->block, metric, span->first, span->periods, sum);
    else if (!is_sum)
        bireme_lanes_copy(value, sum);
    add_or_keep(c, m, bireme_run_span_variable(r, m, kind, i), sum);
}

/* The metric's periods and, from them, its total and the sum that the goal asks for. */
static void collect_periods(const collecting *c, size_t m)
{
    bireme_run *r = c->r;
    const bireme_metric *metric = &r->compiled->metrics->items[m];
    double *total = lane(c, BIREME_COLLECT_TOTAL), *value = lane(c, BIREME_COLLECT_VALUE);
    bireme_lanes_set(bireme_past_part(r->compiled->model, bireme_metric_id_of(metric)), total);
    for (size_t t = 0; t < bireme_block_metric_periods(c->block, metric); t++) {
        bireme_block_metric(c->block, metric, t, value);
        if (metric->total == BIREME_TOTAL_SUM)
            bireme_lanes_add(value, total);
        else
            bireme_lanes_copy(value, total);
        if (m == r->goal_metric && (int)t == r->compiled->model->goal.by)
            bireme_lanes_copy(
                total, lane(c, BIREME_COLLECT_UP_TO)); /* set again later, if that is the whole horizon */
        for (int kind = 0; kind < BIREME_SPAN_KINDS && r->spans[kind].n > 0; kind++)
            collect_in_span(c, m, kind, t, value);
        if (!r->options.totals_only) add_or_keep(c, m, bireme_run_variable(r, m, t), value);
        if (m == r->split_metric && r->n_to_date > 0) collect_to_date(c, m, t);
    }
}

/* Splits the trials by whether each regime comes in the first half of the horizon. */
static void collect_splits(const collecting *c, const double *value)
{
    bireme_run *r = c->r;
    double *part = lane(c, BIREME_COLLECT_SPLIT);
    for (size_t k = 0; k < 2 * r->n_splits; k++) {
        bireme_condition condition = {k / 2, bireme_run_split_period(r->compiled->model), k % 2 == 1};
        bireme_conditions_mask(c->block, &condition, 1, part);
        bireme_lanes_add(lane(c, BIREME_COLLECT_MASK), part);
        for (size_t i = 0; i < c->n && k % 2 == 0; i++)
            r->comes[c->thread * r->n_splits + k / 2] += part[i] == 0;
        bireme_lanes_add(value, part);
        add(c, r->first_split + k, part);
    }
}

static void collect_metric(const collecting *c, size_t m)
{
    bireme_run *r = c->r;
    if (r->is_constant[m] && c->block->first > 0) return;
    const bireme_metric *metric = &r->compiled->metrics->items[m];
    double *total = lane(c, BIREME_COLLECT_TOTAL), *upto = lane(c, BIREME_COLLECT_UP_TO);
    bool has_periods = bireme_metric_has_periods(metric);
    bool is_own = bireme_collect_is_own(metric);
    bool wants_periods = has_periods && (!is_own || !r->options.totals_only);
    if (wants_periods) collect_periods(c, m);
    if (is_own) bireme_block_metric_whole(c->block, metric, total);
    if (m == r->goal_metric) {
        if (is_own || !bireme_run_asks_earlier(r)) bireme_lanes_copy(total, upto);
        bireme_lanes_add(lane(c, BIREME_COLLECT_MASK), upto);
        fail_unbought(c, upto);
        count_reached(upto, c->n, r->goal, r->reached + c->thread * BIREME_REPLICATES);
    }
    if (m == r->split_metric) collect_splits(c, total);
    add_or_keep(c, m, r->slot[m], total);
}

static bool ask(void *context)
{
    bireme_run *r = context;
    if (!r->cancelled && r->options.cancelled(r->options.context)) r->cancelled = true;
    return r->cancelled;
}

/* A task can take seconds; a cancelled run should not have to wait for it. */
static bool is_cancelled(bireme_run *r)
{
    return r->options.cancelled != NULL && bireme_parallel_ask(ask, r);
}

void bireme_run_task(bireme_run *r, size_t thread, size_t task)
{
    const bireme_threshold any = {.limit = 0};
    uint64_t end = bireme_run_trials_of(r, task + 1), first = bireme_run_trials_of(r, task);
    bireme_collector_begin(r->collector, task - r->round_first);
    for (size_t n; first < end; first += n) {
        n = end - first < BIREME_BLOCK ? (size_t)(end - first) : BIREME_BLOCK;
        const collecting c = {r, thread, task, n, r->block[thread], r->lanes[thread]};
        bireme_block_run(c.block, first);
        bireme_conditions_mask(c.block, r->given, r->options.n_given, lane(&c, BIREME_COLLECT_MASK));
        count_reached(lane(&c, BIREME_COLLECT_MASK), n, any,
                      r->met + thread * BIREME_REPLICATES); /* the mask is 0 or NAN */
        for (size_t m = 0; m < r->compiled->metrics->count; m++)
            if (r->is_first[m]) collect_metric(&c, m);
        if (first + n < end && is_cancelled(r)) {
            r->gap[thread] = (bireme_gap){.from = first + n, .to = end};
            break;
        }
    }
}
