/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paths are followed through the field table and the tree together, with `defaults` standing in for every
 * channel, so that a path means the same whether its value is written in the channel or comes from
 * `defaults`.
 */
#include "scenario/build/effective.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

const bireme_node *bireme_effective_field(const bireme_reading *reading, const bireme_node *channel,
                                          const char *name)
{
    const bireme_node *own = bireme_node_find(channel, name);
    if (own != NULL || (channel != NULL && channel->complete)) return own;
    return bireme_node_find(bireme_node_find(reading->root, "defaults"), name);
}

const bireme_node *bireme_effective_step(const bireme_reading *reading, const bireme_node *channel,
                                         const char *map, const char *step)
{
    const bireme_node *own = bireme_node_find(bireme_node_find(channel, map), step);
    if (own != NULL || (channel != NULL && channel->complete)) return own;
    return bireme_node_find(bireme_node_find(bireme_node_find(reading->root, "defaults"), map), step);
}

const bireme_node *bireme_effective_deals(const bireme_reading *reading)
{
    const bireme_node *pipeline = bireme_node_find(reading->root, "pipeline");
    const bireme_node *deals = bireme_node_find(pipeline, "deals");
    const bireme_node *list = deals != NULL ? deals : pipeline;
    return list != NULL && list->type == BIREME_NODE_LIST ? list : NULL;
}

bool bireme_effective_is_inherited(const bireme_node *node)
{
    for (; node->parent != NULL; node = node->parent) {
        if (node->inherited) return true;
        if (node->parent->parent == NULL) return node->key != NULL && strcmp(node->key, "defaults") == 0;
    }
    return false;
}

bool bireme_effective_is_shared(const bireme_node *rate)
{
    const bireme_node *each = bireme_node_find(rate, "each");
    return bireme_effective_is_inherited(rate) &&
           !(each != NULL && each->type == BIREME_NODE_BOOL && each->truth);
}

bool bireme_match_is_shared(const bireme_match *target)
{
    if (!target->field->walk)
        return bireme_effective_is_shared(target->is_location ? target->location : target->node);
    const bireme_node *each = bireme_node_find(target->node->parent, "each");
    return bireme_effective_is_inherited(target->node) &&
           !(each != NULL && each->type == BIREME_NODE_BOOL && each->truth);
}

bool bireme_match_is_uncertain(const bireme_match *target)
{
    bool item = target->field->kind == BIREME_FIELD_ITEM;
    if (target->field->walk) return target->node->number > 0;
    return item ? target->is_location : target->node->type == BIREME_NODE_OBJECT;
}

/* ------------------------ paths */

static const char channels_prefix[] = "channels.", defaults_prefix[] = "defaults.";

static bool begins_with(const char *path, const char *prefix)
{
    return strncmp(path, prefix, strlen(prefix)) == 0;
}

const char *bireme_match_channel(bireme_reading *reading, const bireme_match *target)
{
    if (!begins_with(target->path, channels_prefix)) return NULL;
    const char *name = target->path + strlen(channels_prefix);
    const char *copy = bireme_arena_copy(&reading->arena, name, strcspn(name, "."));
    if (copy == NULL) bireme_report_memory(&reading->report);
    return copy;
}

bool bireme_match_is_used(const bireme_reading *reading, const bireme_match *target)
{
    static const struct {
        const char *field, *needs;
    } of_others[] = {
        {"cost_per_lead", "spend"}, {"spend_factor", "spend"}, {"cost_per_organic_lead", "organic_leads"}};
    const char *needs = NULL;
    if (!begins_with(target->path, channels_prefix) || target->field->name == NULL) return true;
    for (size_t i = 0; i < sizeof of_others / sizeof *of_others; i++)
        if (strcmp(target->field->name, of_others[i].field) == 0) needs = of_others[i].needs;
    if (needs == NULL) return true;
    const char *name = target->path + strlen(channels_prefix);
    const bireme_node *channels = bireme_node_find(reading->root, "channels");
    for (const bireme_node *channel = channels->first; channel != NULL; channel = channel->next)
        if (strlen(channel->key) == strcspn(name, ".") && begins_with(name, channel->key))
            return bireme_effective_field(reading, channel, needs) != NULL;
    return true;
}

