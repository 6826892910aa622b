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
    const char *name;     /* as given, or the run's number; unique in the manifest */
    const char *scenario; /* the path that is opened */
    size_t n_set;
    const bireme_override *set; /* [n_set] */
    bool has_seed;
    uint64_t seed;
    uint64_t trials; /* 0: the scenario's */
} bireme_batch_entry;

typedef struct bireme_manifest bireme_manifest;

/* Reads a manifest: JSON, or a table if the name ends in .csv, .tsv or .txt. Scenario files are named
 * relative to it. Errors: IO, SYNTAX, SCENARIO (all of them in problems, which may be NULL), MEMORY. The
 * scenarios themselves are not read until they are run. */
BIREME_API BIREME_MUST_USE bireme_status bireme_manifest_load(const char *file, bireme_problems *problems,
                                                              bireme_manifest **out, bireme_error *error);
/* The same, with options for reading tables; NULL: none. */
BIREME_API BIREME_MUST_USE bireme_status bireme_manifest_load_with(const char *file,
                                                                   const bireme_table_options *tables,
                                                                   bireme_problems *problems,
                                                                   bireme_manifest **out,
                                                                   bireme_error *error);
BIREME_API void bireme_manifest_free(bireme_manifest *manifest); /* NULL is fine */
BIREME_API size_t bireme_manifest_count(const bireme_manifest *manifest);
/* NULL if i is not below the count. */
BIREME_API const bireme_batch_entry *bireme_manifest_entry(const bireme_manifest *manifest, size_t i);
/* The metrics asked for, NULL after the last: those the manifest names, else the usual ones. */
BIREME_API const char *const *bireme_manifest_metrics(const bireme_manifest *manifest);
/* Whether the manifest names the metrics. */
BIREME_API bool bireme_manifest_names_metrics(const bireme_manifest *manifest);
/* Every path that some run sets, each once, in the order of the manifest; NULL after the last. */
BIREME_API const char *const *bireme_manifest_paths(const bireme_manifest *manifest);
/* 16 hexadecimal digits that depend on the runs, overrides and metrics, but not on what the scenario files
 * say. */
BIREME_API const char *bireme_manifest_hash(const bireme_manifest *manifest);

/* ------------------------ batch */

/* The outcome of one run. */
typedef struct bireme_batch_result {
    size_t index; /* in the manifest */
    const bireme_batch_entry *entry;
    const bireme_scenario *scenario; /* NULL: it could not be read */
    const bireme_forecast *forecast; /* NULL: it failed */
    const bireme_error *error;       /* if it failed */
    const bireme_opened *opened;     /* the files that were read for it, even if it failed */
} bireme_batch_result;

typedef struct bireme_batch_options {
    size_t size;            /* of this struct; bireme_batch_options_init() sets it */
    size_t first, count;    /* runs first … first + count − 1; count 0: all from first on */
    uint64_t trials;        /* of every run; 0: the run's, else the scenario's */
    bireme_sampler sampler; /* UNSET: the scenario's */
    int threads;  /* 0: all processors. Over runs, or, if there are fewer runs than threads, within each */
    bool periods; /* results per period too */
    bool repair_correlations; /* as in bireme_load_options */
    /* memory, in bytes, for all the runs in progress together; 0: no limit. A run that needs more than its
     * share fails with MEMORY before it begins */
    double memory_most;
    /* how the runs' tables are read, NULL: the defaults; `told` is not called */
    const bireme_table_options *tables;
    /* Called for each run in the order of the manifest, by one thread at a time. The result is freed on
     * return. Returning false ends the batch. */
    bool (*finished)(void *context, const bireme_batch_result *result);
    void (*progress)(void *context, uint64_t done, uint64_t runs); /* may be NULL */
    bool (*cancelled)(void *context);                              /* NULL: never */
    void *context;
    const char *root; /* as in bireme_load_options */
} bireme_batch_options;

/* Every default. */
static inline void bireme_batch_options_init(bireme_batch_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

/* A run that fails is a result with its error. Errors: DOMAIN (options), MEMORY, CANCELLED (also if
 * `finished` returned false). */
BIREME_API BIREME_MUST_USE bireme_status bireme_batch_run(const bireme_manifest *manifest,
                                                          const bireme_batch_options *options,
                                                          bireme_error *error);

/* What the batch needs: the memory of the largest run, or of as many as run at the same time, and the steps
 * of all. If there are more than BIREME_BATCH_LOOKED_AT runs, only that many are measured, evenly spaced;
 * runs that cannot be read are left out. *largest (may be NULL): the index of the run that needs most,
 * SIZE_MAX: none. Errors: DOMAIN (options), MEMORY. */
enum { BIREME_BATCH_LOOKED_AT = 64 };
BIREME_API BIREME_MUST_USE bireme_status bireme_batch_need(const bireme_manifest *manifest,
                                                           const bireme_batch_options *options,
                                                           bireme_need *out, size_t *largest,
                                                           bireme_error *error);

#ifdef __cplusplus
}
#endif

#endif
