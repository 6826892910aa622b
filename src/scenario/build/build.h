/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checked syntax → model.
 */
#ifndef BIREME_SCENARIO_BUILD_BUILD_H
#define BIREME_SCENARIO_BUILD_BUILD_H

#include "model/model.h"
#include "scenario/reading.h"

/* The part of the model that needs no distribution, including everything that decides which metrics there
 * are. Built even from a scenario with errors, as far as it makes sense, so that the rest can be checked.
 * NULL: out of memory, reported. */
bireme_model *bireme_build_begin(bireme_reading *reading);
/* Completes the model, once the checks have found no error, with the distributions that they kept. NULL:
 * reported, and the model is freed. */
bireme_model *bireme_build_finish(bireme_reading *reading, bireme_model *model);

#endif
