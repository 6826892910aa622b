/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the oracle's files share: a scenario as it understands it, and what happens in one trial.
 */
#ifndef BIREME_TESTS_ORACLE_INTERNAL_H
#define BIREME_TESTS_ORACLE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <cjson/cJSON.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_rng.h>
#include "oracle.h"

enum { ORACLE_OWNERS = 3, ORACLE_NAME = 64, ORACLE_PATH = 256 };

/* Ends the program with a message. */
void oracle_stop(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));
/* Zeroed memory that is freed with the scenario. */
void *oracle_alloc(oracle *model, size_t count, size_t size);
/* Zeroed memory that the caller frees. */
void *oracle_need(size_t count, size_t size);

/* ---- scenario files: extends, RFC 7396, overrides (oracle_file.c), pipeline tables (oracle_table.c) */

cJSON *oracle_file_read(const char *file, const oracle_override *overrides, size_t n_overrides);
/* The file's text; the caller frees it. */
char *oracle_text_read(const char *file);
/* Exact (case-sensitive) member, or NULL. */
const cJSON *oracle_get(const cJSON *object, const char *name);
double oracle_number(const cJSON *object, const char *name);
double oracle_number_or(const cJSON *object, const char *name, double fallback);
const char *oracle_text_or(const cJSON *object, const char *name, const char *fallback);
/* Stops unless every member is in the list (separated by spaces). */
void oracle_know(const cJSON *object, const char *where, const char *list);
/* The rows of a CSV file as a list of objects; the caller deletes it. */
cJSON *oracle_table_read(const char *file);

/* ---- dates and values per period (oracle_calendar.c) */

/* Of an object of dates: where the date is, in periods from the start. */
double oracle_position(const cJSON *root, const char *date);
/* The period in which the day lies that is so many days after the date: the first if it is before the start,
 * `periods` if after the horizon. */
size_t oracle_period_after(const oracle *model, const char *date, double days);
double *oracle_per_period(oracle *model, const cJSON *root, const cJSON *node, double fallback);

/* ---- distributions (oracle_dist.c, oracle_dist_read.c) */

typedef enum oracle_family {
    ORACLE_FIXED,
    ORACLE_UNIFORM,
    ORACLE_TRIANGULAR,
    ORACLE_NORMAL,
    ORACLE_LOGNORMAL,
    ORACLE_GAMMA,
    ORACLE_BETA, /* on [x0, x0 + width] */
    ORACLE_WEIBULL,
    ORACLE_METALOG,
    ORACLE_DISCRETE,
    ORACLE_HISTOGRAM,
    ORACLE_MIXTURE
} oracle_family;

enum { ORACLE_SORTED = 1 << 20 };

typedef struct oracle_dist {
    oracle_family family;
    double a, b, c;      /* parameters, see oracle_dist.c */
    double x0, width;    /* of a beta */
    double low, high;    /* truncation, −INFINITY and INFINITY if there is none */
    double lower, upper; /* bounds of a metalog, −INFINITY and INFINITY if there are none */
    double *sorted;      /* [ORACLE_SORTED] values of a metalog that falls somewhere, ascending; else NULL */
    size_t n;
    double *x;                     /* values [n], edges [n + 1] or metalog coefficients [n] */
    double *cumulative;            /* [n], the last is 1 */
    struct oracle_dist *component; /* [n] */
} oracle_dist;

oracle_dist *oracle_dist_read(oracle *model, const cJSON *node);
double oracle_dist_sample(const oracle_dist *dist, const gsl_rng *rng);
double oracle_dist_quantile(const oracle_dist *dist, double u);
double oracle_dist_cdf(const oracle_dist *dist, double x);
double oracle_dist_mean(const oracle_dist *dist); /* a numerical integral of the quantile */
double oracle_metalog_basis(size_t k, double y);
double oracle_metalog_value(const oracle_dist *dist,
                            double y); /* raw: the curve of a metalog at y, whether it rises or not */

/* ---- the scenario (oracle_read.c and the files after it) */

typedef struct oracle_rate {
    char path[ORACLE_PATH];
    const oracle_dist *dist;
    bool anew; /* in every period */
} oracle_rate;

