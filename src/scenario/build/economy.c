/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The economy: regimes with their multipliers; a path, or a start and a transition matrix, rows normalised.
 */
#include "scenario/build/steps.h"

#include <string.h>

static size_t regime_index(const bireme_economy *economy, const char *name)
{
    for (size_t r = 0; r < economy->n_regimes; r++)
        if (strcmp(economy->regimes[r].name, name) == 0) return r;
    return 0; /* not reached: the checks have found the name */
}

static void build_path(bireme_builder *builder, const bireme_node *path)
{
    bireme_model *model = builder->model;
    bireme_economy *economy = &model->economy;
    economy->path = bireme_build_alloc(builder, model->periods, sizeof *economy->path);
    if (economy->path == NULL || path == NULL) return; /* without a path: the only regime */
    const bireme_node *entry = path->type == BIREME_NODE_LIST ? path->first : NULL;
    for (size_t t = 0; t < model->past.periods && entry != NULL; t++) entry = entry->next; /* they are over */
    for (size_t t = 0; t < model->periods; t++) {
        economy->path[t] = (int)regime_index(economy, entry != NULL ? entry->text : path->text);
        if (entry != NULL) entry = entry->next;
    }
}

/* Probabilities by regime name into row [n_regimes], divided by their sum. */
static void fill_row(const bireme_economy *economy, const bireme_node *map, double *row)
{
    double sum = 0;
    for (const bireme_node *entry = map->first; entry != NULL; entry = entry->next) {
        if (entry->type != BIREME_NODE_NUMBER) continue; /* note, source */
        row[regime_index(economy, entry->key)] = entry->number;
        sum += entry->number;
    }
    for (size_t r = 0; r < economy->n_regimes; r++) row[r] /= sum;
}

static void build_chain(bireme_builder *builder, const bireme_node *start, const bireme_node *transition)
{
    bireme_economy *economy = &builder->model->economy;
    size_t n = economy->n_regimes;
    economy->start = bireme_build_alloc(builder, n, sizeof *economy->start);
    economy->transition = bireme_build_alloc(builder, n * n, sizeof *economy->transition);
    if (builder->failed) return;
    if (start == NULL)
        economy->start[0] = 1; /* the only regime */
    else if (start->type == BIREME_NODE_TEXT)
        economy->start[regime_index(economy, start->text)] = 1;
    else
        fill_row(economy, start, economy->start);
    for (size_t r = 0; r < n; r++) {
        const bireme_node *row = bireme_node_find(transition, economy->regimes[r].name);
        if (row != NULL)
            fill_row(economy, row, economy->transition + r * n);
        else
            economy->transition[r * n + r] = 1; /* no transitions: it stays */
    }
}

void bireme_build_economy(bireme_builder *builder)
{
    bireme_economy *economy = &builder->model->economy;
    const bireme_node *node = bireme_node_find(builder->reading->root, "economy");
    const bireme_node *regimes = bireme_node_find(node, "regimes");
    bireme_build_economy_drift(builder, node);
    if (regimes == NULL || builder->failed) return;
    economy->regimes = bireme_build_alloc(builder, builder->reading->regimes.count, sizeof *economy->regimes);
    for (const bireme_node *r = regimes->first; r != NULL && !builder->failed; r = r->next) {
        if (r->type != BIREME_NODE_OBJECT) continue; /* note, source */
        bireme_regime *regime = &economy->regimes[economy->n_regimes++];
        regime->name = bireme_build_copy(builder, r->key);
        bireme_build_effects(builder, bireme_build_path(builder, "economy", "regimes", r->key, NULL, NULL), r,
                             &regime->effects);
    }
    if (builder->failed) return;
    const bireme_node *start = bireme_node_find(node, "start");
    const bireme_node *transition = bireme_node_find(node, "transition");
    if (start != NULL || transition != NULL)
        build_chain(builder, start, transition);
    else
        build_path(builder, bireme_node_find(node, "path"));
}
