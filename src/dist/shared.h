/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers and small functions that several families use.
 */
#ifndef BIREME_DIST_SHARED_H
#define BIREME_DIST_SHARED_H

#include <math.h>
#include "numeric/special/portable.h"
#include "numeric/special/special.h"

#define BIREME_Z90    1.2815515655446004 /* Φ⁻¹(0.9) */
#define BIREME_LOG_2  0.69314718055994530942
#define BIREME_LOG_10 2.30258509299404568402

/* −log q, computed from the smaller tail. */
static inline double bireme_minus_log_upper(double p, double q)
{
    return p <= q ? -bireme_log1p(-p) : -bireme_log(q);
}

#endif
