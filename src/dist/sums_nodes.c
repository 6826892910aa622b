/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sum that stays away from the end of its support gets one grid, that holds all but 1e-10 of its mass. A
 * sum of values bounded below gets grids that begin at its lower end, each an eighth of the length of the one
 * before, until the part that the next would describe has no mass: each is used where it is fine (from a
 * sixteenth of its length on), so that a long tail does not cost the body its precision. Such a short grid
 * is exact because no value beyond its end can be part of a sum on it. The error is the largest difference to
 * grids of half as many points.
 *
 * The sums of a family share the grids: the longest holds the widest of them, and each sum is read off in a
 * window of its own (the transform is periodic: any 2^bits points in a row that hold the sum will do).
 */
#include "dist/sums_nodes.h"

#include <math.h>
#include "base/memory.h"
#include "dist/qtable_build.h"
#include "numeric/portable.h"

enum { RATIO_BITS = 3, FINE = 2 << RATIO_BITS }; /* a grid is used from 1/FINE of its length to ½ */
/* What lies beyond a short grid comes in again with e^−28 = 7e-13; up to the middle of the grid, rounding
 * grows by e^14 to 1e-10. */
static const double TILT_TOTAL = 28;

/* ------------------------ nodes of a grid */

/* Distribution function and density at the grid's points, from the masses in `mass`: the trapezoidal sum with
 * the first Euler–Maclaurin term. p from below, q from above (only if the grid covers the sum). */
static void read_nodes(const bireme_grid *grid, double n, long first, const double *mass,
                       bireme_sum_node *nodes)
{
    long points = 1L << grid->bits;
    bool smooth = grid->sharing == BIREME_GRID_SMOOTH;
    double sum = 0, x = n * grid->origin;
    for (long j = 0; j < points; j++) {
        double bend = smooth && j > 0 && j + 1 < points ? (mass[j + 1] - mass[j - 1]) / 24 : 0;
        nodes[j].x = x + (double)(first + j) * grid->step;
        nodes[j].p = sum + mass[j] / 2 - bend;
        nodes[j].q = 1 - nodes[j].p;
        nodes[j].slope = mass[j] / grid->step;
        sum += mass[j];
    }
    if (grid->tilt > 0) return;
    sum = 0;
    for (long j = points; j-- > 0;) {
        double bend = smooth && j > 0 && j + 1 < points ? (mass[j + 1] - mass[j - 1]) / 24 : 0;
        nodes[j].q = sum + mass[j] / 2 + bend;
        sum += mass[j];
    }
}

