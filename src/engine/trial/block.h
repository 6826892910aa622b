/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One block of trials: the workspace of a thread, and the steps that fill it in order: rates (quantities,
 * economy, initiatives, clock) → funnel (means of all counts), capacity → draws (counts, bookings, open
 * deals, touches) → revenue → metrics. All arrays of doubles are [… × BIREME_BLOCK], with the lane as
 * last index.
 */
#ifndef BIREME_ENGINE_TRIAL_BLOCK_H
#define BIREME_ENGINE_TRIAL_BLOCK_H

#include <stdint.h>
#include "engine/trial/kernels.h"
#include "engine/points/sources.h"
#include "compile/compiled.h"

/* What happened to a channel in the block. Rows are the stages and, after a worked stage, what is taken up
 * there (bireme_compiled_row). The last of the block's channels, number n_channels, holds open deals that
 * have no channel: it has only entries (zero except for later stages), bookings, revenue, carried and
 * carried_value. */
typedef struct bireme_channel_block {
    /* [rows × periods], sharing memory: */
    union {
        double *arriving; /* until the counts are drawn, by stage: leads by arrival period that get as far
                             as the stage; beyond a worked stage, those taken up, by the period of taking
                             up */
        double *ending;   /* afterwards, by row: mean leads that end there (counts.c) */
    };
    double *means;    /* [rows × periods] mean entries */
    double *after;    /* [rows] by group, except the last: mean wins after the horizon, of the leads whose
                      last row within the horizon is the group's last */
    double *entries;  /* [rows × periods]: leads, stage entries, wins */
    double *bookings; /* [periods] money */
    double *revenue;  /* [periods] money; one-time: the same array as bookings */
    double *carried, *carried_value; /* wins after the horizon and their value */
    double *paid, *paid_marginal;    /* expected leads that the horizon's spend buys, and what another 100 %
                                     of it would buy at the margin; for channels with spend */
    /* expected leads that the spend of others brings to this channel, and that its own brings to others;
     * NULL: none can */
    double *lifted, *lifts;
    /* [periods] what is spent: the cost of the planned volume of leads, or the planned spend times its
     * factor; NULL: as planned */
    double *cost;
    double *own_cost; /* [periods] fixed cost, and that of organic leads; NULL: none */
    /* [classes of compiled->channels[c].touches] revenue of the deals touched by exactly that class; NULL: no
     * touches */
    double *touched;
} bireme_channel_block;

/* What comes to a team in the block, and what it takes up; NULL without a capacity. */
typedef struct bireme_team_block {
    double *demand;       /* [periods] expected entries to its stage */
    double *share;        /* [periods] share of those present that is taken up */
    double *later;        /* probability of being taken up, for entries to the stage after the horizon */
    double *worked;       /* [periods] expected number taken up */
    double *backlog;      /* [periods] expected number waiting at the end of the period */
    double *turned_away;  /* [periods] expected number lost to capacity */
    double *turned_value; /* [periods] what those would have brought */
} bireme_team_block;

/* How much of a trial is drawn. */
typedef enum bireme_depth {
    BIREME_DEPTH_ALL,
    /* of the counts only the wins: with the same distribution, but no entries to the stages before */
    BIREME_DEPTH_WINS,
    /* counts and bookings of leads are their means given the rates; open deals are drawn */
    BIREME_DEPTH_MEANS,
    /* nothing comes of leads: what is left is what open deals, which are drawn, and the rates decide. The
     * means are in `means` and `after` all the same (engine/law) */
    BIREME_DEPTH_OPEN
} bireme_depth;

struct bireme_block;
/* Computes a metric in period t, or over the horizon, where t is ignored. index: the metric's; out: lanes. */
typedef void bireme_metric_rule(struct bireme_block *block, const bireme_metric *metric, size_t t,
                                double *out);

