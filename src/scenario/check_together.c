/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the field table cannot say about a scenario: the start date's form, the stages' names, what every
 * channel needs, and whether the goal can be measured.
 */
#include "scenario/check_parts.h"

#include <stdio.h>
#include <string.h>
#include "base/nearest.h"
#include "model/metric.h"
#include "scenario/effective.h"

#define FAIL(reading, node, ...)                                                                             \
    bireme_node_report(&(reading)->report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO, (node),                   \
                       BIREME_NODE_VALUE, __VA_ARGS__)

bool bireme_calendar_read(const bireme_reading *reading, bireme_calendar *out)
{
    const bireme_node *start = bireme_node_find(reading->root, "start");
    const bireme_node *period = bireme_node_find(reading->root, "period");
    if (start == NULL || start->type != BIREME_NODE_TEXT) return false;
    if (!bireme_date_parse(start->text, &out->year, &out->month, &out->day)) return false;
    if (period != NULL && period->type != BIREME_NODE_TEXT) return false;
    const char *name = period != NULL ? period->text : "month";
    if (strcmp(name, "week") == 0)
        out->period = BIREME_PERIOD_WEEK;
    else if (strcmp(name, "month") == 0)
        out->period = BIREME_PERIOD_MONTH;
    else if (strcmp(name, "quarter") == 0)
        out->period = BIREME_PERIOD_QUARTER;
    else
        return false;
    return true;
}

static void check_start(bireme_reading *reading)
{
    bireme_calendar calendar;
    if (!bireme_calendar_read(reading, &calendar)) return;
    if (calendar.period != BIREME_PERIOD_WEEK && calendar.day != 1)
        FAIL(reading, bireme_node_find(reading->root, "start"),
             "`start` is day %d of a month, but %ss begin with day 1; only weeks may begin on any day",
             calendar.day, calendar.period == BIREME_PERIOD_MONTH ? "month" : "quarter");
}

static void check_stages(bireme_reading *reading)
{
    const bireme_node *funnel = bireme_node_find(reading->root, "funnel");
    if (funnel == NULL || funnel->type != BIREME_NODE_LIST) return;
    for (const bireme_node *stage = funnel->first; stage != NULL; stage = stage->next) {
        if (stage->type != BIREME_NODE_TEXT) continue;
        for (const bireme_node *earlier = funnel->first; earlier != stage; earlier = earlier->next) {
            if (earlier->type != BIREME_NODE_TEXT || strcmp(earlier->text, stage->text) != 0) continue;
            char quoted[BIREME_QUOTE_SIZE];
            FAIL(reading, stage, "the stage `%s` is in the funnel twice", bireme_quote(quoted, stage->text));
            break;
        }
    }
}

/* ------------------------ channels */

static bool is_positive_somewhere(const bireme_node *spend)
{
    if (spend == NULL) return false;
    if (spend->type == BIREME_NODE_NUMBER) return spend->number > 0;
    if (spend->type != BIREME_NODE_LIST) return false;
    for (const bireme_node *entry = spend->first; entry != NULL; entry = entry->next)
        if (entry->type == BIREME_NODE_NUMBER && entry->number > 0) return true;
    return false;
}

static void check_channel(bireme_reading *reading, const bireme_node *channel)
{
    char name[BIREME_QUOTE_SIZE], step[BIREME_QUOTE_SIZE];
    bireme_quote(name, channel->key);
    const bireme_node *spend = bireme_effective_field(reading, channel, "spend");
    for (size_t s = 1; s < reading->stages.count; s++) {
        if (bireme_effective_step(reading, channel, "conversion", reading->stages.names[s]) != NULL) continue;
        FAIL(reading, channel,
             "the channel `%s` has no conversion for the step to `%s`; give it in the channel or in "
             "`defaults`",
             name, bireme_quote(step, reading->stages.names[s]));
    }
    if (is_positive_somewhere(spend) && bireme_effective_field(reading, channel, "cost_per_lead") == NULL)
        FAIL(reading, spend, "the channel `%s` has spend but no `cost_per_lead`: how many leads does it buy?",
             name);
    if (spend == NULL && bireme_effective_field(reading, channel, "organic_leads") == NULL &&
        bireme_node_find(channel, "leads_per_rep") == NULL)
        FAIL(reading, channel, "the channel `%s` has no leads: give it `spend` or `organic_leads`", name);
    if (bireme_effective_field(reading, channel, "deal_value") == NULL)
        bireme_node_report(
            &reading->report, BIREME_SEVERITY_WARNING, BIREME_SCENARIO, channel, BIREME_NODE_VALUE,
            "the channel `%s` has no `deal_value`: its wins are counted but bring no revenue", name);
}

