/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the trials of a run have not shown of distributions without a variance, or with one that trials do not
 * show.
 */
#ifndef BIREME_ENGINE_METRICS_UNSEEN_H
#define BIREME_ENGINE_METRICS_UNSEEN_H

#include "bireme/forecast.h"

/* power: the model's tail_power, ½ at least. Adds to the standard error of a mean what values rarer than any
 * of the trials would add; the error of the standard deviation, which has no limit, becomes NAN. */
void bireme_unseen_add(double power, bireme_summary *summary);

#endif
