/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a number or `{ "dist": … }` of a scenario as a distribution, checked against the field that it is
 * for.
 */
#ifndef BIREME_SCENARIO_FIELDS_DIST_READ_H
#define BIREME_SCENARIO_FIELDS_DIST_READ_H

#include "dist/dist.h"
#include "scenario/fields/fields.h"
#include "scenario/reading.h"

typedef struct bireme_dist_value bireme_dist_value;
struct bireme_dist_value {
    /* of a rate; of an item, its shape: with an uncertain location, the shape's location is 1 */
    bireme_dist *dist;
    bireme_dist *scale;          /* the distribution of an item's uncertain location; NULL: none */
    const bireme_node *location; /* the node of scale */
    bireme_node *node;           /* the node that it was read from */
    bireme_dist_value *next;
};

/* field: RATE or ITEM, with its bounds. Sets the node's value if it is valid; else reports everything that is
 * wrong. */
void bireme_dist_read(bireme_reading *reading, const bireme_field *field, bireme_node *node);
/* Frees the distributions of all nodes that have no other owner by then. */
void bireme_dist_free_values(bireme_reading *reading);

#endif