typedef struct walk {
    bireme_reading *reading;
    bireme_matches *out;
    const char *pattern;
    bireme_text path;
    bool failed;
} walk;

/* "defaults.conversion.won" for "channels.events.conversion.won"; NULL: out of memory. */
static const char *shared_path(walk *w)
{
    const char *name = bireme_text_string(&w->path) + strlen(channels_prefix);
    bireme_text text = {0};
    bireme_text_format(&text, "%s%s", defaults_prefix, name + strcspn(name, ".") + 1);
    return bireme_arena_take(&w->reading->arena, &text);
}

static void emit(walk *w, const bireme_field *field, const bireme_node *node, const bireme_node *location,
                 bool is_location)
{
    bireme_matches *out = w->out;
    const char *path = bireme_arena_copy(&w->reading->arena, bireme_text_string(&w->path), w->path.length);
    bireme_match *items = bireme_arena_grown(&w->reading->arena, out->items, &out->capacity, out->count,
                                             sizeof *items);
    if (items != NULL) out->items = items;
    const bireme_match match = {.path = path,
                                .field = field,
                                .node = node,
                                .location = location,
                                .is_location = is_location,
                                .period = -1};
    bool shares = path != NULL && begins_with(path, channels_prefix) && bireme_match_is_shared(&match);
    const char *shared = shares ? shared_path(w) : NULL;
    if (path == NULL || items == NULL || w->path.failed || (shares && shared == NULL)) {
        bireme_report_memory(&w->reading->report);
        w->failed = true;
        return;
    }
    out->items[out->count] = match;
    out->items[out->count++].shared = shared;
}

/* The parameter of an item that is itself a distribution. */
static const bireme_node *uncertain_location(const bireme_node *node)
{
    if (bireme_node_find(node, "dist") == NULL) return NULL;
    for (const bireme_node *member = node->first; member != NULL; member = member->next)
        if (member->type == BIREME_NODE_OBJECT && bireme_node_find(member, "dist") != NULL) return member;
    return NULL;
}

static size_t segment_length(const char *pattern)
{
    return strcspn(pattern, ".");
}

static bool segment_matches(const char *pattern, size_t length, const char *name)
{
    if (length == 1 && pattern[0] == '*') return true;
    return strlen(name) == length && memcmp(pattern, name, length) == 0;
}

static void follow(walk *w, const bireme_field *field, const bireme_node *node, const bireme_node *fallback,
                   const char *rest);

static void follow_child(walk *w, const bireme_field *field, const bireme_node *node,
                         const bireme_node *fallback, const char *name, const char *rest)
{
    size_t before = w->path.length;
    if (before > 0) bireme_text_append(&w->path, ".");
    bireme_text_append(&w->path, name);
    follow(w, field, node, fallback, rest);
    if (w->path.failed) return;
    w->path.length = before;
    w->path.data[before] = '\0';
}

/* Open deals have the same paths whether they are the pipeline or in it. */
static bool is_deals(const bireme_field *object, const bireme_field *member)
{
    return member->kind == BIREME_FIELD_LIST && object->members == bireme_fields_pipeline_in;
}

static void follow_object(walk *w, const bireme_field *field, const bireme_node *node,
                          const bireme_node *fallback, size_t length, const char *rest)
{
    for (const bireme_field *member = field->members; member->kind != BIREME_FIELD_END && !w->failed;
         member++) {
        if (!segment_matches(w->pattern, length, member->name) || is_deals(field, member)) continue;
        const bireme_node *child = bireme_node_find(node, member->name);
        const bireme_node *other = bireme_node_find(fallback, member->name);
        const char *pattern = w->pattern;
        if (child != NULL || other != NULL)
            follow_child(w, member, child != NULL ? child : other, child != NULL ? other : NULL, member->name,
                         rest);
        w->pattern = pattern;
    }
}

