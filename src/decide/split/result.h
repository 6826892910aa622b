/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a split holds. answer.c fills it in, result.c gives access to it.
 */
#ifndef BIREME_DECIDE_SPLIT_RESULT_H
#define BIREME_DECIDE_SPLIT_RESULT_H

#include "bireme/split.h"
#include "scenario/syntax/arena.h"

struct bireme_division {
    double total, marketing, sales, partner; /* money over the horizon: in all, and by owner of the lines */
    double value, value_se;                  /* of the objective, on fresh random numbers */
    double mean, mean_se;                    /* of the metric */
    size_t n_lines;
    bireme_split_part *parts; /* [n_lines] */
};

struct bireme_split {
    bireme_arena arena; /* holds its texts and arrays */
    const char *scenario, *metric, *until;
    bireme_unit unit;
    bireme_objective objective; /* never UNSET */
    double at_least, worst;     /* NAN if the objective does not use them */
    uint64_t trials, seed, fresh_seed;
    bireme_sampler sampler;
    double runs; /* the total work, as a number of runs of `trials` trials */
    double total;
    size_t n_lines;       /* lines that the total is divided among */
    const char *left_out; /* a line that costs nothing and stays as planned, NULL: none */

    bireme_division today;  /* as planned, whatever it costs */
    bireme_division scaled; /* the total, divided in today's proportions */
    bireme_division best;
    double gain, gain_se;               /* of best over today */
    double gain_scaled, gain_scaled_se; /* of best over scaled */
    bool told_from_zero;                /* the gain over scaled exceeds two standard errors, and rounding */

    size_t n_frontier;
    bireme_division *frontier; /* by rising share of marketing; the best of each share */
    /* Shares of marketing between these two are as good as the best: within `as_good_within` of it in the
     * objective, or not distinguishable from it. */
    double as_good_from, as_good_to, as_good_within;

    /* Certificate. */
    size_t n_starts;
    double *start_value; /* [n_starts] the objective that the search reached from each start */
    /* the objective at the best division: on the random numbers of the search, and on fresh ones */
    double searched, retested;
    double last_amount, next_amount;
    bireme_margin *margins; /* [n_lines], at the best */
    /* the highest less the lowest `last` of the lines that are not held at a bound, as a share of their mean;
     * NAN: fewer than two such lines */
    double margin_spread;
    size_t next_best; /* the line that the next amount should go to; SIZE_MAX: none can take it */
    bool at_most;     /* the goal is at most `at_least` */

    /* Today's division, scaled to the total, is within the limits; if not, `scaled` is the nearest division
     * that they allow. */
    bool today_allowed;
    /* None of the moves tried of the last amount from one line to another gains a tenth of what it brings
     * where it is. */
    bool converged;
    /* The search converged and, on fresh numbers, neither `scaled` nor any other division tried is better; if
     * not, the result is not an answer. If confirmed but not `told_from_zero`, the answer is that today's
     * division, scaled, cannot be beaten by more than the gain and its error. */
    bool confirmed;
    const char *doubt; /* why it is not confirmed, as a sentence; NULL if it is. Static */

    /* The smoothed objective missed a better division, so that the search went on with the objective as it is
     * drawn. */
    bool searched_again;
    size_t looked_at;               /* how many other divisions the best was compared with on fresh numbers */
    double beaten_by, beaten_by_se; /* by how much one of them is better; 0: none is distinguishably better */
    /* By how much what a little money brings where it could go exceeds what it brings where it could be
     * taken from, at the best and on the trials of the search, as a share of the mean; NAN: fewer than two
     * lines. */
    double kkt_residual;
    size_t n_measures;
    bireme_split_measure *measures; /* [n_measures]; the last is what to judge by */
    size_t n_more;
    bireme_split_more *more; /* [n_more] from today, then from the best: by line, amount, measure */
};

#endif
