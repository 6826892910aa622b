/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A number or `{ "dist": … }` in a scenario → a distribution, checked against the field that it is for.
 */
#ifndef BIREME_SCENARIO_FIELDS_DIST_READ_H
#define BIREME_SCENARIO_FIELDS_DIST_READ_H

#include "dist/dist.h"
#include "scenario/fields/fields.h"
#include "scenario/reading.h"

typedef struct bireme_dist_value bireme_dist_value;
struct bireme_dist_value {
    bireme_dist *dist;  /* of a rate; the shape of an item: with an uncertain location its location is 1 */
    bireme_dist *scale; /* of an item's uncertain location; NULL: it has none */
    const bireme_node *location; /* the node of scale */
    bireme_node *node;           /* that it was read from */
    bireme_dist_value *next;
};

/* field: RATE or ITEM, with its bounds. The node's value is set if it is valid; else everything that is wrong
 * was reported. */
void bireme_dist_read(bireme_reading *reading, const bireme_field *field, bireme_node *node);
/* Takes from all nodes what was read; what has other owners by then stays theirs. */
void bireme_dist_free_values(bireme_reading *reading);

#endif
