/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts of several scenarios on common random numbers: trial i of one and trial i of another use the same
 * draw for the same uncertain quantity (identified by its path in the scenario), so their difference is due
 * to the scenarios.
 */
#ifndef BIREME_ENGINE_RUN_FORECASTS_H
#define BIREME_ENGINE_RUN_FORECASTS_H

#include "bireme/forecast.h"
#include "compile/compiled.h"

/* Receives each forecast when it is made, and may take ownership by clearing *forecast. Errors: its own,
 * which end the runs. */
typedef bireme_status bireme_forecasts_take(void *context, size_t i, bireme_forecast **forecast,
                                            bireme_error *error);

/* out [n], n ≥ 1. Trials, seed, sampler and precision must be the same for all scenarios: if they differ
 * there, the options must set them. With a precision each run stops on its own. take: NULL, or called after
 * each run. Errors as of bireme_forecast_run(); the forecasts made by then are in out, the rest NULL; the
 * caller frees them. */
BIREME_MUST_USE bireme_status bireme_forecasts_run(const bireme_scenario *const *scenarios, size_t n,
                                                   const bireme_run_options *options,
                                                   bireme_forecasts_take *take, void *context,
                                                   bireme_forecast **out, bireme_error *error);

/* As bireme_forecast_need(), but the memory of the compiled scenario goes to *of_plan: runs may share it, or
 * have it already. Errors: DOMAIN, MEMORY. */
BIREME_MUST_USE bireme_status bireme_forecasts_need(const bireme_model *model,
                                                    const bireme_run_options *options, bireme_need *out,
                                                    double *of_plan, bireme_error *error);

/* The forecast of a scenario that is already compiled, for example a variant. On CANCELLED *out is also set,
 * if anything was finished. Errors as of bireme_forecast_run(). */
BIREME_MUST_USE bireme_status bireme_forecast_of_compiled(const bireme_compiled *compiled,
                                                          const bireme_run_options *options,
                                                          bireme_forecast **out, bireme_error *error);

/* Converts the caller's options (NULL: the defaults) to the struct of this version. Errors: DOMAIN. */
BIREME_MUST_USE bireme_status bireme_run_options_take(const bireme_run_options *given,
                                                      bireme_run_options *out, bireme_error *error);

#endif