typedef struct oracle_item {
    const oracle_dist *dist; /* NULL: none */
    int scale;               /* rate, −1: 1 */
    double mean;             /* with scale 1; of values only */
    double *quantile;        /* [ORACLE_QUANTILES] with scale 1; only where capacity needs it, else NULL */
} oracle_item;
enum { ORACLE_QUANTILES = 8192 };

typedef struct oracle_curve {
    char name[ORACLE_NAME];
    double reference, elasticity, half, shape;
} oracle_curve;

enum { ORACLE_DRIFTS = 3, ORACLE_WALKS = 64 };
enum {
    ORACLE_GROWTH_ORGANIC,
    ORACLE_GROWTH_PER_REP,
    ORACLE_GROWTH_COST,
    ORACLE_GROWTH_VALUE,
    ORACLE_GROWTH_FIXED_COST,
    ORACLE_GROWTHS
};

typedef struct oracle_walk {
    char path[ORACLE_PATH];
    double sigma;
} oracle_walk;

/* What is correlated with others: a rate, or the increment of a walk in a period. */
typedef struct oracle_correlated {
    int rate, walk; /* −1: it is the other */
    size_t period;
} oracle_correlated;

typedef struct oracle_lift {
    int whom;  /* −1: all others */
    int *rate; /* [ORACLE_ODDS + stages] by effect, −1: none */
} oracle_lift;

typedef struct oracle_channel {
    char name[ORACLE_NAME];
    int owner;
    bool planned;           /* spend, if only 0 */
    double *spend, *season; /* [periods] */
    double *effective;      /* [periods] money that buys leads: after carry-over and response */
    double *marginal;       /* [periods] what another 100 % of the horizon's spend would add at the margin */
    int team;               /* whose reps make its leads per rep, −1: nobody's */
    oracle_curve curve;
    double retention, *before; /* before [periods]: what is left of what was spent before the horizon */
    int cost_per_lead, organic_leads, leads_per_rep; /* rates, −1: none */
    int spend_factor;                                /* rate, −1: 1; not where nothing is planned */
    int fixed_cost, cost_per_organic_lead;           /* rates, −1: 0 */
    double dispersion;
    double *touches;    /* [n_channels] or NULL */
    int *conversion;    /* [stages], from 1 */
    oracle_item *cycle; /* [stages], from 1 */
    oracle_item *lost;  /* [stages], from 1: of those who do not convert; no dist: as cycle */
    oracle_item deal_value;
    int growth[ORACLE_GROWTHS]; /* rates, −1: none */
    int drift[ORACLE_DRIFTS];   /* walks, −1: none: of leads, conversion, values */
    size_t n_lifts;
    oracle_lift *lifts;
    double reference; /* spend */
} oracle_channel;

typedef enum oracle_effect {
    ORACLE_LEADS,
    ORACLE_COST_PER_LEAD,
    ORACLE_DEAL_VALUE,
    ORACLE_CYCLE_TIME,
    ORACLE_CHURN,
    ORACLE_ODDS /* of the step to stage s: ORACLE_ODDS + s */
} oracle_effect;

/* Of a regime or an initiative. */
typedef struct oracle_influence {
    char name[ORACLE_NAME];
    int *rate;    /* [ORACLE_ODDS + stages], −1: no effect */
    double *ramp; /* [periods] how far an initiative has come; NULL: a regime */
    /* Of an initiative: rates paid in every period from `first` on, and in `once`; −1: 0 */
    int cost, one_time_cost;
    size_t first, once; /* `periods`: never */
} oracle_influence;

enum { ORACLE_DATE = 16 };

typedef struct oracle_group {
    int channel; /* −1: none */
    size_t stage, count;
    double age, win_probability; /* NAN: the steps' */
    const int *conversion;       /* the channel's or the defaults' */
    const oracle_item *cycle, *lost;
    oracle_item closes, slip; /* no dist: not given */
    char due[ORACLE_DATE];    /* "": none */
    oracle_item value;
    bool known; /* a plain number of its own */
} oracle_group;

