/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON text → located nodes. The scanner says whether the text is JSON and where each value is; cJSON decodes
 * it; the two are matched in document order. Numbers are blanked out before cJSON sees the text and converted
 * here, because cJSON's conversion follows the process's locale and gives up after 63 digits. The only file
 * that names cJSON. (Each that names cJSON. (Each parse makes cJSON write its error position to a global
 * variable, which nobody reads.)
 */
#include "scenario/syntax/node.h"

#include <stdint.h>
#include <string.h>
#include <cjson/cJSON.h>
#include "base/memory.h"
#include "scenario/syntax/scan.h"

typedef struct converter {
    const char *text, *file;
    const bireme_mark *marks;
    size_t n_marks, at;
    bireme_arena *arena;
    bool out_of_memory;
} converter;

/* A copy of text with every number written as 0 and blanks. */
static char *blank_numbers(const char *text, size_t length, const bireme_scan *scan)
{
    char *copy = bireme_memdup(text, length + 1, 1);
    if (copy == NULL) return NULL;
    for (size_t i = 0; i < scan->count; i++) {
        if (scan->marks[i].kind != BIREME_SCAN_NUMBER) continue;
        memset(copy + scan->marks[i].offset, ' ', scan->marks[i].length);
        copy[scan->marks[i].offset] = '0';
    }
    return copy;
}

static bool fits(const cJSON *item, bireme_scan_kind kind)
{
    switch (kind) {
    case BIREME_SCAN_NULL:
        return cJSON_IsNull(item);
    case BIREME_SCAN_FALSE:
        return cJSON_IsFalse(item);
    case BIREME_SCAN_TRUE:
        return cJSON_IsTrue(item);
    case BIREME_SCAN_NUMBER:
        return cJSON_IsNumber(item);
    case BIREME_SCAN_TEXT:
        return cJSON_IsString(item);
    case BIREME_SCAN_LIST:
        return cJSON_IsArray(item);
    case BIREME_SCAN_OBJECT:
        return cJSON_IsObject(item);
    }
    return false;
}

static bireme_node_type type_of(bireme_scan_kind kind)
{
    switch (kind) {
    case BIREME_SCAN_NULL:
        return BIREME_NODE_NULL;
    case BIREME_SCAN_FALSE:
    case BIREME_SCAN_TRUE:
        return BIREME_NODE_BOOL;
    case BIREME_SCAN_NUMBER:
        return BIREME_NODE_NUMBER;
    case BIREME_SCAN_TEXT:
        return BIREME_NODE_TEXT;
    case BIREME_SCAN_LIST:
        return BIREME_NODE_LIST;
    case BIREME_SCAN_OBJECT:
        return BIREME_NODE_OBJECT;
    }
    return BIREME_NODE_NULL;
}

/* The node of item and the next mark; NULL: memory ran out, or item and mark do not match. */
static bireme_node *convert_one(converter *c, const cJSON *item)
{
    if (c->at >= c->n_marks || !fits(item, c->marks[c->at].kind)) return NULL;
    const bireme_mark *mark = &c->marks[c->at++];
    bireme_node *node = bireme_arena_alloc(c->arena, 1, sizeof *node);
    c->out_of_memory = node == NULL;
    if (node == NULL) return NULL;
    *node = (bireme_node){.type = type_of(mark->kind),
                          .truth = mark->kind == BIREME_SCAN_TRUE,
                          .file = c->file,
                          .line = mark->line,
                          .column = mark->column,
                          .key_line = mark->key_line,
                          .key_column = mark->key_column};
    if (mark->kind == BIREME_SCAN_NUMBER) {
        node->text = bireme_arena_copy(c->arena, c->text + mark->offset, mark->length);
        if (node->text != NULL) node->number = bireme_number_parse(node->text, NULL);
        c->out_of_memory = node->text == NULL;
    } else if (mark->kind == BIREME_SCAN_TEXT) {
        node->text = bireme_arena_copy(c->arena, item->valuestring, strlen(item->valuestring));
        c->out_of_memory = node->text == NULL;
    }
    if (item->string != NULL && !c->out_of_memory) {
        node->key = bireme_arena_copy(c->arena, item->string, strlen(item->string));
        c->out_of_memory = node->key == NULL;
    }
    return c->out_of_memory ? NULL : node;
}

/* Walks the tree in document order without recursion. NULL: see convert_one. */
static bireme_node *convert(converter *c, const cJSON *root)
{
    const cJSON *stack[BIREME_SCAN_DEPTH + 1];
    size_t depth = 0;
    bireme_node *top = convert_one(c, root), *parent = top;
    const cJSON *item = root->child;
    while (top != NULL && (item != NULL || depth > 0)) {
        if (item == NULL) { /* back to the parent's next sibling */
            item = stack[--depth]->next;
            parent = parent->parent;
            continue;
        }
        bireme_node *node = convert_one(c, item);
        if (node == NULL) return NULL;
        bireme_node_append(parent, node);
        if (item->child != NULL) {
            stack[depth++] = item;
            parent = node;
            item = item->child;
        } else {
            item = item->next;
        }
    }
    return c->at == c->n_marks ? top : NULL;
}

bireme_node *bireme_node_parse(const char *text, size_t length, const char *file, bireme_arena *arena,
                               bireme_report *report)
{
    bireme_node *node = NULL;
    bireme_scan scan = {0};
    char *blanked = NULL;
    cJSON *tree = NULL;
    bool has_mark = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
    if (has_mark) {
        text += 3;
        length -= 3;
    }
    if (!bireme_scan_text(text, length, file, arena, report, &scan)) goto done;
    blanked = blank_numbers(text, length, &scan);
    if (blanked == NULL) {
        bireme_report_memory(report);
        goto done;
    }
    tree = cJSON_ParseWithLength(blanked, length + 1);
    if (tree == NULL) { /* the scanner is stricter than cJSON, so that memory is the only reason left */
        bireme_report_memory(report);
        goto done;
    }
    converter c = {.text = text, .file = file, .marks = scan.marks, .n_marks = scan.count, .arena = arena};
    node = convert(&c, tree);
    if (node == NULL && c.out_of_memory) bireme_report_memory(report);
    if (node == NULL && !c.out_of_memory)
        bireme_report_add(report, BIREME_SEVERITY_ERROR, BIREME_INTERNAL,
                          (bireme_place){.file = file, .line = 1, .column = 1},
                          "two readers of this text disagree about its structure");
done:
    cJSON_Delete(tree);
    bireme_free(blanked);
    bireme_scan_free(&scan);
    return node;
}
