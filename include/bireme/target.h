/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inverse of a forecast: the smallest lead volume, or budget, with which a target is reached with the
 * confidence asked for; what it costs, what sales must provide for it; and where it cannot be reached, why
 * not.
 */
#ifndef BIREME_TARGET_H
#define BIREME_TARGET_H

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

typedef enum bireme_target_by {
    BIREME_TARGET_BY_LEADS, /* volume is decided, whatever a lead costs: what it costs is uncertain */
    BIREME_TARGET_BY_BUDGET /* spend is decided: how many leads it buys is uncertain */
} bireme_target_by;

typedef struct bireme_target_options {
    size_t size; /* of this struct; bireme_target_options_init() sets it */
    /* NULL: the defaults. totals_only, keep_samples and precision do not matter; `given` is not possible. */
    const bireme_run_options *run;
    const char *metric; /* NULL: that of the goal, else revenue, or wins if no deal has a value */
    double at_least;    /* the target; NAN: the goal's */
    double confidence;  /* in (0, 1); NAN: the goal's, else 0.8 */
    const char *
        until; /* a date: measured by the end of its period; NULL: the goal's, if at_least is; else the end */
    bireme_target_by by;
} bireme_target_options;

/* Every default. */
static inline void bireme_target_options_init(bireme_target_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
    options->at_least = NAN;
    options->confidence = NAN;
}

/* What a channel has to bring. Arrays [n_periods]; means. */
typedef struct bireme_target_channel {
    const char *name;
    bool scales;          /* it is among what is scaled */
    const char *bound;    /* "min" or "max" of its line, at which it is held; NULL: neither */
    double leads, budget; /* over the horizon: all its leads, and what is spent on them */
    double paid;          /* the leads that are bought */
    const double *period_leads, *period_paid, *period_budget;
} bireme_target_channel;

typedef struct bireme_target_period {
    const char *label;
    double leads, budget;                /* of all channels, means */
    const bireme_summary *opportunities; /* entries to the stage that sales works on */
    double reps;                         /* effective reps, as ramped as they are; NAN without sales */
    double reps_needed,
        reps_needed_p90; /* to work the opportunities of the period: the mean, and their P90 */
} bireme_target_period;

/* A point of the curve. */
typedef struct bireme_target_point {
    double confidence;
    bool reached;           /* false: no scale has it, or every one (unlimited); the rest is NAN */
    double scale, scale_se; /* of today's plan */
    double leads, budget;   /* means over the horizon, of all channels */
    /* of a target of at most so much: it is kept with the confidence however much is bought */
    bool unlimited;
} bireme_target_point;

/* What might hold the target back, and how likely it would be without that, at the scale that is best
 * then. */
typedef struct bireme_target_limit {
    const char *name; /* "sales capacity", "saturation", "cycle time", "limits of the lines"; static */
    double probability, probability_se;
    double scale;
} bireme_target_limit;

typedef struct bireme_target {
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
} bireme_target;

/* options: NULL for the defaults. A target out of reach is a result, not an error. Errors: as of
 * bireme_forecast_run(), and DOMAIN (no such metric, less of it is better, no target, nothing to scale, more
 * than 2^22 trials). On CANCELLED there is no result. The same bytes for any number of threads. */
BIREME_API BIREME_MUST_USE bireme_status bireme_target_run(const bireme_scenario *scenario,
                                                           const bireme_target_options *options,
                                                           bireme_target **out, bireme_error *error);
/* What it needs (bireme_need), of the options only the run. Errors: DOMAIN, MEMORY. */
BIREME_API BIREME_MUST_USE bireme_status bireme_target_need(const bireme_scenario *scenario,
                                                            const bireme_target_options *options,
                                                            bireme_need *out, bireme_error *error);
BIREME_API void bireme_target_free(bireme_target *target); /* NULL is fine */

#ifdef __cplusplus
}
#endif

#endif
