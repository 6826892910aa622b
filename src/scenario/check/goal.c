/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The goal: whether the scenario has its metric, whether that can be measured by its date, and whether its
 * limit is on the side that is good.
 */
#include <stdint.h>
#include <string.h>
#include "base/nearest.h"
#include "model/metric.h"
#include "scenario/check/internal.h"
#include "scenario/build/effective.h"
#include "scenario/frame.h"

/* ------------------------ an outline of the model */

static bool is_positive(const bireme_node *node)
{
    return node != NULL && node->type == BIREME_NODE_NUMBER && node->number > 0;
}

static double touch_by(const bireme_node *touches, const char *name, const char *own)
{
    const bireme_node *touch = strcmp(name, own) == 0 ? NULL : bireme_node_find(touches, name);
    return is_positive(touch) ? touch->number : 0;
}

static bool outline_channel(bireme_reading *reading, const bireme_node *node, const char *name,
                            bireme_channel *channel)
{
    const bireme_names *channels = &reading->channels;
    const bireme_node *adstock = bireme_effective_field(reading, node, "adstock");
    const bireme_node *curve = bireme_node_find(bireme_effective_field(reading, node, "response"), "curve");
    const bireme_node *touches = bireme_effective_field(reading, node, "touches");
    channel->name = bireme_arena_copy(&reading->arena, name, strlen(name));
    channel->owner = bireme_owner_read(bireme_effective_field(reading, node, "owner"));
    channel->has_spend = bireme_effective_field(reading, node, "spend") != NULL;
    channel->adstock = is_positive(adstock) ? adstock->number : 0;
    if (curve != NULL && curve->type == BIREME_NODE_TEXT && strcmp(curve->text, "linear") != 0)
        channel->response.curve = BIREME_CURVE_POWER; /* any that is not linear */
    for (size_t c = 0; c < channels->count && channel->touches == NULL; c++) {
        if (touch_by(touches, channels->names[c], name) == 0) continue;
        channel->touches = bireme_arena_alloc(&reading->arena, channels->count, sizeof *channel->touches);
        if (channel->touches == NULL) return false;
    }
    return channel->name != NULL;
}

/* One group with a channel and one without stand for all of them. */
static void outline_open(const bireme_reading *reading, bireme_model *model, bireme_open_group *groups)
{
    const bireme_node *list = bireme_node_find(reading->root, "pipeline");
    bool with = false, without = false;
    if (list == NULL || list->type != BIREME_NODE_LIST) return;
    for (const bireme_node *entry = list->first; entry != NULL; entry = entry->next) {
        bool has = bireme_node_find(entry, "channel") != NULL;
        with = with || has;
        without = without || !has;
    }
    model->open = groups;
    if (with) groups[model->n_open++].channel = 0;
    if (without) groups[model->n_open++].channel = -1;
}

static void outline_blocks(const bireme_reading *reading, bireme_model *model)
{
    const bireme_node *root = reading->root, *sales = bireme_node_find(root, "sales");
    const bireme_node *initiatives = bireme_node_find(root, "initiatives");
    const bireme_node *opening = bireme_node_find(bireme_node_find(root, "revenue"), "opening");
    model->sales.present = sales != NULL;
    model->sales.has_capacity = bireme_node_find(sales, "opportunities_per_rep") != NULL;
    model->revenue.recurring = bireme_recurring_read(reading);
    model->revenue.opening = is_positive(opening) ? opening->number : 0;
    model->n_initiatives = initiatives != NULL ? initiatives->count : 0;
}

/* A model with what decides which metrics there are, and no more. */
static bool outline_model(bireme_reading *reading, bireme_model *model, bireme_open_group groups[2])
{
    *model = (bireme_model){.stages = reading->stages.count, .n_channels = reading->channels.count};
    model->stage = bireme_arena_alloc(&reading->arena, model->stages + 1, sizeof *model->stage);
    model->channels = bireme_arena_alloc(&reading->arena, model->n_channels + 1, sizeof *model->channels);
    if (model->stage == NULL || model->channels == NULL) return false;
    for (size_t s = 0; s < model->stages; s++) {
        const char *name = reading->stages.names[s];
        model->stage[s] = bireme_arena_copy(&reading->arena, name, strlen(name));
        if (model->stage[s] == NULL) return false;
    }
    const bireme_node *channels = bireme_node_find(reading->root, "channels");
    for (size_t c = 0; c < model->n_channels; c++) {
        const char *name = reading->channels.names[c];
        if (!outline_channel(reading, bireme_node_find(channels, name), name, &model->channels[c]))
            return false;
    }
    outline_open(reading, model, groups);
    outline_blocks(reading, model);
    return true;
}

/* ------------------------ metric and date */

