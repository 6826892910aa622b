/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/fields/schema_internal.h"

#include <stdio.h>

void bireme_schema_ref(bireme_json_text *json, const char *prefix, const char *name)
{
    char ref[128];
    snprintf(ref, sizeof ref, "#/definitions/%s%s", prefix, name);
    bireme_schema_open(json, NULL, '{');
    bireme_schema_string(json, "$ref", ref);
    bireme_schema_close(json, '}');
}

void bireme_schema_any_fields(bireme_json_text *json)
{
    for (const bireme_field *field = bireme_fields_any; field->kind != BIREME_FIELD_END; field++) {
        bireme_schema_open(json, field->name, '{');
        bireme_schema_string(json, "description", field->description);
        bireme_schema_string(json, "type", "string");
        bireme_schema_close(json, '}');
    }
}
