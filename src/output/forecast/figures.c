/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers of a forecast; those of periods are rows of the tidy table only. A period that is over has the
 * statistic `actual`, if it is known; what is still to come of all periods is under `METRIC.rest`. What
 * depends on a regime is under `if.REGIME.METRIC` and `unless.REGIME.METRIC`, the probability of the regime
 * under `if.REGIME`; the difference that a recession makes in pairs of trials is under
 * `paired.REGIME.METRIC`. Also writes the trials, which are a separate table.
 */
#include "output/forecast/forecast.h"

#include <math.h>
#include "base/memory.h"
#include "output/forecast/of_totals.h"

static void put_total(bireme_figures *f, const bireme_forecast_view *view, size_t m)
{
    double of_totals = bireme_figures_are_tidy(f) ? bireme_of_totals(view->forecast, view->model, false, m)
                                                  : NAN;
    bireme_figures_of(f, "%s", bireme_forecast_metric_name(view->forecast, m));
    bireme_figures_summary(f, bireme_forecast_total(view->forecast, m));
    if (!isnan(of_totals)) bireme_figures_put(f, "of_totals", of_totals);
    if (bireme_forecast_past_count(view->forecast) == 0) return;
    bireme_figures_of(f, "%s.rest", bireme_forecast_metric_name(view->forecast, m));
    bireme_figures_summary(f, bireme_forecast_rest(view->forecast, m));
}

static void put_goal(bireme_figures *f, const bireme_forecast *forecast)
{
    bireme_goal_result goal = *bireme_forecast_goal(forecast);
    if (!goal.present) return;
    bireme_figures_of(f, "goal");
    bireme_figures_put(f, goal.at_most ? "at_most" : "at_least", goal.at_least);
    bireme_figures_estimate(f, "probability", goal.probability, goal.probability_se);
}

void bireme_goal_figures(bireme_figures *f, const bireme_goal_result *goal)
{
    bireme_figures_of(f, "goal");
    bireme_figures_put_if(f, goal->present && !goal->at_most, "at_least", goal->at_least);
    bireme_figures_put_if(f, goal->present && goal->at_most, "at_most", goal->at_least);
    bireme_figures_put_if(f, goal->present, "probability", goal->probability);
    bireme_figures_put_if(f, goal->present, "probability_se", goal->probability_se);
}

static void put_regime(bireme_figures *f, const bireme_forecast *forecast, size_t regime)
{
    bireme_regime_result result = *bireme_forecast_regime(forecast, regime);
    const char *metric = bireme_forecast_metric_name(forecast, bireme_forecast_regime_metric(forecast));
    bireme_figures_of(f, "if.%s", result.regime);
    bireme_figures_in(f, result.by);
    bireme_figures_put(f, "probability", result.probability);
    bireme_figures_of(f, "if.%s.%s", result.regime, metric);
    bireme_figures_summary(f, result.comes);
    bireme_figures_of(f, "unless.%s.%s", result.regime, metric);
    bireme_figures_summary(f, result.stays_out);
}

static void put_period(bireme_figures *f, const bireme_forecast *forecast, size_t t)
{
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++) {
        const bireme_summary *summary = bireme_forecast_period(forecast, m, t);
        if (summary == NULL) continue;
        bireme_figures_of(f, "%s", bireme_forecast_metric_name(forecast, m));
        bireme_figures_in(f, bireme_forecast_period_label(forecast, t));
        if (t >= bireme_forecast_past_count(forecast))
            bireme_figures_summary(f, summary);
        else if (summary->n > 0)
            bireme_figures_put(f, "actual", summary->mean);
    }
}

void bireme_forecast_figures(const void *of, size_t row, bireme_figures *f)
{
    const bireme_forecast_view *view = of;
    const bireme_forecast *forecast = view->forecast;
    (void)row;
    bireme_figures_key(f, view->model->name);
    bireme_figures_whole(f, "trials", bireme_forecast_trials(forecast));
    bireme_figures_whole(f, "seed", bireme_forecast_seed(forecast));
    bireme_figures_text(f, "sampler", bireme_forecast_sampler(forecast));
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++) put_total(f, view, m);
    put_goal(f, forecast);
    bireme_figures_of(f, "given");
    if (view->n_given > 0) bireme_figures_put(f, "probability", bireme_forecast_given_probability(forecast));
    for (size_t r = 0; r < bireme_forecast_regime_count(forecast); r++) put_regime(f, forecast, r);
    bireme_recession_figures(f, view);
    for (size_t t = 0; t < bireme_forecast_period_count(forecast) && bireme_figures_are_tidy(f); t++)
        put_period(f, forecast, t);
}

/* ------------------------ the row */

const bireme_answer_kind bireme_forecast_kind = {
    .name = "forecast",
    .document = bireme_forecast_document,
    .json = bireme_forecast_json,
    .figures = bireme_forecast_figures,
    .book = bireme_forecast_book,
};

/* ------------------------ trials */

void bireme_forecast_write_samples(const bireme_forecast_view *view, bireme_csv_style style, bireme_text *out)
{
    const bireme_forecast *forecast = view->forecast;
    size_t n_metrics = bireme_forecast_metric_count(forecast);
    const double **samples = bireme_calloc(n_metrics, sizeof *samples);
    if (samples == NULL) {
        out->failed = true;
        return;
    }
    bireme_csv csv = bireme_csv_begin(out, style);
    bireme_csv_text(&csv, "trial");
    for (size_t m = 0; m < n_metrics; m++) {
        samples[m] = bireme_forecast_samples(forecast, m);
        bireme_csv_text(&csv, bireme_forecast_metric_name(forecast, m));
    }
    bireme_csv_end_row(&csv);
    for (uint64_t i = 0; i < bireme_forecast_trials(forecast) && !out->failed; i++) {
        bireme_csv_whole(&csv, i + 1);
        for (size_t m = 0; m < n_metrics; m++) bireme_csv_number(&csv, samples[m] ? samples[m][i] : NAN);
        bireme_csv_end_row(&csv);
    }
    bireme_free(samples);
}