/* Reps who work one stage. The `sales` block without teams is one without a name. */
typedef struct oracle_team {
    char name[ORACLE_NAME];
    bool limited, waits;
    bool *works;               /* [n_channels + 1] the last: open deals without a channel */
    double *heads, *effective; /* [periods] */
    size_t stage;
    double per_rep, patience;
    int cost_per_rep, commission, cost_growth; /* rates, −1: 0 */
} oracle_team;

typedef struct oracle_revenue {
    bool recurring;
    double opening, discount_rate, lifetime_years;
    int churn, expansion;    /* rates, −1: 0 */
    int gross_margin;        /* rate, −1: 1 */
    int unit_cost;           /* rate, −1: 0 */
    bool yearly;             /* invoices */
    double *paid;            /* [periods] share of an invoice that is paid k periods after it */
    double owed, *owed_paid; /* what customers owe at the start; [periods] what is paid of it in each */
} oracle_revenue;

typedef struct oracle_block oracle_block;

struct oracle {
    oracle_block *blocks;
    char folder[512]; /* of the scenario, with its slash */
    bool stock;       /* what is open at the end of each period is counted */
    size_t periods, stages, n_channels, n_regimes, n_initiatives, n_groups, n_rates, most_rates;
    double days;                                      /* of a period */
    char first_day[ORACLE_DATE], period[ORACLE_DATE]; /* as the scenario says */
    size_t past;  /* periods that are over, before those that are walked */
    cJSON *facts; /* `actuals`, with the rows of its table as lists; NULL: none */
    double *pace;
    char (*stage)[ORACLE_NAME];
    oracle_channel *channels;
    oracle_influence *regimes, *initiatives;
    oracle_group *groups;
    size_t n_teams;
    oracle_team *teams;
    size_t worked; /* the last stage that a team works on; without teams the one before the win */
    bool limited;  /* some team can take up only so much */
    oracle_revenue revenue;
    size_t n_walks;
    oracle_walk walks[ORACLE_WALKS];
    int drift[ORACLE_DRIFTS];   /* of the economy */
    int *path;                  /* [periods] or NULL */
    double *start, *transition; /* Markov chain, when there is no path */
    oracle_rate *rates;
    size_t n_correlated;
    oracle_correlated *correlated;
    gsl_matrix *cholesky; /* lower triangle, NULL: nothing is correlated */
    double *points;       /* [ORACLE_POINTS × stages] of the unit cube; with capacity */
};
enum { ORACLE_POINTS = 512 };

extern const char *const oracle_owner_name[ORACLE_OWNERS + 1];
extern const char *const oracle_rule_name[3]; /* last, linear, position */

/* The index of a new rate, −1 if there is no node. */
int oracle_add_rate(oracle *model, const char *path, const cJSON *node);
/* An item whose mean, median or scale is a distribution is a distribution of location 1 times a rate. */
oracle_item oracle_add_item(oracle *model, const char *path, const cJSON *node);
/* conversion, cycle and days until lost of a channel: owner is "channels.NAME"; of open deals without one:
 * "defaults", node NULL. */
void oracle_read_steps(oracle *model, const char *owner, const cJSON *node, const cJSON *defaults,
                       int **conversion, oracle_item **cycle, oracle_item **lost);
/* The deal value of open deals without a channel. */
oracle_item oracle_default_value(oracle *model, const cJSON *defaults);
/* The rate at channels.NAME.map.name, or that of the defaults. */
int oracle_rate_within(oracle *model, const cJSON *node, const cJSON *defaults, const char *map,
                       const char *name);
void oracle_read_growth(oracle *model, oracle_channel *channel, const cJSON *node, const cJSON *defaults);
void oracle_read_economy_drift(oracle *model, const cJSON *economy);
size_t oracle_stage_of(const oracle *model, const char *name);
/* The number of a channel's name, or it stops. */
size_t oracle_channel_of(const oracle *model, const char *name);
void oracle_read_spend(oracle *model, oracle_channel *channel, const cJSON *root, const cJSON *node,
                       const cJSON *defaults);
