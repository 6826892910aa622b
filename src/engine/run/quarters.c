/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quarters made of the periods of a run: which there are, and what the forecast says of them. They are added
 * up in every trial (metrics/collect.c); quantiles of periods cannot be.
 */
#include <math.h>
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

bireme_status bireme_run_find_quarters(bireme_run *r, bireme_error *error)
{
    const bireme_model *model = r->compiled->model;
    const bireme_calendar *calendar = &model->past.calendar;
    const int start = r->options.fiscal_year_start;
    const size_t periods = bireme_model_whole(model), past = model->past.periods;
    if (start == 0) return BIREME_OK;
    const size_t all = bireme_quarters_count(calendar, periods, start);
    r->quarter = bireme_arena_alloc(&r->arena, all, sizeof *r->quarter);
    r->quarter_of = bireme_arena_alloc(&r->arena, model->periods, sizeof *r->quarter_of);
    if (r->arena.failed) return bireme_fail_memory(error);
    r->n_quarters = 0;
    for (size_t q = 0; q < all; q++) {
        const bireme_quarter_of of = bireme_quarters_at(calendar, periods, start, q);
        const size_t end = of.first + of.periods, over = of.first < past ? past - of.first : 0;
        if (end <= past) continue;
        const bireme_run_quarter quarter = {
            .first = of.first + over - past, .periods = of.periods - over, .past = over};
        for (size_t t = quarter.first; t < quarter.first + quarter.periods; t++)
            r->quarter_of[t] = r->n_quarters;
        r->quarter[r->n_quarters++] = quarter;
    }
    return BIREME_OK;
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

double bireme_run_quarter_past(const bireme_run *r, const bireme_metric *metric, size_t quarter)
{
    const bireme_model *model = r->compiled->model;
    const size_t past = r->quarter[quarter].past;
    if (past == 0 || metric->total == BIREME_TOTAL_LAST) return 0;
    if (metric->total != BIREME_TOTAL_SUM) return NAN;
    return past_of(model, metric, model->past.periods - past, past);
}

void bireme_run_summarise_quarters(const bireme_run *r, size_t part, size_t m, bireme_forecast *forecast)
{
    const bireme_metric *metric = &r->compiled->metrics->items[m];
    const size_t n = forecast->n_quarters, over = n - r->n_quarters;
    for (size_t q = 0; q < n && forecast->has_period[m]; q++) {
        bireme_summary *out = &forecast->in_quarter[m * n + q];
        const bireme_quarter *quarter = &forecast->quarter[q];
        if (q < over)
            bireme_run_state(r, past_of(r->compiled->model, metric, quarter->first, quarter->periods), out);
        else if (isnan(bireme_run_quarter_past(r, metric, q - over)))
            bireme_run_state(r, NAN, out);
        else
            bireme_run_summarise(r, part, m, bireme_run_quarter_variable(r, m, q - over), out);
    }
}
