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
    const char *file;  /* that was asked for, as given */
    const char *bytes; /* what is in it, where that is not to be read; NULL: it is */
    size_t n_bytes;
    const char *folder; /* real path of its folder; NULL until it is needed */
    bireme_load_options options;
    bireme_opened *opened; /* every file that is opened is added; NULL: nobody wants to know */
    bireme_node *root;     /* after extends and overrides */
    bireme_names stages, channels, regimes; /* as far as they could be read */
    size_t periods;                         /* 0: not valid */
    const struct bireme_field *field;       /* whose distribution is being read; NULL: none */
    struct bireme_data_file *files;         /* files/data_file.h, chained */
    struct bireme_dist_value *values;       /* all that nodes have, chained */
    char assumed[4];                  /* the currency that amounts of assumptions are in; "": none is said */
    const bireme_node *pipeline_file; /* the name of the file that the pipeline is from; NULL: none */
} bireme_reading;

/* Reads the file, what it extends, and applies the overrides. NULL: it failed, the report says why. */
bireme_node *bireme_source_read(bireme_reading *reading);
/* The path to open for the file `name` that the node names: relative to the node's own file, and inside the
 * folder of the scenario unless the options allow otherwise. In the arena; NULL: refused or out of memory,
 * reported. */
const char *bireme_source_resolve(bireme_reading *reading, const bireme_node *node, const char *name);
/* Puts the rows of the table that `pipeline` names, as entries, in the place of its name. Problems are
 * reported at the file's own lines. */
void bireme_pipeline_read(bireme_reading *reading);
/* The model of what was read; NULL: it failed, the report says why. */
bireme_model *bireme_reading_model(bireme_reading *reading);
/* Ends the reading: the scenario of the model, to which the arena goes over; or, if something failed, the
 * status, with everything freed. Errors and problems as of bireme_scenario_load(). */
BIREME_MUST_USE bireme_status bireme_reading_finish(bireme_reading *reading, bireme_model *model,
                                                    bireme_problems *problems, bireme_scenario **out,
                                                    bireme_error *error);
/* Sets the value at path to the JSON text; null removes it. Problems are reported at "--set PATH". */
void bireme_override_apply(bireme_reading *reading, const char *path, const char *json);
/* The same with a value that has been read, in the arena; problems are reported at the place. */
void bireme_override_put(bireme_reading *reading, bireme_place at, const char *path, bireme_node *value);
/* Fills the model's hash and warnings. False: out of memory. */
bool bireme_provenance_fill(bireme_model *model, const bireme_node *root, const bireme_report *report);
/* Sets what a table of assumptions says; problems are reported at the file's own lines. */
void bireme_assumptions_read(bireme_reading *reading, const char *file);

#endif
