/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Overrides, PATH=JSON: segments between dots name members, numbers index lists; a date or a number may be in
 * brackets instead, `hires[2027-04]` for `hires.2027-04`. An object that is missing on
 * the way is created, unless that looks like a mistake (see below); the checks decide whether it is allowed.
 * The value replaces what was there; null removes it.
 */
#include "scenario/reading.h"

#include <string.h>
#include "base/nearest.h"
#include "base/utf8.h"

enum { SEGMENTS_MOST = 64, INDEX_MOST = 100000, NAMES_MOST = 256 };

/* "12" → 12; −1: not an index. */
static long list_index(const char *segment)
{
    long value = 0;
    if (*segment == '\0') return -1;
    for (const char *c = segment; *c; c++) {
        if (*c < '0' || *c > '9' || value > INDEX_MOST) return -1;
        value = 10 * value + (*c - '0');
    }
    return value;
}

/* What the members of the object before segment i are, if they are things with names of their own. NULL: they
 * are fields, which have defaults. */
static const char *named_thing(const char *const *segments, size_t i)
{
    if (i == 1 && strcmp(segments[0], "channels") == 0) return "channel";
    if (i == 1 && strcmp(segments[0], "initiatives") == 0) return "initiative";
    if (i == 2 && strcmp(segments[0], "economy") == 0 && strcmp(segments[1], "regimes") == 0) return "regime";
    return NULL;
}

/* Takes the brackets at the end of the segment off, in place: what is in them, NULL if there are none. Only
 * digits and what dates are written with; names may hold brackets themselves. */
static char *take_brackets(char *segment)
{
    char *open = strchr(segment, '[');
    if (open == NULL || open == segment) return NULL;
    size_t inside = strspn(open + 1, "0123456789-Q");
    if (inside == 0 || strcmp(open + 1 + inside, "]") != 0) return NULL;
    *open = open[1 + inside] = '\0';
    return open + 1;
}

/* Splits path at its dots, in place. 0: an empty segment or too many. */
static size_t split(char *path, const char **segments)
{
    size_t n = 0;
    for (char *at = path; at != NULL && n + 1 < SEGMENTS_MOST;) {
        char *dot = strchr(at, '.');
        if (dot != NULL) *dot = '\0';
        if (*at == '\0') return 0;
        segments[n++] = at;
        char *inside = named_thing(segments, n - 1) == NULL ? take_brackets(at) : NULL;
        if (inside != NULL) segments[n++] = inside;
        at = dot != NULL ? dot + 1 : NULL;
        if (at == NULL) return n;
    }
    return 0;
}

static bireme_node *list_child(bireme_reading *reading, bireme_place at, const bireme_node *list,
                               const char *segment)
{
    long index = list_index(segment);
    bireme_node *child = index >= 0 ? bireme_node_at(list, (size_t)index) : NULL;
    if (child != NULL) return child;
    char quoted[BIREME_QUOTE_SIZE];
    bireme_report_fail(&reading->report, at,
                       "`%s` is no entry of the list there, which has %zu (counted from 0)",
                       bireme_quote(quoted, segment), list->count);
    return NULL;
}

/* The member or entry `segment` of node. *missing: node is an object without that member. NULL and not
 * missing: reported. */
static bireme_node *step(bireme_reading *reading, bireme_place at, bireme_node *node, const char *segment,
                         bool *missing)
{
    *missing = false;
    if (node->type == BIREME_NODE_LIST) return list_child(reading, at, node, segment);
    if (node->type == BIREME_NODE_OBJECT) {
        bireme_node *child = bireme_node_find(node, segment);
        *missing = child == NULL;
        return child;
    }
    char quoted[BIREME_QUOTE_SIZE];
    bireme_report_fail(&reading->report, at,
                       "there is no `%s` to set: what should hold it is %s, not an object",
                       bireme_quote(quoted, segment), bireme_node_type_name(node));
    return NULL;
}

static bireme_node *add_object(bireme_reading *reading, bireme_place at, bireme_node *parent, const char *key)
{
    bireme_node *node = bireme_arena_alloc(&reading->arena, 1, sizeof *node);
    if (node == NULL) {
        bireme_report_memory(&reading->report);
        return NULL;
    }
    *node = (bireme_node){
        .type = BIREME_NODE_OBJECT, .key = key, .file = at.file, .line = at.line, .column = at.column};
    bireme_node_append(parent, node);
    return node;
}

