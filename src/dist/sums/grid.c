/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The distribution of one value is taken from its quantile table, as weighted points: Gauss points in u on
 * each piece, 4 for every 1.5 steps of the grid that the piece covers (at 4 for every 3 the density of a sum
 * of two values still shows a ripple of 1e-4); a step of the table is one point. Each point's mass is shared
 * among grid points with the weights of Lagrange interpolation, so that the transform of the masses is the
 * characteristic function up to a relative error of the order (ω step)^6. Its powers come from repeated
 * multiplication, each with one inverse transform.
 *
 * Tilting: R. Grübel and R. Hermesmeier, Computation of compound distributions I: aliasing errors and
 * exponential tilting, ASTIN Bulletin 29 (1999).
 */
#include "dist/sums/grid.h"

#include <math.h>
#include <stdint.h>
#include <string.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "dist/table/qtable_build.h"
#include "numeric/special/portable.h"

enum { MARGIN = 8 }; /* places of working space before index 0 and after the last one */

/* Gauss–Legendre with 4 points on [0, 1]. */
static const double NODE[4] = {0.069431844202973712, 0.33000947820757187, 0.66999052179242813,
                               0.93056815579702629};
static const double WEIGHT[4] = {0.17392742256872693, 0.32607257743127307, 0.32607257743127307,
                                 0.17392742256872693};

/* A wide piece is not divided further when its points have less mass than this. */
static const double MASS_LEAST = 1e-10;

enum { QUEUE = 256 };

/* Points wait in a queue, so that the arithmetic is done for many at once. */
typedef struct spreader {
    const bireme_grid *grid;
    double *mass; /* [points + 2 MARGIN], of index −MARGIN … */
    size_t queued;
    double x[QUEUE], w[QUEUE];
    double node[QUEUE], weight[QUEUE]; /* Gauss points of pieces one after another */
    double share[BIREME_GRID_SMOOTH][QUEUE];
    uint64_t at[QUEUE];
} spreader;

static const double WHOLE = 0x1.8p52; /* adding it rounds to a whole number, in the last bits */

/* Where the points lie: at[i] the grid point below, x[i] the distance beyond it in steps. */
BIREME_KERNEL static void locate(size_t n, const bireme_grid *grid, double *restrict x, double *restrict w,
                                 uint64_t *restrict at)
{
    double inverse = 1 / grid->step, points = (double)(1L << grid->bits);
    double end = grid->tilt > 0 ? points : INFINITY, nearest = grid->sharing == BIREME_GRID_EXACT ? 1 : 0;
    uint64_t mask = (UINT64_C(1) << grid->bits) - 1; /* points is a power of two */
    for (size_t i = 0; i < n; i++) {
        double position = (x[i] - grid->origin) * inverse;
        w[i] = position < end ? w[i] : 0; /* no sum on the grid contains it */
        position = fabs(position) < 0x1p50 && position < end ? position : 0; /* a mass of 1e-10 or less */
        double whole = (position + WHOLE) - WHOLE;
        double below = whole - (whole > position ? 1 : 0);
        below = nearest > 0 ? whole : below;
        double shifted = below + WHOLE;
        uint64_t bits;
        memcpy(&bits, &shifted, sizeof bits);
        at[i] = bits & mask;
        x[i] = nearest > 0 ? 0 : position - below;
    }
}

/* The shares of the points −2 … 3 steps from the one below: Lagrange's polynomials. */
BIREME_KERNEL static void share_smoothly(size_t n, const double *restrict x, const double *restrict w,
                                         double (*restrict share)[QUEUE])
{
    for (size_t i = 0; i < n; i++) {
        double t = x[i], a = t + 2, b = t + 1, c = t, d = t - 1, e = t - 2, f = t - 3;
        double ab = a * b, cd = c * d, ef = e * f;
        double w120 = w[i] * (1.0 / 120), w24 = w[i] * (1.0 / 24), w12 = w[i] * (1.0 / 12);
        share[0][i] = -w120 * b * cd * ef;
        share[1][i] = w24 * a * cd * ef;
        share[2][i] = -w12 * ab * d * ef;
        share[3][i] = w12 * ab * c * ef;
        share[4][i] = -w24 * ab * cd * f;
        share[5][i] = w120 * ab * cd * e;
    }
}

