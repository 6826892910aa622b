/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A strict, iterative check of a JSON text against RFC 8259, which also finds the place of every value. It
 * refuses what the JSON library would let through, saying where and what, and never nests deeper than
 * BIREME_SCAN_DEPTH.
 */
#ifndef BIREME_SCENARIO_SYNTAX_SCAN_H
#define BIREME_SCENARIO_SYNTAX_SCAN_H

#include <stddef.h>
#include "scenario/syntax/arena.h"
#include "scenario/syntax/report.h"

/* Limits: levels of nesting, values in a text, keys in an object. */
enum { BIREME_SCAN_DEPTH = 64, BIREME_SCAN_VALUES = 500000, BIREME_SCAN_KEYS = 10000 };

typedef enum bireme_scan_kind {
    BIREME_SCAN_NULL,
    BIREME_SCAN_FALSE,
    BIREME_SCAN_TRUE,
    BIREME_SCAN_NUMBER,
    BIREME_SCAN_TEXT,
    BIREME_SCAN_LIST,
    BIREME_SCAN_OBJECT
} bireme_scan_kind;

/* One value, in the order of the text (an object or list before its members). */
typedef struct bireme_mark {
    bireme_scan_kind kind;
    int line, column;         /* of the value, from 1, columns in characters */
    int key_line, key_column; /* of its key; 0 outside objects */
    size_t offset, length;    /* bytes of the value (numbers only) */
} bireme_mark;

/* Start with {0}. */
typedef struct bireme_scan {
    bireme_mark *marks; /* [count] */
    size_t count, capacity;
} bireme_scan;

/* Checks text [length] (no byte order mark). Syntax errors stop it (SYNTAX); duplicate keys and NUL
 * characters in texts, which are JSON but useless here, are noted (SCENARIO) and the scan goes on. Everything
 * is added to report at places in file. True if the text is JSON, and *out then holds its marks. */
bool bireme_scan_text(const char *text, size_t length, const char *file, bireme_arena *arena,
                      bireme_report *report, bireme_scan *out);
void bireme_scan_free(bireme_scan *scan);

#endif
