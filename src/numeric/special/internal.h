/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the special functions: parts that keep full precision where the textbook formula loses it. x^a
 * e^-x / Γ(a+1) and similar terms are written with Stirling's error and the deviance, so that the exponent is
 * small where the density is large (Loader 2000, "Fast and accurate computation of binomial probabilities").
 */
#ifndef BIREME_NUMERIC_SPECIAL_INTERNAL_H
#define BIREME_NUMERIC_SPECIAL_INTERNAL_H

#define BIREME_LOG_SQRT_2PI 0.91893853320467274178 /* log √(2π) */
#define BIREME_SQRT_2PI     2.50662827463100050242
#define BIREME_PI           3.14159265358979323846

/* log(1 + x) − x for x > −1, relative accuracy near 0. */
double bireme_log1p_minus(double x);

#endif
