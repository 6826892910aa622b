/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A manifest being read: from JSON (json.c) or CSV (csv.c) to a list of runs.
 */
#ifndef BIREME_SCENARIO_MANIFEST_MANIFEST_H
#define BIREME_SCENARIO_MANIFEST_MANIFEST_H

#include "base/opened.h"
#include "bireme/batch.h"
#include "scenario/syntax/arena.h"
#include "scenario/syntax/node.h"
#include "scenario/syntax/report.h"

/* As in a scenario: every whole number up to this is exactly a double. */
#define BIREME_SEED_MOST (UINT64_C(1) << 53)

enum {
    BIREME_MANIFEST_RUNS = 1000000,
    BIREME_MANIFEST_VALUES = 20000000,
    BIREME_MANIFEST_METRICS = 1000
}; /* at most */

struct bireme_manifest {
    bireme_arena arena;
    size_t n, room, n_values;    /* n_values: all values that runs set, including those of the grid */
    bireme_batch_entry *entries; /* [n], allocated separately */
    const char **metrics, **paths;
    bireme_place *metric_places; /* parallel to metrics; NULL: the manifest names none */
    size_t n_paths, paths_room;
    char hash[17];
    bireme_opened opened; /* the manifest's own file */
};

/* About a run, needed only while the manifest is read. */
typedef struct bireme_manifest_run {
    bireme_place place;
    bool named;
} bireme_manifest_run;

/* What both readers share. */
typedef struct bireme_manifest_reading {
    bireme_manifest *manifest;
    bireme_report report;
    const char *file;
    const bireme_table_options *tables; /* NULL: the defaults */
    const char **noted;                 /* hash table of the paths noted; NULL: free */
    size_t noted_room;                  /* a power of two, or 0 */
    /* [runs_room] where each run is, and whether it has a name of its own */
    struct bireme_manifest_run *runs;
    size_t runs_room;
} bireme_manifest_reading;

/* Appends a run; name NULL: named by its number. False: too many runs, or out of memory; reported. */
bool bireme_manifest_add(bireme_manifest_reading *reading, const bireme_batch_entry *entry,
                         bireme_place place);
/* Notes a path that runs set, once. */
void bireme_manifest_note_path(bireme_manifest_reading *reading, const char *path);
/* The file to open for a name in the manifest. In the arena; NULL: out of memory, reported. */
const char *bireme_manifest_resolve(bireme_manifest_reading *reading, const char *name);
/* Copies a text into the arena; NULL: out of memory, reported. */
const char *bireme_manifest_keep(bireme_manifest_reading *reading, const char *text);
/* The same of a text, which is freed. */
const char *bireme_manifest_take(bireme_manifest_reading *reading, bireme_text *text);

void bireme_manifest_read_json(bireme_manifest_reading *reading, const char *text, size_t length);
void bireme_manifest_read_csv(bireme_manifest_reading *reading);

/* Adds the manifest itself and the files that its runs would open, always in the same order. False: out of
 * memory. */
bool bireme_manifest_survey(const bireme_manifest *manifest, const bireme_load_options *options,
                            bireme_opened *opened);

/* Checks the metrics that the manifest names against those that its runs have: one that no run has is an
 * error, one that some lack a warning, each at its place. Runs that cannot be read are skipped; running them
 * will report that. Errors: SCENARIO, MEMORY. */
BIREME_MUST_USE bireme_status bireme_manifest_check_metrics(const bireme_manifest *manifest,
                                                            const bireme_load_options *options,
                                                            bireme_problems *problems, bireme_error *error);

/* Appends the node as JSON text. */
void bireme_node_write(const bireme_node *node, bireme_text *out);

#endif
