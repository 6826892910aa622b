/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables of sums, and a look at one of them.
 */
#ifndef TESTS_UNIT_DIST_MADE_SUMS_H
#define TESTS_UNIT_DIST_MADE_SUMS_H

#include "unit/dist/make.h"

#include "dist/sums/sums.h"
#include "dist/sums/level.h"

static inline bireme_sums *add_up(const bireme_dist *dist, double most)
{
    bireme_sums *sums = NULL;
    bireme_error error;
    if (bireme_sums_create(dist, most, &sums, &error) != BIREME_OK) fail_msg("%s", error.message);
    return sums;
}

/* The digit's table at u. */
static inline double value_at(const bireme_sums *sums, unsigned level, unsigned digit, double u)
{
    double sum = 0, count = ldexp(digit, 4 * (int)level);
    bireme_sums_eval(sums, level, 0, 1, &u, &count, &sum);
    return sum;
}

/* The largest stated error of the tables of two values and more. */
static inline double stated_error(const bireme_sums *sums)
{
    double worst = 0;
    for (unsigned l = 0; l < bireme_sums_levels(sums); l++) {
        const bireme_sum_level *level = &sums->level[l];
        for (unsigned d = l == 0 ? 2 : 1; d <= level->digits; d++)
            if (level->piece[0][d] == d) worst = fmax(worst, level->u_error[d]);
    }
    return worst;
}

static inline bool has_table(const bireme_sums *sums, unsigned level, unsigned digit)
{
    return digit <= sums->level[level].digits && sums->level[level].piece[0][digit] == digit;
}

#endif
