/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Table of G(x) = ∫₀ˣ F(y) dy for a distribution function F on [0, ∞), the form in which delays enter the
 * model.
 */
#ifndef BIREME_NUMERIC_SOLVE_INTEGRAL_TABLE_H
#define BIREME_NUMERIC_SOLVE_INTEGRAL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"

typedef struct bireme_integral_table bireme_integral_table;

typedef double (*bireme_integral_function)(const void *context, double x);

enum { BIREME_INTEGRAL_PIECES = 1 << 14 };

/* function: F, non-decreasing, 0 below 0, called for x ≥ 0; with is_integral G itself, smooth between 0 and
 * end. scale > 0: a typical value (the median). end > 0: F is 1 for all practical purposes from there on.
 * cost: the work of one call, relative to a plain function; the table has at most BIREME_INTEGRAL_PIECES
 * pieces, fewer if calls are costly: the work is some 40 calls per piece. Values below 2^−60 of the end are
 * not distinguished from 0. Errors: MEMORY. Portable to the bit if the function is. */
BIREME_MUST_USE bireme_status bireme_integral_table_create(bireme_integral_function function,
                                                           const void *context, bool is_integral,
                                                           double scale, double end, size_t cost,
                                                           bireme_integral_table **out, bireme_error *error);
BIREME_MUST_USE bireme_status bireme_integral_table_copy(const bireme_integral_table *table,
                                                         bireme_integral_table **out, bireme_error *error);
void bireme_integral_table_free(bireme_integral_table *table);

/* G at x: 0 for x ≤ 0, a straight line of slope 1 beyond the end. Block form: out[i] += weight · scale[i] ·
 * G((x[i] − shift) · inverse[i]), inverse = 1 / scale; both NULL: 1. */
double bireme_integral_table_value(const bireme_integral_table *table, double x);
void bireme_integral_table_add(const bireme_integral_table *table, size_t n, const double *x, double shift,
                               const double *scale, const double *inverse, double weight, double *out);
/* F, from the same pieces. */
double bireme_integral_table_slope(const bireme_integral_table *table, double x);
/* Largest |G(table) − G| found between the nodes, in units of scale. */
double bireme_integral_table_error(const bireme_integral_table *table);
/* The x from which G is a straight line. */
double bireme_integral_table_end(const bireme_integral_table *table);
size_t bireme_integral_table_pieces(const bireme_integral_table *table);
/* The left edge of piece i; for i = pieces, the end of the last. */
double bireme_integral_table_edge(const bireme_integral_table *table, size_t i);

#endif
