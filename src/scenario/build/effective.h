/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What holds for a channel: its own fields, else those of `defaults`, field by field and step by step; and
 * the uncertain quantities by their paths.
 */
#ifndef BIREME_SCENARIO_BUILD_EFFECTIVE_H
#define BIREME_SCENARIO_BUILD_EFFECTIVE_H

#include "scenario/fields/fields.h"
#include "scenario/reading.h"

/* The channel's field, or that of `defaults`; NULL: neither says. */
const bireme_node *bireme_effective_field(const bireme_reading *reading, const bireme_node *channel,
                                          const char *name);
/* The same for one step of `conversion` or `cycle_days`. */
const bireme_node *bireme_effective_step(const bireme_reading *reading, const bireme_node *channel,
                                         const char *map, const char *step);

/* Is the node written in `defaults`, or a copy of what is written there? */
bool bireme_effective_is_inherited(const bireme_node *node);
/* Is the rate at node (a channel's, or the uncertain location of what is drawn for each of its deals) one
 * quantity for all channels that take it: is it written in `defaults`, without `each`? */
bool bireme_effective_is_shared(const bireme_node *rate);

/* Something that a path leads to. */
typedef struct bireme_match {
    const char *path;   /* in the arena */
    const char *shared; /* the path leads through a channel to what it shares with others: the path of that,
                                    "defaults.conversion.won"; else NULL */
    const bireme_field *field;   /* RATE or ITEM */
    const bireme_node *node;     /* a number or a distribution */
    const bireme_node *location; /* ITEM: its uncertain location; NULL: it has none */
    bool is_location;            /* the path leads to that location */
} bireme_match;

/* Is it a quantity, drawn once per trial, that is not fixed? */
bool bireme_match_is_uncertain(const bireme_match *target);
/* Does it do anything: not the cost per lead of a channel without spend? */
bool bireme_match_is_used(const bireme_reading *reading, const bireme_match *target);

typedef struct bireme_matches {
    bireme_match *items; /* [count], in the arena */
    size_t count, capacity;
} bireme_matches;

/* Every rate and item whose path matches the pattern, in the order of the file; `*` matches one whole
 * segment. False: out of memory, reported. */
bool bireme_matches_find(bireme_reading *reading, const char *pattern, bireme_matches *out);
/* What channels make of the rate at `path`, which begins with "defaults.": all that take it from there, with
 * it shared or drawn for each. False: as above. */
bool bireme_matches_taking(bireme_reading *reading, const char *path, bireme_matches *out);
/* The path of the quantity that an uncertain target names; NULL: none, because it is a channel's name for
 * what it shares with others, or one in `defaults` for what nobody takes or everybody draws for himself. */
const char *bireme_match_quantity(bireme_reading *reading, const bireme_match *target);
/* The name of the channel that the target belongs to, in the arena; NULL: of none, or out of memory,
 * reported. */
const char *bireme_match_channel(bireme_reading *reading, const bireme_match *target);

#endif
