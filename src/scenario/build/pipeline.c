/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Open opportunities. A group borrows what it takes from its channel; what groups without a channel take from
 * `defaults` is built once for all of them.
 */
#include "scenario/build/steps.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "scenario/build/effective.h"
#include "scenario/check/internal.h"

/* What groups without a channel take from `defaults`. */
typedef struct fallback {
    size_t stage;     /* the earliest stage that one of them has reached; SIZE_MAX: there are none */
    bool needs_value; /* one of them has no value of its own */
    int *conversion;  /* [stages] */
} fallback;

static size_t stage_of(const bireme_model *model, const bireme_node *entry)
{
    const bireme_node *stage = bireme_node_find(entry, "stage");
    size_t s = 0;
    while (s + 1 < model->stages && strcmp(model->stage[s], stage->text) != 0) s++;
    return s;
}

/* −1: none. For an unknown name, which is an error, any channel. */
static int channel_of(const bireme_model *model, const bireme_node *entry)
{
    const bireme_node *channel = bireme_node_find(entry, "channel");
    if (channel == NULL) return -1;
    for (size_t c = 0; channel->type == BIREME_NODE_TEXT && c < model->n_channels; c++)
        if (strcmp(model->channels[c].name, channel->text) == 0) return (int)c;
    return 0;
}

void bireme_build_begin_pipeline(bireme_builder *builder)
{
    bireme_model *model = builder->model;
    const bireme_node *list = bireme_effective_deals(builder->reading);
    if (list == NULL || list->count == 0) return;
    model->open = bireme_build_alloc(builder, list->count, sizeof *model->open);
    for (const bireme_node *e = list->first; e != NULL && model->open != NULL; e = e->next)
        model->open[model->n_open++].channel = channel_of(model, e);
}

static fallback find_needs(const bireme_model *model, const bireme_node *list)
{
    fallback f = {.stage = SIZE_MAX};
    for (const bireme_node *entry = list->first; entry != NULL; entry = entry->next) {
        if (bireme_node_find(entry, "channel") != NULL) continue;
        size_t stage = stage_of(model, entry);
        if (stage < f.stage) f.stage = stage;
        f.needs_value = f.needs_value || bireme_node_find(entry, "value") == NULL;
    }
    return f;
}

static void build_fallback(bireme_builder *builder, fallback *f)
{
    bireme_model *model = builder->model;
    const bireme_node *defaults = bireme_node_find(builder->reading->root, "defaults");
    const bireme_node *conversion = bireme_node_find(defaults, "conversion"),
                      *cycle = bireme_node_find(defaults, "cycle_days"),
                      *lost = bireme_node_find(defaults, "lost_days");
    f->conversion = bireme_build_alloc(builder, model->stages, sizeof *f->conversion);
    model->default_cycle = bireme_build_alloc(builder, model->stages, sizeof *model->default_cycle);
    model->default_lost = bireme_build_alloc(builder, model->stages, sizeof *model->default_lost);
    if (builder->failed) return;
    for (size_t s = 0; s < model->stages; s++) {
        const char *stage = model->stage[s];
        bool used = s > f->stage;
        f->conversion[s] = bireme_build_rate(
            builder, bireme_build_path(builder, "defaults", "conversion", stage, NULL, NULL),
            used ? bireme_node_find(conversion, stage) : NULL);
        bireme_build_item(builder, bireme_build_path(builder, "defaults", "cycle_days", stage, NULL, NULL),
                          used ? bireme_node_find(cycle, stage) : NULL, &model->default_cycle[s]);
        bireme_build_item(builder, bireme_build_path(builder, "defaults", "lost_days", stage, NULL, NULL),
                          used ? bireme_node_find(lost, stage) : NULL, &model->default_lost[s]);
    }
    if (!f->needs_value) return;
    bireme_build_item(builder, "defaults.deal_value", bireme_node_find(defaults, "deal_value"),
                      &model->default_deal_value);
}

static void build_value(bireme_builder *builder, const bireme_node *entry, bireme_open_group *group)
{
    const bireme_model *model = builder->model;
    const bireme_node *value = bireme_node_find(entry, "value");
    if (value == NULL) {
        group->value = group->channel >= 0 ? model->channels[group->channel].deal_value
                                           : model->default_deal_value;
        return;
    }
    group->value_is_own = true;
    group->value_is_known = value->type == BIREME_NODE_NUMBER;
    bireme_build_item(builder, bireme_build_path(builder, group->path, "value", NULL, NULL, NULL), value,
                      &group->value);
}

/* When it closes, if it says so itself. */
static void build_close(bireme_builder *builder, const bireme_node *entry, bireme_open_group *group)
{
    const bireme_model *model = builder->model;
    const bireme_node *due = bireme_node_find(entry, "expected_close"),
                      *slip = bireme_node_find(entry, "slip_days");
    int year, month, day;
    group->slip.scale = -1;
    bireme_build_item(builder, bireme_build_path(builder, group->path, "closes_in_days", NULL, NULL, NULL),
                      bireme_node_find(entry, "closes_in_days"), &group->closes);
    if (due == NULL || !bireme_date_parse(due->text, &year, &month, &day)) return;
    group->due_text = bireme_build_copy(builder, due->text);
    group->due_days = (double)bireme_calendar_days_to(&model->calendar, year, month, day);
    group->slip = model->slip;
    if (slip == NULL) return;
    group->slip_is_own = true;
    bireme_build_item(builder, bireme_build_path(builder, group->path, "slip_days", NULL, NULL, NULL), slip,
                      &group->slip);
}

/* Whether, for all practical purposes, a step cannot last as long as it has already lasted; an uncertain
 * location counts at its mean. */
