/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The uniforms of a block: from the points of the run, rotated if they are main dimensions, or random.
 *
 * Where a channel's wins are drawn period by period, no uniform determines their total, although the result
 * depends on it most. So the channel has a score for the total, a main dimension, from which the periods'
 * scores are derived one after another, like a Brownian bridge from its end (Caflisch, Morokoff, Owen 1997):
 * the uniforms are as independent as before, but their sum follows the main dimension.
 */
#include "engine/trial/block.h"

#include <math.h>
#include "base/kernel.h"

void bireme_block_uniforms(const bireme_block *block, const bireme_source *source, uint32_t draw,
                           uint32_t slot, double *u)
{
    const bireme_sources *sources = block->sources;
    uint32_t dimension = bireme_source_dimension(sources, source, draw, slot);
    if (dimension == UINT32_MAX)
        bireme_stream_fill(&source->stream, block->first, draw, slot, BIREME_BLOCK, u);
    else if (dimension < sources->layout->n_main)
        bireme_lanes_copy(bireme_lane_array(block->turned, dimension), u);
    else
        bireme_points_fill(sources->layout->points, dimension, block->first, BIREME_BLOCK, u);
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
    const bireme_layout *layout = block->sources->layout;
    const double *v = layout->reflection;
    bireme_lanes along;
    bireme_lanes_set(0, along);
    for (uint32_t d = 0; d < layout->n_main; d++) {
        double *w = bireme_lane_array(block->turned, d);
        bireme_points_fill(layout->points, d, block->first, BIREME_BLOCK, w);
        bireme_qtable_eval(block->compiled->normal, BIREME_BLOCK, w, w);
        bireme_lanes_add_scaled(w, v[d], along);
    }
    for (uint32_t d = 0; d < layout->n_main; d++) {
        double *z = bireme_lane_array(block->turned, d);
        bireme_lanes_add_scaled(along, -2 * v[d], z);
        if (!layout->is_score[d]) bireme_normal_table_eval(block->compiled->normal_cdf, BIREME_BLOCK, z, z);
    }
}

bool bireme_block_score(const bireme_block *block, const bireme_source *source, double *score)
{
    uint32_t dimension = bireme_source_dimension(block->sources, source, 0, 0);
    if (dimension == UINT32_MAX) return false;
    bireme_lanes_copy(bireme_lane_array(block->turned, dimension), score);
    return true;
}

/* Takes the score of a whole and, in any unit, the sum of the variances of its parts still to come. With q
 * the next part's share of that sum and w a score of its own, z = √q score + √(1 − q) w is the part's score
 * and √(1 − q) score − √q w that of the rest. This rotates two independent standard normals by a known angle,
 * so z and the rest are again independent standard normals, and Σ √qᵢ zᵢ over all parts is the score of the
 * whole. */
BIREME_KERNEL static void part_scores(const double *restrict part, double *restrict left,
                                      double *restrict score, double *restrict w)
{
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        double q = left[i] > 0 ? part[i] / left[i] : 0;
        q = q < 1 ? q : 1;
        double along = sqrt(q), across = sqrt(1 - q), own = w[i], whole = score[i];
        w[i] = along * whole + across * own;
        score[i] = across * whole - along * own;
        left[i] -= part[i];
    }
}

void bireme_block_part(const bireme_block *block, const double *part, double *left, double *score, double *u)
{
    bireme_qtable_eval(block->compiled->normal, BIREME_BLOCK, u, u);
    part_scores(part, left, score, u);
    bireme_normal_table_eval(block->compiled->normal_cdf, BIREME_BLOCK, u, u);
}
