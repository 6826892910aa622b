/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The larger parts of bireme_check_together.
 */
#ifndef BIREME_SCENARIO_CHECK_INTERNAL_H
#define BIREME_SCENARIO_CHECK_INTERNAL_H

#include "model/model.h"
#include "scenario/check/check.h"

void bireme_check_channels(bireme_reading *reading);
void bireme_check_growth(bireme_reading *reading); /* growth, and lifts */
void bireme_check_goal(bireme_reading *reading, const bireme_model *model);
void bireme_check_sales(bireme_reading *reading);
void bireme_check_revenue(bireme_reading *reading);
void bireme_check_economy(bireme_reading *reading);
void bireme_check_initiatives(bireme_reading *reading);
void bireme_check_actuals(bireme_reading *reading);
void bireme_check_pipeline(bireme_reading *reading);
void bireme_check_decision(bireme_reading *reading);
void bireme_check_correlations(bireme_reading *reading);
/* Warns of multipliers (of a regime or initiative; may be NULL) that multiply nothing. */
void bireme_check_effects(bireme_reading *reading, const bireme_node *effects);
/* Warns, at the first of n entries of the pipeline, of something that is true of all n; n may be 0. */
void bireme_warn_entries(bireme_reading *reading, const bireme_node *first, size_t n, const char *what);

#endif
