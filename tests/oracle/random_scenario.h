/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A scenario made by chance: every field of the format may be in it, with plausible figures, in whatever
 * company the dice give it.
 */
#ifndef BIREME_TESTS_ORACLE_RANDOM_SCENARIO_H
#define BIREME_TESTS_ORACLE_RANDOM_SCENARIO_H

#include <stdio.h>

/* Writes scenario number `seed` as JSON; the same seed gives the same scenario. */
void random_scenario(unsigned long seed, FILE *out);

#endif
