/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking up a forecast's metric: by a handle that the compiler checks, for the program's own queries; by
 * name, for names given by people. Its absence is not an error.
 */
#ifndef BIREME_ENGINE_RUN_METRIC_OF_H
#define BIREME_ENGINE_RUN_METRIC_OF_H

#include <stddef.h>
#include "bireme/forecast.h"
#include "model/metric.h"

/* The metric's index, or SIZE_MAX if the model of the forecast does not have it. */
size_t bireme_forecast_metric_at(const bireme_forecast *forecast, bireme_metric_id id);
/* metric: < bireme_forecast_metric_count(). */
bireme_metric_id bireme_forecast_metric_id(const bireme_forecast *forecast, size_t metric);
/* As bireme_forecast_samples(), also where what it was in the periods that are over is not known: then over
 * the periods that are still to come. */
const double *bireme_forecast_values(const bireme_forecast *forecast, size_t metric);
/* The metric's index, or SIZE_MAX if there is none of that name. */
size_t bireme_forecast_metric_of(const bireme_forecast *forecast, const char *name);

#endif
