/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a run collects: metrics that are the same by definition only once, each with its total and its
 * periods.
 */
#include "engine/run/run.h"

#include <math.h>
#include "base/memory.h"
#include "engine/run/parallel.h"
#include "stats/moments.h"

/* Up to these sizes the values of all trials are kept and quantiles are exact; above, quantiles come from
 * sketches. */
static const uint64_t EXACT_TRIALS = UINT64_C(1) << 20;
static const uint64_t EXACT_PERIOD_BYTES = UINT64_C(256) << 20;
/* This few values of a period take less memory than a sketch of them. */
static const uint64_t EXACT_PERIOD_TRIALS = UINT64_C(1) << 11;
/* The lane arrays of a thread. */
enum { TOTAL, VALUE, UP_TO, MASK, SPLIT, LANES };

/* ------------------------ setting up */

/* Whether the metric is the same in every trial. Treated as uncertain if its trials or their split are asked
 * for. */
static bool is_constant(const bireme_run *r, size_t m)
{
    const bireme_metric *metric = &r->compiled->metrics->items[m];
    bool bought = false; /* whatever they cost */
    for (size_t c = 0; c < r->compiled->model->n_channels; c++)
        bought |= r->compiled->channels[c].volume != NULL && (metric->index == -1 || metric->index == (int)c);
    bireme_metric_certain certain = bireme_metric_row_of(metric->kind)->certain;
    bool known = certain == BIREME_CERTAIN || (certain == BIREME_CERTAIN_UNLESS_BOUGHT && !bought);
    return known && !r->options.keep_samples && m != r->split_metric && m != r->goal_metric;
}

static bireme_status assign_slots(bireme_run *r, bireme_error *error)
{
    const bireme_metrics *metrics = r->compiled->metrics;
    r->slot = bireme_arena_alloc(&r->arena, metrics->count, sizeof *r->slot);
    r->is_first = bireme_arena_alloc(&r->arena, metrics->count, sizeof *r->is_first);
    r->is_constant = bireme_arena_alloc(&r->arena, metrics->count, sizeof *r->is_constant);
    if (r->arena.failed) return bireme_fail_memory(error);
    for (size_t m = 0; m < metrics->count; m++) {
        size_t same = bireme_metrics_same(metrics, r->compiled->model, m);
        r->is_first[m] = same == m;
        r->is_constant[m] = is_constant(r, m);
        r->slot[m] = same == m ? r->n_slots++ : r->slot[same];
    }
    return BIREME_OK;
}

static void decide_sizes(bireme_run *r)
{
    const bireme_compiled *compiled = r->compiled;
    r->first_split = r->n_slots * (r->options.totals_only ? 1 : 1 + compiled->model->periods);
    r->n_splits = compiled->chain ? compiled->model->economy.n_regimes : 0;
    r->n_variables = r->first_split + 2 * r->n_splits;
    bireme_run_cut_tasks(r);
}

/* In a sketch, whole numbers have bins of their own; expected numbers count something but are not whole. */
static bool is_whole(const bireme_metric *metric)
{
    return metric->unit == BIREME_UNIT_COUNT && !bireme_metric_row_of(metric->kind)->expected;
}

static void find_whole(bireme_run *r)
{
    const bireme_metrics *metrics = r->compiled->metrics;
    for (size_t m = 0; m < metrics->count; m++) {
        bool is_count = is_whole(&metrics->items[m]);
        r->whole[r->slot[m]] = is_count;
        for (size_t t = 0; t < r->compiled->model->periods && !r->options.totals_only; t++)
            r->whole[bireme_run_variable(r, m, t)] = is_count;
    }
    for (size_t k = r->first_split; k < r->n_variables; k++) r->whole[k] = r->whole[r->slot[r->split_metric]];
}

/* Marks the variables to collect: those of metrics that are not constant; for metrics without periods only
 * the total. */
static void find_collected(bireme_run *r)
{
    const bireme_metrics *metrics = r->compiled->metrics;
    for (size_t m = 0; m < metrics->count; m++) {
        if (!r->is_first[m] || r->is_constant[m]) continue;
        r->collected[r->slot[m]] = true;
        for (size_t t = 0; t < r->compiled->model->periods && !r->options.totals_only; t++)
            r->collected[bireme_run_variable(r, m, t)] = bireme_metric_has_periods(&metrics->items[m]);
    }
    for (size_t k = r->first_split; k < r->n_variables; k++) r->collected[k] = true;
}

static bool keeps_periods(const bireme_run *r, uint64_t trials)
{
    double values = (double)trials * (double)r->n_slots * (double)r->compiled->model->periods;
    return trials <= EXACT_PERIOD_TRIALS || values * sizeof(double) <= (double)EXACT_PERIOD_BYTES;
}

