/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small collector with every kind of variable, as a part of a run writes it: for the tests and the fuzzer
 * of its reader.
 */
#ifndef BIREME_TESTS_COLLECTED_H
#define BIREME_TESTS_COLLECTED_H

#include "base/text.h"
#include "stats/collector.h"

enum { COLLECTED_VARIABLES = 4, COLLECTED_TRIALS = 96, COLLECTED_UNITS = 2 };
/* [COLLECTED_VARIABLES]: those that are collected; the last is not. */
extern const bool collected_wanted[];

/* An empty one; and what one with values writes. NULL, failed: out of memory. */
bireme_collector *collected_create(void);
bireme_text collected_bytes(void);
/* Reads into an empty collector, from a block of the very size; what is taken for good is asked for its
 * quantiles. used: so much was read. Aborts if the counts do not agree then. */
bool collected_reads(const char *bytes, size_t length, size_t *used);

#endif