static void flush(spreader *s)
{
    size_t n = s->queued;
    s->queued = 0;
    locate(n, s->grid, s->x, s->w, s->at);
    double *mass = s->mass + MARGIN;
    if (s->grid->sharing == BIREME_GRID_SMOOTH) {
        share_smoothly(n, s->x, s->w, s->share);
        for (size_t i = 0; i < n; i++)
            for (int k = 0; k < BIREME_GRID_SMOOTH; k++) mass[(long)s->at[i] + k - 2] += s->share[k][i];
        return;
    }
    for (size_t i = 0; i < n; i++) {
        mass[s->at[i]] += s->w[i] * (1 - s->x[i]);
        mass[s->at[i] + 1] += s->w[i] * s->x[i];
    }
}

static inline void place(spreader *s, double x, double w)
{
    if (s->queued == QUEUE) flush(s);
    s->x[s->queued] = x;
    s->w[s->queued++] = w;
}

static inline long floor_of(double x) /* |x| < 2^62 */
{
    long whole = (long)x;
    return whole - (x < (double)whole);
}

static inline double record_value(const bireme_qrecord *r, double v, bool logarithm, bool upper)
{
    double y = bireme_qrecord_value(r, v > r->left ? v : r->left);
    if (upper) y = -y;
    return logarithm ? bireme_exp(y) : y;
}

/* The part of a piece that lies on the grid, if what lies beyond is left out: moves `from` or `to`. */
static void clip(const spreader *s, const bireme_qtable *table, const bireme_qrecord *r, double *from,
                 double *to, bool upper)
{
    double end = s->grid->origin + ldexp(s->grid->step, (int)s->grid->bits), inside = upper ? *to : *from;
    double outside = upper ? *from : *to;
    if (record_value(r, inside, table->logarithm, upper) >= end) {
        *to = *from;
        return;
    }
    if (record_value(r, outside, table->logarithm, upper) < end) return;
    for (int i = 0; i < 60; i++) {
        double middle = inside + (outside - inside) / 2;
        if (record_value(r, middle, table->logarithm, upper) < end)
            inside = middle;
        else
            outside = middle;
    }
    *(upper ? from : to) = outside;
}

/* n/4 pieces of the record, with four points each. */
BIREME_KERNEL static void points_of(size_t n, const bireme_qrecord *restrict r, double from, double part,
                                    double sign, const double *restrict node, const double *restrict weight,
                                    double *restrict x, double *restrict w)
{
    for (size_t i = 0; i < n; i++) {
        double v = from + part * node[i], d = v > r->left ? v - r->left : 0;
        double y = r->c[0] + d * (r->c[1] + d * (r->c[2] + d * (r->c[3] + d * (r->c[4] + d * r->c[5]))));
        x[i] = sign * (y < r->end ? y : r->end);
        w[i] = part * weight[i];
    }
}

static void spread_record(spreader *s, const bireme_qtable *table, const bireme_qrecord *r, double from,
                          double to, bool upper)
{
    if (s->grid->tilt > 0) clip(s, table, r, &from, &to, upper);
    if (!(to > from)) return;
    double low = record_value(r, from, table->logarithm, upper),
           high = record_value(r, to, table->logarithm, upper);
    double width = fabs(high - low) / s->grid->step;
    if (width == 0) {
        place(s, low, to - from);
        return;
    }
    double pieces = fmin(ceil(width / 1.5), floor((to - from) / (4 * MASS_LEAST)));
    pieces = fmin(pieces,
                  ldexp(4, (int)s->grid->bits)); /* six times as wide as the grid: none of it is used */
    long count = pieces > 1 ? (long)pieces : 1;
    double part = (to - from) / (double)count;
    for (long done = 0; done < 4 * count;) {
        if (s->queued > QUEUE - 4) flush(s);
        size_t room = (QUEUE - s->queued) / 4 * 4, left = (size_t)(4 * count - done),
               n = left < room ? left : room;
        points_of(n, r, from + part * (double)(done / 4), part, upper ? -1 : 1, s->node, s->weight,
                  s->x + s->queued, s->w + s->queued);
        for (size_t i = 0; i < n && table->logarithm; i++)
            s->x[s->queued + i] = bireme_exp(s->x[s->queued + i]);
        s->queued += n;
        done += (long)n;
    }
}

static void spread_side(spreader *s, const bireme_qtable *table, bool upper)
{
    uint32_t first = upper ? table->upper_first : 0, count = upper ? table->upper_count : table->lower_count;
    for (uint32_t i = first; i < first + count; i++) {
        bool last = i + 1 == first + count;
        if (table->steps != NULL) {
            const bireme_qstep *step = &table->steps[i];
            double from = i == first ? 0 : step->left, to = last ? 0.5 : step[1].left;
            place(s, upper ? -step->y : step->y, to - from);
        } else {
            const bireme_qrecord *r = &table->records[i];
            double from = i == first ? 0 : r->left, to = last ? 0.5 : r[1].left;
            spread_record(s, table, r, from, to, upper);
        }
    }
}

