/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What holds for a channel: its own fields, else those of `defaults`, field by field and step by step; and
 * the uncertain quantities by their paths.
 */
#ifndef BIREME_SCENARIO_EFFECTIVE_H
#define BIREME_SCENARIO_EFFECTIVE_H

#include "scenario/fields.h"
#include "scenario/reading.h"

/* The channel's field, or that of `defaults`; NULL: neither says. */
const bireme_node *bireme_effective_field(const bireme_reading *reading, const bireme_node *channel,
                                          const char *name);
/* The same for one step of `conversion` or `cycle_days`. */
const bireme_node *bireme_effective_step(const bireme_reading *reading, const bireme_node *channel,
                                         const char *map, const char *step);

/* Something that a path leads to. */
typedef struct bireme_target {
    const char *path;            /* in the arena */
    const bireme_field *field;   /* RATE or ITEM */
    const bireme_node *node;     /* a number or a distribution */
    const bireme_node *location; /* ITEM: its uncertain location; NULL: it has none */
    bool is_location;            /* the path leads to that location */
} bireme_target;

/* Is it a quantity, drawn once per trial, that is not fixed? */
bool bireme_target_is_uncertain(const bireme_target *target);

typedef struct bireme_targets {
    bireme_target *items; /* [count], in the arena */
    size_t count, capacity;
} bireme_targets;

/* Every rate and item whose path matches the pattern, in the order of the file; `*` matches one whole
 * segment. False: out of memory, reported. */
bool bireme_targets_find(bireme_reading *reading, const char *pattern, bireme_targets *out);

#endif
