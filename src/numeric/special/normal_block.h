/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The normal distribution function over a block, without a branch and with the same bits on every processor:
 * it turns correlated normal values back into uniforms.
 */
#ifndef BIREME_NUMERIC_SPECIAL_NORMAL_BLOCK_H
#define BIREME_NUMERIC_SPECIAL_NORMAL_BLOCK_H

#include <stddef.h>

/* u[i] = Φ(z[i]), absolute error ≤ 1e-13, any z except NaN, kept inside [2⁻⁵⁴, 1 − 2⁻⁵³] as quantile tables
 * require; u may be z. */
void bireme_normal_cdf_block(size_t n, const double *z, double *u);

#endif
