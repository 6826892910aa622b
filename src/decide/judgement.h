/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether an answer can be relied on: one that its own fresh trials contradict cannot.
 */
#ifndef BIREME_DECIDE_JUDGEMENT_H
#define BIREME_DECIDE_JUDGEMENT_H

#include "decide/split/result.h"
#include "decide/target/result.h"

/* Sets agrees, doubt and confirmed, from achieved, verified, their standard errors, trials and converged. */
void bireme_target_judge(bireme_target *target);

/* Sets doubt and confirmed, from the gain over today's split on fresh trials, beaten_by and converged. */
void bireme_split_judge(bireme_split *split);

#endif