static void follow_map(walk *w, const bireme_field *field, const bireme_node *node,
                       const bireme_node *fallback, size_t length, const char *rest)
{
    bool channels = field->members[0].members == bireme_fields_channel;
    const bireme_node *defaults = bireme_node_find(w->reading->root, "defaults");
    const char *pattern = w->pattern;
    for (int side = 0; side < 2 && !w->failed; side++) {
        const bireme_node *map = side == 0 ? node : fallback;
        if (map == NULL || map->type != BIREME_NODE_OBJECT) continue;
        for (const bireme_node *child = map->first; child != NULL && !w->failed; child = child->next) {
            if (child->type == BIREME_NODE_TEXT) continue; /* note, source */
            if (!segment_matches(pattern, length, child->key)) continue;
            if (side == 1 && bireme_node_find(node, child->key) != NULL) continue;
            follow_child(w, field->members, child, channels && !child->complete ? defaults : NULL, child->key,
                         rest);
            w->pattern = pattern;
        }
    }
}

static void follow_item(walk *w, const bireme_field *field, const bireme_node *node, size_t length,
                        const char *rest)
{
    const bireme_node *location = uncertain_location(node);
    if (location == NULL || *rest != '\0' || !segment_matches(w->pattern, length, location->key)) return;
    size_t before = w->path.length;
    bireme_text_format(&w->path, ".%s", location->key);
    emit(w, field, node, location, true);
    if (w->path.failed) return;
    w->path.length = before;
    w->path.data[before] = '\0';
}

/* Entries of a list, by index. */
static void follow_list(walk *w, const bireme_field *field, const bireme_node *node, size_t length,
                        const char *rest)
{
    const char *pattern = w->pattern;
    size_t index = 0;
    for (const bireme_node *child = node->first; child != NULL && !w->failed; child = child->next) {
        char name[24];
        snprintf(name, sizeof name, "%zu", index++);
        if (!segment_matches(pattern, length, name)) continue;
        follow_child(w, field->members, child, NULL, name, rest);
        w->pattern = pattern;
    }
}

static bool option_fits(const bireme_field *option, const bireme_node *node)
{
    bool object = node->type == BIREME_NODE_OBJECT, dist = bireme_node_find(node, "dist") != NULL;
    switch (option->kind) {
    case BIREME_FIELD_MAP:
        return object && !dist;
    case BIREME_FIELD_RATE:
        return !object || dist;
    case BIREME_FIELD_LIST:
        return node->type == BIREME_NODE_LIST;
    case BIREME_FIELD_OBJECT:
        return object && !dist;
    default:
        return false;
    }
}

static void follow(walk *w, const bireme_field *field, const bireme_node *node, const bireme_node *fallback,
                   const char *rest)
{
    bool leaf = field->kind == BIREME_FIELD_RATE || field->kind == BIREME_FIELD_ITEM || field->walk;
    if (field->kind == BIREME_FIELD_ONE_OF) {
        const bireme_node *deals = field->members == bireme_fields_pipeline ? bireme_node_find(node, "deals")
                                                                            : NULL;
        for (const bireme_field *option = field->members; option->kind != BIREME_FIELD_END; option++) {
            if (option_fits(option, node)) follow(w, option, node, fallback, rest);
            if (deals != NULL && option_fits(option, deals)) follow(w, option, deals, fallback, rest);
        }
        return;
    }
    if (*rest == '\0') {
        const bireme_node *location = field->kind == BIREME_FIELD_ITEM ? uncertain_location(node) : NULL;
        if (leaf) emit(w, field, node, location, false);
        return;
    }
    size_t length = segment_length(rest);
    w->pattern = rest;
    rest += length + (rest[length] == '.');
    if (field->kind == BIREME_FIELD_OBJECT) follow_object(w, field, node, fallback, length, rest);
    if (field->kind == BIREME_FIELD_MAP) follow_map(w, field, node, fallback, length, rest);
    if (field->kind == BIREME_FIELD_LIST && node->type == BIREME_NODE_LIST)
        follow_list(w, field, node, length, rest);
    if (field->kind == BIREME_FIELD_ITEM) follow_item(w, field, node, length, rest);
}

