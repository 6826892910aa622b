/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the files that read distributions.
 */
#ifndef BIREME_SCENARIO_FIELDS_DIST_READ_INTERNAL_H
#define BIREME_SCENARIO_FIELDS_DIST_READ_INTERNAL_H

#include "scenario/fields/dist_read.h"

enum { BIREME_ARGUMENTS_MOST = 12 };

/* The members of one distribution object, gathered for bireme_dist_create. Lists live in the arena. */
typedef struct bireme_gathered {
    bireme_reading *reading;
    const bireme_node *node;
    bireme_dist_spec spec;
    bireme_dist_argument arguments[BIREME_ARGUMENTS_MOST];
    bireme_dist **components; /* [n_components], owned */
    size_t n_components;
    const bireme_node *uncertain; /* the parameter that is itself a distribution; NULL: none */
    const bireme_node *file, *column;
    double *file_values; /* owned */
} bireme_gathered;

/* Fills `out` from the object node. item: a parameter may itself be a distribution. False: reported. */
bool bireme_dist_gather(bireme_reading *reading, const bireme_node *node, bool item, bireme_gathered *out);
void bireme_dist_gathered_free(bireme_gathered *gathered);
/* Reads any number or distribution, without bounds. False: reported. */
bool bireme_dist_read_plain(bireme_reading *reading, const bireme_node *node, bireme_dist **out);
/* Reports an error of bireme_dist_create at the argument that it names. */
void bireme_dist_report(bireme_reading *reading, const bireme_node *node, const bireme_error *error);

/* Checks that the parameter set allows an uncertain location. False: reported. */
bool bireme_dist_check_uncertain(bireme_gathered *gathered);
/* Checks the support of dist against the bounds of field; node: where it is written. False: reported. */
bool bireme_dist_check_range(bireme_reading *reading, const bireme_field *field, const bireme_node *node,
                             const bireme_dist *dist);

#endif
