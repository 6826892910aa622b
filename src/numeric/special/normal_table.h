/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The normal distribution function from a table, for turning many normal scores into uniforms that are used
 * in tables no more accurate than this one.
 */
#ifndef BIREME_NUMERIC_SPECIAL_NORMAL_TABLE_H
#define BIREME_NUMERIC_SPECIAL_NORMAL_TABLE_H

#include <stddef.h>

typedef struct bireme_normal_table bireme_normal_table; /* immutable */

bireme_normal_table *bireme_normal_table_create(void); /* NULL: out of memory */
void bireme_normal_table_free(bireme_normal_table *table);

/* u[i] = Φ(z[i]), absolute error ≤ 3e-10, any z except NaN, non-decreasing, kept inside [2⁻⁵⁴, 1 − 2⁻⁵³]; the
 * same bits on every processor. u may be z. */
void bireme_normal_table_eval(const bireme_normal_table *table, size_t n, const double *z, double *u);

#endif
