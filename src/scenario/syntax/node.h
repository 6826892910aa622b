/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Located syntax: the values of a scenario, each knowing the file and place that it came from, even after
 * merging. Nodes live in an arena.
 */
#ifndef BIREME_SCENARIO_SYNTAX_NODE_H
#define BIREME_SCENARIO_SYNTAX_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/text.h"
#include "scenario/syntax/arena.h"
#include "scenario/syntax/report.h"

typedef enum bireme_node_type {
    BIREME_NODE_NULL,
    BIREME_NODE_BOOL,
    BIREME_NODE_NUMBER,
    BIREME_NODE_TEXT,
    BIREME_NODE_LIST,
    BIREME_NODE_OBJECT
} bireme_node_type;

typedef struct bireme_node bireme_node;
struct bireme_node {
    bireme_node_type type;
    bool truth;                 /* BOOL */
    double number;              /* NUMBER */
    const char *text;           /* TEXT: the content; NUMBER: as written; else NULL */
    const char *key;            /* for a member of an object; else NULL */
    const char *file;           /* as shown to the user; "--set PATH" for an override */
    int line, column;           /* of the value, from 1 */
    int key_line, key_column;   /* of the key; 0 without one */
    bireme_node *parent, *next; /* NULL: none */
    bireme_node *first, *last;  /* LIST, OBJECT */
    size_t count;               /* of children */
    bool inherited;             /* a rate copied into a channel from `defaults` (mix.c) */
    /* the distribution that checking made of it (fields/dist_read.h); NULL: none */
    struct bireme_dist_value *value;
    bool complete; /* a channel that has copies of everything it takes from `defaults` */
};

/* The member of that name (case matters); NULL if there is none, or if node is NULL or not an object. */
bireme_node *bireme_node_find(const bireme_node *node, const char *key);
/* The child at index; NULL: none. */
bireme_node *bireme_node_at(const bireme_node *node, size_t index);
void bireme_node_append(bireme_node *parent, bireme_node *child);
/* A new node like that one, with the place as its own and its key's, appended to parent unless that is NULL.
 * NULL: no memory. */
bireme_node *bireme_node_add(bireme_arena *arena, bireme_node *parent, bireme_node like, bireme_place place);
void bireme_node_remove(bireme_node *child); /* removes it from its parent */
/* Puts `by` (which has no parent) in the place of `old`, which must have one; `by` takes old's key. */
void bireme_node_replace(bireme_node *old, bireme_node *by);

/* A deep copy with the same places; NULL: out of memory. */
bireme_node *bireme_node_copy(const bireme_node *node, bireme_arena *arena);
/* Whether both say the same (numbers compared by value, members in any order, ignoring notes and sources) and
 * both or neither are inherited. NULL equals NULL. */
bool bireme_node_equal(const bireme_node *a, const bireme_node *b);
/* Whether it is a member `note` or `source`. */
bool bireme_node_is_remark(const bireme_node *node);

/* Appends the JSON pointer (RFC 6901) of the node. */
void bireme_node_pointer(const bireme_node *node, bireme_text *out);
/* "text", "a number", … for messages; static. */
const char *bireme_node_type_name(const bireme_node *node);
/* The same, for a text with its content: "the text `25k`". buffer of BIREME_FOUND_SIZE; returned. */
enum { BIREME_FOUND_SIZE = BIREME_QUOTE_SIZE + 16 };
const char *bireme_node_found(char *buffer, const bireme_node *node);
/* Where a problem is reported: at the node's value, or at its key. */
typedef enum bireme_node_part { BIREME_NODE_VALUE, BIREME_NODE_KEY } bireme_node_part;
void bireme_node_report(bireme_report *report, bireme_severity severity, bireme_status status,
                        const bireme_node *node, bireme_node_part part, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* Add an error, or a warning, at the node's value or at its key. */
#define bireme_node_fail(report, node, ...)                                                                  \
    bireme_node_report(report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO, node, BIREME_NODE_VALUE, __VA_ARGS__)
#define bireme_node_fail_key(report, node, ...)                                                              \
    bireme_node_report(report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO, node, BIREME_NODE_KEY, __VA_ARGS__)
#define bireme_node_warn(report, node, ...)                                                                  \
    bireme_node_report(report, BIREME_SEVERITY_WARNING, BIREME_SCENARIO, node, BIREME_NODE_VALUE, __VA_ARGS__)
#define bireme_node_warn_key(report, node, ...)                                                              \
    bireme_node_report(report, BIREME_SEVERITY_WARNING, BIREME_SCENARIO, node, BIREME_NODE_KEY, __VA_ARGS__)
void bireme_node_report_error(bireme_report *report, const bireme_node *node, const bireme_error *error);
/* "file:line:column", for the origin of a quantity; NULL: out of memory. Free with bireme_free. */
char *bireme_node_origin(const bireme_node *node);

/* The node's JSON pointer. Likewise. */
char *bireme_node_place(const bireme_node *node);

/* Parses a JSON text: checked by the scanner, parsed by the JSON library, then located. file (kept by
 * reference) names it in messages. NULL: not JSON, or out of memory; reported. */
bireme_node *bireme_node_parse(const char *text, size_t length, const char *file, bireme_arena *arena,
                               bireme_report *report);

/* JSON Merge Patch (RFC 7396): target (may be NULL) with patch applied; both are consumed. An object made
 * from both is located at the patch. */
bireme_node *bireme_node_merge(bireme_node *target, bireme_node *patch, bireme_arena *arena);

#endif
