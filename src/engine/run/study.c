/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Threads take the blocks of a run in order; each block writes only the values of its own trials, so it does
 * not matter which thread does which. Sums over trials (the mean leads) are formed per step of BIREME_STEP
 * trials, and the steps are added in order.
 */
#include "engine/run/study.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "engine/trial/block.h"
#include "engine/run/parallel.h"
#include "engine/run/run.h"
#include "engine/run/tables.h"
#include "stats/replicates.h"

/* The lane arrays of a thread. */
enum { TOTAL, VALUE, UNBOUGHT, LANES };

/* ------------------------ making it */

static bool asks_earlier(const bireme_study *study)
{
    for (size_t w = 0; w < study->options.n_wanted; w++) {
        const bireme_metric *metric = &study->compiled->metrics->items[study->wanted[w].metric];
        bool whole = metric->total == BIREME_TOTAL_OWN || metric->total == BIREME_TOTAL_ALONE;
        if (!whole && study->wanted[w].by + 1 < study->compiled->model->periods) return true;
        if (bireme_block_is_timed(metric)) return true;
    }
    return false;
}

/* No deeper than the metrics need. */
static bireme_depth depth_of(const bireme_study *study)
{
    bool wins = !study->options.whole && study->own != NULL;
    for (size_t w = 0; w < study->options.n_wanted; w++) {
        const bireme_metric *metric = &study->compiled->metrics->items[study->wanted[w].metric];
        wins = wins && bireme_block_reaches(metric, BIREME_DEPTH_WINS);
    }
    return wins ? BIREME_DEPTH_WINS : BIREME_DEPTH_ALL;
}

bool bireme_study_has_means(const bireme_study *study, size_t w)
{
    return bireme_block_reaches(&study->compiled->metrics->items[study->wanted[w].metric],
                                BIREME_DEPTH_MEANS);
}

/* Draws of who touched a deal serve only credit metrics, and none of these is wanted. */
static void drop_touches(bireme_study *study)
{
    for (size_t c = 0; c < study->own->model->n_channels; c++) {
        bireme_touches_free(study->own->channels[c].touches);
        study->own->channels[c].touches = NULL;
    }
}

static size_t blocks_of(uint64_t trials)
{
    return (size_t)((trials + BIREME_BLOCK - 1) / BIREME_BLOCK);
}

/* The most memory for kept blocks, in bytes. */
static const size_t KEPT_MOST = (size_t)256 << 20;

bireme_status bireme_study_measure(const bireme_model *model, const bireme_study_options *options,
                                   bireme_need *out, bireme_error *error)
{
    bireme_compiled *compiled = NULL;
    bireme_sources sources = {0};
    double block = 0, keeping = 0;
    bireme_status status = bireme_compile_begin(model, true, &compiled, error);
    if (status != BIREME_OK) return status;
    status = bireme_sources_create(model, options->seed, &sources, error);
    if (status == BIREME_OK)
        status = bireme_block_measure(compiled, &sources, options->laws, false, &block, error);
    if (status == BIREME_OK)
        status = bireme_block_measure(compiled, &sources, options->laws, true, &keeping, error);
    double blocks = (double)blocks_of(options->trials), threads = options->threads;
    if (threads > blocks) threads = blocks;
    if ((keeping - block) * blocks <= (double)KEPT_MOST) block = options->keeps ? keeping : block;
    out->bytes = out->address = bireme_plan_bytes(compiled) + (options->keeps ? blocks : threads) * block +
                                threads * LANES * BIREME_BLOCK * sizeof(double);
    out->trials = (double)options->trials;
    out->steps = out->trials * bireme_block_steps(compiled);
    bireme_sources_free(&sources);
    bireme_compiled_free(compiled);
    return status;
}

static bireme_status place(bireme_study *study, bireme_error *error)
{
    const bireme_study_options *o = &study->options;
    const bireme_sources_points points = {.kind = o->sampler == BIREME_SAMPLER_LHS ? BIREME_POINTS_LATIN
                                                                                   : BIREME_POINTS_SOBOL,
                                          .trials = o->trials,
                                          .superposed = study->superposed,
                                          .wins_only = study->depth != BIREME_DEPTH_ALL};
    const bireme_placed placed[2] = {{&study->sources[0], study->compiled},
                                     {&study->sources[1], study->compiled}};
    if (o->sampler == BIREME_SAMPLER_RANDOM) return BIREME_OK;
    return bireme_sources_place(placed, o->two_worlds ? 2 : 1, &points, &study->layout, error);
}