typedef struct bireme_block {
    const bireme_compiled *compiled;
    bireme_depth depth;
    const bireme_sources *sources;
    uint64_t first; /* the trial in lane 0 */
    /* The block is run again and again on the same trials, with variants that differ in spend and reps; what
     * depends only on the rates is computed once. */
    bool keeps, has_rates;
    bool apart; /* after a run every channel still has its own `means` and `after` */
    /* Lanes are not trials but a probe (importance.c): all uniforms of the rates are ½, except that quantity
     * probed[k] has normal score 1 in lane 1 + 2k and −1 in lane 2 + 2k. NULL: trials. */
    const int *probed;
    size_t n_probed;

    /* Where the metric that is being computed over the horizon takes its sums from the periods that are over
     * too (model/past.h): what the rule's metric was then. NULL: they do not count. */
    double (*past_of)(const struct bireme_block *block, bireme_metric_rule *rule, int index);

    /* Where only totals are wanted and deals are alike in all periods, the counts of all periods are drawn as
     * one. This is exact, because sums of independent Poisson counts are Poisson: all are in period 0, and
     * the other periods have none (docs/model, How the engine samples). horizon_only: the means are summed
     * too, if no period's are needed. Set by bireme_block_superpose(). */
    bool superposed, horizon_only;

    /* [main dimensions] uniforms of this block after the rotation; NULL: there are no points */
    double *turned;

    /* rates */
    const double *
        *quantity; /* [n_quantities] → the block of each; if it is drawn anew, of the first period */
    double *quantity_values; /* [n_quantities] */
    double *redrawn;         /* [n_redrawn × periods] quantities that are drawn anew in every period */
    uint8_t *regime;         /* [periods] the path of each trial, if it is drawn */
    const double **effect;   /* [n_effects × periods] multipliers; NULL entry: 1 */
    double *effect_values;   /* storage of effects that are not a quantity */
    /* [(n_channels + 1) × n_effects] the multipliers of each channel, [periods]: the economy's, in `effect`,
     * unless the channel has some of its own */
    const double ***effects_of;
    double *walk;          /* [n_walks × periods] multipliers */
    const double **factor; /* [factors->n_present × periods] multipliers of channels' own; NULL entry: 1 */
    double *factor_values; /* storage of those that are nothing else */
    double *clock;         /* [periods + 1] operational days at the period boundaries */
    double *survival;      /* [periods] recurring revenue: share of customers that stay into period t */
    double *growth;        /* [periods] survival times growth per period */
    double *opening;       /* [periods] revenue of the customers there at the start */
    double *earned; /* [periods] revenue within the horizon per unit of bookings in period t; NULL: 1 */

    /* made when a metric first asks for them, once a block */
    bool has_contribution, has_customers, has_cash, has_lifetime;
    double *contribution; /* [periods] money */
    double *customers;    /* [periods] recurring revenue: yearly value of all customers at the end of t */
    double *lifetime;     /* recurring revenue: lifetime revenue of a deal of yearly value 1 */
    double *invoiced, *collected; /* [periods] money; NULL without metrics of cash, as are the next two */
    double *cash, *lowest;        /* [periods] what is collected less costs; the lowest sum of that so far */

    bireme_team_block *team; /* [n_teams] */

    /* open pipeline; NULL without */
    double *pipeline_wins, *pipeline_bookings; /* [periods] */
    /* [compiled->pipeline->n_kept × periods] share of a stretch's deals that enter the stage that they meet,
     * if computed by an integral; kept until it is known how many are turned away */
    double *entering;
    double *handed_over; /* [2 × periods] the same for the stages that they meet later */

    /* What is open at the end of each period (stock.c), if it is counted; else NULL. */
    double *stock; /* [(stages − 1) × periods]: expected number of leads, and open deals, at each stage */
    double *open_value; /* [periods] what those would bring that have come to the worked stage */
    double *stock_room; /* [3 × periods] */

    /* counts of one channel, while it is drawn */
    /* [rows × (periods + 1)] by group: mean number in a period that sooner or later pass beyond the group;
     * see counts.c for the last */
    double *passing;
    double *passed;            /* [rows × (periods + 1)] by group: number that passed within the horizon */
    double *walk_left;         /* [rows] by group: see counts.c */
    uint32_t *walk_at;         /* [rows × BIREME_BLOCK] */
    double *walk_total;        /* counted so far */
    double *own, *own_counted; /* [periods + 1] means and counts of the row being drawn */
    double *weights;           /* [periods] shares of a delay that only one group has */

    /* shares of delays that several groups have; funnel.c */
    double **shares;   /* [n_delays] lane arrays; NULL: recomputed when needed */
    bool *shares_made; /* [n_delays] already computed in this block */

    bireme_channel_block *channel; /* [n_channels + 1] */
    double *numbers;               /* all of the above */
} bireme_block;

