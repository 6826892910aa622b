/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Varied scenarios for tests of what must hold for all of them: every feature of the format, in
 * combinations and with numbers that follow from a number alone.
 */
#ifndef BIREME_TESTS_VARIED_H
#define BIREME_TESTS_VARIED_H

#include <stdbool.h>
#include "bireme/bireme.h"

enum { VARIED_COUNT = 12 };

/* What a test changes, everything else left as it is. */
typedef struct varied {
    unsigned number;      /* 0 … VARIED_COUNT − 1 */
    double spend_scale;   /* of the paid channels */
    double reps;          /* added to those at the start */
    bool no_capacity;     /* reps cost and bring leads, but work on everything */
    bool no_outbound;     /* leads come without reps */
    bool steady_odds;     /* neither the economy nor an initiative changes conversion, time or values */
    bool plain_annuity;   /* recurring, no churn, no expansion */
    bool another_channel; /* before the others */
} varied;

bireme_scenario *varied_scenario(const varied *v);

#endif
