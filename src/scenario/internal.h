/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a scenario handle holds, for the higher floors.
 */
#ifndef BIREME_SCENARIO_INTERNAL_H
#define BIREME_SCENARIO_INTERNAL_H

#include "base/opened.h"
#include "bireme/scenario.h"
#include "model/model.h"
#include "scenario/syntax/arena.h"
#include "scenario/syntax/node.h"

struct bireme_scenario {
    bireme_model *model;
    /* The syntax tree it was built from, for mixtures (mix.h): after extends and overrides, with the rows of
     * the pipeline's file inserted. */
    bireme_arena arena;
    const bireme_node *root;
    bool repair_correlations;         /* as when it was loaded */
    const char *root_folder, *metric; /* likewise: options.root and options.metric, in the arena */
    bireme_table_options tables;      /* likewise, without callbacks; its arrays and texts are in the arena */
};

/* bireme_scenario_load() that also adds every file it opens to the list, even if it fails: the scenario, what
 * it extends, assumptions, open deals, samples, SIP libraries. */
BIREME_MUST_USE bireme_status bireme_scenario_load_noting(const char *file,
                                                          const bireme_load_options *options,
                                                          bireme_problems *problems, bireme_opened *opened,
                                                          bireme_scenario **out, bireme_error *error);
/* Adds the files that loading would open, without checking their content, in a fraction of the time. False:
 * out of memory. */
bool bireme_scenario_survey(const char *file, const bireme_load_options *options, bireme_opened *opened);

static inline const bireme_model *bireme_scenario_model(const bireme_scenario *scenario)
{
    return scenario->model;
}

#endif
