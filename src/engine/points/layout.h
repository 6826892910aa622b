/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which uniform has which dimension of the points. A uniform is identified by its stream (named by a path in
 * the scenario), its draw and its slot; so runs of different scenarios that share a layout draw the same
 * quantity from the same dimension.
 */
#ifndef BIREME_ENGINE_POINTS_LAYOUT_H
#define BIREME_ENGINE_POINTS_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/error.h"
#include "random/points.h"
#include "random/stream.h"

/* The dimensions of slots 0 … slots − 1 of a draw. */
typedef struct bireme_layout_entry {
    bireme_stream stream;
    uint32_t draw;
    uint64_t slots;
    uint32_t first, count; /* dimensions, once they are numbered */
} bireme_layout_entry;

typedef struct bireme_layout {
    bireme_points *points; /* NULL until dimensions are numbered */
    uint32_t n_main;       /* the first dimensions, whose normal scores are rotated (dimensions.c) */
    double *reflection;    /* [n_main] v, a unit vector, or all 0: no rotation */
    bool *is_score;        /* [n_main] is used as a normal score, not as a uniform */
    size_t n_entries, room;
    bireme_layout_entry *entries; /* in the order of their dimensions */
    size_t n_places;
    uint32_t *place; /* [n_places], a power of two: hash table: 1 + the index of an entry; 0: free */
    bool failed;     /* out of memory */
} bireme_layout;

/* The entry of a draw; NULL if there is none. */
bireme_layout_entry *bireme_layout_find(const bireme_layout *layout, const bireme_stream *stream,
                                        uint32_t draw);
/* Requests dimensions for a draw. A draw without an entry gets one after all others; an entry has as many
 * slots as the largest request for it. */
void bireme_layout_ask(bireme_layout *layout, const bireme_stream *stream, uint32_t draw, uint64_t slots);
/* Numbers the dimensions, as far as there are enough, and makes the points; sets options.n_dimensions.
 * Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_layout_number(bireme_layout *layout, bireme_points_options options,
                                                   bireme_error *error);
void bireme_layout_free(bireme_layout *layout);

#endif
