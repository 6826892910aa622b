/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A made-up forecast, which stands in for the engine: this file defines what bireme/forecast.h declares, so
 * that every number is chosen by the test. Included once by each test program that needs it.
 */
#ifndef TESTS_UNIT_OUTPUT_MADE_FORECAST_H
#define TESTS_UNIT_OUTPUT_MADE_FORECAST_H

#include <math.h>
#include <string.h>
#include "engine/run/metric_of.h"
#include "output/forecast/forecast.h"

enum { MADE_MOST = 64, WITHOUT_VALUE = MADE_MOST, PERIODS = 2, TRIALS = 3, REGIMES_MOST = 2 };

struct bireme_forecast {
    const bireme_model *model; /* what it has and the test does not add has no value in any trial */
    uint64_t trials;
    const char *sampler; /* NULL: random */
    bireme_precision_result precision;
    bool totals_only;
    size_t n;
    const char *name[MADE_MOST];
    bireme_unit unit[MADE_MOST];
    bireme_summary total[MADE_MOST + 1], period[MADE_MOST + 1]; /* n = 0: no values per period */
    double samples[TRIALS];
    bireme_goal_result goal;
    double given_probability;
    size_t n_regimes, regime_metric;
    bireme_regime_result regime[REGIMES_MOST];
    bireme_to_date to_date[PERIODS]; /* value NULL: there is none */
};

const double bireme_quantile_probability[BIREME_QUANTILE_COUNT] = {.05, .10, .25, .50, .75, .90, .95};
const char *const bireme_quantile_name[BIREME_QUANTILE_COUNT] = {"p05", "p10", "p25", "p50",
                                                                 "p75", "p90", "p95"};

uint64_t bireme_forecast_trials(const bireme_forecast *forecast)
{
    return forecast->trials;
}

uint64_t bireme_forecast_seed(const bireme_forecast *forecast)
{
    (void)forecast;
    return UINT64_MAX;
}

const char *bireme_forecast_sampler(const bireme_forecast *forecast)
{
    return forecast->sampler != NULL ? forecast->sampler : "random";
}

const bireme_precision_result *bireme_forecast_precision(const bireme_forecast *forecast)
{
    return &forecast->precision;
}

size_t bireme_forecast_period_count(const bireme_forecast *forecast)
{
    (void)forecast;
    return PERIODS;
}

const char *bireme_forecast_period_label(const bireme_forecast *forecast, size_t period)
{
    (void)forecast;
    return period == 0 ? "2027-01" : "2027-02";
}

size_t bireme_forecast_metric_count(const bireme_forecast *forecast)
{
    return forecast->n;
}

const char *bireme_forecast_metric_name(const bireme_forecast *forecast, size_t metric)
{
    return forecast->name[metric];
}

bireme_unit bireme_forecast_metric_unit(const bireme_forecast *forecast, size_t metric)
{
    return forecast->unit[metric];
}

size_t bireme_forecast_metric_of(const bireme_forecast *forecast, const char *name)
{
    for (size_t m = 0; m < forecast->n; m++)
        if (strcmp(forecast->name[m], name) == 0) return m;
    return SIZE_MAX;
}

size_t bireme_forecast_metric_at(const bireme_forecast *forecast, bireme_metric_id id)
{
    char name[BIREME_METRIC_NAME_SIZE];
    bireme_metric_name(forecast->model, id, name);
    size_t m = bireme_forecast_metric_of(forecast, name);
    if (!bireme_metric_exists(forecast->model, id)) {
        if (m != SIZE_MAX) fail_msg("the test adds %s, and its model does not have it", name);
        return SIZE_MAX;
    }
    return m != SIZE_MAX ? m : WITHOUT_VALUE;
}

bireme_metric_id bireme_forecast_metric_id(const bireme_forecast *forecast, size_t metric)
{
    bireme_metric_id id, none = {.kind = BIREME_METRIC_KINDS};
    bool known = metric != WITHOUT_VALUE && bireme_metric_find(forecast->model, forecast->name[metric], &id);
    return known ? id : none;
}

