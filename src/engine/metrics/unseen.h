/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The error that the trials of a run do not show: of distributions that have no variance, or one that trials
 * cannot show.
 */
#ifndef BIREME_ENGINE_METRICS_UNSEEN_H
#define BIREME_ENGINE_METRICS_UNSEEN_H

#include "bireme/forecast.h"

/* power: the model's tail_power, at least ½. Adds to the standard error of the mean what values rarer than
 * any in the trials would contribute; the standard error of the standard deviation, which is unbounded,
 * becomes NAN. */
void bireme_unseen_add(double power, bireme_summary *summary);

#endif