/* Which variables keep their values in a run of this many trials. */
static void find_exact(bireme_run *r, uint64_t trials)
{
    const bireme_metrics *metrics = r->compiled->metrics;
    size_t periods = r->compiled->model->periods;
    bool exact_periods = keeps_periods(r, trials);
    for (size_t m = 0; m < metrics->count; m++) {
        r->exact[r->slot[m]] = r->options.keep_samples || trials <= EXACT_TRIALS;
        for (size_t t = 0; t < periods && !r->options.totals_only; t++)
            r->exact[bireme_run_variable(r, m, t)] = exact_periods &&
                                                     bireme_metric_has_periods(&metrics->items[m]);
    }
    for (size_t k = r->first_split; k < r->n_variables; k++) r->exact[k] = trials <= EXACT_TRIALS;
}

static bireme_status create_collector(bireme_run *r, bireme_error *error)
{
    r->exact = bireme_arena_alloc(&r->arena, r->n_variables, sizeof *r->exact);
    r->whole = bireme_arena_alloc(&r->arena, r->n_variables, sizeof *r->whole);
    r->constant = bireme_arena_alloc(&r->arena, r->n_variables, sizeof *r->constant);
    r->collected = bireme_arena_alloc(&r->arena, r->n_variables, sizeof *r->collected);
    if (r->arena.failed) return bireme_fail_memory(error);
    r->room = r->precision > 0 && r->trials > BIREME_FIRST_ROUND ? BIREME_FIRST_ROUND : r->trials;
    find_whole(r);
    find_collected(r);
    find_exact(r, r->room);
    bireme_collector_options options = {
        .trials = r->room,
        .tasks = r->tasks < BIREME_ROUND_TASKS ? r->tasks : BIREME_ROUND_TASKS,
        .threads = (size_t)r->threads,
        .n_variables = r->n_variables,
        .exact = r->exact,
        .whole = r->whole,
        .used = r->collected,
        .apart = r->precision <= 0,
        .replicates = r->sampler == BIREME_SAMPLER_RANDOM ? 1 : BIREME_REPLICATES};
    return bireme_collector_create(&options, &r->collector, error);
}

bireme_status bireme_run_reserve(bireme_run *r, uint64_t trials, bireme_error *error)
{
    if (trials <= r->room) return BIREME_OK;
    find_exact(r, trials);
    bireme_status status = bireme_collector_reserve(r->collector, trials, bireme_run_trials_of(r, r->next),
                                                    r->exact, error);
    if (status == BIREME_OK) r->room = trials;
    return status;
}

bool bireme_run_asks_earlier(const bireme_run *r)
{
    const bireme_model *model = r->compiled->model;
    return r->goal_metric != SIZE_MAX && (size_t)model->goal.by + 1 < model->periods;
}

bireme_status bireme_run_measure(bireme_run *r, bireme_need *out, bireme_error *error)
{
    bireme_status status = assign_slots(r, error);
    if (status != BIREME_OK) return status;
    decide_sizes(r);
    const bireme_compiled *compiled = r->compiled;
    double periods = (double)compiled->model->periods, threads = r->threads, block;
    bireme_collector_size size = {.trials = r->trials,
                                  .tasks = r->tasks < BIREME_ROUND_TASKS ? r->tasks : BIREME_ROUND_TASKS,
                                  .threads = (size_t)r->threads,
                                  .replicates = r->sampler == BIREME_SAMPLER_RANDOM ? 1 : BIREME_REPLICATES};
    bool keep = r->options.keep_samples || r->trials <= EXACT_TRIALS,
         keep_periods = keeps_periods(r, r->trials);
    double totals = 0, of_periods = 0, split = 2 * (double)r->n_splits;
    for (size_t m = 0; m < compiled->metrics->count; m++) {
        if (!r->is_first[m] || r->is_constant[m]) continue;
        totals++;
        if (!r->options.totals_only && bireme_metric_has_periods(&compiled->metrics->items[m]))
            of_periods += periods;
    }
    size.variables = (double)r->n_variables;
    size.used = totals + of_periods + split;
    size.exact = (keep ? (double)r->n_slots : 0) + (keep_periods ? of_periods : 0) +
                 (r->trials <= EXACT_TRIALS ? split : 0);
    status = bireme_block_measure(compiled, &r->sources, false, &block, error);
    if (status != BIREME_OK) return status;
    bireme_collector_measure(&size, &out->bytes, &out->address);
    double summaries = 1 + (r->options.totals_only ? 0 : periods);
    double others = threads * (block + LANES * BIREME_BLOCK * sizeof(double)) +
                    (double)compiled->metrics->count * (summaries * sizeof(bireme_summary) + 128);
    out->bytes += others;
    out->address += others;
    out->trials = (double)r->trials;
    out->steps = out->trials * bireme_block_steps(compiled);
    return BIREME_OK;
}

