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
/* The number of periods that are over, those up to and with `actuals.through`; 0: none, or not valid.
 * reading->periods must be set. */
size_t bireme_past_read(const bireme_reading *reading);
/* The calendar that begins n periods later. */
bireme_calendar bireme_calendar_after(const bireme_calendar *calendar, size_t n);
/* Whether revenue is recurring. */
bool bireme_recurring_read(const bireme_reading *reading);
/* The owner that the node (may be NULL) names; marketing if it names none. */
bireme_owner bireme_owner_read(const bireme_node *node);

#endif