const bireme_summary *bireme_forecast_total(const bireme_forecast *forecast, size_t metric)
{
    return metric != SIZE_MAX ? &forecast->total[metric] : NULL;
}

size_t bireme_forecast_past_count(const bireme_forecast *forecast)
{
    (void)forecast;
    return 0;
}

const bireme_summary *bireme_forecast_rest(const bireme_forecast *forecast, size_t metric)
{
    return bireme_forecast_total(forecast, metric);
}

const double *bireme_forecast_values(const bireme_forecast *forecast, size_t metric)
{
    (void)metric;
    return forecast->samples;
}

const bireme_summary *bireme_forecast_period(const bireme_forecast *forecast, size_t metric, size_t period)
{
    (void)period;
    return metric == SIZE_MAX || forecast->totals_only || forecast->period[metric].n == 0
               ? NULL
               : &forecast->period[metric];
}

int bireme_forecast_fiscal_year_start(const bireme_forecast *forecast)
{
    (void)forecast;
    return 0;
}

size_t bireme_forecast_quarter_count(const bireme_forecast *forecast)
{
    (void)forecast;
    return 0;
}

const bireme_quarter *bireme_forecast_quarter_at(const bireme_forecast *forecast, size_t quarter)
{
    (void)forecast;
    (void)quarter;
    return NULL;
}

size_t bireme_forecast_year_count(const bireme_forecast *forecast)
{
    (void)forecast;
    return 0;
}

const bireme_fiscal_year *bireme_forecast_year_at(const bireme_forecast *forecast, size_t year)
{
    (void)forecast;
    (void)year;
    return NULL;
}

const bireme_summary *bireme_forecast_year(const bireme_forecast *forecast, size_t metric, size_t year)
{
    (void)forecast;
    (void)metric;
    (void)year;
    return NULL;
}

const bireme_summary *bireme_forecast_quarter(const bireme_forecast *forecast, size_t metric, size_t quarter)
{
    (void)forecast;
    (void)metric;
    (void)quarter;
    return NULL;
}

const double *bireme_forecast_samples(const bireme_forecast *forecast, size_t metric)
{
    (void)metric;
    return forecast->samples;
}

const bireme_goal_result *bireme_forecast_goal(const bireme_forecast *forecast)
{
    return &forecast->goal;
}

double bireme_forecast_given_probability(const bireme_forecast *forecast)
{
    return forecast->given_probability;
}

size_t bireme_forecast_regime_count(const bireme_forecast *forecast)
{
    return forecast->n_regimes;
}

const bireme_regime_result *bireme_forecast_regime(const bireme_forecast *forecast, size_t regime)
{
    return &forecast->regime[regime];
}

const bireme_to_date *bireme_forecast_to_date(const bireme_forecast *f, size_t period)
{
    return period >= PERIODS || f->to_date[period].value == NULL ? NULL : &f->to_date[period];
}

size_t bireme_forecast_regime_metric(const bireme_forecast *forecast)
{
    return forecast->regime_metric;
}

/* P05 to P95 from 0.7 to 1.3 times the mean. */
static inline bireme_summary summary_around(double mean, double se)
{
    bireme_summary s = {.n = 65536,
                        .mean = mean,
                        .mean_se = se,
                        .sd = mean / 5,
                        .sd_se = se,
                        .min = mean / 2,
                        .max = 2 * mean};
    static const double share[BIREME_QUANTILE_COUNT] = {0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3};
    for (int q = 0; q < BIREME_QUANTILE_COUNT; q++) {
        s.quantile[q] = share[q] * mean;
        s.quantile_se[q] = se;
    }
    return s;
}

/* Adds a metric without values per period; its index. */
static inline size_t add_metric(bireme_forecast *forecast, const char *name, bireme_unit unit, double mean,
                                double se)
{
    size_t m = forecast->n++;
    assert_true(forecast->n <= MADE_MOST);
    forecast->name[m] = name;
    forecast->unit[m] = unit;
    forecast->total[m] = summary_around(mean, se);
    forecast->period[m] = (bireme_summary){0};
    return m;
}

#endif
