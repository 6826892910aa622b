/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a comparison holds. compare.c fills it in, comparison.c gives access to it.
 */
#ifndef BIREME_DECIDE_COMPARE_COMPARISON_H
#define BIREME_DECIDE_COMPARE_COMPARISON_H

#include "bireme/compare.h"
#include "scenario/syntax/arena.h"

typedef struct bireme_bridge {
    size_t n_parts;
    bireme_bridge_part *parts;
    const char *reason; /* NULL: none */
} bireme_bridge;

/* A difference, with the summary that it points to. */
typedef struct bireme_paired {
    bireme_difference difference;
    bireme_summary summary;
} bireme_paired;

struct bireme_comparison {
    bireme_arena arena; /* holds the arrays and texts below, and those of the bridges */
    double tail_power;  /* the largest of the models' (model/model.h) */
    size_t n, baseline;
    char **name;                /* [n] */
    bireme_forecast **forecast; /* [n] */
    size_t n_metrics, metric;
    bool less_is_better;
    bool of_economies;         /* the scenarios differ in nothing but the economy */
    const char **metric_name;  /* [n_metrics], borrowed from the forecasts */
    bireme_unit *unit;         /* [n_metrics] */
    size_t *index;             /* [n × n_metrics] of the metric in the forecast, SIZE_MAX: none */
    bireme_paired *difference; /* [n × n_metrics], none where it has no summary */
    /* The metric to decide by [n × (n_quarters + n_years)] in the baseline's quarters, then its years: what
     * the scenario has there, NULL: nothing; and a difference, none where it has no summary. */
    size_t n_quarters, n_years;
    const bireme_summary **in_span;
    bireme_paired *of_span;
    bireme_choice *choice;              /* [n] */
    bireme_summary *regret;             /* [n], for the choices */
    bireme_bridge *bridge;              /* [n] */
    bireme_precision_result *precision; /* [n], from the runs that found the number of trials */
};

/* The metric's index, or SIZE_MAX if there is none of that name. */
size_t bireme_comparison_metric_of(const bireme_comparison *comparison, const char *name);

#endif
