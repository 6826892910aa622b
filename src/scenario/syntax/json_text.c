/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two spaces a level, one entry a line.
 */
#include "scenario/syntax/json_text.h"

static void quote(bireme_text *out, const char *value)
{
    bireme_text_append(out, "\"");
    for (const char *c = value; *c; c++) {
        if (*c == '"' || *c == '\\') bireme_text_append(out, "\\");
        if ((unsigned char)*c < 0x20)
            bireme_text_format(out, "\\u%04x", (unsigned)(unsigned char)*c);
        else
            bireme_text_append_n(out, c, 1);
    }
    bireme_text_append(out, "\"");
}

static void begin(bireme_json_text *json, const char *key)
{
    if (json->inside) bireme_text_append(json->out, ",");
    if (json->depth > 0) bireme_text_append(json->out, "\n");
    for (int i = 0; i < json->depth; i++) bireme_text_append(json->out, "  ");
    json->inside = true;
    if (key == NULL) return;
    quote(json->out, key);
    bireme_text_append(json->out, ": ");
}

void bireme_schema_open(bireme_json_text *json, const char *key, char bracket)
{
    begin(json, key);
    bireme_text_append_n(json->out, &bracket, 1);
    json->depth++;
    json->inside = false;
}

void bireme_schema_close(bireme_json_text *json, char bracket)
{
    json->depth--;
    if (json->inside) {
        bireme_text_append(json->out, "\n");
        for (int i = 0; i < json->depth; i++) bireme_text_append(json->out, "  ");
    }
    bireme_text_append_n(json->out, &bracket, 1);
    json->inside = true;
}

void bireme_schema_string(bireme_json_text *json, const char *key, const char *value)
{
    begin(json, key);
    quote(json->out, value);
}

void bireme_schema_number(bireme_json_text *json, const char *key, double value)
{
    begin(json, key);
    bireme_text_append_number(json->out, value);
}

void bireme_schema_bool(bireme_json_text *json, const char *key, bool value)
{
    begin(json, key);
    bireme_text_append(json->out, value ? "true" : "false");
}
