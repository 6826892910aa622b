/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of one hexadecimal digit: sums of digit · 16^level values. Internal to src/dist.
 */
#ifndef BIREME_DIST_SUMS_LEVEL_H
#define BIREME_DIST_SUMS_LEVEL_H

#include <stdint.h>
#include "dist/sums/curve.h"
#include "dist/sums/pack.h"

enum { BIREME_SUM_DIGITS = 15 };

typedef struct bireme_sum_level {
    unsigned level, digits; /* digits: the largest that has a table, 15 except at the top level */
    bool top;               /* larger digits, of any size, are drawn in pieces of up to `digits` */
    bool fixed;             /* all values are the same, `unit`: level 0 adds count · value, rounded once */
    double unit;            /* if not fixed: values per unit of the digit, 16^level */
    unsigned bits;
    unsigned packed;         /* bit d: digit d is in `records` */
    bireme_qpacked *records; /* [digits × bireme_qpacked_count(bits)], NULL: none */
    const bireme_qtable *table[BIREME_SUM_DIGITS + 1]; /* of digits that are not packed, or NULL */
    const bireme_qtable *single;                       /* one of the tables may be this: not to be freed */
    /* For each digit with a table: the stated bound of |F(table) − F(exact)|, an estimate from two grids,
     * doubled. At most 1e-5, except for sums of 16 or more values at separate points without a common step
     * that have more than 2^16 different sums; for those F is compared after moving values by at most 1e-3 of
     * the range of the sum. */
    double u_error[BIREME_SUM_DIGITS + 1];
    /* The pieces drawn for a digit, one uniform each: digits with a table, ending with 0. [0][d] = d unless d
     * has no table within the bound. */
    unsigned draws;
    uint8_t piece[BIREME_SUM_DIGITS][BIREME_SUM_DIGITS + 1];
} bireme_sum_level;

enum { BIREME_SUM_LEVELS = 5 };
struct bireme_sums {
    bireme_qtable *single;
    unsigned levels;
    bireme_sum_level level[BIREME_SUM_LEVELS];
};

/* `digits` and `top` as above. Errors: MEMORY, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_sum_level_create(const bireme_summand *summand, unsigned level,
                                                      unsigned digits, bool top, bireme_grid_space *space,
                                                      bireme_sum_level *out, bireme_error *error);
void bireme_sum_level_free(bireme_sum_level *level);

/* For values on a lattice: exact tables of all digits, if they fit a grid; else *done stays false. Errors:
 * MEMORY. */
BIREME_MUST_USE bireme_status bireme_sum_lattice_tables(const bireme_summand *summand,
                                                        bireme_sum_level *level, bireme_grid_space *space,
                                                        bool *done, bireme_error *error);
/* For few values without such a lattice: exact tables, from the first digit on, as long as there are no more
 * than some ten thousand different sums. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_sum_points_tables(const bireme_summand *summand, bireme_sum_level *level,
                                                       bireme_error *error);
/* Fills lattice_start and lattice_step. */
void bireme_sum_lattice_find(bireme_summand *summand);

#endif
