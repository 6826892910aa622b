/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Multipliers of a regime or of an initiative, and the initiatives themselves.
 */
#include "scenario/build/steps.h"

/* ------------------------ effects */

static int build_multiplier(bireme_builder *builder, const char *prefix, const bireme_node *node,
                            const char *name)
{
    return bireme_build_rate(builder, bireme_build_path(builder, prefix, name, NULL, NULL, NULL),
                             bireme_node_find(node, name));
}

/* A single multiplier for all steps is one quantity; else there is one for each step named. */
void bireme_build_odds(bireme_builder *builder, const char *prefix, const bireme_node *odds, int *out)
{
    const bireme_model *model = builder->model;
    bool each = odds != NULL && odds->type == BIREME_NODE_OBJECT && bireme_node_find(odds, "dist") == NULL;
    const char *path = bireme_build_path(builder, prefix, "conversion_odds", NULL, NULL, NULL);
    int all = each ? -1 : bireme_build_rate(builder, path, odds);
    for (size_t s = 0; s < model->stages; s++) {
        out[s] = s > 0 ? all : -1;
        if (each && s > 0)
            out[s] = bireme_build_rate(builder,
                                       bireme_build_path(builder, path, model->stage[s], NULL, NULL, NULL),
                                       bireme_node_find(odds, model->stage[s]));
    }
}

void bireme_build_effects(bireme_builder *builder, const char *prefix, const bireme_node *node,
                          bireme_effects *effects)
{
    effects->leads = build_multiplier(builder, prefix, node, "leads");
    effects->cost_per_lead = build_multiplier(builder, prefix, node, "cost_per_lead");
    effects->deal_value = build_multiplier(builder, prefix, node, "deal_value");
    effects->cycle_time = build_multiplier(builder, prefix, node, "cycle_time");
    effects->churn = build_multiplier(builder, prefix, node, "churn");
    effects->conversion_odds = bireme_build_alloc(builder, builder->model->stages,
                                                  sizeof *effects->conversion_odds);
    if (!builder->failed)
        bireme_build_odds(builder, prefix, bireme_node_find(node, "conversion_odds"),
                          effects->conversion_odds);
}

/* ------------------------ initiatives */

static int build_cost(bireme_builder *builder, const bireme_node *node, const char *name)
{
    return bireme_build_rate(builder, bireme_build_path(builder, "initiatives", node->key, name, NULL, NULL),
                             bireme_node_find(node, name));
}

static void build_initiative(bireme_builder *builder, const bireme_node *node, bireme_initiative *initiative)
{
    const bireme_node *from = bireme_node_find(node, "from");
    int year, month, day;
    initiative->name = bireme_build_copy(builder, node->key);
    if (from != NULL && bireme_date_parse(from->text, &year, &month, &day))
        initiative->from = bireme_calendar_position(&builder->model->calendar, year, month, day);
    initiative->ramp_months = bireme_build_number(node, "ramp_months", 0);
    initiative->cost = build_cost(builder, node, "cost");
    initiative->one_time_cost = build_cost(builder, node, "one_time_cost");
    bireme_build_effects(builder, bireme_build_path(builder, "initiatives", node->key, "effect", NULL, NULL),
                         bireme_node_find(node, "effect"), &initiative->effects);
}

void bireme_build_initiatives(bireme_builder *builder)
{
    bireme_model *model = builder->model;
    const bireme_node *map = bireme_node_find(builder->reading->root, "initiatives");
    if (map == NULL) return;
    model->initiatives = bireme_build_alloc(builder, map->count, sizeof *model->initiatives);
    for (const bireme_node *node = map->first; node != NULL && !builder->failed; node = node->next) {
        if (node->type != BIREME_NODE_OBJECT) continue; /* note, source */
        build_initiative(builder, node, &model->initiatives[model->n_initiatives]);
        model->n_initiatives++;
    }
}
