/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plan and its model are copied flat; what the moves change is made anew.
 */
#include "plan/variant.h"

#include <math.h>
#include "base/memory.h"
#include "plan/reps.h"
#include "plan/spend.h"

typedef struct variant {
    bireme_plan plan; /* the first member: it is the variant */
    bireme_model model;
    bireme_channel *channels;
    bireme_plan_channel *planned;
    double *spend, *effective, *marginal; /* [n_channels × periods] */
    double *volume, *carried_in;
    uint16_t *span; /* [n_channels × (periods + 1)] */
    double *heads, *effective_reps, *capacity;
    bireme_plan_quantity *quantities;
    bireme_plan_group *groups; /* of all channels one after the other; NULL: those of the base */
} variant;

static bool allocate(variant *v, const bireme_plan *base)
{
    size_t n = v->model.n_channels, periods = v->model.periods;
    v->channels = bireme_memdup(base->model->channels, n, sizeof *v->channels);
    v->planned = bireme_memdup(base->channels, n, sizeof *v->planned);
    v->spend = bireme_calloc(n, bireme_times(periods, sizeof *v->spend));
    v->effective = bireme_calloc(n, bireme_times(periods, sizeof *v->effective));
    v->marginal = bireme_calloc(n, bireme_times(periods, sizeof *v->marginal));
    v->volume = bireme_calloc(n, bireme_times(periods, sizeof *v->volume));
    v->carried_in = bireme_calloc(n, bireme_times(periods, sizeof *v->carried_in));
    v->span = bireme_calloc(n, bireme_times(periods + 1, sizeof *v->span));
    v->quantities = bireme_memdup(base->quantities, v->model.n_quantities, sizeof *v->quantities);
    v->heads = bireme_calloc(periods, sizeof *v->heads);
    v->effective_reps = bireme_calloc(periods, sizeof *v->effective_reps);
    v->capacity = bireme_calloc(periods, sizeof *v->capacity);
    return v->channels && v->planned && v->spend && v->effective && v->marginal && v->volume &&
           v->carried_in && v->span && v->quantities && v->heads && v->effective_reps && v->capacity;
}

static bireme_status staff(variant *v, const bireme_plan *base, const bireme_moves *moves,
                           bireme_error *error)
{
    bireme_plan *plan = &v->plan;
    if (!isnan(moves->reps)) v->model.sales.reps = moves->reps;
    bireme_status status = bireme_reps(&v->model, v->heads, v->effective_reps, error);
    if (status != BIREME_OK) return status;
    plan->heads = v->heads;
    plan->effective_reps = v->effective_reps;
    plan->mean_heads = 0;
    for (size_t t = 0; t < v->model.periods; t++) {
        plan->mean_heads += v->heads[t] / (double)v->model.periods;
        v->capacity[t] = moves->unlimited ? BIREME_PLAN_NO_LIMIT
                                          : v->effective_reps[t] * v->model.sales.opportunities_per_rep;
    }
    plan->capacity = base->capacity != NULL ? v->capacity : NULL;
    return BIREME_OK;
}

static void spend(variant *v, const bireme_moves *moves, size_t c)
{
    size_t periods = v->model.periods;
    bireme_channel *channel = &v->channels[c];
    bireme_plan_channel *planned = &v->planned[c];
    double factor = moves->spend != NULL ? moves->spend[c] : 1,
           flat = moves->flat != NULL ? moves->flat[c] : 0;
    for (size_t t = 0; t < periods; t++) v->spend[c * periods + t] = factor * channel->spend[t] + flat;
    channel->spend = v->spend + c * periods;
    if (moves->unsaturated) channel->response.curve = BIREME_CURVE_LINEAR;
    planned->spend = v->effective + c * periods;
    planned->marginal = v->marginal + c * periods;
    bireme_spend(&v->model, channel, planned->spend, planned->marginal);
    if (moves->volume == NULL || isnan(moves->volume[c * periods])) return;
    for (size_t t = 0; t < periods; t++) v->volume[c * periods + t] = moves->volume[c * periods + t];
    planned->volume = v->volume + c * periods;
    planned->carried_in = v->carried_in + c * periods;
    planned->per_effective = bireme_spend_carried_in(&v->model, channel, v->carried_in + c * periods);
}

static void pin(variant *v, const bireme_moves *moves)
{
    for (size_t q = 0; q < v->model.n_quantities && moves->pinned != NULL; q++) {
        if (isnan(moves->pinned[q])) continue;
        v->quantities[q].table = NULL;
        v->quantities[q].fixed = moves->pinned[q];
    }
    v->plan.quantities = v->quantities;
    if (moves->path == NULL) return;
    v->model.economy.path = moves->path;
    v->plan.chain = false;
}

/* Periods with the same leads, found anew. */
static void cut(variant *v, size_t c)
{
    size_t periods = v->model.periods;
    bireme_plan_channel *planned = &v->planned[c];
    planned->span = v->span + c * (periods + 1);
    bireme_plan_find_spans(&v->plan, &v->channels[c], planned);
}

/* The same groups of rows, without the delays before them. */
static bireme_status hurry(variant *v, bireme_error *error)
{
    size_t all = 0;
    for (size_t c = 0; c < v->model.n_channels; c++) all += v->planned[c].n_groups;
    v->groups = bireme_calloc(all, sizeof *v->groups);
    if (v->groups == NULL) return bireme_fail_memory(error);
    for (size_t c = 0, at = 0; c < v->model.n_channels; at += v->planned[c++].n_groups) {
        for (size_t g = 0; g < v->planned[c].n_groups; g++) {
            v->groups[at + g] = v->planned[c].groups[g];
            v->groups[at + g].delay = NULL;
        }
        v->planned[c].groups = v->groups + at;
    }
    return BIREME_OK;
}

bireme_status bireme_variant_create(const bireme_plan *base, const bireme_moves *moves, bireme_plan **out,
                                    bireme_error *error)
{
    variant *v = bireme_calloc(1, sizeof *v);
    if (v == NULL) return bireme_fail_memory(error);
    v->plan = *base;
    v->model = *base->model;
    bireme_status status = allocate(v, base) ? staff(v, base, moves, error) : bireme_fail_memory(error);
    if (status == BIREME_OK && moves->instant) status = hurry(v, error);
    if (status != BIREME_OK) {
        bireme_variant_free(&v->plan);
        return status;
    }
    if (moves->goal != NULL) v->model.goal = *moves->goal;
    v->plan.model = &v->model;
    v->plan.channels = v->planned;
    v->model.channels = v->channels;
    pin(v, moves);
    for (size_t c = 0; c < v->model.n_channels; c++) {
        spend(v, moves, c);
        cut(v, c);
    }
    *out = &v->plan;
    return BIREME_OK;
}

void bireme_variant_free(bireme_plan *plan)
{
    variant *v = (variant *)(void *)plan;
    if (v == NULL) return;
    bireme_free(v->channels);
    bireme_free(v->planned);
    bireme_free(v->spend);
    bireme_free(v->effective);
    bireme_free(v->marginal);
    bireme_free(v->volume);
    bireme_free(v->carried_in);
    bireme_free(v->span);
    bireme_free(v->quantities);
    bireme_free(v->heads);
    bireme_free(v->effective_reps);
    bireme_free(v->capacity);
    bireme_free(v->groups);
    bireme_free(v);
}
