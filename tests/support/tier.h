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

/* Under the sanitizers everything takes some twenty times as long, and what they look for shows in few cases:
 * all are gone through where the same test runs optimised. */
#if defined(__SANITIZE_ADDRESS__)
enum { IS_SANITIZED = 1 };
#else
enum { IS_SANITIZED = 0 };
#endif

static inline size_t of_build(size_t optimised, size_t sanitized)
{
    return IS_SANITIZED ? sanitized : optimised;
}

#endif
