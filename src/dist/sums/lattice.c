/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values on a lattice, whole multiples of a step apart (price lists), are summed exactly and give steps.
 */
#include <math.h>
#include "base/memory.h"
#include "dist/table/qtable_build.h"
#include "dist/sums/level.h"

enum { LATTICE_BITS = 16 };

static double common_step(double a, double b, double tolerance)
{
    for (int i = 0; i < 4096 && b > tolerance; i++) { /* b is halved at least every second time */
        double rest = a - b * floor(a / b + 0.5);     /* the rest may be negative */
        a = b;
        b = fabs(rest);
    }
    return a;
}

/* Sets step 0 if there is no lattice with less than 2^LATTICE_BITS points. */
void bireme_sum_lattice_find(bireme_summand *summand)
{
    const bireme_dist *dist = summand->dist;
    size_t n = bireme_dist_atom_count(dist);
    double mass = 0, total = 0, first = 0, last, d = 0;
    summand->lattice_start = summand->lattice_step = 0;
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
    if (total < 1 - 1e-9) return; /* there is a continuous part */
    d = (last - first) / floor((last - first) / d + 0.5);
    for (size_t i = 0; i < n; i++) {
        double value;
        bireme_dist_atom(dist, i, &value, &mass);
        double k = (value - first) / d;
        if (fabs(k - floor(k + 0.5)) * d > tolerance) return;
    }
    summand->lattice_start = first;
    summand->lattice_step = d;
}

/* Turns the grid's points with their masses into steps. Masses below 1e-15 are rounding errors of the
 * transform. */
static bireme_status steps_from(const bireme_grid *grid, double n, long first, const double *mass,
                                bireme_qtable **out, bireme_error *error)
{
    size_t points = (size_t)1 << grid->bits, count = 0;
    double *values = bireme_calloc(2 * points, sizeof *values), *masses = values + points, total = 0;
    if (values == NULL) return bireme_fail_memory(error);
    for (size_t j = 0; j < points; j++)
        if (mass[j] > 1e-15) total += mass[j];
    for (size_t j = 0; j < points; j++) {
        if (!(mass[j] > 1e-15)) continue;
        values[count] = n * grid->origin + ((double)first + (double)j) * grid->step;
        masses[count++] = mass[j] / total;
    }
    bireme_status status = bireme_qtable_create_steps(count, values, masses, out, error);
    bireme_free(values);
    return status;
}

/* The points of the sum of n values that have mass: index of the first, and their number. */
static void window(const bireme_summand *s, double n, double origin, double *first, double *count)
{
    double d = s->lattice_step, sd = sqrt(n * s->variance);
    double low = fmax(n * s->lower, n * s->mean - 12 * sd - (s->mean - s->lower));
    double high = fmin(n * s->upper, n * s->mean + 12 * sd + (s->upper - s->mean));
    *first = floor((low - n * origin) / d + 0.5);
    *count = floor((high - n * origin) / d + 0.5) - *first + 1;
}

static bireme_status one_digit(bireme_sum_level *level, const bireme_summand *s, unsigned digit,
                               bireme_grid_powers *powers, bireme_grid_space *space, bireme_error *error)
{
    double n = digit * level->unit, first, count;
    bireme_qtable *table = NULL;
    if (n == 1) {
        level->table[digit] = s->single;
        return BIREME_OK;
    }
    window(s, n, powers->grid.origin, &first, &count);
    const double *mass = bireme_grid_mass(powers, digit, (long)first, space);
    bireme_status status = steps_from(&powers->grid, n, (long)first, mass, &table, error);
    if (status != BIREME_OK) return status;
    level->table[digit] = table;
    level->u_error[digit] = table->u_error = 1e-11; /* rounding of the transform, summed over the grid */
    return BIREME_OK;
}

bireme_status bireme_sum_lattice_tables(const bireme_summand *s, bireme_sum_level *level,
                                        bireme_grid_space *space, bool *done, bireme_error *error)
{
    double d = s->lattice_step, first, count, most = 0;
    double origin = s->lattice_start + d * floor((s->mean - s->lattice_start) / d + 0.5);
    for (unsigned digit = 1; digit <= level->digits; digit++) {
        window(s, digit * level->unit, origin, &first, &count);
        most = fmax(most, count);
    }
    unsigned bits = BIREME_GRID_BITS_LEAST;
    while (bits < BIREME_GRID_BITS_MOST && ldexp(1, (int)bits) < most) bits++;
    if (ldexp(1, (int)bits) < most) return BIREME_OK;
    bireme_grid grid = {.bits = bits, .origin = origin, .step = d, .sharing = BIREME_GRID_EXACT};
    bireme_grid_powers powers = {0};
    bireme_status status = bireme_grid_transform(&grid, s->single, 4 * level->level, space, &powers, NULL,
                                                 error);
    for (unsigned digit = 1; digit <= level->digits && status == BIREME_OK; digit++)
        status = one_digit(level, s, digit, &powers, space, error);
    bireme_grid_powers_free(&powers);
    *done = status == BIREME_OK;
    return status;
}
