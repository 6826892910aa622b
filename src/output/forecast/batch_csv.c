/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forecast/batch.h"

#include <math.h>
#include <string.h>
#include "engine/run/metric_of.h"
#include "output/forms/csv.h"
#include "output/forecast/forecast.h"
#include "scenario/internal.h"

static const char *scenario_of(const bireme_batch_result *result)
{
    return result->scenario != NULL ? bireme_scenario_name(result->scenario) : result->entry->scenario;
}

/* A number that is set; NAN: it is none. */
static double number_of(const char *json)
{
    char *end;
    double value = bireme_number_parse(json, &end);
    return end != json && *end == '\0' ? value : NAN;
}

/* "base.json:14:3: the message (at /pointer)", "set PATH: the message" */
static void write_error(bireme_csv *csv, const bireme_error *error)
{
    bireme_text text = {0};
    bool is_set = strncmp(error->file, "--set ", 6) == 0;
    if (error->file[0] != '\0') bireme_text_append(&text, error->file + (is_set ? 2 : 0));
    if (error->file[0] != '\0' && error->line > 0 && !is_set)
        bireme_text_format(&text, ":%d:%d", error->line, error->column);
    bireme_text_format(&text, "%s%s", text.length > 0 ? ": " : "", error->message);
    if (error->pointer[0] != '\0') bireme_text_format(&text, " (at %s)", error->pointer);
    bireme_csv_text(csv, bireme_text_string(&text));
    if (text.failed) csv->out->failed = true;
    bireme_text_free(&text);
}

/* ------------------------ tidy */

static void tidy_begin(bireme_csv *csv, const bireme_batch_result *result, const char *metric,
                       const char *period, const char *statistic)
{
    bireme_csv_text(csv, result->entry->name);
    bireme_csv_text(csv, scenario_of(result));
    bireme_csv_text(csv, metric);
    bireme_csv_text(csv, period);
    bireme_csv_text(csv, statistic);
}

static void tidy_row(bireme_csv *csv, const bireme_batch_result *result, const char *metric,
                     const char *period, const char *statistic, double value)
{
    tidy_begin(csv, result, metric, period, statistic);
    bireme_csv_number(csv, value);
    bireme_csv_end_row(csv);
}

static void tidy_whole(bireme_csv *csv, const bireme_batch_result *result, const char *statistic,
                       uint64_t value)
{
    tidy_begin(csv, result, "run", "", statistic);
    bireme_csv_whole(csv, value);
    bireme_csv_end_row(csv);
}

/* Amounts of runs below each other may be of several currencies. */
static void tidy_currency(bireme_csv *csv, const bireme_batch_result *result)
{
    tidy_begin(csv, result, "currency", "", bireme_scenario_model(result->scenario)->currency);
    bireme_csv_text(csv, "");
    bireme_csv_end_row(csv);
}

/* A number is a value; everything else stands as JSON in the place of the statistic. */
static void tidy_set(bireme_csv *csv, const bireme_batch_result *result, const bireme_override *set)
{
    bireme_text metric = {0};
    double value = number_of(set->json);
    bireme_text_format(&metric, "set.%s", set->path);
    tidy_row(csv, result, bireme_text_string(&metric), "", isnan(value) ? set->json : "value", value);
    if (metric.failed) csv->out->failed = true;
    bireme_text_free(&metric);
}

static void tidy_summary(bireme_csv *csv, const bireme_batch_result *result, const char *metric,
                         const char *period, const bireme_summary *summary)
{
    bireme_statistic list[BIREME_STATISTIC_COUNT];
    bireme_summary_list(summary, list);
    for (size_t i = 0; i < BIREME_STATISTIC_COUNT; i++)
        tidy_row(csv, result, metric, period, list[i].name, list[i].value);
    if (summary->left_out > 0) tidy_row(csv, result, metric, period, "left_out", summary->left_out);
}

