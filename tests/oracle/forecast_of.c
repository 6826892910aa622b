/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts for the statistical tests, and z-tests of what they report.
 */
#include "oracle/forecast_of.h"

#include <math.h>
#include <stdio.h>
#include "engine/run/metric_of.h"
#include "support/check.h"
#include "support/scenario_of.h"

bireme_forecast *forecast_of_file(const char *file, const char *path, const char *json, uint64_t trials,
                                  uint64_t seed)
{
    bireme_override override = {path, json};
    bireme_load_options load = {
        .size = sizeof(bireme_load_options), .overrides = &override, .n_overrides = path == NULL ? 0 : 1};
    bireme_run_options run = {.size = sizeof(bireme_run_options),
                              .trials = trials,
                              .sampler = BIREME_SAMPLER_RANDOM,
                              .has_seed = true,
                              .seed = seed,
                              .keep_samples = true};
    bireme_scenario *scenario = NULL;
    bireme_forecast *forecast = NULL;
    bireme_error error = {0};
    if (bireme_scenario_load(file, &load, NULL, &scenario, &error) != BIREME_OK ||
        bireme_forecast_run(scenario, &run, &forecast, &error) != BIREME_OK)
        fail_msg("%s:%d:%d: %s: %s", file, error.line, error.column, error.pointer, error.message);
    bireme_scenario_free(scenario);
    return forecast;
}

bireme_forecast *forecast_of(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    bireme_scenario *scenario = scenario_of_list(format, arguments);
    va_end(arguments);
    return run_and_free(scenario, &(bireme_run_options){.size = sizeof(bireme_run_options),
                                                        .sampler = BIREME_SAMPLER_RANDOM,
                                                        .trials = FORECAST_TRIALS,
                                                        .has_seed = true,
                                                        .seed = 20270101,
                                                        .keep_samples = true});
}

static size_t find(const bireme_forecast *forecast, const char *metric)
{
    size_t index = bireme_forecast_metric_of(forecast, metric);
    if (index == SIZE_MAX) fail_msg("there is no metric %s", metric);
    return index;
}

const bireme_summary *summary_of(const bireme_forecast *forecast, const char *metric, size_t period)
{
    size_t index = find(forecast, metric);
    const bireme_summary *summary = period == OVER_HORIZON ? bireme_forecast_total(forecast, index)
                                                           : bireme_forecast_period(forecast, index, period);
    assert_non_null(summary);
    return summary;
}

const double *samples_of(const bireme_forecast *forecast, const char *metric)
{
    const double *samples = bireme_forecast_samples(forecast, find(forecast, metric));
    assert_non_null(samples);
    return samples;
}

void check_z(const char *what, double estimate, double se, double exact)
{
    /* 1e-12: rounding, where there is nothing uncertain. */
    double allowed = CHECK_Z * se + 1e-12 * fabs(exact);
    if (!(fabs(estimate - exact) <= allowed))
        fail_msg("%s is %.10g, exactly %.10g: off by %.1f standard errors of %.3g", what, estimate, exact,
                 fabs(estimate - exact) / se, se);
}

void check_mean(const bireme_forecast *forecast, const char *metric, size_t period, double mean)
{
    const bireme_summary *summary = summary_of(forecast, metric, period);
    char what[160];
    snprintf(what, sizeof what, "mean of %s, period %ld", metric,
             period == OVER_HORIZON ? -1L : (long)period);
    check_z(what, summary->mean, summary->mean_se, mean);
    /* The reported standard error of a mean of independent trials is sd/√n, to rounding. */
    assert_close(summary->mean_se, summary->sd / sqrt((double)summary->n), 1e-6, 0);
}

void check_moments(const bireme_forecast *forecast, const char *metric, size_t period, double mean,
                   double variance)
{
    const bireme_summary *summary = summary_of(forecast, metric, period);
    char what[160];
    check_mean(forecast, metric, period, mean);
    snprintf(what, sizeof what, "variance of %s, period %ld", metric,
             period == OVER_HORIZON ? -1L : (long)period);
    check_z(what, summary->sd * summary->sd, 2 * summary->sd * summary->sd_se, variance);
}

void check_share(const char *what, double share, double exact)
{
    check_z(what, share, sqrt(exact * (1 - exact) / FORECAST_TRIALS), exact);
}

void check_exact(const bireme_forecast *forecast, const char *metric, size_t period, double exact)
{
    const bireme_summary *summary = summary_of(forecast, metric, period);
    double allowed = 1e-9 * fabs(exact);
    if (!(fabs(summary->min - exact) <= allowed && fabs(summary->max - exact) <= allowed &&
          fabs(summary->mean - exact) <= allowed && summary->n > 0))
        fail_msg("%s, period %ld, is %.12g to %.12g, exactly %.12g", metric,
                 period == OVER_HORIZON ? -1L : (long)period, summary->min, summary->max, exact);
}

bool has_metric(const bireme_forecast *forecast, const char *metric)
{
    return bireme_forecast_metric_of(forecast, metric) != SIZE_MAX;
}
