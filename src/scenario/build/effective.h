/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What applies to a channel: its own fields, else those of `defaults`, field by field and step by step; and
 * finding uncertain quantities by their paths.
 */
#ifndef BIREME_SCENARIO_BUILD_EFFECTIVE_H
#define BIREME_SCENARIO_BUILD_EFFECTIVE_H

#include "scenario/fields/fields.h"
#include "scenario/reading.h"

/* The channel's field, or that of `defaults`; NULL: neither has it. */
const bireme_node *bireme_effective_field(const bireme_reading *reading, const bireme_node *channel,
                                          const char *name);
/* The same for one step of `conversion`, `cycle_days` or `lost_days`. */
const bireme_node *bireme_effective_step(const bireme_reading *reading, const bireme_node *channel,
                                         const char *map, const char *step);
/* The list of open deals: `pipeline` itself, or its `deals`; NULL: none. */
const bireme_node *bireme_effective_deals(const bireme_reading *reading);

/* Whether the node is written in `defaults`, or is a copy of what is written there. */
bool bireme_effective_is_inherited(const bireme_node *node);
/* Whether the rate at node (a channel's, or the uncertain location of an item) is one quantity for all
 * channels that take it: it is written in `defaults`, without `each`. */
bool bireme_effective_is_shared(const bireme_node *rate);

/* Something that a path refers to. */
typedef struct bireme_match {
    const char *path;   /* in the arena */
    const char *shared; /* if the path leads through a channel to something that it shares with others, the
                           path of that: "defaults.conversion.won"; else NULL */
    const bireme_field *field;   /* RATE, ITEM, or the NUMBER of a walk */
    const bireme_node *node;     /* a number or a distribution */
    const bireme_node *location; /* ITEM: its uncertain location; NULL: it has none */
    bool is_location;            /* the path refers to that location */
    int period;                  /* of a walk: the period whose increment is meant; −1: all, or no walk */
} bireme_match;

/* Whether it is a quantity, drawn once per trial, that is not fixed, or a walk that moves. */
bool bireme_match_is_uncertain(const bireme_match *target);
/* Whether it has any effect: the cost per lead of a channel without spend has none. */
bool bireme_match_is_used(const bireme_reading *reading, const bireme_match *target);

typedef struct bireme_matches {
    bireme_match *items; /* [count], in the arena */
    size_t count, capacity;
} bireme_matches;

/* Finds every rate, item and walk whose path matches the pattern, in the order of the file; `*` matches one
 * whole segment, and an index in brackets at the end means an increment of walks. False: out of memory,
 * reported. */
bool bireme_matches_find(bireme_reading *reading, const char *pattern, bireme_matches *out);
/* Finds the matches in all channels that take the rate at `path`, which begins with "defaults.", whether they
 * share it or draw it separately. False: as above. */
bool bireme_matches_taking(bireme_reading *reading, const char *path, bireme_matches *out);
/* Whether what is at the node of the match is one for all channels that take it. */
bool bireme_match_is_shared(const bireme_match *target);
/* The path of the quantity, or walk, that an uncertain match refers to; NULL: none, because it is a channel's
 * path for something that it shares, or one in `defaults` that no channel takes or that each draws
 * separately. */
const char *bireme_match_quantity(bireme_reading *reading, const bireme_match *target);
/* The name of the channel that the match belongs to, in the arena; NULL: none, or out of memory, reported. */
const char *bireme_match_channel(bireme_reading *reading, const bireme_match *target);

#endif
