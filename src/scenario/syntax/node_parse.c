/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON text → located nodes, by two readers. cJSON builds the tree and decodes the texts; but it accepts what
 * is not JSON (trailing text, 01, bad UTF-8), keeps no places, and converts numbers by the process's locale
 * and only up to 63 characters. So the scanner goes first: it refuses what is not JSON and what nobody can
 * have meant (duplicate keys, too deep nesting), and marks each value with its place, in the order of the
 * text, which is the order of the tree. Numbers are blanked before cJSON sees the text and converted here,
 * from their marks. This is the only file that uses cJSON. (Each parse makes cJSON write its error position
 * to a global variable, which is never read.)
 */
#include "scenario/syntax/node.h"

#include <stdint.h>
#include <string.h>
#include <cjson/cJSON.h>
#include "base/memory.h"
#include "scenario/syntax/scan.h"

/* The types of the two readers, and the node type for them. */
static const struct {
    int theirs;
    bireme_node_type type;
} kinds[] = {[BIREME_SCAN_NULL] = {cJSON_NULL, BIREME_NODE_NULL},
             [BIREME_SCAN_FALSE] = {cJSON_False, BIREME_NODE_BOOL},
             [BIREME_SCAN_TRUE] = {cJSON_True, BIREME_NODE_BOOL},
             [BIREME_SCAN_NUMBER] = {cJSON_Number, BIREME_NODE_NUMBER},
             [BIREME_SCAN_TEXT] = {cJSON_String, BIREME_NODE_TEXT},
             [BIREME_SCAN_LIST] = {cJSON_Array, BIREME_NODE_LIST},
             [BIREME_SCAN_OBJECT] = {cJSON_Object, BIREME_NODE_OBJECT}};

typedef struct converter {
    const char *text, *file;
    const bireme_mark *marks, *end;
    bireme_arena *arena;
    bool out_of_memory;
} converter;

/* A copy of text with every number replaced by 0 and blanks. */
static char *blank_numbers(const char *text, size_t length, const bireme_scan *scan)
{
    char *copy = bireme_memdup(text, length + 1, 1);
    for (size_t i = 0; copy != NULL && i < scan->count; i++) {
        if (scan->marks[i].kind != BIREME_SCAN_NUMBER) continue;
        memset(copy + scan->marks[i].offset, ' ', scan->marks[i].length);
        copy[scan->marks[i].offset] = '0';
    }
    return copy;
}

/* A copy of the text in the arena; NULL for NULL. */
static const char *keep(converter *c, const char *text, size_t length)
{
    const char *copy = text != NULL ? bireme_arena_copy(c->arena, text, length) : NULL;
    c->out_of_memory |= text != NULL && copy == NULL;
    return copy;
}

/* The node of item with all its descendants, from the next marks; the scanner has limited the depth. NULL:
 * out of memory, or item and mark do not match. */
static bireme_node *convert(converter *c, const cJSON *item)
{
    if (c->marks == c->end || (item->type & 0xFF) != kinds[c->marks->kind].theirs) return NULL;
    const bireme_mark *mark = c->marks++;
    const bool number = mark->kind == BIREME_SCAN_NUMBER;
    const char *text = number ? c->text + mark->offset : item->valuestring;
    bireme_node *node = bireme_arena_alloc(c->arena, 1, sizeof *node);
    c->out_of_memory |= node == NULL;
    if (node == NULL) return NULL;
    *node = (bireme_node){.type = kinds[mark->kind].type,
                          .truth = mark->kind == BIREME_SCAN_TRUE,
                          .text = keep(c, text,
                                       number         ? mark->length
                                       : text != NULL ? strlen(text)
                                                      : 0),
                          .key = keep(c, item->string, item->string != NULL ? strlen(item->string) : 0),
                          .file = c->file,
                          .line = mark->line,
                          .column = mark->column,
                          .key_line = mark->key_line,
                          .key_column = mark->key_column};
    if (c->out_of_memory) return NULL;
    if (number) node->number = bireme_number_parse(node->text, NULL);
    for (const cJSON *child = item->child; child != NULL; child = child->next) {
        bireme_node *own = convert(c, child);
        if (own == NULL) return NULL;
        bireme_node_append(node, own);
    }
    return node;
}

bireme_node *bireme_node_parse(const char *text, size_t length, const char *file, bireme_arena *arena,
                               bireme_report *report)
{
    const size_t skip = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0; /* byte order mark */
    bireme_node *node = NULL;
    bireme_scan scan = {0};
    if (!bireme_scan_text(text + skip, length - skip, file, arena, report, &scan)) {
        bireme_scan_free(&scan);
        return NULL;
    }
    char *blanked = blank_numbers(text + skip, length - skip, &scan);
    cJSON *tree = blanked != NULL ? cJSON_ParseWithLength(blanked, length - skip + 1) : NULL;
    converter c = {text + skip, file, scan.marks, scan.marks + scan.count, arena, tree == NULL};
    /* the scanner is stricter than cJSON, so NULL means out of memory */
    if (tree != NULL) node = convert(&c, tree);
    if (c.out_of_memory) {
        bireme_report_memory(report);
    } else if (node == NULL || c.marks != c.end) {
        node = NULL;
        bireme_report_add(report, BIREME_SEVERITY_ERROR, BIREME_INTERNAL,
                          (bireme_place){.file = file, .line = 1, .column = 1},
                          "two readers of this text disagree about its structure");
    }
    cJSON_Delete(tree);
    bireme_free(blanked);
    bireme_scan_free(&scan);
    return node;
}
