/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The compiled scenario and its model are copied shallowly; what the moves change is made anew.
 */
#include "compile/variant.h"

#include <math.h>
#include "base/memory.h"
#include "compile/spend.h"
#include "compile/teams.h"

typedef struct variant {
    bireme_compiled compiled; /* first, so that its address is the variant's */
    bireme_model model;
    bireme_channel *channels;
    bireme_compiled_channel *ready;
    double *spend, *effective, *marginal; /* [n_channels × periods], in one block with the others */
    double *volume, *carried_in;
    double *stock;           /* with volumes, of channels that lift: what would buy them */
    bireme_factors *factors; /* NULL: the base's */
    uint16_t *span;          /* [n_channels × (periods + 1)] */
    double *heads;           /* [periods], then those of the teams */
    bireme_team *teams;
    bireme_compiled_team *staff;
    bireme_compiled_quantity *quantities;
    bireme_compiled_group *groups; /* of all channels, channel by channel; NULL: the base's */
} variant;

static bool allocate(variant *v, const bireme_compiled *base)
{
    size_t n = v->model.n_channels, periods = v->model.periods, all = n * periods;
    v->channels = bireme_memdup(base->model->channels, n, sizeof *v->channels);
    v->ready = bireme_memdup(base->channels, n, sizeof *v->ready);
    v->span = bireme_calloc(n, bireme_times(periods + 1, sizeof *v->span));
    v->quantities = bireme_memdup(base->quantities, v->model.n_quantities, sizeof *v->quantities);
    double *room = v->spend = bireme_calloc(6 * n + 1 + 3 * v->model.n_teams,
                                            bireme_times(periods, sizeof *room));
    v->teams = bireme_memdup(base->model->teams, v->model.n_teams, sizeof *v->teams);
    v->staff = bireme_memdup(base->teams, v->model.n_teams, sizeof *v->staff);
    if (!v->channels || !v->ready || !v->span || !v->quantities || !room || !v->teams || !v->staff)
        return false;
    v->effective = room + all;
    v->marginal = room + 2 * all;
    v->volume = room + 3 * all;
    v->carried_in = room + 4 * all;
    v->stock = room + 5 * all;
    v->heads = room + 6 * all;
    return true;
}

/* The teams' arrays are made anew, in v->staff. */
static bireme_status staff(variant *v, const bireme_compiled *base, const bireme_moves *moves,
                           bireme_error *error)
{
    size_t periods = v->model.periods;
    double *room = v->heads + periods;
    if (v->model.n_teams == 1 && !isnan(moves->reps)) v->teams[0].reps = moves->reps;
    for (size_t k = 0; moves->team_reps != NULL && k < v->model.n_teams; k++)
        if (!isnan(moves->team_reps[k])) v->teams[k].reps = moves->team_reps[k];
    v->model.teams = v->teams;
    for (size_t k = 0; k < v->model.n_teams; k++, room += 3 * periods)
        v->staff[k] = (bireme_compiled_team){.heads = room,
                                             .effective_reps = room + periods,
                                             .capacity = base->teams[k].capacity != NULL ? room + 2 * periods
                                                                                         : NULL,
                                             .raise = base->teams[k].raise,
                                             .growth = base->teams[k].growth};
    v->compiled.model = &v->model;
    v->compiled.heads = v->heads;
    v->compiled.teams = v->staff;
    return bireme_compile_staff(&v->compiled, moves->unlimited, error);
}

static void spend(variant *v, const bireme_moves *moves, size_t c)
{
    size_t periods = v->model.periods;
    bireme_channel *channel = &v->channels[c];
    bireme_compiled_channel *ready = &v->ready[c];
    double factor = moves->spend != NULL ? moves->spend[c] : 1,
           flat = moves->flat != NULL ? moves->flat[c] : 0;
    for (size_t t = 0; t < periods; t++) v->spend[c * periods + t] = factor * channel->spend[t] + flat;
    channel->spend = v->spend + c * periods;
    if (moves->unsaturated) channel->response.curve = BIREME_CURVE_LINEAR;
    ready->spend = v->effective + c * periods;
    ready->marginal = v->marginal + c * periods;
    bireme_spend(&v->model, channel, ready->spend, ready->marginal);
    if (moves->volume == NULL || isnan(moves->volume[c * periods])) return;
    for (size_t t = 0; t < periods; t++) v->volume[c * periods + t] = moves->volume[c * periods + t];
    ready->volume = v->volume + c * periods;
    ready->carried_in = v->carried_in + c * periods;
    ready->per_effective = bireme_spend_carried_in(&v->model, channel, v->carried_in + c * periods);
}

