/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Channels: what a channel gives itself is its own quantity; what comes from `defaults` is one quantity for
 * all channels that take it, unless each draws it separately.
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
    channel->lost = bireme_build_alloc(builder, model->stages, sizeof *channel->lost);
    if (builder->failed) return;
    channel->conversion[0] = -1;
    channel->cycle[0].scale = channel->lost[0].scale = -1;
    for (size_t s = 1; s < model->stages; s++) {
        const char *step = model->stage[s];
        const char *path = bireme_build_path(builder, "channels", channel->name, "conversion", step, NULL);
        channel->conversion[s] = bireme_build_rate(builder, path,
                                                   bireme_effective_step(reading, node, "conversion", step));
        path = bireme_build_path(builder, "channels", channel->name, "cycle_days", step, NULL);
        bireme_build_item(builder, path, bireme_effective_step(reading, node, "cycle_days", step),
                          &channel->cycle[s]);
        path = bireme_build_path(builder, "channels", channel->name, "lost_days", step, NULL);
        bireme_build_item(builder, path, bireme_effective_step(reading, node, "lost_days", step),
                          &channel->lost[s]);
    }
}

static int build_channel_rate(bireme_builder *builder, const bireme_node *node, const char *name)
{
    return bireme_build_rate(builder, bireme_build_path(builder, "channels", node->key, name, NULL, NULL),
                             bireme_effective_field(builder->reading, node, name));
}

/* An unknown curve, which is an error, is not treated as the linear one. */
static bireme_response read_response(const bireme_node *node)
{
    const bireme_node *curve = bireme_node_find(node, "curve");
    bireme_response response = {.reference_spend = bireme_build_number(node, "reference_spend", 0),
                                .elasticity = bireme_build_number(node, "elasticity", 0),
                                .half_saturation = bireme_build_number(node, "half_saturation", 0),
                                .shape = bireme_build_number(node, "shape", 0)};
    if (curve != NULL && curve->type == BIREME_NODE_TEXT)
        while (response.curve < BIREME_CURVE_HILL &&
               strcmp(bireme_curves[response.curve].name, curve->text) != 0)
            response.curve++;
    return response;
}

/* What spend buys; nothing for a channel without spend. */
static void build_spend(bireme_builder *builder, const bireme_node *node, bireme_channel *channel)
{
    bireme_reading *reading = builder->reading;
    const bireme_node *spend = bireme_effective_field(reading, node, "spend");
    channel->spend = bireme_build_periods(builder, spend, 0);
    const bireme_node *before = spend != NULL ? bireme_effective_field(reading, node, "spend_before") : NULL;
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

/* `defaults` may name the channel itself, which is ignored. Entries beyond the limit, an error, are ignored
 * too. */
static void begin_touches(bireme_builder *builder, const bireme_node *node, bireme_channel *channel)
{
    const bireme_names *channels = &builder->reading->channels;
    const bireme_node *touches = bireme_effective_field(builder->reading, node, "touches");
    size_t n = 0;
    if (touches == NULL || touches->type != BIREME_NODE_OBJECT) return;
    for (const bireme_node *t = touches->first; t != NULL && n <= BIREME_TOUCHES_MOST; t = t->next) {
        size_t c = 0;
        if (t->type != BIREME_NODE_NUMBER || !(t->number > 0) || strcmp(t->key, node->key) == 0) continue;
        while (c < channels->count && strcmp(t->key, channels->names[c]) != 0) c++;
        if (c == channels->count) continue;
        if (n++ == 0)
            channel->touches = bireme_build_alloc(builder, channels->count, sizeof *channel->touches);
        if (channel->touches == NULL) return;
        channel->touches[c] = t->number;
    }
}

static void begin_channel(bireme_builder *builder, const bireme_node *node, bireme_channel *channel)
{
    const bireme_reading *reading = builder->reading;
    const bireme_node *adstock = bireme_effective_field(reading, node, "adstock");
    *channel = (bireme_channel){.spend_factor = -1,
                                .cost_per_lead = -1,
                                .organic_leads = -1,
                                .leads_per_rep = -1,
                                .team = -1,
                                .fixed_cost = -1,
                                .cost_per_organic_lead = -1,
                                .deal_value = {.scale = -1},
                                .growth = {-1, -1, -1, -1, -1},
                                .drift = {-1, -1, -1}};
    channel->name = bireme_build_copy(builder, node->key);
    channel->owner = bireme_owner_read(bireme_effective_field(reading, node, "owner"));
    channel->has_spend = bireme_effective_field(reading, node, "spend") != NULL;
    if (channel->has_spend && adstock != NULL) channel->adstock = adstock->number;
    if (channel->has_spend)
        channel->response = read_response(bireme_effective_field(reading, node, "response"));
    channel->has_own_cost = bireme_effective_field(reading, node, "fixed_cost") != NULL ||
                            (bireme_effective_field(reading, node, "cost_per_organic_lead") != NULL &&
                             bireme_effective_field(reading, node, "organic_leads") != NULL);
    begin_touches(builder, node, channel);
}

void bireme_build_begin_channels(bireme_builder *builder)
{
    const bireme_node *channels = bireme_node_find(builder->reading->root, "channels");
    const size_t n = builder->reading->channels.count;
    bireme_model *model = builder->model;
    model->channels = bireme_build_alloc(builder, n, sizeof *model->channels);
    for (const bireme_node *node = n > 0 ? channels->first : NULL; node != NULL && !builder->failed;
         node = node->next)
        if (!bireme_node_is_remark(node)) begin_channel(builder, node, &model->channels[model->n_channels++]);
    if (!builder->failed) bireme_build_begin_lifts(builder);
}

static void build_channel(bireme_builder *builder, const bireme_node *node, bireme_channel *channel)
{
    bireme_reading *reading = builder->reading;
    const bireme_node *dispersion = bireme_effective_field(reading, node, "dispersion");
    build_spend(builder, node, channel);
    bireme_build_spent(builder, channel);
    channel->season = bireme_build_periods(builder, bireme_effective_field(reading, node, "season"), 1);
    channel->dispersion = dispersion != NULL ? dispersion->number : 0;
    bireme_build_remarks(builder, node, &channel->note, &channel->source);
    if (builder->failed) return;
    if (channel->has_spend) channel->cost_per_lead = build_channel_rate(builder, node, "cost_per_lead");
    if (channel->has_spend) channel->spend_factor = build_channel_rate(builder, node, "spend_factor");
    channel->organic_leads = build_channel_rate(builder, node, "organic_leads");
    channel->leads_per_rep = build_channel_rate(builder, node, "leads_per_rep");
    channel->fixed_cost = build_channel_rate(builder, node, "fixed_cost");
    if (channel->organic_leads >= 0)
        channel->cost_per_organic_lead = build_channel_rate(builder, node, "cost_per_organic_lead");
    if (!builder->failed) build_steps(builder, node, channel);
    bireme_build_item(builder, bireme_build_path(builder, "channels", node->key, "deal_value", NULL, NULL),
                      bireme_effective_field(reading, node, "deal_value"), &channel->deal_value);
    if (!builder->failed) bireme_build_growth(builder, node, channel);
}

void bireme_build_channels(bireme_builder *builder)
{
    const bireme_node *node = bireme_node_find(builder->reading->root, "channels")->first;
    for (size_t c = 0; node != NULL && !builder->failed; node = node->next)
        if (!bireme_node_is_remark(node)) build_channel(builder, node, &builder->model->channels[c++]);
}
