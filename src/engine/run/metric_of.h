/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking up a forecast's metric by name, where its absence is not an error.
 */
#ifndef BIREME_ENGINE_RUN_METRIC_OF_H
#define BIREME_ENGINE_RUN_METRIC_OF_H

#include <stddef.h>
#include "bireme/forecast.h"

/* The metric's index, or SIZE_MAX if there is none of that name. */
size_t bireme_forecast_metric_of(const bireme_forecast *forecast, const char *name);

#endif