static void spread(const bireme_grid *grid, const bireme_qtable *single, double *mass)
{
    spreader s = {.grid = grid, .mass = mass};
    for (int i = 0; i < QUEUE; i++) s.node[i] = i / 4 + NODE[i % 4], s.weight[i] = WEIGHT[i % 4];
    spread_side(&s, single, false);
    spread_side(&s, single, true);
    flush(&s);
}

static bireme_status reserve(bireme_grid_space *space, unsigned bits, bireme_error *error)
{
    size_t points = (size_t)1 << bits;
    if (space->fft[bits] == NULL) {
        bireme_status status = bireme_fft_create(points, &space->fft[bits], error);
        if (status != BIREME_OK) return status;
    }
    if (points <= space->capacity) return BIREME_OK;
    double *mass = bireme_calloc_aligned(3 * points + 6 * MARGIN + 16, sizeof *mass);
    if (mass == NULL) return bireme_fail_memory(error);
    bireme_free(space->mass);
    space->mass = mass;
    space->coarse = mass + points + 2 * MARGIN;
    space->re = space->coarse + points + 2 * MARGIN;
    space->im = space->re + points / 2 + 8;
    space->capacity = points;
    return BIREME_OK;
}

double *bireme_grid_space_scratch(bireme_grid_space *space, size_t count, bireme_error *error)
{
    if (count > space->scratch_capacity) {
        double *scratch = bireme_calloc(count, sizeof *scratch);
        if (scratch == NULL) {
            (void)bireme_fail_memory(error);
            return NULL;
        }
        bireme_free(space->scratch);
        space->scratch = scratch;
        space->scratch_capacity = count;
    }
    return space->scratch;
}

void bireme_grid_space_free(bireme_grid_space *space)
{
    bireme_free(space->scratch);
    for (int i = 0; i <= BIREME_GRID_BITS_MOST; i++) bireme_fft_free(space->fft[i]);
    bireme_free(space->mass);
}

enum { RUN = 256 }; /* the exponential is recomputed every so many points */

BIREME_KERNEL static void scale_run(size_t n, double factor, const double *restrict weight,
                                    double *restrict mass)
{
    for (size_t j = 0; j < n; j++) mass[j] *= factor * weight[j];
}

/* mass[j] ← mass[j] e^(rate · (first + j)). */
static void tilt(double *mass, long points, long first, double rate)
{
    /* e^(rate · j), so that each power takes few products */
    double weight[RUN] = {1}, factor = bireme_exp(rate);
    for (int done = 1; done < RUN; done *= 2, factor *= factor)
        for (int j = 0; j < done; j++) weight[done + j] = weight[j] * factor;
    for (long j = 0; j < points; j += RUN)
        scale_run((size_t)(points - j < RUN ? points - j : RUN), bireme_exp(rate * (double)(first + j)),
                  weight, mass + j);
}

/* The masses with their margins, shared among points twice as far apart as if they lay there, those at odd
 * points among six. The difference shows the effect of the distance between points. */
static void thin_out(const bireme_grid *grid, const double *mass, double *coarse)
{
    static const double SMOOTH[6] = {0.01171875, -0.09765625, 0.5859375, 0.5859375, -0.09765625, 0.01171875};
    static const double LINEAR[6] = {0, 0, 0.5, 0.5, 0, 0};
    const double *share = grid->sharing == BIREME_GRID_SMOOTH ? SMOOTH : LINEAR;
    long points = 1L << grid->bits;
    memset(coarse, 0, ((size_t)points / 2 + 2 * MARGIN) * sizeof *coarse);
    for (long i = -MARGIN; i < points + MARGIN; i += 2) {
        double even = mass[i + MARGIN], odd = mass[i + 1 + MARGIN], *at = coarse + MARGIN + i / 2;
        at[0] += even;
        for (int k = 0; k < 6; k++) at[k - 2] += share[k] * odd;
    }
}

/* Adds the margins at the other end and removes the offset. */
static void fold(double *mass, long points)
{
    for (int i = 0; i < MARGIN; i++) {
        mass[points + i] += mass[i];
        mass[MARGIN + i] += mass[MARGIN + points + i];
    }
    memmove(mass, mass + MARGIN, (size_t)points * sizeof *mass);
}

