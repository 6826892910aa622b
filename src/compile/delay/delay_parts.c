/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of a delay. Tables and their sums are made in delay_sums.c.
 */
#include "compile/delay/delay_internal.h"

#include <math.h>

static void take_atoms(const bireme_dist *dist, double factor, bireme_delay_part *out)
{
    out->n_atoms = bireme_dist_atom_count(dist);
    for (size_t i = 0; i < out->n_atoms; i++) {
        bireme_dist_atom(dist, i, &out->value[i], &out->mass[i]);
        out->value[i] *= factor;
    }
}

/* The largest error accepted in a step's table, in periods. */
static const double ERROR_MOST = 1e-3;

/* The error of the table as a share of a period of this length. */
static double off_by(const bireme_delay_part *part, double period)
{
    double scale = fmax(part->middle, 0x1p-60 * bireme_integral_table_end(part->table));
    return bireme_integral_table_error(part->table) * scale / period;
}

/* Whether the table is accurate enough. */
static bireme_status is_good(const bireme_delay_part *part, const bireme_item *item, double period,
                             bireme_error *error)
{
    double off = off_by(part, period);
    char text[128];
    if (off <= ERROR_MOST) return BIREME_OK;
    bireme_dist_describe(item->shape, text, sizeof text);
    return bireme_fail(error, BIREME_DOMAIN,
                       "%s is too long or too irregular for a table of delays: the share that is decided in "
                       "a period would be "
                       "off by %.1e (allowed: %.0e); less extreme parameters help",
                       text, off, ERROR_MOST);
}

/* atoms_left: how many more nodes exact rules may add. */
static bireme_status part_create(const bireme_model *model, const bireme_item *item, size_t *atoms_left,
                                 bireme_delay_sums *sums, bireme_delay_part *out, double *shift,
                                 bool *present, bireme_error *error)
{
    *present = false;
    if (item->shape == NULL) return BIREME_OK;
    *out = (bireme_delay_part){.scale = item->scale};
    double typical = 1, factor = 1;
    if (item->scale >= 0) {
        const bireme_dist *scale = model->quantities[item->scale].dist;
        typical = bireme_dist_quantile(scale, 0.5);
        if (bireme_dist_is_fixed(scale)) factor = typical, out->scale = -1, typical = 1;
    }
    double mean = bireme_dist_mean(item->shape) * factor;
    if (!(mean > 0)) return BIREME_OK;
    if (bireme_dist_is_fixed(item->shape) && out->scale < 0) {
        *shift += mean;
        return BIREME_OK;
    }
    *present = true;
    out->weight = mean * typical;
    out->middle = bireme_dist_quantile(item->shape, 0.5) * factor;
    if (!(out->middle > 0)) out->middle = mean;
    size_t n_atoms = bireme_dist_atom_count(item->shape);
    if (n_atoms > 0 && n_atoms <= BIREME_DELAY_ATOMS && n_atoms <= *atoms_left &&
        bireme_dist_is_atoms(item->shape)) {
        *atoms_left /= n_atoms;
        take_atoms(item->shape, factor, out);
        return BIREME_OK;
    }
    bireme_status status = bireme_delay_sums_step(sums, item->shape, factor, out, error);
    if (status != BIREME_OK) return status;
    double period = bireme_calendar_days(&model->calendar) / typical;
    return is_good(out, item, period, error);
}

/* ------------------------ sums */

/* Replaces a by the sum of a and b; both are tables with scale 1. */
static bireme_status fold(bireme_delay_sums *sums, bireme_delay_part *a, bireme_delay_part *b,
                          bireme_error *error)
{
    bireme_integral_table *table;
    bireme_status status = bireme_delay_sums_add(sums, a, b, &table, error);
    if (status != BIREME_OK) return status;
    bireme_integral_table_free(a->table);
    bireme_integral_table_free(b->table);
    b->table = NULL;
    a->table = table;
    a->middle += b->middle;
    a->weight += b->weight;
    return BIREME_OK;
}

/* Folds all tables with scale 1 into one; the other parts keep their order. At any time, even after a
 * failure, each table belongs to only one part. */
static bireme_status fold_fixed(bireme_delay_sums *sums, bireme_delay_part *parts, size_t *n,
                                bireme_error *error)
{
    size_t kept = 0, first = SIZE_MAX;
    for (size_t i = 0; i < *n; i++) {
        bool fixed = parts[i].table != NULL && parts[i].scale < 0;
        if (fixed && first != SIZE_MAX) {
            bireme_status status = fold(sums, &parts[first], &parts[i], error);
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
                                 size_t last, bireme_delay_sums *sums, bireme_delay_part *parts,
                                 size_t *n_parts, double *shift, bireme_error *error)
{
    size_t atoms_left = 64;
    *n_parts = 0;
    for (size_t s = first; s <= last; s++) {
        bool present;
        bireme_status status = part_create(model, &channel->cycle[s], &atoms_left, sums, &parts[*n_parts],
                                           shift, &present, error);
        if (status != BIREME_OK) {
            bireme_model_locate(error, channel->cycle[s].origin, channel->cycle[s].pointer);
            return status;
        }
        *n_parts += present;
    }
    bireme_status status = fold_fixed(sums, parts, n_parts, error);
    for (size_t i = 0; i < *n_parts && status == BIREME_OK; i++) {
        if (parts[i].table == NULL || parts[i].scale >= 0) continue;
        double off = off_by(&parts[i], bireme_calendar_days(&model->calendar));
        if (off <= ERROR_MOST) continue;
        status =
            bireme_fail(error, BIREME_DOMAIN,
                        "the days from the first step to this one are together too irregular for a table of "
                        "delays: the share that is decided in a period would be off by %.1e (allowed: %.0e); "
                        "less extreme parameters help",
                        off, ERROR_MOST);
        bireme_model_locate(error, channel->cycle[last].origin, channel->cycle[last].pointer);
    }
    return status;
}
