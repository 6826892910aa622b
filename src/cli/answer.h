/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer of a forecast, in the form that is wanted and where it is wanted; of `run`, and of merged parts
 * of one.
 */
#ifndef BIREME_CLI_ANSWER_H
#define BIREME_CLI_ANSWER_H

#include "cli/options/options.h"
#include "output/forecast/forecast.h"

/* The exit status. */
int bireme_cli_answer(const bireme_console *console, const bireme_options *options,
                      const bireme_forecast_view *view);

#endif
