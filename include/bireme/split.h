/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One total, divided among the lines of the decision: marketing channels and sales capacity. The best
 * division, its gain over today's, the frontier over the share of marketing, and how certain the answer is.
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
    BIREME_OBJECTIVE_UNSET,  /* p_goal, if there is a goal for the metric, else the mean */
    BIREME_OBJECTIVE_P_GOAL, /* P(metric ≥ goal), or ≤ if less of it is better or the goal says at most */
    BIREME_OBJECTIVE_MEAN,
    BIREME_OBJECTIVE_CVAR /* the mean of the worst share of the trials */
} bireme_objective;

typedef struct bireme_split_options {
    size_t size; /* of this struct; bireme_split_options_init() sets it */
    /* NULL: the defaults. If trials is not set: at most 16,384. totals_only, keep_samples and precision are
     * ignored; `given` is an error. */
    const bireme_run_options *run;
    double total; /* over the horizon; NAN: what the lines cost today */
    bireme_objective objective;
    double worst; /* the share for CVaR, in (0, 1); NAN: 0.1 */
    /* NULL: that of the goal, else revenue, or wins if no deal has a value; where revenue recurs and the
     * objective is MEAN or CVAR, npv.lifetime: contracts outlive the horizon */
    const char *metric;
    double at_least; /* for P_GOAL; NAN: the goal's */
    /* a date: the metric is measured at the end of its period; NULL: the goal's if the metric is, else the
     * end */
    const char *until;
    int steps; /* points of the frontier, at least 2; 0: 9 */
} bireme_split_options;

/* Sets every default. */
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
    const char *bound; /* "min" or "max" if held at that bound, else NULL */
} bireme_split_part;

/* One division of the total; belongs to its split. */
typedef struct bireme_division bireme_division;

/* What less or more money in a line changes in the objective, all other lines unchanged. */
typedef struct bireme_margin {
    double last, last_se; /* of the last `last_amount`; NAN: the line has less than that */
    double next, next_se; /* of the next `next_amount`; NAN: the line can take no more */
} bireme_margin;

/* What the split comes to over the horizon by another measure, whatever the total was divided for: means, and
 * what the best has more than today's plan. */
typedef struct bireme_split_measure {
    const char *metric; /* "revenue", "contribution", "npv.lifetime" */
    bireme_unit unit;
    double today, today_se, best, best_se, gain, gain_se;
} bireme_split_measure;

/* What more money in a line brings by such a measure, all other lines unchanged; NAN: the line cannot take
 * it. */
typedef struct bireme_split_more {
    const char *path;   /* "channels.search.spend", "sales.reps" */
    const char *metric; /* as above */
    bool at_best;       /* beginning at the best division; false: at today's */
    double asked;       /* the amount that was to be moved, */
    double amount;      /* and what was: reps come whole; of a larger one the asked amount has its share */
    double mean, mean_se;
} bireme_split_more;

typedef struct bireme_split bireme_split;

/* options: NULL for the defaults. Errors: as of bireme_forecast_run(), and DOMAIN (no such metric, less of it
 * is better and the objective is not P(goal), no goal, nothing to divide, a total that the limits do not
 * allow, more than 2^20 trials). On CANCELLED there is no result. The result does not depend on the number of
 * threads. */
BIREME_API BIREME_MUST_USE bireme_status bireme_split_run(const bireme_scenario *scenario,
                                                          const bireme_split_options *options,
                                                          bireme_split **out, bireme_error *error);
/* What it needs (bireme_need); only `run` of the options matters. Errors: DOMAIN, MEMORY. */
BIREME_API BIREME_MUST_USE bireme_status bireme_split_need(const bireme_scenario *scenario,
                                                           const bireme_split_options *options,
                                                           bireme_need *out, bireme_error *error);
BIREME_API void bireme_split_free(bireme_split *split); /* NULL is fine */

/* ------------------------ the question, and how it was run */

BIREME_API const char *bireme_split_scenario(const bireme_split *split);
BIREME_API const char *bireme_split_metric(const bireme_split *split);
BIREME_API const char *bireme_split_until(const bireme_split *split);
BIREME_API bireme_unit bireme_split_unit(const bireme_split *split);
/* Never UNSET. */
BIREME_API bireme_objective bireme_split_objective(const bireme_split *split);
/* NAN if the objective does not use them; at_most: the goal is at most `at_least`. */
BIREME_API double bireme_split_at_least(const bireme_split *split);
BIREME_API double bireme_split_worst(const bireme_split *split);
BIREME_API bool bireme_split_at_most(const bireme_split *split);
BIREME_API uint64_t bireme_split_trials(const bireme_split *split);
BIREME_API uint64_t bireme_split_seed(const bireme_split *split);
BIREME_API uint64_t bireme_split_fresh_seed(const bireme_split *split);
BIREME_API bireme_sampler bireme_split_sampler(const bireme_split *split);
/* The total work, as a number of runs of `trials` trials. */
BIREME_API double bireme_split_runs(const bireme_split *split);
BIREME_API double bireme_split_total(const bireme_split *split);
/* The lines that the total is divided among. left_out: a line that costs nothing and stays as planned, NULL:
 * none. */
BIREME_API size_t bireme_split_line_count(const bireme_split *split);
BIREME_API const char *bireme_split_left_out(const bireme_split *split);

/* ------------------------ the answer */

/* today: as planned, whatever it costs; scaled: the total, divided in today's proportions; best: the best
 * division. */
