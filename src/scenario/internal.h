/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a scenario handle holds, for the floors above this one.
 */
#ifndef BIREME_SCENARIO_INTERNAL_H
#define BIREME_SCENARIO_INTERNAL_H

#include "bireme/scenario.h"
#include "model/model.h"

struct bireme_scenario {
    bireme_model *model;
};

static inline const bireme_model *bireme_scenario_model(const bireme_scenario *scenario)
{
    return scenario->model;
}

#endif
