/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What follows from the plain figures of a scenario alone, before any trial: reps over time, what the planned
 * spend buys, how much is open.
 */
#include "output/assumptions/assumptions.h"

#include <math.h>
#include "base/memory.h"
#include "compile/reps.h"
#include "compile/spend.h"

/* effective, marginal: working space, [periods] each. */
static bireme_lead_cost lead_cost_of(const bireme_model *model, const bireme_channel *channel,
                                     double *effective, double *marginal)
{
    bireme_lead_cost cost = {NAN, NAN, NAN};
    if (!channel->has_spend || channel->cost_per_lead < 0) return cost;
    double price = bireme_dist_quantile(model->quantities[channel->cost_per_lead].dist, 0.5);
    double spend = 0, leads = 0, next = 0;
    bireme_spend(model, channel, effective, marginal);
    for (size_t t = 0; t < model->periods; t++) {
        spend += channel->spend[t];
        leads += channel->season[t] * effective[t] / price;
        next += channel->season[t] * marginal[t] / price;
    }
    cost.leads = leads;
    if (leads > 0) cost.average = spend / leads;
    if (next > 0) cost.next = spend / next;
    return cost;
}

static bireme_status derive_lead_costs(const bireme_model *model, bireme_assumptions *assumptions,
                                       bireme_error *error)
{
    double *room = bireme_calloc(2 * model->periods, sizeof *room);
    assumptions->lead_cost = bireme_calloc(model->n_channels, sizeof *assumptions->lead_cost);
    if (room == NULL || assumptions->lead_cost == NULL) {
        bireme_free(room);
        return bireme_fail_memory(error);
    }
    for (size_t c = 0; c < model->n_channels; c++)
        assumptions->lead_cost[c] = lead_cost_of(model, &model->channels[c], room, room + model->periods);
    bireme_free(room);
    return BIREME_OK;
}

static bireme_status derive_reps(const bireme_model *model, bireme_assumptions *assumptions,
                                 bireme_error *error)
{
    if (model->n_teams == 0) return BIREME_OK;
    const size_t periods = model->periods;
    assumptions->heads = bireme_calloc(model->n_teams, bireme_times(periods, sizeof(double)));
    assumptions->effective = bireme_calloc(model->n_teams, bireme_times(periods, sizeof(double)));
    if (assumptions->heads == NULL || assumptions->effective == NULL) return bireme_fail_memory(error);
    bireme_status status = BIREME_OK;
    for (size_t k = 0; k < model->n_teams && status == BIREME_OK; k++)
        status = bireme_reps(model, &model->teams[k], assumptions->heads + k * periods,
                             assumptions->effective + k * periods, error);
    return status;
}

static void derive_pipeline(const bireme_model *model, bireme_assumptions *assumptions)
{
    for (size_t g = 0; g < model->n_open; g++) {
        const bireme_open_group *group = &model->open[g];
        assumptions->open_deals += group->count;
        if (group->value.shape == NULL) continue;
        double mean = bireme_dist_mean(group->value.shape);
        if (group->value.scale >= 0) mean *= bireme_dist_mean(model->quantities[group->value.scale].dist);
        assumptions->open_value += (double)group->count * mean;
    }
}

bireme_status bireme_assumptions_derive(const bireme_model *model, bireme_assumptions *assumptions,
                                        bireme_error *error)
{
    bireme_status status = derive_lead_costs(model, assumptions, error);
    if (status == BIREME_OK) status = derive_reps(model, assumptions, error);
    if (status == BIREME_OK) derive_pipeline(model, assumptions);
    return status;
}
