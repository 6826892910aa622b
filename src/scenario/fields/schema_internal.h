/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the files that write the schema.
 */
#ifndef BIREME_SCENARIO_FIELDS_SCHEMA_INTERNAL_H
#define BIREME_SCENARIO_FIELDS_SCHEMA_INTERNAL_H

#include "scenario/fields/fields.h"
#include "base/json.h"

/* `note` and `source` as properties. */
void bireme_schema_any_fields(bireme_json *json);
/* { "$ref": "#/definitions/PREFIXname" } as an entry of a list. */
void bireme_schema_ref(bireme_json *json, const char *prefix, const char *name);
/* "required": [ name ]. */
void bireme_schema_required(bireme_json *json, const char *name);
/* A value of that JSON type and nothing else; description NULL: none. */
void bireme_schema_typed(bireme_json *json, const char *key, const char *description, const char *type);
/* The definitions of the distributions. */
void bireme_schema_distributions(bireme_json *json);

#endif