/* Of a metric that was asked for and that the run does not have. */
static void tidy_empty(bireme_csv *csv, const bireme_batch_result *result, const char *metric)
{
    const bireme_summary none = {0};
    bireme_statistic list[BIREME_STATISTIC_COUNT];
    bireme_summary_list(&none, list);
    for (size_t i = 0; i < BIREME_STATISTIC_COUNT; i++) tidy_row(csv, result, metric, "", list[i].name, NAN);
}

static void tidy_goal(bireme_csv *csv, const bireme_batch_result *result)
{
    bireme_goal_result goal = *bireme_forecast_goal(result->forecast);
    if (!goal.present) return;
    tidy_row(csv, result, "goal", "", goal.at_most ? "at_most" : "at_least", goal.at_least);
    tidy_row(csv, result, "goal", "", "probability", goal.probability);
    tidy_row(csv, result, "goal", "", "probability_se", goal.probability_se);
}

static void tidy_periods(bireme_csv *csv, const bireme_batch_result *result, const char *const *metrics)
{
    const bireme_forecast *f = result->forecast;
    for (size_t t = 0; t < bireme_forecast_period_count(f); t++)
        for (size_t k = 0; metrics[k] != NULL; k++) {
            size_t m = bireme_forecast_metric_of(f, metrics[k]);
            const bireme_summary *summary = m != SIZE_MAX ? bireme_forecast_period(f, m, t) : NULL;
            if (summary != NULL)
                tidy_summary(csv, result, metrics[k], bireme_forecast_period_label(f, t), summary);
        }
}

static void write_tidy(const bireme_batch_view *view, const bireme_batch_result *result, bireme_csv *csv)
{
    const char *const *metrics = bireme_manifest_metrics(view->manifest);
    const bireme_forecast *f = result->forecast;
    if (f == NULL) {
        bireme_csv_text(csv, result->entry->name);
        bireme_csv_text(csv, scenario_of(result));
        bireme_csv_text(csv, "error");
        bireme_csv_text(csv, "");
        write_error(csv, result->error);
        bireme_csv_text(csv, "");
        bireme_csv_end_row(csv);
        return;
    }
    tidy_whole(csv, result, "seed", bireme_forecast_seed(f));
    tidy_whole(csv, result, "trials", bireme_forecast_trials(f));
    tidy_currency(csv, result);
    for (size_t k = 0; k < result->entry->n_set; k++) tidy_set(csv, result, &result->entry->set[k]);
    for (size_t k = 0; metrics[k] != NULL; k++) {
        size_t m = bireme_forecast_metric_of(f, metrics[k]);
        if (m == SIZE_MAX) {
            if (bireme_manifest_names_metrics(view->manifest)) tidy_empty(csv, result, metrics[k]);
            continue;
        }
        tidy_summary(csv, result, metrics[k], "", bireme_forecast_total(f, m));
    }
    tidy_goal(csv, result);
    tidy_periods(csv, result, metrics);
}

/* ------------------------ wide */

static void wide_head(const bireme_batch_view *view, bireme_csv *csv)
{
    static const char *const first[] = {"run", "scenario", "error", "seed", "trials", "sampler", "currency"};
    static const char *const goal[] = {"goal.at_least", "goal.at_most", "goal.probability",
                                       "goal.probability_se"};
    const char *const *paths = bireme_manifest_paths(view->manifest), *const *metrics =
                                                                          bireme_manifest_metrics(
                                                                              view->manifest);
    bireme_statistic list[BIREME_STATISTIC_COUNT];
    const bireme_summary none = {0};
    bireme_text title = {0};
    bireme_summary_list(&none, list);
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) bireme_csv_text(csv, first[i]);
    for (size_t k = 0; paths[k] != NULL; k++) {
        title.length = 0;
        bireme_text_format(&title, "set.%s", paths[k]);
        bireme_csv_text(csv, bireme_text_string(&title));
    }
    for (size_t k = 0; metrics[k] != NULL; k++)
        for (size_t i = 0; i <= BIREME_STATISTIC_COUNT; i++) {
            title.length = 0;
            bireme_text_format(&title, "%s.%s", metrics[k],
                               i < BIREME_STATISTIC_COUNT ? list[i].name : "left_out");
            bireme_csv_text(csv, bireme_text_string(&title));
        }
    for (size_t i = 0; i < sizeof goal / sizeof *goal; i++) bireme_csv_text(csv, goal[i]);
    bireme_csv_end_row(csv);
    if (title.failed) csv->out->failed = true;
    bireme_text_free(&title);
}

