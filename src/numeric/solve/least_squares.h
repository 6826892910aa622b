/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIREME_NUMERIC_SOLVE_LEAST_SQUARES_H
#define BIREME_NUMERIC_SOLVE_LEAST_SQUARES_H

#include <stddef.h>
#include "base/error.h"

/* x [columns] with the smallest |a x − b|, a [rows × columns] of full rank, rows ≥ columns ≥ 1. By
 * Householder's QR decomposition (GSL). Errors: MEMORY, DOMAIN (a is not of full rank). */
BIREME_MUST_USE bireme_status bireme_least_squares(size_t rows, size_t columns, const double *a,
                                                   const double *b, double *x, bireme_error *error);

#endif
