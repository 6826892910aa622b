/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small symmetric matrices, row by row [n × n]: Cholesky, and the nearest correlation matrix.
 */
#ifndef BIREME_NUMERIC_SOLVE_MATRIX_H
#define BIREME_NUMERIC_SOLVE_MATRIX_H

#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"

/* lower [n × n] (zeros above the diagonal) with lower · lowerᵀ = a; lower may be NULL if only the answer is
 * wanted. False: a is not positive definite (a pivot is below 1e-12; for correlations the largest pivot is
 * 1), or memory ran out, in which case *out_of_memory (may be NULL) is set. Portable to the bit. */
bool bireme_matrix_cholesky(size_t n, const double *a, double *lower, bool *out_of_memory);

/* The correlation matrix nearest to a (symmetric, unit diagonal) in the Frobenius norm, with eigenvalues of
 * at least about `smallest` (> 0), unit diagonal, positive definite. out [n × n], not a. Errors: MEMORY,
 * INTERNAL (no convergence). Source: Higham 2002, "Computing the nearest correlation matrix", algorithm 3.3.
 */
BIREME_MUST_USE bireme_status bireme_matrix_nearest_correlation(size_t n, const double *a, double smallest,
                                                                double *out, bireme_error *error);

#endif
