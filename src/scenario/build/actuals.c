/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The periods that are over. The model's own calendar, lists and dates begin after them; adstock goes on from
 * what was spent.
 */
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "model/past.h"
#include "scenario/build/effective.h"
#include "scenario/build/steps.h"

/* A list of numbers, NAN where one is null; NULL if it is not given. */
static double *build_list(bireme_builder *builder, const bireme_node *parent, const char *name)
{
    const bireme_node *list = bireme_node_find(parent, name);
    size_t t = 0;
    if (list == NULL || builder->failed) return NULL;
    double *values = bireme_build_alloc(builder, list->count, sizeof *values);
    for (const bireme_node *entry = list->first; values != NULL && entry != NULL; entry = entry->next)
        values[t++] = entry->type == BIREME_NODE_NUMBER ? entry->number : NAN;
    return values;
}

static void build_figures(bireme_builder *builder, const bireme_node *node, bireme_past_figures *out)
{
    out->leads = build_list(builder, node, "leads");
    out->wins = build_list(builder, node, "wins");
    out->bookings = build_list(builder, node, "bookings");
    out->revenue = build_list(builder, node, "revenue");
    out->spend = build_list(builder, node, "spend");
}

void bireme_build_past(bireme_builder *builder)
{
    bireme_model *model = builder->model;
    bireme_past *past = &model->past;
    const bireme_node *node = bireme_node_find(builder->reading->root, "actuals");
    const bireme_node *stages = bireme_node_find(node, "stages"),
                      *channels = bireme_node_find(node, "channels");
    if (past->periods == 0) return;
    build_figures(builder, node, &past->all);
    past->sales_cost = build_list(builder, node, "sales_cost");
    past->contribution = build_list(builder, node, "contribution");
    if (stages != NULL) {
        past->stage = bireme_build_alloc(builder, model->stages, sizeof *past->stage);
        for (size_t s = 0; s < model->stages && !builder->failed; s++)
            past->stage[s] = build_list(builder, stages, model->stage[s]);
    }
    if (channels == NULL || builder->failed) return;
    past->channels = bireme_build_alloc(builder, model->n_channels, sizeof *past->channels);
    for (size_t c = 0; c < model->n_channels && !builder->failed; c++)
        build_figures(builder, bireme_node_find(channels, model->channels[c].name), &past->channels[c]);
}

/* What the plan spends in period t of the scenario. */
static double planned(const bireme_node *spend, size_t t)
{
    const bireme_node *entry = spend != NULL && spend->type == BIREME_NODE_LIST ? bireme_node_at(spend, t)
                                                                                : spend;
    return entry != NULL && entry->type == BIREME_NODE_NUMBER ? entry->number : 0;
}

void bireme_build_spent(bireme_builder *builder, bireme_channel *channel)
{
    const bireme_past *past = &builder->model->past;
    const bireme_node *channels = bireme_node_find(builder->reading->root, "channels");
    const bireme_node *spend = bireme_effective_field(builder->reading,
                                                      bireme_node_find(channels, channel->name), "spend");
    size_t c = (size_t)(channel - builder->model->channels), before = channel->n_spend_before;
    if (!channel->has_spend || past->periods == 0) return;
    const double *spent = past->channels != NULL ? past->channels[c].spend : NULL;
    double *all = bireme_build_alloc(builder, before + past->periods, sizeof *all);
    if (all == NULL) return;
    if (before > 0) memcpy(all, channel->spend_before, before * sizeof *all);
    /* where it is not known, as planned; checking has said so if it matters (adstock) */
    for (size_t t = 0; t < past->periods; t++)
        all[before + t] = spent == NULL || isnan(spent[t]) ? planned(spend, t) : spent[t];
    bireme_free(channel->spend_before);
    channel->spend_before = all;
    channel->n_spend_before = before + past->periods;
}

void bireme_build_check_goal(bireme_builder *builder)
{
    const bireme_model *model = builder->model;
    const bireme_node *node = bireme_node_find(bireme_node_find(builder->reading->root, "goal"), "metric");
    bireme_metric_id id;
    char last[BIREME_LABEL_SIZE];
    if (node == NULL || !bireme_metric_find(model, node->text, &id) || bireme_past_suffices(model, id))
        return;
    const char *lacks = bireme_past_lacks(model, id);
    bireme_calendar_end(&model->past.calendar, model->past.periods - 1, last);
    if (lacks != NULL)
        bireme_node_warn(&builder->reading->report, node,
                         "the goal is about `%s` from the start, and what it was through %s is not known: no "
                         "chance can be "
                         "told; give %s in `actuals`",
                         node->text, last, lacks);
    else
        bireme_node_warn(&builder->reading->report, node,
                         "the goal is about `%s` over the whole horizon, of which the part through %s is not "
                         "known: no chance can be told",
                         node->text, last);
    builder->model->goal.present = false;
}
