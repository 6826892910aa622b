/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the uniforms of a run come from. Each uncertain quantity has a source, keyed by its path in the
 * scenario: a stream of random numbers and, for the uniforms that matter most, dimensions of the run's points
 * (Sobol or Latin hypercube). Uniforms without a dimension are random (padding).
 *
 * dimensions.c decides which uniforms get dimensions, and in which order.
 */
#ifndef BIREME_ENGINE_POINTS_SOURCES_H
#define BIREME_ENGINE_POINTS_SOURCES_H

#include <stdint.h>
#include "engine/trial/kernels.h"
#include "engine/points/layout.h"
#include "compile/compiled.h"
#include "random/stream.h"

/* Uniforms of a source are numbered by draw and slot; slot is usually a period. */
enum { BIREME_SOURCE_DRAWS = 5 };
typedef struct bireme_source {
    bireme_stream stream;
    struct {
        uint32_t first, count; /* dimensions of slots 0 … count − 1 */
    } dimensions[BIREME_SOURCE_DRAWS];
} bireme_source;

typedef struct bireme_channel_sources {
    bireme_source *entries; /* [rows] */
    bireme_source deals, carried, carried_deals, dispersion, touches;
    /* Normal scores for the wins of all periods and for their values (uniforms.c), where they are among the
     * main dimensions. */
    bireme_source all_wins, all_deals;
    uint32_t deals_draw; /* the draw, among those for a period's deals, that all_deals leads */
} bireme_channel_sources;

typedef struct bireme_sources {
    const bireme_layout *layout;     /* of the dimensions, borrowed; NULL: all uniforms are random */
    bireme_source *quantity;         /* [n_quantities] */
    bireme_source path;              /* of the economy */
    bireme_channel_sources *channel; /* [n_channels] */
    bireme_source *open;             /* [n_open] */
    bireme_source *storage;
} bireme_sources;

/* All uniforms random. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_sources_create(const bireme_model *model, uint64_t seed,
                                                    bireme_sources *out, bireme_error *error);
void bireme_sources_free(bireme_sources *sources);

typedef struct bireme_sources_points {
    bireme_points_kind kind;
    uint64_t trials, round; /* as in bireme_points_options */
    bool superposed;        /* counts of all periods are drawn as one (bireme_block) */
    bool wins_only;         /* of the counts only wins are drawn (bireme_block) */
} bireme_sources_points;

/* One of the runs that share a layout. */
typedef struct bireme_placed {
    bireme_sources *sources;
    const bireme_compiled *compiled;
} bireme_placed;

/* Gives dimensions to the uniforms that matter most in all runs, the same uniform in different runs getting
 * the same dimension. The sources then refer to `out`, which must outlive them; free it with
 * bireme_layout_free. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_sources_place(const bireme_placed *runs, size_t n_runs,
                                                   const bireme_sources_points *options, bireme_layout *out,
                                                   bireme_error *error);

/* The dimension of a uniform, UINT32_MAX if it has none and is random. */
static inline uint32_t bireme_source_dimension(const bireme_sources *sources, const bireme_source *source,
                                               uint32_t draw, uint32_t slot)
{
    if (sources->layout == NULL || draw >= BIREME_SOURCE_DRAWS || slot >= source->dimensions[draw].count)
        return UINT32_MAX;
    return source->dimensions[draw].first + slot;
}

#endif
