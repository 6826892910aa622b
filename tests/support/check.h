/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every test needs beside cmocka: comparing doubles, and paths into the source tree.
 */
#ifndef BIREME_TESTS_CHECK_H
#define BIREME_TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Fails unless |actual − expected| ≤ abs + rel·|expected|. Say why the tolerance is what it is. */
#define assert_close(actual, expected, rel, abs)                                                             \
    bireme_assert_close((actual), (expected), (rel), (abs), #actual, __FILE__, __LINE__)
void bireme_assert_close(double actual, double expected, double rel, double abs, const char *what,
                         const char *file, int line);

#endif
