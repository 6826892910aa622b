/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing indented JSON into a growing text: for the schema.
 */
#ifndef BIREME_SCENARIO_SYNTAX_JSON_TEXT_H
#define BIREME_SCENARIO_SYNTAX_JSON_TEXT_H

#include "base/text.h"

/* Start with {.out = …}. */
typedef struct bireme_json_text {
    bireme_text *out;
    int depth;
    bool inside; /* something has been written at this depth */
} bireme_json_text;

/* key NULL: an entry of a list, or the whole text. */
void bireme_schema_open(bireme_json_text *json, const char *key, char bracket); /* '{' or '[' */
void bireme_schema_close(bireme_json_text *json, char bracket);                 /* '}' or ']' */
void bireme_schema_string(bireme_json_text *json, const char *key, const char *value);
void bireme_schema_number(bireme_json_text *json, const char *key, double value);
void bireme_schema_bool(bireme_json_text *json, const char *key, bool value);

#endif
