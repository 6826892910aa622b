/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One block of trials: the workspace of a thread, and the steps that fill it in order:
 * rates (quantities, economy, initiatives, clock) → funnel (means of all counts), capacity → draws (counts,
 * bookings, open deals, touches) → revenue → metrics.
 * All arrays of doubles are [… × BIREME_BLOCK], the lane last.
 */
#ifndef BIREME_ENGINE_TRIAL_BLOCK_H
#define BIREME_ENGINE_TRIAL_BLOCK_H

#include <stdint.h>
#include "engine/trial/kernels.h"
#include "engine/points/sources.h"
#include "compile/compiled.h"

/* What a channel did in the block. Rows are the stages and, after the worked stage, what is taken up there
 * (bireme_compiled_row). The last of the block's channels, number n_channels, is the open pipeline that has
 * no channel: it has entries (zero but for later stages), bookings, revenue, carried and carried_value
 * only. */
typedef struct bireme_channel_block {
    /* [rows × periods], in one memory: */
    union {
        double *arriving; /* until the counts are drawn, by stage: leads by arrival period, thinned to the
                             stage; beyond the worked stage those taken up, by the period of taking up */
        double *ending;   /* then, by row: means of those who end there (counts.c) */
    };
    double *means; /* [rows × periods] mean entries */
    double *after; /* [rows] by group, but the last: mean wins after the horizon, of the leads whose last row
                         within it is the group's last */
    double *entries;                 /* [rows × periods]: leads, stage entries, wins */
    double *bookings;                /* [periods] money */
    double *revenue;                 /* [periods] money; one-time: the same array as bookings */
    double *carried, *carried_value; /* wins after the horizon and their value */
    double *paid, *paid_marginal; /* expected leads that the horizon's spend buys, and what another 100 % of
                                         it would buy at the margin; of channels with spend */
    double *cost; /* [periods] what the leads of the plan's volume cost; NULL: the spend is decided */
    /* [classes of compiled->channels[c].touches] revenue of the deals that were touched by the class;
     * NULL: no touches */
    double *touched;
} bireme_channel_block;

/* How much of a trial is drawn. */
typedef enum bireme_depth {
    BIREME_DEPTH_ALL,
    /* of the counts the wins alone: their law is the same, and there are no entries to the stages before */
    BIREME_DEPTH_WINS,
    /* counts and bookings of leads are their means given the rates; open deals are drawn */
    BIREME_DEPTH_MEANS
} bireme_depth;

typedef struct bireme_block {
    const bireme_compiled *compiled;
    bireme_depth depth;
    const bireme_sources *sources;
    uint64_t first; /* trial of lane 0 */
    /* The block is run again and again on the same trials, with variants that differ in what is spent and in
     * the reps: what the rates decide alone is made once. */
    bool keeps, has_rates;
    /* Not a trial but a question (importance.c): all uniforms of the rates are ½, but for that of quantity
     * probed[k], whose normal score is 1 in lane 1 + 2k and −1 in lane 2 + 2k. NULL: trials. */
    const int *probed;
    size_t n_probed;

    /* Where totals alone are wanted and the periods' deals are alike, the counts of all periods are drawn as
     * one, which is exact because sums of independent Poisson counts are Poisson counts: they are in period
     * 0, the other periods have none (docs/model, How the engine samples). horizon_only: the means too, if
     * nothing asks for those of a period. bireme_block_superpose() decides. */
    bool superposed, horizon_only;

    double *turned; /* [main dimensions] their uniforms in this block; NULL: there are no points */

    /* rates */
    const double **quantity; /* [n_quantities] → the block of each */
    double *quantity_values; /* [n_quantities] */
    uint8_t *regime;         /* [periods] the path of each trial, if it is drawn */
    const double **effect;   /* [n_effects × periods] multipliers; NULL entry: 1 */
    double *effect_values;   /* storage of effects that are not a quantity */
    double *clock;           /* [periods + 1] operational days at the period boundaries */
    double *survival;        /* [periods] recurring revenue: share of customers that survives into t */
    double *growth;          /* [periods] the same times the growth per period */
    double *opening;         /* [periods] revenue of the customers there at the start */
    double *earned; /* [periods] revenue within the horizon for each unit of bookings of t; NULL: 1 */

    /* capacity; NULL without */
    double *demand;       /* [periods] expected entries to the worked stage */
    double *worked_share; /* [periods] share of what is there that is taken up */
    double *worked_later; /* chance of being taken up for what enters the worked stage after the horizon */
    double *worked_mean;  /* [periods] expected number taken up */
    double *backlog;      /* [periods] expected number left waiting at the end */
    double *turned_away;  /* [periods] expected number lost to capacity */
    double *turned_value; /* [periods] what they would have brought */

    /* open pipeline; NULL without */
    double *pipeline_wins, *pipeline_bookings; /* [periods] */
    /* [compiled->pipeline->n_kept × periods] share of a stretch's deals that enter the worked stage, where
     * that took an integral; kept until it is known what is turned away */
    double *entering;

    /* counts of one channel, while it is drawn */
    /* [rows × (periods + 1)] by group: mean of those in a period who pass beyond it sooner or later; see
     * counts.c for the last */
    double *passing;
    double *passed;            /* [rows × (periods + 1)] by group: how many passed within the horizon */
    double *walk_left;         /* [rows] by group: see counts.c */
    uint32_t *walk_at;         /* [rows × BIREME_BLOCK] */
    double *walk_total;        /* counted so far */
    double *own, *own_counted; /* [periods + 1] means and counts of the row that is drawn */
    double *weights;           /* [periods] shares of a delay that nobody else has */

    /* shares of the delays that several groups have; funnel.c */
    double **shares;   /* [n_delays] lane arrays; NULL: made where they are needed */
    bool *shares_made; /* [n_delays] in this block */

    bireme_channel_block *channel; /* [n_channels + 1] */
    double *numbers;               /* all of the above */
} bireme_block;

