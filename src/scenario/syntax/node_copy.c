/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copies of located syntax, and comparing two pieces of it.
 */
#include <string.h>
#include "scenario/syntax/node.h"

bireme_node *bireme_node_copy(const bireme_node *node, bireme_arena *arena)
{
    bireme_node *copy = bireme_arena_alloc(arena, 1, sizeof *copy);
    if (copy == NULL) return NULL;
    *copy = *node;
    const char **texts[] = {&copy->text, &copy->key, &copy->file};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (*texts[i] == NULL) continue;
        *texts[i] = bireme_arena_copy(arena, *texts[i], strlen(*texts[i]));
        if (*texts[i] == NULL) return NULL;
    }
    copy->parent = copy->next = copy->first = copy->last = NULL;
    copy->count = 0;
    copy->value = NULL;
    for (const bireme_node *child = node->first; child != NULL; child = child->next) {
        bireme_node *own = bireme_node_copy(child, arena);
        if (own == NULL) return NULL;
        bireme_node_append(copy, own);
    }
    return copy;
}

bool bireme_node_is_remark(const bireme_node *node)
{
    return node->key != NULL && (strcmp(node->key, "note") == 0 || strcmp(node->key, "source") == 0);
}

static size_t count_members(const bireme_node *node)
{
    size_t n = 0;
    for (const bireme_node *child = node->first; child != NULL; child = child->next)
        n += !bireme_node_is_remark(child);
    return n;
}

static bool same_members(const bireme_node *a, const bireme_node *b)
{
    if (count_members(a) != count_members(b)) return false;
    for (const bireme_node *child = a->first; child != NULL; child = child->next)
        if (!bireme_node_is_remark(child) && !bireme_node_equal(child, bireme_node_find(b, child->key)))
            return false;
    return true;
}

bool bireme_node_equal(const bireme_node *a, const bireme_node *b)
{
    if (a == NULL || b == NULL) return a == b;
    if (a->type != b->type || a->inherited != b->inherited) return false;
    switch (a->type) {
    case BIREME_NODE_BOOL:
        return a->truth == b->truth;
    case BIREME_NODE_NUMBER:
        return a->number == b->number;
    case BIREME_NODE_TEXT:
        return strcmp(a->text, b->text) == 0;
    case BIREME_NODE_OBJECT:
        return same_members(a, b);
    case BIREME_NODE_LIST:
        if (a->count != b->count) return false;
        for (const bireme_node *x = a->first, *y = b->first; x != NULL; x = x->next, y = y->next)
            if (!bireme_node_equal(x, y)) return false;
        return true;
    case BIREME_NODE_NULL:
    default:
        return true;
    }
}
