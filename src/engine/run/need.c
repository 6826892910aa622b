/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a run will need. Everything is counted the way it would be made (collect.c, block.c), except tables
 * and delays, which are taken at a fixed size each (compile/compile.c).
 */
#include "bireme/forecast.h"

#include "base/error.h"
#include "engine/run/forecasts.h"
#include "engine/run/run.h"
#include "scenario/internal.h"

bireme_status bireme_forecasts_need(const bireme_model *model, const bireme_run_options *options,
                                    bireme_need *out, double *of_plan, bireme_error *error)
{
    bireme_compiled *compiled = NULL;
    bireme_run run = {0};
    bireme_need need = {0};
    bireme_status status = bireme_compile_begin(model, true, &compiled, error);
    if (status != BIREME_OK) return status;
    status = bireme_run_prepare(model, compiled, options, &run, error);
    if (status == BIREME_OK) status = bireme_run_measure(&run, &need, error);
    *of_plan = bireme_plan_bytes(compiled);
    bireme_run_tear_down(&run);
    bireme_sources_free(&run.sources);
    bireme_compiled_free(compiled);
    if (status == BIREME_OK) *out = need;
    return status;
}

bireme_status bireme_forecast_need(const bireme_scenario *scenario, const bireme_run_options *options,
                                   bireme_need *out, bireme_error *error)
{
    bireme_need need;
    double compiled;
    bireme_status status = bireme_forecasts_need(bireme_scenario_model(scenario), options, &need, &compiled,
                                                 error);
    if (status != BIREME_OK) return status;
    need.bytes += compiled;
    need.address += compiled;
    *out = need;
    return BIREME_OK;
}

/* Room is made for all trials, but only the part's are written to. The result is serialised into bytes, which
 * grow by doubling. */
bireme_status bireme_forecast_part_need(const bireme_scenario *scenario, const bireme_run_options *options,
                                        size_t part, size_t of, bireme_need *out, bireme_error *error)
{
    bireme_need all, none;
    bireme_run_options few;
    if (part < 1 || part > of)
        return bireme_fail(error, BIREME_DOMAIN, "there is no part %zu of %zu", part, of);
    bireme_status status = bireme_run_options_take(options, &few, error);
    if (status == BIREME_OK) status = bireme_forecast_need(scenario, options, &all, error);
    few.trials = 1;
    few.precision = -1;
    if (status == BIREME_OK) status = bireme_forecast_need(scenario, &few, &none, error);
    if (status != BIREME_OK) return status;
    double share = 1 / (double)of, kept = all.bytes > none.bytes ? all.bytes - none.bytes : 0;
    out->bytes = none.bytes + 2.6 * share * kept;
    out->address = all.address + 2.6 * share * kept;
    if (out->bytes < none.bytes) out->bytes = none.bytes;
    out->trials = all.trials * share;
    out->steps = all.steps * share;
    return BIREME_OK;
}
