/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A forecast's results: creation, access, freeing.
 */
#include "engine/run/result.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include "base/getter.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "model/past.h"
#include "model/quarters.h"

/* The quarters asked for, with their labels; room for their summaries. */
static void add_quarters(bireme_forecast *f, const bireme_model *model, int year_start)
{
    const bireme_calendar *calendar = &model->past.calendar;
    if (year_start == 0) return;
    f->fiscal_year_start = year_start;
    f->n_quarters = bireme_quarters_count(calendar, f->periods, year_start);
    f->quarter = bireme_arena_alloc(&f->arena, f->n_quarters, sizeof *f->quarter);
    f->in_quarter = bireme_arena_alloc(&f->arena, f->n_metrics,
                                       bireme_times(f->n_quarters, sizeof *f->in_quarter));
    f->quarter_values = bireme_arena_alloc(&f->arena, f->n_quarters, sizeof *f->quarter_values);
    for (size_t q = 0; !f->arena.failed && q < f->n_quarters; q++) {
        const bireme_quarter_of of = bireme_quarters_at(calendar, f->periods, year_start, q);
        char label[BIREME_QUARTER_LABEL_SIZE];
        const size_t over = f->past > of.first ? f->past - of.first : 0;
        f->quarter[q] = (bireme_quarter){
            .label = bireme_arena_text(&f->arena, bireme_quarter_label(calendar, &of, year_start, label)),
            .year = of.year,
            .number = of.number,
            .first = of.first,
            .periods = of.periods,
            .of = of.of,
            .past = over < of.periods ? over : of.periods};
    }
}

/* The same of their years. */
static void add_years(bireme_forecast *f, const bireme_model *model, int year_start)
{
    const bireme_calendar *calendar = &model->past.calendar;
    if (year_start == 0) return;
    f->n_years = bireme_years_count(calendar, f->periods, year_start);
    f->year = bireme_arena_alloc(&f->arena, f->n_years, sizeof *f->year);
    f->in_year = bireme_arena_alloc(&f->arena, f->n_metrics, bireme_times(f->n_years, sizeof *f->in_year));
    f->year_values = bireme_arena_alloc(&f->arena, f->n_years, sizeof *f->year_values);
    for (size_t y = 0; !f->arena.failed && y < f->n_years; y++) {
        const bireme_year_of of = bireme_years_at(calendar, f->periods, year_start, y);
        char label[BIREME_QUARTER_LABEL_SIZE];
        const size_t over = f->past > of.first ? f->past - of.first : 0;
        f->year[y] = (bireme_fiscal_year){
            .label = bireme_arena_text(&f->arena, bireme_year_label(calendar, &of, year_start, label)),
            .year = of.year,
            .first_quarter = of.first_quarter,
            .quarters = of.quarters,
            .first = of.first,
            .periods = of.periods,
            .of = of.of,
            .past = over < of.periods ? over : of.periods};
    }
}

bireme_status bireme_forecast_create(const bireme_compiled *compiled, const bireme_run_options *options,
                                     uint64_t seed, bireme_forecast **out, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    const bireme_metrics *metrics = compiled->metrics;
    bireme_forecast *f = bireme_calloc(1, sizeof *f);
    if (f == NULL) return bireme_fail_memory(error);
    f->past = model->past.periods;
    f->periods = bireme_model_whole(model);
    f->n_metrics = metrics->count;
    f->seed = seed;
    f->precision = (bireme_precision_result){.wanted = NAN, .reached = NAN};
    f->keeps_samples = options->keep_samples;
    bireme_arena *arena = &f->arena;
    size_t n_regimes = model->economy.n_regimes;
    f->label = bireme_arena_alloc(arena, f->periods, sizeof *f->label);
    f->name = bireme_arena_alloc(arena, metrics->count, sizeof *f->name);
    f->id = bireme_arena_alloc(arena, metrics->count, sizeof *f->id);
    f->total = bireme_arena_alloc(arena, metrics->count, sizeof *f->total);
    f->has_period = bireme_arena_alloc(arena, metrics->count, sizeof *f->has_period);
    f->slot = bireme_arena_alloc(arena, metrics->count, sizeof *f->slot);
    if (!options->totals_only)
        f->period = bireme_arena_alloc(arena, metrics->count, bireme_times(f->periods, sizeof *f->period));
    if (f->past > 0) f->rest = bireme_arena_alloc(arena, metrics->count, sizeof *f->rest);
    f->to_date = bireme_arena_alloc(arena, f->periods, sizeof *f->to_date);
    f->sum_to_date = bireme_arena_alloc(arena, f->periods, sizeof *f->sum_to_date);
    f->regime = bireme_arena_alloc(arena, n_regimes, sizeof *f->regime);
    f->if_regime = bireme_arena_alloc(arena, n_regimes, 2 * sizeof *f->if_regime);
    f->regime_name = bireme_arena_alloc(arena, n_regimes, sizeof *f->regime_name);
    for (size_t t = 0; !arena->failed && t < f->periods; t++)
        bireme_calendar_label(&model->past.calendar, t, f->label[t]);
    for (size_t m = 0; !arena->failed && m < metrics->count; m++) {
        f->id[m] = bireme_metric_id_of(&metrics->items[m]);
        f->has_period[m] = bireme_metric_has_periods(&metrics->items[m]) && !options->totals_only;
        f->name[m] = bireme_arena_text(arena, metrics->items[m].name);
    }
    for (size_t r = 0; !arena->failed && r < n_regimes; r++)
        f->regime_name[f->n_regime_names++] = bireme_arena_text(arena, model->economy.regimes[r].name);
    add_quarters(f, model, options->fiscal_year_start);
    add_years(f, model, options->fiscal_year_start);
    if (model->goal.present) f->goal_metric = bireme_arena_text(arena, model->goal.metric);
    if (arena->failed) {
        bireme_forecast_free(f);
        return bireme_fail_memory(error);
    }
    *out = f;
    return BIREME_OK;
}

