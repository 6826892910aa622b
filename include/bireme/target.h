/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inverse of a forecast: the smallest lead volume, or budget, that reaches a target with a given
 * confidence; what it costs, what sales must provide for it; and, if it cannot be reached, why not.
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
    BIREME_TARGET_BY_LEADS, /* volume is decided, whatever a lead costs: the spend is uncertain */
    BIREME_TARGET_BY_BUDGET /* spend is decided: how many leads it buys is uncertain */
} bireme_target_by;

typedef struct bireme_target_options {
    size_t size; /* of this struct; bireme_target_options_init() sets it */
    /* NULL: the defaults. totals_only, keep_samples and precision are ignored; `given` is an error. */
    const bireme_run_options *run;
    const char *metric; /* NULL: that of the goal, else revenue, or wins if no deal has a value */
    double at_least;    /* the target; NAN: the goal's */
    double confidence;  /* in (0, 1); NAN: the goal's, else 0.8 */
    const char *
        /* a date: the metric is measured at the end of its period; NULL: the goal's if at_least is, else
         * the end */
        until;
    bireme_target_by by;
} bireme_target_options;

/* Sets every default. */
static inline void bireme_target_options_init(bireme_target_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
    options->at_least = NAN;
    options->confidence = NAN;
}

/* What a channel has to contribute, as means. Arrays [n_periods]. */
typedef struct bireme_target_channel {
    const char *name;
    bool scales;          /* it is among the channels that are scaled */
    const char *bound;    /* "min" or "max" if it is held at that bound of its line; NULL: neither */
    double leads, budget; /* over the horizon: all its leads, and what is spent on them */
    double paid;          /* the leads that are bought */
    const double *period_leads, *period_paid, *period_budget;
} bireme_target_channel;

typedef struct bireme_target_period {
    const char *label;
    double leads, budget;                /* of all channels, means */
    const bireme_summary *opportunities; /* entries into the stage that sales works on */
    /* effective reps, counted as far as they are ramped; NAN without sales */
    double reps;
    double reps_needed, reps_needed_p90; /* to work the period's opportunities: their mean, and their P90 */
} bireme_target_period;

/* A point of the curve. */
typedef struct bireme_target_point {
    double confidence;
    bool reached;           /* false: no scale reaches it, or every scale does (unlimited); the rest is NAN */
    double scale, scale_se; /* of today's plan */
    double leads, budget;   /* means over the horizon, of all channels */
    /* for a target of at most some amount: it is kept with the confidence however much is bought */
    bool unlimited;
} bireme_target_point;

/* Something that may keep the target from being reached, and the probability of reaching it without that, at
 * the scale that is then best. */
typedef struct bireme_target_limit {
    const char *name; /* "sales capacity", "saturation", "cycle time", "limits of the lines"; static */
    double probability, probability_se;
    double scale;
} bireme_target_limit;

typedef struct bireme_target bireme_target;

/* options: NULL for the defaults. A target out of reach is a result, not an error. Errors: as of
 * bireme_forecast_run(), and DOMAIN (no such metric, less of it is better, no target, nothing to scale, more
 * than 2^22 trials). On CANCELLED there is no result. The result does not depend on the number of threads. */
BIREME_API BIREME_MUST_USE bireme_status bireme_target_run(const bireme_scenario *scenario,
                                                           const bireme_target_options *options,
                                                           bireme_target **out, bireme_error *error);
/* What it needs (bireme_need); only `run` of the options matters. Errors: DOMAIN, MEMORY. */
BIREME_API BIREME_MUST_USE bireme_status bireme_target_need(const bireme_scenario *scenario,
                                                            const bireme_target_options *options,
                                                            bireme_need *out, bireme_error *error);
BIREME_API void bireme_target_free(bireme_target *target); /* NULL is fine */

/* ------------------------ the question, and how it was run */

BIREME_API const char *bireme_target_scenario(const bireme_target *target);
BIREME_API const char *bireme_target_metric(const bireme_target *target);
/* Label of the period at whose end the metric is measured; whether that is the last one. */
BIREME_API const char *bireme_target_until(const bireme_target *target);
BIREME_API bool bireme_target_whole_horizon(const bireme_target *target);
BIREME_API bireme_unit bireme_target_unit(const bireme_target *target);
BIREME_API bireme_target_by bireme_target_decided_by(const bireme_target *target);
BIREME_API double bireme_target_at_least(const bireme_target *target);
BIREME_API double bireme_target_confidence(const bireme_target *target);
/* The target is at most `at_least`, as for metrics of which less is better: `scale` and the scales of the
 * curve are then the largest that keep it with the confidence, and `within_reach` is the least that is kept
 * at `scale`. */
