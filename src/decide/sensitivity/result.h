/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a sensitivity holds. sensitivity.c fills it, result.c answers from it.
 */
#ifndef BIREME_DECIDE_SENSITIVITY_RESULT_H
#define BIREME_DECIDE_SENSITIVITY_RESULT_H

#include "bireme/sensitivity.h"
#include "scenario/syntax/arena.h"

struct bireme_input {
    const char *path; /* as in correlations; of a set those of its members, joined by " + " */
    bireme_input_kind kind;
    bireme_index index;      /* of members of a set: NAN */
    double rank_correlation; /* Spearman's, of input and metric; NAN: it is not one number */
    /* The metric's mean with the input at its P10 and its P90, the others as they are; with the economy in
     * one regime all the time: the one with the lowest mean and the one with the highest. NAN: there is
     * none. */
    double low, low_se, high, high_se;
    double low_at, high_at;               /* the P10 and the P90; NAN: it is not one number */
    const char *low_regime, *high_regime; /* of the economy, else NULL */
    /* What it would be worth, at the decision, to know the input before: in the unit of `worth_metric`. NAN:
     * of chance, and where there is nothing to decide. */
    double worth, worth_se;
    size_t n_members;
    struct bireme_input *members; /* [n_members] of a set */
};

struct bireme_sensitivity {
    bireme_arena arena; /* its texts and arrays */
    const char *scenario, *metric, *until;
    bireme_unit unit;
    bool whole_horizon; /* `until` is the last period */
    uint64_t trials, seed;
    bireme_sampler sampler;
    double runs;            /* the work, in runs of `trials` trials */
    bireme_summary summary; /* of the metric */
    size_t n_inputs;
    bireme_input *inputs; /* the largest total index first */
    bireme_input chance;
    double sum_first; /* of the first-order indices of all inputs: 1 less chance and interactions */

    const char *worth_metric; /* by which is decided */
    bireme_unit worth_unit;
    size_t n_alternatives;
    bireme_alternative *alternatives; /* today's plan first; 1 where there is nothing to decide */
    size_t best;                      /* the alternative with the highest mean */
};

#endif
