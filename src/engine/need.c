/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a run will need. Everything is counted as it would be made (collect.c, block.c); the tables are not made, but
 * reckoned at a round figure each.
 */
#include "bireme/forecast.h"

#include "engine/run.h"
#include "scenario/internal.h"

/* A quantile table has some thousand records of a cache line, packed another time; a table of sums a dozen grids. */
static const double TABLE_BYTES = 3e5, SUMS_BYTES = 1e6, PROGRAM_BYTES = 12e6;

bireme_status bireme_forecast_need(const bireme_scenario *scenario, const bireme_run_options *options,
                                   bireme_need *out, bireme_error *error)
{
    bireme_plan *plan = NULL;
    bireme_run run = {0};
    bireme_need need = {0};
    bireme_status status = bireme_plan_begin(bireme_scenario_model(scenario), &plan, error);
    if (status != BIREME_OK) return status;
    status = bireme_run_prepare(plan->model, plan, options, &run, error);
    if (status == BIREME_OK) status = bireme_run_measure(&run, &need, error);
    double tables = (double)plan->shared.n_tables * TABLE_BYTES + (double)plan->shared.n_sums * SUMS_BYTES +
                    PROGRAM_BYTES;
    bireme_run_tear_down(&run);
    bireme_sources_free(&run.sources);
    bireme_plan_free(plan);
    if (status != BIREME_OK) return status;
    need.bytes += tables;
    need.address += tables;
    *out = need;
    return BIREME_OK;
}
