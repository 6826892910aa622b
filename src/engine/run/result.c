/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A forecast's results: creation, access, freeing.
 */
#include "engine/run/result.h"

#include <math.h>
#include <string.h>
#include "base/getter.h"
#include "base/memory.h"
#include "base/nearest.h"

bireme_status bireme_forecast_create(const bireme_compiled *compiled, const bireme_run_options *options,
                                     uint64_t seed, bireme_forecast **out, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    const bireme_metrics *metrics = compiled->metrics;
    bireme_forecast *f = bireme_calloc(1, sizeof *f);
    if (f == NULL) return bireme_fail_memory(error);
    f->periods = model->periods;
    f->n_metrics = metrics->count;
    f->seed = seed;
    f->precision = (bireme_precision_result){.wanted = NAN, .reached = NAN};
    f->keeps_samples = options->keep_samples;
    f->label = bireme_calloc(model->periods, sizeof *f->label);
    f->name = bireme_calloc(metrics->count, sizeof *f->name);
    f->unit = bireme_calloc(metrics->count, sizeof *f->unit);
    f->total = bireme_calloc(metrics->count, sizeof *f->total);
    f->has_period = bireme_calloc(metrics->count, sizeof *f->has_period);
    f->slot = bireme_calloc(metrics->count, sizeof *f->slot);
    bool failed = !f->label || !f->name || !f->unit || !f->total || !f->has_period || !f->slot;
    if (!options->totals_only) {
        f->period = bireme_calloc(metrics->count, bireme_times(model->periods, sizeof *f->period));
        failed |= f->period == NULL;
    }
    for (size_t t = 0; !failed && t < model->periods; t++)
        bireme_calendar_label(&model->calendar, t, f->label[t]);
    for (size_t m = 0; !failed && m < metrics->count; m++) {
        f->unit[m] = metrics->items[m].unit;
        f->has_period[m] = bireme_metric_has_periods(&metrics->items[m]) && !options->totals_only;
        f->name[m] = bireme_strdup(metrics->items[m].name);
        failed |= f->name[m] == NULL;
    }
    size_t n_regimes = model->economy.n_regimes;
    f->regime = bireme_calloc(n_regimes, sizeof *f->regime);
    f->if_regime = bireme_calloc(n_regimes, 2 * sizeof *f->if_regime);
    f->regime_name = bireme_calloc(n_regimes, sizeof *f->regime_name);
    failed |= f->regime == NULL || f->if_regime == NULL || f->regime_name == NULL;
    for (size_t r = 0; !failed && r < n_regimes; r++) {
        f->regime_name[f->n_regime_names] = bireme_strdup(model->economy.regimes[r].name);
        failed |= f->regime_name[f->n_regime_names++] == NULL;
    }
    if (!failed && model->goal.present) {
        f->goal_metric = bireme_strdup(model->goal.metric);
        failed |= f->goal_metric == NULL;
    }
    if (failed) {
        bireme_forecast_free(f);
        return bireme_fail_memory(error);
    }
    *out = f;
    return BIREME_OK;
}

void bireme_forecast_free(bireme_forecast *forecast)
{
    if (forecast == NULL) return;
    for (size_t m = 0; forecast->name != NULL && m < forecast->n_metrics; m++) bireme_free(forecast->name[m]);
    bireme_free(forecast->label);
    bireme_free(forecast->name);
    bireme_free(forecast->unit);
    bireme_free(forecast->total);
    bireme_free(forecast->period);
    bireme_free(forecast->has_period);
    bireme_free(forecast->slot);
    bireme_collector_free(forecast->collector);
    bireme_free(forecast->goal_metric);
    for (size_t r = 0; r < forecast->n_regime_names; r++) bireme_free(forecast->regime_name[r]);
    bireme_free(forecast->regime_name);
    bireme_free(forecast->regime);
    bireme_free(forecast->if_regime);
    bireme_free(forecast);
}

BIREME_GETTER(uint64_t, bireme_forecast_trials, bireme_forecast, trials);
BIREME_GETTER(uint64_t, bireme_forecast_seed, bireme_forecast, seed);

const char *bireme_forecast_sampler(const bireme_forecast *forecast)
{
    return bireme_sampler_name(forecast->sampler);
}

BIREME_PART_GETTER(bireme_precision_result, bireme_forecast_precision, bireme_forecast, precision);
BIREME_GETTER(size_t, bireme_forecast_period_count, bireme_forecast, periods);
BIREME_VALUE_GETTER(const char *, bireme_forecast_period_label, bireme_forecast, label, periods, NULL);
BIREME_GETTER(size_t, bireme_forecast_metric_count, bireme_forecast, n_metrics);
BIREME_VALUE_GETTER(const char *, bireme_forecast_metric_name, bireme_forecast, name, n_metrics, NULL);
BIREME_VALUE_GETTER(bireme_unit, bireme_forecast_metric_unit, bireme_forecast, unit, n_metrics,
                    BIREME_UNIT_NONE);

size_t bireme_forecast_metric_of(const bireme_forecast *forecast, const char *name)
{
    for (size_t m = 0; m < forecast->n_metrics; m++)
        if (strcmp(forecast->name[m], name) == 0) return m;
    return SIZE_MAX;
}

bireme_status bireme_forecast_metric_find(const bireme_forecast *forecast, const char *name, size_t *metric,
                                          bireme_error *error)
{
    size_t found = name != NULL ? bireme_forecast_metric_of(forecast, name) : SIZE_MAX;
    if (found == SIZE_MAX)
        return bireme_fail_nearest(error, "metric", name, (const char *const *)forecast->name,
                                   forecast->n_metrics);
    *metric = found;
    return BIREME_OK;
}

BIREME_ROW_GETTER(bireme_summary, bireme_forecast_total, bireme_forecast, total, n_metrics);

const bireme_summary *bireme_forecast_period(const bireme_forecast *forecast, size_t metric, size_t period)
{
    if (forecast->period == NULL || metric >= forecast->n_metrics || period >= forecast->periods) return NULL;
    return forecast->has_period[metric] ? &forecast->period[metric * forecast->periods + period] : NULL;
}

const double *bireme_forecast_samples(const bireme_forecast *forecast, size_t metric)
{
    if (!forecast->keeps_samples || metric >= forecast->n_metrics) return NULL;
    return bireme_collector_values(forecast->collector, forecast->slot[metric]);
}

BIREME_PART_GETTER(bireme_goal_result, bireme_forecast_goal, bireme_forecast, goal);
BIREME_GETTER(double, bireme_forecast_given_probability, bireme_forecast, given_probability);
BIREME_GETTER(size_t, bireme_forecast_regime_count, bireme_forecast, n_regimes);
BIREME_ROW_GETTER(bireme_regime_result, bireme_forecast_regime, bireme_forecast, regime, n_regimes);
BIREME_GETTER(size_t, bireme_forecast_regime_metric, bireme_forecast, regime_metric);
