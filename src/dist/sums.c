/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which tables a sum gets. Made from the largest downwards; the first one that is not within BOUND ends the
 * series, but sums of 16 and more always have a table (a value drawn sixteen times or more is what tables are
 * there to avoid): for values at a few points that have no common step its error can be larger, and is
 * stated.
 *
 * Values that are whole multiples of a step apart (price lists) are added up exactly and give steps.
 */
#include "dist/sums.h"

#include <math.h>
#include "base/memory.h"
#include "dist/qtable_build.h"
#include "dist/sums_curve.h"

enum { FIRST_MOST = BIREME_SUM_BLUR_LEAST, LAST_MOST = 20, LATTICE_BITS = 16 };
static const double BOUND = 1e-5;

struct bireme_sums {
    unsigned first, last;
    bireme_qtable *single;
    bireme_qtable *tables[LAST_MOST + 1];
    double u_error;
};

/* ------------------------ lattices */

static double common_step(double a, double b, double tolerance)
{
    while (b > tolerance) {
        double rest = a - b * floor(a / b + 0.5); /* the nearest multiple: the rest may be negative */
        a = b;
        b = fabs(rest);
    }
    return a;
}

/* Start and step of the values' lattice; step 0 if there is none with less than 2^LATTICE_BITS points. */
static void find_lattice(const bireme_dist *dist, double *start, double *step)
{
    size_t n = bireme_dist_atom_count(dist);
    double mass = 0, total = 0, first = 0, last, d = 0;
    *start = *step = 0;
    if (n < 2) return;
    bireme_dist_atom(dist, 0, &first, &mass);
    bireme_dist_atom(dist, n - 1, &last, &mass);
    double tolerance = 1e-9 * fmax(last - first, fmax(fabs(first), fabs(last)) * 0x1p-20);
    for (size_t i = 0; i < n; i++) {
        double value;
        bireme_dist_atom(dist, i, &value, &mass);
        total += mass;
        d = i == 0 ? 0 : common_step(fmax(d, value - first), fmin(d, value - first), tolerance * 10);
        if (i > 0 && !(d > (last - first) / ldexp(1, LATTICE_BITS))) return;
    }
    if (total < 1 - 1e-9) return; /* a continuous part */
    d = (last - first) / floor((last - first) / d + 0.5);
    for (size_t i = 0; i < n; i++) {
        double value;
        bireme_dist_atom(dist, i, &value, &mass);
        double k = (value - first) / d;
        if (fabs(k - floor(k + 0.5)) * d > tolerance) return;
    }
    *start = first;
    *step = d;
}

/* The grid's points with their masses become steps. Those below 1e-15 are rounding of the transform. */
static bireme_status steps_from(const bireme_grid *grid, double n, const double *mass, bireme_qtable **out,
                                bireme_error *error)
{
    size_t points = (size_t)1 << grid->bits, count = 0;
    double *values = bireme_calloc(3 * points, sizeof *values), *p = values + points, *q = p + points;
    if (values == NULL) return bireme_fail_memory(error);
    double total = 0, sum = 0;
    for (size_t j = 0; j < points; j++)
        if (mass[j] > 1e-15) total += mass[j];
    for (size_t j = 0; j < points; j++) {
        if (!(mass[j] > 1e-15)) continue;
        values[count] = n * grid->origin + ((double)grid->first + (double)j) * grid->step;
        q[count] = mass[j] / total;
        p[count] = sum += q[count];
        count++;
    }
    sum = 0;
    for (size_t i = count; i-- > 0;) {
        double here = q[i];
        q[i] = sum;
        sum += here;
    }
    bireme_status status = bireme_qtable_create_steps(count, values, p, q, out, error);
    bireme_free(values);
    return status;
}

