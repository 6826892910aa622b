/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sum that stays away from the end of its support gets one grid, that holds all but 1e-10 of its mass. A
 * sum of values bounded below gets grids that begin at its lower end, each a quarter of the length of the one
 * before, until the part that the next would describe has no mass: each is used where it is fine (from an
 * eighth of its length on), so that a long tail does not cost the body its precision. Such a short grid is
 * exact because no value beyond its end can be part of a sum on it. The error is the largest difference to
 * grids of half as many points.
 */
#include "dist/sums_nodes.h"

#include <math.h>
#include "base/memory.h"
#include "dist/qtable_build.h"
#include "numeric/portable.h"

enum { GRIDS_MOST = 12 };
/* What lies beyond a short grid comes in again with e^−28 = 7e-13; up to the middle of the grid, rounding
 * grows by e^14 to 1e-10. */
static const double TILT_TOTAL = 28;

static bireme_status add_node(bireme_sum_curve *c, bireme_sum_node new, bireme_error *error)
{
    if (c->count == c->capacity) {
        size_t capacity = 2 * c->capacity + 4096;
        bireme_sum_node *more = bireme_realloc(c->nodes, capacity, sizeof *more);
        if (more == NULL) return bireme_fail_memory(error);
        c->nodes = more;
        c->capacity = capacity;
    }
    c->nodes[c->count++] = new;
    return BIREME_OK;
}

/* ------------------------ nodes of a grid */

/* Distribution function and density at the grid's points, from the masses in `mass`: the trapezoidal sum with
 * the first Euler–Maclaurin term. p from below, q from above (only if the grid covers the sum). */
static bireme_status read_nodes(const bireme_grid *grid, double n, const double *mass, bireme_sum_node **out,
                                bireme_error *error)
{
    long points = 1L << grid->bits;
    bireme_sum_node *nodes = bireme_calloc((size_t)points, sizeof *nodes);
    if (nodes == NULL) return bireme_fail_memory(error);
    bool smooth = grid->sharing == BIREME_GRID_SMOOTH;
    double sum = 0;
    for (long j = 0; j < points; j++) {
        double bend = smooth && j > 0 && j + 1 < points ? (mass[j + 1] - mass[j - 1]) / 24 : 0;
        nodes[j].x = n * grid->origin + (double)(grid->first + j) * grid->step;
        nodes[j].p = sum + mass[j] / 2 - bend;
        nodes[j].q = 1 - nodes[j].p;
        nodes[j].slope = mass[j] / grid->step;
        sum += mass[j];
    }
    if (grid->tilt == 0) {
        sum = 0;
        for (long j = points; j-- > 0;) {
            double bend = smooth && j > 0 && j + 1 < points ? (mass[j + 1] - mass[j - 1]) / 24 : 0;
            nodes[j].q = sum + mass[j] / 2 + bend;
            sum += mass[j];
        }
    }
    *out = nodes;
    return BIREME_OK;
}

/* Sharing moves each of n values by up to a step, and so the sum by some √n/2; steps of the coarser grid. */
static long blur_of(unsigned k)
{
    return k < 6 ? (long)ceil(sqrt(ldexp(1, (int)k))) : 8;
}

/* How far p, of a coarser grid, is from the fine one at point i; for values at points, of which the grid
 * blurs the places, from what the fine one has within `blur` steps of the coarser. */
static double apart(const bireme_grid *grid, const bireme_sum_node *fine, double p, long i, long blur)
{
    if (grid->sharing == BIREME_GRID_SMOOTH) return fabs(p - fine[i].p);
    long last = (1L << grid->bits) - 1, reach = 2 * blur, before = i > reach ? i - reach : 0;
    long after = i < last - reach ? i + reach : last;
    return fmax(0, fmax(p - fine[after].p, fine[before].p - p));
}

/* The same range with half the points. Its largest difference at common points between the indices. */
static bireme_status compare_coarse(const bireme_grid *grid, const bireme_summand *summand, unsigned k,
                                    bireme_grid_space *space, const bireme_sum_node *fine, double x_from,
                                    double x_to, double *difference, bireme_error *error)
{
    bireme_grid coarse = *grid;
    coarse.bits--;
    coarse.step *= 2;
    coarse.first /= 2; /* even, see lay_out */
    coarse.tilt *= 2;
    bireme_sum_node *nodes = NULL;
    bireme_status status = bireme_grid_sum(&coarse, summand->single, k, space, error);
    if (status == BIREME_OK) status = read_nodes(&coarse, ldexp(1, (int)k), space->mass, &nodes, error);
    if (status != BIREME_OK) return status;
    double worst = 0;
    for (long j = 0; j < 1L << coarse.bits; j++)
        if (nodes[j].x >= x_from && nodes[j].x <= x_to)
            worst = fmax(worst, apart(grid, fine, nodes[j].p, 2 * j, blur_of(k)));
    bireme_free(nodes);
    *difference = worst;
    return BIREME_OK;
}

/* ------------------------ laying out grids */

typedef struct range {
    double low, high;
    bool from_end; /* low is the lower end of the sum's support */
} range;

/* The t with P(S − E S > t) ≤ 1e-10 by Bennett's inequality, for a sum of given variance whose terms exceed
 * their mean by at most `most`: (variance/most²) h(most t/variance) = ln 1e10 with h(u) = (1 + u) ln(1 + u) −
 * u. */
