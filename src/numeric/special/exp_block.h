/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The exponential function over a block, without a branch and with the same bits on every processor.
 */
#ifndef BIREME_NUMERIC_SPECIAL_EXP_BLOCK_H
#define BIREME_NUMERIC_SPECIAL_EXP_BLOCK_H

#include <stddef.h>

/* out[i] = exp(x[i]) for |x[i]| ≤ 700, within 4e-16 relative; out may be x. */
void bireme_exp_block(size_t n, const double *x, double *out);

#endif
