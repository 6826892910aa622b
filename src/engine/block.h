/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One block of trials: the workspace of a thread, and the steps that fill it in order:
 * rates (quantities, economy, clock) → funnel (means of all counts) → draws (counts, bookings) → metrics.
 * All arrays of doubles are [… × BIREME_BLOCK], the lane last.
 */
#ifndef BIREME_ENGINE_BLOCK_H
#define BIREME_ENGINE_BLOCK_H

#include <stdint.h>
#include "engine/kernels.h"
#include "plan/plan.h"
#include "random/stream.h"

/* The streams of a run, made once from seed and paths. */
typedef struct bireme_channel_streams {
    bireme_stream *entries; /* [stages] */
    bireme_stream deals, carried, carried_deals;
} bireme_channel_streams;

typedef struct bireme_streams {
    bireme_stream *quantity;         /* [n_quantities] */
    bireme_stream path;              /* of the economy */
    bireme_channel_streams *channel; /* [n_channels] */
    bireme_stream *storage;
} bireme_streams;

BIREME_MUST_USE bireme_status bireme_streams_create(const bireme_model *model, uint64_t seed,
                                                    bireme_streams *out, bireme_error *error);
void bireme_streams_free(bireme_streams *streams);

/* What a channel did in the block. */
typedef struct bireme_channel_block {
    double *entries;                 /* [stages × periods]: leads, stage entries, wins */
    double *bookings;                /* [periods] money */
    double *carried, *carried_value; /* wins after the horizon and their value */
} bireme_channel_block;

typedef struct bireme_block {
    const bireme_plan *plan;
    const bireme_streams *streams;
    uint64_t first; /* trial of lane 0 */

    /* rates */
    const double **quantity; /* [n_quantities] → the block of each */
    double *quantity_values; /* [n_quantities] */
    uint8_t *regime;         /* [periods] the path of each trial, if it is drawn */
    const double **leads, **cost_per_lead, **deal_value; /* [periods] effects; NULL entry: 1 */
    const double **odds;                                 /* [stages × periods] */
    double *effect_values;                               /* storage of effects along a drawn path */
    double *clock; /* [periods + 1] operational days at the period boundaries */

    /* funnel, channel by channel */
    double *arriving;  /* [stages × periods] leads by arrival period, thinned to the stage */
    double *means;     /* [stages × periods] mean entries */
    double *passing;   /* [stages × periods] by group: mean of those in a period who pass beyond it sooner or
                          later */
    double *passed;    /* [stages × periods] by group: how many passed within the horizon */
    double *walk_left; /* [stages] by group: see counts.c */
    uint16_t *walk_at; /* [stages × BIREME_BLOCK] */
    double *after;     /* mean wins after the horizon */
    double *weights;   /* [periods + 1] scratch of the delay's shares */

    bireme_channel_block *channel; /* [n_channels] */
    double *scratch;               /* [SCRATCH] */
    double *numbers;               /* all of the above */
} bireme_block;

enum { BIREME_SCRATCH = 8 };

BIREME_MUST_USE bireme_status bireme_block_create(const bireme_plan *plan, const bireme_streams *streams,
                                                  bireme_block **out, bireme_error *error);
void bireme_block_free(bireme_block *block);

/* Lane array number i of a run of them. */
static inline double *bireme_lane_array(double *base, size_t i)
{
    return base + i * BIREME_BLOCK;
}

/* The steps; first: trial number of lane 0, a multiple of BIREME_BLOCK. */
void bireme_block_rates(bireme_block *block, uint64_t first);
void bireme_block_funnel(bireme_block *block, size_t channel);
/* Leads, stage entries and wins; uses up `arriving`. */
void bireme_block_count(bireme_block *block, size_t channel);
/* Counts, then bookings. */
void bireme_block_draw(bireme_block *block, size_t channel);
/* All of them for all channels. */
void bireme_block_run(bireme_block *block, uint64_t first);

/* Values of a metric in a period; out: lanes. Metrics that have periods only. */
void bireme_block_metric(bireme_block *block, const bireme_metric *metric, size_t period, double *out);
/* Over the horizon; metrics without periods only. */
void bireme_block_metric_whole(bireme_block *block, const bireme_metric *metric, double *out);

#endif
