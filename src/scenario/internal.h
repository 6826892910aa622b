/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a scenario handle holds, for the floors above this one.
 */
#ifndef BIREME_SCENARIO_INTERNAL_H
#define BIREME_SCENARIO_INTERNAL_H

#include "bireme/scenario.h"
#include "model/model.h"
#include "scenario/arena.h"
#include "scenario/node.h"

struct bireme_scenario {
    bireme_model *model;
    /* What it was read from, for mixtures (mix.h): after extends and overrides, rows of the pipeline's file put in. */
    bireme_arena arena;
    const bireme_node *root;
    bool allow_outside_extends, repair_correlations; /* as it was loaded */
    bireme_table_options tables; /* the same, without `told`; what it points to in the arena */
};

static inline const bireme_model *bireme_scenario_model(const bireme_scenario *scenario)
{
    return scenario->model;
}

#endif