/* Rotates the ring so that the point with index `first` comes to the beginning. */
static void rotate(const double *ring, double *out, long points, long first)
{
    long start = first % points;
    if (start < 0) start += points;
    memcpy(out, ring + start, (size_t)(points - start) * sizeof *out);
    memcpy(out + (points - start), ring, (size_t)start * sizeof *out);
}

void bireme_grid_powers_free(bireme_grid_powers *powers)
{
    bireme_free(powers->memory);
    *powers = (bireme_grid_powers){0};
}

/* out = a · b, complex; out may be a or b. Negligible numbers become 0, because denormals are slow. */
BIREME_KERNEL static void multiply(size_t n, const double *a_re, const double *a_im, const double *b_re,
                                   const double *b_im, double *out_re, double *out_im)
{
    for (size_t i = 0; i < n; i++) {
        double re = a_re[i] * b_re[i] - a_im[i] * b_im[i], im = a_re[i] * b_im[i] + a_im[i] * b_re[i];
        bool keep = fabs(re) + fabs(im) >= 1e-150;
        out_re[i] = keep ? re : 0;
        out_im[i] = keep ? im : 0;
    }
}

/* From masses with their margins, which are overwritten, to the transform of a summand. */
static bireme_status transform(const bireme_grid *grid, double *mass, unsigned squarings,
                               bireme_grid_space *space, bireme_grid_powers *out, bireme_error *error)
{
    long points = 1L << grid->bits;
    size_t half = (size_t)points / 2 + 1, stride = half + 7;
    bireme_grid_powers powers = {.grid = *grid, .memory = bireme_calloc_aligned(4 * stride, sizeof *mass)};
    if (powers.memory == NULL) return bireme_fail_memory(error);
    powers.base_re = powers.memory, powers.base_im = powers.memory + stride;
    powers.re = powers.memory + 2 * stride, powers.im = powers.memory + 3 * stride;
    if (grid->tilt > 0) tilt(mass, points + 2 * MARGIN, -MARGIN, -grid->tilt);
    fold(mass, points);
    bireme_fft_forward(space->fft[grid->bits], mass, powers.base_re, powers.base_im);
    for (unsigned i = 0; i < squarings; i++)
        multiply(half, powers.base_re, powers.base_im, powers.base_re, powers.base_im, powers.base_re,
                 powers.base_im);
    *out = powers;
    return BIREME_OK;
}

bireme_status bireme_grid_transform(const bireme_grid *grid, const bireme_qtable *single, unsigned squarings,
                                    bireme_grid_space *space, bireme_grid_powers *out,
                                    bireme_grid_powers *coarse, bireme_error *error)
{
    bireme_grid half = *grid;
    half.bits--, half.step *= 2, half.tilt *= 2;
    bireme_status status = reserve(space, grid->bits, error);
    if (status == BIREME_OK && coarse != NULL) status = reserve(space, half.bits, error);
    if (status != BIREME_OK) return status;
    long points = 1L << grid->bits;
    memset(space->mass, 0, ((size_t)points + 2 * MARGIN) * sizeof *space->mass);
    spread(grid, single, space->mass);
    if (coarse != NULL) thin_out(grid, space->mass, space->coarse);
    status = transform(grid, space->mass, squarings, space, out, error);
    if (status == BIREME_OK && coarse != NULL)
        status = transform(&half, space->coarse, squarings, space, coarse, error);
    return status;
}

const double *bireme_grid_mass(bireme_grid_powers *powers, unsigned exponent, long first,
                               bireme_grid_space *space)
{
    const bireme_grid *grid = &powers->grid;
    long points = 1L << grid->bits;
    size_t half = (size_t)points / 2 + 1;
    if (powers->exponent == 0) {
        memcpy(powers->re, powers->base_re, half * sizeof *powers->re);
        memcpy(powers->im, powers->base_im, half * sizeof *powers->im);
        powers->exponent = 1;
    }
    for (; powers->exponent < exponent; powers->exponent++)
        multiply(half, powers->re, powers->im, powers->base_re, powers->base_im, powers->re, powers->im);
    memcpy(space->re, powers->re, half * sizeof *powers->re);
    memcpy(space->im, powers->im, half * sizeof *powers->im);
    bireme_fft_inverse(space->fft[grid->bits], space->re, space->im, space->mass);
    rotate(space->mass, space->re, points, first); /* re and im are contiguous and together long enough */
    if (grid->tilt > 0) tilt(space->re, points / 2 + 8, first, grid->tilt);
    return space->re;
}
