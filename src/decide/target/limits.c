/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why a target is not reached: the pilot is repeated, each time with one of the plan's limits lifted. The
 * limit without which P is highest matters most; if no single one is enough, all together may be.
 */
#include "decide/target/internal.h"

#include <math.h>

static bool has_delays(const bireme_compiled *compiled)
{
    for (size_t c = 0; c < compiled->model->n_channels; c++)
        for (size_t g = 0; g < compiled->channels[c].n_groups; g++)
            if (compiled->channels[c].groups[g].delay != NULL) return true;
    return false;
}

static bool is_saturated(const bireme_target_search *search)
{
    for (size_t c = 0; c < search->model->n_channels; c++)
        if (search->high[c] >= 0 && search->model->channels[c].response.curve != BIREME_CURVE_LINEAR)
            return true;
    return false;
}

/* Whether lines limit the search. For a target that is a maximum their minima count too. */
static bool has_bounds(const bireme_target_search *search)
{
    bool low = search->reps != NULL && search->reps->min > 0;
    for (size_t c = 0; c < search->model->n_channels; c++) low |= search->high[c] >= 0 && search->low[c] > 0;
    return isfinite(bireme_target_highest(search)) || (search->goal.at_most && low);
}

/* The best that is possible without these limits. */
static bireme_status try(bireme_target_search *search, bireme_target_freed freed, bireme_target_limit *limit,
                         bireme_error *error)
{
    bireme_target_nodes nodes = {.trials = search->pilot.trials};
    search->freed = freed;
    bireme_status status = bireme_target_explore(search, &nodes, search->target->confidence, error);
    if (status == BIREME_OK) {
        const bireme_target_node *best = bireme_target_best(search, &nodes);
        limit->probability = best->share;
        limit->probability_se = best->se;
        limit->scale = best->scale;
    }
    search->freed = (bireme_target_freed){false};
    bireme_target_nodes_free(&nodes);
    return status;
}

static void sort_limits(bireme_target *target)
{
    for (size_t i = 1; i < target->n_limits; i++)
        for (size_t k = i; k > 0 && target->limits[k].probability > target->limits[k - 1].probability; k--) {
            bireme_target_limit other = target->limits[k];
            target->limits[k] = target->limits[k - 1];
            target->limits[k - 1] = other;
        }
}

bireme_status bireme_target_find_limits(bireme_target_search *search, bireme_error *error)
{
    bireme_target *target = search->target;
    const bireme_compiled *compiled = search->study->compiled;
    const struct {
        bool there;
        const char *name;
        bireme_target_freed freed;
    } limits[] = {{compiled->n_worked > 0, "sales capacity", {.capacity = true}},
                  {is_saturated(search), "saturation", {.saturation = true}},
                  {has_delays(compiled), "cycle time", {.cycle = true}},
                  {has_bounds(search), "limits of the lines", {.lines = true}}};
    enum { LIMITS = sizeof limits / sizeof *limits };
    const bireme_target_freed all = {limits[0].there, limits[1].there, limits[2].there, limits[3].there};
    bireme_target_limit together = {.probability = target->achieved, .probability_se = target->achieved_se};
    bireme_status status = BIREME_OK;
    target->limits = bireme_arena_alloc(&target->arena, LIMITS, sizeof *target->limits);
    if (target->limits == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < LIMITS && status == BIREME_OK; i++) {
        if (!limits[i].there) continue;
        bireme_target_limit *limit = &target->limits[target->n_limits++];
        limit->name = limits[i].name;
        status = try(search, limits[i].freed, limit, error);
    }
    if (status == BIREME_OK && target->n_limits > 1) status = try(search, all, &together, error);
    if (status == BIREME_OK && target->n_limits == 1) together = target->limits[0];
    target->all_limits = together.probability;
    target->all_limits_se = together.probability_se;
    sort_limits(target);
    return status;
}
