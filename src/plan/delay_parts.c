/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of a delay. Convolution without a density: E[G_a(x − Y_b)] = ∫₀ˣ F_a(x − y) F_b(y) dy (integrate
 * by parts; both boundary terms vanish). The integrand is a product of two distribution functions, smooth
 * away from the two ends, towards which the panels of the quadrature are graded.
 */
#include "plan/delay_internal.h"

#include <math.h>
#include "numeric/special.h"

typedef struct scaled_dist {
    const bireme_dist *dist;
    double factor;
} scaled_dist;

static double scaled_cdf(const void *context, double x)
{
    const scaled_dist *scaled = context;
    return bireme_dist_cdf(scaled->dist, x / scaled->factor);
}

static double atoms_mass(const bireme_dist *dist)
{
    double sum = 0;
    for (size_t i = 0; i < bireme_dist_atom_count(dist); i++) {
        double value, mass;
        bireme_dist_atom(dist, i, &value, &mass);
        sum += mass;
    }
    return sum;
}

static void take_atoms(const scaled_dist *scaled, bireme_delay_part *out)
{
    out->n_atoms = bireme_dist_atom_count(scaled->dist);
    for (size_t i = 0; i < out->n_atoms; i++) {
        bireme_dist_atom(scaled->dist, i, &out->value[i], &out->mass[i]);
        out->value[i] *= scaled->factor;
    }
}

/* A step's table is off by less than this, in periods. */
static const double ERROR_MOST = 1e-3;

/* Is the table right enough for periods of that length? */
static bireme_status is_good(const bireme_delay_part *part, const bireme_item *item, double period,
                             bireme_error *error)
{
    double scale = fmax(part->middle, 0x1p-60 * bireme_integral_table_end(part->table));
    double off = bireme_integral_table_error(part->table) * scale / period;
    char text[128];
    if (off <= ERROR_MOST) return BIREME_OK;
    bireme_dist_describe(item->shape, text, sizeof text);
    return bireme_fail(error, BIREME_DOMAIN,
                       "%s is too long or too irregular for a table of delays: the share that is decided in "
                       "a period would be "
                       "off by %.1e (allowed: %.0e); less extreme parameters help",
                       text, off, ERROR_MOST);
}

/* atoms_left: how many more nodes exact rules may make. */
static bireme_status part_create(const bireme_model *model, const bireme_item *item, size_t *atoms_left,
                                 bireme_delay_part *out, double *shift, bool *present, bireme_error *error)
{
    *present = false;
    if (item->shape == NULL) return BIREME_OK;
    scaled_dist scaled = {item->shape, 1};
    *out = (bireme_delay_part){.scale = item->scale};
    double typical = 1;
    if (item->scale >= 0) {
        const bireme_dist *scale = model->quantities[item->scale].dist;
        typical = bireme_dist_quantile(scale, 0.5);
        if (bireme_dist_is_fixed(scale)) scaled.factor = typical, out->scale = -1, typical = 1;
    }
    double mean = bireme_dist_mean(item->shape) * scaled.factor;
    if (!(mean > 0)) return BIREME_OK;
    if (bireme_dist_is_fixed(item->shape) && out->scale < 0) {
        *shift += mean;
        return BIREME_OK;
    }
    *present = true;
    out->weight = mean * typical;
    out->middle = bireme_dist_quantile(item->shape, 0.5) * scaled.factor;
    if (!(out->middle > 0)) out->middle = mean;
    size_t n_atoms = bireme_dist_atom_count(item->shape);
    if (n_atoms > 0 && n_atoms <= BIREME_DELAY_ATOMS && n_atoms <= *atoms_left &&
        atoms_mass(item->shape) > 1 - 1e-12) {
        *atoms_left /= n_atoms;
        take_atoms(&scaled, out);
        return BIREME_OK;
    }
    double end = bireme_dist_quantile_pq(item->shape, 1 - 1e-14, 1e-14) * scaled.factor;
    bireme_status status = bireme_integral_table_create(scaled_cdf, &scaled, out->middle, end,
                                                        bireme_dist_cost(item->shape), &out->table, error);
    if (status != BIREME_OK) return status;
    double period = bireme_calendar_days(&model->calendar) / typical;
    return is_good(out, item, period, error);
}

