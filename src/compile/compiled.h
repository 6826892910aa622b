/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A model made ready for the trial loop: tables compiled, everything that does not depend on the trial
 * decided. Plain immutable data, shared by all threads. It borrows the model, which must outlive it.
 */
#ifndef BIREME_COMPILE_COMPILED_H
#define BIREME_COMPILE_COMPILED_H

#include "dist/table/poisson.h"
#include "dist/table/qtable.h"
#include "dist/sums/sums.h"
#include "model/metric.h"
#include "model/model.h"
#include "numeric/special/normal_table.h"
#include "compile/delay/delay.h"
#include "compile/factors.h"
#include "compile/pipeline.h"
#include "compile/shared.h"
#include "compile/touches.h"

/* A quantity: one value per trial. */
typedef struct bireme_compiled_quantity {
    const bireme_qtable *table; /* NULL: fixed */
    double fixed;
    int correlated; /* index of its correlated set, −1: independent */
    int row;        /* its row in that set */
    bool redraws;   /* drawn anew in every period, */
    size_t place;   /* as number `place` of those */
    /* smaller values are replaced by this: BIREME_COMPILE_DIVISOR_LEAST for a quantity that is a divisor,
     * else 0 */
    double least;
} bireme_compiled_quantity;

/* A price, a scale of delays or a multiplier of the clock as small as this makes no difference to one a
 * trillion times larger; but its inverse, and products of such inverses, must stay finite. */
#define BIREME_COMPILE_DIVISOR_LEAST 1e-60

/* Quantities that are drawn together: z = L ε, u = Φ(z). */
typedef struct bireme_compiled_correlated {
    bireme_correlated_kind kind;
    size_t n;
    const int *quantity; /* [n], the model's */
    size_t times;        /* as often, for what follows them: the numbers of walks in each period; else 1 */
    double *cholesky;    /* [n × n] lower triangle L */
} bireme_compiled_correlated;

/* What multipliers over the periods may apply to; for the odds of the step to stage s: BIREME_EFFECT_ODDS +
 * s. */
enum {
    BIREME_EFFECT_LEADS,
    BIREME_EFFECT_COST_PER_LEAD,
    BIREME_EFFECT_DEAL_VALUE,
    BIREME_EFFECT_CYCLE_TIME,
    BIREME_EFFECT_CHURN,
    BIREME_EFFECT_ORGANIC_LEADS, /* growth alone */
    BIREME_EFFECT_LEADS_PER_REP,
    BIREME_EFFECT_FIXED_COST,
    BIREME_EFFECT_ODDS
};

/* An initiative's uncertain multiplier: quantity^ramp[t]. */
typedef struct bireme_compiled_change {
    int quantity;
    const double *ramp; /* [periods], in [0, 1] */
} bireme_compiled_change;

/* What an initiative costs in each of the periods from ≤ t < end, if that is uncertain. */
typedef struct bireme_compiled_cost {
    int quantity;
    size_t from, end;
} bireme_compiled_cost;

/* A multiplier over the periods: that of the period's regime times those of the initiatives and the drift. */
typedef struct bireme_compiled_effect {
    bool present;        /* it is ever different from 1 */
    bool constant;       /* the same quantity in every period of every trial */
    bool by_regime;      /* some regime has it */
    bool uncertain;      /* differs from trial to trial */
    const int *quantity; /* [n_regimes], −1: 1 */
    int walk;            /* the economy's drift, −1: none */
    double *fixed;       /* [periods] product of the initiatives' fixed multipliers; NULL: 1 */
    size_t n_changes;
    bireme_compiled_change *changes;
} bireme_compiled_effect;

/* Rows of a channel's counts that are reached after the same delay: the first after a step that takes time
 * (or the lead itself, or what was taken up after waiting), the others at the same moment. */
typedef struct bireme_compiled_group {
    size_t first, last; /* rows */
    /* of the first row; NULL: none, so that the period of entry is that of the arrival (of the taking up) */
    bireme_shared_delay *delay;
} bireme_compiled_group;

/* Those that are lost in the step to a stage, if losing takes time of its own. */
typedef struct bireme_compiled_lost {
    bool is_given;
    bireme_compiled_group group; /* only its delay: from the beginning of the leg until they are lost */
    bireme_channel channel;      /* with that delay in the place of the step's; cycle is its own */
} bireme_compiled_lost;

/* A leg of a channel's way through the funnel: from its leads, or from what a team has taken up, to the next
 * stage at which a team takes it up, or to the win. */
typedef struct bireme_compiled_leg {
    size_t from, to; /* stages; `from` of the first is 0 */
    int team;        /* at `to`; −1: it is the win */
    size_t begins;   /* the row that it begins with: of the leads, or of those taken up */
    /* From what was taken up at `from` to the entry to `to`, if that is not the win; NULL: at once. Not of
     * the first leg; only where there are open deals. */
    bireme_shared_delay *delay;
} bireme_compiled_leg;

