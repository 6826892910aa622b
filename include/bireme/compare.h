/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A comparison: scenarios forecast on common random numbers, and how they differ, trial by trial. An
 * uncertain quantity, identified by its path in the scenario, gets the same draws in all of them, so that
 * differences come from the plans and not from chance.
 */
#ifndef BIREME_COMPARE_H
#define BIREME_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include "bireme/forecast.h"
#include "bireme/scenario.h"
#include "bireme/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bireme_comparison bireme_comparison;

typedef struct bireme_compare_options {
    size_t size; /* of this struct; bireme_compare_options_init() sets it */
    /* For all runs; NULL: the defaults. Settings left to the scenario are taken from the first one. Periods
     * are not kept (totals_only) unless there is a fiscal_year_start, nor are samples, and `given` applies to
     * all. */
    const bireme_run_options *run;
    const char *metric; /* the metric to decide by; NULL: that of the first scenario's goal, else revenue,
                           or wins if no deal has a value */
    size_t baseline;    /* index of the scenario that the others are compared with */
    bool bridge;        /* also attribute the difference to groups of assumptions: two more runs per group */
} bireme_compare_options;

/* Every default. */
static inline void bireme_compare_options_init(bireme_compare_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

enum { BIREME_COMPARE_MOST = 16 }; /* scenarios */

/* Scenario − baseline, trial by trial, where both have a value. */
typedef struct bireme_difference {
    const bireme_summary *summary;
    double probability_above, probability_above_se; /* that it is more than 0 */
    double probability_equal;                       /* that it is 0 */
} bireme_difference;

/* One scenario ranked against all, by the metric to decide by. */
typedef struct bireme_choice {
    double probability_best, probability_best_se; /* that no other is better; ties count for each */
    /* by how much the best scenario of the trial beats it: ≥ 0 */
    const bireme_summary *regret;
} bireme_choice;

/* One part of the difference in the mean of the metric to decide by. */
typedef struct bireme_bridge_part {
    const char *name; /* the group of assumptions: "conversion rates"; static */
    double change, change_se;
} bireme_bridge_part;

/* scenarios [n], 2 ≤ n ≤ BIREME_COMPARE_MOST; they may be freed before the result. options: NULL for the
 * defaults. Errors: as of bireme_forecast_run(), DOMAIN if there is no such baseline, or no such metric in
 * every scenario, and SCENARIO, at its `currency`, if one uses another currency than the first. On CANCELLED
 * there is no result. The result does not depend on the number of threads. */
BIREME_API BIREME_MUST_USE bireme_status bireme_comparison_run(const bireme_scenario *const *scenarios,
                                                               size_t n,
                                                               const bireme_compare_options *options,
                                                               bireme_comparison **out, bireme_error *error);
/* What a comparison needs (bireme_need). Errors: DOMAIN, SCENARIO, MEMORY. */
BIREME_API BIREME_MUST_USE bireme_status bireme_comparison_need(const bireme_scenario *const *scenarios,
                                                                size_t n,
                                                                const bireme_compare_options *options,
                                                                bireme_need *out, bireme_error *error);
BIREME_API void bireme_comparison_free(bireme_comparison *comparison); /* NULL is fine */

BIREME_API size_t bireme_comparison_count(const bireme_comparison *comparison); /* scenarios */
BIREME_API size_t bireme_comparison_baseline(const bireme_comparison *comparison);
/* For an index that is not below the count, the functions below return NULL, 0 parts, or BIREME_UNIT_NONE.
 * The scenario's name, made unique if two are the same: "Base (2)". */
BIREME_API const char *bireme_comparison_name(const bireme_comparison *comparison, size_t scenario);
/* The scenario's forecast, horizon totals only unless quarters were asked for; owned by the comparison. */
BIREME_API const bireme_forecast *bireme_comparison_forecast(const bireme_comparison *comparison,
                                                             size_t scenario);

/* With a precision, all scenarios run as many trials as the one that needs most to reach it; the outcome for
 * this one, as bireme_forecast_precision(). */
BIREME_API const bireme_precision_result *bireme_comparison_precision(const bireme_comparison *comparison,
                                                                      size_t scenario);

/* The metrics of all scenarios together, those of the baseline first. */
BIREME_API size_t bireme_comparison_metric_count(const bireme_comparison *comparison);
BIREME_API const char *bireme_comparison_metric_name(const bireme_comparison *comparison, size_t metric);
BIREME_API bireme_unit bireme_comparison_metric_unit(const bireme_comparison *comparison, size_t metric);
/* *metric: the index of the metric of that name. Errors: DOMAIN (no such metric: *metric is unchanged, and
 * the message suggests the nearest name). error may be NULL. */
BIREME_API BIREME_MUST_USE bireme_status bireme_comparison_metric_find(const bireme_comparison *comparison,
                                                                       const char *name, size_t *metric,
                                                                       bireme_error *error);
/* The metric in the scenario; NULL if that scenario does not have it. */
BIREME_API const bireme_summary *bireme_comparison_total(const bireme_comparison *comparison, size_t scenario,
                                                         size_t metric);
/* NULL for the baseline, and if it or the scenario does not have the metric. */
BIREME_API const bireme_difference *bireme_comparison_difference(const bireme_comparison *comparison,
                                                                 size_t scenario, size_t metric);

/* The metric to decide by, and whether less of it is better (a cost). */
BIREME_API size_t bireme_comparison_metric(const bireme_comparison *comparison);
BIREME_API bool bireme_comparison_less_is_better(const bireme_comparison *comparison);
/* Whether the scenarios differ in nothing but the economy, as the bridges found: the plan is the same in all,
 * and none of them can be chosen. False without bridges. */
BIREME_API bool bireme_comparison_is_of_economies(const bireme_comparison *comparison);
BIREME_API const bireme_choice *bireme_comparison_choice(const bireme_comparison *comparison,
                                                         size_t scenario);

/* The metric to decide by in the quarters and years of the baseline's horizon, if `run` has a
 * fiscal_year_start and the metric is one of periods; else there are none. */
BIREME_API size_t bireme_comparison_quarter_count(const bireme_comparison *comparison);
BIREME_API const bireme_quarter *bireme_comparison_quarter_at(const bireme_comparison *comparison,
                                                              size_t quarter);
/* In the scenario; NULL if its horizon does not have that quarter, or another part of it. */
BIREME_API const bireme_summary *bireme_comparison_quarter(const bireme_comparison *comparison,
                                                           size_t scenario, size_t quarter);
/* NULL for the baseline too, and where one of the two is not known. */
BIREME_API const bireme_difference *bireme_comparison_quarter_difference(const bireme_comparison *comparison,
                                                                         size_t scenario, size_t quarter);
BIREME_API size_t bireme_comparison_year_count(const bireme_comparison *comparison);
BIREME_API const bireme_fiscal_year *bireme_comparison_year_at(const bireme_comparison *comparison,
                                                               size_t year);
BIREME_API const bireme_summary *bireme_comparison_year(const bireme_comparison *comparison, size_t scenario,
                                                        size_t year);
BIREME_API const bireme_difference *bireme_comparison_year_difference(const bireme_comparison *comparison,
                                                                      size_t scenario, size_t year);

/* The steps from the baseline's mean to the scenario's, in the order of the funnel; they add up to the
 * difference. 0 parts: no bridge was asked for, or there is none; the reason says why (NULL: the scenarios do
 * not differ, or this is the baseline). */
BIREME_API size_t bireme_comparison_bridge_count(const bireme_comparison *comparison, size_t scenario);
BIREME_API const bireme_bridge_part *bireme_comparison_bridge(const bireme_comparison *comparison,
                                                              size_t scenario, size_t part);
BIREME_API const char *bireme_comparison_bridge_reason(const bireme_comparison *comparison, size_t scenario);

#ifdef __cplusplus
}
#endif

#endif
