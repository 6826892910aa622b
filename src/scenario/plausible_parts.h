/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files that look for slips of a unit share.
 */
#ifndef BIREME_SCENARIO_PLAUSIBLE_PARTS_H
#define BIREME_SCENARIO_PLAUSIBLE_PARTS_H

#include "scenario/reading.h"

typedef struct bireme_plausible {
    bireme_reading *reading;
    const bireme_model *model;
    const bireme_node *root;
    double days;                /* of a period */
    const char *period;         /* "month" */
    const bireme_node **warned; /* [n_warned] places of the kind that is being looked at, in the arena */
    size_t n_warned, warned_room;
} bireme_plausible;

/* Figures that do not go together. */
void bireme_plausible_funnel(bireme_plausible *p);

/* True once for a place of the kind: several channels may take the same from `defaults`. */
bool bireme_plausible_first(bireme_plausible *p, const bireme_node *node);
/* "0.0087", "72": three digits; into buffer of BIREME_NUMBER_SIZE, returned. */
char *bireme_plausible_figure(char *buffer, double value);
/* The mean of the quantity; 0 for −1. */
double bireme_plausible_mean(const bireme_model *model, int quantity);
/* The mean of an item, 0 without one. */
double bireme_plausible_item(const bireme_model *model, const bireme_item *item);
/* The node of the channel in the scenario. */
const bireme_node *bireme_plausible_channel(const bireme_plausible *p, size_t c);

#endif
