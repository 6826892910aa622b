/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A channel's way ends, leg by leg, at the stages at which a team with a capacity takes up its leads. All
 * channels have the same rows, so that a stage's count is the same row in all of them: where nobody limits a
 * channel, what is taken up is what enters.
 */
#include "compile/teams.h"

#include "base/memory.h"
#include "compile/reps.h"
#include "numeric/special/portable.h"

bireme_status bireme_compile_staff(bireme_compiled *compiled, bool unlimited, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    for (size_t t = 0; t < model->periods; t++) compiled->heads[t] = 0;
    for (size_t k = 0; k < model->n_teams; k++) {
        const bireme_team *team = &model->teams[k];
        bireme_compiled_team *ready = &compiled->teams[k];
        bireme_status status = bireme_reps(model, team, ready->heads, ready->effective_reps, error);
        if (status != BIREME_OK) return status;
        ready->mean_heads = 0;
        for (size_t t = 0; t < model->periods; t++) {
            compiled->heads[t] += ready->heads[t];
            ready->mean_heads += ready->heads[t] / (double)model->periods;
            if (ready->capacity == NULL) continue;
            ready->capacity[t] = unlimited ? BIREME_COMPILE_NO_LIMIT
                                           : ready->effective_reps[t] * team->items_per_rep;
        }
    }
    compiled->mean_heads = 0;
    for (size_t t = 0; t < model->periods; t++)
        compiled->mean_heads += compiled->heads[t] / (double)model->periods;
    return BIREME_OK;
}

static void find_worked(bireme_compiled *compiled)
{
    const bireme_model *model = compiled->model;
    for (size_t s = 0; s + 1 < model->stages; s++)
        if (bireme_model_is_worked(model, s)) compiled->worked[compiled->n_worked++] = s;
}

static bireme_status make_way(const bireme_compiled *compiled, size_t channel, bireme_compiled_way *way,
                              bireme_error *error)
{
    const bireme_model *model = compiled->model;
    way->legs = bireme_calloc(compiled->n_worked + 1, sizeof *way->legs);
    if (way->legs == NULL) return bireme_fail_memory(error);
    size_t from = 0, begins = 0;
    for (size_t k = 0; k < compiled->n_worked; k++) {
        const size_t to = compiled->worked[k];
        const int team = bireme_model_team_at(model, channel, to);
        if (team < 0) continue;
        way->legs[way->n++] = (bireme_compiled_leg){.from = from, .to = to, .team = team, .begins = begins};
        from = to;
        begins = bireme_compiled_row(compiled, to) + 1;
    }
    way->legs[way->n++] = (bireme_compiled_leg){from, model->stages - 1, -1, begins, NULL};
    return BIREME_OK;
}

/* False: out of memory. */
static bool find_raise(const bireme_compiled *compiled, size_t number, bireme_compiled_team *team)
{
    const bireme_model *model = compiled->model;
    const int growth = model->teams[number].cost_growth;
    const double rate = bireme_model_mean(model, growth, 0);
    team->growth = bireme_model_is_fixed(model, growth) ? -1 : growth;
    if (team->growth < 0 && rate == 0) return true;
    team->raise = bireme_calloc(model->periods, sizeof *team->raise);
    for (size_t t = 0; t < model->periods && team->raise != NULL; t++)
        team->raise[t] = bireme_pow(1 + rate, bireme_compiled_years(compiled, t));
    return team->raise != NULL;
}

bireme_status bireme_compile_teams(bireme_compiled *compiled, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    size_t periods = model->periods;
    compiled->worked = bireme_calloc(model->stages, sizeof *compiled->worked);
    compiled->ways = bireme_calloc(model->n_channels + 1, sizeof *compiled->ways);
    compiled->teams = bireme_calloc(model->n_teams, sizeof *compiled->teams);
    compiled->heads = bireme_calloc(periods, sizeof *compiled->heads);
    if (!compiled->worked || !compiled->ways || !compiled->teams || !compiled->heads)
        return bireme_fail_memory(error);
    for (size_t k = 0; k < model->n_teams; k++) {
        bireme_compiled_team *team = &compiled->teams[k];
        bool limited = model->teams[k].has_capacity;
        team->heads = bireme_calloc(periods, sizeof *team->heads);
        team->effective_reps = bireme_calloc(periods, sizeof *team->effective_reps);
        team->capacity = limited ? bireme_calloc(periods, sizeof *team->capacity) : NULL;
        if (!team->heads || !team->effective_reps || (limited && !team->capacity) ||
            !find_raise(compiled, k, team))
            return bireme_fail_memory(error);
    }
    find_worked(compiled);
    compiled->rows = model->stages + compiled->n_worked;
    bireme_status status = bireme_compile_staff(compiled, false, error);
    for (size_t c = 0; c <= model->n_channels && status == BIREME_OK; c++)
        status = make_way(compiled, c, &compiled->ways[c], error);
    return status;
}

/* ------------------------ from one team to the next */

static bool takes_time(const bireme_channel *channel, size_t from, size_t to)
{
    for (size_t s = from + 1; s <= to; s++)
        if (bireme_takes_time(&channel->cycle[s])) return true;
    return false;
}

bireme_status bireme_compile_handovers(bireme_compiled *compiled, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    compiled->unassigned.cycle = model->default_cycle;
    bireme_status status = BIREME_OK;
    for (size_t c = 0; c <= model->n_channels && compiled->pipeline != NULL; c++) {
        const bireme_channel *channel = c < model->n_channels ? &model->channels[c] : &compiled->unassigned;
        if (channel->cycle == NULL) continue; /* no open deal is without a channel */
        for (size_t k = 1; k + 1 < compiled->ways[c].n && status == BIREME_OK; k++) {
            bireme_compiled_leg *leg = &compiled->ways[c].legs[k];
            if (takes_time(channel, leg->from, leg->to))
                status = bireme_shared_delay_of(&compiled->shared, model, channel, leg->from + 1, leg->to,
                                                &leg->delay, error);
        }
    }
    return status;
}

void bireme_compiled_teams_free(bireme_compiled *compiled)
{
    for (size_t k = 0; compiled->teams != NULL && k < compiled->model->n_teams; k++) {
        bireme_free(compiled->teams[k].heads);
        bireme_free(compiled->teams[k].effective_reps);
        bireme_free(compiled->teams[k].capacity);
        bireme_free(compiled->teams[k].raise);
    }
    for (size_t c = 0; compiled->ways != NULL && c <= compiled->model->n_channels; c++)
        bireme_free(compiled->ways[c].legs);
    bireme_free(compiled->worked);
    bireme_free(compiled->ways);
    bireme_free(compiled->teams);
    bireme_free(compiled->heads);
}
