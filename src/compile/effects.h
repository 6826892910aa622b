/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which multiplier applies to what in which period: the economy and the initiatives, made ready for the trial
 * loop.
 */
#ifndef BIREME_COMPILE_EFFECTS_H
#define BIREME_COMPILE_EFFECTS_H

#include "compile/compiled.h"

/* How far an initiative has ramped up, [periods]: 0 before its date, 1 when its ramp is over, averaged over
 * each period. */
void bireme_initiative_ramp(const bireme_model *model, const bireme_initiative *initiative, double *ramp);

/* Sets effects, ramp, initiative_cost, the chain, and clock_uniform and clock_fixed. The quantities must be
 * compiled. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_compile_effects(bireme_compiled *compiled, bireme_error *error);
void bireme_compiled_effects_free(bireme_compiled *compiled);

/* The operational clock at the period boundaries [periods + 1], if it is the same in every trial. */
void bireme_compiled_fixed_clock(const bireme_compiled *compiled, double *clock);

#endif
