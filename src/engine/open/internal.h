/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the files about the open pipeline: the chances of a group of deals and the time its steps still
 * take, in the block's trials. Uses the arrays `passing` and `passed`, which channels need only while their
 * counts are drawn.
 */
#ifndef BIREME_ENGINE_OPEN_INTERNAL_H
#define BIREME_ENGINE_OPEN_INTERNAL_H

#include "engine/trial/block.h"

/* A deal has one uniform, its fate: it enters stage s if the fate is below reach[s], and is won if it is
 * below win[t], where t is the period of the decision. */
typedef struct bireme_open {
    bireme_block *block;
    const bireme_model *model;
    const bireme_pipeline_group *group;
    const double *left; /* P(the current step takes longer than the deal's age in it); NULL: 1 */
    double *reach;      /* [stages], for inner stages beyond the one that the group has reached */
    double *win;        /* [periods], or only the first if all are the same */
    bool win_varies;
    bireme_lanes passes;        /* product of the conversions beyond the stage that the group has reached */
    bireme_lanes left_of;       /* what `left` points to */
    bireme_lanes ahead, behind; /* of a group that has_lost: P(its step takes longer than that) for
                                 * those that go on and for those that are lost */
} bireme_open;

bireme_open bireme_open_of(bireme_block *block);
/* Fill in reach; reach and win; left, for a group. */
void bireme_open_reach(bireme_open *open, const bireme_pipeline_group *group);
void bireme_open_chances(bireme_open *open, const bireme_pipeline_group *group);
void bireme_open_left(bireme_open *open, const bireme_pipeline_group *group);

static inline const double *bireme_open_win(const bireme_open *open, size_t t)
{
    return bireme_lane_array(open->win, open->win_varies ? t : 0);
}
/* The values of a scale; NULL: 1. */
static inline const double *bireme_open_scale(const bireme_open *open, int quantity)
{
    return quantity >= 0 ? open->block->quantity[quantity] : NULL;
}

/* What is open (stock.c), if it is counted. Of the deals of the group that have not left their stage: what is
 * expected, in all trials of the block; after chances and left. Of one that has moved on since: it is at the
 * stage at the ends of the periods from … before `to` of the trial in the lane. */
void bireme_open_stock(const bireme_open *open);
void bireme_open_stay(const bireme_open *open, size_t stage, size_t lane, size_t from, size_t to);

/* Deals that say themselves when they close (dated.c), on days that neither pace nor cycle times move. The
 * period of that day for the deal in lane[k], k < n, that slips (or takes) delay[k] days times the quantity
 * of the trial: period[lane[k]], `periods` after the horizon. And P(not before period t), t ≥ 1, in all
 * trials. */
void bireme_open_date(const bireme_open *open, size_t n, const uint16_t *lane, const double *delay,
                      int64_t *period);
void bireme_open_not_before(const bireme_open *open, size_t t, double *out);

/* Turns the uniform u[k] of lane[k] (NULL: of lane k), k < n, into the time that the step to stage s still
 * takes, in place. */
void bireme_open_delay(const bireme_open *open, size_t s, size_t n, const uint16_t *lane, double *u);

#endif
