/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The metalog's series M, in the log odds w = log(u/(1−u)) (see metalog.c).
 */
#ifndef BIREME_DIST_FAMILIES_METALOG_CURVE_H
#define BIREME_DIST_FAMILIES_METALOG_CURVE_H

#include <stdbool.h>
#include <stddef.h>

enum { BIREME_METALOG_MOST = 16 }; /* terms, points */

/* u = 1/(1 + exp(−w)) and v = 1 − u, each accurate where it is small; returns u − ½. */
double bireme_metalog_odds(double w, double *u, double *v);
double bireme_metalog_log_odds(double p, double q);
/* M at w, from the coefficients a [n]; *slope: dM/dw = u v M'(u). */
double bireme_metalog_value(const double *a, size_t n, double w, double *slope);
/* M far out on the side of w (±745): infinite unless the log term's factor is 0 there. */
double bireme_metalog_end(const double *a, size_t n, double w);
/* The log term's factor at the end on the side of w: M ~ factor · w. */
double bireme_metalog_tail(const double *a, size_t n, double w);
/* The last term (from 0) used when M goes through n points: n − 1, or n. */
size_t bireme_metalog_last_term(size_t n, const double *probability);
/* The coefficients a[0 … last] (with zeros in front) that put M through the n points. False: there are
 * none. */
bool bireme_metalog_interpolate(size_t n, size_t last, const double *probability, const double *value,
                                double *a);
/* The log odds *low < 0 < *high between which M increases; ∓745: up to the end. Both 0: not even at the
 * median. */
void bireme_metalog_rise(const double *a, size_t n, double *low, double *high);

#endif
