/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Channels: what a channel says itself is its own quantity; what comes from `defaults` is one quantity for
 * all that take it, unless it is drawn for each.
 */
#include "scenario/build/steps.h"

#include <string.h>
#include "base/memory.h"
#include "scenario/check/internal.h"
#include "scenario/build/effective.h"
#include "scenario/frame.h"

static void build_steps(bireme_builder *builder, const bireme_node *node, bireme_channel *channel)
{
    bireme_reading *reading = builder->reading;
    bireme_model *model = builder->model;
    channel->conversion = bireme_build_alloc(builder, model->stages, sizeof *channel->conversion);
    channel->cycle = bireme_build_alloc(builder, model->stages, sizeof *channel->cycle);
    if (builder->failed) return;
    channel->conversion[0] = -1;
    channel->cycle[0].scale = -1;
    for (size_t s = 1; s < model->stages; s++) {
        const char *step = model->stage[s];
        const char *path = bireme_build_path(builder, "channels", channel->name, "conversion", step, NULL);
        channel->conversion[s] = bireme_build_rate(builder, path,
                                                   bireme_effective_step(reading, node, "conversion", step));
        path = bireme_build_path(builder, "channels", channel->name, "cycle_days", step, NULL);
        bireme_build_item(builder, path, bireme_effective_step(reading, node, "cycle_days", step),
                          &channel->cycle[s]);
    }
}

static int build_channel_rate(bireme_builder *builder, const bireme_node *node, const char *name)
{
    return bireme_build_rate(builder, bireme_build_path(builder, "channels", node->key, name, NULL, NULL),
                             bireme_effective_field(builder->reading, node, name));
}

static const struct {
    const char *name;
    bireme_curve curve;
} curves[] = {{"linear", BIREME_CURVE_LINEAR}, {"power", BIREME_CURVE_POWER}, {"hill", BIREME_CURVE_HILL}};

static bireme_response read_response(const bireme_node *node)
{
    const bireme_node *curve = bireme_node_find(node, "curve");
    bireme_response response = {.reference_spend = bireme_build_number(node, "reference_spend", 0),
                                .elasticity = bireme_build_number(node, "elasticity", 0),
                                .half_saturation = bireme_build_number(node, "half_saturation", 0),
                                .shape = bireme_build_number(node, "shape", 0)};
    for (size_t i = 0; curve != NULL && i < sizeof curves / sizeof *curves; i++)
        if (strcmp(curves[i].name, curve->text) == 0) response.curve = curves[i].curve;
    return response;
}

/* What spend does; of a channel without it nothing matters. */
static void build_spend(bireme_builder *builder, const bireme_node *node, bireme_channel *channel)
{
    bireme_reading *reading = builder->reading;
    const bireme_node *spend = bireme_effective_field(reading, node, "spend");
    channel->has_spend = spend != NULL;
    channel->spend = bireme_build_periods(builder, spend, 0);
    if (spend == NULL) return;
    const bireme_node *before = bireme_effective_field(reading, node, "spend_before");
    const bireme_node *adstock = bireme_effective_field(reading, node, "adstock");
    channel->adstock = adstock != NULL ? adstock->number : 0;
    channel->response = read_response(bireme_effective_field(reading, node, "response"));
    if (before == NULL) return;
    if (before->type == BIREME_NODE_NUMBER) {
        channel->spend_before_steady = before->number;
        return;
    }
    channel->spend_before = bireme_build_alloc(builder, before->count, sizeof *channel->spend_before);
    if (channel->spend_before == NULL) return;
    for (const bireme_node *entry = before->first; entry != NULL; entry = entry->next)
        channel->spend_before[channel->n_spend_before++] = entry->number;
}

static void build_touches(bireme_builder *builder, const bireme_node *node, bireme_channel *channel)
{
    const bireme_reading *reading = builder->reading;
    const bireme_node *touches = bireme_effective_field(reading, node, "touches");
    bool any = false;
    if (touches == NULL) return;
    channel->touches = bireme_build_alloc(builder, reading->channels.count, sizeof *channel->touches);
    for (size_t c = 0; channel->touches != NULL && c < reading->channels.count; c++) {
        const char *name = reading->channels.names[c];
        if (strcmp(name, node->key) == 0) continue; /* `defaults` may name all channels */
        channel->touches[c] = bireme_build_number(touches, name, 0);
        any = any || channel->touches[c] > 0;
    }
    if (any) return;
    bireme_free(channel->touches);
    channel->touches = NULL;
}

static void build_channel(bireme_builder *builder, const bireme_node *node, bireme_channel *channel)
{
    bireme_reading *reading = builder->reading;
    const bireme_node *dispersion = bireme_effective_field(reading, node, "dispersion");
    *channel = (bireme_channel){
        .cost_per_lead = -1, .organic_leads = -1, .leads_per_rep = -1, .deal_value = {.scale = -1}};
    channel->name = bireme_build_copy(builder, node->key);
    channel->owner = bireme_owner_read(bireme_effective_field(reading, node, "owner"));
    build_spend(builder, node, channel);
    channel->season = bireme_build_periods(builder, bireme_effective_field(reading, node, "season"), 1);
    channel->dispersion = dispersion != NULL ? dispersion->number : 0;
    build_touches(builder, node, channel);
    bireme_build_remarks(builder, node, &channel->note, &channel->source);
    if (builder->failed) return;
    if (channel->has_spend) channel->cost_per_lead = build_channel_rate(builder, node, "cost_per_lead");
    channel->organic_leads = build_channel_rate(builder, node, "organic_leads");
    channel->leads_per_rep = build_channel_rate(builder, node, "leads_per_rep");
    if (!builder->failed) build_steps(builder, node, channel);
    bireme_build_item(builder, bireme_build_path(builder, "channels", node->key, "deal_value", NULL, NULL),
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
