/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pictures of a batch: a heat map of a grid of two, lines along a grid of one, and one row each for what
 * does not lie on a grid.
 */
#ifndef BIREME_OUTPUT_BATCH_PICTURES_H
#define BIREME_OUTPUT_BATCH_PICTURES_H

#include "output/batch/words.h"
#include "output/forms/picture.h"

/* Adds the pictures of what is in that currency, with what is to be said of them. */
void bireme_batch_add_pictures(const bireme_batch_table *table, const char *currency,
                               bireme_document *document);

/* How a grid can be drawn. */
typedef enum bireme_batch_shape {
    BIREME_BATCH_ROWS, /* not as a grid */
    BIREME_BATCH_LINES,
    BIREME_BATCH_FIELD /* in slices, if it has more than two axes */
} bireme_batch_shape;
bireme_batch_shape bireme_batch_shape_of(const bireme_batch_grid *grid);

/* The points of a grid of one along its axis [n of it]; SIZE_MAX: none. */
void bireme_batch_along(const bireme_batch_table *table, const bireme_batch_grid *grid, size_t *points);

#endif
