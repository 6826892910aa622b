/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sales reps over time: heads, and the effective number among them. Both are expectations that the scenario
 * fixes: the same in every trial.
 */
#ifndef BIREME_COMPILE_REPS_H
#define BIREME_COMPILE_REPS_H

#include "model/model.h"

/* heads [periods], effective [periods]: averages over each period, of a team. Errors: MEMORY, DOMAIN (more
 * reps leave at a date than there are). */
BIREME_MUST_USE bireme_status bireme_reps(const bireme_model *model, const bireme_team *team, double *heads,
                                          double *effective, bireme_error *error);

#endif
