/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which uniform has which dimension of the points. A uniform is known by its stream, which its path in the
 * scenario names, its draw and its slot; so runs of different scenarios that share a layout draw the same
 * quantity from the same dimension.
 */
#ifndef BIREME_ENGINE_POINTS_LAYOUT_H
#define BIREME_ENGINE_POINTS_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/error.h"
#include "random/points.h"
#include "random/stream.h"

/* Slots 0 … slots − 1 of a draw. */
typedef struct bireme_layout_entry {
    bireme_stream stream;
    uint32_t draw;
    uint64_t slots;
    uint32_t first, count; /* dimensions, once they are numbered */
} bireme_layout_entry;

typedef struct bireme_layout {
    bireme_points *points; /* NULL until dimensions are numbered */
    uint32_t n_main;       /* the first dimensions, whose normal scores are turned (dimensions.c) */
    double *reflection;    /* [n_main] v, a unit vector, or all 0: they are not turned */
    bool *is_score;        /* [n_main] wanted as a normal score, not as a uniform */
    size_t n_entries, room;
    bireme_layout_entry *entries; /* in the order of their dimensions */
    size_t n_places;
    uint32_t *place; /* [n_places], a power of two: 1 + the index of an entry, by its hash; 0: free */
    bool failed;     /* out of memory */
} bireme_layout;

/* The entry of the draw; NULL: there is none. */
bireme_layout_entry *bireme_layout_find(const bireme_layout *layout, const bireme_stream *stream,
                                        uint32_t draw);
/* Asks for dimensions: after all that there are, if the draw has no entry yet; else for as many slots as the
 * most that are asked for. */
void bireme_layout_ask(bireme_layout *layout, const bireme_stream *stream, uint32_t draw, uint64_t slots);
/* Numbers the dimensions, as far as there are any, and makes the points; options.n_dimensions is found here.
 * Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_layout_number(bireme_layout *layout, bireme_points_options options,
                                                   bireme_error *error);
void bireme_layout_free(bireme_layout *layout);

#endif
