/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checked syntax → model.
 */
#ifndef BIREME_SCENARIO_BUILD_BUILD_H
#define BIREME_SCENARIO_BUILD_BUILD_H

#include "model/model.h"
#include "scenario/reading.h"

/* The model as far as it hangs on no distribution, and with all that decides which metrics there are; of what
 * is wrong in the scenario as much as makes sense, so that the rest can be checked. NULL: out of memory,
 * reported. */
bireme_model *bireme_build_begin(bireme_reading *reading);
/* The same model whole, if the checks have found no error: the distributions are those that they have kept.
 * NULL: reported, and the model is freed. */
bireme_model *bireme_build_finish(bireme_reading *reading, bireme_model *model);

#endif
