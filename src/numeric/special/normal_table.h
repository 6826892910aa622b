/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The normal distribution function from a table: where many normal scores are turned into uniforms, and the
 * uniforms go into tables that are no more exact than this.
 */
#ifndef BIREME_NUMERIC_SPECIAL_NORMAL_TABLE_H
#define BIREME_NUMERIC_SPECIAL_NORMAL_TABLE_H

#include <stddef.h>

typedef struct bireme_normal_table bireme_normal_table; /* immutable */

bireme_normal_table *bireme_normal_table_create(void); /* NULL: no memory */
void bireme_normal_table_free(bireme_normal_table *table);

/* u[i] = Φ(z[i]), absolute error ≤ 3e-10, any z but NaN, non-decreasing, kept inside [2⁻⁵⁴, 1 − 2⁻⁵³]; the
 * same bits on every processor. u may be z. */
void bireme_normal_table_eval(const bireme_normal_table *table, size_t n, const double *z, double *u);

#endif
