/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/fields/schema_internal.h"

#include <stdio.h>

void bireme_schema_ref(bireme_json *json, const char *prefix, const char *name)
{
    char ref[128];
    snprintf(ref, sizeof ref, "#/definitions/%s%s", prefix, name);
    bireme_json_open(json, NULL, '{', false);
    bireme_json_string(json, "$ref", ref);
    bireme_json_close(json, '}');
}

void bireme_schema_required(bireme_json *json, const char *name)
{
    bireme_json_open(json, "required", '[', false);
    bireme_json_string(json, NULL, name);
    bireme_json_close(json, ']');
}

void bireme_schema_typed(bireme_json *json, const char *key, const char *description, const char *type)
{
    bireme_json_open(json, key, '{', false);
    if (description != NULL) bireme_json_string(json, "description", description);
    bireme_json_string(json, "type", type);
    bireme_json_close(json, '}');
}

void bireme_schema_any_fields(bireme_json *json)
{
    for (const bireme_field *field = bireme_fields_any; field->kind != BIREME_FIELD_END; field++)
        bireme_schema_typed(json, field->name, field->description, "string");
}
