/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A forecast as CSV: tidy (one number a row) or wide (one row), and its trials. What depends on a regime
 * stands under `if.REGIME.METRIC` and `unless.REGIME.METRIC`, the probability of the regime under
 * `if.REGIME`.
 */
#include "output/forecast/forecast.h"

#include <math.h>
#include "base/memory.h"
#include "output/forms/csv.h"
#include "output/forecast/of_totals.h"

static void tidy_row(bireme_csv *csv, const bireme_forecast_view *view, const char *metric,
                     const char *period, const char *statistic, double value)
{
    bireme_csv_text(csv, view->model->name);
    bireme_csv_text(csv, metric);
    bireme_csv_text(csv, period);
    bireme_csv_text(csv, statistic);
    bireme_csv_number(csv, value);
    bireme_csv_end_row(csv);
}

static void tidy_summary(bireme_csv *csv, const bireme_forecast_view *view, const char *name,
                         const char *period, const bireme_summary *summary)
{
    bireme_statistic list[BIREME_STATISTIC_COUNT];
    bireme_summary_list(summary, list);
    for (size_t i = 0; i < BIREME_STATISTIC_COUNT; i++)
        tidy_row(csv, view, name, period, list[i].name, list[i].value);
    if (summary->left_out > 0) tidy_row(csv, view, name, period, "left_out", summary->left_out);
}

/* The names under which a regime's probability and the two summaries stand. */
typedef struct regime_names {
    bireme_text regime, comes, stays_out;
} regime_names;

static regime_names name_regime(const bireme_forecast *forecast, const bireme_regime_result *result)
{
    regime_names names = {0};
    const char *metric = bireme_forecast_metric_name(forecast, bireme_forecast_regime_metric(forecast));
    bireme_text_format(&names.regime, "if.%s", result->regime);
    bireme_text_format(&names.comes, "if.%s.%s", result->regime, metric);
    bireme_text_format(&names.stays_out, "unless.%s.%s", result->regime, metric);
    return names;
}

static void free_names(bireme_csv *csv, regime_names *names)
{
    if (names->regime.failed || names->comes.failed || names->stays_out.failed) csv->out->failed = true;
    bireme_text_free(&names->regime);
    bireme_text_free(&names->comes);
    bireme_text_free(&names->stays_out);
}

static void tidy_regime(bireme_csv *csv, const bireme_forecast_view *view, size_t regime)
{
    bireme_regime_result result = *bireme_forecast_regime(view->forecast, regime);
    regime_names names = name_regime(view->forecast, &result);
    tidy_row(csv, view, bireme_text_string(&names.regime), result.by, "probability", result.probability);
    tidy_summary(csv, view, bireme_text_string(&names.comes), "", result.comes);
    tidy_summary(csv, view, bireme_text_string(&names.stays_out), "", result.stays_out);
    free_names(csv, &names);
}

static void tidy_goal(bireme_csv *csv, const bireme_forecast_view *view)
{
    bireme_goal_result goal = *bireme_forecast_goal(view->forecast);
    if (!goal.present) return;
    tidy_row(csv, view, "goal", "", goal.at_most ? "at_most" : "at_least", goal.at_least);
    tidy_row(csv, view, "goal", "", "probability", goal.probability);
    tidy_row(csv, view, "goal", "", "probability_se", goal.probability_se);
}

static void write_tidy(bireme_csv *csv, const bireme_forecast_view *view)
{
    static const char *const columns[] = {"scenario", "metric", "period", "statistic", "value"};
    const bireme_forecast *forecast = view->forecast;
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) bireme_csv_text(csv, columns[c]);
    bireme_csv_end_row(csv);
    size_t n_metrics = bireme_forecast_metric_count(forecast);
    for (size_t m = 0; m < n_metrics; m++) {
        const char *name = bireme_forecast_metric_name(forecast, m);
        double of_totals = bireme_of_totals(forecast, view->model, m);
        tidy_summary(csv, view, name, "", bireme_forecast_total(forecast, m));
        if (!isnan(of_totals)) tidy_row(csv, view, name, "", "of_totals", of_totals);
    }
    tidy_goal(csv, view);
    if (view->n_given > 0)
        tidy_row(csv, view, "given", "", "probability", bireme_forecast_given_probability(forecast));
    for (size_t r = 0; r < bireme_forecast_regime_count(forecast); r++) tidy_regime(csv, view, r);
    for (size_t t = 0; t < bireme_forecast_period_count(forecast); t++)
        for (size_t m = 0; m < n_metrics; m++) {
            const bireme_summary *summary = bireme_forecast_period(forecast, m, t);
            if (summary != NULL)
                tidy_summary(csv, view, bireme_forecast_metric_name(forecast, m),
                             bireme_forecast_period_label(forecast, t), summary);
        }
}