/* The spend that lifts others. Leads that are bought whatever they cost lift as much as the spend that buys
 * them at the planned prices: that with f(x) = share · f(planned x), with the share of the planned leads that
 * they are; and if no spend buys them, as much as that share of the planned spend. */
static void find_stock(variant *v, const bireme_moves *moves, size_t c)
{
    const bireme_channel *channel = &v->channels[c];
    size_t periods = v->model.periods;
    double *stock = v->stock + c * periods;
    double share = moves->volume_share != NULL ? moves->volume_share[c] : 1;
    bireme_spend_stock(&v->model, channel, stock);
    if (v->ready[c].volume == NULL || share == 1) return;
    for (size_t t = 0; t < periods; t++) {
        double slope, bought = share * bireme_spend_respond(&channel->response, stock[t], &slope);
        double x = bireme_spend_for(&channel->response, bought);
        stock[t] = isfinite(x) ? x : share * stock[t];
    }
}

/* Lifts follow the spend. */
static bireme_status lift(variant *v, const bireme_moves *moves, bireme_error *error)
{
    if (v->compiled.factors == NULL || !v->compiled.factors->lifted) return BIREME_OK;
    for (size_t c = 0; c < v->model.n_channels; c++) find_stock(v, moves, c);
    bireme_status status = bireme_factors_create(&v->compiled, v->stock, &v->factors, error);
    if (status == BIREME_OK) v->compiled.factors = v->factors;
    return status;
}

static void pin(variant *v, const bireme_moves *moves)
{
    for (size_t q = 0; q < v->model.n_quantities && moves->pinned != NULL; q++) {
        if (isnan(moves->pinned[q])) continue;
        v->quantities[q].table = NULL;
        v->quantities[q].redraws = false;
        v->quantities[q].fixed = moves->pinned[q];
    }
    v->compiled.quantities = v->quantities;
    if (moves->path == NULL) return;
    v->model.economy.path = moves->path;
    v->compiled.chain = false;
}

/* Finds the spans of periods with equal leads again. */
static void cut(variant *v, size_t c)
{
    size_t periods = v->model.periods;
    bireme_compiled_channel *ready = &v->ready[c];
    ready->span = v->span + c * (periods + 1);
    bireme_compile_spans(&v->compiled, c, ready);
}

/* The same groups of rows, without the delays before them. */
static bireme_status hurry(variant *v, bireme_error *error)
{
    size_t all = 0;
    for (size_t c = 0; c < v->model.n_channels; c++) all += v->ready[c].n_groups;
    v->groups = bireme_calloc(all, sizeof *v->groups);
    if (v->groups == NULL) return bireme_fail_memory(error);
    for (size_t c = 0, at = 0; c < v->model.n_channels; at += v->ready[c++].n_groups) {
        for (size_t g = 0; g < v->ready[c].n_groups; g++) {
            v->groups[at + g] = v->ready[c].groups[g];
            v->groups[at + g].delay = NULL;
        }
        v->ready[c].groups = v->groups + at;
    }
    return BIREME_OK;
}

bireme_status bireme_variant_create(const bireme_compiled *base, const bireme_moves *moves,
                                    bireme_compiled **out, bireme_error *error)
{
    variant *v = bireme_calloc(1, sizeof *v);
    if (v == NULL) return bireme_fail_memory(error);
    v->compiled = *base;
    v->model = *base->model;
    bireme_status status = allocate(v, base) ? staff(v, base, moves, error) : bireme_fail_memory(error);
    if (status == BIREME_OK && moves->instant) status = hurry(v, error);
    if (status != BIREME_OK) {
        bireme_variant_free(&v->compiled);
        return status;
    }
    if (moves->goal != NULL) v->model.goal = *moves->goal;
    v->compiled.model = &v->model;
    v->compiled.channels = v->ready;
    v->model.channels = v->channels;
    pin(v, moves);
    for (size_t c = 0; c < v->model.n_channels; c++) {
        spend(v, moves, c);
        cut(v, c);
    }
    status = lift(v, moves, error);
    if (status != BIREME_OK) {
        bireme_variant_free(&v->compiled);
        return status;
    }
    *out = &v->compiled;
    return BIREME_OK;
}

void bireme_variant_free(bireme_compiled *compiled)
{
    variant *v = (variant *)(void *)compiled;
    if (v == NULL) return;
    bireme_free(v->channels);
    bireme_free(v->ready);
    bireme_free(v->spend);
    bireme_free(v->span);
    bireme_free(v->quantities);
    bireme_free(v->teams);
    bireme_free(v->staff);
    bireme_free(v->groups);
    bireme_factors_free(v->factors);
    bireme_free(v);
}
