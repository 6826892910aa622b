/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The domain as plain data: what a scenario says once it is read and found valid. Built by src/scenario and
 * never changed afterwards. Comments give the length of every list; every index is valid, or −1 for "none".
 *
 * A *quantity* is an uncertain (or fixed) number that is drawn once per trial: a rate in the sense of
 * docs/model. Its path in the scenario names it, in correlations and as the key of its random stream. An
 * *item* is a distribution that is drawn once per lead or deal: `shape` times the quantity `scale`.
 */
#ifndef BIREME_MODEL_MODEL_H
#define BIREME_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "bireme/forecast.h"
#include "dist/dist.h"
#include "model/calendar.h"

typedef struct bireme_quantity {
    /* "channels.events.conversion.won"; for an item, where it is: "channels.events.deal_value.mean"; for what
     * channels share: "defaults.conversion.won". Two with the same path (as in mixtures of scenarios) use the
     * same random numbers */
    char *path;
    bireme_dist *dist;   /* a fixed value is a fixed distribution */
    bool redraws;        /* drawn anew in every period */
    char *note, *source; /* NULL: none */
    char *origin;        /* where the number is written: "base.json:14:21"; NULL: a default of the program */
    char *pointer;       /* its JSON pointer in that file; NULL if origin is */
} bireme_quantity;

typedef struct bireme_item {
    bireme_dist *shape; /* NULL: none was given (no delay, no deal value) */
    int scale;          /* quantity, −1: the scale is 1. With a quantity as scale, shape has location 1 */
    bool shared;        /* path is in `defaults`: all channels with that path have the same item */
    char *path, *origin, *pointer, *note, *source;
} bireme_item;

/* Whose channel it is: as scenarios spell it; what that means. */
#define BIREME_OWNER_ROWS(ROW)                                                                               \
    ROW(MARKETING, "marketing", "sourced by marketing")                                                      \
    ROW(SALES, "sales", "sourced by sales")                                                                  \
    ROW(PARTNER, "partner", "sourced by partners")

typedef enum bireme_owner {
#define BIREME_OWNER_KIND(kind, name, what) BIREME_OWNER_##kind,
    BIREME_OWNER_ROWS(BIREME_OWNER_KIND) BIREME_OWNER_COUNT,
    BIREME_OWNER_UNASSIGNED = BIREME_OWNER_COUNT /* of no channel */
} bireme_owner;

/* Leads that spend buys; docs/model, Leads. */
typedef enum bireme_curve { BIREME_CURVE_LINEAR, BIREME_CURVE_POWER, BIREME_CURVE_HILL } bireme_curve;

typedef struct bireme_response {
    bireme_curve curve;
    /* > 0, the spend at which the cost per lead holds; LINEAR does not need it (0: none), lifts do */
    double reference_spend;
    double elasticity;             /* POWER, > 0 */
    double half_saturation, shape; /* HILL, > 0 */
} bireme_response;

/* A dispersion nearer to 0 counts as 0: the table of the factor g could not represent it. */
#define BIREME_DISPERSION_LEAST 1e-12

/* A random walk in the logarithm of a multiplier (docs/model, Growth and drift). Its normal increments, laid
 * out by a Brownian bridge, are quantities: that of period t, which has the number `first` + t, determines
 * the walk in that period. */
typedef struct bireme_walk {
    char *path;   /* "channels.content.drift.leads"; for what channels share: "defaults.drift.leads" */
    double sigma; /* > 0, per √year */
    int first;
    char *note, *source, *origin, *pointer; /* as of a quantity */
} bireme_walk;

/* Walks; −1: none. */
typedef struct bireme_drift {
    int leads, conversion_odds, deal_value;
} bireme_drift;

/* Rates per year, > −1: quantities; −1: none. */
typedef struct bireme_growth {
    int organic_leads, leads_per_rep, cost_per_lead, deal_value, fixed_cost;
} bireme_growth;

/* What a channel's spend does for others: elasticities, quantities; −1: nothing. */
typedef struct bireme_lift {
    int channel; /* that is lifted; −1: every other */
    int leads;
    int *conversion_odds; /* [stages], [0] is −1 */
} bireme_lift;

enum { BIREME_TOUCHES_MOST = 10 }; /* channels that may touch the deals of one channel */

