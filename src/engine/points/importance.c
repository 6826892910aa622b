/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A probe of the engine instead of trials: in every lane all uncertain quantities are at their medians except
 * one, whose normal score is +1 or −1 (bireme_block.probed). The result is the expected bookings of the
 * lanes. It costs one block of means per 127 quantities, and nothing is drawn.
 */
#include "engine/points/importance.h"

#include <math.h>
#include "base/memory.h"

/* Lane 0 has all quantities at their medians; lanes 1 + 2k and 2 + 2k are for quantity k. */
enum { PROBED_MOST = 127 };
_Static_assert(2 * PROBED_MOST < BIREME_BLOCK, "they fit into a block");

/* Adds the expected bookings of a channel, or its expected wins. */
static void expect(bireme_block *block, size_t c, bool by_value, double *sum)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_compiled_channel *ready = &compiled->channels[c];
    size_t periods = compiled->model->periods, won = compiled->rows - 1;
    bireme_lanes part;
    bireme_lanes_set(0, sum);
    if (by_value && ready->value == NULL) return;
    for (size_t t = 0; t < periods; t++) {
        const double *effect = bireme_block_effect(block, c, BIREME_EFFECT_DEAL_VALUE, t);
        bireme_lanes_copy(bireme_lane_array(block->channel[c].means, won * periods + t), part);
        if (by_value && effect != NULL) bireme_lanes_multiply(effect, part);
        if (by_value && ready->value_scale >= 0)
            bireme_lanes_multiply(bireme_block_quantity(block, ready->value_scale, t), part);
        bireme_lanes_add_scaled(part, by_value ? ready->value_mean : 1, sum);
    }
}

/* Fills in a channel's figures, with all quantities at their medians. */
static void state_channel(bireme_block *block, size_t c, bool by_value, bireme_importance *out)
{
    const bireme_compiled_channel *ready = &block->compiled->channels[c];
    const bireme_dist *shape = block->compiled->model->channels[c].deal_value.shape;
    bireme_lanes wins;
    expect(block, c, false, wins);
    out->wins[c] = wins[0];
    out->value[c] = by_value ? 0 : 1;
    out->spread[c] = 0;
    if (!by_value || ready->value == NULL) return;
    double scale = ready->value_scale >= 0 ? block->quantity[ready->value_scale][0] : 1;
    out->value[c] = scale * ready->value_mean;
    /* Without a variance: that of a normal distribution with the same middle two thirds. */
    double variance = bireme_dist_variance(shape);
    double spread = isfinite(variance)
                        ? sqrt(variance)
                        : 0.5 * (bireme_dist_quantile(shape, 0.84134) - bireme_dist_quantile(shape, 0.15866));
    out->spread[c] = scale * spread;
}

/* Probes n ≤ PROBED_MOST quantities. */
static void probe(bireme_block *block, const int *probed, size_t n, bool by_value, bireme_importance *out)
{
    bireme_lanes total, sum;
    block->probed = probed;
    block->n_probed = n;
    bireme_lanes_set(0, total);
    bireme_block_expect(block, 0);
    for (size_t c = 0; c < block->compiled->model->n_channels; c++) {
        bireme_block_expect_channel(block, c);
        expect(block, c, by_value, sum);
        bireme_lanes_add(sum, total);
        state_channel(block, c, by_value, out);
    }
    for (size_t k = 0; k < n; k++) {
        double change = (total[1 + 2 * k] - total[2 + 2 * k]) / 2;
        out->quantity[probed[k]] = isfinite(change) ? change : 0;
    }
}

bireme_status bireme_importance_create(const bireme_compiled *compiled, const bireme_sources *sources,
                                       bireme_importance *out, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    bireme_block *block = NULL;
    bool by_value = false;
    size_t n = 0, n_q = model->n_quantities, n_c = model->n_channels;
    int *probed = bireme_calloc(n_q, sizeof *probed);
    double *storage = bireme_calloc(n_q + 3 * n_c, sizeof *storage);
    bireme_status status = probed != NULL && storage != NULL ? BIREME_OK : bireme_fail_memory(error);
    if (status == BIREME_OK) status = bireme_block_create(compiled, sources, false, &block, error);
    if (status == BIREME_OK) {
        *out = (bireme_importance){storage, storage + n_q, storage + n_q + n_c, storage + n_q + 2 * n_c,
                                   storage};
        storage = NULL;
        for (size_t c = 0; c < n_c; c++) by_value |= compiled->channels[c].value != NULL;
        for (size_t q = 0; q < n_q; q++)
            if (compiled->quantities[q].table != NULL && !compiled->quantities[q].redraws)
                probed[n++] = (int)q;
        for (size_t from = 0; from == 0 || from < n; from += PROBED_MOST)
            probe(block, probed + from, n - from < PROBED_MOST ? n - from : PROBED_MOST, by_value, out);
    }
    bireme_block_free(block);
    bireme_free(probed);
    bireme_free(storage);
    return status;
}

void bireme_importance_free(bireme_importance *importance)
{
    bireme_free(importance->storage);
    *importance = (bireme_importance){0};
}
