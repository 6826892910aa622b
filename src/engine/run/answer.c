/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of the answer that comes from counts: probabilities, and how the regimes of a drawn economy change
 * the result.
 */
#include "engine/run/run.h"

#include <math.h>
#include "engine/metrics/unseen.h"
#include "model/past.h"
#include "stats/replicates.h"

/* The sum of count k over all threads; stride: distance between the counts of two threads. */
static uint64_t sum_threads(const bireme_run *r, const uint64_t *count, size_t stride, size_t k)
{
    uint64_t sum = 0;
    for (size_t t = 0; t < (size_t)r->threads; t++) sum += count[t * stride + k];
    return sum;
}

/* Sums the threads for each replicate; returns the total. */
static uint64_t sum_replicates(const bireme_run *r, const uint64_t *count, size_t stride,
                               uint64_t *by_replicate)
{
    uint64_t sum = 0;
    for (size_t k = 0; k < BIREME_REPLICATES; k++) sum += by_replicate[k] = sum_threads(r, count, stride, k);
    return sum;
}

static uint64_t count_met(const bireme_run *r)
{
    uint64_t by_replicate[BIREME_REPLICATES];
    return sum_replicates(r, r->met, BIREME_REPLICATES, by_replicate);
}

/* The share of the trials that meet the conditions which are among those counted, and its standard error.
 * reached: of the first thread; stride: distance between the counts of two threads. */
static double share_of_met(const bireme_run *r, const uint64_t *reached, size_t stride, double *se)
{
    uint64_t reached_by[BIREME_REPLICATES], met_by[BIREME_REPLICATES];
    uint64_t n = sum_replicates(r, reached, stride, reached_by),
             met = sum_replicates(r, r->met, BIREME_REPLICATES, met_by);
    unsigned replicates = BIREME_REPLICATES;
    if (r->sampler == BIREME_SAMPLER_RANDOM) replicates = 1, reached_by[0] = n, met_by[0] = met;
    *se = bireme_replicates_share_se(replicates, reached_by, met_by);
    return (double)n / (double)met;
}

static void state(uint64_t n, double value, bireme_summary *out)
{
    double known = n > 0 ? 0 : NAN;
    if (n == 0) value = NAN;
    *out = (bireme_summary){
        .n = n, .mean = value, .mean_se = known, .sd = known, .sd_se = known, .min = value, .max = value};
    for (size_t q = 0; q < BIREME_QUANTILE_COUNT; q++) out->quantile[q] = value, out->quantile_se[q] = known;
}

void bireme_run_summarise(const bireme_run *r, size_t part, size_t metric, size_t variable,
                          bireme_summary *out)
{
    uint64_t trials = bireme_run_done(r), met = count_met(r);
    if (!r->is_constant[metric]) {
        double power = r->compiled->model->tail_power;
        bireme_collector_summarise(r->collector, part, variable, trials, out);
        if (power > 0) bireme_unseen_add(power, out);
        return;
    }
    state(met, r->constant[variable], out);
}

void bireme_run_state(const bireme_run *r, double value, bireme_summary *out)
{
    state(isnan(value) ? 0 : count_met(r), value, out);
}

/* `asked`: the trials that meet the conditions; only these can be left out of a metric. */
static void count_left_out(bireme_summary *summary, uint64_t asked)
{
    summary->left_out = asked > 0 ? (double)(asked - summary->n) / (double)asked : 0;
}

static void count_all_left_out(const bireme_run *r, bireme_forecast *forecast)
{
    uint64_t met = count_met(r);
    size_t periods = forecast->periods;
    for (size_t m = 0; m < forecast->n_metrics; m++) {
        if (bireme_past_suffices(r->compiled->model, forecast->id[m]))
            count_left_out(&forecast->total[m], met);
        if (forecast->rest != NULL && forecast->rest[m].n > 0) count_left_out(&forecast->rest[m], met);
        for (size_t t = forecast->past; t < periods && forecast->has_period[m]; t++)
            count_left_out(&forecast->period[m * periods + t], met);
        for (size_t q = 0; q < forecast->n_quarters && forecast->has_period[m]; q++)
            if (forecast->quarter[q].past < forecast->quarter[q].periods)
                count_left_out(&forecast->in_quarter[m * forecast->n_quarters + q], met);
        for (size_t y = 0; y < forecast->n_years && forecast->has_period[m]; y++)
            if (forecast->year[y].past < forecast->year[y].periods)
                count_left_out(&forecast->in_year[m * forecast->n_years + y], met);
    }
    for (size_t t = 0; t + 1 < r->n_to_date; t++)
        count_left_out(&forecast->sum_to_date[forecast->past + t], met);
}