static bool find(bireme_reading *reading, const char *pattern, bireme_matches *out)
{
    walk w = {.reading = reading, .out = out};
    *out = (bireme_matches){0};
    /* Otherwise a dot at the end would be ignored. */
    size_t length = strlen(pattern);
    if (length > 0 && pattern[length - 1] != '.')
        follow(&w, &bireme_field_root, reading->root, NULL, pattern);
    bireme_text_free(&w.path);
    return !w.failed;
}

/* Where the index at the end of a path begins, "[11]"; NULL: there is none. */
static const char *index_of(const char *pattern)
{
    const char *at = strrchr(pattern, '[');
    size_t digits = at != NULL ? strspn(at + 1, "0123456789") : 0;
    return digits > 0 && digits < 9 && strcmp(at + 1 + digits, "]") == 0 ? at : NULL;
}

/* A name that looks like an index, "demo[2]", comes first. */
bool bireme_matches_find(bireme_reading *reading, const char *pattern, bireme_matches *out)
{
    const char *index = index_of(pattern);
    size_t n = 0;
    if (!find(reading, pattern, out)) return false;
    if (out->count > 0 || index == NULL) return true;
    const char *whole = bireme_arena_copy(&reading->arena, pattern, (size_t)(index - pattern));
    if (whole == NULL) bireme_report_memory(&reading->report);
    if (whole == NULL || !find(reading, whole, out)) return false;
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i].field->walk) out->items[n++] = out->items[i];
    out->count = n;
    for (size_t i = 0; i < n; i++) out->items[i].period = atoi(index + 1);
    return true;
}

bool bireme_matches_taking(bireme_reading *reading, const char *path, bireme_matches *out)
{
    bireme_text pattern = {0};
    bireme_text_format(&pattern, "%s*.%s", channels_prefix, path + strlen(defaults_prefix));
    if (pattern.failed) bireme_report_memory(&reading->report);
    bool found = !pattern.failed && bireme_matches_find(reading, bireme_text_string(&pattern), out);
    bireme_text_free(&pattern);
    if (!found) return false;
    size_t n = 0;
    for (size_t i = 0; i < out->count; i++) {
        const bireme_match *target = &out->items[i];
        if (bireme_effective_is_inherited(target->is_location ? target->location : target->node) &&
            bireme_match_is_used(reading, target))
            out->items[n++] = *target;
    }
    out->count = n;
    return true;
}

/* Whether some open deals belong to no channel. */
static bool has_open_without_channel(const bireme_reading *reading)
{
    const bireme_node *pipeline = bireme_effective_deals(reading);
    for (const bireme_node *entry = pipeline != NULL ? pipeline->first : NULL; entry != NULL;
         entry = entry->next)
        if (entry->type == BIREME_NODE_OBJECT && bireme_node_find(entry, "channel") == NULL) return true;
    return false;
}

const char *bireme_match_quantity(bireme_reading *reading, const bireme_match *target)
{
    bireme_matches taking;
    bool in_defaults = begins_with(target->path, defaults_prefix);
    if (!in_defaults && target->shared == NULL) return target->path;
    const char *path = in_defaults ? target->path : target->shared;
    if (in_defaults && !target->field->walk && has_open_without_channel(reading))
        return path; /* they take it from `defaults` */
    if (in_defaults && !bireme_match_is_shared(target)) return NULL;
    if (!bireme_matches_taking(reading, path, &taking)) return NULL;
    return taking.count == 1 || (in_defaults && taking.count > 1) ? path : NULL;
}
