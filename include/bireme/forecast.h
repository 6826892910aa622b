/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A forecast: the distribution of every metric of a scenario, per period and over the horizon, each number
 * with its own standard error.
 */
#ifndef BIREME_FORECAST_H
#define BIREME_FORECAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "bireme/scenario.h"
#include "bireme/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bireme_forecast bireme_forecast;

/* How the trials cover what may happen. */
typedef enum bireme_sampler {
    BIREME_SAMPLER_UNSET, /* what the scenario says, else Sobol */
    BIREME_SAMPLER_SOBOL, /* scrambled Sobol points */
    BIREME_SAMPLER_LHS,   /* Latin hypercube */
    BIREME_SAMPLER_RANDOM /* independent random numbers */
} bireme_sampler;

/* A part of what may happen to the economy, for a forecast of what then follows. */
typedef struct bireme_given {
    const char *regime; /* the economy is in this regime … */
    const char *by;     /* … in some period until the one that this date falls in; NULL: in any period */
    bool never;         /* in none of them instead */
} bireme_given;

typedef struct bireme_run_options {
    size_t size; /* of this struct; bireme_run_options_init() sets it */
    /* 0: what the scenario says, else 65,536. With a precision the most that are run; 0: what the scenario
     * says if the precision is its own, else 2^24 = 16,777,216. */
    uint64_t trials;
    bool has_seed; /* false: what the scenario says, else its default */
    uint64_t seed;
    int threads; /* 0: all processors */
    bireme_sampler sampler;
    /* Stop as soon as the standard errors of the mean and of P10, P50 and P90 of the metric of the goal
     * (revenue without one) are at most this share of their values; less than 1. 0: what the scenario says,
     * else none; negative: none, whatever the scenario says. */
    double precision;
    /* No per-period results. Several times faster where the periods' deals are alike (one-time revenue, no
     * change of deal values between periods): the counts of all periods are then drawn as one. That is the
     * same law, and other numbers for the same seed. */
    bool totals_only;
    bool keep_samples; /* keep every trial's horizon totals for bireme_forecast_samples() */
    /* n_given conditions, all of which must hold: the trials where they do not are left out of every metric
     * and of the goal. If they hold in none, n is 0 and every figure NAN. The scenario must have an
     * economy. */
    const bireme_given *given;
    size_t n_given;
    /* Both may be NULL; called from one thread at a time, at most every few milliseconds of work. */
    void (*progress)(void *context, uint64_t done, uint64_t trials);
    bool (*cancelled)(void *context); /* true stops the run; what was finished is kept */
    void *context;
} bireme_run_options;

