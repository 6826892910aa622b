/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Growth, drift, and what channels do for each other. A walk that is written in `defaults` is one for all
 * channels that take it, unless each has its own; its increments are quantities like any other, so that they
 * have their streams and dimensions, and are the same in scenarios that are compared.
 */
#include "scenario/build/steps.h"

#include <string.h>
#include "base/memory.h"
#include "scenario/build/effective.h"

/* ------------------------ growth */

static int build_rate(bireme_builder *builder, const bireme_node *channel, const char *name)
{
    return bireme_build_rate(builder,
                             bireme_build_path(builder, "channels", channel->key, "growth", name, NULL),
                             bireme_effective_step(builder->reading, channel, "growth", name));
}

/* ------------------------ drift */

static bireme_dist *normal(bireme_builder *builder)
{
    const bireme_dist_argument arguments[] = {{.name = "mean", .value = 0}, {.name = "sd", .value = 1}};
    const bireme_dist_spec spec = {
        .family = bireme_family_find("normal"), .arguments = arguments, .n_arguments = 2};
    bireme_dist *dist = NULL;
    bireme_error error = {0};
    if (bireme_dist_create(&spec, &dist, &error) != BIREME_OK) builder->failed = true;
    return dist;
}

/* The increments of a walk; the number of the first. Those of a path exist once. */
static int build_increments(bireme_builder *builder, const char *path, const bireme_node *node)
{
    const bireme_model *model = builder->model;
    int first = -1;
    for (size_t w = 0; w < model->n_walks; w++)
        if (strcmp(model->walks[w].path, path) == 0) return model->walks[w].first;
    for (size_t t = 0; t < model->periods && !builder->failed; t++) {
        bireme_text text = {0};
        bireme_text_format(&text, "%s[%zu]", path, t);
        const char *own = bireme_arena_take(&builder->reading->arena, &text);
        bireme_dist *dist = own != NULL ? normal(builder) : NULL;
        if (dist == NULL) {
            builder->failed = true;
            return -1;
        }
        int q = bireme_build_quantity(builder, own, dist, node);
        if (t == 0) first = q;
    }
    return first;
}

/* The walk at path, of which there may be one already; −1: nothing drifts. */
static int build_walk(bireme_builder *builder, const char *path, const bireme_node *node)
{
    bireme_model *model = builder->model;
    if (node == NULL || path == NULL || !(node->number > 0) || builder->failed) return -1;
    for (size_t w = 0; w < model->n_walks; w++)
        if (strcmp(model->walks[w].path, path) == 0 && model->walks[w].sigma == node->number) return (int)w;
    int first = build_increments(builder, path, node);
    if (builder->failed) return -1;
    bireme_walk *walks = bireme_realloc(model->walks, model->n_walks + 1, sizeof *walks);
    if (walks == NULL) {
        builder->failed = true;
        return -1;
    }
    model->walks = walks;
    bireme_walk *walk = &walks[model->n_walks++];
    *walk = (bireme_walk){.path = bireme_build_copy(builder, path),
                          .sigma = node->number,
                          .first = first,
                          .origin = bireme_node_origin(node),
                          .pointer = bireme_node_place(node)};
    if (walk->origin == NULL || walk->pointer == NULL) builder->failed = true;
    if (node->parent != NULL) bireme_build_remarks(builder, node->parent, &walk->note, &walk->source);
    return (int)model->n_walks - 1;
}

static bool says_each(const bireme_node *drift)
{
    const bireme_node *each = bireme_node_find(drift, "each");
    return each != NULL && each->type == BIREME_NODE_BOOL && each->truth;
}

static int build_drift(bireme_builder *builder, const bireme_node *channel, const char *name)
{
    const bireme_node *node = bireme_effective_step(builder->reading, channel, "drift", name);
    const char *path = bireme_build_path(builder, "channels", channel->key, "drift", name, NULL);
    if (node == NULL || builder->failed) return -1;
    if (bireme_effective_is_inherited(node) && !says_each(node->parent))
        path = bireme_build_path_in_defaults(builder, path);
    return build_walk(builder, path, node);
}