bireme_status bireme_study_create(const bireme_model *model, const bireme_study_options *options,
                                  bireme_study **out, bireme_error *error)
{
    bireme_study *study = bireme_calloc(1, sizeof *study);
    if (study == NULL) return bireme_fail_memory(error);
    study->options = *options;
    study->replicates = options->sampler == BIREME_SAMPLER_RANDOM ? 1 : BIREME_REPLICATES_MOST;
    study->wanted = bireme_memdup(options->wanted, options->n_wanted, sizeof *study->wanted);
    bireme_status status = study->wanted != NULL ? BIREME_OK : bireme_fail_memory(error);
    if (status == BIREME_OK && options->compiled == NULL)
        status = bireme_tables_compile(model, options->threads, &study->own, error);
    study->compiled = options->compiled != NULL ? options->compiled : study->own;
    if (status == BIREME_OK) {
        study->depth = depth_of(study);
        if (study->depth != BIREME_DEPTH_ALL) drop_touches(study);
        study->superposed = bireme_block_superposes(study->compiled, asks_earlier(study));
        status = bireme_sources_create(model, options->seed, &study->sources[0], error);
    }
    if (status == BIREME_OK && options->two_worlds) /* streams of another seed, and so other uniforms */
        status = bireme_sources_create(model, options->seed ^ UINT64_C(0x9e3779b97f4a7c15),
                                       &study->sources[1], error);
    if (status == BIREME_OK) status = place(study, error);
    if (status == BIREME_OK && options->keeps) {
        study->kept = bireme_calloc(blocks_of(options->trials), sizeof(bireme_block *));
        if (study->kept == NULL) status = bireme_fail_memory(error);
    }
    if (status != BIREME_OK) {
        bireme_study_free(study);
        return status;
    }
    *out = study;
    return BIREME_OK;
}

void bireme_study_free(bireme_study *study)
{
    if (study == NULL) return;
    bireme_sources_free(&study->sources[0]);
    bireme_sources_free(&study->sources[1]);
    for (size_t i = 0; study->kept != NULL && i < blocks_of(study->options.trials); i++)
        bireme_block_free(study->kept[i]);
    bireme_free(study->kept);
    bireme_compiled_free(study->own);
    bireme_layout_free(&study->layout);
    bireme_free(study->wanted);
    bireme_free(study);
}

/* ------------------------ a run */

typedef struct passing {
    bireme_study *study;
    const bireme_compiled *compiled;
    uint64_t trials;
    double *const *out; /* values of metrics */
    double *values;     /* or values of a quantity, or numbers of periods in a regime */
    int quantity, regime;
    size_t by;
    bireme_study_take *take; /* or blocks run at a depth of the caller's */
    void *context;
    bireme_depth depth;
    double *sums;         /* or sums of mean arrivals [steps × 2 × n_channels × periods] */
    bireme_block **block; /* [threads] */
    double **lanes;       /* [threads] */
    size_t next;
    bool cancelled;
} passing;

static size_t hand_out(void *context)
{
    passing *p = context;
    bireme_study *study = p->study;
    const bireme_study_options *o = &study->options;
    uint64_t first = (uint64_t)p->next * BIREME_BLOCK;
    if (o->progress != NULL) {
        uint64_t done = study->done + (first < p->trials ? first : p->trials);
        o->progress(o->context, done, done > o->expected ? done : o->expected);
    }
    if (!p->cancelled && o->cancelled != NULL && o->cancelled(o->context)) p->cancelled = true;
    if (p->cancelled || first >= p->trials) return BIREME_PARALLEL_END;
    return p->next++;
}

