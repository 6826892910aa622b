/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sums of few values without a common step that a grid could hold (9.99, 1,234.56 and 98,765.43): of n
 * values, n_1, …, n_k equal the first, …, the last possible value, with a multinomial distribution, and the
 * sum is Σ n_j v_j. If few enough sums matter they are enumerated and give steps. That is exact, whereas a
 * grid would blur each by some grid steps and get the probability of a goal equal to such a sum wrong.
 * Method: n_1 is binomial, n_2 is binomial among the rest, and so on, each from its mode outwards as long as
 * the product of the probabilities is above 1e-15; what is left out, below 1e-8 in total (otherwise there is
 * no table), is distributed in proportion.
 */
#include <math.h>
#include <stdlib.h>
#include "base/memory.h"
#include "dist/table/qtable_build.h"
#include "dist/sums/level.h"
#include "numeric/special/portable.h"

enum { POINTS_MOST = 1 << 16, ATOMS_MOST = 64 };
static const double MASS_LEAST = 1e-15, LEFT_OUT_MOST = 1e-8;
static const double SAME = 1e-13; /* relative: equal sums of different counts differ by rounding */

typedef struct point {
    double x, mass;
} point;

typedef struct walk {
    size_t n_atoms;
    double value[ATOMS_MOST], share[ATOMS_MOST]; /* share of what the atoms before it leave */
    point *points;                               /* [POINTS_MOST] */
    size_t count;
    bool too_many;
} walk;

static void visit(walk *w, size_t atom, double n, double sum, double mass);

/* k of n values equal this atom; then the following atoms. */
static inline bool step(walk *w, size_t atom, double n, double k, double sum, double mass)
{
    if (!(mass > MASS_LEAST) || w->too_many) return false;
    visit(w, atom + 1, n - k, sum + k * w->value[atom], mass);
    return true;
}

static void visit(walk *w, size_t atom, double n, double sum, double mass)
{
    if (n == 0 || atom + 1 == w->n_atoms) {
        w->too_many = w->too_many || w->count == POINTS_MOST;
        if (!w->too_many) w->points[w->count++] = (point){sum + n * w->value[atom], mass};
        return;
    }
    double p = w->share[atom], odds = p / (1 - p), mode = fmin(floor((n + 1) * p), n);
    double at_mode = mass *
                     bireme_exp(bireme_lgamma(n + 1) - bireme_lgamma(mode + 1) - bireme_lgamma(n - mode + 1) +
                                mode * bireme_log(p) + (n - mode) * bireme_log1p(-p));
    double here = at_mode;
    for (double k = mode; k >= 0 && step(w, atom, n, k, sum, here); k--) here *= k / ((n - k + 1) * odds);
    here = at_mode * (n - mode) / (mode + 1) * odds;
    for (double k = mode + 1; k <= n && step(w, atom, n, k, sum, here); k++) here *= (n - k) / (k + 1) * odds;
}

static int by_place(const void *a, const void *b)
{
    const point *x = a, *y = b;
    if (x->x != y->x) return x->x < y->x ? -1 : 1;
    return (x->mass > y->mass) - (x->mass < y->mass);
}

/* Merges equal sums and normalises their total mass to 1. False: too much was left out. */
static bool gather(walk *w)
{
    double total = 0;
    size_t kept = 0;
    qsort(w->points, w->count, sizeof *w->points, by_place);
    for (size_t i = 0; i < w->count; i++) {
        total += w->points[i].mass;
        if (kept > 0 && w->points[i].x - w->points[kept - 1].x <= SAME * fabs(w->points[i].x))
            w->points[kept - 1].mass += w->points[i].mass;
        else
            w->points[kept++] = w->points[i];
    }
    w->count = kept;
    for (size_t i = 0; i < kept; i++) w->points[i].mass /= total;
    return fabs(total - 1) < LEFT_OUT_MOST;
}

static bireme_status steps_of(const walk *w, bireme_qtable **out, bireme_error *error)
{
    double *value = bireme_calloc(2 * w->count, sizeof *value), *mass = value + w->count;
    if (value == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < w->count; i++) value[i] = w->points[i].x, mass[i] = w->points[i].mass;
    bireme_status status = bireme_qtable_create_steps(w->count, value, mass, out, error);
    bireme_free(value);
    return status;
}

/* The atoms in order of decreasing mass, which makes the walk shortest. False: too many, or there is more
 * than atoms. */
static bool list_atoms(const bireme_dist *dist, walk *w)
{
    double left = 1, total = 0, mass[ATOMS_MOST];
    size_t n = bireme_dist_atom_count(dist);
    if (n < 2 || n > ATOMS_MOST) return false;
    for (size_t i = 0; i < n; i++) {
        double value, own;
        bireme_dist_atom(dist, i, &value, &own);
        size_t at = i;
        for (; at > 0 && mass[at - 1] < own; at--) mass[at] = mass[at - 1], w->value[at] = w->value[at - 1];
        mass[at] = own;
        w->value[at] = value;
        total += own;
    }
    if (!(fabs(total - 1) < LEFT_OUT_MOST)) return false;
    for (size_t i = 0; i < n; i++) {
        w->share[i] = fmin(mass[i] / left, 1 - 1e-15);
        left = fmax(left - mass[i], 1e-300);
    }
    w->n_atoms = n;
    return true;
}

bireme_status bireme_sum_points_tables(const bireme_summand *s, bireme_sum_level *level, bireme_error *error)
{
    walk w = {0};
    bireme_status status = BIREME_OK;
    if (!list_atoms(s->dist, &w)) return BIREME_OK;
    w.points = bireme_calloc(POINTS_MOST, sizeof *w.points);
    if (w.points == NULL) return bireme_fail_memory(error);
    for (unsigned digit = 1; digit <= level->digits && status == BIREME_OK; digit++) {
        bireme_qtable *table = NULL;
        w.count = 0;
        visit(&w, 0, digit * level->unit, 0, 1);
        if (w.too_many || !gather(&w)) break; /* with more values there are more sums */
        status = steps_of(&w, &table, error);
        if (status != BIREME_OK) break;
        level->table[digit] = table;
        level->u_error[digit] = table->u_error = LEFT_OUT_MOST;
    }
    bireme_free(w.points);
    return status;
}
