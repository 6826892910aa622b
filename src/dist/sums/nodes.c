/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sum that stays away from the end of its support gets one grid, which holds all but 1e-10 of its mass. A
 * sum of values bounded below gets grids that begin at its lower end, each an eighth of the length of the one
 * before, until the part that the next would describe has no mass: each is used only where it is fine enough
 * (from a sixteenth of its length on), so that a long tail does not cost the body its precision. Such a short
 * grid is exact because no value beyond its end can be part of a sum on it. The error is taken to be the
 * largest difference to grids of half as many points.
 *
 * The sums of a family share the grids: the longest holds the widest of them, and each sum is read off in a
 * window of its own (the transform is periodic: any 2^bits points in a row that hold the sum will do).
 */
#include "dist/sums/nodes.h"

#include <math.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "dist/table/qtable_build.h"
#include "numeric/special/portable.h"

enum { RATIO_BITS = 3, FINE = 2 << RATIO_BITS }; /* a grid is used from 1/FINE of its length to ½ */
/* What lies beyond a short grid wraps around damped by e^−28 = 7e-13; up to the middle of the grid, rounding
 * is amplified by e^14 to 1e-10. */
static const double TILT_TOTAL = 28;
static const double DEEPER = 1e-6; /* mass below the fine part that calls for a shorter grid */

/* ------------------------ nodes of a grid */

/* A grid's masses as seen by one sum: point j lies at x = low + j · step; only points before `end` are
 * valid. */
typedef struct window {
    const bireme_grid *grid;
    const double *mass;
    double low;
    long end;
    double *p, *q;
} window;

/* The first Euler–Maclaurin term of the trapezoidal rule: the mass half a step to the left of each point,
 * less half the mass at the point. */
BIREME_KERNEL static void half_masses(long end, bool smooth, const double *restrict mass,
                                      double *restrict half)
{
    const double factor = smooth ? 1.0 / 24 : 0;
    for (long j = 1; j < end - 1; j++) half[j] = mass[j] * 0.5 - (mass[j + 1] - mass[j - 1]) * factor;
    half[0] = mass[0] * 0.5;
    half[end - 1] = mass[end - 1] * 0.5;
}

/* p[j] ← p[j] + the masses before j, four at a time; `end` must be divisible by four. */
static void sum_from_below(long end, const double *restrict mass, double *restrict p)
{
    double sum = 0;
    for (long j = 0; j < end; j += 4) {
        double two = mass[j] + mass[j + 1], three = two + mass[j + 2], four = three + mass[j + 3];
        p[j] += sum;
        p[j + 1] += sum + mass[j];
        p[j + 2] += sum + two;
        p[j + 3] += sum + three;
        sum += four;
    }
}

/* q[j] = the masses after j, plus what half[j] leaves of the mass at j. */
static void sum_from_above(long end, const double *restrict mass, const double *restrict half,
                           double *restrict q)
{
    double sum = 0;
    for (long j = end - 4; j >= 0; j -= 4) {
        double two = mass[j + 3] + mass[j + 2], three = two + mass[j + 1], four = three + mass[j];
        q[j + 3] = sum + (mass[j + 3] - half[j + 3]);
        q[j + 2] = sum + mass[j + 3] + (mass[j + 2] - half[j + 2]);
        q[j + 1] = sum + two + (mass[j + 1] - half[j + 1]);
        q[j] = sum + three + (mass[j] - half[j]);
        sum += four;
    }
}

/* The distribution function at the grid's points: p summed from below, q from above (if the grid covers the
 * sum). */
static void read_window(const window *w)
{
    half_masses(w->end, w->grid->sharing == BIREME_GRID_SMOOTH, w->mass, w->p);
    if (w->grid->tilt == 0) sum_from_above(w->end, w->mass, w->p, w->q);
    sum_from_below(w->end, w->mass, w->p);
    for (long j = 0; j < w->end && w->grid->tilt > 0; j++) w->q[j] = 1 - w->p[j];
}

/* Sharing moves each of n values by up to a step, and so the sum by about √n/2 steps; in steps of the coarser
 * grid. */
static long blur_of(double n)
{
    return n < 64 ? (long)ceil(sqrt(n)) : 8;
}

/* The largest difference between p of a coarser and a finer grid, at points `from` to `to` of the coarser
 * one. For values at points, whose places the grid blurs, p is compared with the finer grid's values within
 * `blur` steps of the coarser. */
