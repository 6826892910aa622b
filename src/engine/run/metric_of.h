/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a forecast has a metric, asked by its name where none is no error.
 */
#ifndef BIREME_ENGINE_RUN_METRIC_OF_H
#define BIREME_ENGINE_RUN_METRIC_OF_H

#include <stddef.h>
#include "bireme/forecast.h"

/* The metric's index, or SIZE_MAX if there is none of that name. */
size_t bireme_forecast_metric_of(const bireme_forecast *forecast, const char *name);

#endif