static void report_metric(bireme_reading *reading, const bireme_node *node, const bireme_metrics *metrics)
{
    char quoted[BIREME_QUOTE_SIZE], near_quoted[BIREME_QUOTE_SIZE];
    bireme_quote(quoted, node->text);
    const char **names = bireme_arena_alloc(&reading->arena, metrics->count, sizeof *names);
    if (names == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    bireme_text all = {0};
    for (size_t i = 0; i < metrics->count; i++) {
        const char *name = names[i] = metrics->items[i].name;
        bool family = strchr(name, '.') != NULL &&
                      (strncmp(name, "stage.", 6) == 0 || strncmp(name, "owner.", 6) == 0 ||
                       strncmp(name, "channel.", 8) == 0);
        if (!family) bireme_text_format(&all, ", %s", name);
    }
    const char *nearest = bireme_nearest(node->text, names, metrics->count);
    if (nearest != NULL)
        bireme_node_fail(&reading->report, node, "this scenario has no metric `%s`; did you mean `%s`?",
                         quoted, bireme_quote(near_quoted, nearest));
    else
        bireme_node_fail(
            &reading->report, node,
            "this scenario has no metric `%s`; it has: stage.NAME, owner.NAME.…, channel.NAME.…%s", quoted,
            bireme_text_string(&all));
    bireme_text_free(&all);
}

/* One limit, on the side that is good. */
static void check_limit(bireme_reading *reading, const bireme_node *goal, const bireme_metric *metric)
{
    const bireme_node *least = bireme_node_find(goal, "at_least"), *most = bireme_node_find(goal, "at_most");
    if (least == NULL || most != NULL || !bireme_metric_less_is_better(metric->kind)) return;
    bireme_node_fail(&reading->report, least, "of `%s` less is better: write `at_most` instead of `at_least`",
                     metric->name);
}

/* by: the period of the goal, −1 if it is not valid. */
static void check_metric(bireme_reading *reading, const bireme_node *goal, long by)
{
    bireme_model model;
    bireme_open_group groups[2] = {{.channel = -1}};
    bireme_metrics *metrics = NULL;
    const bireme_node *node = bireme_node_find(goal, "metric");
    if (node == NULL || node->type != BIREME_NODE_TEXT || reading->stages.count == 0 ||
        reading->channels.count == 0)
        return;
    if (!outline_model(reading, &model, groups) ||
        bireme_metrics_create(&model, &metrics, NULL) != BIREME_OK) {
        bireme_report_memory(&reading->report);
        return;
    }
    size_t found = bireme_metrics_find(metrics, node->text);
    if (found == SIZE_MAX) {
        report_metric(reading, node, metrics);
    } else {
        check_limit(reading, goal, &metrics->items[found]);
        bireme_metric_total total = metrics->items[found].total;
        bool early = by >= 0 && by + 1 < (long)reading->periods;
        if (early && total != BIREME_TOTAL_SUM && total != BIREME_TOTAL_LAST)
            bireme_node_fail(&reading->report, bireme_node_find(goal, "by"),
                             "`%s` does not add up over the periods and is measured over the whole horizon: "
                             "leave `by` out",
                             node->text);
    }
    bireme_metrics_free(metrics);
}

/* The period of `by`; −1: there is none, or it is outside the horizon, which is reported. */
static long check_by(bireme_reading *reading, const bireme_node *by)
{
    bireme_calendar calendar;
    int year, month, day;
    if (by == NULL || by->type != BIREME_NODE_TEXT || !bireme_date_parse(by->text, &year, &month, &day))
        return -1;
    if (reading->periods == 0 || !bireme_calendar_read(reading, &calendar)) return -1;
    long period = bireme_calendar_find(&calendar, year, month, day);
    if (period >= 0 && period < (long)reading->periods) return period;
    char first[BIREME_LABEL_SIZE], last[BIREME_LABEL_SIZE];
    bireme_node_fail(&reading->report, by,
                     "`by` is %s, which is outside the horizon: its periods are %s to %s", by->text,
                     bireme_calendar_label(&calendar, 0, first),
                     bireme_calendar_label(&calendar, reading->periods - 1, last));
    return -1;
}

static void check_one_limit(bireme_reading *reading, const bireme_node *goal)
{
    const bireme_node *least = bireme_node_find(goal, "at_least"), *most = bireme_node_find(goal, "at_most");
    if (goal == NULL || goal->type != BIREME_NODE_OBJECT) return;
    if (least == NULL && most == NULL)
        bireme_node_fail(&reading->report, goal,
                         "a goal needs `at_least` or, for what is better the less of it there is, `at_most`");
    if (least != NULL && most != NULL)
        bireme_node_fail(&reading->report, most, "a goal has `at_least` or `at_most`, not both%s",
                         strcmp(least->file, most->file) != 0 ? ": set the one that is not meant to null"
                                                              : "");
}

void bireme_check_goal(bireme_reading *reading)
{
    const bireme_node *goal = bireme_node_find(reading->root, "goal");
    long by = check_by(reading, bireme_node_find(goal, "by"));
    check_one_limit(reading, goal);
    check_metric(reading, goal, by);
}