/* apart: the channels' means are kept apart, for laws. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_block_create(const bireme_compiled *compiled,
                                                  const bireme_sources *sources, bool apart,
                                                  bireme_block **out, bireme_error *error);
/* The same for a block that keeps what depends only on the rates, including the shares of all delays if that
 * takes at most `most` bytes. The compiled scenario and the depth may be changed between runs. */
BIREME_MUST_USE bireme_status bireme_block_create_keeping(const bireme_compiled *compiled,
                                                          const bireme_sources *sources, bool apart,
                                                          size_t most, bireme_block **out,
                                                          bireme_error *error);
/* The size in bytes of such a workspace, with or without keeping. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_block_measure(const bireme_compiled *compiled,
                                                   const bireme_sources *sources, bool apart, bool keeps,
                                                   double *bytes, bireme_error *error);
/* Steps per trial, which its time is proportional to: a row of a channel in a period is one, an open deal is
 * one. */
double bireme_block_steps(const bireme_compiled *compiled);
void bireme_block_free(bireme_block *block);
/* Whether the counts may be superposed if only sums over the horizon are asked for or, if `periods`, also
 * sums up to an earlier period. */
bool bireme_block_superposes(const bireme_compiled *compiled, bool periods);
/* Whether the metric has the same distribution at that depth (MEANS: the same mean given the rates). */
bool bireme_block_reaches(const bireme_metric *metric, bireme_depth depth);
/* Whether the metric depends even over the horizon on when things happen, so that counts must not be
 * superposed. */
bool bireme_block_is_timed(const bireme_metric *metric);
/* Superposes the counts from now on. */
void bireme_block_superpose(bireme_block *block);

/* Mean wins of a channel after the horizon, given the rates; and what is booked of `count` deals that close
 * in period t if each has the value 1 in the unit of the channel's value distribution. Lanes. */
void bireme_block_after(const bireme_block *block, size_t channel, double *sum);
void bireme_block_price(const bireme_block *block, size_t channel, size_t t, double *each);

/* Lane array number i of those that begin at base. */
static inline double *bireme_lane_array(double *base, size_t i)
{
    return base + i * BIREME_BLOCK;
}

/* The multiplier of an effect on a channel (n_channels: on what has no channel) in a period; NULL: 1. For the
 * odds of the step to stage s: BIREME_EFFECT_ODDS + s. */
static inline const double *bireme_block_effect(const bireme_block *block, size_t channel, size_t effect,
                                                size_t t)
{
    return block->effects_of[channel * block->compiled->n_effects + effect][t];
}
/* The same for what has no channel: the economy's and the initiatives' alone. */
static inline const double *bireme_block_economy(const bireme_block *block, size_t effect, size_t t)
{
    return block->effect[effect * block->compiled->model->periods + t];
}

/* Whether the quantity (−1: none) is drawn anew in every period. */
static inline bool bireme_block_redraws(const bireme_block *block, int quantity)
{
    return bireme_compiled_redraws(block->compiled, quantity);
}

/* The quantity in a period; quantity ≥ 0. */
static inline const double *bireme_block_quantity(const bireme_block *block, int quantity, size_t t)
{
    const bireme_compiled_quantity *drawn = &block->compiled->quantities[quantity];
    if (!drawn->redraws) return block->quantity[quantity];
    return bireme_lane_array(block->redrawn, drawn->place * block->compiled->model->periods + t);
}