static double reach(double variance, double most)
{
    const double log_odds = 23.02585092994046;
    double ratio = variance / (most * most), low = 0, high = 1;
    if (!(ratio > 0) || !isfinite(ratio)) return 8 * sqrt(variance);
    while (ratio * ((1 + high) * bireme_log1p(high) - high) < log_odds) high *= 2;
    for (int i = 0; i < 20; i++) {
        double u = low + (high - low) / 2;
        if (ratio * ((1 + u) * bireme_log1p(u) - u) < log_odds)
            low = u;
        else
            high = u;
    }
    return high * variance / most;
}

/* Where the sum has all but about 1e-10 of its mass: no term is beyond its own quantile at 1e-10/n, given
 * that Bennett. */
static range effective_range(const bireme_summand *s, double n)
{
    double mean = n * s->mean, variance = n * s->variance, tail = 1e-10 / n;
    double drop = s->mean - bireme_qtable_tail(s->single, tail, false);
    double rise = bireme_qtable_tail(s->single, tail, true) - s->mean;
    range r = {mean - reach(variance, drop), mean + reach(variance, rise), false};
    if (n * s->lower >= r.low) r.low = n * s->lower, r.from_end = true;
    if (n * s->upper < r.high) r.high = n * s->upper;
    return r;
}

static bireme_grid lay_out(const bireme_summand *s, double n, range r, unsigned bits,
                           bireme_grid_sharing sharing)
{
    double points = ldexp(1, (int)bits), margin = fmin(3 * n + 8, points / 16);
    bireme_grid g = {.bits = bits, .origin = r.from_end ? s->lower : s->mean, .sharing = sharing};
    g.step = (r.high - r.low) / (points - 2 * margin);
    g.first = 2 * (long)floor(((r.low - n * g.origin) / g.step - margin) / 2);
    return g;
}

/* Adds the nodes of one grid that lie in (x_from, x_to], ascending in p and descending in q. */
static bireme_status take_nodes(bireme_sum_curve *c, const bireme_sum_node *nodes, long points, double x_from,
                                double x_to, bireme_error *error)
{
    for (long j = 0; j < points; j++) {
        bireme_sum_node new = nodes[j];
        if (!(new.x > x_from &&new.x <= x_to) || new.x <= c->lower || new.x >= c->upper) continue;
        if (new.p < BIREME_SUM_TAIL || new.q < BIREME_SUM_TAIL) continue;
        if (c->count > 0) {
            const bireme_sum_node *before = &c->nodes[c->count - 1];
            double drop = before->p - new.p;
            if (drop > c->error) c->error = drop;
            if (!(new.p > before->p &&new.q < before->q)) continue;
        }
        if (new.slope < 0) new.slope = 0;
        bireme_status status = add_node(c, new, error);
        if (status != BIREME_OK) return status;
    }
    return BIREME_OK;
}

static double p_at(const bireme_sum_node *nodes, long points, double x)
{
    long low = 0, high = points - 1;
    while (high - low > 1) {
        long middle = low + (high - low) / 2;
        if (nodes[middle].x <= x)
            low = middle;
        else
            high = middle;
    }
    return nodes[low].p;
}

/* One grid; deeper (shorter) ones first, so that nodes come in ascending order. */
static bireme_status add_grid(bireme_sum_curve *c, unsigned k, range r, double length, double x_to,
                              unsigned bits, bireme_grid_sharing sharing, int depth, bireme_grid_space *space,
                              bireme_error *error)
{
    range part = r;
    if (depth > 0) part.high = r.low + length;
    bireme_grid grid = lay_out(c->summand, c->n, part, bits, sharing);
    if (depth > 0) grid.tilt = ldexp(TILT_TOTAL, -(int)bits);
    if (depth == 0 && sharing == BIREME_GRID_LINEAR) c->blur = 2 * grid.step * (double)blur_of(k);
    long points = 1L << bits;
    bireme_sum_node *nodes = NULL;
    double difference = 0, x_from = -INFINITY;
    bireme_status status = bireme_grid_sum(&grid, c->summand->single, k, space, error);
    if (status == BIREME_OK) status = read_nodes(&grid, c->n, space->mass, &nodes, error);
    if (status != BIREME_OK) return status;
    double rest = r.from_end ? p_at(nodes, points, r.low + length / 8) - c->lower_mass : 0;
    if (rest > BIREME_SUM_TAIL && depth == GRIDS_MOST && rest > c->rest) c->rest = rest;
    if (rest > BIREME_SUM_TAIL && depth < GRIDS_MOST) {
        x_from = r.low + length / 8;
        status = add_grid(c, k, r, length / 4, x_from, bits, sharing, depth + 1, space, error);
    }
    if (status == BIREME_OK)
        status = compare_coarse(&grid, c->summand, k, space, nodes, x_from, x_to, &difference, error);
    if (status == BIREME_OK) status = take_nodes(c, nodes, points, x_from, x_to, error);
    if (difference > c->error) c->error = difference;
    bireme_free(nodes);
    return status;
}

bireme_status bireme_sum_nodes_find(bireme_sum_curve *c, unsigned k, unsigned bits,
                                    bireme_grid_sharing sharing, bireme_grid_space *space,
                                    bireme_error *error)
{
    range r = effective_range(c->summand, c->n);
    c->lower_mass = r.from_end ? bireme_dist_cdf(c->summand->dist, c->summand->lower) : 0;
    for (unsigned square = 0; square < k; square++) c->lower_mass *= c->lower_mass;
    return add_grid(c, k, r, r.high - r.low, INFINITY, bits, sharing, 0, space, error);
}
