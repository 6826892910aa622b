/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sources of a run, by path.
 */
#include "engine/points/sources.h"

#include "base/memory.h"
#include "base/text.h"

static bireme_source channel_source(const bireme_channel *channel, uint64_t seed, const char *what,
                                    const char *part, bireme_text *path)
{
    path->length = 0;
    bireme_text_append(path, "channels.");
    bireme_text_append(path, channel->name);
    bireme_text_append(path, ".");
    bireme_text_append(path, what);
    return (bireme_source){.stream = bireme_stream_create(seed, bireme_text_string(path), part)};
}

static size_t rows_of(const bireme_model *model)
{
    size_t rows = model->stages;
    for (size_t s = 0; s < model->stages; s++) rows += bireme_model_is_worked(model, s);
    return rows;
}

static void channel_sources(const bireme_model *model, const bireme_channel *channel, uint64_t seed,
                            bireme_channel_sources *out, bireme_text *path)
{
    for (size_t s = 0, row = 0; s < model->stages; s++) {
        out->entries[row++] = channel_source(channel, seed, model->stage[s], "entries", path);
        if (bireme_model_is_worked(model, s))
            out->entries[row++] = channel_source(channel, seed, model->stage[s], "worked", path);
    }
    out->deals = channel_source(channel, seed, "deal_value", "deals", path);
    out->carried = channel_source(channel, seed, "carried_out", "entries", path);
    out->carried_deals = channel_source(channel, seed, "carried_out", "deals", path);
    out->dispersion = channel_source(channel, seed, "dispersion", "", path);
    out->touches = channel_source(channel, seed, "touches", "", path);
    out->all_wins = channel_source(channel, seed, model->stage[model->stages - 1], "all", path);
    out->all_deals = channel_source(channel, seed, "deal_value", "all", path);
}

bireme_status bireme_sources_create(const bireme_model *model, uint64_t seed, bireme_sources *out,
                                    bireme_error *error)
{
    bireme_text path = {0};
    bireme_sources sources = {0};
    sources.quantity = bireme_calloc(model->n_quantities, sizeof *sources.quantity);
    sources.channel = bireme_calloc(model->n_channels, sizeof *sources.channel);
    sources.storage = bireme_calloc(bireme_times(model->n_channels, rows_of(model)), sizeof *sources.storage);
    sources.open = bireme_calloc(model->n_open, sizeof *sources.open);
    bool failed = !sources.quantity || !sources.channel || !sources.storage || !sources.open;
    if (!failed) {
        for (size_t q = 0; q < model->n_quantities; q++)
            sources.quantity[q].stream = bireme_stream_create(seed, model->quantities[q].path, "");
        sources.path.stream = bireme_stream_create(seed, "economy", "path");
        for (size_t c = 0; c < model->n_channels; c++) {
            sources.channel[c].entries = sources.storage + c * rows_of(model);
            channel_sources(model, &model->channels[c], seed, &sources.channel[c], &path);
        }
        for (size_t g = 0; g < model->n_open; g++)
            sources.open[g].stream = bireme_stream_create(seed, model->open[g].path, "deals");
        failed = path.failed;
    }
    bireme_text_free(&path);
    if (failed) {
        bireme_sources_free(&sources);
        return bireme_fail_memory(error);
    }
    *out = sources;
    return BIREME_OK;
}

void bireme_sources_free(bireme_sources *sources)
{
    bireme_free(sources->quantity);
    bireme_free(sources->channel);
    bireme_free(sources->storage);
    bireme_free(sources->open);
    *sources = (bireme_sources){0};
}
