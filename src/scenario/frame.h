/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frame of a scenario, which checking and building both read from the tree: calendar, owners, revenue
 * model.
 */
#ifndef BIREME_SCENARIO_FRAME_H
#define BIREME_SCENARIO_FRAME_H

#include "model/model.h"
#include "scenario/reading.h"

/* The calendar of the scenario; false: not valid, which the checks against the field table report. */
bool bireme_calendar_read(const bireme_reading *reading, bireme_calendar *out);
/* Whether revenue is recurring. */
bool bireme_recurring_read(const bireme_reading *reading);
/* The owner that the node (may be NULL) names; marketing if it names none. */
bireme_owner bireme_owner_read(const bireme_node *node);

#endif
