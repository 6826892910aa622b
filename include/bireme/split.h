/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One total, divided between the lines of the decision: marketing channels and sales capacity. The best
 * division, what it is worth against today's, the frontier over the share of marketing, and how sure that is.
 */
#ifndef BIREME_SPLIT_H
#define BIREME_SPLIT_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "bireme/forecast.h"
#include "bireme/scenario.h"
#include "bireme/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum bireme_objective {
    BIREME_OBJECTIVE_UNSET, /* p_goal, if there is a goal for the metric, else the mean */
    BIREME_OBJECTIVE_P_GOAL, /* P(metric ≥ goal), or ≤ where less of it is better or the goal says at most */
    BIREME_OBJECTIVE_MEAN,
    BIREME_OBJECTIVE_CVAR /* the mean of the worst share of the futures */
} bireme_objective;

typedef struct bireme_split_options {
    size_t size; /* of this struct; bireme_split_options_init() sets it */
    /* NULL: the defaults; without trials, at most 16,384. totals_only, keep_samples, precision do not matter;
     * `given` is not possible. */
    const bireme_run_options *run;
    double total; /* over the horizon; NAN: what the lines cost today */
    bireme_objective objective;
    double worst;       /* of CVaR, in (0, 1); NAN: 0.1 */
    const char *metric; /* NULL: that of the goal, else revenue, or wins if no deal has a value */
    double at_least;    /* for P_GOAL; NAN: the goal's */
    /* a date: measured by the end of its period; NULL: the goal's for its metric, else the end */
    const char *until;
    int steps; /* of the frontier, from 2 on; 0: 9 */
} bireme_split_options;

/* Every default. */
static inline void bireme_split_options_init(bireme_split_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
    options->total = NAN;
    options->worst = NAN;
    options->at_least = NAN;
}

/* What a line gets. */
typedef struct bireme_split_part {
    const char *path;  /* "channels.events.spend", "sales.reps" */
    const char *name;  /* of the channel; "reps" */
    const char *owner; /* "marketing", "sales", "partner" */
    double spend;      /* over the horizon */
    double reps;       /* at the start; NAN for a channel */
    const char *bound; /* "min" or "max", at which it is held, else NULL */
} bireme_split_part;

/* A division of a total. */
typedef struct bireme_division {
    double total, marketing, sales, partner; /* money over the horizon, the latter by owner of the lines */
    double value, value_se;                  /* of the objective, on fresh random numbers */
    double mean, mean_se;                    /* of the metric */
    bireme_split_part *parts;                /* [n_lines] */
} bireme_division;

/* What more or less money in a line changes in the objective, all other lines as they are. */
typedef struct bireme_margin {
    double last, last_se; /* for the last `last_amount`; NAN: it has none */
    double next, next_se; /* for the next `next_amount`; NAN: it can take no more */
} bireme_margin;

typedef struct bireme_split {
    const char *scenario, *metric, *until;
    bireme_unit unit;
    bireme_objective objective; /* never UNSET */
    double at_least, worst;     /* NAN where they do not matter */
    uint64_t trials, seed, fresh_seed;
    bireme_sampler sampler;
    double runs; /* the work, in runs of `trials` trials */
    double total;
    size_t n_lines;       /* that are divided among */
    const char *left_out; /* a line that costs nothing and stays as planned, NULL: none */

    bireme_division today;  /* as planned, whatever it costs */
    bireme_division scaled; /* the total, divided as today */
    bireme_division best;
    double gain, gain_se;               /* of best over today */
    double gain_scaled, gain_scaled_se; /* of best over scaled */
    bool told_from_zero; /* the gain over scaled is more than two standard errors, and than rounding */

    size_t n_frontier;
    bireme_division *frontier; /* by rising share of marketing; the best of each share */
    /* Shares of marketing from … to are as good as the best: they are closer to it than `as_good_within` of
     * the objective, or cannot be told from it. */
    double as_good_from, as_good_to, as_good_within;

    /* Certificate. */
    size_t n_starts;
    double *start_value; /* [n_starts] of the objective that the search came to from each start */
    /* the objective at the best: on the numbers of the search, and on fresh ones, in the same way */
    double searched, retested;
    double last_amount, next_amount;
    bireme_margin *margins; /* [n_lines], at the best */
    /* between the highest and the lowest last value of lines that are not held at a bound, as a share of
     * their mean; NAN: fewer than two of them */
    double margin_spread;
    size_t next_best; /* the line that the next amount should go to; SIZE_MAX: none can take it */
    bool at_most;     /* the goal is at most `at_least` */

    /* Today's division is within the limits, as planned or scaled to the total; else `scaled` is the nearest
     * that they allow. */
    bool today_allowed;
    /* Moving the last amount from no line to another gains a tenth of what it brings where it is. */
    bool converged;
    /* That, and on fresh numbers neither `scaled` nor another division that was looked at is better: else it
     * is not an answer. Without `told_from_zero` the answer is that today's division, scaled, cannot be
     * beaten by more than the gain and its error. */
    bool confirmed;
    const char *doubt; /* why it is not confirmed, in a sentence; NULL if it is. Static */

    /* By its smooth objective the search missed a better place: it went on from there with the objective as
     * it is drawn. */
    bool searched_again;
    size_t looked_at;               /* other divisions that the best was held against on fresh numbers; */
    double beaten_by, beaten_by_se; /* one of them is so much better; 0: none can be told to be */
} bireme_split;

/* options: NULL for the defaults. Errors: as of bireme_forecast_run(), and DOMAIN (no such metric, less of it
 * is better and the objective is not P(goal), no goal, nothing to divide, a total that the limits do not
 * allow, more than 2^20 trials). On CANCELLED there is no result. The same bytes for any number of
 * threads. */
BIREME_API BIREME_MUST_USE bireme_status bireme_split_run(const bireme_scenario *scenario,
                                                          const bireme_split_options *options,
                                                          bireme_split **out, bireme_error *error);
/* What it needs (bireme_need), of the options only the run. Errors: DOMAIN, MEMORY. */
BIREME_API BIREME_MUST_USE bireme_status bireme_split_need(const bireme_scenario *scenario,
                                                           const bireme_split_options *options,
                                                           bireme_need *out, bireme_error *error);
BIREME_API void bireme_split_free(bireme_split *split); /* NULL is fine */

#ifdef __cplusplus
}
#endif

#endif