/* What the spend times the factors (NULL: 1) is worth in period t, as money at the cost per lead, and what
 * another 100 % of it would add at the margin. */
void oracle_spend_in(const oracle_channel *channel, const double *factor, size_t t, double *effective,
                     double *marginal);
void oracle_read_economy(oracle *model, const cJSON *root);
void oracle_read_initiatives(oracle *model, const cJSON *root);
void oracle_read_correlations(oracle *model, const cJSON *list);
void oracle_read_revenue(oracle *model, const cJSON *node);
void oracle_read_sales(oracle *model, const cJSON *root);
/* The cycle of the defaults, if a group needs it, else NULL. */
oracle_item *oracle_read_pipeline(oracle *model, const cJSON *root, const char *file);
/* Averages of each period; hires: an object of dates, or NULL. */
void oracle_reps(oracle *model, const cJSON *root, const cJSON *node, oracle_team *team);
/* The team that takes up what comes to the stage, and can take up only so much; NULL: it passes. */
const oracle_team *oracle_team_at(const oracle *model, size_t c, size_t s);

/* ---- what happened (oracle_facts.c), by metric; once the scenario is read */

/* Rows of a table of facts become lists of root; the oracle keeps what there is. */
void oracle_read_facts(oracle *model, cJSON *root);
/* In period t of those that are over; NAN: not known. */
double oracle_fact(const oracle *model, const char *metric, size_t t);
/* Over all of them: 0 if none is over, NAN if one is not known. */
double oracle_facts(const oracle *model, const char *metric);
/* Whether revenue says what goods cost, and the margin then. */
bool oracle_margin_is_certain(const oracle *model, double *margin);

/* ---- one trial. Channel number n_channels is the open pipeline without a channel. */

typedef struct oracle_trial {
    const oracle *model;
    gsl_rng *rng;
    double *rate;             /* [n_rates × periods]; the same in all periods unless drawn anew */
    int *regime;              /* [periods] */
    double *effect;           /* [(ORACLE_ODDS + stages) × periods] */
    double *own;              /* [n_channels + 1] of those, with what a channel has of its own */
    double *increment;        /* [n_walks × periods] of walks, each of variance 1 */
    double *walk;             /* [n_walks × periods] multipliers */
    double *stock;            /* [n_channels × periods] spend after carry-over */
    double *lifted, *lifts;   /* [n_channels] expected leads owed to others, and brought to others */
    double *speed;            /* [periods] of the clock */
    double *arrivals;         /* [n_channels × periods] expected leads */
    double *paid, *margin;    /* [n_channels] expected paid leads, and those that 100 % more would buy */
    double *spent, *own_cost; /* [n_channels × periods] on leads that are bought, and besides */
    double *survival;         /* [periods] of customers, from the period before */
    double *keeps;            /* [periods] survival times growth */
    double *earns;            /* [periods] revenue within the horizon of a deal of value 1 closed then */
    /* capacity */
    double *demand, *share, *backlog, *turned_away, *turned_value; /* [n_teams × periods] */
    double *later; /* [n_teams] chance of being taken up after the horizon */
    /* counters */
    double *entries;                           /* [stages × periods], the last stage's are the wins */
    double *worked;                            /* [n_teams × periods] */
    double *leads, *wins, *bookings;           /* [(n_channels + 1) × periods] */
    double *entered;                           /* [n_teams × (n_channels + 1)] entries to its stage */
    double *pipeline_wins, *pipeline_bookings; /* [periods] */
    double *open;                              /* [stages × periods] there at the end */
    double *open_value; /* [periods] what those at the last worked stage and beyond would bring */
    double *touched;    /* [n_channels] */
    double owner_touched[ORACLE_OWNERS];
    double *credit; /* [3 × (n_channels + 1)] */
    double carried, carried_value;
} oracle_trial;

oracle_trial *oracle_trial_new(const oracle *model, unsigned long seed);
void oracle_trial_free(oracle_trial *now);
/* Rates, the economy's path, effects, expected leads (oracle_world.c). */
void oracle_draw_world(oracle_trial *now);
/* What is taken up in each period (oracle_queue.c). */
void oracle_share_out(oracle_trial *now);
/* Every lead and every open deal (oracle_walk.c). */
void oracle_walk_all(oracle_trial *now);
void oracle_credit(oracle_trial *now, size_t source, double revenue);

