/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Truncation: conditioning on an interval, and moments without a closed form. Method: moments are integrals
 * of the quantile function over (0, 1), by the double exponential rule (Takahasi and Mori 1974), which copes
 * with the singular ends; both tails are carried, so that the ends are resolved down to 1e-300. The step is
 * halved until two results agree to 1e-11; the newer one is then far better than that, its error being about
 * the square of the older one's. For a heavy tail, whose second moment is meaningless, it is halved as often
 * as allowed.
 */
#include "dist/family.h"

#include <math.h>
#include "base/memory.h"
#include "numeric/special/portable.h"

/* One piece of (0, 1): from lower tail p0 (upper tail q0) to lower tail p1 (upper tail q1). */
typedef struct u_piece {
    const bireme_dist *dist;
    double p0, q1, width, centre;
} u_piece;

/* Adds w·(Q − centre) and w·(Q − centre)² at the node t of the rule; returns the weight. */
static double add_node(const u_piece *piece, double t, double sums[2])
{
    double grow = bireme_exp(t), shrink = 1 / grow;
    double arm = 0.5 * 3.14159265358979323846 * (grow - shrink); /* π sinh t */
    double u = 1 / (1 + bireme_exp(-arm)), v = 1 / (1 + bireme_exp(arm));
    double weight = 0.5 * 3.14159265358979323846 * (grow + shrink) * u * v;
    double x = bireme_dist_quantile_pq(piece->dist, piece->p0 + u * piece->width,
                                       piece->q1 + v * piece->width);
    double away = x - piece->centre;
    if (!isfinite(x)) return 0;
    sums[0] += weight * away;
    sums[1] += weight * away * away;
    return weight;
}

static void integrate_piece(const u_piece *piece, double result[2])
{
    const double end = 6.1; /* exp(−π sinh 6.1) ≈ 1e-304 */
    double sums[2] = {0, 0}, before[2] = {0, 0};
    double step = 0.5;
    add_node(piece, 0, sums);
    for (double t = step; t <= end; t += step) {
        add_node(piece, t, sums);
        add_node(piece, -t, sums);
    }
    for (int level = 0; level < 8; level++) {
        for (double t = 0.5 * step; t <= end; t += step) {
            add_node(piece, t, sums);
            add_node(piece, -t, sums);
        }
        step *= 0.5;
        result[0] = sums[0] * step * piece->width;
        result[1] = sums[1] * step * piece->width;
        double scale = sqrt(result[1] * piece->width);
        if (piece->dist->heavy == 0 && level > 1 && fabs(result[0] - before[0]) <= 1e-11 * scale &&
            fabs(result[1] - before[1]) <= 1e-11 * result[1])
            break;
        before[0] = result[0];
        before[1] = result[1];
    }
}

/* The integrals of Q − centre and (Q − centre)² over (0, 1), piece by piece between the breaks. Of a
 * power-law tail the rule would see too little: there it stops at 2⁻⁶⁰, and the rest is added in closed
 * form. */
static void integrate(const bireme_dist *dist, double centre, double result[2])
{
    const double far = 0x1p-60;
    double p0, q0 = 1, low_end = (dist->heavy & BIREME_DIST_HEAVY_LOW) != 0 ? far : 0,
               high_end = (dist->heavy & BIREME_DIST_HEAVY_HIGH) != 0 ? far : 0;
    result[0] = result[1] = 0;
    if (low_end > 0) result[0] += bireme_dist_power_beyond(dist, far, false) - centre * far;
    if (high_end > 0) result[0] += bireme_dist_power_beyond(dist, far, true) - centre * far;
    p0 = low_end;
    for (size_t i = 0; i <= dist->n_breaks; i++) {
        double p1 = 1, q1 = high_end, part[2];
        if (i < dist->n_breaks) {
            if (!(dist->breaks[i] > dist->lower && dist->breaks[i] < dist->upper)) continue;
            bireme_dist_pq(dist, dist->breaks[i], &p1, &q1);
        }
        double width = p1 <= 0.5 ? p1 - p0 : q0 <= 0.5 ? q0 - q1 : 1 - p0 - q1;
        if (width > 0) {
            integrate_piece(&(u_piece){dist, p0, q1, width, centre}, part);
            result[0] += part[0];
            result[1] += part[1];
        }
        p0 = p1;
        q0 = q1;
    }
}

