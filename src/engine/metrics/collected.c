/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a run collects, and what it needs for that: metrics that are the same by definition only once, each
 * with its total and its periods.
 */
#include "engine/metrics/collect.h"

#include "base/memory.h"
#include "model/past.h"

/* Up to these sizes the values of all trials are kept and quantiles are exact; above, quantiles come from
 * sketches. */
static const uint64_t EXACT_TRIALS = UINT64_C(1) << 20;
static const uint64_t EXACT_PERIOD_BYTES = UINT64_C(256) << 20;
/* This few values of a period take less memory than a sketch of them. */
static const uint64_t EXACT_PERIOD_TRIALS = UINT64_C(1) << 11;
/* ------------------------ setting up */

static bool spend_varies(const bireme_run *r, size_t c)
{
    return r->compiled->channels[c].volume != NULL ||
           !bireme_model_is_fixed(r->compiled->model, r->compiled->model->channels[c].spend_factor);
}

static bool own_cost_varies(const bireme_run *r, size_t c)
{
    const bireme_channel *channel = &r->compiled->model->channels[c];
    return channel->cost_per_organic_lead >= 0 ||
           !bireme_model_is_fixed(r->compiled->model, channel->fixed_cost) ||
           !bireme_model_is_fixed(r->compiled->model, channel->growth.fixed_cost);
}

/* Whether the metric is the same in every trial. Treated as uncertain if its trials or their split are asked
 * for. */
static bool is_constant(const bireme_run *r, size_t m)
{
    const bireme_metric *metric = &r->compiled->metrics->items[m];
    bool varies = metric->index == -1 && r->compiled->n_initiative_costs > 0;
    for (size_t c = 0; c < r->compiled->model->n_channels; c++)
        varies |= metric->index == -1 ? spend_varies(r, c) || own_cost_varies(r, c)
                                      : metric->index == (int)c && spend_varies(r, c);
    bireme_metric_certain certain = bireme_metric_row_of(metric->kind)->certain;
    bool known = certain == BIREME_CERTAIN || (certain == BIREME_CERTAIN_AS_PLANNED && !varies);
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
    r->first_to_date = r->first_split + 2 * r->n_splits;
    r->n_to_date = bireme_run_has_to_date(r) ? compiled->model->periods : 0;
    r->n_variables = r->first_of_spans = r->first_to_date + (r->n_to_date > 0 ? r->n_to_date - 1 : 0);
    for (int kind = 0; kind < BIREME_SPAN_KINDS; kind++) {
        r->spans[kind].first_variable = r->n_variables;
        r->n_variables += r->n_slots * r->spans[kind].n;
    }
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
    const size_t spans = bireme_run_spans_count(r);
    for (size_t m = 0; m < metrics->count; m++) {
        bool is_count = is_whole(&metrics->items[m]);
        r->whole[r->slot[m]] = is_count;
        for (size_t t = 0; t < r->compiled->model->periods && !r->options.totals_only; t++)
            r->whole[bireme_run_variable(r, m, t)] = is_count;
        for (size_t i = 0; i < spans; i++) r->whole[bireme_run_span_of_all(r, m, i)] = is_count;
    }
    for (size_t k = r->first_split; k < r->first_of_spans; k++)
        r->whole[k] = r->whole[r->slot[r->split_metric]];
}

/* Marks the variables to collect: those of metrics that are not constant; for metrics without periods only
 * the total. */
static void find_collected(bireme_run *r)
{
    const bireme_metrics *metrics = r->compiled->metrics;
    const size_t spans = bireme_run_spans_count(r);
    for (size_t m = 0; m < metrics->count; m++) {
        if (!r->is_first[m] || r->is_constant[m]) continue;
        r->collected[r->slot[m]] = true;
        for (size_t t = 0; t < r->compiled->model->periods && !r->options.totals_only; t++)
            r->collected[bireme_run_variable(r, m, t)] = bireme_metric_has_periods(&metrics->items[m]);
        for (size_t i = 0; i < spans; i++)
            r->collected[bireme_run_span_of_all(r, m, i)] = bireme_metric_has_periods(&metrics->items[m]);
    }
    for (size_t k = r->first_split; k < r->first_of_spans; k++) r->collected[k] = true;
}

/* In a period, a quarter and a year; what they come to over the horizon has quantiles. */
static bool has_moments_only(const bireme_run *r, size_t m)
{
    return bireme_metric_row_of(r->compiled->metrics->items[m].kind)->moments && r->is_first[m];
}