/* Reports the regimes that came in some trials and not in others. */
static void state_regimes(bireme_run *r, bireme_forecast *forecast)
{
    uint64_t met = count_met(r);
    double power = r->compiled->model->tail_power;
    forecast->given_probability = (double)met / (double)forecast->trials;
    forecast->regime_metric = r->split_metric;
    bireme_calendar_label(&r->compiled->model->calendar, bireme_run_split_period(r->compiled->model),
                          forecast->regime_by);
    for (size_t k = 0; k < r->n_splits; k++) {
        uint64_t met_with = sum_threads(r, r->comes, r->n_splits, k);
        if (met_with == 0 || met_with == met) continue;
        bireme_regime_result *result = &forecast->regime[forecast->n_regimes];
        result->regime = forecast->regime_name[k];
        result->by = forecast->regime_by;
        result->probability = (double)met_with / (double)met;
        bireme_summary *comes = &forecast->if_regime[2 * forecast->n_regimes], *stays_out = comes + 1;
        result->comes = comes;
        result->stays_out = stays_out;
        bireme_collector_summarise(r->collector, 0, r->first_split + 2 * k, forecast->trials, comes);
        bireme_collector_summarise(r->collector, 0, r->first_split + 2 * k + 1, forecast->trials, stays_out);
        if (power > 0) bireme_unseen_add(power, comes);
        if (power > 0) bireme_unseen_add(power, stays_out);
        count_left_out(comes, met_with);
        count_left_out(stays_out, met - met_with);
        forecast->n_regimes++;
    }
}

static void state_goal(const bireme_run *r, bireme_forecast *forecast)
{
    const bireme_goal *goal = &r->compiled->model->goal;
    if (r->goal_metric == SIZE_MAX) return;
    double se, probability = share_of_met(r, r->reached, BIREME_REPLICATES, &se);
    bireme_calendar_label(&r->compiled->model->calendar, (size_t)goal->by, forecast->goal_by);
    forecast->goal = (bireme_goal_result){.present = true,
                                          .metric = forecast->goal_metric,
                                          .at_least = goal->at_least,
                                          .at_most = goal->at_most,
                                          .confidence = goal->confidence,
                                          .by = forecast->goal_by,
                                          .probability = probability,
                                          .probability_se = se};
}

/* The same for the periods that are over: the goal was reached by then, or it was not. */
static void state_past(const bireme_run *r, bireme_forecast *forecast, size_t past)
{
    const bireme_metric *metric = &r->compiled->metrics->items[r->split_metric];
    double sum = 0;
    for (size_t t = 0; t < past; t++) {
        double value = bireme_past_value(r->compiled->model, bireme_metric_id_of(metric), t);
        bool has_goal = r->goal_metric != SIZE_MAX;
        sum = metric->total == BIREME_TOTAL_SUM ? sum + value : value;
        bireme_run_state(r, sum, &forecast->sum_to_date[t]);
        forecast->to_date[t] = (bireme_to_date){
            .value = &forecast->sum_to_date[t],
            .probability = has_goal && !isnan(sum) ? bireme_threshold_met(r->goal, sum) : NAN,
            .probability_se = has_goal && !isnan(sum) ? 0 : NAN};
    }
}

/* The metric, and the goal's chance, from the start to the end of each period. */
static void state_to_date(const bireme_run *r, bireme_forecast *forecast)
{
    size_t stride = r->n_to_date * BIREME_REPLICATES, past = r->n_to_date > 0 ? forecast->past : 0;
    forecast->n_to_date = past + r->n_to_date;
    state_past(r, forecast, past);
    for (size_t t = 0; t < r->n_to_date; t++) {
        bool last = t + 1 == r->n_to_date;
        bireme_to_date *to_date = &forecast->to_date[past + t];
        *to_date = (bireme_to_date){.value = last ? &forecast->total[r->split_metric]
                                                  : &forecast->sum_to_date[past + t],
                                    .probability = NAN,
                                    .probability_se = NAN};
        if (r->goal_metric != SIZE_MAX)
            to_date->probability = share_of_met(r, r->reached_by + t * BIREME_REPLICATES, stride,
                                                &to_date->probability_se);
    }
}

void bireme_run_answer(bireme_run *r, bireme_forecast *forecast)
{
    if (r->options.n_given > 0) count_all_left_out(r, forecast);
    state_goal(r, forecast);
    state_to_date(r, forecast);
    state_regimes(r, forecast);
}
