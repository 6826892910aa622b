/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quarters made of the periods of a run, and the years of these: which there are, and what the forecast says
 * of them. They are added up in every trial (metrics/collect.c); quantiles of periods cannot be.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "base/error.h"
#include "engine/run/run.h"
#include "model/past.h"
#include "model/quarters.h"

bireme_status bireme_run_check_quarters(const bireme_model *model, const bireme_run_options *options,
                                        bireme_error *error)
{
    const int start = options->fiscal_year_start;
    if (start == 0) return BIREME_OK;
    if (start < 1 || start > 12)
        return bireme_fail(error, BIREME_DOMAIN,
                           "a year that begins in month %d was asked for; possible are 1 (January) to 12",
                           start);
    if (options->totals_only)
        return bireme_fail(error, BIREME_DOMAIN,
                           "quarters were asked for, and totals only: quarters are made of periods");
    if (bireme_quarters_fit(&model->past.calendar, start)) return BIREME_OK;
    const int first = (model->past.calendar.month - 1) % 3 + 1;
    return bireme_fail(error, BIREME_DOMAIN,
                       "the scenario's periods are quarters that begin in other months than those of a year "
                       "that begins in month %d; possible are %d, %d, %d and %d",
                       start, first, first + 3, first + 6, first + 9);
}

/* The i-th of a kind, with its periods from the horizon's first on. */
static bireme_run_span span_at(const bireme_model *model, int start, int kind, size_t i)
{
    const bireme_calendar *calendar = &model->past.calendar;
    const size_t periods = bireme_model_whole(model);
    if (kind == BIREME_SPAN_QUARTER) {
        const bireme_quarter_of of = bireme_quarters_at(calendar, periods, start, i);
        return (bireme_run_span){.first = of.first, .periods = of.periods};
    }
    const bireme_year_of of = bireme_years_at(calendar, periods, start, i);
    return (bireme_run_span){.first = of.first, .periods = of.periods};
}

static void find_spans(bireme_run *r, int kind, size_t all)
{
    const bireme_model *model = r->compiled->model;
    const size_t past = model->past.periods;
    bireme_run_spans *spans = &r->spans[kind];
    spans->span = bireme_arena_alloc(&r->arena, all, sizeof *spans->span);
    spans->of = bireme_arena_alloc(&r->arena, model->periods, sizeof *spans->of);
    spans->n = 0;
    for (size_t i = 0; i < all && !r->arena.failed; i++) {
        bireme_run_span span = span_at(model, r->options.fiscal_year_start, kind, i);
        if (span.first + span.periods <= past) continue;
        span.past = span.first < past ? past - span.first : 0;
        span.periods -= span.past;
        span.first = span.first + span.past - past;
        for (size_t t = span.first; t < span.first + span.periods; t++) spans->of[t] = spans->n;
        spans->span[spans->n++] = span;
    }
}

static bireme_status find_kept(bireme_run *r, bireme_error *error)
{
    const bireme_metrics *metrics = r->compiled->metrics;
    const char *name = r->options.keep_quarters_of;
    if (name == NULL || !r->options.keep_samples) return BIREME_OK;
    for (size_t m = 0; m < metrics->count; m++)
        if (strcmp(metrics->items[m].name, name) == 0) r->kept_spans_of = m;
    if (r->kept_spans_of != SIZE_MAX) return BIREME_OK;
    return bireme_fail(error, BIREME_DOMAIN, "there is no metric `%s`, whose quarters should be kept", name);
}

bireme_status bireme_run_find_quarters(bireme_run *r, bireme_error *error)
{
    const bireme_model *model = r->compiled->model;
    const bireme_calendar *calendar = &model->past.calendar;
    const int start = r->options.fiscal_year_start;
    const size_t periods = bireme_model_whole(model);
    r->kept_spans_of = SIZE_MAX;
    if (start == 0) return BIREME_OK;
    find_spans(r, BIREME_SPAN_QUARTER, bireme_quarters_count(calendar, periods, start));
    find_spans(r, BIREME_SPAN_YEAR, bireme_years_count(calendar, periods, start));
    if (r->arena.failed) return bireme_fail_memory(error);
    return find_kept(r, error);
}

/* What the metric was in periods that are over, from `first` on: their sum, or what the last one had. NAN: it
 * is not known, or does not follow from that. */