void bireme_build_economy_drift(bireme_builder *builder, const bireme_node *node)
{
    static const char *const names[] = {"leads", "conversion_odds", "deal_value"};
    bireme_drift *drift = &builder->model->economy.drift;
    int *const out[] = {&drift->leads, &drift->conversion_odds, &drift->deal_value};
    for (size_t i = 0; i < 3; i++)
        *out[i] = build_walk(builder, bireme_build_path(builder, "economy", "drift", names[i], NULL, NULL),
                             bireme_node_find(bireme_node_find(node, "drift"), names[i]));
}

/* ------------------------ lifts */

static size_t channel_of(const bireme_model *model, const char *name)
{
    size_t c = 0;
    while (c < model->n_channels && strcmp(model->channels[c].name, name) != 0) c++;
    return c;
}

/* Also accepts trees that fail the checks. */
void bireme_build_begin_lifts(bireme_builder *builder)
{
    bireme_model *model = builder->model;
    const bireme_node *channels = bireme_node_find(builder->reading->root, "channels");
    size_t c = 0;
    for (const bireme_node *node = model->n_channels > 0 ? channels->first : NULL; node != NULL;
         node = node->next) {
        if (bireme_node_is_remark(node)) continue;
        const bireme_node *lifts = bireme_node_find(node, "lifts");
        for (const bireme_node *lift = lifts != NULL && lifts->type == BIREME_NODE_OBJECT ? lifts->first
                                                                                          : NULL;
             lift != NULL && model->channels[c].has_spend; lift = lift->next) {
            if (lift->type != BIREME_NODE_OBJECT || bireme_node_find(lift, "leads") == NULL) continue;
            bool all = strcmp(lift->key, "all") == 0;
            for (size_t k = 0; k < model->n_channels; k++)
                if (k != c && (all || k == channel_of(model, lift->key)))
                    model->channels[k].lifted_leads = model->channels[c].lifts_leads = true;
        }
        c++;
    }
}

static void build_lift(bireme_builder *builder, const char *prefix, const bireme_node *node,
                       bireme_lift *lift)
{
    const char *path = bireme_build_path(builder, prefix, node->key, NULL, NULL, NULL);
    bool all = strcmp(node->key, "all") == 0;
    lift->channel = all ? -1 : (int)channel_of(builder->model, node->key);
    lift->leads = bireme_build_rate(builder, bireme_build_path(builder, path, "leads", NULL, NULL, NULL),
                                    bireme_node_find(node, "leads"));
    lift->conversion_odds = bireme_build_alloc(builder, builder->model->stages,
                                               sizeof *lift->conversion_odds);
    if (!builder->failed)
        bireme_build_odds(builder, path, bireme_node_find(node, "conversion_odds"), lift->conversion_odds);
}

static void build_lifts(bireme_builder *builder, const bireme_node *node, bireme_channel *channel)
{
    const bireme_node *lifts = bireme_node_find(node, "lifts");
    if (lifts == NULL || !channel->has_spend) return;
    const char *prefix = bireme_build_path(builder, "channels", node->key, "lifts", NULL, NULL);
    channel->lifts = bireme_build_alloc(builder, lifts->count, sizeof *channel->lifts);
    for (const bireme_node *lift = lifts->first; lift != NULL && !builder->failed; lift = lift->next)
        if (!bireme_node_is_remark(lift))
            build_lift(builder, prefix, lift, &channel->lifts[channel->n_lifts++]);
}

/* ------------------------ a channel */

void bireme_build_growth(bireme_builder *builder, const bireme_node *node, bireme_channel *channel)
{
    channel->growth =
        (bireme_growth){.organic_leads = -1, .leads_per_rep = -1, .cost_per_lead = -1, .fixed_cost = -1};
    if (channel->organic_leads >= 0)
        channel->growth.organic_leads = build_rate(builder, node, "organic_leads");
    if (channel->leads_per_rep >= 0)
        channel->growth.leads_per_rep = build_rate(builder, node, "leads_per_rep");
    if (channel->cost_per_lead >= 0)
        channel->growth.cost_per_lead = build_rate(builder, node, "cost_per_lead");
    if (channel->fixed_cost >= 0) channel->growth.fixed_cost = build_rate(builder, node, "fixed_cost");
    channel->growth.deal_value = build_rate(builder, node, "deal_value");
    channel->drift.leads = build_drift(builder, node, "leads");
    channel->drift.conversion_odds = build_drift(builder, node, "conversion_odds");
    channel->drift.deal_value = build_drift(builder, node, "deal_value");
    build_lifts(builder, node, channel);
}
