/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checked syntax → model.
 */
#ifndef BIREME_SCENARIO_BUILD_BUILD_H
#define BIREME_SCENARIO_BUILD_BUILD_H

#include "model/model.h"
#include "scenario/reading.h"

/* Builds the model of a scenario in which the checks have found no error. NULL: reported. */
bireme_model *bireme_build(bireme_reading *reading);

#endif