static void find_moments(bireme_run *r)
{
    const size_t spans = bireme_run_spans_count(r);
    for (size_t m = 0; m < r->compiled->metrics->count; m++) {
        if (!has_moments_only(r, m)) continue;
        for (size_t t = 0; t < r->compiled->model->periods && !r->options.totals_only; t++)
            r->moments[bireme_run_variable(r, m, t)] = true;
        for (size_t i = 0; i < spans; i++)
            r->moments[bireme_run_span_of_all(r, m, i)] = !bireme_run_keeps_spans(r, m);
    }
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
    size_t periods = r->compiled->model->periods, spans = bireme_run_spans_count(r);
    bool exact_periods = keeps_periods(r, trials);
    for (size_t m = 0; m < metrics->count; m++) {
        if (!r->is_first[m]) continue;
        const bool exact_here = exact_periods && bireme_metric_has_periods(&metrics->items[m]) &&
                                !has_moments_only(r, m);
        r->exact[r->slot[m]] = r->options.keep_samples || trials <= EXACT_TRIALS;
        for (size_t t = 0; t < periods && !r->options.totals_only; t++)
            r->exact[bireme_run_variable(r, m, t)] = exact_here;
        for (size_t i = 0; i < spans; i++)
            r->exact[bireme_run_span_of_all(r, m, i)] =
                exact_here || (bireme_run_keeps_spans(r, m) && bireme_metric_has_periods(&metrics->items[m]));
    }
    for (size_t k = r->first_split; k < r->first_to_date; k++) r->exact[k] = trials <= EXACT_TRIALS;
    for (size_t k = r->first_to_date; k < r->first_of_spans; k++) r->exact[k] = exact_periods;
}

static bireme_status create_collector(bireme_run *r, bireme_error *error)
{
    r->exact = bireme_arena_alloc(&r->arena, r->n_variables, sizeof *r->exact);
    r->whole = bireme_arena_alloc(&r->arena, r->n_variables, sizeof *r->whole);
    r->moments = bireme_arena_alloc(&r->arena, r->n_variables, sizeof *r->moments);
    r->constant = bireme_arena_alloc(&r->arena, r->n_variables, sizeof *r->constant);
    r->collected = bireme_arena_alloc(&r->arena, r->n_variables, sizeof *r->collected);
    if (r->arena.failed) return bireme_fail_memory(error);
    r->room = r->precision > 0 && r->trials > BIREME_FIRST_ROUND ? BIREME_FIRST_ROUND : r->trials;
    find_whole(r);
    find_moments(r);
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
        .moments = r->moments,
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

bool bireme_run_has_to_date(const bireme_run *r)
{
    const bireme_metric *metric = &r->compiled->metrics->items[r->split_metric];
    return !r->options.totals_only && bireme_metric_has_periods(metric) && !bireme_collect_is_own(metric) &&
           bireme_past_suffices(r->compiled->model, bireme_metric_id_of(metric));
}

bool bireme_run_asks_earlier(const bireme_run *r)
{
    const bireme_model *model = r->compiled->model;
    return r->goal_metric != SIZE_MAX && (size_t)model->goal.by + 1 < model->periods;
}

bireme_status bireme_run_measure(bireme_run *r, bireme_need *out, bireme_error *error)
{
    bireme_status status = assign_slots(r, error);
    if (status == BIREME_OK) status = bireme_run_find_quarters(r, error);
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
    double totals = 0, of_periods = 0, moments = 0, split = 2 * (double)r->n_splits,
           spans = (double)bireme_run_spans_count(r);
    for (size_t m = 0; m < compiled->metrics->count; m++) {
        if (!r->is_first[m] || r->is_constant[m]) continue;
        totals++;
        if (!r->options.totals_only && bireme_metric_has_periods(&compiled->metrics->items[m]))
            *(has_moments_only(r, m) ? &moments : &of_periods) += periods + spans;
    }
    of_periods += (double)(r->first_of_spans - r->first_to_date);
    size.variables = (double)r->n_variables;
    size.moments = moments;
    size.used = totals + of_periods + split;
    const double kept_spans = r->kept_spans_of != SIZE_MAX && !keep_periods ? spans : 0;
    size.exact = kept_spans + (keep ? (double)r->n_slots : 0) + (keep_periods ? of_periods : 0) +
                 (r->trials <= EXACT_TRIALS ? split : 0);
    status = bireme_block_measure(compiled, &r->sources, false, false, &block, error);
    if (status != BIREME_OK) return status;
    bireme_collector_measure(&size, &out->bytes, &out->address);
    double summaries = 1 + spans + (r->options.totals_only ? 0 : periods);
    double others = threads * (block + BIREME_COLLECT_LANES * BIREME_BLOCK * sizeof(double)) +
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
    if (status == BIREME_OK) status = bireme_run_find_quarters(r, error);
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
    r->reached_by = bireme_arena_alloc(&r->arena, threads * BIREME_REPLICATES,
                                       bireme_times(r->n_to_date, sizeof *r->reached_by));
    r->gap = bireme_arena_alloc(&r->arena, threads, sizeof *r->gap);
    if (r->arena.failed) return bireme_fail_memory(error);
    for (int i = 0; i < r->threads; i++) {
        status = bireme_block_create(r->compiled, &r->sources, false, &r->block[i], error);
        if (status != BIREME_OK) return status;
        if (r->superposed) bireme_block_superpose(r->block[i]);
        r->lanes[i] = bireme_calloc_aligned(BIREME_COLLECT_LANES * BIREME_BLOCK, sizeof(double));
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
