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

typedef struct bireme_target bireme_target;

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

/* ------------------------ what was asked, and with what */

BIREME_API const char *bireme_target_scenario(const bireme_target *target);
BIREME_API const char *bireme_target_metric(const bireme_target *target);
/* Label of the period by whose end it is measured; is that the last one? */
BIREME_API const char *bireme_target_until(const bireme_target *target);
BIREME_API bool bireme_target_whole_horizon(const bireme_target *target);
BIREME_API bireme_unit bireme_target_unit(const bireme_target *target);
BIREME_API bireme_target_by bireme_target_decided_by(const bireme_target *target);
BIREME_API double bireme_target_at_least(const bireme_target *target);
BIREME_API double bireme_target_confidence(const bireme_target *target);
/* The target is at most `at_least`, as where less of the metric is better: `scale` is then the largest one
 * that keeps it with the confidence, and so are those of the curve; `within_reach` is the least that is kept
 * at the scale. */
BIREME_API bool bireme_target_at_most(const bireme_target *target);
BIREME_API uint64_t bireme_target_trials(const bireme_target *target);
BIREME_API uint64_t bireme_target_seed(const bireme_target *target);
BIREME_API uint64_t bireme_target_verified_seed(const bireme_target *target);
BIREME_API bireme_sampler bireme_target_sampler(const bireme_target *target);
/* The work, in runs of `trials` trials. */
BIREME_API double bireme_target_runs(const bireme_target *target);

/* ------------------------ the answer */

BIREME_API bool bireme_target_reached(const bireme_target *target);
/* The smallest scale of what is scaled with P ≥ confidence; not reached: the one with the highest P. */
BIREME_API double bireme_target_scale(const bireme_target *target);
BIREME_API double bireme_target_scale_se(const bireme_target *target);
/* P(metric ≥ at_least) there, the same on other random numbers, and at scale 1. */
BIREME_API double bireme_target_achieved(const bireme_target *target);
BIREME_API double bireme_target_achieved_se(const bireme_target *target);
BIREME_API double bireme_target_verified(const bireme_target *target);
BIREME_API double bireme_target_verified_se(const bireme_target *target);
BIREME_API double bireme_target_today(const bireme_target *target);
BIREME_API double bireme_target_today_se(const bireme_target *target);
/* What the metric reaches with the confidence at the scale. */
BIREME_API double bireme_target_within_reach(const bireme_target *target);
/* Share of the trials in which the leads cannot be bought at any price, because a channel is saturated below
 * them: the target is missed there, and they have no cost. By leads only. */
BIREME_API double bireme_target_unbought(const bireme_target *target);
/* Over the horizon, all channels; from the verification. */
BIREME_API const bireme_summary *bireme_target_leads(const bireme_target *target);
BIREME_API const bireme_summary *bireme_target_budget(const bireme_target *target);
BIREME_API double bireme_target_leads_p80(const bireme_target *target);
BIREME_API double bireme_target_budget_p80(const bireme_target *target);
/* Reps at the start; NAN without sales. reps_bound: "min", "max" or NULL. */
BIREME_API bool bireme_target_scales_reps(const bireme_target *target);
BIREME_API double bireme_target_reps(const bireme_target *target);
BIREME_API double bireme_target_reps_today(const bireme_target *target);
BIREME_API const char *bireme_target_reps_bound(const bireme_target *target);
/* Can sales take up only so much? The stage that sales works on. */
BIREME_API bool bireme_target_has_capacity(const bireme_target *target);
BIREME_API const char *bireme_target_stage(const bireme_target *target);
/* Without any of the limits. */
BIREME_API double bireme_target_all_limits(const bireme_target *target);
BIREME_API double bireme_target_all_limits_se(const bireme_target *target);
/* The search came to its end; else scale is as close as it came, and scale_se NAN (which it is also where P
 * goes no higher than the confidence). */
BIREME_API bool bireme_target_converged(const bireme_target *target);
/* `achieved` with `verified`: no further apart than four standard errors. */
BIREME_API bool bireme_target_agrees(const bireme_target *target);
/* Both: what is not confirmed is not an answer; doubt: why not, in a sentence; NULL if confirmed. */
BIREME_API bool bireme_target_confirmed(const bireme_target *target);
BIREME_API const char *bireme_target_doubt(const bireme_target *target);
/* Of the plan, on the other random numbers; its goal is the target. */
BIREME_API const bireme_forecast *bireme_target_forecast(const bireme_target *target);

/* ------------------------ lists: NULL beyond the last */

BIREME_API size_t bireme_target_channel_count(const bireme_target *target);
BIREME_API const bireme_target_channel *bireme_target_channel_at(const bireme_target *target, size_t channel);
BIREME_API size_t bireme_target_period_count(const bireme_target *target);
BIREME_API const bireme_target_period *bireme_target_period_at(const bireme_target *target, size_t period);
/* The confidences from 0.50 to 0.95 by 0.05. */
BIREME_API size_t bireme_target_curve_count(const bireme_target *target);
BIREME_API const bireme_target_point *bireme_target_curve_at(const bireme_target *target, size_t point);
/* If not reached; the one that matters most first. */
BIREME_API size_t bireme_target_limit_count(const bireme_target *target);
BIREME_API const bireme_target_limit *bireme_target_limit_at(const bireme_target *target, size_t limit);

#ifdef __cplusplus
}
#endif

#endif
