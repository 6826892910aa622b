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

/* A division of a total, of a split. */
typedef struct bireme_division bireme_division;

/* What more or less money in a line changes in the objective, all other lines as they are. */
typedef struct bireme_margin {
    double last, last_se; /* for the last `last_amount`; NAN: it has none */
    double next, next_se; /* for the next `next_amount`; NAN: it can take no more */
} bireme_margin;

typedef struct bireme_split bireme_split;

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

/* ------------------------ what was asked, and with what */

BIREME_API const char *bireme_split_scenario(const bireme_split *split);
BIREME_API const char *bireme_split_metric(const bireme_split *split);
BIREME_API const char *bireme_split_until(const bireme_split *split);
BIREME_API bireme_unit bireme_split_unit(const bireme_split *split);
/* Never UNSET. */
BIREME_API bireme_objective bireme_split_objective(const bireme_split *split);
/* NAN where they do not matter; at_most: the goal is at most `at_least`. */
BIREME_API double bireme_split_at_least(const bireme_split *split);
BIREME_API double bireme_split_worst(const bireme_split *split);
BIREME_API bool bireme_split_at_most(const bireme_split *split);
BIREME_API uint64_t bireme_split_trials(const bireme_split *split);
BIREME_API uint64_t bireme_split_seed(const bireme_split *split);
BIREME_API uint64_t bireme_split_fresh_seed(const bireme_split *split);
BIREME_API bireme_sampler bireme_split_sampler(const bireme_split *split);
/* The work, in runs of `trials` trials. */
BIREME_API double bireme_split_runs(const bireme_split *split);
BIREME_API double bireme_split_total(const bireme_split *split);
/* Lines that are divided among; one that costs nothing and stays as planned, NULL: none. */
BIREME_API size_t bireme_split_line_count(const bireme_split *split);
BIREME_API const char *bireme_split_left_out(const bireme_split *split);

/* ------------------------ the answer */

/* As planned, whatever it costs; the total, divided as today; the best. */
BIREME_API const bireme_division *bireme_split_today(const bireme_split *split);
BIREME_API const bireme_division *bireme_split_scaled(const bireme_split *split);
BIREME_API const bireme_division *bireme_split_best(const bireme_split *split);
/* Today's division is within the limits, as planned or scaled to the total; else `scaled` is the nearest that
 * they allow. */
BIREME_API bool bireme_split_today_allowed(const bireme_split *split);
/* Of best over today, over scaled. */
BIREME_API double bireme_split_gain(const bireme_split *split);
BIREME_API double bireme_split_gain_se(const bireme_split *split);
BIREME_API double bireme_split_gain_scaled(const bireme_split *split);
BIREME_API double bireme_split_gain_scaled_se(const bireme_split *split);
/* The gain over scaled is more than two standard errors, and than rounding. */
BIREME_API bool bireme_split_told_from_zero(const bireme_split *split);
/* Shares of marketing from … to are as good as the best: they are closer to it than `as_good_within` of the
 * objective, or cannot be told from it. */
BIREME_API double bireme_split_as_good_from(const bireme_split *split);
BIREME_API double bireme_split_as_good_to(const bireme_split *split);
BIREME_API double bireme_split_as_good_within(const bireme_split *split);

/* ------------------------ how sure that is */

/* The objective at the best: on the numbers of the search, and on fresh ones, in the same way. */
BIREME_API double bireme_split_searched(const bireme_split *split);
BIREME_API double bireme_split_retested(const bireme_split *split);
/* Of the margins. */
BIREME_API double bireme_split_last_amount(const bireme_split *split);
BIREME_API double bireme_split_next_amount(const bireme_split *split);
/* Between the highest and the lowest last value of lines that are not held at a bound, as a share of their
 * mean; NAN: fewer than two of them. */
BIREME_API double bireme_split_margin_spread(const bireme_split *split);
/* The line that the next amount should go to; SIZE_MAX: none can take it. */
BIREME_API size_t bireme_split_next_best(const bireme_split *split);
/* Moving the last amount from no line to another gains a tenth of what it brings where it is. */
BIREME_API bool bireme_split_converged(const bireme_split *split);
/* That, and on fresh numbers neither `scaled` nor another division that was looked at is better: else it is
 * not an answer. Without `told_from_zero` the answer is that today's division, scaled, cannot be beaten by
 * more than the gain and its error. doubt: why it is not confirmed, in a sentence; NULL if it is. */
BIREME_API bool bireme_split_confirmed(const bireme_split *split);
BIREME_API const char *bireme_split_doubt(const bireme_split *split);
/* By its smooth objective the search missed a better place: it went on from there with the objective as it is
 * drawn. */
BIREME_API bool bireme_split_searched_again(const bireme_split *split);
/* Other divisions that the best was held against on fresh numbers; one of them is so much better; 0: none can
 * be told to be. */
BIREME_API size_t bireme_split_looked_at(const bireme_split *split);
BIREME_API double bireme_split_beaten_by(const bireme_split *split);
BIREME_API double bireme_split_beaten_by_se(const bireme_split *split);

/* ------------------------ lists: NULL beyond the last */

/* By rising share of marketing; the best of each share. */
BIREME_API size_t bireme_split_frontier_count(const bireme_split *split);
BIREME_API const bireme_division *bireme_split_frontier(const bireme_split *split, size_t step);
/* Of a line, at the best. */
BIREME_API const bireme_margin *bireme_split_margin(const bireme_split *split, size_t line);
/* Of the objective, that the search came to from each start; NAN beyond the last. */
BIREME_API size_t bireme_split_start_count(const bireme_split *split);
BIREME_API double bireme_split_start_value(const bireme_split *split, size_t start);

/* ------------------------ of a division */

/* Money over the horizon, the last three by owner of the lines. */
BIREME_API double bireme_division_total(const bireme_division *division);
BIREME_API double bireme_division_marketing(const bireme_division *division);
BIREME_API double bireme_division_sales(const bireme_division *division);
BIREME_API double bireme_division_partner(const bireme_division *division);
/* Of the objective, on fresh random numbers; of the metric. */
BIREME_API double bireme_division_value(const bireme_division *division);
BIREME_API double bireme_division_value_se(const bireme_division *division);
BIREME_API double bireme_division_mean(const bireme_division *division);
BIREME_API double bireme_division_mean_se(const bireme_division *division);
/* What a line gets. */
BIREME_API const bireme_split_part *bireme_division_part(const bireme_division *division, size_t line);

#ifdef __cplusplus
}
#endif

#endif
