/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a target holds. answer.c fills it, result.c answers from it.
 */
#ifndef BIREME_DECIDE_TARGET_RESULT_H
#define BIREME_DECIDE_TARGET_RESULT_H

#include "bireme/target.h"
#include "scenario/syntax/arena.h"

struct bireme_target {
    bireme_arena arena;                    /* its texts and arrays */
    const char *scenario, *metric, *until; /* until: label of the period by whose end it is measured */
    bireme_unit unit;
    bool whole_horizon; /* that is the last one */
    bireme_target_by by;
    double at_least, confidence;
    uint64_t trials, seed, verified_seed;
    bireme_sampler sampler;
    double runs; /* the work, in runs of `trials` trials */

    bool reached;
    /* The smallest scale of what is scaled with P ≥ confidence; not reached: the one with the highest P. */
    double scale, scale_se;
    double achieved, achieved_se; /* P(metric ≥ at_least) there */
    double verified, verified_se; /* the same on other random numbers */
    double today, today_se;       /* P at scale 1 */
    double within_reach;          /* what the metric reaches with the confidence at the scale */
    /* Share of the trials in which the leads cannot be bought at any price, because a channel is saturated
     * below them: the target is missed there, and they have no cost. By leads only. */
    double unbought;

    bireme_summary leads, budget; /* over the horizon, all channels; from the verification */
    double leads_p80, budget_p80;
    bool scales_reps;
    double reps, reps_today; /* at the start; NAN without sales */
    const char *reps_bound;  /* "min", "max" or NULL */
    bool has_capacity;       /* sales can take up only so much */
    const char *stage;       /* that sales works on */

    size_t n_channels, n_periods, n_curve, n_limits;
    bireme_target_channel *channels;
    bireme_target_period *periods;
    bireme_target_point *curve;       /* 0.50 to 0.95 by 0.05 */
    bireme_target_limit *limits;      /* if not reached; the one that matters most first */
    double all_limits, all_limits_se; /* without any of them */

    bireme_forecast *forecast; /* of the plan, on the other random numbers; its goal is the target */

    /* The target is at most `at_least`, as where less of the metric is better: `scale` is then the largest
     * one that keeps it with the confidence, and so are those of the curve; `within_reach` is the least that
     * is kept at the scale. */
    bool at_most;

    /* the search came to its end; else scale is as close as it came, and scale_se NAN (which it is also
     * where P goes no higher than the confidence) */
    bool converged;
    bool agrees;       /* `achieved` with `verified`: no further apart than four standard errors */
    bool confirmed;    /* both: what is not confirmed is not an answer */
    const char *doubt; /* why not, in a sentence; NULL if confirmed. Static */
};

#endif
