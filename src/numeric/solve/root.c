/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ITP method: false position, moved a little towards the middle so that both ends of the bracket close
 * in, and kept close enough to the middle to need at most one step more than bisection.
 */
#include "numeric/solve/root.h"

#include <assert.h>
#include <math.h>

double bireme_root_find(bireme_root_function f, void *context, double low, double high, double f_low,
                        double f_high, double tolerance)
{
    assert(!(f_low > 0 && f_high > 0) && !(f_low < 0 && f_high < 0));
    if (f_low == 0) return low;
    if (f_high == 0) return high;
    const double move = 0.2 / (high - low); /* the paper's κ1, with κ2 = 2 and n0 = 1 */
    double reach = tolerance; /* half the width that bisection, one step behind, would leave at the end */
    assert(tolerance > 0);
    for (int i = 0; i < 2200 && reach < high - low; i++) reach *= 2; /* doubles span 2098 powers of two */
    for (int i = 0; i < 2000 && high - low > 2 * tolerance; i++, reach *= 0.5) {
        double middle = low + 0.5 * (high - low), room = fmax(reach - 0.5 * (high - low), 0);
        double x = low + (high - low) * (f_low / (f_low - f_high));
        double side = middle >= x ? 1 : -1, shift = move * (high - low) * (high - low);
        x = shift <= fabs(middle - x) ? x + side * shift : middle;
        if (fabs(x - middle) > room) x = middle - side * room;
        if (!(x > low && x < high)) x = middle;
        if (!(x > low && x < high)) break;
        double f_x = f(x, context);
        if (f_x == 0) return x;
        if ((f_x < 0) == (f_low < 0)) {
            low = x;
            f_low = f_x;
        } else {
            high = x;
            f_high = f_x;
        }
    }
    return low + 0.5 * (high - low);
}
