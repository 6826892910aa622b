/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Special functions of probability, portable to the bit (built on numeric/special/portable.h, no libm
 * transcendental, no GSL: GSL's go through libm). Aim: 1e-13 relative for the functions, 1e-12 relative for
 * the inverses, where the problem is well conditioned. Arguments outside the domain are a programming error
 * (assert).
 */
#ifndef BIREME_NUMERIC_SPECIAL_SPECIAL_H
#define BIREME_NUMERIC_SPECIAL_SPECIAL_H

#include <stddef.h>

/* Standard normal: lower tail, upper tail, density, quantile of a lower tail p in (0, 1). Source of the
 * quantile: Wichura 1988 (AS 241, PPND16) or better. */
double bireme_normal_cdf(double z);
double bireme_normal_sf(double z);
double bireme_normal_pdf(double z);
double bireme_normal_quantile(double p);
/* The same for p and q = 1 − p, of which the smaller is used; −inf for p = 0, +inf for q = 0. */
double bireme_normal_quantile_pq(double p, double q);

/* The log of the beta function, a, b > 0. */
double bireme_lbeta(double a, double b);
/* log Γ(1 + a), a ≥ 0, relative accuracy near 0. */
double bireme_lgamma1p(double a);
/* Densities times their variable, without the loss of digits of the textbook forms for large parameters:
 * x^a e^-x / Γ(a+1), a > 0, x ≥ 0, and x^a y^b / B(a, b), a, b > 0, x + y = 1. */
double bireme_gamma_prefix(double a, double x);
double bireme_beta_prefix(double a, double b, double x, double y);

/* Regularised incomplete gamma: P(a, x) and Q(a, x) = 1 − P, each with full relative accuracy; a > 0, x ≥ 0.
 */
void bireme_gamma_pq(double a, double x, double *p, double *q);
/* x with P(a, x) = p, given p and q = 1 − p (each may be tiny; the smaller is used). p + q = 1, both ≥ 0.
 * Gives 0 for p = 0, +inf for q = 0, and 0 where the answer is below the smallest double. */
double bireme_gamma_pq_inverse(double a, double p, double q);

/* Regularised incomplete beta I_x(a, b) in *p and 1 − I in *q; y = 1 − x is passed so that both ends are
 * exact. */
void bireme_beta_pq(double a, double b, double x, double y, double *p, double *q);
/* x (returned) and *y = 1 − x with I_x(a, b) = p, q = 1 − p. */
double bireme_beta_pq_inverse(double a, double b, double p, double q, double *y);

/* Gauss–Legendre nodes and weights on [−1, 1], n ≤ 64, nodes ascending: computed by Newton's method on the
 * Legendre polynomial (no libm). */
void bireme_gauss_legendre(size_t n, double *node, double *weight);

#endif
