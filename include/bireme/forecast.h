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

/* How the points of the trials are chosen. */
typedef enum bireme_sampler {
    BIREME_SAMPLER_UNSET, /* what the scenario says, else Sobol */
    BIREME_SAMPLER_SOBOL, /* scrambled Sobol points */
    BIREME_SAMPLER_LHS,   /* Latin hypercube */
    BIREME_SAMPLER_RANDOM /* independent random numbers */
} bireme_sampler;

/* A condition on the path of the economy, for a conditional forecast. */
typedef struct bireme_given {
    const char *regime; /* the economy is in this regime … */
    const char *by;     /* … in some period up to the one that contains this date; NULL: in any period */
    bool never;         /* true: it is in the regime in none of those periods */
} bireme_given;

typedef struct bireme_run_options {
    size_t size; /* of this struct; bireme_run_options_init() sets it */
    /* 0: as in the scenario, else 65,536. With a precision this is the most that are run, and 0 means the
     * scenario's number if the precision is the scenario's own, else 2^24 = 16,777,216. */
    uint64_t trials;
    bool has_seed; /* false: as in the scenario, else the default seed */
    uint64_t seed;
    int threads; /* 0: all processors */
    bireme_sampler sampler;
    /* Stop as soon as the standard errors of the mean, P10, P50 and P90 of the goal's metric (revenue if
     * there is no goal) are at most this share of their values; less than 1. 0: as in the scenario, else no
     * such stop; negative: no such stop, whatever the scenario says. */
    double precision;
    /* No per-period results. Several times faster where deals are alike in all periods (one-time revenue,
     * deal values that do not change between periods): the counts of all periods are then drawn at once. The
     * distribution is the same, the numbers for a given seed are not. */
    bool totals_only;
    bool keep_samples; /* keep every trial's horizon totals for bireme_forecast_samples() */
    /* Conditions [n_given], which must all hold: trials in which they do not are left out of every metric and
     * of the goal. If they hold in no trial, n is 0 and every figure is NAN. The scenario must have an
     * economy. */
    const bireme_given *given;
    size_t n_given;
    /* Both may be NULL; called by one thread at a time, at most every few milliseconds. */
    void (*progress)(void *context, uint64_t done, uint64_t trials);
    bool (*cancelled)(void *context); /* returning true stops the run; finished blocks are kept */
    void *context;
    /* 1 to 12: results per quarter too (bireme_forecast_quarter()), and per year (bireme_forecast_year()), of
     * a year that begins in this month; bireme_scenario_fiscal_year_start() is the scenario's own; 0: none.
     * Not with totals_only, nor where the scenario's periods are quarters that begin in other months. */
    int fiscal_year_start;
    /* With keep_samples and fiscal_year_start: the metric of which every trial's quarters and years are kept
     * too (bireme_forecast_quarter_samples()); NULL: of none. */
    const char *keep_quarters_of;
} bireme_run_options;

/* Sets every default. */
static inline void bireme_run_options_init(bireme_run_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

/* The quantiles reported, as indices into the arrays below. P10 is the low case. */
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
    uint64_t n;      /* trials in which the metric has a value */
    double left_out; /* share of the trials in which it has none (a ratio whose denominator is 0) */
    double mean, mean_se;
    double sd, sd_se;
    double min, max;
    /* NAN where only moments are kept: of bookings of a channel or an owner in a period */
    double quantile[BIREME_QUANTILE_COUNT];
    double quantile_se[BIREME_QUANTILE_COUNT];
    /* bound on the relative error that binning adds to the quantiles, already included in their standard
     * errors; 0 where they are exact */
    double quantile_error;
} bireme_summary;

typedef enum bireme_unit {
    BIREME_UNIT_MONEY,
    BIREME_UNIT_COUNT,
    BIREME_UNIT_SHARE,
    BIREME_UNIT_RATIO,
    BIREME_UNIT_MONTHS,
    BIREME_UNIT_NONE /* of a metric that does not exist */
} bireme_unit;

/* The goal's metric (revenue if there is no goal), split by whether the economy enters a regime. Only for an
 * economy whose path is drawn; one for each regime that it may or may not enter. */
