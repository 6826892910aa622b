/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Many runs. If there are at least as many runs as threads, each thread takes the next run and does it alone:
 * nothing is shared, and no thread waits. If there are fewer, they are done one after the other, each on all
 * threads. The numbers are the same.
 *
 * Results are delivered in the order of the manifest: a thread that asks for the next run first delivers all
 * finished results whose turn it is. Only one thread at a time asks (engine/run/parallel.h), and a result is
 * published with a flag, so that a thread that sees the flag sees the result.
 */
#include "bireme/batch.h"

#include <stdatomic.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/opened.h"
#include "engine/run/parallel.h"
#include "scenario/internal.h"

/* The outcome of a run, until it is delivered. */
typedef struct slot {
    bireme_scenario *scenario;
    bireme_forecast *forecast;
    bireme_error error;
    bireme_opened opened;
    atomic_bool finished;
} slot;

typedef struct batch {
    const bireme_manifest *manifest;
    const bireme_batch_options *options;
    size_t first, n;
    int threads_each, at_once; /* threads per run; concurrent runs */
    slot *slots;               /* [n] */
    size_t next, told;         /* the next run to take; the next result to deliver */
    atomic_bool stopped;
} batch;

/* ------------------------ one run */

static bool is_cancelled(void *context)
{
    const batch *b = context;
    bool asked = b->options->cancelled != NULL && b->options->cancelled(b->options->context);
    return asked || atomic_load(&b->stopped);
}

static bireme_status load(const batch *b, const bireme_batch_entry *entry, bireme_opened *opened,
                          bireme_scenario **out, bireme_error *error)
{
    bireme_table_options tables = *b->options->tables;
    tables.told = NULL; /* it would be called from many threads, again and again */
    tables.column = NULL;
    tables.currency = NULL;
    const bireme_load_options load_options = {.size = sizeof(bireme_load_options),
                                              .tables = &tables,
                                              .overrides = entry->set,
                                              .n_overrides = entry->n_set,
                                              .root = b->options->root,
                                              .repair_correlations = b->options->repair_correlations};
    return bireme_scenario_load_noting(entry->scenario, &load_options, NULL, opened, out, error);
}

static bireme_run_options options_of(const batch *b, const bireme_batch_entry *entry)
{
    return (bireme_run_options){.size = sizeof(bireme_run_options),
                                .trials = b->options->trials > 0 ? b->options->trials : entry->trials,
                                .has_seed = entry->has_seed,
                                .seed = entry->seed,
                                .sampler = b->options->sampler,
                                .threads = b->threads_each,
                                .totals_only = !b->options->periods};
}

/* A run for which there is no memory is not started: it would take what the others need. */
static bireme_status check_need(const batch *b, const bireme_scenario *scenario,
                                const bireme_run_options *options, bireme_error *error)
{
    bireme_need need;
    if (!(b->options->memory_most > 0)) return BIREME_OK;
    bireme_status status = bireme_forecast_need(scenario, options, &need, error);
    double most = b->options->memory_most, each = most / b->at_once;
    if (status != BIREME_OK || need.bytes <= each) return status;
    return bireme_fail(
        error, BIREME_MEMORY,
        "out of memory: the run needs about %.0f MB, and of %.0f MB for %d at a time there are "
        "%.0f MB for each; fewer trials, periods or threads need less",
        need.bytes / 1e6, most / 1e6, b->at_once, each / 1e6);
}

static void run(void *context, size_t thread, size_t i)
{
    batch *b = context;
    slot *s = &b->slots[i];
    const bireme_batch_entry *entry = bireme_manifest_entry(b->manifest, b->first + i);
    bireme_run_options options = options_of(b, entry);
    options.cancelled = is_cancelled;
    options.context = b;
    (void)thread;
    bireme_status status = load(b, entry, &s->opened, &s->scenario, &s->error);
    if (status == BIREME_OK) status = check_need(b, s->scenario, &options, &s->error);
    if (status == BIREME_OK) status = bireme_forecast_run(s->scenario, &options, &s->forecast, &s->error);
    if (status == BIREME_CANCELLED) { /* a partial result does not count */
        bireme_forecast_free(s->forecast);
        s->forecast = NULL;
        atomic_store(&b->stopped, true);
        return;
    }
    atomic_store(&s->finished, true);
}

/* ------------------------ in order */

static void free_slot(slot *s)
{
    bireme_forecast_free(s->forecast);
    bireme_scenario_free(s->scenario);
    bireme_opened_free(&s->opened);
    s->forecast = NULL;
    s->scenario = NULL;
}

static void tell(batch *b)
{
    const bireme_batch_options *o = b->options;
    while (b->told < b->n && !atomic_load(&b->stopped) && atomic_load(&b->slots[b->told].finished)) {
        slot *s = &b->slots[b->told];
        const bireme_batch_result result = {.index = b->first + b->told,
                                            .entry = bireme_manifest_entry(b->manifest, b->first + b->told),
                                            .scenario = s->scenario,
                                            .forecast = s->forecast,
                                            .error = s->forecast == NULL ? &s->error : NULL,
                                            .opened = &s->opened};
        b->told++;
        if (!o->finished(o->context, &result)) atomic_store(&b->stopped, true);
        free_slot(s);
        if (o->progress != NULL) o->progress(o->context, b->told, b->n);
    }
}

