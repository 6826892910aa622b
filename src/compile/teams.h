/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Teams made ready for the trial loop: reps and capacity over time, and the legs of each channel's way.
 */
#ifndef BIREME_COMPILE_TEAMS_H
#define BIREME_COMPILE_TEAMS_H

#include "compile/compiled.h"

/* Sets teams, heads, mean_heads, worked, rows and ways. Errors: MEMORY, DOMAIN (more reps leave at a date
 * than there are). */
BIREME_MUST_USE bireme_status bireme_compile_teams(bireme_compiled *compiled, bireme_error *error);
/* Heads, effective reps and capacity of the model's teams, into arrays of [periods]; heads and mean_heads of
 * all of them. unlimited: no capacity is ever reached. Errors: as above. */
BIREME_MUST_USE bireme_status bireme_compile_staff(bireme_compiled *compiled, bool unlimited,
                                                   bireme_error *error);
/* Sets the delays of the legs, which open deals need; after the channels and the pipeline. Errors: as of
 * bireme_delay_create(). */
BIREME_MUST_USE bireme_status bireme_compile_handovers(bireme_compiled *compiled, bireme_error *error);
void bireme_compiled_teams_free(bireme_compiled *compiled);

#endif
