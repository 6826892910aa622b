/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/json.h"

#include <inttypes.h>
#include <stdio.h>
#include "base/utf8.h"

bireme_json bireme_json_begin(bireme_text *out)
{
    return (bireme_json){.out = out, .first = true};
}

static bool is_compact(const bireme_json *json)
{
    return json->compact_from > 0;
}

static void break_line(bireme_json *json)
{
    bireme_text_append(json->out, "\n");
    for (int i = 0; i < json->depth; i++) bireme_text_append(json->out, "  ");
}

void bireme_json_quote(bireme_text *out, const char *value)
{
    bireme_text_append(out, "\"");
    while (*value) {
        const char *start = value;
        uint32_t code = bireme_utf8_next(&value);
        if (code == BIREME_UTF8_INVALID)
            bireme_text_append(out, "\xEF\xBF\xBD");
        else if (code == '"' || code == '\\')
            bireme_text_format(out, "\\%c", (int)code);
        else if (code == '\n')
            bireme_text_append(out, "\\n");
        else if (code == '\t')
            bireme_text_append(out, "\\t");
        else if (code < 0x20 || code == 0x7F || code == 0x2028 || code == 0x2029)
            bireme_text_format(out, "\\u%04" PRIx32, code);
        else
            bireme_text_append_n(out, start, (size_t)(value - start));
    }
    bireme_text_append(out, "\"");
}

/* The comma, line break and key before a value. */
static void prepare(bireme_json *json, const char *key)
{
    if (!json->first) bireme_text_append(json->out, is_compact(json) ? ", " : ",");
    if (json->depth > 0 && !is_compact(json)) break_line(json);
    json->first = false;
    if (key == NULL) return;
    bireme_json_quote(json->out, key);
    bireme_text_append(json->out, ": ");
}

void bireme_json_open(bireme_json *json, const char *key, char bracket, bool compact)
{
    prepare(json, key);
    bireme_text_append_n(json->out, &bracket, 1);
    json->depth++;
    if (compact && !is_compact(json)) json->compact_from = json->depth;
    json->first = true;
}

void bireme_json_close(bireme_json *json, char bracket)
{
    bool was_compact = is_compact(json), empty = json->first;
    if (json->compact_from == json->depth) json->compact_from = 0;
    json->depth--;
    if (!was_compact && !empty) break_line(json);
    bireme_text_append_n(json->out, &bracket, 1);
    json->first = false;
}

void bireme_json_string(bireme_json *json, const char *key, const char *value)
{
    prepare(json, key);
    if (value == NULL)
        bireme_text_append(json->out, "null");
    else
        bireme_json_quote(json->out, value);
}

void bireme_json_number(bireme_json *json, const char *key, double value)
{
    prepare(json, key);
    bireme_text_append_number(json->out, value);
}

void bireme_json_estimate(bireme_json *json, const char *key, double value, double se)
{
    char key_se[64];
    snprintf(key_se, sizeof key_se, "%s_se", key);
    bireme_json_number(json, key, value);
    bireme_json_number(json, key_se, se);
}

void bireme_json_numbers(bireme_json *json, const char *key, const double *value, size_t n)
{
    bireme_json_open(json, key, '[', true);
    for (size_t i = 0; i < n; i++) bireme_json_number(json, NULL, value[i]);
    bireme_json_close(json, ']');
}

void bireme_json_whole(bireme_json *json, const char *key, uint64_t value)
{
    prepare(json, key);
    bireme_text_format(json->out, "%" PRIu64, value);
}

void bireme_json_boolean(bireme_json *json, const char *key, bool value)
{
    prepare(json, key);
    bireme_text_append(json->out, value ? "true" : "false");
}

void bireme_json_end(bireme_json *json)
{
    bireme_text_append(json->out, "\n");
}
