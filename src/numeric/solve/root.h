/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The root of a continuous function between two points where its signs differ.
 */
#ifndef BIREME_NUMERIC_SOLVE_ROOT_H
#define BIREME_NUMERIC_SOLVE_ROOT_H

typedef double (*bireme_root_function)(double x, void *context);

/* x in [low, high] that is within tolerance of a change of sign of f. f_low and f_high are f at the ends and
 * must not have the same sign. tolerance > 0, at least a few ulp of the root. Takes at most one evaluation
 * more than bisection, far fewer if f is smooth. Source: Oliveira and Takahashi 2020, the ITP method. */
double bireme_root_find(bireme_root_function f, void *context, double low, double high, double f_low,
                        double f_high, double tolerance);

#endif
