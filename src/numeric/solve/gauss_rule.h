/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gaussian quadrature for an arbitrary measure given by many weighted points: E[h(X)] ≈ Σ weight · h(node).
 */
#ifndef BIREME_NUMERIC_SOLVE_GAUSS_RULE_H
#define BIREME_NUMERIC_SOLVE_GAUSS_RULE_H

#include <stddef.h>
#include "base/error.h"

/* The n-point rule of the measure Σ mass[i] δ(point[i]), i < n_points, masses ≥ 0 with sum 1: exact for
 * polynomials to degree 2n − 1. Writes node [n] (ascending) and weight [n], sum 1; *n_out ≤ n is the number
 * written (fewer if the measure has fewer distinct points). n ≤ 64. Errors: MEMORY, INTERNAL (the eigenvalue
 * problem did not converge). */
BIREME_MUST_USE bireme_status bireme_gauss_rule(size_t n_points, const double *point, const double *mass,
                                                size_t n, double *node, double *weight, size_t *n_out,
                                                bireme_error *error);

#endif
