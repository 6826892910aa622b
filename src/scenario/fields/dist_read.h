/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A number or `{ "dist": … }` in a scenario → a distribution, checked against the field that it is for.
 */
#ifndef BIREME_SCENARIO_FIELDS_DIST_READ_H
#define BIREME_SCENARIO_FIELDS_DIST_READ_H

#include "dist/dist.h"
#include "scenario/fields/fields.h"
#include "scenario/reading.h"

/* Start with {0}; free with bireme_dist_value_free. */
typedef struct bireme_dist_value {
    bireme_dist *dist;  /* of a rate; the shape of an item: with an uncertain location its location is 1 */
    bireme_dist *scale; /* of an item's uncertain location; NULL: it has none */
    const bireme_node *location; /* the node of scale */
} bireme_dist_value;

/* field: RATE or ITEM, with its bounds. False: it is not valid; everything that is wrong was reported. */
bool bireme_dist_read(bireme_reading *reading, const bireme_field *field, const bireme_node *node,
                      bireme_dist_value *out);
void bireme_dist_value_free(bireme_dist_value *value);

#endif
