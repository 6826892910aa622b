/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a target holds. answer.c fills it in, result.c gives access to it.
 */
#ifndef BIREME_DECIDE_TARGET_RESULT_H
#define BIREME_DECIDE_TARGET_RESULT_H

#include "bireme/target.h"
#include "scenario/syntax/arena.h"

struct bireme_target {
    bireme_arena arena;                    /* holds its texts and arrays */
    const char *scenario, *metric, *until; /* until: label of the period at whose end it is measured */
    bireme_unit unit;
    bool whole_horizon; /* until is the last period */
    bireme_target_by by;
    double at_least, confidence;
    uint64_t trials, seed, verified_seed;
    bireme_sampler sampler;
    double runs; /* the total work, as a number of runs of `trials` trials */

    bool reached;
    /* The smallest scale with P(target) ≥ confidence; if not reached, the one with the highest P. */
    double scale, scale_se;
    double achieved, achieved_se; /* P(metric ≥ at_least) at that scale */
    double verified, verified_se; /* the same on other random numbers */
    double today, today_se;       /* P at scale 1 */
    double within_reach;          /* what the metric reaches at the scale with the confidence */
    /* Share of the trials in which the leads cannot be bought at any price, because a channel saturates below
     * them: the target is missed, and they have no cost. Only when deciding by leads. */
    double unbought;

    bireme_summary leads, budget; /* over the horizon, all channels; from the verification */
    double leads_p80, budget_p80;
    bool scales_reps;
    double reps, reps_today; /* at the start; NAN without sales */
    const char *reps_bound;  /* "min", "max" or NULL */
    bool has_capacity;       /* sales can work only so many opportunities */
    const char *stage;       /* the stage that sales works on */

    size_t n_channels, n_periods, n_curve, n_limits;
    bireme_target_channel *channels;
    bireme_target_period *periods;
    bireme_target_point *curve;       /* 0.50 to 0.95 by 0.05 */
    bireme_target_limit *limits;      /* if not reached; the one that matters most first */
    double all_limits, all_limits_se; /* without any of the limits */

    bireme_forecast *forecast; /* of the plan, on other random numbers; its goal is the target */

    /* The target is at most `at_least`, as for metrics of which less is better: `scale` and the scales of the
     * curve are then the largest that keep it with the confidence; `within_reach` is the least that is kept
     * at `scale`. */
    bool at_most;

    /* the search converged; if not, scale is as close as it came, and scale_se NAN (as it also is where P
     * never exceeds the confidence) */
    bool converged;
    bool bounded;   /* it ended at the largest scale that is searched, where P or the metric still rose */
    bool unsettled; /* not reached, but by so little that it cannot be told */
    bool budget_is_median; /* of channels, periods and the curve, since means are those of a few futures */
    bool agrees;           /* `achieved` and `verified` differ by no more than four standard errors */
    bool confirmed;        /* converged and agrees; if not, the result is not an answer */
    const char *doubt;     /* why not, as a sentence; NULL if confirmed. Static */
};

#endif
