/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hundred deals of 19.99 are 1,999, and not the 1998.9999999999998 that their sum may come to in binary.
 */
#ifndef BIREME_STATS_DECIMAL_H
#define BIREME_STATS_DECIMAL_H

#include <stddef.h>

/* The decimal number of 12 digits that x is, but for 2^−46 of what it is made of, as the double that the text
 * of it reads as; else x. It is made of |x|, and of `terms` ≥ 0 that cancelled (stats/threshold.h): digits
 * are counted, and the error is, from the first of their sum. Non-decreasing in x, so that the order
 * statistics of such values are such values of the order statistics. */
double bireme_decimal_of(double x, double terms);
/* The decimal number of 12 digits within the relative tolerance; else x. */
double bireme_decimal_within(double x, double tolerance);
void bireme_decimals(size_t n, double *x, double terms);

#endif
