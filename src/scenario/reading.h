/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One scenario being read: what the steps from bytes to model share.
 */
#ifndef BIREME_SCENARIO_READING_H
#define BIREME_SCENARIO_READING_H

#include "base/opened.h"
#include "bireme/scenario.h"
#include "model/model.h"
#include "scenario/syntax/arena.h"
#include "scenario/syntax/node.h"
#include "scenario/syntax/report.h"

/* Names that one part of a scenario defines and others use. */
typedef struct bireme_names {
    const char **names; /* [count], in the arena */
    size_t count;
} bireme_names;

typedef struct bireme_reading {
    bireme_arena arena;
    bireme_report report;
    const char *file;  /* the scenario file, as the caller named it */
    const char *bytes; /* its content, if in memory; NULL: read the file */
    size_t n_bytes;
    const char *folder;      /* real path of its folder; NULL until needed */
    const char *root_folder; /* likewise of options.root */
    bireme_load_options options;
    bireme_opened *opened;                         /* gets every file that is opened; may be NULL */
    bireme_node *root;                             /* after extends and overrides */
    bireme_names stages, channels, regimes, teams; /* as far as they could be read */
    size_t periods;                                /* 0: not valid */
    size_t past;                                   /* how many of them are over; 0: none, or not valid */
    const struct bireme_field *field;              /* whose distribution is being read; NULL: none */
    struct bireme_data_file *files;                /* files/data_file.h, chained */
    struct bireme_dist_value *values;              /* the distributions of all nodes, chained */
    char assumed[4];  /* the currency assumed for amounts in assumptions; "": none given */
    bool counts_cash; /* there are metrics of cash even if the scenario does not ask for them */
    const bireme_node *pipeline_file; /* where the pipeline's file is named; NULL: nowhere */
} bireme_reading;

/* Reads the file and what it extends, and applies the overrides. NULL: failed and reported. */
bireme_node *bireme_source_read(bireme_reading *reading);
/* The path to open for the file `name` that the node names: relative to the node's own file, and inside the
 * folder of the scenario or that of the options. In the arena; NULL: refused or out of memory,
 * reported. */
const char *bireme_source_resolve(bireme_reading *reading, const bireme_node *node, const char *name);
/* If `pipeline` names a table, replaces the name by the table's rows, as entries. Problems are reported at
 * the table's own lines. */
void bireme_pipeline_read(bireme_reading *reading);
/* If `actuals` names a table, adds its rows to the lists. Problems as above. */
void bireme_actuals_read(bireme_reading *reading);
/* Checks what was read and builds its model; NULL: failed and reported. */
bireme_model *bireme_reading_model(bireme_reading *reading);
/* Ends the reading: returns the scenario of the model, which takes over the arena; if anything failed, frees
 * everything and returns the status. Errors and problems as of bireme_scenario_load(). */
BIREME_MUST_USE bireme_status bireme_reading_finish(bireme_reading *reading, bireme_model *model,
                                                    bireme_problems *problems, bireme_scenario **out,
                                                    bireme_error *error);
/* Sets the value at path to the JSON text; null removes it. Problems are reported at "--set PATH". */
void bireme_override_apply(bireme_reading *reading, const char *path, const char *json);
/* The same with a value already read, in the arena; problems are reported at the place `at`. */
void bireme_override_put(bireme_reading *reading, bireme_place at, const char *path, bireme_node *value);
/* Fills the model's hash and warnings. False: out of memory. */
bool bireme_provenance_fill(bireme_model *model, const bireme_node *root, const bireme_report *report);
/* Applies a table of assumptions; problems are reported at the table's own lines. */
void bireme_assumptions_read(bireme_reading *reading, const char *file);

#endif
