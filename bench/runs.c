/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loading and running. What a forecast gives back is its mean revenue.
 */
#include "runs.h"

#include <math.h>
#include <stdio.h>

bireme_scenario *bench_load(const char *file, const bireme_override *overrides, size_t n)
{
    bireme_scenario *scenario = NULL;
    bireme_error error = {0};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = overrides, .n_overrides = n};
    if (bireme_scenario_load(file, &options, NULL, &scenario, &error) != BIREME_OK)
        fprintf(stderr, "%s:%d: %s %s\n", file, error.line, error.pointer, error.message);
    return scenario;
}

double bench_run_once(void *context)
{
    bench_run *run = context;
    bireme_forecast *forecast = NULL;
    bireme_error error = {0};
    if (bireme_forecast_run(run->scenario, &run->options, &forecast, &error) != BIREME_OK) {
        fprintf(stderr, "%s %s\n", error.pointer, error.message);
        return NAN;
    }
    double mean = bireme_forecast_total(forecast, 0)->mean;
    bireme_forecast_free(forecast);
    return mean;
}