BIREME_MUST_USE bireme_status bireme_block_create(const bireme_compiled *compiled,
                                                  const bireme_sources *sources, bireme_block **out,
                                                  bireme_error *error);
/* The same for a block that keeps what the rates decide: the shares of all delays, if that does not take more
 * memory than `most` bytes. What is compiled and the depth may be set between runs. */
BIREME_MUST_USE bireme_status bireme_block_create_keeping(const bireme_compiled *compiled,
                                                          const bireme_sources *sources, size_t most,
                                                          bireme_block **out, bireme_error *error);
/* Bytes that such a workspace takes, one that keeps or not. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_block_measure(const bireme_compiled *compiled,
                                                   const bireme_sources *sources, bool keeps, double *bytes,
                                                   bireme_error *error);
/* What the time of a trial goes by: a step is a row of a channel in a period, or an open deal. */
double bireme_block_steps(const bireme_compiled *compiled);
void bireme_block_free(bireme_block *block);
/* May the counts be superposed, where the sums over the horizon are all that is asked, or, if `periods` is
 * true, those up to an earlier period too? */
bool bireme_block_superposes(const bireme_compiled *compiled, bool periods);
/* Has the metric the same law at that depth (MEANS: the same mean given the rates)? */
bool bireme_block_reaches(const bireme_metric *metric, bireme_depth depth);
/* From now on they are. */
void bireme_block_superpose(bireme_block *block);

/* Lane array number i of those that begin at base. */
static inline double *bireme_lane_array(double *base, size_t i)
{
    return base + i * BIREME_BLOCK;
}

/* Multiplier of an effect in a period; NULL: 1. Odds of the step to stage s: BIREME_EFFECT_ODDS + s. */
static inline const double *bireme_block_effect(const bireme_block *block, size_t effect, size_t t)
{
    return block->effect[effect * block->compiled->model->periods + t];
}

/* u[BIREME_BLOCK]: uniforms of the block's trials. */
void bireme_block_uniforms(const bireme_block *block, const bireme_source *source, uint32_t draw,
                           uint32_t slot, double *u);
/* packed[i] = uniform of the trial in lane[i], i < n; room: a lane array. */
void bireme_block_some_uniforms(const bireme_block *block, const bireme_source *source, uint32_t draw,
                                uint32_t slot, size_t n, const uint16_t *lane, double *room, double *packed);
/* The normal score of a whole, if it has one: false if not, score is as it was then. */
bool bireme_block_score(const bireme_block *block, const bireme_source *source, double *score);
/* From the score of a whole and what is left of the sum of its parts' variances to the uniform of the next
 * part; u: a uniform of its own, then that; score and left: then those of the rest. Lane arrays. */