static void wide_empty(bireme_csv *csv, size_t n)
{
    for (size_t i = 0; i < n; i++) bireme_csv_text(csv, "");
}

static void wide_sets(const bireme_batch_view *view, const bireme_batch_entry *entry, bireme_csv *csv)
{
    const char *const *paths = bireme_manifest_paths(view->manifest);
    for (size_t k = 0; paths[k] != NULL; k++) {
        const char *json = NULL;
        for (size_t i = 0; i < entry->n_set; i++)
            if (strcmp(entry->set[i].path, paths[k]) == 0) json = entry->set[i].json;
        double value = json != NULL ? number_of(json) : NAN;
        if (isnan(value))
            bireme_csv_text(csv, json);
        else
            bireme_csv_number(csv, value);
    }
}

static void wide_summary(const bireme_summary *summary, bireme_csv *csv)
{
    bireme_statistic list[BIREME_STATISTIC_COUNT];
    bireme_summary_list(summary, list);
    for (size_t i = 0; i < BIREME_STATISTIC_COUNT; i++) bireme_csv_number(csv, list[i].value);
    bireme_csv_number(csv, summary->left_out);
}

static void wide_goal(const bireme_forecast *f, bireme_csv *csv)
{
    bireme_goal_result goal = {0};
    if (f != NULL) goal = *bireme_forecast_goal(f);
    if (!goal.present) {
        wide_empty(csv, 4);
        return;
    }
    if (goal.at_most) bireme_csv_text(csv, "");
    bireme_csv_number(csv, goal.at_least);
    if (!goal.at_most) bireme_csv_text(csv, "");
    bireme_csv_number(csv, goal.probability);
    bireme_csv_number(csv, goal.probability_se);
}

static void write_wide(const bireme_batch_view *view, const bireme_batch_result *result, bireme_csv *csv)
{
    const char *const *metrics = bireme_manifest_metrics(view->manifest);
    const bireme_forecast *f = result->forecast;
    bireme_csv_text(csv, result->entry->name);
    bireme_csv_text(csv, scenario_of(result));
    if (f == NULL)
        write_error(csv, result->error);
    else
        bireme_csv_text(csv, "");
    if (f != NULL) {
        bireme_csv_whole(csv, bireme_forecast_seed(f));
        bireme_csv_whole(csv, bireme_forecast_trials(f));
        bireme_csv_text(csv, bireme_forecast_sampler(f));
        bireme_csv_text(csv, bireme_scenario_model(result->scenario)->currency);
    } else {
        wide_empty(csv, 4);
    }
    wide_sets(view, result->entry, csv);
    for (size_t k = 0; metrics[k] != NULL; k++) {
        size_t m = f != NULL ? bireme_forecast_metric_of(f, metrics[k]) : SIZE_MAX;
        if (m == SIZE_MAX) {
            wide_empty(csv, BIREME_STATISTIC_COUNT + 1);
            continue;
        }
        wide_summary(bireme_forecast_total(f, m), csv);
    }
    wide_goal(f, csv);
    bireme_csv_end_row(csv);
}

void bireme_batch_write_head(const bireme_batch_view *view, bireme_text *out)
{
    static const char *const columns[] = {"run", "scenario", "metric", "period", "statistic", "value"};
    bireme_csv csv = bireme_csv_begin(out);
    if (view->wide) {
        wide_head(view, &csv);
        return;
    }
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) bireme_csv_text(&csv, columns[i]);
    bireme_csv_end_row(&csv);
}

void bireme_batch_write_run(const bireme_batch_view *view, const bireme_batch_result *result,
                            bireme_text *out)
{
    bireme_csv csv = bireme_csv_begin(out);
    if (view->wide)
        write_wide(view, result, &csv);
    else
        write_tidy(view, result, &csv);
}
