/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The JSON Schema (draft-07) of the scenario file, written from the field table. A file that `extends`
 * another is a merge patch, in which nothing is required and null removes; so every definition is written
 * twice, the second time with the prefix "patch_".
 */
#include "scenario/fields/schema.h"

#include <stdio.h>
#include <string.h>
#include "scenario/fields/schema_internal.h"

typedef struct writer {
    bireme_json json;
    const char *prefix; /* "" or "patch_" */
} writer;

static bool is_patch(const writer *w)
{
    return w->prefix[0] != '\0';
}

/* "What it is. Choices. In UNIT. Default: …." */
static void describe(writer *w, const bireme_field *field)
{
    bireme_text text = {0};
    bireme_text_append(&text, field->description);
    for (const bireme_field_choice *choice = field->choices; choice != NULL && choice->name != NULL; choice++)
        bireme_text_format(&text, "%s%s: %s", choice == field->choices ? " " : "; ", choice->name,
                           choice->description);
    if (field->choices != NULL) bireme_text_append(&text, ".");
    if (field->unit != NULL) bireme_text_format(&text, " Unit: %s.", field->unit);
    if (field->default_text != NULL) bireme_text_format(&text, " Default: %s.", field->default_text);
    bireme_json_string(&w->json, "description", bireme_text_string(&text));
    if (text.failed) w->json.out->failed = true;
    bireme_text_free(&text);
}

static void number(writer *w, const bireme_field *field)
{
    bireme_json_string(&w->json, "type", field->kind == BIREME_FIELD_WHOLE ? "integer" : "number");
    if (!bireme_field_is_bounded(field)) return;
    bireme_json_number(&w->json, field->low_open ? "exclusiveMinimum" : "minimum", field->low);
    bireme_json_number(&w->json, field->high_open ? "exclusiveMaximum" : "maximum", field->high);
}

static void number_entry(writer *w, const bireme_field *field)
{
    bireme_json_open(&w->json, NULL, '{', false);
    number(w, field);
    bireme_json_close(&w->json, '}');
}

static void list_of_numbers(writer *w, const bireme_field *field, const char *key, int exactly)
{
    bireme_json_open(&w->json, key, '{', false);
    bireme_json_string(&w->json, "type", "array");
    bireme_json_open(&w->json, "items", '{', false);
    number(w, field);
    bireme_json_close(&w->json, '}');
    bireme_json_number(&w->json, "minItems", exactly > 0 ? exactly : 1);
    bireme_json_number(&w->json, "maxItems", exactly > 0 ? exactly : BIREME_PERIODS_MOST);
    bireme_json_close(&w->json, '}');
}

static void periods(writer *w, const bireme_field *field)
{
    bireme_json_open(&w->json, "anyOf", '[', false);
    number_entry(w, field);
    list_of_numbers(w, field, NULL, 0);
    if (field->calendar) {
        bireme_json_open(&w->json, NULL, '{', false);
        bireme_json_string(&w->json, "type", "object");
        bireme_json_open(&w->json, "properties", '{', false);
        list_of_numbers(w, field, "calendar", 12);
        bireme_schema_any_fields(&w->json);
        bireme_json_close(&w->json, '}');
        bireme_schema_required(&w->json, "calendar");
        bireme_json_boolean(&w->json, "additionalProperties", false);
        bireme_json_close(&w->json, '}');
    }
    bireme_json_close(&w->json, ']');
}

static void name_pattern(writer *w, bireme_names_kind kind)
{
    if (kind == BIREME_NAMES_DATE) {
        bireme_json_string(&w->json, "pattern", "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$");
    } else if (kind == BIREME_NAMES_OWNER) {
        bireme_json_string(&w->json, "pattern", "^(marketing|sales|partner)$");
    } else if (kind == BIREME_NAMES_NEW) {
        bireme_json_string(&w->json, "pattern", "^[^.*\\u0000-\\u001f\\u007f]+$");
        bireme_json_number(&w->json, "maxLength", BIREME_NAME_MOST);
    } else {
        bireme_json_number(&w->json, "minLength", 1);
    }
}

static void field_body(writer *w, const bireme_field *field);

/* A member with its description; in a patch null is allowed too. */
static void member(writer *w, const char *key, const bireme_field *field)
{
    bireme_json_open(&w->json, key, '{', false);
    describe(w, field);
    if (is_patch(w)) {
        bireme_json_open(&w->json, "anyOf", '[', false);
        bireme_json_open(&w->json, NULL, '{', false);
        field_body(w, field);
        bireme_json_close(&w->json, '}');
        bireme_schema_typed(&w->json, NULL, NULL, "null");
        bireme_json_close(&w->json, ']');
    } else {
        field_body(w, field);
    }
    bireme_json_close(&w->json, '}');
}

