/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Delays of a channel: those after which its rows are reached, and those after which leads are lost.
 */
#include "compile/compiled.h"

#include "base/memory.h"
#include "compile/effects.h"

static bireme_status fixed_shares(const bireme_compiled *compiled, bireme_shared_delay *group,
                                  bireme_error *error)
{
    size_t periods = compiled->model->periods;
    if (group->has_share || !compiled->clock_fixed || !group->is_fixed) return BIREME_OK;
    group->has_share = true;
    if (compiled->shared.outline) return BIREME_OK;
    double *clock = bireme_calloc(periods + 1, sizeof *clock);
    group->share = bireme_calloc(bireme_times(periods, periods), sizeof *group->share);
    if (clock == NULL || group->share == NULL) {
        bireme_free(clock);
        return bireme_fail_memory(error);
    }
    bireme_compiled_fixed_clock(compiled, clock);
    for (size_t b = 0; b < periods; b++) {
        double later = 0;
        for (size_t a = b + 1; a-- > 0;) {
            double elapsed = clock[b + 1] - clock[a], value;
            bireme_delay_eval(group->delay, NULL, 1, &elapsed, &value);
            double share = (value - later) / (clock[a + 1] - clock[a]);
            group->share[b * periods + a] = share > 0 ? share : 0;
            later = value;
        }
    }
    bireme_free(clock);
    return BIREME_OK;
}

/* Divides rows into groups: a new one wherever a step takes time, and where what is taken up has waited. */
bireme_status bireme_compile_groups(bireme_compiled *compiled, size_t index, bireme_compiled_channel *to,
                                    bireme_error *error)
{
    const bireme_model *model = compiled->model;
    const bireme_channel *channel = &model->channels[index];
    to->groups = bireme_calloc(compiled->rows, sizeof *to->groups);
    if (to->groups == NULL) return bireme_fail_memory(error);
    to->n_groups = 1;
    size_t from = 1; /* of the leg */
    for (size_t s = 0; s < model->stages; s++) {
        if (s > 0 && bireme_takes_time(&channel->cycle[s])) {
            bireme_compiled_group *group = &to->groups[to->n_groups++];
            group->first = bireme_compiled_row(compiled, s);
            bireme_status status = bireme_shared_delay_of(&compiled->shared, model, channel, from, s,
                                                          &group->delay, error);
            if (status == BIREME_OK) status = fixed_shares(compiled, group->delay, error);
            if (status != BIREME_OK) return status;
        }
        to->groups[to->n_groups - 1].last = bireme_compiled_row(compiled, s);
        if (!bireme_model_is_worked(model, s)) continue;
        const int team = bireme_model_team_at(model, index, s);
        const size_t taken_up = bireme_compiled_row(compiled, s) + 1;
        if (team >= 0) from = s + 1;
        if (team >= 0 && model->teams[team].waits) to->groups[to->n_groups++].first = taken_up;
        to->groups[to->n_groups - 1].last = taken_up;
    }
    return BIREME_OK;
}

/* ------------------------ being lost */

/* A channel whose step to stage s takes as long as losing does in it. Its list is its own, the rest
 * borrowed. */
static bireme_status stand_in(const bireme_model *model, const bireme_channel *channel, size_t s,
                              bireme_channel *out, bireme_error *error)
{
    *out = *channel;
    out->cycle = bireme_memdup(channel->cycle, model->stages, sizeof *out->cycle);
    if (out->cycle == NULL) return bireme_fail_memory(error);
    out->cycle[s] = channel->lost[s];
    return BIREME_OK;
}

bireme_status bireme_compile_lost(bireme_compiled *compiled, size_t index, bireme_compiled_channel *to,
                                  bireme_error *error)
{
    const bireme_model *model = compiled->model;
    const bireme_channel *channel = &model->channels[index];
    size_t from = 1; /* of the leg */
    if (!model->has_stock || channel->lost == NULL) return BIREME_OK;
    to->lost = bireme_calloc(model->stages, sizeof *to->lost);
    to->n_lost = to->lost != NULL ? model->stages : 0;
    if (to->lost == NULL) return bireme_fail_memory(error);
    for (size_t s = 1; s < model->stages; s++) {
        if (bireme_model_team_at(model, index, s - 1) >= 0) from = s;
        bireme_compiled_lost *lost = &to->lost[s];
        if (channel->lost[s].shape == NULL) continue;
        lost->is_given = true;
        bireme_status status = stand_in(model, channel, s, &lost->channel, error);
        bool takes = false;
        for (size_t k = from; k <= s && status == BIREME_OK; k++)
            takes |= bireme_takes_time(&lost->channel.cycle[k]);
        if (status == BIREME_OK && takes)
            status = bireme_shared_delay_of(&compiled->shared, model, &lost->channel, from, s,
                                            &lost->group.delay, error);
        if (status == BIREME_OK && takes) status = fixed_shares(compiled, lost->group.delay, error);
        if (status != BIREME_OK) return status;
    }
    return BIREME_OK;
}

void bireme_compile_groups_free(bireme_compiled_channel *channel)
{
    bireme_free(channel->groups);
    for (size_t s = 0; s < channel->n_lost; s++) bireme_free(channel->lost[s].channel.cycle);
    bireme_free(channel->lost);
}
