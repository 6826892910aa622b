/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checking a scenario's syntax tree, first against the field table, then for consistency.
 */
#ifndef BIREME_SCENARIO_CHECK_CHECK_H
#define BIREME_SCENARIO_CHECK_CHECK_H

#include "model/model.h"
#include "scenario/fields/fields.h"
#include "scenario/reading.h"

/* Collects the names of stages, channels and regimes and the number of periods, as far as they can be read.
 */
bool bireme_names_collect(bireme_reading *reading); /* false: out of memory, reported */
/* Checks the node against the field, recursively, and keeps the distributions in it (node->value). Problems
 * are reported. */
void bireme_check_field(bireme_reading *reading, const bireme_field *field, bireme_node *node);
/* Checks a name, or the key of a map; node: the text, or the member with that key. */
void bireme_check_name(bireme_reading *reading, bireme_names_kind kind, const bireme_node *node,
                       bireme_node_part part);
/* Checks what the table cannot express: which fields go together. model: as begun (build.h). Problems are
 * reported. */
void bireme_check_together(bireme_reading *reading, const bireme_model *model);

#endif