static size_t hand_out(void *context)
{
    batch *b = context;
    tell(b);
    if (is_cancelled(b)) atomic_store(&b->stopped, true);
    return atomic_load(&b->stopped) || b->next == b->n ? BIREME_PARALLEL_END : b->next++;
}

static bireme_status settle(batch *b, bireme_error *error)
{
    const bireme_batch_options *o = b->options;
    size_t all = bireme_manifest_count(b->manifest);
    if (o->threads < 0 || o->threads > BIREME_THREADS_MOST)
        return bireme_fail(error, BIREME_DOMAIN, "%d threads were asked for; 1 to %d are possible",
                           o->threads, (int)BIREME_THREADS_MOST);
    if (o->first > all || o->count > all - o->first)
        return bireme_fail(error, BIREME_DOMAIN,
                           "%zu runs from number %zu on were asked for, counted from 0; the manifest has %zu",
                           o->count, o->first, all);
    b->first = o->first;
    b->n = o->count > 0 ? o->count : all - o->first;
    int threads = bireme_parallel_threads(o->threads);
    bool over_runs = b->n >= (size_t)threads;
    b->threads_each = over_runs ? 1 : threads;
    b->at_once = over_runs ? threads : 1;
    return BIREME_OK;
}

/* The options are required, and so is their `finished`. */
static bireme_status take(const bireme_batch_options *options, bireme_batch_options *out,
                          bireme_table_options *tables, bireme_error *error)
{
    bireme_batch_options_init(out);
    bireme_status status = bireme_options_take(out, sizeof *out, options, "bireme_batch_options", error);
    if (status == BIREME_OK) status = bireme_table_options_take(out->tables, tables, error);
    out->tables = tables;
    return status;
}

bireme_status bireme_batch_run(const bireme_manifest *manifest, const bireme_batch_options *options,
                               bireme_error *error)
{
    bireme_batch_options own;
    bireme_table_options tables;
    batch b = {.manifest = manifest, .options = &own};
    bireme_status status = take(options, &own, &tables, error);
    if (status == BIREME_OK) status = settle(&b, error);
    if (status == BIREME_OK && own.finished == NULL)
        status = bireme_fail(error, BIREME_DOMAIN, "nobody takes the results of the batch");
    if (status != BIREME_OK) return status;
    b.slots = bireme_calloc(b.n, sizeof *b.slots);
    if (b.slots == NULL) return bireme_fail_memory(error);
    bireme_parallel_drain(b.at_once, hand_out, run, &b);
    tell(&b);
    for (size_t i = 0; i < b.n; i++) free_slot(&b.slots[i]);
    bireme_free(b.slots);
    return b.told == b.n ? BIREME_OK : bireme_fail(error, BIREME_CANCELLED, "the batch was interrupted");
}

bireme_status bireme_batch_need(const bireme_manifest *manifest, const bireme_batch_options *options,
                                bireme_need *out, size_t *largest, bireme_error *error)
{
    bireme_batch_options own;
    bireme_table_options tables;
    batch b = {.manifest = manifest, .options = &own};
    bireme_need most = {0}, sum = {0};
    size_t at = SIZE_MAX, looked_at = 0;
    bireme_status status = take(options, &own, &tables, error);
    if (status == BIREME_OK) status = settle(&b, error);
    if (status != BIREME_OK) return status;
    size_t n = b.n < BIREME_BATCH_LOOKED_AT ? b.n : BIREME_BATCH_LOOKED_AT;
    for (size_t k = 0; k < n; k++) {
        size_t i = b.first + (n > 1 ? (size_t)((double)(b.n - 1) * (double)k / (double)(n - 1)) : 0);
        const bireme_batch_entry *entry = bireme_manifest_entry(manifest, i);
        const bireme_run_options run_options = options_of(&b, entry);
        bireme_opened opened = {0};
        bireme_scenario *scenario = NULL;
        bireme_need one;
        bireme_error failure; /* not reported here: the row of a run that cannot be read will say so */
        status = load(&b, entry, &opened, &scenario, &failure);
        if (status == BIREME_OK) status = bireme_forecast_need(scenario, &run_options, &one, &failure);
        bireme_scenario_free(scenario);
        bireme_opened_free(&opened);
        if (status != BIREME_OK) continue;
        looked_at++;
        if (one.bytes > most.bytes) most = one, at = i;
        sum.trials += one.trials;
        sum.steps += one.steps;
    }
    double together = b.at_once, share = looked_at > 0 ? (double)b.n / (double)looked_at : 0;
    double rooms = (double)b.n * sizeof *b.slots;
    *out = (bireme_need){.bytes = together * most.bytes + rooms,
                         .address = together * most.address + rooms,
                         .trials = share * sum.trials,
                         .steps = share * sum.steps};
    if (largest != NULL) *largest = at;
    return BIREME_OK;
}
