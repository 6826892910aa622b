/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The masses of X on a grid, as sums of values take them (grid.c), transformed once: at v = 2πk / (points ·
 * step) the transform is the characteristic function up to (v step)^6, and what lies beyond the grid's ends
 * does no harm there, because it is off by whole turns.
 */
#include "dist/sums/transform.h"

#include <math.h>
#include "base/memory.h"
#include "dist/sums/level.h"
#include "numeric/special/portable.h"

static const double TURN = 6.283185307179586;
static const double RARE = 1e-7;

/* A continuous X: 2^16 points, 200 to a standard deviation, so that ψ is known up to v = 157 / sd in steps of
 * 0.019 / sd. A lattice has 32 points for each step between its ends, so that ψ turns by an eighth of a turn
 * in four. */
enum { BITS = 16, TO_SD = 200, KEPT = 8, LATTICE_FINE = 32, LATTICE_LEAST = 256, LATTICE_MOST_BITS = 17 };

enum { BEFORE = 2, AROUND = 6 };

/* From the transform, which has the other sign, with entries on either side. */
static bireme_status keep(const bireme_grid_powers *powers, size_t n, bool periodic, bireme_transform *to,
                          bireme_error *error)
{
    const size_t points = (size_t)1 << powers->grid.bits;
    to->re = bireme_calloc(2 * (n + AROUND), sizeof *to->re);
    if (to->re == NULL) return bireme_fail_memory(error);
    to->im = to->re + n + AROUND;
    to->n = n;
    for (size_t k = 0; k < n + AROUND; k++) {
        size_t at = (k + points - BEFORE) % points;
        if (k >= n + BEFORE && !periodic) break;
        bool mirrored = at > points / 2;
        size_t from = mirrored ? points - at : at;
        to->re[k] = powers->base_re[from];
        to->im[k] = mirrored ? powers->base_im[from] : -powers->base_im[from];
    }
    return BIREME_OK;
}

static unsigned lattice_bits(double steps)
{
    unsigned bits = BIREME_GRID_BITS_LEAST;
    while (ldexp(1, (int)bits) < fmax(LATTICE_FINE * steps, LATTICE_LEAST)) bits++;
    return bits;
}

static bireme_status make_table(const bireme_summand *s, bireme_transform *to, bireme_error *error)
{
    bireme_grid_space space = {0};
    bireme_grid_powers powers = {0};
    double range = s->upper - s->lower;
    bool on_lattice = s->lattice_step > 0 && lattice_bits(range / s->lattice_step) <= LATTICE_MOST_BITS;
    bireme_grid grid = {.bits = BITS, .step = sqrt(s->variance) / TO_SD, .sharing = BIREME_GRID_SMOOTH};
    if (on_lattice) {
        to->lattice = s->lattice_step;
        to->centre = s->lattice_start +
                     floor((s->mean - s->lattice_start) / s->lattice_step + 0.5) * s->lattice_step;
        grid = (bireme_grid){.bits = lattice_bits(range / s->lattice_step),
                             .step = s->lattice_step,
                             .sharing = BIREME_GRID_EXACT};
    }
    grid.origin = to->centre;
    const size_t points = (size_t)1 << grid.bits;
    to->step = TURN / ((double)points * grid.step);
    bireme_status status = bireme_grid_transform(&grid, s->single, 0, &space, &powers, NULL, error);
    if (status == BIREME_OK)
        status = keep(&powers, on_lattice ? points : points / KEPT, on_lattice, to, error);
    bireme_grid_powers_free(&powers);
    bireme_grid_space_free(&space);
    return status;
}

/* By the midpoint rule on quantiles of p = 6t⁵ − 15t⁴ + 10t³, which gathers at the ends. */
static double third_of(const bireme_dist *dist, double mean)
{
    enum { POINTS = 2048 };
    double sum = 0;
    for (int i = 0; i < POINTS; i++) {
        double t = (i + 0.5) / POINTS, p = t * t * t * (10 + t * (6 * t - 15)), u = 1 - t,
               q = u * u * u * (10 + u * (6 * u - 15)), weight = 30 * t * t * u * u / POINTS,
               apart = bireme_dist_quantile_pq(dist, p, q) - mean;
        sum += weight * apart * apart * apart;
    }
    return sum;
}

bireme_status bireme_transform_create(const bireme_dist *dist, const bireme_qtable *single,
                                      bireme_transform **out, bireme_error *error)
{
    bireme_summand s = {.dist = dist,
                        .single = single,
                        .mean = bireme_dist_mean(dist),
                        .variance = bireme_dist_variance(dist),
                        .lower = bireme_dist_lower(dist),
                        .upper = bireme_dist_upper(dist)};
    if (!isfinite(s.variance))
        return bireme_fail(error, BIREME_DOMAIN,
                           "a distribution without a variance has no table of its "
                           "characteristic function");
    bireme_transform *made = bireme_calloc(1, sizeof *made);
    if (made == NULL) return bireme_fail_memory(error);
    *made = (bireme_transform){
        .mean = s.mean, .variance = s.variance, .centre = s.mean, .lowest = s.mean, .highest = s.mean};
    bireme_status status = BIREME_OK;
    if (!bireme_dist_is_fixed(dist)) {
        made->lowest = bireme_dist_quantile_pq(dist, RARE, 1 - RARE);
        made->highest = bireme_dist_quantile_pq(dist, 1 - RARE, RARE);
        made->third = third_of(dist, s.mean);
        bireme_sum_lattice_find(&s);
        status = make_table(&s, made, error);
    }
    if (status != BIREME_OK) {
        bireme_transform_free(made);
        return status;
    }
    *out = made;
    return BIREME_OK;
}

void bireme_transform_free(bireme_transform *transform)
{
    if (transform == NULL) return;
    bireme_free(transform->re);
    bireme_free(transform);
}

static void interpolate(const bireme_transform *table, double v, double *re, double *im)
{
    double at = v / table->step, weight[AROUND];
    if (table->lattice > 0) at -= floor(at / (double)table->n) * (double)table->n;
    if (at > (double)table->n) at = (double)table->n;
    size_t k = (size_t)at;
    bireme_transform_weights(at - (double)k, weight);
    *re = *im = 0;
    for (size_t i = 0; i < AROUND; i++)
        *re += weight[i] * table->re[k + i], *im += weight[i] * table->im[k + i];
}

void bireme_transform_at(const bireme_transform *transform, double v, double *re, double *im)
{
    double x = 1, y = 0, c = bireme_cos(v * transform->centre), s = bireme_sin(v * transform->centre);
    if (transform->n > 0) interpolate(transform, v, &x, &y);
    *re = x * c - y * s;
    *im = x * s + y * c;
}