typedef struct bireme_channel {
    char *name;
    bireme_owner owner;
    bool has_spend;
    double *spend;              /* [periods], money; zeros without spend */
    double spend_before_steady; /* spent in every period before the horizon; 0 if spend_before is given */
    size_t n_spend_before;
    double *spend_before; /* [n_spend_before] in order of time, the last one right before the first period */
    double adstock;       /* retention per period, [0, 1) */
    bireme_response response;
    int spend_factor;          /* quantity, what is spent of what is planned, −1: 1 */
    int cost_per_lead;         /* quantity, −1: none (then spend is 0) */
    int organic_leads;         /* quantity, leads per period, −1: none */
    int leads_per_rep;         /* quantity, leads per effective rep and period, −1: none */
    int team;                  /* whose reps those are, −1: none */
    bool has_own_cost;         /* one of the next two is given */
    int fixed_cost;            /* quantity, money per period, −1: 0 */
    int cost_per_organic_lead; /* quantity, money, −1: 0 */
    double dispersion;         /* variance of g, ≥ 0 */
    double *season;            /* [periods] */
    double *touches;    /* [n_channels]: chance that channel k touched a deal of this one; NULL: none. Its
                           own entry is 0 and unused */
    int *conversion;    /* [stages]: quantity of the step from stage s−1 to s; [0] is −1 */
    bireme_item *cycle; /* [stages]: days of the step from s−1 to s; [0] unused; shape NULL: no delay */
    bireme_item *lost;  /* [stages]: days in that step of those that are lost in it; shape NULL, or a NULL
                           list: as cycle */
    bireme_item deal_value;
    char *note, *source;
    bireme_growth growth;
    bireme_drift drift;
    size_t n_lifts;
    bireme_lift *lifts;             /* [n_lifts] what it does for others */
    bool lifts_leads, lifted_leads; /* it changes the leads of others, others change its */
} bireme_channel;

/* Multipliers of a regime or of an initiative: quantities; −1: no effect. */
typedef struct bireme_effects {
    int leads, cost_per_lead, deal_value, cycle_time, churn;
    int *conversion_odds; /* [stages], [0] is −1 */
} bireme_effects;

typedef struct bireme_regime {
    char *name;
    bireme_effects effects;
} bireme_regime;

typedef struct bireme_economy {
    size_t n_regimes; /* 0: no regimes */
    bireme_regime *regimes;
    int *path;          /* [periods] regime of each period; NULL: drawn as a Markov chain */
    double *start;      /* [n_regimes] probabilities of the first period (Markov), else NULL */
    double *transition; /* [n_regimes × n_regimes], row from, column to, else NULL */
    bireme_drift drift; /* of everything */
} bireme_economy;

/* Changes the multipliers from a date on: m acts as m^r, r rising from 0 to 1. */
typedef struct bireme_initiative {
    char *name;
    double from;        /* periods from the start of the horizon; may be negative or beyond its end */
    double ramp_months; /* ≥ 0; 0: at once */
    int cost;           /* quantity, money per period, from the period of `from` on, −1: none */
    int one_time_cost;  /* quantity, money in the period of `from`, −1: none */
    bireme_effects effects;
} bireme_initiative;

typedef struct bireme_hire {
    double at;    /* periods from the scenario's start, past or not; may be negative: already ramping */
    double count; /* negative: reps who leave */
} bireme_hire;

/* Reps who work one stage for some channels. The `sales` block without teams is one, called "sales". */
typedef struct bireme_team {
    char *name;
    bool *works; /* [n_channels + 1] whose leads it takes up; the last: open deals without a channel */
    double reps; /* at the scenario's start, fully ramped */
    size_t n_hires;
    bireme_hire *hires; /* [n_hires] in order of time */
    double ramp_months; /* 0: productive at once */
    double attrition;   /* share per month, [0, 1) */
    bool backfill;
    bool has_capacity;    /* items_per_rep was given */
    size_t stage;         /* the worked stage, 0 … S − 1 */
    double items_per_rep; /* per effective rep and period */
    bool waits;           /* overflow waits; false: is lost */
    double patience;      /* share of the backlog that survives a period, [0, 1] */
    int cost_per_rep;     /* quantity, money per rep and period, −1: 0 */
    int commission;       /* quantity, share of bookings of what it works, −1: 0 */
    int cost_growth;      /* quantity, growth per year of the cost per rep, −1: 0 */
} bireme_team;

