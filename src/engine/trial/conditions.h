/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conditions on the path of the economy, and which trials of a block meet them.
 */
#ifndef BIREME_ENGINE_TRIAL_CONDITIONS_H
#define BIREME_ENGINE_TRIAL_CONDITIONS_H

#include "engine/trial/block.h"

typedef struct bireme_condition {
    size_t regime, last; /* the economy is in the regime in some period ≤ last … */
    bool never;          /* … or in none of them */
} bireme_condition;

/* conditions [n]. Errors: DOMAIN (no economy, no such regime or period; the message lists those that
 * exist). */
BIREME_MUST_USE bireme_status bireme_conditions_read(const bireme_model *model, const bireme_given *given,
                                                     size_t n, bireme_condition *conditions,
                                                     bireme_error *error);

/* mask[i] = 0 where all n conditions are met, else NAN, so that adding it to a value leaves the trial out. */
void bireme_conditions_mask(const bireme_block *block, const bireme_condition *conditions, size_t n,
                            double *mask);

#endif
