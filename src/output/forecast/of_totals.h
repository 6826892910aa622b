/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ratios of totals. The mean of a ratio over the trials is not the ratio of the means: CAC averaged over
 * trials is higher than all cost divided by all wins, because trials with few wins weigh more. A reader who
 * divides the cost in a table by the wins in it gets the latter, so that is what the table must show.
 */
#ifndef BIREME_OUTPUT_FORECAST_OF_TOTALS_H
#define BIREME_OUTPUT_FORECAST_OF_TOTALS_H

#include "bireme/forecast.h"
#include "model/model.h"

/* Over the horizon (rest: over the periods that are still to come), the mean numerator of a ratio metric over
 * its mean denominator. NAN: the metric is not such a ratio, or has no value, or `metric` is SIZE_MAX. */
double bireme_of_totals(const bireme_forecast *forecast, const bireme_model *model, bool rest, size_t metric);

#endif
