/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files about the open pipeline share: a group's chances and what is left of its steps, in the
 * block's trials. Uses the counts' arrays `passing` and `passed`, which channels need only while they are
 * drawn.
 */
#ifndef BIREME_ENGINE_OPEN_INTERNAL_H
#define BIREME_ENGINE_OPEN_INTERNAL_H

#include "engine/trial/block.h"

/* A deal has one uniform, its fate: it enters stage s if the fate is below reach[s], and is won if it is
 * below win[t], t the period of the decision. */
typedef struct bireme_open {
    bireme_block *block;
    const bireme_model *model;
    const bireme_pipeline_group *group;
    const double *left; /* P(the current step takes longer than the age); NULL: 1 */
    double *reach;      /* [stages], for inner stages beyond the one that the group has reached */
    double *win;        /* [periods], or the first only if all are the same */
    bool win_varies;
    bireme_lanes passes;  /* product of the conversions beyond the stage that the group has reached */
    bireme_lanes left_of; /* what `left` points to */
} bireme_open;

bireme_open bireme_open_of(bireme_block *block);
/* reach of a group; reach and win; left. */
void bireme_open_reach(bireme_open *open, const bireme_pipeline_group *group);
void bireme_open_chances(bireme_open *open, const bireme_pipeline_group *group);
void bireme_open_left(bireme_open *open, const bireme_pipeline_group *group);

static inline const double *bireme_open_win(const bireme_open *open, size_t t)
{
    return bireme_lane_array(open->win, open->win_varies ? t : 0);
}
/* NULL: 1. */
static inline const double *bireme_open_scale(const bireme_open *open, int quantity)
{
    return quantity >= 0 ? open->block->quantity[quantity] : NULL;
}

/* From the uniform u[k] of lane[k] (NULL: of k), k < n, to what is left of the step to stage s, in place. */
void bireme_open_delay(const bireme_open *open, size_t s, size_t n, const uint16_t *lane, double *u);

#endif