static double past_of(const bireme_model *model, const bireme_metric *metric, size_t first, size_t periods)
{
    const bireme_metric_id id = bireme_metric_id_of(metric);
    double sum = 0;
    if (metric->total == BIREME_TOTAL_LAST || periods == 1)
        return bireme_past_value(model, id, first + periods - 1);
    if (metric->total != BIREME_TOTAL_SUM) return NAN;
    for (size_t t = first; t < first + periods; t++) sum += bireme_past_value(model, id, t);
    return sum;
}

double bireme_run_span_past(const bireme_run *r, const bireme_metric *metric, const bireme_run_span *span)
{
    const bireme_model *model = r->compiled->model;
    if (span->past == 0 || metric->total == BIREME_TOTAL_LAST) return 0;
    if (metric->total != BIREME_TOTAL_SUM) return NAN;
    return past_of(model, metric, model->past.periods - span->past, span->past);
}

/* The metric in one that is over: it begins with this period of the horizon, and has so many. */
static void summarise_over(const bireme_run *r, size_t m, size_t first, size_t periods, bireme_summary *out)
{
    const bireme_metric *metric = &r->compiled->metrics->items[m];
    bireme_run_state(r, past_of(r->compiled->model, metric, first, periods), out);
}

/* In one that is not: the i-th of its kind. */
static void summarise_span(const bireme_run *r, size_t part, size_t m, int kind, size_t i,
                           bireme_summary *out)
{
    const bireme_metric *metric = &r->compiled->metrics->items[m];
    if (isnan(bireme_run_span_past(r, metric, &r->spans[kind].span[i])))
        bireme_run_state(r, NAN, out);
    else
        bireme_run_summarise(r, part, m, bireme_run_span_variable(r, m, kind, i), out);
}

void bireme_run_summarise_quarters(const bireme_run *r, size_t part, size_t m, bireme_forecast *forecast)
{
    const size_t n = forecast->n_quarters, over = n - r->spans[BIREME_SPAN_QUARTER].n,
                 years = forecast->n_years, years_over = years - r->spans[BIREME_SPAN_YEAR].n;
    if (!forecast->has_period[m]) return;
    for (size_t q = 0; q < n; q++) {
        const bireme_quarter *quarter = &forecast->quarter[q];
        if (q < over)
            summarise_over(r, m, quarter->first, quarter->periods, &forecast->in_quarter[m * n + q]);
        else
            summarise_span(r, part, m, BIREME_SPAN_QUARTER, q - over, &forecast->in_quarter[m * n + q]);
    }
    for (size_t y = 0; y < years; y++) {
        const bireme_fiscal_year *year = &forecast->year[y];
        if (y < years_over)
            summarise_over(r, m, year->first, year->periods, &forecast->in_year[m * years + y]);
        else
            summarise_span(r, part, m, BIREME_SPAN_YEAR, y - years_over, &forecast->in_year[m * years + y]);
    }
}

/* The kept values of the i-th of a kind, of which the first `over` are over; NULL: there are none. */
static const double *values_of(const bireme_run *r, int kind, size_t over, size_t i, uint64_t trials)
{
    const size_t m = r->kept_spans_of;
    const bireme_metric *metric = &r->compiled->metrics->items[m];
    if (i < over || isnan(bireme_run_span_past(r, metric, &r->spans[kind].span[i - over]))) return NULL;
    const size_t variable = bireme_run_span_variable(r, m, kind, i - over);
    bireme_collector_round_values(r->collector, variable, trials, bireme_metric_terms(r->compiled, metric));
    return bireme_collector_values(r->collector, variable);
}

void bireme_run_hand_over_quarters(const bireme_run *r, bireme_forecast *forecast)
{
    if (r->kept_spans_of == SIZE_MAX || !forecast->has_period[r->kept_spans_of]) return;
    for (size_t q = 0; q < forecast->n_quarters; q++)
        forecast->quarter_values[q] = values_of(r, BIREME_SPAN_QUARTER,
                                                forecast->n_quarters - r->spans[BIREME_SPAN_QUARTER].n, q,
                                                forecast->trials);
    for (size_t y = 0; y < forecast->n_years; y++)
        forecast->year_values[y] = values_of(
            r, BIREME_SPAN_YEAR, forecast->n_years - r->spans[BIREME_SPAN_YEAR].n, y, forecast->trials);
}
