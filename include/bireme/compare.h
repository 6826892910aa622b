/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A comparison: scenarios forecast on common random numbers, and what they differ by trial by trial. The same
 * uncertain quantity (matched by its path in the scenario) has the same luck in all of them, so that a
 * difference is one of the plans and not of chance.
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
    /* Of all runs; NULL: the defaults. What is left to the scenario is left to the first. Periods are not
     * kept (totals_only), samples neither, and `given` holds for all. */
    const bireme_run_options *run;
    const char *metric; /* by which is decided; NULL: that of the first scenario's goal, else
                            revenue, or wins if no deal has a value */
    size_t baseline;    /* that the others are compared with */
    bool bridge; /* also say which groups of assumptions make the difference: two more runs for each group */
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

/* A scenario among all, by the metric that is decided by. */
typedef struct bireme_choice {
    double probability_best, probability_best_se; /* that no other is better; of equals each is best */
    const bireme_summary *regret;                 /* what the best one of the trial has over it: ≥ 0 */
} bireme_choice;

/* A part of the difference in the mean of the metric that is decided by. */
typedef struct bireme_bridge_part {
    const char *name; /* the group of assumptions: "conversion rates"; static */
    double change, change_se;
} bireme_bridge_part;

/* scenarios [n], 2 ≤ n ≤ BIREME_COMPARE_MOST; the result does not need them. options: NULL for the defaults.
 * Errors: as of bireme_forecast_run(), DOMAIN if there is no such baseline, or no such metric in every
 * scenario, and SCENARIO, at its `currency`, if one is not in the currency of the first. On CANCELLED there
 * is no result. The same bytes for any number of threads. */
BIREME_API BIREME_MUST_USE bireme_status bireme_comparison_run(const bireme_scenario *const *scenarios,
                                                               size_t n,
                                                               const bireme_compare_options *options,
                                                               bireme_comparison **out, bireme_error *error);
/* What it needs (bireme_need). Errors: DOMAIN, SCENARIO, MEMORY. */
BIREME_API BIREME_MUST_USE bireme_status bireme_comparison_need(const bireme_scenario *const *scenarios,
                                                                size_t n,
                                                                const bireme_compare_options *options,
                                                                bireme_need *out, bireme_error *error);
BIREME_API void bireme_comparison_free(bireme_comparison *comparison); /* NULL is fine */

BIREME_API size_t bireme_comparison_count(const bireme_comparison *comparison); /* scenarios */
BIREME_API size_t bireme_comparison_baseline(const bireme_comparison *comparison);
/* Of a scenario or a metric that is not there (an index that is not below the count) every answer is NULL, 0
 * parts, or BIREME_UNIT_NONE. The name of a scenario, made different where two have the same: "Base (2)". */
BIREME_API const char *bireme_comparison_name(const bireme_comparison *comparison, size_t scenario);
/* Totals of the scenario; belongs to the comparison. */
BIREME_API const bireme_forecast *bireme_comparison_forecast(const bireme_comparison *comparison,
                                                             size_t scenario);

/* With a precision asked for, all run as many trials as the one that needs most of them to reach it; what
 * became of it in this one, as of bireme_forecast_precision(). */
BIREME_API const bireme_precision_result *bireme_comparison_precision(const bireme_comparison *comparison,
                                                                      size_t scenario);

/* Metrics of any of the scenarios, those of the baseline first. */
BIREME_API size_t bireme_comparison_metric_count(const bireme_comparison *comparison);
BIREME_API const char *bireme_comparison_metric_name(const bireme_comparison *comparison, size_t metric);
BIREME_API bireme_unit bireme_comparison_metric_unit(const bireme_comparison *comparison, size_t metric);
/* *metric: the index of the metric of that name. Errors: DOMAIN (there is none; the message has the nearest
 * name; *metric is left alone). error may be NULL. */
BIREME_API BIREME_MUST_USE bireme_status bireme_comparison_metric_find(const bireme_comparison *comparison,
                                                                       const char *name, size_t *metric,
                                                                       bireme_error *error);
/* Of the metric in the scenario; NULL if it has none of that name. */
BIREME_API const bireme_summary *bireme_comparison_total(const bireme_comparison *comparison, size_t scenario,
                                                         size_t metric);
/* NULL for the baseline, and where it or the scenario have no such metric. */
BIREME_API const bireme_difference *bireme_comparison_difference(const bireme_comparison *comparison,
                                                                 size_t scenario, size_t metric);

/* The metric that is decided by, and whether less of it is better (a cost). */
BIREME_API size_t bireme_comparison_metric(const bireme_comparison *comparison);
BIREME_API bool bireme_comparison_less_is_better(const bireme_comparison *comparison);
BIREME_API const bireme_choice *bireme_comparison_choice(const bireme_comparison *comparison,
                                                         size_t scenario);

/* From the baseline's mean to the scenario's, in the order of the funnel; the parts add up to the difference.
 * 0 parts: no bridge was asked for, or there is none, and the reason says why (NULL: they do not differ, or
 * it is the baseline). */
BIREME_API size_t bireme_comparison_bridge_count(const bireme_comparison *comparison, size_t scenario);
BIREME_API const bireme_bridge_part *bireme_comparison_bridge(const bireme_comparison *comparison,
                                                              size_t scenario, size_t part);
BIREME_API const char *bireme_comparison_bridge_reason(const bireme_comparison *comparison, size_t scenario);

#ifdef __cplusplus
}
#endif

#endif
