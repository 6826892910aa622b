/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stable JSON of a forecast: fields may be added, but those here remain.
 */
#include "output/forecast/forecast.h"

#include <math.h>
#include "output/forecast/of_totals.h"

/* Which periods are facts, and every metric over the others. */
static void write_past(bireme_json *json, const bireme_forecast_view *view)
{
    const bireme_forecast *forecast = view->forecast;
    size_t past = bireme_forecast_past_count(forecast);
    if (past == 0) return;
    bireme_json_open(json, "actuals", '{', true);
    bireme_json_string(json, "through", bireme_forecast_period_label(forecast, past - 1));
    bireme_json_whole(json, "periods", past);
    bireme_json_close(json, '}');
    bireme_json_open(json, "rest", '{', false);
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++)
        bireme_summary_json(json, bireme_forecast_metric_name(forecast, m),
                            bireme_forecast_rest(forecast, m));
    bireme_json_close(json, '}');
}

static void write_totals(bireme_json *json, const bireme_forecast_view *view)
{
    const bireme_forecast *forecast = view->forecast;
    bireme_json_open(json, "metrics", '{', false);
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++) {
        double of_totals = bireme_of_totals(forecast, view->model, false, m);
        bireme_json_open(json, bireme_forecast_metric_name(forecast, m), '{', true);
        bireme_summary_json_members(json, bireme_forecast_total(forecast, m));
        if (!isnan(of_totals)) bireme_json_number(json, "of_totals", of_totals);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, '}');
}

static bool has_periods(const bireme_forecast *forecast)
{
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++)
        if (bireme_forecast_period(forecast, m, 0) != NULL) return true;
    return false;
}

typedef const bireme_summary *summary_in(const bireme_forecast *forecast, size_t metric, size_t time);

/* The metrics in a period, quarter or year, and the end of its object. */
static void write_metrics_in(bireme_json *json, const bireme_forecast *forecast, summary_in *in, size_t time)
{
    bireme_json_open(json, "metrics", '{', false);
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++) {
        const bireme_summary *summary = in(forecast, m, time);
        if (summary != NULL) bireme_summary_json(json, bireme_forecast_metric_name(forecast, m), summary);
    }
    bireme_json_close(json, '}');
    bireme_json_close(json, '}');
}

static void write_periods(bireme_json *json, const bireme_forecast *forecast)
{
    size_t n = has_periods(forecast) ? bireme_forecast_period_count(forecast) : 0;
    bireme_json_open(json, "periods", '[', false);
    for (size_t t = 0; t < n; t++) {
        bireme_json_open(json, NULL, '{', false);
        bireme_json_string(json, "start", bireme_forecast_period_label(forecast, t));
        if (t < bireme_forecast_past_count(forecast)) bireme_json_boolean(json, "actual", true);
        write_metrics_in(json, forecast, bireme_forecast_period, t);
    }
    bireme_json_close(json, ']');
}

/* Only where they were asked for; the periods stay. */
static void write_quarters(bireme_json *json, const bireme_forecast *forecast)
{
    const size_t n = bireme_forecast_quarter_count(forecast);
    if (n == 0) return;
    bireme_json_open(json, "quarters", '[', false);
    for (size_t q = 0; q < n; q++) {
        const bireme_quarter *quarter = bireme_forecast_quarter_at(forecast, q);
        bireme_json_open(json, NULL, '{', false);
        bireme_json_string(json, "label", quarter->label);
        bireme_json_whole(json, "year", (uint64_t)quarter->year);
        bireme_json_whole(json, "quarter", (uint64_t)quarter->number);
        bireme_json_string(json, "start", bireme_forecast_period_label(forecast, quarter->first));
        bireme_json_whole(json, "periods", quarter->periods);
        bireme_json_whole(json, "of_periods", quarter->of);
        if (quarter->past > 0) bireme_json_whole(json, "actual_periods", quarter->past);
        write_metrics_in(json, forecast, bireme_forecast_quarter, q);
    }
    bireme_json_close(json, ']');
}

/* The same of their years. */
static void write_years(bireme_json *json, const bireme_forecast *forecast)
{
    const size_t n = bireme_forecast_year_count(forecast);
    if (n == 0) return;
    bireme_json_open(json, "years", '[', false);
    for (size_t y = 0; y < n; y++) {
        const bireme_fiscal_year *year = bireme_forecast_year_at(forecast, y);
        bireme_json_open(json, NULL, '{', false);
        bireme_json_string(json, "label", year->label);
        bireme_json_whole(json, "year", (uint64_t)year->year);
        bireme_json_string(json, "start", bireme_forecast_period_label(forecast, year->first));
        bireme_json_whole(json, "quarters", year->quarters);
        bireme_json_whole(json, "periods", year->periods);
        bireme_json_whole(json, "of_periods", year->of);
        if (year->past > 0) bireme_json_whole(json, "actual_periods", year->past);
        write_metrics_in(json, forecast, bireme_forecast_year, y);
    }
    bireme_json_close(json, ']');
}