typedef struct bireme_regime_result {
    const char *regime;
    const char *by;     /* label of the period by whose end the regime is entered: half-way to the horizon */
    double probability; /* that the regime is entered by then … */
    const bireme_summary *comes;     /* … and the metric over the horizon if so, */
    const bireme_summary *stays_out; /* or if not */
} bireme_regime_result;

typedef struct bireme_goal_result {
    bool present;
    const char *metric;
    double at_least;
    double confidence; /* asked for; NAN if the scenario asks for none */
    const char *by;    /* label of the period at whose end the metric is measured */
    double probability;
    double probability_se;
    /* the goal is at most `at_least`. A trial in which the metric has no value does not meet it */
    bool at_most;
} bireme_goal_result;

/* The goal's metric (revenue if there is no goal) from the start of the horizon to the end of a period:
 * summed, or, if it is no sum (a backlog), as it is in that period. */
typedef struct bireme_to_date {
    const bireme_summary *value;
    /* of what the goal asks for, if it asked for the end of this period; NAN without a goal. Where the goal
     * asks for it, this is the goal's own */
    double probability;
    double probability_se;
} bireme_to_date;

/* A quarter of the year, as far as it lies within the horizon. */
typedef struct bireme_quarter {
    /* "Q1 2027"; where the year does not begin in January "FY27 Q1", called by the calendar year in which it
     * ends; of a part "Q1 2027, 2 of 3 months" */
    const char *label;
    int year, number;      /* of the fiscal year, by that name; 1 to 4 */
    size_t first, periods; /* the periods of the horizon that begin in it: the first, and how many (≥ 1) */
    size_t of;             /* how many it has, those outside the horizon too */
    size_t past;           /* how many of `periods` are over, the first ones */
} bireme_quarter;

/* A fiscal year, as far as it lies within the horizon. */
typedef struct bireme_fiscal_year {
    /* "2027"; where the year does not begin in January "FY27", called by the calendar year in which it ends;
     * of a part "FY27, 2 of 4 quarters", or, if one of its quarters is cut too, "FY27, 5 of 12 months" */
    const char *label;
    int year;
    size_t first_quarter,
        quarters;          /* those in it (bireme_forecast_quarter_at()): the first, how many (≥ 1) */
    size_t first, periods; /* the periods of the horizon that begin in it: the first, how many (≥ 1) */
    size_t of;             /* how many it has, those outside the horizon too */
    size_t past;           /* how many of `periods` are over, the first ones */
} bireme_fiscal_year;

/* Whether the precision asked for was reached. */
typedef struct bireme_precision_result {
    bool asked;
    double wanted;  /* relative standard error, a share; NAN if not asked */
    double reached; /* the largest relative standard error of those compared; NAN: not known */
    /* the statistic with the largest one: "mean", "p10", "p50" or "p90"; NULL: not known */
    const char *worst;
    const char *metric; /* the metric whose errors are compared; NULL if not asked */
    bool met;           /* reached ≤ wanted */
} bireme_precision_result;

/* Runs the scenario. options: NULL for the defaults. On CANCELLED *out is also set, to the forecast of the
 * finished trials, if at least one block of them was finished. Errors: MEMORY, DOMAIN, INTERNAL, CANCELLED.
 * The same scenario, seed, trials and version give the same bytes whatever the number of threads. */
BIREME_API BIREME_MUST_USE bireme_status bireme_forecast_run(const bireme_scenario *scenario,
                                                             const bireme_run_options *options,
                                                             bireme_forecast **out, bireme_error *error);
BIREME_API void bireme_forecast_free(bireme_forecast *forecast); /* NULL is fine */

/* Builds what a run builds before its first trial, and frees it: if this succeeds, no run of the scenario
 * fails because of what the scenario says. Every input whose table cannot be built (a spread too large, a
 * delay too irregular) is appended to problems (may be NULL) with its place in the file; error: the first.
 * threads: 0 for all processors. Errors: DOMAIN, MEMORY. */
BIREME_API BIREME_MUST_USE bireme_status bireme_forecast_check(const bireme_scenario *scenario, int threads,
                                                               bireme_problems *problems,
                                                               bireme_error *error);

