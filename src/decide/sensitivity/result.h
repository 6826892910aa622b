/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a sensitivity holds. sensitivity.c fills it in, result.c gives access to it.
 */
#ifndef BIREME_DECIDE_SENSITIVITY_RESULT_H
#define BIREME_DECIDE_SENSITIVITY_RESULT_H

#include "bireme/sensitivity.h"
#include "scenario/syntax/arena.h"

struct bireme_input {
    const char *path; /* as in `correlations`; for a set, those of its members, joined by " + " */
    bireme_input_kind kind;
    bireme_index index;      /* NAN for members of a set */
    double rank_correlation; /* Spearman's, between input and metric; NAN: not a single number */
    /* The metric's mean with the input at its P10 and at its P90, the others varying as before; for the
     * economy, with one regime throughout: the one with the lowest mean and the one with the highest. NAN:
     * none. */
    double low, low_se, high, high_se;
    double low_at, high_at;               /* the input's P10 and P90; NAN: not a single number */
    const char *low_regime, *high_regime; /* for the economy, else NULL */
    /* The value of knowing the input before deciding, in the unit of `worth_metric`. NAN for chance, and if
     * there is nothing to decide. */
    double worth, worth_se;
    size_t n_members;
    struct bireme_input *members; /* [n_members] of a set */
};

struct bireme_sensitivity {
    bireme_arena arena; /* holds its texts and arrays */
    const char *scenario, *metric, *until;
    bireme_unit unit;
    bool whole_horizon; /* `until` is the last period */
    uint64_t trials, seed;
    bireme_sampler sampler;
    double runs;            /* the total work, as a number of runs of `trials` trials */
    bireme_summary summary; /* of the metric */
    size_t n_inputs;
    bireme_input *inputs; /* the largest total index first */
    bireme_input chance;
    double sum_first; /* the sum of all first-order indices; the rest of 1 is chance and interactions */

    const char *worth_metric; /* the metric that alternatives are compared by */
    bireme_unit worth_unit;
    size_t n_alternatives;
    bireme_alternative *alternatives; /* today's plan first; only that if there is nothing to decide */
    size_t best;                      /* the alternative with the highest mean */
    size_t n_one_more;
    bireme_one_more *one_more; /* [n_one_more] team by team in the order of the funnel */
};

#endif
