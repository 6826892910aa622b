/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Streams of a run and the workspace of a thread.
 */
#include "engine/block.h"

#include <stdio.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"

/* ------------------------ streams */

static bireme_stream channel_stream(const bireme_channel *channel, uint64_t seed, const char *what,
                                    const char *part, bireme_text *path)
{
    path->length = 0;
    bireme_text_append(path, "channels.");
    bireme_text_append(path, channel->name);
    bireme_text_append(path, ".");
    bireme_text_append(path, what);
    return bireme_stream_create(seed, bireme_text_string(path), part);
}

static void channel_streams(const bireme_model *model, const bireme_channel *channel, uint64_t seed,
                            bireme_channel_streams *out, bireme_text *path)
{
    for (size_t s = 0; s < model->stages; s++)
        out->entries[s] = channel_stream(channel, seed, model->stage[s], "entries", path);
    out->deals = channel_stream(channel, seed, "deal_value", "deals", path);
    out->carried = channel_stream(channel, seed, "carried_out", "entries", path);
    out->carried_deals = channel_stream(channel, seed, "carried_out", "deals", path);
}

bireme_status bireme_streams_create(const bireme_model *model, uint64_t seed, bireme_streams *out,
                                    bireme_error *error)
{
    bireme_text path = {0};
    bireme_streams streams = {0};
    streams.quantity = bireme_calloc(model->n_quantities, sizeof *streams.quantity);
    streams.channel = bireme_calloc(model->n_channels, sizeof *streams.channel);
    streams.storage = bireme_calloc(model->n_channels * model->stages, sizeof *streams.storage);
    bool failed = streams.quantity == NULL || streams.channel == NULL || streams.storage == NULL;
    if (!failed) {
        for (size_t q = 0; q < model->n_quantities; q++)
            streams.quantity[q] = bireme_stream_create(seed, model->quantities[q].path, "");
        streams.path = bireme_stream_create(seed, "economy", "path");
        for (size_t c = 0; c < model->n_channels; c++) {
            streams.channel[c].entries = streams.storage + c * model->stages;
            channel_streams(model, &model->channels[c], seed, &streams.channel[c], &path);
        }
        failed = path.failed;
    }
    bireme_text_free(&path);
    if (failed) {
        bireme_streams_free(&streams);
        return bireme_fail_memory(error);
    }
    *out = streams;
    return BIREME_OK;
}

void bireme_streams_free(bireme_streams *streams)
{
    bireme_free(streams->quantity);
    bireme_free(streams->channel);
    bireme_free(streams->storage);
    *streams = (bireme_streams){0};
}

/* ------------------------ workspace */

/* How many lane arrays each part of the workspace takes. */
typedef struct layout {
    size_t quantities, effects, clock, arriving, means, walk, weights, channel, scratch, total;
} layout;

static layout lay_out(const bireme_model *model)
{
    size_t periods = model->periods, stages = model->stages;
    layout l = {.quantities = model->n_quantities,
                .effects = (4 + stages) * periods,
                .clock = periods + 1,
                .arriving = stages * periods,
                .means = stages * periods,
                .walk = 2 * stages * periods + stages,
                .weights = periods + 1,
                .channel = stages * periods + periods + 2,
                .scratch = BIREME_SCRATCH};
    l.total = l.quantities + l.effects + l.clock + l.arriving + l.means + l.walk + 1 + l.weights +
              l.channel * model->n_channels + l.scratch;
    return l;
}

static double *take(double **next, size_t arrays)
{
    double *here = *next;
    *next += arrays * BIREME_BLOCK;
    return here;
}

static void hand_out(bireme_block *block, const bireme_model *model, const layout *l)
{
    double *next = block->numbers;
    block->quantity_values = take(&next, l->quantities);
    block->effect_values = take(&next, l->effects);
    block->clock = take(&next, l->clock);
    block->arriving = take(&next, l->arriving);
    block->means = take(&next, l->means);
    block->passing = take(&next, l->means);
    block->passed = take(&next, l->means);
    block->walk_left = take(&next, model->stages);
    block->after = take(&next, 1);
    block->weights = take(&next, l->weights);
    for (size_t c = 0; c < model->n_channels; c++) {
        bireme_channel_block *channel = &block->channel[c];
        channel->entries = take(&next, model->stages * model->periods);
        channel->bookings = take(&next, model->periods);
        channel->carried = take(&next, 1);
        channel->carried_value = take(&next, 1);
    }
    block->scratch = take(&next, l->scratch);
}

/* Fixed quantities are written once. */
static void fill_fixed(bireme_block *block, const bireme_plan *plan)
{
    for (size_t q = 0; q < plan->model->n_quantities; q++) {
        double *values = bireme_lane_array(block->quantity_values, q);
        bireme_lanes_set(plan->quantities[q].fixed, values);
        block->quantity[q] = values;
    }
}

bireme_status bireme_block_create(const bireme_plan *plan, const bireme_streams *streams, bireme_block **out,
                                  bireme_error *error)
{
    const bireme_model *model = plan->model;
    layout l = lay_out(model);
    bireme_block *block = bireme_calloc(1, sizeof *block);
    if (block == NULL) return bireme_fail_memory(error);
    block->plan = plan;
    block->streams = streams;
    block->numbers = bireme_calloc_aligned(l.total, BIREME_BLOCK * sizeof(double));
    block->quantity = bireme_calloc(model->n_quantities, sizeof *block->quantity);
    block->regime = bireme_calloc(model->periods, BIREME_BLOCK);
    block->walk_at = bireme_calloc(model->stages, BIREME_BLOCK * sizeof *block->walk_at);
    block->leads = bireme_calloc((4 + model->stages) * model->periods, sizeof *block->leads);
    block->channel = bireme_calloc(model->n_channels, sizeof *block->channel);
    if (!block->numbers || !block->quantity || !block->regime || !block->walk_at || !block->leads ||
        !block->channel) {
        bireme_block_free(block);
        return bireme_fail_memory(error);
    }
    block->cost_per_lead = block->leads + model->periods;
    block->deal_value = block->leads + 2 * model->periods;
    block->odds = block->leads + 4 * model->periods;
    hand_out(block, model, &l);
    fill_fixed(block, plan);
    *out = block;
    return BIREME_OK;
}

void bireme_block_free(bireme_block *block)
{
    if (block == NULL) return;
    bireme_free(block->numbers);
    bireme_free(block->quantity);
    bireme_free(block->regime);
    bireme_free(block->walk_at);
    bireme_free(block->leads);
    bireme_free(block->channel);
    bireme_free(block);
}

void bireme_block_run(bireme_block *block, uint64_t first)
{
    bireme_block_rates(block, first);
    for (size_t c = 0; c < block->plan->model->n_channels; c++) {
        bireme_block_funnel(block, c);
        bireme_block_draw(block, c);
    }
}
