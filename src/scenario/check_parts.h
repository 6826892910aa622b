/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The larger parts of bireme_check_together, and readings that checking and building share.
 */
#ifndef BIREME_SCENARIO_CHECK_PARTS_H
#define BIREME_SCENARIO_CHECK_PARTS_H

#include "model/model.h"
#include "scenario/check.h"

void bireme_check_economy(bireme_reading *reading);
void bireme_check_correlations(bireme_reading *reading);

/* The calendar of the scenario; false: it is not valid, which the table's checks have said. */
bool bireme_calendar_read(const bireme_reading *reading, bireme_calendar *out);
/* The owner that the node (may be NULL) names; marketing if it names none. */
bireme_owner bireme_owner_read(const bireme_node *node);

#endif