static void take_metrics(const passing *p, bireme_block *block, size_t thread, size_t n)
{
    double *lanes = p->lanes[thread], *total = bireme_lane_array(lanes, TOTAL),
           *unbought = bireme_lane_array(lanes, UNBOUGHT);
    for (size_t w = 0; w < p->study->options.n_wanted; w++) {
        const bireme_wanted *wanted = &p->study->wanted[w];
        if (p->out[w] == NULL) continue;
        bireme_block_metric_until(block, &p->compiled->metrics->items[wanted->metric], wanted->by, total);
        if (wanted->must_be_bought) bireme_block_unbought(block, unbought);
        for (size_t i = 0; i < n && wanted->must_be_bought; i++)
            if (unbought[i] > 0) total[i] = -INFINITY;
        memcpy(p->out[w] + block->first, total, n * sizeof *total);
    }
}

/* Sums the values of each step of the block's trials into its own place. */
static void add_steps(const double *value, size_t n, double *sum, size_t stride)
{
    for (size_t i = 0; i < n; i++) sum[i / BIREME_STEP * stride] += value[i];
}

static void take_arrivals(const passing *p, bireme_block *block, size_t thread, size_t n)
{
    const bireme_model *model = p->compiled->model;
    size_t cells = model->n_channels * model->periods, stride = 2 * cells;
    double *sums = p->sums + block->first / BIREME_STEP * stride;
    double *paid = bireme_lane_array(p->lanes[thread], TOTAL),
           *other = bireme_lane_array(p->lanes[thread], VALUE);
    for (size_t c = 0; c < model->n_channels; c++)
        for (size_t t = 0; t < model->periods; t++) {
            bireme_block_arrivals(block, c, t, paid, other);
            add_steps(paid, n, sums + c * model->periods + t, stride);
            add_steps(other, n, sums + cells + c * model->periods + t, stride);
        }
}

static void take_values(const passing *p, const bireme_block *block, size_t n)
{
    double *value = p->values + block->first;
    if (p->quantity >= 0) {
        const size_t periods = bireme_block_redraws(block, p->quantity) ? p->compiled->model->periods : 1;
        for (size_t i = 0; i < n; i++) value[i] = 0;
        for (size_t t = 0; t < periods; t++) { /* the mean of what is drawn anew */
            const double *drawn = bireme_block_quantity(block, p->quantity, t);
            for (size_t i = 0; i < n; i++) value[i] += drawn[i] / (double)periods;
        }
        return;
    }
    for (size_t i = 0; i < n; i++) value[i] = 0;
    for (size_t t = 0; t <= p->by; t++)
        for (size_t i = 0; i < n; i++) value[i] += block->regime[t * BIREME_BLOCK + i] == p->regime;
}

static void run_block(void *context, size_t thread, size_t i)
{
    const passing *p = context;
    uint64_t first = (uint64_t)i * BIREME_BLOCK;
    size_t n = p->trials - first < BIREME_BLOCK ? (size_t)(p->trials - first) : BIREME_BLOCK;
    bireme_block *block = p->study->kept != NULL ? p->study->kept[i] : p->block[thread];
    if (p->take != NULL) {
        bireme_block_run(block, first);
        p->take(p->context, block, n);
        return;
    }
    if (p->out != NULL) {
        bireme_block_run(block, first);
        take_metrics(p, block, thread, n);
        return;
    }
    bireme_block_rates(block, first);
    if (p->values != NULL)
        take_values(p, block, n);
    else
        take_arrivals(p, block, thread, n);
}

static void set_up(const passing *p, bireme_block *block)
{
    block->compiled = p->compiled;
    block->depth = p->take != NULL ? p->depth : p->study->means ? BIREME_DEPTH_MEANS : p->study->depth;
    if (p->study->superposed) bireme_block_superpose(block);
}

/* Makes the blocks that are kept, one for each block of trials. */
static bireme_status keep_blocks(const passing *p, const bireme_sources *sources, bireme_error *error)
{
    bireme_study *study = p->study;
    for (size_t i = 0; i < blocks_of(p->trials); i++) {
        bireme_status status = study->kept[i] != NULL
                                   ? BIREME_OK
                                   : bireme_block_create_keeping(study->compiled, sources,
                                                                 study->options.laws,
                                                                 KEPT_MOST / blocks_of(study->options.trials),
                                                                 &study->kept[i], error);
        if (status != BIREME_OK) return status;
        set_up(p, study->kept[i]);
    }
    return BIREME_OK;
}