BIREME_API const bireme_division *bireme_split_today(const bireme_split *split);
BIREME_API const bireme_division *bireme_split_scaled(const bireme_split *split);
BIREME_API const bireme_division *bireme_split_best(const bireme_split *split);
/* Whether today's division, scaled to the total, is within the limits; if not, `scaled` is the nearest
 * division that they allow. */
BIREME_API bool bireme_split_today_allowed(const bireme_split *split);
/* The gain of best over today; gain_scaled: over scaled. */
BIREME_API double bireme_split_gain(const bireme_split *split);
BIREME_API double bireme_split_gain_se(const bireme_split *split);
BIREME_API double bireme_split_gain_scaled(const bireme_split *split);
BIREME_API double bireme_split_gain_scaled_se(const bireme_split *split);
/* Whether the gain over scaled exceeds two standard errors, and rounding. */
BIREME_API bool bireme_split_told_from_zero(const bireme_split *split);
/* Shares of marketing between these two are as good as the best: within `as_good_within` of it in the
 * objective, or not distinguishable from it. */
BIREME_API double bireme_split_as_good_from(const bireme_split *split);
BIREME_API double bireme_split_as_good_to(const bireme_split *split);
BIREME_API double bireme_split_as_good_within(const bireme_split *split);

/* ------------------------ how sure that is */

/* The objective at the best division: on the random numbers of the search, and on fresh ones. */
BIREME_API double bireme_split_searched(const bireme_split *split);
BIREME_API double bireme_split_retested(const bireme_split *split);
/* The amounts that the margins are measured with. */
BIREME_API double bireme_split_last_amount(const bireme_split *split);
BIREME_API double bireme_split_next_amount(const bireme_split *split);
/* The highest less the lowest `last` of the lines that are not held at a bound, as a share of their mean; NAN
 * if there are fewer than two. */
BIREME_API double bireme_split_margin_spread(const bireme_split *split);
/* How far the best is from stationary (Karush, Kuhn and Tucker): by how much what a little money brings where
 * it could go exceeds what it brings where it could be taken from, on the random numbers of the search, as a
 * share of the mean of what the last money brings; 0: no small move gains; NAN if there are fewer than two
 * lines. */
BIREME_API double bireme_split_kkt_residual(const bireme_split *split);
/* The line that the next amount should go to; SIZE_MAX if none can take it. */
BIREME_API size_t bireme_split_next_best(const bireme_split *split);
/* Whether none of the moves tried of the last amount from one line to another gains a tenth of what it brings
 * where it is. */
BIREME_API bool bireme_split_converged(const bireme_split *split);
/* Whether the search converged and, on fresh numbers, neither `scaled` nor any other division tried is
 * better; if not, the result is not an answer. If confirmed but not `told_from_zero`, the answer is that
 * today's division, scaled, cannot be beaten by more than the gain and its error. doubt: why it is not
 * confirmed, as a sentence; NULL if it is. */
BIREME_API bool bireme_split_confirmed(const bireme_split *split);
BIREME_API const char *bireme_split_doubt(const bireme_split *split);
/* Whether the smoothed objective missed a better division, so that the search went on with the objective as
 * it is drawn. */
BIREME_API bool bireme_split_searched_again(const bireme_split *split);
/* How many other divisions the best was compared with on fresh numbers. beaten_by: by how much one of them is
 * better; 0 if none is distinguishably better. */
BIREME_API size_t bireme_split_looked_at(const bireme_split *split);
BIREME_API double bireme_split_beaten_by(const bireme_split *split);
BIREME_API double bireme_split_beaten_by_se(const bireme_split *split);

/* ------------------------ lists: NULL beyond the last */

/* Points in order of rising share of marketing, each the best division with that share. */
BIREME_API size_t bireme_split_frontier_count(const bireme_split *split);
BIREME_API const bireme_division *bireme_split_frontier(const bireme_split *split, size_t step);
/* The margin of a line, at the best division. */
BIREME_API const bireme_margin *bireme_split_margin(const bireme_split *split, size_t line);
/* What the split comes to, by revenue, contribution and, where revenue recurs, npv.lifetime; the last is what
 * to judge by. None if deals have no value. NULL if there is no such one. */
BIREME_API size_t bireme_split_measure_count(const bireme_split *split);
BIREME_API const bireme_split_measure *bireme_split_measure_at(const bireme_split *split, size_t measure);
/* What the next `last_amount` and `next_amount` bring by these measures, in each line, from today's division
 * and from the best. NULL if there is no such one. */
BIREME_API size_t bireme_split_more_count(const bireme_split *split);
BIREME_API const bireme_split_more *bireme_split_more_at(const bireme_split *split, size_t row);
/* The objective that the search reached from each start; NAN if there is no such start. */
BIREME_API size_t bireme_split_start_count(const bireme_split *split);
BIREME_API double bireme_split_start_value(const bireme_split *split, size_t start);

/* ------------------------ of a division */

/* Money over the horizon: in all, and by the owner of the lines. */
BIREME_API double bireme_division_total(const bireme_division *division);
BIREME_API double bireme_division_marketing(const bireme_division *division);
BIREME_API double bireme_division_sales(const bireme_division *division);
BIREME_API double bireme_division_partner(const bireme_division *division);
/* value: the objective, on fresh random numbers; mean: of the metric. */
BIREME_API double bireme_division_value(const bireme_division *division);
BIREME_API double bireme_division_value_se(const bireme_division *division);
BIREME_API double bireme_division_mean(const bireme_division *division);
BIREME_API double bireme_division_mean_se(const bireme_division *division);
/* NULL if there is no such line. */
BIREME_API const bireme_split_part *bireme_division_part(const bireme_division *division, size_t line);

#ifdef __cplusplus
}
#endif

#endif