/* Sharing moves each of n values by up to a step, and so the sum by some √n/2; steps of the coarser grid. */
static long blur_of(double n)
{
    return n < 64 ? (long)ceil(sqrt(n)) : 8;
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

/* The index of the first point of a window that begins at `low`; even, so that the coarser grid has it. */
static long first_of(const bireme_sum_grids *g, const bireme_grid *grid, double n, double low)
{
    return 2 * (long)floor(((low - n * grid->origin) / grid->step - g->margin) / 2);
}

static bireme_status lay_out(bireme_sum_grids *g, bireme_error *error)
{
    double points = ldexp(1, (int)g->bits), unit = ldexp(1, 4 * (int)g->level);
    bool from_end = false;
    for (unsigned digit = 1; digit <= g->digits; digit++) {
        range r = effective_range(g->summand, digit * unit);
        g->length = fmax(g->length, r.high - r.low);
        from_end = from_end || r.from_end;
    }
    g->origin = from_end ? g->summand->lower : g->summand->mean;
    g->margin = fmin(3 * g->digits * unit + 8, points / 16);
    g->read = bireme_calloc((size_t)points * 3 / 2, sizeof *g->read);
    g->kept = bireme_calloc((size_t)points * BIREME_SUM_GRIDS, sizeof *g->kept);
    return g->read != NULL && g->kept != NULL ? BIREME_OK : bireme_fail_memory(error);
}

bireme_status bireme_sum_grids_create(bireme_sum_grids *grids, const bireme_summand *summand, unsigned level,
                                      unsigned digits, unsigned bits, bireme_grid_sharing sharing,
                                      bireme_grid_space *space, bireme_error *error)
{
    *grids = (bireme_sum_grids){.summand = summand,
                                .level = level,
                                .digits = digits,
                                .bits = bits,
                                .sharing = sharing,
                                .space = space};
    return lay_out(grids, error);
}

void bireme_sum_grids_free(bireme_sum_grids *grids)
{
    for (int depth = 0; depth < BIREME_SUM_GRIDS; depth++) {
        bireme_grid_powers_free(&grids->fine[depth]);
        bireme_grid_powers_free(&grids->coarse[depth]);
    }
    bireme_free(grids->read);
    bireme_free(grids->kept);
}

/* Grid number `depth`. */
static bireme_grid grid_of(const bireme_sum_grids *g, int depth)
{
    double points = ldexp(1, (int)g->bits);
    return (bireme_grid){.bits = g->bits,
                         .origin = g->origin,
                         .step = ldexp(g->length, -RATIO_BITS * depth) / (points - 2 * g->margin),
                         .tilt = depth > 0 ? ldexp(TILT_TOTAL, -(int)g->bits) : 0,
                         .sharing = g->sharing};
}

static bireme_status find_masses(bireme_sum_grids *g, const bireme_grid *grid, bireme_grid_powers *powers,
                                 unsigned digit, long first, bireme_error *error)
{
    bireme_status status = BIREME_OK;
    if (powers->memory == NULL)
        status = bireme_grid_transform(grid, g->summand->single, 4 * g->level, g->space, powers, error);
    if (status == BIREME_OK) bireme_grid_mass(powers, digit, first, g->space);
    return status;
}

/* The largest difference of p, between x_from and x_to, between grid number `depth`, whose nodes have been
 * read, and the one over the same range with half the points. */
static bireme_status compare_coarse(bireme_sum_grids *g, bireme_sum_curve *c, int depth, unsigned digit,
                                    long first, double x_from, double x_to, bireme_error *error)
{
    bireme_grid grid = grid_of(g, depth), half = grid;
    half.bits--;
    half.step *= 2;
    half.tilt *= 2;
    bireme_status status = find_masses(g, &half, &g->coarse[depth], digit, first / 2, error);
    if (status != BIREME_OK) return status;
    bireme_sum_node *nodes = g->read + ((size_t)1 << grid.bits);
    read_nodes(&half, c->n, first / 2, g->space->mass, nodes);
    for (long j = 0; j < 1L << half.bits; j++)
        if (nodes[j].x >= x_from && nodes[j].x <= x_to)
            c->difference = fmax(c->difference, apart(&grid, g->read, nodes[j].p, 2 * j, blur_of(c->n)));
    return BIREME_OK;
}

/* Puts the nodes read that lie in (x_from, x_to] before those kept, if p and q go on falling and rising. */
static void keep_nodes(bireme_sum_grids *g, bireme_sum_curve *c, double x_from, double x_to)
{
    bireme_sum_node *end = g->kept + ((size_t)BIREME_SUM_GRIDS << g->bits), *next = end - c->count;
    for (long j = 1L << g->bits; j-- > 0;) {
        bireme_sum_node new = g->read[j];
        if (!(new.x > x_from &&new.x <= x_to) || new.x <= c->lower || new.x >= c->upper) continue;
        if (new.p < BIREME_SUM_TAIL || new.q < BIREME_SUM_TAIL) continue;
        if (next < end) {
            c->error = fmax(c->error, new.p - next->p);
            if (!(new.p<next->p &&new.q> next->q)) continue;
        }
        if (new.slope < 0) new.slope = 0;
        *--next = new;
        c->count++;
    }
    c->nodes = next;
}

/* P(sum ≤ x) less the lower end's mass, by the last node read that is not above x. */
static double mass_below(const bireme_sum_grids *g, const bireme_sum_curve *c, const bireme_grid *grid,
                         double x)
{
    double j = fmax(floor((x - g->read[0].x) / grid->step), 0);
    return g->read[(long)fmin(j, ldexp(1, (int)g->bits) - 1)].p - c->lower_mass;
}

bireme_status bireme_sum_nodes_find(bireme_sum_grids *g, bireme_sum_curve *c, unsigned digit, bool compare,
                                    bireme_error *error)
{
    range r = effective_range(c->summand, c->n);
    double x_to = INFINITY, x_from;
    c->lower_mass = r.from_end ? bireme_dist_cdf(c->summand->dist, c->summand->lower) : 0;
    if (c->lower_mass > 0) c->lower_mass = bireme_exp(c->n * bireme_log(c->lower_mass));
    c->count = 0;
    c->difference = compare ? 0 : NAN;
    if (g->sharing == BIREME_GRID_LINEAR) c->blur = 4 * grid_of(g, 0).step * (double)blur_of(c->n);
    for (int depth = 0; x_to > r.low; depth++, x_to = x_from) {
        bireme_grid grid = grid_of(g, depth);
        long first = first_of(g, &grid, c->n, r.low);
        bireme_status status = find_masses(g, &grid, &g->fine[depth], digit, first, error);
        if (status != BIREME_OK) return status;
        read_nodes(&grid, c->n, first, g->space->mass, g->read);
        x_from = -INFINITY;
        if (r.from_end) {
            double fine = r.low + ldexp(g->length, -RATIO_BITS * depth) / FINE;
            double rest = mass_below(g, c, &grid, fine);
            if (rest > BIREME_SUM_TAIL && depth + 1 < BIREME_SUM_GRIDS)
                x_from = fine;
            else if (rest > BIREME_SUM_TAIL)
                c->rest = fmax(c->rest, rest);
        }
        if (compare) status = compare_coarse(g, c, depth, digit, first, x_from, x_to, error);
        if (status != BIREME_OK) return status;
        keep_nodes(g, c, x_from, x_to);
    }
    return BIREME_OK;
}