/* Exact sums on the lattice, if the part of it that has mass fits a grid; *out stays NULL if not. */
static bireme_status lattice_table(const bireme_summand *s, unsigned k, bireme_grid_space *space,
                                   bireme_qtable **out, bireme_error *error)
{
    double n = ldexp(1, (int)k), d = s->lattice_step, sd = sqrt(n * s->variance);
    double origin = s->lattice_start + d * floor((s->mean - s->lattice_start) / d + 0.5);
    double low = fmax(n * s->lower, n * s->mean - 12 * sd - (s->mean - s->lower));
    double high = fmin(n * s->upper, n * s->mean + 12 * sd + (s->upper - s->mean));
    double first = floor((low - n * origin) / d + 0.5),
           count = floor((high - n * origin) / d + 0.5) - first + 1;
    unsigned bits = BIREME_GRID_BITS_LEAST;
    while (bits < BIREME_GRID_BITS_MOST && ldexp(1, (int)bits) < count) bits++;
    if (ldexp(1, (int)bits) < count) return BIREME_OK;
    bireme_grid grid = {
        .bits = bits, .origin = origin, .step = d, .first = (long)first, .sharing = BIREME_GRID_EXACT};
    bireme_status status = bireme_grid_sum(&grid, s->single, k, space, error);
    return status == BIREME_OK ? steps_from(&grid, n, space->mass, out, error) : status;
}

/* ------------------------ the series */

static unsigned last_of(double most)
{
    unsigned last = 0;
    while (last < LAST_MOST && ldexp(1, (int)last + 1) <= most) last++;
    return last < FIRST_MOST ? FIRST_MOST : last;
}

static bireme_status one_table(const bireme_summand *s, unsigned k, bireme_grid_space *space,
                               bireme_qtable **out, double *u_error, bireme_error *error)
{
    bireme_status status = BIREME_OK;
    if (bireme_dist_is_fixed(s->dist)) {
        const double value = ldexp(s->mean, (int)k), p = 1, q = 0;
        *u_error = 0;
        return bireme_qtable_create_steps(1, &value, &p, &q, out, error);
    }
    if (s->lattice_step > 0) status = lattice_table(s, k, space, out, error);
    if (status == BIREME_OK && *out != NULL) {
        *u_error = (*out)->u_error = 1e-11; /* rounding of the transform, summed over the grid */
        return status;
    }
    return status == BIREME_OK ? bireme_sum_table_create(s, k, space, out, u_error, error) : status;
}

static bireme_status make_tables(bireme_sums *sums, const bireme_summand *s, bireme_grid_space *space,
                                 bireme_error *error)
{
    for (unsigned k = sums->last; k >= 1; k--) {
        double u_error = 0;
        bireme_status status = one_table(s, k, space, &sums->tables[k], &u_error, error);
        if (status != BIREME_OK) return status;
        if (u_error > BOUND && k < FIRST_MOST) {
            bireme_qtable_free(sums->tables[k]);
            sums->tables[k] = NULL;
            break;
        }
        sums->first = k;
        sums->u_error = fmax(sums->u_error, u_error);
    }
    return BIREME_OK;
}

bireme_status bireme_sums_create(const bireme_dist *dist, double most, bireme_sums **out, bireme_error *error)
{
    bireme_grid_space space = {0};
    bireme_sums *sums = bireme_calloc(1, sizeof *sums);
    if (sums == NULL) return bireme_fail_memory(error);
    sums->last = last_of(most);
    bireme_status status = bireme_qtable_create(dist, &sums->single, error);
    if (status == BIREME_OK) {
        bireme_summand s = {.dist = dist,
                            .single = sums->single,
                            .mean = bireme_dist_mean(dist),
                            .variance = bireme_dist_variance(dist),
                            .lower = bireme_dist_lower(dist),
                            .upper = bireme_dist_upper(dist)};
        find_lattice(dist, &s.lattice_start, &s.lattice_step);
        status = make_tables(sums, &s, &space, error);
    }
    bireme_grid_space_free(&space);
    if (status == BIREME_OK)
        *out = sums;
    else
        bireme_sums_free(sums);
    return status;
}

void bireme_sums_free(bireme_sums *sums)
{
    if (sums == NULL) return;
    for (unsigned k = 0; k <= LAST_MOST; k++) bireme_qtable_free(sums->tables[k]);
    bireme_qtable_free(sums->single);
    bireme_free(sums);
}

unsigned bireme_sums_first(const bireme_sums *sums)
{
    return sums->first;
}

unsigned bireme_sums_last(const bireme_sums *sums)
{
    return sums->last;
}

const bireme_qtable *bireme_sums_single(const bireme_sums *sums)
{
    return sums->single;
}

const bireme_qtable *bireme_sums_table(const bireme_sums *sums, unsigned k)
{
    return sums->tables[k];
}

double bireme_sums_u_error(const bireme_sums *sums)
{
    return sums->u_error;
}
