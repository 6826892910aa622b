/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A forecast as CSV: tidy (one number a row) or wide (one row), and its trials.
 */
#include "output/forecast.h"

#include <math.h>
#include "base/memory.h"
#include "output/csv.h"

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

static void tidy_summary(bireme_csv *csv, const bireme_forecast_view *view, size_t metric, const char *period,
                         const bireme_summary *summary)
{
    const char *name = bireme_forecast_metric_name(view->forecast, metric);
    bireme_statistic list[BIREME_STATISTIC_COUNT];
    bireme_summary_list(summary, list);
    for (size_t i = 0; i < BIREME_STATISTIC_COUNT; i++)
        tidy_row(csv, view, name, period, list[i].name, list[i].value);
    if (summary->left_out > 0) tidy_row(csv, view, name, period, "left_out", summary->left_out);
}

static void write_tidy(bireme_csv *csv, const bireme_forecast_view *view)
{
    static const char *const columns[] = {"scenario", "metric", "period", "statistic", "value"};
    const bireme_forecast *forecast = view->forecast;
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) bireme_csv_text(csv, columns[c]);
    bireme_csv_end_row(csv);
    size_t n_metrics = bireme_forecast_metric_count(forecast);
    for (size_t m = 0; m < n_metrics; m++) tidy_summary(csv, view, m, "", bireme_forecast_total(forecast, m));
    bireme_goal_result goal = bireme_forecast_goal(forecast);
    if (goal.present) {
        tidy_row(csv, view, "goal", "", "at_least", goal.at_least);
        tidy_row(csv, view, "goal", "", "probability", goal.probability);
        tidy_row(csv, view, "goal", "", "probability_se", goal.probability_se);
    }
    for (size_t t = 0; t < bireme_forecast_period_count(forecast); t++)
        for (size_t m = 0; m < n_metrics; m++) {
            const bireme_summary *summary = bireme_forecast_period(forecast, m, t);
            if (summary != NULL)
                tidy_summary(csv, view, m, bireme_forecast_period_label(forecast, t), summary);
        }
}

static void wide_titles(bireme_csv *csv, const bireme_forecast *forecast, bool has_goal)
{
    static const char *const run[] = {"scenario", "trials", "seed", "sampler"};
    static const char *const goal[] = {"goal.at_least", "goal.probability", "goal.probability_se"};
    for (size_t c = 0; c < sizeof run / sizeof *run; c++) bireme_csv_text(csv, run[c]);
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++) {
        bireme_statistic list[BIREME_STATISTIC_COUNT];
        bireme_summary_list(bireme_forecast_total(forecast, m), list);
        for (size_t i = 0; i <= BIREME_STATISTIC_COUNT; i++) {
            bireme_text title = {0};
            const char *statistic = i < BIREME_STATISTIC_COUNT ? list[i].name : "left_out";
            bireme_text_format(&title, "%s.%s", bireme_forecast_metric_name(forecast, m), statistic);
            bireme_csv_text(csv, bireme_text_string(&title));
            if (title.failed) csv->out->failed = true;
            bireme_text_free(&title);
        }
    }
    for (size_t c = 0; has_goal && c < sizeof goal / sizeof *goal; c++) bireme_csv_text(csv, goal[c]);
    bireme_csv_end_row(csv);
}

static void write_wide(bireme_csv *csv, const bireme_forecast_view *view)
{
    const bireme_forecast *forecast = view->forecast;
    bireme_goal_result goal = bireme_forecast_goal(forecast);
    wide_titles(csv, forecast, goal.present);
    bireme_csv_text(csv, view->model->name);
    bireme_csv_whole(csv, bireme_forecast_trials(forecast));
    bireme_csv_whole(csv, bireme_forecast_seed(forecast));
    bireme_csv_text(csv, bireme_forecast_sampler(forecast));
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++) {
        const bireme_summary *summary = bireme_forecast_total(forecast, m);
        bireme_statistic list[BIREME_STATISTIC_COUNT];
        bireme_summary_list(summary, list);
        for (size_t i = 0; i < BIREME_STATISTIC_COUNT; i++) bireme_csv_number(csv, list[i].value);
        bireme_csv_number(csv, summary->left_out);
    }
    if (goal.present) {
        bireme_csv_number(csv, goal.at_least);
        bireme_csv_number(csv, goal.probability);
        bireme_csv_number(csv, goal.probability_se);
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
