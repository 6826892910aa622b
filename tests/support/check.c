/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <math.h>
#include <stdio.h>

void bireme_assert_close(double actual, double expected, double rel, double abs, const char *what,
                         const char *file, int line)
{
    double allowed = abs + rel * fabs(expected);
    if (fabs(actual - expected) <= allowed) return;
    print_error("%s is %.17g, expected %.17g within %.3g (off by %.3g)\n", what, actual, expected, allowed,
                actual - expected);
    _fail(file, line);
}