typedef struct bireme_revenue {
    bool recurring;        /* else one-time: revenue is bookings */
    double opening;        /* yearly value of the customers there at the start; 0: none */
    int churn;             /* quantity, share per period, −1: 0 */
    int expansion;         /* quantity, growth per year, −1: 0 */
    int gross_margin;      /* quantity, share of revenue, −1: 1 */
    int unit_cost;         /* quantity, money per deal won, −1: 0 */
    double discount_rate;  /* per year, 0 if not given */
    double lifetime_years; /* 5 if not given */
    bool yearly;           /* each contract year is invoiced when it begins; else what is earned is */
    bool has_npv, has_npv_lifetime; /* there are such metrics: they say something, or are asked for */
    bool has_cash;       /* there are metrics of cash: billing or payment days are given, or asked for */
    bool is_paid_later;  /* payment days are given */
    bireme_item payment; /* days from invoice to payment, without a scale; shape NULL: paid at once */
    double receivables;  /* owed before the first period that is forecast; 0 without payment days */
} bireme_revenue;

/* Open opportunities at the start, `count` alike. Steps and value are those of the channel (or of
 * `defaults`); they belong to the group so that a reader of the model need not look them up. */
typedef struct bireme_open_group {
    char *path;     /* "pipeline.3"; also for row 3 of a file, counted from 0 */
    int channel;    /* −1: none */
    size_t stage;   /* reached, 0 … S − 1 */
    uint64_t count; /* ≥ 1 */
    double age_days;
    double win_probability; /* NAN: the product of the remaining steps */
    int *conversion;        /* [stages]: quantity of the step to s, for s > stage; −1 below */
    /* [stages]: of the step to s, for s > stage; the shapes are borrowed: bireme_model_free() frees them
     * with the channel or with `defaults` */
    bireme_item *cycle;
    bireme_item lost;    /* of the current step, borrowed in the same way; shape NULL: as cycle */
    bireme_item value;   /* shape NULL: none; shape is borrowed if value_is_own is false */
    bool value_is_own;   /* given by the entry */
    bool value_is_known; /* a plain number: effects on deal values do not change it */
    bireme_item closes;  /* calendar days until it is decided, in the place of all remaining delays; shape
                          * NULL: not given */
    char *due_text;      /* the date at which it is expected to close, as written; NULL: none */
    double due_days;     /* calendar days from the start to that date; negative: it is overdue */
    bireme_item slip;    /* days by which it closes later; shape NULL: none; borrowed unless slip_is_own */
    bool slip_is_own;
    char *origin, *note, *source;
} bireme_open_group;

/* What a set of correlated quantities consists of. */
typedef enum bireme_correlated_kind {
    BIREME_CORRELATED_QUANTITIES, /* quantities that are no increments of walks */
    /* Walks that go together in every period, each with increments of its own: `quantity` has the first of
     * each walk, and pearson holds among those of every period, and so among all the walks' numbers. */
    BIREME_CORRELATED_WALKS,
    /* Among them increments of walks (from the middle of a period to that of the next, in the unit of their
     * standard deviation), which pearson is about; all those of a walk are there, also the uncorrelated. */
    BIREME_CORRELATED_INCREMENTS
} bireme_correlated_kind;

/* Correlated quantities: a connected set; pearson is the matrix of the Gaussian copula, positive definite. */
typedef struct bireme_correlated {
    bireme_correlated_kind kind;
    size_t n;
    int *quantity;   /* [n], ascending */
    double *pearson; /* [n × n], 2 sin(π ρ / 6) of the rank correlation ρ; unit diagonal */
} bireme_correlated;

typedef struct bireme_goal {
    bool present;
    char *metric;    /* name of a metric */
    double at_least; /* or, if at_most, at most this much; compared in engine/metrics/threshold.h */
    bool at_most;
    double confidence; /* NAN: not given */
    int by;            /* the period at whose end it is measured */
} bireme_goal;

/* A line that a decision may move: the spend of a channel (the average of its periods, whose profile is kept
 * in proportion), or the reps of a team at the start. */
typedef struct bireme_line {
    int channel; /* −1: reps */
    size_t team; /* whose, if they are reps */
    double min, max;
    bool whole; /* whole numbers only */
} bireme_line;

typedef struct bireme_decision {
    /* the scenario lists the lines; if not, they are every channel with spend, and the reps of every team */
    bool given;
    size_t n_lines; /* also set if not `given` */
    bireme_line *lines;
    char *dated; /* the path of a line that is about hires at a date, which nothing moves yet; NULL: none */
    double share_min[BIREME_OWNER_COUNT],
        share_max[BIREME_OWNER_COUNT]; /* of the total, by the owner of the lines */
} bireme_decision;