static bireme_status make_rooms(passing *p, size_t threads, const bireme_sources *sources,
                                bireme_error *error)
{
    p->block = bireme_calloc(threads, sizeof *p->block);
    p->lanes = bireme_calloc(threads, sizeof *p->lanes);
    if (p->block == NULL || p->lanes == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < threads; i++) {
        p->lanes[i] = bireme_calloc_aligned(LANES * BIREME_BLOCK, sizeof(double));
        if (p->lanes[i] == NULL) return bireme_fail_memory(error);
        if (p->study->kept != NULL) continue;
        bireme_status status = bireme_block_create(p->compiled, sources, p->study->options.laws, &p->block[i],
                                                   error);
        if (status != BIREME_OK) return status;
        set_up(p, p->block[i]);
    }
    return p->study->kept != NULL ? keep_blocks(p, sources, error) : BIREME_OK;
}

static bireme_status go(passing *p, const bireme_sources *sources, bireme_error *error)
{
    size_t blocks = blocks_of(p->trials), threads = (size_t)p->study->options.threads;
    if (threads > blocks) threads = blocks;
    bireme_status status = make_rooms(p, threads, sources, error);
    if (status == BIREME_OK) {
        bireme_parallel_drain((int)threads, hand_out, run_block, p);
        if (p->cancelled) status = bireme_fail(error, BIREME_CANCELLED, "the run was interrupted");
        p->study->done += p->trials;
    }
    for (size_t i = 0; i < threads && p->block != NULL && p->lanes != NULL; i++) {
        bireme_block_free(p->block[i]);
        bireme_free(p->lanes[i]);
    }
    bireme_free(p->block);
    bireme_free(p->lanes);
    return status;
}

bireme_status bireme_study_run(bireme_study *study, const bireme_compiled *compiled,
                               const bireme_sources *sources, uint64_t trials, double *const *out,
                               bireme_error *error)
{
    passing p = {.study = study,
                 .compiled = compiled != NULL ? compiled : study->compiled,
                 .trials = trials < study->options.trials ? trials : study->options.trials,
                 .out = out};
    return go(&p, sources != NULL ? sources : &study->sources[0], error);
}

bireme_status bireme_study_each(bireme_study *study, const bireme_compiled *compiled, uint64_t trials,
                                bireme_depth depth, bireme_study_take *take, void *context,
                                bireme_error *error)
{
    passing p = {.study = study,
                 .compiled = compiled != NULL ? compiled : study->compiled,
                 .trials = trials < study->options.trials ? trials : study->options.trials,
                 .take = take,
                 .context = context,
                 .depth = depth};
    return go(&p, &study->sources[0], error);
}

bireme_status bireme_study_arrivals(bireme_study *study, const bireme_compiled *compiled, uint64_t trials,
                                    double *paid, double *other, bireme_error *error)
{
    passing p = {.study = study, .compiled = compiled != NULL ? compiled : study->compiled, .trials = trials};
    size_t cells = p.compiled->model->n_channels * p.compiled->model->periods;
    uint64_t steps = (trials + BIREME_STEP - 1) / BIREME_STEP;
    p.sums = bireme_calloc((size_t)steps, bireme_times(2 * cells, sizeof *p.sums));
    bireme_status status = p.sums != NULL ? go(&p, &study->sources[0], error) : bireme_fail_memory(error);
    for (size_t k = 0; k < 2 * cells && status == BIREME_OK; k++) {
        double *to = k < cells ? paid : other;
        double sum = 0;
        for (uint64_t s = 0; s < steps; s++) sum += p.sums[s * 2 * cells + k];
        if (to != NULL) to[k % cells] = sum / (double)trials;
    }
    bireme_free(p.sums);
    return status;
}

bireme_status bireme_study_quantity(bireme_study *study, int quantity, uint64_t trials, double *out,
                                    bireme_error *error)
{
    passing p = {
        .study = study, .compiled = study->compiled, .trials = trials, .values = out, .quantity = quantity};
    return go(&p, &study->sources[0], error);
}

bireme_status bireme_study_regime(bireme_study *study, int regime, size_t by, uint64_t trials, double *out,
                                  bireme_error *error)
{
    passing p = {.study = study,
                 .compiled = study->compiled,
                 .trials = trials,
                 .values = out,
                 .quantity = -1,
                 .regime = regime,
                 .by = by};
    return go(&p, &study->sources[0], error);
}