static double largest_difference(const window *fine, const window *coarse, long from, long to, long blur)
{
    double worst = 0;
    long reach = fine->grid->sharing == BIREME_GRID_SMOOTH ? 0 : 2 * blur, last = fine->end - 1;
    for (long j = from; j <= to; j++) {
        long before = 2 * j > reach ? 2 * j - reach : 0, after = 2 * j < last - reach ? 2 * j + reach : last;
        double above = coarse->p[j] - fine->p[after], below = fine->p[before] - coarse->p[j];
        worst = above > worst ? above : worst;
        worst = below > worst ? below : worst;
    }
    return worst;
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
    double ratio = variance / (most * most), high = 1;
    if (!(ratio > 0) || !isfinite(ratio)) return 8 * sqrt(variance);
    while (ratio * ((1 + high) * bireme_log1p(high) - high) < log_odds) high *= 2;
    /* Newton from above; h is convex, with derivative ln(1 + u). */
    for (int i = 0; i < 6; i++) {
        double logarithm = bireme_log1p(high);
        high -= (ratio * ((1 + high) * logarithm - high) - log_odds) / (ratio * logarithm);
    }
    return high * variance / most;
}

/* For a distribution without a variance: the variance of the part within its quantiles at `tail`, by two
 * Gauss points per octave. */
static double inner_variance(const bireme_summand *s, double tail)
{
    static const double GAUSS[2] = {0.21132486540518712, 0.78867513459481288};
    double sum = 0;
    for (double v = 0.25; 2 * v > tail; v /= 2)
        for (int g = 0; g < 4; g++) {
            double x = bireme_qtable_tail(s->single, v + GAUSS[g / 2] * v, g % 2 == 0) - s->mean;
            sum += v / 2 * x * x;
        }
    return sum;
}

/* Where the sum has all but about 1e-10 of its mass: no term beyond its own quantile at 1e-10/n and, given
 * that, Bennett's bound. */
static range effective_range(const bireme_summand *s, double n)
{
    double mean = n * s->mean, tail = 1e-10 / n;
    double variance = n * (isfinite(s->variance) ? s->variance : inner_variance(s, tail));
    double drop = s->mean - bireme_qtable_tail(s->single, tail, false);
    double rise = bireme_qtable_tail(s->single, tail, true) - s->mean;
    range r = {mean - reach(variance, drop), mean + reach(variance, rise), false};
    if (n * s->lower >= r.low) r.low = n * s->lower, r.from_end = true;
    if (n * s->upper < r.high) r.high = n * s->upper;
    return r;
}

/* The index of the first point of a window that begins at `low`; even, so that the coarser grid has it
 * too. */
static long first_of(const bireme_sum_grids *g, const bireme_grid *grid, double n, double low)
{
    return 2 * (long)floor(((low - n * grid->origin) / grid->step - g->margin) / 2);
}

