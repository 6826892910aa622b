/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a split holds. answer.c fills it, result.c answers from it.
 */
#ifndef BIREME_DECIDE_SPLIT_RESULT_H
#define BIREME_DECIDE_SPLIT_RESULT_H

#include "bireme/split.h"
#include "scenario/syntax/arena.h"

struct bireme_division {
    double total, marketing, sales, partner; /* money over the horizon, the latter by owner of the lines */
    double value, value_se;                  /* of the objective, on fresh random numbers */
    double mean, mean_se;                    /* of the metric */
    size_t n_lines;
    bireme_split_part *parts; /* [n_lines] */
};

struct bireme_split {
    bireme_arena arena; /* its texts and arrays */
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
};

#endif
