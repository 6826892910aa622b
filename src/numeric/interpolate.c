/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Newton's divided differences, expanded to powers by Horner's scheme on the Newton form.
 */
#include "numeric/interpolate.h"

#include <assert.h>

const double bireme_quintic_node[BIREME_QUINTIC] = {
    0, 0.09549150281252627, 0.34549150281252627, 0.65450849718747373, 0.90450849718747373, 1};
const double bireme_quintic_check[2] = {0.2134, 0.7866};

void bireme_interpolate(size_t n, const double *x, const double *f, double *power)
{
    assert(n >= 1 && n <= BIREME_INTERPOLATE_MOST);
    double difference[BIREME_INTERPOLATE_MOST];
    for (size_t i = 0; i < n; i++) difference[i] = f[i], power[i] = 0;
    for (size_t order = 1; order < n; order++)
        for (size_t i = n - 1; i >= order; i--)
            difference[i] = (difference[i] - difference[i - 1]) / (x[i] - x[i - order]);
    for (size_t i = n; i-- > 0;) {
        for (size_t j = n - 1; j > 0; j--) power[j] = power[j - 1] - x[i] * power[j];
        power[0] = difference[i] - x[i] * power[0];
    }
}