static void check_channels(bireme_reading *reading)
{
    const bireme_node *channels = bireme_node_find(reading->root, "channels");
    if (channels == NULL || channels->type != BIREME_NODE_OBJECT) return;
    for (const bireme_node *channel = channels->first; channel != NULL; channel = channel->next)
        if (channel->type == BIREME_NODE_OBJECT) check_channel(reading, channel);
}

/* ------------------------ goal */

bireme_owner bireme_owner_read(const bireme_node *node)
{
    for (int o = 0; node != NULL && node->type == BIREME_NODE_TEXT && o < BIREME_OWNER_COUNT; o++)
        if (strcmp(node->text, bireme_owner_name((bireme_owner)o)) == 0) return (bireme_owner)o;
    return BIREME_OWNER_MARKETING;
}

/* A model with names and owners alone, which is what the list of metrics needs. */
static bool outline_model(bireme_reading *reading, bireme_model *model)
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
        model->channels[c].name = bireme_arena_copy(&reading->arena, name, strlen(name));
        const bireme_node *channel = bireme_node_find(channels, name);
        model->channels[c].owner = bireme_owner_read(bireme_effective_field(reading, channel, "owner"));
        if (model->channels[c].name == NULL) return false;
    }
    return true;
}

static bool is_later_metric(const char *name)
{
    static const char *const later[] = {"revenue.opening",
                                        "nrr",
                                        "cost.sales",
                                        "contribution",
                                        "romi",
                                        "ltv_cac",
                                        "payback_months",
                                        "share.marketing_touched",
                                        "revenue_per_rep",
                                        "backlog"};
    for (size_t i = 0; i < sizeof later / sizeof later[0]; i++)
        if (strcmp(later[i], name) == 0) return true;
    return false;
}

static void report_metric(bireme_reading *reading, const bireme_node *node, const bireme_metrics *metrics)
{
    char quoted[BIREME_QUOTE_SIZE], near_quoted[BIREME_QUOTE_SIZE];
    bireme_quote(quoted, node->text);
    if (is_later_metric(node->text)) {
        bireme_node_report(&reading->report, BIREME_SEVERITY_ERROR, BIREME_UNSUPPORTED, node,
                           BIREME_NODE_VALUE, "the metric `%s` is not yet supported by this version", quoted);
        return;
    }
    const char **names = bireme_arena_alloc(&reading->arena, metrics->count, sizeof *names);
    if (names == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    for (size_t i = 0; i < metrics->count; i++) names[i] = metrics->items[i].name;
    const char *nearest = bireme_nearest(node->text, names, metrics->count);
    if (nearest != NULL)
        FAIL(reading, node, "there is no metric `%s`; did you mean `%s`?", quoted,
             bireme_quote(near_quoted, nearest));
    else
        FAIL(reading, node,
             "there is no metric `%s`; there are: revenue, bookings, wins, leads, stage.NAME, "
             "owner.NAME.leads|wins|"
             "revenue, channel.NAME.leads|wins|revenue|spend, cost.marketing, cac, share.marketing_sourced, "
             "carried_out, carried_out_value",
             quoted);
}

static void check_goal_metric(bireme_reading *reading, const bireme_node *node)
{
    bireme_model model;
    bireme_metrics *metrics = NULL;
    if (node == NULL || node->type != BIREME_NODE_TEXT || reading->stages.count == 0 ||
        reading->channels.count == 0)
        return;
    if (!outline_model(reading, &model) || bireme_metrics_create(&model, &metrics, NULL) != BIREME_OK) {
        bireme_report_memory(&reading->report);
        return;
    }
    if (bireme_metrics_find(metrics, node->text) == SIZE_MAX) report_metric(reading, node, metrics);
    bireme_metrics_free(metrics);
}

static void check_goal(bireme_reading *reading)
{
    const bireme_node *goal = bireme_node_find(reading->root, "goal");
    const bireme_node *by = bireme_node_find(goal, "by");
    bireme_calendar calendar;
    int year, month, day;
    check_goal_metric(reading, bireme_node_find(goal, "metric"));
    if (by == NULL || by->type != BIREME_NODE_TEXT || !bireme_date_parse(by->text, &year, &month, &day))
        return;
    if (reading->periods == 0 || !bireme_calendar_read(reading, &calendar)) return;
    long period = bireme_calendar_find(&calendar, year, month, day);
    if (period >= 0 && period < (long)reading->periods) return;
    char first[BIREME_LABEL_SIZE], last[BIREME_LABEL_SIZE];
    FAIL(reading, by, "`by` is %s, which is outside the horizon: its periods are %s to %s", by->text,
         bireme_calendar_label(&calendar, 0, first),
         bireme_calendar_label(&calendar, reading->periods - 1, last));
}

void bireme_check_together(bireme_reading *reading)
{
    check_start(reading);
    check_stages(reading);
    check_channels(reading);
    check_goal(reading);
    bireme_check_economy(reading);
    bireme_check_correlations(reading);
}