typedef struct bireme_compiled_way {
    size_t n; /* ≥ 1 */
    bireme_compiled_leg *legs;
} bireme_compiled_way;

typedef struct bireme_compiled_team {
    double *heads, *effective_reps; /* [periods] */
    double *capacity;               /* [periods] items that can be taken up; NULL: no limit */
    double mean_heads;
    double *raise; /* [periods] what the cost of a rep has grown by, if that is uncertain with its mean; NULL:
                      1 */
    int growth;    /* quantity g, if it is uncertain; −1: none, or fixed */
} bireme_compiled_team;

typedef struct bireme_compiled_channel {
    size_t n_groups;
    bireme_compiled_group *groups;
    size_t n_lost;
    bireme_compiled_lost *lost; /* [n_lost] by stage; n_lost is 0 or stages */
    const bireme_sums *value;   /* NULL: deals have no value */
    int value_scale;            /* quantity, −1: 1 */
    double value_mean;          /* of a deal with scale 1 */
    double *spend;              /* [periods] what buys leads: spend after adstock and response curve */
    double *marginal;           /* [periods] its change with the spend within the horizon */
    const double *
        volume; /* [periods] mean leads that are bought whatever they cost; NULL: as many as the spend buys */
    /* [periods] with volume: what carries over from spend before the horizon */
    const double *carried_in;
    double per_effective; /* with volume: spend per unit after adstock */
    double *before;      /* [periods] with a factor on the spend: what carries over from before the horizon */
    bireme_dist *g_dist; /* the dispersion factor g: Gamma with mean 1; NULL: g = 1 */
    const bireme_qtable *dispersion; /* of g; NULL: g = 1 */
    bireme_touches *touches;         /* NULL: none */
    size_t n_spans;                  /* successive periods in which leads, and how far they get, are alike */
    uint16_t *span;                  /* [n_spans + 1] the first period of each, then `periods` */
} bireme_compiled_channel;

typedef struct bireme_compiled {
    const bireme_model *model;
    const bireme_factors *factors; /* what channels have of their own; NULL: no channel has any */
    bireme_walk_step *walk_steps;  /* [periods] in the order in which walks are drawn; NULL: nothing drifts */
    bireme_metrics *metrics;
    bireme_shared shared;
    bireme_poisson *poisson;
    bireme_qtable *normal;                /* standard normal */
    bireme_normal_table *normal_cdf;      /* its distribution function */
    bireme_compiled_quantity *quantities; /* [n_quantities] */
    size_t n_redrawn;                     /* quantities drawn anew in every period */
    size_t n_correlated;
    bireme_compiled_correlated *correlated;
    size_t n_worked;                   /* stages at which some team has a capacity */
    size_t *worked;                    /* [n_worked] in the order of the funnel */
    size_t rows;                       /* of counts: stages, and after each of those what is taken up */
    bireme_compiled_way *ways;         /* [n_channels + 1] the last: of open deals without a channel */
    bireme_channel unassigned;         /* those, with nothing but the steps of `defaults`, borrowed */
    bireme_compiled_channel *channels; /* [n_channels] */
    bireme_pipeline *pipeline;         /* NULL: nothing open */
    /* chain: a Markov path is drawn per trial; else model->economy.path holds the path. */
    bool chain;
    size_t n_effects;
    bireme_compiled_effect *effects; /* [n_effects] */
    int *effect_quantity;            /* storage for the effects' lists */
    double *ramp;                    /* [n_initiatives × periods] */
    double *initiative_cost;         /* [periods] of all initiatives, as far as it is fixed */
    size_t n_initiative_costs;       /* and what is not */
    bireme_compiled_cost *initiative_costs;
    double *chain_start;         /* [n_regimes] cumulative */
    double *chain_step;          /* [n_regimes × n_regimes] cumulative rows */
    double days;                 /* length of a period */
    bool clock_uniform;          /* the clock runs equally fast in every period of a trial */
    bool clock_fixed;            /* the clock is the same in every trial */
    bireme_compiled_team *teams; /* [n_teams] */
    double *heads;               /* [periods] of all teams */
    double mean_heads;
    /* money in time; compile/money.c */
    double years;         /* length of a period */
    double *discount;     /* [periods] value of money of the period at the start */
    double discount_step; /* the same from one period to the next */
    double worth_before;  /* of the contribution of the periods that are over; 0: none, or not known */
    uint64_t lifetime; /* whole periods of a customer's longest lifetime, and the part of one that is left */
    double lifetime_rest;
    double *paid,
        *unpaid; /* [periods] of what is invoiced in a period, the share that is paid k periods later,
                              and that is not yet paid k periods later; NULL: paid at once */
    double *owed_paid, *owed_unpaid; /* [periods] money of the receivables: paid in each, and not paid at its
                                        end; NULL as above */
} bireme_compiled;

