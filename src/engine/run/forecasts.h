/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts of several scenarios on common random numbers: trial i of one and trial i of another draw the
 * same number for the same uncertain quantity (matched by its path in the scenario), so their difference is a
 * difference of the scenarios.
 */
#ifndef BIREME_ENGINE_RUN_FORECASTS_H
#define BIREME_ENGINE_RUN_FORECASTS_H

#include "bireme/forecast.h"
#include "compile/compiled.h"

/* Is given each forecast as it is made, and may take it out of its place. Errors: its own, which end the
 * runs. */
typedef bireme_status bireme_forecasts_take(void *context, size_t i, bireme_forecast **forecast,
                                            bireme_error *error);

/* out [n], n ≥ 1. What the options leave to the scenario (trials, seed, sampler, precision) must be the same
 * for all: say it. Each stops at a precision of its own. take: NULL, or called after each run. Errors as of
 * bireme_forecast_run(); what was made until then is in out, the rest NULL, and the caller's to free. */
BIREME_MUST_USE bireme_status bireme_forecasts_run(const bireme_scenario *const *scenarios, size_t n,
                                                   const bireme_run_options *options,
                                                   bireme_forecasts_take *take, void *context,
                                                   bireme_forecast **out, bireme_error *error);

/* As bireme_forecast_need(), the plan's bytes apart: several runs share it, or it is not made anew. Errors:
 * DOMAIN, MEMORY. */
BIREME_MUST_USE bireme_status bireme_forecasts_need(const bireme_model *model,
                                                    const bireme_run_options *options, bireme_need *out,
                                                    double *of_plan, bireme_error *error);

/* Of a scenario that is compiled already, for example a variant. On CANCELLED *out is set too, if anything
 * was finished. Errors as of bireme_forecast_run(). */
BIREME_MUST_USE bireme_status bireme_forecast_of_compiled(const bireme_compiled *compiled,
                                                          const bireme_run_options *options,
                                                          bireme_forecast **out, bireme_error *error);

/* The options as they were given (NULL: the defaults), in the form of this version. Errors: DOMAIN. */
BIREME_MUST_USE bireme_status bireme_run_options_take(const bireme_run_options *given,
                                                      bireme_run_options *out, bireme_error *error);

#endif