/* ------------------------ wide */

static void wide_title(bireme_csv *csv, const char *name, const char *statistic)
{
    bireme_text title = {0};
    bireme_text_format(&title, "%s.%s", name, statistic);
    bireme_csv_text(csv, bireme_text_string(&title));
    if (title.failed) csv->out->failed = true;
    bireme_text_free(&title);
}

static void wide_summary_titles(bireme_csv *csv, const char *name, const bireme_summary *summary)
{
    bireme_statistic list[BIREME_STATISTIC_COUNT];
    bireme_summary_list(summary, list);
    for (size_t i = 0; i < BIREME_STATISTIC_COUNT; i++) wide_title(csv, name, list[i].name);
    wide_title(csv, name, "left_out");
}

static void wide_summary(bireme_csv *csv, const bireme_summary *summary)
{
    bireme_statistic list[BIREME_STATISTIC_COUNT];
    bireme_summary_list(summary, list);
    for (size_t i = 0; i < BIREME_STATISTIC_COUNT; i++) bireme_csv_number(csv, list[i].value);
    bireme_csv_number(csv, summary->left_out);
}

static void wide_regime_titles(bireme_csv *csv, const bireme_forecast *forecast, size_t regime)
{
    bireme_regime_result result = *bireme_forecast_regime(forecast, regime);
    regime_names names = name_regime(forecast, &result);
    wide_title(csv, bireme_text_string(&names.regime), "probability");
    wide_summary_titles(csv, bireme_text_string(&names.comes), result.comes);
    wide_summary_titles(csv, bireme_text_string(&names.stays_out), result.stays_out);
    free_names(csv, &names);
}

static void wide_titles(bireme_csv *csv, const bireme_forecast_view *view, const bireme_goal_result *of)
{
    static const char *const run[] = {"scenario", "trials", "seed", "sampler"};
    const char *const goal[] = {of->at_most ? "goal.at_most" : "goal.at_least", "goal.probability",
                                "goal.probability_se"};
    const bireme_forecast *forecast = view->forecast;
    for (size_t c = 0; c < sizeof run / sizeof *run; c++) bireme_csv_text(csv, run[c]);
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++)
        wide_summary_titles(csv, bireme_forecast_metric_name(forecast, m),
                            bireme_forecast_total(forecast, m));
    for (size_t c = 0; of->present && c < sizeof goal / sizeof *goal; c++) bireme_csv_text(csv, goal[c]);
    if (view->n_given > 0) bireme_csv_text(csv, "given.probability");
    for (size_t r = 0; r < bireme_forecast_regime_count(forecast); r++) wide_regime_titles(csv, forecast, r);
    bireme_csv_end_row(csv);
}

static void write_wide(bireme_csv *csv, const bireme_forecast_view *view)
{
    const bireme_forecast *forecast = view->forecast;
    bireme_goal_result goal = *bireme_forecast_goal(forecast);
    wide_titles(csv, view, &goal);
    bireme_csv_text(csv, view->model->name);
    bireme_csv_whole(csv, bireme_forecast_trials(forecast));
    bireme_csv_whole(csv, bireme_forecast_seed(forecast));
    bireme_csv_text(csv, bireme_forecast_sampler(forecast));
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++)
        wide_summary(csv, bireme_forecast_total(forecast, m));
    if (goal.present) {
        bireme_csv_number(csv, goal.at_least);
        bireme_csv_number(csv, goal.probability);
        bireme_csv_number(csv, goal.probability_se);
    }
    if (view->n_given > 0) bireme_csv_number(csv, bireme_forecast_given_probability(forecast));
    for (size_t r = 0; r < bireme_forecast_regime_count(forecast); r++) {
        bireme_regime_result result = *bireme_forecast_regime(forecast, r);
        bireme_csv_number(csv, result.probability);
        wide_summary(csv, result.comes);
        wide_summary(csv, result.stays_out);
    }
    bireme_csv_end_row(csv);
}

void bireme_forecast_write_csv(const bireme_forecast_view *view, bool wide, bireme_text *out)
{
    bireme_csv csv = bireme_csv_begin(out);
    if (wide)
        write_wide(&csv, view);
    else
        write_tidy(&csv, view);
}

void bireme_forecast_write_samples(const bireme_forecast_view *view, bireme_text *out)
{
    const bireme_forecast *forecast = view->forecast;
    size_t n_metrics = bireme_forecast_metric_count(forecast);
    const double **samples = bireme_calloc(n_metrics, sizeof *samples);
    if (samples == NULL) {
        out->failed = true;
        return;
    }
    bireme_csv csv = bireme_csv_begin(out);
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
