/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Undoes binary rounding of decimal amounts: a hundred deals of 19.99 are 1,999, and not the
 * 1998.9999999999998 that their sum may give.
 */
#ifndef BIREME_STATS_DECIMAL_H
#define BIREME_STATS_DECIMAL_H

#include <stddef.h>

/* Each x [n] within rounding (2^−46 of the size of its terms) of a decimal number of 12 digits becomes the
 * double nearest to that decimal. The size is |x| plus `terms` ≥ 0 that cancelled (stats/threshold.h); the 12
 * digits, too, are counted from the first digit of that sum. Non-decreasing in x, so that rounding order
 * statistics and taking order statistics of rounded values give the same. */
void bireme_decimals(size_t n, double *x, double terms);
/* The decimal number of 12 digits if it is within the relative tolerance; else x. */
double bireme_decimal_within(double x, double tolerance);

#endif