static bool is_over(const bireme_model *model, const bireme_item *step, double age)
{
    const double never = 1e-12;
    if (step->shape == NULL || age == 0) return false;
    double scale = step->scale >= 0 ? bireme_dist_mean(model->quantities[step->scale].dist) : 1;
    return !(bireme_dist_sf(step->shape, age / scale) >= never);
}

/* Of deals that do not say when they close, those that are older than any that goes on: with `lost_days`, the
 * older than any that is lost as well. */
typedef enum lateness { IN_TIME, LATE, DOOMED } lateness;

static lateness lateness_of(const bireme_model *model, const bireme_open_group *group)
{
    if (!is_over(model, &group->cycle[group->stage + 1], group->age_days)) return IN_TIME;
    bool loses = group->lost.shape != NULL && isnan(group->win_probability) &&
                 !is_over(model, &group->lost, group->age_days);
    if (loses) return DOOMED;
    return bireme_open_group_is_dated(group) ? IN_TIME : LATE;
}

/* Whether the deals should have closed before the start, and no slip takes any of them further. */
static bool is_overdue(const bireme_open_group *group)
{
    const bireme_dist *slip = group->slip.shape;
    if (group->due_text == NULL || group->due_days >= 0) return false;
    return slip == NULL || (group->slip.scale < 0 && bireme_dist_upper(slip) < -group->due_days);
}

static void warn_overdue(bireme_builder *builder, const bireme_node *first, double n)
{
    char start[BIREME_LABEL_SIZE];
    const bool one = n == 1;
    if (first == NULL) return;
    bireme_node_warn(&builder->reading->report, first,
                     "%.0f open deal%s expected to close before the start, %s, and %s no `slip_days` that "
                     "could take %s further: %s at the start, in the first period; give `slip_days` or %s if "
                     "that is too early",
                     n, one ? " was" : "s were", bireme_calendar_label(&builder->model->calendar, 0, start),
                     one ? "has" : "have", one ? "it" : "them", one ? "it closes" : "they all close",
                     one ? "a new date" : "new dates");
}

static void build_group(bireme_builder *builder, const bireme_node *entry, const fallback *f, size_t index,
                        bireme_open_group *group)
{
    const bireme_model *model = builder->model;
    bireme_text path = {0};
    *group = (bireme_open_group){.channel = group->channel,
                                 .stage = stage_of(model, entry),
                                 .count = (uint64_t)bireme_build_number(entry, "count", 1),
                                 .age_days = bireme_build_number(entry, "age_days", 0),
                                 .win_probability = bireme_build_number(entry, "win_probability", NAN),
                                 .value = {.scale = -1},
                                 .lost = {.scale = -1},
                                 .closes = {.scale = -1},
                                 .slip = {.scale = -1}};
    bireme_text_format(&path, "pipeline.%zu", index);
    group->path = bireme_build_copy(builder, path.failed ? NULL : bireme_text_string(&path));
    bireme_text_free(&path);
    group->origin = bireme_node_origin(entry);
    bireme_build_remarks(builder, entry, &group->note, &group->source);
    group->conversion = bireme_build_alloc(builder, model->stages, sizeof *group->conversion);
    group->cycle = bireme_build_alloc(builder, model->stages, sizeof *group->cycle);
    if (group->path == NULL || group->origin == NULL) builder->failed = true;
    if (builder->failed) return;
    const bireme_channel *channel = group->channel >= 0 ? &model->channels[group->channel] : NULL;
    for (size_t s = 0; s < model->stages; s++) {
        bool remains = s > group->stage;
        group->conversion[s] = !remains ? -1 : channel != NULL ? channel->conversion[s] : f->conversion[s];
        group->cycle[s] = !remains          ? (bireme_item){.scale = -1}
                          : channel != NULL ? channel->cycle[s]
                                            : model->default_cycle[s];
    }
    group->lost = channel != NULL ? channel->lost[group->stage + 1] : model->default_lost[group->stage + 1];
    build_value(builder, entry, group);
    if (!builder->failed) build_close(builder, entry, group);
}

void bireme_build_pipeline(bireme_builder *builder)
{
    bireme_model *model = builder->model;
    const bireme_node *list = bireme_effective_deals(builder->reading);
    model->default_deal_value.scale = model->slip.scale = -1;
    if (list == NULL || list->count == 0) return;
    fallback f = find_needs(model, list);
    if (f.stage != SIZE_MAX) build_fallback(builder, &f);
    bireme_build_item(builder, "pipeline.slip_days", bireme_node_find(list->parent, "slip_days"),
                      &model->slip);
    const bireme_node *first[DOOMED + 1] = {NULL}, *overdue = NULL;
    double n_overdue = 0;
    size_t index = 0, n[DOOMED + 1] = {0};
    for (const bireme_node *entry = list->first; entry != NULL && !builder->failed; entry = entry->next) {
        bireme_open_group *group = &model->open[index];
        build_group(builder, entry, &f, index, group);
        index++;
        if (builder->failed) break;
        lateness late = lateness_of(model, group);
        if (n[late]++ == 0) first[late] = entry;
        if (!is_overdue(group)) continue;
        if (overdue == NULL) overdue = bireme_node_find(entry, "expected_close");
        n_overdue += (double)group->count;
    }
    warn_overdue(builder, overdue, n_overdue);
    bireme_warn_entries(builder->reading, first[LATE], n[LATE],
                        "is older than its step can last: it is decided at once");
    bireme_warn_entries(
        builder->reading, first[DOOMED], n[DOOMED],
        "is older than any that goes on from its step, though not than those that are lost in "
        "it: it is lost");
    bireme_free(f.conversion);
}
