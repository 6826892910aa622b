/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a decision may move, and how far.
 */
#include <math.h>
#include <string.h>
#include "model/metric.h"
#include "scenario/build/steps.h"

static const char prefix[] = "channels.", suffix[] = ".spend";

/* The channel of "channels.NAME.spend"; −1 for reps. */
static int channel_of(const bireme_model *model, const char *path)
{
    size_t before = sizeof prefix - 1, after = sizeof suffix - 1, length = strlen(path);
    if (length <= before + after || strncmp(path, prefix, before) != 0) return -1;
    for (size_t c = 0; c < model->n_channels; c++) {
        const char *name = model->channels[c].name;
        if (strlen(name) == length - before - after && strncmp(path + before, name, strlen(name)) == 0)
            return (int)c;
    }
    return -1;
}

/* The team of "sales.teams.NAME.reps"; 0 for sales.reps. */
static size_t team_of(const bireme_model *model, const char *path)
{
    char own[BIREME_REPS_PATH_SIZE];
    for (size_t k = 0; k < model->n_teams; k++)
        if (strcmp(bireme_model_reps_path(model, k, own), path) == 0) return k;
    return 0;
}

static void add_line(bireme_model *model, int channel, size_t team, const bireme_node *line)
{
    const bireme_node *whole = bireme_node_find(line, "whole");
    model->decision.lines[model->decision.n_lines++] =
        (bireme_line){.channel = channel,
                      .team = team,
                      .min = bireme_build_number(line, "min", 0),
                      .max = bireme_build_number(line, "max", INFINITY),
                      .whole = whole != NULL ? whole->truth : channel < 0};
}

/* Whether the line is about hires at a date. */
static bool is_dated(const bireme_node *line)
{
    const bool reps = strncmp(line->key, "sales.", 6) == 0;
    return reps && (bireme_node_find(line, "from") != NULL || strstr(line->key, ".hires[") != NULL);
}

static void keep_dated(bireme_builder *builder, const char *path)
{
    if (builder->model->decision.dated == NULL)
        builder->model->decision.dated = bireme_build_copy(builder, path);
}

void bireme_build_decision(bireme_builder *builder)
{
    bireme_model *model = builder->model;
    const bireme_node *decision = bireme_node_find(builder->reading->root, "decision");
    const bireme_node *lines = bireme_node_find(decision, "lines"),
                      *groups = bireme_node_find(decision, "groups");
    size_t most = lines != NULL ? lines->count : model->n_channels + model->n_teams;
    model->decision.lines = bireme_build_alloc(builder, most, sizeof *model->decision.lines);
    if (model->decision.lines == NULL) return;
    model->decision.given = lines != NULL;
    for (const bireme_node *line = lines != NULL ? lines->first : NULL; line != NULL; line = line->next)
        if (line->type == BIREME_NODE_OBJECT && is_dated(line))
            keep_dated(builder, line->key);
        else if (line->type == BIREME_NODE_OBJECT)
            add_line(model, channel_of(model, line->key), team_of(model, line->key), line);
    for (size_t c = 0; lines == NULL && c < model->n_channels; c++)
        if (model->channels[c].has_spend) add_line(model, (int)c, 0, NULL);
    for (size_t k = 0; lines == NULL && k < model->n_teams; k++) add_line(model, -1, k, NULL);
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) {
        const bireme_node *group = bireme_node_find(groups, bireme_owner_name((bireme_owner)o));
        model->decision.share_min[o] = bireme_build_number(group, "share_min", 0);
        model->decision.share_max[o] = bireme_build_number(group, "share_max", 1);
    }
}
