/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/trial/passage.h"

/* Where only the sum over the horizon is wanted, periods with the same leads can be treated together. */
bireme_passage bireme_passage_of(bireme_block *block, size_t index)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_compiled_channel *ready = &compiled->channels[index];
    bool together = block->horizon_only && compiled->clock_uniform &&
                    ready->n_spans < compiled->model->periods;
    return (bireme_passage){.block = block,
                            .model = compiled->model,
                            .index = index,
                            .channel = &compiled->model->channels[index],
                            .ready = ready,
                            .here = &block->channel[index],
                            .periods = block->horizon_only ? 1 : compiled->model->periods,
                            .spans = together ? ready->n_spans : compiled->model->periods,
                            .span = together ? ready->span : NULL};
}

const double *bireme_passage_conversion(const bireme_passage *p, size_t s, size_t t, double *room)
{
    const double *rate = bireme_block_quantity(p->block, p->channel->conversion[s], t);
    const double *odds = bireme_block_effect(p->block, p->index, BIREME_EFFECT_ODDS + s, t);
    if (odds == NULL) return rate;
    bireme_lanes_odds(rate, odds, room);
    return room;
}

bool bireme_passage_varies(const bireme_passage *p, size_t s)
{
    return !bireme_compiled_is_steady(p->block->compiled, p->index, BIREME_EFFECT_ODDS + s) ||
           bireme_block_redraws(p->block, p->channel->conversion[s]);
}

void bireme_passage_sum_arriving(const bireme_passage *p, size_t s, double *out)
{
    bireme_lanes_set(0, out);
    for (size_t t = 0; t < p->spans; t++) bireme_lanes_add(bireme_passage_arriving(p, s, t), out);
}

void bireme_passage_sum_means(const bireme_passage *p, size_t row, double *out)
{
    bireme_lanes_set(0, out);
    for (size_t t = 0; t < p->periods; t++) bireme_lanes_add(bireme_passage_mean(p, row, t), out);
}