/* The fields for money in time (money.c); `days` must be set. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_compile_money(bireme_compiled *compiled, bireme_error *error);
void bireme_compiled_money_free(bireme_compiled *compiled);

/* The correlated sets; walk_steps must be there. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_compile_correlated(bireme_compiled *compiled, bireme_error *error);
void bireme_compiled_correlated_free(bireme_compiled *compiled);

/* A capacity that is never reached. */
#define BIREME_COMPILE_NO_LIMIT 1e15

/* The row of stage s; the row of what is taken up at a worked stage follows it. */
static inline size_t bireme_compiled_row(const bireme_compiled *compiled, size_t s)
{
    size_t row = s;
    for (size_t k = 0; k < compiled->n_worked; k++) row += s > compiled->worked[k];
    return row;
}
/* The stage of a row; taken_up (may be NULL): it is the row of what is taken up there. */
static inline size_t bireme_compiled_stage(const bireme_compiled *compiled, size_t row, bool *taken_up)
{
    size_t before = 0;
    bool is_taken_up = false;
    for (size_t k = 0; k < compiled->n_worked; k++) {
        before += row > compiled->worked[k] + k;
        is_taken_up |= row == compiled->worked[k] + k + 1;
    }
    if (taken_up != NULL) *taken_up = is_taken_up;
    return row - before;
}
/* Whether a step takes time. */
static inline bool bireme_takes_time(const bireme_item *cycle)
{
    return cycle->shape != NULL && bireme_dist_mean(cycle->shape) > 0;
}
/* The reps who make the channel's leads_per_rep, in period t. */
/* Years from the scenario's start to the middle of a period. */
static inline double bireme_compiled_years(const bireme_compiled *compiled, size_t t)
{
    return ((double)(compiled->model->past.periods + t) + 0.5) * compiled->days / 365.25;
}
/* By how many reps' cost at the start the reps of a team cost as much in a period; where growth is uncertain,
 * about. */
static inline double bireme_compiled_cost_heads(const bireme_compiled *compiled, size_t team, size_t t)
{
    const double *raise = compiled->teams[team].raise;
    return compiled->teams[team].heads[t] * (raise != NULL ? raise[t] : 1);
}
static inline double bireme_compiled_reps(const bireme_compiled *compiled, const bireme_channel *channel,
                                          size_t t)
{
    return channel->team >= 0 ? compiled->teams[channel->team].effective_reps[t] : 0;
}

/* The most pieces in which the leads that end at a row are drawn (engine/trial/counts.c): its own periods,
 * cut at the ends of the periods of each group before. */
static inline size_t bireme_compiled_pieces(const bireme_compiled_channel *channel, size_t row,
                                            size_t periods)
{
    size_t before = 0;
    while (row > channel->groups[before].last) before++;
    return periods + before * (periods - 1);
}

/* Whether an effect on a channel (n_channels: on what has no channel) is the same in all periods of a
 * trial. */
bool bireme_compiled_is_steady(const bireme_compiled *compiled, size_t channel, size_t effect);
/* Whether it is on every channel. */
bool bireme_compiled_all_steady(const bireme_compiled *compiled, size_t effect);

/* Sets the groups of a channel, and its `lost` if what is open is counted. Errors: as of
 * bireme_delay_create(). */
BIREME_MUST_USE bireme_status bireme_compile_groups(bireme_compiled *compiled, size_t channel,
                                                    bireme_compiled_channel *to, bireme_error *error);
BIREME_MUST_USE bireme_status bireme_compile_lost(bireme_compiled *compiled, size_t channel,
                                                  bireme_compiled_channel *to, bireme_error *error);
void bireme_compile_groups_free(bireme_compiled_channel *channel);
/* Whether a quantity (−1: none) is drawn anew in every period. */
static inline bool bireme_compiled_redraws(const bireme_compiled *compiled, int quantity)
{
    return quantity >= 0 && compiled->quantities[quantity].redraws;
}

/* Divides the periods into spans in which the channel's leads are alike: sets n_spans, and span [periods +
 * 1], which is allocated. */
void bireme_compile_spans(const bireme_compiled *compiled, size_t channel, bireme_compiled_channel *to);

/* Compiles a model in parts, of which the costly one may be done by several threads: begin, make each of the
 * tables (compiled->shared; different ones concurrently), end; engine/run/tables.c does all. outline: to be
 * measured and not run: nothing costly is made. Errors: MEMORY, DOMAIN (a distribution that no table can
 * hold), INTERNAL. */
BIREME_MUST_USE bireme_status bireme_compile_begin(const bireme_model *model, bool outline,
                                                   bireme_compiled **out, bireme_error *error);
void bireme_compile_end(bireme_compiled *compiled);
#define BIREME_PROGRAM_BYTES 12e6
/* What the compiled scenario takes with everything it consists of, roughly, and the program itself; the same
 * for an outline and for one that was begun. */
double bireme_plan_bytes(const bireme_compiled *compiled);
void bireme_compiled_free(bireme_compiled *compiled);

#endif
