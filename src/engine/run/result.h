/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a finished forecast holds. forecast.c fills it in, result.c gives access to it.
 */
#ifndef BIREME_ENGINE_RUN_RESULT_H
#define BIREME_ENGINE_RUN_RESULT_H

#include "bireme/forecast.h"
#include "compile/compiled.h"
#include "engine/run/metric_of.h"
#include "scenario/syntax/arena.h"
#include "stats/collector.h"

struct bireme_forecast {
    bireme_arena arena; /* holds the arrays and texts below */
    uint64_t trials, seed;
    bireme_sampler sampler;
    bireme_precision_result precision;
    size_t past;                      /* periods that are over, the first ones */
    size_t periods;                   /* all */
    char (*label)[BIREME_LABEL_SIZE]; /* [periods] */
    size_t n_metrics;
    char **name;
    bireme_metric_id *id;   /* [n_metrics] */
    bireme_summary *total;  /* [n_metrics] */
    bireme_summary *rest;   /* [n_metrics] over the periods that are not over; NULL: all are to come */
    bireme_summary *period; /* [n_metrics × periods], n is 0 for metrics without periods; NULL: totals only */
    bool *has_period;       /* [n_metrics] */
    size_t *slot;           /* [n_metrics] variable of the collector that holds the metric's totals */
    bireme_collector *collector;
    bool keeps_samples;
    bireme_goal_result goal;
    char *goal_metric;
    char goal_by[BIREME_LABEL_SIZE];
    double given_probability;
    size_t n_regimes, regime_metric;
    bireme_regime_result *regime; /* [n_regimes] a subset of the economy's */
    bireme_summary *if_regime;    /* [2 × n_regimes] the metric if the regime comes, and if it does not */
    size_t n_regime_names;
    char **regime_name; /* [n_regime_names] all regimes of the economy */
    char regime_by[BIREME_LABEL_SIZE];
    size_t n_to_date;            /* periods, or 0 */
    bireme_to_date *to_date;     /* [n_to_date] */
    bireme_summary *sum_to_date; /* [n_to_date] what these point to, but for the last */
    int fiscal_year_start;       /* 0: quarters were not asked for */
    size_t n_quarters;
    bireme_quarter *quarter;    /* [n_quarters] */
    bireme_summary *in_quarter; /* [n_metrics × n_quarters], n is 0 for metrics without periods */
    size_t n_years;
    bireme_fiscal_year *year; /* [n_years] */
    bireme_summary *in_year;  /* [n_metrics × n_years], as of quarters */
    /* [n_quarters], [n_years] in the collector: of the metric whose quarters are kept; NULL: none are */
    const double **quarter_values, **year_values;
};

/* A forecast with names, units and labels, all numbers still zero. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_forecast_create(const bireme_compiled *compiled,
                                                     const bireme_run_options *options, uint64_t seed,
                                                     bireme_forecast **out, bireme_error *error);

#endif
