/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Many runs: a manifest names scenarios, overrides, grids of them, and seeds; the batch runs them all and
 * hands each result over in the order of the manifest.
 */
#ifndef BIREME_BATCH_H
#define BIREME_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "bireme/forecast.h"
#include "bireme/opened.h"
#include "bireme/scenario.h"
#include "bireme/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------ manifest */

/* One run. */
typedef struct bireme_batch_entry {
    const char *name;     /* as given, or its number; no two are the same */
    const char *scenario; /* its file, as it is to be opened */
    size_t n_set;
    const bireme_override *set; /* [n_set] */
    bool has_seed;
    uint64_t seed;
    uint64_t trials; /* 0: the scenario's */
} bireme_batch_entry;

typedef struct bireme_manifest bireme_manifest;

/* Reads a manifest: JSON, or a table if the name ends in .csv, .tsv or .txt. Scenario files are named
 * relative to it. Errors: IO, SYNTAX, SCENARIO (all of them in problems, which may be NULL), MEMORY. Whether
 * the scenarios are valid shows when they are run. */
BIREME_API BIREME_MUST_USE bireme_status bireme_manifest_load(const char *file, bireme_problems *problems,
                                                              bireme_manifest **out, bireme_error *error);
/* The same; tables: what is told of tables, NULL: nothing. */
BIREME_API BIREME_MUST_USE bireme_status bireme_manifest_load_with(const char *file,
                                                                   const bireme_table_options *tables,
                                                                   bireme_problems *problems,
                                                                   bireme_manifest **out,
                                                                   bireme_error *error);
BIREME_API void bireme_manifest_free(bireme_manifest *manifest); /* NULL is fine */
BIREME_API size_t bireme_manifest_count(const bireme_manifest *manifest);
/* NULL: there is no such run. */
BIREME_API const bireme_batch_entry *bireme_manifest_entry(const bireme_manifest *manifest, size_t i);
/* The metrics that are asked for, NULL after the last; the manifest's or the usual ones. */
BIREME_API const char *const *bireme_manifest_metrics(const bireme_manifest *manifest);
/* Does the manifest name them? */
BIREME_API bool bireme_manifest_names_metrics(const bireme_manifest *manifest);
/* The paths that any run sets, each once, in the order of the manifest; NULL after the last. */
BIREME_API const char *const *bireme_manifest_paths(const bireme_manifest *manifest);
/* 16 hexadecimal digits that differ where runs, overrides or metrics do; not what is in the scenario
 * files. */
BIREME_API const char *bireme_manifest_hash(const bireme_manifest *manifest);

/* ------------------------ batch */

/* What became of a run. */
typedef struct bireme_batch_result {
    size_t index; /* in the manifest */
    const bireme_batch_entry *entry;
    const bireme_scenario *scenario; /* NULL: it could not be read */
    const bireme_forecast *forecast; /* NULL: it failed */
    const bireme_error *error;       /* if it failed */
    const bireme_opened *opened;     /* the files that it was read from, also if it failed */
} bireme_batch_result;

typedef struct bireme_batch_options {
    size_t size;            /* of this struct; bireme_batch_options_init() sets it */
    size_t first, count;    /* runs first … first + count − 1; count 0: all from first on */
    uint64_t trials;        /* of every run; 0: the run's, else the scenario's */
    bireme_sampler sampler; /* UNSET: the scenario's */
    int threads;  /* 0: all processors. Over runs, or, if there are fewer runs than threads, within each */
    bool periods; /* results per period too */
    bool allow_outside_extends, repair_correlations; /* as in bireme_load_options */
    /* bytes that the runs may need that run at the same time; 0: that is not looked at. One that needs
     * more than its share fails, with MEMORY, before it is begun */
    double memory_most;
    /* what is told of the runs' tables, NULL: nothing; `told` is not called */
    const bireme_table_options *tables;
    /* Called for each run in the order of the manifest, by one thread at a time; the result is gone after it.
     * False ends the batch. */
    bool (*finished)(void *context, const bireme_batch_result *result);
    void (*progress)(void *context, uint64_t done, uint64_t runs); /* NULL: not told */
    bool (*cancelled)(void *context);                              /* NULL: never */
    void *context;
} bireme_batch_options;

/* Every default. */
static inline void bireme_batch_options_init(bireme_batch_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

/* A run that fails is a result with its error. Errors: DOMAIN (options), MEMORY, CANCELLED (also if
 * `finished` said so). */
BIREME_API BIREME_MUST_USE bireme_status bireme_batch_run(const bireme_manifest *manifest,
                                                          const bireme_batch_options *options,
                                                          bireme_error *error);

/* What the batch needs: memory of the largest of its runs, or of as many as run at the same time, and steps
 * of all. Of more than BIREME_BATCH_LOOKED_AT runs so many are looked at, at even distances; runs that cannot
 * be read are left out. *largest (may be NULL): the run of the manifest that needs most, SIZE_MAX: none.
 * Errors: DOMAIN (options), MEMORY. */
enum { BIREME_BATCH_LOOKED_AT = 64 };
BIREME_API BIREME_MUST_USE bireme_status bireme_batch_need(const bireme_manifest *manifest,
                                                           const bireme_batch_options *options,
                                                           bireme_need *out, size_t *largest,
                                                           bireme_error *error);

#ifdef __cplusplus
}
#endif

#endif
