/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A channel's way through a block, from its leads to its mean wins: shared by funnel.c (the steps), flow.c
 * (who arrives when) and work.c (what is taken up).
 */
#ifndef BIREME_ENGINE_TRIAL_PASSAGE_H
#define BIREME_ENGINE_TRIAL_PASSAGE_H

#include "engine/trial/block.h"

/* Leads come in spans: single periods, or (bireme_passage_of) several successive periods in which they are
 * alike. */
typedef struct bireme_passage {
    bireme_block *block;
    const bireme_model *model;
    size_t index; /* of the channel */
    const bireme_channel *channel;
    const bireme_compiled_channel *ready;
    bireme_channel_block *here;
    size_t periods;       /* periods whose means are wanted: all, or (horizon_only) 1, for their sum */
    size_t spans;         /* of leads */
    const uint16_t *span; /* [spans + 1] first period of each span; NULL: every period is a span */
} bireme_passage;

bireme_passage bireme_passage_of(bireme_block *block, size_t index);

static inline size_t bireme_passage_begin(const bireme_passage *p, size_t span)
{
    return p->span != NULL ? p->span[span] : span;
}

/* X_s: the leads of a span that get as far as stage s. */
static inline double *bireme_passage_arriving(const bireme_passage *p, size_t s, size_t span)
{
    return bireme_lane_array(p->here->arriving, s * p->model->periods + span);
}

static inline double *bireme_passage_mean(const bireme_passage *p, size_t row, size_t t)
{
    return bireme_lane_array(p->here->means, row * p->model->periods + t);
}

/* The conversion of step s in period t; room: a lane array to hold it, if needed. */
const double *bireme_passage_conversion(const bireme_passage *p, size_t s, size_t t, double *room);
/* The group that a row belongs to. */
static inline size_t bireme_passage_group(const bireme_passage *p, size_t row)
{
    size_t g = 0;
    while (p->ready->groups[g].last < row) g++;
    return g;
}
static inline size_t bireme_passage_row(const bireme_passage *p, size_t s)
{
    return bireme_compiled_row(p->block->compiled, s);
}

/* Whether the conversion of step s differs between the periods of a trial. */
bool bireme_passage_varies(const bireme_passage *p, size_t s);
void bireme_passage_sum_arriving(const bireme_passage *p, size_t s, double *out);
void bireme_passage_sum_means(const bireme_passage *p, size_t row, double *out);

/* Mean entries to row `to`, per period, of the leads X_from after the group's delay; NULL: at once. */
void bireme_passage_flow(const bireme_passage *p, const bireme_compiled_group *group, size_t from, size_t to);
/* Those of the same leads that are not there yet, by where they are at the horizon. after[g], first ≤ g <
 * end: have entered group g but not g + 1. before: have entered group `first`; overwritten. beyond: have
 * entered group `end`. */
void bireme_passage_pending(const bireme_passage *p, size_t first, size_t end, double *before,
                            const double *beyond);
/* Fills in the rows of the leg, up to and including that of stage leg->to; the first row of a leg that begins
 * with what was taken up is known. */
void bireme_passage_enter(const bireme_passage *p, const bireme_compiled_leg *leg);
/* E_s for the stages after the one at which the leg ends, into the rows where their entries will go. */
void bireme_passage_split(const bireme_passage *p, const bireme_compiled_leg *leg);
/* The group whose delay takes what the leg begins with to the row; NULL: it is there at once. */
const bireme_compiled_group *bireme_passage_delay(const bireme_passage *p, const bireme_compiled_leg *leg,
                                                  size_t row);
/* What the leg begins with, if a team has taken it up, from its share: X_s for the stages from there on, and
 * what still waits at the end, which goes to `after`. */
void bireme_passage_take_up(const bireme_passage *p, const bireme_compiled_leg *leg,
                            const bireme_compiled_leg *before);
/* Turns mean decisions into mean wins; those decided after the horizon, in `after`, have the conversion of
 * the last period. */
void bireme_passage_decide(const bireme_passage *p);

/* Leads that are bought whatever they cost (volume.c): adds those of the span to `leads` and `paid`, and sets
 * what they cost. dispersion: lanes, or NULL. */
void bireme_passage_buy(const bireme_passage *p, size_t span, const double *dispersion, double *leads);

#endif
