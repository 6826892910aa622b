/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pictures of answers. Each says in a sentence what is to be seen; NULL where there is nothing to see, or
 * no memory, which *failed tells.
 */
#ifndef BIREME_OUTPUT_PAGE_PICTURES_H
#define BIREME_OUTPUT_PAGE_PICTURES_H

#include "output/decisions/comparison.h"
#include "output/decisions/sensitivity.h"
#include "output/decisions/split/split.h"
#include "output/decisions/target.h"
#include "output/forecast/forecast.h"
#include "output/forms/number.h"
#include "output/forms/picture.h"

/* Adds a picture to the document, if there is one. failed: whether it is missing for want of memory. */
void bireme_page_add(bireme_document *document, bireme_picture *picture, bool failed);

/* The forecast's subject period by period, as a fan. */
bireme_picture *bireme_picture_of_periods(const bireme_forecast_view *view, bool *failed);
/* How likely it is to be at least so much over the horizon; of a run that kept its samples. */
bireme_picture *bireme_picture_of_chances(const bireme_forecast_view *view, bool *failed);
/* How often each amount comes; of a run that kept its samples. */
bireme_picture *bireme_picture_of_histogram(const bireme_forecast_view *view, bool *failed);
/* What has come from the start to the end of each period, and the goal. */
bireme_picture *bireme_picture_of_to_date(const bireme_forecast_view *view, bool *failed);
/* The goal's chance by the end of each period. */
bireme_picture *bireme_picture_of_chance_by(const bireme_forecast_view *view, bool *failed);
bireme_picture *bireme_picture_of_funnel(const bireme_forecast_view *view, bool *failed);
/* What comes to sales and what it can take up. */
bireme_picture *bireme_picture_of_capacity(const bireme_forecast_view *view, size_t team, bool *failed);
/* The sum of cash up to the end of each period, its lowest point, and what must be financed. */
bireme_picture *bireme_picture_of_cash(const bireme_forecast_view *view, bool *failed);
/* From what customers are worth a year at the start to what they are worth at the end. */
bireme_picture *bireme_picture_of_recurring(const bireme_forecast_view *view, bool *failed);
bireme_picture *bireme_picture_of_channels(const bireme_forecast_view *view, bool *failed);

/* What spend buys, channel by channel, with today's spend and, if split is not NULL, that of the best
 * division. */
bireme_picture *bireme_picture_of_response(const bireme_model *model, const bireme_split *split,
                                           bool *failed);

/* What another confidence takes. */
bireme_picture *bireme_picture_of_confidence(const bireme_target_view *view, bool *failed);
/* The best division of each total. */
bireme_picture *bireme_picture_of_frontier(const bireme_split_view *view, bool *failed);
bireme_picture *bireme_picture_of_divisions(const bireme_split_view *view, bool *failed);
bireme_picture *bireme_picture_of_drivers(const bireme_sensitivity_view *view, bool *failed);
/* From the baseline to the `which`-th scenario. */
bireme_picture *bireme_picture_of_bridge(const bireme_comparison_view *view, size_t which, bool *failed);

#endif
