/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A block of trials of a scenario that a test writes as text.
 */
#ifndef BIREME_TESTS_ENGINE_MADE_BLOCK_H
#define BIREME_TESTS_ENGINE_MADE_BLOCK_H

#include "support/check.h"

#include <string.h>
#include "engine/run/tables.h"
#include "engine/trial/block.h"
#include "scenario/internal.h"
#include "support/scenario_of.h"

typedef struct made_block {
    bireme_scenario *scenario;
    bireme_compiled *compiled;
    bireme_layout layout;
    bireme_sources sources;
    bireme_block *block;
} made_block;

/* Takes the scenario over. */
static inline void make_block(bireme_scenario *scenario, made_block *made)
{
    const bireme_model *model = bireme_scenario_model(scenario);
    bireme_error error;
    *made = (made_block){.scenario = scenario};
    if (bireme_tables_compile(model, 1, &made->compiled, &error) != BIREME_OK) fail_msg("%s", error.message);
    assert_int_equal(bireme_sources_create(model, 5, &made->sources, &error), BIREME_OK);
    assert_int_equal(bireme_block_create(made->compiled, &made->sources, false, &made->block, &error),
                     BIREME_OK);
}

static inline void free_block(made_block *made)
{
    bireme_block_free(made->block);
    bireme_sources_free(&made->sources);
    bireme_layout_free(&made->layout);
    bireme_compiled_free(made->compiled);
    bireme_scenario_free(made->scenario);
}

/* The lanes of a quantity; NULL: there is none of that path. */
static inline const double *quantity_of(const made_block *made, const char *path)
{
    const bireme_model *model = made->compiled->model;
    for (size_t q = 0; q < model->n_quantities; q++)
        if (strcmp(model->quantities[q].path, path) == 0) return made->block->quantity[q];
    return NULL;
}

#endif
