/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Many runs. Where there are at least as many as threads, each thread takes the next one and runs it alone: nothing is shared,
 * nobody waits. Where there are fewer, they are run one after the other, each on all threads. The numbers are the same.
 *
 * Results are handed over in the order of the manifest: whoever asks for the next run first hands over all that are finished
 * and whose turn it is. One thread at a time asks (engine/parallel.h), and a result is published with a flag, so that who
 * sees the flag sees the result.
 */
#include "bireme/batch.h"

#include <stdatomic.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/opened.h"
#include "engine/parallel.h"
#include "scenario/internal.h"

/* What became of a run, until it is handed over. */
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
    int threads_each;
    slot *slots;       /* [n] */
    size_t next, told; /* the run to be taken; the result to be handed over */
    atomic_bool stopped;
} batch;

/* ------------------------ one run */

static bool is_cancelled(void *context)
{
    const batch *b = context;
    bool asked = b->options->cancelled != NULL && b->options->cancelled(b->options->context);
    return asked || atomic_load(&b->stopped);
}

static void run(void *context, size_t thread, size_t i)
{
    batch *b = context;
    slot *s = &b->slots[i];
    const bireme_batch_entry *entry = bireme_manifest_entry(b->manifest, b->first + i);
    bireme_table_options tables = {0};
    if (b->options->tables != NULL) tables = *b->options->tables;
    tables.told = NULL; /* from many threads, again and again */
    tables.column = NULL;
    const bireme_load_options load = {.tables = &tables,
                                      .overrides = entry->set,
                                      .n_overrides = entry->n_set,
                                      .allow_outside_extends = b->options->allow_outside_extends,
                                      .repair_correlations = b->options->repair_correlations};
    const bireme_run_options options = {.trials = b->options->trials > 0 ? b->options->trials : entry->trials,
                                        .has_seed = entry->has_seed,
                                        .seed = entry->seed,
                                        .sampler = b->options->sampler,
                                        .threads = b->threads_each,
                                        .totals_only = !b->options->periods,
                                        .cancelled = is_cancelled,
                                        .context = b};
    (void)thread;
    bireme_status status = bireme_scenario_load_noting(entry->scenario, &load, NULL, &s->opened, &s->scenario,
                                                       &s->error);
    if (status == BIREME_OK) status = bireme_forecast_run(s->scenario, &options, &s->forecast, &s->error);
    if (status == BIREME_CANCELLED) { /* what there is of it is no result of the manifest */
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
    if (o->finished == NULL)
        return bireme_fail(error, BIREME_DOMAIN, "nobody takes the results of the batch");
    if (o->threads < 0 || o->threads > BIREME_THREADS_MOST)
        return bireme_fail(error, BIREME_DOMAIN, "%d threads were asked for; 1 to %d are possible",
                           o->threads, (int)BIREME_THREADS_MOST);
    if (o->first > all || o->count > all - o->first)
        return bireme_fail(error, BIREME_DOMAIN, "runs %zu to %zu were asked for, the manifest has %zu",
                           o->first + 1, o->first + o->count, all);
    b->first = o->first;
    b->n = o->count > 0 ? o->count : all - o->first;
    return BIREME_OK;
}

bireme_status bireme_batch_run(const bireme_manifest *manifest, const bireme_batch_options *options,
                               bireme_error *error)
{
    batch b = {.manifest = manifest, .options = options};
    bireme_status status = settle(&b, error);
    if (status != BIREME_OK) return status;
    int threads = bireme_parallel_threads(options->threads);
    bool over_runs = b.n >= (size_t)threads;
    b.threads_each = over_runs ? 1 : threads;
    b.slots = bireme_calloc(b.n, sizeof *b.slots);
    if (b.slots == NULL) return bireme_fail_memory(error);
    bireme_parallel_drain(over_runs ? threads : 1, hand_out, run, &b);
    tell(&b);
    for (size_t i = 0; i < b.n; i++) free_slot(&b.slots[i]);
    bireme_free(b.slots);
    return b.told == b.n ? BIREME_OK : bireme_fail(error, BIREME_CANCELLED, "the batch was interrupted");
}