/* What a run, comparison or other calculation needs besides the scenario, estimated before it begins. The
 * estimate is meant to be a little high: tests hold it within a quarter of what large runs take, and within a
 * half for the others. */
typedef struct bireme_need {
    double bytes;   /* of memory, at the peak */
    double address; /* of address space, as RLIMIT_AS counts it; most of it is never touched */
    double trials;  /* of all runs together */
    /* trials × (periods × (stages + 1) × channels + open deals): time is proportional to it */
    double steps;
} bireme_need;
/* Errors: DOMAIN, MEMORY. */
BIREME_API BIREME_MUST_USE bireme_status bireme_forecast_need(const bireme_scenario *scenario,
                                                              const bireme_run_options *options,
                                                              bireme_need *out, bireme_error *error);

/* One run on several machines: each runs a part of the trials, and merging the parts gives, to the bit, the
 * forecast of a single run of all of them: moments and counts are exact, and quantiles come from kept values
 * or sketches as in a single run. Scenario and options must be the same for all parts and for the merge
 * (except threads and callbacks); a precision is not possible. A part is bytes that can be read only on
 * machines of the same kind. part: 1 … of. data: free with bireme_forecast_part_free(). Errors: as of
 * bireme_forecast_run(); on CANCELLED there is no part. */
BIREME_API BIREME_MUST_USE bireme_status bireme_forecast_run_part(const bireme_scenario *scenario,
                                                                  const bireme_run_options *options,
                                                                  size_t part, size_t of, void **data,
                                                                  size_t *length, bireme_error *error);
BIREME_API void bireme_forecast_part_free(void *data); /* NULL is fine */
/* What a part needs. The merge needs what a run of all trials does (bireme_forecast_need()), plus the parts.
 * Errors: DOMAIN, MEMORY. */
BIREME_API BIREME_MUST_USE bireme_status bireme_forecast_part_need(const bireme_scenario *scenario,
                                                                   const bireme_run_options *options,
                                                                   size_t part, size_t of, bireme_need *out,
                                                                   bireme_error *error);
/* data, length [n]: all parts of the run, in any order. Errors: DOMAIN (a part of another run, missing, given
 * twice, or damaged; the message names it by its place in the list, from 1), and as above. */
BIREME_API BIREME_MUST_USE bireme_status bireme_forecast_merge(const bireme_scenario *scenario,
                                                               const bireme_run_options *options, size_t n,
                                                               const void *const *data, const size_t *length,
                                                               bireme_forecast **out, bireme_error *error);

BIREME_API uint64_t bireme_forecast_trials(const bireme_forecast *forecast); /* finished trials */
BIREME_API uint64_t bireme_forecast_seed(const bireme_forecast *forecast);
/* "sobol", "lhs" or "random". */
BIREME_API const char *bireme_forecast_sampler(const bireme_forecast *forecast);
/* Never NULL. */
BIREME_API const bireme_precision_result *bireme_forecast_precision(const bireme_forecast *forecast);

BIREME_API size_t bireme_forecast_period_count(const bireme_forecast *forecast);
/* NULL if there is no such period. */
BIREME_API const char *bireme_forecast_period_label(const bireme_forecast *forecast, size_t period);

/* The metrics, in the order in which they are shown. Names are those of the documentation: "revenue",
 * "stage.mql", "channel.events.wins", … For an index that is not below the count, the name is NULL, the unit
 * BIREME_UNIT_NONE, and the functions below return NULL. */
BIREME_API size_t bireme_forecast_metric_count(const bireme_forecast *forecast);
BIREME_API const char *bireme_forecast_metric_name(const bireme_forecast *forecast, size_t metric);
BIREME_API bireme_unit bireme_forecast_metric_unit(const bireme_forecast *forecast, size_t metric);
/* *metric: the index of the metric of that name. Errors: DOMAIN (no such metric: *metric is unchanged, and
 * the message suggests the nearest name). error may be NULL. */
BIREME_API BIREME_MUST_USE bireme_status bireme_forecast_metric_find(const bireme_forecast *forecast,
                                                                     const char *name, size_t *metric,
                                                                     bireme_error *error);