/* ------------------------ convolution */

typedef struct convolution {
    const bireme_delay_part *a, *b;
    double node[BIREME_DELAY_PANEL], weight[BIREME_DELAY_PANEL];
} convolution;

static double panel(const convolution *c, double x, double from, double to)
{
    double sum = 0, half = (to - from) / 2, centre = (from + to) / 2;
    for (int i = 0; i < BIREME_DELAY_PANEL; i++) {
        double y = centre + half * c->node[i];
        sum += c->weight[i] * bireme_integral_table_slope(c->a->table, x - y) *
               bireme_integral_table_slope(c->b->table, y);
    }
    return sum * half;
}

/* Panels from one end to the middle, each as long as all before it. */
static double graded_half(const convolution *c, double x, double scale, bool from_left)
{
    double sum = 0, from = 0, to = scale / 64;
    while (from < x / 2) {
        if (to > x / 2) to = x / 2;
        sum += from_left ? panel(c, x, from, to) : panel(c, x, x - to, x - from);
        from = to;
        to *= 2;
    }
    return sum;
}

static double convolved_integral(const void *context, double x)
{
    const convolution *c = context;
    if (x <= 0) return 0;
    return graded_half(c, x, c->b->middle, true) + graded_half(c, x, c->a->middle, false);
}

/* Replaces a by the sum of a and b; both are tables with scale 1. */
static bireme_status fold(bireme_delay_part *a, bireme_delay_part *b, bireme_error *error)
{
    convolution c = {.a = a, .b = b};
    bireme_integral_table *table;
    bireme_gauss_legendre(BIREME_DELAY_PANEL, c.node, c.weight);
    double end = bireme_integral_table_end(a->table) + bireme_integral_table_end(b->table);
    bireme_status status = bireme_integral_table_create_from_integral(
        convolved_integral, &c, a->middle + b->middle, end, &table, error);
    if (status != BIREME_OK) return status;
    bireme_integral_table_free(a->table);
    bireme_integral_table_free(b->table);
    b->table = NULL;
    a->table = table;
    a->middle += b->middle;
    a->weight += b->weight;
    return BIREME_OK;
}

/* Folds all tables with scale 1 into one; the parts that are left keep their order. A table stands in one
 * part only at any time, also when this fails. */
static bireme_status fold_fixed(bireme_delay_part *parts, size_t *n, bireme_error *error)
{
    size_t kept = 0, first = SIZE_MAX;
    for (size_t i = 0; i < *n; i++) {
        bool fixed = parts[i].table != NULL && parts[i].scale < 0;
        if (fixed && first != SIZE_MAX) {
            bireme_status status = fold(&parts[first], &parts[i], error);
            if (status != BIREME_OK) return status;
            continue;
        }
        if (fixed) first = kept;
        bireme_delay_part moved = parts[i];
        parts[i].table = NULL;
        parts[kept++] = moved;
    }
    *n = kept;
    return BIREME_OK;
}

bireme_status bireme_delay_parts(const bireme_model *model, const bireme_channel *channel, size_t first,
                                 size_t last, bireme_delay_part *parts, size_t *n_parts, double *shift,
                                 bireme_error *error)
{
    size_t atoms_left = 64;
    *n_parts = 0;
    for (size_t s = first; s <= last; s++) {
        bool present;
        bireme_status status = part_create(model, &channel->cycle[s], &atoms_left, &parts[*n_parts], shift,
                                           &present, error);
        if (status != BIREME_OK) {
            bireme_model_locate(error, channel->cycle[s].origin, channel->cycle[s].pointer);
            return status;
        }
        *n_parts += present;
    }
    return fold_fixed(parts, n_parts, error);
}