void bireme_goal_json(bireme_json *json, const char *key, const bireme_goal_result *goal)
{
    if (!goal->present) return;
    bireme_json_open(json, key, '{', true);
    bireme_json_string(json, "metric", goal->metric);
    bireme_json_number(json, goal->at_most ? "at_most" : "at_least", goal->at_least);
    bireme_json_string(json, "by", goal->by);
    bireme_json_number(json, "confidence", goal->confidence);
    bireme_json_estimate(json, "probability", goal->probability, goal->probability_se);
    bireme_json_close(json, '}');
}

void bireme_precision_json(bireme_json *json, const char *key, const bireme_precision_result *precision)
{
    if (!precision->asked) return;
    bireme_json_open(json, key, '{', true);
    bireme_json_number(json, "wanted", precision->wanted);
    bireme_json_number(json, "reached", precision->reached);
    bireme_json_boolean(json, "met", precision->met);
    bireme_json_string(json, "metric", precision->metric);
    bireme_json_string(json, "worst", precision->worst);
    bireme_json_close(json, '}');
}

/* The goal's metric, or revenue, from the start to the end of each period, and the goal's chance by then. */
static void write_to_date(bireme_json *json, const bireme_forecast *forecast)
{
    size_t metric = bireme_forecast_regime_metric(forecast);
    if (bireme_forecast_to_date(forecast, 0) == NULL) return;
    bireme_json_open(json, "to_date", '{', false);
    bireme_json_string(json, "metric", bireme_forecast_metric_name(forecast, metric));
    bireme_json_open(json, "periods", '[', false);
    for (size_t t = 0; t < bireme_forecast_period_count(forecast); t++) {
        const bireme_to_date *to_date = bireme_forecast_to_date(forecast, t);
        bireme_json_open(json, NULL, '{', true);
        bireme_json_string(json, "start", bireme_forecast_period_label(forecast, t));
        bireme_summary_json_members(json, to_date->value);
        if (bireme_forecast_goal(forecast)->present)
            bireme_json_estimate(json, "probability", to_date->probability, to_date->probability_se);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
    bireme_json_close(json, '}');
}

static void write_given(bireme_json *json, const bireme_forecast_view *view)
{
    if (view->n_given == 0) return;
    bireme_json_open(json, "given", '[', true);
    for (size_t i = 0; i < view->n_given; i++) {
        bireme_json_open(json, NULL, '{', true);
        bireme_json_string(json, "regime", view->given[i].regime);
        bireme_json_string(json, "by", view->given[i].by);
        bireme_json_boolean(json, "never", view->given[i].never);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
    bireme_json_number(json, "given_probability", bireme_forecast_given_probability(view->forecast));
}

static void write_regimes(bireme_json *json, const bireme_forecast *forecast)
{
    size_t n = bireme_forecast_regime_count(forecast);
    if (n == 0) return;
    size_t metric = bireme_forecast_regime_metric(forecast);
    bireme_json_open(json, "regimes", '[', false);
    for (size_t r = 0; r < n; r++) {
        bireme_regime_result result = *bireme_forecast_regime(forecast, r);
        bireme_json_open(json, NULL, '{', false);
        bireme_json_string(json, "regime", result.regime);
        bireme_json_string(json, "by", result.by);
        bireme_json_number(json, "probability", result.probability);
        bireme_json_string(json, "metric", bireme_forecast_metric_name(forecast, metric));
        bireme_summary_json(json, "comes", result.comes);
        bireme_summary_json(json, "stays_out", result.stays_out);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
}

void bireme_forecast_json(const void *of, bireme_json *json)
{
    const bireme_forecast_view *view = of;
    const bireme_forecast *forecast = view->forecast;
    uint64_t trials = bireme_forecast_trials(forecast);
    bireme_goal_result goal = *bireme_forecast_goal(forecast);
    bireme_precision_result precision = *bireme_forecast_precision(forecast);
    bireme_json_string(json, "scenario", view->model->name);
    bireme_json_string(json, "currency", view->model->currency);
    bireme_json_whole(json, "trials", trials);
    if (trials < view->trials_asked) bireme_json_whole(json, "interrupted_before", view->trials_asked);
    bireme_json_whole(json, "seed", bireme_forecast_seed(forecast));
    bireme_json_string(json, "sampler", bireme_forecast_sampler(forecast));
    bireme_precision_json(json, "precision", &precision);
    bireme_json_number(json, "elapsed_s", view->elapsed_s);
    write_given(json, view);
    write_totals(json, view);
    write_past(json, view);
    write_periods(json, forecast);
    write_quarters(json, forecast);
    write_years(json, forecast);
    bireme_goal_json(json, "goal", &goal);
    write_to_date(json, forecast);
    write_regimes(json, forecast);
    bireme_recession_json(json, view);
}
