/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `correlations` as pairs of paths.
 */
#ifndef BIREME_SCENARIO_CHECK_CORRELATION_PAIRS_H
#define BIREME_SCENARIO_CHECK_CORRELATION_PAIRS_H

#include "scenario/reading.h"

/* What a pair joins: a quantity; all increments of a walk; the increment of one period. */
typedef struct bireme_pair_end {
    const char *path; /* of the quantity or the walk, in the arena */
    bool walk;
    int period; /* of a walk: whose increment it is; −1: of every period */
} bireme_pair_end;

typedef struct bireme_pair {
    bireme_pair_end end[2]; /* in byte order of their paths; both are whole walks, or neither is */
    double rank;
    const bireme_node *node; /* the entry of `correlations` */
} bireme_pair;

/* Whether it is a walk, in all its periods. */
static inline bool bireme_pair_end_is_whole(const bireme_pair_end *end)
{
    return end->walk && end->period < 0;
}

typedef struct bireme_pairs {
    bireme_pair *items; /* [count], in the arena */
    size_t count, capacity;
} bireme_pairs;

/* Expands `correlations` into pairs; invalid entries are reported and left out. False: out of memory,
 * reported. */
bool bireme_pairs_read(bireme_reading *reading, bireme_pairs *out);

#endif
