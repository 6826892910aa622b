/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `correlations` as pairs of paths.
 */
#ifndef BIREME_SCENARIO_CHECK_CORRELATION_PAIRS_H
#define BIREME_SCENARIO_CHECK_CORRELATION_PAIRS_H

#include "scenario/reading.h"

typedef struct bireme_pair {
    const char *path[2]; /* in the arena; path[0] before path[1] in byte order */
    double rank;
    const bireme_node *node; /* the entry of `correlations` */
} bireme_pair;

typedef struct bireme_pairs {
    bireme_pair *items; /* [count], in the arena */
    size_t count, capacity;
} bireme_pairs;

/* Expands `correlations` into pairs; invalid entries are reported and left out. False: out of memory,
 * reported. */
bool bireme_pairs_read(bireme_reading *reading, bireme_pairs *out);

#endif