/* Every default. */
static inline void bireme_run_options_init(bireme_run_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

/* The quantiles that are kept, as indices of the arrays below. P10 is the low case. */
typedef enum bireme_quantile {
    BIREME_P05,
    BIREME_P10,
    BIREME_P25,
    BIREME_P50, /* the median */
    BIREME_P75,
    BIREME_P90,
    BIREME_P95
} bireme_quantile;
#define BIREME_QUANTILE_COUNT 7
BIREME_API extern const double
    bireme_quantile_probability[BIREME_QUANTILE_COUNT]; /* .05 .10 .25 .50 .75 .90 .95 */
BIREME_API extern const char *const bireme_quantile_name[BIREME_QUANTILE_COUNT]; /* "p05" … "p95" */

typedef struct bireme_summary {
    uint64_t n;      /* trials that have a value */
    double left_out; /* share of the trials that have none (a ratio whose denominator is 0) */
    double mean, mean_se;
    double sd, sd_se;
    double min, max;
    double quantile[BIREME_QUANTILE_COUNT];
    double quantile_se[BIREME_QUANTILE_COUNT];
    /* bound of the relative error of the quantiles from binning, which their standard errors hold already;
     * 0 where they are exact */
    double quantile_error;
} bireme_summary;

typedef enum bireme_unit {
    BIREME_UNIT_MONEY,
    BIREME_UNIT_COUNT,
    BIREME_UNIT_SHARE,
    BIREME_UNIT_RATIO,
    BIREME_UNIT_MONTHS,
    BIREME_UNIT_NONE /* of a metric that is not there */
} bireme_unit;

/* The metric of the goal (revenue without one), split by whether a regime comes. Only where the path of the
 * economy is drawn, one per regime that may come but need not. */
typedef struct bireme_regime_result {
    const char *regime;
    const char *by;     /* label of the period by whose end it may have come: half-way to the horizon */
    double probability; /* that it comes by then … */
    const bireme_summary *comes;     /* … and the metric over the horizon if it does, */
    const bireme_summary *stays_out; /* and if not */
} bireme_regime_result;

typedef struct bireme_goal_result {
    bool present;
    const char *metric;
    double at_least;
    double confidence; /* asked for; NAN if the scenario does not say */
    const char *by;    /* label of the period by whose end it is measured */
    double probability;
    double probability_se;
    /* the goal is at most `at_least`. A trial in which the metric has no value does not reach it */
    bool at_most;
} bireme_goal_result;

/* What became of the precision asked for. */
typedef struct bireme_precision_result {
    bool asked;
    double wanted;  /* relative standard error, a share; NAN if not asked */
    double reached; /* the largest of those that are looked at; NAN if it cannot be told */
    /* the statistic that has it: "mean", "p10", "p50" or "p90"; NULL if it cannot be told */
    const char *worst;
    const char *metric; /* the metric that is looked at; NULL if not asked */
    bool met;           /* reached ≤ wanted */
} bireme_precision_result;

/* Runs the scenario. options: NULL for the defaults. On CANCELLED *out is set too, if at least one block of
 * trials was finished: the forecast of the finished trials. Errors: MEMORY, DOMAIN, INTERNAL, CANCELLED.
 * The same scenario, seed, trials and version give the same bytes for any number of threads. */
BIREME_API BIREME_MUST_USE bireme_status bireme_forecast_run(const bireme_scenario *scenario,
                                                             const bireme_run_options *options,
                                                             bireme_forecast **out, bireme_error *error);
BIREME_API void bireme_forecast_free(bireme_forecast *forecast); /* NULL is fine */

/* Makes what a run makes before its first trial, and throws it away: a scenario for which this succeeds does
 * not fail later for what is in it. Everything of which no table can be made (a spread too large, a delay too
 * irregular) is appended to problems (may be NULL), each with the place at which it was written; error: the
 * first. threads: 0 for all processors. Errors: DOMAIN, MEMORY. */
BIREME_API BIREME_MUST_USE bireme_status bireme_forecast_check(const bireme_scenario *scenario, int threads,
                                                               bireme_problems *problems,
                                                               bireme_error *error);

/* What something needs beside the scenario, before it is begun: an estimate that is meant to be a little high
 * (tests hold those of runs within a quarter of what large ones take, the others within a half). */
typedef struct bireme_need {
    double bytes;   /* of memory in use at the same time */
    double address; /* of address space, most of which is never touched; what RLIMIT_AS counts */
    double trials;  /* that will be run, in all runs together */
    double steps;   /* trials × (periods × (stages + 1) × channels + open deals): what the time goes by */
} bireme_need;
/* Errors: DOMAIN, MEMORY. */
BIREME_API BIREME_MUST_USE bireme_status bireme_forecast_need(const bireme_scenario *scenario,
                                                              const bireme_run_options *options,
                                                              bireme_need *out, bireme_error *error);

/* One run on several machines: each does a part of the trials, and the parts are merged to the forecast that
 * one run of all would have given, to the bit: moments and counts are exact, quantiles are from kept values
 * or from sketches as there. Scenario and options must be the same for all parts and for the merge (threads
 * and callbacks apart); no precision. A part is bytes, for machines of the same kind. part: 1 … of. data:
 * free with bireme_forecast_part_free(). Errors: as of bireme_forecast_run(); on CANCELLED there is no
 * part. */
BIREME_API BIREME_MUST_USE bireme_status bireme_forecast_run_part(const bireme_scenario *scenario,
                                                                  const bireme_run_options *options,
                                                                  size_t part, size_t of, void **data,
                                                                  size_t *length, bireme_error *error);
BIREME_API void bireme_forecast_part_free(void *data); /* NULL is fine */
/* What a part needs; the merge needs what the run of all does (bireme_forecast_need()), and the parts.
 * Errors: DOMAIN, MEMORY. */
BIREME_API BIREME_MUST_USE bireme_status bireme_forecast_part_need(const bireme_scenario *scenario,
                                                                   const bireme_run_options *options,
                                                                   size_t part, size_t of, bireme_need *out,
                                                                   bireme_error *error);
/* data, length [n]: all parts of the run, in any order. Errors: DOMAIN (of another run, missing, twice,
 * damaged: the message names it by its place in the list, from 1), and as above. */
BIREME_API BIREME_MUST_USE bireme_status bireme_forecast_merge(const bireme_scenario *scenario,
                                                               const bireme_run_options *options, size_t n,
                                                               const void *const *data, const size_t *length,
                                                               bireme_forecast **out, bireme_error *error);

BIREME_API uint64_t bireme_forecast_trials(const bireme_forecast *forecast); /* that were finished */
BIREME_API uint64_t bireme_forecast_seed(const bireme_forecast *forecast);
/* "sobol", "lhs" or "random". */
BIREME_API const char *bireme_forecast_sampler(const bireme_forecast *forecast);
/* Never NULL. */
BIREME_API const bireme_precision_result *bireme_forecast_precision(const bireme_forecast *forecast);

BIREME_API size_t bireme_forecast_period_count(const bireme_forecast *forecast);
/* NULL: there is no such period. */
BIREME_API const char *bireme_forecast_period_label(const bireme_forecast *forecast, size_t period);

/* Metrics in the order in which they are shown. Names as in the documentation: "revenue", "stage.mql",
 * "channel.events.wins", … Of a metric that is not there (an index that is not below the count) the name is
 * NULL, the unit BIREME_UNIT_NONE, and every figure below NULL. */
BIREME_API size_t bireme_forecast_metric_count(const bireme_forecast *forecast);
BIREME_API const char *bireme_forecast_metric_name(const bireme_forecast *forecast, size_t metric);
BIREME_API bireme_unit bireme_forecast_metric_unit(const bireme_forecast *forecast, size_t metric);
/* *metric: the index of the metric of that name. Errors: DOMAIN (there is none; the message has the nearest
 * name; *metric is left alone). error may be NULL. */
BIREME_API BIREME_MUST_USE bireme_status bireme_forecast_metric_find(const bireme_forecast *forecast,
                                                                     const char *name, size_t *metric,
                                                                     bireme_error *error);

/* Over the whole horizon. */
BIREME_API const bireme_summary *bireme_forecast_total(const bireme_forecast *forecast, size_t metric);
/* In one period; NULL if there is no such period, the metric has no values per period (carried_out, ratios),
 * or the run kept totals only. */
BIREME_API const bireme_summary *bireme_forecast_period(const bireme_forecast *forecast, size_t metric,
                                                        size_t period);
/* One value a trial [trials], NAN where left out; NULL unless the run kept samples. */
BIREME_API const double *bireme_forecast_samples(const bireme_forecast *forecast, size_t metric);
/* Never NULL; without a goal it is not `present`. */
BIREME_API const bireme_goal_result *bireme_forecast_goal(const bireme_forecast *forecast);
/* The share of the trials in which the given conditions hold; 1 without conditions. */
BIREME_API double bireme_forecast_given_probability(const bireme_forecast *forecast);
/* What the regimes of a drawn economy change, in the order of the scenario. */
BIREME_API size_t bireme_forecast_regime_count(const bireme_forecast *forecast);
/* NULL: there is no such regime. */
BIREME_API const bireme_regime_result *bireme_forecast_regime(const bireme_forecast *forecast, size_t regime);
/* The metric that bireme_regime_result is about. */
BIREME_API size_t bireme_forecast_regime_metric(const bireme_forecast *forecast);

#ifdef __cplusplus
}
#endif

#endif