/* Room for a whole grid, and half of each of the others. */
static size_t kept_room(const bireme_sum_grids *g)
{
    return ((size_t)BIREME_SUM_GRIDS + 1) << (g->bits - 1);
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
    size_t one = (size_t)points * 3 / 2, node = sizeof *g->kept / sizeof *g->p;
    g->p = bireme_grid_space_scratch(g->space, 2 * one + node * kept_room(g), error);
    if (g->p == NULL) return BIREME_MEMORY;
    g->q = g->p + one;
    g->kept = (bireme_sum_node *)(void *)(g->q + one);
    return BIREME_OK;
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

/* Both transforms of grid number `depth`. */
static bireme_status make_grid(bireme_sum_grids *g, int depth, bireme_error *error)
{
    bireme_grid grid = grid_of(g, depth);
    if (g->fine[depth].memory != NULL) return BIREME_OK;
    return bireme_grid_transform(&grid, g->summand->single, 4 * g->level, g->space, &g->fine[depth],
                                 &g->coarse[depth], error);
}

static long index_of(const window *w, double x)
{
    double j = floor((x - w->low) / w->grid->step);
    return j < 0 ? 0 : j < (double)(w->end - 1) ? (long)j : w->end - 1;
}

/* The window of a sum on a grid; its first point has an even number on the finer grid. All numbers of points
 * refer to the finer grid: for the coarser one they are divided by 2. */
static window open_window(bireme_sum_grids *g, const bireme_sum_curve *c, bireme_grid_powers *powers,
                          unsigned digit, long first, bool coarse)
{
    const bireme_grid *grid = &powers->grid;
    long points = 1L << grid->bits, at = coarse ? 2 * points : 0;
    window w = {.grid = grid,
                .mass = bireme_grid_mass(powers, digit, first, g->space),
                .low = c->n * grid->origin + (double)first * grid->step,
                .end = grid->tilt > 0 ? points / 2 + 8 : points, /* up to the middle: see TILT_TOTAL */
                .p = g->p + at,
                .q = g->q + at};
    read_window(&w);
    return w;
}

/* Puts the nodes of points from … to before those already kept, as long as p keeps decreasing and q
 * increasing. */
static void keep_nodes(bireme_sum_grids *g, bireme_sum_curve *c, const window *w, long from, long to)
{
    bireme_sum_node *end = g->kept + kept_room(g), *next = end - c->count;
    double density = 1 / w->grid->step, p_next = c->count > 0 ? next->p : 2,
           q_next = c->count > 0 ? next->q : -1;
    for (long j = to; j >= from && next > g->kept; j--) {
        double x = w->low + (double)j * w->grid->step, p = w->p[j], q = w->q[j], slope = w->mass[j] * density;
        if (p < BIREME_SUM_TAIL || q < BIREME_SUM_TAIL || x <= c->lower || x >= c->upper) continue;
        if (!(p < p_next && q > q_next)) {
            if (p - p_next > c->error) c->error = p - p_next;
            continue;
        }
        *--next = (bireme_sum_node){x, p_next = p, q_next = q, slope > 0 ? slope : 0};
    }
    c->count = (size_t)(end - next);
    c->nodes = next;
}

/* Handles one grid: keeps its nodes up to x_to, and says from where on it is used. */
static bireme_status one_grid(bireme_sum_grids *g, bireme_sum_curve *c, int depth, unsigned digit, range r,
                              bool compare, double x_to, double *x_from, bireme_error *error)
{
    bireme_status status = make_grid(g, depth, error);
    if (status != BIREME_OK) return status;
    long first = first_of(g, &g->fine[depth].grid, c->n, r.low);
    window fine = open_window(g, c, &g->fine[depth], digit, first, false);
    *x_from = -INFINITY;
    if (r.from_end) {
        double from = r.low + ldexp(g->length, -RATIO_BITS * depth) / FINE;
        double rest = fine.p[index_of(&fine, from)] - c->lower_mass;
        if (rest > DEEPER && depth + 1 < BIREME_SUM_GRIDS)
            *x_from = from;
        else if (rest > c->rest && rest > DEEPER)
            c->rest = rest;
    }
    long from = isinf(*x_from) ? 0 : index_of(&fine, *x_from) + 1,
         to = isinf(x_to) ? fine.end - 1 : index_of(&fine, x_to);
    keep_nodes(g, c, &fine, from, to);
    if (!compare) return BIREME_OK;
    window coarse = open_window(g, c, &g->coarse[depth], digit, first / 2, true);
    double difference = largest_difference(&fine, &coarse, (from + 1) / 2, to / 2, blur_of(c->n));
    c->difference = fmax(c->difference, difference);
    return BIREME_OK;
}

bireme_status bireme_sum_nodes_find(bireme_sum_grids *g, bireme_sum_curve *c, unsigned digit, bool compare,
                                    bireme_error *error)
{
    range r = effective_range(c->summand, c->n);
    bireme_status status = BIREME_OK;
    double x_to = INFINITY, x_from;
    c->lower_mass = r.from_end ? bireme_dist_cdf(c->summand->dist, c->summand->lower) : 0;
    if (c->lower_mass > 0) c->lower_mass = bireme_exp(c->n * bireme_log(c->lower_mass));
    c->count = 0;
    c->difference = compare ? 0 : NAN;
    if (g->sharing == BIREME_GRID_LINEAR) c->blur = 4 * grid_of(g, 0).step * (double)blur_of(c->n);
    for (int depth = 0; x_to > r.low && status == BIREME_OK; depth++, x_to = x_from)
        status = one_grid(g, c, depth, digit, r, compare, x_to, &x_from, error);
    return status;
}
