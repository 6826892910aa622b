/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Children are a singly linked list in the order of the text; lists in scenarios are short.
 */
#include "scenario/syntax/node.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/memory.h"

bireme_node *bireme_node_find(const bireme_node *node, const char *key)
{
    if (node == NULL || node->type != BIREME_NODE_OBJECT) return NULL;
    for (bireme_node *child = node->first; child != NULL; child = child->next)
        if (strcmp(child->key, key) == 0) return child;
    return NULL;
}

bireme_node *bireme_node_at(const bireme_node *node, size_t index)
{
    if (node == NULL || index >= node->count) return NULL;
    bireme_node *child = node->first;
    while (index-- > 0) child = child->next;
    return child;
}

bireme_node *bireme_node_add(bireme_arena *arena, bireme_node *parent, bireme_node like, bireme_place place)
{
    bireme_node *node = bireme_arena_alloc(arena, 1, sizeof *node);
    if (node == NULL) return NULL;
    *node = like;
    node->file = place.file;
    node->line = node->key_line = place.line;
    node->column = node->key_column = place.column;
    if (parent != NULL) bireme_node_append(parent, node);
    return node;
}

void bireme_node_append(bireme_node *parent, bireme_node *child)
{
    child->parent = parent;
    child->next = NULL;
    if (parent->last != NULL)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    parent->count++;
}

static bireme_node *before(const bireme_node *child)
{
    bireme_node *node = child->parent->first;
    if (node == child) return NULL;
    while (node->next != child) node = node->next;
    return node;
}

void bireme_node_remove(bireme_node *child)
{
    bireme_node *parent = child->parent, *previous = before(child);
    if (previous != NULL)
        previous->next = child->next;
    else
        parent->first = child->next;
    if (parent->last == child) parent->last = previous;
    parent->count--;
    child->parent = child->next = NULL;
}

void bireme_node_replace(bireme_node *old, bireme_node *by)
{
    bireme_node *parent = old->parent, *previous = before(old);
    by->parent = parent;
    by->next = old->next;
    by->key = old->key;
    if (previous != NULL)
        previous->next = by;
    else
        parent->first = by;
    if (parent->last == old) parent->last = by;
    old->parent = old->next = NULL;
}

static void append_segment(const bireme_node *node, bireme_text *out)
{
    if (node->key == NULL) {
        size_t index = 0;
        for (const bireme_node *n = node->parent->first; n != node; n = n->next) index++;
        bireme_text_format(out, "/%zu", index);
        return;
    }
    bireme_text_append(out, "/");
    for (const char *c = node->key; *c; c++) {
        if (*c == '~')
            bireme_text_append(out, "~0");
        else if (*c == '/')
            bireme_text_append(out, "~1");
        else if ((unsigned char)*c < 0x20 || *c == 0x7F)
            bireme_text_append(out, "?"); /* messages are one line */
        else
            bireme_text_append_n(out, c, 1);
    }
}

void bireme_node_pointer(const bireme_node *node, bireme_text *out)
{
    enum { DEEPEST = 256 }; /* files nest at most 64 deep and override paths have at most 64 segments */
    const bireme_node *path[DEEPEST];
    size_t n = 0;
    for (; node->parent != NULL && n < DEEPEST; node = node->parent) path[n++] = node;
    while (n > 0) append_segment(path[--n], out);
}

const char *bireme_node_type_name(const bireme_node *node)
{
    switch (node->type) {
    case BIREME_NODE_NULL:
        return "null";
    case BIREME_NODE_BOOL:
        return node->truth ? "true" : "false";
    case BIREME_NODE_NUMBER:
        return "a number";
    case BIREME_NODE_TEXT:
        return node->text[0] != '\0' ? "a text" : "an empty text";
    case BIREME_NODE_LIST:
        return "a list";
    case BIREME_NODE_OBJECT:
        return "an object";
    }
    return "nothing";
}

const char *bireme_node_found(char *buffer, const bireme_node *node)
{
    char quoted[BIREME_QUOTE_SIZE];
    if (node->type != BIREME_NODE_TEXT || node->text[0] == '\0')
        return strcpy(buffer, bireme_node_type_name(node));
    snprintf(buffer, BIREME_FOUND_SIZE, "the text `%s`", bireme_quote(quoted, node->text));
    return buffer;
}

static bireme_place place_of(const bireme_node *node, bireme_node_part part, bireme_text *pointer)
{
    bireme_node_pointer(node, pointer);
    bool key = part == BIREME_NODE_KEY && node->key_line > 0;
    return (bireme_place){.file = node->file,
                          .line = key ? node->key_line : node->line,
                          .column = key ? node->key_column : node->column,
                          .pointer = bireme_text_string(pointer)};
}

void bireme_node_report(bireme_report *report, bireme_severity severity, bireme_status status,
                        const bireme_node *node, bireme_node_part part, const char *format, ...)
{
    char message[sizeof((bireme_error *)0)->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    bireme_text pointer = {0};
    bireme_place place = place_of(node, part, &pointer);
    bireme_report_add(report, severity, status, place, "%s", message);
    bireme_text_free(&pointer);
}

void bireme_node_report_error(bireme_report *report, const bireme_node *node, const bireme_error *error)
{
    bireme_text pointer = {0};
    bireme_place place = place_of(node, BIREME_NODE_VALUE, &pointer);
    bireme_report_error(report, place, error);
    bireme_text_free(&pointer);
}

char *bireme_node_place(const bireme_node *node)
{
    bireme_text text = {0};
    bireme_text_append(&text, "");
    bireme_node_pointer(node, &text);
    return bireme_text_take(&text);
}

char *bireme_node_origin(const bireme_node *node)
{
    bireme_text text = {0};
    bireme_text_format(&text, "%s:%d:%d", node->file, node->line, node->column);
    return bireme_text_take(&text);
}
