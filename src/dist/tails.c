/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tails of which a sample shows too little: the share of the mean in values rarer than a probability v, and
 * the power X ~ v^−s that represents it. Method: ∫ Q octave by octave in v, four Gauss points each, until an
 * octave adds nothing or 2⁻⁹⁰⁰ is reached; beyond that as a power.
 */
#include "dist/family.h"

#include <math.h>
#include "numeric/special/portable.h"

static const double OUTERMOST = 0x1p-54, LEAST = 0x1p-900; /* what uniforms can show; what doubles can */
static const double LOG_2 = 0.69314718055994531;

enum { GAUSS = 4 };
static const double NODE[GAUSS] = {0.069431844202973712, 0.33000947820757187, 0.66999052179242813,
                                   0.93056815579702629};
static const double WEIGHT[GAUSS] = {0.17392742256872693, 0.32607257743127307, 0.32607257743127307,
                                     0.17392742256872693};

static double side_value(const bireme_dist *dist, double v, bool upper)
{
    return bireme_dist_quantile_pq(dist, upper ? 1 : v, upper ? v : 1);
}

static double power_at(const bireme_dist *dist, double v, bool upper)
{
    return bireme_log(side_value(dist, v, upper) / side_value(dist, 2 * v, upper)) / LOG_2;
}

double bireme_dist_power_beyond(const bireme_dist *dist, double v, bool upper)
{
    double rest = 1 - power_at(dist, v, upper);
    return rest > 0 ? v * side_value(dist, v, upper) / rest : 0;
}

/* ∫ Q over the values rarer than v. */
static double beyond(const bireme_dist *dist, double v, bool upper)
{
    double sum = 0, from = v / 2;
    for (; from > LEAST; from /= 2) {
        double part = 0;
        for (int g = 0; g < GAUSS; g++)
            part += from * WEIGHT[g] * side_value(dist, from + NODE[g] * from, upper);
        sum += part;
        if (fabs(part) <= 1e-12 * fabs(sum)) return sum;
    }
    return sum + bireme_dist_power_beyond(dist, 2 * from, upper);
}

/* Whether between a thousand and a million values the tail grows like one without a variance: that is the
 * part a run sees. (A lognormal does from sigma 2.08 on.) */
static bool is_long(const bireme_dist *dist, bool upper)
{
    const double near = 0x1p-10, far = 0x1p-20;
    double middle = bireme_dist_quantile_pq(dist, 0.5, 0.5);
    double in = fabs(side_value(dist, near, upper) - middle),
           out = fabs(side_value(dist, far, upper) - middle);
    return in > 0 && out >= 0x1p5 * in; /* (far/near)^−½ */
}

/* The tails that matter; for a distribution with atoms (a list of prices) only those without a variance. */
static unsigned long_tails(const bireme_dist *dist)
{
    if (dist->heavy != 0 || dist->n_atoms > 0) return dist->heavy;
    return (is_long(dist, false) ? BIREME_DIST_HEAVY_LOW : 0) |
           (is_long(dist, true) ? BIREME_DIST_HEAVY_HIGH : 0);
}

static double power_of_side(const bireme_dist *dist, bool upper)
{
    const double v = 0x1p-14;
    if (dist->heavy != 0) return power_at(dist, OUTERMOST, upper);
    double factor = fabs(beyond(dist, v, upper) / (v * side_value(dist, v, upper)));
    return 1 - 1 / fmax(factor, 1);
}

double bireme_dist_tail_power(const bireme_dist *dist)
{
    unsigned tails = long_tails(dist);
    double power = tails != 0 ? 0.5 : 0;
    if ((tails & BIREME_DIST_HEAVY_LOW) != 0) power = fmax(power, power_of_side(dist, false));
    if ((tails & BIREME_DIST_HEAVY_HIGH) != 0) power = fmax(power, power_of_side(dist, true));
    return power;
}

double bireme_dist_inverse_power(const bireme_dist *dist)
{
    double out = side_value(dist, OUTERMOST, false), in = side_value(dist, 2 * OUTERMOST, false);
    if (dist->lower > 0 || out < 0 || (out == 0 && in == 0)) return 0; /* an atom at 0 is a separate matter */
    double power = out > 0 ? bireme_log(in / out) / LOG_2 : 1;
    return power >= 0.5 - 1e-9 ? power : 0;
}

/* E[1/X] = ∫ f(x)/x dx; with f ~ x^(k−1) at 0 it is finite for k > 1, and f(x/2)/f(x) = 2^(1−k). At the point
 * where that is tested, a lognormal's density falls towards 0 if its sigma is below 16. */
bool bireme_dist_inverse_is_endless(const bireme_dist *dist)
{
    const double rare = 1e-9, rounding = 1e-9;
    double median = bireme_dist_quantile_pq(dist, 0.5, 0.5), x = median * 0x1p-400;
    if (dist->lower > 0 || !(x > 0)) return false;
    double there = bireme_dist_pdf(dist, x), nearer = bireme_dist_pdf(dist, x / 2);
    return nearer >= there * (1 - rounding) && there * median > rare;
}

double bireme_dist_heavy_share(const bireme_dist *dist, double v)
{
    unsigned tails = long_tails(dist);
    double sum = 0;
    if ((tails & BIREME_DIST_HEAVY_LOW) != 0) sum += beyond(dist, v, false);
    if ((tails & BIREME_DIST_HEAVY_HIGH) != 0) sum += beyond(dist, v, true);
    return fabs(sum / dist->mean);
}

double bireme_dist_unseen(const bireme_dist *dist)
{
    unsigned tails = long_tails(dist);
    double sum = 0;
    for (int side = 0; side < 2; side++)
        if ((tails & (side == 0 ? BIREME_DIST_HEAVY_LOW : BIREME_DIST_HEAVY_HIGH)) != 0)
            sum += beyond(dist, OUTERMOST, side == 1) - OUTERMOST * side_value(dist, OUTERMOST, side == 1);
    return sum;
}

double bireme_dist_inverse_share(const bireme_dist *dist, double v)
{
    double rare = 0, all = 0;
    if (bireme_dist_inverse_power(dist) == 0) return 0;
    for (double from = 0.25; from >= OUTERMOST; from /= 2)
        for (int g = 0; g < 2 * GAUSS; g++) {
            double w = from + NODE[g / 2] * from, x = side_value(dist, w, g % 2 != 0);
            if (!(x > 0)) continue;
            all += from * WEIGHT[g / 2] / x;
            if (g % 2 == 0 && w < v) rare += from * WEIGHT[g / 2] / x;
        }
    return all > 0 ? rare / all : 0;
}