void bireme_block_part(const bireme_block *block, const double *part, double *left, double *score, double *u);
/* Poisson counts (dist/table/poisson.h) of up to a block of lanes, however large that is. count may be u. */
void bireme_block_poisson(const bireme_block *block, size_t n, const double *u, const double *mean,
                          double *count);
/* The uniforms of the main dimensions, turned, into `turned`. */
void bireme_block_turn(bireme_block *block);

/* The steps; first: trial number of lane 0, a multiple of BIREME_BLOCK. */
void bireme_block_rates(bireme_block *block, uint64_t first);
/* Leads and everything up to the worked stage (without capacity: up to the win), and its part of the
 * demand. */
void bireme_block_arrive(bireme_block *block, size_t channel);
/* From the demand: what is taken up. */
void bireme_block_capacity(bireme_block *block);
/* From what is taken up to the wins; without capacity there is nothing to do. */
void bireme_block_work(bireme_block *block, size_t channel);
/* Leads, stage entries and wins; what was `arriving` becomes `ending`. */
void bireme_block_count(bireme_block *block, size_t channel);
/* Counts, then bookings. */
void bireme_block_draw(bireme_block *block, size_t channel);
/* survival, growth and earned, from churn, expansion and their effects; recurring revenue only. */
void bireme_block_renewals(bireme_block *block);
/* Recurring revenue of every channel, from its bookings. */
void bireme_block_earn(bireme_block *block);
/* Of a trial with recurring revenue: net revenue retention after 12 months, and the lifetime value of a deal
 * of yearly value 1. */
void bireme_block_nrr(bireme_block *block, double *out);
void bireme_block_lifetime(bireme_block *block, double *out);
/* The expectations alone, without a draw: what comes before the channels' wins, then the means of one after
 * the other. */
void bireme_block_expect(bireme_block *block, uint64_t first);
void bireme_block_expect_channel(bireme_block *block, size_t channel);
/* All of them for all channels. */
void bireme_block_run(bireme_block *block, uint64_t first);

/* The open pipeline (pipeline.c). Expected entries of all its groups to the worked stage, added to `demand`;
 * groups at or beyond it add nothing. */
void bireme_block_open_demand(bireme_block *block);
/* What the groups' deals that capacity turns away would have brought, added to `turned_value`; after
 * bireme_block_capacity(). */
void bireme_block_open_turned_away(bireme_block *block);
/* Draws every deal; adds to the channels' entries, bookings, carried, carried_value and touched, and to
 * pipeline_wins and pipeline_bookings, which are zero before. After every channel was drawn. */
void bireme_block_open_draw(bireme_block *block);

/* Touches (touches.c). For n deals of the channel, at most one a lane: who touched the deal of lane[k]
 * (draw, slot: of its uniform in sources->channel[c].touches), and its revenue[k] added to that class. */
void bireme_block_touch(bireme_block *block, size_t channel, uint32_t draw, uint32_t slot, size_t n,
                        const uint16_t *lane, const double *revenue);
/* Revenue credited to (or touched by) a channel or owner over the horizon: the kinds CHANNEL_CREDIT,
 * CHANNEL_TOUCHED, OWNER_CREDIT, OWNER_TOUCHED. Deals of channels without touches are their source's. */
void bireme_block_credit(bireme_block *block, const bireme_metric *metric, double *out);

/* Leads that a channel's spend (or the plan's volume) is expected to bring in a period, and those that come
 * besides; after bireme_block_rates(), nothing else is needed. Lanes. */
void bireme_block_arrivals(bireme_block *block, size_t channel, size_t period, double *paid, double *other);
/* 1 in trials in which a channel is saturated below the plan's volume, so that it cannot be bought; else 0.
 * Lanes. */
void bireme_block_unbought(const bireme_block *block, double *out);
/* What a channel spends in a period; out: lanes, NAN where its volume cannot be bought. */
void bireme_block_spend(const bireme_block *block, size_t channel, size_t period, double *out);
/* Values of a metric in a period; out: lanes. Metrics that have periods only. */
void bireme_block_metric(bireme_block *block, const bireme_metric *metric, size_t period, double *out);
/* Beyond these the metric's periods are 0 in every trial: all periods, or 1 where counts are superposed. */
size_t bireme_block_metric_periods(const bireme_block *block, const bireme_metric *metric);
/* Over the horizon; metrics whose total is OWN or ALONE only. */
void bireme_block_metric_whole(bireme_block *block, const bireme_metric *metric, double *out);

#endif
