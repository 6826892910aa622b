/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a scenario file may say, for editors and for people: both are made from the field table (fields.h) and
 * the registry of distribution families (dist/dist.h), as are the checks.
 */
#ifndef BIREME_SCENARIO_FIELDS_SCHEMA_H
#define BIREME_SCENARIO_FIELDS_SCHEMA_H

#include "base/error.h"
#include "base/text.h"

/* Appends the JSON Schema (draft-07) of the scenario file. Errors: MEMORY. Threads: reentrant. */
BIREME_MUST_USE bireme_status bireme_scenario_schema(bireme_text *out);
/* Appends the reference page of the scenario file (Markdown). Errors: MEMORY. Threads: reentrant. */
BIREME_MUST_USE bireme_status bireme_scenario_reference(bireme_text *out);

#endif