/* u[BIREME_BLOCK]: the uniforms of the block's trials. */
void bireme_block_uniforms(const bireme_block *block, const bireme_source *source, uint32_t draw,
                           uint32_t slot, double *u);
/* packed[i] = the uniform of the trial in lane[i], i < n; room: a lane array. */
void bireme_block_some_uniforms(const bireme_block *block, const bireme_source *source, uint32_t draw,
                                uint32_t slot, size_t n, const uint16_t *lane, double *room, double *packed);
/* The normal score of a whole, if it has one; if not, returns false and leaves score unchanged. */
bool bireme_block_score(const bireme_block *block, const bireme_source *source, double *score);
/* Splits off the next part of a whole. left: the sum of the variances of the parts still to come; score: the
 * whole's; u: a uniform of the part's own. Afterwards u is the part's uniform, and score and left are those
 * of the rest. Lane arrays. */
void bireme_block_part(const bireme_block *block, const double *part, double *left, double *score, double *u);
/* Poisson counts (dist/table/poisson.h) of up to a block of lanes, whatever its size. count may be u. */
void bireme_block_poisson(const bireme_block *block, size_t n, const double *u, const double *mean,
                          double *count);
/* The uniforms of the main dimensions, rotated, into `turned`. */
void bireme_block_turn(bireme_block *block);

/* The steps; first: trial number of lane 0, a multiple of BIREME_BLOCK. */
void bireme_block_rates(bireme_block *block, uint64_t first);
/* Walks, from their increments; and the multipliers of channels' own, from the economy's. */
void bireme_block_walks(bireme_block *block);
void bireme_block_factors(bireme_block *block);
/* out · (1 + g)^τ, τ the years to the middle of period t; growth: the quantity g. */
void bireme_block_grow(const bireme_block *block, int growth, size_t t, double *out);
/* The values of a quantity of the channel, times its effect in period t; NULL for quantity −1. room: a lane
 * array to hold them, if needed. */
const double *bireme_block_grown(const bireme_block *block, size_t channel, int quantity, size_t effect,
                                 size_t t, double *room);
/* The multiplier of a walk in a period; walk −1: NULL. */
const double *bireme_block_walk(const bireme_block *block, int walk, size_t t);
/* Adds to `lifted` and `lifts` what the expected leads [lanes] of a channel in period t owe to others. */
void bireme_block_owe(bireme_block *block, size_t channel, size_t t, const double *leads);
/* A leg of the channel's way (bireme_compiled_way): from its leads, or from what the team at the end of the
 * leg before takes up, to the next stage at which a team takes it up, to whose demand it is added, or to the
 * win. One leg after another, and the team's capacity in between. */
void bireme_block_advance(bireme_block *block, size_t channel, size_t leg);
/* From the demand on a team: the share that it takes up. */
void bireme_block_capacity(bireme_block *block, size_t team);
/* Leads, stage entries and wins; `arriving` is overwritten by `ending`. */
void bireme_block_count(bireme_block *block, size_t channel);
/* Counts, then bookings. */
void bireme_block_draw(bireme_block *block, size_t channel);
/* survival, growth and earned, from churn, expansion and their effects; recurring revenue only. */
void bireme_block_renewals(bireme_block *block);
/* Recurring revenue of every channel, from its bookings. */
void bireme_block_earn(bireme_block *block);
/* For recurring revenue, per trial: net revenue retention after 12 months, and the lifetime value of a deal
 * of yearly value 1. */
void bireme_block_nrr(bireme_block *block, double *out);
void bireme_block_lifetime(bireme_block *block, double *out);
/* Expectations only, nothing drawn: everything that precedes the channels' wins, then the mean wins of one
 * channel after another. */
void bireme_block_expect(bireme_block *block, uint64_t first);
void bireme_block_expect_channel(bireme_block *block, size_t channel);
/* All steps, for all channels. */
void bireme_block_run(bireme_block *block, uint64_t first);
/* Their last part: recurring revenue, from the bookings; metrics are computed anew. */
void bireme_block_settle(bireme_block *block);