static void entry(writer *w, const char *key, const bireme_field *field)
{
    bireme_json_open(&w->json, key, '{', false);
    describe(w, field);
    field_body(w, field);
    bireme_json_close(&w->json, '}');
}

static void requires(writer *w, const char *name)
{
    bireme_json_open(&w->json, NULL, '{', false);
    bireme_schema_required(&w->json, name);
    bireme_json_close(&w->json, '}');
}

/* Requires exactly one of the members that are `alternative`; not in a patch, which may set the other one to
 * null. */
static void alternatives(writer *w, const bireme_field *object)
{
    bool any = false;
    for (const bireme_field *field = object->members; field->kind != BIREME_FIELD_END; field++)
        any = any || field->alternative;
    if (!any || is_patch(w)) return;
    bireme_json_open(&w->json, "oneOf", '[', false);
    for (const bireme_field *field = object->members; field->kind != BIREME_FIELD_END; field++)
        if (field->alternative) requires(w, field->name);
    bireme_json_close(&w->json, ']');
}

static void object_body(writer *w, const bireme_field *object)
{
    bireme_json_string(&w->json, "type", "object");
    bireme_json_open(&w->json, "properties", '{', false);
    for (const bireme_field *field = object->members; field->kind != BIREME_FIELD_END; field++)
        member(w, field->name, field);
    bireme_schema_any_fields(&w->json);
    bireme_json_close(&w->json, '}');
    bool any = false;
    for (const bireme_field *field = object->members; field->kind != BIREME_FIELD_END; field++)
        any = any || field->required;
    if (any && !is_patch(w)) {
        bireme_json_open(&w->json, "required", '[', false);
        for (const bireme_field *field = object->members; field->kind != BIREME_FIELD_END; field++)
            if (field->required) bireme_json_string(&w->json, NULL, field->name);
        bireme_json_close(&w->json, ']');
    }
    alternatives(w, object);
    bireme_json_boolean(&w->json, "additionalProperties", false);
}

static void map_body(writer *w, const bireme_field *field)
{
    bireme_json_string(&w->json, "type", "object");
    bireme_json_open(&w->json, "properties", '{', false);
    bireme_schema_any_fields(&w->json);
    bireme_json_close(&w->json, '}');
    bireme_json_open(&w->json, "propertyNames", '{', false);
    name_pattern(w, field->names);
    bireme_json_close(&w->json, '}');
    if (field->count_low > 0 && !is_patch(w))
        bireme_json_number(&w->json, "minProperties", (double)field->count_low);
    member(w, "additionalProperties", field->members);
}

static void list_body(writer *w, const bireme_field *field)
{
    /* A patch replaces whole lists, so their entries are complete. */
    const char *prefix = w->prefix;
    w->prefix = "";
    bireme_json_string(&w->json, "type", "array");
    if (field->gaps) {
        bireme_json_open(&w->json, "items", '{', false);
        bireme_json_open(&w->json, "anyOf", '[', false);
        entry(w, NULL, field->members);
        bireme_schema_typed(&w->json, NULL, NULL, "null");
        bireme_json_close(&w->json, ']');
        bireme_json_close(&w->json, '}');
    } else {
        entry(w, "items", field->members);
    }
    if (field->count_low > 0) bireme_json_number(&w->json, "minItems", (double)field->count_low);
    if (field->count_high > 0) bireme_json_number(&w->json, "maxItems", (double)field->count_high);
    w->prefix = prefix;
}

static void dist_body(writer *w, const bireme_field *field)
{
    bool item = field->kind == BIREME_FIELD_ITEM && !field->plain && !is_patch(w);
    bireme_json_open(&w->json, "anyOf", '[', false);
    number_entry(w, field);
    const char *name = item                           ? "item_distribution"
                       : is_patch(w)                  ? "distribution"
                       : field->each && field->redraw ? "rate_distribution"
                       : field->each                  ? "shared_distribution"
                       : field->redraw                ? "period_distribution"
                                                      : "distribution";
    const bool limited = item && !(field->each && field->redraw);
    if (limited) {
        bireme_json_open(&w->json, NULL, '{', false);
        bireme_json_open(&w->json, "allOf", '[', false);
    }
    bireme_schema_ref(&w->json, w->prefix, name);
    if (limited) {
        bireme_schema_ref(&w->json, w->prefix,
                          field->each     ? "location_drawn_once"
                          : field->redraw ? "location_of_its_own"
                                          : "location_of_its_own_drawn_once");
        bireme_json_close(&w->json, ']');
        bireme_json_close(&w->json, '}');
    }
    bireme_json_close(&w->json, ']');
}

static void one_of_body(writer *w, const bireme_field *field)
{
    bireme_json_open(&w->json, "anyOf", '[', false);
    for (const bireme_field *option = field->members; option->kind != BIREME_FIELD_END; option++)
        entry(w, NULL, option);
    bireme_json_close(&w->json, ']');
}

