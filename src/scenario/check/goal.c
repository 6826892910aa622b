/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The goal: whether the scenario has its metric, whether that can be measured by its date, and whether its
 * limit is on the desirable side.
 */
#include <stdint.h>
#include <string.h>
#include "base/nearest.h"
#include "model/metric.h"
#include "scenario/check/internal.h"
#include "scenario/frame.h"

/* ------------------------ metric and date */

static void report_metric(bireme_reading *reading, const bireme_model *model, const bireme_node *node,
                          const bireme_metrics *metrics)
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
                       strncmp(name, "channel.", 8) == 0 || strncmp(name, "team.", 5) == 0);
        if (!family) bireme_text_format(&all, ", %s", name);
    }
    const char *nearest = bireme_nearest(node->text, names, metrics->count);
    if (nearest != NULL)
        bireme_node_fail(&reading->report, node, "this scenario has no metric `%s`; did you mean `%s`?",
                         quoted, bireme_quote(near_quoted, nearest));
    else
        bireme_node_fail(
            &reading->report, node,
            "this scenario has no metric `%s`; it has: stage.NAME, owner.NAME.…, channel.NAME.…%s%s", quoted,
            model->has_named_teams ? ", team.NAME.…" : "", bireme_text_string(&all));
    bireme_text_free(&all);
}

/* There must be one limit, on the desirable side. */
static void check_limit(bireme_reading *reading, const bireme_node *goal, const bireme_metric *metric)
{
    const bireme_node *least = bireme_node_find(goal, "at_least"), *most = bireme_node_find(goal, "at_most");
    if (least == NULL || most != NULL || !bireme_metric_less_is_better(metric->kind)) return;
    bireme_node_fail(&reading->report, least, "of `%s` less is better: write `at_most` instead of `at_least`",
                     metric->name);
}

/* by: the period of the goal, −1 if it is not valid. */
static void check_metric(bireme_reading *reading, const bireme_model *model, const bireme_node *goal, long by)
{
    bireme_metrics *metrics = NULL;
    const bireme_node *node = bireme_node_find(goal, "metric");
    if (node == NULL || node->type != BIREME_NODE_TEXT || model->stages == 0 || model->n_channels == 0)
        return;
    if (bireme_metrics_create(model, &metrics, NULL) != BIREME_OK) {
        bireme_report_memory(&reading->report);
        return;
    }
    size_t found = bireme_metrics_find(metrics, node->text);
    if (found == SIZE_MAX) {
        report_metric(reading, model, node, metrics);
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

/* The period of `by`; −1: none, or outside the horizon, which is reported. */
static long check_by(bireme_reading *reading, const bireme_node *by)
{
    bireme_calendar calendar;
    int year, month, day;
    if (by == NULL || by->type != BIREME_NODE_TEXT || !bireme_date_parse(by->text, &year, &month, &day))
        return -1;
    if (reading->periods == 0 || !bireme_calendar_read(reading, &calendar)) return -1;
    long period = bireme_calendar_find(&calendar, year, month, day);
    if (period >= (long)reading->past && period < (long)reading->periods) return period;
    char first[BIREME_LABEL_SIZE], last[BIREME_LABEL_SIZE];
    if (period >= 0 && period < (long)reading->past) {
        bireme_node_fail(&reading->report, by,
                         "`by` is %s, which is over: `actuals` goes through %s, and a goal is about what is "
                         "still to come",
                         by->text, bireme_calendar_end(&calendar, reading->past - 1, last));
        return -1;
    }
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

void bireme_check_goal(bireme_reading *reading, const bireme_model *model)
{
    const bireme_node *goal = bireme_node_find(reading->root, "goal");
    long by = check_by(reading, bireme_node_find(goal, "by"));
    check_one_limit(reading, goal);
    check_metric(reading, model, goal, by);
}