/* Moments are taken about the median, which is at most one standard deviation from the mean, so that nothing
 * cancels. */
void bireme_dist_integrate(bireme_dist *dist)
{
    double centre = bireme_dist_quantile_pq(dist, 0.5, 0.5), result[2];
    integrate(dist, centre, result);
    dist->mean = centre + result[0];
    dist->variance = dist->heavy != 0 ? INFINITY : fmax(result[1] - result[0] * result[0], 0);
}

/* ---- truncation */

static bireme_status no_mass(const bireme_dist *dist, double low, double high, bireme_error *error)
{
    if (isinf(low))
        return bireme_dist_fail(error, "max",
                                "%s: nothing is left below `max` %s: without the truncation every "
                                "value is above it",
                                dist->name, BIREME_SHOWN(high));
    if (isinf(high))
        return bireme_dist_fail(error, "min",
                                "%s: nothing is left above `min` %s: without the truncation every "
                                "value is below it",
                                dist->name, BIREME_SHOWN(low));
    return bireme_dist_fail(error, "min",
                            "%s: nothing is left between `min` %s and `max` %s: without the truncation "
                            "no value is in between",
                            dist->name, BIREME_SHOWN(low), BIREME_SHOWN(high));
}

double bireme_dist_between(const bireme_dist *dist, double low, double high)
{
    double p_high, q_high, p_low = 0, q_low = 1;
    bireme_dist_pq(dist, high, &p_high, &q_high);
    if (low > dist->lower) {
        bireme_dist_pq(dist, low, &p_low, &q_low);
        for (size_t i = 0; i < dist->n_atoms; i++) { /* the interval is closed */
            if (dist->atoms[i] != low) continue;
            p_low = fmax(p_low - dist->atoms[dist->n_atoms + i], 0);
            q_low += dist->atoms[dist->n_atoms + i];
        }
    }
    double mass = q_low <= 0.5 ? q_low - q_high : p_high <= 0.5 ? p_high - p_low : 1 - p_low - q_high;
    return fmax(mass, 0);
}

static bireme_status condition(bireme_dist *dist, double low, double high, bireme_error *error)
{
    double p_low = 0, q_low = 1, p_high = 1, q_high = 0;
    if (low > dist->base_lower) dist->kernel->cdf(dist, low, &p_low, &q_low);
    if (high < dist->base_upper) dist->kernel->cdf(dist, high, &p_high, &q_high);
    double mass = q_low <= 0.5 ? q_low - q_high : p_high <= 0.5 ? p_high - p_low : 1 - p_low - q_high;
    /* A narrow interval away from both tails is a difference of rounded probabilities. */
    if (mass < 1e-6 * fmin(q_low, p_high))
        return bireme_dist_fail(error, "min",
                                "%s: between %s and %s there is so little of it (a share of %s) that the "
                                "truncated distribution cannot be resolved; give a wider interval",
                                dist->name, BIREME_SHOWN(low), BIREME_SHOWN(high),
                                BIREME_SHOWN(bireme_dist_rounded(mass, 0)));
    dist->truncated = true;
    dist->lower = low;
    dist->upper = high;
    dist->p_low = p_low;
    dist->q_low = q_low;
    dist->p_high = p_high;
    dist->q_high = q_high;
    dist->mass = mass;
    if (low > dist->base_lower) dist->heavy &= ~(unsigned)BIREME_DIST_HEAVY_LOW;
    if (high < dist->base_upper) dist->heavy &= ~(unsigned)BIREME_DIST_HEAVY_HIGH;
    bireme_dist_integrate(dist);
    if (!isfinite(dist->mean) || !(isfinite(dist->variance) || dist->heavy != 0))
        return bireme_dist_fail(error, NULL, "%s: the truncated distribution has no finite mean and variance",
                                dist->name);
    return BIREME_OK;
}

bireme_status bireme_dist_truncate(bireme_dist *dist, double low, double high, bireme_error *error)
{
    if (low <= dist->lower && high >= dist->upper) return BIREME_OK;
    if (!(bireme_dist_between(dist, low, high) > 1e-290)) return no_mass(dist, low, high, error);
    if (dist->kernel->truncate != NULL) return dist->kernel->truncate(dist, low, high, error);
    return condition(dist, fmax(low, dist->lower), fmin(high, dist->upper), error);
}