/* A plain figure of the scenario that is not a quantity, or the default that replaces it; for reports of what
 * was assumed. In the order of the file format, channels first. */
typedef struct bireme_statement {
    char *path; /* "channels.events.spend", "sales.ramp_months" */
    /* as written, even if it is a long list: "[0, 0, 60000]", "wait", "0.7"; for a default, its
     * description */
    char *text;
    char *unit;   /* NULL: none */
    int channel;  /* the channel that it belongs to, −1: none */
    char *origin; /* "base.json:14:21"; NULL: a default of the program */
    char *note, *source;
} bireme_statement;

/* Of the company, or of a channel: what happened in each period that is over; an entry is NAN, a list NULL if
 * it is not known. */
typedef struct bireme_past_figures {
    double *leads, *wins, *bookings, *revenue;
    double *spend; /* of the company: what marketing cost */
} bireme_past_figures;

/* The periods that are over (model/past.h). */
typedef struct bireme_past {
    size_t periods;                     /* 0: none */
    bireme_calendar calendar;           /* of the whole scenario: its period 0 is the first that is over */
    bireme_past_figures all, *channels; /* [n_channels], NULL: nothing is known of any */
    double **stage;                     /* [stages] entries to it, NULL: nothing is known of any */
    double *sales_cost, *contribution;
} bireme_past;

typedef struct bireme_model {
    char *name, *description, *currency;
    char *file;               /* the scenario file that was loaded */
    bireme_past past;         /* the periods before those of the trials */
    bireme_calendar calendar; /* period length, start of the trials, labels */
    int fiscal_year_start;    /* the month, 1 to 12 */
    size_t periods;           /* of the trials, H ≥ 1 */
    size_t stages;            /* S + 1 ≥ 2: lead … won */
    char **stage;             /* [stages] names */
    double *pace;             /* [periods], 1 is normal */
    size_t n_channels;        /* ≥ 1 */
    bireme_channel *channels; /* in the file's order */
    bireme_economy economy;
    size_t n_teams; /* 0: nothing is said of sales */
    bireme_team *teams;
    bool has_named_teams; /* they have names of their own: sales.teams */
    bireme_revenue revenue;
    size_t n_initiatives;
    bireme_initiative *initiatives;
    bireme_item *default_cycle; /* [stages], of `defaults`, for groups without a channel; NULL: not needed */
    bireme_item *default_lost;  /* [stages], likewise */
    bireme_item default_deal_value; /* likewise */
    bireme_item slip;               /* of all open deals with a date of their own; shape NULL: none */
    /* What is open is counted: there are open deals, or the scenario says how long losing takes. */
    bool has_stock;
    size_t n_open;
    bireme_open_group *open;
    bireme_goal goal;
    bireme_decision decision;
    size_t n_quantities;
    bireme_quantity *quantities;
    size_t n_walks;
    bireme_walk *walks;
    size_t n_correlated;
    bireme_correlated *correlated;
    size_t n_statements;
    bireme_statement *statements;
    /* The largest s of any tail x ~ v^−s (dist/dist.h) among numbers, deal values, and lead counts whose cost
     * per lead may be near 0; 0: trials show the variance of all of them. */
    double tail_power;
    /* From the run block, or the defaults. */
    uint64_t trials, seed;
    bool has_trials;        /* the scenario says how many */
    bireme_sampler sampler; /* never UNSET */
    double precision;       /* relative standard error at which a run stops; 0: none */
    /* For whoever stores results: which scenario they come from. */
    /* 16 hexadecimal digits that depend on what the scenario says, except remarks; empty: not known */
    char hash[17];
    size_t n_warnings;
    char **warnings; /* [n_warnings] the warnings of reading it: "base.json:14:21: …" */
} bireme_model;

enum { BIREME_TRIALS_DEFAULT = 65536, BIREME_SEED_DEFAULT = 1 };
#define BIREME_TRIALS_MOST UINT64_C(1000000000)
/* The most trials of a run that stops at a precision, unless a number is given. */
#define BIREME_TRIALS_CAP (UINT64_C(1) << 24)

/* Whether an open deal says when it closes. */
static inline bool bireme_open_group_is_dated(const bireme_open_group *group)
{
    return group->closes.shape != NULL || group->due_text != NULL;
}

