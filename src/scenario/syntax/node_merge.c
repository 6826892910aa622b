/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON Merge Patch, RFC 7396, section 2, on located nodes. The recursion is as deep as the patch, which the
 * scanner limits.
 */
#include "scenario/syntax/node.h"

static bireme_node *empty_object_at(const bireme_node *where, bireme_arena *arena)
{
    bireme_node *node = bireme_arena_alloc(arena, 1, sizeof *node);
    if (node == NULL) return NULL;
    *node = (bireme_node){.type = BIREME_NODE_OBJECT, .key = where->key};
    return node;
}

bireme_node *bireme_node_merge(bireme_node *target, bireme_node *patch, bireme_arena *arena)
{
    if (patch->type != BIREME_NODE_OBJECT) return patch;
    if (target == NULL || target->type != BIREME_NODE_OBJECT) target = empty_object_at(patch, arena);
    if (target == NULL) return NULL;
    target->file = patch->file;
    target->line = patch->line;
    target->column = patch->column;
    target->key_line = patch->key_line;
    target->key_column = patch->key_column;
    for (bireme_node *member = patch->first, *next; member != NULL; member = next) {
        next = member->next;
        member->parent = member->next = NULL;
        bireme_node *old = bireme_node_find(target, member->key);
        if (member->type == BIREME_NODE_NULL) {
            if (old != NULL) bireme_node_remove(old);
            continue;
        }
        bireme_node *merged = bireme_node_merge(old, member, arena);
        if (merged == NULL) return NULL;
        if (old == NULL)
            bireme_node_append(target, merged);
        else if (merged != old)
            bireme_node_replace(old, merged);
    }
    patch->first = patch->last = NULL;
    patch->count = 0;
    return target;
}
