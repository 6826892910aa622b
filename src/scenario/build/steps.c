/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small steps with which the parts of a model are built. What the checks have checked is not checked
 * again; a failure is still reported, never ignored.
 */
#include "scenario/build/steps.h"

#include <string.h>
#include "base/memory.h"
#include "scenario/fields/dist_read.h"
#include "scenario/build/effective.h"

bool bireme_build_asks_for(const bireme_reading *reading, bool (*is_such)(const char *metric))
{
    const bireme_node *goal = bireme_node_find(bireme_node_find(reading->root, "goal"), "metric");
    return (goal != NULL && goal->type == BIREME_NODE_TEXT && is_such(goal->text)) ||
           (reading->options.metric != NULL && is_such(reading->options.metric));
}

char *bireme_build_copy(bireme_builder *builder, const char *text)
{
    if (text == NULL) return NULL;
    char *copy = bireme_strdup(text);
    if (copy == NULL) builder->failed = true;
    return copy;
}

void *bireme_build_alloc(bireme_builder *builder, size_t count, size_t size)
{
    void *memory = bireme_calloc(count, size);
    if (memory == NULL) builder->failed = true;
    return memory;
}

char *bireme_build_text(bireme_builder *builder, const bireme_node *parent, const char *name,
                        const char *otherwise)
{
    const bireme_node *node = bireme_node_find(parent, name);
    return bireme_build_copy(builder,
                             node != NULL && node->type == BIREME_NODE_TEXT ? node->text : otherwise);
}

double bireme_build_number(const bireme_node *parent, const char *name, double otherwise)
{
    const bireme_node *node = bireme_node_find(parent, name);
    return node != NULL && node->type == BIREME_NODE_NUMBER ? node->number : otherwise;
}

void bireme_build_remarks(bireme_builder *builder, const bireme_node *node, char **note, char **source)
{
    *note = bireme_build_text(builder, node, "note", NULL);
    *source = bireme_build_text(builder, node, "source", NULL);
}

const char *bireme_build_path(bireme_builder *builder, const char *a, const char *b, const char *c,
                              const char *d, const char *e)
{
    const char *parts[] = {a, b, c, d, e};
    bireme_text text = {0};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && parts[i] != NULL; i++) {
        if (i > 0) bireme_text_append(&text, ".");
        bireme_text_append(&text, parts[i]);
    }
    const char *path = bireme_arena_take(&builder->reading->arena, &text);
    if (path == NULL) builder->failed = true;
    return path;
}

static bool is_redrawn(const bireme_dist *dist, const bireme_node *node)
{
    return !bireme_dist_is_fixed(dist) && bireme_node_find(node, "redraw") != NULL;
}

int bireme_build_quantity(bireme_builder *builder, const char *path, bireme_dist *dist,
                          const bireme_node *node)
{
    bireme_model *model = builder->model;
    bireme_quantity *grown = bireme_grown(model->quantities, &builder->quantities_capacity,
                                          model->n_quantities, 32, sizeof *grown);
    if (grown == NULL) {
        bireme_dist_free(dist);
        builder->failed = true;
        return -1;
    }
    model->quantities = grown;
    bireme_quantity *quantity = &model->quantities[model->n_quantities];
    *quantity = (bireme_quantity){.dist = dist};
    model->n_quantities++;
    quantity->redraws = is_redrawn(dist, node);
    quantity->path = bireme_build_copy(builder, path);
    quantity->origin = bireme_node_origin(node);
    quantity->pointer = bireme_node_place(node);
    bireme_build_remarks(builder, node, &quantity->note, &quantity->source);
    if (path == NULL || quantity->origin == NULL || quantity->pointer == NULL) builder->failed = true;
    return (int)model->n_quantities - 1;
}

/* The same of what channels share: built once for all that take it, unless a mixture has two of that path. */
static int add_shared(bireme_builder *builder, const char *path, bireme_dist *dist, const bireme_node *node)
{
    const bireme_model *model = builder->model;
    for (size_t i = 0; path != NULL && i < builder->n_shared; i++) {
        const bireme_quantity *made = &model->quantities[builder->shared[i]];
        if (strcmp(made->path, path) != 0 || !bireme_dist_equal(made->dist, dist) ||
            made->redraws != is_redrawn(dist, node))
            continue;
        bireme_dist_free(dist);
        return builder->shared[i];
    }
    int *shared = bireme_realloc(builder->shared, builder->n_shared + 1, sizeof *shared);
    if (shared == NULL) {
        bireme_dist_free(dist);
        builder->failed = true;
        return -1;
    }
    builder->shared = shared;
    int quantity = bireme_build_quantity(builder, path, dist, node);
    if (quantity >= 0) builder->shared[builder->n_shared++] = quantity;
    return quantity;
}

const char *bireme_build_path_in_defaults(bireme_builder *builder, const char *path)
{
    const char *rest = path;
    if (path == NULL || strncmp(path, "channels.", 9) != 0) return path;
    for (int names = 0; names < 2; names++) rest = strchr(rest, '.') + 1;
    return bireme_build_path(builder, "defaults", rest, NULL, NULL, NULL);
}

int bireme_build_rate(bireme_builder *builder, const char *path, const bireme_node *node)
{
    if (node == NULL || builder->failed) return -1;
    bireme_dist *dist = bireme_dist_share(node->value->dist);
    if (!bireme_effective_is_shared(node)) return bireme_build_quantity(builder, path, dist, node);
    return add_shared(builder, bireme_build_path_in_defaults(builder, path), dist, node);
}

void bireme_build_item(bireme_builder *builder, const char *path, const bireme_node *node, bireme_item *item)
{
    *item = (bireme_item){.scale = -1};
    if (node == NULL || builder->failed) return;
    const bireme_dist_value *value = node->value;
    item->shape = bireme_dist_share(value->dist);
    item->shared = bireme_effective_is_shared(value->scale != NULL ? value->location : node);
    if (item->shared) path = bireme_build_path_in_defaults(builder, path);
    item->path = bireme_build_copy(builder, path);
    item->origin = bireme_node_origin(node);
    item->pointer = bireme_node_place(node);
    if (item->origin == NULL || item->pointer == NULL) builder->failed = true;
    bireme_build_remarks(builder, node, &item->note, &item->source);
    if (value->scale == NULL) return;
    const char *location = bireme_build_path(builder, path, value->location->key, NULL, NULL, NULL);
    bireme_dist *scale = bireme_dist_share(value->scale);
    item->scale = item->shared ? add_shared(builder, location, scale, value->location)
                               : bireme_build_quantity(builder, location, scale, value->location);
}

double *bireme_build_periods(bireme_builder *builder, const bireme_node *node, double otherwise)
{
    const bireme_model *model = builder->model;
    double *values = bireme_build_alloc(builder, model->periods, sizeof *values);
    if (values == NULL) return NULL;
    double month[12];
    const bireme_node *calendar = bireme_node_find(node, "calendar");
    for (size_t m = 0; calendar != NULL && m < 12; m++) month[m] = bireme_node_at(calendar, m)->number;
    const bireme_node *entry = node != NULL ? node->first : NULL;
    for (size_t t = 0; t < model->past.periods && entry != NULL; t++) entry = entry->next; /* they are over */
    for (size_t t = 0; t < model->periods; t++) {
        if (node == NULL) {
            values[t] = otherwise;
        } else if (node->type == BIREME_NODE_NUMBER) {
            values[t] = node->number;
        } else if (calendar != NULL) {
            values[t] = bireme_calendar_average(&model->calendar, month, t);
        } else {
            values[t] = entry->number;
            entry = entry->next;
        }
    }
    return values;
}
