/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ratios of totals. The mean of a ratio over the trials is not the ratio of the means: CAC trial by trial is
 * more, on average, than all cost over all wins, because trials with few wins weigh more. Who divides the
 * cost in a table by the wins in it finds the latter, and so must the table say.
 */
#ifndef BIREME_OUTPUT_FORECAST_OF_TOTALS_H
#define BIREME_OUTPUT_FORECAST_OF_TOTALS_H

#include "bireme/forecast.h"
#include "model/model.h"

/* Over the horizon, from the means of what the metric is a ratio of: its mean numerator over its mean
 * denominator. NAN: it is not such a ratio, or has no value, or `metric` is SIZE_MAX. */
double bireme_of_totals(const bireme_forecast *forecast, const bireme_model *model, size_t metric);

#endif