BIREME_API bool bireme_target_at_most(const bireme_target *target);
BIREME_API uint64_t bireme_target_trials(const bireme_target *target);
BIREME_API uint64_t bireme_target_seed(const bireme_target *target);
BIREME_API uint64_t bireme_target_verified_seed(const bireme_target *target);
BIREME_API bireme_sampler bireme_target_sampler(const bireme_target *target);
/* The total work, as a number of runs of `trials` trials. */
BIREME_API double bireme_target_runs(const bireme_target *target);

/* ------------------------ the answer */

BIREME_API bool bireme_target_reached(const bireme_target *target);
/* The smallest scale with P(target) ≥ confidence; if not reached, the one with the highest P. */
BIREME_API double bireme_target_scale(const bireme_target *target);
BIREME_API double bireme_target_scale_se(const bireme_target *target);
/* P(metric ≥ at_least) at the scale: in the search, on other random numbers, and at scale 1 (today). */
BIREME_API double bireme_target_achieved(const bireme_target *target);
BIREME_API double bireme_target_achieved_se(const bireme_target *target);
BIREME_API double bireme_target_verified(const bireme_target *target);
BIREME_API double bireme_target_verified_se(const bireme_target *target);
BIREME_API double bireme_target_today(const bireme_target *target);
BIREME_API double bireme_target_today_se(const bireme_target *target);
/* What the metric reaches at the scale with the confidence. */
BIREME_API double bireme_target_within_reach(const bireme_target *target);
/* Share of the trials in which the leads cannot be bought at any price, because a channel saturates below
 * them: the target is missed, and they have no cost. Only when deciding by leads. */
BIREME_API double bireme_target_unbought(const bireme_target *target);
/* Over the horizon, all channels; from the verification run. */
BIREME_API const bireme_summary *bireme_target_leads(const bireme_target *target);
BIREME_API const bireme_summary *bireme_target_budget(const bireme_target *target);
BIREME_API double bireme_target_leads_p80(const bireme_target *target);
BIREME_API double bireme_target_budget_p80(const bireme_target *target);
/* Reps at the start; NAN without sales. reps_bound: "min", "max" or NULL. */
BIREME_API bool bireme_target_scales_reps(const bireme_target *target);
BIREME_API double bireme_target_reps(const bireme_target *target);
BIREME_API double bireme_target_reps_today(const bireme_target *target);
BIREME_API const char *bireme_target_reps_bound(const bireme_target *target);
/* Whether sales can work only so many opportunities; the stage that sales works on. */
BIREME_API bool bireme_target_has_capacity(const bireme_target *target);
BIREME_API const char *bireme_target_stage(const bireme_target *target);
/* The probability of the target without any of the limits. */
BIREME_API double bireme_target_all_limits(const bireme_target *target);
BIREME_API double bireme_target_all_limits_se(const bireme_target *target);
/* Whether the search converged. If not, `scale` is as close as it came and `scale_se` is NAN (as it also is
 * where P never exceeds the confidence). */
BIREME_API bool bireme_target_converged(const bireme_target *target);
/* Whether `achieved` and `verified` differ by no more than four standard errors. */
BIREME_API bool bireme_target_agrees(const bireme_target *target);
/* Whether it converged and agrees; if not, the result is not an answer. doubt: why not, as a sentence; NULL
 * if confirmed. */
BIREME_API bool bireme_target_confirmed(const bireme_target *target);
BIREME_API const char *bireme_target_doubt(const bireme_target *target);
/* Whether the budgets of channels, of periods and of the curve are medians instead of means: where in some
 * futures a channel saturates, in a few of which the leads cannot be bought at all or cost more than in nine
 * of ten, the mean is theirs. They then do not add up to the total. */
BIREME_API bool bireme_target_budget_is_median(const bireme_target *target);
/* The forecast of the plan, on the other random numbers; its goal is the target. */
BIREME_API const bireme_forecast *bireme_target_forecast(const bireme_target *target);

/* ------------------------ lists: NULL beyond the last */

BIREME_API size_t bireme_target_channel_count(const bireme_target *target);
BIREME_API const bireme_target_channel *bireme_target_channel_at(const bireme_target *target, size_t channel);
BIREME_API size_t bireme_target_period_count(const bireme_target *target);
BIREME_API const bireme_target_period *bireme_target_period_at(const bireme_target *target, size_t period);
/* The confidences from 0.50 to 0.95 by 0.05. */
BIREME_API size_t bireme_target_curve_count(const bireme_target *target);
BIREME_API const bireme_target_point *bireme_target_curve_at(const bireme_target *target, size_t point);
/* Only if not reached; the one that matters most first. */
BIREME_API size_t bireme_target_limit_count(const bireme_target *target);
BIREME_API const bireme_target_limit *bireme_target_limit_at(const bireme_target *target, size_t limit);

#ifdef __cplusplus
}
#endif

#endif
