/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sine and cosine over a block, without a branch and with the same bits on every processor.
 */
#ifndef BIREME_NUMERIC_SPECIAL_SINCOS_BLOCK_H
#define BIREME_NUMERIC_SPECIAL_SINCOS_BLOCK_H

#include <stddef.h>

/* sine[i] = sin(x[i]), cosine[i] = cos(x[i]) for |x[i]| ≤ 1e6, within 1e-15. The arrays do not overlap. */
void bireme_sincos_block(size_t n, const double *restrict x, double *restrict sine, double *restrict cosine);

#endif