/* What is open (stock.c): begins with nothing; adds what is open of a channel in a leg, right after
 * bireme_block_advance(). Does nothing where it is not counted. */
void bireme_block_stock_begin(bireme_block *block);
void bireme_block_stock_leg(bireme_block *block, size_t channel, size_t leg);
/* Where the stock at the end of a period is; if only the horizon's end is of interest, NULL for those before.
 * The same of open_value. */
static inline double *bireme_block_stock_at(const bireme_block *block, size_t stage, size_t t)
{
    const size_t periods = block->compiled->model->periods;
    if (block->horizon_only && t + 1 < periods) return NULL;
    return bireme_lane_array(block->stock, stage * periods + t);
}

/* The open pipeline (pipeline.c). Adds the expected entries of its groups to a worked stage to the demand on
 * its teams; groups at or beyond it add nothing. One worked stage after another, like what follows. */
void bireme_block_open_demand(bireme_block *block, size_t stage);
/* Adds to `turned_value` what the open deals that are turned away at the stage would have brought; after
 * bireme_block_capacity(). */
void bireme_block_open_turned_away(bireme_block *block, size_t stage);
/* Draws every open deal; adds to the channels' entries, bookings, carried, carried_value and touched, and to
 * pipeline_wins and pipeline_bookings, which must be zero before. After all channels have been drawn. */
void bireme_block_open_draw(bireme_block *block);

/* Touches (touches.c). For n deals of the channel, at most one per lane: draws who touched the deal of
 * lane[k] (draw, slot: of its uniform in sources->channel[c].touches), and adds revenue[k] to that class. */
void bireme_block_touch(bireme_block *block, size_t channel, uint32_t draw, uint32_t slot, size_t n,
                        const uint16_t *lane, const double *revenue);
/* Revenue credited to (or touched by) a channel or owner over the horizon: the kinds CHANNEL_CREDIT,
 * CHANNEL_TOUCHED, OWNER_CREDIT, OWNER_TOUCHED. Deals of a channel without touches are credited to the
 * channel itself. */
void bireme_block_credit(bireme_block *block, const bireme_metric *metric, double *out);

/* Leads that a channel's spend (or the planned volume) is expected to bring in a period, and other leads;
 * needs only bireme_block_rates(). Lanes. */
void bireme_block_arrivals(bireme_block *block, size_t channel, size_t period, double *paid, double *other);
/* For a channel whose spend has a factor, period after period: what is spent in t, and `own`, the horizon's
 * spend after adstock, from its value in the period before (0 before the first). Lanes. */
void bireme_block_spend(const bireme_block *block, size_t channel, size_t t, double *own, double *spent);
/* What `own` and the spend before the horizon are worth in period t at the cost per lead, and its change with
 * the horizon's spend. Lanes. */
void bireme_block_respond(const bireme_block *block, size_t channel, size_t t, const double *own,
                          double *bought, double *marginal);
/* 1 in trials in which the planned volume cannot be bought because a channel saturates below it; else 0.
 * Lanes. */
void bireme_block_unbought(const bireme_block *block, double *out);
/* A metric in a period; out: lanes. Only for metrics with periods. */
void bireme_block_metric(bireme_block *block, const bireme_metric *metric, size_t period, double *out);
/* From this period on the metric is 0 in every trial: the number of periods, or 1 if counts are
 * superposed. */
size_t bireme_block_metric_periods(const bireme_block *block, const bireme_metric *metric);
/* A metric over the horizon; only for metrics whose total is OWN or ALONE. */
void bireme_block_metric_whole(bireme_block *block, const bireme_metric *metric, double *out);
/* A metric up to and with period `by`, with what it was in the periods that are over: its periods added up,
 * or the last of them; a metric whose total is OWN or ALONE over the horizon. */
void bireme_block_metric_until(bireme_block *block, const bireme_metric *metric, size_t by, double *out);
/* The same over the periods first … first + n − 1, n ≥ 1; only for metrics whose total is OWN. */
void bireme_block_metric_over(bireme_block *block, const bireme_metric *metric, size_t first, size_t n,
                              double *out);

#endif