static void put(bireme_reading *reading, bireme_place at, bireme_node *parent, const char *key,
                bireme_node *value)
{
    bool missing;
    bireme_node *old = step(reading, at, parent, key, &missing);
    if (old == NULL && !missing) return;
    if (value->type != BIREME_NODE_NULL) {
        value->key = parent->type == BIREME_NODE_OBJECT ? key : NULL;
        if (missing)
            bireme_node_append(parent, value);
        else
            bireme_node_replace(old, value);
    } else if (missing) {
        bireme_report_fail(&reading->report, at, "null removes a value, but there is none at this path");
    } else {
        bireme_node_remove(old);
    }
}

/* Whether a missing object on the way is a mistake. Setting a field of a channel that does not exist is one,
 * since channels are added whole; for an initiative or a regime it is one if another has nearly that name.
 * True: refused and reported. */
static bool is_slip(bireme_reading *reading, bireme_place at, const bireme_node *parent,
                    const char *const *segments, size_t i)
{
    const char *names[NAMES_MOST], *thing = named_thing(segments, i);
    size_t n = 0;
    char quoted[BIREME_QUOTE_SIZE], near_quoted[BIREME_QUOTE_SIZE];
    if (thing == NULL) return false;
    for (const bireme_node *child = parent->first; child != NULL && n < NAMES_MOST; child = child->next)
        if (!bireme_node_is_remark(child)) names[n++] = child->key;
    const char *nearest = bireme_nearest(segments[i], names, n);
    bireme_quote(quoted, segments[i]);
    if (nearest != NULL)
        bireme_report_fail(&reading->report, at, "there is no %s `%s`; did you mean `%s`?", thing, quoted,
                           bireme_quote(near_quoted, nearest));
    else if (strcmp(thing, "channel") == 0)
        bireme_report_fail(&reading->report, at,
                           "there is no %s `%s`; to add one, set it as a whole, to an object", thing, quoted);
    return nearest != NULL || strcmp(thing, "channel") == 0;
}

void bireme_override_put(bireme_reading *reading, bireme_place at, const char *path, bireme_node *value)
{
    const char *segments[SEGMENTS_MOST];
    char *copy = bireme_arena_copy(&reading->arena, path, strlen(path));
    if (copy == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    size_t n = split(copy, segments);
    if (n == 0 || strcmp(segments[0], "extends") == 0) {
        const char *message = n > 0 ? "`extends` cannot be set: it is followed before anything is set"
                                    : "a path is names between dots, such as channels.events.spend";
        bireme_report_fail(&reading->report, at, "%s", message);
        return;
    }
    bireme_node *parent = reading->root;
    for (size_t i = 0; i + 1 < n; i++) {
        bool missing;
        bireme_node *child = step(reading, at, parent, segments[i], &missing);
        if (missing) {
            if (value->type == BIREME_NODE_NULL) {
                bireme_report_fail(&reading->report, at,
                                   "null removes a value, but there is none at this path");
                return;
            }
            if (is_slip(reading, at, parent, segments, i)) return;
            child = add_object(reading, at, parent, segments[i]);
        }
        if (child == NULL) return;
        parent = child;
    }
    put(reading, at, parent, segments[n - 1], value);
}

void bireme_override_apply(bireme_reading *reading, const char *path, const char *json)
{
    bireme_text label = {0};
    char quoted[BIREME_QUOTE_SIZE];
    bool valid = bireme_utf8_is_valid(path);
    bireme_text_format(&label, "--set %s", valid ? path : bireme_quote(quoted, path));
    const char *file = bireme_arena_take(&reading->arena, &label);
    if (file == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    const bireme_place place = {.file = file, .line = 1, .column = 1};
    if (!valid) {
        bireme_report_fail(&reading->report, place, "the path is not UTF-8");
        return;
    }
    bireme_node *value = bireme_node_parse(json, strlen(json), file, &reading->arena, &reading->report);
    if (value != NULL) bireme_override_put(reading, place, path, value);
}
