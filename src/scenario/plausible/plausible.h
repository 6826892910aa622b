/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plausibility: figures that are allowed but look like a mistaken unit (a year for a month, per cent for a
 * share). Warnings only, at most one of a kind per place.
 */
#ifndef BIREME_SCENARIO_PLAUSIBLE_PLAUSIBLE_H
#define BIREME_SCENARIO_PLAUSIBLE_PLAUSIBLE_H

#include "scenario/reading.h"

/* Warns of what looks wrong in the model that was built from the scenario being read. */
void bireme_check_plausible(bireme_reading *reading, const bireme_model *model);

#endif