void bireme_forecast_free(bireme_forecast *forecast)
{
    if (forecast == NULL) return;
    bireme_collector_free(forecast->collector);
    bireme_arena_free(&forecast->arena);
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

bireme_unit bireme_forecast_metric_unit(const bireme_forecast *forecast, size_t metric)
{
    return metric < forecast->n_metrics ? bireme_metric_row_of(forecast->id[metric].kind)->unit
                                        : BIREME_UNIT_NONE;
}

size_t bireme_forecast_metric_of(const bireme_forecast *forecast, const char *name)
{
    for (size_t m = 0; m < forecast->n_metrics; m++)
        if (strcmp(forecast->name[m], name) == 0) return m;
    return SIZE_MAX;
}

size_t bireme_forecast_metric_at(const bireme_forecast *forecast, bireme_metric_id id)
{
    for (size_t m = 0; m < forecast->n_metrics; m++)
        if (bireme_metric_equal(forecast->id[m], id)) return m;
    return SIZE_MAX;
}

bireme_metric_id bireme_forecast_metric_id(const bireme_forecast *forecast, size_t metric)
{
    assert(metric < forecast->n_metrics);
    return forecast->id[metric];
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
BIREME_GETTER(size_t, bireme_forecast_past_count, bireme_forecast, past);

const bireme_summary *bireme_forecast_rest(const bireme_forecast *forecast, size_t metric)
{
    if (metric >= forecast->n_metrics) return NULL;
    return forecast->rest != NULL ? &forecast->rest[metric] : &forecast->total[metric];
}

const bireme_summary *bireme_forecast_period(const bireme_forecast *forecast, size_t metric, size_t period)
{
    if (forecast->period == NULL || metric >= forecast->n_metrics || period >= forecast->periods) return NULL;
    return forecast->has_period[metric] ? &forecast->period[metric * forecast->periods + period] : NULL;
}

const double *bireme_forecast_values(const bireme_forecast *forecast, size_t metric)
{
    if (!forecast->keeps_samples || metric >= forecast->n_metrics) return NULL;
    return bireme_collector_values(forecast->collector, forecast->slot[metric]);
}

const double *bireme_forecast_samples(const bireme_forecast *forecast, size_t metric)
{
    bool lacks = forecast->rest != NULL && metric < forecast->n_metrics && forecast->total[metric].n == 0 &&
                 forecast->rest[metric].n > 0;
    return lacks ? NULL : bireme_forecast_values(forecast, metric);
}

BIREME_PART_GETTER(bireme_goal_result, bireme_forecast_goal, bireme_forecast, goal);
BIREME_ROW_GETTER(bireme_to_date, bireme_forecast_to_date, bireme_forecast, to_date, n_to_date);
BIREME_GETTER(double, bireme_forecast_given_probability, bireme_forecast, given_probability);
BIREME_GETTER(size_t, bireme_forecast_regime_count, bireme_forecast, n_regimes);
BIREME_ROW_GETTER(bireme_regime_result, bireme_forecast_regime, bireme_forecast, regime, n_regimes);
BIREME_GETTER(size_t, bireme_forecast_regime_metric, bireme_forecast, regime_metric);
BIREME_GETTER(int, bireme_forecast_fiscal_year_start, bireme_forecast, fiscal_year_start);
BIREME_GETTER(size_t, bireme_forecast_quarter_count, bireme_forecast, n_quarters);
BIREME_ROW_GETTER(bireme_quarter, bireme_forecast_quarter_at, bireme_forecast, quarter, n_quarters);

const bireme_summary *bireme_forecast_quarter(const bireme_forecast *forecast, size_t metric, size_t quarter)
{
    if (metric >= forecast->n_metrics || quarter >= forecast->n_quarters) return NULL;
    return forecast->has_period[metric] ? &forecast->in_quarter[metric * forecast->n_quarters + quarter]
                                        : NULL;
}

BIREME_GETTER(size_t, bireme_forecast_year_count, bireme_forecast, n_years);
BIREME_ROW_GETTER(bireme_fiscal_year, bireme_forecast_year_at, bireme_forecast, year, n_years);

const bireme_summary *bireme_forecast_year(const bireme_forecast *forecast, size_t metric, size_t year)
{
    if (metric >= forecast->n_metrics || year >= forecast->n_years) return NULL;
    return forecast->has_period[metric] ? &forecast->in_year[metric * forecast->n_years + year] : NULL;
}

const double *bireme_forecast_quarter_samples(const bireme_forecast *forecast, size_t quarter)
{
    return quarter < forecast->n_quarters ? forecast->quarter_values[quarter] : NULL;
}

const double *bireme_forecast_year_samples(const bireme_forecast *forecast, size_t year)
{
    return year < forecast->n_years ? forecast->year_values[year] : NULL;
}
