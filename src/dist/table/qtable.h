/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quantile tables: sampling by inversion, one uniform per sample, without a libm call, a branch or an
 * allocation.
 */
#ifndef BIREME_DIST_TABLE_QTABLE_H
#define BIREME_DIST_TABLE_QTABLE_H

#include "dist/dist.h"

typedef struct bireme_qtable bireme_qtable;

/* Compiles the quantile function of dist. Portable to the bit. Errors: MEMORY, DOMAIN (no table reaches the
 * stated error; the message names the family and the error reached). */
BIREME_MUST_USE bireme_status bireme_qtable_create(const bireme_dist *dist, bireme_qtable **out,
                                                   bireme_error *error);
/* The table of the standard normal distribution. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_qtable_create_normal(bireme_qtable **out, bireme_error *error);
void bireme_qtable_free(bireme_qtable *table);

/* out[i] = quantile of u[i]: n values, u in (0, 1) as bireme_stream_fill makes them; out may be u.
 * Non-decreasing in u. u-error |F(out) − u| ≤ 1e-9. */
void bireme_qtable_eval(const bireme_qtable *table, size_t n, const double *u, double *out);
double bireme_qtable_eval_one(const bireme_qtable *table, double u); /* the same bits as eval */

#endif