/* The walk that a quantity is an increment of, −1: none. */
int bireme_model_walk_of(const bireme_model *model, int quantity);
/* The path of member i of a correlated set: of a quantity or, of a set of walks, of a walk. */
const char *bireme_model_correlated_path(const bireme_model *model, const bireme_correlated *set, size_t i);
/* The correlation of the copula between members i < j, and what it is between: two walks, at their first
 * increments, if it is the same in every period. 0: none, or it is told there. */
double bireme_model_correlation(const bireme_model *model, const bireme_correlated *set, size_t i, size_t j,
                                const char *path[2]);

/* The team that takes up the channel's leads (n_channels: open deals without one) at the stage; −1: nothing
 * limits them there. */
static inline int bireme_model_team_at(const bireme_model *model, size_t channel, size_t stage)
{
    for (size_t k = 0; k < model->n_teams; k++) {
        const bireme_team *team = &model->teams[k];
        if (team->has_capacity && team->stage == stage && team->works[channel]) return (int)k;
    }
    return -1;
}

/* Whether some team can take up only so much at the stage. */
static inline bool bireme_model_is_worked(const bireme_model *model, size_t stage)
{
    for (size_t k = 0; k < model->n_teams; k++)
        if (model->teams[k].has_capacity && model->teams[k].stage == stage) return true;
    return false;
}

/* The last stage that a team works on; without teams the last one before the win. */
static inline size_t bireme_model_worked_stage(const bireme_model *model)
{
    size_t stage = 0;
    for (size_t k = 0; k < model->n_teams; k++)
        if (model->teams[k].stage > stage) stage = model->teams[k].stage;
    return model->n_teams > 0 ? stage : model->stages - 2;
}

/* Whether some team can take up only so much. */
static inline bool bireme_model_has_capacity(const bireme_model *model)
{
    for (size_t k = 0; k < model->n_teams; k++)
        if (model->teams[k].has_capacity) return true;
    return false;
}

/* The path of the reps of a team: "sales.reps", "sales.teams.closers.reps". */
enum { BIREME_REPS_PATH_SIZE = 160 };
const char *bireme_model_reps_path(const bireme_model *model, size_t team,
                                   char buffer[BIREME_REPS_PATH_SIZE]);

/* The one team, if there is no more than one; else NULL. */
static inline const bireme_team *bireme_model_only_team(const bireme_model *model)
{
    return model->n_teams == 1 ? &model->teams[0] : NULL;
}

/* The samplers: as scenarios spell them; in a sentence; what they are. */
#define BIREME_SAMPLER_ROWS(ROW)                                                                             \
    ROW(SOBOL, "sobol", "scrambled Sobol points",                                                            \
        "scrambled Sobol points, which lie evenly: the answer needs the fewest trials")                      \
    ROW(LHS, "lhs", "Latin hypercube sampling",                                                              \
        "a Latin hypercube: every single quantity is covered evenly")                                        \
    ROW(RANDOM, "random", "random sampling", "independent random numbers")
const char *bireme_sampler_name(bireme_sampler sampler);
/* "scrambled Sobol points" */
const char *bireme_sampler_words(bireme_sampler sampler);
/* The sampler of that name; UNSET if there is none. */
bireme_sampler bireme_sampler_find(const char *name);
/* How many trials a run has; with a precision (0: none) the most that it may have. Those asked for (0: none);
 * else the scenario's, if no precision or the scenario's own is asked for; else the default. */
uint64_t bireme_model_trials(const bireme_model *model, uint64_t asked, double precision);

/* The team that is number i, counted in the order of the funnel. */
size_t bireme_model_team_in_order(const bireme_model *model, size_t i);
/* Whether some open deal has no channel. */
bool bireme_model_has_unassigned(const bireme_model *model);
/* Whether all that comes to its stage comes to the team. */
bool bireme_model_works_all(const bireme_model *model, size_t team);

/* The expectation of a quantity; −1: `otherwise`. */
double bireme_model_mean(const bireme_model *model, int quantity, double otherwise);
/* Whether it is the same number in every trial; also for −1. */
bool bireme_model_is_fixed(const bireme_model *model, int quantity);

/* Frees what the model owns and the model itself; a partly built (zeroed) model is fine. */
/* Adds to an error (may be NULL) that has no place yet the place where something is written: origin, pointer
 * as of bireme_quantity; NULL: none. */
void bireme_model_locate(bireme_error *error, const char *origin, const char *pointer);
void bireme_model_free(bireme_model *model);
/* Sets tail_power from the distributions, which must exist. */
void bireme_model_find_tail_power(bireme_model *model);

#endif
