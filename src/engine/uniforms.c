/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The uniforms of a block: from the points of the run, turned where they are the main ones, or at random.
 */
#include "engine/block.h"

#include <string.h>
#include "numeric/normal_block.h"

void bireme_block_uniforms(const bireme_block *block, const bireme_source *source, uint32_t draw,
                           uint32_t slot, double *u)
{
    const bireme_sources *sources = block->sources;
    uint32_t dimension = bireme_source_dimension(sources, source, draw, slot);
    if (dimension == UINT32_MAX)
        bireme_stream_fill(&source->stream, block->first, draw, slot, BIREME_BLOCK, u);
    else if (dimension < sources->n_main)
        bireme_lanes_copy(bireme_lane_array(block->turned, dimension), u);
    else
        bireme_points_fill(sources->points, dimension, block->first, BIREME_BLOCK, u);
}

void bireme_block_some_uniforms(const bireme_block *block, const bireme_source *source, uint32_t draw,
                                uint32_t slot, size_t n, const uint16_t *lane, double *room, double *packed)
{
    enum { FEW = BIREME_BLOCK / 3 }; /* one trial alone costs as much as two side by side, and some more */
    if (n <= FEW && bireme_source_dimension(block->sources, source, draw, slot) == UINT32_MAX) {
        bireme_stream_pick(&source->stream, block->first, draw, slot, n, lane, packed);
        return;
    }
    bireme_block_uniforms(block, source, draw, slot, room);
    for (size_t i = 0; i < n; i++) packed[i] = room[lane[i]];
}

/* z = w − 2 v (v · w), u = Φ(z). */
void bireme_block_turn(bireme_block *block)
{
    const bireme_sources *sources = block->sources;
    const double *v = sources->reflection;
    double *along = block->scratch;
    bireme_lanes_set(0, along);
    for (uint32_t d = 0; d < sources->n_main; d++) {
        double *w = bireme_lane_array(block->turned, d);
        bireme_points_fill(sources->points, d, block->first, BIREME_BLOCK, w);
        bireme_qtable_eval(block->plan->normal, BIREME_BLOCK, w, w);
        bireme_lanes_add_scaled(w, v[d], along);
    }
    for (uint32_t d = 0; d < sources->n_main; d++) {
        double *z = bireme_lane_array(block->turned, d);
        bireme_lanes_add_scaled(along, -2 * v[d], z);
        bireme_normal_cdf_block(BIREME_BLOCK, z, z);
    }
}