/* In a period (after the horizon as in the last); `otherwise` without the rate. */
double oracle_rate_in(const oracle_trial *now, int rate, double otherwise, size_t period);
/* From the horizon on that of the last period. */
double oracle_effect_in(const oracle_trial *now, size_t effect, size_t period);
/* The same on a channel; n_channels: on what has none. */
double oracle_effect_on(const oracle_trial *now, size_t c, size_t effect, size_t period);
/* Probability of a step of a channel whose rate is given, with the effects of a period. */
double oracle_chance(const oracle_trial *now, size_t c, double p, size_t s, size_t period);
/* Growth, drift and lifts (oracle_growth.c). */
void oracle_draw_walks(oracle_trial *now);
double oracle_drift_in(const oracle_trial *now, const int *drift, size_t effect, size_t t);
double oracle_grown(const oracle_trial *now, size_t c, int what, size_t t);
double oracle_grown_by(const oracle_trial *now, int rate, size_t t); /* −1: not at all */
void oracle_find_stock(oracle_trial *now, size_t c);
void oracle_find_own(oracle_trial *now, size_t c);
/* Notes what the expected leads of a channel in a period owe to whom. */
void oracle_owe(oracle_trial *now, size_t c, size_t t, double leads);
/* Whether the giver lifts the leads of the taker. */
bool oracle_lifts(const oracle *model, size_t giver, size_t taker);
/* The channel of open deals; n_channels: none. */
static inline size_t oracle_class_of(const oracle *model, const oracle_group *group)
{
    return group->channel < 0 ? model->n_channels : (size_t)group->channel;
}
/* Probability that an open deal gets as far as stage s; a win: if it is decided in the period. */
double oracle_reach(const oracle_trial *now, const oracle_group *group, size_t s, size_t period);

/* ---- metrics (oracle_metrics.c, oracle_money.c) */

typedef struct oracle_writer {
    const oracle *model;
    oracle_samples *out; /* NULL value: names and facts only */
    size_t trial, metric, periods;
} oracle_writer;

/* The next metric, called prefix + name + suffix: a column a period (period NULL: no values), then over
 * those, then over the whole horizon, periods that are over included. */
void oracle_put_both(oracle_writer *w, const char *prefix, const char *name, const char *suffix,
                     const double *period, double rest, double whole);
/* What it is over the whole horizon is not known where periods are over. */
void oracle_put(oracle_writer *w, const char *prefix, const char *name, const char *suffix,
                const double *period, double total);
/* Over the horizon it is what it is at its end. */
void oracle_put_last(oracle_writer *w, const char *prefix, const char *name, const char *suffix,
                     const double *period);
/* The total is the sum, with the facts; that of the trial's periods is returned. */
double oracle_put_sum(oracle_writer *w, const char *prefix, const char *name, const char *suffix,
                      const double *period);
void oracle_record(const oracle_trial *now, oracle_writer *w);
/* What the teams do (oracle_teams.c), and what they cost in a period: the reps of one, the commission of all
 * that work on the channel. */
void oracle_record_teams(const oracle_trial *now, oracle_writer *w);
double oracle_reps_cost(const oracle_trial *now, size_t k, size_t t);
double oracle_commission_on(const oracle_trial *now, size_t c, size_t t);
/* revenue [(n_channels + 1) × periods] of what was sold. */
void oracle_record_money(const oracle_trial *now, oracle_writer *w, const double *revenue);
/* Money in time (oracle_cash.c); all [periods]. */
void oracle_record_cash(const oracle_trial *now, oracle_writer *w, const double *revenue,
                        const double *opening, const double *contribution);
/* When invoices are paid, those of before included; node may be NULL: at once. After `owed` is read. */
void oracle_read_payment(oracle *model, const cJSON *node);
double oracle_ratio(double above, double below); /* NAN if there is nothing below */

#endif