bireme_status bireme_run_set_up(bireme_run *r, bireme_error *error)
{
    bireme_status status = assign_slots(r, error);
    if (status != BIREME_OK) return status;
    decide_sizes(r);
    status = create_collector(r, error);
    if (status != BIREME_OK) return status;
    r->block = bireme_arena_alloc(&r->arena, (size_t)r->threads, sizeof *r->block);
    r->lanes = bireme_arena_alloc(&r->arena, (size_t)r->threads, sizeof *r->lanes);
    size_t threads = (size_t)r->threads;
    r->reached = bireme_arena_alloc(&r->arena, threads * BIREME_REPLICATES, sizeof *r->reached);
    r->met = bireme_arena_alloc(&r->arena, threads * BIREME_REPLICATES, sizeof *r->met);
    r->comes = bireme_arena_alloc(&r->arena, threads, r->n_splits * sizeof *r->comes);
    r->gap = bireme_arena_alloc(&r->arena, threads, sizeof *r->gap);
    if (r->arena.failed) return bireme_fail_memory(error);
    for (int i = 0; i < r->threads; i++) {
        status = bireme_block_create(r->compiled, &r->sources, &r->block[i], error);
        if (status != BIREME_OK) return status;
        if (r->superposed) bireme_block_superpose(r->block[i]);
        r->lanes[i] = bireme_calloc_aligned(LANES * BIREME_BLOCK, sizeof(double));
        if (r->lanes[i] == NULL) return bireme_fail_memory(error);
    }
    return BIREME_OK;
}

void bireme_run_tear_down(bireme_run *r)
{
    for (int i = 0; i < r->threads && r->block != NULL; i++) bireme_block_free(r->block[i]);
    for (int i = 0; i < r->threads && r->lanes != NULL; i++) bireme_free(r->lanes[i]);
    bireme_collector_free(r->collector);
    bireme_arena_free(&r->arena);
    r->block = NULL;
    r->lanes = NULL;
    r->collector = NULL;
}

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
    if (c->r->options.n_given > 0) bireme_lanes_add(lane(c, MASK), value);
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

/* The metric's periods and, from them, its total and the sum that the goal asks for. */
static void collect_periods(const collecting *c, size_t m)
{
    bireme_run *r = c->r;
    const bireme_metric *metric = &r->compiled->metrics->items[m];
    double *total = lane(c, TOTAL), *value = lane(c, VALUE);
    bireme_lanes_set(0, total);
    for (size_t t = 0; t < bireme_block_metric_periods(c->block, metric); t++) {
        bireme_block_metric(c->block, metric, t, value);
        if (metric->total == BIREME_TOTAL_SUM)
            bireme_lanes_add(value, total);
        else
            bireme_lanes_copy(value, total);
        if (m == r->goal_metric && (int)t == r->compiled->model->goal.by)
            bireme_lanes_copy(total, lane(c, UP_TO)); /* set again later, if that is the whole horizon */
        if (!r->options.totals_only) add_or_keep(c, m, bireme_run_variable(r, m, t), value);
    }
}

/* Splits the trials by whether each regime comes in the first half of the horizon. */
static void collect_splits(const collecting *c, const double *value)
{
    bireme_run *r = c->r;
    double *part = lane(c, SPLIT);
    for (size_t k = 0; k < 2 * r->n_splits; k++) {
        bireme_condition condition = {k / 2, bireme_run_split_period(r->compiled->model), k % 2 == 1};
        bireme_conditions_mask(c->block, &condition, 1, part);
        bireme_lanes_add(lane(c, MASK), part);
        for (size_t i = 0; i < c->n && k % 2 == 0; i++)
            r->comes[c->thread * r->n_splits + k / 2] += part[i] == 0;
        bireme_lanes_add(value, part);
        add(c, r->first_split + k, part);
    }
}

/* Where the planned leads cannot be bought, the goal is not met. */
static void fail_unbought(const collecting *c, double *value)
{
    double *unbought = lane(c, VALUE);
    bireme_block_unbought(c->block, unbought);
    for (size_t i = 0; i < c->n; i++)
        if (unbought[i] > 0) value[i] = NAN;
}

static void collect_metric(const collecting *c, size_t m)
{
    bireme_run *r = c->r;
    if (r->is_constant[m] && c->block->first > 0) return;
    const bireme_metric *metric = &r->compiled->metrics->items[m];
    double *total = lane(c, TOTAL), *upto = lane(c, UP_TO);
    bool has_periods = bireme_metric_has_periods(metric);
    bool is_own = metric->total == BIREME_TOTAL_OWN || metric->total == BIREME_TOTAL_ALONE;
    bool wants_periods = has_periods && (!is_own || !r->options.totals_only);
    if (wants_periods) collect_periods(c, m);
    if (is_own) bireme_block_metric_whole(c->block, metric, total);
    if (m == r->goal_metric) {
        if (is_own || !bireme_run_asks_earlier(r)) bireme_lanes_copy(total, upto);
        bireme_lanes_add(lane(c, MASK), upto);
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
        bireme_conditions_mask(c.block, r->given, r->options.n_given, lane(&c, MASK));
        count_reached(lane(&c, MASK), n, any, r->met + thread * BIREME_REPLICATES); /* the mask is 0 or NAN */
        for (size_t m = 0; m < r->compiled->metrics->count; m++)
            if (r->is_first[m]) collect_metric(&c, m);
        if (first + n < end && is_cancelled(r)) {
            r->gap[thread] = (bireme_gap){.from = first + n, .to = end};
            break;
        }
    }
}