/* Over the whole horizon. */
BIREME_API const bireme_summary *bireme_forecast_total(const bireme_forecast *forecast, size_t metric);
/* In one period; NULL if there is no such period, the metric has no per-period values (carried_out, ratios),
 * or the run kept only totals. */
BIREME_API const bireme_summary *bireme_forecast_period(const bireme_forecast *forecast, size_t metric,
                                                        size_t period);
/* One value per trial [trials], NAN where it has none; NULL unless the run kept samples, and where the total
 * is not known (bireme_forecast_past_count). */
BIREME_API const double *bireme_forecast_samples(const bireme_forecast *forecast, size_t metric);
/* Never NULL; `present` is false if the scenario has no goal. */
BIREME_API const bireme_goal_result *bireme_forecast_goal(const bireme_forecast *forecast);
/* The share of the trials in which the conditions of `given` hold; 1 without conditions. */
BIREME_API double bireme_forecast_given_probability(const bireme_forecast *forecast);
/* How the goal's metric depends on the regimes of a drawn economy, in the order of the scenario. */
BIREME_API size_t bireme_forecast_regime_count(const bireme_forecast *forecast);
/* NULL if there is no such regime. */
BIREME_API const bireme_regime_result *bireme_forecast_regime(const bireme_forecast *forecast, size_t regime);
/* The metric that bireme_regime_result is about. */
BIREME_API size_t bireme_forecast_regime_metric(const bireme_forecast *forecast);
/* The goal's metric (that of the regimes) up to the end of a period, and the goal's chance by then. NULL if
 * there is no such period, the metric is no matter of periods (a ratio), or the run kept only totals. */
BIREME_API const bireme_to_date *bireme_forecast_to_date(const bireme_forecast *forecast, size_t period);
/* How many of the periods are over, the first ones: what happened in them is given by the scenario
 * (`actuals`), and is the same in every trial. Where it is not known, n is 0 and every figure is NAN, and so
 * is any total that needs it. */
BIREME_API size_t bireme_forecast_past_count(const bireme_forecast *forecast);
/* Over the periods that are not over. The total if none is; NAN for a ratio whose total is known. NULL if
 * there is no such metric. */
BIREME_API const bireme_summary *bireme_forecast_rest(const bireme_forecast *forecast, size_t metric);

/* The quarters that the run was asked for with fiscal_year_start; 0: none. */
BIREME_API int bireme_forecast_fiscal_year_start(const bireme_forecast *forecast); /* the month; 0: none */
BIREME_API size_t bireme_forecast_quarter_count(const bireme_forecast *forecast);
/* NULL if there is no such quarter. */
BIREME_API const bireme_quarter *bireme_forecast_quarter_at(const bireme_forecast *forecast, size_t quarter);
/* In one quarter: the metric's periods added up in every trial; of what is counted at the end of a period (a
 * backlog, the lowest point of cash) the last one, and of a ratio that of the sums. Facts are added to what
 * is forecast; n is 0 where one of them is needed and not known. NULL as of bireme_forecast_period(). */
BIREME_API const bireme_summary *bireme_forecast_quarter(const bireme_forecast *forecast, size_t metric,
                                                         size_t quarter);
/* Their years, in the same way: added up in every trial, not from quarters' quantiles. */
BIREME_API size_t bireme_forecast_year_count(const bireme_forecast *forecast);
BIREME_API const bireme_fiscal_year *bireme_forecast_year_at(const bireme_forecast *forecast, size_t year);
BIREME_API const bireme_summary *bireme_forecast_year(const bireme_forecast *forecast, size_t metric,
                                                      size_t year);
/* Every trial's value of the metric `keep_quarters_of` in a quarter, or a year: [trials], facts included, NAN
 * where it has none. NULL if it was not kept, is not known, or the quarter or year is over. */
BIREME_API const double *bireme_forecast_quarter_samples(const bireme_forecast *forecast, size_t quarter);
BIREME_API const double *bireme_forecast_year_samples(const bireme_forecast *forecast, size_t year);

#ifdef __cplusplus
}
#endif

#endif
