/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether there is memory for what is asked, and how long it will take: looked at before it is begun.
 */
#ifndef BIREME_CLI_AFFORD_H
#define BIREME_CLI_AFFORD_H

#include "cli/options.h"

/* Bytes that this process may still take: the least of the memory that is available, of what is left of the group's limit
 * and of the address space's; *address: of the last alone. INFINITY where nothing is known. */
double bireme_afford_memory(double *address);

/* A run of each scenario [n] with these options, whose results are kept at the same time. 0: go on (with a line on
 * standard error if it takes much memory or time, and is not to be quiet); else the exit status after a complaint that
 * says what would need less. */
int bireme_afford(const bireme_options *options, bireme_scenario *const *scenarios, size_t n);

/* After an allocation has failed: what was asked, and how to need less. */
void bireme_afford_complain(const bireme_options *options);

#endif