static void field_body(writer *w, const bireme_field *field)
{
    bireme_json *json = &w->json;
    switch (field->kind) {
    case BIREME_FIELD_TEXT:
        bireme_json_string(json, "type", "string");
        if (field->count_high > 0) {
            bireme_json_string(
                json, "pattern",
                "^[^\\u0000-\\u001f\\u007f]*[^\\u0000-\\u0020\\u007f][^\\u0000-\\u001f\\u007f]*$");
            bireme_json_number(json, "maxLength", (double)field->count_high);
        }
        break;
    case BIREME_FIELD_NUMBER:
    case BIREME_FIELD_WHOLE:
        number(w, field);
        break;
    case BIREME_FIELD_BOOL:
        bireme_json_string(json, "type", "boolean");
        break;
    case BIREME_FIELD_DATE:
        bireme_json_string(json, "type", "string");
        name_pattern(w, BIREME_NAMES_DATE);
        break;
    case BIREME_FIELD_CHOICE:
        bireme_json_open(json, "enum", '[', false);
        for (const bireme_field_choice *choice = field->choices; choice->name != NULL; choice++)
            bireme_json_string(json, NULL, choice->name);
        bireme_json_close(json, ']');
        break;
    case BIREME_FIELD_NAME:
        bireme_json_string(json, "type", "string");
        name_pattern(w, field->names);
        break;
    case BIREME_FIELD_RATE:
    case BIREME_FIELD_ITEM:
        dist_body(w, field);
        break;
    case BIREME_FIELD_PERIODS:
        periods(w, field);
        break;
    case BIREME_FIELD_LIST:
        list_body(w, field);
        break;
    case BIREME_FIELD_MAP:
        map_body(w, field);
        break;
    case BIREME_FIELD_OBJECT:
        if (field->definition == NULL) {
            object_body(w, field);
        } else {
            bireme_json_open(json, "allOf", '[', false);
            bireme_schema_ref(json, w->prefix, field->definition);
            bireme_json_close(json, ']');
        }
        break;
    case BIREME_FIELD_ONE_OF:
        one_of_body(w, field);
        break;
    case BIREME_FIELD_END:
        break;
    }
}

/* ------------------------ definitions */

enum { DEFINITIONS_MOST = 32 };

/* The objects with definitions that can be reached from the field, each once. */
static size_t collect(const bireme_field *field, const bireme_field **found, size_t n)
{
    bool object = field->kind == BIREME_FIELD_OBJECT;
    if (object && field->definition != NULL) {
        for (size_t i = 0; i < n; i++)
            if (strcmp(found[i]->definition, field->definition) == 0) return n;
        if (n == DEFINITIONS_MOST) return n;
        found[n++] = field;
    }
    if (object || field->kind == BIREME_FIELD_ONE_OF) {
        for (const bireme_field *m = field->members; m->kind != BIREME_FIELD_END; m++)
            n = collect(m, found, n);
    } else if (field->kind == BIREME_FIELD_LIST || field->kind == BIREME_FIELD_MAP) {
        n = collect(field->members, found, n);
    }
    return n;
}

static void write_definitions(writer *w)
{
    const bireme_field *found[DEFINITIONS_MOST];
    size_t n = collect(&bireme_field_root, found, 0);
    for (size_t i = 0; i < n; i++) {
        char name[128];
        snprintf(name, sizeof name, "%s%s", w->prefix, found[i]->definition);
        bireme_json_open(&w->json, name, '{', false);
        object_body(w, found[i]);
        bireme_json_close(&w->json, '}');
    }
}

bireme_status bireme_scenario_schema(bireme_text *out)
{
    writer w = {.json = bireme_json_begin(out), .prefix = ""};
    bireme_json *json = &w.json;
    bireme_json_open(json, NULL, '{', false);
    bireme_json_string(json, "$schema", "http://json-schema.org/draft-07/schema#");
    bireme_json_string(json, "title", "bireme scenario");
    bireme_json_string(json, "description", bireme_field_root.description);
    bireme_json_string(json, "type", "object");
    bireme_json_open(json, "if", '{', false);
    bireme_schema_required(json, "extends");
    bireme_json_close(json, '}');
    bireme_json_open(json, "then", '{', false);
    bireme_json_string(json, "$ref", "#/definitions/patch_scenario");
    bireme_json_close(json, '}');
    bireme_json_open(json, "else", '{', false);
    bireme_json_string(json, "$ref", "#/definitions/scenario");
    bireme_json_close(json, '}');
    bireme_json_open(json, "definitions", '{', false);
    write_definitions(&w);
    w.prefix = "patch_";
    write_definitions(&w);
    bireme_schema_distributions(json);
    bireme_json_close(json, '}');
    bireme_json_close(json, '}');
    bireme_json_end(json);
    return out->failed ? BIREME_MEMORY : BIREME_OK;
}
