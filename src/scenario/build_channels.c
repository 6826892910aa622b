/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Channels: every channel gets its own quantities, whether a value is its own or comes from `defaults`.
 */
#include "scenario/build.h"

#include <string.h>
#include "base/memory.h"
#include "scenario/check_parts.h"
#include "scenario/dist_read.h"
#include "scenario/effective.h"

/* node NULL: the item is not given. */
static void build_item(bireme_builder *builder, const char *path, const bireme_field *field,
                       const bireme_node *node, bireme_item *item)
{
    bireme_dist_value value = {0};
    *item = (bireme_item){.scale = -1};
    if (node == NULL || builder->failed) return;
    if (!bireme_dist_read(builder->reading, field, node, &value)) {
        builder->failed = true;
        return;
    }
    item->shape = value.dist;
    item->path = bireme_build_copy(builder, path);
    item->origin = bireme_node_origin(node);
    if (item->origin == NULL) builder->failed = true;
    bireme_build_remarks(builder, node, &item->note, &item->source);
    if (value.scale == NULL) return;
    const char *location = bireme_build_path(builder, path, value.location->key, NULL, NULL, NULL);
    item->scale = bireme_build_quantity(builder, location, value.scale, value.location);
}

static void build_steps(bireme_builder *builder, const bireme_node *node, bireme_channel *channel)
{
    bireme_reading *reading = builder->reading;
    bireme_model *model = builder->model;
    const bireme_field *conversion = bireme_build_field(bireme_fields_channel, "conversion");
    const bireme_field *cycle = bireme_build_field(bireme_fields_channel, "cycle_days");
    channel->conversion = bireme_build_alloc(builder, model->stages, sizeof *channel->conversion);
    channel->cycle = bireme_build_alloc(builder, model->stages, sizeof *channel->cycle);
    if (builder->failed) return;
    channel->conversion[0] = -1;
    channel->cycle[0].scale = -1;
    for (size_t s = 1; s < model->stages; s++) {
        const char *step = model->stage[s];
        const char *path = bireme_build_path(builder, "channels", channel->name, "conversion", step, NULL);
        channel->conversion[s] = bireme_build_rate(builder, path, conversion->members,
                                                   bireme_effective_step(reading, node, "conversion", step));
        path = bireme_build_path(builder, "channels", channel->name, "cycle_days", step, NULL);
        build_item(builder, path, cycle->members, bireme_effective_step(reading, node, "cycle_days", step),
                   &channel->cycle[s]);
    }
}

static int build_channel_rate(bireme_builder *builder, const bireme_node *node, const char *name)
{
    return bireme_build_rate(builder, bireme_build_path(builder, "channels", node->key, name, NULL, NULL),
                             bireme_build_field(bireme_fields_channel, name),
                             bireme_effective_field(builder->reading, node, name));
}

static void build_channel(bireme_builder *builder, const bireme_node *node, bireme_channel *channel)
{
    bireme_reading *reading = builder->reading;
    const bireme_node *spend = bireme_effective_field(reading, node, "spend");
    *channel = (bireme_channel){.cost_per_lead = -1, .organic_leads = -1, .deal_value = {.scale = -1}};
    channel->name = bireme_build_copy(builder, node->key);
    channel->owner = bireme_owner_read(bireme_effective_field(reading, node, "owner"));
    channel->has_spend = spend != NULL;
    channel->spend = bireme_build_periods(builder, spend, 0);
    channel->season = bireme_build_periods(builder, bireme_effective_field(reading, node, "season"), 1);
    bireme_build_remarks(builder, node, &channel->note, &channel->source);
    if (builder->failed) return;
    if (spend != NULL) channel->cost_per_lead = build_channel_rate(builder, node, "cost_per_lead");
    channel->organic_leads = build_channel_rate(builder, node, "organic_leads");
    if (!builder->failed) build_steps(builder, node, channel);
    build_item(builder, bireme_build_path(builder, "channels", node->key, "deal_value", NULL, NULL),
               bireme_build_field(bireme_fields_channel, "deal_value"),
               bireme_effective_field(reading, node, "deal_value"), &channel->deal_value);
}

void bireme_build_channels(bireme_builder *builder)
{
    bireme_model *model = builder->model;
    const bireme_node *channels = bireme_node_find(builder->reading->root, "channels");
    model->channels = bireme_build_alloc(builder, builder->reading->channels.count, sizeof *model->channels);
    if (model->channels == NULL) return;
    for (const bireme_node *node = channels->first; node != NULL && !builder->failed; node = node->next) {
        if (node->type != BIREME_NODE_OBJECT) continue; /* note, source */
        build_channel(builder, node, &model->channels[model->n_channels]);
        model->n_channels++;
    }
}
