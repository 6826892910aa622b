/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much a test goes through: every day each kind once, with BIREME_LONG in the environment (ctest -C long
 * -L long) all.
 */
#ifndef BIREME_TESTS_TIER_H
#define BIREME_TESTS_TIER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

static inline bool is_long(void)
{
    return getenv("BIREME_LONG") != NULL;
}

static inline size_t of_tier(size_t every_day, size_t in_a_long_run)
{
    return is_long() ? in_a_long_run : every_day;
}

#endif
